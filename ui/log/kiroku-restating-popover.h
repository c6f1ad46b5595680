/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Corrects @reading, an entry that is restated (kiroku_line_is_restated()) as it reads now, in the form in
 * which one of its kind is recorded. @model: with a snapshot. (transfer floating) */
GtkWidget *kiroku_restating_popover_new (KirokuCaseModel *model, KirokuEntry *reading);

G_END_DECLS
