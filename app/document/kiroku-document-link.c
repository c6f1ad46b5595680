/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-document-private.h"

#include <string.h>

/* --- Where to ------------------------------------------------------------------------------- */

/* A name of this document, or an address that opens a page or a letter and nothing else. */
static gboolean
may_be_followed (const char *target)
{
  static const char *const beginnings[] = { "#", "https://", "http://", "mailto:" };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (target, beginnings[i]) && target[strlen (beginnings[i])] != '\0')
      return TRUE;
  return FALSE;
}

/* As it is in targets and in what they lead to: ASCII, and nothing that would end the attribute in
 * which cairo takes it. (transfer full) */
static char *
copy_name (const char *name)
{
  return g_uri_escape_string (name, NULL, FALSE);
}

/* PDF knows ASCII only in addresses (ISO 32000-1, 12.6.4.7); a quotation mark is escaped, too.
 * (transfer full) (nullable) */
static char *
copy_target (const char *target)
{
  g_autofree char *valid = target != NULL ? g_utf8_make_valid (target, -1) : NULL;
  g_autofree char *name = NULL;

  if (valid == NULL || !may_be_followed (valid))
    return NULL;
  if (*valid != '#')
    return g_uri_escape_string (valid, "#:/?[]@!$&()*+,;=%", FALSE);
  name = copy_name (valid + 1);
  return g_strconcat ("#", name, NULL);
}

char *
kiroku_document_dup_mail_link (const char *address)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  escaped = g_uri_escape_string (address, "@", FALSE);
  return g_strconcat ("mailto:", escaped, NULL);
}

/* --- Blocks and pairs ----------------------------------------------------------------------- */

static KirokuBlock *
get_last (KirokuDocument *document)
{
  GPtrArray *blocks = document->blocks;

  return blocks->len > 0 ? blocks->pdata[blocks->len - 1] : NULL;
}

void
kiroku_document_set_name (KirokuDocument *document, const char *name)
{
  KirokuBlock *block = get_last (document);

  g_return_if_fail (block != NULL && block->type == KIROKU_BLOCK_HEADING && name != NULL);

  g_free (block->name);
  block->name = copy_name (name);
}

void
kiroku_document_set_link (KirokuDocument *document, const char *target)
{
  KirokuBlock *block = get_last (document);

  g_return_if_fail (block != NULL
                    && (block->type == KIROKU_BLOCK_PARAGRAPH || block->type == KIROKU_BLOCK_NOTE));

  g_free (block->link);
  block->link = copy_target (target);
}

void
kiroku_pairs_set_link (KirokuPairs *pairs, const char *target)
{
  KirokuTextPair *pair;

  g_return_if_fail (pairs->items->len > 0);

  pair = pairs->items->pdata[pairs->items->len - 1];
  g_free (pair->link);
  pair->link = copy_target (target);
}

void
kiroku_grid_row_set_link (KirokuGridRow *row, const char *target)
{
  KirokuGridCell *cell;

  g_return_if_fail (row->cells->len > 0);

  cell = row->cells->pdata[row->cells->len - 1];
  g_return_if_fail (cell->label == NULL && cell->is_below);

  g_free (cell->link);
  cell->link = copy_target (target);
}

/* --- Tables --------------------------------------------------------------------------------- */

/* Both tables are made only where something is linked: a long table without links pays nothing. */
static GHashTable *
ensure (GHashTable **texts)
{
  if (*texts == NULL)
    *texts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return *texts;
}

void
kiroku_document_name_row (KirokuDocument *document, guint row, const char *name)
{
  KirokuBlock *block = get_last (document);

  g_return_if_fail (block != NULL && block->type == KIROKU_BLOCK_TABLE && name != NULL);
  g_return_if_fail (row < block->table->n_rows);

  g_hash_table_insert (ensure (&block->table->names), GUINT_TO_POINTER (row), copy_name (name));
}

void
kiroku_document_link_cell (KirokuDocument *document, guint row, guint column, const char *target)
{
  KirokuBlock *block = get_last (document);
  char *copy;

  g_return_if_fail (block != NULL && block->type == KIROKU_BLOCK_TABLE);
  g_return_if_fail (row < block->table->n_rows && column < block->table->n_columns);

  copy = copy_target (target);
  if (copy != NULL)
    g_hash_table_insert (ensure (&block->table->links),
                         GUINT_TO_POINTER (row * KIROKU_COLUMNS_MAX + column), copy);
}

const char *
kiroku_table_get_name (const KirokuTable *table, guint row)
{
  return table->names != NULL ? g_hash_table_lookup (table->names, GUINT_TO_POINTER (row)) : NULL;
}

const char *
kiroku_table_get_link (const KirokuTable *table, guint row, guint column)
{
  guint key = row * KIROKU_COLUMNS_MAX + column;

  return table->links != NULL ? g_hash_table_lookup (table->links, GUINT_TO_POINTER (key)) : NULL;
}
