/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-papers.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-chronology.h"
#include "kiroku-enquiry-report.h"
#include "kiroku-evidence-report.h"
#include "kiroku-files.h"
#include "kiroku-filing.h"
#include "kiroku-fold.h"
#include "kiroku-form-source.h"
#include "kiroku-head-file.h"
#include "kiroku-indicator-sheet.h"
#include "kiroku-paper-lists.h"
#include "kiroku-report.h"
#include "kiroku-situation.h"
#include "kiroku-snapshot.h"
#include "kiroku-submission-copy.h"
#include "kiroku-submission.h"
#include "kiroku-tables.h"
#include "kiroku-told-log.h"
#include "kiroku-trust.h"
#include "kiroku-words.h"

#define PROGRAM KIROKU_PAPER_PROGRAM

/* Lines read at once. */
#define PAGE 500

/* --- One moment --- */

struct _KirokuPaperMoment
{
  KirokuDb *db;
  KirokuDb *own; /* (nullable): the same, when it was opened for this */
};

KirokuPaperMoment *
kiroku_paper_moment_new (KirokuDb *db, GError **error)
{
  KirokuPaperMoment *self;

  g_return_val_if_fail (db != NULL, NULL);

  if (!kiroku_db_begin_read (db, error))
    return NULL;
  self = g_new (KirokuPaperMoment, 1);
  *self = (KirokuPaperMoment){ .db = db };
  return self;
}

KirokuPaperMoment *
kiroku_paper_moment_new_checked (
    KirokuDb *db, const KirokuPaper *paper, GCancellable *cancellable, GError **error)
{
  KirokuPaperMoment *self;
  KirokuDb *checked;

  g_return_val_if_fail (db != NULL && paper != NULL, NULL);

  if (paper->folds == NULL)
    return kiroku_paper_moment_new (db, error);
  checked = kiroku_tables_open_checked (paper->folds, db, paper->case_id, cancellable, error);
  if (checked == NULL)
    return NULL;
  self = g_new (KirokuPaperMoment, 1);
  *self = (KirokuPaperMoment){ .db = checked, .own = checked };
  return self;
}

KirokuDb *
kiroku_paper_moment_get_db (KirokuPaperMoment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->db;
}

void
kiroku_paper_moment_free (KirokuPaperMoment *self)
{
  kiroku_db_rollback (self->db);
  g_clear_pointer (&self->own, kiroku_db_free);
  g_free (self);
}

/* --- Writing --- */

void
kiroku_paper_address (const KirokuPaper *paper, KirokuDocument *document)
{
  g_autoptr (GString) right = g_string_new (NULL);

  g_return_if_fail (paper != NULL && document != NULL);

  if (paper->redacted)
    g_string_append (right, kiroku_words (paper->language, "一部非開示", "Redacted"));
  if (paper->recipient != NULL)
    g_string_append_printf (right, kiroku_words (paper->language, "%s宛先：%s", "%sFor: %s"),
                            right->len > 0 ? kiroku_words (paper->language, "　", " · ") : "",
                            paper->recipient);
  if (right->len > 0)
    kiroku_document_add_header_right (document, right->str);
}

static GBytes *
sign_cb (GBytes *const *parts, guint n_parts, gpointer user_data, GError **error)
{
  return kiroku_credential_sign (user_data, parts, n_parts, error);
}

gboolean
kiroku_paper_write_pages (const KirokuPaper *paper,
                          KirokuPages *pages,
                          const char *path,
                          GCancellable *cancellable,
                          KirokuPagesProgress progress,
                          gpointer progress_data,
                          GError **error)
{
  KirokuPdfSigner signer = { .sign = sign_cb };
  gboolean written;

  g_return_val_if_fail (paper != NULL && pages != NULL && path != NULL, FALSE);

  if (paper->take != NULL)
    return paper->take (pages, cancellable, paper->take_data, error);
  if (paper->credential != NULL)
    {
      signer.name = kiroku_credential_get_name (paper->credential);
      signer.time = paper->now;
      signer.max_length = kiroku_credential_get_max_length (paper->credential);
      signer.user_data = paper->credential;
      kiroku_pages_set_signer (pages, &signer);
    }
  written = kiroku_pages_write_pdf (pages, path, cancellable, progress, progress_data, error);
  kiroku_pages_set_signer (pages, NULL);
  if (written && paper->shortfall != NULL)
    *paper->shortfall = g_strdup (kiroku_pages_get_shortfall (pages));
  return written;
}

