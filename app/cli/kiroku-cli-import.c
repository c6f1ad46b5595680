/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-import.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"
#include "kiroku-trust.h"

static gpointer
read_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read (db, data, KIROKU_NOW, error);
}

/* The number by which the case is known here; its id while nothing has opened it. (transfer full) */
static char *
read_number (KirokuCli *cli, const char *case_id)
{
  g_autoptr (KirokuCase) incident = kiroku_cli_read (cli, read_case, (gpointer) case_id, NULL);

  return g_strdup (incident != NULL ? incident->number : case_id);
}

/* What the reader of an import must know of the case before he goes by it. */
typedef struct
{
  GPtrArray *conflicts; /* of KirokuConflict */
  GPtrArray *strangers; /* of KirokuAuthor: the reader's own keys are none of them */
} Doubts;

static void
doubts_free (Doubts *self)
{
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_clear_pointer (&self->strangers, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doubts, doubts_free)

static gpointer
read_doubts (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (Doubts) self = g_new0 (Doubts, 1);

  self->conflicts = kiroku_conflict_read (db, data, KIROKU_NOW, error);
  if (self->conflicts != NULL)
    self->strangers = kiroku_trust_read (db, data, KIROKU_NOW, error);
  return self->strangers != NULL ? g_steal_pointer (&self) : NULL;
}

/* (transfer full) */
static Doubts *
find_doubts (KirokuCli *cli, const char *case_id, GError **error)
{
  g_autoptr (Doubts) self = kiroku_cli_read (cli, read_doubts, (gpointer) case_id, error);

  for (guint i = self != NULL ? self->strangers->len : 0; i > 0; i--)
    {
      const KirokuAuthor *author = g_ptr_array_index (self->strangers, i - 1);
      gboolean own = FALSE;

      if (!author->vouched && !kiroku_book_owns_key (cli->book, author->key, &own, error))
        return NULL;
      if (author->vouched || own)
        g_ptr_array_remove_index (self->strangers, i - 1);
    }
  return g_steal_pointer (&self);
}

static void
add_strangers (JsonBuilder *builder, GPtrArray *strangers)
{
  json_builder_set_member_name (builder, "unvouched");
  json_builder_begin_array (builder);
  for (guint i = 0; i < strangers->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (strangers, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "key", author->key);
      kiroku_json_text (builder, "author", author->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (KirokuCli *cli, const KirokuImported *imported, const char *number, const Doubts *doubts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "case", imported->case_id);
  kiroku_json_text (builder, "number", number);
  kiroku_json_integer (builder, "entries", imported->entries);
  kiroku_json_integer (builder, "completed", imported->completed);
  kiroku_json_integer (builder, "known", imported->known);
  kiroku_json_integer (builder, "waiting", imported->waiting);
  kiroku_json_integer (builder, "refused", imported->refused);
  kiroku_json_integer (builder, "evidence", imported->files);
  kiroku_json_integer (builder, "withheld", imported->withheld);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < imported->warnings->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (imported->warnings, i));
  json_builder_end_array (builder);
  kiroku_json_conflicts (builder, cli, doubts->conflicts);
  add_strangers (builder, doubts->strangers);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static void
print_doubts (const Doubts *doubts, const char *number)
{
  const guint n = doubts->conflicts->len;

  if (n > 0)
    kiroku_print_row (g_dngettext (NULL,
                                   "  the case has %u contradiction, see kiroku-cli case show %s",
                                   "  the case has %u contradictions, see kiroku-cli case show %s", n),
                      n, number);
  for (guint i = 0; i < doubts->strangers->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (doubts->strangers, i);

      /* Translators: an author's name, the first digits of the key, the number of the case. */
      kiroku_print_row (_ ("  nobody has vouched for %s (%.12s): ask whether the key is theirs, then "
                           "kiroku-cli key vouch %s %.12s"),
                        author->name != NULL ? author->name : _ ("(withheld)"), author->key, number,
                        author->key);
    }
}

static void
print_text (const KirokuImported *imported, const char *number, const Doubts *doubts)
{
  kiroku_print_row ("%s", number);
  kiroku_print_row (_ ("  new: %d, completed: %d, known: %d, evidence files: %d, withheld: %d"),
                    (int) imported->entries, (int) imported->completed, (int) imported->known,
                    (int) imported->files, (int) imported->withheld);
  if (imported->waiting > 0)
    kiroku_print_row (g_dngettext (NULL, "  %d entry waits for one that is not here",
                                   "  %d entries wait for others that are not here",
                                   imported->waiting),
                      (int) imported->waiting);
  for (guint i = 0; i < imported->warnings->len; i++)
    kiroku_print_row (_ ("  warning: %s"), (char *) g_ptr_array_index (imported->warnings, i));
  print_doubts (doubts, number);
}

/* The entry of the first, of mostly one, package that is given up. */
static int
abandon (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (GPtrArray) entries = NULL;

  if (case_id != NULL)
    entries = kiroku_book_abandon_imports (cli->book, case_id, &error);
  if (entries == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, g_ptr_array_index (entries, 0));
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_import (KirokuCli *cli)
{
  const char *format = kiroku_args_get_option (cli->args, "format");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuImported) imported = NULL;
  g_autoptr (Doubts) doubts = NULL;
  g_autofree char *number = NULL;

  if (format != NULL && !g_str_equal (format, "package"))
    return kiroku_cli_usage (cli, _ ("--format: use package"));
  if (kiroku_args_has_option (cli->args, "abandon"))
    return abandon (cli);
  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  imported = kiroku_book_import (cli->book, kiroku_args_get_word (cli->args, 0), NULL, &error);
  if (imported == NULL || (doubts = find_doubts (cli, imported->case_id, &error)) == NULL)
    return kiroku_cli_fail (cli, error);
  number = read_number (cli, imported->case_id);
  if (cli->json)
    print_json (cli, imported, number, doubts);
  else
    print_text (imported, number, doubts);
  return KIROKU_EXIT_DONE;
}
