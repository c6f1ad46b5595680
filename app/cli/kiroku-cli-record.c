/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-erase.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"
#include "kiroku-schema-check.h"

/* --- rebuild --- */

static void
add_removed (JsonBuilder *builder, const GPtrArray *removed)
{
  json_builder_set_member_name (builder, "removed");
  json_builder_begin_array (builder);
  for (guint i = 0; i < removed->len; i++)
    {
      const KirokuSchemaDifference *difference = g_ptr_array_index (removed, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "type", difference->type);
      kiroku_json_text (builder, "name", difference->name);
      kiroku_json_text (builder, "table", difference->table);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_removed (const GPtrArray *removed)
{
  for (guint i = 0; i < removed->len; i++)
    {
      const KirokuSchemaDifference *difference = g_ptr_array_index (removed, i);

      kiroku_print (_ ("taken away, for it was not as Kiroku makes it: %s “%s” on “%s”\n"),
                    difference->type, difference->name, difference->table);
    }
}

int
kiroku_command_rebuild (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) removed
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_schema_difference_free);
  gint64 entries;

  cli->as_it_is = TRUE;
  if (!kiroku_cli_open_book (cli, &error) || !kiroku_book_rebuild (cli->book, &entries, removed, &error)
      || !kiroku_book_finish_erasures (cli->book, &error))
    return kiroku_cli_fail (cli, error);
  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      kiroku_json_integer (builder, "entries", entries);
      add_removed (builder, removed);
      json_builder_end_object (builder);
      kiroku_print_json (builder);
    }
  else
    {
      print_removed (removed);
      kiroku_print (g_dngettext (NULL, "rebuilt from %d entry\n", "rebuilt from %d entries\n", entries),
                    (int) entries);
    }
  return KIROKU_EXIT_DONE;
}

/* --- pack check --- */

int
kiroku_command_pack_check (KirokuCli *cli)
{
  const char *folder = kiroku_args_get_word (cli->args, 0);
  g_autofree char *data = kiroku_cli_get_folder ();
  g_autofree char *own = g_build_filename (data, "pack", NULL);
  g_autoptr (GPtrArray) problems = kiroku_book_check_pack (
      folder != NULL ? folder : g_file_test (own, G_FILE_TEST_IS_DIR) ? own : NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < problems->len; i++)
    {
      json_builder_add_string_value (builder, g_ptr_array_index (problems, i));
      if (!cli->json)
        kiroku_print ("%s\n", (char *) g_ptr_array_index (problems, i));
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  else if (problems->len == 0)
    kiroku_print ("%s\n", _ ("the rule pack has no mistakes"));
  return problems->len == 0 ? KIROKU_EXIT_DONE : KIROKU_EXIT_FAILED;
}
