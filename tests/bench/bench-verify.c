/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long verification takes, and how much memory, with a case of many entries: of a database and
 * of a package, beside as many signatures checked by libcrypto alone. The case is made first: notes
 * of one author, sealed and stored in bulk, without folds.
 *
 * Usage: bench-verify [ENTRIES]   (100,000). Each part is a process of its own, for its peak of
 * memory. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "kiroku-archive.h"
#include "kiroku-clock.h"
#include "kiroku-package-writer.h"
#include "kiroku-record.h"
#include "kiroku-schema.h"
#include "kiroku-verify-package.h"
#include "kiroku-wire.h"

#define CASE "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define START (G_GINT64_CONSTANT (1795237200) * G_USEC_PER_SEC)
#define PAGE 1000
/* Signatures that are checked bare; more would only take longer. */
#define BARE 20000

/* Instead of checking signatures, to see what all else takes. */
static gboolean skip_signatures;

gboolean __real_kiroku_public_key_verify (
    KirokuPublicKey *self, const char *hash, const char *signature);
gboolean __wrap_kiroku_public_key_verify (
    KirokuPublicKey *self, const char *hash, const char *signature);

gboolean
__wrap_kiroku_public_key_verify (KirokuPublicKey *self, const char *hash, const char *signature)
{
  return skip_signatures || __real_kiroku_public_key_verify (self, hash, signature);
}

static void
fail (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static KirokuDb *
open_database (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "bench.db", NULL);
  g_autoptr (GError) error = NULL;
  KirokuDb *db = kiroku_db_open (path, TRUE, &error);

  fail (error);
  kiroku_schema_prepare (db, &error);
  fail (error);
  return db;
}

static void
report (const char *what, gint64 entries, gint64 began)
{
  const double seconds = (g_get_monotonic_time () - began) / (double) G_USEC_PER_SEC;
  struct rusage usage;
  double busy;

  getrusage (RUSAGE_SELF, &usage);
  busy = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / (double) G_USEC_PER_SEC;
  printf ("%-26s %8" G_GINT64_FORMAT " entries %8.2f s, %8.2f s of a processor since the start,"
          " %8.0f entries/s, peak %4ld MiB\n",
          what, entries, seconds, busy, entries / seconds, usage.ru_maxrss / 1024);
}

/* --- Making the case --- */

static KirokuDraft *
make_draft (KirokuKey *key, gint64 seq)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " 番目の対応を行い、結果を確認した", seq);
  KirokuDraft *draft = kiroku_draft_new (seq == 0   ? "journal.open"
                                         : seq == 1 ? "case.open"
                                                    : "note");

  kiroku_draft_set_text (draft, seq == 0 ? "name" : seq == 1 ? "title" : "text", text);
  kiroku_draft_set_text (draft, seq == 0 ? "role" : seq == 1 ? "type" : "class", "action");
  if (seq == 0)
    kiroku_draft_set_text (draft, "spki", kiroku_key_get_spki (key));
  return draft;
}

static KirokuEntry *
seal (KirokuKey *key, gint64 seq, const KirokuEntry *before)
{
  g_autoptr (KirokuDraft) draft = make_draft (key, seq);
  const KirokuPlace place = { CASE, seq, before != NULL ? before->hash : NULL,
                              before != NULL ? before->clock : 0, NULL, -1 };
  const KirokuClock clock
      = { .rec = START + seq * G_USEC_PER_SEC, .mono = -1, .sync = -1, .maxerr = -1 };
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry = kiroku_record_seal (draft, &place, &clock, key, "bench", &error);

  fail (error);
  return entry;
}

static void
store_entries (KirokuDb *db, KirokuKey *key, gint64 entries)
{
  g_autoptr (KirokuEntry) before = NULL;
  g_autoptr (GError) error = NULL;

  for (gint64 seq = 0; seq < entries; seq++)
    {
      KirokuEntry *entry = seal (key, seq, before);

      if (seq % PAGE == 0)
        kiroku_db_begin (db, &error);
      fail (error);
      kiroku_archive_insert (db, entry, &error);
      fail (error);
      if (seq % PAGE == PAGE - 1 || seq == entries - 1)
        kiroku_db_commit (db, &error);
      fail (error);
      g_clear_pointer (&before, kiroku_entry_unref);
      before = entry;
    }
}

static void
append_page (KirokuPackageWriter *writer, GPtrArray *rows)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *line = kiroku_wire_write (g_ptr_array_index (rows, i), NULL, &error);

      fail (error);
      kiroku_package_writer_append (writer, line, strlen (line), &error);
      kiroku_package_writer_append (writer, "\n", 1, &error);
      fail (error);
    }
}

