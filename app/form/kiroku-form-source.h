/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"
#include "kiroku-form.h"

G_BEGIN_DECLS

/* Where the answers of a form come from: which entry, whose and when; and answers that somebody gave for one
 * form alone, which stand in it instead of the fact (`form.draft` with `own`). */

/* The answer @value, canonical, to fact @key for @form alone; "" takes it back. @pack: version of the rule
 * pack. (transfer full) */
KirokuDraft *kiroku_form_draft_own (
    const char *form, const char *pack, const char *key, const char *value);

/* The answers that stand for @form alone, each with the entry that gave it as its origin; one that is withheld
 * or erased by law has that state. (transfer full) */
KirokuFacts *kiroku_form_read_own (
    KirokuDb *db, const char *case_id, const char *form, gint64 as_of, GError **error);
/* The same of every form of the case that has any. (transfer full) (element-type utf8 KirokuFacts) */
GHashTable *
kiroku_form_list_own (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* Says of each field of @form who gave its answer and when: KirokuFormField.source. */
gboolean kiroku_form_read_sources (
    KirokuDb *db, const char *case_id, KirokuFilledForm *form, GError **error);

G_END_DECLS
