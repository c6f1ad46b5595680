/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-head-file.h"

#define ID "0f5e9c62-3f64-4d0a-9d0e-6c1f8a2b7d11"
/* 2026-11-23 10:30 in Japan. */
#define NOW G_GINT64_CONSTANT (1795397400000000)

/* The file of a case that is called @number. (transfer full) */
static char *
make_file (const char *number, const char *language)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (KirokuCheckpoint) heads = kiroku_checkpoint_new (ID, NOW);
  KirokuReportSeal seal = { heads, NULL, zone, language };
  KirokuCase incident = { .id = (char *) ID, .number = (char *) number };
  KirokuHeadSheet sheet = { .case_info = &incident, .seal = &seal };

  return kiroku_report_head_file (&sheet);
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
  return g_test_run ();
}
