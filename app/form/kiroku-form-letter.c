/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-letter.h"

#include "kiroku-form-private.h"
#include "kiroku-words.h"

/* Points. */
#define GAP 12
#define ITEM_INDENT 22

/* Calls back for each section of one part. */
typedef void (*SectionFunc) (
    KirokuDocument *document, const KirokuFilledForm *form, const KirokuFormSection *section);

/* --- Head --- */

/* What stands in the fields of @section, a line each. (transfer full) */
static char *
join_fields (const KirokuFilledForm *form, const KirokuFormSection *section)
{
  GString *out = g_string_new (NULL);

  for (guint r = 0; r < section->rows->len; r++)
    {
      const KirokuFormRow *row = section->rows->pdata[r];

      for (guint f = 0; f < row->fields->len; f++)
        {
          const KirokuFormField *field = row->fields->pdata[f];

          if (field->shown[0] == '\0')
            continue;
          if (out->len > 0)
            g_string_append_c (out, '\n');
          g_string_append (out, field->shown);
          /* 御中 stands behind the name; in English nothing does */
          if (section->part == KIROKU_PART_TO && field->label != NULL
              && kiroku_words_is_japanese (form->language))
            g_string_append_printf (out, "　%s", field->label);
        }
    }
  return g_string_free (out, FALSE);
}

static void
add_at_start (
    KirokuDocument *document, const KirokuFilledForm *form, const KirokuFormSection *section)
{
  g_autofree char *text = join_fields (form, section);

  if (text[0] != '\0')
    kiroku_document_add_aligned (document, text, KIROKU_ALIGN_START, 0);
}

static void
add_at_end (
    KirokuDocument *document, const KirokuFilledForm *form, const KirokuFormSection *section)
{
  g_autofree char *text = join_fields (form, section);

  if (text[0] != '\0')
    kiroku_document_add_aligned (document, text, KIROKU_ALIGN_END, 0);
}

/* --- Text --- */

/* Each paragraph begins one character in, as Japanese letters do. */
static void
add_paragraphs (KirokuDocument *document, const KirokuFilledForm *form, const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      g_autofree char *line
          = g_strconcat (kiroku_words (form->language, "　", ""), paragraphs[i], NULL);

      if (paragraphs[i][0] != '\0')
        kiroku_document_add_paragraph (document, line);
    }
}

/* A label says more than its answer where the row has others of its kind, or the answer is a bare number or
 * date. */
static gboolean
needs_label (const KirokuFormRow *row, const KirokuFormField *field)
{
  guint n = 0;

  if (field->label == NULL || field->type == KIROKU_FACT_YES_NO)
    return FALSE;
  if (field->type != KIROKU_FACT_LONG_TEXT && field->choices->len == 0)
    return TRUE;
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuFormField *other = row->fields->pdata[i];

      if (other->type != KIROKU_FACT_YES_NO && kiroku_form_field_is_for_others (other)
          && (other->choices->len > 0) == (field->choices->len > 0)
          && (other->type == KIROKU_FACT_LONG_TEXT) == (field->type == KIROKU_FACT_LONG_TEXT))
        n++;
    }
  return n > 1;
}

/* A letter says that there is something, and does not tick a box. */
static const char *
get_answer (const KirokuFilledForm *form, const KirokuFormField *field)
{
  if (field->type != KIROKU_FACT_YES_NO || field->note[0] != '\0')
    return field->shown;
  if (g_str_equal (field->value, "yes"))
    return kiroku_words (form->language, "あり", "Yes");
  if (g_str_equal (field->value, "no"))
    return kiroku_words (form->language, "なし", "No");
  return field->shown;
}

/* The answers of one row: alone, or each behind its label. (transfer full) */
static char *
join_answers (const KirokuFilledForm *form, const KirokuFormRow *row)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuFormField *field = row->fields->pdata[i];

      if (!kiroku_form_field_is_for_others (field))
        continue;
      if (out->len > 0)
        g_string_append_c (out, '\n');
      if (needs_label (row, field))
        g_string_append_printf (out, kiroku_words (form->language, "%s：", "%s: "), field->label);
      g_string_append (out, get_answer (form, field));
    }
  return g_string_free (out, FALSE);
}

static void
add_body (KirokuDocument *document, const KirokuFilledForm *form, const KirokuFormSection *section)
{
  if (section->text != NULL)
    add_paragraphs (document, form, section->text);
  for (guint r = 0; r < section->rows->len; r++)
    {
      g_autofree char *answers = join_answers (form, section->rows->pdata[r]);

      add_paragraphs (document, form, answers);
    }
}

/* --- Items --- */

/* @number: the one it gets. */
static gboolean
add_item (
    KirokuDocument *document, const KirokuFilledForm *form, const KirokuFormRow *row, guint number)
{
  g_autofree char *answers = join_answers (form, row);
  g_autofree char *head = NULL;

  if (answers[0] == '\0')
    return FALSE;
  head = g_strdup_printf (kiroku_words (form->language, "%u　%s", "%u. %s"), number, row->label);
  kiroku_document_add_heading (document, 3, head);
  kiroku_document_add_aligned (document, answers, KIROKU_ALIGN_START, ITEM_INDENT);
  return TRUE;
}

static void
add_items (KirokuDocument *document, const KirokuFilledForm *form)
{
  guint n = 0;

  kiroku_document_add_aligned (document, kiroku_words (form->language, "記", "Particulars"),
                               KIROKU_ALIGN_CENTER, 0);
  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; section->part == KIROKU_PART_ITEMS && r < section->rows->len; r++)
        n += add_item (document, form, section->rows->pdata[r], n + 1);
    }
  kiroku_document_add_aligned (document, kiroku_words (form->language, "以上", "End"),
                               KIROKU_ALIGN_END, 0);
}

/* --- The letter --- */

static void
add_part (KirokuDocument *document,
          const KirokuFilledForm *form,
          KirokuPackPart part,
          SectionFunc func)
{
  for (guint i = 0; i < form->sections->len; i++)
    {
      const KirokuFormSection *section = form->sections->pdata[i];

      if (section->part == part)
        func (document, form, section);
    }
}

gboolean
kiroku_form_letter_is_empty (const KirokuFilledForm *form)
{
  g_return_val_if_fail (form != NULL, FALSE);

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; section->part == KIROKU_PART_ITEMS && r < section->rows->len; r++)
        {
          g_autofree char *answers = join_answers (form, section->rows->pdata[r]);

          if (answers[0] != '\0')
            return FALSE;
        }
    }
  return form->letter;
}

void
kiroku_form_add_letter (KirokuDocument *document, const KirokuFilledForm *form)
{
  g_return_if_fail (document != NULL && form != NULL);

  add_part (document, form, KIROKU_PART_DATE, add_at_end);
  add_part (document, form, KIROKU_PART_TO, add_at_start);
  add_part (document, form, KIROKU_PART_FROM, add_at_end);
  kiroku_document_add_space (document, GAP);
  kiroku_document_add_title (document, form->name);
  add_part (document, form, KIROKU_PART_BODY, add_body);
  kiroku_document_add_space (document, GAP);
  add_items (document, form);
}
