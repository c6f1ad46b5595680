/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-lines.h"
#include "kiroku-pages.h"

#define CREATED G_GINT64_CONSTANT (1795000000000000) /* 2026-11-18T11:06:40Z */

/* Longer than a line. */
static const char long_circle[] = "（情報システム部、総務部、法務部、広報部、情報セキュリティ責任者、"
                                  "監査役、顧問弁護士、調査会社の担当者、親会社の担当役員に限り閲覧可能）";

static const char prose[]
    = "情報システム部は、『初動対応手順』に従い、関係する部署（総務・法務・広報）へ連絡した。"
      "「直ちにネットワークを遮断する」との判断は、情報セキュリティ責任者が行った……その後、"
      "ランサムウェアではないことを確認し、サーバーのログ（一～三、約１２％）を保全した。ちょっと、"
      "きょうの作業は、ファイアウォールとVPN装置の設定を人々で確認することである。";

/* --- Helpers -------------------------------------------------------------------------------- */

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kiroku-document-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "out.pdf", NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing else was left behind */
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* What a program prints; it must succeed. */
static char *
run (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *err = NULL;
  char *out = NULL;
  int status;
  va_list args;

  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
                &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s %s", first, error->message, err);
  return out;
}

static KirokuPages *
lay_out (KirokuDocument *document)
{
  g_autoptr (GError) error = NULL;
  KirokuPages *pages = kiroku_document_layout (document, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pages);
  return pages;
}

static void
write_document (KirokuDocument *document, const char *path)
{
  g_autoptr (KirokuPages) pages = lay_out (document);
  g_autoptr (GError) error = NULL;

  kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The text of the file in content order; @page from 1, 0 for all. */
static char *
read_text (const char *path, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u", page);

  if (page == 0)
    return run ("pdftotext", "-raw", path, "-", NULL);
  return run ("pdftotext", "-raw", "-f", number, "-l", number, path, "-", NULL);
}

static char *
without_space (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  return g_string_free (out, FALSE);
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p != NULL; p = strstr (p + 1, what))
    n++;
  return n;
}

/* A table whose rows are made from their number. */
typedef struct
{
  guint fails_at;   /* G_MAXUINT: never */
  gboolean grows;   /* the text becomes longer once set */
  char number[16];
  char text[512];
} Rows;

static gboolean
give_row (guint row, const char **cells, KirokuRowFlags *flags, gpointer data, GError **error)
{
  Rows *rows = data;

  if (row >= rows->fails_at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "row %u is gone", row);
      return FALSE;
    }
  g_snprintf (rows->number, sizeof rows->number, "#%u#", row);
  g_snprintf (rows->text, sizeof rows->text,
              "端末 PC-%04u をネットワークから隔離し、揮発性メモリの取得を開始した。%s%s", row,
              row % 3 == 0 ? "被害範囲の特定には追加調査が必要であり、次回報告は二時間後とする。"
                           : "",
              rows->grows ? "追加調査が必要であり、次回報告は二時間後とする。追加調査が必要。" : "");
  cells[0] = rows->number;
  cells[1] = rows->text;
  if (row == 7)
    *flags = KIROKU_ROW_STRUCK;
  return TRUE;
}

static KirokuDocument *
new_table (Rows *rows, guint n)
{
  static const KirokuColumn columns[] = { { "番号見出し", 60, KIROKU_ALIGN_END }, { "内容", 0 } };
  KirokuDocument *document = kiroku_document_new ();

  kiroku_document_set_created (document, CREATED);
  kiroku_document_add_table (document, columns, 2, n, give_row, rows, NULL);
  return document;
}

static KirokuDocument *
new_rich_document (void)
{
  static const char *const choices[] = { "漏えい", "滅失", "毀損", NULL };
  KirokuDocument *document = kiroku_document_new ();
  KirokuGridRow *row;
  KirokuGrid *grid;
  KirokuBar *bar;

  kiroku_document_set_title (document, "事案記録 2026-014");
  kiroku_document_set_author (document, "佐藤 花子");
  kiroku_document_set_created (document, CREATED);
  kiroku_document_set_marking (document, "TLP:AMBER");
  kiroku_document_set_header (document, "事案 2026-014", "株式会社みどり商事");
  kiroku_document_add_title (document, "報告書");
  kiroku_pairs_add (kiroku_document_add_pairs (document), "事案番号", "2026-014");
  kiroku_document_add_heading (document, 1, "第一の見出し");
  kiroku_document_add_paragraph (document, prose);
  kiroku_document_add_heading (document, 2, "Second heading (sub)");
  kiroku_document_add_tagged (document, "規則の根拠", "found-2nd");
  bar = kiroku_document_add_bar (document);
  kiroku_bar_add (bar, "検知", 25, "25 分");
  kiroku_bar_add (bar, "封じ込め", 60, "1 時間");
  kiroku_document_add_page_break (document);
  kiroku_document_add_heading (document, 1, "別の見出し");
  grid = kiroku_document_add_grid (document);
  kiroku_grid_add_section (grid, "概要");
  row = kiroku_grid_add_row (grid, "1.2", "発生事案");
  kiroku_grid_row_set_tag (row, "recalled");
  kiroku_grid_row_add_choices (row, "種類", choices, 2);
  kiroku_grid_row_break (row);
  kiroku_grid_row_add_text (row, "詳細", prose);
  return document;
}

/* --- Text ----------------------------------------------------------------------------------- */

static void
test_text_in_order (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    prose,
    "On 21 November the alert on PC-0412 (c:\\Users\\sato\\invoice.xlsm) was raised; see "
    "https://files.example.com/a/b?id=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f",
    "一行目\n\n三行目　字下げ",
    "①②③ ㈱ ℃ ～ － ￥1,000 「『〈《【〔（［｛」 🚒 ☑ □",
  };
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *expected = NULL;
  g_autofree char *got = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 40; i++)
    {
      kiroku_document_add_paragraph (document, texts[i % G_N_ELEMENTS (texts)]);
      g_string_append (all, texts[i % G_N_ELEMENTS (texts)]);
    }
  write_document (document, fixture->path);
  text = run ("pdftotext", "-raw", "-x", "0", "-y", "0", "-W", "596", "-H", "790", fixture->path,
              "-", NULL);
  got = without_space (text);
  expected = without_space (all->str);
  g_assert_cmpstr (got, ==, expected);
}

