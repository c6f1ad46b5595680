/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-pack.h"

G_BEGIN_DECLS

/* The window that says which Kiroku and which rules these are. @parent: (nullable). @pack:
 * (nullable): while no case book is open. (transfer none) */
GtkWidget *kiroku_about_new (GtkWindow *parent, KirokuPack *pack);
/* The same and what it runs on, a line each, to be copied into a report of an error: nothing of a
 * case, a person or a folder. Always English, for whoever reads such reports. (transfer full) */
char *kiroku_about_dup_details (KirokuPack *pack);

G_END_DECLS
