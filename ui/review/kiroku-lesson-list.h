/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* The questions on what was learned from a case (facts `lessons.*` of the pack, in its order), each to be answered in
 * place; an answer is recorded as one fact. It counts how many are answered, and opens on request. */
#define KIROKU_TYPE_LESSON_LIST (kiroku_lesson_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLessonList, kiroku_lesson_list, KIROKU, LESSON_LIST, AdwBin)

/* The facts that are lessons. (transfer container) (element-type KirokuPackFact) */
GPtrArray *kiroku_lessons_list (KirokuPack *pack);

/* What was typed is recorded for the model before. @model: (nullable) */
void kiroku_lesson_list_set_model (KirokuLessonList *self, KirokuCaseModel *model);
/* Shows what the model's snapshot says. */
void kiroku_lesson_list_update (KirokuLessonList *self);

G_END_DECLS
