/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-approval.h"
#include "kiroku-era.h"
#include "kiroku-pages.h"
#include "kiroku-test-case.h"
#include "kiroku-test-pack.h"

#define NOW KIROKU_TEST_NOW
#define MINUTE KIROKU_TEST_MINUTE
#define HOUR KIROKU_TEST_HOUR

#define PAGE 50      /* lines fetched at once */
#define PAGES_HELD 2 /* and kept */

static KirokuPack *pack;

/* --- A log that is fetched in pages ----------------------------------------------------------- */

typedef void (*MakeLine) (guint i, KirokuLine *line);

typedef struct
{
  GPtrArray *lines; /* NULL: not held */
  guint first;
} HeldPage;

typedef struct
{
  MakeLine make;
  guint n;
  guint fails_at;
  HeldPage held[PAGES_HELD];
  guint next; /* of @held to be given up */
  guint n_fetched;
  gboolean *freed;
} Log;

/* A line as the database would give it; @make says what is special. */
static KirokuLine *
new_line (Log *log, guint i)
{
  KirokuLine *line = g_new0 (KirokuLine, 1);

  line->seq = i;
  line->kind = g_strdup ("note");
  line->klass = g_strdup ("action");
  line->key = g_strdup (KIROKU_TEST_KEY);
  line->author = g_strdup ("霧島 花子");
  line->hash = g_strdup_printf ("hash-%u", i);
  line->at = line->rec = NOW - 48 * HOUR + i * MINUTE;
  line->text = g_strdup_printf ("作業%uを実施し、結果を確認した。", i);
  if (log->make != NULL)
    log->make (i, line);
  return line;
}

static HeldPage *
fetch (Log *log, guint i)
{
  HeldPage *page = &log->held[log->next];

  log->next = (log->next + 1) % PAGES_HELD;
  log->n_fetched++;
  g_clear_pointer (&page->lines, g_ptr_array_unref);
  page->first = i / PAGE * PAGE;
  page->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_line_free);
  for (guint k = page->first; k < MIN (page->first + PAGE, log->n); k++)
    g_ptr_array_add (page->lines, new_line (log, k));
  return page;
}

static const KirokuLine *
get_line (guint i, gpointer data, GError **error)
{
  Log *log = data;

  g_assert_cmpuint (i, <, log->n);
  if (i >= log->fails_at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "line %u is gone", i);
      return NULL;
    }
  for (guint h = 0; h < PAGES_HELD; h++)
    if (log->held[h].lines != NULL && log->held[h].first == i / PAGE * PAGE)
      return log->held[h].lines->pdata[i % PAGE];
  return fetch (log, i)->lines->pdata[i % PAGE];
}

static void
log_free (gpointer data)
{
  Log *log = data;

  for (guint h = 0; h < PAGES_HELD; h++)
    g_clear_pointer (&log->held[h].lines, g_ptr_array_unref);
  if (log->freed != NULL)
    *log->freed = TRUE;
  g_free (log);
}

static Log *
new_log (guint n, MakeLine make)
{
  Log *log = g_new0 (Log, 1);

  log->n = n;
  log->make = make;
  log->fails_at = G_MAXUINT;
  return log;
}

/* --- A case ----------------------------------------------------------------------------------- */

typedef struct
{
  KirokuTestCase of;
  KirokuDocument *(*report) (const KirokuReportInput *input, GError **error);
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kiroku_test_case_init (&fixture->of, pack, "ja");
  fixture->of.input.get_line = get_line;
  fixture->of.input.line_data_free = log_free;
  fixture->report = data != NULL ? kiroku_report_management : kiroku_report_timeline;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_case_clear (&fixture->of);
}

/* --- Printing --------------------------------------------------------------------------------- */

static char *
without_space (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  return g_string_free (out, FALSE);
}

static char *
extract (KirokuDocument *document, guint *n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPages) pages = kiroku_document_layout (document, NULL, &error);
  g_autofree char *folder = g_dir_make_tmp ("kiroku-report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.pdf", NULL);
  const char *const argv[] = { "pdftotext", "-raw", path, "-", NULL };
  char *text = NULL;

  g_assert_no_error (error);
  if (n_pages != NULL)
    *n_pages = kiroku_pages_get_n (pages);
  kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  return text;
}

