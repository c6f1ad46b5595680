/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-submission.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-addressee.h"
#include "kiroku-fold.h"
#include "kiroku-form-source.h"
#include "kiroku-key.h"
#include "kiroku-snapshot.h"
#include "kiroku-submission-copy.h"

/* --- What comes of it --- */

KirokuSubmission *
kiroku_submission_new (KirokuDraft *draft)
{
  KirokuSubmission *self = g_new0 (KirokuSubmission, 1);

  self->draft = draft;
  self->approved_at = KIROKU_TIME_NONE;
  self->rules = g_ptr_array_new_with_free_func (g_free);
  self->asked = g_ptr_array_new_with_free_func (g_free);
  self->changed = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kiroku_submission_free (KirokuSubmission *self)
{
  g_clear_pointer (&self->draft, kiroku_draft_free);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->asked);
  g_ptr_array_unref (self->changed);
  g_clear_pointer (&self->copy, g_bytes_unref);
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self->checkpoint);
  g_free (self->approver);
  g_free (self->elsewhere);
  g_free (self->language);
  g_free (self->sha256);
  g_free (self);
}

KirokuDraft *
kiroku_submission_take_draft (KirokuSubmission *self)
{
  g_return_val_if_fail (self != NULL && self->draft != NULL, NULL);

  if (self->checkpoint != NULL)
    kiroku_filing_draft_set_checkpoint (self->draft, self->checkpoint);
  return g_steal_pointer (&self->draft);
}

void
kiroku_submission_set_file (KirokuSubmission *self, const KirokuEntry *taken)
{
  const char *sha256;

  g_return_if_fail (self != NULL && self->draft != NULL && taken != NULL);

  sha256 = kiroku_entry_get_text (taken, "sha256");
  self->other_file = self->approved && self->sha256 != NULL && g_strcmp0 (self->sha256, sha256) != 0;
  kiroku_filing_draft_set_file (self->draft, taken->hash, sha256, kiroku_entry_get_integer (taken, "size", 0));
}

GInputStream *
kiroku_submission_open_copy (KirokuSubmission *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->copy != NULL ? g_memory_input_stream_new_from_bytes (self->copy) : NULL;
}

char *
kiroku_submission_dup_copy_name (const char *form)
{
  g_return_val_if_fail (form != NULL, NULL);

  return g_strconcat (form, ".pdf", NULL);
}

/* --- Approving --- */

/* Nobody approves or files what they have not seen. @seen: (nullable) */
static gboolean
check_seen (const KirokuFilledForm *filled, GHashTable *seen, gboolean approving, GError **error)
{
  g_autoptr (GHashTable) now = kiroku_filing_list_seen (filled);

  if (seen == NULL || kiroku_filing_is_as_seen (seen, now))
    return TRUE;
  if (approving)
    g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_CHANGED,
                 _ ("form %s was changed since you looked at it: look at it again, then approve it"),
                 filled->id);
  else
    g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_CHANGED,
                 _ ("form %s was changed since you looked at it: look at it again, then mark it as filed"),
                 filled->id);
  return FALSE;
}

/* Of @pdf, hex. (transfer full) */
static char *
hash_copy (GBytes *pdf)
{
  char hex[KIROKU_HASH_HEX + 1];
  gsize length;
  gconstpointer bytes = g_bytes_get_data (pdf, &length);

  kiroku_sha256_hex (bytes, length, hex);
  return g_strdup (hex);
}

/* Of the PDF of @copy, hex. (transfer full) */
static char *
digest_copy (KirokuSubmissionCopy *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) pdf = kiroku_submission_copy_to_pdf (copy, cancellable, error);

  return pdf != NULL ? hash_copy (pdf) : NULL;
}

