/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* A desk: what one needs who is about to call it, which is its numbers in large type, whether it is open,
 * what to have ready, and when it was told. What else is known of it stands behind "More", as long as there is
 * a number. Only a number in force can be copied or dialled. */
#define KIROKU_TYPE_CONTACT_CARD (kiroku_contact_card_get_type ())
G_DECLARE_FINAL_TYPE (KirokuContactCard, kiroku_contact_card, KIROKU, CONTACT_CARD, GtkListBoxRow)

/* @contact belongs to the pack of the model's book. */
GtkWidget *kiroku_contact_card_new (KirokuCaseModel *model, const KirokuPackContact *contact);
/* Shows the desk as it is in @pack, another one of the model's book; a form that is open stays. */
void kiroku_contact_card_reload (KirokuContactCard *self, KirokuPack *pack);
const KirokuPackContact *kiroku_contact_card_get_contact (KirokuContactCard *self);
/* Whether a form is open in it, of a call or of the desk itself. */
gboolean kiroku_contact_card_is_in_use (KirokuContactCard *self);
/* Says whether the desk is open at @now, µs UTC, if that is known. */
void kiroku_contact_card_show_hours (KirokuContactCard *self, gint64 now);
/* @told: (element-type KirokuTold): of the whole case. */
void kiroku_contact_card_show_told (KirokuContactCard *self, GPtrArray *told);
/* Whether name, purpose or a number in force contains @text, which is case-folded. */
gboolean kiroku_contact_card_matches (KirokuContactCard *self, const char *text);

G_END_DECLS