/* Where a line is stretched to the margin, a reader of the text sees no blank that nobody typed. */
static void
test_stretched (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *got = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GString) paragraph = g_string_new (NULL);

      /* a word that does not fit behind them, and so leaves up to its width to be spread among them */
      for (guint j = 0; j < 30 + i / 2; j++)
        g_string_append (paragraph, j % 5 == 4 ? "の" : "接");
      g_string_append_printf (paragraph, "%.*s続元hxxp[:]//evil%u[.]example/確認", (int) (12 + i % 8),
                              "kakuninzumijouhousample", i);
      kiroku_document_add_paragraph (document, paragraph->str);
      g_string_append (all, paragraph->str);
    }
  write_document (document, fixture->path);
  text = run ("pdftotext", "-x", "0", "-y", "0", "-W", "596", "-H", "790", fixture->path,
              "-", NULL);
  lines = g_strsplit_set (text, "\n\f", -1);
  got = g_strjoinv (NULL, lines);
  g_assert_cmpstr (got, ==, all->str);
}

static void
test_controls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *text = NULL;

  kiroku_document_add_paragraph (document, "a\x1b[2J b\xe2\x80\xae" "c \xff.");
  write_document (document, fixture->path);
  text = read_text (fixture->path, 1);
  g_assert_nonnull (strstr (text, "a‹U+001B›[2J b‹U+202E›c \xef\xbf\xbd."));
}

/* Marks, right-to-left text and joined letters take the way through Pango. */
static void
test_shaped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuPages) pages = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) mixed = g_string_new (NULL);

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (mixed, "項目%uか\u3099き\u3099、葛\U000E0100城 עברית e\u0301。", i);
  kiroku_document_add_paragraph (document, mixed->str);
  write_document (document, fixture->path);
  text = read_text (fixture->path, 0);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *item = g_strdup_printf ("項目%u", i);
      g_autofree char *flat = without_space (text);

      g_assert_nonnull (strstr (flat, item));
    }
}

static KirokuFace *
new_face (void)
{
  g_autoptr (GError) error = NULL;
  KirokuFace *face = kiroku_face_new ("IPAexGothic", "ja", &error);

  g_assert_no_error (error);
  return face;
}

/* A character that no font has is drawn as its code point, and as text it stays what it is. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuFace) face = new_face ();
  g_autofree char *text = NULL;
  const KirokuGlyph *glyph = kiroku_face_get_glyph (face, 0x10FFFD);
  char code[KIROKU_FACE_CODE_LENGTH];

  kiroku_face_get_code (0x10FFFD, code);
  g_assert_cmpstr (code, ==, "U+10FFFD");
  g_assert_true (glyph->flags & KIROKU_GLYPH_MISSING);
  g_assert_cmpfloat (glyph->advance, >, 2); /* ems */
  g_assert_false (kiroku_face_get_glyph (face, 0x5409)->flags & KIROKU_GLYPH_MISSING);
  g_assert_false (kiroku_face_get_glyph (face, '\n')->flags & KIROKU_GLYPH_MISSING);
  kiroku_document_add_paragraph (document, "前\U0010FFFD後");
  write_document (document, fixture->path);
  text = read_text (fixture->path, 0);
  g_assert_nonnull (strstr (text, "前\U0010FFFD後"));
}

/* Kanji of names and emoji that the family lacks come from fonts of their own, embedded. */
static void
test_rare (Fixture *fixture, gconstpointer data)
{
  static const char rare[] = "\U00020BB7\U00020B9F髙﨑\U00020089";
  static const char emoji[] = "\U0001F4E7\U0001F6A8";
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *installed = run ("fc-list", ":", "family", NULL);
  g_autofree char *fonts = NULL;
  g_autofree char *text = NULL;

  if (strstr (installed, "IPAmjMincho") == NULL || strstr (installed, "Symbola") == NULL)
    {
      g_test_skip ("fonts-ipamj-mincho or fonts-symbola is not installed");
      return;
    }
  kiroku_document_add_paragraph (document, rare);
  kiroku_document_add_paragraph (document, emoji);
  write_document (document, fixture->path);
  text = read_text (fixture->path, 0);
  g_assert_nonnull (strstr (text, rare));
  g_assert_nonnull (strstr (text, emoji));
  fonts = run ("pdffonts", fixture->path, NULL);
  g_assert_nonnull (strstr (fonts, "IPAmjMincho"));
  g_assert_nonnull (strstr (fonts, "Symbola"));
  g_assert_null (strstr (fonts, " no  ")); /* none is but named */
}

/* --- Lines ---------------------------------------------------------------------------------- */

static gboolean
is_one_of (const char *at, const char *set)
{
  return *at != '\0' && g_utf8_strchr (set, -1, g_utf8_get_char (at)) != NULL;
}

static void
check_kinsoku (KirokuLines *lines, const char *text)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < kiroku_lines_get_n (lines); i++)
    {
      g_autofree char *line = kiroku_lines_get_text (lines, i);
      const char *last = g_utf8_find_prev_char (line, line + strlen (line));

      g_assert_cmpstr (line, !=, "");
      g_assert_false (i > 0 && is_one_of (line, "、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょ"
                                                "ァィゥェォッャュョ々ゝゞヽヾ％～"));
      g_assert_false (is_one_of (last, "（「『【〔〈《￥"));
      g_string_append (joined, line);
    }
  g_assert_cmpstr (joined->str, ==, text);
}

