/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-canonical.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-journal-error.h"

/* The deepest text there is, a package line: object → `b` → [salt, value]. */
#define DEPTH_MAX 3

struct _KirokuNode
{
  KirokuNodeType type;
  char *string;
  gint64 integer;
  GPtrArray *names;    /* of an object; sorted bytewise */
  GPtrArray *children; /* of an object or array */
};

G_DEFINE_QUARK (kiroku-journal-error-quark, kiroku_journal_error)

/* --- Nodes --- */

static KirokuNode *
node_new (KirokuNodeType type)
{
  KirokuNode *self = g_new0 (KirokuNode, 1);

  self->type = type;
  if (type == KIROKU_NODE_OBJECT)
    self->names = g_ptr_array_new_with_free_func (g_free);
  if (type == KIROKU_NODE_OBJECT || type == KIROKU_NODE_ARRAY)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_node_free);
  return self;
}

KirokuNode *
kiroku_node_new_string (const char *text)
{
  KirokuNode *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = node_new (KIROKU_NODE_STRING);
  self->string = g_strdup (text);
  return self;
}

KirokuNode *
kiroku_node_new_integer (gint64 integer)
{
  KirokuNode *self;

  g_return_val_if_fail (integer <= KIROKU_NODE_INTEGER_MAX, NULL);
  g_return_val_if_fail (integer >= -KIROKU_NODE_INTEGER_MAX, NULL);

  self = node_new (KIROKU_NODE_INTEGER);
  self->integer = integer;
  return self;
}

KirokuNode *
kiroku_node_new_object (void)
{
  return node_new (KIROKU_NODE_OBJECT);
}

KirokuNode *
kiroku_node_new_array (void)
{
  return node_new (KIROKU_NODE_ARRAY);
}

void
kiroku_node_free (KirokuNode *self)
{
  g_free (self->string);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

KirokuNodeType
kiroku_node_get_node_type (const KirokuNode *self)
{
  return self->type;
}

const char *
kiroku_node_get_string (const KirokuNode *self)
{
  g_return_val_if_fail (self->type == KIROKU_NODE_STRING, NULL);

  return self->string;
}

gint64
kiroku_node_get_integer (const KirokuNode *self)
{
  g_return_val_if_fail (self->type == KIROKU_NODE_INTEGER, 0);

  return self->integer;
}

/* Where @name is, or belongs. */
static guint
find_place (const KirokuNode *self, const char *name, gboolean *found)
{
  guint place = 0;

  *found = FALSE;
  while (place < self->names->len)
    {
      int order = strcmp (g_ptr_array_index (self->names, place), name);

      *found = order == 0;
      if (order >= 0)
        break;
      place++;
    }
  return place;
}

void
kiroku_node_set (KirokuNode *self, const char *name, KirokuNode *child)
{
  gboolean found;
  guint place;

  g_return_if_fail (self->type == KIROKU_NODE_OBJECT && name != NULL && child != NULL);

  place = find_place (self, name, &found);
  g_return_if_fail (!found);
  g_ptr_array_insert (self->names, place, g_strdup (name));
  g_ptr_array_insert (self->children, place, child);
}

void
kiroku_node_append (KirokuNode *self, KirokuNode *child)
{
  g_return_if_fail (self->type == KIROKU_NODE_ARRAY && child != NULL);

  g_ptr_array_add (self->children, child);
}

guint
kiroku_node_get_length (const KirokuNode *self)
{
  return self->children != NULL ? self->children->len : 0;
}

const char *
kiroku_node_get_name (const KirokuNode *self, guint index)
{
  return g_ptr_array_index (self->names, index);
}

const KirokuNode *
kiroku_node_get_child (const KirokuNode *self, guint index)
{
  return g_ptr_array_index (self->children, index);
}

const KirokuNode *
kiroku_node_get (const KirokuNode *self, const char *name)
{
  gboolean found;
  guint place;

  g_return_val_if_fail (self->type == KIROKU_NODE_OBJECT, NULL);

  place = find_place (self, name, &found);
  return found ? g_ptr_array_index (self->children, place) : NULL;
}

/* --- Writing --- */

static const struct
{
  char character, escape;
} short_escapes[] = {
  { '"', '"' }, { '\\', '\\' }, { '\b', 'b' }, { '\t', 't' }, { '\n', 'n' }, { '\f', 'f' }, { '\r', 'r' },
};

static char
find_escape (char character)
{
  for (guint i = 0; i < G_N_ELEMENTS (short_escapes); i++)
    if (short_escapes[i].character == character)
      return short_escapes[i].escape;
  return '\0';
}

/* The bytes at the start of @text that stand as they are. */
static gsize
plain_length (const char *text)
{
  const char *p = text;

  while ((guchar) *p >= 0x20 && *p != '"' && *p != '\\')
    p++;
  return p - text;
}

static void
write_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      gsize plain = plain_length (p);
      char escape;

      g_string_append_len (out, p, plain);
      p += plain;
      if (*p == '\0')
        break;
      escape = find_escape (*p);
      if (escape != '\0')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, escape);
        }
      else
        g_string_append_printf (out, "\\u%04x", *p);
    }
  g_string_append_c (out, '"');
}

static void
write_node (GString *out, const KirokuNode *node)
{
  gboolean object = node->type == KIROKU_NODE_OBJECT;

  if (node->type == KIROKU_NODE_STRING)
    {
      write_string (out, node->string);
      return;
    }
  if (node->type == KIROKU_NODE_INTEGER)
    {
      g_string_append_printf (out, "%" G_GINT64_FORMAT, node->integer);
      return;
    }
  g_string_append_c (out, object ? '{' : '[');
  for (guint i = 0; i < node->children->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (object)
        {
          write_string (out, g_ptr_array_index (node->names, i));
          g_string_append_c (out, ':');
        }
      write_node (out, g_ptr_array_index (node->children, i));
    }
  g_string_append_c (out, object ? '}' : ']');
}

