/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiroku-backup-reader.h"
#include "kiroku-db.h"
#include "kiroku-evidence-store.h"
#include "kiroku-evidence.h"
#include "kiroku-exchange-error.h"
#include "kiroku-files.h"
#include "kiroku-key.h"
#include "kiroku-schema.h"
#include "kiroku-time.h"

#define BLOCK (64 * 1024)
#define SNAPSHOT ".backup-"
#define UNIQUE "XXXXXX"

/* One file to be kept, from a file or from memory. */
typedef struct
{
  char *path;   /* inside the backup */
  char *source; /* NULL: from @bytes */
  GBytes *bytes;
  gint64 size;
} Item;

typedef struct
{
  const KirokuBackupOrder *order;
  KirokuBackupWatch watch;
  gboolean is_folder;
  char *top;      /* the name of the tree */
  char *final;    /* where it is when it is done */
  char *beside;   /* (nullable) where it grows */
  char *snapshot; /* (nullable) of the database */
  int lock;
  GPtrArray *items;
  GString *manifest;
  EVP_MD_CTX *digest;
  KirokuBackupSink *sink;
  gint64 entries;
  gint64 keys_left_out;
  gint64 missing;
  guint8 buffer[BLOCK];
} Making;

void
kiroku_backup_free (KirokuBackup *self)
{
  g_free (self->file);
  g_free (self);
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_free (item->source);
  g_free (item->path);
  g_free (item);
}

/* What is not finished goes. */
static void
making_free (Making *self)
{
  g_clear_pointer (&self->sink, kiroku_backup_sink_free);
  if (self->beside != NULL)
    kiroku_files_remove (self->beside);
  if (self->snapshot != NULL)
    g_unlink (self->snapshot);
  if (self->lock >= 0)
    close (self->lock);
  g_clear_pointer (&self->digest, EVP_MD_CTX_free);
  g_ptr_array_unref (self->items);
  g_string_free (self->manifest, TRUE);
  g_free (self->snapshot);
  g_free (self->beside);
  g_free (self->final);
  g_free (self->top);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Making, making_free)

static gboolean
fail_reading (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("“%s” cannot be read for the backup (%s): check the file and its permissions"),
               path, g_strerror (code));
  return FALSE;
}

static gboolean
fail_placing (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("the backup “%s” cannot be made (%s): choose another folder, or check its "
                  "permissions"),
               path, g_strerror (code));
  return FALSE;
}

/* --- Shared with restore --- */

char *
kiroku_backup_get_evidence (const char *database)
{
  g_autoptr (KirokuEvidenceStore) store = kiroku_evidence_store_new (database);

  return g_strdup (kiroku_evidence_store_get_folder (store));
}

/* The ids of the keys that the list of people names, as a set. (transfer full) */
static GHashTable *
read_own_keys (const char *people)
{
  GHashTable *own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, people, G_KEY_FILE_NONE, NULL))
    return own;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    g_hash_table_add (own, g_strdup (groups[i]));
  return own;
}

gboolean
kiroku_backup_count_missing (const char *database,
                             const char *people,
                             const char *folder,
                             gint64 *missing,
                             GError **error)
{
  g_autoptr (GHashTable) own = read_own_keys (people);
  g_autoptr (KirokuDb) db = kiroku_db_open (database, FALSE, error);
  g_autoptr (GPtrArray) needed = db != NULL ? kiroku_evidence_list_needed (db, own, error) : NULL;

  *missing = 0;
  for (guint i = 0; needed != NULL && i < needed->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (needed, i), NULL);

      *missing += !g_file_test (path, G_FILE_TEST_IS_REGULAR);
    }
  return needed != NULL;
}

gboolean
kiroku_backup_check_database (
    const char *database, gint64 *entries, char **damage, GError **error)
{
  g_autoptr (KirokuDb) db = kiroku_db_open (database, FALSE, error);
  g_autoptr (KirokuRows) rows = NULL;

  *damage = NULL;
  if (db == NULL || !kiroku_schema_check (db, error))
    return FALSE;
  rows = kiroku_db_query (db, error, "s", "PRAGMA integrity_check(1)");
  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_length (rows) != 1 || g_strcmp0 (kiroku_rows_text (rows, 0, 0), "ok") != 0)
    {
      *damage = g_strdup (kiroku_rows_length (rows) > 0 ? kiroku_rows_text (rows, 0, 0)
                                                        : "integrity_check");
      return TRUE;
    }
  return kiroku_db_query_int (db, error, 0, entries, "SELECT count(*) FROM entry");
}

/* --- Where to --- */

