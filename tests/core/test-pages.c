/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "kiroku-document-private.h"
#include "kiroku-lines.h"
#include "kiroku-test-look.h"
#include "kiroku-test-paper.h"

/* Pages of every kind of block and of every report, as they are to look (tests/data/pages), and the text that
 * comes out of them. */
#define TIMES 10 /* how much longer texts may become */

static KirokuPack *pack;

/* A paper in a language. */
typedef struct
{
  const KirokuTestPaper *paper;
  const char *language;
} Given;

static KirokuDocument *
make (const Given *given)
{
  return given->paper->make (pack, given->language);
}

/* --- How it looks ----------------------------------------------------------------------------- */

static void
test_look (gconstpointer data)
{
  const Given *given = data;
  g_autoptr (KirokuDocument) document = make (given);
  g_autofree char *name = g_strconcat (given->paper->name, "-", given->language, NULL);

  kiroku_test_look (document, "pages", name, 1);
}

/* --- The texts of a document ------------------------------------------------------------------ */

/* Called for every text that is on the pages, in the order in which it is read. @is_label: one of a chart,
 * which is cut where it is long, or a framed word, which is always short. */
typedef void (*TextFunc) (char **text, gboolean is_label, gpointer data);

static void
visit (char **text, TextFunc func, gpointer data)
{
  if (*text != NULL)
    func (text, FALSE, data);
}

static void
visit_pairs (GPtrArray *items, TextFunc func, gpointer data)
{
  for (guint i = 0; i < items->len; i++)
    {
      KirokuTextPair *pair = items->pdata[i];

      visit (&pair->name, func, data);
      visit (&pair->value, func, data);
    }
}

static void
visit_grid (KirokuGrid *grid, TextFunc func, gpointer data)
{
  for (guint i = 0; i < grid->rows->len; i++)
    {
      KirokuGridRow *row = grid->rows->pdata[i];

      visit (&row->section, func, data);
      visit (&row->number, func, data);
      visit (&row->label, func, data);
      if (row->tag != NULL)
        func (&row->tag, TRUE, data);
      for (guint k = 0; k < row->cells->len; k++)
        {
          KirokuGridCell *cell = row->cells->pdata[k];

          visit (&cell->label, func, data);
          visit (&cell->text, func, data);
        }
    }
}

/* Rows made longer or emptied. */
typedef struct
{
  KirokuRowFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  guint n_columns;
  TextFunc change;
  gpointer data;
  char *cells[KIROKU_COLUMNS_MAX];
} Changed;

static gboolean
give_changed (guint row, const char **cells, KirokuRowFlags *flags, gpointer user_data, GError **error)
{
  Changed *changed = user_data;
  const char *given[KIROKU_COLUMNS_MAX] = { NULL };

  if (!changed->func (row, given, flags, changed->user_data, error))
    return FALSE;
  for (guint i = 0; i < changed->n_columns; i++)
    {
      g_free (changed->cells[i]);
      changed->cells[i] = g_strdup (given[i]);
      visit (&changed->cells[i], changed->change, changed->data);
      cells[i] = changed->cells[i];
    }
  return TRUE;
}

static void
changed_free (gpointer data)
{
  Changed *changed = data;

  if (changed->destroy != NULL)
    changed->destroy (changed->user_data);
  for (guint i = 0; i < changed->n_columns; i++)
    g_free (changed->cells[i]);
  g_free (changed);
}

/* From now on the table gives its rows through @func. */
static void
change_table (KirokuTable *table, TextFunc func, gpointer data)
{
  Changed *changed = g_new0 (Changed, 1);

  *changed = (Changed){ table->func, table->user_data, table->destroy, table->n_columns, func, data, { 0 } };
  table->func = give_changed;
  table->user_data = changed;
  table->destroy = changed_free;
}

