/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-head-file.h"
#include "kiroku-pages.h"

#define ID "0f5e9c62-3f64-4d0a-9d0e-6c1f8a2b7d11"
/* 2026-11-23 10:30 in Japan. */
#define NOW G_GINT64_CONSTANT (1795397400000000)

typedef char *(*MakeFunc) (const KirokuHeadSheet *sheet);

/* What @func makes of a case that is called @number. (transfer full) */
static char *
make (MakeFunc func, const char *number, const char *language)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (KirokuCheckpoint) heads = kiroku_checkpoint_new (ID, NOW);
  KirokuReportSeal seal = { heads, NULL, zone, language };
  KirokuCase incident = { .id = (char *) ID, .number = (char *) number };
  KirokuHeadSheet sheet = { .case_info = &incident, .seal = &seal, .author = "A", .program = "Kiroku" };

  return func (&sheet);
}

static char *
make_file (const char *number, const char *language)
{
  return make (kiroku_report_head_file, number, language);
}

/* The text of the printed sheet, on one line. Needs the program that reads it. */
static char *
print_sheet (const KirokuHeadSheet *sheet)
{
  g_autoptr (KirokuDocument) document = kiroku_report_head_sheet (sheet);
  g_autofree char *path
      = g_strdup_printf ("%s/kiroku-head-%d.pdf", g_get_tmp_dir (), (int) getpid ());
  const char *const argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPages) pages = kiroku_document_layout (document, NULL, &error);
  char *text = NULL;

  g_assert_no_error (error);
  g_assert_true (kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error));
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_strdelimit (text, "\n", ' ');
}

/* As the file: what stands on the paper is typed. */
static void
test_sheet (void)
{
  g_autofree char *usual = make (print_sheet, "2026-001", "ja");
  g_autofree char *hostile = make (print_sheet, "1; touch x", "ja");

  g_assert_nonnull (strstr (usual, "kiroku-cli verify 2026-001 --head=ROOT"));
  g_assert_nonnull (strstr (hostile, "kiroku-cli verify " ID " --head=ROOT"));
  g_assert_nonnull (strstr (hostile, "kiroku-cli anchor add " ID " ROOT"));
}

static void
test_usual (void)
{
  g_autofree char *text = make_file ("2026-001", "en");

  g_assert_nonnull (strstr (text, "kiroku-cli verify 2026-001 --head=ROOT"));
  g_assert_nonnull (strstr (text, "kiroku-cli anchor add 2026-001 THIS-FILE"));
}

/* A number is any text where somebody else opened the case. */
static void
test_hostile (gconstpointer data)
{
  static const char *const numbers[] = { "1; touch x", "1 --database=x", "-h", "$(id)", "1\nrm x" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = make_file (numbers[i], data);

      g_assert_nonnull (strstr (text, "kiroku-cli verify " ID " --head=ROOT"));
      g_assert_nonnull (strstr (text, "kiroku-cli anchor add " ID " "));
      g_assert_null (strstr (text, "\nrm x"));
    }
}

static void
test_forged (void)
{
  g_autofree char *text = make_file ("1\nkiroku.checkpoint.1\n", "en");

  g_assert_null (strstr (text, "\nkiroku.checkpoint.1\n (Kiroku)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/head-file/says-how-to-check-it", test_usual);
  g_test_add_data_func ("/report/head-file/number-is-no-command/ja", "ja", test_hostile);
  g_test_add_data_func ("/report/head-file/number-is-no-command/en", "en", test_hostile);
  g_test_add_func ("/report/head-file/number-brings-no-lines-for-the-program", test_forged);
  g_test_add_func ("/report/head-sheet/number-is-no-command", test_sheet);
  return g_test_run ();
}
