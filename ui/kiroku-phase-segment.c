/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-phase-segment.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "kiroku-ui.h"

#define CORNER 9.0

struct _KirokuPhaseSegment
{
  GtkButton parent_instance;

  GtkImage *mark;
  GtkLabel *name;
  GtkLabel *duration;
  GtkImage *signed_mark;

  KirokuPhase phase;
  gboolean current;
  gboolean visited;
  char *word; /* (nullable): what a second person signed */
};

G_DEFINE_FINAL_TYPE (KirokuPhaseSegment, kiroku_phase_segment, GTK_TYPE_BUTTON)

static gboolean
is_first (KirokuPhaseSegment *self)
{
  return self->phase == 0;
}

static gboolean
is_last (KirokuPhaseSegment *self)
{
  return self->phase == KIROKU_N_PHASES - 1;
}

/* The arrow, @inset px inside the widget: a notch on the left unless it is the first, a tip on the
 * right unless it is the last; the bar's outer corners are round. */
static void
trace_arrow (KirokuPhaseSegment *self, cairo_t *cr, double inset)
{
  double left = inset;
  double right = gtk_widget_get_width (GTK_WIDGET (self)) - inset;
  double top = inset;
  double bottom = gtk_widget_get_height (GTK_WIDGET (self)) - inset;
  double middle = (top + bottom) / 2;
  double radius = CORNER - inset;

  cairo_new_path (cr);
  if (is_first (self))
    {
      cairo_arc (cr, left + radius, bottom - radius, radius, G_PI / 2, G_PI);
      cairo_arc (cr, left + radius, top + radius, radius, G_PI, 3 * G_PI / 2);
    }
  else
    {
      cairo_move_to (cr, left, bottom);
      cairo_line_to (cr, left + KIROKU_PHASE_SEGMENT_TIP, middle);
      cairo_line_to (cr, left, top);
    }
  if (is_last (self))
    {
      cairo_arc (cr, right - radius, top + radius, radius, -G_PI / 2, 0);
      cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI / 2);
    }
  else
    {
      cairo_line_to (cr, right - KIROKU_PHASE_SEGMENT_TIP, top);
      cairo_line_to (cr, right, middle);
      cairo_line_to (cr, right - KIROKU_PHASE_SEGMENT_TIP, bottom);
    }
  cairo_close_path (cr);
}

static void
set_fill (KirokuPhaseSegment *self, cairo_t *cr)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkStateFlags state = gtk_widget_get_state_flags (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA color;
  double strength = 1;

  if (!self->current || !gtk_style_context_lookup_color (context, "accent_bg_color", &color))
    {
      gtk_style_context_get_color (context, &color);
      strength = self->visited ? 0.13 : 0.06;
    }
  if (state & GTK_STATE_FLAG_ACTIVE)
    strength += self->current ? -0.2 : 0.12;
  else if (state & GTK_STATE_FLAG_PRELIGHT)
    strength += self->current ? -0.1 : 0.05;
  color.alpha *= strength;
  gdk_cairo_set_source_rgba (cr, &color);
}

/* Around the arrow: always in high contrast, and to show the keyboard's focus. */
static void
draw_outline (KirokuPhaseSegment *self, cairo_t *cr)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean focused = (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0;
  GdkRGBA color;

  if (!focused && !adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= focused ? 0.8 : 0.5;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, focused ? 2 : 1);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace_arrow (self, cr, focused ? 2 : 0.5);
  cairo_stroke (cr);
}

static void
kiroku_phase_segment_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KirokuPhaseSegment *self = KIROKU_PHASE_SEGMENT (widget);
  graphene_rect_t bounds
      = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  trace_arrow (self, cr, 0);
  set_fill (self, cr);
  cairo_fill (cr);
  draw_outline (self, cr);
  cairo_destroy (cr);

  GTK_WIDGET_CLASS (kiroku_phase_segment_parent_class)->snapshot (widget, snapshot);
}

/* The arrows overlap as rectangles: a click in a notch belongs to the tip that fills it. */
static gboolean
kiroku_phase_segment_contains (GtkWidget *widget, double x, double y)
{
  KirokuPhaseSegment *self = KIROKU_PHASE_SEGMENT (widget);
  double half = gtk_widget_get_height (widget) / 2.0;
  double away = half > 0 ? MIN (ABS (y - half) / half, 1) : 0;
  double left = is_first (self) ? 0 : KIROKU_PHASE_SEGMENT_TIP * (1 - away);
  double right = is_last (self) ? 0 : KIROKU_PHASE_SEGMENT_TIP * away;

  return y >= 0 && y < 2 * half && x >= left && x < gtk_widget_get_width (widget) - right;
}