static void
visit_table (KirokuTable *table, TextFunc func, gpointer data, gboolean change)
{
  for (guint i = 0; i < table->n_columns; i++)
    visit ((char **) &table->columns[i].head, func, data);
  if (change)
    {
      change_table (table, func, data);
      return;
    }
  for (guint i = 0; i < table->n_rows; i++)
    {
      const char *cells[KIROKU_COLUMNS_MAX] = { NULL };
      KirokuRowFlags flags = KIROKU_ROW_PLAIN;

      g_assert_true (table->func (i, cells, &flags, table->user_data, NULL));
      for (guint k = 0; k < table->n_columns; k++)
        visit ((char **) &cells[k], func, data);
    }
}

static void
visit_chart (KirokuChart *chart, TextFunc func, gpointer data)
{
  for (guint i = 0; i < chart->lanes->len; i++)
    {
      KirokuLane *lane = chart->lanes->pdata[i];

      func (&lane->name, TRUE, data);
      for (guint k = 0; k < lane->items->len; k++)
        func (&((KirokuLaneItem *) lane->items->pdata[k])->label, TRUE, data);
    }
  for (guint i = 0; i < chart->ticks->len; i++)
    func (&((KirokuTick *) chart->ticks->pdata[i])->label, TRUE, data);
  for (guint i = 0; i < chart->keys->len; i++)
    visit (&((KirokuChartKey *) chart->keys->pdata[i])->text, func, data);
}

static void
visit_block (KirokuBlock *block, TextFunc func, gpointer data, gboolean change)
{
  switch (block->type)
    {
    case KIROKU_BLOCK_PAIRS:
      visit_pairs (block->pairs->items, func, data);
      break;
    case KIROKU_BLOCK_BAR:
      visit_pairs (block->bar->items, func, data);
      break;
    case KIROKU_BLOCK_GRID:
      visit_grid (block->grid, func, data);
      break;
    case KIROKU_BLOCK_TABLE:
      visit_table (block->table, func, data, change);
      break;
    case KIROKU_BLOCK_CODE:
      visit (&block->caption->text, func, data);
      break;
    case KIROKU_BLOCK_CHART:
      visit_chart (block->chart, func, data);
      break;
    default:
      visit (&block->text, func, data);
      if (block->tag != NULL)
        func (&block->tag, TRUE, data);
      break;
    }
}

/* @change: @func makes the texts others, those of tables whenever they are asked for. */
static void
visit_document (KirokuDocument *document, TextFunc func, gpointer data, gboolean change)
{
  for (guint i = 0; i < document->blocks->len; i++)
    visit_block (document->blocks->pdata[i], func, data, change);
}

/* --- What comes out --------------------------------------------------------------------------- */

/* Without blanks and what only parts texts. */
static char *
bare (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)) && *p != KIROKU_LINES_SEPARATOR[0])
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  return g_string_free (out, FALSE);
}

static gboolean
sink_cb (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  g_byte_array_append (user_data, bytes, length);
  return TRUE;
}

