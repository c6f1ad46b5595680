/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* A quiet bar that says which indicators stand in a text and are not in the case yet. Only what a
 * person chooses is recorded; the keyboard stays where it is. Hidden while there is nothing to
 * offer. */
#define KIROKU_TYPE_INDICATOR_OFFER (kiroku_indicator_offer_get_type ())
G_DECLARE_FINAL_TYPE (KirokuIndicatorOffer, kiroku_indicator_offer, KIROKU, INDICATOR_OFFER, AdwBin)

GtkWidget *kiroku_indicator_offer_new (void);
/* @model: (nullable). What was offered for another case is forgotten. */
void kiroku_indicator_offer_set_model (KirokuIndicatorOffer *self, KirokuCaseModel *model);
/* Looks through @text without waiting, and offers what is new beside what is offered already.
 * @entry: (nullable): hash of the entry whose text it is */
void kiroku_indicator_offer_look (KirokuIndicatorOffer *self, const char *text, const char *entry);
guint kiroku_indicator_offer_count (KirokuIndicatorOffer *self);

G_END_DECLS
