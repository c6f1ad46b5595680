/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pack-node.h"

#include <glib/gi18n.h>
#include <string.h>

/* Elements inside elements; keeps the recursion over a tree bounded. */
#define MAX_DEPTH 16

typedef struct
{
  char *file; /* a GRefString */
  const char *start; /* the whole text */
  gsize length;
  GArray *lines;     /* (element-type gsize): offset of each line in it */
  KirokuPackNode *root;
  KirokuPackNode *open;
  guint depth;
} Reader;

void
kiroku_pack_node_free (KirokuPackNode *node)
{
  if (node == NULL)
    return;
  g_free (node->name);
  g_ref_string_release (node->file);
  g_clear_pointer (&node->attributes, g_hash_table_unref);
  g_ptr_array_unref (node->children);
  g_string_free (node->text, TRUE);
  g_free (node);
}

static KirokuPackNode *
node_new (const char *name, char *file, guint line)
{
  KirokuPackNode *node = g_new0 (KirokuPackNode, 1);

  node->name = g_strdup (name);
  node->file = g_ref_string_acquire (file);
  node->line = line;
  node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_pack_node_free);
  node->text = g_string_new (NULL);
  return node;
}

static GArray *
find_lines (const char *text, gsize length)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize offset = 0;

  g_array_append_val (lines, offset);
  for (offset = 1; offset <= length; offset++)
    if (text[offset - 1] == '\n')
      g_array_append_val (lines, offset);
  return lines;
}

/* GMarkup stands behind the start tag when it reports it, and a tag may run over several lines; no
 * "<" can stand inside a tag, so the last one before that place begins it. */
static guint
find_tag_line (Reader *reader, GMarkupParseContext *context)
{
  const char *p;
  gint64 offset;
  int line, column; /* from 1, the column in bytes, just behind the tag */

  g_markup_parse_context_get_position (context, &line, &column);
  if (line < 1 || (guint) line > reader->lines->len)
    return 1;
  /* a tag at the end of its line: this is the line break, in the line before; in what is no XML
     GMarkup counts beyond the end */
  offset = (gint64) g_array_index (reader->lines, gsize, line - 1) + column - 2;
  p = reader->start + CLAMP (offset, 0, (gint64) reader->length - 1);
  for (; p > reader->start && *p != '<'; p--)
    if (*p == '\n')
      line--;
  return MAX (line, 1);
}

/* GMarkup reads several elements side by side, of which one would be lost. */
static gboolean
check_place (Reader *reader, const char *name, GError **error)
{
  if (++reader->depth > MAX_DEPTH)
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                 _ ("elements are nested too deeply at “%s”"), name);
  else if (reader->open == NULL && reader->root != NULL)
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                 _ ("“%s” stands beside “%s”: one element must hold all others"), name,
                 reader->root->name);
  else
    return TRUE;
  return FALSE;
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char *name,
                  const char **attribute_names,
                  const char **attribute_values,
                  gpointer data,
                  GError **error)
{
  Reader *reader = data;
  KirokuPackNode *node;

  if (!check_place (reader, name, error))
    return;
  node = node_new (name, reader->file, find_tag_line (reader, context));
  node->parent = reader->open;
  if (attribute_names[0] != NULL)
    node->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; attribute_names[i] != NULL; i++)
    g_hash_table_insert (node->attributes, g_strdup (attribute_names[i]),
                         g_strdup (attribute_values[i]));

  if (reader->open != NULL)
    g_ptr_array_add (reader->open->children, node);
  else
    reader->root = node;
  reader->open = node;
}

static void
end_element_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;

  reader->depth--;
  reader->open = reader->open->parent;
}

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer data,
         GError **error)
{
  Reader *reader = data;

  if (reader->open != NULL)
    g_string_append_len (reader->open->text, text, length);
}

static gboolean
run_parser (Reader *reader, GBytes *bytes, GError **error)
{
  const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  g_autoptr (GMarkupParseContext) context = NULL;
  const char *text = g_bytes_get_data (bytes, &reader->length);

  reader->start = text != NULL ? text : ""; /* there is none when it is empty */
  reader->lines = find_lines (reader->start, reader->length);
  context = g_markup_parse_context_new (
      &parser, G_MARKUP_TREAT_CDATA_AS_TEXT | G_MARKUP_PREFIX_ERROR_POSITION, reader, NULL);
  return g_markup_parse_context_parse (context, reader->start, reader->length, error)
         && g_markup_parse_context_end_parse (context, error);
}

