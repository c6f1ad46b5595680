/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-book-evidence.h"
#include "kiroku-book-export.h"
#include "kiroku-book-private.h"
#include "kiroku-exchange-error.h"
#include "kiroku-verify-package.h"
#include "kiroku-withholding.h"

typedef struct
{
  char *folder;
  KirokuBook *book;
  char *case_id;
  char *path;
} Fixture;

static KirokuBook *
open_book (const char *folder, const char *author)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *database = g_build_filename (folder, "kiroku.db", NULL);
  g_autofree char *person = g_build_filename (folder, author, NULL);
  KirokuBookOptions options = {
    .folder = person, .database = database, .author = author, .zone = zone, .language = "ja"
  };
  KirokuBook *book = kiroku_book_new (&options, &error);

  g_assert_no_error (error);
  return book;
}

static void
log_note (KirokuBook *book, const char *case_id, const char *text)
{
  g_autoptr (GError) error = NULL;
  KirokuDraft *draft = kiroku_draft_new ("note");
  g_autoptr (KirokuEntry) entry = NULL;

  kiroku_draft_set_text (draft, "class", "action");
  kiroku_draft_set_text (draft, "text", text);
  entry = kiroku_book_append_one (book, case_id, draft, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kiroku-export-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "X.zip", NULL);
  fixture->book = open_book (fixture->folder, "hanako");
  fixture->case_id = kiroku_book_open_case (
      fixture->book, &(KirokuNewCase){ .title = "感染", .type = "ransomware" }, &error);
  g_assert_no_error (error);
  log_note (fixture->book, fixture->case_id, "隔離した");
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->book);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->case_id);
  g_free (fixture->path);
}

static KirokuVerification *
judge (const Fixture *fixture, const char *root)
{
  g_autoptr (GError) error = NULL;
  const char *heads[] = { root, NULL };
  const KirokuVerifyPackageOptions options = { .heads = heads };
  KirokuVerification *result = kiroku_verify_package_file (fixture->path, &options, &error);

  g_assert_no_error (error);
  if (result->has_bad)
    g_test_message ("%s", result->bad_what);
  return result;
}

/* Nothing but these begins with the name of @path or of the database. */
static void
assert_nothing_beside (const Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_false (g_str_has_prefix (name, "X.zip."));
      g_assert_null (strstr (name, ".export-"));
    }
}

/* --- Without waiting --- */

