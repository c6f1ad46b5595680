/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* The tasks of one phase, with how many of them are settled and a line for one's own. */
#define KIROKU_TYPE_TASK_GROUP (kiroku_task_group_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTaskGroup, kiroku_task_group, KIROKU, TASK_GROUP, AdwBin)

/* @phase: KIROKU_N_PHASES for the tasks that belong to none. */
GtkWidget *kiroku_task_group_new (KirokuCaseModel *model, guint phase);
/* Shows those of @tasks (element-type KirokuTask) that belong here; rows stay where they are.
 * @steps: (element-type utf8 KirokuPackStep): step id → what the pack says. */
void kiroku_task_group_show (KirokuTaskGroup *self, GPtrArray *tasks, GHashTable *steps);
/* Marks it as the present phase. */
void kiroku_task_group_set_present (KirokuTaskGroup *self, gboolean present);
void kiroku_task_group_set_expanded (KirokuTaskGroup *self, gboolean expanded);

G_END_DECLS
