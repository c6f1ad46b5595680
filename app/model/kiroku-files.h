/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files that must be whole or not there: written beside their place with mode 0600, fsynced, and put
 * there by one rename or link. Errors are of G_FILE_ERROR and name the file. */

/* Makes @path; an existing file is an error and stays. */
gboolean kiroku_files_create (const char *path, const void *bytes, gsize length, GError **error);
/* Makes or replaces @path. Without @durable the disk may still be writing when it returns. */
gboolean kiroku_files_replace (
    const char *path, const void *bytes, gsize length, gboolean durable, GError **error);
/* Whether kiroku_files_replace() could put a file at @path: for whoever does something first that
 * cannot be undone. */
gboolean kiroku_files_can_replace (const char *path, GError **error);
/* Gives the file @from the name @to on the same disk; an existing @to is an error
 * (G_FILE_ERROR_EXIST) and stays. */
gboolean kiroku_files_move (const char *from, const char *to, GError **error);
/* Opens the lock file @path, made if there is none, and waits until no other program or thread holds
 * it. close() gives it back. -1 on error. */
int kiroku_files_lock (const char *path, GError **error);
/* The same without waiting: G_FILE_ERROR_AGAIN when somebody else has the lock. */
int kiroku_files_try_lock (const char *path, GError **error);
/* Writes all of @bytes to @fd. FALSE with errno set. */
gboolean kiroku_files_write (int fd, const void *bytes, gsize length);
/* Deletes the file or the folder @path with all that is in it; what cannot be deleted stays. */
void kiroku_files_remove (const char *path);
/* Waits until what was put into the folder of @path is on the disk. */
gboolean kiroku_files_sync (const char *path, GError **error);

G_END_DECLS
