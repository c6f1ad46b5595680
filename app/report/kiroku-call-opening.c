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

/* What the case knows under @key. (transfer none) */
static const char *
get_value (const KirokuCallOpening *input, const char *key)
{
  return or_blank (input,
                   input->facts != NULL ? kiroku_facts_get_value (input->facts, key) : NULL);
}

/* (transfer full) */
static char *
show_noticed (const KirokuCallOpening *input)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (input->pack, "t.detected");

  if (fact == NULL || input->facts == NULL || !kiroku_facts_has_value (input->facts, "t.detected"))
    return g_strdup (get_blank (input));
  return kiroku_form_show_fact (fact, kiroku_facts_get (input->facts, "t.detected"), input->zone,
                                input->language);
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
  const char *department = input->facts != NULL
                               ? kiroku_facts_get_value (input->facts, "reporter.dept")
                               : "";

  g_string_append_printf (
      text,
      kiroku_words (input->language, "%s%s%sの%sです。折り返しの電話番号は%sです。",
                    "This is %s%s%s, %s, on %s. "),
      get_value (input, "org.name"),
      department[0] != '\0' ? kiroku_words (input->language, "　", ", ") : "", department,
      get_value (input, "reporter.name"), get_value (input, "reporter.phone"));
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
  noticed = show_noticed (input);
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