static void
test_kinsoku (void)
{
  g_autoptr (KirokuFace) face = new_face ();
  g_autoptr (KirokuLines) lines = kiroku_lines_new (face);

  for (double width = 100; width < 320; width += 0.7)
    {
      KirokuLinesStyle style = { .size = 10, .width = width, .hang = 5 };

      kiroku_lines_set (lines, prose, &style);
      check_kinsoku (lines, prose);
      for (guint i = 0; i < kiroku_lines_get_n (lines); i++)
        g_assert_cmpfloat (kiroku_lines_get_width (lines, i), <=, width + 10.01);
    }
}

static void
test_hanging (void)
{
  g_autoptr (KirokuFace) face = new_face ();
  g_autoptr (KirokuLines) lines = kiroku_lines_new (face);
  KirokuLinesStyle style = { .size = 10, .width = 50, .hang = 5 };
  g_autofree char *first = NULL;

  kiroku_lines_set (lines, "一二三四五。六七八九十", &style);
  first = kiroku_lines_get_text (lines, 0);
  g_assert_cmpstr (first, ==, "一二三四五。");
  g_clear_pointer (&first, g_free);

  style.hang = 0;
  kiroku_lines_set (lines, "一二三四五。六七八九十", &style);
  first = kiroku_lines_get_text (lines, 0);
  g_assert_cmpstr (first, ==, "一二三四");
}

static void
test_words (void)
{
  g_autoptr (KirokuFace) face = new_face ();
  g_autoptr (KirokuLines) lines = kiroku_lines_new (face);
  static const char text[] = "The firewall log shows 203.0.113.45, person(s) and 1,000 or 50%.";
  g_auto (GStrv) words = g_strsplit (text, " ", 0);

  for (double width = 75; width < 300; width += 1.3)
    {
      KirokuLinesStyle style = { .size = 10, .width = width };
      guint word = 0;

      kiroku_lines_set (lines, text, &style);
      for (guint i = 0; i < kiroku_lines_get_n (lines); i++)
        {
          g_autofree char *line = kiroku_lines_get_text (lines, i);
          g_auto (GStrv) parts = g_strsplit (line, " ", 0);

          for (guint k = 0; parts[k] != NULL; k++)
            g_assert_cmpstr (parts[k], ==, words[word++]);
        }
    }
}

static void
test_units (void)
{
  g_autoptr (KirokuFace) face = new_face ();
  g_autoptr (KirokuLines) lines = kiroku_lines_new (face);
  static const char text[] = "2026年11月24日～2026年11月26日の12時05分、規則第8条第1項により本人1,250人分の端末3台、当番は24時間";

  for (double width = 62; width < 300; width += 0.9)
    {
      KirokuLinesStyle style = { .size = 10, .width = width };

      kiroku_lines_set (lines, text, &style);
      for (guint i = 0; i < kiroku_lines_get_n (lines); i++)
        {
          g_autofree char *line = kiroku_lines_get_text (lines, i);

          g_assert_false (is_one_of (line, "条項台間"));
          g_assert_false (g_ascii_isdigit (line[strlen (line) - 1]));
        }
    }
}

static void
test_choices_whole (void)
{
  g_autoptr (KirokuFace) face = new_face ();
  g_autoptr (KirokuLines) lines = kiroku_lines_new (face);
  static const char text[] = "□自社\x1f☑委託先\x1f□顧客・会員\x1f□カード会社・決済代行";

  for (double width = 110; width < 400; width += 3)
    {
      KirokuLinesStyle style = { .size = 10, .width = width, .flags = KIROKU_LINES_CHOICES };

      kiroku_lines_set (lines, text, &style);
      for (guint i = 0; i < kiroku_lines_get_n (lines); i++)
        {
          g_autofree char *line = kiroku_lines_get_text (lines, i);

          g_assert_true (is_one_of (line, "□☑"));
        }
    }
}

/* --- Pages ---------------------------------------------------------------------------------- */

static void
test_head_repeats (Fixture *fixture, gconstpointer data)
{
  Rows rows = { .fails_at = G_MAXUINT };
  g_autoptr (KirokuDocument) document = new_table (&rows, 200);
  g_autoptr (KirokuPages) pages = lay_out (document);
  guint n = kiroku_pages_get_n (pages);

  g_assert_cmpuint (n, >, 3);
  write_document (document, fixture->path);
  for (guint page = 1; page <= n; page++)
    {
      g_autofree char *text = read_text (fixture->path, page);

      g_assert_cmpuint (count (text, "番号見出し"), ==, 1);
      g_assert_true (g_str_has_prefix (text, "番号見出し"));
    }
}

static void
test_every_row_once (Fixture *fixture, gconstpointer data)
{
  Rows rows = { .fails_at = G_MAXUINT };
  g_autoptr (KirokuDocument) document = new_table (&rows, 500);
  g_autofree char *text = NULL;
  const char *at;

  write_document (document, fixture->path);
  at = text = read_text (fixture->path, 0);
  for (guint row = 0; row < 500; row++)
    {
      g_autofree char *number = g_strdup_printf ("#%u#", row);

      g_assert_cmpuint (count (text, number), ==, 1);
      at = strstr (at, number);
      g_assert_nonnull (at);
    }
}

static void
test_page_numbers (Fixture *fixture, gconstpointer data)
{
  Rows rows = { .fails_at = G_MAXUINT };
  g_autoptr (KirokuDocument) document = new_table (&rows, 100);
  g_autoptr (KirokuPages) pages = NULL;
  g_autofree char *info = NULL;
  g_autofree char *pages_line = NULL;
  g_autofree char *marking = g_strdup_printf ("訓練 / EXERCISE ― 関係者限り%s", long_circle);
  guint n;

  kiroku_document_set_marking (document, marking);
  pages = lay_out (document);
  n = kiroku_pages_get_n (pages);
  pages_line = g_strdup_printf ("Pages:           %u\n", n);
  write_document (document, fixture->path);
  info = run ("pdfinfo", fixture->path, NULL);
  g_assert_nonnull (strstr (info, pages_line));
  for (guint page = 1; page <= n; page++)
    {
      g_autofree char *text = read_text (fixture->path, page);
      g_autofree char *number = g_strdup_printf ("%u / %u", page, n);

      g_assert_cmpuint (count (text, number), ==, 1);
      g_assert_cmpuint (count (text, marking), ==, 2); /* though it is longer than a line */
    }
}

