/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-submission-copy.h"

#include <glib/gi18n.h>

#include "kiroku-anchor.h"
#include "kiroku-case-drafts.h"
#include "kiroku-key.h"
#include "kiroku-words.h"

void
kiroku_submission_copy_free (KirokuSubmissionCopy *self)
{
  g_clear_pointer (&self->pages, kiroku_pages_free);
  g_clear_pointer (&self->form, kiroku_filled_form_free);
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self->checkpoint);
  g_free (self);
}

static gboolean
take_bytes (const guint8 *bytes, gsize length, gpointer data, GError **error)
{
  g_byte_array_append (data, bytes, length);
  return TRUE;
}

GBytes *
kiroku_submission_copy_to_pdf (KirokuSubmissionCopy *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  if (!kiroku_pages_write_pdf_to_sink (self->pages, take_bytes, bytes, cancellable, NULL, NULL, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* The form as of @made, with the root of @heads (nullable). What the log and the lists of the record put in it is
 * what had been recorded by then, so that what is recorded later leaves the copy as it is. (transfer full) */
static KirokuSubmissionCopy *
make_of (KirokuDb *db,
         const KirokuPaper *paper,
         const char *form,
         KirokuFormCopy copy,
         gint64 made,
         KirokuCheckpoint *heads,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (KirokuSubmissionCopy) self = g_new0 (KirokuSubmissionCopy, 1);
  KirokuPaper then = *paper;

  then.now = then.as_of = made;
  self->form = kiroku_paper_fill_form (db, &then, form, error);
  if (self->form == NULL)
    return NULL;
  self->form->root = heads != NULL ? kiroku_checkpoint_get_root (heads) : NULL;
  self->pages = kiroku_paper_lay_out_form (&then, self->form, copy, cancellable, error);
  return self->pages != NULL ? g_steal_pointer (&self) : NULL;
}

KirokuSubmissionCopy *
kiroku_submission_copy_make_anew (KirokuDb *db,
                                  const KirokuPaper *paper,
                                  const char *form,
                                  KirokuFormCopy copy,
                                  const KirokuCheckpoint *shown,
                                  GCancellable *cancellable,
                                  GError **error)
{
  const KirokuPackForm *definition;
  g_autoptr (KirokuCheckpoint) heads = NULL;
  KirokuSubmissionCopy *self;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL, NULL);

  definition = kiroku_pack_get_form (paper->pack, form);
  if (definition != NULL && !definition->letter)
    {
      heads = shown != NULL ? kiroku_checkpoint_copy_heads (shown)
                            : kiroku_checkpoint_read (db, paper->case_id, paper->now, error);
      if (heads == NULL)
        return NULL;
    }
  self = make_of (db, paper, form, copy, heads != NULL ? heads->time : paper->now, heads, cancellable,
                  error);
  if (self != NULL)
    self->heads = g_steal_pointer (&heads);
  return self;
}

/* --- The one that was approved --- */

/* Whether it is, by its bytes. */
static gboolean
check_approved (KirokuSubmissionCopy *self,
                const KirokuFiling *filing,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GBytes) pdf = kiroku_submission_copy_to_pdf (self, cancellable, error);
  char hex[KIROKU_HASH_HEX + 1];
  gsize length;
  gconstpointer bytes;

  if (pdf == NULL)
    return FALSE;
  bytes = g_bytes_get_data (pdf, &length);
  kiroku_sha256_hex (bytes, length, hex);
  self->approved = g_str_equal (hex, filing->sha256);
  return TRUE;
}

/* Whether the approval in @filing says enough to make its copy again: nothing of it is withheld. */
static gboolean
says_copy (const KirokuFiling *filing)
{
  return filing->sha256 != NULL && filing->language != NULL && filing->made != KIROKU_TIME_NONE;
}

/* (transfer full) (nullable): without an error no approval counts, or it was of a copy in another language */
static KirokuFiling *
read_approval (KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error)
{
  g_autoptr (KirokuFilledForm) filled = kiroku_paper_fill_form (db, paper, form, error);
  g_autoptr (KirokuFiling) filing
      = filled != NULL
            ? kiroku_filing_read (db, paper->pack, paper->case_id, filled, KIROKU_NOW, error)
            : NULL;

  if (filing == NULL || !kiroku_filing_is_approved (filing) || !says_copy (filing)
      || kiroku_words_is_japanese (filing->language) != kiroku_words_is_japanese (paper->language))
    return NULL;
  return g_steal_pointer (&filing);
}

/* FALSE on failure; *@made stays NULL when that copy cannot be made any more, such as with other fonts. */
static gboolean
make_approved (KirokuDb *db,
               const KirokuPaper *paper,
               const char *form,
               const KirokuFiling *filing,
               KirokuSubmissionCopy **made,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (KirokuRecordedHeads) recorded = NULL;
  g_autoptr (KirokuSubmissionCopy) self = NULL;
  g_autoptr (GError) unread = NULL;

  if (filing->checkpoint != NULL)
    {
      recorded = kiroku_anchor_read_checkpoint (db, paper->case_id, filing->checkpoint, &unread);
      if (recorded == NULL)
        return unread == NULL || (g_propagate_error (error, g_steal_pointer (&unread)), FALSE);
    }
  self = make_of (db, paper, form, KIROKU_FORM_COPY_SUBMISSION, filing->made,
                  recorded != NULL ? recorded->heads : NULL, cancellable, error);
  if (self == NULL || !check_approved (self, filing, cancellable, error))
    return FALSE;
  self->checkpoint = g_strdup (filing->checkpoint);
  if (self->approved)
    *made = g_steal_pointer (&self);
  return TRUE;
}

gboolean
kiroku_submission_copy_settle (
    KirokuDb *db, const KirokuPaper *paper, const char *form, KirokuFiling *filing, GError **error)
{
  g_autoptr (KirokuSubmissionCopy) copy = NULL;
  KirokuPaper approved;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL && filing != NULL, FALSE);

  if (!filing->by_copy || !kiroku_filing_is_approved (filing))
    return TRUE;
  approved = *paper;
  approved.language = filing->language;
  if (says_copy (filing) && !make_approved (db, &approved, form, filing, &copy, NULL, error))
    return FALSE;
  if (copy == NULL)
    kiroku_filing_doubt (filing);
  return TRUE;
}

