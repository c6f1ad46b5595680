/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-export.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-erasure.h"
#include "kiroku-excused.h"
#include "kiroku-exchange-error.h"
#include "kiroku-journal-error.h"
#include "kiroku-record.h"
#include "kiroku-wire.h"

#define PAGE 200
#define RESOURCES "/org/kiroku/Kiroku/package/"

void
kiroku_export_clear (KirokuExport *self)
{
  g_clear_pointer (&self->named, g_hash_table_unref);
  g_clear_pointer (&self->erased, g_hash_table_unref);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
}

void
kiroku_left_out_free (KirokuLeftOut *self)
{
  g_free (self->kind);
  g_free (self->id);
  g_free (self->field);
  g_free (self);
}

/* Notes it for whoever made the package. @kind, @field: (nullable) */
static void
note_left_out (
    KirokuExport *self, const char *kind, const char *id, const char *field, gboolean before)
{
  KirokuLeftOut *one = g_new (KirokuLeftOut, 1);

  *one = (KirokuLeftOut){ g_strdup (kind), g_strdup (id), g_strdup (field), before };
  if (self->left_out == NULL)
    self->left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_left_out_free);
  g_ptr_array_add (self->left_out, one);
}

/* --- One entry --- */

/* The fields of @row that stay here; each is noted in the checkpoint. (transfer full) */
static GHashTable *
withhold (KirokuExport *self, const KirokuStored *row)
{
  GHashTable *withheld = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (row->fields, i);

      if (!kiroku_withholding_has_field (self->withholding, row, field->name))
        continue;
      g_hash_table_add (withheld, field->name);
      g_ptr_array_add (self->sealed->withheld, kiroku_sealed_new (row->hash, field->name));
    }
  return withheld;
}

/* The entry as its recipient reads it. A value that is not the signed one is left out, as if
 * withheld: what is damaged must not keep the rest from being shown. */
static KirokuEntry *
read_entry (const KirokuStored *row, GHashTable *withheld, GError **error)
{
  KirokuEntry *entry = kiroku_record_read (row->header, error);

  for (guint i = 0; entry != NULL && i < row->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (row->fields, i);

      if (!g_hash_table_contains (withheld, field->name))
        kiroku_record_add_field (entry, field->name, field->salt, field->value, NULL);
    }
  if (entry != NULL)
    entry->sig = g_strdup (row->sig);
  return entry;
}

static void
note_files (KirokuExport *self, const KirokuEntry *entry)
{
  const char *sha256 = kiroku_entry_get_text (entry, "sha256");

  if (sha256 == NULL || !kiroku_hex_is_valid (sha256, KIROKU_HASH_HEX))
    return;
  if (g_str_equal (entry->kind, "evidence.add"))
    {
      guint items = GPOINTER_TO_UINT (g_hash_table_lookup (self->named, sha256));

      g_hash_table_insert (self->named, g_strdup (sha256), GUINT_TO_POINTER (items + 1));
    }
  else if (g_str_equal (entry->kind, "erase"))
    g_hash_table_add (self->erased, g_strdup (sha256));
}

/* A value that is not here, though nobody here has withheld it now. It must have been erased, or be
 * withheld from this case book too: then it is so from the recipient. */
static gboolean
note_absent (KirokuExport *self, const KirokuEntry *entry, const char *name, GError **error)
{
  gboolean erased;

  if (!kiroku_erasure_is_known (self->db, entry->hash, name, &erased, error))
    return FALSE;
  self->withheld++;
  note_left_out (self, entry->kind, entry->hash, name, TRUE);
  if (erased)
    return TRUE;
  if (kiroku_excused_has_field (self->excused, entry->hash, name))
    {
      g_ptr_array_add (self->sealed->withheld, kiroku_sealed_new (entry->hash, name));
      return TRUE;
    }
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
               _ ("entry %.12s was altered: the value of “%s” is gone or is not the one that was "
                  "signed. See kiroku-cli verify, and put a backup back before you hand the case "
                  "on"),
               entry->hash, name);
  return FALSE;
}

