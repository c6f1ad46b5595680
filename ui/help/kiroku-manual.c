/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-manual.h"

#include <string.h>

#define INDEX "index"

/* Between the parts of a path through menus, and between keys that are held together. */
#define PATH_SIGN " › "
#define KEYS_SIGN "+"

/* --- The parts --- */

static void
block_free (gpointer data)
{
  KirokuManualBlock *self = data;

  g_free (self->markup);
  g_free (self);
}

static void
page_free (gpointer data)
{
  KirokuManualPage *self = data;

  g_free (self->id);
  g_free (self->group);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->words);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_free (self);
}

static KirokuManualPage *
page_new (const char *id)
{
  KirokuManualPage *self = g_new0 (KirokuManualPage, 1);

  self->id = g_strdup (id);
  self->title = g_strdup ("");
  self->summary = g_strdup ("");
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

/* What of a page is found, whatever its width or case. (transfer full) */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

/* --- Reading Mallard --- */

typedef struct
{
  KirokuManualPage *page;
  GHashTable *titles; /* (nullable): id → title, for links without words */
  GPtrArray *order;   /* (nullable): of the index: id and heading in turn */
  GString *markup;    /* of the text that is being read; NULL between texts */
  GString *plain;     /* the same without markup */
  GString *words;     /* of the whole page */
  const char *note;   /* style of the note that is being read; NULL outside */
  guint step;         /* of the steps that are being read; 0 outside */
  gboolean in_terms;
  gboolean path;   /* a guiseq or keyseq, of which a part has been read */
  gboolean silent; /* the link that is being read has no words of its own yet */
  char *target;    /* of that link */
} Reading;

static void
open_text (Reading *self)
{
  self->markup = g_string_new (NULL);
  self->plain = g_string_new (NULL);
}

static void
add_block (Reading *self, KirokuManualKind kind)
{
  KirokuManualBlock *block = g_new0 (KirokuManualBlock, 1);

  block->kind = kind;
  block->number = self->step;
  block->markup = g_strdup (self->markup->str);
  g_ptr_array_add (self->page->blocks, block);
}

static void
close_text (Reading *self)
{
  g_string_append (self->words, self->plain->str);
  g_string_append_c (self->words, '\n');
  g_string_free (g_steal_pointer (&self->markup), TRUE);
  g_string_free (g_steal_pointer (&self->plain), TRUE);
}

/* Runs of white space are one space, but on a screen. */
static void
append_text (Reading *self, const char *text, gboolean keep)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  for (const char *p = text; *p != '\0'; p++)
    if (keep || !g_ascii_isspace (*p))
      g_string_append_c (clean, *p);
    else if (clean->len > 0 ? clean->str[clean->len - 1] != ' '
                            : self->plain->len > 0 && self->plain->str[self->plain->len - 1] != ' ')
      g_string_append_c (clean, ' ');
  escaped = g_markup_escape_text (clean->str, -1);
  g_string_append (self->markup, escaped);
  g_string_append (self->plain, clean->str);
}

/* Spaces at the ends are the file's own. */
static void
strip_text (Reading *self)
{
  g_strstrip (self->markup->str);
  g_strstrip (self->plain->str);
  g_string_set_size (self->markup, strlen (self->markup->str));
  g_string_set_size (self->plain, strlen (self->plain->str));
}

static void
replace_text (char **member, const GString *text)
{
  g_free (*member);
  *member = g_strdup (text->str);
}

/* What a section of the index lists stands before its title. */
static void
name_group (Reading *self)
{
  for (guint i = 1; self->order != NULL && i < self->order->len; i += 2)
    if (g_ptr_array_index (self->order, i) == NULL)
      g_ptr_array_index (self->order, i) = g_strdup (self->plain->str);
}

/* A title is that of the page, a section, or a term. */
static void
end_title (Reading *self, const char *parent)
{
  if (g_str_equal (parent, "page"))
    replace_text (&self->page->title, self->plain);
  else if (g_str_equal (parent, "item"))
    add_block (self, KIROKU_MANUAL_TERM);
  else
    {
      name_group (self);
      add_block (self, KIROKU_MANUAL_HEADING);
    }
}

static void
end_paragraph (Reading *self, const char *parent)
{
  if (self->note != NULL)
    add_block (self,
               g_str_equal (self->note, "warning") ? KIROKU_MANUAL_WARNING : KIROKU_MANUAL_NOTE);
  else if (!g_str_equal (parent, "item"))
    add_block (self, KIROKU_MANUAL_TEXT);
  else
    add_block (self, self->in_terms   ? KIROKU_MANUAL_MEANING
                     : self->step > 0 ? KIROKU_MANUAL_STEP
                                      : KIROKU_MANUAL_BULLET);
}

