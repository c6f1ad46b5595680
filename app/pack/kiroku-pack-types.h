/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "kiroku-condition.h"
#include "kiroku-fact.h"
#include "kiroku-phase.h"

G_BEGIN_DECLS

/* What a rule pack holds, as plain structs. All belong to their KirokuPack, which never changes
 * after loading: a pointer stays good, in any thread, for as long as the pack is referenced. */

/* A text in both languages; both are always there. */
typedef struct
{
  char *ja;
  char *en;
} KirokuPackText;

/* @text in @language, "ja" or "en" (or a locale that begins so); anything else gives English.
 * NULL gives "". (transfer none) */
const char *kiroku_pack_text (const KirokuPackText *text, const char *language);
/* (transfer full) (nullable): NULL gives NULL. */
KirokuPackText *kiroku_pack_text_copy (const KirokuPackText *text);
void kiroku_pack_text_free (KirokuPackText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPackText, kiroku_pack_text_free)

/* How sure a rule is. Anything but seed and found is shown beside what it says. */
typedef enum
{
  KIROKU_CONFIDENCE_SEED,      /* stands in a source document */
  KIROKU_CONFIDENCE_FOUND,     /* the primary text was read */
  KIROKU_CONFIDENCE_FOUND_2ND, /* read in a second-hand source */
  KIROKU_CONFIDENCE_RECALLED,  /* not confirmed */
  KIROKU_CONFIDENCE_PROPOSED,  /* our own worksheet */
  KIROKU_CONFIDENCE_STATED,    /* no rule: a person stated it in a case; never in a pack */
} KirokuConfidence;

#define KIROKU_N_CONFIDENCES 6

const char *kiroku_confidence_id (KirokuConfidence confidence);
/* The name in the user's language, for the mark beside a rule. */
const char *kiroku_confidence_name (KirokuConfidence confidence);
/* Of a pack: what is stated in a case is none of its confidences. */
gboolean kiroku_confidence_parse (const char *id, KirokuConfidence *confidence);
gboolean kiroku_confidence_is_shown (KirokuConfidence confidence);

/* What everything that says something carries: its id and where it comes from. The first member of
 * each struct below. */
typedef struct
{
  char *id;
  char *source; /* where it was read, 日本語 (English); kiroku_words_source() picks one */
  KirokuConfidence confidence;
  char *as_of; /* YYYY, YYYY-MM or YYYY-MM-DD */
  char *file;  /* of the pack, for messages */
  guint line;
  gboolean overlaid; /* comes from the user's own pack */
} KirokuPackItem;

typedef enum
{
  KIROKU_NUMBER_CURRENT,
  KIROKU_NUMBER_SUPERSEDED,
  KIROKU_NUMBER_SUSPENDED,
} KirokuNumberStatus;

/* A telephone number, mail address or web page of a desk; item.id is the number or address itself.
 * Only a current telephone number may be offered for dialling. */
typedef struct
{
  KirokuPackItem item;
  KirokuNumberStatus status;
  KirokuPackText *note; /* (nullable) */
  /* What the organisation itself found, never in a pack's files: */
  char *checked; /* (nullable): YYYY-MM-DD on which it was found right */
  char *struck;  /* (nullable): YYYY-MM-DD on which it was found wrong */
  char *by;      /* (nullable): who found so */
} KirokuPackPhone;

/* One span of a day in which a desk is open, in minutes after midnight in @zone. */
typedef struct
{
  KirokuPackItem item; /* its id is empty */
  int from;
  int to;         /* after @from; 24 * 60 at most */
  char *zone;     /* IANA id */
  GTimeZone *clock; /* the same to reckon with; of a pack that was loaded never NULL */
  char *calendar; /* (nullable): id of the calendar of the days on which it is closed; NULL for none */
} KirokuPackOpen;

typedef enum
{
  KIROKU_SECTION_CASE, /* during a case */
  KIROKU_SECTION_PREPARE,
  KIROKU_SECTION_PERMANENT,
} KirokuContactSection;

/* A desk. */
typedef struct
{
  KirokuPackItem item;
  gboolean own; /* of the organisation itself: the user fills in the number */
  guint order;  /* of the organisation's own: whom to call first; 0 for the others */
  KirokuContactSection section;
  KirokuPackText *name;
  KirokuPackText *purpose;
  KirokuPackText *hours; /* (nullable) */
  GPtrArray *open;       /* (element-type KirokuPackOpen): the same to reckon with; empty: not known */
  KirokuPackText *note;  /* (nullable) */
  KirokuPackText *ready; /* (nullable): what to have at hand before calling */
  GPtrArray *phones;     /* (element-type KirokuPackPhone) */
  GPtrArray *emails;     /* (element-type KirokuPackPhone) */
  GPtrArray *urls;       /* (element-type KirokuPackPhone) */
  char **types;          /* ids, or "*" alone for every type */
  guint phases;          /* bits 1 << KirokuPhase */
} KirokuPackContact;

