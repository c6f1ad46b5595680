/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "kiroku-deadline.h"
#include "kiroku-duty.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* What is due to whom by when: the pack's rules, the duties people stated, the facts of a case and
 * now. Nothing is stored; every reading computes anew. Read this header first; kiroku-deadline.h is
 * the counting. */

/* Whether a rule applies to the case. */
typedef enum
{
  KIROKU_STANDING_APPLIES,
  KIROKU_STANDING_UNDECIDED, /* a fact is missing; dates are as if it applied */
  KIROKU_STANDING_NOT_APPLICABLE,
} KirokuStanding;

/* Where its clock is. */
typedef enum
{
  KIROKU_PROGRESS_WAITING, /* the clock has not started, or does not matter */
  KIROKU_PROGRESS_RUNNING,
  KIROKU_PROGRESS_DUE_SOON,  /* the first of its reminders is past */
  KIROKU_PROGRESS_DUE_TODAY, /* ends on this day, in the rule's zone, and has not passed */
  KIROKU_PROGRESS_OVERDUE,
  KIROKU_PROGRESS_MET, /* what it asks for was filed; nothing counts down any more */
} KirokuProgress;

/* What a person decided about a rule (entry kind obligation.decide). */
typedef struct
{
  gboolean applies;
  gboolean withheld; /* what was decided, or a later version says it in other words: @applies says nothing */
  char *reason;      /* (nullable): not here; people are shown kiroku_decision_get_reason() */
  gboolean reason_erased; /* that is by law */
  char *approver; /* (nullable) as the author named somebody */
  char *hash;     /* (nullable) of its entry, by which others approve it */
  char *key;      /* (nullable) of its author */
  char *author;   /* (nullable) name */
  GPtrArray *approvals; /* (nullable) of KirokuApproval (kiroku-approval.h): all that was said of it */
} KirokuDecision;

/* @reason, @approver: (nullable). (transfer full) */
KirokuDecision *kiroku_decision_new (gboolean applies, const char *reason, const char *approver);
KirokuDecision *kiroku_decision_copy (const KirokuDecision *decision);
void kiroku_decision_free (KirokuDecision *decision);

/* A rule, or a duty somebody stated, as it stands for one case at one moment. Owns all it holds, so it may cross threads and
 * outlive the pack. */
typedef struct
{
  char *rule; /* id; of a stated duty the id of its entry */
  gboolean own; /* somebody stated it; no rule of the pack */
  char *jurisdiction; /* (nullable): none of a stated duty */
  char *form; /* (nullable): the one to offer, as kiroku_pack_obligation_get_form() */
  KirokuPackText *recipient; /* the addressee of the rule's form, where the facts say which it is */
  KirokuPackText *label;
  KirokuPackText *note; /* (nullable) */
  gboolean hard;        /* a duty; otherwise a target */
  gboolean watch; /* not in force yet: nothing counts down, whatever the facts say */
  char *source; /* who stated it, of a stated duty */
  KirokuConfidence confidence;
  char *as_of;

  KirokuStanding standing;
  GPtrArray *deciding;      /* (element-type utf8): while undecided, the facts that would decide */
  GPtrArray *routing; /* (element-type utf8): while it applies and is not met, the facts that would say to
                         whom it goes */
  KirokuDecision *decision; /* (nullable): why @standing is not what the facts say. Where what was decided is
                               withheld nobody is freed by the facts: it is undecided, unless they say that it
                               applies */

  KirokuProgress progress;
  char *clock;          /* (nullable): key of the fact that starts the clock; none of a stated duty */
  char *clock_rule;     /* (nullable): the rule whose filing starts the clock, where no fact does */
  gint64 clock_started; /* µs UTC, or KIROKU_TIME_NONE; there may be an end all the same, by the rule's other
                           clock (KirokuPackObligation.latest) */

  KirokuDueKind due_kind; /* KIROKU_DUE_TIME, too, of a rule in days whose end moved to a time of day */
  char *zone;     /* IANA: of the dates below; of a stated duty the machine's, whose days count for
                     it and for @as_of */
  GDate due_from; /* first day of a range; invalid otherwise */
  GDate due;      /* last day; valid only for KIROKU_DUE_DATE with a started clock */
  gboolean ends_early; /* the last day ends at @due_us, before midnight: people are shown that moment */
  gint64 due_us;  /* µs UTC at which it has expired, or KIROKU_TIME_NONE */
  int days_left;  /* from today to @due in @zone; negative when past; 0 without @due */
  gint64 us_left; /* to @due_us; negative when past; KIROKU_TIME_NONE without, and once it is met */
  gint64 met;     /* µs UTC at which it was met, or KIROKU_TIME_NONE */

  GArray *reminders; /* (element-type gint64): µs UTC, earliest first, at which to remind of it; empty when
                        nothing counts down. Those that are past are among them. */

  char *explanation; /* how the date was counted, for people, in the user's language */
} KirokuObligation;

