/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A row of a KirokuPagedList: there at once, before what it shows has been read. Its "item" is NULL
 * until the page arrives; widgets bind to the row and follow notify::item. */
#define KIROKU_TYPE_PAGED_ROW (kiroku_paged_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPagedRow, kiroku_paged_row, KIROKU, PAGED_ROW, GObject)

guint kiroku_paged_row_get_position (KirokuPagedRow *self);
/* (transfer none) (nullable): NULL while the row has not been read. */
gpointer kiroku_paged_row_get_item (KirokuPagedRow *self);

G_END_DECLS
