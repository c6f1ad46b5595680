/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where libgda is called, with a disk that fails on purpose: this program has its own
 * pwrite(), which SQLite finds before that of the C library. */
#define _GNU_SOURCE /* RTLD_NEXT, setresuid */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiroku-db.h"
#include "kiroku-schema.h"
#include "kiroku-store.h"

/* Where SQLite lays files aside, from the first connection on. */
static char *temporary;

/* --- A disk that fails --- */

static int failing_write; /* errno of every further write, or 0 */

typedef ssize_t (*PwriteFunc) (int fd, const void *bytes, size_t length, off_t offset);

ssize_t
pwrite64 (int fd, const void *bytes, size_t length, off_t offset)
{
  static PwriteFunc real;

  if (failing_write != 0)
    {
      errno = failing_write;
      return -1;
    }
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "pwrite64");
  return real (fd, bytes, length, offset);
}

/* --- Fixture --- */

typedef struct
{
  char *folder;
  char *path;
  KirokuDb *db;
} Fixture;

static void
open_db (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->db = kiroku_db_open (fixture->path, TRUE, &error);
  g_assert_no_error (error);
  kiroku_schema_prepare (fixture->db, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kiroku 事案;x=%41-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "a;b.db", NULL);
  open_db (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  g_clear_pointer (&fixture->db, kiroku_db_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (fixture->folder, name, NULL);

      g_remove (file);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
run (KirokuDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  kiroku_db_exec (db, &error, sql);
  g_assert_no_error (error);
}

static void
set_pragma (KirokuDb *db, const char *sql)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (db, NULL, "", sql);

  g_assert_nonnull (rows);
}

static gint64
count (KirokuDb *db, const char *table)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", table, NULL);
  g_autoptr (GError) error = NULL;
  gint64 rows;

  kiroku_db_query_int (db, &error, -1, &rows, sql);
  g_assert_no_error (error);
  return rows;
}

/* An error says which file is meant. */
static void
assert_error (const GError *error, KirokuStoreError code, const char *path)
{
  g_assert_error (error, KIROKU_STORE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
}

/* --- Values --- */

static void
assert_round_trip (KirokuDb *db, gint64 integer, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuRows) rows = NULL;

  kiroku_db_exec (db, &error, "DELETE FROM value");
  kiroku_db_exec (db, &error, "INSERT INTO value VALUES (:{n:i}, :{t:s})", integer, text);
  g_assert_no_error (error);
  rows = kiroku_db_query (db, &error, "is", "SELECT n, t FROM value WHERE n = :{n:i}", integer);
  g_assert_no_error (error);
  g_assert_cmpuint (kiroku_rows_length (rows), ==, 1);
  g_assert_cmpint (kiroku_rows_int (rows, 0, 0), ==, integer);
  g_assert_cmpstr (kiroku_rows_text (rows, 0, 1), ==, text);
  g_assert_cmpint (kiroku_rows_is_null (rows, 0, 1), ==, text == NULL);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  run (fixture->db, "CREATE TABLE value (n INTEGER NOT NULL, t TEXT) STRICT");
  assert_round_trip (fixture->db, 0, "");
  assert_round_trip (fixture->db, G_MAXINT64, "記録 ' \" \\ % ; -- :{x:i} ##p::string \n\t\x01");
  assert_round_trip (fixture->db, G_MININT64, "👩🏽‍🚒");
  assert_round_trip (fixture->db, 5000000001, NULL);
  assert_round_trip (fixture->db, -1, "NULL");
}

static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (fixture->db, &error, "isisi",
                         "SELECT :{a:i}, :{b:s}, :{a:i} + 1, :{b:s} || :{b:s}, :{c:s} IS NULL",
                         (gint64) 41, "二", NULL);

  g_assert_no_error (error);
  g_assert_cmpint (kiroku_rows_int (rows, 0, 0), ==, 41);
  g_assert_cmpstr (kiroku_rows_text (rows, 0, 1), ==, "二");
  g_assert_cmpint (kiroku_rows_int (rows, 0, 2), ==, 42);
  g_assert_cmpstr (kiroku_rows_text (rows, 0, 3), ==, "二二");
  g_assert_cmpint (kiroku_rows_int (rows, 0, 4), ==, 1);
}

static void
test_statement_again (Fixture *fixture, gconstpointer data)
{
  for (gint64 i = 0; i < 3; i++)
    {
      gint64 value;

      /* NULL after a value and a value after NULL, in one cached statement. */
      g_assert_true (kiroku_db_query_int (fixture->db, NULL, -1, &value,
                                          "SELECT length (:{text:s})", i == 1 ? NULL : "三文字"));
      g_assert_cmpint (value, ==, i == 1 ? -1 : 3);
    }
}

