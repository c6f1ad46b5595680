/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-phase-bar.h"

#include <glib/gi18n.h>

#include "kiroku-phase-segment.h"

#define OVERLAP (KIROKU_PHASE_SEGMENT_TIP - KIROKU_PHASE_SEGMENT_GAP)
/* Above this the segments stop growing: arrows as wide as a hand say nothing more. */
#define MAX_SEGMENT_WIDTH 260

struct _KirokuPhaseBar
{
  GtkWidget parent_instance;

  GtkWidget *segments[KIROKU_N_PHASES];
  guint current; /* KIROKU_N_PHASES: none */
};

G_DEFINE_FINAL_TYPE (KirokuPhaseBar, kiroku_phase_bar, GTK_TYPE_WIDGET)

enum
{
  PHASE_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clicked_cb (KirokuPhaseSegment *segment, KirokuPhaseBar *self)
{
  g_signal_emit (self, signals[PHASE_ACTIVATED], 0,
                 (guint) kiroku_phase_segment_get_phase (segment));
}

static void
kiroku_phase_bar_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  KirokuPhaseBar *self = KIROKU_PHASE_BAR (widget);

  *minimum = 0;
  *natural = 0;
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      int child_minimum, child_natural;

      gtk_widget_measure (self->segments[i], orientation, -1, &child_minimum, &child_natural, NULL,
                          NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *minimum * KIROKU_N_PHASES - OVERLAP * (KIROKU_N_PHASES - 1);
      *natural = *natural * KIROKU_N_PHASES - OVERLAP * (KIROKU_N_PHASES - 1);
    }
}

/* Equal widths where all names fit; otherwise each gets what its name needs, as far as there is. */
static void
distribute (KirokuPhaseBar *self, int total, int widths[KIROKU_N_PHASES])
{
  GtkRequestedSize sizes[KIROKU_N_PHASES] = { 0 };
  int widest = 0;
  int rest = total;

  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      gtk_widget_measure (self->segments[i], GTK_ORIENTATION_HORIZONTAL, -1, &sizes[i].minimum_size,
                          &sizes[i].natural_size, NULL, NULL);
      widest = MAX (widest, sizes[i].natural_size);
      rest -= sizes[i].minimum_size;
    }
  if (widest * KIROKU_N_PHASES > total)
    rest = gtk_distribute_natural_allocation (MAX (rest, 0), KIROKU_N_PHASES, sizes);
  else
    rest = total;
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      int base = widest * KIROKU_N_PHASES > total ? sizes[i].minimum_size : 0;
      int share = rest * (int) (i + 1) / KIROKU_N_PHASES - rest * (int) i / KIROKU_N_PHASES;

      widths[i] = MIN (base + share, MAX (MAX_SEGMENT_WIDTH, base));
    }
}

static void
kiroku_phase_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KirokuPhaseBar *self = KIROKU_PHASE_BAR (widget);
  int widths[KIROKU_N_PHASES];
  int x = 0;

  distribute (self, width + OVERLAP * (KIROKU_N_PHASES - 1), widths);
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      GtkAllocation allocation = { x, 0, widths[i], height };

      gtk_widget_size_allocate (self->segments[i], &allocation, -1);
      x += widths[i] - OVERLAP;
    }
}

static void
kiroku_phase_bar_dispose (GObject *object)
{
  KirokuPhaseBar *self = KIROKU_PHASE_BAR (object);

  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    g_clear_pointer (&self->segments[i], gtk_widget_unparent);

  G_OBJECT_CLASS (kiroku_phase_bar_parent_class)->dispose (object);
}

static void
kiroku_phase_bar_class_init (KirokuPhaseBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_phase_bar_dispose;
  widget_class->measure = kiroku_phase_bar_measure;
  widget_class->size_allocate = kiroku_phase_bar_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "phase-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[PHASE_ACTIVATED]
      = g_signal_new ("phase-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kiroku_phase_bar_init (KirokuPhaseBar *self)
{
  self->current = KIROKU_N_PHASES;
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      self->segments[i] = kiroku_phase_segment_new (i);
      g_signal_connect (self->segments[i], "clicked", G_CALLBACK (clicked_cb), self);
      gtk_widget_set_parent (self->segments[i], GTK_WIDGET (self));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Phases of the case"), -1);
}

GtkWidget *
kiroku_phase_bar_new (void)
{
  return g_object_new (KIROKU_TYPE_PHASE_BAR, NULL);
}

void
kiroku_phase_bar_set_current (KirokuPhaseBar *self, KirokuPhase phase)
{
  g_return_if_fail (KIROKU_IS_PHASE_BAR (self));
  g_return_if_fail ((guint) phase < KIROKU_N_PHASES);

  if (self->current == phase)
    return;
  if (self->current < KIROKU_N_PHASES)
    kiroku_phase_segment_set_current (KIROKU_PHASE_SEGMENT (self->segments[self->current]), FALSE);
  self->current = phase;
  kiroku_phase_segment_set_current (KIROKU_PHASE_SEGMENT (self->segments[phase]), TRUE);
}

guint
kiroku_phase_bar_get_current (KirokuPhaseBar *self)
{
  g_return_val_if_fail (KIROKU_IS_PHASE_BAR (self), KIROKU_N_PHASES);

  return self->current;
}

void
kiroku_phase_bar_set_duration (KirokuPhaseBar *self, KirokuPhase phase, const char *text)
{
  g_return_if_fail (KIROKU_IS_PHASE_BAR (self));
  g_return_if_fail ((guint) phase < KIROKU_N_PHASES);

  kiroku_phase_segment_set_duration (KIROKU_PHASE_SEGMENT (self->segments[phase]), text);
}

void
kiroku_phase_bar_set_word (
    KirokuPhaseBar *self, KirokuPhase phase, const char *text, gboolean refused)
{
  g_return_if_fail (KIROKU_IS_PHASE_BAR (self));
  g_return_if_fail ((guint) phase < KIROKU_N_PHASES);

  kiroku_phase_segment_set_word (KIROKU_PHASE_SEGMENT (self->segments[phase]), text, refused);
}

void
kiroku_phase_bar_clear (KirokuPhaseBar *self)
{
  g_return_if_fail (KIROKU_IS_PHASE_BAR (self));

  self->current = KIROKU_N_PHASES;
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      kiroku_phase_segment_set_current (KIROKU_PHASE_SEGMENT (self->segments[i]), FALSE);
      kiroku_phase_segment_set_duration (KIROKU_PHASE_SEGMENT (self->segments[i]), NULL);
      kiroku_phase_segment_set_word (KIROKU_PHASE_SEGMENT (self->segments[i]), NULL, FALSE);
    }
}
