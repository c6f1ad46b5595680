/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-wire.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-canonical.h"
#include "kiroku-journal-error.h"
#include "kiroku-key.h"

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
               _ ("not a line of a package: %s"), what);
  return FALSE;
}

/* --- Writing --- */

static int
compare_fields (gconstpointer a, gconstpointer b)
{
  const KirokuStoredField *const *first = a;
  const KirokuStoredField *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

static void
write_field (GString *line, const KirokuStoredField *field)
{
  g_autofree char *name = kiroku_canonical_encode_string (field->name);
  g_autofree char *salt = kiroku_canonical_encode_string (field->salt);

  if (line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  g_string_append_printf (line, "%s:[%s,%s]", name, salt, field->value);
}

static void
write_body (GString *line, const KirokuStored *stored, GHashTable *withheld)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_copy (stored->fields, NULL, NULL);

  g_ptr_array_set_free_func (fields, NULL);
  g_ptr_array_sort (fields, compare_fields);
  g_string_append (line, "{\"b\":{");
  for (guint i = 0; i < fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (fields, i);

      if (withheld == NULL || !g_hash_table_contains (withheld, field->name))
        write_field (line, field);
    }
  g_string_append_c (line, '}');
}

char *
kiroku_wire_write (const KirokuStored *stored, GHashTable *withheld, GError **error)
{
  g_autoptr (GString) line = NULL;
  g_autoptr (KirokuStored) again = NULL;
  g_autofree char *sig = NULL;

  g_return_val_if_fail (stored != NULL, NULL);

  sig = kiroku_canonical_encode_string (stored->sig);
  line = g_string_sized_new (strlen (stored->header) + 512);
  write_body (line, stored, withheld);
  g_string_append_printf (line, ",\"h\":%s,\"s\":%s}", stored->header, sig);
  /* What is stored may have been altered; what is sent must be legible. */
  again = kiroku_wire_read (line->str, line->len, error);
  return again != NULL ? g_string_free (g_steal_pointer (&line), FALSE) : NULL;
}

/* --- Reading --- */

static const KirokuNode *
get_member (const KirokuNode *node, const char *name, KirokuNodeType type)
{
  const KirokuNode *child = kiroku_node_get (node, name);

  return child != NULL && kiroku_node_get_node_type (child) == type ? child : NULL;
}

/* A header of a later version need not have it. (transfer full) */
static char *
dup_text (const KirokuNode *header, const char *name)
{
  const KirokuNode *node = get_member (header, name, KIROKU_NODE_STRING);

  return g_strdup (node != NULL ? kiroku_node_get_string (node) : "");
}

static gint64
get_integer (const KirokuNode *header, const char *name)
{
  const KirokuNode *node = get_member (header, name, KIROKU_NODE_INTEGER);

  return node != NULL ? kiroku_node_get_integer (node) : -1;
}

/* SHA-256 (0x00 ‖ header bytes), FORMAT.md §4. (transfer full) */
static char *
hash_header (const char *header)
{
  gsize length = strlen (header);
  g_autofree char *bytes = g_malloc (length + 1);
  char *hex = g_malloc (KIROKU_HASH_HEX + 1);

  bytes[0] = '\0';
  memcpy (bytes + 1, header, length);
  kiroku_sha256_hex (bytes, length + 1, hex);
  return hex;
}

static KirokuStored *
read_columns (const KirokuNode *header, const char *signature)
{
  g_autofree char *bytes = kiroku_canonical_encode (header);
  const KirokuStored row = {
    .hash = hash_header (bytes),
    .case_id = dup_text (header, "case"),
    .key = dup_text (header, "key"),
    .seq = get_integer (header, "seq"),
    .prev = dup_text (header, "prev"),
    .id = dup_text (header, "id"),
    .kind = dup_text (header, "kind"),
    .clock = get_integer (header, "clock"),
    .rec = get_integer (header, "rec"),
    .header = g_strdup (bytes),
    .sig = g_strdup (signature),
  };

  return kiroku_stored_new (&row);
}

static gboolean
read_field (KirokuStored *stored, const char *name, const KirokuNode *pair, GError **error)
{
  const KirokuNode *salt;
  g_autofree char *value = NULL;

  if (kiroku_node_get_node_type (pair) != KIROKU_NODE_ARRAY || kiroku_node_get_length (pair) != 2)
    return refuse (error, name);
  salt = kiroku_node_get_child (pair, 0);
  if (kiroku_node_get_node_type (salt) != KIROKU_NODE_STRING)
    return refuse (error, name);
  value = kiroku_canonical_encode (kiroku_node_get_child (pair, 1));
  g_ptr_array_add (stored->fields,
                   kiroku_stored_field_new (name, kiroku_node_get_string (salt), value));
  return TRUE;
}

KirokuStored *
kiroku_wire_read (const char *line, gsize length, GError **error)
{
  g_autoptr (KirokuNode) node = NULL;
  g_autoptr (KirokuStored) stored = NULL;
  const KirokuNode *body, *header, *signature;

  g_return_val_if_fail (line != NULL, NULL);

  node = kiroku_canonical_parse (line, length, error);
  if (node == NULL)
    return NULL;
  if (kiroku_node_get_node_type (node) != KIROKU_NODE_OBJECT || kiroku_node_get_length (node) != 3
      || (body = get_member (node, "b", KIROKU_NODE_OBJECT)) == NULL
      || (header = get_member (node, "h", KIROKU_NODE_OBJECT)) == NULL
      || (signature = get_member (node, "s", KIROKU_NODE_STRING)) == NULL)
    {
      refuse (error, "b, h, s");
      return NULL;
    }
  stored = read_columns (header, kiroku_node_get_string (signature));
  for (guint i = 0; i < kiroku_node_get_length (body); i++)
    if (!read_field (stored, kiroku_node_get_name (body, i), kiroku_node_get_child (body, i), error))
      return NULL;
  return g_steal_pointer (&stored);
}
