/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-evidence-error.h"
#include "kiroku-evidence.h"
#include "kiroku-text.h"
#include "kiroku-tlp.h"

/* The largest integer of the record. */
#define INTEGER_MAX ((G_GINT64_CONSTANT (1) << 53) - 1)

static char *
read_time (const char *text, GTimeZone *local, gint64 now, GError **error)
{
  KirokuTime time;

  return kiroku_time_parse (text, local, now, &time, error) ? kiroku_time_to_occ (&time) : NULL;
}

/* Abbreviations with one meaning; of others, such as IST or CST, nobody knows which zone was meant. */
static const struct
{
  const char *name, *zone;
} zone_names[] = { { "JST", "Asia/Tokyo" }, { "UTC", "UTC" }, { "Z", "UTC" }, { "GMT", "GMT" } };

static char *
read_zone (const char *text, GError **error)
{
  g_autoptr (GTimeZone) zone = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (zone_names); i++)
    if (g_ascii_strcasecmp (text, zone_names[i].name) == 0)
      return g_strdup (zone_names[i].zone);
  zone = g_time_zone_new_identifier (text);
  if (zone != NULL)
    return g_strdup (text);
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_INPUT,
               _ ("“%s” is no time zone: write Asia/Tokyo or another such name, JST, UTC, GMT, Z or "
                  "+09:00"),
               text);
  return NULL;
}

static const struct
{
  const char *name;
  gint64 ms;
} units[] = {
  { "", 1 },         { "ms", 1 },       { "ミリ秒", 1 },     { "s", 1000 },       { "sec", 1000 },
  { "秒", 1000 },     { "m", 60000 },    { "min", 60000 },   { "分", 60000 },     { "h", 3600000 },
  { "時間", 3600000 },
};

/* The milliseconds of the number and unit that @text begins with; only a number alone needs no unit. */
static gboolean
parse_part (const char **text, gboolean first, gint64 *ms)
{
  const gsize length = strspn (*text, "0123456789");
  const char *behind = *text + length + strspn (*text + length, " ");
  const gsize letters = strcspn (behind, " 0123456789");
  g_autofree char *number = g_strndup (*text, length);
  g_autofree char *unit = g_strndup (behind, letters);
  gint64 value;

  if (!g_ascii_string_to_signed (number, 10, 0, INTEGER_MAX, &value, NULL))
    return FALSE;
  *text = behind + letters + strspn (behind + letters, " ");
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (unit, units[i].name) == 0 && value <= INTEGER_MAX / units[i].ms)
      {
        *ms = value * units[i].ms;
        return unit[0] != '\0' || (first && (*text)[0] == '\0');
      }
  return FALSE;
}

/* Milliseconds of "-2m", "30s", "1 h", "1h30m"; without a unit they are milliseconds. */
static gboolean
parse_duration (const char *text, gint64 *ms)
{
  const gboolean negative = text[0] == '-';
  const char *begin = text + (negative || text[0] == '+');
  const char *rest = begin;
  gint64 sum = 0;

  do
    {
      gint64 part;

      if (!parse_part (&rest, rest == begin, &part) || sum > INTEGER_MAX - part)
        return FALSE;
      sum += part;
    }
  while (rest[0] != '\0');
  *ms = negative ? -sum : sum;
  return TRUE;
}

static char *
read_clock_error (const char *text, GError **error)
{
  g_autofree char *half = kiroku_text_to_half_width (text);
  g_autofree char *stripped = kiroku_text_strip (half);
  gint64 ms;

  if (parse_duration (stripped, &ms))
    return g_strdup_printf ("%" G_GINT64_FORMAT, ms);
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_INPUT,
               _ ("“%s” is no time by which a clock was ahead: write 5min, 30s, 1h30m, -2m when it "
                  "was behind, or whole milliseconds"),
               text);
  return NULL;
}

static char *
read_tlp (const char *text, GError **error)
{
  KirokuTlp tlp;

  return kiroku_tlp_parse (text, &tlp, error) ? g_strdup (text) : NULL;
}

char *
kiroku_evidence_fact_normalise (
    KirokuEvidenceFact fact, const char *text, GTimeZone *local, gint64 now, GError **error)
{
  g_return_val_if_fail (text != NULL && local != NULL, NULL);

  if (text[0] == '\0')
    return g_strdup ("");
  if (fact == KIROKU_EVIDENCE_FROM || fact == KIROKU_EVIDENCE_TO)
    return read_time (text, local, now, error);
  if (fact == KIROKU_EVIDENCE_ZONE)
    return read_zone (text, error);
  if (fact == KIROKU_EVIDENCE_CLOCK_ERROR)
    return read_clock_error (text, error);
  if (fact == KIROKU_EVIDENCE_TLP)
    return read_tlp (text, error);
  return g_strdup (text);
}
