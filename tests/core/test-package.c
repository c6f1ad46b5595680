/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "kiroku-exchange-error.h"
#include "kiroku-package-writer.h"
#include "kiroku-package.h"
#include "kiroku-zip.h"

#define CASE "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define KEY "8fa5766ba4c472819431c16f50dc378b81f65d479e5fd5d196ba9ebcb3a898f1"
#define HASH "61470889d80d2f5dac68bd194f6ea36eb8559d3c34ebd70ac586a10e430e876b"
#define TIME G_GINT64_CONSTANT (1795237260000000)

typedef struct
{
  char *folder;
  char *path;
  char *evidence; /* a file */
  char *sha256;   /* of it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fixture->folder = g_dir_make_tmp ("kiroku-package-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "X.zip", NULL);
  fixture->evidence = g_build_filename (fixture->folder, "evidence", NULL);
  for (int i = 0; i < 1000; i++)
    g_string_append (text, "証拠\n");
  g_assert_true (g_file_set_contents (fixture->evidence, text->str, text->len, NULL));
  fixture->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, text->len);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->evidence);
  g_free (fixture->sha256);
}

/* A bag with an empty journal and one evidence file; nobody has signed it. */
static void
write_package (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_new (CASE, TIME);
  g_autoptr (KirokuPackageWriter) writer
      = kiroku_package_writer_new (fixture->path, "2026-0001", TIME, checkpoint, &error);
  g_autofree char *evidence = g_strconcat ("data/evidence/", fixture->sha256, NULL);
  g_autofree char *text = NULL;
  g_autofree char *sha256 = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (checkpoint->heads, kiroku_head_new (KEY, 0, HASH));
  g_assert_true (kiroku_package_writer_begin (writer, "data/journals/" KEY ".jsonl", &error));
  g_assert_true (kiroku_package_writer_append (writer, "x\n", 2, &error));
  g_assert_true (kiroku_package_writer_end (writer, &error));
  g_assert_true (kiroku_package_writer_add_bytes (writer, "data/case.json", "{}\n", -1, &error));
  g_assert_true (kiroku_package_writer_add_file (writer, evidence, fixture->evidence,
                                                 fixture->sha256, NULL, &error));
  g_assert_cmpuint (kiroku_package_writer_get_count (writer), ==, 3);
  text = kiroku_checkpoint_to_text (checkpoint);
  g_assert_true (
      kiroku_package_writer_finish (writer, text, "試験\n株式会社", &sha256, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list_faults (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPackage) package = kiroku_package_open (path, &error);
  GPtrArray *faults;

  g_assert_no_error (error);
  g_assert_true (kiroku_package_digest (package, NULL, NULL, NULL, &error));
  faults = kiroku_package_list_faults (package, &error);
  g_assert_no_error (error);
  return faults;
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPackage) package = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);
  g_autofree char *before = NULL, *after = NULL;
  gsize length_before, length_after;

  write_package (fixture);
  package = kiroku_package_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kiroku_package_get_journals (package)->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (kiroku_package_get_journals (package), 0), ==, KEY);
  g_assert_cmpstr (g_ptr_array_index (kiroku_package_get_evidence (package), 0), ==,
                   fixture->sha256);
  g_assert_cmpstr (kiroku_package_get_checkpoint (package)->case_id, ==, CASE);
  g_assert_cmpuint (kiroku_package_get_checkpoint (package)->files->len, ==, 3);
  faults = list_faults (fixture->path);
  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_true (
      kiroku_package_extract_evidence (package, fixture->sha256, out, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->evidence, &before, &length_before, NULL));
  g_assert_true (g_file_get_contents (out, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

/* Only a file that is what was taken in goes out as evidence, and a package that was not finished
 * leaves nothing. */
static void
test_changed_evidence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_new (CASE, TIME);
  KirokuPackageWriter *writer
      = kiroku_package_writer_new (fixture->path, "2026-0001", TIME, checkpoint, &error);

  g_assert_no_error (error);
  g_assert_false (kiroku_package_writer_add_file (writer, "data/evidence/" HASH, fixture->evidence,
                                                  HASH, NULL, &error));
  g_assert_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT);
  kiroku_package_writer_free (writer);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "evidence");
  g_assert_null (g_dir_read_name (dir));
}

/* Opens what @bytes are; TRUE when it is refused. */
static gboolean
is_refused (const Fixture *fixture, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPackage) package = NULL;
  g_autoptr (GPtrArray) faults = NULL;

  g_assert_true (g_file_set_contents (fixture->path, bytes, length, NULL));
  package = kiroku_package_open (fixture->path, &error);
  if (package == NULL || !kiroku_package_digest (package, NULL, NULL, NULL, &error)
      || (faults = kiroku_package_list_faults (package, &error)) == NULL)
    {
      g_assert_true (error->domain == KIROKU_EXCHANGE_ERROR);
      return TRUE;
    }
  return faults->len > 0;
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length;

  write_package (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (gsize cut = 0; cut < length; cut += cut < length - 700 ? 61 : 1)
    g_assert_true (is_refused (fixture, bytes, cut));
  g_assert_false (is_refused (fixture, bytes, length));
}

/* Whatever is put before, after or between: a program that reads otherwise must not see another
 * package than this one does. */
static void
test_one_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) more = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  write_package (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  more = g_string_new_len (bytes, length);
  g_assert_true (is_refused (fixture, g_string_append_c (more, 'x')->str, length + 1));
  g_string_assign (more, "x");
  g_string_append_len (more, bytes, length);
  g_assert_true (is_refused (fixture, more->str, length + 1));
}