KirokuSubmission *
kiroku_submission_approve (KirokuDb *db,
                           const KirokuPaper *paper,
                           const char *form,
                           GHashTable *seen,
                           const KirokuCheckpoint *shown,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, paper, cancellable, error);
  g_autoptr (KirokuSubmissionCopy) copy = NULL;
  g_autofree char *sha256 = NULL;
  KirokuSubmission *self;

  if (moment == NULL
      || (copy = kiroku_submission_copy_make_anew (kiroku_paper_moment_get_db (moment), paper, form,
                                                   KIROKU_FORM_COPY_SUBMISSION, shown, cancellable, error))
             == NULL
      || !check_seen (copy->form, seen, TRUE, error)
      || (sha256 = digest_copy (copy, cancellable, error)) == NULL)
    return NULL;
  self = kiroku_submission_new (kiroku_filing_draft_approval (copy->form, sha256));
  self->heads = g_steal_pointer (&copy->heads);
  return self;
}

/* --- Filing --- */

static gboolean
check_form (const KirokuPaper *paper, const char *form, GError **error)
{
  const KirokuPackForm *definition = kiroku_pack_get_form (paper->pack, form);

  if (definition != NULL && definition->record)
    {
      g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_RECORD,
                   _ ("%s is a record of the organisation itself and is filed with nobody: have it approved and "
                      "keep its PDF"),
                   form);
      return FALSE;
    }
  if (kiroku_pack_get_form_name (paper->pack, form) != NULL)
    return TRUE;
  g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_UNKNOWN,
               _ ("there is no form “%s”: see the list of forms"), form);
  return FALSE;
}

static gboolean
check_case (const KirokuCase *incident, GError **error)
{
  if (!incident->exercise)
    return TRUE;
  g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_EXERCISE,
               _ ("case %s is an exercise and can file nothing: in an exercise note in the log what "
                  "you would file"),
               incident->number);
  return FALSE;
}

static void
add_rule (KirokuSubmission *self, const char *rule)
{
  if (!g_ptr_array_find_with_equal_func (self->rules, rule, g_str_equal, NULL))
    g_ptr_array_add (self->rules, g_strdup (rule));
}

/* Whether @form, filed with these facts, meets @rule. Further forms go to several recipients: what would
 * tell is asked only where the rule is known to apply. */
static gboolean
meets (KirokuSubmission *self,
       const KirokuPackObligation *rule,
       const KirokuObligation *obligation,
       const char *form,
       KirokuFacts *facts)
{
  const KirokuPackAlso *also = kiroku_pack_obligation_find_also (rule, form);
  gboolean asks = also == NULL || obligation->standing == KIROKU_STANDING_APPLIES;
  const KirokuCondition *condition = also != NULL ? also->form_if : rule->form_if;

  return condition == NULL
         || kiroku_condition_evaluate (condition, facts, asks ? self->asked : NULL)
                == KIROKU_TRUTH_YES;
}

static void
list_rules (KirokuSubmission *self,
            KirokuPack *pack,
            const char *form,
            KirokuFacts *facts,
            GPtrArray *obligations)
{
  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);
      const KirokuPackObligation *rule;

      if (obligation->own || obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
        continue;
      rule = kiroku_pack_get_obligation (pack, obligation->rule);
      if (kiroku_pack_obligation_has_form (rule, form) && meets (self, rule, obligation, form, facts))
        add_rule (self, obligation->rule);
    }
}

/* What whoever files says it meets. A rule that names the form answers what was still to be asked. */
static gboolean
add_named (KirokuSubmission *self,
           KirokuPack *pack,
           const KirokuFilingDetails *details,
           GPtrArray *obligations,
           GError **error)
{
  for (guint i = 0; details->meets != NULL && details->meets[i] != NULL; i++)
    {
      const KirokuObligation *obligation
          = kiroku_obligations_find (obligations, details->meets[i]);
      const KirokuPackObligation *rule;

      if (obligation == NULL || obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
        {
          g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_DEADLINE,
                       obligation == NULL
                           ? _ ("“%s” is no deadline of this case: see its list of deadlines")
                           : _ ("the deadline “%s” does not apply to this case: decide first that it "
                                "does"),
                       details->meets[i]);
          return FALSE;
        }
      add_rule (self, obligation->rule);
      rule = kiroku_pack_get_obligation (pack, obligation->rule);
      if (rule != NULL && kiroku_pack_obligation_has_form (rule, details->form))
        g_ptr_array_set_size (self->asked, 0);
    }
  return TRUE;
}