typedef struct
{
  GMainLoop *loop;
  KirokuExported *exported;
  GError *error;
  gint64 told;
} Waiting;

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;

  waiting->exported = kiroku_book_export_finish (KIROKU_BOOK (source), result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

static void
progress_cb (gint64 done, gint64 total, gpointer data)
{
  Waiting *waiting = data;

  g_assert_true (g_main_context_is_owner (NULL));
  g_assert_cmpint (done, <=, total);
  waiting->told = done;
}

static void
export_without_waiting (Fixture *fixture, Waiting *waiting, GCancellable *cancellable)
{
  const KirokuExportOrder order = { .case_id = fixture->case_id, .path = fixture->path };
  const KirokuEvidenceWatch watch = { progress_cb, waiting, cancellable };

  waiting->loop = g_main_loop_new (NULL, FALSE);
  kiroku_book_export_async (fixture->book, &order, &watch, exported_cb, waiting);
  g_main_loop_run (waiting->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_main_loop_unref (waiting->loop);
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  Waiting waiting = { NULL };
  g_autoptr (KirokuVerification) verified = NULL;

  export_without_waiting (fixture, &waiting, NULL);
  g_assert_no_error (waiting.error);
  verified = judge (fixture, waiting.exported->root);
  g_assert_cmpint (verified->verdict, ==, KIROKU_VERDICT_ANCHORED);
  g_assert_cmpint (verified->entries, ==, waiting.exported->entries);
  assert_nothing_beside (fixture);
  kiroku_exported_free (waiting.exported);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting waiting = { NULL };

  g_cancellable_cancel (cancellable);
  export_without_waiting (fixture, &waiting, cancellable);
  g_assert_error (waiting.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  assert_nothing_beside (fixture);
  g_clear_error (&waiting.error);
}

/* --- What goes --- */

static KirokuEntry *
take_evidence (Fixture *fixture, const char *content)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "証拠.log", NULL);
  const KirokuTaking taking = { .path = file };
  KirokuEntry *entry;

  g_assert_true (g_file_set_contents (file, content, -1, NULL));
  entry = kiroku_book_take_evidence (fixture->book, fixture->case_id, &taking, NULL, &error);
  g_assert_no_error (error);
  return entry;
}

static KirokuExported *
export (Fixture *fixture, const char *withheld_file, GError **error)
{
  const char *files[] = { withheld_file, NULL };
  const KirokuExportOrder order
      = { .case_id = fixture->case_id, .path = fixture->path, .withhold_files = files };

  return kiroku_book_export (fixture->book, &order, NULL, error);
}

static void
test_evidence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) first = take_evidence (fixture, "一つ目\n");
  g_autoptr (KirokuEntry) second = take_evidence (fixture, "二つ目\n");
  g_autoptr (KirokuExported) all = export (fixture, NULL, &error);
  g_autoptr (KirokuVerification) verified = judge (fixture, NULL);
  g_autoptr (KirokuExported) some = NULL;
  g_autoptr (KirokuVerification) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (all->files, ==, 2);
  g_assert_cmpint (verified->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (verified->files, ==, 2);
  some = export (fixture, second->hash, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->files, ==, 1);
  again = judge (fixture, NULL);
  g_assert_cmpint (again->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (again->withheld, ==, 1);
}

/* A file that is not what was taken in does not go out; what stood there before stays. */
static void
test_changed_evidence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = take_evidence (fixture, "証拠\n");
  g_autoptr (KirokuExported) exported = export (fixture, NULL, &error);
  g_autofree char *kept = g_build_filename (
      kiroku_evidence_store_get_folder (kiroku_book_get_evidence_store (fixture->book)),
      kiroku_entry_get_text (entry, "sha256"), NULL);
  g_autofree char *before = NULL, *after = NULL;
  gsize length, length_after;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &before, &length, NULL));
  g_assert_true (g_file_set_contents (kept, "別物\n", -1, NULL));
  g_assert_null (export (fixture, NULL, &error));
  g_assert_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT);
  g_assert_true (g_file_get_contents (fixture->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
  assert_nothing_beside (fixture);
}

/* Who has not written in the case opens a journal in it, for the recipient must find their key. */
static void
test_other_author (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBook) other = open_book (fixture->folder, "taro");
  const KirokuExportOrder order = { .case_id = fixture->case_id, .path = fixture->path };
  g_autoptr (KirokuExported) exported = kiroku_book_export (other, &order, NULL, &error);
  g_autoptr (KirokuVerification) verified = NULL;

  g_assert_no_error (error);
  verified = judge (fixture, exported->root);
  g_assert_cmpint (verified->verdict, ==, KIROKU_VERDICT_INTACT); /* nobody vouched for them */
  g_assert_cmpint (verified->journals, ==, 2);
  g_assert_cmpint (verified->unanchored, ==, 0);
}

/* --- What comes in --- */

KirokuPackage *__real_kiroku_package_open (const char *path, GError **error);
KirokuPackage *__wrap_kiroku_package_open (const char *path, GError **error);
gboolean __real_kiroku_evidence_store_check (KirokuEvidenceStore *self,
                                             const char *sha256,
                                             const char *sha512,
                                             gint64 size,
                                             const KirokuEvidenceWatch *watch,
                                             KirokuEvidenceState *state,
                                             KirokuDigests *found,
                                             GError **error);
gboolean __wrap_kiroku_evidence_store_check (KirokuEvidenceStore *self,
                                             const char *sha256,
                                             const char *sha512,
                                             gint64 size,
                                             const KirokuEvidenceWatch *watch,
                                             KirokuEvidenceState *state,
                                             KirokuDigests *found,
                                             GError **error);

/* What happens as soon as the package was opened, or before a file that is here is read. */
static const char *replaced;                   /* (nullable) another takes this file's place */
static GCancellable *at_package, *at_evidence; /* (nullable) cancelled */
static gboolean checked;                       /* a file was read to its end after all */

