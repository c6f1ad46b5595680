/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-text.h"

#include "kiroku-form-private.h"
#include "kiroku-words.h"

/* As the rule pack writes one among the words of a recipient. */
#define MAIL_ADDRESS "[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+"

static void
add_field (GString *text, const KirokuFormField *field)
{
  if (field->shown[0] == '\0')
    return;
  if (field->label != NULL)
    g_string_append_printf (text, "%s: ", field->label);
  g_string_append_printf (text, "%s\n", field->shown);
}

/* @letter: what is not for others stands in it as little as on its page. */
static void
add_row (GString *text, const KirokuFormRow *row, gboolean letter)
{
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuFormField *field = g_ptr_array_index (row->fields, i);

      if (!letter || kiroku_form_field_is_for_others (field))
        add_field (said, field);
    }
  if (said->len > 0)
    g_string_append_printf (text, "%s %s\n%s\n", row->number, row->label, said->str);
}

static void
add_section (GString *text, const KirokuFormSection *section, gboolean letter)
{
  g_autoptr (GString) said = g_string_new (NULL);

  if (section->part == KIROKU_PART_ASIDE)
    return;
  if (section->text != NULL)
    g_string_append_printf (said, "%s\n\n", section->text);
  for (guint i = 0; i < section->rows->len; i++)
    add_row (said, g_ptr_array_index (section->rows, i), letter);
  if (said->len == 0)
    return;
  if (section->label != NULL && section->label[0] != '\0')
    g_string_append_printf (text, "■ %s\n\n", section->label);
  g_string_append (text, said->str);
}

char *
kiroku_form_to_text (const KirokuFilledForm *form)
{
  g_autofree char *marking = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (form != NULL, g_string_free (text, FALSE));

  marking = kiroku_form_dup_marking (form->exercise, NULL);
  if (marking != NULL)
    g_string_append_printf (text, "%s\n\n", marking);
  g_string_append_printf (text, "%s\n\n", form->name);
  for (guint i = 0; i < form->sections->len; i++)
    add_section (text, g_ptr_array_index (form->sections, i), form->letter);
  return g_string_free (text, FALSE);
}

char *
kiroku_form_dup_subject (const KirokuFilledForm *form)
{
  g_autofree char *marking = NULL;

  g_return_val_if_fail (form != NULL, NULL);

  marking = kiroku_form_dup_marking (form->exercise, NULL);
  return g_strdup_printf (kiroku_words (form->language, "%s%s%s（%s）", "%s%s%s (%s)"),
                          marking != NULL ? marking : "", marking != NULL ? " " : "", form->name,
                          form->case_number);
}

char *
kiroku_form_dup_mail_address (const KirokuFilledForm *form)
{
  g_autoptr (GRegex) regex = g_regex_new (MAIL_ADDRESS, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_return_val_if_fail (form != NULL, NULL);

  if (form->recipient == NULL || !g_regex_match (regex, form->recipient, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 0);
}