/* What pdftotext says of the PDF when it is called with @option. */
static char *
run_pdftotext (KirokuDocument *document, const char *option)
{
  g_autoptr (KirokuPages) pages = kiroku_test_lay_out (document);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) reader = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GBytes) out = NULL;

  kiroku_pages_write_pdf_to_sink (pages, sink_cb, bytes, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  pdf = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  reader = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                             "pdftotext", option, "-", "-", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (reader, pdf, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

/* The text of the PDF in the order of its pages, without blanks. */
static char *
extract (KirokuDocument *document)
{
  g_autofree char *text = run_pdftotext (document, "-raw");

  return bare (text);
}

/* The rest of what came out, while the texts that were put in are looked for in it. */
typedef struct
{
  const char *place;
  GString *between; /* what nobody put in as a text */
} Search;

static void
find_cb (char **text, gboolean is_label, gpointer data)
{
  Search *search = data;
  g_autofree char *wanted = bare (*text);
  const char *found = strstr (search->place, wanted);

  if (found == NULL)
    g_error ("“%s” does not follow in: %s", wanted, search->place);
  g_string_append_len (search->between, search->place, found - search->place);
  search->place = found + strlen (wanted);
}

static void
test_order (gconstpointer data)
{
  const Given *given = data;
  g_autoptr (KirokuDocument) document = make (given);
  g_autofree char *text = extract (document);
  g_autoptr (GString) between = g_string_new (NULL);
  Search search = { text, between };
  const gboolean has_header = document->header_left != NULL || document->footer != NULL;

  visit_document (document, find_cb, &search, FALSE);
  g_string_append (between, search.place);
  /* Numbers of pages and parts, and arrows: there is nothing else that nobody put in. */
  for (const char *p = between->str; *p != '\0' && !has_header; p = g_utf8_next_char (p))
    if (g_utf8_strchr ("0123456789/←→", -1, g_utf8_get_char (p)) == NULL)
      g_error ("nobody put “%s” in", between->str);
}

/* --- Long and empty texts --------------------------------------------------------------------- */

static void
lengthen_cb (char **text, gboolean is_label, gpointer data)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < TIMES; i++)
    g_string_append (out, *text);
  g_free (*text);
  *text = g_string_free (out, FALSE);
}

static void
count_in (GHashTable *counts, const char *text, int by)
{
  g_autofree char *all = bare (text);

  for (const char *p = all; *p != '\0'; p = g_utf8_next_char (p))
    {
      gpointer key = GUINT_TO_POINTER (g_utf8_get_char (p));

      g_hash_table_insert (counts, key,
                           GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (counts, key)) + by));
    }
}

static void
count_cb (char **text, gboolean is_label, gpointer data)
{
  if (!is_label)
    count_in (data, *text, -1);
}

/* With all texts changed by @func. A row that goes on on the next page has its cells in turns there, so
 * characters are counted. */
static void
check_nothing_lost (KirokuDocument *document, TextFunc func)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer key, n;

  visit_document (document, func, NULL, TRUE);
  text = extract (document);
  count_in (counts, text, 1);
  visit_document (document, count_cb, counts, FALSE);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &n))
    if (GPOINTER_TO_INT (n) < 0)
      {
        char character[7] = { 0 };

        g_unichar_to_utf8 (GPOINTER_TO_UINT (key), character);
        g_error ("%d times “%s” (U+%04X) is lost", -GPOINTER_TO_INT (n), character,
                 GPOINTER_TO_UINT (key));
      }
}

static void
test_long (gconstpointer data)
{
  g_autoptr (KirokuDocument) document = make (data);

  check_nothing_lost (document, lengthen_cb);
}

/* --- Rare names, and where lines may end ------------------------------------------------------- */

/* A name of which glyphs differ by a selector, one beyond the first plane, and those that only some fonts
 * have. */
static void
rename_cb (char **text, gboolean is_label, gpointer data)
{
  char *named = is_label ? g_strdup (*text)
                         : g_strconcat (*text, "葛\U000E0100城の\U00020BB7野と髙橋と﨑山", NULL);

  g_free (*text);
  *text = named;
}

static void
test_names (gconstpointer data)
{
  g_autoptr (KirokuDocument) document = NULL;

  if (!kiroku_test_has_fonts ())
    return;
  document = make (data);
  check_nothing_lost (document, rename_cb);
}

#define SHORT 16 /* characters: a head of a column, which is on one page */

/* Everywhere something that must not begin a line, or end it; @data: how often, so that lines end everywhere
 * in it. */
static void
punctuate_cb (char **text, gboolean is_label, gpointer data)
{
  const guint most = GPOINTER_TO_UINT (data);
  const guint times = g_utf8_strlen (*text, -1) < SHORT ? most / 12 : most;
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append_printf (out, "検証、検証っ検証ー「検証」（検証）検証ゃ検証：検証？検証」。検証々（検証）%s",
                            i % 3 == 0 ? "国" : "");
  if (is_label)
    g_string_assign (out, *text);
  g_free (*text);
  *text = g_string_free (out, FALSE);
}