/* The text as it comes. */
static char *
print_raw (Fixture *fixture, Log *log, guint *n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDocument) document = NULL;

  fixture->of.input.n_lines = log->n;
  fixture->of.input.line_data = log;
  document = fixture->report (&fixture->of.input, &error);
  g_assert_no_error (error);
  return extract (document, n_pages);
}

static char *
print_report (Fixture *fixture, Log *log)
{
  g_autofree char *raw = print_raw (fixture, log, NULL);

  return without_space (raw);
}

/* Finds each of @words, one behind the other. */
static void
assert_in_order (const char *text, const char *const *words)
{
  const char *place = text;

  for (; *words != NULL; words++)
    {
      g_autofree char *bare = without_space (*words);
      const char *found = strstr (place, bare);

      if (found == NULL)
        g_error ("“%s” does not follow in:\n%s", bare, place);
      place = found + strlen (bare);
    }
}

static void
assert_has_not (const char *text, const char *what)
{
  if (strstr (text, what) != NULL)
    g_error ("“%s” is in the print:\n%s", what, text);
}

/* --- Tests ------------------------------------------------------------------------------------ */

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* Notes of every sort. */
static void
make_note (guint i, KirokuLine *line)
{
  switch (i)
    {
    case 1:
      set_text (&line->klass, "observation");
      set_text (&line->text, "身代金を要求する文面を見つけた。");
      line->stated = TRUE;
      line->precision = KIROKU_PRECISION_MINUTE;
      line->at = NOW - 60 * HOUR;
      break;
    case 2:
      set_text (&line->klass, "decision");
      set_text (&line->text, "VPN接続を全社で停止すると決めた。");
      set_text (&line->key, "key-2");
      set_text (&line->author, "朝霧 太郎");
      break;
    case 3:
      set_text (&line->text, "感染は3台。");
      set_text (&line->correction, "hash-4");
      set_text (&line->corrected, "感染は2台。");
      set_text (&line->reason, "数え間違い");
      set_text (&line->corrector, "朝霧 太郎");
      break;
    case 8:
      g_clear_pointer (&line->text, g_free); /* withheld */
      break;
    default:
      break;
    }
}

/* And entries of other kinds. */
static void
make_varied (guint i, KirokuLine *line)
{
  make_note (i, line);
  if (i >= 4 && i <= 7)
    g_clear_pointer (&line->klass, g_free);
  switch (i)
    {
    case 4:
      set_text (&line->kind, "correct");
      set_text (&line->subject, "hash-3");
      set_text (&line->text, "感染は2台。");
      break;
    case 5:
      set_text (&line->kind, "case.set");
      set_text (&line->text, "leak.categories\x1f" "3,4\x1f\x1e"
                             "leak.count\x1f" "12400\x1f" "estimate\x1e"
                             "own.key\x1ftwo\nlines\x1f\x1e" "cause.summary\x1f\x1f");
      break;
    case 6:
      set_text (&line->kind, "case.phase");
      set_text (&line->text, "containment");
      set_text (&line->detail, "感染の拡大を止めるため");
      break;
    case 7:
      set_text (&line->kind, "task.set");
      set_text (&line->text, "done");
      set_text (&line->task_ja, "端末を隔離する");
      set_text (&line->task_en, "Isolate the machines");
      break;
    default:
      break;
    }
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  static const char *const words[] = {
    "事案番号", "2026-001", "ファイルサーバーの暗号化", "評価・見直し", "対象期間", "（10件）",
    "霧島 花子、朝霧 太郎", "作成", "2026年11月23日 10時30分　霧島 花子", "1　概要",
    "暗号化された。", "発生日時", "2026年11月20日 23時40分（概数）", "12,400（概数）", "調査中",
    "最も近い期限", "2　段階", "封じ込め", "15時間00分", "感染の拡大を止めるため", "朝霧 太郎",
    "（継続中）", "3　所要時間", "検知までの時間", "10時間50分", "申告", "4　判断",
    "VPN接続を全社で停止すると決めた。", "5　報告義務", "個人情報保護委員会", "6　全記録",
    "作業0を", "身代金を要求する文面", "VPN接続を全社で", "感染は2台。", "理由：数え間違い",
    "感染は3台。", "番号4の訂正：感染は2台。", "作業9を", NULL,
  };

  kiroku_test_case_fill (&fixture->of);
  text = print_report (fixture, new_log (10, make_varied));
  assert_in_order (text, words);
}

