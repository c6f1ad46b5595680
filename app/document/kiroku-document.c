/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-document.h"

#include "kiroku-document-private.h"
#include "kiroku-lines.h"
#include "kiroku-text.h"

G_DEFINE_QUARK (kiroku-document-error-quark, kiroku_document_error)

/* --- Text ----------------------------------------------------------------------------------- */

/* A clean copy of @text. (transfer full) (nullable) */
static char *
copy_text (const char *text)
{
  g_autofree char *scratch = NULL;

  return text != NULL ? g_strdup (kiroku_lines_clean (text, &scratch)) : NULL;
}

/* The same on one line. */
static char *
copy_line (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  return valid != NULL ? kiroku_text_visible (valid, TRUE) : NULL;
}

static void
set_line (char **field, const char *text)
{
  g_free (*field);
  *field = copy_line (text);
}

/* --- Freeing -------------------------------------------------------------------------------- */

static void
free_pair (gpointer data)
{
  KirokuPair *pair = data;

  g_free (pair->name);
  g_free (pair->value);
  g_free (pair);
}

static void
free_cell (gpointer data)
{
  KirokuGridCell *cell = data;

  g_free (cell->label);
  g_free (cell->text);
  g_free (cell);
}

static void
free_row (gpointer data)
{
  KirokuGridRow *row = data;

  g_free (row->section);
  g_free (row->number);
  g_free (row->label);
  g_free (row->tag);
  g_ptr_array_unref (row->cells);
  g_free (row);
}

static void
free_table (KirokuTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    g_free ((char *) table->columns[i].head);
  if (table->destroy != NULL)
    table->destroy (table->user_data);
  g_free (table);
}

static void
free_tick (gpointer data)
{
  KirokuTick *tick = data;

  g_free (tick->label);
  g_free (tick);
}

static void
free_item (gpointer data)
{
  KirokuLaneItem *item = data;

  g_free (item->label);
  g_free (item);
}

static void
free_lane (gpointer data)
{
  KirokuLane *lane = data;

  g_free (lane->name);
  g_ptr_array_unref (lane->items);
  g_array_unref (lane->counts);
  g_free (lane);
}

static void
free_key (gpointer data)
{
  KirokuChartKey *key = data;

  g_free (key->text);
  g_free (key);
}

static void
free_chart (KirokuChart *chart)
{
  g_ptr_array_unref (chart->ticks);
  g_ptr_array_unref (chart->lanes);
  g_ptr_array_unref (chart->keys);
  g_free (chart);
}

static void
free_block (gpointer data)
{
  KirokuBlock *block = data;

  switch (block->type)
    {
    case KIROKU_BLOCK_PAIRS:
      g_ptr_array_unref (block->pairs->items);
      g_free (block->pairs);
      break;
    case KIROKU_BLOCK_BAR:
      g_ptr_array_unref (block->bar->items);
      g_free (block->bar);
      break;
    case KIROKU_BLOCK_GRID:
      g_ptr_array_unref (block->grid->rows);
      g_free (block->grid);
      break;
    case KIROKU_BLOCK_CODE:
      g_free (block->caption->text);
      g_free (block->caption);
      break;
    case KIROKU_BLOCK_CHART:
      free_chart (block->chart);
      break;
    case KIROKU_BLOCK_TABLE:
      free_table (block->table);
      break;
    default:
      break;
    }
  g_free (block->text);
  g_free (block->tag);
  g_free (block);
}

/* --- The document --------------------------------------------------------------------------- */

KirokuDocument *
kiroku_document_new (void)
{
  KirokuDocument *document = g_new0 (KirokuDocument, 1);

  g_atomic_ref_count_init (&document->ref_count);
  document->language = g_strdup ("ja");
  document->font = g_strdup ("IPAexGothic");
  document->top = KIROKU_DOCUMENT_MM (22);
  document->right = KIROKU_DOCUMENT_MM (20);
  document->bottom = KIROKU_DOCUMENT_MM (20);
  document->left = KIROKU_DOCUMENT_MM (20);
  document->blocks = g_ptr_array_new_with_free_func (free_block);
  return document;
}

KirokuDocument *
kiroku_document_ref (KirokuDocument *document)
{
  g_atomic_ref_count_inc (&document->ref_count);
  return document;
}

void
kiroku_document_unref (KirokuDocument *document)
{
  if (document == NULL || !g_atomic_ref_count_dec (&document->ref_count))
    return;
  g_ptr_array_unref (document->blocks);
  g_free (document->title);
  g_free (document->subject);
  g_free (document->author);
  g_free (document->language);
  g_free (document->font);
  g_free (document->header_left);
  g_free (document->header_right);
  g_free (document->footer);
  g_free (document->marking);
  g_free (document);
}

