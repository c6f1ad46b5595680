/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether what stands in a folder is encrypted on its disk. Only what the running system does can be
 * seen: dm-crypt (LUKS), fscrypt, and file systems that encrypt by themselves. A drive that encrypts in
 * its own hardware, and the host of a virtual machine, cannot. */
typedef enum
{
  KIROKU_DISK_UNKNOWN, /* a network drive, a file in another file system, memory, … */
  KIROKU_DISK_PLAIN,
  KIROKU_DISK_ENCRYPTED
} KirokuDisk;

/* "plain", "encrypted"; NULL when it is unknown. As in entries (journal.open). */
const char *kiroku_disk_id (KirokuDisk disk);

/* What @folder lies on. It waits for the disk. */
KirokuDisk kiroku_disk_look (const char *folder);

/* The same of the block device @major:@minor as the tree @sysfs ("/sys") describes it: encrypted when
 * it, or all that it is made of, is. */
KirokuDisk kiroku_disk_look_device (const char *sysfs, guint major, guint minor);

G_END_DECLS
