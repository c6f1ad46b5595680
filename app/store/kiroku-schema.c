/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-schema.h"

#include <glib/gi18n.h>
#include <string.h>

/* "KIRO" in the database header says that a file is a case book. */
#define APPLICATION_ID G_GINT64_CONSTANT (0x4B49524F)

/* Version 1. `header` holds the canonical bytes that were signed; the other columns are an index over
 * them, and verification compares the two. Values live in their own table, so that one can be erased
 * by law without touching what was signed. SQLite lets INSERT OR REPLACE slip past triggers on
 * DELETE, hence those on INSERT. */
static const char *const version_1[] = {
  "CREATE TABLE entry ("
  " arrival INTEGER PRIMARY KEY,"
  " hash TEXT NOT NULL UNIQUE,"
  " case_id TEXT NOT NULL,"
  " key TEXT NOT NULL,"
  " seq INTEGER NOT NULL,"
  " prev TEXT NOT NULL,"
  " id TEXT NOT NULL,"
  " kind TEXT NOT NULL,"
  " clock INTEGER NOT NULL,"
  " rec INTEGER NOT NULL,"
  " header TEXT NOT NULL,"
  " sig TEXT NOT NULL) STRICT",
  "CREATE INDEX entry_journal ON entry (case_id, key, seq)",
  "CREATE INDEX entry_open ON entry (case_id, key) WHERE seq = 0",
  "CREATE INDEX entry_id ON entry (key, id)",

  "CREATE TABLE field ("
  " hash TEXT NOT NULL,"
  " name TEXT NOT NULL,"
  " salt TEXT NOT NULL,"
  " value TEXT NOT NULL,"
  " PRIMARY KEY (hash, name)) STRICT, WITHOUT ROWID",

  /* Which version of each fold its tables are made by. */
  "CREATE TABLE progress (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",

  "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: an entry is never changed'); END",
  "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: an entry is never deleted'); END",
  "CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry"
  " WHEN EXISTS (SELECT 1 FROM entry WHERE hash = NEW.hash OR arrival = NEW.arrival) BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: an entry is never replaced'); END",
  "CREATE TRIGGER field_no_update BEFORE UPDATE ON field BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: a field is never changed'); END",
  "CREATE TRIGGER field_no_delete BEFORE DELETE ON field BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: a field is only erased by law'); END",
  "CREATE TRIGGER field_no_replace BEFORE INSERT ON field"
  " WHEN EXISTS (SELECT 1 FROM field WHERE hash = NEW.hash AND name = NEW.name) BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: a field is never replaced'); END",
  NULL,
};

/* Version 2: entries of others that wait for what they build on, and which values were erased by law.
 * A value may go only when `erasure` names it, and `erasure` takes only what a signed `erase` entry
 * says: header and values are canonical, so their texts can be compared as they stand. A file is
 * named by its SHA-256 and an empty name. What was erased does not come back. */
static const char *const version_2[] = {
  "CREATE TABLE quarantine ("
  " digest TEXT PRIMARY KEY," /* of the line */
  " hash TEXT NOT NULL,"
  " case_id TEXT NOT NULL,"
  " waits TEXT NOT NULL," /* for the entry with this hash */
  " reason TEXT NOT NULL,"
  " since INTEGER NOT NULL,"
  " line TEXT NOT NULL) STRICT",
  "CREATE INDEX quarantine_waits ON quarantine (waits)",

  /* Kinds that are few and asked for alone. */
  "CREATE INDEX entry_erase ON entry (case_id) WHERE kind = 'erase'",
  "CREATE INDEX entry_vouch ON entry (case_id) WHERE kind = 'key.vouch'",
  "CREATE INDEX entry_revoke ON entry (case_id) WHERE kind = 'key.revoke'",
  "CREATE INDEX entry_opening ON entry (case_id) WHERE kind = 'case.open'",

  "CREATE TABLE erasure ("
  " hash TEXT NOT NULL,"
  " name TEXT NOT NULL,"
  " by TEXT NOT NULL,"
  " PRIMARY KEY (hash, name, by)) STRICT, WITHOUT ROWID",

  "CREATE TRIGGER erasure_needs_entry BEFORE INSERT ON erasure"
  " WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN field f ON f.hash = e.hash"
  "  WHERE e.hash = NEW.by AND e.kind = 'erase'"
  "  AND ((f.name = 'field' AND NEW.name <> '' AND f.value = '\"' || NEW.name || '\"'"
  "    AND instr (e.header, '\"entry\":\"' || NEW.hash || '\"') > 0)"
  "   OR (f.name = 'sha256' AND NEW.name = '' AND f.value = '\"' || NEW.hash || '\"'))) BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: only an entry can say what is erased by law'); END",
  "CREATE TRIGGER erasure_no_update BEFORE UPDATE ON erasure BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: an erasure is never changed'); END",
  "CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: an erasure is never undone'); END",

  "DROP TRIGGER field_no_delete",
  "CREATE TRIGGER field_no_delete BEFORE DELETE ON field"
  " WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE hash = OLD.hash AND name = OLD.name) BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: a field is only erased by law'); END",
  "CREATE TRIGGER field_no_return BEFORE INSERT ON field"
  " WHEN EXISTS (SELECT 1 FROM erasure WHERE hash = NEW.hash AND name = NEW.name) BEGIN"
  " SELECT RAISE (ABORT, 'kiroku: what was erased by law does not come back'); END",
  NULL,
};