static void
add_everything (KirokuDocument *document, const char *text)
{
  static const KirokuColumn columns[] = { { "見出し", 50 }, { "内容", 0 } };
  const char *cells[] = { text, text };
  const char *names[] = { text, "他", NULL };
  KirokuGrid *grid;
  KirokuGridRow *row;

  kiroku_document_add_title (document, text);
  kiroku_document_add_heading (document, 1, text);
  kiroku_document_add_paragraph (document, text);
  kiroku_document_add_tagged (document, text, "found");
  kiroku_document_add_note (document, text);
  kiroku_pairs_add (kiroku_document_add_pairs (document), text, text);
  kiroku_bar_add (kiroku_document_add_bar (document), text, 0, text);
  grid = kiroku_document_add_grid (document);
  kiroku_grid_add_section (grid, text);
  row = kiroku_grid_add_row (grid, "1", text);
  kiroku_grid_row_add_text (row, text, text);
  kiroku_grid_row_add_text (row, NULL, text);
  kiroku_grid_row_break (row);
  kiroku_grid_row_add_choices (row, NULL, names, 1);
  kiroku_grid_add_row (grid, NULL, "値のない行");
  kiroku_document_add_small_table (document, columns, 2, 1, cells);
  kiroku_document_add_small_table (document, columns, 2, 0, NULL);
}

static void
test_any_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint times = 0; times <= 30; times += 10)
    {
      g_autoptr (KirokuDocument) document = kiroku_document_new ();
      g_autofree char *check = NULL;

      while (text->len < times * strlen (prose))
        g_string_append (text, prose);
      add_everything (document, text->str);
      write_document (document, fixture->path);
      check = run ("qpdf", "--check", fixture->path, NULL);
    }
}

static void
test_empty_document (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuPages) pages = lay_out (document);
  g_autofree char *check = NULL;

  g_assert_cmpuint (kiroku_pages_get_n (pages), ==, 1);
  write_document (document, fixture->path);
  check = run ("qpdf", "--check", fixture->path, NULL);
}

static void
test_no_room (void)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (GError) error = NULL;

  kiroku_document_set_title (document, "表題");
  kiroku_document_set_margins (document, 400, 20, 400, 20);
  g_assert_null (kiroku_document_layout (document, NULL, &error));
  g_assert_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_SIZE);
  g_assert_nonnull (strstr (error->message, "表題"));
}

static char *
draw_to_checksum (KirokuPages *pages, guint page)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 893, 1263);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GError) error = NULL;
  char *checksum;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, 1.5, 1.5);
  kiroku_pages_draw (pages, page, cr, &error);
  g_assert_no_error (error);
  cairo_surface_flush (surface);
  checksum = g_compute_checksum_for_data (
      G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
      cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return checksum;
}

static void
test_page_alone (void)
{
  Rows rows = { .fails_at = G_MAXUINT };
  g_autoptr (KirokuDocument) document = new_table (&rows, 150);
  g_autoptr (KirokuPages) pages = NULL;
  g_autoptr (GPtrArray) forwards = g_ptr_array_new_with_free_func (g_free);

  kiroku_document_add_paragraph (document, prose);
  pages = lay_out (document);
  for (guint i = 0; i < kiroku_pages_get_n (pages); i++)
    g_ptr_array_add (forwards, draw_to_checksum (pages, i));
  for (guint i = kiroku_pages_get_n (pages); i-- > 0;)
    {
      g_autofree char *again = draw_to_checksum (pages, i);

      g_assert_cmpstr (again, ==, forwards->pdata[i]);
      g_assert_cmpstr (again, !=, forwards->pdata[(i + 1) % forwards->len]);
    }
}

static void
test_row_error (void)
{
  Rows rows = { .fails_at = 90 };
  g_autoptr (KirokuDocument) document = new_table (&rows, 100);
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_document_layout (document, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "row 90 is gone");
}

static void
test_rows_changed (Fixture *fixture, gconstpointer data)
{
  Rows rows = { .fails_at = G_MAXUINT };
  g_autoptr (KirokuDocument) document = new_table (&rows, 100);
  g_autoptr (KirokuPages) pages = lay_out (document);
  g_autoptr (GError) error = NULL;

  rows.grows = TRUE;
  g_assert_false (kiroku_pages_write_pdf (pages, fixture->path, NULL, NULL, NULL, &error));
  g_assert_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_CHANGED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static void
test_grid_breaks (Fixture *fixture, gconstpointer data)
{
  static const char *const choices[] = { "漏えい", "滅失", "毀損", NULL };
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  KirokuGrid *grid = kiroku_document_add_grid (document);
  KirokuGridRow *row = kiroku_grid_add_row (grid, "1.7", "事実経過");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *all = NULL;
  const char *at;

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (text, "行<%u>\n", i);
  kiroku_grid_row_add_text (row, NULL, text->str);
  row = kiroku_grid_add_row (grid, "1.8", "種類");
  kiroku_grid_row_add_choices (row, NULL, choices, 2);
  write_document (document, fixture->path);

  first = read_text (fixture->path, 1);
  second = read_text (fixture->path, 2);
  g_assert_true (g_str_has_prefix (first, "1.7"));
  g_assert_true (g_str_has_prefix (second, "1.7"));
  g_assert_nonnull (strstr (second, "事実経過"));
  at = all = read_text (fixture->path, 0);
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *line = g_strdup_printf ("行<%u>", i);

      g_assert_cmpuint (count (all, line), ==, 1);
      at = strstr (at, line);
      g_assert_nonnull (at);
    }
  g_assert_nonnull (strstr (all, "□漏えい"));
  g_assert_nonnull (strstr (all, "☑滅失"));
  g_assert_nonnull (strstr (all, "□毀損"));
}

/* --- What stays together -------------------------------------------------------------------- */

#define N_HEIGHTS 44