static void
begin_link (Reading *self, const char *target)
{
  g_autofree char *escaped = g_markup_escape_text (target, -1);

  g_string_append_printf (self->markup, "<a href=\"%s\">", escaped);
  g_free (self->target);
  self->target = g_strdup (target);
  self->silent = TRUE;
}

/* A link without words shows the title of its page. */
static void
end_link (Reading *self)
{
  const char *title = NULL;

  if (self->silent && self->titles != NULL)
    title = g_hash_table_lookup (self->titles, self->target);
  if (title != NULL)
    append_text (self, title, TRUE);
  self->silent = FALSE;
  g_string_append (self->markup, "</a>");
}

typedef struct
{
  const char *element;
  const char *begin;
  const char *end;
} Inline;

static const Inline inlines[] = {
  { "gui", "<b>", "</b>" },   { "key", "<b>", "</b>" },    { "em", "<b>", "</b>" },
  { "cmd", "<tt>", "</tt>" }, { "file", "<tt>", "</tt>" }, { "code", "<tt>", "</tt>" },
  { "guiseq", "", "" },       { "keyseq", "", "" },
};

/* Elements that only hold others. */
static const char *const holders[] = { "page", "info", "section", "list", "terms", "item" };

static const Inline *
find_inline (const char *element)
{
  for (guint i = 0; i < G_N_ELEMENTS (inlines); i++)
    if (g_str_equal (inlines[i].element, element))
      return &inlines[i];
  return NULL;
}

static void
begin_inline (Reading *self, const Inline *found, const char *parent)
{
  gboolean of_path = g_str_equal (parent, "guiseq") || g_str_equal (parent, "keyseq");

  if (of_path && self->path)
    append_text (self, g_str_equal (parent, "guiseq") ? PATH_SIGN : KEYS_SIGN, TRUE);
  self->path = FALSE;
  self->silent = FALSE;
  g_string_append (self->markup, found->begin);
}

static const char *
get_attribute (const char *name, const char **names, const char **values)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];
  return NULL;
}

/* In <info>: of the index what it lists; else where the page is listed. */
static void
take_info_link (Reading *self, const char **names, const char **values)
{
  if (self->order == NULL || g_strcmp0 (get_attribute ("type", names, values), "topic") != 0)
    return;
  g_ptr_array_add (self->order, g_strdup (get_attribute ("xref", names, values)));
  g_ptr_array_add (self->order, NULL);
}

static const char *
get_parent (GMarkupParseContext *context)
{
  const GSList *stack = g_markup_parse_context_get_element_stack (context);

  return stack->next != NULL ? stack->next->data : "";
}

static gboolean
begin_block (Reading *self, const char *element, const char **names, const char **values)
{
  if (g_str_equal (element, "steps"))
    self->step = 0;
  else if (g_str_equal (element, "note"))
    self->note
        = g_strcmp0 (get_attribute ("style", names, values), "warning") == 0 ? "warning" : "note";
  else if (!g_strv_contains (holders, element))
    return FALSE;
  return TRUE;
}

static void
start_element (GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer user_data,
               GError **error)
{
  Reading *self = user_data;
  const char *parent = get_parent (context);
  const Inline *found = find_inline (element);

  if (g_str_equal (element, "item") && g_str_equal (parent, "steps"))
    self->step++;
  if (g_str_equal (element, "terms"))
    self->in_terms = TRUE;
  if (g_str_equal (element, "link") && self->markup == NULL)
    take_info_link (self, names, values);
  else if (g_str_equal (element, "link"))
    begin_link (self, get_attribute ("xref", names, values) != NULL
                          ? get_attribute ("xref", names, values)
                          : "");
  else if (found != NULL && self->markup != NULL)
    begin_inline (self, found, parent);
  else if (g_str_equal (element, "p") || g_str_equal (element, "title")
           || g_str_equal (element, "desc") || g_str_equal (element, "screen"))
    open_text (self);
  else if (!begin_block (self, element, names, values))
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s> is not known here",
                 element);
}

static void
end_block (Reading *self, const char *element)
{
  if (g_str_equal (element, "steps"))
    self->step = 0;
  else if (g_str_equal (element, "terms"))
    self->in_terms = FALSE;
  else if (g_str_equal (element, "note"))
    self->note = NULL;
}

