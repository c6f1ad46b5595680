/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-withholding.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-evidence-error.h"
#include "kiroku-evidence.h"
#include "kiroku-exchange-error.h"
#include "kiroku-fact.h"
#include "kiroku-key.h"
#include "kiroku-related.h"

struct _KirokuWithholding
{
  GHashTable *facts;  /* keys of facts */
  GHashTable *fields; /* "hash field" */
  GHashTable *files;  /* SHA-256 */
  GHashTable *implied; /* those of them that nobody named */
  GHashTable *implied_values; /* those of the fields that nobody named, "hash:field" */
  GHashTable *repeats; /* what is not withheld and holds the words of what is, "hash:field" */
  GCancellable *cancellable; /* (nullable) (not owned): until all is known */
};

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
kiroku_withholding_free (KirokuWithholding *self)
{
  g_hash_table_unref (self->facts);
  g_hash_table_unref (self->fields);
  g_hash_table_unref (self->files);
  g_hash_table_unref (self->implied);
  g_hash_table_unref (self->implied_values);
  g_hash_table_unref (self->repeats);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *name, const char *what)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_USAGE,
               _ ("“%s” cannot be withheld: %s"), name, what);
  return FALSE;
}

/* --- Facts --- */

/* As a fact of the case, or as an answer in a form, perhaps for that alone. */
#define STATES_FACT \
  "((e.kind = 'case.set' AND f.name = :{key:s})" \
  " OR (e.kind = 'form.draft' AND f.name = 'value.' || :{key:s}))"

static gboolean
add_fact (
    KirokuWithholding *self, KirokuDb *db, const char *case_id, const char *key, GError **error)
{
  gint64 stated;

  if (!kiroku_db_query_int (db, error, 0, &stated,
                            "SELECT count(*) FROM entry e JOIN field f ON f.hash = e.hash"
                            " WHERE e.case_id = :{case:s} AND " STATES_FACT,
                            case_id, key))
    return FALSE;
  if (stated == 0)
    return refuse (error, key,
                   _ ("the case states no such fact (see kiroku-cli get CASE), and an entry is "
                      "written ENTRY:FIELD"));
  g_hash_table_add (self->facts, g_strdup (key));
  return TRUE;
}

/* --- Fields of an entry --- */

/* Why whoever checks the package needs the value. (nullable) */
static const char *
get_need (const KirokuEntry *entry, const char *field)
{
  if (g_str_equal (entry->kind, "journal.open") && g_str_equal (field, "spki"))
    return _ ("without the key nobody can check a signature");
  if (g_str_equal (entry->kind, "key.revoke") && g_str_equal (field, "key"))
    return _ ("without it nobody can tell whose key was revoked");
  return NULL;
}

static gboolean
commits_to (const KirokuEntry *entry, const char *field)
{
  for (guint i = 0; i < entry->com->len; i++)
    if (g_str_equal (((KirokuPair *) g_ptr_array_index (entry->com, i))->name, field))
      return TRUE;
  return FALSE;
}

static gboolean
add_field (KirokuWithholding *self,
           KirokuDb *db,
           const char *case_id,
           const char *name,
           const char *colon,
           GError **error)
{
  g_autofree char *prefix = g_strndup (name, colon - name);
  g_autoptr (GError) unknown = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_archive_find (db, case_id, prefix, &unknown);

  if (entry == NULL)
    return refuse (error, name, unknown->message);
  if (!commits_to (entry, colon + 1))
    return refuse (error, name, _ ("the entry has no such value"));
  if (get_need (entry, colon + 1) != NULL)
    return refuse (error, name, get_need (entry, colon + 1));
  g_hash_table_add (self->fields, g_strconcat (entry->hash, " ", colon + 1, NULL));
  return TRUE;
}

static gboolean
add_name (
    KirokuWithholding *self, KirokuDb *db, const char *case_id, const char *name, GError **error)
{
  const char *colon = strchr (name, ':');

  return colon != NULL ? add_field (self, db, case_id, name, colon, error)
                       : add_fact (self, db, case_id, name, error);
}

/* --- Files --- */

static gboolean
add_file (
    KirokuWithholding *self, KirokuDb *db, const char *case_id, const char *prefix, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  char *sha256 = kiroku_evidence_find_file (db, case_id, prefix, &unknown);

  if (sha256 != NULL)
    g_hash_table_add (self->files, sha256);
  else if (unknown->domain == KIROKU_EVIDENCE_ERROR)
    g_set_error_literal (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_USAGE,
                         unknown->message);
  else
    g_propagate_error (error, g_steal_pointer (&unknown));
  return sha256 != NULL;
}

