/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"

G_BEGIN_DECLS

/* The tables a case is read from:
 *   author    who keeps which journal            (journal.open)
 *   opening   number, title, type, level, …      (case.open)
 *   closing   closed and reopened                (case.close, case.reopen)
 *   level     how grave it is, stated anew      (case.level)
 *   fact      one row a fact set                 (case.set)
 *   phase     phases entered                     (case.phase)
 *   task      steps to do · task_state what became of them (task.add, task.set)
 *   approval  what was said of decisions         (approve)
 *   handover  handed over, and accepted          (handover)
 *   line      one row an entry of any kind: the timeline
 *   words     what is found in it: the search index (kiroku-find.h) */
extern const KirokuFold kiroku_case_fold;

/* Whether the author signed a value of this name, be it here or not. */
gboolean kiroku_case_fold_states (const KirokuEntry *entry, const char *name);

/* The text of a line about facts: KEY, value and state of each, and what is said beside the state where there
 * is anything ("": it is withheld), apart by the first, the facts by the second (the control characters that ASCII has for it). */
gboolean kiroku_case_fold_joins (const char *kind); /* lines of @kind are such */
/* The field that is the text of a line of @kind. (nullable): it is none or several. */
const char *kiroku_case_fold_get_text (const char *kind);
/* The extra of a call is such, too: how, at which number (may be empty), and whom one spoke to (may be
 * empty). And of a task or a measure: who is to do it, by when, each may be empty, and the names of what is not
 * here; of a measure then its class and its state. */
/* In place of a name that somebody stated and that is not here. */
#define KIROKU_LINE_ABSENT "\x1f"
#define KIROKU_LINE_PART_SEPARATOR '\x1f'
#define KIROKU_LINE_FACT_SEPARATOR '\x1e'

G_END_DECLS