/* What stands above has all heights near that of the page, so that each break is met. */
static double
height_of (guint i)
{
  return 722 - 4.0 * i;
}

/* Each line of it says @i. (transfer full) */
static char *
repeat (const char *text, guint i, guint n)
{
  GString *out = g_string_new (NULL);

  for (guint k = 0; k < n; k++)
    g_string_append_printf (out, "%s%s<%u>", k > 0 ? "\n" : "", text, i);
  return g_string_free (out, FALSE);
}

typedef void (*AddTogether) (KirokuDocument *document, guint i, const char *head);

static void
add_together (KirokuDocument *document, AddTogether add)
{
  for (guint i = 0; i < N_HEIGHTS; i++)
    {
      g_autofree char *head = repeat ("頭", i, 1);

      kiroku_document_add_page_break (document);
      kiroku_document_add_space (document, height_of (i));
      add (document, i, head);
    }
}

/* Every page with a head has something of what belongs to it. */
static void
assert_together (KirokuDocument *document, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;
  guint n_heads = 0;

  write_document (document, path);
  text = read_text (path, 0);
  pages = g_strsplit (text, "\f", 0);
  for (guint page = 0; pages[page] != NULL; page++)
    for (guint i = 0; i < N_HEIGHTS; i++)
      {
        g_autofree char *head = repeat ("頭", i, 1);
        g_autofree char *tail = repeat ("尾", i, 1);

        if (strstr (pages[page], head) == NULL)
          continue;
        n_heads++;
        if (strstr (pages[page], tail) == NULL)
          g_error ("%s stands alone on page %u below %g points", head, page + 1, height_of (i));
      }
  g_assert_cmpuint (n_heads, >=, N_HEIGHTS);
}

static void
add_sectioned (KirokuDocument *document, guint i, const char *head)
{
  static const guint n_lines[] = { 1, 6, 12, 40 };
  g_autofree char *label = repeat ("尾", i, 1);
  g_autofree char *text = repeat ("値", i, n_lines[i % G_N_ELEMENTS (n_lines)]);
  KirokuGrid *grid = kiroku_document_add_grid (document);

  if (i % 3 == 0) /* a section may hold another */
    kiroku_grid_add_section (grid, head);
  kiroku_grid_add_section (grid, head);
  kiroku_grid_row_add_text (kiroku_grid_add_row (grid, NULL, label), NULL, text);
}

static void
test_section_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();

  add_together (document, add_sectioned);
  assert_together (document, fixture->path);
}

static void
test_only_sections (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuPages) pages = NULL;
  KirokuGrid *grid = kiroku_document_add_grid (document);

  for (guint i = 0; i < 100; i++)
    kiroku_grid_add_section (grid, "区分だけ");
  pages = lay_out (document);
  g_assert_cmpuint (kiroku_pages_get_n (pages), ==, 3); /* 34 to a page */
}

static void
add_headed_table (KirokuDocument *document, guint i, const char *head)
{
  static const guint n_lines[] = { 1, 6, 12, 13, 40 };
  g_autofree char *text = repeat ("尾", i, n_lines[i % G_N_ELEMENTS (n_lines)]);
  const KirokuColumn columns[] = { { head, 60 }, { "内容", 0 } };
  const char *cells[] = { "", text, "", text };

  kiroku_document_add_small_table (document, columns, 2, 2, cells);
}

static void
test_table_head_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();

  add_together (document, add_headed_table);
  assert_together (document, fixture->path);
}

static void
add_headed_paragraph (KirokuDocument *document, guint i, const char *head)
{
  g_autofree char *text = repeat ("尾", i, i % 7 + 1);

  kiroku_document_add_heading (document, i % 3 + 1, head);
  if (i % 2 == 0)
    kiroku_document_add_space (document, 20);
  if (i % 5 == 0)
    kiroku_document_add_heading (document, 3, head);
  kiroku_document_add_paragraph (document, text);
}

static void
add_headed_pairs (KirokuDocument *document, guint i, const char *head)
{
  g_autofree char *text = repeat ("尾", i, 8);

  kiroku_document_add_heading (document, 1, head);
  kiroku_pairs_add (kiroku_document_add_pairs (document), "名", text);
}

static void
add_headed_bar (KirokuDocument *document, guint i, const char *head)
{
  g_autofree char *text = repeat ("尾", i, 1);
  KirokuBar *bar;

  kiroku_document_add_heading (document, 1, head);
  bar = kiroku_document_add_bar (document);
  for (guint k = 0; k < 6; k++)
    kiroku_bar_add (bar, text, 1, "1");
}

static void
add_heading_and_table (KirokuDocument *document, guint i, const char *head)
{
  kiroku_document_add_heading (document, 2, head);
  add_headed_table (document, i, "見出し");
}

static void
add_heading_and_grid (KirokuDocument *document, guint i, const char *head)
{
  kiroku_document_add_heading (document, 2, head);
  add_sectioned (document, i, "区分");
}

/* The note leads over to the table: without it the heading is alone. */
static void
add_heading_note_and_table (KirokuDocument *document, guint i, const char *head)
{
  kiroku_document_add_heading (document, 2, head);
  kiroku_document_add_note (document, "注");
  add_headed_table (document, i, "見出し");
}

static void
test_heading_stays (Fixture *fixture, gconstpointer data)
{
  static const AddTogether adds[] = { add_headed_paragraph, add_headed_pairs, add_headed_bar,
                                      add_heading_and_table, add_heading_note_and_table,
                                      add_heading_and_grid };

  for (guint i = 0; i < G_N_ELEMENTS (adds); i++)
    {
      g_autoptr (KirokuDocument) document = kiroku_document_new ();

      add_together (document, adds[i]);
      assert_together (document, fixture->path);
    }
}

/* Whatever the length of the text before it. */
static void
test_tag_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *out = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_string_append (text, i % 7 == 6 ? "、" : i % 5 == 4 ? "word " : "字");
      kiroku_document_add_tagged (document, text->str, "TAG");
    }
  write_document (document, fixture->path);
  out = read_text (fixture->path, 0);
  g_assert_cmpuint (count (out, "TAG"), ==, 60);
  g_assert_cmpuint (count (out, "\nTAG"), ==, 0);
}

