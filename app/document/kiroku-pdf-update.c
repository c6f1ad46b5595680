/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pdf-update.h"

#include <cairo.h>
#include <glib/gi18n.h>
#include <string.h>

/* A line of the table: ten digits, a blank, five digits, a blank, “n” or “f”, and two bytes of
 * line end. */
#define TABLE_LINE 20
/* The last lines of a file. */
#define TAIL 64

struct _KirokuPdfUpdate
{
  const char *pdf; /* of the caller */
  gsize length;
  gsize table;       /* where the lines of the table begin */
  gsize table_start; /* where its word does */
  guint size;
  char *trailer;        /* a dictionary */
  GHashTable *replaced; /* number → char *: a dictionary */
  GPtrArray *added;     /* GBytes: what stands between “obj” and “endobj” */
};

/* --- Reading PDF syntax (ISO 32000-1, 7.2 and 7.3) ------------------------------------------ */

#define BLANK " \t\r\n\f"
#define DELIMITER "()<>[]{}/%"

/* All that follows takes text that ends in a NUL, and stops there. */

static const char *
skip_blank (const char *p)
{
  while (*p != '\0' && (strchr (BLANK, *p) != NULL || *p == '%'))
    if (*p == '%')
      p += strcspn (p, "\r\n");
    else
      p++;
  return p;
}