static void
test_both_times (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (10, make_varied));
  static const char *const words[] = { "2 2026-11-20 22:30 記録 2026-11-21 10:31 観察", NULL };

  assert_in_order (text, words);
}

/* Of three notes the time of the first, of the second one that was not stated, the text of the third. */
static void
make_corrected (guint i, KirokuLine *line)
{
  set_text (&line->text, i == 0 ? "一" : i == 1 ? "二" : "三");
  set_text (&line->corrected, i == 2 ? "参" : line->text);
  set_text (&line->correction, "hash");
  set_text (&line->reason, "誤記");
  line->n_corrections = 2;
  line->rec = NOW - 12 * HOUR;
  line->at = i == 1 ? line->rec : NOW - 24 * HOUR;
  line->stated = i != 1;
  line->precision = line->corrected_precision = KIROKU_PRECISION_MINUTE;
  line->retimed = i < 2;
  line->corrected_at = NOW - 36 * HOUR;
}

static void
test_only_what_changed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (3, make_corrected));
  static const char *const words[]
      = { "1 2026-11-21 22:30 記録 2026-11-22 22:30 対応 霧島 花子 一［訂正：（開示されない） ― 理由：誤記",
          "］ 2026-11-22 10:30 2 2026-11-21 22:30 記録 2026-11-22 22:30 対応 霧島 花子 二［訂正",
          "］ 3 2026-11-22 10:30 記録 2026-11-22 22:30 対応 霧島 花子 参［訂正", "］ 三", NULL };

  assert_in_order (text, words);
}

static void
make_retimed (guint i, KirokuLine *line)
{
  line->retimed = i == 0;
  line->corrected_at = NOW - 72 * HOUR;
  line->corrected_precision = KIROKU_PRECISION_MINUTE;
}

static void
test_period (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (2, make_retimed));
  static const char *const words[]
      = { "対象期間", "2026年11月20日 10時30分～2026年11月21日 10時31分", NULL };

  assert_in_order (text, words);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (10, make_varied));
  static const char *const words[]
      = { "本人の数：12,400（概数）", "own.key：two lines", "（記入を取り消し）",
          "封じ込め ― 感染の拡大を止めるため", "実施：端末を隔離する", "（開示されない）", NULL };

  assert_in_order (text, words);
}

/* Every third line was corrected, so that rows and lines run apart. */
static void
make_many (guint i, KirokuLine *line)
{
  if (i % 3 != 0)
    return;
  line->correction = g_strdup ("hash");
  line->corrected = g_strdup_printf ("作業%uは取りやめた。", i);
  line->reason = g_strdup ("誤記");
}

/* Every third entry is a step of the playbook; two persons thought of tasks of their own. */
static void
make_steps (guint i, KirokuLine *line)
{
  if (i % 3 != 1 && i != 3 && i != 6)
    {
      make_many (i, line);
      return;
    }
  g_clear_pointer (&line->klass, g_free);
  set_text (&line->kind, "task.add");
  line->is_step = i != 3 && i != 6;
  set_text (&line->text, i == 3 ? "自分で加えた作業" : i == 6 ? NULL : "手順の作業");
  set_text (&line->detail, i == 3 ? "自分で加えた作業" : i == 6 ? "Task of one's own" : "Step");
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (14, make_steps));
  static const char *const words[] = {
    "（14件）", "6　全記録", "訂正された記録（3件）は", "追加された作業5件は、手順の一覧に", "1 2026-11-21 10:30:00",
    "作業0は取りやめた。", "作業0を実施し", "3 2026-11-21 10:32:00", "作業2を実施し",
    "4 2026-11-21 10:33:00", "自分で加えた作業", "6 2026-11-21 10:35:00", "作業5を実施し",
    "7 2026-11-21 10:36:00", "Task of one's own", "9 2026-11-21 10:38:00", "作業8を実施し",
    "10 2026-11-21 10:39:00", "作業9は取りやめた。", "作業9を実施し", "12 2026-11-21 10:41:00", "作業11を実施し",
    "13 2026-11-21 10:42:00", "作業12は取りやめた。", "作業12を実施し", NULL,
  };

  assert_in_order (text, words);
  assert_has_not (text, "手順の作業");
}

