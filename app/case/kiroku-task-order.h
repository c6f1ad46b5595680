/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-task.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* The order of tasks: as they were added, then as task.move entries put one before another (FORMAT.md §6),
 * one after the other in fold order. Table `task_move` of the case fold. */

/* @before: (nullable): hash of the task.add it comes before; without it, it comes last. (transfer full) */
KirokuDraft *kiroku_draft_task_move (const char *task, const char *before);

/* Of @tasks, as they are listed, the one before which @task stands once it is moved before or @after
 * @other; NULL: last. (transfer none) (nullable) */
const char *kiroku_task_order_find_before (
    GPtrArray *tasks, const KirokuTask *other, gboolean after, const KirokuTask *task);

/* Puts @tasks (element-type KirokuTask), in the order in which they were added, into that of the case as of
 * @as_of. Moves of tasks that are not there, or before such, say nothing. */
gboolean kiroku_task_order_apply (
    KirokuDb *db, GPtrArray *tasks, const char *case_id, gint64 as_of, GError **error);

/* For the case fold. */
#define KIROKU_TASK_MOVE_COLUMNS "task TEXT NOT NULL, before TEXT"
gboolean kiroku_task_order_fold (KirokuDb *db, const KirokuEntry *entry, GError **error);

G_END_DECLS
