/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-view-private.h"
#include "kiroku-close-popover.h"
#include "kiroku-handover-popover.h"
#include "kiroku-hold-popover.h"
#include "kiroku-level-popover.h"
#include "kiroku-link-popover.h"
#include "kiroku-phase-popover.h"
#include "kiroku-popover.h"
#include "kiroku-review-page.h"

/* The n-th child of the bar is the segment of the n-th phase. */
static GtkWidget *
find_segment (KirokuCaseView *self, guint phase)
{
  GtkWidget *segment = gtk_widget_get_first_child (GTK_WIDGET (self->phases));

  for (guint i = 0; i < phase && segment != NULL; i++)
    segment = gtk_widget_get_next_sibling (segment);
  return segment != NULL ? segment : GTK_WIDGET (self->phases);
}

static gboolean
can_open_popover (KirokuCaseView *self)
{
  return self->model != NULL && kiroku_case_model_get_snapshot (self->model) != NULL
         && self->popover == NULL;
}

void
kiroku_case_view_enter_phase (KirokuCaseView *self, guint phase)
{
  if (can_open_popover (self))
    kiroku_popover_open (&self->popover, kiroku_phase_popover_new (self->model, phase),
                         GTK_WIDGET (self), find_segment (self, phase));
}

/* "case.level" */
static void
level_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);

  if (can_open_popover (self))
    kiroku_popover_open (&self->popover, kiroku_level_popover_new (self->model), widget, GTK_WIDGET (self->level));
}

/* "case.next-phase": as if the segment after the present one had been pressed. */
static void
next_phase_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);

  if (can_open_popover (self))
    kiroku_case_view_enter_phase (self, MIN (kiroku_case_model_get_snapshot (self->model)->incident->phase + 1,
                                   KIROKU_N_PHASES - 1));
}

/* "case.show-entry": the page that names an entry is another than the one that shows it. */
static void
show_entry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kiroku_log_page_show_entry (kiroku_case_view_show_log (KIROKU_CASE_VIEW (widget)),
                              g_variant_get_string (parameter, NULL));
}

/* "case.show-conflicts" */
static void
show_conflicts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_view_stack_set_visible_child_name (KIROKU_CASE_VIEW (widget)->stack, "review");
}

static void
show_record_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);

  adw_view_stack_set_visible_child_name (self->stack, "review");
  kiroku_review_page_show_record (KIROKU_REVIEW_PAGE (
      adw_bin_get_child (ADW_BIN (adw_view_stack_get_visible_child (self->stack)))));
}

/* The badge is there while a hold stands; else the heading is what it belongs to. */
static void
hold_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);
  gboolean held = gtk_widget_get_visible (GTK_WIDGET (self->hold));

  if (can_open_popover (self))
    kiroku_popover_open (&self->popover, kiroku_hold_popover_new (self->model), widget,
                         held ? GTK_WIDGET (self->hold) : self->heading);
}

/* "case.close": the badge is there while it is closed. */
static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);
  gboolean closed = gtk_widget_get_visible (GTK_WIDGET (self->closed));

  if (can_open_popover (self))
    kiroku_popover_open (&self->popover, kiroku_close_popover_new (self->model), widget,
                         closed ? GTK_WIDGET (self->closed) : self->heading);
}

/* "case.link" */
static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);

  if (can_open_popover (self))
    kiroku_popover_open (&self->popover, kiroku_link_popover_new (self->model), widget, self->heading);
}

/* "case.hand-over" */
static void
hand_over_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);

  if (can_open_popover (self))
    kiroku_popover_open (&self->popover, kiroku_handover_popover_new (self->model), widget,
                         self->heading);
}

/* "case.take-over" */
static void
take_over_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (widget);

  if (can_open_popover (self)
      && kiroku_handover_find_open (kiroku_case_model_get_snapshot (self->model)) != NULL)
    kiroku_popover_open (&self->popover, kiroku_handover_popover_new_accepting (self->model),
                         widget, kiroku_handover_bar_get_button (self->handover_bar));
}

void
kiroku_case_view_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "case.show-entry", "s", show_entry_action);
  gtk_widget_class_install_action (widget_class, "case.show-record", NULL, show_record_action);
  gtk_widget_class_install_action (widget_class, "case.show-conflicts", NULL,
                                   show_conflicts_action);
  gtk_widget_class_install_action (widget_class, "case.next-phase", NULL, next_phase_action);
  gtk_widget_class_install_action (widget_class, "case.hold", NULL, hold_action);
  gtk_widget_class_install_action (widget_class, "case.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "case.link", NULL, link_action);
  gtk_widget_class_install_action (widget_class, "case.level", NULL, level_action);
  gtk_widget_class_install_action (widget_class, "case.hand-over", NULL, hand_over_action);
  gtk_widget_class_install_action (widget_class, "case.take-over", NULL, take_over_action);
}
