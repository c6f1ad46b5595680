/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-erase.h"
#include "kiroku-book-hold.h"
#include "kiroku-cli.h"
#include "kiroku-erasure.h"
#include "kiroku-line-erasure.h"
#include "kiroku-print.h"
#include "kiroku-related.h"

/* What is not said, or said twice. (nullable): nothing. */
static const char *
find_fault (const KirokuErasing *erasing, guint words)
{
  if (erasing->item == NULL && words < 3)
    return _ ("say what to erase: ENTRY FIELD or --file=ITEM");
  if (erasing->item != NULL && words > 1)
    return _ ("erase one thing at a time: ENTRY FIELD or --file=ITEM");
  if (erasing->law == NULL && erasing->reason == NULL)
    return _ ("say on what ground it is erased, and why: --law=L and --reason=R");
  if (erasing->law == NULL)
    return _ ("say on what ground it is erased: --law=L");
  return erasing->reason == NULL ? _ ("say why it is erased: --reason=R") : NULL;
}

/* --- What says the same, or says it in other words --- */

typedef struct
{
  KirokuPack *pack;
  const char *case_id;
  const char *hash;
  const char *field; /* (nullable) */
} Wanted;

static gpointer
list_related (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;

  return kiroku_related_list (db, wanted->pack, wanted->case_id, wanted->hash, wanted->field, error);
}

/* (transfer full) (element-type KirokuRelated) */
static GPtrArray *
read_related (
    KirokuCli *cli, const char *case_id, const char *hash, const char *field, GError **error)
{
  Wanted wanted = { kiroku_book_get_pack (cli->book), case_id, hash, field };

  return kiroku_cli_read (cli, list_related, &wanted, error);
}

static void
add_texts (JsonBuilder *builder, const char *name, GPtrArray *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (texts, i));
  json_builder_end_array (builder);
}

static void
add_related (JsonBuilder *builder, GPtrArray *related)
{
  static const char *const relations[] = { [KIROKU_RELATED_CORRECTS] = "corrects",
                                           [KIROKU_RELATED_STATES] = "states",
                                           [KIROKU_RELATED_REPEATS] = "repeats" };


  if (related->len == 0)
    return;
  json_builder_set_member_name (builder, "related");
  json_builder_begin_array (builder);
  for (guint i = 0; i < related->len; i++)
    {
      const KirokuRelated *other = g_ptr_array_index (related, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "id", other->hash);
      kiroku_json_text (builder, "kind", other->kind);
      kiroku_json_text (builder, "relation", relations[other->relation]);
      add_texts (builder, "fields", other->fields);
      if (other->file != NULL)
        kiroku_json_text (builder, "file", other->file);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Each with the name by which the command takes it: "the text (text), the reason (reason)".
 * (transfer full) */
static char *
name_fields (KirokuCli *cli, const KirokuRelated *other)
{
  KirokuPack *pack = kiroku_book_get_pack (cli->book);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < other->fields->len; i++)
    {
      const char *field = g_ptr_array_index (other->fields, i);
      g_autofree char *name = kiroku_line_name_field (other->kind, field, pack, cli->language);

      if (i > 0)
        g_string_append (names, C_ ("list", ", "));
      /* Translators: what a value is called, and its name in the record. */
      g_string_append_printf (names, _ ("%s (%s)"), name, field);
    }
  return g_string_free (names, FALSE);
}

static void
warn_of_fields (KirokuCli *cli, const KirokuRelated *other)
{
  g_autofree char *fields = name_fields (cli, other);
  const char *kind = kiroku_line_name_kind (other->kind);

  /* Translators: in all three an entry's id and kind; names of its values. */
  switch (other->relation)
    {
    case KIROKU_RELATED_CORRECTS:
      if (g_str_equal (other->kind, "measure.set"))
        kiroku_cli_warn (_ ("entry %.12s (%s), which tells of the same improvement, still says: %s; where that must "
                            "go, too, erase it as well"),
                         other->hash, kind, fields);
      else
        kiroku_cli_warn (_ ("entry %.12s (%s), which corrects it or is corrected by it, still says: %s; "
                          "where that must go, too, erase it as well"),
                       other->hash, kind, fields);
      break;
    case KIROKU_RELATED_STATES:
      kiroku_cli_warn (_ ("entry %.12s (%s) states the same: %s; where that must go, too, erase it as "
                          "well"),
                       other->hash, kind, fields);
      break;
    case KIROKU_RELATED_REPEATS:
      kiroku_cli_warn (_ ("entry %.12s (%s) holds the same words: %s; where they must go, too, erase "
                          "it as well"),
                       other->hash, kind, fields);
      break;
    }
}

/* The same may stand there: nothing of it is erased unasked. */
static void
warn_of_related (KirokuCli *cli, GPtrArray *related)
{
  guint most = MIN (related->len, KIROKU_CLI_MOST_WARNINGS);

  for (guint i = 0; i < most; i++)
    {
      const KirokuRelated *other = g_ptr_array_index (related, i);

      if (other->fields->len > 0)
        warn_of_fields (cli, other);
      if (other->file != NULL)
        /* Translators: digits of a file's SHA-256; an entry's id and kind. */
        kiroku_cli_warn (_ ("the file %.12s, which was sent as entry %.12s (%s) says, shows the same; "
                            "where that must go, too, erase it with --file"),
                         other->file, other->hash, kiroku_line_name_kind (other->kind));
    }
  kiroku_cli_warn_of_more (related->len - most);
}

/* --- What can be erased --- */

static void
print_fields (KirokuCli *cli, const KirokuEntry *entry, GPtrArray *related)
{
  g_autoptr (GPtrArray) fields = kiroku_erasure_list_fields (entry);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", entry->hash);
  kiroku_json_text (builder, "kind", entry->kind);
  add_texts (builder, "fields", fields);
  add_related (builder, related);
  json_builder_end_object (builder);
  if (cli->json)
    kiroku_print_json (builder);
  else
    for (guint i = 0; i < fields->len; i++)
      kiroku_print ("%s\n", (char *) g_ptr_array_index (fields, i));
  warn_of_related (cli, related);
}

/* Nothing is written. */
static int
list_fields (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GPtrArray) related = NULL;

  if (case_id != NULL)
    entry = kiroku_cli_find_entry (cli, case_id, kiroku_args_get_word (cli->args, 1), &error);
  if (entry != NULL)
    related = read_related (cli, case_id, entry->hash, NULL, &error);
  if (related == NULL)
    return kiroku_cli_fail (cli, error);
  print_fields (cli, entry, related);
  return KIROKU_EXIT_DONE;
}

