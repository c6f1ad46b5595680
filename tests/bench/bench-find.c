/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes to find a piece of text in the log: how many lines hold it, and the first page
 * of them, as the window asks; beside SQLite going through all folded lines with instr(). The log
 * is made first: notes in Japanese by three authors, folded in bulk, unsigned; and the share that
 * the search index has in that and in one durable transaction.
 *
 * Usage: bench-find [LINES …]   (100 10000 1000000) */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "kiroku-case-fold.h"
#include "kiroku-find.h"
#include "kiroku-journal.h"
#include "kiroku-line.h"
#include "kiroku-rebuild.h"
#include "kiroku-schema.h"
#include "kiroku-trust.h"

#define CASE "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define START (G_GINT64_CONSTANT (1795237200) * G_USEC_PER_SEC)
#define PAGE 200
#define AUTHORS 3
#define ASKED 20
#define APPENDED 100

static void
fail (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static double
milliseconds_since (gint64 began)
{
  return (g_get_monotonic_time () - began) / 1000.0;
}

/* --- The log --- */

static const char *const who[] = { "担当者",         "情報システム部", "外部の調査会社", "当直",
                                   "経理部の利用者", "委託先",         "CISO",           "SOC" };
static const char *const what[] = { "端末をネットワークから隔離",
                                    "不審な通信を確認",
                                    "管理者のパスワードを変更",
                                    "メールの添付ファイルを解析",
                                    "バックアップの復元を開始",
                                    "漏えいした可能性のある件数を集計",
                                    "ファイアウォールの遮断を設定",
                                    "警察へ電話で相談",
                                    "個人情報保護委員会への速報を準備",
                                    "EDR の検知を調査",
                                    "ログを保全",
                                    "VPN の接続元を照会",
                                    "ランサムウェアの脅迫文を撮影",
                                    "サーバーを停止",
                                    "取引先へ連絡" };
static const char *const then[] = { "した。", "したが、結果はまだ不明。", "し、報告を受けた。",
                                    "する方針とした。", "中、別の異常を発見した。" };

#define PICK(rand, list) (list)[g_rand_int_range (rand, 0, G_N_ELEMENTS (list))]

/* About as long as people write: 30 to 90 characters, with a host, an address or a number.
 * (transfer full) */
static char *
make_text (GRand *rand)
{
  GString *text = g_string_new (NULL);
  int sentences = g_rand_int_range (rand, 1, 4);

  for (int i = 0; i < sentences; i++)
    g_string_append_printf (text, "%sが%s%s", PICK (rand, who), PICK (rand, what),
                            PICK (rand, then));
  g_string_append_printf (text, "PC-%04d 192.0.2.%d %c%c%c", g_rand_int_range (rand, 0, 10000),
                          g_rand_int_range (rand, 0, 256), 'a' + g_rand_int_range (rand, 0, 26),
                          'a' + g_rand_int_range (rand, 0, 26),
                          'a' + g_rand_int_range (rand, 0, 26));
  /* A name now and then: what is rare. */
  for (int i = 0; i < 4; i++)
    g_string_append_unichar (text, 0x4e00 + g_rand_int_range (rand, 0, 6000));
  return g_string_free (text, FALSE);
}

/* An entry as it is folded; nobody signs it. (transfer full) */
static KirokuEntry *
make_entry (gint64 number, const char *text)
{
  KirokuEntry *entry = kiroku_entry_new ();
  KirokuField *field = g_new0 (KirokuField, 1);
  g_autofree char *author = g_strdup_printf ("author %d", (int) (number % AUTHORS));
  g_autofree char *label = g_strdup_printf ("entry %" G_GINT64_FORMAT, number);

  entry->case_id = g_strdup (CASE);
  entry->kind = g_strdup ("note");
  entry->key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, author, -1);
  entry->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, label, -1);
  entry->seq = number / AUTHORS;
  entry->rec = entry->clock = START + number * G_USEC_PER_SEC;
  field->name = g_strdup ("text");
  field->text = g_strdup (text);
  g_ptr_array_add (entry->fields, field);
  return entry;
}