/* (transfer full) */
static GPtrArray *
read_obligations (KirokuDb *db,
                  const KirokuPaper *paper,
                  const KirokuCase *incident,
                  KirokuFacts *facts,
                  GError **error)
{
  return kiroku_snapshot_read_obligations (db, paper->pack, incident, facts, KIROKU_NOW, paper->now,
                                           paper->language, error);
}

static gboolean
find_elsewhere (KirokuSubmission *self,
                KirokuDb *db,
                const KirokuPaper *paper,
                const KirokuFilingDetails *details,
                KirokuFacts *facts,
                GError **error)
{
  const KirokuPackForm *form = kiroku_pack_get_form (paper->pack, details->form);
  g_autoptr (KirokuFacts) own = NULL;

  if (form == NULL)
    return TRUE;
  own = kiroku_form_read_own (db, paper->case_id, details->form, KIROKU_NOW, error);
  if (own == NULL)
    return FALSE;
  self->elsewhere
      = kiroku_addressee_describe_other (form, facts, own, details->to, paper->language);
  return TRUE;
}

static gboolean
read_rules (KirokuSubmission *self,
            KirokuDb *db,
            const KirokuPaper *paper,
            const KirokuCase *incident,
            const KirokuFilingDetails *details,
            GError **error)
{
  g_autoptr (KirokuFacts) facts
      = kiroku_case_read_facts (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (GPtrArray) obligations
      = facts != NULL ? read_obligations (db, paper, incident, facts, error) : NULL;

  if (obligations == NULL || !find_elsewhere (self, db, paper, details, facts, error))
    return FALSE;
  list_rules (self, paper->pack, details->form, facts, obligations);
  return add_named (self, paper->pack, details, obligations, error);
}

static gboolean
read_approved (KirokuSubmission *self,
               KirokuDb *db,
               const KirokuPaper *paper,
               const KirokuFilledForm *filled,
               GError **error)
{
  g_autoptr (KirokuFiling) filing = kiroku_submission_read_filled (db, paper, filled, error);

  if (filing == NULL)
    return FALSE;
  self->approved = kiroku_filing_is_approved (filing);
  self->doubted = filing->doubted;
  self->sha256 = self->approved ? g_strdup (filing->sha256) : NULL;
  self->approved_at = self->approved ? filing->approved_at : KIROKU_TIME_NONE;
  self->approver = g_strdup (filing->approver);
  self->language = self->approved ? g_strdup (filing->language) : NULL;
  for (guint i = 0; filing->changed != NULL && i < filing->changed->len; i++)
    g_ptr_array_add (self->changed,
                     g_strdup (((KirokuContradiction *) g_ptr_array_index (filing->changed, i))->key));
  return TRUE;
}

/* What goes out under an approval is what was approved. @copy: made of the form that was. */
static gboolean
check_copy (const KirokuSubmission *self, const KirokuSubmissionCopy *copy, GError **error)
{
  g_autofree char *made = NULL;

  if (!self->approved || copy->approved)
    return TRUE;
  made = hash_copy (self->copy);
  g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_COPY,
               /* Translators: the id of a form, the name of a person, then twice the first digits of a SHA-256. */
               _ ("the copy of form %s that %s approved cannot be made again here: it says the same, and its bytes "
                  "differ (SHA-256 %.12s…, now %.12s…), such as with other fonts or another version of the program. "
                  "Nothing was recorded: have the form approved again, or name the file that was approved as the "
                  "one that was sent"),
               copy->form->id, self->approver != NULL ? self->approver : _ ("(withheld)"),
               self->sha256 != NULL ? self->sha256 : _ ("(withheld)"), made);
  return FALSE;
}

