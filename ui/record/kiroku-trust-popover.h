/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"
#include "kiroku-trust.h"

G_BEGIN_DECLS

/* Vouches for an author of a case, or revokes their key, with the reason. It closes when that is
 * durable; what goes wrong is said in it, and what was typed stays. */
#define KIROKU_TYPE_TRUST_POPOVER (kiroku_trust_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuTrustPopover, kiroku_trust_popover, KIROKU, TRUST_POPOVER, KirokuPopover)

/* @revoke: else it vouches. */
GtkWidget *
kiroku_trust_popover_new (KirokuCaseModel *model, const KirokuAuthor *author, gboolean revoke);

G_END_DECLS