static const char *
skip_string (const char *p)
{
  guint depth = 0;

  for (; *p != '\0'; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;
    else if (*p == '(')
      depth++;
    else if (*p == ')' && --depth == 0)
      return p + 1;
  return p;
}

static const char *
skip_word (const char *p)
{
  p += *p == '/';
  return p + strcspn (p, BLANK DELIMITER);
}

/* A number may begin a reference: “12 0 R”. */
static const char *
skip_number (const char *p)
{
  const char *after = skip_word (p), *second = skip_blank (after), *third;

  if (!g_ascii_isdigit (*p) || !g_ascii_isdigit (*second))
    return after;
  third = skip_blank (skip_word (second));
  return *third == 'R' ? third + 1 : after;
}

static const char *skip_value (const char *p);

/* @end: “>>” or “]”. */
static const char *
skip_many (const char *p, const char *end)
{
  for (p = skip_blank (p); *p != '\0' && !g_str_has_prefix (p, end); p = skip_blank (p))
    {
      const char *after = skip_value (p);

      if (after == p)
        return p + strlen (p); /* no PDF */
      p = after;
    }
  return *p != '\0' ? p + strlen (end) : p;
}

static const char *
skip_value (const char *p)
{
  if (g_str_has_prefix (p, "<<"))
    return skip_many (p + 2, ">>");
  if (*p == '<')
    return p + strcspn (p, ">") + (strchr (p, '>') != NULL);
  if (*p == '[')
    return skip_many (p + 1, "]");
  if (*p == '(')
    return skip_string (p);
  return *p == '/' ? skip_word (p) : skip_number (p);
}

/* --- Dictionaries --------------------------------------------------------------------------- */

typedef struct
{
  const char *key;
  const char *value;
  const char *end; /* of the value */
} Entry;

static gboolean
find_entry (const char *dictionary, const char *key, Entry *found)
{
  const char *p = skip_blank (dictionary + 2);

  while (*p == '/')
    {
      const char *name_end = skip_word (p), *value = skip_blank (name_end),
                 *end = skip_value (value);

      if (end == value)
        return FALSE;
      if ((gsize) (name_end - p) == strlen (key) && g_str_has_prefix (p, key))
        {
          *found = (Entry){ p, value, end };
          return TRUE;
        }
      p = skip_blank (end);
    }
  return FALSE;
}

char *
kiroku_pdf_dictionary_dup (const char *dictionary, const char *key)
{
  Entry entry;

  g_return_val_if_fail (g_str_has_prefix (dictionary, "<<"), NULL);

  return find_entry (dictionary, key, &entry) ? g_strndup (entry.value, entry.end - entry.value)
                                              : NULL;
}

gboolean
kiroku_pdf_dictionary_has (const char *dictionary, const char *key, const char *value)
{
  g_autofree char *own = kiroku_pdf_dictionary_dup (dictionary, key);

  return g_strcmp0 (own, value) == 0;
}

guint
kiroku_pdf_dictionary_get_reference (const char *dictionary, const char *key)
{
  g_autofree char *value = kiroku_pdf_dictionary_dup (dictionary, key);

  return value != NULL && g_str_has_suffix (value, "R") ? (guint) g_ascii_strtoull (value, NULL, 10)
                                                        : 0;
}

char *
kiroku_pdf_dictionary_set (const char *dictionary, const char *key, const char *value)
{
  Entry entry;
  const char *rest = skip_blank (dictionary + 2);
  GString *text = g_string_new ("<< ");

  if (value != NULL)
    g_string_append_printf (text, "%s %s\n   ", key, value);
  if (find_entry (dictionary, key, &entry))
    {
      g_string_append_len (text, rest, entry.key - rest);
      rest = skip_blank (entry.end);
    }
  g_string_append (text, rest);
  return g_string_free (text, FALSE);
}

/* --- Reading the file ----------------------------------------------------------------------- */

/* Where @text stands next from @at on; the length of the file when it does not. Unlike the
 * functions for strings it goes past bytes of 0. */
static gsize
find (KirokuPdfUpdate *self, gsize at, const char *text)
{
  gsize n = strlen (text);

  while (at + n <= self->length)
    {
      const char *found = memchr (self->pdf + at, *text, self->length - n - at + 1);

      if (found == NULL)
        break;
      at = found - self->pdf;
      if (memcmp (found, text, n) == 0)
        return at;
      at++;
    }
  return self->length;
}

/* The text from @at to before the next @end. (transfer full) (nullable) */
static char *
dup_until (KirokuPdfUpdate *self, gsize at, const char *end)
{
  gsize found = find (self, at, end);

  return found < self->length ? g_strndup (self->pdf + at, found - at) : NULL;
}

/* The dictionary that @text begins with, behind blanks. (transfer full) (nullable) */
static char *
dup_first_dictionary (const char *text)
{
  const char *start = skip_blank (text), *end = skip_value (start);

  if (!g_str_has_prefix (start, "<<") || end - start < 4 || strncmp (end - 2, ">>", 2) != 0)
    return NULL;
  return g_strndup (start, end - start);
}

/* Where the object begins; 0 for one that is none. */
static gsize
find_object (KirokuPdfUpdate *self, guint number)
{
  const char *line = self->pdf + self->table + (gsize) number * TABLE_LINE;

  return line[17] == 'n' ? (gsize) g_ascii_strtoull (line, NULL, 10) : 0;
}

char *
kiroku_pdf_update_dup_dictionary (KirokuPdfUpdate *self, guint number)
{
  const char *replaced = g_hash_table_lookup (self->replaced, GUINT_TO_POINTER (number));
  g_autofree char *text = NULL, *head = NULL;
  gsize at;

  if (number == 0 || number >= self->size)
    return NULL;
  if (replaced != NULL)
    return g_strdup (replaced);
  at = find_object (self, number);
  text = at != 0 ? dup_until (self, at, "endobj") : NULL;
  head = g_strdup_printf ("%u 0 obj", number);
  if (text == NULL || !g_str_has_prefix (text, head))
    return NULL;
  return dup_first_dictionary (text + strlen (head));
}

/* “startxref”, a number, “%%EOF”: the number is where the table is. */
static gboolean
read_table_start (KirokuPdfUpdate *self)
{
  gsize word = find (self, self->length > TAIL ? self->length - TAIL : 0, "startxref");
  g_autofree char *number = dup_until (self, word, "%%EOF");

  if (number == NULL)
    return FALSE;
  self->table_start
      = (gsize) g_ascii_strtoull (skip_blank (number + strlen ("startxref")), NULL, 10);
  return self->table_start > 0 && self->table_start < self->length;
}

/* “xref”, “0 SIZE”, the lines, “trailer”, a dictionary. */
static gboolean
read_table (KirokuPdfUpdate *self)
{
  g_autofree char *head = dup_until (self, self->table_start, " 65535 f");
  g_autofree char *trailer = NULL;
  gsize end;

  if (head == NULL || !g_str_has_prefix (head, "xref\n0 ") || strlen (head) < 18)
    return FALSE;
  self->size = (guint) g_ascii_strtoull (head + strlen ("xref\n0 "), NULL, 10);
  self->table = self->table_start + strlen (head) - strlen ("0000000000");
  end = self->table + (gsize) self->size * TABLE_LINE;
  if (self->size < 2 || end > self->length)
    return FALSE;
  trailer = dup_until (self, end, "startxref");
  if (trailer == NULL || !g_str_has_prefix (trailer, "trailer"))
    return FALSE;
  self->trailer = dup_first_dictionary (trailer + strlen ("trailer"));
  return self->trailer != NULL;
}

KirokuPdfUpdate *
kiroku_pdf_update_new (GBytes *pdf, GError **error)
{
  g_autoptr (KirokuPdfUpdate) self = g_new0 (KirokuPdfUpdate, 1);

  g_return_val_if_fail (pdf != NULL, NULL);

  self->pdf = g_bytes_get_data (pdf, &self->length);
  self->replaced = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->added = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  if (self->pdf != NULL && read_table_start (self) && read_table (self))
    return g_steal_pointer (&self);
  g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
               _ ("cairo %s on this computer writes PDFs otherwise than expected"),
               cairo_version_string ());
  return NULL;
}