/* In the language in which it was approved. Within a moment. */
static gboolean
read_copy (KirokuSubmission *self,
           KirokuDb *db,
           const KirokuPaper *paper,
           const char *form,
           GError **error)
{
  KirokuPaper filed = *paper;
  g_autoptr (KirokuSubmissionCopy) copy = NULL;

  if (self->language != NULL)
    filed.language = self->language;
  copy = kiroku_submission_copy_make (db, &filed, form, KIROKU_FORM_COPY_SUBMISSION, NULL, error);
  if (copy == NULL || (self->copy = kiroku_submission_copy_to_pdf (copy, NULL, error)) == NULL
      || !check_copy (self, copy, error))
    return FALSE;
  self->heads = g_steal_pointer (&copy->heads);
  self->checkpoint = g_steal_pointer (&copy->checkpoint);
  return TRUE;
}

/* Within a moment. */
static gboolean
read_submission (KirokuSubmission *self,
                 KirokuDb *db,
                 const KirokuPaper *paper,
                 const KirokuFilingDetails *details,
                 gboolean with_copy,
                 GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (KirokuFilledForm) filled = NULL;

  if (incident == NULL || !check_form (paper, details->form, error)
      || !check_case (incident, error)
      || !read_rules (self, db, paper, incident, details, error))
    return FALSE;
  if (kiroku_pack_get_form (paper->pack, details->form) != NULL)
    {
      filled = kiroku_paper_fill_form (db, paper, details->form, error);
      if (filled == NULL
          || !check_seen (filled, details->seen, FALSE, error)
          || !read_approved (self, db, paper, filled, error)
          || (with_copy && !read_copy (self, db, paper, details->form, error)))
        return FALSE;
      self->excluded = filled->excluded;
    }
  self->draft = kiroku_filing_draft_file (details, filled, kiroku_pack_get_version (paper->pack),
                                          self->rules);
  return TRUE;
}

KirokuSubmission *
kiroku_submission_file (KirokuDb *db,
                        const KirokuPaper *paper,
                        const KirokuFilingDetails *details,
                        gboolean with_copy,
                        GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = NULL;
  g_autoptr (KirokuSubmission) self = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL && details != NULL, NULL);

  moment = kiroku_paper_moment_new_checked (db, paper, NULL, error);
  if (moment == NULL)
    return NULL;
  self = kiroku_submission_new (NULL);
  if (!read_submission (self, kiroku_paper_moment_get_db (moment), paper, details, with_copy,
                        error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- Correcting a filing --- */

/* @facts become what @reading filed, where it filed them. */
static void
take_filed_values (KirokuFacts *facts, const KirokuEntry *reading)
{
  for (guint i = 0; i < reading->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (reading->fields, i);

      if (field->text != NULL && g_str_has_prefix (field->name, KIROKU_FACT_VALUE_PREFIX))
        kiroku_facts_set (facts, field->name + strlen (KIROKU_FACT_VALUE_PREFIX), field->text,
                          KIROKU_FACT_CONFIRMED, NULL);
    }
}

/* Whether one of @rules is for @form. */
static gboolean
has_rule_of_form (KirokuPack *pack, GPtrArray *rules, const char *form)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const KirokuPackObligation *rule
          = kiroku_pack_get_obligation (pack, g_ptr_array_index (rules, i));

      if (rule != NULL && kiroku_pack_obligation_has_form (rule, form))
        return TRUE;
    }
  return FALSE;
}

/* What it met, and what its form meets by what was filed. */
static void
find_anew (KirokuSubmission *self,
           const KirokuPaper *paper,
           const char *form,
           const KirokuEntry *reading,
           KirokuFacts *facts,
           GPtrArray *obligations)
{
  g_autoptr (GPtrArray) before = kiroku_filing_list_rules (reading);
  gboolean known = has_rule_of_form (paper->pack, before, form);
  g_autoptr (KirokuFacts) filed = known ? kiroku_facts_new () : kiroku_facts_ref (facts);

  take_filed_values (filed, reading);
  for (guint i = 0; i < before->len; i++)
    add_rule (self, g_ptr_array_index (before, i));
  list_rules (self, paper->pack, form, filed, obligations);
  if (known)
    g_ptr_array_set_size (self->asked, 0);
}

