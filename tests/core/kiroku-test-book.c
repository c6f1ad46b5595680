/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-book.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-rebuild.h"
#include "kiroku-trust.h"
#include "kiroku-schema.h"

static void
make_tables (KirokuTestBook *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuRebuild) rebuild = kiroku_rebuild_start (self->folds, self->db, &error);
  gint64 done = 0, total = 1;

  while (done < total && error == NULL)
    kiroku_rebuild_step (rebuild, G_USEC_PER_SEC, &done, &total, &error);
  g_assert_no_error (error);
}

KirokuTestBook *
kiroku_test_book_new (const KirokuFold *fold)
{
  KirokuTestBook *self = g_new0 (KirokuTestBook, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("kiroku-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = kiroku_test_book_file (self, "kiroku.db");
  self->db = kiroku_db_open (self->path, TRUE, &error);
  g_assert_no_error (error);
  kiroku_schema_prepare (self->db, &error);
  g_assert_no_error (error);
  self->folds = kiroku_folds_new ();
  kiroku_folds_add (self->folds, &kiroku_journal_fold);
  kiroku_folds_add (self->folds, &kiroku_trust_fold);
  if (fold != NULL)
    kiroku_folds_add (self->folds, fold);
  make_tables (self);
  return self;
}

void
kiroku_test_book_free (KirokuTestBook *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  kiroku_folds_free (self->folds);
  g_clear_pointer (&self->db, kiroku_db_free);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = kiroku_test_book_file (self, name);

      g_remove (file);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

char *
kiroku_test_book_file (KirokuTestBook *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

/* --- Past Kiroku --- */

static sqlite3 *
open_raw (KirokuTestBook *self)
{
  sqlite3 *raw = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &raw), ==, SQLITE_OK);
  sqlite3_busy_timeout (raw, 5000);
  return raw;
}

static void
run_raw (sqlite3 *raw, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (raw, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

void
kiroku_test_book_tamper (KirokuTestBook *self, const char *sql)
{
  sqlite3 *raw = open_raw (self);

  run_raw (raw, "DROP TRIGGER IF EXISTS entry_no_update; DROP TRIGGER IF EXISTS entry_no_delete;"
                "DROP TRIGGER IF EXISTS entry_no_replace; DROP TRIGGER IF EXISTS field_no_update;"
                "DROP TRIGGER IF EXISTS field_no_delete; DROP TRIGGER IF EXISTS field_no_replace");
  run_raw (raw, sql);
  sqlite3_close (raw);
}

static void
dump_rows (sqlite3 *raw, const char *sql, GString *out)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v2 (raw, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (raw));
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (statement); i++)
      {
        const char *text = (const char *) sqlite3_column_text (statement, i);
        gboolean last = i == sqlite3_column_count (statement) - 1;

        g_string_append_printf (out, "%s%c", text != NULL ? text : "NULL", last ? '\n' : '|');
      }
  sqlite3_finalize (statement);
}

char *
kiroku_test_book_dump (KirokuTestBook *self, const char *sql)
{
  sqlite3 *raw = open_raw (self);
  GString *out = g_string_new (NULL);

  dump_rows (raw, sql, out);
  sqlite3_close (raw);
  return g_string_free (out, FALSE);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
sorted_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (list, lines[i]);
  g_ptr_array_sort (list, compare_lines);
  g_ptr_array_add (list, NULL);
  return g_strjoinv ("\n", (char **) list->pdata);
}

char *
kiroku_test_book_dump_folds (KirokuTestBook *self)
{
  g_autofree char *names = kiroku_test_book_dump (
      self, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('entry', 'field',"
            " 'progress', 'quarantine', 'erasure') AND name NOT LIKE 'words%' ORDER BY name");
  g_auto (GStrv) tables = g_strsplit (names, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; tables[i] != NULL && tables[i][0] != '\0'; i++)
    {
      g_autofree char *list = g_strdup_printf (
          "SELECT group_concat (name, ', ') FROM pragma_table_info ('%s') WHERE name <> 'id' OR pk = 0", tables[i]);
      g_autofree char *columns = kiroku_test_book_dump (self, list);
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", g_strchomp (columns), tables[i]);
      g_autofree char *rows = kiroku_test_book_dump (self, sql);
      g_autofree char *sorted = sorted_lines (rows);

      g_string_append_printf (out, "== %s\n%s\n", tables[i], sorted);
    }
  return g_string_free (out, FALSE);
}

/* --- People --- */

static void
read_clock (KirokuClock *clock, gpointer data)
{
  KirokuTestPerson *self = data;

  *clock = self->clock;
  self->clock.rec += self->step;
  if (self->clock.mono >= 0)
    self->clock.mono += self->step;
}

static void
begin_journal (KirokuTestPerson *self, const char *name)
{
  KirokuJournalConfig config = { .key = self->key,
                                 .pins = self->pins,
                                 .folds = self->book->folds,
                                 .clock = read_clock,
                                 .clock_data = self,
                                 .author = name,
                                 .app = "0.1.0" };

  self->journal = kiroku_journal_new (&config);
}

KirokuTestPerson *
kiroku_test_person_new (KirokuTestBook *book, const char *name)
{
  KirokuTestPerson *self = g_new0 (KirokuTestPerson, 1);
  g_autofree char *pins = g_strconcat ("pins-", name, NULL);
  g_autofree char *path = kiroku_test_book_file (book, pins);
  g_autoptr (GError) error = NULL;

  self->book = book;
  self->key = kiroku_key_generate (&error);
  g_assert_no_error (error);
  self->pins = kiroku_pins_new (path);
  self->clock = (KirokuClock){ .rec = KIROKU_TEST_START, .mono = -1, .sync = -1, .maxerr = -1 };
  self->step = G_USEC_PER_SEC;
  begin_journal (self, name);
  return self;
}

void
kiroku_test_person_restart (KirokuTestPerson *self, KirokuKey *key)
{
  kiroku_journal_free (self->journal);
  if (key != NULL)
    {
      kiroku_key_ref (key);
      kiroku_key_unref (self->key);
      self->key = key;
    }
  begin_journal (self, "restarted");
}

void
kiroku_test_person_free (KirokuTestPerson *self)
{
  kiroku_journal_free (self->journal);
  kiroku_pins_free (self->pins);
  kiroku_key_unref (self->key);
  g_free (self);
}

KirokuEntry *
kiroku_test_try_append (KirokuTestPerson *person,
                        const char *case_id,
                        KirokuDraft *draft,
                        GError **error)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GPtrArray) entries = NULL;

  g_ptr_array_add (drafts, draft);
  entries = kiroku_journal_append (person->journal, person->book->db, case_id, drafts, error);
  return entries != NULL ? kiroku_entry_ref (g_ptr_array_index (entries, 0)) : NULL;
}

KirokuEntry *
kiroku_test_append (KirokuTestPerson *person, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry = kiroku_test_try_append (person, KIROKU_TEST_CASE, draft, &error);

  g_assert_no_error (error);
  return entry;
}

void
kiroku_test_note (KirokuTestPerson *person, const char *text)
{
  KirokuDraft *draft = kiroku_draft_new ("note");
  g_autoptr (KirokuEntry) entry = NULL;

  kiroku_draft_set_text (draft, "class", "action");
  kiroku_draft_set_text (draft, "text", text);
  entry = kiroku_test_append (person, draft);
}

void
kiroku_test_bring (KirokuTestBook *book, const KirokuEntry *entry)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_db_begin (book->db, NULL));
  kiroku_archive_insert (book->db, entry, &error);
  g_assert_no_error (error);
  kiroku_folds_apply (book->folds, book->db, entry, &error);
  g_assert_no_error (error);
  g_assert_true (kiroku_db_commit (book->db, NULL));
}