/* A task with its owner and time, one of which the owner is withheld, and one that was done later than
 * planned. */
static void
make_planned (guint i, KirokuLine *line)
{
  g_clear_pointer (&line->klass, g_free);
  set_text (&line->kind, i == 2 ? "task.set" : "task.add");
  set_text (&line->text, i == 2 ? "done" : "端末を隔離する");
  set_text (&line->detail, i == 2 ? NULL : "Isolate the machines");
  set_text (&line->task_ja, "端末を隔離する");
  set_text (&line->extra, i == 1 ? "\x1f" "2026-11-25T17:00:30+09:00\x1fowner "
                                 : "霧島 花子\x1f" "2026-11-25T17:00:00+09:00\x1f");
}

static void
test_planned (Fixture *fixture, gconstpointer data)
{
  static const char *const years[][2] = { { "ja", "2026-11-25" }, { KIROKU_ERA_LANGUAGE, "R08.11.25" } };

  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      g_autofree char *due = g_strdup_printf ("（期限：%s 17:00 +09:00）", years[i][1]);
      const char *const words[]
          = { "端末を隔離する（担当：霧島 花子）", due, "端末を隔離する（担当：（開示されない））", due,
              "実施：端末を隔離する（担当：霧島 花子）", due, NULL };
      g_autofree char *text = NULL;

      fixture->of.input.language = years[i][0];
      text = print_report (fixture, new_log (3, make_planned));
      assert_in_order (text, words);
    }
}

static void
make_checkpoints (guint i, KirokuLine *line)
{
  static const char *const purposes[] = { "daily", "report", "close" };

  if (i % 2 == 0)
    {
      make_many (i, line);
      return;
    }
  g_clear_pointer (&line->klass, g_free);
  set_text (&line->kind, "checkpoint");
  set_text (&line->text, purposes[i / 2]);
}

static void
test_checkpoints (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (7, make_checkpoints));
  static const char *const words[]
      = { "（7件）", "6　全記録", "確認点3件も", "3 2026-11-21 10:32:00",
          "5 2026-11-21 10:34:00", "7 2026-11-21 10:36:00", NULL };

  assert_in_order (text, words);
  assert_has_not (text, "2 2026-11-21 10:31:00");
  assert_has_not (text, "4 2026-11-21 10:33:00");
  assert_has_not (text, "6 2026-11-21 10:35:00");
}

static void
make_english (guint i, KirokuLine *line)
{
  set_text (&line->author, "A. Author");
  set_text (&line->text, "Checked the server.");
  make_varied (i, line);
  set_text (&line->author, "A. Author");
  if (line->klass != NULL && line->text != NULL)
    set_text (&line->text, "Checked the server.");
  if (line->corrected != NULL)
    {
      set_text (&line->corrected, "Checked the client.");
      set_text (&line->reason, "typo");
      set_text (&line->corrector, "A. Author");
    }
  if (g_str_equal (line->kind, "correct"))
    set_text (&line->text, "Checked the client.");
  g_clear_pointer (&line->detail, g_free);
}