static void
test_transaction (Fixture *fixture, gconstpointer data)
{
  run (fixture->db, "CREATE TABLE value (n INTEGER NOT NULL, t TEXT) STRICT");
  g_assert_true (kiroku_db_begin (fixture->db, NULL));
  run (fixture->db, "INSERT INTO value VALUES (1, NULL)");
  kiroku_db_rollback (fixture->db);
  g_assert_cmpint (count (fixture->db, "value"), ==, 0);
  g_assert_true (kiroku_db_begin (fixture->db, NULL));
  run (fixture->db, "INSERT INTO value VALUES (1, NULL)");
  g_assert_true (kiroku_db_commit (fixture->db, NULL));
  g_assert_true (kiroku_db_reopen (fixture->db, NULL));
  g_assert_cmpint (count (fixture->db, "value"), ==, 1);
}

static void
test_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDb) reader = kiroku_db_open (fixture->path, FALSE, NULL);
  struct stat status;

  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
  g_assert_nonnull (reader);
  g_assert_true (kiroku_schema_check (reader, NULL));
  g_assert_cmpstr (kiroku_db_get_path (reader), ==, fixture->path);
}

static void
test_durable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuRows) mode = kiroku_db_query (fixture->db, NULL, "s", "PRAGMA journal_mode");
  gint64 synchronous, secure_delete;

  g_assert_cmpstr (kiroku_rows_text (mode, 0, 0), ==, "wal");
  g_assert_true (kiroku_db_reopen (fixture->db, NULL));
  g_assert_true (kiroku_db_query_int (fixture->db, NULL, -1, &synchronous, "PRAGMA synchronous"));
  g_assert_true (
      kiroku_db_query_int (fixture->db, NULL, -1, &secure_delete, "PRAGMA secure_delete"));
  g_assert_cmpint (synchronous, ==, 2);
  g_assert_cmpint (secure_delete, ==, 1);
}

/* --- What may go wrong --- */

static void
test_reader_refuses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDb) reader = kiroku_db_open (fixture->path, FALSE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kiroku_db_exec (reader, &error, "INSERT INTO progress VALUES ('x', 1)"));
  assert_error (error, KIROKU_STORE_ERROR_READ_ONLY, fixture->path);
  g_assert_cmpint (count (fixture->db, "progress"), ==, 0);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_db_open (path, FALSE, &error));
  assert_error (error, KIROKU_STORE_ERROR_READ_ONLY, path);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
assert_prepare_refused (Fixture *fixture, KirokuStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kiroku_schema_prepare (fixture->db, &error));
  assert_error (error, code, fixture->path);
  g_clear_error (&error);
  g_assert_false (kiroku_schema_check (fixture->db, &error));
  assert_error (error, code, fixture->path);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  gint64 version;

  set_pragma (fixture->db, "PRAGMA user_version=999");
  assert_prepare_refused (fixture, KIROKU_STORE_ERROR_NEWER);
  g_assert_true (kiroku_db_query_int (fixture->db, NULL, -1, &version, "PRAGMA user_version"));
  g_assert_cmpint (version, ==, 999);
}

/* The tables and triggers of the record. (transfer full) */
static char *
describe_schema (KirokuDb *db)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, NULL, "s", "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_string_append_printf (text, "%s\n", kiroku_rows_text (rows, i, 0));
  return g_string_free (text, FALSE);
}

/* Takes @db back to what version 1 made, with an entry in it. */
static void
make_version_1 (KirokuDb *db)
{
  run (db, "INSERT INTO entry VALUES (1, 'h', 'c', 'k', 0, 'p', 'i', 'note', 1, 1, '{}', 's')");
  run (db, "INSERT INTO field VALUES ('h', 'text', 'salt', '\"値\"')");
  run (db, "DROP TRIGGER field_no_delete");
  run (db, "CREATE TRIGGER field_no_delete BEFORE DELETE ON field BEGIN"
           " SELECT RAISE (ABORT, 'kiroku: a field is only erased by law'); END");
  run (db, "DROP TRIGGER field_no_return");
  run (db, "DROP INDEX entry_erase");
  run (db, "DROP INDEX entry_vouch");
  run (db, "DROP INDEX entry_revoke");
  run (db, "DROP INDEX entry_opening");
  run (db, "DROP TABLE quarantine");
  run (db, "DROP TABLE erasure");
  run (db, "DROP TABLE arriving");
  set_pragma (db, "PRAGMA user_version=1");
}

