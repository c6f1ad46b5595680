/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

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

static char *
read_zone (const char *text, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (text);

  if (zone != NULL)
    return g_strdup (text);
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_INPUT,
               _ ("“%s” is no time zone: write Asia/Tokyo, UTC or +09:00"), text);
  return NULL;
}

static char *
read_clock_error (const char *text, GError **error)
{
  g_autofree char *half = kiroku_text_to_half_width (text);
  gint64 ms;

  if (g_ascii_string_to_signed (half, 10, -INTEGER_MAX, INTEGER_MAX, &ms, NULL))
    return g_strdup_printf ("%" G_GINT64_FORMAT, ms);
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_INPUT,
               _ ("“%s” is no whole number of milliseconds"), text);
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
