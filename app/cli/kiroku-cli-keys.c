/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-archive.h"
#include "kiroku-cli.h"
#include "kiroku-further-key.h"
#include "kiroku-print.h"
#include "kiroku-trust.h"

/* --- key show --- */

static gpointer
read_authors (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_trust_read (db, data, G_MAXINT64, error);
}

/* The journals of the case that the command names; empty without one. (transfer full) */
static GPtrArray *
list_authors (KirokuCli *cli, GError **error)
{
  g_autofree char *id = NULL;

  if (kiroku_args_count_words (cli->args) == 0)
    return g_ptr_array_new ();
  id = kiroku_cli_get_case (cli, 0, error);
  return id != NULL ? kiroku_cli_read (cli, read_authors, id, error) : NULL;
}

static void
put_person (JsonBuilder *builder, const KirokuPersonKey *key)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "key", key->id);
  kiroku_json_text (builder, "author", key->name);
  kiroku_json_text (builder, "spki", key->spki);
  kiroku_json_text (builder, "path", key->path);
  kiroku_json_boolean (builder, "passphrase", kiroku_person_key_is_protected (key));
  json_builder_end_object (builder);
}

static void
put_author (JsonBuilder *builder, const KirokuAuthor *author)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "key", author->key);
  kiroku_json_text (builder, "author", author->name);
  kiroku_json_text (builder, "role", author->role);
  kiroku_json_text (builder, "reason", author->reason);
  kiroku_json_text (builder, "previous", author->previous);
  kiroku_json_integer (builder, "head", author->head);
  kiroku_json_boolean (builder, "opener", author->opener);
  kiroku_json_boolean (builder, "vouched", author->vouched);
  kiroku_json_boolean (builder, "revoked", author->revoked >= 0);
  json_builder_end_object (builder);
}

static void
print_key_json (KirokuDisk disk, const KirokuPersonKey *own, GPtrArray *people, GPtrArray *authors)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "key", own->id);
  kiroku_json_text (builder, "author", own->name);
  kiroku_json_text (builder, "spki", own->spki);
  kiroku_json_text (builder, "path", own->path);
  kiroku_json_boolean (builder, "passphrase", kiroku_person_key_is_protected (own));
  kiroku_json_text (builder, "disk", kiroku_disk_id (disk));
  json_builder_set_member_name (builder, "people");
  json_builder_begin_array (builder);
  for (guint i = 0; i < people->len; i++)
    put_person (builder, g_ptr_array_index (people, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "journals");
  json_builder_begin_array (builder);
  for (guint i = 0; i < authors->len; i++)
    put_author (builder, g_ptr_array_index (authors, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static const char *
describe_trust (const KirokuAuthor *author)
{
  if (author->revoked >= 0)
    return _ ("revoked");
  if (author->opener)
    return _ ("opened the case");
  return author->vouched ? _ ("vouched for") : _ ("not vouched for");
}

static const char *
describe_disk (KirokuDisk disk)
{
  switch (disk)
    {
    case KIROKU_DISK_PLAIN:
      return _ ("The case book is on a disk that is not encrypted: whoever gets hold of the disk can read "
                "it. Move the data folder to an encrypted disk. Each journal says so on record.");
    case KIROKU_DISK_ENCRYPTED:
      return _ ("The case book is on an encrypted disk.");
    default:
      return _ ("Whether the disk of the case book is encrypted cannot be seen from here.");
    }
}

static void
print_key_text (KirokuDisk disk, const KirokuPersonKey *own, GPtrArray *people, GPtrArray *authors)
{
  kiroku_print (_ ("key: %s\nauthor: %s\nfile: %s\n"), own->id, own->name, own->path);
  kiroku_print ("%s\n",
                kiroku_person_key_is_protected (own)
                    ? _ ("The file is protected by a passphrase.")
                    : _ ("The file has no passphrase: whoever can read it can sign as you. It is "
                         "readable by you alone (mode 0600); keep it on an encrypted disk."));
  kiroku_print ("%s\n", describe_disk (disk));
  for (guint i = 0; i < people->len && people->len > 1; i++)
    {
      const KirokuPersonKey *key = g_ptr_array_index (people, i);

      kiroku_print_row (_ ("signs here: %s  %.12s"), key->name, key->id);
    }
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      kiroku_print_row (_ ("in the case: %s  %.12s  %s"), author->name, author->key,
                        describe_trust (author));
    }
}

int
kiroku_command_key_show (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPersonKey) own = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) authors = NULL;

  if (!kiroku_cli_open_book (cli, &error)
      || (own = kiroku_book_show_key (cli->book, &error)) == NULL
      || (people = kiroku_people_list (kiroku_book_get_people (cli->book), NULL, &error)) == NULL
      || (authors = list_authors (cli, &error)) == NULL)
    return kiroku_cli_fail (cli, error);
  if (cli->json)
    print_key_json (kiroku_book_get_disk (cli->book), own, people, authors);
  else
    print_key_text (kiroku_book_get_disk (cli->book), own, people, authors);
  return KIROKU_EXIT_DONE;
}