static void
test_version_1 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected = describe_schema (fixture->db);
  g_autofree char *got = NULL;
  g_autoptr (GError) error = NULL;
  gint64 version;

  make_version_1 (fixture->db);
  g_assert_true (kiroku_schema_prepare (fixture->db, &error));
  g_assert_no_error (error);
  got = describe_schema (fixture->db);
  g_assert_cmpstr (got, ==, expected);
  g_assert_true (kiroku_db_query_int (fixture->db, NULL, -1, &version, "PRAGMA user_version"));
  g_assert_cmpint (version, ==, KIROKU_SCHEMA_VERSION);
  g_assert_cmpint (count (fixture->db, "entry"), ==, 1);
  g_assert_cmpint (count (fixture->db, "field"), ==, 1);
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length, after_length;

  kiroku_db_free (fixture->db);
  fixture->db = NULL;
  g_remove (fixture->path);
  fixture->db = kiroku_db_open (fixture->path, TRUE, NULL);
  run (fixture->db, "CREATE TABLE precious (x)");
  g_assert_true (g_file_get_contents (fixture->path, &before, &before_length, NULL));
  assert_prepare_refused (fixture, KIROKU_STORE_ERROR_FOREIGN);
  g_assert_true (g_file_get_contents (fixture->path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
test_not_a_database (Fixture *fixture, gconstpointer data)
{
  g_autofree char *junk = g_strnfill (4096, 'x');
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  kiroku_db_free (fixture->db);
  fixture->db = NULL;
  g_assert_true (g_file_set_contents (fixture->path, junk, -1, NULL));
  g_assert_null (kiroku_db_open (fixture->path, TRUE, &error));
  assert_error (error, KIROKU_STORE_ERROR_CORRUPT, fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, junk);
}

/* Pages in the middle of the file are overwritten: the rows must not just end early. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *junk = g_strnfill (64 * 1024, 'x');
  g_autoptr (GError) error = NULL;
  int fd;

  run (fixture->db, "INSERT INTO field SELECT * FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                    " SELECT i + 1 FROM n WHERE i < 3000)"
                    " SELECT printf ('%064d', i), 'text', '', '1' FROM n)");
  kiroku_db_free (fixture->db);
  fixture->db = NULL;
  fd = g_open (fixture->path, O_WRONLY, 0);
  g_assert_cmpint (pwrite (fd, junk, 64 * 1024, 128 * 1024), ==, 64 * 1024);
  g_assert_cmpint (close (fd), ==, 0);

  fixture->db = kiroku_db_open (fixture->path, TRUE, &error);
  g_assert_no_error (error);
  g_assert_null (kiroku_db_query (fixture->db, &error, "ss", "SELECT hash, value FROM field"));
  assert_error (error, KIROKU_STORE_ERROR_CORRUPT, fixture->path);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDb) other = kiroku_db_open (fixture->path, TRUE, NULL);
  g_autoptr (GError) error = NULL;

  set_pragma (other, "PRAGMA busy_timeout=1");
  g_assert_true (kiroku_db_begin (fixture->db, NULL));
  g_assert_false (kiroku_db_begin (other, &error));
  assert_error (error, KIROKU_STORE_ERROR_BUSY, fixture->path);
  kiroku_db_rollback (fixture->db);
  g_assert_true (kiroku_db_begin (other, NULL));
  kiroku_db_rollback (other);
}

static void
test_constraint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run (fixture->db, "INSERT INTO progress VALUES ('disk I/O error', 1)");
  g_assert_false (
      kiroku_db_exec (fixture->db, &error, "INSERT INTO progress VALUES ('disk I/O error', 2)"));
  assert_error (error, KIROKU_STORE_ERROR_CONSTRAINT, fixture->path);
  g_clear_error (&error);
  g_assert_false (kiroku_db_exec (fixture->db, &error, "no SQL"));
  assert_error (error, KIROKU_STORE_ERROR_FAILED, fixture->path);
}

/* --- A disk that is full, fails, or may not be written --- */

static gboolean
try_insert (KirokuDb *db, GError **error)
{
  return kiroku_db_begin (db, error)
         && kiroku_db_exec (db, error,
                            "INSERT INTO progress SELECT * FROM (SELECT hex (randomblob (200000)),"
                            " 1)")
         && kiroku_db_commit (db, error);
}

static void
assert_write_fails (Fixture *fixture, KirokuStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (try_insert (fixture->db, &error));
  assert_error (error, code, fixture->path);
  kiroku_db_rollback (fixture->db);
}

static void
assert_nothing_lost (Fixture *fixture)
{
  g_assert_true (kiroku_db_reopen (fixture->db, NULL));
  g_assert_cmpint (count (fixture->db, "progress"), ==, 1);
  g_assert_true (try_insert (fixture->db, NULL));
  g_assert_cmpint (count (fixture->db, "progress"), ==, 2);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  run (fixture->db, "INSERT INTO progress VALUES ('before', 1)");
  failing_write = ENOSPC;
  assert_write_fails (fixture, KIROKU_STORE_ERROR_FULL);
  failing_write = 0;
  assert_nothing_lost (fixture);
}

static void
test_failing (Fixture *fixture, gconstpointer data)
{
  run (fixture->db, "INSERT INTO progress VALUES ('before', 1)");
  failing_write = EIO;
  assert_write_fails (fixture, KIROKU_STORE_ERROR_IO);
  failing_write = 0;
  assert_nothing_lost (fixture);
}

static void
test_file_limit (Fixture *fixture, gconstpointer data)
{
  struct rlimit limit, old;

  run (fixture->db, "INSERT INTO progress VALUES ('before', 1)");
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = 100 * 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_write_fails (fixture, KIROKU_STORE_ERROR_IO);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  assert_nothing_lost (fixture);
}

#define NOBODY 65534
#define READ_ONLY "/store/db/what-may-not-be-written-says-so"
#define NO_PROVIDER "/store/db/a-missing-provider-is-named"

/* Runs in a process of its own, which gives up what root may. */
static void
try_read_only (void)
{
  const char *path = g_getenv ("KIROKU_TEST_PATH");
  g_autoptr (GError) error = NULL;

  if (getuid () == 0)
    g_assert_cmpint (setresuid (NOBODY, NOBODY, NOBODY), ==, 0);
  g_assert_null (kiroku_store_new (path, &error));
  assert_error (error, KIROKU_STORE_ERROR_READ_ONLY, path);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  run (fixture->db, "INSERT INTO progress VALUES ('before', 1)");
  g_chmod (fixture->path, 0444);
  g_chmod (fixture->folder, 0555);
  g_setenv ("KIROKU_TEST_PATH", fixture->path, TRUE);
  g_test_trap_subprocess (READ_ONLY "/subprocess", 0, 0);
  g_test_trap_assert_passed ();
  g_chmod (fixture->folder, 0755);
  g_chmod (fixture->path, 0600);
  g_assert_cmpint (count (fixture->db, "progress"), ==, 1);
}

static void
try_without_provider (void)
{
  const char *path = g_getenv ("KIROKU_TEST_PATH");
  g_autoptr (GError) error = NULL;

  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_assert_null (kiroku_store_new (path, &error));
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_PROVIDER);
  g_assert_nonnull (strstr (error->message, "libgda-5.0-4"));
}

static void
test_no_provider (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kiroku-empty-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "kiroku.db", NULL);

  g_setenv ("KIROKU_TEST_PATH", path, TRUE);
  g_setenv ("GDA_TOP_BUILD_DIR", folder, TRUE); /* where libgda then looks for providers */
  g_test_trap_subprocess (NO_PROVIDER "/subprocess", 0, 0);
  g_unsetenv ("GDA_TOP_BUILD_DIR");
  g_test_trap_assert_passed ();
  g_remove (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* --- Threads --- */

static gpointer
count_progress (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 rows;

  if (!kiroku_db_query_int (db, error, -1, &rows, "SELECT count(*) FROM progress"))
    return NULL;
  return GINT_TO_POINTER ((int) rows + 1);
}

static gpointer
insert_progress (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!kiroku_db_exec (db, error, "INSERT INTO progress VALUES (:{name:s}, 1)",
                       (const char *) data))
    return NULL;
  return GINT_TO_POINTER (1);
}

static void
test_store (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuStore) store = kiroku_store_new (fixture->path, &error);
  gpointer result;

  g_assert_no_error (error);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      result
          = kiroku_store_run (store, KIROKU_STORE_WRITER, 0, insert_progress, name, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (result);
      result = kiroku_store_run (store, i % 2 ? KIROKU_STORE_SCREEN : KIROKU_STORE_WORKER, 0,
                                 count_progress, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (GPOINTER_TO_INT (result), ==, i + 2);
    }
  result = kiroku_store_run (store, KIROKU_STORE_SCREEN, 0, insert_progress, (gpointer) "x", NULL,
                             &error);
  g_assert_null (result);
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_READ_ONLY);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **taken = data;

  *taken = g_object_ref (result);
}

