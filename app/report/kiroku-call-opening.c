/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-call-opening.h"

#include "kiroku-form.h"
#include "kiroku-report-private.h"

static const char *
get_blank (const KirokuCallOpening *input)
{
  return kiroku_words (input->language, "＿＿＿＿＿＿", "____________");
}

/* @text, or room to write it. */
static const char *
or_blank (const KirokuCallOpening *input, const char *text)
{
  return text != NULL && text[0] != '\0' ? text : get_blank (input);
}

/* What the case knows under @key, with how sure that is, or room to write it. (transfer full) */
static char *
show_value (const KirokuCallOpening *input, const char *key)
{
  const KirokuPackFact *definition = kiroku_pack_get_fact (input->pack, key);
  const KirokuFact *fact;
  g_autofree char *shown = NULL;

  if (definition == NULL || input->facts == NULL || !kiroku_facts_has_value (input->facts, key))
    return g_strdup (get_blank (input));
  fact = kiroku_facts_get (input->facts, key);
  shown = kiroku_form_show_fact (definition, fact, input->zone, input->language);
  if (fact->rivals == NULL || fact->rivals->len == 0)
    return g_steal_pointer (&shown);
  return g_strdup_printf (kiroku_words (input->language, "%s（記録に食い違いあり）", "%s (the record differs)"),
                          shown);
}

/* (transfer none) */
static const char *
name_type (const KirokuCallOpening *input)
{
  const char *id = input->type != NULL          ? input->type
                   : input->case_info != NULL ? input->case_info->type
                                              : NULL;
  const KirokuPackType *type = id != NULL ? kiroku_pack_get_type (input->pack, id) : NULL;

  return or_blank (input, type != NULL ? kiroku_pack_text (type->name, input->language) : id);
}

/* Who calls. */
static void
add_caller (const KirokuCallOpening *input, GString *text)
{
  const gboolean has_department
      = input->facts != NULL && kiroku_facts_has_value (input->facts, "reporter.dept");
  g_autofree char *department = has_department ? show_value (input, "reporter.dept") : g_strdup ("");
  g_autofree char *organisation = show_value (input, "org.name");
  g_autofree char *name = show_value (input, "reporter.name");
  g_autofree char *phone = show_value (input, "reporter.phone");

  g_string_append_printf (
      text,
      kiroku_words (input->language, "%s%s%sの%sです。折り返しの電話番号は%sです。",
                    "This is %s%s%s, %s, on %s. "),
      organisation,
      department[0] != '\0' ? kiroku_words (input->language, "　", ", ") : "", department,
      name, phone);
}

char *
kiroku_call_opening_make (const KirokuCallOpening *input, const KirokuPackContact *contact)
{
  g_autofree char *noticed = NULL;
  const KirokuCase *info;
  GString *text;

  g_return_val_if_fail (input != NULL && input->pack != NULL && input->zone != NULL, NULL);

  text = g_string_new (NULL);
  info = input->case_info;
  noticed = show_value (input, "t.detected");
  if (info != NULL && info->exercise)
    g_string_append (text,
                     kiroku_words (input->language, "これは訓練です。", "This is an exercise. "));
  add_caller (input, text);
  g_string_append_printf (
      text,
      kiroku_words (input->language, "%sに気付いた「%s」の件です。当方の事案番号は%sです。",
                    "At %s we noticed: %s. Our case is %s. "),
      noticed, name_type (input), or_blank (input, info != NULL ? info->number : NULL));
  g_string_append_printf (
      text,
      kiroku_words (input->language, "お願いしたい用件は「%s」です。", "I turn to you for: %s."),
      contact != NULL ? kiroku_pack_text (contact->purpose, input->language) : get_blank (input));
  return g_string_free (text, FALSE);
}
