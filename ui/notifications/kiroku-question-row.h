/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-question.h"

G_BEGIN_DECLS

/* One question on which it depends what has to be reported, what hangs on it, and the control to answer it.
 * Once it decides nothing any more it stays for a moment, so that what was saved is seen and nothing else
 * comes under the pointer, and longer while somebody works in it.
 *
 * Signals:
 *   settled: that moment is over. */
#define KIROKU_TYPE_QUESTION_ROW (kiroku_question_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuQuestionRow, kiroku_question_row, KIROKU, QUESTION_ROW, GtkListBoxRow)

/* @fact belongs to the pack of the model's book. */
GtkWidget *kiroku_question_row_new (KirokuCaseModel *model, const KirokuPackFact *fact);
/* @question: (nullable): NULL when it decides nothing any more. @facts: what is known. */
void kiroku_question_row_show (KirokuQuestionRow *self,
                               const KirokuQuestion *question,
                               KirokuFacts *facts);
/* Key of the fact. (transfer none) */
const char *kiroku_question_row_get_key (KirokuQuestionRow *self);
/* Whether somebody works in it, or an answer is on its way. */
gboolean kiroku_question_row_is_in_use (KirokuQuestionRow *self);
/* Records what was typed, for the last time. */
void kiroku_question_row_leave (KirokuQuestionRow *self);

G_END_DECLS
