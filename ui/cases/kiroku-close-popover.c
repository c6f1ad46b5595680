/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-close-popover.h"

#include <glib/gi18n.h>

#include "kiroku-case-drafts.h"
#include "kiroku-obligation-row.h"
#include "kiroku-page-write.h"

/* The others are counted: the Notifications page lists them. */
#define MAX_NAMED 3

struct _KirokuClosePopover
{
  KirokuPopover parent_instance;

  GtkLabel *explanation;
  GtkLabel *left;
  GtkEntry *reason;

  gboolean close; /* else it opens again */
};

G_DEFINE_FINAL_TYPE (KirokuClosePopover, kiroku_close_popover, KIROKU_TYPE_POPOVER)

static void
save (KirokuPopover *popover)
{
  KirokuClosePopover *self = KIROKU_CLOSE_POPOVER (popover);
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));

  if (!self->close && reason == NULL)
    {
      kiroku_popover_say (popover, _ ("Say why"));
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  kiroku_popover_write (popover, kiroku_draft_close (self->close, reason), NULL);
}

/* --- What is still open --- */

static void
add_line (GString *text, const char *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

static void
add_obligation (KirokuClosePopover *self, GString *text, const KirokuObligation *obligation)
{
  KirokuBook *book = kiroku_case_model_get_book (kiroku_popover_get_model (KIROKU_POPOVER (self)));
  g_autofree char *due = kiroku_obligation_dup_due_text (obligation, kiroku_book_get_zone (book));
  /* Translators: what is due, then by when. */
  g_autofree char *line = g_strdup_printf (
      C_ ("closing", "%s: %s"),
      kiroku_pack_text (obligation->label, kiroku_book_get_language (book)), due);

  add_line (text, line);
}

/* What may turn out not to apply is only counted. */
static void
add_obligations (KirokuClosePopover *self, GString *text, GPtrArray *obligations)
{
  guint named = 0;
  guint more = 0;

  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (!kiroku_obligation_is_left (obligation))
        continue;
      if (obligation->standing == KIROKU_STANDING_APPLIES && named < MAX_NAMED)
        {
          add_obligation (self, text, obligation);
          named++;
        }
      else
        more++;
    }
  if (more > 0)
    {
      g_autofree char *line
          = g_strdup_printf (g_dngettext (NULL, "%u other duty that applies or may apply",
                                          "%u other duties that apply or may apply", more),
                             more);

      add_line (text, line);
    }
}

/* (transfer full) (nullable): nothing is */
static char *
dup_left (KirokuClosePopover *self, const KirokuSnapshot *snapshot)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const guint tasks = snapshot->incident->tasks_open;

  add_obligations (self, text, snapshot->obligations);
  if (tasks > 0)
    {
      g_autofree char *line
          = g_strdup_printf (g_dngettext (NULL, "%u open task", "%u open tasks", tasks), tasks);

      add_line (text, line);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
show (KirokuClosePopover *self, const KirokuSnapshot *snapshot)
{
  KirokuPopover *popover = KIROKU_POPOVER (self);
  g_autofree char *left = self->close ? dup_left (self, snapshot) : NULL;

  gtk_label_set_text (
      self->explanation,
      !self->close   ? _ ("The case is open again from now on. When it was closed stays on record.")
      : left != NULL ? _ ("These are still open. Closing the case ends none of them:")
                     : _ ("Nothing is left open. A closed case can be opened again."));
  gtk_label_set_text (self->left, left != NULL ? left : "");
  gtk_widget_set_visible (GTK_WIDGET (self->left), left != NULL);
  kiroku_popover_ask (self->reason, self->close ? _ ("Reason (may be left out)") : _ ("Reason"));
  kiroku_popover_set_heading (popover, self->close ? _ ("Close the case") : _ ("Reopen the case"));
  kiroku_popover_set_verb (popover, self->close ? _ ("Close Case") : _ ("Reopen Case"), FALSE);
}

/* --- The class --- */

static void
kiroku_close_popover_class_init (KirokuClosePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  kiroku_popover_class_set_template (popover_class, "cases/kiroku-close-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuClosePopover, explanation);
  gtk_widget_class_bind_template_child (widget_class, KirokuClosePopover, left);
  gtk_widget_class_bind_template_child (widget_class, KirokuClosePopover, reason);
}

static void
kiroku_close_popover_init (KirokuClosePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_close_popover_new (KirokuCaseModel *model)
{
  KirokuClosePopover *self;
  const KirokuSnapshot *snapshot;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);
  snapshot = kiroku_case_model_get_snapshot (model);
  g_return_val_if_fail (snapshot != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_CLOSE_POPOVER, model);
  self->close = !snapshot->incident->closed;
  show (self, snapshot);
  return GTK_WIDGET (self);
}
