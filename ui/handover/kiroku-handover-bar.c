/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-handover-bar.h"

#include <glib/gi18n.h>

#include "kiroku-handover-popover.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-saver.h"
#include "kiroku-text.h"

struct _KirokuHandoverBar
{
  AdwBin parent_instance;

  GtkLabel *label;
  GtkWidget *button;
  KirokuPaperSaver *saver;
  GtkRevealer *revealer;

  KirokuCaseModel *model; /* (nullable) */
  GSignalGroup *signals;
  GSignalGroup *people; /* of the book */
};

G_DEFINE_FINAL_TYPE (KirokuHandoverBar, kiroku_handover_bar, ADW_TYPE_BIN)

/* (transfer full) */
static char *
describe_own (const KirokuHandover *open)
{
  g_autofree char *to
      = kiroku_text_visible (open->to != NULL ? open->to : _ ("(withheld)"), TRUE);

  if (to[0] == '\0')
    return g_strdup (_ ("You handed this case over; nobody has taken it over yet"));
  return g_strdup_printf (_ ("You handed this case over to %s, who has not taken it over yet"), to);
}

static void
show_open (KirokuHandoverBar *self, const KirokuHandover *open)
{
  const char *name = kiroku_book_get_author (kiroku_case_model_get_book (self->model));
  const gboolean own
      = open != NULL && open->author != NULL && kiroku_text_is_same_name (open->author, name);
  const gboolean may = open != NULL && !own && kiroku_handover_check (open, name, NULL);
  g_autofree char *text = own   ? describe_own (open)
                          : may ? kiroku_handover_dup_description (open)
                                : NULL;

  if (text != NULL)
    gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (self->button, may);
  gtk_revealer_set_reveal_child (self->revealer,
                                 text != NULL || kiroku_paper_saver_is_busy (self->saver));
}

static void
show_state (KirokuHandoverBar *self)
{
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;
  g_autofree char *part = NULL;
  g_autofree char *file = NULL;

  if (snapshot == NULL)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }
  part = kiroku_page_dup_file_part (self->model);
  file = g_strdup_printf ("handover-%s.pdf", part);
  kiroku_paper_saver_set_file_name (self->saver, file);
  show_open (self, kiroku_handover_find_open (snapshot));
}

GtkWidget *
kiroku_handover_bar_get_button (KirokuHandoverBar *self)
{
  g_return_val_if_fail (KIROKU_IS_HANDOVER_BAR (self), NULL);

  return self->button;
}

void
kiroku_handover_bar_save (KirokuHandoverBar *self, const char *path)
{
  g_return_if_fail (KIROKU_IS_HANDOVER_BAR (self) && path != NULL);

  if (self->model == NULL || kiroku_paper_saver_is_busy (self->saver))
    return;
  kiroku_paper_saver_save (
      self->saver, self->model,
      kiroku_paper_order_new_situation (
          self->model, kiroku_book_get_language (kiroku_case_model_get_book (self->model))),
      path);
}

void
kiroku_handover_bar_set_model (KirokuHandoverBar *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_HANDOVER_BAR (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  g_signal_group_set_target (self->people,
                             model != NULL ? kiroku_case_model_get_book (model) : NULL);
  kiroku_paper_saver_offer_terms (self->saver, model);
  show_state (self);
}

/* --- The class --- */

static void
kiroku_handover_bar_dispose (GObject *object)
{
  KirokuHandoverBar *self = KIROKU_HANDOVER_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->people);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_handover_bar_parent_class)->dispose (object);
}

static void
kiroku_handover_bar_class_init (KirokuHandoverBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_handover_bar_dispose;
}

static void
make_parts (KirokuHandoverBar *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                              "lines", 3, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0, "hexpand",
                              TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  self->button = g_object_new (GTK_TYPE_BUTTON, "label", _ ("Take Over…"), "action-name",
                               "case.take-over", "valign", GTK_ALIGN_CENTER, NULL);
  self->saver = KIROKU_PAPER_SAVER (kiroku_paper_saver_new ());
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  kiroku_paper_saver_set_label (self->saver, _ ("Save Sheet…"));
  kiroku_paper_saver_offer_preview (self->saver);
  gtk_widget_set_valign (GTK_WIDGET (self->saver), GTK_ALIGN_CENTER);
  kiroku_paper_saver_leave_key (self->saver);
  g_signal_connect_swapped (self->saver, "chosen", G_CALLBACK (kiroku_handover_bar_save), self);
}

static void
kiroku_handover_bar_init (KirokuHandoverBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  make_parts (self);
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE, "icon-name",
                                               "system-users-symbolic", "accessible-role",
                                               GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->saver));
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_add_css_class (box, "lock-bar");
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_state), self);
  self->people = g_signal_group_new (KIROKU_TYPE_BOOK);
  g_signal_group_connect_swapped (self->people, "person-changed", G_CALLBACK (show_state), self);
}
