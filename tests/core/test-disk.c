/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a disk: encrypted only when everything that it is made of is. */
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "kiroku-disk.h"

/* A tree as the kernel shows it in /sys. */
typedef struct
{
  char *sysfs;
} Fixture;

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!g_file_test (child, G_FILE_TEST_IS_SYMLINK) && g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_assert_no_errno (g_unlink (child));
    }
  g_clear_pointer (&dir, g_dir_close);
  g_assert_no_errno (g_rmdir (path));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sysfs = g_dir_make_tmp ("kiroku-disk-XXXXXX", NULL);
  g_assert_nonnull (fixture->sysfs);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->sysfs);
  g_free (fixture->sysfs);
}

/* The folder of 254:@minor. @uuid: (nullable) of the device mapper. */
static void
add_device (Fixture *fixture, guint minor, const char *uuid)
{
  g_autofree char *number = g_strdup_printf ("254:%u", minor);
  g_autofree char *device
      = g_build_filename (fixture->sysfs, "dev", "block", number, NULL);
  g_autofree char *slaves = g_build_filename (device, "slaves", NULL);
  g_autofree char *mapper = g_build_filename (device, "dm", NULL);
  g_autofree char *file = g_build_filename (mapper, "uuid", NULL);

  g_assert_no_errno (g_mkdir_with_parents (slaves, 0700));
  if (uuid == NULL)
    return;
  g_assert_no_errno (g_mkdir (mapper, 0700));
  g_assert_true (g_file_set_contents (file, uuid, -1, NULL));
}

/* 254:@minor is made of 254:@slave. */
static void
add_slave (Fixture *fixture, guint minor, guint slave)
{
  g_autofree char *target = g_strdup_printf ("../../254:%u", slave);
  g_autofree char *link
      = g_strdup_printf ("%s/dev/block/254:%u/slaves/dm-%u", fixture->sysfs, minor, slave);

  g_autoptr (GFile) file = g_file_new_for_path (link);

  g_assert_true (g_file_make_symbolic_link (file, target, NULL, NULL));
}

/* What stands at @path of the tree leads to @target. */
static void
add_link (Fixture *fixture, const char *path, const char *target)
{
  g_autofree char *link = g_build_filename (fixture->sysfs, path, NULL);
  g_autofree char *folder = g_path_get_dirname (link);
  g_autoptr (GFile) file = g_file_new_for_path (link);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_true (g_file_make_symbolic_link (file, target, NULL, NULL));
}

/* 254:@minor is a partition of 254:@disk, and is described inside it. */
static void
add_partition (Fixture *fixture, guint minor, guint disk)
{
  g_autofree char *link = g_strdup_printf ("dev/block/254:%u", minor);
  g_autofree char *target = g_strdup_printf ("254:%u/p%u", disk, minor);
  g_autofree char *folder = g_build_filename (fixture->sysfs, "dev", "block", target, NULL);
  g_autofree char *file = g_build_filename (folder, "partition", NULL);

  add_link (fixture, link, target);
  g_assert_no_errno (g_mkdir (folder, 0700));
  g_assert_true (g_file_set_contents (file, "1\n", -1, NULL));
}

/* 254:@minor is the device that the kernel describes at @path. */
static void
add_device_at (Fixture *fixture, guint minor, const char *path)
{
  g_autofree char *link = g_strdup_printf ("dev/block/254:%u", minor);
  g_autofree char *target = g_strdup_printf ("../../devices/%s", path);
  g_autofree char *folder = g_build_filename (fixture->sysfs, "devices", path, NULL);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  add_link (fixture, link, target);
}

/* The Btrfs @id has a part on 254:@minor, which the kernel names @name. */
static void
add_btrfs (Fixture *fixture, const char *id, const char *name, guint minor)
{
  g_autofree char *link = g_strdup_printf ("fs/btrfs/%s/devices/%s", id, name);
  g_autofree char *target = g_strdup_printf ("../../../../dev/block/254:%u", minor);

  add_link (fixture, link, target);
}

static void
assert_disk (Fixture *fixture, guint minor, KirokuDisk expected)
{
  g_assert_cmpint (kiroku_disk_look_device (fixture->sysfs, 254, minor), ==, expected);
}

