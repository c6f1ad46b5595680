/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-item.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-approval.h"
#include "kiroku-line-erasure.h"
#include "kiroku-text.h"

#define DATE_LENGTH 10 /* of "2026-11-21" */

struct _KirokuLogItem
{
  GObject parent_instance;

  KirokuLine *line;
  char *day;
  char *time;
  char *date;
  char *recorded;
  char *text;
  char *original;
  char *reason;
};

G_DEFINE_FINAL_TYPE (KirokuLogItem, kiroku_log_item, G_TYPE_OBJECT)

static void
kiroku_log_item_finalize (GObject *object)
{
  KirokuLogItem *self = KIROKU_LOG_ITEM (object);

  g_clear_pointer (&self->line, kiroku_line_free);
  g_free (self->day);
  g_free (self->time);
  g_free (self->date);
  g_free (self->recorded);
  g_free (self->text);
  g_free (self->original);
  g_free (self->reason);

  G_OBJECT_CLASS (kiroku_log_item_parent_class)->finalize (object);
}

static void
kiroku_log_item_class_init (KirokuLogItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_log_item_finalize;
}

static void
kiroku_log_item_init (KirokuLogItem *self)
{
}

/* (transfer full) */
static char *
describe_day (gint64 us, GTimeZone *zone)
{
  /* Not "%a": the language of the messages can be another than that of the locale's times. */
  static const char *const weekdays[]
      = { NC_ ("weekday", "Mon"), NC_ ("weekday", "Tue"), NC_ ("weekday", "Wed"),
          NC_ ("weekday", "Thu"), NC_ ("weekday", "Fri"), NC_ ("weekday", "Sat"),
          NC_ ("weekday", "Sun") };
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *date = g_date_time_format (local, "%Y-%m-%d");
  const char *weekday = weekdays[g_date_time_get_day_of_week (local) - 1];

  /* Translators: the day above its entries in the log: 2026-11-21 Sat. */
  return g_strdup_printf (C_ ("day", "%s %s"), date, g_dpgettext2 (NULL, "weekday", weekday));
}

/* @stated and @recorded begin "YYYY-MM-DD"; one that is known to the day has nothing else. */
static void
set_time (KirokuLogItem *self, const char *stated, const char *recorded)
{
  gboolean has_time = strlen (stated) > DATE_LENGTH && stated[DATE_LENGTH] == ' ';

  self->time = g_strdup (has_time ? stated + DATE_LENGTH + 1 : stated);
  if (has_time && strncmp (stated, recorded, DATE_LENGTH) != 0)
    self->date = g_strndup (stated, DATE_LENGTH);
  if (!g_str_has_prefix (recorded, stated))
    self->recorded = g_strdup (recorded + DATE_LENGTH + 1);
}

static void
set_times (KirokuLogItem *self, const KirokuLine *before, GTimeZone *zone)
{
  const KirokuLine *line = self->line;
  g_autofree char *recorded = kiroku_time_to_text (line->rec, KIROKU_PRECISION_SECOND, zone);
  g_autofree char *stated = kiroku_line_dup_time (line, zone);
  g_autofree char *previous
      = before != NULL ? kiroku_time_to_text (before->rec, KIROKU_PRECISION_SECOND, zone) : NULL;

  if (previous == NULL || strncmp (previous, recorded, DATE_LENGTH) != 0)
    self->day = describe_day (line->rec, zone);
  set_time (self, stated, recorded);
}

/* @text, which the line says, ready to be shown: a click follows no address. (transfer full) */
static char *
make_visible (const KirokuLine *line, const char *text, gboolean one_line)
{
  g_autofree char *safe = kiroku_line_defang (line, text);

  return kiroku_text_visible (safe, one_line);
}

/* What it says, and below what was said about it and what was erased of it. (transfer full) */
static char *
dup_said (const KirokuLine *line, KirokuPack *pack, const char *language, GTimeZone *zone)
{
  g_autofree char *text = kiroku_line_describe (line, pack, language);
  g_autofree char *approvals = kiroku_line_describe_approvals (line, language, zone);
  g_autofree char *erasures = kiroku_line_describe_erasures (line, pack, language, zone);

  return g_strconcat (text, approvals != NULL ? "\n" : "", approvals != NULL ? approvals : "",
                      erasures != NULL ? "\n" : "", erasures, NULL);
}

/* Why it was corrected. (transfer full) (nullable) */
static char *
dup_reason (const KirokuLine *line, const char *language)
{
  g_autofree char *reason = NULL;

  if (line->correction == NULL)
    return NULL;
  reason = kiroku_line_add_earlier (
      line,
      line->reason != NULL ? line->reason
                           : kiroku_line_get_absent (line, line->correction, "reason"),
      language);
  return make_visible (line, reason, TRUE);
}

KirokuLogItem *
kiroku_log_item_new (const KirokuLine *line,
                     const KirokuLine *before,
                     KirokuPack *pack,
                     const char *language,
                     GTimeZone *zone)
{
  KirokuLogItem *self;
  g_autofree char *said = NULL;
  g_autofree char *original = NULL;

  g_return_val_if_fail (line != NULL && language != NULL && zone != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_LOG_ITEM, NULL);
  self->line = kiroku_line_copy (line);
  said = dup_said (line, pack, language, zone);
  self->text = make_visible (line, said, FALSE);
  original = kiroku_line_describe_original (line, language, zone);
  if (original != NULL)
    self->original = make_visible (line, original, FALSE);
  self->reason = dup_reason (line, language);
  set_times (self, before, zone);
  return self;
}

const KirokuLine *
kiroku_log_item_get_line (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->line;
}

const char *
kiroku_log_item_get_day (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->day;
}

const char *
kiroku_log_item_get_time (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->time;
}

const char *
kiroku_log_item_get_date (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->date;
}

const char *
kiroku_log_item_get_recorded (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->recorded;
}

const char *
kiroku_log_item_get_text (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->text;
}

const char *
kiroku_log_item_get_original (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->original;
}

const char *
kiroku_log_item_get_reason (KirokuLogItem *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ITEM (self), NULL);

  return self->reason;
}
