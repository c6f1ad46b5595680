/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case to its forms. */
#include "kiroku-papers.h"

#include "kiroku-chronology.h"
#include "kiroku-filing.h"
#include "kiroku-form-source.h"
#include "kiroku-paper-lists.h"
#include "kiroku-submission-copy.h"
#include "kiroku-words.h"

/* Lines read at once. */
#define PAGE 500

gint64
kiroku_paper_get_as_of (const KirokuPaper *paper)
{
  return paper->as_of != 0 ? paper->as_of : KIROKU_NOW;
}

static char *
read_chronology (KirokuDb *db, const KirokuPaper *paper, GError **error)
{
  g_autoptr (KirokuChronology) chronology = kiroku_chronology_new (paper->zone, paper->language);
  g_autoptr (KirokuLine) last = NULL;
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  guint read;

  filter.as_of = kiroku_paper_get_as_of (paper);

  do
    {
      g_autoptr (GPtrArray) lines
          = kiroku_line_read_after (db, paper->case_id, &filter, last, PAGE, error);

      if (lines == NULL)
        return NULL;
      for (guint i = 0; i < lines->len; i++)
        kiroku_chronology_add (chronology, g_ptr_array_index (lines, i));
      read = lines->len;
      if (read > 0)
        {
          g_clear_pointer (&last, kiroku_line_free);
          last = g_ptr_array_steal_index (lines, read - 1);
        }
    }
  while (read == PAGE);
  return kiroku_chronology_to_text (chronology);
}

struct _KirokuPaperFill
{
  KirokuDb *db;
  KirokuPaper paper; /* in the calendar of the case */
  KirokuCase *incident;
  KirokuFacts *facts;
  char *chronology; /* (nullable): not needed until now */
};

KirokuPaperFill *
kiroku_paper_fill_new (KirokuDb *db, const KirokuPaper *paper, GError **error)
{
  g_autoptr (KirokuPaperFill) self = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL, NULL);

  self = g_new0 (KirokuPaperFill, 1);
  self->db = db;
  self->paper = *paper;
  if ((self->incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error)) == NULL
      || (self->facts = kiroku_case_read_facts (db, paper->case_id, KIROKU_NOW, error)) == NULL)
    return NULL;
  self->paper.language = kiroku_words_in_calendar (paper->language, self->facts);
  return g_steal_pointer (&self);
}

void
kiroku_paper_fill_free (KirokuPaperFill *self)
{
  g_clear_pointer (&self->incident, kiroku_case_free);
  g_clear_pointer (&self->facts, kiroku_facts_unref);
  g_free (self->chronology);
  g_free (self);
}

/* What every form of the case shows, with neither the log nor lists. @own: answers for the form alone. */
static KirokuFormContext
make_context (const KirokuPaperFill *self, KirokuFacts *own)
{
  return (KirokuFormContext){ .pack = self->paper.pack,
                              .facts = self->facts,
                              .case_info = self->incident,
                              .now = self->paper.now,
                              .zone = self->paper.zone,
                              .language = self->paper.language,
                              .own = own };
}

KirokuFilledForm *
kiroku_paper_fill_stated (KirokuPaperFill *self, const char *form, GError **error)
{
  g_autoptr (KirokuFacts) own = NULL;
  KirokuFormContext context;

  g_return_val_if_fail (self != NULL && form != NULL, NULL);

  own = kiroku_form_read_own (self->db, self->paper.case_id, form, KIROKU_NOW, error);
  if (own == NULL)
    return NULL;
  context = make_context (self, own);
  return kiroku_form_fill (&context, form, error);
}

