/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-document.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* The room of forms: a definition of the rule pack and the facts of a case → a filled form → pages.
 *
 * Read this header first. Inside the room: kiroku-form (what stands in each field and why), kiroku-form-show (an
 * answer as a document shows it), kiroku-filled-form (looking into what was filled in), kiroku-form-print (the filled
 * form as a document), kiroku-form-letter (one in the look of a letter), kiroku-form-source (who gave an answer, and answers for one form alone), kiroku-chronology (the log as a field wants it), kiroku-form-tables (lists of the case
 * likewise), kiroku-words (the words of a document, in the language of its reader).
 *
 * A form is edited by setting facts: fill it again afterwards. Nothing here reads a database, a
 * clock or the environment. */

typedef enum
{
  KIROKU_FORM_ERROR_UNKNOWN,   /* the pack has no form of this id */
  KIROKU_FORM_ERROR_UNDEFINED, /* it knows the name and nothing else */
  KIROKU_FORM_ERROR_EXERCISE,  /* an exercise files nothing */
  KIROKU_FORM_ERROR_RECORD,    /* it is for the organisation itself, and is handed in to nobody */
  KIROKU_FORM_ERROR_CHANGED,   /* the form shows something else than what was looked at */
  KIROKU_FORM_ERROR_COPY,      /* the copy that was approved cannot be made again */
  KIROKU_FORM_ERROR_DEADLINE,  /* what it is to meet is no deadline of the case, or does not apply */
} KirokuFormError;

#define KIROKU_FORM_ERROR (kiroku_form_error_quark ())
GQuark kiroku_form_error_quark (void);

/* What a form is filled from. All is borrowed for the call. */
typedef struct
{
  KirokuPack *pack;
  KirokuFacts *facts;
  const KirokuCase *case_info;
  const char *chronology; /* (nullable): what kiroku_form_chronology () made of the log */
  gint64 now;             /* µs UTC */
  GTimeZone *zone;        /* in which times are shown, and the day that is today */
  const char *language;   /* of the document: "ja" or "en" */
  const char *assets;     /* (nullable), and so the next two: of kiroku-form-tables.h */
  const char *indicators;
  const char *reports_made;
  KirokuFacts *own; /* (nullable): answers for this form alone, which stand in it instead of the facts */
} KirokuFormContext;

/* Where the value that stands in a field comes from. */
typedef enum
{
  KIROKU_FORM_ORIGIN_NOTHING,
  KIROKU_FORM_ORIGIN_FACT,       /* somebody set this very fact */
  KIROKU_FORM_ORIGIN_OTHER_FACT, /* the pack says which: @origin_key */
  KIROKU_FORM_ORIGIN_CASE,       /* title, type or level of the case: @origin_key */
  KIROKU_FORM_ORIGIN_LOG,        /* the log, or a list of the record: @origin_key */
  KIROKU_FORM_ORIGIN_NOW,
  KIROKU_FORM_ORIGIN_OWN, /* somebody answered it for this form alone */
} KirokuFormOrigin;

/* The id in JSON: "nothing", "fact", "other_fact", "case", "log", "now", "form". */
const char *kiroku_form_origin_id (KirokuFormOrigin origin);

typedef struct
{
  char *id;
  char *name;
  gboolean checked;
} KirokuFormChoice;

/* Who gave an answer, and when. */
typedef struct
{
  char *entry;  /* hash */
  char *author; /* (nullable): name */
  gint64 rec;   /* µs UTC */
  gboolean from_profile; /* copied from the author's profile when the case was opened */
} KirokuFormSource;

typedef struct
{
  char *key;   /* of the fact */
  char *label; /* (nullable): its own inside the row */
  char *name;  /* of the fact: for messages and for whoever edits it */
  char *question; /* (nullable) */
  char *hint;     /* (nullable) */
  /* (nullable): what somebody may take for its answer and is none, in the form's language */
  char *mistaken;
  KirokuFactType type;
  GPtrArray *choices; /* (element-type KirokuFormChoice): empty for a type without */

  char *value; /* canonical text; "" when there is none */
  char *shown; /* the value and its state in the form's language; "" when there is neither */
  char *note;  /* the state alone, such as 調査中（2026年11月25日頃判明見込み）; "" when it says nothing */
  char *remark; /* (nullable): what is said beside the state, canonical: as in KirokuFact */
  char *remark_shown; /* the same as printed, such as 2026年11月25日頃判明見込み; "" for nothing */
  KirokuFactState state;
  KirokuFormOrigin origin;
  char *origin_key; /* (nullable) */
  char *entry;      /* (nullable): hash of the entry that gave the answer */
  KirokuFormSource *source; /* (nullable): of @entry, once kiroku_form_read_sources() has read it */
  char *instead_of; /* (nullable): of an answer for this form alone what would stand there without it, as shown */
  char *before; /* (nullable): as shown, what was filed last where it is another now; "" for nothing */
  gboolean in_profile; /* the fact is one that the profile keeps */
  GPtrArray *rivals; /* (element-type utf8): what others stated instead, as it would be shown */

  /* Nobody has answered: there is no value, nor is it said to be none, unknown or under
   * investigation. */
  gboolean is_missing;

  KirokuConfidence confidence; /* the least sure of its own and of the choices' */
  /* (nullable): its name, where it has to be shown beside this field and not beside the row */
  char *tag;
} KirokuFormField;

