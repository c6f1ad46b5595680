/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* One task: a tick is one entry. What is done or skipped is opened again with a reason, and nothing
 * looks done before that is durable. */
#define KIROKU_TYPE_TASK_ROW (kiroku_task_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTaskRow, kiroku_task_row, KIROKU, TASK_ROW, AdwActionRow)

/* Signals:
 *   move (int step): one place up (-1) or down (1), by Alt and an arrow or by the menu. */
GtkWidget *kiroku_task_row_new (KirokuCaseModel *model);
/* @task belongs to the snapshot and is copied from. @step: (nullable): what the rule pack says of
 * it. */
void kiroku_task_row_show (KirokuTaskRow *self,
                           const KirokuTask *task,
                           const KirokuPackStep *step);

/* The id of the task shown. (transfer none) (nullable) */
const char *kiroku_task_row_get_id (KirokuTaskRow *self);

G_END_DECLS
