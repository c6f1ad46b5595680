/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-form-private.h"
#include "kiroku-words.h"

/* --- Freeing --- */

void
kiroku_form_choice_free (KirokuFormChoice *choice)
{
  g_free (choice->id);
  g_free (choice->name);
  g_free (choice);
}

static void
source_free (KirokuFormSource *source)
{
  g_free (source->entry);
  g_free (source->author);
  g_free (source);
}

void
kiroku_form_field_free (KirokuFormField *field)
{
  g_clear_pointer (&field->source, source_free);
  g_free (field->entry);
  g_free (field->instead_of);
  g_free (field->before);
  g_free (field->key);
  g_free (field->label);
  g_free (field->name);
  g_free (field->question);
  g_free (field->hint);
  g_free (field->mistaken);
  g_ptr_array_unref (field->choices);
  g_free (field->value);
  g_free (field->shown);
  g_free (field->note);
  g_free (field->remark);
  g_free (field->remark_shown);
  g_free (field->origin_key);
  g_ptr_array_unref (field->rivals);
  g_free (field->tag);
  g_free (field);
}

void
kiroku_form_row_free (KirokuFormRow *row)
{
  g_free (row->number);
  g_free (row->label);
  g_free (row->source);
  g_free (row->tag);
  g_ptr_array_unref (row->fields);
  g_free (row);
}

void
kiroku_form_section_free (KirokuFormSection *section)
{
  g_free (section->label);
  g_free (section->text);
  g_ptr_array_unref (section->rows);
  g_free (section);
}

void
kiroku_filled_form_free (KirokuFilledForm *form)
{
  g_free (form->id);
  g_free (form->version);
  g_free (form->pack_version);
  g_free (form->language);
  g_free (form->name);
  g_free (form->short_name);
  g_free (form->recipient);
  g_free (form->recipient_tag);
  g_free (form->basis);
  g_free (form->standing);
  g_free (form->guide);
  g_free (form->tag);
  g_free (form->approved_other);
  g_free (form->case_number);
  g_free (form->report_date);
  g_free (form->made);
  g_free (form->root);
  g_ptr_array_unref (form->sections);
  g_free (form);
}

/* --- Looking into a filled form --- */

/* Calls back for each field until one returns TRUE; that field. */
typedef gboolean (*FieldFunc) (KirokuFormField *field, gpointer data);

static const KirokuFormField *
look_for_field (const KirokuFilledForm *form, FieldFunc func, gpointer data)
{
  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; r < section->rows->len; r++)
        {
          const KirokuFormRow *row = section->rows->pdata[r];

          for (guint f = 0; f < row->fields->len; f++)
            if (func (row->fields->pdata[f], data))
              return row->fields->pdata[f];
        }
    }
  return NULL;
}

static gboolean
collect_missing (KirokuFormField *field, gpointer data)
{
  if (field->is_missing)
    g_ptr_array_add (data, field);
  return FALSE;
}

static gboolean
has_key (KirokuFormField *field, gpointer data)
{
  return g_str_equal (field->key, data);
}

GPtrArray *
kiroku_filled_form_list_missing (const KirokuFilledForm *form)
{
  GPtrArray *missing;

  g_return_val_if_fail (form != NULL, NULL);

  missing = g_ptr_array_new ();
  look_for_field (form, collect_missing, missing);
  return missing;
}

gboolean
kiroku_form_field_is_for_others (const KirokuFormField *field)
{
  return field->shown[0] != '\0' && field->origin != KIROKU_FORM_ORIGIN_CASE
         && field->origin != KIROKU_FORM_ORIGIN_LOG;
}

const KirokuFormField *
kiroku_filled_form_find (const KirokuFilledForm *form, const char *key)
{
  g_return_val_if_fail (form != NULL && key != NULL, NULL);

  return look_for_field (form, has_key, (gpointer) key);
}

static gboolean
is_open (const KirokuFormField *field)
{
  return field->is_missing || field->rivals->len > 0 || field->state == KIROKU_FACT_INVESTIGATING
         || field->state == KIROKU_FACT_UNKNOWN || field->state == KIROKU_FACT_ESTIMATE;
}

static gboolean
collect_open (KirokuFormField *field, gpointer data)
{
  if (is_open (field))
    g_ptr_array_add (data, field);
  return FALSE;
}

GPtrArray *
kiroku_filled_form_list_open (const KirokuFilledForm *form)
{
  GPtrArray *open;

  g_return_val_if_fail (form != NULL, NULL);

  open = g_ptr_array_new ();
  look_for_field (form, collect_open, open);
  return open;
}

char *
kiroku_form_field_dup_open (const KirokuFormField *field, const char *language)
{
  g_return_val_if_fail (field != NULL, NULL);

  if (!is_open (field))
    return NULL;
  if (field->rivals->len > 0)
    return g_strdup (kiroku_words (language, "食い違い", "disputed"));
  if (field->is_missing)
    return g_strdup (kiroku_words_fact_state (language, KIROKU_FACT_UNASKED));
  return kiroku_form_add_remark (
      language, kiroku_words_fact_state_of (language, field->type, field->state), field->remark_shown, FALSE);
}

const char *
kiroku_filled_form_get_stage (const KirokuFilledForm *form)
{
  const KirokuFormField *field = kiroku_filled_form_find (form, KIROKU_FORM_STAGE_FACT);

  return field != NULL && field->value[0] != '\0' ? field->value : NULL;
}

gboolean
kiroku_filled_form_is_final (const KirokuFilledForm *form)
{
  return g_strcmp0 (kiroku_filled_form_get_stage (form), KIROKU_FORM_STAGE_FINAL) == 0;
}

/* (nullable) */
static const KirokuFormRow *
find_row (const KirokuFilledForm *form, const KirokuFormField *field)
{
  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; r < section->rows->len; r++)
        if (g_ptr_array_find (((KirokuFormRow *) section->rows->pdata[r])->fields, field, NULL))
          return section->rows->pdata[r];
    }
  return NULL;
}

char *
kiroku_filled_form_dup_label (const KirokuFilledForm *form, const char *key)
{
  const KirokuFormField *field = kiroku_filled_form_find (form, key);
  const KirokuFormRow *row = field != NULL ? find_row (form, field) : NULL;

  if (row == NULL)
    return g_strdup (key);
  return g_strconcat (row->label, field->label != NULL ? " / " : NULL, field->label, NULL);
}