/* The same pages without the last. */
static gboolean
lay_out_bare (KirokuSubmissionCopy *self,
              const KirokuPaper *paper,
              GCancellable *cancellable,
              GError **error)
{
  KirokuPages *pages
      = kiroku_paper_lay_out_form (paper, self->form, KIROKU_FORM_COPY_BARE, cancellable, error);

  if (pages == NULL)
    return FALSE;
  kiroku_pages_free (self->pages);
  self->pages = pages;
  self->approved = FALSE;
  return TRUE;
}

KirokuSubmissionCopy *
kiroku_submission_copy_make (KirokuDb *db,
                             const KirokuPaper *paper,
                             const char *form,
                             KirokuFormCopy copy,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (KirokuFiling) filing = NULL;
  g_autoptr (KirokuSubmissionCopy) approved = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL, NULL);

  filing = read_approval (db, paper, form, &failure);
  if (filing != NULL)
    make_approved (db, paper, form, filing, &approved, cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (approved == NULL)
    {
      KirokuSubmissionCopy *anew
          = kiroku_submission_copy_make_anew (db, paper, form, copy, NULL, cancellable, error);

      if (anew != NULL && filing != NULL)
        anew->form->approved_other = g_strdup (filing->approver);
      return anew;
    }
  if (copy == KIROKU_FORM_COPY_BARE && !lay_out_bare (approved, paper, cancellable, error))
    return NULL;
  return g_steal_pointer (&approved);
}

/* What a reader would learn from the last page is left out for a reason that stays on record. */
KirokuDraft *
kiroku_submission_copy_draft_bare (const char *form, const char *reason)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (form != NULL && reason != NULL, NULL);

  /* Translators: the id of a form, then the reason. */
  text = g_strdup_printf (
      _ ("Form %s was made for submission without the page that says how sure its items are. Reason: %s"),
      form, reason);
  return kiroku_draft_note (KIROKU_CLASS_DECISION, text, NULL);
}