static void
test_itself (Fixture *fixture, gconstpointer data)
{
  add_device (fixture, 0, NULL);
  add_device (fixture, 1, "CRYPT-LUKS2-4d1f-home\n");
  add_device (fixture, 2, "LVM-aaaa\n");

  assert_disk (fixture, 0, KIROKU_DISK_PLAIN);
  assert_disk (fixture, 1, KIROKU_DISK_ENCRYPTED);
  assert_disk (fixture, 2, KIROKU_DISK_PLAIN);
  assert_disk (fixture, 9, KIROKU_DISK_UNKNOWN); /* there is none */
}

/* What only checks is no encryption. */
static void
test_checked (Fixture *fixture, gconstpointer data)
{
  add_device (fixture, 0, NULL);
  add_device (fixture, 1, "CRYPT-VERITY-4d1f-root\n");
  add_device (fixture, 2, "CRYPT-INTEGRITY-4d1f-home\n");
  add_slave (fixture, 1, 0);
  add_slave (fixture, 2, 0);

  assert_disk (fixture, 1, KIROKU_DISK_PLAIN);
  assert_disk (fixture, 2, KIROKU_DISK_PLAIN);
}

/* A logical volume on LUKS is; one over two disks of which one is plain is not. */
static void
test_made_of (Fixture *fixture, gconstpointer data)
{
  add_device (fixture, 0, NULL);
  add_device (fixture, 1, "CRYPT-LUKS2-4d1f-home\n");
  add_device (fixture, 2, "LVM-aaaa\n");
  add_device (fixture, 3, "LVM-bbbb\n");
  add_slave (fixture, 1, 0);
  add_slave (fixture, 2, 1);
  add_slave (fixture, 3, 1);
  add_slave (fixture, 3, 0);

  assert_disk (fixture, 2, KIROKU_DISK_ENCRYPTED);
  assert_disk (fixture, 3, KIROKU_DISK_PLAIN);
}

/* Nobody guesses what a file that is shown as a disk lies on, nor goes round for ever. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *loop = g_build_filename (fixture->sysfs, "dev", "block", "254:0", "loop", NULL);

  g_assert_no_errno (g_mkdir_with_parents (loop, 0700));
  add_device (fixture, 1, NULL);
  add_slave (fixture, 1, 1);

  assert_disk (fixture, 0, KIROKU_DISK_UNKNOWN);
  assert_disk (fixture, 1, KIROKU_DISK_UNKNOWN);
  g_assert_cmpint (kiroku_disk_look ("/nonexistent"), ==, KIROKU_DISK_UNKNOWN);
  g_assert_cmpint (kiroku_disk_look ("/proc"), ==, KIROKU_DISK_UNKNOWN);
}

/* Of a partition its disk tells: nothing else says what an array, or a file shown as a disk, is made of. */
static void
test_partition (Fixture *fixture, gconstpointer data)
{
  g_autofree char *loop = g_build_filename (fixture->sysfs, "dev", "block", "254:4", "loop", NULL);

  add_device (fixture, 0, NULL);
  add_device (fixture, 1, "CRYPT-LUKS2-4d1f-home\n");
  add_device (fixture, 2, NULL);
  add_device (fixture, 3, NULL);
  add_slave (fixture, 2, 0);
  add_slave (fixture, 3, 1);
  g_assert_no_errno (g_mkdir_with_parents (loop, 0700));
  for (guint disk = 0; disk <= 4; disk++)
    add_partition (fixture, 10 + disk, disk);

  assert_disk (fixture, 10, KIROKU_DISK_PLAIN);
  assert_disk (fixture, 11, KIROKU_DISK_ENCRYPTED);
  assert_disk (fixture, 12, KIROKU_DISK_PLAIN);
  assert_disk (fixture, 13, KIROKU_DISK_ENCRYPTED);
  assert_disk (fixture, 14, KIROKU_DISK_UNKNOWN);
}

