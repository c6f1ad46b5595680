/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* The filed forms that what is known by now contradicts, with both values of each fact; not seen while there
 * are none.
 *
 * Signals:
 *   chosen (const char *form): a person wants to see that form. */
#define KIROKU_TYPE_CONTRADICTION_LIST (kiroku_contradiction_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuContradictionList, kiroku_contradiction_list, KIROKU, CONTRADICTION_LIST,
                      AdwBin)

/* @filings: (nullable) (element-type utf8 KirokuFiling): form → what became of it. */
void kiroku_contradiction_list_show (KirokuContradictionList *self,
                                     KirokuCaseModel *model,
                                     GHashTable *filings);

G_END_DECLS
