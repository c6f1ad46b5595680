/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-level-popover.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-case-level.h"
#include "kiroku-level.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuLevelPopover
{
  KirokuPopover parent_instance;

  GtkListBox *levels;
  AdwEntryRow *reason;

  GtkCheckButton *checks[KIROKU_LEVEL_MAX + 1];
  int present; /* or KIROKU_LEVEL_WITHHELD */
  KirokuFormDraft *kept;
};

G_DEFINE_FINAL_TYPE (KirokuLevelPopover, kiroku_level_popover, KIROKU_TYPE_POPOVER)

/* KIROKU_LEVEL_WITHHELD where none is chosen. */
static int
get_chosen (KirokuLevelPopover *self)
{
  for (int i = 0; i <= KIROKU_LEVEL_MAX; i++)
    if (gtk_check_button_get_active (self->checks[i]))
      return i;
  return KIROKU_LEVEL_WITHHELD;
}

static void
save (KirokuPopover *popover)
{
  KirokuLevelPopover *self = KIROKU_LEVEL_POPOVER (popover);
  const int chosen = get_chosen (self);
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  g_autoptr (GError) error = NULL;

  if (chosen == self->present)
    kiroku_popover_say (popover, _ ("Choose another level than the present one."));
  else if (reason == NULL)
    kiroku_popover_say (popover, _ ("Say why"));
  else if (!kiroku_text_check (reason, strlen (reason), _ ("Reason"), &error))
    kiroku_popover_say (popover, error->message);
  else
    {
      kiroku_popover_write (popover, kiroku_draft_level (chosen, reason), self->kept);
      return;
    }
  gtk_widget_grab_focus (chosen == self->present ? GTK_WIDGET (self->levels) : GTK_WIDGET (self->reason));
}

/* --- What the levels mean --- */

/* The usual wording is not confirmed, and says so. (transfer full) */
static char *
dup_meaning (KirokuFacts *facts, int level)
{
  gboolean own;
  g_autofree char *meaning = kiroku_level_describe_of (level, facts, &own);

  return own ? g_steal_pointer (&meaning)
             : g_strdup_printf ("%s · ⚠ %s", meaning, kiroku_confidence_name (KIROKU_CONFIDENCE_RECALLED));
}

/* What was wrong is being mended. */
static void
changed_cb (KirokuLevelPopover *self)
{
  kiroku_popover_say (KIROKU_POPOVER (self), NULL);
}

static void
add_level (KirokuLevelPopover *self, KirokuFacts *facts, int level)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *meaning = dup_meaning (facts, level);
  g_autofree char *name = g_strdup_printf (_ ("Level %d"), level);
  /* Translators: how grave a case is, from 0 to 3. */
  g_autofree char *title = g_strdup_printf (level == self->present ? _ ("Level %d (at present)") : _ ("Level %d"), level);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), meaning);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  kiroku_page_set_name (check, name);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  self->checks[level] = GTK_CHECK_BUTTON (check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  if (level > 0)
    gtk_check_button_set_group (self->checks[level], self->checks[0]);
  gtk_list_box_append (self->levels, row);
}

/* --- The class --- */

/* What is to be done first is to choose. */
static void
kiroku_level_popover_map (GtkWidget *widget)
{
  KirokuLevelPopover *self = KIROKU_LEVEL_POPOVER (widget);

  GTK_WIDGET_CLASS (kiroku_level_popover_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->checks[MAX (self->present, 0)]));
}

static void
kiroku_level_popover_dispose (GObject *object)
{
  KirokuLevelPopover *self = KIROKU_LEVEL_POPOVER (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);

  G_OBJECT_CLASS (kiroku_level_popover_parent_class)->dispose (object);
}

static void
kiroku_level_popover_finalize (GObject *object)
{
  g_clear_object (&KIROKU_LEVEL_POPOVER (object)->kept);

  G_OBJECT_CLASS (kiroku_level_popover_parent_class)->finalize (object);
}

static void
kiroku_level_popover_class_init (KirokuLevelPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  object_class->dispose = kiroku_level_popover_dispose;
  object_class->finalize = kiroku_level_popover_finalize;
  widget_class->map = kiroku_level_popover_map;
  popover_class->save = save;
  kiroku_popover_class_set_template (popover_class, "cases/kiroku-level-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLevelPopover, levels);
  gtk_widget_class_bind_template_child (widget_class, KirokuLevelPopover, reason);
}

static void
kiroku_level_popover_init (KirokuLevelPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (changed_cb), self);
}

GtkWidget *
kiroku_level_popover_new (KirokuCaseModel *model)
{
  KirokuLevelPopover *self;
  const KirokuSnapshot *snapshot;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);
  g_return_val_if_fail (kiroku_case_model_get_snapshot (model) != NULL, NULL);

  snapshot = kiroku_case_model_get_snapshot (model);
  self = kiroku_popover_new (KIROKU_TYPE_LEVEL_POPOVER, model);
  self->present = snapshot->incident->level;
  for (int i = 0; i <= KIROKU_LEVEL_MAX; i++)
    add_level (self, snapshot->facts, i);
  if (self->present != KIROKU_LEVEL_WITHHELD)
    gtk_check_button_set_active (self->checks[self->present], TRUE);
  kiroku_popover_set_heading (KIROKU_POPOVER (self), _ ("Change the Level"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record"), FALSE);
  self->kept = kiroku_form_draft_new (model, "level");
  kiroku_form_draft_add (self->kept, "reason", self->reason);
  kiroku_form_draft_load (self->kept);
  return GTK_WIDGET (self);
}
