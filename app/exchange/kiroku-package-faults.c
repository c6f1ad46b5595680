/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a package is not the bag that its sender signed (FORMAT.md §9). */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-key.h"
#include "kiroku-package-private.h"

#define MANIFEST "manifest-sha512.txt"
#define TAG_MANIFEST "tagmanifest-sha512.txt"
#define DECLARATION "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
#define SHA512_HEX 128

static void
fault_free (KirokuPackageFault *fault)
{
  g_free (fault->what);
  g_free (fault);
}

static void
add_fault (GPtrArray *faults, const char *path, const char *what)
{
  KirokuPackageFault *fault = g_new (KirokuPackageFault, 1);

  fault->evidence = g_str_has_prefix (path, EVIDENCE);
  /* Translators: the path of a file in a package, and what is wrong with it. */
  fault->what = g_strdup_printf (_ ("%s: %s"), path, what);
  g_ptr_array_add (faults, fault);
}

/* Reads one line of a manifest, "<SHA-512>  <path>". */
static gboolean
read_manifest_line (GHashTable *lines, char *line)
{
  char *path = line + SHA512_HEX + 2;

  if (strlen (line) <= SHA512_HEX + 2 || strncmp (line + SHA512_HEX, "  ", 2) != 0)
    return FALSE;
  line[SHA512_HEX] = '\0';
  return kiroku_hex_is_valid (line, SHA512_HEX)
         && g_hash_table_insert (lines, g_strdup (path), g_strdup (line));
}

/* What a manifest says, path → SHA-512. NULL, with a fault, when it is none. (transfer full)
 * (nullable) */
static GHashTable *
read_manifest (KirokuPackage *self, const char *name, GPtrArray *faults, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = kiroku_package_read_text (self, name, &failure);
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = NULL;
  gboolean legible;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  legible = text != NULL && g_str_has_suffix (text, "\n");
  for (guint i = 0; legible && lines[i + 1] != NULL; i++)
    legible = read_manifest_line (table, lines[i]);
  if (!legible)
    add_fault (faults, name, _ ("it is missing, or not as such a list is written"));
  return g_steal_pointer (&table);
}

static gboolean
check_declaration (KirokuPackage *self, GPtrArray *faults, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = kiroku_package_read_text (self, "bagit.txt", &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (g_strcmp0 (text, DECLARATION) != 0)
    add_fault (faults, "bagit.txt", _ ("it is missing, or of another kind of package"));
  if (kiroku_package_find (self, "bag-info.txt") == NULL)
    add_fault (faults, "bag-info.txt", _ ("it is missing"));
  return TRUE;
}

/* The signed digests, path → SHA-256. (transfer full) */
static GHashTable *
list_signed (KirokuPackage *self)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; self->checkpoint != NULL && i < self->checkpoint->files->len; i++)
    {
      const KirokuSealed *file = g_ptr_array_index (self->checkpoint->files, i);

      g_hash_table_insert (table, file->name, file->digest);
    }
  return table;
}

/* Compares one file with what @expected says of it. */
static void
check_file (GPtrArray *faults, const char *path, const char *digest, const char *expected)
{
  if (expected == NULL)
    add_fault (faults, path, _ ("it is extra: nothing that was signed names it"));
  else if (!g_str_equal (digest, expected))
    add_fault (faults, path, _ ("it was changed: its digest is another"));
}

static gboolean
is_tag_file (const char *path)
{
  return g_str_equal (path, "bagit.txt") || g_str_equal (path, "bag-info.txt")
         || g_str_equal (path, MANIFEST);
}

static void
check_present (KirokuPackage *self,
               GHashTable *payload,
               GHashTable *tags,
               GHashTable *sealed,
               GPtrArray *faults)
{
  GPtrArray *members = kiroku_zip_get_members (self->zip);

  for (guint i = 0; i < members->len; i++)
    {
      const char *path = kiroku_package_get_member_path (self, g_ptr_array_index (members, i));
      const KirokuDigests *digests = g_hash_table_lookup (self->digests, path);
      gboolean is_payload = g_str_has_prefix (path, "data/");

      if (!is_payload && g_str_equal (path, TAG_MANIFEST))
        continue;
      if (!is_payload && !is_tag_file (path))
        add_fault (faults, path, _ ("it is extra: nothing that was signed names it"));
      else
        check_file (faults, path, digests->sha512,
                    g_hash_table_lookup (is_payload ? payload : tags, path));
      if (is_payload && self->checkpoint != NULL && !g_str_equal (path, CHECKPOINT))
        check_file (faults, path, digests->sha256, g_hash_table_lookup (sealed, path));
    }
}

static void
check_absent (KirokuPackage *self, GHashTable *expected, GPtrArray *faults)
{
  g_autoptr (GList) paths = g_list_sort (g_hash_table_get_keys (expected), (GCompareFunc) strcmp);

  for (GList *l = paths; l != NULL; l = l->next)
    if (!g_hash_table_contains (self->digests, l->data))
      add_fault (faults, l->data, _ ("it is missing"));
}

/* Only these may stand in the two folders that are read by name. */
static void
check_names (KirokuPackage *self, GPtrArray *faults)
{
  GPtrArray *members = kiroku_zip_get_members (self->zip);
  guint journals = 0, evidence = 0;

  for (guint i = 0; i < members->len; i++)
    {
      const char *path = kiroku_package_get_member_path (self, g_ptr_array_index (members, i));

      journals += g_str_has_prefix (path, JOURNALS);
      evidence += g_str_has_prefix (path, EVIDENCE);
    }
  if (journals != self->journals->len)
    add_fault (faults, JOURNALS, _ ("a file there is no journal by its name"));
  if (evidence != self->evidence->len)
    add_fault (faults, EVIDENCE, _ ("a file there is not named by a digest"));
}

GPtrArray *
kiroku_package_list_faults (KirokuPackage *self, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) fault_free);
  g_autoptr (GHashTable) payload = NULL, tags = NULL, sealed = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (self != NULL && self->digests != NULL, NULL);

  if (!check_declaration (self, faults, error))
    return NULL;
  payload = read_manifest (self, MANIFEST, faults, &failure);
  if (payload != NULL)
    tags = read_manifest (self, TAG_MANIFEST, faults, &failure);
  if (tags == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  sealed = list_signed (self);
  if (self->checkpoint == NULL)
    add_fault (faults, CHECKPOINT, _ ("it is missing, or not as a checkpoint is written"));
  check_names (self, faults);
  check_present (self, payload, tags, sealed, faults);
  check_absent (self, payload, faults);
  check_absent (self, tags, faults);
  check_absent (self, sealed, faults);
  return g_steal_pointer (&faults);
}