static void
test_english (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  kiroku_test_case_fill (&fixture->of);
  fixture->of.info.title = (char *) "Files encrypted";
  kiroku_facts_set (fixture->of.facts, "timeline.summary", "Files encrypted.", KIROKU_FACT_CONFIRMED,
                    NULL);
  for (guint i = 0; i < fixture->of.visits->len; i++)
    {
      KirokuVisit *visit = fixture->of.visits->pdata[i];

      visit->reason = visit->approver = NULL;
    }
  fixture->of.input.language = "en";
  fixture->of.input.author = "A. Author";
  text = print_raw (fixture, new_log (10, make_english), NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF))
        g_error ("Japanese in an English report: %.60s", p);
    }
  g_assert_nonnull (strstr (text, "6 The log"));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (0, NULL));
  static const char *const words[] = { "2026-001", "発生日時未記入", "発覚日時未記入",
                                       "段階の記録はありません。", "未定",
                                       "判断として記録されたものはありません。",
                                       "記録はありません。", NULL };

  assert_in_order (text, words);
  assert_has_not (text, "省きます");
  assert_has_not (text, "対象期間");
  assert_has_not (text, "なし。なし");
}

static void
test_exercise (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;
  guint n_pages;

  fixture->of.info.exercise = TRUE;
  text = print_raw (fixture, new_log (200, NULL), &n_pages);
  g_assert_cmpuint (n_pages, >, 3);
  pages = g_strsplit (text, "\f", -1);
  for (guint i = 0; i < n_pages; i++)
    {
      g_assert_nonnull (strstr (pages[i], "訓練"));
      g_assert_nonnull (strstr (pages[i], "EXERCISE"));
    }
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  const guint n = 2500;
  gboolean freed = FALSE;
  Log *log = new_log (n, make_many);
  g_autoptr (KirokuDocument) document = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *text = NULL;
  const char *place;

  log->freed = &freed;
  fixture->of.input.n_lines = n;
  fixture->of.input.line_data = log;
  document = kiroku_report_timeline (&fixture->of.input, NULL);
  raw = extract (document, NULL);
  text = without_space (raw);
  place = strstr (text, "6全記録");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *now = g_strdup_printf ("作業%uは取りやめた。", i);
      g_autofree char *was = g_strdup_printf ("作業%uを実施し、結果を確認した。", i);

      if (i % 3 == 0)
        place = strstr (place, now);
      g_assert_nonnull (place);
      place = strstr (place, was);
      g_assert_nonnull (place);
    }
  /* Looked through, laid out and drawn: no line is needed again once its page was given up. */
  g_assert_cmpuint (log->n_fetched, <=, 3 * (n / PAGE) + 2 * 100);
  g_assert_cmpuint (log->n_fetched, >=, 3 * (n / PAGE));
  g_assert_false (freed);
  g_clear_pointer (&document, kiroku_document_unref);
  g_assert_true (freed);
}

static void
make_long (guint i, KirokuLine *line)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < 300; k++)
    g_string_append_printf (text, "第%u報。対象の機器を順に確認した。\n", k);
  g_free (line->text);
  line->text = g_string_free (text, FALSE);
}

static void
test_long_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (2, make_long));
  const char *place = text;

  for (guint k = 0; k < 600; k++)
    {
      g_autofree char *word = g_strdup_printf ("第%u報。", k % 300);

      place = strstr (place, word);
      g_assert_nonnull (place);
    }
}

