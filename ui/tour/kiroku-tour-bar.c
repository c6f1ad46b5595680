/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-tour-bar.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-tour-state.h"
#include "kiroku-tour.h"

/* In the order of KirokuTourStep. */
static const struct
{
  const char *name;
  const char *hint;
  const char *action;
  const char *target; /* (nullable) of the action */
} steps[KIROKU_N_TOUR_STEPS] = {
  { NC_ ("tour", "Log"),
    N_ ("Write a line: “Nobody can open the shared files. There is a ransom note.” Then press "
        "Enter."),
    "win.compose", NULL },
  { NC_ ("tour", "Phase"),
    N_ ("Somebody has looked, and it is real. Enter the phase Triage on the bar above."),
    "case.next-phase", NULL },
  { NC_ ("tour", "Call"),
    N_ ("Choose a desk and press “Log this call”. Do not dial: the numbers are real."), "win.page",
    "contacts" },
  { NC_ ("tour", "Fact"), N_ ("Answer one of the questions. They decide what has to be reported."),
    "win.page", "notifications" },
  { NC_ ("tour", "Form"), N_ ("Fill in one more field of the form, and see it in the preview."),
    "win.form", "" /* the case's own */ },
  { NC_ ("tour", "Hand-over"),
    N_ ("Your shift ends. Hand the case over; you need not name anybody."), "win.hand-over", NULL },
};

struct _KirokuTourBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *hint;
  GtkWidget *buttons[KIROKU_N_TOUR_STEPS];
  GtkImage *icons[KIROKU_N_TOUR_STEPS];

  KirokuCaseModel *model; /* (nullable) */
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (KirokuTourBar, kiroku_tour_bar, ADW_TYPE_BIN)

/* --- What is shown --- */

static gboolean
is_shown (KirokuTourBar *self)
{
  KirokuTourState *state = kiroku_tour_state_get_default ();

  return self->model != NULL && kiroku_case_model_get_snapshot (self->model) != NULL
         && kiroku_tour_state_is_shown (state)
         && g_str_equal (kiroku_tour_state_get_case (state),
                         kiroku_case_model_get_case_id (self->model));
}

static void
show_step (KirokuTourBar *self, guint step, gboolean done, gboolean next)
{
  const char *name = g_dpgettext2 (NULL, "tour", steps[step].name);
  /* Translators: a step of the first case, such as “Log”. */
  g_autofree char *text = g_strdup_printf (done ? _ ("%s: done") : _ ("%s: to do"), name);

  gtk_image_set_from_icon_name (self->icons[step],
                                done ? "object-select-symbolic" : "radio-symbolic");
  kiroku_page_set_name (self->buttons[step], text);
  gtk_widget_set_tooltip_text (self->buttons[step], _ (steps[step].hint));
  (done ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->buttons[step], "done");
  (next ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->buttons[step], "next");
}

static void
show_state (KirokuTourBar *self)
{
  guint done, next = 0;

  gtk_revealer_set_reveal_child (self->revealer, is_shown (self));
  if (!is_shown (self))
    return;
  done = kiroku_tour_get_done (kiroku_case_model_get_snapshot (self->model),
                               kiroku_book_get_pack (kiroku_case_model_get_book (self->model)));
  while (next < KIROKU_N_TOUR_STEPS && (done & 1u << next) != 0)
    next++;
  for (guint i = 0; i < KIROKU_N_TOUR_STEPS; i++)
    show_step (self, i, (done & 1u << i) != 0, i == next);
  gtk_label_set_text (
      self->hint,
      next < KIROKU_N_TOUR_STEPS
          ? _ (steps[next].hint)
          : _ ("That was all of it, and all of it is in the log. The next case may be real."));
}

/* The form is that of the case's type. */
static void
aim_at_form (KirokuTourBar *self)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (self->model);
  const char *form
      = snapshot != NULL
            ? kiroku_tour_get_form (kiroku_book_get_pack (kiroku_case_model_get_book (self->model)),
                                    snapshot->incident->type)
            : NULL;

  gtk_widget_set_visible (self->buttons[KIROKU_TOUR_FORM], form != NULL);
  if (form != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[KIROKU_TOUR_FORM]), "s", form);
}

static void
model_changed_cb (KirokuTourBar *self)
{
  aim_at_form (self);
  show_state (self);
}

static void
put_away_cb (KirokuTourBar *self)
{
  KirokuTourState *state = kiroku_tour_state_get_default ();

  kiroku_tour_state_set (state, kiroku_tour_state_get_case (state), FALSE);
}

void
kiroku_tour_bar_set_model (KirokuTourBar *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_TOUR_BAR (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  if (model != NULL)
    aim_at_form (self);
  show_state (self);
}

/* --- The class --- */

static void
kiroku_tour_bar_dispose (GObject *object)
{
  KirokuTourBar *self = KIROKU_TOUR_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_tour_bar_parent_class)->dispose (object);
}

static void
kiroku_tour_bar_class_init (KirokuTourBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_tour_bar_dispose;
}

static GtkWidget *
make_step (KirokuTourBar *self, guint step)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);

  self->icons[step] = GTK_IMAGE (
      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icons[step]));
  gtk_box_append (GTK_BOX (box),
                  g_object_new (GTK_TYPE_LABEL, "label",
                                g_dpgettext2 (NULL, "tour", steps[step].name), "ellipsize",
                                PANGO_ELLIPSIZE_END, "xalign", 0.0, NULL));
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  self->buttons[step] = g_object_new (GTK_TYPE_BUTTON, "child", box, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (self->buttons[step], "flat");
  gtk_widget_add_css_class (self->buttons[step], "caption");
  if (steps[step].target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[step]), "s",
                                      steps[step].target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[step]), steps[step].action);
  show_step (self, step, FALSE, FALSE);
  return self->buttons[step];
}

static GtkWidget *
make_heading (KirokuTourBar *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *away = g_object_new (
      GTK_TYPE_BUTTON, "icon-name", "window-close-symbolic", "tooltip-text",
      _ ("Put the steps away; the main menu brings them back"), "valign", GTK_ALIGN_CENTER, NULL);

  self->hint = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                             "lines", 3, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0, "hexpand",
                             TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_add_css_class (away, "flat");
  gtk_widget_add_css_class (away, "circular");
  kiroku_page_set_name (away, _ ("Put the steps away"));
  g_signal_connect_swapped (away, "clicked", G_CALLBACK (put_away_cb), self);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->hint));
  gtk_box_append (GTK_BOX (row), away);
  return row;
}

static void
kiroku_tour_bar_init (KirokuTourBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "homogeneous", TRUE, "spacing", 3, NULL);

  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_box_append (GTK_BOX (box), make_heading (self));
  for (guint i = 0; i < KIROKU_N_TOUR_STEPS; i++)
    gtk_box_append (GTK_BOX (row), make_step (self, i));
  gtk_box_append (GTK_BOX (box), row);
  gtk_widget_add_css_class (box, "tour-bar");
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_object (kiroku_tour_state_get_default (), "changed", G_CALLBACK (show_state),
                           self, G_CONNECT_SWAPPED);
}
