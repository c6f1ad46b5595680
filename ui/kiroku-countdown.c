/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-countdown.h"

#include <glib/gi18n.h>

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

/* Below this the seconds are shown. */
#define SECONDS_FROM (10 * MINUTE)
/* From here on only days are shown, either way. */
#define DAYS_FROM (2 * DAY)
/* The timer's clock stands still while the machine sleeps: it never waits longer than this. */
#define LONGEST_WAIT MINUTE

typedef enum
{
  TARGET_NONE,
  TARGET_TIME,
  TARGET_DATE,
} Target;

struct _KirokuCountdown
{
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *label;

  Target target;
  gint64 due;
  GDate date;
  GTimeZone *zone;

  KirokuCountdownClock clock;
  gpointer clock_data;
  KirokuUrgency urgency;
  guint timer;
};

G_DEFINE_FINAL_TYPE (KirokuCountdown, kiroku_countdown, GTK_TYPE_WIDGET)

/* The shapes differ, not only the colours. */
static const struct
{
  const char *css_class;
  const char *icon;
} looks[KIROKU_N_URGENCIES] = {
  [KIROKU_URGENCY_NONE] = { "none", NULL },
  [KIROKU_URGENCY_CALM] = { "calm", "document-open-recent-symbolic" },
  [KIROKU_URGENCY_SOON] = { "soon", "emblem-important-symbolic" },
  [KIROKU_URGENCY_NEAR] = { "near", "dialog-warning-symbolic" },
  [KIROKU_URGENCY_LAST] = { "last", "dialog-warning-symbolic" },
  [KIROKU_URGENCY_PASSED] = { "passed", "dialog-error-symbolic" },
};

/* (transfer full) */
static char *
left_text (gint64 left)
{
  if (left >= DAYS_FROM)
    return kiroku_countdown_text_for_days (left / DAY);
  if (left >= HOUR)
    return g_strdup_printf (_ ("%d h %02d min left"), (int) (left / HOUR),
                            (int) (left % HOUR / MINUTE));
  if (left >= SECONDS_FROM)
    return g_strdup_printf (_ ("%d min left"), (int) (left / MINUTE));
  return g_strdup_printf (_ ("%d min %02d s left"), (int) (left / MINUTE),
                          (int) (left % MINUTE / SECOND));
}

/* (transfer full) */
static char *
overdue_text (gint64 over)
{
  if (over >= DAY)
    return kiroku_countdown_text_for_days (-(int) (over / DAY));
  if (over >= HOUR)
    return g_strdup_printf (_ ("%d h %02d min overdue"), (int) (over / HOUR),
                            (int) (over % HOUR / MINUTE));
  if (over >= MINUTE)
    return g_strdup_printf (_ ("%d min overdue"), (int) (over / MINUTE));
  return g_strdup (_ ("Just passed"));
}

char *
kiroku_countdown_text_for_time (gint64 left)
{
  return left >= 0 ? left_text (left) : overdue_text (-left);
}

char *
kiroku_countdown_text_for_days (int days)
{
  if (days == 0)
    return g_strdup (_ ("Due today"));
  if (days > 0)
    return g_strdup_printf (ngettext ("%d day left", "%d days left", days), days);
  return g_strdup_printf (ngettext ("%d day overdue", "%d days overdue", -days), -days);
}

KirokuUrgency
kiroku_countdown_urgency_for_time (gint64 left)
{
  if (left < 0)
    return KIROKU_URGENCY_PASSED;
  if (left <= HOUR)
    return KIROKU_URGENCY_LAST;
  if (left <= 4 * HOUR)
    return KIROKU_URGENCY_NEAR;
  return left <= DAY ? KIROKU_URGENCY_SOON : KIROKU_URGENCY_CALM;
}

KirokuUrgency
kiroku_countdown_urgency_for_days (int days)
{
  if (days < 0)
    return KIROKU_URGENCY_PASSED;
  if (days == 0)
    return KIROKU_URGENCY_NEAR;
  return days == 1 ? KIROKU_URGENCY_SOON : KIROKU_URGENCY_CALM;
}

gint64
kiroku_countdown_next_change (gint64 left)
{
  gint64 unit = left >= 0 && left < SECONDS_FROM ? SECOND : MINUTE;

  if (left >= 0)
    return left % unit + 1;
  return unit - -left % unit;
}

static gint64
system_clock (gpointer user_data)
{
  return g_get_real_time ();
}

static gint64
now (KirokuCountdown *self)
{
  return self->clock (self->clock_data);
}

/* (transfer full) */
static GDateTime *
now_in_zone (KirokuCountdown *self)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now (self) / SECOND);

  return g_date_time_to_timezone (utc, self->zone);
}

static int
days_left (KirokuCountdown *self)
{
  g_autoptr (GDateTime) today = now_in_zone (self);
  int year, month, day;
  GDate date;

  g_date_time_get_ymd (today, &year, &month, &day);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return g_date_days_between (&date, &self->date);
}