static gboolean
check_target (Making *self, const char *target, GError **error)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->order->now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->order->zone);

  self->is_folder = g_file_test (target, G_FILE_TEST_IS_DIR);
  self->top = g_date_time_format (local, "kiroku-backup-%Y%m%d-%H%M%S");
  self->final = self->is_folder ? g_build_filename (target, self->top, NULL) : g_strdup (target);
  if (!self->is_folder && (self->order->passphrase == NULL || self->order->passphrase[0] == '\0'))
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_PASSPHRASE,
                   _ ("the backup “%s” needs a passphrase: without it nobody, not even you, can "
                      "open it later"),
                   target);
      return FALSE;
    }
  if (!g_file_test (self->order->database, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
                   _ ("there is no case book “%s” to back up"), self->order->database);
      return FALSE;
    }
  return TRUE;
}

/* It grows beside its place, on the same disk. */
static gboolean
open_sink (Making *self, GError **error)
{
  g_autofree char *beside = g_strconcat (self->final, "." UNIQUE, NULL);
  int fd;

  if (self->is_folder)
    {
      if (g_mkdtemp_full (beside, 0700) == NULL)
        return fail_placing (self->final, error);
      self->beside = g_steal_pointer (&beside);
      self->sink = kiroku_backup_sink_new_folder (self->beside, self->final,
                                                  self->order->cancellable);
      return TRUE;
    }
  fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_placing (self->final, error);
  close (fd);
  self->beside = g_steal_pointer (&beside);
  self->sink = kiroku_backup_sink_new_file (self->beside, self->final, self->top,
                                            self->order->passphrase, self->order->now,
                                            self->order->cancellable, error);
  return self->sink != NULL;
}

static char *
numbered (const char *folder, const char *name, guint n)
{
  g_autofree char *whole = g_strdup_printf ("%s-%u", name, n);

  return g_build_filename (folder, whole, NULL);
}

/* Moves what is whole to its name. A folder of the same second is another backup: it stays as it
   is, and this one gets a number. */
static gboolean
place (Making *self, const char *target, GError **error)
{
  for (guint n = 2; g_rename (self->beside, self->final) != 0; n++)
    {
      if (!self->is_folder || (errno != ENOTEMPTY && errno != EEXIST))
        return fail_placing (self->final, error);
      g_free (self->final);
      self->final = numbered (target, self->top, n);
    }
  g_clear_pointer (&self->beside, g_free);
  return kiroku_files_sync (self->final, error);
}

/* --- What --- */

static void
add_bytes (Making *self, const char *path, gpointer bytes, gsize length)
{
  Item *item = g_new0 (Item, 1);

  item->path = g_strdup (path);
  item->bytes = g_bytes_new_take (bytes, length);
  item->size = length;
  g_ptr_array_add (self->items, item);
}

static gboolean
add_file (Making *self, const char *path, const char *source, GError **error)
{
  struct stat info;
  Item *item;

  if (g_stat (source, &info) != 0)
    return fail_reading (source, error);
  item = g_new0 (Item, 1);
  item->path = g_strdup (path);
  item->source = g_strdup (source);
  item->size = info.st_size;
  g_ptr_array_add (self->items, item);
  return TRUE;
}

/* A small file, read now; that there is none is all right. */
static gboolean
add_small (Making *self, const char *path, const char *source, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (source, &bytes, &length, &failure))
    {
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  add_bytes (self, path, g_steal_pointer (&bytes), length);
  return TRUE;
}

static gboolean
add_own (Making *self, const char *name, GError **error)
{
  g_autofree char *source = g_build_filename (self->order->folder, name, NULL);

  return add_small (self, name, source, error);
}

/* What is not encrypted holds no key that anybody could use. */
static gboolean
add_key (Making *self, const char *path, const char *source, GError **error)
{
  guint before = self->items->len;
  const Item *item;
  const char *pem;
  gsize length;

  if (!add_small (self, path, source, error))
    return FALSE;
  if (self->items->len == before || !self->is_folder)
    return TRUE;
  item = g_ptr_array_index (self->items, before);
  pem = g_bytes_get_data (item->bytes, &length);
  /* Only what is protected may stand in a folder that is not encrypted. */
  if (kiroku_key_is_protected (pem, length))
    return TRUE;
  g_ptr_array_remove_index (self->items, before);
  self->keys_left_out++;
  return TRUE;
}

typedef gboolean (*AddFunc) (Making *self, const char *path, const char *source, GError **error);

