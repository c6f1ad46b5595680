/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-task-group.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-task-row.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuTaskGroup
{
  AdwBin parent_instance;

  AdwExpanderRow *expander;
  GtkLabel *present;
  GtkProgressBar *progress;
  GtkLabel *error;
  AdwEntryRow *own;

  KirokuCaseModel *model;
  GHashTable *rows; /* task id → KirokuTaskRow, a child */
  guint phase;
};

G_DEFINE_FINAL_TYPE (KirokuTaskGroup, kiroku_task_group, ADW_TYPE_BIN)

/* --- One's own task --- */

static KirokuDraft *
draft_own (KirokuTaskGroup *self, const char *text)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  gboolean japanese = g_str_has_prefix (language, "ja");

  return kiroku_draft_task_add (NULL, kiroku_phase_id (self->phase), japanese ? text : NULL,
                                japanese ? NULL : text, NULL);
}

static void
own_written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuTaskGroup *self = KIROKU_TASK_GROUP (widget);

  gtk_widget_set_sensitive (GTK_WIDGET (self->own), TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (error == NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->own), "");
}

static void
own_apply_cb (KirokuTaskGroup *self)
{
  g_autofree char *text = kiroku_page_dup_typed (GTK_EDITABLE (self->own));
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  if (!kiroku_text_check (text, strlen (text), _ ("The task"), &error))
    {
      kiroku_page_show_error (self->error, error->message);
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->own), FALSE);
  kiroku_page_write (self->model, draft_own (self, text), GTK_WIDGET (self), own_written_cb);
}

/* --- What is shown --- */

static gboolean
belongs_here (KirokuTaskGroup *self, const KirokuTask *task)
{
  return task->has_phase ? task->phase == self->phase : self->phase == KIROKU_N_PHASES;
}

/* The line for one's own stays the last, and keeps the keyboard when it has it. */
static void
append_row (KirokuTaskGroup *self, GtkWidget *row)
{
  GtkWidget *own = GTK_WIDGET (self->own);
  gboolean focused = (gtk_widget_get_state_flags (own) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  if (gtk_widget_get_parent (own) != NULL)
    adw_expander_row_remove (self->expander, own);
  adw_expander_row_add_row (self->expander, row);
  if (self->phase == KIROKU_N_PHASES)
    return;
  adw_expander_row_add_row (self->expander, own);
  if (focused)
    gtk_widget_grab_focus (own);
}

static KirokuTaskRow *
get_row (KirokuTaskGroup *self, const char *id)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, id);

  if (row == NULL)
    {
      row = kiroku_task_row_new (self->model);
      g_hash_table_insert (self->rows, g_strdup (id), row);
      append_row (self, row);
    }
  return KIROKU_TASK_ROW (row);
}

static void
show_progress (KirokuTaskGroup *self, guint n, guint n_done, guint n_skipped)
{
  g_autofree char *done = g_strdup_printf (_ ("%u of %u done"), n_done, n);
  g_autofree char *skipped = g_strdup_printf (_ ("%u skipped"), n_skipped);
  g_autofree char *text
      = n_skipped > 0 ? g_strdup_printf ("%s · %s", done, skipped) : g_strdup (done);

  adw_expander_row_set_subtitle (self->expander, n > 0 ? text : _ ("No tasks"));
  gtk_progress_bar_set_fraction (self->progress, n > 0 ? (double) (n_done + n_skipped) / n : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), n > 0);
  kiroku_page_set_name (self->progress, text);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0 || self->phase < KIROKU_N_PHASES);
}

void
kiroku_task_group_show (KirokuTaskGroup *self, GPtrArray *tasks, GHashTable *steps)
{
  guint counts[3] = { 0 };
  guint n = 0;

  g_return_if_fail (KIROKU_IS_TASK_GROUP (self) && tasks != NULL && steps != NULL);

  for (guint i = 0; i < tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (tasks, i);

      if (!belongs_here (self, task))
        continue;
      kiroku_task_row_show (get_row (self, task->id), task,
                            g_hash_table_lookup (steps, task->step));
      counts[task->state]++;
      n++;
    }
  show_progress (self, n, counts[KIROKU_TASK_DONE], counts[KIROKU_TASK_SKIPPED]);
}

void
kiroku_task_group_set_present (KirokuTaskGroup *self, gboolean present)
{
  g_return_if_fail (KIROKU_IS_TASK_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self->present), present);
}

void
kiroku_task_group_set_expanded (KirokuTaskGroup *self, gboolean expanded)
{
  g_return_if_fail (KIROKU_IS_TASK_GROUP (self));

  adw_expander_row_set_expanded (self->expander, expanded);
}

static void
kiroku_task_group_dispose (GObject *object)
{
  KirokuTaskGroup *self = KIROKU_TASK_GROUP (object);

  g_clear_object (&self->own);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_TASK_GROUP);

  G_OBJECT_CLASS (kiroku_task_group_parent_class)->dispose (object);
}

static void
kiroku_task_group_finalize (GObject *object)
{
  g_hash_table_unref (KIROKU_TASK_GROUP (object)->rows);

  G_OBJECT_CLASS (kiroku_task_group_parent_class)->finalize (object);
}

static void
kiroku_task_group_class_init (KirokuTaskGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_task_group_dispose;
  object_class->finalize = kiroku_task_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "playbook/kiroku-task-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskGroup, expander);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskGroup, present);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskGroup, progress);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskGroup, error);
}

static void
kiroku_task_group_init (KirokuTaskGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
make_own (KirokuTaskGroup *self)
{
  self->own = g_object_ref_sink (ADW_ENTRY_ROW (adw_entry_row_new ()));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->own), _ ("Add a task"));
  adw_entry_row_set_show_apply_button (self->own, TRUE);
  g_signal_connect_object (self->own, "apply", G_CALLBACK (own_apply_cb), self, G_CONNECT_SWAPPED);
  if (self->phase < KIROKU_N_PHASES)
    adw_expander_row_add_row (self->expander, GTK_WIDGET (self->own));
}

/* A record of the organisation's own that belongs to the phase. */
static void
add_record (KirokuTaskGroup *self, const KirokuPackForm *form, const char *language)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), kiroku_pack_text (form->name, language));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Internal record of the decision"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("text-x-generic-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, _ ("Open the form"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.form");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", form->item.id);
  adw_expander_row_add_row (self->expander, row);
}

static void
add_records (KirokuTaskGroup *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  GPtrArray *forms = kiroku_pack_get_forms (kiroku_book_get_pack (book));

  for (guint i = 0; i < forms->len; i++)
    {
      const KirokuPackForm *form = g_ptr_array_index (forms, i);

      if (form->record && form->has_phase && form->phase == self->phase)
        add_record (self, form, kiroku_book_get_language (book));
    }
}

GtkWidget *
kiroku_task_group_new (KirokuCaseModel *model, guint phase)
{
  KirokuTaskGroup *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && phase <= KIROKU_N_PHASES, NULL);

  self = g_object_new (KIROKU_TYPE_TASK_GROUP, NULL);
  self->model = g_object_ref (model);
  self->phase = phase;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander),
                                 phase < KIROKU_N_PHASES ? kiroku_phase_name (phase)
                                                         : _ ("Without a phase"));
  add_records (self);
  make_own (self);
  return GTK_WIDGET (self);
}