void kiroku_obligation_free (KirokuObligation *obligation);

/* What obligations are computed from. All is borrowed for the call. */
typedef struct
{
  KirokuPack *pack;
  const char *type;      /* (nullable) of the case: id */
  KirokuFacts *facts;
  GHashTable *decisions; /* (nullable) (element-type utf8 KirokuDecision): rule or duty → what a
                            person decided, which stands over the condition */
  GPtrArray *duties;     /* (nullable) (element-type KirokuDuty) */
  GHashTable *met;       /* (nullable) (element-type utf8 gint64): rule or duty → µs UTC at which what it asks
                            for was filed */
  GHashTable *changes;   /* (nullable): as kiroku_start_read_changes() */
  GHashTable *own;       /* (nullable) (element-type utf8 KirokuFacts): form → answers for it alone, which say
                            to whom it goes */
  gint64 now;            /* µs UTC */
  const char *language;  /* "ja" or "en", for the pack's words in the explanation */
} KirokuObligationContext;

/* The rules that concern a case, nearest end first, then those that wait, those that are met, and
 * those that do not apply. These are the rules the type names, all others whose condition the facts
 * fulfil (a duty does not depend on what a case was called), those decided upon or met, and the
 * stated duties. A type the pack does not know, or that is withheld, gets every rule. A rule that is asked
 * about only under a condition (KirokuPackObligation.asked_if) is left out until that holds, unless it is known
 * to apply. What is not in force yet comes after what is met.
 *
 * A clock starts with its fact; where two people stated it differently, with the earlier. Or it starts when
 * what another rule asks for is filed first.
 * (transfer full) (element-type KirokuObligation). Cannot fail. */
GPtrArray *kiroku_obligations_compute (const KirokuObligationContext *context);

/* The first of @obligations that applies or may apply, is not met and has an end; NULL when there is
 * none. (transfer none) */
const KirokuObligation *kiroku_obligations_get_next (GPtrArray *obligations);

/* The same of those that apply for certain. */
const KirokuObligation *kiroku_obligations_get_next_certain (GPtrArray *obligations);
/* How many have an end and may turn out not to apply; @past: (out): of how many that end is past. */
guint kiroku_obligations_count_undecided (GPtrArray *obligations, guint *past);

/* The ids of the forms to offer: those that @type (nullable) names, then those of what is due or may be due, by
 * the regulators of the organisation or by other facts, each once. (transfer container)
 * (element-type utf8): the ids belong to @type and @obligations. */
GPtrArray *kiroku_obligations_list_forms (GPtrArray *obligations, const KirokuPackType *type);

/* The one of @obligations whose rule is @id, or the stated duty whose id begins with it
 * (kiroku_duties_find()); NULL when there is none, or more than one. (transfer none) (nullable) */
const KirokuObligation *kiroku_obligations_find (GPtrArray *obligations, const char *id);

/* "not-applicable", "met", "watch", "undecided", "waiting", "running", "due-soon", "due-today" or
 * "overdue": the
 * standing unless it applies, is met or is not in force yet, then the progress. */
const char *kiroku_obligation_state_id (const KirokuObligation *obligation);
/* Whether nobody has decided whether it applies though the date on which it would have been due is past. */
gboolean kiroku_obligation_is_past_undecided (const KirokuObligation *obligation);
/* Whether it is still to be met, or may be. */
gboolean kiroku_obligation_is_left (const KirokuObligation *obligation);
/* Whether it was met after its end. */
gboolean kiroku_obligation_is_met_late (const KirokuObligation *obligation);
/* The state in the user's language; of one that is met also whether in time. */
const char *kiroku_obligation_state_name (const KirokuObligation *obligation);

/* The end as text: `YYYY-MM-DD` for a date, ISO 8601 with the offset of the rule's zone for a time,
 * NULL otherwise. (transfer full) (nullable) */
char *kiroku_obligation_dup_due (const KirokuObligation *obligation);
/* The moment at which it ends, ISO 8601 with the offset of the rule's zone; NULL without an end, or where
 * it ends with a whole day. (transfer full) (nullable) */
char *kiroku_obligation_dup_due_at (const KirokuObligation *obligation);
/* Whether it ends with a whole day, which is then @day: that of a date that does not end before midnight,
 * or of a stated duty that is due in the last second of a day of its zone (kiroku_time_end_of_day()).
 * People are shown the day alone. */
gboolean kiroku_obligation_get_day (const KirokuObligation *obligation, GDate *day);
/* Its end by the clocks of its own zone and by those of @local, each with its name; NULL without an end, of a
 * stated duty, and where both show the same. (transfer full) (nullable) */
char *kiroku_obligation_dup_both_zones (const KirokuObligation *obligation, GTimeZone *local);
/* The first day of a range, `YYYY-MM-DD`, or NULL. (transfer full) (nullable) */
char *kiroku_obligation_dup_due_from (const KirokuObligation *obligation);

G_END_DECLS
