/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"
#include "kiroku-form.h"

G_BEGIN_DECLS

/* What became of a form: drafted, approved, filed (`form.draft`, `form.approve`, `form.file` entries).
 * Each names the values that the form showed, so what changed since can be told. */

/* How a form was handed in. */
typedef enum
{
  KIROKU_FILING_WEB,  /* typed or uploaded at the authority's site */
  KIROKU_FILING_MAIL, /* electronic */
  KIROKU_FILING_POST,
  KIROKU_FILING_FAX,
  KIROKU_FILING_IN_PERSON,
  KIROKU_FILING_PHONE, /* read out, as a first report is at night; what was read is kept */
} KirokuFilingMethod;

#define KIROKU_N_FILING_METHODS 6

const char *kiroku_filing_method_id (KirokuFilingMethod method);
/* In the user's language. */
const char *kiroku_filing_method_name (KirokuFilingMethod method);
gboolean kiroku_filing_method_parse (const char *id, KirokuFilingMethod *method, GError **error);

/* What @form shows that rests on facts, as the fields of an entry say it: "value." and the fact's key → canonical
 * text, "state." and the key → id of its state; NULL for what is withheld. Good in any thread.
 * (transfer full) (element-type utf8 utf8) */
GHashTable *kiroku_filing_list_values (const KirokuFilledForm *form);
/* The same with what is said beside the values and against them: all that whoever approves the form has to have
 * seen of its facts. (transfer full) */
GHashTable *kiroku_filing_list_seen (const KirokuFilledForm *form);
/* Whether two such are the same; what is withheld in one is not what is here in the other. */
gboolean kiroku_filing_is_as_seen (GHashTable *seen, GHashTable *now);

/* --- Entries --- */

/* The approval of @form as it stands. @sha256: of the PDF of its submission copy, hex.
 * (transfer full) */
KirokuDraft *kiroku_filing_draft_approval (const KirokuFilledForm *form, const char *sha256);
/* Names the checkpoint (hash of the entry) whose case root the copy shows that is approved or filed. */
void kiroku_filing_draft_set_checkpoint (KirokuDraft *draft, const char *checkpoint);

/* That a form was handed in. */
typedef struct
{
  const char *form;             /* id */
  KirokuFilingMethod method;
  const char *to;               /* (nullable): to whom */
  const char *by;               /* (nullable): who did it, if not the author */
  const char *receipt;          /* (nullable): what was given back, such as a number */
  const KirokuTime *at;         /* (nullable): now */
  /* (nullable): deadlines of the case that whoever files says it meets, each as
   * kiroku_obligations_find() takes it */
  const char *const *meets;
  const char *language;         /* (nullable): of the copy that is frozen with it, unless another was approved */
  GHashTable *seen;             /* (nullable): what the form showed to whoever files it, of kiroku_filing_list_seen() */
} KirokuFilingDetails;

/* @form: (nullable): the form as it was filed; NULL for one that is known by name only. @pack: version
 * of the rule pack. @rules: (element-type utf8): ids of the rules and stated duties that this meets.
 * (transfer full) */
KirokuDraft *kiroku_filing_draft_file (const KirokuFilingDetails *details,
                                       const KirokuFilledForm *form,
                                       const char *pack,
                                       GPtrArray *rules);

/* Names what it meets, in place of any before. @rules: as above. */
void kiroku_filing_draft_set_rules (KirokuDraft *draft, GPtrArray *rules);
/* What @entry, a `form.file`, says it meets, as far as it is not withheld.
 * (transfer full) (element-type utf8) */
GPtrArray *kiroku_filing_list_rules (const KirokuEntry *entry);

/* Names the file that was sent, in place of any before: @evidence is the entry that took it in; @sha256 in
 * hex, @size in bytes. */
void kiroku_filing_draft_set_file (
    KirokuDraft *draft, const char *evidence, const char *sha256, gint64 size);
/* Names none, whatever was named before. */
void kiroku_filing_draft_set_no_file (KirokuDraft *draft);

/* --- Reading --- */

typedef enum
{
  KIROKU_FILING_DRAFT,
  KIROKU_FILING_APPROVED, /* an approval counts, and nothing changed since */
  KIROKU_FILING_FILED,
} KirokuFilingState;

/* "draft", "approved", "filed". */
const char *kiroku_filing_state_id (KirokuFilingState state);