/* GMarkup writes its own place, "Error on line 3 char 7: …", into the message. */
static guint
find_error_line (const char *message)
{
  const char *digits = strpbrk (message, "0123456789");

  return digits != NULL ? (guint) g_ascii_strtoull (digits, NULL, 10) : 1;
}

KirokuPackNode *
kiroku_pack_node_parse (GBytes *bytes, const char *file, GPtrArray *problems)
{
  Reader reader = { .file = g_ref_string_new (file) };
  g_autoptr (KirokuPackNode) root = NULL;
  g_autoptr (GError) error = NULL;
  gboolean parsed;

  g_return_val_if_fail (bytes != NULL && file != NULL && problems != NULL, NULL);

  parsed = run_parser (&reader, bytes, &error);
  root = reader.root;
  g_array_unref (reader.lines);
  g_ref_string_release (reader.file);
  if (!parsed)
    {
      kiroku_pack_problem (problems, file, find_error_line (error->message), "XML", "%s",
                           error->message);
      return NULL;
    }
  if (root == NULL)
    kiroku_pack_problem (problems, file, 1, "XML", _ ("it holds no element: remove it, or fill it"));
  return g_steal_pointer (&root);
}

const char *
kiroku_pack_node_get (const KirokuPackNode *node, const char *attribute)
{
  return node->attributes != NULL ? g_hash_table_lookup (node->attributes, attribute) : NULL;
}

const char *
kiroku_pack_node_inherit (const KirokuPackNode *node, const char *attribute)
{
  for (; node != NULL; node = node->parent)
    {
      const char *value = kiroku_pack_node_get (node, attribute);

      if (value != NULL)
        return value;
    }
  return NULL;
}

KirokuPackNode *
kiroku_pack_node_child (const KirokuPackNode *node, const char *name)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      KirokuPackNode *child = g_ptr_array_index (node->children, i);

      if (g_str_equal (child->name, name))
        return child;
    }
  return NULL;
}

static gboolean
is_wide_at (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return g_unichar_iswide (c) || c == 0x2026 || c == 0x2014; /* … and — as Japanese sets them */
}

/* Adds a line of the file to a paragraph already begun. */
static void
append_line (GString *text, const char *line)
{
  const char *end = text->str + text->len;

  if (text->len > 0 && end[-1] != '\n' && !is_wide_at (g_utf8_prev_char (end))
      && !is_wide_at (line))
    g_string_append_c (text, ' ');
  g_string_append (text, line);
}

gboolean
kiroku_pack_node_is_blank (const KirokuPackNode *node)
{
  const char *p = node->text->str;

  while (g_ascii_isspace (*p))
    p++;
  return *p == '\0';
}

char *
kiroku_pack_node_text (const KirokuPackNode *node)
{
  g_auto (GStrv) lines = g_strsplit (node->text->str, "\n", -1);
  GString *text = g_string_new (NULL);
  gboolean new_paragraph = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line == '\0')
        {
          new_paragraph = TRUE;
          continue;
        }
      if (new_paragraph && text->len > 0)
        g_string_append_c (text, '\n');
      new_paragraph = FALSE;
      append_line (text, line);
    }
  return g_string_free (text, FALSE);
}

static void
add_problem (GPtrArray *problems,
             const char *file,
             guint line,
             const char *element,
             const char *format,
             va_list arguments)
{
  g_autofree char *what = g_strdup_vprintf (format, arguments);

  g_ptr_array_add (problems, g_strdup_printf ("%s:%u: %s: %s", file, line, element, what));
}

void
kiroku_pack_node_problem (const KirokuPackNode *node, GPtrArray *problems, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  add_problem (problems, node->file, node->line, node->name, format, arguments);
  va_end (arguments);
}

void
kiroku_pack_problem (GPtrArray *problems,
                     const char *file,
                     guint line,
                     const char *element,
                     const char *format,
                     ...)
{
  va_list arguments;

  va_start (arguments, format);
  add_problem (problems, file, line, element, format, arguments);
  va_end (arguments);
}
