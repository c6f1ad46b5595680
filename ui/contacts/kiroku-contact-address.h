/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* One number, mail address or page of a desk that is in force: it can be copied and called or opened, and
 * said to be right or wrong in one click. Below it, when somebody of the organisation looked at it, and how
 * long ago. */
#define KIROKU_TYPE_CONTACT_ADDRESS (kiroku_contact_address_get_type ())
G_DECLARE_FINAL_TYPE (KirokuContactAddress, kiroku_contact_address, KIROKU, CONTACT_ADDRESS, AdwBin)

/* @address, of @contact, both of the model's book and in force. @scheme: (nullable): what is put before a
 * mail address ("mailto:") or a page ("") to open it; NULL for a telephone number, which is large. */
GtkWidget *kiroku_contact_address_new (KirokuCaseModel *model,
                                       const KirokuPackContact *contact,
                                       const KirokuPackPhone *address,
                                       const char *scheme);

/* When somebody of the organisation looked at @address, and how long before @now (µs UTC) in days of the
 * model's zone: nobody says how old is too old, so the age is told and no more.
 * (transfer full) (nullable): nobody did */
GtkWidget *kiroku_contact_address_make_check (
    KirokuCaseModel *model, const KirokuPackPhone *address, gint64 now);

/* What to give to a telephone for @number. (transfer full) */
char *kiroku_contact_dup_tel_uri (const char *number);

G_END_DECLS