KirokuSubmission *
kiroku_submission_correct (KirokuDb *db,
                           const KirokuPaper *paper,
                           const KirokuFilingDetails *details,
                           const KirokuEntry *reading,
                           GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = NULL;
  g_autoptr (KirokuSubmission) self = NULL;
  g_autoptr (KirokuCase) incident = NULL;
  g_autoptr (KirokuFacts) facts = NULL;
  g_autoptr (GPtrArray) obligations = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL && details != NULL && reading != NULL, NULL);

  moment = kiroku_paper_moment_new (db, error);
  if (moment == NULL
      || (incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error)) == NULL
      || (facts = kiroku_case_read_facts (db, paper->case_id, KIROKU_NOW, error)) == NULL
      || (obligations = read_obligations (db, paper, incident, facts, error)) == NULL)
    return NULL;
  self = kiroku_submission_new (NULL);
  if (details->meets == NULL)
    find_anew (self, paper, details->form, reading, facts, obligations);
  else if (!add_named (self, paper->pack, details, obligations, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- What became of forms --- */

/* (transfer full) */
static KirokuFilledForm *
name_form (const char *form)
{
  KirokuFilledForm *named = g_new0 (KirokuFilledForm, 1);

  named->id = g_strdup (form);
  named->sections = g_ptr_array_new ();
  return named;
}

/* @fill: of the case. (transfer full) */
static KirokuFiling *
read_filing (
    KirokuDb *db, const KirokuPaper *paper, KirokuPaperFill *fill, const char *form, GError **error)
{
  g_autoptr (KirokuFilledForm) filled = kiroku_pack_get_form (paper->pack, form) != NULL
                                            ? kiroku_paper_fill_stated (fill, form, error)
                                            : name_form (form);

  return filled != NULL ? kiroku_submission_read_filled (db, paper, filled, error) : NULL;
}

KirokuFiling *
kiroku_submission_read_filled (
    KirokuDb *db, const KirokuPaper *paper, const KirokuFilledForm *form, GError **error)
{
  g_autoptr (KirokuFiling) filing = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL, NULL);

  filing = kiroku_filing_read (db, paper->pack, paper->case_id, form, KIROKU_NOW, error);
  if (filing == NULL || !kiroku_submission_copy_settle (db, paper, form->id, filing, error))
    return NULL;
  return g_steal_pointer (&filing);
}

KirokuFiling *
kiroku_submission_read (KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = NULL;
  g_autoptr (KirokuPaperFill) fill = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL, NULL);

  moment = kiroku_paper_moment_new (db, error);
  fill = moment != NULL ? kiroku_paper_fill_new (db, paper, error) : NULL;
  return fill != NULL ? read_filing (db, paper, fill, form, error) : NULL;
}

GHashTable *
kiroku_submission_read_all (KirokuDb *db, const KirokuPaper *paper, GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = kiroku_paper_moment_new (db, error);

  return moment != NULL ? kiroku_submission_read_all_within (db, paper, error) : NULL;
}

GHashTable *
kiroku_submission_read_all_within (KirokuDb *db, const KirokuPaper *paper, GError **error)
{
  g_autoptr (GPtrArray) forms = kiroku_filing_list_forms (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (KirokuPaperFill) fill
      = forms != NULL && forms->len > 0 ? kiroku_paper_fill_new (db, paper, error) : NULL;
  g_autoptr (GHashTable) filings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify) kiroku_filing_free);

  if (forms == NULL || (forms->len > 0 && fill == NULL))
    return NULL;
  for (guint i = 0; i < forms->len; i++)
    {
      const char *form = g_ptr_array_index (forms, i);
      KirokuFiling *filing = read_filing (db, paper, fill, form, error);

      if (filing == NULL)
        return NULL;
      g_hash_table_insert (filings, g_strdup (form), filing);
    }
  return g_steal_pointer (&filings);
}