static void
test_failing_log (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean freed = FALSE;
  Log *log = new_log (100, NULL);

  log->fails_at = 60;
  log->freed = &freed;
  fixture->of.input.n_lines = log->n;
  fixture->of.input.line_data = log;
  g_assert_null (fixture->report (&fixture->of.input, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_true (freed);
}

/* --- The management report -------------------------------------------------------------------- */

/* Notes of every sort, a decision with an approval that counts, and a note of the review. */
static void
make_judged (guint i, KirokuLine *line)
{
  make_note (i, line);
  if (i == 2)
    {
      KirokuApproval *approval = g_new0 (KirokuApproval, 1);

      *approval = (KirokuApproval){ .hash = (char *) "hash-a",
                                    .approver = (char *) "高木 部長",
                                    .key = (char *) "key-3",
                                    .rec = NOW - 30 * HOUR };
      line->approvals = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (line->approvals, approval);
    }
  if (i == 5)
    {
      set_text (&line->klass, "decision");
      set_text (&line->text, "取引先に知らせる。");
      set_text (&line->named, "朝霧 太郎");
    }
  if (i == 6)
    {
      set_text (&line->klass, "decision");
      set_text (&line->text, "再開は月曜とする。");
    }
  if (i == 9)
    {
      set_text (&line->text, "見直し会議を開いた。");
      line->at = line->rec = NOW - HOUR;
    }
}

static const char *const rules[] = { "jp_ppc_prelim", "jp_ppc_final60" };

static void
test_management_order (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  static const char *const words[] = {
    "経営報告", "2026-001", "1　概要", "レベル2（0～3）", "2026年11月20日 23時40分（概数）", "暗号化された。",
    "検知まで", "10時間50分", "2026-11-21 10:30", "封じ込めまで", "18時間00分", "2026-11-22 04:30",
    "調査中", "被害額（円）", "未記入", "判断3件", "2026-11-21 10:36", "承認の署名があるもの 1件",
    "期限のある報告義務", "期限内に提出 1件", "守れなかった期限", "なし。", "教訓1件", "問い7件のうち1件に回答",
    "残る作業1件", "2026-11-21 14:30", "実施 1件、省略 1件、未実施 1件",
    "2　経過", "段階", "検知", "トリアージ", "記録数", "節目", "発生日時", "判断", "D1", "提出・連絡", "T1", "F1",
    "期限", "横軸は", "感染の拡大を止めるため",
    "3　所要時間とその定義", "発覚日時から、封じ込めを終えて",
    "4　判断と承認", "D1", "VPN接続を全社で停止すると決めた。", "高木 部長", "D2", "取引先に知らせる。",
    "朝霧 太郎（記録者による記入。署名なし）", "D3", "再開は月曜とする。", "承認の記載なし",
    "5　報告と連絡", "期限内に提出", "F1（受付番号PPC-0042）", "提出した書類", "F1", "個人情報保護委員会",
    "提出者 朝霧 太郎", "SHA-256 0123456789abcdef…", "別の人の承認なし", "連絡した相手", "T1", "警察の相談窓口", "山田様",
    "ログの保全を求められた", "6　教訓", "復元の手順書が古かった。", "回答が記録されていない項目", "見直しの段階の記録",
    "見直し会議を開いた。", "7　改善と残る作業", "担当者未定 1件", "バックアップを確認する", "省略した作業", "1",
    "公表しないため",
    "付録　全記録", "作業0を", NULL,
  };

  kiroku_test_case_fill (&fixture->of);
  kiroku_test_case_fill_rest (&fixture->of);
  kiroku_test_case_file (&fixture->of, rules[0], NOW - 10 * HOUR);
  text = print_report (fixture, new_log (10, make_judged));
  assert_in_order (text, words);
}

/* One not filed at all, one filed a minute too late. */
static void
test_management_missed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  static const char *const words[] = { "期限後に提出 1件、期限経過・未提出 1件", "守れなかった期限2件", "N",
                                       "速報", "N", "確報（60日", "期限：守れなかったもの", NULL };
  KirokuObligation *late, *missed;

  kiroku_test_case_fill (&fixture->of);
  late = kiroku_test_case_find_rule (&fixture->of, rules[0]);
  kiroku_test_case_meet (&fixture->of, rules[0], late->due_us + MINUTE);
  missed = kiroku_test_case_find_rule (&fixture->of, rules[1]);
  missed->standing = KIROKU_STANDING_APPLIES;
  missed->progress = KIROKU_PROGRESS_OVERDUE;
  missed->due_us = NOW - HOUR;
  text = print_report (fixture, new_log (3, NULL));
  assert_in_order (text, words);
  g_assert_nonnull (strstr (text, "期限後に提出"));
  g_assert_nonnull (strstr (text, "期限を過ぎても提出の記録なし"));
}

/* Who was told promptly was told neither in time nor late. */
static void
test_management_untimed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  static const char *const words[] = { "期限のある報告義務", "期限内に提出 1件、期限後に提出 0件", "期限の定まらない報告義務1件",
                                       "2026-11-21 12:30", "提出 1件、未提出 0件", "5　報告と連絡", NULL };
  static const char *const open_words[]
      = { "期限内に提出 1件", "期限の定まらない報告義務1件—提出 0件、未提出 1件", NULL };
  static const char *const undecided_words[]
      = { "期限内に提出 1件", "該当するか未判定の報告義務1件—", NULL };
  KirokuObligation *promptly;

  kiroku_test_case_fill (&fixture->of);
  kiroku_test_case_meet (&fixture->of, rules[0], NOW - 10 * HOUR);
  promptly = kiroku_test_case_find_rule (&fixture->of, "jp_ppc_subject");
  promptly->standing = KIROKU_STANDING_UNDECIDED;
  text = print_report (fixture, new_log (3, NULL));
  assert_in_order (text, undecided_words);
  g_assert_null (strstr (text, "期限の定まらない報告義務"));
  g_clear_pointer (&text, g_free);
  promptly->standing = KIROKU_STANDING_APPLIES;
  text = print_report (fixture, new_log (3, NULL));
  assert_in_order (text, open_words);
  g_clear_pointer (&text, g_free);
  kiroku_test_case_meet (&fixture->of, "jp_ppc_subject", NOW - 46 * HOUR);
  text = print_report (fixture, new_log (3, NULL));
  assert_in_order (text, words);
}

