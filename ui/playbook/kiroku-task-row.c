/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-task-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-page-write.h"
#include "kiroku-source-chip.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuTaskRow
{
  AdwActionRow parent_instance;

  GtkCheckButton *check;
  GtkMenuButton *menu;
  GtkPopover *popover;
  GtkLabel *heading;
  GtkEntry *reason;
  GtkLabel *error;
  GtkButton *give_reason;
  GtkEntry *owner;
  GtkEntry *due;
  GtkButton *assign;

  KirokuCaseModel *model;
  char *id;
  char *caption; /* what stands under the text while nothing is wrong */
  KirokuTaskState state;
  gint64 set_at; /* as of the task */
  char *shown_owner; /* as recorded */
  char *shown_due;
  char *filled_owner; /* the same when the popover was opened: what was not changed there is not recorded again */
  char *filled_due;
  char *why;      /* (nullable): the reason of its state, which is stated again with a plan */
  gboolean lacks; /* that state or reason is withheld */
  gboolean showing; /* the tick is being set by us */
  gboolean writing; /* until a snapshot shows what was written */
};

G_DEFINE_FINAL_TYPE (KirokuTaskRow, kiroku_task_row, ADW_TYPE_ACTION_ROW)

enum
{
  MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_state (KirokuTaskRow *self)
{
  self->showing = TRUE;
  gtk_check_button_set_active (self->check, self->state == KIROKU_TASK_DONE);
  gtk_check_button_set_inconsistent (self->check, self->state == KIROKU_TASK_SKIPPED);
  self->showing = FALSE;
}

static void
set_writing (KirokuTaskRow *self, gboolean writing)
{
  self->writing = writing;
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), !writing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->give_reason), !writing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->assign), !writing);
}

/* Under the text when nobody looks at the popover. */
static void
show_failure (KirokuTaskRow *self, const char *message)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    {
      kiroku_page_show_error (self->error, message);
      return;
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), message);
  gtk_widget_add_css_class (GTK_WIDGET (self), "failed");
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuTaskRow *self = KIROKU_TASK_ROW (widget);

  if (error != NULL)
    {
      set_writing (self, FALSE);
      show_state (self);
      show_failure (self, error->message);
      return;
    }
  gtk_popover_popdown (self->popover);
}

static void
take_as_filled (GtkEntry *entry, char **filled)
{
  g_free (*filled);
  *filled = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* What was typed is recorded, and nobody's to keep any more. */
static void
assigned_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuTaskRow *self = KIROKU_TASK_ROW (widget);

  written_cb (widget, entries, error);
  if (error != NULL)
    return;
  take_as_filled (self->owner, &self->filled_owner);
  take_as_filled (self->due, &self->filled_due);
}

/* The reason went with it. */
static void
reasoned_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  written_cb (widget, entries, error);
  if (error == NULL)
    gtk_editable_set_text (GTK_EDITABLE (KIROKU_TASK_ROW (widget)->reason), "");
}

static void
write_state (KirokuTaskRow *self, KirokuTaskState state, const char *reason)
{
  if (self->writing)
    return;
  set_writing (self, TRUE);
  kiroku_page_write (self->model, kiroku_draft_task_set (self->id, state, reason),
                     GTK_WIDGET (self), reason != NULL ? reasoned_cb : written_cb);
}

/* The box shows again what is recorded; the entry that follows moves it. */
static void
toggled_cb (KirokuTaskRow *self)
{
  if (self->showing)
    return;
  show_state (self);
  if (self->state == KIROKU_TASK_OPEN)
    write_state (self, KIROKU_TASK_DONE, NULL);
  else
    gtk_menu_button_popup (self->menu);
}

static void
reason_changed_cb (KirokuTaskRow *self)
{
  kiroku_page_show_error (self->error, NULL);
}

static void
give_reason_cb (KirokuTaskRow *self)
{
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));

  if (reason == NULL)
    {
      kiroku_page_show_error (self->error, _ ("Say why in a few words."));
      gtk_entry_grab_focus_without_selecting (self->reason);
      return;
    }
  write_state (self, self->state == KIROKU_TASK_OPEN ? KIROKU_TASK_SKIPPED : KIROKU_TASK_OPEN,
               reason);
}

/* What stands in @field and is not what is recorded; "" takes that back. (transfer full) (nullable) */
static char *
dup_changed (GtkEntry *field, const char *shown)
{
  g_autofree char *typed = kiroku_text_strip (gtk_editable_get_text (GTK_EDITABLE (field)));

  return g_str_equal (typed, shown) ? NULL : g_steal_pointer (&typed);
}