/* Everything in @folder whose name a backup may hold, as @path/NAME; without the folder nothing. */
static gboolean
add_folder (
    Making *self, const char *path, const char *folder, AddFunc add, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL && g_file_test (folder, G_FILE_TEST_EXISTS))
    return fail_reading (folder, error);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_strconcat (path, "/", name, NULL);
      g_autofree char *source = g_build_filename (folder, name, NULL);

      if (!kiroku_backup_knows_path (inside))
        continue;
      if (g_file_test (source, G_FILE_TEST_IS_DIR)
              ? add == add_small && !add_folder (self, inside, source, add, error)
              : !add (self, inside, source, error))
        return FALSE;
    }
  return TRUE;
}

/* What says of which moment it is. */
static void
add_about (Making *self)
{
  g_autoptr (GKeyFile) about = g_key_file_new ();
  gsize length;
  char *text;

  g_key_file_set_integer (about, "backup", "format", 1);
  g_key_file_set_int64 (about, "backup", "made", self->order->now);
  g_key_file_set_int64 (about, "backup", "entries", self->entries);
  g_key_file_set_string (about, "backup", "program", "kiroku " KIROKU_VERSION);
  text = g_key_file_to_data (about, &length, NULL);
  add_bytes (self, KIROKU_BACKUP_ABOUT, text, length);
}

static gboolean
add_all (Making *self, GError **error)
{
  g_autofree char *evidence = kiroku_backup_get_evidence (self->order->database);
  g_autofree char *key = g_build_filename (self->order->folder, KIROKU_BACKUP_KEY, NULL);
  g_autofree char *keys = g_build_filename (self->order->folder, KIROKU_BACKUP_KEYS, NULL);
  g_autofree char *pack = g_build_filename (self->order->folder, KIROKU_BACKUP_PACK, NULL);
  g_autofree char *people = g_build_filename (self->order->folder, KIROKU_BACKUP_PEOPLE, NULL);

  add_about (self);
  return add_file (self, KIROKU_BACKUP_DATABASE, self->snapshot, error)
         && add_own (self, KIROKU_BACKUP_PROFILE, error)
         && add_own (self, KIROKU_BACKUP_DESKS, error)
         && add_own (self, KIROKU_BACKUP_PEOPLE, error)
         && add_key (self, KIROKU_BACKUP_KEY, key, error)
         && add_folder (self, KIROKU_BACKUP_KEYS, keys, add_key, error)
         && add_folder (self, KIROKU_BACKUP_PACK, pack, add_small, error)
         && add_folder (self, KIROKU_BACKUP_EVIDENCE, evidence, add_file, error)
         && kiroku_backup_count_missing (self->snapshot, people, evidence, &self->missing,
                                         error);
}

/* --- The database --- */

/* What a backup that was killed left behind; whoever holds the lock is the only one. */
static void
remove_stale (const char *database)
{
  g_autofree char *folder = g_path_get_dirname (database);
  g_autofree char *base = g_path_get_basename (database);
  g_autofree char *prefix = g_strconcat (base, SNAPSHOT, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, prefix) && strlen (name) == strlen (prefix) + strlen (UNIQUE))
        g_unlink (path);
    }
}

static gboolean
vacuum_into (const char *database, const char *copy, GError **error)
{
  /* Writable only because SQLite refuses it otherwise; nothing of the case book is changed. */
  g_autoptr (KirokuDb) db = kiroku_db_open (database, TRUE, error);

  return db != NULL && kiroku_schema_check (db, error)
         && kiroku_db_exec (db, error, "VACUUM INTO :{copy:s}", copy);
}

static gboolean
check_copy (Making *self, GError **error)
{
  g_autofree char *damage = NULL;

  if (!kiroku_backup_check_database (self->snapshot, &self->entries, &damage, error))
    return FALSE;
  if (damage != NULL)
    g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
                 _ ("the copy of the case book is damaged (%s): keep the older backups, and run "
                    "“kiroku-cli verify”"),
                 damage);
  return damage == NULL;
}