static gboolean
note_absences (KirokuExport *self, const KirokuEntry *entry, GHashTable *withheld, GError **error)
{
  g_autoptr (GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < entry->fields->len; i++)
    g_hash_table_add (present, ((KirokuField *) g_ptr_array_index (entry->fields, i))->name);
  self->withheld += g_hash_table_size (withheld);
  for (guint i = 0; i < entry->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (entry->com, i))->name;

      if (g_hash_table_contains (withheld, name))
        note_left_out (self, entry->kind, entry->hash, name, FALSE);
      if (!g_hash_table_contains (present, name) && !g_hash_table_contains (withheld, name)
          && !note_absent (self, entry, name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fold_entry (KirokuExport *self, const KirokuStored *row, GHashTable *withheld, GError **error)
{
  g_autoptr (GError) illegible = NULL;
  g_autoptr (KirokuEntry) entry = read_entry (row, withheld, &illegible);

  if (entry == NULL)
    return TRUE; /* of a later version: it goes, but nothing is made of it */
  note_files (self, entry);
  return note_absences (self, entry, withheld, error)
         && kiroku_archive_insert (self->side, entry, error)
         && kiroku_folds_apply (self->folds, self->side, entry, error);
}

static gboolean
write_entry (KirokuExport *self, const KirokuStored *row, GError **error)
{
  g_autoptr (GHashTable) withheld = withhold (self, row);
  g_autoptr (GError) failure = NULL;
  g_autofree char *line = kiroku_wire_write (row, withheld, &failure);

  if (line == NULL)
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
                   _ ("entry %.12s is damaged (%s): run kiroku-cli verify"), row->hash,
                   failure->message);
      return FALSE;
    }
  self->entries++;
  return kiroku_package_writer_append (self->writer, line, strlen (line), error)
         && kiroku_package_writer_append (self->writer, "\n", 1, error)
         && fold_entry (self, row, withheld, error);
}

/* --- One journal --- */

static gboolean
write_page (KirokuExport *self, GPtrArray *rows, GError **error)
{
  if (!kiroku_db_begin (self->side, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!write_entry (self, g_ptr_array_index (rows, i), error))
      {
        kiroku_db_rollback (self->side);
        return FALSE;
      }
  return kiroku_db_commit (self->side, error);
}

static gboolean
write_rows (KirokuExport *self, const char *key, gint64 total, GError **error)
{
  g_autofree char *hash = g_strdup ("");
  gint64 seq = -1;

  for (;;)
    {
      g_autoptr (GPtrArray) rows = NULL;
      const KirokuStored *last;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      rows = kiroku_archive_read_journal (self->db, self->sealed->case_id, key, seq, hash,
                                          self->end,
                                          PAGE, error);
      if (rows == NULL || rows->len == 0)
        return rows != NULL;
      if (!write_page (self, rows, error))
        return FALSE;
      last = g_ptr_array_index (rows, rows->len - 1);
      seq = last->seq;
      g_free (hash);
      hash = g_strdup (last->hash);
      if (self->progress != NULL)
        self->progress (self->entries, total, self->progress_data);
    }
}

static gboolean
write_journal (KirokuExport *self, const char *key, gint64 total, GError **error)
{
  g_autofree char *path = g_strconcat ("data/journals/", key, ".jsonl", NULL);

  return kiroku_package_writer_begin (self->writer, path, error)
         && write_rows (self, key, total, error) && kiroku_package_writer_end (self->writer, error);
}

gboolean
kiroku_export_journals (KirokuExport *self, GError **error)
{
  const char *last = NULL;
  gint64 total;

  g_return_val_if_fail (self != NULL && self->named == NULL, FALSE);

  self->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->erased = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!kiroku_db_query_int (self->db, error, 0, &total,
                            "SELECT count(*) FROM entry WHERE case_id = :{case:s}"
                            " AND arrival < :{end:i}",
                            self->sealed->case_id, self->end))
    return FALSE;
  /* Both branches of a fork stand in one file. */
  for (guint i = 0; i < self->sealed->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (self->sealed->heads, i);

      if (g_strcmp0 (last, head->key) != 0 && !write_journal (self, head->key, total, error))
        return FALSE;
      last = head->key;
    }
  return TRUE;
}

/* --- Files --- */

static void
leave_out (KirokuExport *self, const char *sha256)
{
  note_left_out (self, NULL, sha256, NULL,
                 !kiroku_withholding_has_file (self->withholding, sha256));
  self->withheld += GPOINTER_TO_UINT (g_hash_table_lookup (self->named, sha256));
}

static gboolean
write_file (KirokuExport *self, const char *sha256, GError **error)
{
  g_autofree char *path = g_strconcat ("data/evidence/", sha256, NULL);
  g_autofree char *file = g_build_filename (self->evidence, sha256, NULL);
  gboolean withheld = kiroku_withholding_has_file (self->withholding, sha256);

  /* What another one withheld and nobody brought since is withheld again. */
  if (!withheld && !g_file_test (file, G_FILE_TEST_EXISTS))
    withheld = kiroku_excused_has_file (self->excused, sha256);
  if (withheld)
    {
      g_ptr_array_add (self->sealed->withheld_files, kiroku_sealed_new (sha256, NULL));
      leave_out (self, sha256);
      return TRUE;
    }
  if (g_hash_table_contains (self->erased, sha256) && !g_file_test (file, G_FILE_TEST_EXISTS))
    {
      leave_out (self, sha256);
      return TRUE;
    }
  return kiroku_package_writer_add_file (self->writer, path, file, sha256, self->cancellable,
                                         error);
}

gboolean
kiroku_export_evidence (KirokuExport *self, GError **error)
{
  g_autoptr (GList) names = NULL;

  g_return_val_if_fail (self != NULL && self->named != NULL, FALSE);

  names = g_list_sort (g_hash_table_get_keys (self->named), (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    if (!write_file (self, l->data, error))
      return FALSE;
  return TRUE;
}

gboolean
kiroku_export_instructions (KirokuExport *self, GError **error)
{
  static const char *const names[] = { "verify.py", "README.ja.txt", "README.en.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *resource = g_strconcat (RESOURCES, names[i], NULL);
      g_autofree char *path = g_strconcat ("data/", names[i], NULL);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, 0, error);
      gsize length;
      const char *data;

      if (bytes == NULL)
        return FALSE;
      data = g_bytes_get_data (bytes, &length);
      if (!kiroku_package_writer_add_bytes (self->writer, path, data, length, error))
        return FALSE;
    }
  return TRUE;
}