/* --- Forms --- */

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
  char *chronology;
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
  self->chronology = read_chronology (db, &self->paper, error);
  if (self->chronology == NULL)
    return NULL;
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
  lists = kiroku_paper_lists_read (self->db, paper, form, error);
  if (lists == NULL
      || (own = kiroku_form_read_own (self->db, paper->case_id, form, KIROKU_NOW, error)) == NULL)
    return NULL;
  context = (KirokuFormContext){ .pack = paper->pack,
                                 .facts = self->facts,
                                 .case_info = self->incident,
                                 .chronology = self->chronology,
                                 .now = paper->now,
                                 .zone = paper->zone,
                                 .language = paper->language,
                                 .assets = lists->assets,
                                 .indicators = lists->indicators,
                                 .reports_made = lists->reports_made,
                                 .own = own };
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
                         KirokuCheckpoint **heads,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, paper, cancellable, error);
  g_autoptr (KirokuCheckpoint) shown = NULL;
  g_autoptr (KirokuFilledForm) filled = NULL;
  g_autoptr (KirokuPages) pages = NULL;

  if (moment == NULL)
    return FALSE;
  pages = kiroku_paper_make_form (moment->db, paper, form, copy, &filled, &shown, cancellable, error);
  if (pages == NULL
      || !kiroku_paper_write_pages (paper, pages, path, cancellable, NULL, NULL, error))
    return FALSE;
  if (heads != NULL)
    *heads = g_steal_pointer (&shown);
  return TRUE;
}

/* --- The timeline and the management report --- */

/* Gives the report its lines, holding one page of them. */
typedef struct
{
  KirokuDb *db;
  char *case_id;
  KirokuLineFilter filter;
  GPtrArray *page; /* of KirokuLine */
  gint64 offset;   /* of its first line */
} Feed;

static void
feed_free (gpointer data)
{
  Feed *feed = data;

  g_clear_pointer (&feed->page, g_ptr_array_unref);
  g_free (feed->case_id);
  g_free (feed);
}

/* The page that holds line @i: mostly the one after the present one. */
static GPtrArray *
read_page (Feed *feed, guint i, GError **error)
{
  guint len = feed->page != NULL ? feed->page->len : 0;

  if (len > 0 && i == feed->offset + len)
    {
      feed->offset = i;
      return kiroku_line_read_after (feed->db, feed->case_id, &feed->filter,
                                     g_ptr_array_index (feed->page, len - 1), PAGE, error);
    }
  feed->offset = i - i % PAGE;
  return kiroku_line_read (feed->db, feed->case_id, &feed->filter, feed->offset, PAGE, error);
}

static const KirokuLine *
get_line (guint i, gpointer data, GError **error)
{
  Feed *feed = data;

  if (feed->page == NULL || i < feed->offset || i >= feed->offset + feed->page->len)
    {
      GPtrArray *page = read_page (feed, i, error);

      g_clear_pointer (&feed->page, g_ptr_array_unref);
      feed->page = page;
      if (page == NULL)
        return NULL;
    }
  if (i - feed->offset < feed->page->len)
    return g_ptr_array_index (feed->page, i - feed->offset);
  g_set_error_literal (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                       _ ("the log became shorter while it was read: somebody has changed the "
                          "database from outside. See what kiroku-cli verify says"));
  return NULL;
}

static Feed *
feed_new (KirokuDb *db, const KirokuPaper *paper)
{
  Feed *feed = g_new0 (Feed, 1);

  feed->db = db;
  feed->case_id = g_strdup (paper->case_id);
  feed->filter = KIROKU_LINE_FILTER_ALL;
  return feed;
}

typedef KirokuDocument *(*ReportFunc) (const KirokuReportInput *input, GError **error);