/* µs until the next midnight in the zone, or at least not after it. */
static gint64
until_midnight (KirokuCountdown *self)
{
  g_autoptr (GDateTime) today = now_in_zone (self);
  gint64 passed = g_date_time_get_hour (today) * HOUR + g_date_time_get_minute (today) * MINUTE
                  + g_date_time_get_second (today) * SECOND;

  return DAY - passed;
}

static void
set_urgency (KirokuCountdown *self, KirokuUrgency urgency)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), looks[self->urgency].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self), looks[urgency].css_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[urgency].icon);
  gtk_widget_set_visible (self->icon, looks[urgency].icon != NULL);
  self->urgency = urgency;
}

static void
show_time_left (KirokuCountdown *self)
{
  gint64 left = self->due - now (self);
  g_autofree char *text = kiroku_countdown_text_for_time (left);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  set_urgency (self, kiroku_countdown_urgency_for_time (left));
}

static void
show_days_left (KirokuCountdown *self)
{
  int days = days_left (self);
  g_autofree char *text = kiroku_countdown_text_for_days (days);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  set_urgency (self, kiroku_countdown_urgency_for_days (days));
}

static void
show (KirokuCountdown *self)
{
  if (self->target == TARGET_TIME)
    show_time_left (self);
  else if (self->target == TARGET_DATE)
    show_days_left (self);
}

static void update (KirokuCountdown *self);

static gboolean
timer_cb (gpointer user_data)
{
  KirokuCountdown *self = user_data;

  self->timer = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
start_timer (KirokuCountdown *self)
{
  gint64 wait;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->target == TARGET_NONE || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  wait = self->target == TARGET_TIME ? kiroku_countdown_next_change (self->due - now (self))
                                     : until_midnight (self);
  self->timer = g_timeout_add (MIN (wait, LONGEST_WAIT) / 1000 + 1, timer_cb, self);
}

/* Shows what is left now and comes back when that changes. */
static void
update (KirokuCountdown *self)
{
  show (self);
  start_timer (self);
}

static void
kiroku_countdown_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_countdown_parent_class)->map (widget);

  update (KIROKU_COUNTDOWN (widget));
}

static void
kiroku_countdown_unmap (GtkWidget *widget)
{
  KirokuCountdown *self = KIROKU_COUNTDOWN (widget);

  g_clear_handle_id (&self->timer, g_source_remove);

  GTK_WIDGET_CLASS (kiroku_countdown_parent_class)->unmap (widget);
}

static void
kiroku_countdown_dispose (GObject *object)
{
  KirokuCountdown *self = KIROKU_COUNTDOWN (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->target = TARGET_NONE;
  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (kiroku_countdown_parent_class)->dispose (object);
}

static void
kiroku_countdown_class_init (KirokuCountdownClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_countdown_dispose;
  widget_class->map = kiroku_countdown_map;
  widget_class->unmap = kiroku_countdown_unmap;

  gtk_widget_class_set_css_name (widget_class, "countdown");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kiroku_countdown_init (KirokuCountdown *self)
{
  self->clock = system_clock;
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "visible", FALSE, NULL);
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  set_urgency (self, KIROKU_URGENCY_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time limit"), -1);
}

GtkWidget *
kiroku_countdown_new (void)
{
  return g_object_new (KIROKU_TYPE_COUNTDOWN, NULL);
}

void
kiroku_countdown_set_due (KirokuCountdown *self, gint64 due)
{
  g_return_if_fail (KIROKU_IS_COUNTDOWN (self));

  self->target = TARGET_TIME;
  self->due = due;
  update (self);
}

void
kiroku_countdown_set_date (KirokuCountdown *self, const char *date, GTimeZone *zone)
{
  int year, month, day;

  g_return_if_fail (KIROKU_IS_COUNTDOWN (self));
  g_return_if_fail (date != NULL && zone != NULL);
  g_return_if_fail (sscanf (date, "%4d-%2d-%2d", &year, &month, &day) == 3);
  g_return_if_fail (g_date_valid_dmy (day, month, year));

  self->target = TARGET_DATE;
  g_date_clear (&self->date, 1);
  g_date_set_dmy (&self->date, day, month, year);
  g_time_zone_ref (zone);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone;
  update (self);
}

void
kiroku_countdown_set_text (KirokuCountdown *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_COUNTDOWN (self));

  self->target = TARGET_NONE;
  gtk_label_set_text (GTK_LABEL (self->label), text);
  set_urgency (self, KIROKU_URGENCY_NONE);
  update (self);
}

void
kiroku_countdown_set_clock (KirokuCountdown *self, KirokuCountdownClock clock, gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_COUNTDOWN (self));

  self->clock = clock != NULL ? clock : system_clock;
  self->clock_data = user_data;
  update (self);
}

const char *
kiroku_countdown_get_text (KirokuCountdown *self)
{
  g_return_val_if_fail (KIROKU_IS_COUNTDOWN (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->label));
}

KirokuUrgency
kiroku_countdown_get_urgency (KirokuCountdown *self)
{
  g_return_val_if_fail (KIROKU_IS_COUNTDOWN (self), KIROKU_URGENCY_NONE);

  return self->urgency;
}