/* --- key add, key protect --- */

static int
print_keys_of (KirokuCli *cli, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys
      = kiroku_people_list (kiroku_book_get_people (cli->book), name, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (keys == NULL)
    return kiroku_cli_fail (cli, error);
  json_builder_begin_array (builder);
  for (guint i = 0; i < keys->len; i++)
    {
      put_person (builder, g_ptr_array_index (keys, i));
      if (!cli->json)
        kiroku_print ("%s\n", ((KirokuPersonKey *) g_ptr_array_index (keys, i))->id);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_key_add (KirokuCli *cli)
{
  const char *name = kiroku_args_get_word (cli->args, 0);
  const char *path = kiroku_args_get_option (cli->args, "passphrase-file");
  g_autoptr (GError) error = NULL;
  g_autofree char *passphrase = NULL;

  if (name[0] == '\0')
    return kiroku_cli_usage (cli, _ ("say whose key it is: kiroku-cli key add NAME"));
  if (path != NULL && (passphrase = kiroku_cli_read_passphrase (path, &error)) == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_open_book (cli, &error)
      || !kiroku_people_ensure_keys (kiroku_book_get_people (cli->book), name, 1, passphrase, &error))
    return kiroku_cli_fail (cli, error);
  return print_keys_of (cli, name);
}

typedef struct
{
  KirokuBook *book;
  const char *passphrase;     /* (nullable) */
  const char *new_passphrase; /* (nullable) */
} Protection;

static gpointer
protect (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Protection *protection = data;

  return kiroku_further_key_protect (db, kiroku_book_get_people (protection->book),
                                     kiroku_book_get_author (protection->book),
                                     protection->passphrase, protection->new_passphrase, error)
             ? protection
             : NULL;
}

/* (nullable) @old: as it was given. */
static gboolean
protect_keys (KirokuCli *cli, const char *old, const char *passphrase, GError **error)
{
  Protection protection
      = { cli->book, old != NULL ? old : g_getenv ("KIROKU_PASSPHRASE"), passphrase };

  return kiroku_cli_read (cli, protect, &protection, error) != NULL;
}

int
kiroku_command_key_protect (KirokuCli *cli)
{
  const char *path = kiroku_args_get_option (cli->args, "new-passphrase-file");
  const char *old_path = kiroku_args_get_option (cli->args, "passphrase-file");
  g_autoptr (GError) error = NULL;
  g_autofree char *passphrase = NULL;
  g_autofree char *old = NULL;

  if ((path != NULL) == kiroku_args_has_option (cli->args, "remove"))
    return kiroku_cli_usage (cli, _ ("give --new-passphrase-file=FILE, or --remove"));
  if ((path != NULL && (passphrase = kiroku_cli_read_passphrase (path, &error)) == NULL)
      || (old_path != NULL && (old = kiroku_cli_read_passphrase (old_path, &error)) == NULL)
      || !kiroku_cli_open_book (cli, &error)
      || !protect_keys (cli, old, passphrase, &error))
    return kiroku_cli_fail (cli, error);
  return print_keys_of (cli, kiroku_book_get_author (cli->book));
}

/* --- key vouch, key revoke --- */

typedef struct
{
  KirokuBook *book;
  const char *case_id;
  const char *text;  /* a name or the first digits of a key */
  const char *entry; /* (nullable) the first digits of the last entry that counts */
} Query;

static gpointer
find_author (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_trust_find (db, query->case_id, query->text, error);
}

/* One who has not written in the case yet, but signs on this computer. */
static KirokuAuthor *
find_person (KirokuCli *cli, const char *text)
{
  g_autoptr (GPtrArray) keys
      = kiroku_people_list (kiroku_book_get_people (cli->book), text, NULL);
  const KirokuPersonKey *key;
  KirokuAuthor *author;

  if (keys == NULL || keys->len == 0)
    return NULL;
  key = g_ptr_array_index (keys, keys->len - 1);
  author = g_new0 (KirokuAuthor, 1);
  author->key = g_strdup (key->id);
  author->name = g_strdup (key->name);
  return author;
}

static gpointer
check_vouch (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query *query = data;

  return kiroku_further_key_check_vouch (db, kiroku_book_get_people (query->book),
                                         kiroku_book_get_author (query->book), query->case_id,
                                         query->text, error)
             ? query
             : NULL;
}

static int
append_and_print (KirokuCli *cli, const char *case_id, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (cli->book, case_id, draft, &error);

  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_key_vouch (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_cli_get_case (cli, 0, &error);
  Query query = { cli->book, id, kiroku_args_get_word (cli->args, 1), NULL };
  g_autoptr (KirokuAuthor) author = NULL;

  if (id == NULL || kiroku_cli_read (cli, check_vouch, &query, &error) == NULL)
    return kiroku_cli_fail (cli, error);
  author = kiroku_cli_read (cli, find_author, &query, &error);
  if (author == NULL)
    author = find_person (cli, query.text);
  if (author == NULL)
    return kiroku_cli_fail (cli, error);
  return append_and_print (cli, id,
                           kiroku_trust_draft_vouch (author->key, author->name,
                                                     kiroku_args_get_option (cli->args, "reason")));
}

/* The entry up to which the key counts: the one that is named, or its last one here. */
static gpointer
find_last (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autoptr (KirokuAuthor) author = kiroku_trust_find (db, query->case_id, query->text, error);
  g_autoptr (KirokuEntry) entry = NULL;

  if (author == NULL)
    return NULL;
  entry = kiroku_archive_find (db, query->case_id,
                               query->entry != NULL ? query->entry : author->head_hash, error);
  if (entry == NULL)
    return NULL;
  if (g_str_equal (entry->key, author->key))
    return g_steal_pointer (&entry);
  g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
               _ ("the entry %.12s is not by “%s”: name one of theirs"), entry->hash, query->text);
  return NULL;
}

int
kiroku_command_key_revoke (KirokuCli *cli)
{
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (KirokuEntry) last = NULL;
  Query query;

  if (reason == NULL || reason[0] == '\0')
    return kiroku_cli_usage (cli, _ ("say why: --reason=R"));
  id = kiroku_cli_get_case (cli, 0, &error);
  query = (Query){ cli->book, id, kiroku_args_get_word (cli->args, 1),
                   kiroku_args_get_option (cli->args, "last") };
  if (id == NULL || (last = kiroku_cli_read (cli, find_last, &query, &error)) == NULL)
    return kiroku_cli_fail (cli, error);
  return append_and_print (
      cli, id, kiroku_trust_draft_revoke (last->key, last->seq, last->hash, reason));
}
