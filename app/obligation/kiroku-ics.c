/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-ics.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-content-line.h"
#include "kiroku-time.h"

#define UID_DIGITS 32

struct _KirokuIcs
{
  GString *text;
  gint64 now;
  char *language;
};

/* --- Lines --- */

static void
add_moment (KirokuIcs *self, const char *name, gint64 us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autofree char *value = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *line = g_strconcat (name, ":", value, NULL);

  kiroku_content_line_add (self->text, line);
}

static void
add_day (KirokuIcs *self, const char *name, const GDate *day)
{
  g_autofree char *line
      = g_strdup_printf ("%s;VALUE=DATE:%04u%02u%02u", name, g_date_get_year (day),
                         (guint) g_date_get_month (day), (guint) g_date_get_day (day));

  kiroku_content_line_add (self->text, line);
}

/* --- Events --- */

KirokuIcs *
kiroku_ics_new (gint64 now, const char *language)
{
  KirokuIcs *self = g_new0 (KirokuIcs, 1);

  self->text = g_string_new (NULL);
  self->now = now;
  self->language = g_strdup (language);
  kiroku_content_line_add (self->text, "BEGIN:VCALENDAR");
  kiroku_content_line_add (self->text, "VERSION:2.0");
  kiroku_content_line_add (self->text, "PRODID:-//Kiroku//Kiroku " KIROKU_VERSION "//EN");
  kiroku_content_line_add (self->text, "CALSCALE:GREGORIAN");
  return self;
}

void
kiroku_ics_free (KirokuIcs *self)
{
  g_string_free (self->text, TRUE);
  g_free (self->language);
  g_free (self);
}

static void
add_uid (KirokuIcs *self, const char *case_id, const char *rule)
{
  g_autofree char *both = g_strconcat (case_id, "\n", rule, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
  g_autofree char *line = g_strdup_printf ("UID:%.*s@kiroku", UID_DIGITS, digest);

  kiroku_content_line_add (self->text, line);
}

/* (transfer full) */
static char *
make_summary (KirokuIcs *self,
              const char *number,
              gboolean exercise,
              const KirokuObligation *obligation)
{
  return g_strdup_printf ("%s%s%s: %s → %s", exercise ? _ ("EXERCISE") : "", exercise ? " " : "",
                          number, kiroku_pack_text (obligation->label, self->language),
                          kiroku_pack_text (obligation->recipient, self->language));
}

/* What the rule says of itself, and when it ends by the clocks of its zone. (transfer full) */
static char *
make_description (const KirokuObligation *obligation)
{
  g_autoptr (GString) text = g_string_new (kiroku_obligation_state_name (obligation));
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (obligation->zone);
  g_autofree char *end = kiroku_time_to_text (obligation->due_us, KIROKU_PRECISION_MINUTE, zone);

  /* Translators: a time, then a time zone such as Asia/Tokyo. */
  g_string_append_printf (text, _ ("\nExpired from %s (%s)"), end, obligation->zone);
  if (!obligation->own)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, obligation->hard ? _ ("Duty: %s") : _ ("Target: %s"),
                              obligation->source);
      g_string_append_printf (text, " (%s)", kiroku_confidence_name (obligation->confidence));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_end (KirokuIcs *self, const KirokuObligation *obligation)
{
  GDate day, after;

  if (!kiroku_obligation_get_day (obligation, &day))
    {
      add_moment (self, "DTSTART", obligation->due_us);
      return;
    }
  after = day;
  g_date_add_days (&after, 1);
  add_day (self, "DTSTART", &day);
  add_day (self, "DTEND", &after);
}

/* At a moment each: for a day the reader's program would count from midnight of its own zone. */
static void
add_alarms (KirokuIcs *self, const KirokuObligation *obligation, const char *summary)
{
  for (guint i = 0; i < obligation->reminders->len; i++)
    {
      gint64 moment = g_array_index (obligation->reminders, gint64, i);

      if (moment <= self->now)
        continue;
      kiroku_content_line_add (self->text, "BEGIN:VALARM");
      kiroku_content_line_add (self->text, "ACTION:DISPLAY");
      add_moment (self, "TRIGGER;VALUE=DATE-TIME", moment);
      kiroku_content_line_add_text (self->text, "DESCRIPTION", summary);
      kiroku_content_line_add (self->text, "END:VALARM");
    }
}

static gboolean
is_due (const KirokuObligation *obligation)
{
  return obligation->standing != KIROKU_STANDING_NOT_APPLICABLE && !obligation->watch
         && obligation->progress != KIROKU_PROGRESS_MET && obligation->due_us != KIROKU_TIME_NONE;
}

gboolean
kiroku_ics_add (KirokuIcs *self,
                const char *case_id,
                const char *number,
                gboolean exercise,
                const KirokuObligation *obligation)
{
  g_autofree char *summary = NULL;
  g_autofree char *description = NULL;

  g_return_val_if_fail (self != NULL && case_id != NULL && number != NULL, FALSE);
  g_return_val_if_fail (obligation != NULL, FALSE);

  if (!is_due (obligation))
    return FALSE;
  summary = make_summary (self, number, exercise, obligation);
  description = make_description (obligation);
  kiroku_content_line_add (self->text, "BEGIN:VEVENT");
  add_uid (self, case_id, obligation->rule);
  add_moment (self, "DTSTAMP", self->now);
  add_end (self, obligation);
  kiroku_content_line_add_text (self->text, "SUMMARY", summary);
  kiroku_content_line_add_text (self->text, "DESCRIPTION", description);
  kiroku_content_line_add (self->text, obligation->standing == KIROKU_STANDING_UNDECIDED ? "STATUS:TENTATIVE"
                                                                    : "STATUS:CONFIRMED");
  kiroku_content_line_add (self->text, "TRANSP:TRANSPARENT");
  add_alarms (self, obligation, summary);
  kiroku_content_line_add (self->text, "END:VEVENT");
  return TRUE;
}

char *
kiroku_ics_to_text (KirokuIcs *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strconcat (self->text->str, "END:VCALENDAR\r\n", NULL);
}