/* Beside the case book, where it is as well protected as that is: it is not encrypted. */
static gboolean
take_snapshot (Making *self, GError **error)
{
  const char *database = self->order->database;
  g_autofree char *lock = g_strconcat (database, ".backup.lock", NULL);
  g_autofree char *copy = g_strconcat (database, SNAPSHOT UNIQUE, NULL);
  int fd;

  self->lock = kiroku_files_lock (lock, error);
  if (self->lock < 0)
    return FALSE;
  remove_stale (database);
  fd = g_mkstemp_full (copy, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_placing (copy, error);
  close (fd);
  self->snapshot = g_steal_pointer (&copy);
  return vacuum_into (database, self->snapshot, error)
         && check_copy (self, error);
}

/* --- Writing --- */

static gboolean
write_block (Making *self, const void *bytes, gsize length, GError **error)
{
  KirokuBackupWatch *watch = &self->watch;

  if (g_cancellable_set_error_if_cancelled (self->order->cancellable, error))
    return FALSE;
  EVP_DigestUpdate (self->digest, bytes, length);
  watch->done += length;
  if (watch->progress != NULL)
    watch->progress (watch->done, watch->total, watch->progress_data);
  return kiroku_backup_sink_write (self->sink, bytes, length, error);
}

/* A file that becomes shorter or longer meanwhile is none that is kept for ever. */
static gboolean
copy_source (Making *self, const Item *item, GError **error)
{
  int fd = g_open (item->source, O_RDONLY | O_CLOEXEC, 0);
  gint64 left = item->size;
  gboolean done = fd >= 0;

  while (done && left > 0)
    {
      gssize n = read (fd, self->buffer, MIN (left, BLOCK));

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = EIO;
      if (n <= 0)
        break;
      left -= n;
      done = write_block (self, self->buffer, n, error);
    }
  if (done && left > 0)
    done = fail_reading (item->source, error);
  else if (fd < 0)
    fail_reading (item->source, error);
  if (fd >= 0)
    close (fd);
  return done;
}

static gboolean
copy_bytes (Making *self, const Item *item, GError **error)
{
  gsize length;
  const void *bytes = g_bytes_get_data (item->bytes, &length);

  return length == 0 || write_block (self, bytes, length, error);
}

static void
note_digest (Making *self, const char *path)
{
  guint8 bytes[KIROKU_HASH_LENGTH];

  EVP_DigestFinal_ex (self->digest, bytes, NULL);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (self->manifest, "%02x", bytes[i]);
  g_string_append_printf (self->manifest, "  %s\n", path);
}

static gboolean
write_item (Making *self, const Item *item, GError **error)
{
  EVP_DigestInit_ex (self->digest, EVP_sha256 (), NULL);
  if (!kiroku_backup_sink_begin (self->sink, item->path, item->size, error)
      || !(item->source != NULL ? copy_source (self, item, error) : copy_bytes (self, item, error))
      || !kiroku_backup_sink_end (self->sink, error))
    return FALSE;
  note_digest (self, item->path);
  return TRUE;
}

static void
measure (Making *self)
{
  gint64 bytes = 0;

  for (guint i = 0; i < self->items->len; i++)
    bytes += ((const Item *) g_ptr_array_index (self->items, i))->size;
  self->watch = (KirokuBackupWatch){ .cancellable = self->order->cancellable,
                                     .progress = self->order->progress,
                                     .progress_data = self->order->progress_data,
                                     .total = 2 * bytes }; /* written, and read back */
}

static gboolean
write_all (Making *self, GError **error)
{
  char *manifest;
  gsize length;

  measure (self);
  for (guint i = 0; i < self->items->len; i++)
    if (!write_item (self, g_ptr_array_index (self->items, i), error))
      return FALSE;
  length = self->manifest->len;
  manifest = g_strndup (self->manifest->str, length);
  add_bytes (self, KIROKU_BACKUP_MANIFEST, manifest, length);
  return write_item (self, g_ptr_array_index (self->items, self->items->len - 1), error)
         && kiroku_backup_sink_close (self->sink, error);
}

/* --- Reading back --- */

static KirokuBackup *
read_back (Making *self, GError **error)
{
  g_autoptr (KirokuBackup) result = kiroku_backup_read (self->beside, self->order->passphrase, NULL,
                                                        &self->watch, error);

  if (result == NULL)
    return NULL;
  if (result->files != self->items->len)
    {
      errno = EIO;
      fail_placing (self->final, error);
      return NULL;
    }
  result->entries = self->entries;
  result->made = self->order->now;
  result->keys_left_out = self->keys_left_out;
  result->evidence_missing = self->missing;
  return g_steal_pointer (&result);
}

KirokuBackup *
kiroku_backup_make (const KirokuBackupOrder *order, const char *target, GError **error)
{
  g_autoptr (Making) self = NULL;
  g_autoptr (KirokuBackup) result = NULL;

  g_return_val_if_fail (order != NULL && target != NULL && order->zone != NULL, NULL);

  self = g_new0 (Making, 1);
  self->order = order;
  self->lock = -1;
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->manifest = g_string_new (NULL);
  self->digest = EVP_MD_CTX_new ();
  /* The pins first: one that is newer than the database would say that it was put back. */
  if (!check_target (self, target, error) || !open_sink (self, error)
      || !add_own (self, KIROKU_BACKUP_PINS, error) || !take_snapshot (self, error)
      || !add_all (self, error) || !write_all (self, error))
    return NULL;
  result = read_back (self, error);
  if (result == NULL || !place (self, target, error))
    return NULL;
  g_free (result->file);
  result->file = g_strdup (self->final);
  return g_steal_pointer (&result);
}
