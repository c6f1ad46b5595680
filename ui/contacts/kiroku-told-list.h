/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Who was told, by the time of telling: what was corrected stands struck through, what is withheld is
 * said to be. It reads while it is seen. */
#define KIROKU_TYPE_TOLD_LIST (kiroku_told_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuToldList, kiroku_told_list, KIROKU, TOLD_LIST, AdwBin)

GtkWidget *kiroku_told_list_new (void);
/* @model: (nullable) */
void kiroku_told_list_set_model (KirokuToldList *self, KirokuCaseModel *model);
/* Leaves what contains @text, which is case-folded; "" for all. */
void kiroku_told_list_find (KirokuToldList *self, const char *text);

G_END_DECLS
