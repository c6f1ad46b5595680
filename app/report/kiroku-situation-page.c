/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-situation-private.h"

/* What stands under a head, with when it was. */
typedef struct
{
  gint64 at;
  char *text;
} Item;

char *
kiroku_situation_show_stamp (const KirokuSituation *input, gint64 us)
{
  return kiroku_words_stamp (input->language, us, KIROKU_PRECISION_MINUTE, input->zone);
}

/* (transfer full) */
char *
kiroku_situation_name_duty (const KirokuSituation *input, const KirokuObligation *duty)
{
  return g_strdup_printf (kiroku_words (input->language, "%s　%s%s", "%s: %s%s"),
                          kiroku_pack_text (duty->recipient, input->language),
                          kiroku_pack_text (duty->label, input->language),
                          duty->hard ? ""
                                     : kiroku_words (input->language, "（目安）", " (target)"));
}

/* @text on one line, of at most @width half-width characters. (transfer full) */
char *
kiroku_situation_cut (const char *text, guint width)
{
  GString *out = g_string_new (NULL);
  guint used = 0;
  gboolean blank = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      blank = blank || g_unichar_isspace (c);
      if (g_unichar_isspace (c))
        continue;
      used += (g_unichar_iswide (c) ? 2 : 1) + (blank && out->len > 0);
      if (used > width)
        {
          g_string_append (out, "…");
          break;
        }
      if (blank && out->len > 0)
        g_string_append_c (out, ' ');
      blank = FALSE;
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->text);
  g_free (item);
}

GPtrArray *
kiroku_situation_items_new (void)
{
  return g_ptr_array_new_with_free_func (item_free);
}

/* Takes @text. */
void
kiroku_situation_take_item (GPtrArray *items, gint64 at, char *text)
{
  Item *item = g_new (Item, 1);

  *item = (Item){ at, text };
  g_ptr_array_add (items, item);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *one = *(Item *const *) a, *other = *(Item *const *) b;

  return (one->at < other->at) - (one->at > other->at);
}

/* The later first; of one moment in the order in which they came. */
void
kiroku_situation_sort_items (GPtrArray *items)
{
  g_ptr_array_sort (items, compare_items);
}

void
kiroku_situation_add_row (KirokuSituationPage *page, const char *label, const char *text)
{
  kiroku_grid_row_add_text (kiroku_grid_add_row (page->grid, NULL, label), NULL, text);
}

void
kiroku_situation_append_line (GString *text, const char *bullet, const char *line)
{
  g_string_append_printf (text, "%s%s%s", text->len > 0 ? "\n" : "", bullet, line);
}

/* How many of the @len items at hand are shown, of @n in all. */
static guint
take_room (KirokuSituationPage *page, KirokuSituationList list, guint len, gint64 n)
{
  const guint shown = MIN (len, page->room->items[list]);

  page->left_out[list] += n - shown;
  return shown;
}

/* @items of which there are @n in all, as many as there is room for. */
void
kiroku_situation_add_items (KirokuSituationPage *page,
                            KirokuSituationList list,
                            const char *label,
                            GPtrArray *items,
                            gint64 n,
                            const char *none)
{
  const char *bullet = kiroku_words (page->input->language, "・", "• ");
  g_autoptr (GString) text = g_string_new (NULL);
  const guint shown = take_room (page, list, items->len, n);
  /* What is due to whom is never cut to one line. */
  const guint width = list == KIROKU_SITUATION_DEADLINES
                          ? MAX (page->room->width, 2 * KIROKU_SITUATION_LINE)
                          : page->room->width;

  for (guint i = 0; i < shown; i++)
    {
      const Item *item = g_ptr_array_index (items, i);
      g_autofree char *line = kiroku_situation_cut (item->text, width);

      kiroku_situation_append_line (text, bullet, line);
    }
  if (n > shown)
    {
      g_autofree char *more
          = g_strdup_printf (kiroku_words (page->input->language, "ほか%" G_GINT64_FORMAT "件",
                                           "and %" G_GINT64_FORMAT " more"),
                             n - shown);

      kiroku_situation_append_line (text, bullet, more);
    }
  kiroku_situation_add_row (page, label, text->len > 0 ? text->str : none);
}

/* @names one behind the other, as many as there is room for, and how many more. (transfer full) */
char *
kiroku_situation_join_names (KirokuSituationPage *page, KirokuSituationList list, GPtrArray *names)
{
  GString *text = g_string_new (NULL);
  const guint shown = take_room (page, list, names->len, names->len);

  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *name
          = kiroku_situation_cut (g_ptr_array_index (names, i), KIROKU_SITUATION_PART);

      g_string_append_printf (text, "%s%s",
                              i > 0 ? kiroku_words (page->input->language, "／", " / ") : "", name);
    }
  if (names->len > shown)
    g_string_append_printf (text,
                            kiroku_words (page->input->language, "／ほか%u件", " / and %u more"),
                            names->len - shown);
  return g_string_free (text, FALSE);
}
