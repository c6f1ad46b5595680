/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-form.h"
#include "kiroku-popover.h"

G_BEGIN_DECLS

/* A form as a mail that is still to be sent: to whom, and with which files. It goes to the user's mail program
 * without files, or into a file that the mail program opens with them.
 *
 * Signals:
 *   open (const char *uri): the mail program is wanted; the popover closes. */
#define KIROKU_TYPE_MAIL_POPOVER (kiroku_mail_popover_get_type ())
G_DECLARE_FINAL_TYPE (KirokuMailPopover, kiroku_mail_popover, KIROKU, MAIL_POPOVER, KirokuPopover)

/* @form: is read before this returns. (transfer floating) */
GtkWidget *kiroku_mail_popover_new (KirokuCaseModel *model, const KirokuFilledForm *form);
/* As if they had been chosen: a file that goes with the mail, and where to write it. */
void kiroku_mail_popover_attach (KirokuMailPopover *self, const char *path);
void kiroku_mail_popover_write (KirokuMailPopover *self, const char *path);
/* The link for the mail program; NULL, having said why, where the address is none. (transfer full) (nullable) */
char *kiroku_mail_popover_dup_uri (KirokuMailPopover *self);

G_END_DECLS
