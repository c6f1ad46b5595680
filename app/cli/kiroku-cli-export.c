/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-book-export.h"
#include "kiroku-case.h"
#include "kiroku-cli.h"
#include "kiroku-exchange-error.h"
#include "kiroku-print.h"

/* --- export --- */

static void
add_texts (JsonBuilder *builder, GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (texts, i));
}

static void
put_repeats (JsonBuilder *builder, const KirokuExported *exported)
{
  if (exported->repeats->len == 0)
    return;
  json_builder_set_member_name (builder, "same_words");
  json_builder_begin_array (builder);
  add_texts (builder, exported->repeats);
  json_builder_end_array (builder);
}

static void
put_implied (JsonBuilder *builder, const KirokuExported *exported)
{
  if (exported->implied->len + exported->implied_values->len == 0)
    return;
  json_builder_set_member_name (builder, "withheld_too");
  json_builder_begin_array (builder);
  add_texts (builder, exported->implied_values);
  add_texts (builder, exported->implied);
  json_builder_end_array (builder);
}

static void
print_exported_json (const KirokuExported *exported)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "file", exported->path);
  kiroku_json_text (builder, "sha256", exported->sha256);
  kiroku_json_text (builder, "root", exported->root);
  kiroku_json_integer (builder, "entries", exported->entries);
  kiroku_json_integer (builder, "files", exported->files);
  kiroku_json_integer (builder, "withheld", exported->withheld);
  put_implied (builder, exported);
  put_repeats (builder, exported);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

/* What was named only by what implies it is said apart. */
static gboolean
is_implied (const KirokuExported *exported, const KirokuLeftOut *one)
{
  g_autofree char *value = one->kind != NULL ? g_strconcat (one->id, ":", one->field, NULL) : NULL;

  return g_ptr_array_find_with_equal_func (
      value != NULL ? exported->implied_values : exported->implied,
      value != NULL ? value : one->id, g_str_equal, NULL);
}

static void
print_left_out (const KirokuExported *exported)
{
  for (guint i = 0; i < exported->left_out->len; i++)
    {
      const KirokuLeftOut *one = g_ptr_array_index (exported->left_out, i);
      const char *remark = one->before ? _ (" (it was not in this case book either)") : "";

      if (is_implied (exported, one))
        continue;
      if (one->kind == NULL)
        /* Translators: digits of a file's SHA-256, then a remark or nothing. */
        kiroku_print_row (_ ("  withheld: the file %.12s%s"), one->id, remark);
      else
        /* Translators: what kind of entry, the name of its value, digits of its id, a remark or nothing. */
        kiroku_print_row (_ ("  withheld: %s, %s (%.12s)%s"), kiroku_line_name_kind (one->kind),
                          one->field, one->id, remark);
    }
}

/* What goes beyond what was named. */
static void
print_implied (const KirokuExported *exported)
{
  for (guint i = 0; i < exported->implied_values->len; i++)
    {
      const char *value = g_ptr_array_index (exported->implied_values, i);

      /* Translators: digits of an entry's id, the name of a value: "1234:text". */
      kiroku_print_row (_ ("  withheld, too, for it tells a withheld value: %.12s%s"), value,
                        strchr (value, ':'));
    }
  for (guint i = 0; i < exported->implied->len; i++)
    kiroku_print_row (_ ("  withheld, too, for it is a filed form that shows a withheld fact: %.12s"),
                      (char *) g_ptr_array_index (exported->implied, i));
}

/* Whether it tells what was withheld only a person can say. */
static void
warn_of_repeats (const KirokuExported *exported)
{
  guint most = MIN (exported->repeats->len, KIROKU_CLI_MOST_WARNINGS);

  for (guint i = 0; i < most; i++)
    {
      const char *value = g_ptr_array_index (exported->repeats, i);

      /* Translators: digits of an entry's id, the name of a value: "1234:text". */
      kiroku_cli_warn (_ ("%.12s%s is in the package and holds words that were withheld elsewhere; "
                          "where it must not go out, make the package again with --withhold=%.12s%s"),
                       value, strchr (value, ':'), value, strchr (value, ':'));
    }
  kiroku_cli_warn_of_more (exported->repeats->len - most);
}

static void
print_exported (const KirokuExported *exported)
{
  kiroku_print_row ("%s", exported->path);
  kiroku_print (_ ("  entries: %d, evidence files: %d, withheld: %d\n"), (int) exported->entries,
                (int) exported->files, (int) exported->withheld);
  kiroku_print (_ ("  SHA-256 of the file: %s\n"), exported->sha256);
  kiroku_print (_ ("  case root: %s\n"), exported->root);
  print_left_out (exported);
  print_implied (exported);
  kiroku_print ("%s\n", _ ("Tell the recipient the case root by another route, for example by "
                           "telephone: only with it can they see that nothing was cut off at the "
                           "end."));
}

/* A name that cannot be withheld was mistyped: nothing was made of it. */
static int
fail (KirokuCli *cli, const GError *error)
{
  if (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_USAGE))
    return kiroku_cli_usage (cli, "%s", error->message);
  return kiroku_cli_fail (cli, error);
}

static gpointer
read_facts (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read_facts (db, data, KIROKU_NOW, error);
}

/* Who gets a package only a person knows. */
static void
warn_of_scope (KirokuCli *cli, char *case_id)
{
  g_autoptr (KirokuFacts) facts = kiroku_cli_read (cli, read_facts, case_id, NULL);
  const KirokuFact *scope = facts != NULL ? kiroku_facts_get (facts, "share.scope") : NULL;
  const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (cli->book), "share.scope");

  for (guint i = 0; scope != NULL && fact != NULL && i < fact->choices->len; i++)
    {
      const KirokuPackChoice *choice = g_ptr_array_index (fact->choices, i);

      if (g_strcmp0 (choice->item.id, scope->value) == 0)
        /* Translators: an answer, such as “Only members of the Council”. */
        kiroku_cli_warn (_ ("with whom it may be shared was answered so: “%s”; see that the package goes "
                            "to nobody else"),
                         kiroku_pack_text (choice->text, cli->language));
    }
}

int
kiroku_command_export (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree const char **withhold = kiroku_args_list_option (cli->args, "withhold");
  g_autofree const char **files = kiroku_args_list_option (cli->args, "withhold-file");
  g_autoptr (KirokuExported) exported = NULL;
  KirokuExportOrder order = { .path = kiroku_args_get_option (cli->args, "output"),
                              .withhold = (const char *const *) withhold,
                              .withhold_files = (const char *const *) files };

  if (order.path == NULL || order.path[0] == '\0')
    return kiroku_cli_usage (cli, _ ("say where to: --output=FILE.zip"));
  id = kiroku_cli_get_case (cli, 0, &error);
  if (id == NULL)
    return kiroku_cli_fail (cli, error);
  order.case_id = id;
  exported = kiroku_book_export (cli->book, &order, NULL, &error);
  if (exported == NULL)
    return fail (cli, error);
  if (cli->json)
    print_exported_json (exported);
  else
    print_exported (exported);
  warn_of_repeats (exported);
  warn_of_scope (cli, id);
  return KIROKU_EXIT_DONE;
}
