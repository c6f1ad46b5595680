/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-form.h"

G_BEGIN_DECLS

/* How many answers of a form are still open, and which when it is pressed: of a final report all that are not
 * settled, of another those that nobody gave, which hold nothing up.
 *
 * Signals:
 *   chosen (const char *key): a person wants to answer that fact. */
#define KIROKU_TYPE_OPEN_LIST (kiroku_open_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuOpenList, kiroku_open_list, KIROKU, OPEN_LIST, AdwBin)

void kiroku_open_list_show (KirokuOpenList *self, const KirokuFilledForm *form);

G_END_DECLS