/* --- Files that show what is withheld --- */

/* Whether the filing @hash shows the value that its field @field says. */
static gboolean
is_shown (KirokuWithholding *self, const char *hash, const char *field)
{
  g_autofree char *name = g_strconcat (hash, " ", field, NULL);

  return g_hash_table_contains (self->facts, field + strlen (KIROKU_FACT_VALUE_PREFIX))
         || g_hash_table_contains (self->fields, name);
}

static void
imply_file (KirokuWithholding *self, const char *sha256)
{
  if (g_hash_table_contains (self->files, sha256))
    return;
  g_hash_table_add (self->implied, g_strdup (sha256));
  g_hash_table_add (self->files, g_strdup (sha256));
}

/* The file that was sent, as the record names it, in quotes. */
static void
imply_quoted (KirokuWithholding *self, const char *quoted)
{
  g_autofree char *sha256 = NULL;

  if (quoted == NULL || strlen (quoted) != KIROKU_HASH_HEX + 2)
    return;
  sha256 = g_strndup (quoted + 1, KIROKU_HASH_HEX);
  imply_file (self, sha256);
}

/* A form that was filed prints its facts: its file stays here with any of them. */
static gboolean
imply_files (KirokuWithholding *self, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  if (g_hash_table_size (self->facts) + g_hash_table_size (self->fields) == 0)
    return TRUE;
  rows = kiroku_db_query (db, error, "sss",
                          "SELECT e.hash, v.name, s.value FROM entry e"
                          " JOIN field v ON v.hash = e.hash AND substr (v.name, 1, 6) = 'value.'"
                          " JOIN field s ON s.hash = e.hash AND s.name = 'sha256'"
                          " WHERE e.case_id = :{case:s} AND e.kind = 'form.file'",
                          case_id);
  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    if (is_shown (self, kiroku_rows_text (rows, i, 0), kiroku_rows_text (rows, i, 1)))
      imply_quoted (self, kiroku_rows_text (rows, i, 2));
  return rows != NULL;
}

/* --- What tells the same value --- */

/* A value that a fact of its own withholds already is not told of. */
static void
imply_value (KirokuWithholding *self, GQueue *open, const KirokuRelated *other, const char *field)
{
  const char *fact = kiroku_fact_find_key (other->kind, field);
  g_autofree char *name = g_strconcat (other->hash, " ", field, NULL);

  if (g_hash_table_contains (self->fields, name))
    return;
  if (fact == NULL || !g_hash_table_contains (self->facts, fact))
    g_hash_table_add (self->implied_values, g_strconcat (other->hash, ":", field, NULL));
  g_queue_push_tail (open, g_strdup (name));
  g_hash_table_add (self->fields, g_steal_pointer (&name));
}

static void
imply_related (KirokuWithholding *self, GQueue *open, const KirokuRelated *other)
{
  if (other->file != NULL)
    imply_file (self, other->file);
  for (guint i = 0; i < other->fields->len; i++)
    imply_value (self, open, other, g_ptr_array_index (other->fields, i));
}

/* What tells the value @name, "hash field"; what is new joins @open. */
static gboolean
follow (KirokuWithholding *self,
        KirokuDb *db,
        const char *case_id,
        GQueue *open,
        const char *name,
        GError **error)
{
  g_auto (GStrv) parts = g_strsplit (name, " ", 2);
  g_autoptr (GPtrArray) related = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  related = kiroku_related_list_value (db, case_id, parts[0], parts[1], error);
  for (guint i = 0; related != NULL && i < related->len; i++)
    imply_related (self, open, g_ptr_array_index (related, i));
  return related != NULL;
}

/* A correction says the same as what it corrects, or what stands in its place: none of them goes. */
static gboolean
imply_values (KirokuWithholding *self, KirokuDb *db, const char *case_id, GError **error)
{
  GQueue open = G_QUEUE_INIT;
  gboolean done = TRUE;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->fields);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_queue_push_tail (&open, g_strdup (name));
  while (done && !g_queue_is_empty (&open))
    {
      g_autofree char *next = g_queue_pop_head (&open);

      done = follow (self, db, case_id, &open, next, error);
    }
  g_queue_clear_full (&open, g_free);
  return done;
}

/* --- What holds the same words --- */

