/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-pack-private.h"
#include "kiroku-pack-schema.h"

#define DIGEST_DIGITS 8

/* The files of a pack and their root elements; the definitions of the forms stand in forms/. */
static const struct
{
  const char *name;
  const char *root;
} files[] = {
  { "pack.xml", "pack" },           { "facts.xml", "facts" },
  { "types.xml", "types" },         { "playbooks.xml", "playbooks" },
  { "contacts.xml", "contacts" },   { "forms.xml", "forms" },
  { "holidays.xml", "holidays" },   { "obligations.xml", "obligations" },
  { "phrases.xml", "phrases" },
};

#define FORMS_FOLDER "forms"

typedef struct
{
  KirokuPack *pack;
  GPtrArray *problems;
  gboolean overlaid;
  gboolean unreadable; /* a file could not be read: what is wrong may be the disk, not the pack */
  GFile *folder;
  GChecksum *digest;     /* over the overlay's files */
  guint own_files;       /* how many the overlay has */
  char *overlay_version; /* (nullable) */
} Loader;

/* How messages name a file: short in the pack that comes along, whole in the user's own, as both
 * may be in one message. (transfer full) */
static char *
label_file (Loader *loader, const char *name)
{
  g_autoptr (GFile) file = NULL;

  if (!loader->overlaid)
    return g_strdup (name);
  file = g_file_resolve_relative_path (loader->folder, name);
  return g_file_get_parse_name (file);
}

/* (transfer full) (nullable): NULL with *@missing when there is no such file. */
static GBytes *
read_file (Loader *loader, const char *name, const char *label, gboolean *missing)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (loader->folder, name);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &error);

  *missing = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  if (bytes == NULL && !*missing)
    {
      kiroku_pack_problem (loader->problems, label, 1, "file", _ ("it cannot be read: %s"),
                           error->message);
      loader->unreadable = TRUE;
    }
  return bytes;
}

static void
add_digest (Loader *loader, const char *name, GBytes *bytes)
{
  gsize length;
  const guchar *data = g_bytes_get_data (bytes, &length);

  /* the NUL keeps the name and the content apart */
  g_checksum_update (loader->digest, (const guchar *) name, strlen (name) + 1);
  g_checksum_update (loader->digest, data, length);
  loader->own_files++;
}

static void
load_bytes (Loader *loader, GBytes *bytes, const char *label, const char *root_name)
{
  g_autoptr (KirokuPackNode) root = kiroku_pack_node_parse (bytes, label, loader->problems);

  if (root == NULL)
    return;
  kiroku_pack_schema_check (root, root_name, loader->problems);
  if (!g_str_equal (root->name, root_name))
    return;
  if (loader->overlaid && g_str_equal (root_name, "pack"))
    loader->overlay_version = g_strdup (kiroku_pack_node_get (root, "version"));
  kiroku_pack_build (loader->pack, root, loader->overlaid, loader->problems);
}

static void
load_file (Loader *loader, const char *name, const char *root_name)
{
  g_autofree char *label = label_file (loader, name);
  gboolean missing;
  g_autoptr (GBytes) bytes = read_file (loader, name, label, &missing);

  if (missing && !loader->overlaid)
    {
      kiroku_pack_problem (loader->problems, label, 1, "file",
                           _ ("it is missing: a pack needs it"));
      loader->unreadable = TRUE;
    }
  if (bytes == NULL)
    return;
  if (loader->overlaid)
    add_digest (loader, name, bytes);
  load_bytes (loader, bytes, label, root_name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in forms/ that end in .xml, sorted, as paths from the pack. (transfer full) */
static GPtrArray *
list_forms (Loader *loader)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GFile) folder = g_file_get_child (loader->folder, FORMS_FOLDER);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, NULL, &error);
  GFileInfo *info = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, &info, NULL, NULL, &error)
         && info != NULL)
    if (g_str_has_suffix (g_file_info_get_name (info), ".xml"))
      g_ptr_array_add (names,
                       g_build_filename (FORMS_FOLDER, g_file_info_get_name (info), NULL));

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      kiroku_pack_problem (loader->problems, FORMS_FOLDER, 1, "folder",
                           _ ("it cannot be read: %s"), error->message);
      loader->unreadable = TRUE;
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
load_folder (Loader *loader, GFile *folder, gboolean overlaid)
{
  g_autoptr (GPtrArray) forms = NULL;

  loader->folder = folder;
  loader->overlaid = overlaid;
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    load_file (loader, files[i].name, files[i].root);
  forms = list_forms (loader);
  for (guint i = 0; i < forms->len; i++)
    load_file (loader, g_ptr_array_index (forms, i), "form");
}

/* Names the overlay in the version, so that a filed form tells which rules made it. */
static void
join_versions (Loader *loader)
{
  g_autofree char *base = g_steal_pointer (&loader->pack->version);
  const char *own = loader->overlay_version != NULL ? loader->overlay_version : "own";

  loader->pack->version = g_strdup_printf ("%s+%s.%.*s", base, own, DIGEST_DIGITS,
                                           g_checksum_get_string (loader->digest));
}

static void
load_overlay (Loader *loader, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  if (!g_file_query_exists (folder, NULL))
    return;
  loader->digest = g_checksum_new (G_CHECKSUM_SHA256);
  load_folder (loader, folder, TRUE);
  if (loader->own_files > 0)
    join_versions (loader);
  g_clear_pointer (&loader->digest, g_checksum_free);
  g_clear_pointer (&loader->overlay_version, g_free);
}

/* (transfer full): possibly broken; the problems tell. */
static KirokuPack *
load (const char *path, const char *overlay, GPtrArray *problems, gboolean *unreadable)
{
  Loader loader = { .pack = kiroku_pack_new (), .problems = problems };
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path)
                                          : g_file_new_for_uri (KIROKU_PACK_RESOURCE_URI);

  load_folder (&loader, folder, FALSE);
  if (overlay != NULL)
    load_overlay (&loader, overlay);
  kiroku_pack_check_references (loader.pack, problems);
  *unreadable = loader.unreadable;
  return loader.pack;
}

KirokuPack *
kiroku_pack_load (const char *folder, const char *overlay, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  gboolean unreadable;
  g_autoptr (KirokuPack) pack = load (folder, overlay, problems, &unreadable);

  if (problems->len > 0)
    {
      g_set_error_literal (error, KIROKU_PACK_ERROR,
                           unreadable ? KIROKU_PACK_ERROR_READ : KIROKU_PACK_ERROR_INVALID,
                           g_ptr_array_index (problems, 0));
      return NULL;
    }
  return g_steal_pointer (&pack);
}

GPtrArray *
kiroku_pack_check (const char *folder, const char *overlay)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);
  gboolean unreadable;
  g_autoptr (KirokuPack) pack = load (folder, overlay, problems, &unreadable);

  return problems;
}
