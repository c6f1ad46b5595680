/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-papers-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-enquiry-report.h"
#include "kiroku-evidence-report.h"
#include "kiroku-files.h"
#include "kiroku-fold.h"
#include "kiroku-head-file.h"
#include "kiroku-indicator-sheet.h"
#include "kiroku-report.h"
#include "kiroku-situation.h"
#include "kiroku-tables.h"
#include "kiroku-told-log.h"
#include "kiroku-trust.h"
#include "kiroku-words.h"

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

/* --- Lists --- */

static KirokuReportFrame
make_frame (const KirokuPaper *paper, const KirokuCase *incident, const KirokuReportSeal *seal)
{
  const KirokuReportInput input = kiroku_paper_get_input (paper, incident, seal);

  return kiroku_report_get_frame (&input);
}

static KirokuDocument *
make_evidence (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (GPtrArray) items
      = incident != NULL ? kiroku_evidence_list (db, paper->case_id, KIROKU_NOW, error) : NULL;
  g_autoptr (GHashTable) absent
      = items != NULL ? kiroku_absent_list (db, paper->case_id, error) : NULL;
  const KirokuEvidenceReport input
      = { .frame = make_frame (paper, incident, seal), .items = items, .absent = absent };

  return absent != NULL ? kiroku_report_evidence (&input) : NULL;
}

static KirokuDocument *
make_contacts (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (KirokuToldLog) log
      = incident != NULL ? kiroku_told_log_read_within (db, paper->case_id, KIROKU_NOW, error) : NULL;
  KirokuReportInput input = kiroku_paper_get_input (paper, incident, seal);

  if (log == NULL)
    return NULL;
  input.told = log->told;
  input.absent = log->absent;
  return kiroku_report_contacts (&input);
}

static KirokuDocument *
make_enquiries (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, paper->case_id, KIROKU_NOW, error);
  g_autoptr (GPtrArray) enquiries
      = incident != NULL ? kiroku_enquiries_read (db, paper->case_id, KIROKU_NOW, error) : NULL;
  const KirokuEnquiryReport input
      = { .frame = make_frame (paper, incident, seal), .enquiries = enquiries };

  return enquiries != NULL ? kiroku_report_enquiries (&input) : NULL;
}

/* --- What others can protect themselves with --- */

typedef struct
{
  KirokuCase *incident;
  KirokuFacts *facts;
  GPtrArray *assets;
  gboolean assets_hidden;
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
         && kiroku_asset_are_hidden (db, case_id, &shared->assets_hidden, error)
         && (shared->indicators = kiroku_indicator_list (db, case_id, KIROKU_NOW, error)) != NULL;
}

static KirokuIndicatorSheet
make_sheet (const KirokuPaper *paper, const Shared *shared, const KirokuReportSeal *seal)
{
  return (KirokuIndicatorSheet){ .case_info = shared->incident,
                                 .indicators = shared->indicators,
                                 .assets = shared->assets,
                                 .assets_hidden = shared->assets_hidden,
                                 .facts = shared->facts,
                                 .limit = paper->tlp,
                                 .language = paper->language,
                                 .zone = paper->zone,
                                 .now = paper->now,
                                 .program = KIROKU_PAPER_PROGRAM,
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
                            .program = KIROKU_PAPER_PROGRAM,
                            .marking = paper->marking };

  return incident != NULL ? kiroku_report_head_sheet (&input) : NULL;
}

/* --- What shows a case root --- */

/* (transfer full) */
static KirokuPages *
lay_out_sealed (KirokuDb *db,
                const KirokuPaper *paper,
                KirokuPaperMakeFunc make,
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
             KirokuPaperMakeFunc make,
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
  static const KirokuPaperMakeFunc makers[] = { [KIROKU_REPORT_TIMELINE] = kiroku_paper_make_timeline,
                                     [KIROKU_REPORT_EVIDENCE] = make_evidence,
                                     [KIROKU_REPORT_MANAGEMENT] = kiroku_paper_make_management,
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
