/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-task-group.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-task-order.h"
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
  GPtrArray *order; /* (element-type utf8): the ids, as the rows stand */
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

/* The line for one's own stays the last, and keeps the keyboard when it has it, at the same letter: the next
 * key writes over nothing. */
static void
append_row (KirokuTaskGroup *self, GtkWidget *row)
{
  GtkWidget *own = GTK_WIDGET (self->own);
  const int position = gtk_editable_get_position (GTK_EDITABLE (self->own));
  gboolean focused = (gtk_widget_get_state_flags (own) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  if (gtk_widget_get_parent (own) != NULL)
    adw_expander_row_remove (self->expander, own);
  adw_expander_row_add_row (self->expander, row);
  if (self->phase == KIROKU_N_PHASES)
    return;
  adw_expander_row_add_row (self->expander, own);
  if (!focused)
    return;
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (own))));
  gtk_editable_set_position (GTK_EDITABLE (own), position);
}

static void
moved_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  kiroku_page_show_error (KIROKU_TASK_GROUP (widget)->error, error != NULL ? error->message : NULL);
}

/* One place up: before the one above. One down: before the one that stands after the next, or last. */
static void
move_cb (KirokuTaskGroup *self, int step, KirokuTaskRow *row)
{
  const char *id = kiroku_task_row_get_id (row);
  const char *before = NULL;
  guint place;

  if (!g_ptr_array_find_with_equal_func (self->order, id, g_str_equal, &place)
      || (step < 0 && place == 0) || (step > 0 && place + 1 == self->order->len))
    return;
  if (step < 0)
    before = g_ptr_array_index (self->order, place - 1);
  else if (place + 2 < self->order->len)
    before = g_ptr_array_index (self->order, place + 2);
  kiroku_page_write (self->model, kiroku_draft_task_move (id, before), GTK_WIDGET (self), moved_cb);
}

/* Puts the rows into the order of @ids; the keyboard stays with the row that had it. */
static void
reorder (KirokuTaskGroup *self, GPtrArray *ids)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autoptr (GtkWidget) kept = NULL;

  if (focus != NULL && gtk_widget_get_ancestor (focus, KIROKU_TYPE_TASK_ROW) != NULL
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    kept = g_object_ref (focus);
  for (guint i = 0; i < ids->len; i++)
    {
      GtkWidget *row = g_object_ref (g_hash_table_lookup (self->rows, g_ptr_array_index (ids, i)));

      adw_expander_row_remove (self->expander, row);
      append_row (self, row);
      g_object_unref (row);
    }
  if (kept != NULL)
    gtk_widget_grab_focus (kept);
}

static gboolean
is_same_order (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < MIN (a->len, b->len); i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/* @ids: (transfer full) */
static void
show_order (KirokuTaskGroup *self, GPtrArray *ids)
{
  if (!is_same_order (self->order, ids))
    reorder (self, ids);
  g_ptr_array_unref (self->order);
  self->order = ids;
}

static KirokuTaskRow *
get_row (KirokuTaskGroup *self, const char *id)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, id);

  if (row == NULL)
    {
      row = kiroku_task_row_new (self->model);
      g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
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
  GPtrArray *ids = NULL;
  guint counts[3] = { 0 };

  g_return_if_fail (KIROKU_IS_TASK_GROUP (self) && tasks != NULL && steps != NULL);

  ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (tasks, i);

      if (!belongs_here (self, task))
        continue;
      kiroku_task_row_show (get_row (self, task->id), task,
                            g_hash_table_lookup (steps, task->step));
      counts[task->state]++;
      g_ptr_array_add (ids, g_strdup (task->id));
    }
  show_order (self, ids);
  show_progress (self, ids->len, counts[KIROKU_TASK_DONE], counts[KIROKU_TASK_SKIPPED]);
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
  g_ptr_array_unref (KIROKU_TASK_GROUP (object)->order);

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
  self->order = g_ptr_array_new_with_free_func (g_free);
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
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", form->item.id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.form");
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