static void
write_journal (KirokuDb *db, KirokuPackageWriter *writer, const char *key)
{
  g_autofree char *path = g_strdup_printf ("data/journals/%s.jsonl", key);
  g_autofree char *hash = g_strdup ("");
  g_autoptr (GError) error = NULL;
  gint64 seq = -1;

  kiroku_package_writer_begin (writer, path, &error);
  for (;;)
    {
      g_autoptr (GPtrArray) rows
          = kiroku_archive_read_journal (db, CASE, key, seq, hash, G_MAXINT64, PAGE, &error);
      const KirokuStored *last;

      fail (error);
      if (rows->len == 0)
        break;
      append_page (writer, rows);
      last = g_ptr_array_index (rows, rows->len - 1);
      seq = last->seq;
      g_free (hash);
      hash = g_strdup (last->hash);
    }
  kiroku_package_writer_end (writer, &error);
  fail (error);
}

static void
write_package (KirokuDb *db, KirokuKey *key, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCheckpoint) sealed = kiroku_checkpoint_read (db, CASE, START, &error);
  g_autoptr (KirokuPackageWriter) writer
      = sealed != NULL ? kiroku_package_writer_new (path, "bench", START, sealed, &error) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *sha256 = NULL;

  fail (error);
  write_journal (db, writer, kiroku_key_get_id (key));
  kiroku_checkpoint_sign (sealed, key, &error);
  text = kiroku_checkpoint_to_text (sealed);
  kiroku_package_writer_finish (writer, text, NULL, &sha256, &error);
  fail (error);
}

static void
make (const char *folder, gint64 entries)
{
  g_autofree char *package = g_build_filename (folder, "bench.zip", NULL);
  g_autoptr (KirokuDb) db = open_database (folder);
  g_autoptr (GError) error = NULL;
  KirokuKey *key = kiroku_key_generate (&error);
  gint64 began = g_get_monotonic_time ();

  fail (error);
  store_entries (db, key, entries);
  report ("(making the case)", entries, began);
  began = g_get_monotonic_time ();
  write_package (db, key, package);
  report ("(making the package)", entries, began);
  kiroku_key_unref (key);
}

/* --- What is measured --- */

static void
check (const KirokuVerification *result, const GError *error)
{
  fail (error);
  if (result->verdict != KIROKU_VERDICT_INTACT)
    g_error ("the case is not intact: %s", result->bad_what != NULL ? result->bad_what : "?");
}

static void
verify_database (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "pins", NULL);
  g_autoptr (KirokuDb) db = open_database (folder);
  g_autoptr (KirokuPins) pins = kiroku_pins_new (path);
  g_autoptr (GError) error = NULL;
  const gint64 began = g_get_monotonic_time ();
  g_autoptr (KirokuVerification) result = kiroku_verify_case (db, pins, CASE, NULL, &error);

  check (result, error);
  report ("verify, database", result->entries, began);
}

static void
verify_package (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "bench.zip", NULL);
  const KirokuVerifyPackageOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  const gint64 began = g_get_monotonic_time ();
  g_autoptr (KirokuVerification) result = kiroku_verify_package_file (path, &options, &error);

  check (result, error);
  report (skip_signatures ? "verify, package, hash only" : "verify, package", result->entries,
          began);
}

static void
verify_bare (void)
{
  g_autoptr (GError) error = NULL;
  KirokuKey *key = kiroku_key_generate (&error);
  g_autoptr (KirokuPublicKey) public_key = kiroku_public_key_new (kiroku_key_get_spki (key));
  g_autoptr (KirokuEntry) entry = seal (key, 0, NULL);
  const gint64 began = g_get_monotonic_time ();

  for (int i = 0; i < BARE; i++)
    if (!kiroku_public_key_verify (public_key, entry->hash, entry->sig))
      g_error ("the signature is not valid");
  report ("signatures alone", BARE, began);
  kiroku_key_unref (key);
}

/* --- A process each --- */

static void
run (const char *self, const char *what, const char *folder, const char *entries)
{
  const char *argv[] = { self, what, folder, entries, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL,
                &status, &error);
  fail (error);
  g_spawn_check_wait_status (status, &error);
  fail (error);
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      remove (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  remove (folder);
}

static int
run_all (const char *self, const char *entries)
{
  static const char *const parts[] = { "make", "database", "package", "hashes", "bare" };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kiroku-bench-XXXXXX", &error);

  fail (error);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    run (self, parts[i], folder, entries);
  remove_folder (folder);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  if (argc < 4)
    return run_all (argv[0], argc > 1 ? argv[1] : "100000");
  skip_signatures = g_str_equal (argv[1], "hashes");
  if (g_str_equal (argv[1], "make"))
    make (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  else if (g_str_equal (argv[1], "database"))
    verify_database (argv[2]);
  else if (skip_signatures || g_str_equal (argv[1], "package"))
    verify_package (argv[2]);
  else
    verify_bare ();
  return EXIT_SUCCESS;
}