void
kiroku_document_set_title (KirokuDocument *document, const char *title)
{
  set_line (&document->title, title);
}

void
kiroku_document_set_subject (KirokuDocument *document, const char *subject)
{
  set_line (&document->subject, subject);
}

void
kiroku_document_set_author (KirokuDocument *document, const char *author)
{
  set_line (&document->author, author);
}

void
kiroku_document_set_language (KirokuDocument *document, const char *language)
{
  g_return_if_fail (language != NULL);

  set_line (&document->language, language);
}

void
kiroku_document_set_created (KirokuDocument *document, gint64 us)
{
  document->created = us;
}

void
kiroku_document_set_font (KirokuDocument *document, const char *family)
{
  g_return_if_fail (family != NULL);

  set_line (&document->font, family);
}

void
kiroku_document_set_landscape (KirokuDocument *document, gboolean landscape)
{
  document->is_landscape = landscape;
}

void
kiroku_document_set_margins (
    KirokuDocument *document, double top, double right, double bottom, double left)
{
  document->top = top;
  document->right = right;
  document->bottom = bottom;
  document->left = left;
}

void
kiroku_document_set_header (KirokuDocument *document, const char *left, const char *right)
{
  set_line (&document->header_left, left);
  set_line (&document->header_right, right);
}

void
kiroku_document_set_header_right (KirokuDocument *document, const char *right)
{
  set_line (&document->header_right, right);
}

void
kiroku_document_set_footer (KirokuDocument *document, const char *left)
{
  set_line (&document->footer, left);
}

void
kiroku_document_set_marking (KirokuDocument *document, const char *marking)
{
  set_line (&document->marking, marking);
}

/* --- Blocks --------------------------------------------------------------------------------- */

static KirokuBlock *
add_block (KirokuDocument *document, KirokuBlockType type, const char *text)
{
  KirokuBlock *block = g_new0 (KirokuBlock, 1);

  block->type = type;
  block->text = copy_text (text);
  g_ptr_array_add (document->blocks, block);
  return block;
}

void
kiroku_document_add_title (KirokuDocument *document, const char *text)
{
  g_return_if_fail (text != NULL);

  add_block (document, KIROKU_BLOCK_TITLE, text);
}

void
kiroku_document_add_heading (KirokuDocument *document, int level, const char *text)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (level >= 1 && level <= 3);

  add_block (document, KIROKU_BLOCK_HEADING, text)->level = level;
}

void
kiroku_document_add_paragraph (KirokuDocument *document, const char *text)
{
  g_return_if_fail (text != NULL);

  add_block (document, KIROKU_BLOCK_PARAGRAPH, text);
}

void
kiroku_document_add_tagged (KirokuDocument *document, const char *text, const char *tag)
{
  g_return_if_fail (text != NULL);

  add_block (document, KIROKU_BLOCK_PARAGRAPH, text)->tag = copy_line (tag);
}

void
kiroku_document_add_note (KirokuDocument *document, const char *text)
{
  g_return_if_fail (text != NULL);

  add_block (document, KIROKU_BLOCK_NOTE, text);
}

void
kiroku_document_add_space (KirokuDocument *document, double height)
{
  add_block (document, KIROKU_BLOCK_SPACE, NULL)->height = height;
}

void
kiroku_document_add_page_break (KirokuDocument *document)
{
  add_block (document, KIROKU_BLOCK_PAGE_BREAK, NULL);
}

/* --- Pairs and bars ------------------------------------------------------------------------- */

static KirokuPair *
new_pair (const char *name, const char *value)
{
  KirokuPair *pair = g_new0 (KirokuPair, 1);

  pair->name = copy_text (name);
  pair->value = copy_text (value);
  return pair;
}

KirokuPairs *
kiroku_document_add_pairs (KirokuDocument *document)
{
  KirokuBlock *block = add_block (document, KIROKU_BLOCK_PAIRS, NULL);

  block->pairs = g_new0 (KirokuPairs, 1);
  block->pairs->items = g_ptr_array_new_with_free_func (free_pair);
  return block->pairs;
}

void
kiroku_pairs_add (KirokuPairs *pairs, const char *name, const char *value)
{
  g_return_if_fail (name != NULL && value != NULL);

  g_ptr_array_add (pairs->items, new_pair (name, value));
}

KirokuBar *
kiroku_document_add_bar (KirokuDocument *document)
{
  KirokuBlock *block = add_block (document, KIROKU_BLOCK_BAR, NULL);

  block->bar = g_new0 (KirokuBar, 1);
  block->bar->items = g_ptr_array_new_with_free_func (free_pair);
  return block->bar;
}

void
kiroku_bar_add (KirokuBar *bar, const char *label, double amount, const char *text)
{
  KirokuPair *pair;

  g_return_if_fail (label != NULL && text != NULL);
  g_return_if_fail (amount >= 0);

  pair = new_pair (label, text);
  pair->amount = amount;
  g_ptr_array_add (bar->items, pair);
}

