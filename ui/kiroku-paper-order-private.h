/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-made-paper.h"
#include "kiroku-paper-order.h"

G_BEGIN_DECLS

/* For kiroku-shown-paper.c. */

/* A paper that was made, to be saved or printed. @heads: (nullable): that its pages show. @keeper: keeps
 * @made until that is done. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_made (KirokuCaseModel *model,
                                               KirokuMadePaper *made,
                                               KirokuPaperHeads *heads,
                                               GObject *keeper);
/* What stops it from another thread. */
void kiroku_paper_order_set_cancellable (KirokuPaperOrder *self, GCancellable *cancellable);
/* A KirokuJobFunc for KIROKU_STORE_MAKER: a KirokuMadePaper of a KirokuPaperOrder. (transfer full) */
gpointer kiroku_paper_order_make (
    KirokuDb *db, gpointer order, GCancellable *none, GError **error);

G_END_DECLS
