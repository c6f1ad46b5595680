/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-call-paper.h"

#include "kiroku-call-sheet.h"
#include "kiroku-words.h"

static KirokuMadePaper *
make_sheet (const KirokuPaper *paper,
            const KirokuCase *incident,
            KirokuFacts *facts,
            const char *type,
            int phase,
            GCancellable *cancellable,
            GError **error)
{
  const KirokuCallSheet input = { .pack = paper->pack,
                                  .type = type != NULL ? type : incident->type,
                                  .phase = phase,
                                  .case_info = incident,
                                  .facts = facts,
                                  .language = paper->language,
                                  .zone = paper->zone,
                                  .now = paper->now,
                                  .author = paper->author,
                                  .program = KIROKU_PAPER_PROGRAM,
                                  .marking = paper->marking };
  g_autoptr (KirokuDocument) document = kiroku_report_call_sheet (&input);
  KirokuPages *pages;

  kiroku_paper_address (paper, document);
  pages = kiroku_document_layout (document, cancellable, error);
  return pages != NULL ? kiroku_made_paper_new (pages) : NULL;
}

KirokuMadePaper *
kiroku_paper_make_call_sheet (KirokuDb *db,
                              const KirokuPaper *paper,
                              const char *type,
                              int phase,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = NULL;
  g_autoptr (KirokuCase) incident = NULL;
  g_autoptr (KirokuFacts) facts = NULL;
  KirokuPaper dated;

  g_return_val_if_fail (paper != NULL, NULL);
  g_return_val_if_fail (paper->case_id != NULL ? db != NULL : type != NULL, NULL);

  if (paper->case_id == NULL)
    return make_sheet (paper, NULL, NULL, type, phase, cancellable, error);
  moment = kiroku_paper_moment_new_checked (db, paper, cancellable, error);
  if (moment != NULL)
    incident
        = kiroku_case_read (kiroku_paper_moment_get_db (moment), paper->case_id, KIROKU_NOW, error);
  if (incident != NULL)
    facts = kiroku_case_read_facts (kiroku_paper_moment_get_db (moment), paper->case_id, KIROKU_NOW,
                                    error);
  if (facts == NULL)
    return NULL;
  dated = *paper;
  dated.language = kiroku_words_in_calendar (paper->language, facts);
  return make_sheet (&dated, incident, facts, type, phase, cancellable, error);
}

gboolean
kiroku_paper_write_call_sheet (KirokuDb *db,
                               const KirokuPaper *paper,
                               const char *type,
                               int phase,
                               const char *path,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (KirokuMadePaper) made = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  made = kiroku_paper_make_call_sheet (db, paper, type, phase, cancellable, error);
  return made != NULL
         && kiroku_paper_write_pages (paper, kiroku_made_paper_get_pages (made), path, cancellable,
                                      NULL, NULL, error);
}