/* A hundred steps that nobody owns are a number; what somebody is to do stands by name, after the lessons. */
static void
test_management_compact (Fixture *fixture, gconstpointer data)
{
  KirokuTask steps[100], owned, added;
  g_autofree char *text = NULL;
  static const char *const words[] = { "6　教訓", "復元の手順書が古かった。", "7　改善と残る作業", "段階", "根絶", "50", "0",
                                       "51", "1", "計50", "0", "52", "1", "佐伯 美咲 1件、担当者未定 51件", "佐伯 美咲",
                                       "経路を閉じる", "未定", "台帳を作る", NULL };

  kiroku_test_case_fill (&fixture->of);
  kiroku_test_case_fill_rest (&fixture->of);
  g_ptr_array_set_size (fixture->of.tasks, 0);
  g_ptr_array_set_free_func (fixture->of.tasks, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      steps[i] = (KirokuTask){ .step = (char *) "x", .text_ja = (char *) "手順の作業", .has_phase = TRUE,
                               .phase = KIROKU_PHASE_ERADICATION, .set_at = KIROKU_TIME_NONE,
                               .state = i % 2 == 0 ? KIROKU_TASK_OPEN : KIROKU_TASK_DONE };
      g_ptr_array_add (fixture->of.tasks, &steps[i]);
    }
  owned = (KirokuTask){ .step = (char *) "y", .text_ja = (char *) "経路を閉じる", .has_phase = TRUE,
                        .phase = KIROKU_PHASE_ERADICATION, .owner = (char *) "佐伯 美咲" };
  added = (KirokuTask){ .step = (char *) "", .text_ja = (char *) "台帳を作る" };
  g_ptr_array_add (fixture->of.tasks, &owned);
  g_ptr_array_add (fixture->of.tasks, &added);
  text = print_report (fixture, new_log (3, NULL));
  assert_in_order (text, words);
  assert_has_not (text, "手順の作業");
}

/* That a reason or a text is withheld is not that there is none. */
static void
test_management_withheld (Fixture *fixture, gconstpointer data)
{
  KirokuTask owned = { .step = (char *) "", .owner = (char *) "佐伯 美咲" };
  KirokuTask skipped = { .step = (char *) "x", .text_ja = (char *) "手順", .state = KIROKU_TASK_SKIPPED,
                         .reason_withheld = TRUE };
  KirokuTask bare = { .step = (char *) "y", .text_ja = (char *) "手順", .state = KIROKU_TASK_SKIPPED };
  g_autofree char *text = NULL;
  static const char *const words[] = { "7　改善と残る作業", "担当者のいる作業と", "佐伯 美咲", "（開示されない）",
                                       "省略した作業", "1", "（開示されない）", "1", "理由の記載なし", NULL };

  kiroku_test_case_fill (&fixture->of);
  kiroku_test_case_fill_rest (&fixture->of);
  g_ptr_array_set_size (fixture->of.tasks, 0);
  g_ptr_array_set_free_func (fixture->of.tasks, NULL);
  g_ptr_array_add (fixture->of.tasks, &owned);
  g_ptr_array_add (fixture->of.tasks, &skipped);
  g_ptr_array_add (fixture->of.tasks, &bare);
  text = print_report (fixture, new_log (3, NULL));
  assert_in_order (text, words);
}

