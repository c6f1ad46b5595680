/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* renameat2 */
#include "kiroku-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _ ("“%s” could not be written (%s): check the disk and the permissions"), path,
               g_strerror (code));
  return FALSE;
}

gboolean
kiroku_files_write (int fd, const void *bytes, gsize length)
{
  const char *at = bytes;

  while (length > 0)
    {
      gssize written = write (fd, at, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      at += written;
      length -= written;
    }
  return TRUE;
}

/* Writes a new file beside @path and gives its name. (nullable) (transfer full) */
static char *
write_beside (const char *path, const void *bytes, gsize length, gboolean durable, GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0600);
  gboolean written;

  if (fd < 0)
    {
      fail (path, error);
      return NULL;
    }
  written = kiroku_files_write (fd, bytes, length) && (!durable || fsync (fd) == 0);
  if (!written)
    fail (path, error);
  if (close (fd) != 0 && written)
    written = fail (path, error);
  if (!written)
    {
      g_unlink (beside);
      return NULL;
    }
  return g_steal_pointer (&beside);
}

static int
lock (const char *path, int how, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int done = fd >= 0 ? flock (fd, how) : -1;

  while (fd >= 0 && done != 0 && errno == EINTR)
    done = flock (fd, how);
  if (done == 0)
    return fd;
  fail (path, error);
  if (fd >= 0)
    close (fd);
  return -1;
}

int
kiroku_files_lock (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, -1);

  return lock (path, LOCK_EX, error);
}

int
kiroku_files_try_lock (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, -1);

  return lock (path, LOCK_EX | LOCK_NB, error);
}

gboolean
kiroku_files_sync (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced;

  if (fd < 0)
    return fail (path, error);
  synced = fsync (fd) == 0 || fail (path, error);
  close (fd);
  return synced;
}

gboolean
kiroku_files_move (const char *from, const char *to, GError **error)
{
  g_return_val_if_fail (from != NULL && to != NULL, FALSE);

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  /* Some file systems, those of a network above all, know no such rename. */
  if (errno != EINVAL && errno != ENOSYS)
    return fail (to, error);
  if (link (from, to) != 0)
    return fail (to, error);
  return unlink (from) == 0 || fail (from, error);
}

gboolean
kiroku_files_create (const char *path, const void *bytes, gsize length, GError **error)
{
  g_autofree char *beside = NULL;
  gboolean made;

  g_return_val_if_fail (path != NULL, FALSE);

  beside = write_beside (path, bytes, length, TRUE, error);
  if (beside == NULL)
    return FALSE;
  made = link (beside, path) == 0 || fail (path, error);
  g_unlink (beside);
  return made && kiroku_files_sync (path, error);
}

gboolean
kiroku_files_replace (
    const char *path, const void *bytes, gsize length, gboolean durable, GError **error)
{
  g_autofree char *beside = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  beside = write_beside (path, bytes, length, durable, error);
  if (beside == NULL)
    return FALSE;
  if (g_rename (beside, path) != 0)
    {
      fail (path, error);
      g_unlink (beside);
      return FALSE;
    }
  return !durable || kiroku_files_sync (path, error);
}

gboolean
kiroku_files_can_replace (const char *path, GError **error)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  folder = g_path_get_dirname (path);
  errno = 0;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    errno = EISDIR;
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    errno = g_file_test (folder, G_FILE_TEST_EXISTS) ? ENOTDIR : ENOENT;
  else if (g_access (folder, W_OK | X_OK) == 0)
    return TRUE;
  fail (path, error);
  return FALSE;
}

void
kiroku_files_remove (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (g_unlink (path) == 0 || errno == ENOENT)
    return;
  folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      kiroku_files_remove (child);
    }
  g_rmdir (path);
}