void
kiroku_pdf_update_free (KirokuPdfUpdate *self)
{
  g_hash_table_unref (self->replaced);
  g_ptr_array_unref (self->added);
  g_free (self->trailer);
  g_free (self);
}

guint
kiroku_pdf_update_get_size (KirokuPdfUpdate *self)
{
  return self->size;
}

guint
kiroku_pdf_update_get_trailer (KirokuPdfUpdate *self, const char *key)
{
  guint number = kiroku_pdf_dictionary_get_reference (self->trailer, key);

  return number < self->size ? number : 0;
}

/* --- Writing -------------------------------------------------------------------------------- */

void
kiroku_pdf_update_replace (KirokuPdfUpdate *self, guint number, const char *dictionary)
{
  g_return_if_fail (number > 0 && number < self->size);

  g_hash_table_insert (self->replaced, GUINT_TO_POINTER (number), g_strdup (dictionary));
}

static guint
add (KirokuPdfUpdate *self, GString *object)
{
  g_ptr_array_add (self->added, g_string_free_to_bytes (object));
  return self->size + self->added->len - 1;
}

guint
kiroku_pdf_update_add_stream (KirokuPdfUpdate *self,
                              const char *entries,
                              gconstpointer data,
                              gsize length)
{
  GString *object = g_string_new (NULL);

  g_string_printf (object, "<< /Length %" G_GSIZE_FORMAT " %s >>\nstream\n", length, entries);
  g_string_append_len (object, data, (gssize) length);
  g_string_append (object, "\nendstream");
  return add (self, object);
}

guint
kiroku_pdf_update_add_dictionary (KirokuPdfUpdate *self, const char *dictionary)
{
  return add (self, g_string_new (dictionary));
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint one = GPOINTER_TO_UINT (a), other = GPOINTER_TO_UINT (b);

  return one < other ? -1 : one > other;
}

typedef struct
{
  KirokuPdfUpdate *update;
  GString *text; /* that follows the PDF */
  GString *table;
} Writing;

static void
write_object (Writing *writing, guint number, const char *object, gsize length)
{
  g_string_append_printf (writing->table, "%u 1\n%010" G_GSIZE_FORMAT " 00000 n \n", number,
                          writing->update->length + writing->text->len);
  g_string_append_printf (writing->text, "%u 0 obj\n", number);
  g_string_append_len (writing->text, object, (gssize) length);
  g_string_append (writing->text, "\nendobj\n");
}

/* In the order of their numbers, so that the same changes give the same bytes. */
static void
write_objects (Writing *writing)
{
  KirokuPdfUpdate *self = writing->update;
  g_autoptr (GList) numbers = g_list_sort (g_hash_table_get_keys (self->replaced), compare_numbers);

  for (GList *at = numbers; at != NULL; at = at->next)
    {
      const char *object = g_hash_table_lookup (self->replaced, at->data);

      write_object (writing, GPOINTER_TO_UINT (at->data), object, strlen (object));
    }
  for (guint i = 0; i < self->added->len; i++)
    {
      gsize length;
      const char *object = g_bytes_get_data (g_ptr_array_index (self->added, i), &length);

      write_object (writing, self->size + i, object, length);
    }
}

/* (transfer full): a dictionary: the trailer as it was, and what is new. */
static char *
make_trailer (Writing *writing)
{
  KirokuPdfUpdate *self = writing->update;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *size = g_strdup_printf ("%u", self->size + self->added->len);
  g_autofree char *previous = g_strdup_printf ("%" G_GSIZE_FORMAT, self->table_start);
  g_autofree char *id = NULL, *sized = NULL, *linked = NULL;

  g_checksum_update (checksum, (const guchar *) self->pdf, (gssize) self->length);
  g_checksum_update (checksum, (const guchar *) writing->text->str, (gssize) writing->text->len);
  id = g_strdup_printf ("[ <%.32s> <%.32s> ]", g_checksum_get_string (checksum),
                        g_checksum_get_string (checksum));
  sized = kiroku_pdf_dictionary_set (self->trailer, "/Size", size);
  linked = kiroku_pdf_dictionary_set (sized, "/Prev", previous);
  return kiroku_pdf_dictionary_set (linked, "/ID", id);
}

GBytes *
kiroku_pdf_update_finish (KirokuPdfUpdate *self)
{
  Writing writing = { self, g_string_new (NULL), g_string_new ("xref\n") };
  g_autofree char *trailer = NULL;
  gsize table;

  write_objects (&writing);
  table = self->length + writing.text->len;
  trailer = make_trailer (&writing);
  g_string_append_printf (writing.text, "%strailer\n%s\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          writing.table->str, trailer, table);
  g_string_free (writing.table, TRUE);
  return g_string_free_to_bytes (writing.text);
}
