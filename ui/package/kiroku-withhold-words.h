/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What people wrote into the log of a case, to be ticked where it stays here: what was ticked, then the last
 * lines, or with a word typed those that hold it. Facts, files and what the program wrote by itself are
 * not among them.
 *
 * Signals:
 *   ticked (): kiroku_withhold_words_get_names() gives something else
 *   failed (const char *): what went wrong, in the user's language */
#define KIROKU_TYPE_WITHHOLD_WORDS (kiroku_withhold_words_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuWithholdWords, kiroku_withhold_words, KIROKU, WITHHOLD_WORDS, AdwExpanderRow)

/* Once: shows what the log says now. */
void kiroku_withhold_words_set_model (KirokuWithholdWords *self, KirokuCaseModel *model);
/* Ticks those of @names, ended by NULL, that are "ENTRY:FIELD". */
void kiroku_withhold_words_tick (KirokuWithholdWords *self, const char *const *names);
/* What is ticked, "ENTRY:FIELD". (transfer none) (element-type utf8) */
GPtrArray *kiroku_withhold_words_get_names (KirokuWithholdWords *self);

G_END_DECLS