/* Flips a bit of every @step-th byte of one file; how many were not found. */
static guint
flip (const Fixture *fixture, char *bytes, gsize length, const KirokuZipMember *member)
{
  gint64 step = member->packed > 1000 ? 97 : 1;
  guint unseen = 0;

  for (gint64 i = member->offset; i < member->offset + member->packed; i += step)
    {
      bytes[i] ^= 1 << i % 8;
      unseen += !is_refused (fixture, bytes, length);
      bytes[i] ^= 1 << i % 8;
    }
  return unseen;
}

/* After its last block deflate has up to seven bits that mean nothing. */
static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuZip) zip = NULL;
  g_autofree char *bytes = NULL;
  GPtrArray *members;
  gsize length;

  write_package (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  zip = kiroku_zip_open (fixture->path, NULL);
  members = kiroku_zip_get_members (zip);
  g_assert_cmpuint (members->len, ==, 8);
  for (guint i = 0; i < members->len; i++)
    {
      const KirokuZipMember *member = g_ptr_array_index (members, i);

      g_assert_cmpuint (flip (fixture, bytes, length, member), <=, member->deflated);
    }
}

/* --- Names --- */

static void
put16 (GString *out, guint value)
{
  g_string_append_c (out, value & 0xff);
  g_string_append_c (out, value >> 8);
}

static void
put32 (GString *out, guint32 value)
{
  put16 (out, value & 0xffff);
  put16 (out, value >> 16);
}

/* A ZIP of empty stored files with these names; @mode is that of the last. */
static GString *
make_zip (const char *const *names, const gssize *lengths, guint32 mode)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GString) directory = g_string_new (NULL);
  guint count = g_strv_length ((char **) names);

  for (guint i = 0; i < count; i++)
    {
      gsize length = lengths != NULL ? (gsize) lengths[i] : strlen (names[i]);
      gsize offset = out->len;

      put32 (out, 0x04034b50);
      put16 (out, 20);
      for (int zero = 0; zero < 10; zero++)
        put16 (out, 0);
      put16 (out, length);
      put16 (out, 0);
      g_string_append_len (out, names[i], length);

      put32 (directory, 0x02014b50);
      put16 (directory, 3 << 8);
      put16 (directory, 20);
      for (int zero = 0; zero < 10; zero++)
        put16 (directory, 0);
      put16 (directory, length);
      for (int zero = 0; zero < 4; zero++)
        put16 (directory, 0);
      put32 (directory, i + 1 == count ? mode << 16 : 0);
      put32 (directory, offset);
      g_string_append_len (directory, names[i], length);
    }
  {
    gsize offset = out->len;

    g_string_append_len (out, directory->str, directory->len);
    put32 (out, 0x06054b50);
    put32 (out, 0);
    put16 (out, count);
    put16 (out, count);
    put32 (out, directory->len);
    put32 (out, offset);
    put16 (out, 0);
  }
  return out;
}

static void
check_zip (const Fixture *fixture, GString *zip, gboolean good)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuZip) opened = NULL;

  g_assert_true (g_file_set_contents (fixture->path, zip->str, zip->len, NULL));
  opened = kiroku_zip_open (fixture->path, &error);
  if (good)
    g_assert_no_error (error);
  else
    g_assert_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORGED);
  g_string_free (zip, TRUE);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[]
      = { "../x",   "a/../../x", "/etc/x",  "a//x",   "a/./x", "a\\x", "C:x", "a/b\x1b[2J",
          "a/証拠", "a/x y",     "a/x\ny", "a/..",   "..",    ".",    "/",   "a/\xe2\x80\xae" "x" };
  static const char *const good[] = { "a/b", "a/b/c.d", "a/..b", "a/b..", "a/...", "a/" };
  const char *one[] = { NULL, NULL };
  const char *twins[] = { "a/File", "a/file", NULL };
  const char *folder_twin[] = { "a/b/", "a/b", NULL };
  const char *hidden[] = { "a/b\0/../x", NULL };
  const gssize hidden_length[] = { 9 };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      one[0] = bad[i];
      check_zip (fixture, make_zip (one, NULL, 0), FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      one[0] = good[i];
      check_zip (fixture, make_zip (one, NULL, S_IFREG | 0644), TRUE);
    }
  check_zip (fixture, make_zip (twins, NULL, 0), FALSE);
  check_zip (fixture, make_zip (folder_twin, NULL, 0), FALSE);
  check_zip (fixture, make_zip (hidden, hidden_length, 0), FALSE);
  one[0] = "a/link";
  check_zip (fixture, make_zip (one, NULL, S_IFLNK | 0777), FALSE);
  check_zip (fixture, make_zip (one, NULL, S_IFIFO | 0777), FALSE);
}

static void
test_two_folders (Fixture *fixture, gconstpointer data)
{
  const char *two[] = { "a/data/x", "b/data/x", NULL };
  const char *none[] = { "x", NULL };
  g_autoptr (GString) first = make_zip (two, NULL, 0);
  g_autoptr (GString) second = make_zip (none, NULL, 0);

  g_assert_true (is_refused (fixture, first->str, first->len));
  g_assert_true (is_refused (fixture, second->str, second->len));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/package/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("what-is-written-is-read", test_round_trip);
  ADD ("changed-evidence-does-not-go-out", test_changed_evidence);
  ADD ("a-cut-one-is-refused-at-every-length", test_cut);
  ADD ("it-has-one-reading", test_one_reading);
  ADD ("a-flipped-bit-is-found", test_flipped);
  ADD ("a-name-that-leads-elsewhere-is-refused", test_names);
  ADD ("everything-stands-in-one-folder", test_two_folders);
  return g_test_run ();
}