/* One thing that can be ticked. */
typedef struct
{
  KirokuPackItem item;
  KirokuPhase phase;
  KirokuPackText *text;
} KirokuPackStep;

typedef struct
{
  KirokuPackItem item;
  KirokuCondition *applies_if; /* "always" when the file says nothing */
  KirokuPackText *name;
  GPtrArray *steps; /* (element-type KirokuPackStep) */
} KirokuPackPlaybook;

/* What should be true before a phase is entered. It is shown and asks for a reason; it never
 * blocks. */
typedef struct
{
  KirokuPackItem item;
  KirokuPhase phase; /* that is entered */
  KirokuPackText *text;
  KirokuCondition *applies_if; /* "always" when the file says nothing */
  KirokuCondition *holds_if;   /* (nullable): facts that decide it */
  char **steps; /* done, they decide it where the facts do not; without facts, only where the case has one
                 * of them */
  guint tasks;  /* bits 1 << KirokuPhase: no task of these phases may be open */
} KirokuPackGate;

/* An entry of the log that is written often, begun for whoever has no time to. */
typedef struct
{
  KirokuPackItem item;
  KirokuPackText *name; /* by which it is found */
  KirokuPackText *text; /* what is still to be said stands in it as ［…］ or […] */
  const char *klass;    /* id: "action", "observation", "decision", "communication" */
  guint phases;         /* bits 1 << KirokuPhase: where it comes first; 0: nowhere */
} KirokuPackPhrase;

/* A type of incident. */
typedef struct
{
  KirokuPackItem item;
  KirokuPackText *name;
  char **playbooks;
  char **contacts;
  char **forms;
  char **obligations; /* ids or patterns such as jp_ppc_*: kiroku_pack_type_has_obligation() */
  GPtrArray *steps;   /* (element-type KirokuPackStep) */
} KirokuPackType;

typedef struct
{
  KirokuPackItem item;
  KirokuPackText *text;
} KirokuPackChoice;

/* The definition of a fact; item.id is its key. */
typedef struct
{
  KirokuPackItem item;
  KirokuFactType type;
  KirokuPackText *name;
  KirokuPackText *question; /* (nullable): asked in plain words */
  KirokuPackText *hint;     /* (nullable) */
  GPtrArray *choices;       /* (element-type KirokuPackChoice): yes-no facts have theirs too */
  char **choice_ids;        /* the same ids, for kiroku_fact_check_value(); NULL without choices */
  gboolean profile;         /* kept once per user and copied into each case */
  gboolean past;            /* a time: of something that has happened */
  char *not_before;         /* (nullable): key of the time that comes before this one */
  char *default_from;       /* (nullable): a fact key, case.title, …, log or now */
} KirokuPackFact;

typedef enum
{
  KIROKU_UNIT_CALENDAR_DAY,
  KIROKU_UNIT_BUSINESS_DAY, /* days that KirokuPackObligation.working_days has open */
  KIROKU_UNIT_HOUR,
  KIROKU_UNIT_MONTH,
  KIROKU_UNIT_PROMPTLY,
  KIROKU_UNIT_IMMEDIATELY,
  KIROKU_UNIT_ON_EVENT,
} KirokuUnit;

typedef enum
{
  KIROKU_FIRST_DAY_COUNTED,
  KIROKU_FIRST_DAY_NOT_COUNTED,
  KIROKU_FIRST_DAY_UNCLEAR, /* computed as if counted: the earlier date is the safe one */
} KirokuFirstDay;

/* Further forms that meet an obligation. */
typedef struct
{
  KirokuPackItem item; /* item.id is NULL */
  char **forms;        /* ids */
  KirokuCondition *form_if; /* when one of them, filed, meets it */
  gboolean instead;    /* they are offered in place of the obligation's own form */
} KirokuPackAlso;