/* A value that was filed and is another now, or the same in another state. */
typedef struct
{
  char *key;   /* of the fact */
  char *filed; /* canonical text; "" for none */
  char *now;
  /* KIROKU_FACT_UNASKED where none was stated, or none was recorded when it was filed. */
  KirokuFactState filed_state, now_state;
} KirokuContradiction;

/* What was filed of @fact, or is known now, with its state, as a document of @language shows it; "" for nothing.
 * (transfer full) */
char *kiroku_contradiction_show_filed (const KirokuContradiction *self,
                                       const KirokuPackFact *fact,
                                       GTimeZone *zone,
                                       const char *language);
char *kiroku_contradiction_show_now (const KirokuContradiction *self,
                                     const KirokuPackFact *fact,
                                     GTimeZone *zone,
                                     const char *language);

/* One time the form was handed in. */
typedef struct
{
  char *hash;
  char *key; /* that signed this */
  char *author;
  gint64 at; /* µs UTC: when it was handed in */
  char *method; /* (nullable): id */
  char *to, *by, *receipt, *sha256; /* (nullable) */
  gint64 size; /* bytes; -1 without a file */
  GPtrArray *rules; /* (element-type utf8): rules and stated duties that it met */
  gboolean approved; /* an approval of the very same by somebody else came before */
  gboolean other_file; /* so it says the same, but the file is not that copy: a print, a scan, one without its last page */
  GPtrArray *contradicts; /* (element-type KirokuContradiction): by what is known now */
} KirokuFiled;

typedef struct
{
  KirokuFilingState state;
  char *preparer;     /* (nullable): name of the last to set a fact the form uses, or to draft it */
  char *preparer_key; /* (nullable): the key that signed this */
  char *approver;     /* (nullable): name of whoever approved last */
  gint64 approved_at; /* µs UTC; KIROKU_TIME_NONE without */
  char *sha256;       /* (nullable): of the copy that was approved */
  char *checkpoint;   /* (nullable): entry of the heads whose case root that copy shows; none on a letter, nor
                       * on what was approved before copies showed one */
  char *language;     /* (nullable): of that copy */
  gint64 made;        /* µs UTC: the moment of which that copy is; KIROKU_TIME_NONE without */
  /* That approval was signed by another key than the one that prepared the form: the last to set a
   * fact it uses, or to draft it. Without this it does not count. */
  gboolean four_eyes;
  gboolean stale;   /* what the form shows changed since that approval */
  /* That nothing changed since that approval is seen by the copy alone, which made again has @sha256: it says nothing
   * of states, as those of earlier versions, or a fact was stated again since, perhaps on another basis. Who cannot
   * make it does not know (kiroku_filing_doubt()). */
  gboolean by_copy;
  gboolean doubted; /* for that reason it does not count */
  GPtrArray *changed; /* (nullable) (element-type KirokuContradiction): what did */
  GPtrArray *filed; /* (element-type KirokuFiled), in the order of the record */
} KirokuFiling;

/* What became of @form, filled as it is @as_of. One that is known by name only has no sections.
 * (transfer full) */
KirokuFiling *kiroku_filing_read (KirokuDb *db,
                                  KirokuPack *pack,
                                  const char *case_id,
                                  const KirokuFilledForm *form,
                                  gint64 as_of,
                                  GError **error);
/* The approval does not count: the copy it names cannot be made again, and nothing else shows what was approved. */
void kiroku_filing_doubt (KirokuFiling *self);
/* Whether an approval counts, and nothing changed since. */
gboolean kiroku_filing_is_approved (const KirokuFiling *self);
void kiroku_filing_free (KirokuFiling *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFiling, kiroku_filing_free)

/* Marks what changed in @form since it was handed in last: KirokuFormField.before. One that never was stays as it
 * is. @zone: in which times are shown. */
gboolean kiroku_filing_mark_changes (KirokuDb *db,
                                     KirokuPack *pack,
                                     const char *case_id,
                                     GTimeZone *zone,
                                     KirokuFilledForm *form,
                                     GError **error);

/* The forms that somebody drafted, approved or filed by then. (transfer full) (element-type utf8) */
GPtrArray *kiroku_filing_list_forms (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* When the rules and stated duties that filings met were met first: id → gint64, µs UTC.
 * (transfer full) (element-type utf8 gint64) */
GHashTable *kiroku_filing_read_met (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

extern const KirokuFold kiroku_filing_fold;

G_END_DECLS
