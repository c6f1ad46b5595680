/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-intake-row.h"

#include <glib/gi18n.h>

#include "kiroku-byte-progress.h"
#include "kiroku-evidence-form.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuIntakeRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name;
  GtkLabel *state;
  GtkProgressBar *bar;
  GtkButton *describe;
  GtkButton *cancel;
  GtkButton *retry;
  GtkButton *dismiss;
  GtkRevealer *revealer;

  KirokuCaseModel *model;
  KirokuIntakeJob *job;
};

G_DEFINE_FINAL_TYPE (KirokuIntakeRow, kiroku_intake_row, GTK_TYPE_LIST_BOX_ROW)

static KirokuIntakeQueue *
get_queue (KirokuIntakeRow *self)
{
  return kiroku_intake_queue_get (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model));
}

static void
cancel_cb (KirokuIntakeRow *self)
{
  kiroku_intake_queue_cancel (get_queue (self), self->job);
}

static void
retry_cb (KirokuIntakeRow *self)
{
  kiroku_intake_queue_retry (get_queue (self), self->job);
}

/* The row goes with its file. */
static void
dismiss_cb (KirokuIntakeRow *self)
{
  g_autoptr (KirokuIntakeRow) keep = g_object_ref (self);

  kiroku_intake_queue_dismiss (get_queue (keep), keep->job);
}

static void
describe_cb (KirokuIntakeRow *self)
{
  GtkWidget *form = gtk_revealer_get_child (self->revealer);

  if (form == NULL)
    {
      form = kiroku_evidence_form_new_facts (self->model,
                                             kiroku_intake_job_get_evidence (self->job));
      g_signal_connect_swapped (form, "closed", G_CALLBACK (dismiss_cb), self);
      gtk_revealer_set_child (self->revealer, form);
    }
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->describe), FALSE);
}

/* --- What is shown --- */

static void
show_running (KirokuIntakeRow *self)
{
  g_autofree char *bytes = NULL;
  gint64 done, total;

  kiroku_intake_job_get_progress (self->job, &done, &total);
  bytes = kiroku_bytes_to_text (done, total);
  gtk_label_set_text (self->state, bytes);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->bar, (double) done / (double) total);
}

/* A single file asks at once what is known of it; of several, whoever wants to says so. */
static void
show_done (KirokuIntakeRow *self)
{
  const char *remark = kiroku_intake_job_get_message (self->job);
  g_autofree char *text
      = remark != NULL ? g_strdup_printf ("%s\n%s", _ ("✓ Taken in. What is known of it?"), remark)
                       : g_strdup (_ ("✓ Taken in. What is known of it?"));

  gtk_label_set_text (self->state, text);
  if (g_list_model_get_n_items (kiroku_intake_queue_get_jobs (get_queue (self))) == 1)
    describe_cb (self);
}

static void
show_state (KirokuIntakeRow *self, KirokuIntakeState state)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->state), "error");
  switch (state)
    {
    case KIROKU_INTAKE_WAITING:
      gtk_label_set_text (self->state, _ ("Waiting"));
      break;
    case KIROKU_INTAKE_RUNNING:
      show_running (self);
      break;
    case KIROKU_INTAKE_DONE:
      show_done (self);
      break;
    case KIROKU_INTAKE_FAILED:
    default:
      gtk_label_set_text (self->state, kiroku_intake_job_get_message (self->job));
      gtk_widget_add_css_class (GTK_WIDGET (self->state), "error");
      break;
    }
}

static void
changed_cb (KirokuIntakeRow *self)
{
  KirokuIntakeState state = kiroku_intake_job_get_state (self->job);
  gboolean over = state == KIROKU_INTAKE_DONE || state == KIROKU_INTAKE_FAILED;

  gtk_widget_set_visible (GTK_WIDGET (self->bar), state == KIROKU_INTAKE_RUNNING);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), !over);
  gtk_widget_set_visible (GTK_WIDGET (self->retry), state == KIROKU_INTAKE_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->dismiss), over);
  gtk_widget_set_visible (GTK_WIDGET (self->describe), state == KIROKU_INTAKE_DONE);
  show_state (self, state);
}

/* --- Building --- */

static GtkButton *
add_button (GtkWidget *box, const char *label, GCallback func, KirokuIntakeRow *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", func, self);
  gtk_box_append (GTK_BOX (box), button);
  return GTK_BUTTON (button);
}

static GtkLabel *
add_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
build (KirokuIntakeRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_add_css_class (box, "evidence-content");
  gtk_widget_set_hexpand (texts, TRUE);
  self->name = add_label (texts);
  self->state = add_label (texts);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "numeric");
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (head), texts);
  self->cancel = add_button (head, _ ("Cancel"), G_CALLBACK (cancel_cb), self);
  self->retry = add_button (head, _ ("Try Again"), G_CALLBACK (retry_cb), self);
  self->describe = add_button (head, _ ("Describe…"), G_CALLBACK (describe_cb), self);
  self->dismiss = add_button (head, _ ("Close"), G_CALLBACK (dismiss_cb), self);
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->revealer));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

static void
kiroku_intake_row_dispose (GObject *object)
{
  KirokuIntakeRow *self = KIROKU_INTAKE_ROW (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_intake_row_parent_class)->dispose (object);
}

static void
kiroku_intake_row_class_init (KirokuIntakeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_intake_row_dispose;
}

static void
kiroku_intake_row_init (KirokuIntakeRow *self)
{
  build (self);
}

GtkWidget *
kiroku_intake_row_new (KirokuCaseModel *model, KirokuIntakeJob *job)
{
  KirokuIntakeRow *self;
  g_autofree char *valid = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && KIROKU_IS_INTAKE_JOB (job), NULL);

  self = g_object_new (KIROKU_TYPE_INTAKE_ROW, NULL);
  self->model = g_object_ref (model);
  self->job = g_object_ref (job);
  valid = g_utf8_make_valid (kiroku_intake_job_get_name (job), -1);
  name = kiroku_text_visible (valid, TRUE);
  gtk_label_set_text (self->name, name);
  kiroku_page_set_name (self->bar, name);
  g_signal_connect_swapped (job, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
  return GTK_WIDGET (self);
}
