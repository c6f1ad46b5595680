/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"

G_BEGIN_DECLS

/* Records what an authority asked, or what it was answered. */
#define KIROKU_TYPE_ENQUIRY_POPOVER (kiroku_enquiry_popover_get_type ())
G_DECLARE_FINAL_TYPE (KirokuEnquiryPopover, kiroku_enquiry_popover, KIROKU, ENQUIRY_POPOVER, KirokuPopover)

/* @enquiry: (nullable): id of the one that is answered; NULL for a new one. (transfer floating) */
GtkWidget *kiroku_enquiry_popover_new (KirokuCaseModel *model, const char *enquiry);
/* States anew what @reading, an enquiry or an answer, says; the original stays legible. */
GtkWidget *kiroku_enquiry_popover_new_correction (KirokuCaseModel *model, KirokuEntry *reading);

G_END_DECLS