/* @filings: (nullable): form → what became of it. */
static KirokuDocument *
make_report (KirokuDb *db,
             const KirokuPaper *paper,
             const KirokuReportSeal *seal,
             ReportFunc func,
             GHashTable *filings,
             GError **error)
{
  g_autoptr (KirokuSnapshot) snapshot
      = kiroku_snapshot_read_within (db, paper->pack, paper->case_id, KIROKU_NOW, paper->now,
                                     paper->language, error);
  g_autoptr (GHashTable) settled = NULL;
  g_autoptr (GHashTable) absent = NULL; /* looked for only where filings are told of */
  Feed *feed;
  KirokuReportInput input;
  gint64 lines;

  if (snapshot == NULL
      || (settled = kiroku_conflict_read_settled (db, paper->case_id, KIROKU_NOW, error)) == NULL
      || (filings != NULL && (absent = kiroku_absent_list (db, paper->case_id, error)) == NULL))
    return NULL;
  feed = feed_new (db, paper);
  if (!kiroku_line_count (db, paper->case_id, &feed->filter, &lines, error))
    {
      feed_free (feed);
      return NULL;
    }
  input = (KirokuReportInput){ .case_info = snapshot->incident,
                               .facts = snapshot->facts,
                               .visits = snapshot->visits,
                               .obligations = snapshot->obligations,
                               .settled = settled,
                               .tasks = snapshot->tasks,
                               .improvements = snapshot->improvements,
                               .told = snapshot->told,
                               .filings = filings,
                               .absent = absent,
                               .n_lines = lines,
                               .get_line = get_line,
                               .line_data = feed,
                               .line_data_free = feed_free,
                               .pack = paper->pack,
                               .language = paper->language,
                               .zone = paper->zone,
                               .now = paper->now,
                               .author = paper->author,
                               .program = PROGRAM,
                               .seal = seal,
                               .marking = paper->marking };
  return func (&input, error);
}

static KirokuDocument *
make_timeline (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  return make_report (db, paper, seal, kiroku_report_timeline, NULL, error);
}

static KirokuDocument *
make_management (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (GHashTable) filings = kiroku_submission_read_all_within (db, paper, error);

  return filings != NULL ? make_report (db, paper, seal, kiroku_report_management, filings, error)
                         : NULL;
}

/* --- The list of what was collected --- */

static KirokuDocument *
make_evidence (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (GPtrArray) items = NULL;
  KirokuEvidenceReport input;

  if (incident == NULL
      || (items = kiroku_evidence_list (db, paper->case_id, KIROKU_NOW, error)) == NULL)
    return NULL;
  input = (KirokuEvidenceReport){ .case_info = incident,
                                  .items = items,
                                  .pack = paper->pack,
                                  .language = paper->language,
                                  .zone = paper->zone,
                                  .now = paper->now,
                                  .author = paper->author,
                                  .program = PROGRAM,
                                  .seal = seal,
                                  .marking = paper->marking };
  return kiroku_report_evidence (&input);
}

/* --- Who was told --- */

static KirokuDocument *
make_contacts (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (KirokuToldLog) log = NULL;
  KirokuReportInput input;

  if (incident == NULL
      || (log = kiroku_told_log_read_within (db, paper->case_id, KIROKU_NOW, error)) == NULL)
    return NULL;
  input = (KirokuReportInput){ .case_info = incident,
                               .told = log->told,
                               .absent = log->absent,
                               .pack = paper->pack,
                               .language = paper->language,
                               .zone = paper->zone,
                               .now = paper->now,
                               .author = paper->author,
                               .program = PROGRAM,
                               .seal = seal,
                               .marking = paper->marking };
  return kiroku_report_contacts (&input);
}

/* --- What others can protect themselves with --- */

typedef struct
{
  KirokuCase *incident;
  KirokuFacts *facts;
  GPtrArray *assets;
  GPtrArray *indicators;
} Shared;