typedef struct
{
  char *number;
  char *label;
  char *source;
  KirokuConfidence confidence; /* the least sure of the row's, its fields' and their choices' */
  char *tag; /* (nullable): its name, where it has to be shown and holds of all fields */
  GPtrArray *fields;           /* (element-type KirokuFormField) */
} KirokuFormRow;

typedef struct
{
  char *label;
  KirokuPackPart part; /* of a letter */
  char *text;          /* (nullable): fixed words of a letter */
  GPtrArray *rows; /* (element-type KirokuFormRow) */
} KirokuFormSection;

/* Owns all it holds, so it may cross threads and outlive the pack. */
typedef struct
{
  char *id;
  char *version;
  gboolean letter;
  gboolean record; /* of a decision, for the organisation itself */
  char *pack_version;
  char *language;
  char *name;
  char *short_name;
  char *recipient;
  KirokuConfidence recipient_confidence; /* that it goes there by what the facts say */
  char *recipient_tag;                   /* (nullable): its name, where it has to be shown */
  char *basis;
  char *standing;
  char *guide;
  char *tag; /* (nullable): how sure the form as a whole is, where it has to be shown */
  char *case_number;
  gboolean exercise;
  gboolean excluded; /* it goes to somebody with whom, by what the case says, nothing is to be shared */
  char *report_date; /* (nullable): as shown, of a form that has the field report.date */
  char *made;        /* as shown: @now */
  /* (nullable): the case root at the foot of the copy for submission, hex digits; set by whoever has it printed.
   * A letter shows none. */
  char *root;
  /* (nullable): who approved a copy that counts and cannot be made again here, such as with other fonts: this is
   * another one; set by whoever made it. */
  char *approved_other;
  gint64 now;
  GPtrArray *sections; /* (element-type KirokuFormSection) */
} KirokuFilledForm;

/* Fills form @id. (transfer full). Errors: KIROKU_FORM_ERROR. */
KirokuFilledForm *kiroku_form_fill (
    const KirokuFormContext *context, const char *id, GError **error);
void kiroku_filled_form_free (KirokuFilledForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFilledForm, kiroku_filled_form_free)

/* The fields nobody has answered, in the order of the form; they belong to @form.
 * (transfer container) (element-type KirokuFormField) */
GPtrArray *kiroku_filled_form_list_missing (const KirokuFilledForm *form);
/* Those whose answer is not settled: nobody answered, it is under investigation, unknown at present, an
 * estimate, or disputed; in the order of the form. (transfer container) (element-type KirokuFormField) */
GPtrArray *kiroku_filled_form_list_open (const KirokuFilledForm *form);
/* Why @field is not settled, in @language of a document: 未記入, 調査中（…）, 食い違い. (transfer full) (nullable):
 * it is settled */
char *kiroku_form_field_dup_open (const KirokuFormField *field, const char *language);
/* The label printed beside the first field that shows fact @key, with its row's; @key without one.
 * (transfer full) */
char *kiroku_filled_form_dup_label (const KirokuFilledForm *form, const char *key);
/* The stage of a report, "preliminary" or "final" (the fact KIROKU_FORM_STAGE_FACT), where the form states it.
 * A preliminary report goes out with what is known; a final one says what is still open.
 * (transfer none) (nullable) */
const char *kiroku_filled_form_get_stage (const KirokuFilledForm *form);
gboolean kiroku_filled_form_is_final (const KirokuFilledForm *form);
#define KIROKU_FORM_STAGE_FACT "report.stage"
#define KIROKU_FORM_STAGE_FINAL "final"
/* The first field that shows fact @key. (transfer none) (nullable) */
const KirokuFormField *kiroku_filled_form_find (const KirokuFilledForm *form, const char *key);

/* A value of @fact as a document shows it: a time in @zone, digits in groups, choices by their
 * names. What is not of the fact's type is shown as it is. (transfer full) */
char *kiroku_form_show_value (const KirokuPackFact *fact,
                              const char *value,
                              GTimeZone *zone,
                              const char *language);

/* The same with its state: "12,400（概数、根拠：ログの件数）", 調査中; "" when nobody answered. @fact: (nullable).
 * (transfer full) */
char *kiroku_form_show_fact (const KirokuPackFact *definition,
                             const KirokuFact *fact,
                             GTimeZone *zone,
                             const char *language);

typedef enum
{
  KIROKU_FORM_COPY_SUBMISSION, /* the form alone; what it is and how sure its items are, on a last page */
  KIROKU_FORM_COPY_WORKING,    /* with that at the items; then what is missing, filled in by itself, or disputed */
  /* the copy for submission without its last page: whoever makes it records so first, with the reason */
  KIROKU_FORM_COPY_BARE,
} KirokuFormCopy;

/* "submission", "working". A bare copy is one of submission; nobody approves or names it. */
const char *kiroku_form_copy_id (KirokuFormCopy copy);
gboolean kiroku_form_copy_parse (const char *id, KirokuFormCopy *copy);

/* The form as pages. @marking: (nullable): on every page, such as TLP:AMBER; an exercise is marked
 * as such in any case. (transfer full) */
KirokuDocument *kiroku_form_make_document (const KirokuFilledForm *form,
                                           KirokuFormCopy copy,
                                           const char *marking);

/* Whether the file at @path is a working copy with something to check, which is not meant to be sent; of
 * what cannot be read it says FALSE. Touches the disk. */
gboolean kiroku_form_is_working_copy (const char *path);

/* 訓練 / EXERCISE with @marking behind it, or @marking alone; for every kind of document.
 * (transfer full) (nullable) */
char *kiroku_form_dup_marking (gboolean exercise, const char *marking);

G_END_DECLS
