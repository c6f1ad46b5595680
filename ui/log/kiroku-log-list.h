/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-log-reader.h"

G_BEGIN_DECLS

/* The lines of a log, newest at the bottom, read as they come into view. It follows the end while
 * the end is in view.
 *
 * Signals:
 *   read (guint length): there are so many lines now.
 *   failed (const char *message): they could not be read.
 *   activate (guint position): by Enter or a double click.
 *   menu (guint position): by the right button, the Menu key or Shift+F10. */
#define KIROKU_TYPE_LOG_LIST (kiroku_log_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLogList, kiroku_log_list, KIROKU, LOG_LIST, AdwBin)

/* Everything anew: another case, or other lines of it.
 * @book: (nullable); @query: (transfer full) (nullable), with @book.
 * @wanted: (nullable): hash of the entry to go to; without it, and when there is none, the end */
void kiroku_log_list_show (KirokuLogList *self,
                           KirokuBook *book,
                           KirokuLogQuery *query,
                           const char *wanted);
/* Entries may have come or been corrected since. */
void kiroku_log_list_look (KirokuLogList *self);
/* Own entries are shown at once. @entries: (element-type KirokuEntry) */
void kiroku_log_list_add (KirokuLogList *self, GPtrArray *entries);
/* Shows what comes next, wherever the reader is now. */
void kiroku_log_list_follow (KirokuLogList *self);

/* The line at @position, when it has been read. (transfer none) (nullable) */
const KirokuLine *kiroku_log_list_get_line (KirokuLogList *self, guint position);
/* The widget that shows it. (transfer none) (nullable) */
GtkWidget *kiroku_log_list_find_row (KirokuLogList *self, guint position);

G_END_DECLS