KirokuPackage *
__wrap_kiroku_package_open (const char *path, GError **error)
{
  KirokuPackage *package = __real_kiroku_package_open (path, error);

  if (replaced != NULL)
    g_assert_true (g_file_set_contents (replaced, "another", -1, NULL));
  if (at_package != NULL)
    g_cancellable_cancel (at_package);
  return package;
}

gboolean
__wrap_kiroku_evidence_store_check (KirokuEvidenceStore *self,
                                    const char *sha256,
                                    const char *sha512,
                                    gint64 size,
                                    const KirokuEvidenceWatch *watch,
                                    KirokuEvidenceState *state,
                                    KirokuDigests *found,
                                    GError **error)
{
  if (at_evidence != NULL)
    g_cancellable_cancel (at_evidence);
  return checked = __real_kiroku_evidence_store_check (self, sha256, sha512, size, watch, state,
                                                       found, error);
}

/* Takes the package into a case book of its own. */
static KirokuImported *
import (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "elsewhere", NULL);
  g_autoptr (KirokuBook) book = NULL;
  KirokuImported *imported = kiroku_imported_new ();
  const KirokuEvidenceWatch watch = { .cancellable = cancellable };
  KirokuImportOptions options;

  g_mkdir (folder, 0700);
  book = open_book (folder, "taro");
  kiroku_book_prepare_import (book, &options);
  options.watch = &watch;
  kiroku_import_package (fixture->path, &options, imported, error);
  return imported;
}

static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuExported) exported = export (fixture, NULL, &error);
  g_autoptr (KirokuImported) imported = NULL;

  g_assert_no_error (error);
  replaced = fixture->path;
  imported = import (fixture, NULL, &error);
  replaced = NULL;
  g_assert_no_error (error);
  g_assert_cmpstr (imported->sha256, ==, exported->sha256);
}

static void
test_cancelled_package (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuExported) exported = export (fixture, NULL, &error);
  g_autoptr (KirokuImported) imported = NULL;

  g_assert_no_error (error);
  at_package = g_cancellable_new ();
  imported = import (fixture, at_package, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (imported->sha256); /* nothing was read any more */
  g_clear_object (&at_package);
}

static void
test_cancelled_evidence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = take_evidence (fixture, "証拠\n");
  g_autoptr (KirokuExported) exported = export (fixture, NULL, &error);
  g_autoptr (KirokuImported) before = import (fixture, NULL, &error), imported = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (before->files, ==, 1);
  at_evidence = g_cancellable_new ();
  imported = import (fixture, at_evidence, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (checked);
  g_clear_object (&at_evidence);
}

typedef struct
{
  KirokuPack *pack;
  const char *case_id;
  GCancellable *cancellable;
} Search;

/* Somebody ticks something else while it is looked for. */
static gpointer
search (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Search *looked = data;
  KirokuWithholding *found;

  g_cancellable_cancel (looked->cancellable);
  found = kiroku_withholding_new (db, looked->pack, looked->case_id,
                                  (const char *[]){ "org.name", NULL }, NULL,
                                  looked->cancellable, error);
  g_assert_null (found);
  return found;
}

static void
test_cancelled_search (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KirokuEntry) entry = NULL;
  Search looked = { kiroku_book_get_pack (fixture->book), fixture->case_id, cancellable };
  KirokuDraft *draft = kiroku_draft_new ("case.set");

  kiroku_draft_set_text (draft, "org.name", "みなと銀行");
  entry = kiroku_book_append_one (fixture->book, fixture->case_id, draft, &error);
  g_assert_no_error (error);
  kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WORKER,
                    KIROKU_STORE_PRIORITY_NOW, search, &looked, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/export/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("the-window-does-not-wait", test_async);
  ADD ("a-cancelled-one-leaves-nothing", test_cancelled);
  ADD ("a-search-that-nobody-wants-any-more-ends", test_cancelled_search);
  ADD ("evidence-goes-unless-withheld", test_evidence);
  ADD ("changed-evidence-stops-it", test_changed_evidence);
  ADD ("who-never-wrote-can-sign", test_other_author);
  ADD ("then-import/what-was-opened-is-what-is-noted", test_replaced);
  ADD ("then-import/cancelled-while-the-package-is-digested", test_cancelled_package);
  ADD ("then-import/cancelled-while-a-file-that-is-here-is-read", test_cancelled_evidence);
  return g_test_run ();
}
