/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-document.h"

#include "kiroku-document-private.h"
#include "kiroku-lines.h"
#include "kiroku-text.h"

/* Below the text where a code stands there, in mm: it and an edge that every printer leaves. */
#define FOOTER_CODE_MARGIN 28

G_DEFINE_QUARK (kiroku-document-error-quark, kiroku_document_error)

/* --- Text ----------------------------------------------------------------------------------- */

char *
kiroku_document_copy_text (const char *text)
{
  g_autofree char *scratch = NULL;

  return text != NULL ? g_strdup (kiroku_lines_clean (text, &scratch)) : NULL;
}

char *
kiroku_document_copy_line (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  return valid != NULL ? kiroku_text_visible (valid, TRUE) : NULL;
}

void
kiroku_document_set_line (char **field, const char *text)
{
  g_free (*field);
  *field = kiroku_document_copy_line (text);
}

/* --- Freeing -------------------------------------------------------------------------------- */

static void
free_pair (gpointer data)
{
  KirokuTextPair *pair = data;

  g_free (pair->name);
  g_free (pair->value);
  g_free (pair->link);
  g_free (pair);
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
      kiroku_chart_free (block->chart);
      break;
    case KIROKU_BLOCK_TABLE:
      kiroku_table_free (block->table);
      break;
    case KIROKU_BLOCK_IMAGE:
      cairo_surface_destroy (block->image);
      break;
    default:
      break;
    }
  g_free (block->text);
  g_free (block->tag);
  g_free (block->name);
  g_free (block->link);
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
  g_free (document->footer_code);
  g_free (document->footer_caption);
  g_free (document->marking);
  g_free (document);
}

void
kiroku_document_set_title (KirokuDocument *document, const char *title)
{
  kiroku_document_set_line (&document->title, title);
}

void
kiroku_document_set_subject (KirokuDocument *document, const char *subject)
{
  kiroku_document_set_line (&document->subject, subject);
}

void
kiroku_document_set_author (KirokuDocument *document, const char *author)
{
  kiroku_document_set_line (&document->author, author);
}

void
kiroku_document_set_language (KirokuDocument *document, const char *language)
{
  g_return_if_fail (language != NULL);

  kiroku_document_set_line (&document->language, language);
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

  kiroku_document_set_line (&document->font, family);
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
  kiroku_document_set_line (&document->header_left, left);
  kiroku_document_set_line (&document->header_right, right);
}

void
kiroku_document_add_header_right (KirokuDocument *document, const char *text)
{
  g_autofree char *right = NULL;

  g_return_if_fail (document != NULL && text != NULL);

  right = document->header_right != NULL
              ? g_strconcat (text, g_str_has_prefix (document->language, "en") ? " · " : " ・ ",
                             document->header_right, NULL)
              : g_strdup (text);
  kiroku_document_set_line (&document->header_right, right);
}

void
kiroku_document_set_footer (KirokuDocument *document, const char *left)
{
  kiroku_document_set_line (&document->footer, left);
}

void
kiroku_document_set_footer_code (KirokuDocument *document, const char *text, const char *caption)
{
  g_return_if_fail (document != NULL && text != NULL && caption != NULL);

  kiroku_document_set_line (&document->footer_code, text);
  kiroku_document_set_line (&document->footer_caption, caption);
  document->bottom = MAX (document->bottom, KIROKU_DOCUMENT_MM (FOOTER_CODE_MARGIN));
}

void
kiroku_document_set_marking (KirokuDocument *document, const char *marking)
{
  kiroku_document_set_line (&document->marking, marking);
}

/* --- Blocks --------------------------------------------------------------------------------- */

KirokuBlock *
kiroku_document_add_block (KirokuDocument *document, KirokuBlockType type, const char *text)
{
  KirokuBlock *block = g_new0 (KirokuBlock, 1);

  block->type = type;
  block->text = kiroku_document_copy_text (text);
  g_ptr_array_add (document->blocks, block);
  return block;
}

void
kiroku_document_add_title (KirokuDocument *document, const char *text)
{
  g_return_if_fail (text != NULL);

  kiroku_document_add_block (document, KIROKU_BLOCK_TITLE, text);
}

void
kiroku_document_add_heading (KirokuDocument *document, int level, const char *text)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (level >= 1 && level <= 3);

  kiroku_document_add_block (document, KIROKU_BLOCK_HEADING, text)->level = level;
}

void
kiroku_document_add_paragraph (KirokuDocument *document, const char *text)
{
  g_return_if_fail (text != NULL);

  kiroku_document_add_block (document, KIROKU_BLOCK_PARAGRAPH, text);
}

void
kiroku_document_add_aligned (
    KirokuDocument *document, const char *text, KirokuAlign align, double indent)
{
  KirokuBlock *block;

  g_return_if_fail (text != NULL);
  g_return_if_fail (indent >= 0);

  block = kiroku_document_add_block (document, KIROKU_BLOCK_PARAGRAPH, text);
  block->align = align;
  block->indent = indent;
}

void
kiroku_document_add_tagged (KirokuDocument *document, const char *text, const char *tag)
{
  g_return_if_fail (text != NULL);

  kiroku_document_add_block (document, KIROKU_BLOCK_PARAGRAPH, text)->tag
      = kiroku_document_copy_line (tag);
}

void
kiroku_document_add_note (KirokuDocument *document, const char *text)
{
  g_return_if_fail (text != NULL);

  kiroku_document_add_block (document, KIROKU_BLOCK_NOTE, text);
}

void
kiroku_document_add_space (KirokuDocument *document, double height)
{
  kiroku_document_add_block (document, KIROKU_BLOCK_SPACE, NULL)->height = height;
}

void
kiroku_document_add_page_break (KirokuDocument *document)
{
  kiroku_document_add_block (document, KIROKU_BLOCK_PAGE_BREAK, NULL);
}

/* --- Pairs and bars ------------------------------------------------------------------------- */

static KirokuTextPair *
new_pair (const char *name, const char *value)
{
  KirokuTextPair *pair = g_new0 (KirokuTextPair, 1);

  pair->name = kiroku_document_copy_text (name);
  pair->value = kiroku_document_copy_text (value);
  return pair;
}

KirokuPairs *
kiroku_document_add_pairs (KirokuDocument *document)
{
  KirokuBlock *block = kiroku_document_add_block (document, KIROKU_BLOCK_PAIRS, NULL);

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
  KirokuBlock *block = kiroku_document_add_block (document, KIROKU_BLOCK_BAR, NULL);

  block->bar = g_new0 (KirokuBar, 1);
  block->bar->items = g_ptr_array_new_with_free_func (free_pair);
  return block->bar;
}

void
kiroku_bar_add (KirokuBar *bar, const char *label, double amount, const char *text)
{
  KirokuTextPair *pair;

  g_return_if_fail (label != NULL && text != NULL);
  g_return_if_fail (amount >= 0);

  pair = new_pair (label, text);
  pair->amount = amount;
  g_ptr_array_add (bar->items, pair);
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

  block = kiroku_document_add_block (document, KIROKU_BLOCK_CODE, text);
  block->height = size;
  block->caption = g_new (KirokuCaption, 1);
  *block->caption = (KirokuCaption){ kiroku_document_copy_text (caption), caption_size };
}