static void
test_store_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuStore) store = kiroku_store_new (fixture->path, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  kiroku_store_run_async (store, KIROKU_STORE_SCREEN, 0, count_progress, NULL, NULL, NULL, NULL,
                          counted_cb, &result);
  kiroku_store_run_async (store, KIROKU_STORE_SCREEN, 0, count_progress, NULL, NULL, NULL,
                          cancellable, counted_cb, &cancelled);
  while (result == NULL || cancelled == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (GPOINTER_TO_INT (kiroku_store_run_finish (store, result, &error)), ==, 1);
  g_assert_no_error (error);
  g_assert_null (kiroku_store_run_finish (store, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- Writing the file anew --- */

/* More than SQLite keeps in memory. */
static void
fill_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  kiroku_db_exec (fixture->db, &error, "CREATE TABLE big (text TEXT) STRICT");
  g_assert_no_error (error);
  kiroku_db_exec (fixture->db, &error,
                  "INSERT INTO big WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                  " WHERE i < 6000) SELECT hex (randomblob (1000)) FROM n");
  g_assert_no_error (error);
}

static void
test_purge_stops (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 rows;

  fill_up (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (kiroku_db_purge (fixture->db, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  kiroku_db_query_int (fixture->db, &error, 0, &rows, "SELECT count(*) FROM big");
  g_assert_no_error (error);
  g_assert_cmpint (rows, ==, 6000);
  kiroku_db_purge (fixture->db, NULL, &error);
  g_assert_no_error (error);
}

static void
test_temporary_folder (Fixture *fixture, gconstpointer data)
{
  char events[4096];
  int watch = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);

  g_assert_cmpint (inotify_add_watch (watch, temporary, IN_CREATE), >=, 0);
  fill_up (fixture);
  g_assert_true (kiroku_db_purge (fixture->db, NULL, NULL));
  g_assert_cmpint (read (watch, events, sizeof events), >, 0);
  close (watch);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

static void
add_faults (void)
{
  ADD ("/store/db/a-reading-connection-refuses-to-write", test_reader_refuses);
  ADD ("/store/db/reading-makes-no-file", test_missing);
  ADD ("/store/db/a-newer-database-is-left-alone", test_newer);
  ADD ("/store/db/a-database-of-version-1-is-brought-up", test_version_1);
  ADD ("/store/db/a-foreign-database-is-left-alone", test_foreign);
  ADD ("/store/db/a-file-that-is-no-database-is-left-alone", test_not_a_database);
  ADD ("/store/db/damage-never-looks-like-fewer-rows", test_damaged);
  ADD ("/store/db/another-writer-is-named", test_busy);
  ADD ("/store/db/a-refused-row-is-told-apart", test_constraint);
  ADD ("/store/db/a-full-disk-loses-nothing", test_full);
  ADD ("/store/db/a-failing-disk-loses-nothing", test_failing);
  ADD ("/store/db/a-file-limit-loses-nothing", test_file_limit);
  ADD ("/store/db/writing-anew-stops-when-it-is-cancelled", test_purge_stops);
  ADD ("/store/db/what-is-laid-aside-stays-in-the-folder-that-was-named", test_temporary_folder);
  ADD (READ_ONLY, test_read_only);
  g_test_add_func (READ_ONLY "/subprocess", try_read_only);
  g_test_add_func (NO_PROVIDER, test_no_provider);
  g_test_add_func (NO_PROVIDER "/subprocess", try_without_provider);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!g_test_subprocess ())
    {
      temporary = g_dir_make_tmp ("kiroku-laid-aside-XXXXXX", NULL);
      kiroku_store_keep_temporary (temporary);
    }
  ADD ("/store/db/values-come-back-as-they-went-in", test_values);
  ADD ("/store/db/a-parameter-may-be-used-twice", test_parameters);
  ADD ("/store/db/a-statement-forgets-its-last-values", test_statement_again);
  ADD ("/store/db/a-transaction-is-whole", test_transaction);
  ADD ("/store/db/any-path-is-opened-and-private", test_path);
  ADD ("/store/db/a-commit-is-on-the-disk", test_durable);
  add_faults ();
  ADD ("/store/store/each-thread-sees-what-was-written", test_store);
  ADD ("/store/store/jobs-answer-in-the-callers-context", test_store_async);
  status = g_test_run ();
  if (temporary != NULL)
    g_rmdir (temporary);
  g_free (temporary);
  return status;
}