/* Whether the disk of another machine is encrypted there is not seen here; what is encrypted here is. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  add_device_at (fixture, 0, "virtual/block/nbd0");
  add_device_at (fixture, 1, "virtual/block/drbd1");
  add_device_at (fixture, 2, "platform/host3/session1/target3:0:0/3:0:0:0/block/sdb");
  add_device_at (fixture, 3, "pci0000:00/0000:00:02.0/virtio1/block/vda");
  add_device (fixture, 4, "CRYPT-LUKS2-4d1f-home\n");
  add_partition (fixture, 5, 0);
  add_slave (fixture, 4, 0);
  add_device_at (fixture, 6, "virtual/nvme-fabrics/ctl/nvme1/nvme1n1");
  add_device_at (fixture, 7, "pci0000:00/0000:00:05.0/host1/rport-1:0-2/target1:0:2/1:0:2:0/block/sdc");
  add_device_at (fixture, 8, "pci0000:00/0000:00:06.0/nvme/nvme0/nvme0n1");

  assert_disk (fixture, 6, KIROKU_DISK_UNKNOWN);
  assert_disk (fixture, 7, KIROKU_DISK_UNKNOWN);
  assert_disk (fixture, 8, KIROKU_DISK_PLAIN);
  assert_disk (fixture, 0, KIROKU_DISK_UNKNOWN);
  assert_disk (fixture, 1, KIROKU_DISK_UNKNOWN);
  assert_disk (fixture, 2, KIROKU_DISK_UNKNOWN);
  assert_disk (fixture, 3, KIROKU_DISK_PLAIN);
  assert_disk (fixture, 4, KIROKU_DISK_ENCRYPTED);
  assert_disk (fixture, 5, KIROKU_DISK_UNKNOWN);
}

static void
assert_mount (Fixture *fixture, const char *type, const char *source, KirokuDisk expected)
{
  g_assert_cmpint (kiroku_disk_look_mount (fixture->sysfs, type, source), ==, expected);
}

/* A Btrfs is named by one of its devices, and its files may lie on any. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  add_device (fixture, 0, NULL);
  add_device (fixture, 1, "CRYPT-LUKS2-4d1f-home\n");
  add_device (fixture, 2, "CRYPT-LUKS2-77aa-more\n");
  add_btrfs (fixture, "aaaa", "kiroku-1", 1);
  add_btrfs (fixture, "bbbb", "kiroku-2", 1);
  add_btrfs (fixture, "bbbb", "kiroku-3", 2);
  add_btrfs (fixture, "cccc", "kiroku-4", 2);
  add_btrfs (fixture, "cccc", "kiroku-5", 0);
  add_btrfs (fixture, "dddd", "kiroku-6", 1);
  add_btrfs (fixture, "dddd", "kiroku-7", 9); /* which is gone */

  assert_mount (fixture, "btrfs", "/dev/kiroku-1", KIROKU_DISK_ENCRYPTED);
  assert_mount (fixture, "btrfs", "/dev/kiroku-2", KIROKU_DISK_ENCRYPTED);
  assert_mount (fixture, "btrfs", "/dev/kiroku-4", KIROKU_DISK_PLAIN);
  assert_mount (fixture, "btrfs", "/dev/kiroku-6", KIROKU_DISK_UNKNOWN);
  assert_mount (fixture, "btrfs", "/dev/kiroku-8", KIROKU_DISK_UNKNOWN);
}

/* What is mounted from a name or for a network drive is on no device, whatever the name. */
static void
test_no_device (Fixture *fixture, gconstpointer data)
{
  add_device (fixture, 1, "CRYPT-LUKS2-4d1f-home\n");
  add_btrfs (fixture, "aaaa", "none", 1);

  assert_mount (fixture, "btrfs", "none", KIROKU_DISK_UNKNOWN);
  assert_mount (fixture, "btrfs", "pool/none", KIROKU_DISK_UNKNOWN);
  assert_mount (fixture, "tmpfs", "/dev/none", KIROKU_DISK_UNKNOWN);
  assert_mount (fixture, "overlay", "overlay", KIROKU_DISK_UNKNOWN);
  assert_mount (fixture, "btrfs", "/", KIROKU_DISK_UNKNOWN);
  assert_mount (fixture, "fuse.gocryptfs", "/home/sato/.cipher", KIROKU_DISK_ENCRYPTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/disk/device-tells", Fixture, NULL, set_up, test_itself, tear_down);
  g_test_add ("/store/disk/checked-is-not-encrypted", Fixture, NULL, set_up, test_checked, tear_down);
  g_test_add ("/store/disk/all-it-is-made-of", Fixture, NULL, set_up, test_made_of, tear_down);
  g_test_add ("/store/disk/unknown-stays-unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/store/disk/a-partition-is-what-its-disk-is", Fixture, NULL, set_up, test_partition,
              tear_down);
  g_test_add ("/store/disk/of-another-machine-is-unknown", Fixture, NULL, set_up, test_elsewhere,
              tear_down);
  g_test_add ("/store/disk/all-devices-of-a-file-system", Fixture, NULL, set_up, test_several,
              tear_down);
  g_test_add ("/store/disk/a-name-is-no-device", Fixture, NULL, set_up, test_no_device, tear_down);
  return g_test_run ();
}