/* Version 3: packages that are being taken in, noted until they are in. The folded table `opener` is
 * not made any more. */
static const char *const version_3[] = {
  "CREATE TABLE arriving ("
  " sha256 TEXT PRIMARY KEY," /* of the package */
  " case_id TEXT NOT NULL,"
  " file TEXT NOT NULL,"
  " checkpoint TEXT NOT NULL,"
  " entries INTEGER NOT NULL) STRICT",
  "DROP TABLE IF EXISTS opener",
  /* Nobody knows whether the erasures of before were finished. */
  "INSERT INTO progress SELECT 'erasures.due', 1 WHERE EXISTS (SELECT 1 FROM erasure)",
  NULL,
};

static const char *const *const migrations[KIROKU_SCHEMA_VERSION]
    = { version_1, version_2, version_3 };

#define DROP_TRIGGER "DROP TRIGGER "

/* What a later version dropped, to make it anew. */
static void
remove_trigger (GPtrArray *creates, const char *name)
{
  g_autofree char *create = g_strconcat ("CREATE TRIGGER ", name, " ", NULL);

  for (guint i = creates->len; i-- > 0;)
    if (g_str_has_prefix (g_ptr_array_index (creates, i), create))
      g_ptr_array_remove_index (creates, i);
}

GPtrArray *
kiroku_schema_list_creates (void)
{
  GPtrArray *creates = g_ptr_array_new ();

  for (guint version = 0; version < KIROKU_SCHEMA_VERSION; version++)
    for (const char *const *sql = migrations[version]; *sql != NULL; sql++)
      {
        if (g_str_has_prefix (*sql, "CREATE "))
          g_ptr_array_add (creates, (gpointer) *sql);
        else if (g_str_has_prefix (*sql, DROP_TRIGGER))
          remove_trigger (creates, *sql + strlen (DROP_TRIGGER));
      }
  return creates;
}

/* All of one moment, with one statement: another program may be making the database. */
static gboolean
read_versions (KirokuDb *db, gint64 *application, gint64 *version, gint64 *tables, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "iii",
      "SELECT a.application_id, u.user_version, (SELECT count(*) FROM sqlite_master)"
      " FROM pragma_application_id a, pragma_user_version u");

  if (rows == NULL)
    return FALSE;
  *application = kiroku_rows_int (rows, 0, 0);
  *version = kiroku_rows_int (rows, 0, 1);
  *tables = kiroku_rows_int (rows, 0, 2);
  return TRUE;
}

static gboolean
check_versions (KirokuDb *db, gint64 application, gint64 version, gint64 tables, GError **error)
{
  if (application != APPLICATION_ID && (application != 0 || version != 0 || tables != 0))
    {
      g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FOREIGN,
                   _ ("“%s” is a database of another program; nothing was changed: choose another "
                      "file"),
                   kiroku_db_get_path (db));
      return FALSE;
    }
  if (version > KIROKU_SCHEMA_VERSION)
    {
      g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_NEWER,
                   _ ("“%s” was made by a newer Kiroku (format %d, this one knows up to %d); nothing "
                      "was changed: install the newer version"),
                   kiroku_db_get_path (db), (int) version, KIROKU_SCHEMA_VERSION);
      return FALSE;
    }
  return TRUE;
}

gboolean
kiroku_schema_check (KirokuDb *db, GError **error)
{
  gint64 application, version, tables;

  return read_versions (db, &application, &version, &tables, error)
         && check_versions (db, application, version, tables, error);
}

static gboolean
run_pragma (KirokuDb *db, const char *pragma, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (db, error, "", pragma);

  return rows != NULL;
}

static gboolean
migrate (KirokuDb *db, gint64 from, GError **error)
{
  g_autofree char *set_version
      = g_strdup_printf ("PRAGMA user_version=%d", KIROKU_SCHEMA_VERSION);
  g_autofree char *set_application
      = g_strdup_printf ("PRAGMA application_id=%" G_GINT64_FORMAT, APPLICATION_ID);

  for (gint64 version = from; version < KIROKU_SCHEMA_VERSION; version++)
    for (const char *const *sql = migrations[version]; *sql != NULL; sql++)
      if (!kiroku_db_exec (db, error, *sql))
        return FALSE;

  return run_pragma (db, set_application, error) && run_pragma (db, set_version, error);
}

gboolean
kiroku_schema_prepare (KirokuDb *db, GError **error)
{
  gint64 application, version, tables;

  g_return_val_if_fail (db != NULL, FALSE);

  if (!read_versions (db, &application, &version, &tables, error)
      || !check_versions (db, application, version, tables, error)
      || !kiroku_db_make_durable (db, error))
    return FALSE;
  if (version == KIROKU_SCHEMA_VERSION)
    return TRUE;

  /* Two programs may start at once: look again inside the transaction. */
  if (!kiroku_db_begin (db, error))
    return FALSE;
  if (!kiroku_db_query_int (db, error, 0, &version, "PRAGMA user_version")
      || !migrate (db, version, error) || !kiroku_db_commit (db, error))
    {
      kiroku_db_rollback (db);
      return FALSE;
    }
  return TRUE;
}