static KirokuDb *
open_database (const char *path, KirokuFolds *folds)
{
  g_autoptr (GError) error = NULL;
  KirokuDb *db = kiroku_db_open (path, TRUE, &error);

  fail (error);
  kiroku_db_make_durable (db, &error);
  fail (error);
  kiroku_schema_prepare (db, &error);
  fail (error);
  kiroku_folds_create (folds, db, &error);
  fail (error);
  return db;
}

/* And the same text for the scan, which is folded once, too. */
static void
add_line (KirokuDb *db, GRand *rand, gint64 number)
{
  g_autofree char *text = make_text (rand);
  g_autofree char *folded = kiroku_find_fold (text);
  g_autoptr (KirokuEntry) entry = make_entry (number, text);
  g_autoptr (GError) error = NULL;

  kiroku_case_fold.fold (db, entry, &error);
  fail (error);
  kiroku_db_exec (db, &error, "INSERT INTO plain VALUES (:{text:s})", folded);
  fail (error);
}

static void
fill (KirokuDb *db, GRand *rand, gint64 lines)
{
  const gint64 began = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  kiroku_db_exec (db, &error, "CREATE TABLE plain (text TEXT)");
  fail (error);
  for (gint64 number = 0; number < lines; number++)
    {
      if (number % 1000 == 0)
        kiroku_db_begin (db, &error);
      fail (error);
      add_line (db, rand, number);
      if (number % 1000 == 999 || number == lines - 1)
        kiroku_db_commit (db, &error);
      fail (error);
    }
  printf ("%-34s %10.0f ms\n", "made", milliseconds_since (began));
}

static gint64
ask_number (KirokuDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  kiroku_db_query_int (db, &error, 0, &number, sql);
  fail (error);
  return number;
}

static void
report_size (KirokuDb *db, gint64 lines)
{
  const gint64 index = ask_number (db, "SELECT sum (length (block)) FROM words_data");
  const gint64 text = ask_number (db, "SELECT sum (length (CAST (text AS BLOB))) FROM plain");

  printf ("%-34s %10.1f bytes a line, of the text %.1f\n", "index", (double) index / lines,
          (double) text / lines);
}

/* --- Asking --- */

typedef struct
{
  const char *name;
  int characters; /* of a piece of a line; 0: @text */
  const char *text;
} Question;

static const Question questions[] = {
  { "1 character", 1, NULL },          { "2 characters", 2, NULL },
  { "3 characters", 3, NULL },         { "5 characters", 5, NULL },
  { "rare, 2 characters", -2, NULL },  { "Latin, pc-12", 0, "ＰＣ-12" },
  { "frequent, 漏えい", 0, "漏えい" }, { "none, 2 characters", 0, "々ヾ" },
};

/* (transfer full) */
static char *
make_question (const Question *question, GRand *rand)
{
  g_autofree char *text = make_text (rand);
  const int length = ABS (question->characters);
  const glong end = g_utf8_strlen (text, -1);

  if (question->text != NULL)
    return g_strdup (question->text);
  if (question->characters < 0)
    return g_utf8_substring (text, end - length, end);
  return g_utf8_substring (text, g_rand_int_range (rand, 0, end - length), end);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

typedef struct
{
  double count[ASKED], page[ASKED], scan[ASKED];
} Times;

static void
ask (KirokuDb *db, const char *find, int i, Times *times)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  g_autofree char *folded = kiroku_find_fold (find);
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  gint64 count, scanned;

  filter.find = find;
  kiroku_line_count (db, CASE, &filter, &count, &error);
  fail (error);
  times->count[i] = milliseconds_since (began);
  began = g_get_monotonic_time ();
  page = kiroku_line_read (db, CASE, &filter, 0, PAGE, &error);
  fail (error);
  times->page[i] = milliseconds_since (began);
  began = g_get_monotonic_time ();
  kiroku_db_query_int (db, &error, 0, &scanned,
                       "SELECT count(*) FROM plain WHERE instr (text, :{find:s}) > 0", folded);
  fail (error);
  times->scan[i] = milliseconds_since (began);
  if (count != scanned)
    g_error ("“%s”: %" G_GINT64_FORMAT " lines, a scan finds %" G_GINT64_FORMAT, find, count,
             scanned);
}

