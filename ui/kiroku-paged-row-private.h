/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-paged-row.h"

G_BEGIN_DECLS

/* Called once, when the row dies before it was orphaned. */
typedef void (*KirokuPagedRowGone) (gpointer owner, guint position);

/* @owner is not referenced: it calls kiroku_paged_row_orphan() on all its rows before it goes.
 * (transfer full) */
KirokuPagedRow *kiroku_paged_row_new (guint position, KirokuPagedRowGone gone, gpointer owner);
/* The row keeps what it shows, and tells nobody when it dies. */
void kiroku_paged_row_orphan (KirokuPagedRow *self);
/* @item: (transfer none) (nullable) */
void kiroku_paged_row_set_item (KirokuPagedRow *self, gpointer item);

G_END_DECLS
