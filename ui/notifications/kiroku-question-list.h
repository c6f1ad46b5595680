/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* The questions on which it depends what has to be reported, most important first: a few, and all on request.
 * One that is seen keeps its place until it is settled, whatever is answered meanwhile. It is not visible
 * while there is nothing to ask.
 *
 * Signals:
 *   finished: the last one is settled, and the keyboard was in it. */
#define KIROKU_TYPE_QUESTION_LIST (kiroku_question_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuQuestionList, kiroku_question_list, KIROKU, QUESTION_LIST, AdwBin)

/* What was typed is recorded for the model before. @model: (nullable) */
void kiroku_question_list_set_model (KirokuQuestionList *self, KirokuCaseModel *model);
/* Shows what the model's snapshot leaves to be asked. */
void kiroku_question_list_update (KirokuQuestionList *self);

G_END_DECLS
