/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-filing-text.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"

/* (transfer full) */
static char *
dup_name (const char *name)
{
  return name != NULL ? kiroku_text_visible (name, TRUE) : g_strdup (_ ("(withheld)"));
}

/* By which way, to whom and with what receipt, as far as that is known. */
static void
append_way (GString *text, const KirokuFiled *filed)
{
  g_autofree char *to = filed->to != NULL ? kiroku_text_visible (filed->to, TRUE) : NULL;
  g_autofree char *receipt
      = filed->receipt != NULL ? kiroku_text_visible (filed->receipt, TRUE) : NULL;
  KirokuFilingMethod method;

  if (filed->method != NULL && kiroku_filing_method_parse (filed->method, &method, NULL))
    g_string_append_printf (text, " · %s", kiroku_filing_method_name (method));
  if (to != NULL)
    g_string_append_printf (text, " · %s", to);
  if (receipt != NULL)
    {
      g_string_append (text, " · ");
      /* Translators: a receipt number follows. */
      g_string_append_printf (text, _ ("receipt %s"), receipt);
    }
}

static void
append_warnings (GString *text, const KirokuFiled *filed)
{
  guint n = filed->contradicts->len;

  if (!filed->approved)
    g_string_append_printf (text, " · %s", _ ("nobody else had approved it"));
  if (filed->other_file)
    g_string_append_printf (text, " · %s", _ ("another file than the copy that was approved"));
  if (n == 0)
    return;
  g_string_append (text, " · ");
  g_string_append_printf (
      text, g_dngettext (NULL, "%u value is another now", "%u values are others now", n), n);
}

char *
kiroku_filed_dup_text (const KirokuFiled *filed, KirokuCaseModel *model)
{
  GString *text;
  g_autofree char *time = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (filed != NULL && KIROKU_IS_CASE_MODEL (model), NULL);

  text = g_string_new (NULL);
  time = kiroku_page_dup_time (model, filed->at);
  name = dup_name (filed->by != NULL ? filed->by : filed->author);
  /* Translators: of a form: a time, then a name. */
  g_string_append_printf (text, _ ("Filed %s by %s"), time, name);
  append_way (text, filed);
  append_warnings (text, filed);
  return g_string_free (text, FALSE);
}

/* An approval that does not count says why. */
static char *
dup_approval (const KirokuFiling *filing, KirokuCaseModel *model)
{
  g_autofree char *time = kiroku_page_dup_time (model, filing->approved_at);
  g_autofree char *name = dup_name (filing->approver);

  if (!filing->four_eyes)
    /* Translators: of a form: a name. */
    return g_strdup_printf (_ ("Draft · the approval of %s does not count: they prepared it "
                               "themselves"),
                            name);
  if (filing->stale)
    /* Translators: of a form: a name, then a time. */
    return g_strdup_printf (_ ("Draft · changed since %s approved it, %s"), name, time);
  if (filing->doubted)
    /* Translators: of a form: a name. */
    return g_strdup_printf (_ ("Draft · the approval of %s does not count: its copy cannot be made again"), name);
  /* Translators: of a form: a name, then a time. */
  return g_strdup_printf (_ ("Approved by %s, %s"), name, time);
}

char *
kiroku_filing_dup_text (const KirokuFiling *filing, KirokuCaseModel *model)
{
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  if (filing != NULL && filing->filed->len > 0)
    return kiroku_filed_dup_text (g_ptr_array_index (filing->filed, filing->filed->len - 1), model);
  if (filing != NULL && filing->approver != NULL)
    return dup_approval (filing, model);
  return g_strdup (_ ("Draft · not approved yet"));
}

typedef char *(*ShowFunc) (const KirokuContradiction *other,
                           const KirokuPackFact *fact,
                           GTimeZone *zone,
                           const char *language);

/* @value of @other for people, with its state; what is of no fact of the pack as it is. (transfer full) */
static char *
dup_value (const KirokuContradiction *other,
           ShowFunc show,
           const char *value,
           const KirokuPackFact *fact,
           KirokuBook *book)
{
  g_autofree char *shown
      = fact != NULL ? show (other, fact, kiroku_book_get_zone (book), kiroku_book_get_language (book))
                     : kiroku_text_visible (value, TRUE);

  return shown[0] != '\0' ? g_steal_pointer (&shown) : g_strdup (_ ("nothing"));
}

char *
kiroku_filed_dup_contradictions (const KirokuFiled *filed, KirokuCaseModel *model)
{
  KirokuBook *book;
  GString *text;

  g_return_val_if_fail (filed != NULL && KIROKU_IS_CASE_MODEL (model), NULL);

  book = kiroku_case_model_get_book (model);
  text = g_string_new (NULL);
  for (guint i = 0; i < filed->contradicts->len; i++)
    {
      const KirokuContradiction *other = g_ptr_array_index (filed->contradicts, i);
      const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (book), other->key);
      const char *name
          = fact != NULL ? kiroku_pack_text (fact->name, kiroku_book_get_language (book)) : other->key;
      g_autofree char *before = dup_value (other, kiroku_contradiction_show_filed, other->filed, fact, book);
      g_autofree char *now = dup_value (other, kiroku_contradiction_show_now, other->now, fact, book);

      /* Translators: the name of a fact, its value in a filed form, its value now. */
      g_string_append_printf (text, "%s", i > 0 ? "\n" : "");
      g_string_append_printf (text, _ ("%s: filed “%s”, now “%s”"), name, before, now);
    }
  return g_string_free (text, FALSE);
}
