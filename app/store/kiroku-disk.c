/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixmounts.h>
#include <linux/fscrypt.h>
#include <stdlib.h>
#include <string.h>
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

/* A device whose bytes another machine keeps. */
static gboolean
is_elsewhere (const char *device)
{
  static const char *const names[] = { "nbd", "rbd", "drbd" };
  /* iSCSI, Fibre Channel, NVMe over a network or by more than one way */
  static const char *const ways[] = { "/session", "/rport-", "/nvme-fabrics/", "/nvme-subsystem/" };
  g_autofree char *path = realpath (device, NULL);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (name, names[i]))
      return TRUE;
  for (guint i = 0; path != NULL && i < G_N_ELEMENTS (ways); i++)
    if (strstr (path, ways[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): the disk, when @device is a partition of it, inside which it is described. */
static char *
dup_disk (const char *device)
{
  g_autofree char *partition = g_build_filename (device, "partition", NULL);

  return g_file_test (partition, G_FILE_TEST_EXISTS) ? g_build_filename (device, "..", NULL) : NULL;
}

static KirokuDisk look_at (const char *device, guint depth);

/* All devices that @folder lists: encrypted when each is, plain when there is none. */
static KirokuDisk
look_at_all (const char *folder, guint depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  KirokuDisk found = KIROKU_DISK_ENCRYPTED;
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *device = g_build_filename (folder, name, NULL);
      KirokuDisk disk = look_at (device, depth);

      if (disk == KIROKU_DISK_PLAIN)
        return KIROKU_DISK_PLAIN;
      if (disk == KIROKU_DISK_UNKNOWN)
        found = KIROKU_DISK_UNKNOWN;
      n++;
    }
  return n > 0 ? found : KIROKU_DISK_PLAIN;
}

static KirokuDisk
look_at (const char *device, guint depth)
{
  g_autofree char *slaves = g_build_filename (device, "slaves", NULL);
  g_autofree char *disk = dup_disk (device);

  if (is_crypt (device))
    return KIROKU_DISK_ENCRYPTED;
  if (depth == 0 || is_loop (device) || is_elsewhere (device)
      || !g_file_test (device, G_FILE_TEST_IS_DIR))
    return KIROKU_DISK_UNKNOWN;
  return disk != NULL ? look_at (disk, depth - 1) : look_at_all (slaves, depth - 1);
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

/* (transfer full) (nullable): what the kernel calls the device of @path, which may be another name of it. */
static char *
dup_kernel_name (const char *path)
{
  g_autofree char *real = g_path_is_absolute (path) ? realpath (path, NULL) : NULL;
  const char *name = g_path_is_absolute (path) ? strrchr (real != NULL ? real : path, '/') + 1 : "";

  return name[0] != '\0' ? g_strdup (name) : NULL;
}

/* A Btrfs is mounted from one of its devices; the kernel lists all of each. */
static KirokuDisk
look_at_btrfs (const char *sysfs, const char *source)
{
  g_autofree char *folder = g_build_filename (sysfs, "fs", "btrfs", NULL);
  g_autofree char *name = dup_kernel_name (source);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *id;

  while (dir != NULL && name != NULL && (id = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *devices = g_build_filename (folder, id, "devices", NULL);
      g_autofree char *device = g_build_filename (devices, name, NULL);

      if (g_file_test (device, G_FILE_TEST_EXISTS))
        return look_at_all (devices, DEPTH_MAX);
    }
  return KIROKU_DISK_UNKNOWN;
}

KirokuDisk
kiroku_disk_look_mount (const char *sysfs, const char *type, const char *source)
{
  g_return_val_if_fail (sysfs != NULL && type != NULL && source != NULL, KIROKU_DISK_UNKNOWN);

  if (encrypts_by_itself (type))
    return KIROKU_DISK_ENCRYPTED;
  return g_str_equal (type, "btrfs") ? look_at_btrfs (sysfs, source) : KIROKU_DISK_UNKNOWN;
}

static KirokuDisk
look_at_mount_of (const char *folder)
{
  g_autoptr (GUnixMountEntry) mount = g_unix_mount_for (folder, NULL);

  return mount != NULL ? kiroku_disk_look_mount ("/sys", g_unix_mount_get_fs_type (mount),
                                                 g_unix_mount_get_device_path (mount))
                       : KIROKU_DISK_UNKNOWN;
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
    return look_at_mount_of (folder);
  return kiroku_disk_look_device ("/sys", major (status.st_dev), minor (status.st_dev));
}