static void
assign_cb (KirokuTaskRow *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *owner = dup_changed (self->owner, self->filled_owner);
  g_autofree char *typed = dup_changed (self->due, self->filled_due);
  g_autofree char *due = NULL;
  g_autoptr (GError) error = NULL;
  KirokuDraft *draft;

  if (typed != NULL)
    due = kiroku_task_parse_due (typed, kiroku_book_get_zone (book), kiroku_book_get_now (book), &error);
  if (error == NULL && owner != NULL)
    kiroku_text_check (owner, strlen (owner), _ ("The name"), &error);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (error != NULL || self->writing)
    return;
  if (owner == NULL && due == NULL)
    {
      gtk_popover_popdown (self->popover);
      return;
    }
  if (self->lacks)
    {
      kiroku_page_show_error (self->error, _ ("What became of this step is withheld here. State that first."));
      return;
    }
  set_writing (self, TRUE);
  draft = kiroku_draft_task_set (self->id, self->state, self->why);
  kiroku_draft_task_plan (draft, owner, due);
  kiroku_page_write (self->model, draft, GTK_WIDGET (self), assigned_cb);
}

/* What somebody typed and has not recorded stays. */
static void
refill (GtkEntry *entry, char **filled, const char *shown)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  const char *before = *filled != NULL ? *filled : "";

  if (!g_str_equal (text, before) && g_strcmp0 (text, shown) != 0)
    return;
  g_free (*filled);
  *filled = g_strdup (shown);
  gtk_editable_set_text (GTK_EDITABLE (entry), shown);
}

static void
popover_show_cb (KirokuTaskRow *self)
{
  refill (self->owner, &self->filled_owner, self->shown_owner);
  refill (self->due, &self->filled_due, self->shown_due);
  gtk_entry_grab_focus_without_selecting (self->reason);
}

static gboolean
move_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  g_signal_emit (widget, signals[MOVE], 0, g_variant_get_int32 (args));
  return GDK_EVENT_STOP;
}

static void
move_up_cb (KirokuTaskRow *self)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[MOVE], 0, -1);
}

static void
move_down_cb (KirokuTaskRow *self)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[MOVE], 0, 1);
}

/* What the popover is for: an open task is skipped, any other opened again. */
static void
update_menu (KirokuTaskRow *self)
{
  gboolean open = self->state == KIROKU_TASK_OPEN;
  const char *verb = open ? _ ("Skip this task") : _ ("Reopen this task");
  const char *menu = open ? _ ("Owner, due time, or skip this task") : _ ("Owner, due time, or reopen this task");

  gtk_label_set_text (self->heading, verb);
  gtk_button_set_label (self->give_reason, open ? _ ("Skip") : _ ("Reopen"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), menu);
  kiroku_page_set_name (self->menu, menu);
}

/* "Done 2026-11-21 14:05 — reason". (transfer full) (nullable) */
static char *
dup_what_became (KirokuTaskRow *self, const KirokuTask *task)
{
  g_autofree char *at = NULL;
  g_autofree char *reason = NULL;
  const char *stated = task->reason_withheld ? _ ("(withheld)") : task->reason;
  gboolean has_reason = stated != NULL && *stated != '\0';

  if (task->set_at == KIROKU_TIME_NONE || (task->state == KIROKU_TASK_OPEN && !has_reason))
    return NULL;
  at = kiroku_page_dup_time (self->model, task->set_at);
  reason = has_reason ? kiroku_text_visible (stated, TRUE) : NULL;
  if (task->state == KIROKU_TASK_OPEN)
    /* Translators: a time and a reason follow. */
    return g_strdup_printf (_ ("Reopened %s: %s"), at, reason);
  if (!has_reason)
    return g_strdup_printf ("%s %s", kiroku_task_show_state (task), at);
  return g_strdup_printf ("%s %s: %s", kiroku_task_show_state (task), at, reason);
}

/* @part: (transfer full) */
static void
append_part (GString *text, char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
  g_free (part);
}

/* Who is to do it, by when, and in words that it is late. */
static void
append_plan (KirokuTaskRow *self, GString *caption, const KirokuTask *task)
{
  const char *stated = task->owner_withheld ? _ ("(withheld)") : task->owner;
  g_autofree char *owner = stated != NULL ? kiroku_text_visible (stated, TRUE) : NULL;
  g_autofree char *due = task->due != NULL         ? kiroku_task_show_due (task->due)
                         : task->due_withheld ? g_strdup (_ ("(withheld)"))
                                              : NULL;
  const gint64 now = kiroku_book_get_now (kiroku_case_model_get_book (self->model));

  if (kiroku_task_is_overdue (task, now))
    append_part (caption, g_strdup_printf ("⚠ %s", _ ("Overdue")));
  if (due != NULL)
    append_part (caption, g_strdup_printf (_ ("due %s"), due));
  if (owner != NULL)
    append_part (caption, g_strdup_printf (_ ("to be done by %s"), owner));
}

