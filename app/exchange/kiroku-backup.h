/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A backup is one tree of files: the database as of one moment, the files of evidence, the pins,
 * the signing keys and whose they are, the profile and the own rule pack, with a manifest of their
 * digests. It stands either in one file, a pax archive encrypted with a passphrase in the format of
 * age, or plain in a folder of its own. Both can be opened without Kiroku:
 *
 *   age -d BACKUP | tar x; sha256sum -c manifest-sha256.txt
 *
 * These functions wait for disks, and run in a thread that may. */

typedef struct
{
  char *file;           /* where it is; the folder of its own when it was put into a folder */
  gint64 bytes;         /* of all files in it, each read back and held against the manifest */
  gint64 files;         /* their number */
  gint64 entries;       /* in the database */
  gint64 made;          /* µs UTC */
  gint64 keys_left_out; /* signing keys without a passphrase, which a plain folder must not hold */
  gint64 evidence_missing; /* files of evidence that the database needs and the backup has not */
  gint64 evidence_damaged; /* files in it that are not what was taken in; restore leaves them out */
} KirokuBackup;

void kiroku_backup_free (KirokuBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuBackup, kiroku_backup_free)

/* Bytes; called in the working thread. */
typedef void (*KirokuBackupProgress) (gint64 done, gint64 total, gpointer user_data);

typedef struct
{
  const char *folder;     /* of key, pins, profile and pack */
  const char *database;   /* its evidence is in the folder DATABASE-evidence */
  const char *passphrase; /* (nullable) needed for a file, and of no use for a folder */
  gint64 now;             /* µs UTC */
  GTimeZone *zone;        /* of the time in the folder's name */
  KirokuBackupProgress progress; /* (nullable) */
  gpointer progress_data;
  GCancellable *cancellable; /* (nullable) */
} KirokuBackupOrder;

/* Writes a backup to @target while others go on writing to the database: everything that was saved
 * before the call is in it. When @target is a folder, a new folder is made in it. It has its name
 * only after all of it was written, synced and read back from the disk; a file of that name is then
 * replaced. Beside the database there must be room for a copy of it. Errors are of
 * KIROKU_EXCHANGE_ERROR and KIROKU_STORE_ERROR. (transfer full) */
KirokuBackup *kiroku_backup_make (
    const KirokuBackupOrder *order, const char *target, GError **error);

/* Puts @backup, a file or a folder, in the places that @order names, which must hold no case book
 * and no other key. A folder that holds exactly one backup in a folder of its own, as
 * kiroku_backup_make() put it there, stands for it; a profile, pack or file of evidence that is
 * there stays, and pins are only raised. Everything is checked before anything is put anywhere, and
 * the database comes last: cut short, it can be done again.
 * (transfer full) */
KirokuBackup *kiroku_backup_restore (
    const KirokuBackupOrder *order, const char *backup, GError **error);
/* The same in a thread of its own; @order is copied, and its cancellable may stop it until the
 * first file is in its place. @progress is called in that thread. */
void kiroku_backup_restore_async (const KirokuBackupOrder *order,
                                  const char *backup,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* (transfer full) */
KirokuBackup *kiroku_backup_restore_finish (GAsyncResult *result, GError **error);

G_END_DECLS
