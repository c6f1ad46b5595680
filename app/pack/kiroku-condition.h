/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "kiroku-fact.h"

G_BEGIN_DECLS

/* A condition of the rule pack: `KEY non-empty`, `KEY has ID`, `KEY = ID`, `not X`, `X and Y`,
 * `X or Y`, parentheses, `always`. "not" binds closest, then "and", then "or". */
typedef struct _KirokuCondition KirokuCondition;

/* Ordered so that "and" is the lesser and "or" the greater (strong Kleene logic). */
typedef enum
{
  KIROKU_TRUTH_NO,
  KIROKU_TRUTH_UNDECIDED,
  KIROKU_TRUTH_YES,
} KirokuTruth;

/* (transfer full) (nullable). Errors: KIROKU_PACK_ERROR_CONDITION, naming the word that is wrong.
 * Whether the keys and ids exist is checked by the pack, which knows them. */
KirokuCondition *kiroku_condition_parse (const char *text, GError **error);
void kiroku_condition_free (KirokuCondition *condition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuCondition, kiroku_condition_free)

/* The condition as it was written. (transfer none) */
const char *kiroku_condition_get_text (const KirokuCondition *condition);

/* Evaluates @condition over @facts.
 *
 * A value counts whatever its state, with two exceptions: while a fact is under investigation, what
 * its value does not hold is undecided (more may be found), and the answer "unknown" to a yes-no
 * question leaves "= yes" and "= no" undecided while "= unknown" is true. A fact without a value is
 * empty only when its state is "none"; otherwise it is undecided.
 * @deciding: (nullable) (element-type utf8): if the result is undecided, the keys that would decide
 * it are appended, each once; the array owns its strings (made with g_free). */
KirokuTruth kiroku_condition_evaluate (const KirokuCondition *condition,
                                       KirokuFacts *facts,
                                       GPtrArray *deciding);

/* Calls @func for each comparison; @id is NULL for `non-empty`, @equals is TRUE for `=`. */
typedef void (*KirokuConditionFunc) (const char *key,
                                     const char *id,
                                     gboolean equals,
                                     gpointer data);
void kiroku_condition_foreach (const KirokuCondition *condition,
                               KirokuConditionFunc func,
                               gpointer data);

G_END_DECLS
