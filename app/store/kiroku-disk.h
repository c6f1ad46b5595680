/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether what stands in a folder is encrypted on its disk. Only what the running system does can be
 * seen: dm-crypt (LUKS), fscrypt, and file systems that encrypt by themselves. What lies behind its last
 * device cannot: a drive that encrypts in its own hardware, the host of a virtual machine, and a storage
 * network that looks like a drive (Fibre Channel, NVMe over a network). Such a device is plain here;
 * one of another machine that can be told by its description (nbd, rbd, drbd, iSCSI) is unknown. */
typedef enum
{
  KIROKU_DISK_UNKNOWN, /* another machine's disk, a file in another file system, memory, … */
  KIROKU_DISK_PLAIN,
  KIROKU_DISK_ENCRYPTED
} KirokuDisk;

/* "plain", "encrypted"; NULL when it is unknown. As in entries (journal.open). */
const char *kiroku_disk_id (KirokuDisk disk);

/* What @folder lies on. It waits for the disk. */
KirokuDisk kiroku_disk_look (const char *folder);

/* The same of the block device @major:@minor as the tree @sysfs ("/sys") describes it: encrypted when
 * it, or all that it is made of, is. Of a partition its disk tells. */
KirokuDisk kiroku_disk_look_device (const char *sysfs, guint major, guint minor);

/* The same of a file system of @type, mounted from @source, whose files have no block device's number: of a
 * Btrfs that all its devices tell, of any other whether it encrypts by itself. */
KirokuDisk kiroku_disk_look_mount (const char *sysfs, const char *type, const char *source);

G_END_DECLS
