/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"

G_BEGIN_DECLS

/* In which a case is handed over, or taken over. */
#define KIROKU_TYPE_HANDOVER_POPOVER (kiroku_handover_popover_get_type ())
G_DECLARE_FINAL_TYPE (KirokuHandoverPopover, kiroku_handover_popover, KIROKU, HANDOVER_POPOVER,
                      KirokuPopover)

/* Hands over: to one of the people who sign here, or whoever is typed. (transfer floating) */
GtkWidget *kiroku_handover_popover_new (KirokuCaseModel *model);
/* Takes over what was handed over last. (transfer floating) */
GtkWidget *kiroku_handover_popover_new_accepting (KirokuCaseModel *model);

/* The last time the case was handed over, while nobody has taken it over. (transfer none) (nullable)
 */
const KirokuHandover *kiroku_handover_find_open (const KirokuSnapshot *snapshot);
/* Who handed over, and what was said with it. (transfer full) */
char *kiroku_handover_dup_description (const KirokuHandover *handover);

G_END_DECLS