static void
update_accessible (KirokuPhaseSegment *self)
{
  const char *name = kiroku_phase_name (self->phase);
  const char *duration = gtk_label_get_text (self->duration);
  g_autofree char *label = NULL;
  g_autofree char *whole = NULL;

  if (self->current)
    /* Translators: read aloud: phase, that the case is in it, time spent ("2 h 05 min"). */
    label = g_strdup_printf (_ ("%s, current phase, %s"), name, duration);
  else if (self->visited)
    /* Translators: read aloud: phase, time spent in it ("2 h 05 min"). */
    label = g_strdup_printf (_ ("%s, %s"), name, duration);
  else
    /* Translators: read aloud: a phase the case has not been in. */
    label = g_strdup_printf (_ ("%s, not entered yet"), name);

  whole = self->word != NULL ? g_strdup_printf ("%s\n%s", label, self->word) : g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_PRESSED,
      self->current ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), whole);
}

static void
update (KirokuPhaseSegment *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_visible (GTK_WIDGET (self->mark), self->current);
  if (self->current)
    gtk_widget_add_css_class (widget, "current");
  else
    gtk_widget_remove_css_class (widget, "current");
  if (self->visited || self->current)
    gtk_widget_add_css_class (widget, "visited");
  else
    gtk_widget_remove_css_class (widget, "visited");
  update_accessible (self);
  gtk_widget_queue_draw (widget);
}

static void
kiroku_phase_segment_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_PHASE_SEGMENT);

  G_OBJECT_CLASS (kiroku_phase_segment_parent_class)->dispose (object);
}

static void
kiroku_phase_segment_finalize (GObject *object)
{
  g_free (KIROKU_PHASE_SEGMENT (object)->word);

  G_OBJECT_CLASS (kiroku_phase_segment_parent_class)->finalize (object);
}

static void
kiroku_phase_segment_class_init (KirokuPhaseSegmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_phase_segment_dispose;
  object_class->finalize = kiroku_phase_segment_finalize;
  widget_class->snapshot = kiroku_phase_segment_snapshot;
  widget_class->contains = kiroku_phase_segment_contains;

  gtk_widget_class_set_css_name (widget_class, "phase-segment");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "kiroku-phase-segment.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuPhaseSegment, mark);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhaseSegment, name);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhaseSegment, duration);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhaseSegment, signed_mark);
}

static void
kiroku_phase_segment_init (KirokuPhaseSegment *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_phase_segment_new (KirokuPhase phase)
{
  KirokuPhaseSegment *self;

  g_return_val_if_fail ((guint) phase < KIROKU_N_PHASES, NULL);

  self = g_object_new (KIROKU_TYPE_PHASE_SEGMENT, NULL);
  self->phase = phase;
  gtk_label_set_text (self->name, kiroku_phase_name (phase));
  if (is_first (self))
    gtk_widget_add_css_class (GTK_WIDGET (self), "first");
  kiroku_phase_segment_set_duration (self, NULL);
  return GTK_WIDGET (self);
}

KirokuPhase
kiroku_phase_segment_get_phase (KirokuPhaseSegment *self)
{
  g_return_val_if_fail (KIROKU_IS_PHASE_SEGMENT (self), KIROKU_PHASE_DETECT);

  return self->phase;
}

void
kiroku_phase_segment_set_current (KirokuPhaseSegment *self, gboolean current)
{
  g_return_if_fail (KIROKU_IS_PHASE_SEGMENT (self));

  self->current = current;
  update (self);
}

void
kiroku_phase_segment_set_duration (KirokuPhaseSegment *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_PHASE_SEGMENT (self));

  self->visited = text != NULL;
  gtk_label_set_text (self->duration, text != NULL ? text : "–");
  update (self);
}

void
kiroku_phase_segment_set_word (KirokuPhaseSegment *self, const char *text, gboolean refused)
{
  g_return_if_fail (KIROKU_IS_PHASE_SEGMENT (self));

  g_free (self->word);
  self->word = g_strdup (text);
  gtk_image_set_from_icon_name (self->signed_mark,
                                refused ? "dialog-warning-symbolic" : "object-select-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->signed_mark), text != NULL);
  update_accessible (self);
}