static void
test_last_heading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuPages) pages = NULL;

  kiroku_document_add_paragraph (document, "前");
  kiroku_document_add_heading (document, 1, "最後の見出し");
  kiroku_document_add_page_break (document);
  kiroku_document_add_paragraph (document, "後");
  kiroku_document_add_heading (document, 1, "何も続かない見出し");
  pages = lay_out (document);
  g_assert_cmpuint (kiroku_pages_get_n (pages), ==, 2);
}

/* On a page too small for head and row together, the row is parted rather than the head left. */
static void
test_small_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *row = repeat ("尾", 0, 10);
  g_autofree char *cell = repeat ("尾", 1, 10);
  const KirokuColumn columns[] = { { "頭<1>", 60 }, { "内容", 0 } };
  const char *cells[] = { "", cell };
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;
  KirokuGrid *grid;

  kiroku_document_set_margins (document, 360, 60, 360, 60); /* leaves 122 points */
  kiroku_document_add_heading (document, 1, "頭<0>");
  grid = kiroku_document_add_grid (document);
  kiroku_grid_add_section (grid, "頭<0>");
  kiroku_grid_row_add_text (kiroku_grid_add_row (grid, NULL, "名"), NULL, row);
  kiroku_document_add_page_break (document);
  kiroku_document_add_heading (document, 1, "頭<1>");
  kiroku_document_add_small_table (document, columns, 2, 1, cells);
  write_document (document, fixture->path);
  text = read_text (fixture->path, 0);
  pages = g_strsplit (text, "\f", 0);
  for (guint i = 0; pages[i] != NULL; i++)
    if (strstr (pages[i], "頭") != NULL)
      g_assert_nonnull (strstr (pages[i], "尾"));
  g_assert_cmpuint (count (text, "尾"), ==, 20);
}

/* --- Header and footer ---------------------------------------------------------------------- */

typedef struct
{
  double x0, y0, x1, y1;
} Extents;

/* Where the last word that begins with @word stands on the first page. */
static Extents
find_word (const char *path, const char *word)
{
  g_autofree char *boxes = run ("pdftotext", "-bbox", "-l", "1", path, "-", NULL);
  g_autofree char *tail = g_strconcat ("\">", word, NULL);
  const char *end = g_strrstr (boxes, tail);
  const char *start = g_strrstr_len (boxes, end != NULL ? end - boxes : 0, "<word");
  Extents box = { 0 };

  g_assert_nonnull (start);
  g_assert_cmpint (sscanf (start, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                           &box.x0, &box.y0, &box.x1, &box.y1), ==, 4);
  return box;
}

static void
test_footer_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *text = NULL;
  static const char foot[] = "様式F01第1版・規則2026.11.21・株式会社みどり商事情報システム部が"
                             "この控えを作成し五年のあいだ保存します";
  Extents left, number, marking;

  kiroku_document_set_footer (document, foot);
  kiroku_document_set_marking (document, "TLP:AMBER");
  write_document (document, fixture->path);
  text = read_text (fixture->path, 1);
  g_assert_nonnull (strstr (text, foot));
  left = find_word (fixture->path, "様式F01");
  marking = find_word (fixture->path, "TLP:AMBER");
  number = find_word (fixture->path, "1"); /* of “1 / 1” */
  g_assert_cmpfloat (left.x1, <, number.x0);
  g_assert_cmpfloat (ABS (left.y0 - number.y0), <, 1);
  g_assert_true (marking.y0 > left.y1 + 2 || marking.y1 < left.y0 - 2);
  g_assert_cmpfloat (marking.y1, <, 842 - 14); /* where printers can print */
  g_assert_cmpfloat (MIN (marking.y0, left.y0), >, 842 - KIROKU_DOCUMENT_MM (20));
}

static void
test_footer_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *text = NULL;
  g_autoptr (GString) foot = g_string_new (NULL);
  Extents left, number;

  for (guint i = 0; i < 30; i++)
    g_string_append (foot, "長い注記");
  kiroku_document_set_footer (document, foot->str);
  write_document (document, fixture->path);
  text = read_text (fixture->path, 1);
  g_assert_nonnull (strstr (text, "…"));
  left = find_word (fixture->path, "長い注記");
  number = find_word (fixture->path, "1");
  g_assert_cmpfloat (left.x1, <, number.x0);
}

/* --- PDF ------------------------------------------------------------------------------------ */

static void
test_outline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = new_rich_document ();
  g_autofree char *xml = NULL;
  const char *first, *second, *third;

  write_document (document, fixture->path);
  xml = run ("pdftohtml", "-xml", "-stdout", "-i", fixture->path, NULL);
  first = strstr (xml, "<item page=\"1\">第一の見出し</item>");
  g_assert_nonnull (first);
  second = strstr (first, "<item page=\"1\">Second heading (sub)</item>");
  g_assert_nonnull (second);
  third = strstr (second, "<item page=\"2\">別の見出し</item>");
  g_assert_nonnull (third);
  g_assert_nonnull (g_strstr_len (first, second - first, "<outline>")); /* below the first */
}

static void
test_clean_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = new_rich_document ();
  g_autofree char *check = NULL;
  g_autofree char *info = NULL;
  g_autofree char *fonts = NULL;
  g_auto (GStrv) lines = NULL;

  write_document (document, fixture->path);
  check = run ("qpdf", "--check", fixture->path, NULL);
  g_assert_nonnull (strstr (check, "No syntax or stream encoding errors found"));
  info = run ("pdfinfo", "-isodates", fixture->path, NULL);
  g_assert_nonnull (strstr (info, "事案記録 2026-014"));
  g_assert_nonnull (strstr (info, "佐藤 花子"));
  g_assert_nonnull (strstr (info, "CreationDate:    2026-11-18T11:06:40Z"));
  g_assert_nonnull (strstr (info, "Tagged:          yes"));

  fonts = run ("pdffonts", fixture->path, NULL);
  lines = g_strsplit (fonts, "\n", 0);
  g_assert_cmpuint (g_strv_length (lines), >, 3);
  for (guint i = 2; lines[i + 1] != NULL; i++)
    {
      g_assert_nonnull (strstr (lines[i], "IPAexGothic"));
      g_assert_nonnull (strstr (lines[i], " yes yes yes "));
    }
}

