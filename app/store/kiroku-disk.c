/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixmounts.h>
#include <linux/fscrypt.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Devices are made of others a few levels deep; a tree that goes on is not one. */
#define DEPTH_MAX 16

const char *
kiroku_disk_id (KirokuDisk disk)
{
  switch (disk)
    {
    case KIROKU_DISK_PLAIN:
      return "plain";
    case KIROKU_DISK_ENCRYPTED:
      return "encrypted";
    default:
      return NULL;
    }
}

/* --- Block devices --- */

/* What the device mapper says of an encrypted device. verity and integrity only check. */
static gboolean
is_crypt (const char *device)
{
  g_autofree char *path = g_build_filename (device, "dm", "uuid", NULL);
  g_autofree char *uuid = NULL;

  return g_file_get_contents (path, &uuid, NULL, NULL) && g_str_has_prefix (uuid, "CRYPT-")
         && !g_str_has_prefix (uuid, "CRYPT-VERITY-")
         && !g_str_has_prefix (uuid, "CRYPT-INTEGRITY-");
}

/* A device that shows a file as a disk: what the file lies on is not looked at. */
static gboolean
is_loop (const char *device)
{
  g_autofree char *path = g_build_filename (device, "loop", NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* A partition is described inside its disk, and both have the slaves of neither: it is its own. */
static KirokuDisk
look_at (const char *device, guint depth)
{
  g_autofree char *slaves = g_build_filename (device, "slaves", NULL);
  g_autoptr (GDir) dir = NULL;
  KirokuDisk found = KIROKU_DISK_ENCRYPTED;
  const char *name;
  guint n = 0;

  if (is_crypt (device))
    return KIROKU_DISK_ENCRYPTED;
  if (depth == 0 || is_loop (device) || !g_file_test (device, G_FILE_TEST_IS_DIR))
    return KIROKU_DISK_UNKNOWN;
  dir = g_dir_open (slaves, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *slave = g_build_filename (slaves, name, NULL);
      KirokuDisk disk = look_at (slave, depth - 1);

      if (disk == KIROKU_DISK_PLAIN)
        return KIROKU_DISK_PLAIN;
      if (disk == KIROKU_DISK_UNKNOWN)
        found = KIROKU_DISK_UNKNOWN;
      n++;
    }
  return n > 0 ? found : KIROKU_DISK_PLAIN;
}

KirokuDisk
kiroku_disk_look_device (const char *sysfs, guint major, guint minor)
{
  g_autofree char *number = NULL;
  g_autofree char *device = NULL;

  g_return_val_if_fail (sysfs != NULL, KIROKU_DISK_UNKNOWN);

  number = g_strdup_printf ("%u:%u", major, minor);
  device = g_build_filename (sysfs, "dev", "block", number, NULL);
  return look_at (device, DEPTH_MAX);
}

/* --- Folders --- */

/* The files of the folder are encrypted one by one (fscrypt). */
static gboolean
has_policy (const char *folder)
{
  struct fscrypt_get_policy_ex_arg policy = { .policy_size = sizeof policy.policy };
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean has = fd >= 0 && ioctl (fd, FS_IOC_GET_ENCRYPTION_POLICY_EX, &policy) == 0;

  if (fd >= 0)
    close (fd);
  return has;
}

static gboolean
encrypts_by_itself (const char *type)
{
  static const char *const types[]
      = { "ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs", NULL };

  return g_strv_contains (types, type);
}

/* Of a file system whose files have no block device's number (Btrfs), or that encrypts. */
static KirokuDisk
look_at_mount (const char *folder)
{
  g_autoptr (GUnixMountEntry) mount = g_unix_mount_for (folder, NULL);
  struct stat status;

  if (mount == NULL)
    return KIROKU_DISK_UNKNOWN;
  if (encrypts_by_itself (g_unix_mount_get_fs_type (mount)))
    return KIROKU_DISK_ENCRYPTED;
  if (stat (g_unix_mount_get_device_path (mount), &status) != 0 || !S_ISBLK (status.st_mode))
    return KIROKU_DISK_UNKNOWN;
  return kiroku_disk_look_device ("/sys", major (status.st_rdev), minor (status.st_rdev));
}

KirokuDisk
kiroku_disk_look (const char *folder)
{
  struct stat status;

  g_return_val_if_fail (folder != NULL, KIROKU_DISK_UNKNOWN);

  if (stat (folder, &status) != 0)
    return KIROKU_DISK_UNKNOWN;
  if (has_policy (folder))
    return KIROKU_DISK_ENCRYPTED;
  if (major (status.st_dev) == 0)
    return look_at_mount (folder);
  return kiroku_disk_look_device ("/sys", major (status.st_dev), minor (status.st_dev));
}
