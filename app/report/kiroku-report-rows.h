/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-document.h"

G_BEGIN_DECLS

/* The rows of a table that is not long, copied, each with its flags: rows that were corrected are
 * struck. */
typedef struct _KirokuReportRows KirokuReportRows;

/* (transfer full) */
KirokuReportRows *kiroku_report_rows_new (guint n_columns);
/* The next cell. @text: (transfer full) (nullable): an empty one */
void kiroku_report_rows_add (KirokuReportRows *self, char *text);
/* The row has all of its cells. */
void kiroku_report_rows_end (KirokuReportRows *self, KirokuRowFlags flags);
guint kiroku_report_rows_length (KirokuReportRows *self);
/* Adds the table to @document. @self: (transfer full). @columns: as many as each row has cells. */
void kiroku_report_rows_put (
    KirokuReportRows *self, KirokuDocument *document, const KirokuColumn *columns);
void kiroku_report_rows_free (KirokuReportRows *self);

G_END_DECLS
