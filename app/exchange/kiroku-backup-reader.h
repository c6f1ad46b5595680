/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-backup-sink.h"
#include "kiroku-backup.h"

G_BEGIN_DECLS

/* The names inside a backup. */
#define KIROKU_BACKUP_MANIFEST "manifest-sha256.txt" /* the last one; as sha256sum writes it */
#define KIROKU_BACKUP_ABOUT "backup.ini"
#define KIROKU_BACKUP_DATABASE "kiroku.db"
#define KIROKU_BACKUP_PINS "pins"
#define KIROKU_BACKUP_PROFILE "profile.ini"
#define KIROKU_BACKUP_DESKS "desks.jsonl"
#define KIROKU_BACKUP_PEOPLE "people.ini"
#define KIROKU_BACKUP_KEY "key.p8"
#define KIROKU_BACKUP_KEYS "keys"
#define KIROKU_BACKUP_EVIDENCE "evidence"
#define KIROKU_BACKUP_PACK "pack"

/* Whether a backup may hold a file of this name. */
gboolean kiroku_backup_knows_path (const char *path);

typedef struct
{
  GCancellable *cancellable; /* (nullable) */
  KirokuBackupProgress progress; /* (nullable) */
  gpointer progress_data;
  GHashTable *damaged; /* (nullable) gets the names of evidence whose digest is another one */
  gint64 done;
  gint64 total; /* 0: the size of the backup */
} KirokuBackupWatch;

/* Reads all of @backup, a file or a folder, and holds every file against the manifest; copies them
 * to @sink unless it is NULL. What was copied counts only when it returns a result, in which the
 * file's name, bytes, number of files and damaged evidence are set. (transfer full) */
KirokuBackup *kiroku_backup_read (const char *backup,
                                  const char *passphrase,
                                  KirokuBackupSink *sink,
                                  KirokuBackupWatch *watch,
                                  GError **error);

G_END_DECLS
