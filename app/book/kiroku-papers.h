/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-form.h"
#include "kiroku-pages.h"

G_BEGIN_DECLS

/* The papers of a case, read from the database: its forms and its reports. These functions
 * run in the store's worker thread, where a long read disturbs nobody. */
typedef struct
{
  KirokuPack *pack;
  const char *case_id;
  const char *language; /* of the paper: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;          /* µs UTC: when it is made, for deadlines and the present phase */
  const char *author;  /* who makes it */
} KirokuPaper;

/* (transfer full) */
KirokuFilledForm *kiroku_paper_fill_form (
    KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error);
/* Fills the form and writes it as PDF to @path. */
gboolean kiroku_paper_write_form (KirokuDb *db,
                                  const KirokuPaper *paper,
                                  const char *form,
                                  KirokuFormCopy copy,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GError **error);

/* Writes the timeline report to @path; memory does not grow with the log. */
gboolean kiroku_paper_write_timeline (KirokuDb *db,
                                      const KirokuPaper *paper,
                                      const char *path,
                                      GCancellable *cancellable,
                                      KirokuPagesProgress progress,
                                      gpointer progress_data,
                                      GError **error);
/* Writes the list of what was collected to @path. */
gboolean kiroku_paper_write_evidence (KirokuDb *db,
                                      const KirokuPaper *paper,
                                      const char *path,
                                      GCancellable *cancellable,
                                      KirokuPagesProgress progress,
                                      gpointer progress_data,
                                      GError **error);

G_END_DECLS
