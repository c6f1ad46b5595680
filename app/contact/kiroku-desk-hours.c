/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-desk-hours.h"

#include <stdio.h>
#include <string.h>

#include "kiroku-desks.h"
#include "kiroku-i18n.h"

#define ZONE "zone="

/* One form of what keyboards have for digits, colons and dashes. (transfer full) */
static char *
make_plain (const char *text)
{
  static const char *const dashes[] = { "–", "—", "−", "〜", "~", "‐" };
  g_autofree char *folded = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  GString *plain = g_string_new (folded);

  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++)
    g_string_replace (plain, dashes[i], "-", 0);
  g_string_replace (plain, ",", " ", 0);
  return g_string_free (plain, FALSE);
}

static gboolean
refuse (GError **error, const char *word)
{
  g_set_error (error, KIROKU_CONTACT_ERROR, KIROKU_CONTACT_ERROR_INPUT,
               _ ("“%s” are no hours: write 09:00-18:00, or 09:00-12:00 13:00-18:00, up to 24:00; one over "
                  "midnight is two"),
               word);
  return FALSE;
}

static gboolean
read_span (const char *word, KirokuPackOpen *open, GError **error)
{
  unsigned from, from_minute, to, to_minute;
  char rest;

  if (sscanf (word, "%2u:%2u-%2u:%2u%c", &from, &from_minute, &to, &to_minute, &rest) != 4
      || from_minute >= 60 || to_minute >= 60)
    return refuse (error, word);
  open->from = from * 60 + from_minute;
  open->to = to * 60 + to_minute;
  return (open->to > open->from && open->to <= 24 * 60) || refuse (error, word);
}

static gboolean
add_span (GPtrArray *all, const char *word, GError **error)
{
  KirokuPackOpen *open = g_new0 (KirokuPackOpen, 1);

  open->item.id = g_strdup ("");
  open->item.confidence = KIROKU_CONFIDENCE_STATED;
  g_ptr_array_add (all, open);
  return read_span (word, open, error);
}

/* What is said once is so of every span. */
static void
fill (GPtrArray *all, const char *calendar, GTimeZone *zone)
{
  for (guint i = 0; i < all->len; i++)
    {
      KirokuPackOpen *open = g_ptr_array_index (all, i);

      open->calendar = g_strdup (calendar);
      open->zone = g_strdup (g_time_zone_get_identifier (zone));
      open->clock = g_time_zone_ref (zone);
    }
}

/* @zone: (inout) (transfer full) */
static gboolean
take_zone (const char *id, GTimeZone **zone, GError **error)
{
  GTimeZone *named = g_time_zone_new_identifier (id);

  if (named == NULL)
    {
      g_set_error (error, KIROKU_CONTACT_ERROR, KIROKU_CONTACT_ERROR_INPUT,
                   _ ("this system knows no time zone “%s”: write one such as Asia/Tokyo"), id);
      return FALSE;
    }
  g_time_zone_unref (*zone);
  *zone = named;
  return TRUE;
}

/* @calendar: (inout) */
static gboolean
take_calendar (KirokuPack *pack, const char *id, const char **calendar, GError **error)
{
  if (kiroku_pack_get_calendar (pack, id) == NULL)
    {
      g_set_error (error, KIROKU_CONTACT_ERROR, KIROKU_CONTACT_ERROR_INPUT,
                   _ ("“%s” is neither hours nor a calendar of the rule pack: write 09:00-18:00, and "
                      "JP_GOV_CLOSED where it is closed on the closed days of Japanese offices"),
                   id);
      return FALSE;
    }
  *calendar = id;
  return TRUE;
}

GPtrArray *
kiroku_desk_hours_parse (KirokuPack *pack, const char *text, GTimeZone *zone, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (kiroku_pack_open_free);
  g_autofree char *plain = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GTimeZone) clock = NULL;
  const char *calendar = NULL;
  gboolean good = TRUE;

  g_return_val_if_fail (pack != NULL && text != NULL && zone != NULL, NULL);

  plain = make_plain (text);
  words = g_strsplit_set (plain, " \t", -1);
  clock = g_time_zone_ref (zone);
  for (guint i = 0; good && words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], ZONE))
      good = take_zone (words[i] + strlen (ZONE), &clock, error);
    else if (g_ascii_isdigit (words[i][0]))
      good = add_span (all, words[i], error);
    else if (words[i][0] != '\0')
      good = take_calendar (pack, words[i], &calendar, error);
  if (!good || (all->len == 0 && !refuse (error, text)))
    return NULL;
  fill (all, calendar, clock);
  return g_steal_pointer (&all);
}

char *
kiroku_desk_hours_print_spans (GPtrArray *open)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (open != NULL, NULL);

  for (guint i = 0; i < open->len; i++)
    {
      const KirokuPackOpen *one = g_ptr_array_index (open, i);

      g_string_append_printf (text, "%s%02d:%02d-%02d:%02d", i > 0 ? " " : "", one->from / 60,
                              one->from % 60, one->to / 60, one->to % 60);
    }
  return g_string_free (text, FALSE);
}

char *
kiroku_desk_hours_print (GPtrArray *open)
{
  const KirokuPackOpen *first;
  g_autofree char *spans = NULL;

  g_return_val_if_fail (open != NULL && open->len > 0, NULL);

  first = g_ptr_array_index (open, 0);
  spans = kiroku_desk_hours_print_spans (open);
  return g_strconcat (spans, first->calendar != NULL ? " " : "",
                      first->calendar != NULL ? first->calendar : "", " " ZONE, first->zone, NULL);
}
