/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What screens read while somebody changes the profile. */
#include <errno.h>
#include <glib/gstdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kiroku-profile.h"

#define PATIENCE (10 * G_USEC_PER_SEC)

static KirokuProfile *read_meanwhile; /* (nullable) */
static GMutex mutex;
static GCond cond;
static char *answer;
static guint waits;
static gboolean broken;

static gpointer
read_thread (gpointer data)
{
  g_autofree char *value = kiroku_profile_get (data, "org.name");
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  answer = g_steal_pointer (&value);
  g_cond_signal (&cond);
  return NULL;
}

/* In place of that of the C library: a disk that is done only when somebody has read. */
int
fsync (int fd)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 end = g_get_monotonic_time () + PATIENCE;

  errno = EIO;
  if (broken)
    return -1;
  if (read_meanwhile == NULL)
    return (int) syscall (SYS_fsync, fd);
  g_thread_unref (g_thread_new ("reader", read_thread, g_steal_pointer (&read_meanwhile)));
  waits++;
  locker = g_mutex_locker_new (&mutex);
  while (answer == NULL)
    if (!g_cond_wait_until (&cond, &mutex, end))
      g_error ("who reads the profile waits for the disk");
  return (int) syscall (SYS_fsync, fd);
}

static void
test_reading (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kiroku-profile-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "profile.ini", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  g_autofree char *after = NULL;
  KirokuProfile *profile = kiroku_profile_load (path, &error);

  g_assert_no_error (error);
  g_assert_true (kiroku_profile_set (profile, "org.name", "前", &error));
  read_meanwhile = profile;
  g_assert_true (kiroku_profile_set (profile, "org.name", "後", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (waits, ==, 1);
  g_assert_cmpstr (answer, ==, "前");
  after = kiroku_profile_get (profile, "org.name");
  g_assert_cmpstr (after, ==, "後");
  kiroku_profile_free (profile);
  g_clear_pointer (&answer, g_free);
  g_remove (path);
  g_remove (lock);
  g_rmdir (folder);
}

/* A change that was not written is none. */
static void
test_failed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kiroku-profile-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "profile.ini", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  g_autofree char *value = NULL;
  KirokuProfile *profile = kiroku_profile_load (path, &error);

  g_assert_no_error (error);
  broken = TRUE;
  g_assert_false (kiroku_profile_set (profile, "org.name", "x", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_IO);
  broken = FALSE;
  value = kiroku_profile_get (profile, "org.name");
  g_assert_cmpstr (value, ==, "");
  kiroku_profile_free (profile);
  g_remove (path);
  g_remove (lock);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/who-reads-waits-for-no-disk", test_reading);
  g_test_add_func ("/profile/a-change-that-was-not-written-is-none", test_failed);
  return g_test_run ();
}
