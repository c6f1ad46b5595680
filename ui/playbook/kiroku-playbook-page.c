/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-playbook-page.h"

#include <glib/gi18n.h>

#include "kiroku-task-group.h"
#include "kiroku-ui.h"

#define N_GROUPS (KIROKU_N_PHASES + 1)

struct _KirokuPlaybookPage
{
  AdwBin parent_instance;

  GtkLabel *summary;
  GtkBox *groups;

  KirokuCaseModel *model;
  GSignalGroup *signals;
  GHashTable *steps; /* step id → KirokuPackStep of @pack */
  KirokuPack *pack;
  KirokuTaskGroup *group[N_GROUPS]; /* by phase; children of @groups */
  guint phase;                      /* the one that is first and open; KIROKU_N_PHASES at first */
};

G_DEFINE_FINAL_TYPE (KirokuPlaybookPage, kiroku_playbook_page, ADW_TYPE_BIN)

/* --- What the pack says of the steps --- */

static void
add_steps (GHashTable *steps, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    {
      KirokuPackStep *step = g_ptr_array_index (from, i);

      g_hash_table_insert (steps, step->item.id, step);
    }
}

static void
index_steps (KirokuPlaybookPage *self, KirokuPack *pack)
{
  GPtrArray *playbooks = kiroku_pack_get_playbooks (pack);
  GPtrArray *types = kiroku_pack_get_types (pack);

  self->pack = kiroku_pack_ref (pack);
  self->steps = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < playbooks->len; i++)
    add_steps (self->steps, ((KirokuPackPlaybook *) g_ptr_array_index (playbooks, i))->steps);
  for (guint i = 0; i < types->len; i++)
    add_steps (self->steps, ((KirokuPackType *) g_ptr_array_index (types, i))->steps);
}

/* --- What is shown --- */

/* The present phase, those to come, those behind, then what belongs to none. */
static void
order_groups (KirokuPlaybookPage *self)
{
  GtkWidget *after = NULL;

  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      GtkWidget *group = GTK_WIDGET (self->group[(self->phase + i) % KIROKU_N_PHASES]);

      gtk_box_reorder_child_after (self->groups, group, after);
      after = group;
    }
}

/* What somebody folded or unfolded stays so until the phase changes. */
static void
show_phase (KirokuPlaybookPage *self, guint phase)
{
  gboolean first = self->phase == KIROKU_N_PHASES;

  if (phase == self->phase)
    return;
  if (!first)
    kiroku_task_group_set_expanded (self->group[self->phase], FALSE);
  self->phase = phase;
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    kiroku_task_group_set_present (self->group[i], i == phase);
  kiroku_task_group_set_expanded (self->group[phase], TRUE);
  order_groups (self);
}

static void
show_summary (KirokuPlaybookPage *self, GPtrArray *tasks)
{
  g_autofree char *text = NULL;
  guint n_open = 0;

  for (guint i = 0; i < tasks->len; i++)
    n_open += ((KirokuTask *) g_ptr_array_index (tasks, i))->state == KIROKU_TASK_OPEN;
  text = n_open > 0
             ? g_strdup_printf (ngettext ("%u task to do", "%u tasks to do", n_open), n_open)
             : g_strdup (tasks->len > 0 ? _ ("All tasks are done") : _ ("There are no tasks"));
  gtk_label_set_text (self->summary, text);
}

static void
show_snapshot (KirokuPlaybookPage *self)
{
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->summary), snapshot != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->groups), snapshot != NULL);
  if (snapshot == NULL)
    return;
  for (guint i = 0; i < N_GROUPS; i++)
    kiroku_task_group_show (self->group[i], snapshot->tasks, self->steps);
  show_summary (self, snapshot->tasks);
  show_phase (self, snapshot->incident->phase);
}

static void
clear (KirokuPlaybookPage *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    if (self->group[i] != NULL)
      gtk_box_remove (self->groups, GTK_WIDGET (g_steal_pointer (&self->group[i])));
  g_clear_pointer (&self->steps, g_hash_table_unref);
  g_clear_pointer (&self->pack, kiroku_pack_unref);
  self->phase = KIROKU_N_PHASES;
}

static void
build (KirokuPlaybookPage *self)
{
  index_steps (self, kiroku_book_get_pack (kiroku_case_model_get_book (self->model)));
  for (guint i = 0; i < N_GROUPS; i++)
    {
      self->group[i] = KIROKU_TASK_GROUP (kiroku_task_group_new (self->model, i));
      gtk_box_append (self->groups, GTK_WIDGET (self->group[i]));
    }
}

void
kiroku_playbook_page_set_model (KirokuPlaybookPage *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_PLAYBOOK_PAGE (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (!g_set_object (&self->model, model))
    return;
  g_signal_group_set_target (self->signals, model);
  clear (self);
  if (model != NULL)
    build (self);
  show_snapshot (self);
}

static void
kiroku_playbook_page_dispose (GObject *object)
{
  KirokuPlaybookPage *self = KIROKU_PLAYBOOK_PAGE (object);

  g_clear_object (&self->signals);
  if (self->groups != NULL)
    clear (self);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_PLAYBOOK_PAGE);

  G_OBJECT_CLASS (kiroku_playbook_page_parent_class)->dispose (object);
}

static void
kiroku_playbook_page_class_init (KirokuPlaybookPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_playbook_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "playbook/kiroku-playbook-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuPlaybookPage, summary);
  gtk_widget_class_bind_template_child (widget_class, KirokuPlaybookPage, groups);
}

static void
kiroku_playbook_page_init (KirokuPlaybookPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->phase = KIROKU_N_PHASES;
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_snapshot), self);
  show_snapshot (self);
}

GtkWidget *
kiroku_playbook_page_new (void)
{
  return g_object_new (KIROKU_TYPE_PLAYBOOK_PAGE, NULL);
}
