/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-paged-row.h"

G_BEGIN_DECLS

/* A list of any length that reads only what is looked at. Every position answers at once with a
 * KirokuPagedRow; the page it stands on is fetched behind it and fills the rows when it arrives.
 * Used from the main thread only.
 *
 * Signals:
 *   fetch-failed (GError *error): a page could not be read. Its rows stay empty and are asked for
 *   again when they are next looked at. */
#define KIROKU_TYPE_PAGED_LIST (kiroku_paged_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPagedList, kiroku_paged_list, KIROKU, PAGED_LIST, GObject)

#define KIROKU_PAGED_LIST_PAGE 128

/* Reads the rows [offset, offset + count) and answers with
 *   g_task_return_pointer (task, array, (GDestroyNotify) g_ptr_array_unref)
 * where @array is a GPtrArray of GObjects that it owns, or with g_task_return_error(); at once or
 * later, from any thread. The task is cancelled when nobody needs the answer any more.
 * @task: (transfer full) */
typedef void (*KirokuPagedFetch) (guint offset, guint count, GTask *task, gpointer user_data);

/* An empty list; call kiroku_paged_list_reset() when the length is known. (transfer full) */
KirokuPagedList *
kiroku_paged_list_new (KirokuPagedFetch fetch, gpointer user_data, GDestroyNotify destroy);

/* The list now has @n_items others: all rows are removed, answers under way are dropped, new rows
 * are added. Give the view a fresh selection model at the same time when the list is long. */
void kiroku_paged_list_reset (KirokuPagedList *self, guint n_items);

/* @n_added more rows at the end; the rows before keep their objects. */
void kiroku_paged_list_append (KirokuPagedList *self, guint n_added);

/* What [position, position + n_rows) shows has changed: read again, told by notify::item. */
void kiroku_paged_list_refresh (KirokuPagedList *self, guint position, guint n_rows);

/* How many rows are alive, that is, referenced by somebody. */
guint kiroku_paged_list_get_n_alive (KirokuPagedList *self);

G_END_DECLS