/* The source quietly; a word beside it only where the rule is not sure. (transfer full) */
static char *
dup_caption (KirokuTaskRow *self, const KirokuTask *task, const KirokuPackStep *step)
{
  g_autofree char *became = dup_what_became (self, task);
  g_autofree char *name = task->source != NULL ? kiroku_source_dup_name (task->source) : NULL;
  g_autofree char *source = name != NULL ? kiroku_text_visible (name, TRUE) : NULL;
  GString *caption = g_string_new (became);

  append_plan (self, caption, task);
  if (source != NULL && *source != '\0')
    g_string_append_printf (caption, "%s%s", caption->len > 0 ? " · " : "", source);
  if (step != NULL && kiroku_confidence_is_shown (step->item.confidence))
    g_string_append_printf (caption, "%s⚠ %s", caption->len > 0 ? " · " : "",
                            kiroku_confidence_name (step->item.confidence));
  return g_string_free (caption, FALSE);
}

static void
set_class (GtkWidget *widget, const char *css_class, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* The row names its box by its title. */
static void
show_texts (KirokuTaskRow *self, const KirokuTask *task, const KirokuPackStep *step)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *text
      = kiroku_text_visible (kiroku_task_show_text (task, kiroku_book_get_language (book)), TRUE);
  g_autofree char *source = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), self->caption);
  if (step != NULL)
    source = kiroku_source_describe (step->item.confidence, step->item.source, step->item.as_of);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), source);
}

void
kiroku_task_row_show (KirokuTaskRow *self, const KirokuTask *task, const KirokuPackStep *step)
{
  gboolean changed;

  g_return_if_fail (KIROKU_IS_TASK_ROW (self) && task != NULL);

  changed = self->id == NULL || self->state != task->state || self->set_at != task->set_at;
  g_free (self->id);
  self->id = g_strdup (task->id);
  g_free (self->caption);
  self->caption = dup_caption (self, task, step);
  self->state = task->state;
  self->set_at = task->set_at;
  g_free (self->why);
  self->why = g_strdup (task->reason);
  self->lacks = task->state_withheld || task->reason_withheld;
  g_free (self->shown_owner);
  self->shown_owner = g_strdup (task->owner != NULL ? task->owner : "");
  g_free (self->shown_due);
  self->shown_due = task->due_at != KIROKU_TIME_NONE ? kiroku_page_dup_time (self->model, task->due_at)
                                                     : g_strdup ("");
  if (changed)
    set_writing (self, FALSE);
  show_state (self);
  show_texts (self, task, step);
  update_menu (self);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "failed");
  set_class (GTK_WIDGET (self), "overdue",
             kiroku_task_is_overdue (
                 task, kiroku_book_get_now (kiroku_case_model_get_book (self->model))));
  set_class (GTK_WIDGET (self), "done", task->state == KIROKU_TASK_DONE);
  set_class (GTK_WIDGET (self), "skipped", task->state == KIROKU_TASK_SKIPPED);
}

const char *
kiroku_task_row_get_id (KirokuTaskRow *self)
{
  g_return_val_if_fail (KIROKU_IS_TASK_ROW (self), NULL);

  return self->id;
}

static void
kiroku_task_row_dispose (GObject *object)
{
  KirokuTaskRow *self = KIROKU_TASK_ROW (object);

  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_TASK_ROW);

  G_OBJECT_CLASS (kiroku_task_row_parent_class)->dispose (object);
}

static void
kiroku_task_row_finalize (GObject *object)
{
  KirokuTaskRow *self = KIROKU_TASK_ROW (object);

  g_free (self->id);
  g_free (self->caption);
  g_free (self->filled_owner);
  g_free (self->filled_due);
  g_free (self->why);
  g_free (self->shown_owner);
  g_free (self->shown_due);

  G_OBJECT_CLASS (kiroku_task_row_parent_class)->finalize (object);
}

static void
kiroku_task_row_class_init (KirokuTaskRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_task_row_dispose;
  object_class->finalize = kiroku_task_row_finalize;

  signals[MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_ALT_MASK, move_key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_ALT_MASK, move_key_cb, "i", 1);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "playbook/kiroku-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, check);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, menu);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, popover);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, heading);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, give_reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, owner);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, due);
  gtk_widget_class_bind_template_child (widget_class, KirokuTaskRow, assign);
  gtk_widget_class_bind_template_callback (widget_class, assign_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_down_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, give_reason_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_show_cb);
}

static void
kiroku_task_row_init (KirokuTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_task_row_new (KirokuCaseModel *model)
{
  KirokuTaskRow *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (KIROKU_TYPE_TASK_ROW, NULL);
  self->model = g_object_ref (model);
  return GTK_WIDGET (self);
}
