/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-paged-row.h"

G_BEGIN_DECLS

/* One line of the log. It is there before its line has been read and fills when that arrives. Its
 * button activates "log.correct" with the position of the row. */
#define KIROKU_TYPE_LOG_ROW (kiroku_log_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLogRow, kiroku_log_row, KIROKU, LOG_ROW, GtkWidget)

GtkWidget *kiroku_log_row_new (void);
/* @row: (nullable): shows @row from now on. */
void kiroku_log_row_bind (KirokuLogRow *self, KirokuPagedRow *row);
/* (transfer none) (nullable) */
KirokuPagedRow *kiroku_log_row_get_bound (KirokuLogRow *self);

G_END_DECLS