static void
print_times (const char *name, double *times, int n)
{
  qsort (times, n, sizeof *times, compare_times);
  printf ("  %s p50 %8.2f p95 %8.2f ms", name, times[n / 2], times[(n * 95 + 99) / 100 - 1]);
}

static void
measure (KirokuDb *db, GRand *rand, const Question *question)
{
  const int n = question->text != NULL ? 5 : ASKED;
  Times times;

  for (int i = 0; i < n; i++)
    {
      g_autofree char *text = make_question (question, rand);
      g_autofree char *find = question->characters > 0
                                  ? g_utf8_substring (text, 0, question->characters)
                                  : g_strdup (text);

      ask (db, find, i, &times);
    }
  printf ("%-24s", question->name);
  print_times ("how many", times.count, n);
  print_times ("| a page", times.page, n);
  print_times ("| scan", times.scan, n);
  printf ("\n");
  fflush (stdout);
}

/* One line, one durable transaction; then the same with an index that takes nothing. */
static void
measure_append (KirokuDb *db, GRand *rand, gint64 from)
{
  double with[APPENDED], cut[APPENDED];
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < APPENDED; i++)
    {
      g_autofree char *text = make_text (rand);
      g_autoptr (KirokuEntry) entry = make_entry (from + i, text);
      gint64 began = g_get_monotonic_time ();

      kiroku_db_begin (db, &error);
      kiroku_case_fold.fold (db, entry, &error);
      kiroku_db_commit (db, &error);
      fail (error);
      with[i] = milliseconds_since (began);
    }
  kiroku_db_exec (db, &error, "CREATE TEMP TABLE words (cut)");
  kiroku_db_exec (
      db, &error,
      "CREATE TEMP TRIGGER sink BEFORE INSERT ON temp.words BEGIN SELECT RAISE (IGNORE); END");
  fail (error);
  for (int i = 0; i < APPENDED; i++)
    {
      g_autofree char *text = make_text (rand);
      g_autoptr (KirokuEntry) entry = make_entry (from + APPENDED + i, text);
      gint64 began = g_get_monotonic_time ();

      kiroku_db_begin (db, &error);
      kiroku_case_fold.fold (db, entry, &error);
      kiroku_db_commit (db, &error);
      fail (error);
      cut[i] = milliseconds_since (began);
    }
  printf ("%-24s", "the fold, durable");
  print_times ("with the index", with, APPENDED);
  print_times ("| without", cut, APPENDED);
  printf ("\n");
}

static void
bench (const char *folder, gint64 lines)
{
  g_autofree char *path = g_build_filename (folder, "bench.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autoptr (KirokuFolds) folds = kiroku_folds_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  KirokuDb *db;

  kiroku_folds_add (folds, &kiroku_journal_fold);
  kiroku_folds_add (folds, &kiroku_trust_fold);
  kiroku_folds_add (folds, &kiroku_case_fold);
  printf ("%" G_GINT64_FORMAT " lines\n", lines);
  db = open_database (path, folds);
  fill (db, rand, lines);
  report_size (db, lines);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    measure (db, rand, &questions[i]);
  measure_append (db, rand, lines);
  kiroku_db_free (db);
  g_remove (path);
  g_remove (wal);
  g_remove (shm);
}

int
main (int argc, char **argv)
{
  static const char *const usual[] = { "100", "10000", "1000000", NULL };
  const char *const *lines = argc > 1 ? (const char *const *) argv + 1 : usual;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kiroku-bench-XXXXXX", &error);

  fail (error);
  printf ("SQLite %s\n", sqlite3_libversion ());
  for (; *lines != NULL; lines++)
    bench (folder, g_ascii_strtoll (*lines, NULL, 10));
  g_rmdir (folder);
  return 0;
}
