/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli-forms.h"
#include "kiroku-print.h"
#include "kiroku-submission.h"

/* What was filed and is another now, for the commands that list forms and deadlines. */

void
kiroku_json_contradictions (JsonBuilder *builder, const KirokuFiled *filed)
{
  json_builder_set_member_name (builder, "contradicts");
  json_builder_begin_array (builder);
  for (guint i = 0; filed != NULL && i < filed->contradicts->len; i++)
    {
      const KirokuContradiction *value = g_ptr_array_index (filed->contradicts, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "fact", value->key);
      kiroku_json_text (builder, "filed", value->filed);
      kiroku_json_text (builder, "now", value->now);
      if (g_str_equal (value->filed, value->now))
        {
          kiroku_json_text (builder, "filed_state", kiroku_fact_state_id (value->filed_state));
          kiroku_json_text (builder, "now_state", kiroku_fact_state_id (value->now_state));
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
kiroku_print_contradiction (
    KirokuCli *cli, const char *label, const char *language, const KirokuContradiction *value)
{
  const KirokuPackFact *fact
      = kiroku_pack_get_fact (kiroku_book_get_pack (cli->book), value->key);
  const char *name = fact != NULL ? kiroku_pack_text (fact->name, language) : value->key;
  g_autofree char *filed = NULL;
  g_autofree char *now = NULL;

  if (fact != NULL)
    {
      filed = kiroku_contradiction_show_filed (value, fact, cli->zone, language);
      now = kiroku_contradiction_show_now (value, fact, cli->zone, language);
    }
  if (value->now[0] == '\0' && value->filed[0] != '\0')
    {
      /* Translators: the label of a field, the key of its fact, its value in a filed form. */
      kiroku_print_row (_ ("    %s [%s]: filed “%s”, now without a value"), label != NULL ? label : name,
                        value->key, filed != NULL ? filed : value->filed);
      return;
    }
  /* Translators: the label of a field, the key of its fact, its value in a filed form, its value now. */
  kiroku_print_row (_ ("    %s [%s]: filed “%s”, now “%s”"), label != NULL ? label : name, value->key,
                    filed != NULL ? filed : value->filed, now != NULL ? now : value->now);
}

void
kiroku_print_contradictions (KirokuCli *cli, const KirokuFiled *filed)
{
  for (guint i = 0; filed != NULL && i < filed->contradicts->len; i++)
    kiroku_print_contradiction (cli, NULL, cli->language, g_ptr_array_index (filed->contradicts, i));
}

GHashTable *
kiroku_cli_read_filings (KirokuCli *cli, KirokuDb *db, const char *case_id, GError **error)
{
  const KirokuPaper paper = { .pack = kiroku_book_get_pack (cli->book),
                              .case_id = case_id,
                              .language = cli->language,
                              .zone = cli->zone,
                              .now = kiroku_cli_get_now (cli) };

  return kiroku_submission_read_all (db, &paper, error);
}

const KirokuFiled *
kiroku_cli_get_last_filed (const KirokuFiling *filing)
{
  return filing != NULL && filing->filed->len > 0
             ? g_ptr_array_index (filing->filed, filing->filed->len - 1)
             : NULL;
}

static gboolean
meets (const KirokuFiled *filed, const char *rule)
{
  return filed != NULL && g_ptr_array_find_with_equal_func (filed->rules, rule, g_str_equal, NULL);
}

const KirokuFiled *
kiroku_cli_find_contradicted (GHashTable *filings, const char *rule)
{
  GHashTableIter iter;
  gpointer filing;

  g_hash_table_iter_init (&iter, filings);
  while (g_hash_table_iter_next (&iter, NULL, &filing))
    {
      const KirokuFiled *last = kiroku_cli_get_last_filed (filing);

      if (meets (last, rule) && last->contradicts->len > 0)
        return last;
    }
  return NULL;
}
