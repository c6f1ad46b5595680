/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "kiroku-pages.h"
#include "kiroku-test-paper.h"

/* With the same fonts a document is the same bytes whoever makes it, and wherever: this program
 * runs itself as other people on other computers would, and compares what comes of it. */
#define CHILD "KIROKU_TEST_CHILD"       /* set: say what the documents are */
#define STRANGER "KIROKU_TEST_STRANGER" /* set: as nobody, where that may be */
#define NOBODY 65534

/* --- What one of them makes ------------------------------------------------------------------- */

static const char *const papers[] = { "names",     "chart",      "code", "timeline", "management",
                                      "situation", "call-sheet", "form", NULL };

static gboolean
sink_cb (const guint8 *bytes, gsize length, gpointer checksum, GError **error)
{
  g_checksum_update (checksum, bytes, (gssize) length);
  return TRUE;
}

static void
say (KirokuPack *pack, const KirokuTestPaper *paper, const char *language)
{
  g_autoptr (KirokuDocument) document = paper->make (pack, language);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPages) pages = kiroku_document_layout (document, NULL, &error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_assert_no_error (error);
  kiroku_pages_write_pdf_to_sink (pages, sink_cb, checksum, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_print ("%s %s %s\n", paper->name, language, g_checksum_get_string (checksum));
}

/* Who may not become somebody else stays who he is. */
static void
become_nobody (void)
{
  if (geteuid () != 0)
    return;
  g_assert_cmpint (setgid (NOBODY), ==, 0);
  g_assert_cmpint (setuid (NOBODY), ==, 0);
  prctl (PR_SET_DUMPABLE, 1); /* or no leak can be looked for */
}

static int
say_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPack) pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);

  g_assert_no_error (error);
  if (g_getenv (STRANGER) != NULL)
    become_nobody ();
  for (const KirokuTestPaper *paper = kiroku_test_papers; paper->name != NULL; paper++)
    if (g_strv_contains (papers, paper->name))
      {
        say (pack, paper, "ja");
        say (pack, paper, "en");
      }
  return 0;
}

/* --- Who they are ----------------------------------------------------------------------------- */

/* Names and values, ended by NULL. */
static const char *const plain[] = { CHILD, "1", NULL };
static const char *const elsewhere[] = { CHILD,
                                         "1",
                                         "TZ",
                                         "Pacific/Auckland",
                                         "LC_ALL",
                                         "C.UTF-8",
                                         "LANGUAGE",
                                         "en:ja",
                                         "LANG",
                                         "ja_JP.UTF-8",
                                         "USER",
                                         "mika",
                                         "HOSTNAME",
                                         "elsewhere",
                                         "SOURCE_DATE_EPOCH",
                                         "1",
                                         "MALLOC_PERTURB_",
                                         "7",
                                         "PANGO_LANGUAGE",
                                         "zh-tw:ko",
                                         NULL };
static const char *const stranger[]
    = { CHILD, "1",        STRANGER, "1",    "TZ",     "Etc/GMT+11", "LC_ALL",
        "C",   "LANGUAGE", "ja",     "USER", "nobody", NULL };

/* In @home, where neither settings nor a list of the fonts are yet; NULL: where it is. (transfer
 * full) */
static char *
run (const char *program, const char *const *variables, const char *home)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  for (; *variables != NULL; variables += 2)
    g_subprocess_launcher_setenv (launcher, variables[0], variables[1], TRUE);
  if (home != NULL)
    {
      g_subprocess_launcher_setenv (launcher, "HOME", home, TRUE);
      g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", home, TRUE);
      g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", home, TRUE);
      g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
      g_subprocess_launcher_set_cwd (launcher, home);
    }
  child = g_subprocess_launcher_spawn (launcher, &error, program, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (child));
  return out;
}

static void
assert_same (const char *first, const char *other)
{
  g_auto (GStrv) one = g_strsplit (first, "\n", -1);
  g_auto (GStrv) two = g_strsplit (other, "\n", -1);

  g_assert_cmpuint (g_strv_length (one), ==, 2 * G_N_ELEMENTS (papers) - 1);
  for (guint i = 0; one[i] != NULL; i++)
    g_assert_cmpstr (one[i], ==, two[i]);
}

static void
remove_all (const char *folder)
{
  g_autoptr (GSubprocess) rm
      = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", folder, NULL);

  g_assert_true (g_subprocess_wait_check (rm, NULL, NULL));
}

static void
test_same (gconstpointer program)
{
  g_autofree char *home = g_dir_make_tmp ("kiroku-home-XXXXXX", NULL);
  g_autofree char *here = run (program, plain, NULL);
  g_autofree char *there = run (program, elsewhere, home);
  g_autofree char *nobody = run (program, stranger, "/");

  remove_all (home);
  assert_same (here, there);
  assert_same (here, nobody);
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_canonicalize_filename (argv[0], NULL);

  setlocale (LC_ALL, "");
  if (g_getenv (CHILD) != NULL)
    return say_all ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/same-bytes/whoever-makes-it-and-wherever", program, test_same);
  return g_test_run ();
}