/* --- Charts --------------------------------------------------------------------------------- */

KirokuChart *
kiroku_document_add_chart (KirokuDocument *document, double from, double to)
{
  KirokuBlock *block = add_block (document, KIROKU_BLOCK_CHART, NULL);

  block->chart = g_new0 (KirokuChart, 1);
  block->chart->from = from;
  block->chart->to = to;
  block->chart->ticks = g_ptr_array_new_with_free_func (free_tick);
  block->chart->lanes = g_ptr_array_new_with_free_func (free_lane);
  block->chart->keys = g_ptr_array_new_with_free_func (free_key);
  return block->chart;
}

void
kiroku_chart_add_tick (KirokuChart *chart, double at, const char *label)
{
  KirokuTick *tick;

  g_return_if_fail (label != NULL);

  tick = g_new (KirokuTick, 1);
  *tick = (KirokuTick){ copy_line (label), at };
  g_ptr_array_add (chart->ticks, tick);
}

KirokuLane *
kiroku_chart_add_lane (KirokuChart *chart, const char *name)
{
  KirokuLane *lane;

  g_return_val_if_fail (name != NULL, NULL);

  lane = g_new (KirokuLane, 1);
  lane->name = copy_text (name);
  lane->items = g_ptr_array_new_with_free_func (free_item);
  lane->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (chart->lanes, lane);
  return lane;
}

static void
add_item (KirokuLane *lane, KirokuLaneItem given)
{
  KirokuLaneItem *item = g_new (KirokuLaneItem, 1);

  *item = given;
  item->label = copy_line (given.label);
  g_ptr_array_add (lane->items, item);
}

void
kiroku_lane_add_band (
    KirokuLane *lane, guint pattern, const char *label, double from, double to)
{
  g_return_if_fail (label != NULL);
  g_return_if_fail (from <= to);

  add_item (lane, (KirokuLaneItem){ TRUE, pattern, (char *) label, from, to });
}

void
kiroku_lane_add_mark (KirokuLane *lane, KirokuShape shape, const char *label, double at)
{
  g_return_if_fail (label != NULL);
  g_return_if_fail (shape < KIROKU_N_SHAPES);

  add_item (lane, (KirokuLaneItem){ FALSE, shape, (char *) label, at, at });
}

void
kiroku_lane_set_counts (KirokuLane *lane, const guint *counts, guint n)
{
  g_array_set_size (lane->counts, 0);
  g_array_append_vals (lane->counts, counts, n);
}

static void
add_key (KirokuChart *chart, gboolean is_band, guint which, const char *text)
{
  KirokuChartKey *key = g_new (KirokuChartKey, 1);

  *key = (KirokuChartKey){ is_band, which, copy_text (text) };
  g_ptr_array_add (chart->keys, key);
}

void
kiroku_chart_explain_pattern (KirokuChart *chart, guint pattern, const char *text)
{
  g_return_if_fail (text != NULL);

  add_key (chart, TRUE, pattern, text);
}

void
kiroku_chart_explain_shape (KirokuChart *chart, KirokuShape shape, const char *text)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (shape < KIROKU_N_SHAPES);

  add_key (chart, FALSE, shape, text);
}

/* --- Codes ---------------------------------------------------------------------------------- */

void
kiroku_document_add_code (KirokuDocument *document,
                          const char *text,
                          double size,
                          const char *caption,
                          double caption_size)
{
  KirokuBlock *block;

  g_return_if_fail (text != NULL && caption != NULL);
  g_return_if_fail (size > 0 && caption_size > 0);

  block = add_block (document, KIROKU_BLOCK_CODE, text);
  block->height = size;
  block->caption = g_new (KirokuCaption, 1);
  *block->caption = (KirokuCaption){ copy_text (caption), caption_size };
}

/* --- The grid ------------------------------------------------------------------------------- */

KirokuGrid *
kiroku_document_add_grid (KirokuDocument *document)
{
  KirokuBlock *block = add_block (document, KIROKU_BLOCK_GRID, NULL);

  block->grid = g_new0 (KirokuGrid, 1);
  block->grid->rows = g_ptr_array_new_with_free_func (free_row);
  return block->grid;
}

static KirokuGridRow *
add_row (KirokuGrid *grid)
{
  KirokuGridRow *row = g_new0 (KirokuGridRow, 1);

  row->cells = g_ptr_array_new_with_free_func (free_cell);
  g_ptr_array_add (grid->rows, row);
  return row;
}

void
kiroku_grid_add_section (KirokuGrid *grid, const char *text)
{
  g_return_if_fail (text != NULL);

  add_row (grid)->section = copy_text (text);
}