static gboolean
is_among (const char *place, const char *set)
{
  return g_utf8_strchr (set, -1, g_utf8_get_char (place)) != NULL;
}

static void
test_kinsoku (gconstpointer data)
{
  g_autoptr (KirokuDocument) document = make (data);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  visit_document (document, punctuate_cb, GUINT_TO_POINTER (document->blocks->len < 6 ? 50 : 12), TRUE);
  text = run_pdftotext (document, "-raw");
  lines = g_strsplit_set (text, "\n\f", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (line[0] == '\0')
        continue;
      n++;
      if (is_among (line, "、。」）っーゃ：！？々"))
        g_error ("a line begins with: %s", line);
      if (is_among (g_utf8_find_prev_char (line, line + strlen (line)), "「（"))
        g_error ("a line ends with: %s", line);
    }
  g_assert_cmpuint (n, >, 0);
}

static void
empty_cb (char **text, gboolean is_label, gpointer data)
{
  g_free (*text);
  *text = g_strdup ("");
}

static void
none_cb (char **text, gboolean is_label, gpointer data)
{
  g_assert_cmpstr (*text, ==, "");
}

static void
test_empty (gconstpointer data)
{
  const Given *given = data;
  g_autoptr (KirokuDocument) document = make (given);
  g_autoptr (KirokuPages) pages = NULL;

  visit_document (document, empty_cb, NULL, TRUE);
  visit_document (document, none_cb, NULL, FALSE);
  pages = kiroku_test_lay_out (document);
  g_assert_cmpuint (kiroku_pages_get_n (pages), >=, 1);
  for (guint i = 0; i < kiroku_pages_get_n (pages); i++)
    cairo_surface_destroy (kiroku_test_draw_page (pages, i, 1));
}

/* --- Labels of a chart ------------------------------------------------------------------------ */

/* Where a word stands. */
typedef struct
{
  double left, top, right, bottom;
} Place;

static GArray *
find_words (KirokuDocument *document)
{
  g_autofree char *boxes = run_pdftotext (document, "-bbox");
  g_auto (GStrv) lines = g_strsplit (boxes, "\n", -1);
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      Place place;

      if (sscanf (g_strstrip (lines[i]), "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                  &place.left, &place.top, &place.right, &place.bottom)
          == 4)
        g_array_append_val (words, place);
    }
  return words;
}

/* Boxes are as tall as the font allows for, of which two lines may share a little. */
static gboolean
overlap (const Place *a, const Place *b)
{
  return MIN (a->right, b->right) - MAX (a->left, b->left) > 0.5
         && MIN (a->bottom, b->bottom) - MAX (a->top, b->top) > 2;
}

/* Marks as dense as @step makes them, all over the axis and beyond its end. */
static KirokuDocument *
new_dense_chart (double step)
{
  KirokuDocument *document = kiroku_document_new ();
  KirokuChart *chart = kiroku_document_add_chart (document, 0, 100);
  KirokuLane *marks = kiroku_chart_add_lane (chart, "判断");
  KirokuLane *bands = kiroku_chart_add_lane (chart, "段階");
  guint i = 0;

  for (double at = 0; at < 110; at += step, i++)
    {
      g_autofree char *label = g_strdup_printf ("第%u回の判断", i);

      kiroku_lane_add_mark (marks, i % KIROKU_N_SHAPES, label, at);
      kiroku_lane_add_band (bands, i, label, MIN (at, 100), MIN (at + step, 100));
    }
  for (double at = 0; at <= 100; at += step)
    kiroku_chart_add_tick (chart, at, "11月21日 10時30分");
  return document;
}