static void
shared_clear (Shared *self)
{
  g_clear_pointer (&self->incident, kiroku_case_free);
  g_clear_pointer (&self->facts, kiroku_facts_unref);
  g_clear_pointer (&self->assets, g_ptr_array_unref);
  g_clear_pointer (&self->indicators, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shared, shared_clear)

static gboolean
read_shared (KirokuDb *db, const KirokuPaper *paper, Shared *shared, GError **error)
{
  const char *case_id = paper->case_id;

  return (shared->incident = kiroku_case_read (db, case_id, KIROKU_NOW, error)) != NULL
         && (shared->facts = kiroku_case_read_facts (db, case_id, KIROKU_NOW, error)) != NULL
         && (shared->assets = kiroku_asset_list (db, case_id, KIROKU_NOW, error)) != NULL
         && (shared->indicators = kiroku_indicator_list (db, case_id, KIROKU_NOW, error)) != NULL;
}

static KirokuIndicatorSheet
make_sheet (const KirokuPaper *paper, const Shared *shared, const KirokuReportSeal *seal)
{
  return (KirokuIndicatorSheet){ .case_info = shared->incident,
                                 .indicators = shared->indicators,
                                 .assets = shared->assets,
                                 .facts = shared->facts,
                                 .limit = paper->tlp,
                                 .language = paper->language,
                                 .zone = paper->zone,
                                 .now = paper->now,
                                 .program = PROGRAM,
                                 .seal = seal,
                                 .marking = paper->marking };
}

static KirokuDocument *
make_indicators (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_auto (Shared) shared = { 0 };
  KirokuIndicatorSheet sheet;

  /* without the names of the victim nobody could tell what names it */
  if (paper->redacted)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("From this sheet nothing can be left out: mark what is not to be shared as TLP:RED"));
      return NULL;
    }
  if (!read_shared (db, paper, &shared, error))
    return NULL;
  sheet = make_sheet (paper, &shared, seal);
  return kiroku_report_indicators (&sheet);
}

gboolean
kiroku_paper_write_indicators_csv (KirokuDb *db,
                                   const KirokuPaper *paper,
                                   const char *path,
                                   GCancellable *cancellable,
                                   GError **error)
{
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, paper, cancellable, error);
  g_auto (Shared) shared = { 0 };
  KirokuIndicatorSheet sheet;
  g_autofree char *text = NULL;

  if (moment == NULL || !read_shared (moment->db, paper, &shared, error))
    return FALSE;
  sheet = make_sheet (paper, &shared, NULL);
  text = kiroku_report_indicators_csv (&sheet);
  return kiroku_files_replace (path, text, strlen (text), TRUE, error);
}

/* --- What was asked and answered --- */

static KirokuDocument *
make_enquiries (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (GPtrArray) enquiries = NULL;
  KirokuEnquiryReport input;

  if (incident == NULL
      || (enquiries = kiroku_enquiries_read (db, paper->case_id, KIROKU_NOW, error)) == NULL)
    return NULL;
  input = (KirokuEnquiryReport){ .case_info = incident,
                                 .enquiries = enquiries,
                                 .pack = paper->pack,
                                 .language = paper->language,
                                 .zone = paper->zone,
                                 .now = paper->now,
                                 .author = paper->author,
                                 .program = PROGRAM,
                                 .seal = seal,
                                 .marking = paper->marking };
  return kiroku_report_enquiries (&input);
}

/* --- The sheet with the case root --- */

static KirokuDocument *
make_head_sheet (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  KirokuHeadSheet input = { .case_info = incident,
                            .seal = seal,
                            .now = paper->now,
                            .author = paper->author,
                            .program = PROGRAM,
                            .marking = paper->marking };

  return incident != NULL ? kiroku_report_head_sheet (&input) : NULL;
}

/* --- What shows a case root --- */

typedef KirokuDocument *(*MakeFunc) (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error);

/* (transfer full) */
static KirokuPages *
lay_out_sealed (KirokuDb *db,
                const KirokuPaper *paper,
                MakeFunc make,
                KirokuCheckpoint *heads,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) authors = kiroku_trust_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (KirokuFacts) facts
      = authors != NULL ? kiroku_case_read_facts (db, paper->case_id, KIROKU_NOW, error) : NULL;
  KirokuPaper dated = *paper;
  KirokuReportSeal seal = { heads, authors, paper->zone, NULL };
  g_autoptr (KirokuDocument) document = NULL;

  if (facts == NULL)
    return NULL;
  dated.language = seal.language = kiroku_words_in_calendar (paper->language, facts);
  document = make (db, &dated, &seal, error);
  if (document == NULL)
    return NULL;
  kiroku_paper_address (paper, document);
  return kiroku_document_layout (document, cancellable, error);
}

/* A log is read while it is drawn, so the moment is kept with the pages. (transfer full) */
static KirokuMadePaper *
make_sealed (KirokuDb *db,
             const KirokuPaper *paper,
             MakeFunc make,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, paper, cancellable, error);
  g_autoptr (KirokuCheckpoint) present = NULL;
  KirokuCheckpoint *printed = paper->heads;
  KirokuPages *pages;
  KirokuMadePaper *made;

  if (moment == NULL)
    return NULL;
  if (printed == NULL)
    printed = present = kiroku_checkpoint_read (moment->db, paper->case_id, paper->now, error);
  if (printed == NULL
      || (pages = lay_out_sealed (moment->db, paper, make, printed, cancellable, error)) == NULL)
    return NULL;
  made = kiroku_made_paper_new (pages);
  kiroku_made_paper_keep (made, g_steal_pointer (&moment),
                          (GDestroyNotify) kiroku_paper_moment_free);
  kiroku_made_paper_set_heads (made, g_steal_pointer (&present));
  return made;
}