/* --- Erasing --- */

static void
print_erased (KirokuCli *cli, const KirokuEntry *erasure, GPtrArray *related)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!cli->json)
    kiroku_print_saved (cli, erasure);
  else
    {
      json_builder_begin_object (builder);
      kiroku_json_entry_members (builder, erasure);
      add_related (builder, related);
      json_builder_end_object (builder);
      kiroku_print_json (builder);
    }
  warn_of_related (cli, related);
}

/* Asked before it is erased: afterwards nothing can be compared with it. A file by itself says nothing
 * of entries. (transfer full) (element-type KirokuRelated) */
static GPtrArray *
read_left (KirokuCli *cli, const char *case_id, const KirokuErasing *erasing, GError **error)
{
  g_autoptr (KirokuEntry) entry = NULL;

  if (erasing->item != NULL)
    return g_ptr_array_new ();
  entry = kiroku_cli_find_entry (cli, case_id, erasing->entry, error);
  return entry != NULL ? read_related (cli, case_id, entry->hash, erasing->field, error) : NULL;
}

int
kiroku_command_erase (KirokuCli *cli)
{
  const KirokuErasing erasing = { .entry = kiroku_args_get_word (cli->args, 1),
                                  .field = kiroku_args_get_word (cli->args, 2),
                                  .item = kiroku_args_get_option (cli->args, "file"),
                                  .law = kiroku_args_get_option (cli->args, "law"),
                                  .reason = kiroku_args_get_option (cli->args, "reason"),
                                  .approver = kiroku_args_get_option (cli->args, "approver") };
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) related = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  const char *fault;

  if (kiroku_args_count_words (cli->args) == 2 && erasing.item == NULL && erasing.law == NULL
      && erasing.reason == NULL)
    return list_fields (cli);
  fault = find_fault (&erasing, kiroku_args_count_words (cli->args));
  if (fault != NULL)
    return kiroku_cli_usage (cli, "%s", fault);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    related = read_left (cli, case_id, &erasing, &error);
  if (related != NULL)
    entry = kiroku_book_erase (cli->book, case_id, &erasing, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  print_erased (cli, entry, related);
  return KIROKU_EXIT_DONE;
}

/* --- hold --- */

int
kiroku_command_hold (KirokuCli *cli)
{
  const char *word = kiroku_args_get_word (cli->args, 1);
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  gboolean set = g_str_equal (word, "set");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if ((!set && !g_str_equal (word, "lift")) || reason == NULL)
    return kiroku_cli_usage (cli, _ ("say set or lift, and why: --reason=R"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  entry = kiroku_book_hold (cli->book, case_id, set, reason,
                            kiroku_args_get_option (cli->args, "approver"), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