char *
kiroku_canonical_encode (const KirokuNode *node)
{
  GString *out;

  g_return_val_if_fail (node != NULL, NULL);

  out = g_string_new (NULL);
  write_node (out, node);
  return g_string_free (out, FALSE);
}

char *
kiroku_canonical_encode_string (const char *text)
{
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_sized_new (strlen (text) + 2);
  write_string (out, text);
  return g_string_free (out, FALSE);
}

/* --- Reading --- */

typedef struct
{
  const char *start, *p, *end;
} Reader;

static KirokuNode *read_node (Reader *reader, int depth);

static gboolean
take (Reader *reader, char character)
{
  if (reader->p == reader->end || *reader->p != character)
    return FALSE;
  reader->p++;
  return TRUE;
}

/* Reads what follows a backslash. Only the escapes the writer would use are known. */
static gboolean
read_escape (Reader *reader, GString *out)
{
  int high, low;

  if (reader->p == reader->end)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (short_escapes); i++)
    if (*reader->p == short_escapes[i].escape)
      {
        g_string_append_c (out, short_escapes[i].character);
        reader->p++;
        return TRUE;
      }
  if (reader->end - reader->p < 5 || strncmp (reader->p, "u00", 3) != 0)
    return FALSE;
  high = g_ascii_xdigit_value (reader->p[3]);
  low = g_ascii_xdigit_value (reader->p[4]);
  if (high < 0 || high > 1 || low < 0 || high + low == 0)
    return FALSE;
  g_string_append_c (out, high * 16 + low);
  reader->p += 5;
  return TRUE;
}

/* (nullable) (transfer full) */
static char *
read_text (Reader *reader)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!take (reader, '"'))
    return NULL;
  while (reader->p < reader->end && *reader->p != '"')
    {
      const char *from = reader->p;

      while (reader->p < reader->end && (guchar) *reader->p >= 0x20 && *reader->p != '"'
             && *reader->p != '\\')
        reader->p++;
      g_string_append_len (out, from, reader->p - from);
      if (take (reader, '\\') ? !read_escape (reader, out) : reader->p == from)
        return NULL;
    }
  if (!take (reader, '"'))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static KirokuNode *
read_integer (Reader *reader)
{
  gboolean negative = take (reader, '-');
  const char *digits = reader->p;
  gint64 value = 0;

  while (reader->p < reader->end && g_ascii_isdigit (*reader->p) && reader->p - digits < 17)
    value = value * 10 + (*reader->p++ - '0');
  if (reader->p == digits || reader->p - digits > 16 || value > KIROKU_NODE_INTEGER_MAX)
    return NULL;
  return kiroku_node_new_integer (negative ? -value : value);
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

/* Reads one `"name":value` and puts it last: names come sorted and once. */
static gboolean
read_member (Reader *reader, KirokuNode *object, int depth)
{
  g_autofree char *name = read_text (reader);
  guint length = object->names->len;
  KirokuNode *child;

  if (name == NULL || !is_ascii (name) || !take (reader, ':'))
    return FALSE;
  if (length > 0 && strcmp (g_ptr_array_index (object->names, length - 1), name) >= 0)
    return FALSE;
  child = read_node (reader, depth);
  if (child == NULL)
    return FALSE;
  g_ptr_array_add (object->names, g_steal_pointer (&name));
  g_ptr_array_add (object->children, child);
  return TRUE;
}

static gboolean
read_element (Reader *reader, KirokuNode *array, int depth)
{
  KirokuNode *child = read_node (reader, depth);

  if (child != NULL)
    kiroku_node_append (array, child);
  return child != NULL;
}

static KirokuNode *
read_container (Reader *reader, gboolean object, int depth)
{
  g_autoptr (KirokuNode) node = node_new (object ? KIROKU_NODE_OBJECT : KIROKU_NODE_ARRAY);
  char close = object ? '}' : ']';

  if (depth == 0)
    return NULL;
  reader->p++;
  if (take (reader, close))
    return g_steal_pointer (&node);
  do
    {
      if (!(object ? read_member (reader, node, depth - 1) : read_element (reader, node, depth - 1)))
        return NULL;
    }
  while (take (reader, ','));
  return take (reader, close) ? g_steal_pointer (&node) : NULL;
}

static KirokuNode *
read_node (Reader *reader, int depth)
{
  if (reader->p == reader->end)
    return NULL;
  if (*reader->p == '{' || *reader->p == '[')
    return read_container (reader, *reader->p == '{', depth);
  if (*reader->p == '"')
    {
      g_autofree char *text = read_text (reader);

      return text != NULL ? kiroku_node_new_string (text) : NULL;
    }
  return read_integer (reader);
}

KirokuNode *
kiroku_canonical_parse (const char *bytes, gsize length, GError **error)
{
  Reader reader = { bytes, bytes, bytes + length };
  g_autoptr (KirokuNode) node = NULL;
  g_autofree char *again = NULL;
  const char *invalid;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!g_utf8_validate (bytes, length, &invalid))
    reader.p = invalid;
  else
    node = read_node (&reader, DEPTH_MAX);
  if (node != NULL && reader.p == reader.end)
    {
      /* Whatever the reader was too kind about shows here. */
      again = kiroku_canonical_encode (node);
      if (strlen (again) == length && memcmp (again, bytes, length) == 0)
        return g_steal_pointer (&node);
      reader.p = reader.start;
      while (*reader.p == again[reader.p - reader.start])
        reader.p++;
    }
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
               _ ("not canonical JSON at byte %d"), (int) (reader.p - reader.start));
  return NULL;
}