KirokuMadePaper *
kiroku_paper_make_report (KirokuDb *db,
                          const KirokuPaper *paper,
                          KirokuReport report,
                          GCancellable *cancellable,
                          GError **error)
{
  static const MakeFunc makers[] = { [KIROKU_REPORT_TIMELINE] = make_timeline,
                                     [KIROKU_REPORT_EVIDENCE] = make_evidence,
                                     [KIROKU_REPORT_MANAGEMENT] = make_management,
                                     [KIROKU_REPORT_SITUATION] = kiroku_situation_make,
                                     [KIROKU_REPORT_CONTACTS] = make_contacts,
                                     [KIROKU_REPORT_INDICATORS] = make_indicators,
                                     [KIROKU_REPORT_ENQUIRIES] = make_enquiries };

  g_return_val_if_fail (db != NULL && paper != NULL, NULL);

  return make_sealed (db, paper, makers[report], cancellable, error);
}

gboolean
kiroku_paper_write_report (KirokuDb *db,
                           const KirokuPaper *paper,
                           KirokuReport report,
                           const char *path,
                           GCancellable *cancellable,
                           KirokuPagesProgress progress,
                           gpointer progress_data,
                           KirokuCheckpoint **heads,
                           GError **error)
{
  g_autoptr (KirokuMadePaper) made = NULL;
  const KirokuCheckpoint *shown;

  g_return_val_if_fail (db != NULL && paper != NULL && path != NULL, FALSE);

  made = kiroku_paper_make_report (db, paper, report, cancellable, error);
  if (made == NULL
      || !kiroku_paper_write_pages (paper, kiroku_made_paper_get_pages (made), path, cancellable,
                                    progress, progress_data, error))
    return FALSE;
  shown = kiroku_made_paper_get_heads (made);
  if (heads != NULL)
    *heads = shown != NULL ? kiroku_checkpoint_copy_heads (shown) : NULL;
  return TRUE;
}

KirokuMadePaper *
kiroku_paper_make_head_sheet (
    KirokuDb *db, const KirokuPaper *paper, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (db != NULL && paper != NULL, NULL);

  return make_sealed (db, paper, make_head_sheet, cancellable, error);
}

gboolean
kiroku_paper_write_head_sheet (KirokuDb *db,
                               const KirokuPaper *paper,
                               const char *path,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (KirokuMadePaper) made = NULL;

  g_return_val_if_fail (db != NULL && paper != NULL && path != NULL, FALSE);
  g_return_val_if_fail (paper->heads != NULL, FALSE);

  made = kiroku_paper_make_head_sheet (db, paper, cancellable, error);
  return made != NULL
         && kiroku_paper_write_pages (paper, kiroku_made_paper_get_pages (made), path, cancellable,
                                      NULL, NULL, error);
}

gboolean
kiroku_paper_write_head_file (
    KirokuDb *db, const KirokuPaper *paper, const char *path, GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = NULL;
  g_autoptr (KirokuCase) incident = NULL;
  g_autoptr (KirokuFacts) facts = NULL;
  KirokuReportSeal seal = { .heads = paper->heads, .zone = paper->zone };
  KirokuHeadSheet input = { .seal = &seal };
  g_autofree char *text = NULL;

  g_return_val_if_fail (db != NULL && path != NULL && paper->heads != NULL, FALSE);

  moment = kiroku_paper_moment_new_checked (db, paper, NULL, error);
  if (moment != NULL)
    incident = kiroku_case_read (moment->db, paper->case_id, KIROKU_NOW, error);
  if (incident != NULL)
    facts = kiroku_case_read_facts (moment->db, paper->case_id, KIROKU_NOW, error);
  if (facts == NULL)
    return FALSE;
  seal.language = kiroku_words_in_calendar (paper->language, facts);
  input.case_info = incident;
  text = kiroku_report_head_file (&input);
  return kiroku_files_replace (path, text, strlen (text), TRUE, error);
}
