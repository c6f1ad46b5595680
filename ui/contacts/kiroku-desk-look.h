/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Whether a number or an address was right, in one click each; a number that is wrong can be followed by
 * the right one. What went wrong is said below. Once it is durable the book tells by ::desks-changed. */
#define KIROKU_TYPE_DESK_LOOK (kiroku_desk_look_get_type ())
G_DECLARE_FINAL_TYPE (KirokuDeskLook, kiroku_desk_look, KIROKU, DESK_LOOK, AdwBin)

/* @address, of @contact, both of the model's book. */
GtkWidget *kiroku_desk_look_new (
    KirokuCaseModel *model, const KirokuPackContact *contact, const KirokuPackPhone *address);

G_END_DECLS
