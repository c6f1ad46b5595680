/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-addressee.h"

#include <string.h>

#include "kiroku-i18n.h"

/* What somebody answered in the form itself: "" for nothing, NULL for an answer that is not here any more.
 * @facts: (nullable) */
static const char *
get_answer (const KirokuPackAddressee *self, KirokuFacts *facts)
{
  const KirokuFact *fact
      = self->fact != NULL && facts != NULL ? kiroku_facts_get (facts, self->fact) : NULL;

  if (fact == NULL)
    return "";
  return fact->state != KIROKU_FACT_WITHHELD && fact->state != KIROKU_FACT_ERASED ? fact->value : NULL;
}

/* That of the form alone stands over that of the case. */
static const char *
find_answer (const KirokuPackAddressee *self, KirokuFacts *facts, KirokuFacts *own)
{
  const char *here = get_answer (self, own);

  return here == NULL || here[0] != '\0' ? here : get_answer (self, facts);
}

const KirokuPackAddressee *
kiroku_addressee_find (const KirokuPackForm *form,
                       KirokuFacts *facts,
                       KirokuFacts *own,
                       GPtrArray *deciding)
{
  const KirokuPackAddressee *answered = NULL;

  g_return_val_if_fail (form != NULL && facts != NULL, NULL);

  for (guint i = 0; i < form->addressees->len; i++)
    {
      const KirokuPackAddressee *addressee = g_ptr_array_index (form->addressees, i);
      const char *answer = find_answer (addressee, facts, own);

      if (answer == NULL)
        return NULL;
      if (answer[0] != '\0' && !g_str_equal (answer, addressee->choice))
        continue;
      if (kiroku_condition_evaluate (addressee->holds_if, facts, deciding) == KIROKU_TRUTH_YES)
        return addressee;
      if (answer[0] != '\0')
        answered = addressee;
    }
  return answered;
}

/* One names the other, in either language: "FSA" is said of "FSA / Local Finance Bureau". */
static gboolean
is_named_by (const KirokuPackAddressee *self, const char *to)
{
  const char *const texts[] = { self->text->ja, self->text->en };
  g_autofree char *name = g_utf8_casefold (to, -1);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_utf8_casefold (texts[i], -1);

      if (strstr (text, name) != NULL || strstr (name, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

char *
kiroku_addressee_describe_other (const KirokuPackForm *form,
                                 KirokuFacts *facts,
                                 KirokuFacts *own,
                                 const char *to,
                                 const char *language)
{
  g_autofree char *name = to != NULL ? g_strstrip (g_strdup (to)) : NULL;
  const KirokuPackAddressee *addressee;

  g_return_val_if_fail (form != NULL && facts != NULL, NULL);

  addressee = kiroku_addressee_find (form, facts, own, NULL);
  if (addressee == NULL || name == NULL || g_utf8_strlen (name, -1) < 2
      || is_named_by (addressee, name))
    return NULL;
  for (guint i = 0; i < form->addressees->len; i++)
    if (is_named_by (g_ptr_array_index (form->addressees, i), name))
      {
        g_autoptr (KirokuPackText) tagged = kiroku_addressee_dup_text (addressee);

        /* Translators: the number of a form, to whom it goes, whom somebody named. */
        return g_strdup_printf (_ ("By what the case says form %s goes to %s, not to “%s”"),
                                form->item.id, kiroku_pack_text (tagged, language), name);
      }
  return NULL;
}

static char *
dup_tagged (const KirokuPackAddressee *self, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);
  const char *text = kiroku_pack_text (self->text, language);

  if (!kiroku_confidence_is_shown (self->item.confidence))
    return g_strdup (text);
  /* Translators: an authority, and how sure that is, such as "not confirmed". */
  return g_strdup_printf (C_ ("addressee", "%s (%s)"), text,
                          kiroku_confidence_name (self->item.confidence));
}

KirokuPackText *
kiroku_addressee_dup_text (const KirokuPackAddressee *self)
{
  KirokuPackText *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_new0 (KirokuPackText, 1);
  text->ja = dup_tagged (self, "ja");
  text->en = dup_tagged (self, "en");
  return text;
}
