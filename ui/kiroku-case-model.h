/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-snapshot.h"

G_BEGIN_DECLS

/* What the pages show of one case. It reads the snapshot in the store's screen thread, again after
 * every append to the case and once a minute for what only time changes, and tells by ::changed.
 * Pages hold one, show its snapshot, and write through its book; they never build SQL. */
#define KIROKU_TYPE_CASE_MODEL (kiroku_case_model_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCaseModel, kiroku_case_model, KIROKU, CASE_MODEL, GObject)

KirokuCaseModel *kiroku_case_model_new (KirokuBook *book, const char *case_id);

KirokuBook *kiroku_case_model_get_book (KirokuCaseModel *self);
const char *kiroku_case_model_get_case_id (KirokuCaseModel *self);
/* NULL until the first ::changed; good until the next. (transfer none) (nullable) */
const KirokuSnapshot *kiroku_case_model_get_snapshot (KirokuCaseModel *self);
/* Tells by ::failed what went wrong where no page is left to show it.
 * @message: in the user's language */
void kiroku_case_model_report (KirokuCaseModel *self, const char *message);
/* Reads again. */
void kiroku_case_model_refresh (KirokuCaseModel *self);

/* Signals:
 * ::changed ()            there is a new snapshot
 * ::appended (GPtrArray)  entries (KirokuEntry) that this program wrote to the case, after COMMIT
 * ::failed (const char *) what went wrong, in the user's language */

G_END_DECLS