KirokuFilledForm *
kiroku_paper_fill_one (KirokuPaperFill *self, const char *form, GError **error)
{
  const KirokuPaper *paper;
  g_autoptr (KirokuPaperLists) lists = NULL;
  g_autoptr (KirokuFacts) own = NULL;
  g_autoptr (KirokuFilledForm) filled = NULL;
  KirokuFormContext context;

  g_return_val_if_fail (self != NULL && form != NULL, NULL);

  paper = &self->paper;
  if ((self->chronology == NULL && (self->chronology = read_chronology (self->db, paper, error)) == NULL)
      || (lists = kiroku_paper_lists_read (self->db, paper, form, error)) == NULL
      || (own = kiroku_form_read_own (self->db, paper->case_id, form, KIROKU_NOW, error)) == NULL)
    return NULL;
  context = make_context (self, own);
  context.chronology = self->chronology;
  context.assets = lists->assets;
  context.indicators = lists->indicators;
  context.reports_made = lists->reports_made;
  filled = kiroku_form_fill (&context, form, error);
  if (filled == NULL || !kiroku_form_read_sources (self->db, paper->case_id, filled, error)
      || !kiroku_filing_mark_changes (self->db, paper->pack, paper->case_id, paper->zone, filled, error))
    return NULL;
  return g_steal_pointer (&filled);
}

KirokuFilledForm *
kiroku_paper_fill_form (KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error)
{
  g_autoptr (KirokuPaperFill) fill = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL, NULL);

  fill = kiroku_paper_fill_new (db, paper, error);
  return fill != NULL ? kiroku_paper_fill_one (fill, form, error) : NULL;
}

KirokuPages *
kiroku_paper_lay_out_form (const KirokuPaper *paper,
                           const KirokuFilledForm *form,
                           KirokuFormCopy copy,
                           GCancellable *cancellable,
                           GError **error)
{
  const gboolean working = copy == KIROKU_FORM_COPY_WORKING;
  g_autoptr (KirokuDocument) document = NULL;

  g_return_val_if_fail (paper != NULL && form != NULL, NULL);

  document = kiroku_form_make_document (form, copy, working ? paper->marking : NULL);
  if (working)
    kiroku_paper_address (paper, document);
  return kiroku_document_layout (document, cancellable, error);
}

static KirokuPages *
make_submission (KirokuDb *db,
                 const KirokuPaper *paper,
                 const char *form,
                 KirokuFormCopy copy,
                 KirokuFilledForm **filled,
                 KirokuCheckpoint **heads,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (KirokuSubmissionCopy) made
      = kiroku_submission_copy_make (db, paper, form, copy, cancellable, error);

  if (made == NULL)
    return NULL;
  *filled = g_steal_pointer (&made->form);
  *heads = g_steal_pointer (&made->heads);
  return g_steal_pointer (&made->pages);
}

KirokuPages *
kiroku_paper_make_form (KirokuDb *db,
                        const KirokuPaper *paper,
                        const char *form,
                        KirokuFormCopy copy,
                        KirokuFilledForm **filled,
                        KirokuCheckpoint **heads,
                        GCancellable *cancellable,
                        GError **error)
{
  KirokuPages *pages;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL, NULL);
  g_return_val_if_fail (filled != NULL && heads != NULL, NULL);

  *heads = NULL;
  if (copy != KIROKU_FORM_COPY_WORKING)
    return make_submission (db, paper, form, copy, filled, heads, cancellable, error);
  *filled = kiroku_paper_fill_form (db, paper, form, error);
  if (*filled == NULL)
    return NULL;
  pages = kiroku_paper_lay_out_form (paper, *filled, copy, cancellable, error);
  if (pages == NULL)
    g_clear_pointer (filled, kiroku_filled_form_free);
  return pages;
}

gboolean
kiroku_paper_write_form (KirokuDb *db,
                         const KirokuPaper *paper,
                         const char *form,
                         KirokuFormCopy copy,
                         const char *path,
                         KirokuFilledForm **filled,
                         KirokuCheckpoint **heads,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, paper, cancellable, error);
  g_autoptr (KirokuCheckpoint) shown = NULL;
  g_autoptr (KirokuFilledForm) made = NULL;
  g_autoptr (KirokuPages) pages = NULL;

  if (moment == NULL)
    return FALSE;
  pages = kiroku_paper_make_form (kiroku_paper_moment_get_db (moment), paper, form, copy, &made, &shown,
                                  cancellable, error);
  if (pages == NULL
      || !kiroku_paper_write_pages (paper, pages, path, cancellable, NULL, NULL, error))
    return FALSE;
  if (filled != NULL)
    *filled = g_steal_pointer (&made);
  if (heads != NULL)
    *heads = g_steal_pointer (&shown);
  return TRUE;
}