static void
end_text (Reading *self, const char *element, const char *parent)
{
  strip_text (self);
  if (g_str_equal (element, "title"))
    end_title (self, parent);
  else if (g_str_equal (element, "desc"))
    replace_text (&self->page->summary, self->plain);
  else if (g_str_equal (element, "screen"))
    add_block (self, KIROKU_MANUAL_SCREEN);
  else
    end_paragraph (self, parent);
  close_text (self);
}

static void
end_element (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reading *self = user_data;
  const Inline *found = find_inline (element);

  if (self->markup == NULL)
    end_block (self, element);
  else if (found != NULL)
    {
      g_string_append (self->markup, found->end);
      self->path = g_str_equal (element, "gui") || g_str_equal (element, "key");
    }
  else if (g_str_equal (element, "link"))
    end_link (self);
  else
    end_text (self, element, get_parent (context));
}

static void
read_text (GMarkupParseContext *context,
           const char *text,
           gsize length,
           gpointer user_data,
           GError **error)
{
  Reading *self = user_data;
  const char *element = g_markup_parse_context_get_element (context);

  if (self->markup == NULL || g_str_equal (element, "guiseq") || g_str_equal (element, "keyseq"))
    return;
  self->silent = FALSE;
  append_text (self, text, g_str_equal (element, "screen"));
}

static const GMarkupParser parser
    = { .start_element = start_element, .end_element = end_element, .text = read_text };

static gboolean
parse (Reading *self, GBytes *bytes, GError **error)
{
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, self, NULL);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  return g_markup_parse_context_parse (context, text, size, error)
         && g_markup_parse_context_end_parse (context, error);
}

static void
reading_clear (Reading *self)
{
  if (self->markup != NULL)
    close_text (self);
  g_string_free (self->words, TRUE);
  g_free (self->target);
}

/* @order: (nullable) (element-type utf8) */
static KirokuManualPage *
read_page (
    const char *language, const char *id, GHashTable *titles, GPtrArray *order, GError **error)
{
  g_autofree char *path = g_strconcat (KIROKU_MANUAL_RESOURCE, language, "/", id, ".page", NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, error);
  KirokuManualPage *page = bytes != NULL ? page_new (id) : NULL;
  Reading reading
      = { .page = page, .titles = titles, .order = order, .words = g_string_new (NULL) };

  if (page != NULL && !parse (&reading, bytes, error))
    {
      g_prefix_error (error, "%s: ", path);
      g_clear_pointer (&page, page_free);
    }
  if (page != NULL)
    page->words = fold (reading.words->str);
  reading_clear (&reading);
  return page;
}

/* The titles are known after the first reading. */
static GPtrArray *
read_pages (const char *language, GPtrArray *order, GHashTable *titles, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (page_free);

  for (guint i = 0; i + 1 < order->len; i += 2)
    {
      KirokuManualPage *page
          = read_page (language, g_ptr_array_index (order, i), titles, NULL, error);

      if (page == NULL)
        return NULL;
      page->group = g_strdup (g_ptr_array_index (order, i + 1));
      g_ptr_array_add (pages, page);
    }
  return g_steal_pointer (&pages);
}

GPtrArray *
kiroku_manual_load (const char *language, GError **error)
{
  const char *folder = g_str_has_prefix (language, "ja") ? "ja" : "en";
  g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) first = NULL;
  KirokuManualPage *index = read_page (folder, INDEX, NULL, order, error);

  if (index == NULL)
    return NULL;
  page_free (index);
  first = read_pages (folder, order, NULL, error);
  if (first == NULL)
    return NULL;
  for (guint i = 0; i < first->len; i++)
    {
      KirokuManualPage *page = g_ptr_array_index (first, i);

      g_hash_table_insert (titles, page->id, page->title);
    }
  return read_pages (folder, order, titles, error);
}

/* --- Finding --- */

const KirokuManualPage *
kiroku_manual_find (GPtrArray *pages, const char *id)
{
  g_return_val_if_fail (pages != NULL && id != NULL, NULL);

  for (guint i = 0; i < pages->len; i++)
    {
      const KirokuManualPage *page = g_ptr_array_index (pages, i);

      if (g_str_equal (page->id, id))
        return page;
    }
  return NULL;
}

gboolean
kiroku_manual_page_contains (const KirokuManualPage *self, const char *text)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  folded = fold (text);
  words = g_strsplit_set (folded, " \t", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->words, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