static gboolean
is_withheld (KirokuWithholding *self, const char *kind, const char *hash, const char *field)
{
  const char *fact = kiroku_fact_find_key (kind, field);
  const char *remarked = g_str_equal (kind, "case.set") ? kiroku_fact_find_remarked (field) : NULL;
  g_autofree char *name = NULL;

  if ((fact != NULL && g_hash_table_contains (self->facts, fact))
      || (remarked != NULL && g_hash_table_contains (self->facts, remarked)))
    return TRUE;
  if (g_hash_table_size (self->fields) == 0)
    return FALSE;
  name = g_strconcat (hash, " ", field, NULL);
  return g_hash_table_contains (self->fields, name);
}

static gboolean
note_repeats (KirokuWithholding *self,
              KirokuDb *db,
              KirokuPack *pack,
              const char *case_id,
              const char *hash,
              const char *field,
              GError **error)
{
  g_autoptr (GPtrArray) found = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  found = kiroku_related_list_repeats (db, pack, case_id, hash, field, error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const KirokuRelated *other = g_ptr_array_index (found, i);

      for (guint j = 0; j < other->fields->len; j++)
        {
          const char *name = g_ptr_array_index (other->fields, j);

          if (!is_withheld (self, other->kind, other->hash, name))
            g_hash_table_add (self->repeats, g_strconcat (other->hash, ":", name, NULL));
        }
    }
  return found != NULL;
}

static gboolean
note_repeats_of_fields (KirokuWithholding *self,
                        KirokuDb *db,
                        KirokuPack *pack,
                        const char *case_id,
                        GError **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->fields);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_auto (GStrv) parts = g_strsplit (name, " ", 2);

      if (!note_repeats (self, db, pack, case_id, parts[0], parts[1], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_repeats_of_fact (KirokuWithholding *self,
                      KirokuDb *db,
                      KirokuPack *pack,
                      const char *case_id,
                      const char *key,
                      GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ss",
                         "SELECT e.hash, f.name FROM entry e JOIN field f ON f.hash = e.hash"
                         " WHERE e.case_id = :{case:s} AND " STATES_FACT,
                         case_id, key);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    if (!note_repeats (self, db, pack, case_id, kiroku_rows_text (rows, i, 0),
                       kiroku_rows_text (rows, i, 1), error))
      return FALSE;
  return rows != NULL;
}

static gboolean
note_all_repeats (KirokuWithholding *self,
                  KirokuDb *db,
                  KirokuPack *pack,
                  const char *case_id,
                  GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->facts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!note_repeats_of_fact (self, db, pack, case_id, key, error))
      return FALSE;
  return note_repeats_of_fields (self, db, pack, case_id, error);
}

/* --- Together --- */

KirokuWithholding *
kiroku_withholding_new (KirokuDb *db,
                        KirokuPack *pack,
                        const char *case_id,
                        const char *const *names,
                        const char *const *files,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (KirokuWithholding) self = NULL;

  g_return_val_if_fail (db != NULL && pack != NULL && case_id != NULL, NULL);

  self = g_new (KirokuWithholding, 1);
  *self = (KirokuWithholding){ set_new (), set_new (), set_new (),
                                set_new (), set_new (), set_new (), cancellable };
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!add_name (self, db, case_id, names[i], error))
      return NULL;
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    if (!add_file (self, db, case_id, files[i], error))
      return NULL;
  if (!imply_values (self, db, case_id, error) || !imply_files (self, db, case_id, error)
      || !note_all_repeats (self, db, pack, case_id, error))
    return NULL;
  self->cancellable = NULL;
  return g_steal_pointer (&self);
}

gboolean
kiroku_withholding_has_field (
    KirokuWithholding *self, const KirokuStored *entry, const char *field)
{
  return is_withheld (self, entry->kind, entry->hash, field);
}

gboolean
kiroku_withholding_has_file (KirokuWithholding *self, const char *sha256)
{
  return g_hash_table_contains (self->files, sha256);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) (element-type utf8) */
static GPtrArray *
list_sorted (GHashTable *texts)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    g_ptr_array_add (list, g_strdup (text));
  g_ptr_array_sort (list, compare_texts);
  return list;
}

GPtrArray *
kiroku_withholding_list_implied (KirokuWithholding *self)
{
  return list_sorted (self->implied);
}

GPtrArray *
kiroku_withholding_list_implied_values (KirokuWithholding *self)
{
  return list_sorted (self->implied_values);
}

GPtrArray *
kiroku_withholding_list_repeats (KirokuWithholding *self)
{
  return list_sorted (self->repeats);
}