/* Whatever a target holds is one address or name, or none. */
static void
test_links (Fixture *fixture, gconstpointer data)
{
  static const char *const targets[] = { "https://a.example/it's?q=表 rect=[0 0 9 9]", "javascript:alert(1)", "file:///etc/passwd",
                                         "#nowhere", "#お知らせ's/1%", "https://" };
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *urls = NULL, *names = NULL;

  kiroku_document_add_heading (document, 1, "お知らせ");
  kiroku_document_set_name (document, "お知らせ's/1%");
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      kiroku_document_add_paragraph (document, targets[i]);
      kiroku_document_set_link (document, targets[i]);
    }
  write_document (document, fixture->path);
  urls = run ("pdfinfo", "-url", fixture->path, NULL);
  names = run ("pdfinfo", "-dests", fixture->path, NULL);
  g_assert_cmpuint (count (urls, "Annotation"), ==, 1);
  g_assert_nonnull (strstr (urls, "https://a.example/it%27s?q=%E8%A1%A8%20rect=[0%200%209%209]\n"));
  g_assert_cmpuint (count (names, "XYZ"), ==, 1);
  g_free (names);
  names = run ("qpdf", "--json=1", fixture->path, NULL);
  g_assert_cmpuint (count (names, "\"/Subtype\": \"/Link\""), ==, 2); /* the page, and the address */
}

static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  gsize first_length = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KirokuDocument) document = new_rich_document ();
      g_autofree char *bytes = NULL;
      gsize length;

      write_document (document, fixture->path);
      g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
      g_assert_cmpuint (length, >, 1000);
      if (first != NULL)
        g_assert_cmpmem (bytes, length, first, first_length);
      g_free (first);
      first = g_steal_pointer (&bytes);
      first_length = length;
    }
}

static void
cancel_cb (guint done, guint total, gpointer data)
{
  g_assert_cmpuint (done, <=, 2); /* no page is drawn after that */
  if (done == 2)
    g_cancellable_cancel (data);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  Rows rows = { .fails_at = G_MAXUINT };
  g_autoptr (KirokuDocument) document = new_table (&rows, 200);
  g_autoptr (KirokuPages) pages = lay_out (document);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *old = NULL;

  g_assert_false (kiroku_pages_write_pdf (pages, fixture->path, cancellable, cancel_cb,
                                          cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);

  /* What was there stays. */
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_false (kiroku_pages_write_pdf (pages, fixture->path, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (kiroku_document_layout (document, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (fixture->path, &old, NULL, NULL));
  g_assert_cmpstr (old, ==, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_replaces (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = new_rich_document ();
  g_autofree char *bytes = NULL;
  GStatBuf info;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  write_document (document, fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_read_only_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = new_rich_document ();
  g_autoptr (KirokuPages) pages = lay_out (document);
  g_autoptr (GError) error = NULL;
  /* Root may write in any folder but those of the kernel. */
  const char *path = geteuid () == 0 ? "/proc/out.pdf" : fixture->path;

  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  g_assert_false (kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error));
  g_assert_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static gboolean
full_sink (const guint8 *bytes, gsize length, gpointer data, GError **error)
{
  gsize *room = data;

  if (length <= *room)
    {
      *room -= length;
      return TRUE;
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return FALSE;
}

static void
test_full_disk (void)
{
  Rows rows = { .fails_at = G_MAXUINT };
  g_autoptr (KirokuDocument) document = new_table (&rows, 200);
  g_autoptr (KirokuPages) pages = lay_out (document);

  for (gsize size = 0; size < 20000; size += 1500)
    {
      g_autoptr (GError) error = NULL;
      gsize room = size;

      g_assert_false (
          kiroku_pages_write_pdf_to_sink (pages, full_sink, &room, NULL, NULL, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
    }
}

/* --- Codes ---------------------------------------------------------------------------------- */

#define ROOT "kiroku:root:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
test_code_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  kiroku_document_add_paragraph (document, "Before");
  kiroku_document_add_space (document, 620);
  kiroku_document_add_code (document, ROOT, 120, "Beside", 9);
  write_document (document, fixture->path);
  first = read_text (fixture->path, 1);
  second = read_text (fixture->path, 2);
  g_assert_nonnull (strstr (first, "Before"));
  g_assert_null (strstr (first, "Beside"));
  g_assert_nonnull (strstr (second, "Beside"));
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Half of it black to half; the rest is transparent. (transfer full) */
static GBytes *
new_png (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  GByteArray *bytes = g_byte_array_new ();

  cairo_rectangle (cr, 0, 0, width / 2.0, height);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.5);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

/* Whatever its size it is on a page with its caption, and an archive takes it: nothing transparent, nothing
 * smoothed. */
static void
test_image (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 40, 20 }, { 2000, 10 }, { 10, 3000 } };
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *check = NULL;
  g_autofree char *pictures = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) png = new_png (sizes[i][0], sizes[i][1]);
      g_autofree char *caption = g_strdup_printf ("Figure %u", i + 1);

      g_assert_true (kiroku_document_add_image (document, png, 300, caption, NULL));
    }
  write_document (document, fixture->path);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = read_text (fixture->path, i + 1);

      g_assert_true ((strstr (text, "Figure 1") != NULL) == (i == 0));
      g_assert_true ((strstr (text, "Figure 3") != NULL) == (i == 1));
    }
  check = run ("qpdf", "--check", fixture->path, NULL);
  g_assert_nonnull (strstr (check, "No syntax or stream encoding errors found"));
  pictures = run ("pdfimages", "-list", fixture->path, NULL);
  g_assert_nonnull (strstr (pictures, "image"));
  g_assert_null (strstr (pictures, "smask"));
  g_assert_nonnull (strstr (pictures, "interp"));
  g_assert_null (strstr (pictures, " yes "));
}

/* What the paper shows at a place in the middle of the left half, and of the right. */
static void
test_image_drawn (void)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (GBytes) png = new_png (40, 20);
  g_autoptr (KirokuPages) pages = NULL;
  cairo_surface_t *page;
  const guint32 *row;

  kiroku_document_set_margins (document, 50, 50, 50, 50);
  g_assert_true (kiroku_document_add_image (document, png, 100, "x", NULL));
  pages = kiroku_document_layout (document, NULL, NULL);
  page = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 200, 200);
  {
    cairo_t *cr = cairo_create (page);

    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_paint (cr);
    kiroku_pages_draw (pages, 0, cr, NULL);
    cairo_destroy (cr);
  }
  cairo_surface_flush (page);
  row = (const guint32 *) (cairo_image_surface_get_data (page) + 75 * cairo_image_surface_get_stride (page));
  g_assert_cmphex (row[75] >> 16 & 0xff, >, 0x70);
  g_assert_cmphex (row[75] >> 16 & 0xff, <, 0x90);
  g_assert_cmphex (row[125] & 0xffffff, ==, 0xffffff);
  g_assert_cmphex (row[160] & 0xffffff, ==, 0xffffff);
  cairo_surface_destroy (page);
}

static void
test_image_refused (void)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (GBytes) png = new_png (40, 20);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (png, 0, g_bytes_get_size (png) / 2);
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture", 10);
  g_autoptr (GBytes) too_wide = new_png (10001, 1);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kiroku_document_add_image (document, i == 0 ? cut : i == 1 ? text : too_wide, 100,
                                                 "Figure 7", &error));
      g_assert_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER);
      g_assert_nonnull (strstr (error->message, "Figure 7"));
    }
}

