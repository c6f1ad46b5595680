/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Whether entries of @kind are corrected by stating them anew: calls, changes of custody, filings. */
gboolean kiroku_restating_is_of (const char *kind);

/* Corrects @reading, an entry of such a kind as it reads now, in the form in which one of that kind is
 * recorded. @model: with a snapshot. (transfer floating) */
GtkWidget *kiroku_restating_popover_new (KirokuCaseModel *model, KirokuEntry *reading);

G_END_DECLS
