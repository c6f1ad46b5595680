/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-item.h"

G_BEGIN_DECLS

/* One case in the list of cases: number, title, level, phase and the nearest deadline. */
#define KIROKU_TYPE_CASE_ROW (kiroku_case_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCaseRow, kiroku_case_row, KIROKU, CASE_ROW, GtkWidget)

GtkWidget *kiroku_case_row_new (void);
/* @item: (nullable) */
void kiroku_case_row_bind (KirokuCaseRow *self, KirokuCaseItem *item);

G_END_DECLS