static void
test_code_too_long (void)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuPages) pages = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (4000, 'a');
  gsize room = G_MAXSIZE;

  kiroku_document_add_code (document, text, 120, "Beside", 9);
  pages = lay_out (document);
  g_assert_false (
      kiroku_pages_write_pdf_to_sink (pages, full_sink, &room, NULL, NULL, NULL, &error));
  g_assert_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/document/text/a-stretched-line-has-no-blank-that-was-not-put-in", test_stretched);
  ADD ("/document/text/comes-out-as-it-went-in", test_text_in_order);
  ADD ("/document/text/controls-are-shown", test_controls);
  ADD ("/document/text/shaped-text-loses-nothing", test_shaped);
  ADD ("/document/text/what-no-font-has-shows-its-code-point", test_missing);
  ADD ("/document/text/rare-kanji-and-emoji-have-embedded-fonts", test_rare);
  g_test_add_func ("/document/lines/kinsoku-holds-at-every-width", test_kinsoku);
  g_test_add_func ("/document/lines/punctuation-hangs", test_hanging);
  g_test_add_func ("/document/lines/words-and-numbers-stay-whole", test_words);
  g_test_add_func ("/document/lines/numbers-keep-their-units", test_units);
  g_test_add_func ("/document/lines/choices-stay-whole", test_choices_whole);
  ADD ("/document/table/head-on-every-page", test_head_repeats);
  ADD ("/document/table/every-row-once-in-order", test_every_row_once);
  ADD ("/document/table/rows-that-changed-are-found", test_rows_changed);
  g_test_add_func ("/document/table/error-of-a-row-is-passed-on", test_row_error);
  ADD ("/document/grid/long-row-goes-on-with-its-label", test_grid_breaks);
  ADD ("/document/pages/number-total-and-marking-on-each", test_page_numbers);
  ADD ("/document/pages/any-length-of-text", test_any_length);
  ADD ("/document/pages/empty-document-is-one-page", test_empty_document);
  g_test_add_func ("/document/pages/too-large-margins-are-refused", test_no_room);
  g_test_add_func ("/document/pages/page-alone-is-the-page-in-order", test_page_alone);
  ADD ("/document/grid/section-stays-with-its-row", test_section_stays);
  ADD ("/document/grid/sections-without-rows-fill-pages", test_only_sections);
  ADD ("/document/table/head-stays-with-a-row", test_table_head_stays);
  ADD ("/document/pages/heading-stays-with-what-follows", test_heading_stays);
  ADD ("/document/pages/tag-does-not-stand-alone", test_tag_stays);
  ADD ("/document/pages/heading-with-nothing-behind-stays", test_last_heading);
  ADD ("/document/pages/small-page-parts-the-row-not-the-head", test_small_pages);
  ADD ("/document/pages/footer-reaches-the-page-number", test_footer_room);
  ADD ("/document/pages/footer-too-long-is-cut-before-the-number", test_footer_cut);
  ADD ("/document/code/stays-with-its-caption", test_code_stays);
  g_test_add_func ("/document/code/too-long-is-an-error", test_code_too_long);
  ADD ("/document/image/of-any-size-is-on-a-page-with-its-caption", test_image);
  g_test_add_func ("/document/image/is-where-it-was-put-and-white-where-it-is-transparent", test_image_drawn);
  g_test_add_func ("/document/image/what-cannot-be-read-is-refused-by-its-name", test_image_refused);
  ADD ("/document/pdf/outline-names-headings", test_outline);
  ADD ("/document/pdf/clean-tagged-and-fonts-embedded", test_clean_file);
  ADD ("/document/pdf/a-link-is-one-address-or-a-name-that-is-there", test_links);
  ADD ("/document/pdf/two-runs-same-bytes", test_same_bytes);
  ADD ("/document/pdf/cancel-leaves-nothing", test_cancel);
  ADD ("/document/pdf/replaces-by-rename", test_replaces);
  ADD ("/document/pdf/read-only-folder-is-named", test_read_only_folder);
  g_test_add_func ("/document/pdf/full-disk-is-an-error", test_full_disk);
  return g_test_run ();
}