KirokuGridRow *
kiroku_grid_add_row (KirokuGrid *grid, const char *number, const char *label)
{
  KirokuGridRow *row;

  g_return_val_if_fail (label != NULL, NULL);

  row = add_row (grid);
  row->number = copy_line (number);
  row->label = copy_text (label);
  if (number != NULL)
    grid->has_numbers = TRUE;
  return row;
}

void
kiroku_grid_row_set_tag (KirokuGridRow *row, const char *tag)
{
  set_line (&row->tag, tag);
}

static KirokuGridCell *
add_cell (KirokuGridRow *row, const char *label)
{
  KirokuGridCell *cell = g_new0 (KirokuGridCell, 1);

  cell->label = copy_text (label);
  cell->is_below = row->is_broken || row->cells->len == 0;
  cell->min_lines = 1;
  row->is_broken = FALSE;
  g_ptr_array_add (row->cells, cell);
  return cell;
}

void
kiroku_grid_row_add_text (KirokuGridRow *row, const char *label, const char *text)
{
  g_return_if_fail (row->section == NULL && text != NULL);

  add_cell (row, label)->text = copy_text (text);
}

void
kiroku_grid_row_add_choices (
    KirokuGridRow *row, const char *label, const char *const *names, guint64 checked)
{
  g_autoptr (GString) text = g_string_new (NULL);
  KirokuGridCell *cell;

  g_return_if_fail (row->section == NULL && names != NULL);
  g_return_if_fail (g_strv_length ((char **) names) <= 64);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = copy_line (names[i]);

      if (i > 0)
        g_string_append (text, KIROKU_LINES_SEPARATOR);
      g_string_append (text, checked & (G_GUINT64_CONSTANT (1) << i) ? "☑" : "□");
      g_string_append (text, name);
    }
  cell = add_cell (row, label);
  cell->is_choices = TRUE;
  cell->text = g_string_free (g_steal_pointer (&text), FALSE);
}

void
kiroku_grid_row_break (KirokuGridRow *row)
{
  row->is_broken = TRUE;
}

void
kiroku_grid_row_set_min_lines (KirokuGridRow *row, guint lines)
{
  KirokuGridCell *cell;

  g_return_if_fail (row->cells->len > 0);

  cell = row->cells->pdata[row->cells->len - 1];
  cell->min_lines = MAX (lines, 1);
}

void
kiroku_grid_row_set_large (KirokuGridRow *row)
{
  KirokuGridCell *cell;

  g_return_if_fail (row->cells->len > 0);

  cell = row->cells->pdata[row->cells->len - 1];
  cell->is_large = TRUE;
}

/* --- Tables --------------------------------------------------------------------------------- */

void
kiroku_document_add_table (KirokuDocument *document,
                           const KirokuColumn *columns,
                           guint n_columns,
                           guint n_rows,
                           KirokuRowFunc func,
                           gpointer user_data,
                           GDestroyNotify destroy)
{
  KirokuTable *table;

  g_return_if_fail (n_columns >= 1 && n_columns <= KIROKU_COLUMNS_MAX);
  g_return_if_fail (func != NULL || n_rows == 0);

  table = g_new0 (KirokuTable, 1);
  table->n_columns = n_columns;
  table->n_rows = n_rows;
  table->func = func;
  table->user_data = user_data;
  table->destroy = destroy;
  for (guint i = 0; i < n_columns; i++)
    {
      table->columns[i] = columns[i];
      table->columns[i].head = copy_text (columns[i].head != NULL ? columns[i].head : "");
    }
  add_block (document, KIROKU_BLOCK_TABLE, NULL)->table = table;
}

/* The rows of a small table. */
typedef struct
{
  char **cells;
  guint n_columns;
} Copied;

static void
free_copied (gpointer data)
{
  Copied *copied = data;

  g_strfreev (copied->cells);
  g_free (copied);
}

static gboolean
give_copied (
    guint row, const char **cells, KirokuRowFlags *flags, gpointer user_data, GError **error)
{
  const Copied *copied = user_data;

  for (guint i = 0; i < copied->n_columns; i++)
    cells[i] = copied->cells[row * copied->n_columns + i];
  return TRUE;
}

void
kiroku_document_add_small_table (KirokuDocument *document,
                                 const KirokuColumn *columns,
                                 guint n_columns,
                                 guint n_rows,
                                 const char *const *cells)
{
  Copied *copied = g_new0 (Copied, 1);

  copied->n_columns = n_columns;
  copied->cells = g_new0 (char *, n_rows * n_columns + 1);
  for (guint i = 0; i < n_rows * n_columns; i++)
    copied->cells[i] = g_strdup (cells[i] != NULL ? cells[i] : "");
  kiroku_document_add_table (document, columns, n_columns, n_rows, give_copied, copied,
                             free_copied);
}