static void
test_management_empty (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = print_report (fixture, new_log (0, NULL));
  static const char *const words[] = { "事案の概要", "未記入", "検知まで未定", "原因——未記入", "判断0件—",
                                       "段階の記録はありません。",
                                       "判断として記録されたものはありません。",
                                       "該当する報告義務はありません。", "提出の記録はありません。",
                                       "連絡の記録はありません。", "回答が記録されていない項目",
                                       "作業の記録はありません。",
                                       "記録はありません。", NULL };

  assert_in_order (text, words);
}

static void
test_management_english (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  static const char *const words[] = { "Incident report for management", "1 Summary", "2 Course",
                                       "Phases", "Entries", "3 Times and what they mean",
                                       "4 Decisions and approvals", "5 Notifications", "6 Lessons",
                                       "7 Improvement and open work", "Check the backups",
                                       "Annex: the log", NULL };

  kiroku_test_case_fill (&fixture->of);
  kiroku_test_case_fill_rest (&fixture->of);
  fixture->of.input.language = "en";
  text = print_report (fixture, new_log (10, NULL));
  assert_in_order (text, words);
  assert_has_not (text, "段階");
  assert_has_not (text, "期限");
  assert_has_not (text, "判断");
  assert_has_not (text, "教訓");
  assert_has_not (text, "提出");
}

#define ADD(name, test) \
  g_test_add ("/report/timeline/" name, Fixture, NULL, set_up, test, tear_down)
#define ADD_MANAGEMENT(name, test) \
  g_test_add ("/report/management/" name, Fixture, "", set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  pack = kiroku_test_pack_init (&argc, &argv);

  ADD ("summary-first-then-all-in-order", test_order);
  ADD ("stated-and-recorded-times-both-stand", test_both_times);
  ADD ("the-period-is-of-the-times-as-they-read", test_period);
  ADD ("only-what-was-corrected-is-struck", test_only_what_changed);
  ADD ("entries-read-as-words", test_words);
  ADD ("steps-of-the-playbook-are-counted-not-listed", test_steps);
  ADD ("a-task-names-its-owner-and-due-time", test_planned);
  ADD ("checkpoints-are-counted-not-listed", test_checkpoints);
  ADD ("english-has-no-japanese", test_english);
  ADD ("empty-case-says-so", test_empty);
  ADD ("exercise-is-marked-on-every-page", test_exercise);
  ADD ("long-log-is-whole-and-fetched-in-passes", test_many);
  ADD ("long-text-is-whole", test_long_text);
  ADD ("log-that-fails-fails-the-report", test_failing_log);
  ADD_MANAGEMENT ("summary-first-then-all-in-order", test_management_order);
  ADD_MANAGEMENT ("missed-deadlines-are-named", test_management_missed);
  ADD_MANAGEMENT ("what-has-no-fixed-time-is-neither-in-time-nor-late", test_management_untimed);
  ADD_MANAGEMENT ("open-work-is-counted-and-owned-tasks-are-named", test_management_compact);
  ADD_MANAGEMENT ("a-withheld-reason-or-text-of-a-task-stands-as-withheld", test_management_withheld);
  ADD_MANAGEMENT ("empty-case-says-what-is-not-known", test_management_empty);
  ADD_MANAGEMENT ("english-has-no-japanese", test_management_english);
  ADD_MANAGEMENT ("exercise-is-marked-on-every-page", test_exercise);
  ADD_MANAGEMENT ("long-text-is-whole", test_long_text);
  ADD_MANAGEMENT ("log-that-fails-fails-the-report", test_failing_log);
  return kiroku_test_pack_run (pack);
}
