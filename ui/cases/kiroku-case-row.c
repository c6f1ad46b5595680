/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-row.h"

#include <glib/gi18n.h>

#include "kiroku-countdown.h"
#include "kiroku-level.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuCaseRow
{
  GtkWidget parent_instance;

  GtkLabel *number;
  GtkLabel *exercise;
  GtkLabel *level;
  GtkLabel *title;
  GtkLabel *phase;
  KirokuCountdown *countdown;
  GtkLabel *undecided;

  KirokuCaseItem *item;
};

G_DEFINE_FINAL_TYPE (KirokuCaseRow, kiroku_case_row, GTK_TYPE_WIDGET)

static void
show_due (KirokuCaseRow *self, const KirokuCaseSummary *summary)
{
  g_autoptr (GTimeZone) zone
      = summary->zone != NULL ? g_time_zone_new_identifier (summary->zone) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->countdown), summary->has_due);
  if (!summary->has_due)
    return;
  if (summary->due_kind == KIROKU_DUE_DATE && summary->due != NULL && zone != NULL)
    kiroku_countdown_set_date (self->countdown, summary->due, zone);
  else
    kiroku_countdown_set_due (self->countdown, summary->due_us);
}

/* What may turn out not to apply is told apart from what is due. */
static void
show_undecided (KirokuCaseRow *self, const KirokuCaseSummary *summary)
{
  g_autofree char *text
      = summary->undecided_past > 0
            /* Translators: numbers of duties of which nobody has decided whether they apply, and of those whose
             * date is past; there is little room. */
            ? g_strdup_printf (_ ("Undecided: %u (%u past their date)"), summary->undecided,
                               summary->undecided_past)
            : g_strdup_printf (_ ("Undecided: %u"), summary->undecided);

  gtk_widget_set_visible (GTK_WIDGET (self->undecided), summary->undecided > 0);
  gtk_label_set_text (self->undecided, text);
}

static void
update (KirokuCaseRow *self)
{
  const KirokuCaseSummary *summary = kiroku_case_item_get_summary (self->item);
  const KirokuCase *incident = summary->incident;
  g_autofree char *title = kiroku_text_visible (incident->title, TRUE);

  gtk_label_set_text (self->number, incident->number);
  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title); /* a long one is cut */
  gtk_widget_set_visible (GTK_WIDGET (self->exercise), incident->exercise);
  kiroku_level_show (self->level, incident->level, NULL);
  gtk_label_set_text (self->phase,
                      incident->closed ? _ ("Closed") : kiroku_phase_name (incident->phase));
  if (incident->closed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "closed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "closed");
  show_due (self, summary);
  show_undecided (self, summary);
}

static void
kiroku_case_row_dispose (GObject *object)
{
  KirokuCaseRow *self = KIROKU_CASE_ROW (object);
  GtkWidget *child;

  kiroku_case_row_bind (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_CASE_ROW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kiroku_case_row_parent_class)->dispose (object);
}

static void
kiroku_case_row_class_init (KirokuCaseRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_case_row_dispose;

  g_type_ensure (KIROKU_TYPE_COUNTDOWN);
  gtk_widget_class_set_css_name (widget_class, "case-row");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "cases/kiroku-case-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseRow, number);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseRow, exercise);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseRow, level);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseRow, title);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseRow, phase);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseRow, countdown);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseRow, undecided);
}

static void
kiroku_case_row_init (KirokuCaseRow *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
}

GtkWidget *
kiroku_case_row_new (void)
{
  return g_object_new (KIROKU_TYPE_CASE_ROW, NULL);
}

void
kiroku_case_row_bind (KirokuCaseRow *self, KirokuCaseItem *item)
{
  g_return_if_fail (KIROKU_IS_CASE_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
}
