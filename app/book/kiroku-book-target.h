/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether somebody may write to @path, a file or folder that need not exist, without harm to the case
 * book @database with the data folder @folder: it is not the database or one of SQLite's files beside
 * it, no key, pin, profile or list of people, and lies in no folder of keys or evidence. Links are
 * followed. KIROKU_BOOK_ERROR_INPUT otherwise. It waits for the disk. */
gboolean kiroku_book_check_target (
    const char *folder, const char *database, const char *path, GError **error);

G_END_DECLS
