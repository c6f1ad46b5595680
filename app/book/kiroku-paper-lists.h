/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-papers.h"

G_BEGIN_DECLS

/* What the record of a case holds as lists and a form prints: see kiroku-form-tables.h. */
typedef struct
{
  char *assets;
  char *indicators;
  char *reports_made;
} KirokuPaperLists;

/* For @form: it does not name itself among the reports that were made. Within a transaction of the
 * caller's. (transfer full) */
KirokuPaperLists *kiroku_paper_lists_read (
    KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error);
void kiroku_paper_lists_free (KirokuPaperLists *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPaperLists, kiroku_paper_lists_free)

G_END_DECLS
