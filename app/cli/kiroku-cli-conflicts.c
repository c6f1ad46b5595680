/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli.h"
#include "kiroku-print.h"

static void
add_rival (JsonBuilder *builder, KirokuCli *cli, const KirokuRival *rival)
{
  g_autofree char *recorded = kiroku_time_to_exact_iso (rival->rec, cli->zone);

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "value", rival->value);
  kiroku_json_text (builder, "state", rival->state);
  kiroku_json_text (builder, "author", rival->author);
  kiroku_json_text (builder, "key", rival->key);
  kiroku_json_text (builder, "recorded", recorded);
  kiroku_json_text (builder, "entry", rival->hash);
  json_builder_end_object (builder);
}

void
kiroku_json_conflicts (JsonBuilder *builder, KirokuCli *cli, GPtrArray *conflicts)
{
  json_builder_set_member_name (builder, "conflicts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const KirokuConflict *conflict = g_ptr_array_index (conflicts, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "subject", conflict->subject);
      json_builder_set_member_name (builder, "rivals");
      json_builder_begin_array (builder);
      for (guint j = 0; j < conflict->rivals->len; j++)
        add_rival (builder, cli, g_ptr_array_index (conflict->rivals, j));
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* (transfer none) */
static const char *
describe_value (const KirokuRival *rival)
{
  return rival->withheld ? _ ("(withheld)") : rival->value[0] != '\0' ? rival->value : _ ("(cleared)");
}

static void
print_conflict (KirokuCli *cli, const KirokuConflict *conflict)
{
  kiroku_print_row ("  %s", conflict->subject);
  for (guint i = 0; i < conflict->rivals->len; i++)
    {
      const KirokuRival *rival = g_ptr_array_index (conflict->rivals, i);
      g_autofree char *time = kiroku_time_to_text (rival->rec, KIROKU_PRECISION_SECOND, cli->zone);

      kiroku_print_row ("    %s  %s  %s  [%.12s]", time, rival->author != NULL ? rival->author : "",
                        describe_value (rival), rival->hash);
    }
}

void
kiroku_print_conflicts (KirokuCli *cli, GPtrArray *conflicts)
{
  if (conflicts->len == 0)
    return;
  kiroku_print ("\n%s\n", _ ("Stated differently by people who had not seen each other's entry (what "
                             "stands comes first; set it again to settle it)"));
  for (guint i = 0; i < conflicts->len; i++)
    print_conflict (cli, g_ptr_array_index (conflicts, i));
  if (kiroku_conflict_find (conflicts, KIROKU_CONFLICT_OPENING) != NULL)
    kiroku_print ("%s\n", _ ("  Several people say that they opened this case; what came here first "
                             "counts, and this cannot be settled: ask who sent you the other one"));
}