static void
test_labels (void)
{
  for (double step = 0.3; step < 60; step *= 1.7)
    {
      g_autoptr (KirokuDocument) document = new_dense_chart (step);
      g_autoptr (GArray) words = find_words (document);

      g_assert_cmpuint (words->len, >, 4);
      for (guint i = 0; i < words->len; i++)
        for (guint k = i + 1; k < words->len; k++)
          if (overlap (&g_array_index (words, Place, i), &g_array_index (words, Place, k)))
            g_error ("with marks %g apart words %u and %u overlap", step, i, k);
    }
}

/* --- Punctuation that hangs ------------------------------------------------------------------- */

typedef void (*AddText) (KirokuDocument *document, const char *text);

static void
add_pair (KirokuDocument *document, const char *text)
{
  kiroku_pairs_add (kiroku_document_add_pairs (document), "名", text);
}

static void
add_cell (KirokuDocument *document, const char *text)
{
  kiroku_grid_row_add_text (kiroku_grid_add_row (kiroku_document_add_grid (document), NULL, "名"), NULL, text);
}

static void
add_column (KirokuDocument *document, const char *text)
{
  const KirokuColumn column = { "名", 200, KIROKU_ALIGN_START };

  kiroku_document_add_small_table (document, &column, 1, 1, &text);
}

static void
add_caption (KirokuDocument *document, const char *text)
{
  kiroku_document_add_code (document, "x", 92, text, 9.5);
}

#define LONGEST 60 /* characters: more than one line of each */

/* How many lines there are of texts of @from to LONGEST characters with @end behind each. */
static guint
count_lines (AddText add_text, guint from, const char *end)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autofree char *out = NULL;
  guint lines = 0;

  for (guint n = from; n <= LONGEST; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < n; i++)
        g_string_append (text, "国");
      g_string_append (text, end);
      add_text (document, text->str);
    }
  out = run_pdftotext (document, "-raw");
  for (const char *p = out; *p != '\0'; p++)
    lines += *p == '\n';
  return lines;
}

/* A full stop never takes the character before it to another line, nor one of its own: where a line ends
 * behind any number of characters, there are no more lines with it than without. */
static void
test_hanging (void)
{
  const AddText kinds[] = { kiroku_document_add_paragraph, kiroku_document_add_note, add_pair, add_cell,
                            add_column, add_caption };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const guint bare = count_lines (kinds[i], 1, "");

      g_assert_cmpuint (count_lines (kinds[i], 1, "。"), ==, bare);
      g_assert_cmpuint (count_lines (kinds[i], 1, "国国"), >, bare); /* lines did end there */
    }
}

/* --- All of it -------------------------------------------------------------------------------- */

static void
add (const KirokuTestPaper *paper, const char *language, const char *promise, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/pages/%s/%s/%s", paper->name, language, promise);
  Given *given = g_new (Given, 1);

  *given = (Given){ paper, language };
  g_test_add_data_func_full (path, given, func, g_free);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  for (const KirokuTestPaper *paper = kiroku_test_papers; paper->name != NULL; paper++)
    {
      add (paper, "ja", "looks-as-it-is-to-look", test_look);
      add (paper, "en", "looks-as-it-is-to-look", test_look);
      add (paper, "ja", "text-comes-out-in-order", test_order);
      add (paper, "en", "text-comes-out-in-order", test_order);
      add (paper, "ja", "ten-times-the-text-loses-nothing", test_long);
      add (paper, "ja", "rare-names-come-out", test_names);
      add (paper, "ja", "no-line-begins-or-ends-with-what-may-not", test_kinsoku);
      add (paper, "ja", "no-text-breaks-nothing", test_empty);
    }
  g_test_add_func ("/pages/blocks/punctuation-hangs-in-each", test_hanging);
  g_test_add_func ("/pages/chart/labels-never-overlap", test_labels);
  result = g_test_run ();
  kiroku_pack_unref (pack);
  return result;
}