/* What must be told to whom, and by when. */
typedef struct
{
  KirokuPackItem item;
  char *jurisdiction;
  char *form;  /* (nullable): id */
  KirokuCondition *form_if; /* (nullable): when that form, filed, meets this; otherwise always */
  GPtrArray *also; /* (element-type KirokuPackAlso): other forms that meet it */
  gboolean hard; /* a duty by law or ordinance; otherwise a target */
  gboolean watch; /* not in force yet: shown, but nothing is due */
  KirokuCondition *asked_if; /* (nullable): as long as it does not hold, nobody is asked whether the rule
                                applies, even where the type names it */
  KirokuCondition *applies_if;
  char *clock;      /* (nullable): key of the fact that starts it */
  char *clock_rule; /* (nullable): id of the rule whose filing starts it, where no fact does */
  char *latest;     /* (nullable): key of another fact from which no more than … */
  guint latest_hours; /* … these hours may pass, unless the clock itself starts even later */
  KirokuUnit unit;
  guint amount_from; /* 0 unless the amount is a range */
  guint amount;      /* 0 for promptly, immediately and on-event */
  KirokuFirstDay first_day;
  gboolean first_day_confirmed; /* FALSE: how the first day counts is less sure than the rule */
  char *working_days; /* (nullable): id of the calendar whose open days are counted */
  guint ends_at;      /* minutes after midnight at which the last day ends; 0: with the day */
  char *rollover;               /* (nullable): id of the calendar whose closed days move the end */
  KirokuCondition *rollover_if; /* (nullable): they move it only when this is known to hold */
  char **remind;     /* (nullable): words of kiroku-lead.h; otherwise the usual ones */
  char *remind_days; /* (nullable): id of the calendar whose open days lead times count */
  guint rollover_at; /* minutes after midnight of the open day to which it moves; 0: as any last day */
  char *zone;                   /* IANA: days are counted there */
  KirokuPackText *recipient;
  KirokuPackText *label;
  KirokuPackText *note; /* (nullable) */
} KirokuPackObligation;

typedef enum
{
  KIROKU_FORM_READY,    /* a definition stands in forms/ */
  KIROKU_FORM_NAMED,    /* only the name is known: nothing can be filled in */
  KIROKU_FORM_REMINDER, /* there is no form, only something to remember */
} KirokuFormStatus;

/* A form that types and obligations may name. */
typedef struct
{
  KirokuPackItem item;
  KirokuFormStatus status;
  KirokuPackText *name;
  KirokuPackText *note; /* (nullable): of one that cannot be filled in, why */
  KirokuCondition *against_if; /* (nullable): when whoever gets it is one with whom nothing is to be shared */
} KirokuPackFormName;

/* A field shows one fact; how it looks follows from the fact's type. */
typedef struct
{
  KirokuPackItem item;   /* item.id is the fact's key */
  KirokuPackText *label; /* (nullable): of its own, inside the row */
} KirokuPackField;

typedef struct
{
  KirokuPackItem item; /* item.id is its number, such as 1.1 */
  KirokuPackText *label;
  GPtrArray *fields; /* (element-type KirokuPackField) */
} KirokuPackRow;

/* Where a section stands in a letter. */
typedef enum
{
  KIROKU_PART_ITEMS, /* numbered, between 記 and 以上 */
  KIROKU_PART_DATE,
  KIROKU_PART_TO,
  KIROKU_PART_FROM,
  KIROKU_PART_BODY,
  KIROKU_PART_ASIDE, /* what is known of the letter and not said in it */
} KirokuPackPart;

typedef struct
{
  KirokuPackItem item; /* item.id is NULL */
  KirokuPackText *label;
  KirokuPackPart part;  /* of a letter */
  KirokuPackText *text; /* (nullable): fixed words of a letter */
  GPtrArray *rows; /* (element-type KirokuPackRow) */
} KirokuPackSection;

/* To whom a form goes when its condition holds. */
typedef struct
{
  KirokuPackItem item; /* item.id is NULL */
  KirokuCondition *holds_if;
  char *fact;   /* (nullable): key of a fact of the form that is answered by it as long as nobody does, … */
  char *choice; /* (nullable): … and the answer; both or none */
  KirokuPackText *text;
} KirokuPackAddressee;

typedef struct
{
  KirokuPackItem item;
  char *version;
  gboolean letter; /* in the look of a letter; the others are grids */
  gboolean record; /* of a decision, for the organisation itself: goes to no authority */
  gboolean has_phase; /* of a record: it is offered with the tasks of … */
  KirokuPhase phase;  /* … this phase */
  KirokuPackText *name;
  KirokuPackText *short_name;
  KirokuPackText *recipient; /* as long as none of … */
  GPtrArray *addressees;     /* … these (element-type KirokuPackAddressee) is known to be it */
  KirokuPackText *basis;
  KirokuPackText *standing; /* what this print is, such as a worksheet and not the official form */
  KirokuPackText *guide;    /* printed under the title */
  GPtrArray *sections;      /* (element-type KirokuPackSection) */
} KirokuPackForm;

G_END_DECLS
