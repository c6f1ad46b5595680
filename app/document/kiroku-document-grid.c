/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-document-private.h"
#include "kiroku-lines.h"

/* --- The grid ------------------------------------------------------------------------------- */

static void
free_cell (gpointer data)
{
  KirokuGridCell *cell = data;

  g_free (cell->label);
  g_free (cell->text);
  g_free (cell->link);
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

KirokuGrid *
kiroku_document_add_grid (KirokuDocument *document)
{
  KirokuBlock *block = kiroku_document_add_block (document, KIROKU_BLOCK_GRID, NULL);

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

  add_row (grid)->section = kiroku_document_copy_text (text);
}

KirokuGridRow *
kiroku_grid_add_row (KirokuGrid *grid, const char *number, const char *label)
{
  KirokuGridRow *row;

  g_return_val_if_fail (label != NULL, NULL);

  row = add_row (grid);
  row->number = kiroku_document_copy_line (number);
  row->label = kiroku_document_copy_text (label);
  if (number != NULL)
    grid->has_numbers = TRUE;
  return row;
}

void
kiroku_grid_row_set_tag (KirokuGridRow *row, const char *tag)
{
  kiroku_document_set_line (&row->tag, tag);
}

static KirokuGridCell *
add_cell (KirokuGridRow *row, const char *label)
{
  KirokuGridCell *cell = g_new0 (KirokuGridCell, 1);

  cell->label = kiroku_document_copy_text (label);
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

  add_cell (row, label)->text = kiroku_document_copy_text (text);
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
      g_autofree char *name = kiroku_document_copy_line (names[i]);

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
kiroku_table_free (KirokuTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    g_free ((char *) table->columns[i].head);
  if (table->destroy != NULL)
    table->destroy (table->user_data);
  g_clear_pointer (&table->names, g_hash_table_unref);
  g_clear_pointer (&table->links, g_hash_table_unref);
  g_free (table);
}

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
      table->columns[i].head
          = kiroku_document_copy_text (columns[i].head != NULL ? columns[i].head : "");
    }
  kiroku_document_add_block (document, KIROKU_BLOCK_TABLE, NULL)->table = table;
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
