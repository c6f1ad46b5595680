/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-handover-popover.h"

#include <glib/gi18n.h>

#include "kiroku-book-people.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuHandoverPopover
{
  KirokuPopover parent_instance;

  GtkLabel *text;
  GtkFlowBox *people;
  GtkEntry *to;
  GtkEntry *note;

  char *accepts; /* (nullable): hash of the hand-over that is accepted; else one is made */
};

G_DEFINE_FINAL_TYPE (KirokuHandoverPopover, kiroku_handover_popover, KIROKU_TYPE_POPOVER)

const KirokuHandover *
kiroku_handover_find_open (const KirokuSnapshot *snapshot)
{
  const KirokuHandover *last;

  g_return_val_if_fail (snapshot != NULL, NULL);

  if (snapshot->handovers->len == 0)
    return NULL;
  last = g_ptr_array_index (snapshot->handovers, snapshot->handovers->len - 1);
  return kiroku_handover_get_acceptance (last) == NULL ? last : NULL;
}

char *
kiroku_handover_dup_description (const KirokuHandover *handover)
{
  g_autofree char *from
      = kiroku_text_visible (handover->author != NULL ? handover->author : _ ("(withheld)"), TRUE);
  g_autofree char *note
      = kiroku_text_visible (handover->text != NULL ? handover->text : _ ("(withheld)"), TRUE);
  g_autofree char *text
      = g_strdup_printf (g_strcmp0 (handover->to, "") == 0 ? _ ("%s handed this case over")
                                                           : _ ("%s handed this case over to you"),
                         from);

  if (note[0] == '\0')
    return g_steal_pointer (&text);
  /* Translators: who handed a case over, then what was said with it. */
  return g_strdup_printf (_ ("%s: %s"), text, note);
}

/* --- Recording --- */

static void
hand_over (KirokuHandoverPopover *self, const char *note)
{
  KirokuPopover *popover = KIROKU_POPOVER (self);
  KirokuBook *book = kiroku_case_model_get_book (kiroku_popover_get_model (popover));
  g_autofree char *to = kiroku_page_dup_typed (GTK_EDITABLE (self->to));

  if (to != NULL && kiroku_text_is_same_name (to, kiroku_book_get_author (book)))
    {
      kiroku_popover_say (popover, _ ("That is yourself: name who takes over"));
      gtk_widget_grab_focus (GTK_WIDGET (self->to));
      return;
    }
  kiroku_popover_write (popover, kiroku_handover_draft (to, note), NULL);
}

/* Somebody may have taken over, or handed over again, while it was open. */
static void
take_over (KirokuHandoverPopover *self, const char *note)
{
  KirokuPopover *popover = KIROKU_POPOVER (self);
  KirokuCaseModel *model = kiroku_popover_get_model (popover);
  const char *name = kiroku_book_get_author (kiroku_case_model_get_book (model));
  const KirokuHandover *open
      = kiroku_handover_find_open (kiroku_case_model_get_snapshot (model));
  g_autoptr (GError) error = NULL;

  if (open == NULL || !g_str_equal (open->hash, self->accepts))
    kiroku_popover_say (popover, _ ("Somebody else has taken the case over, or it was handed over again"));
  else if (!kiroku_handover_check (open, name, &error))
    kiroku_popover_say (popover, error->message);
  else
    kiroku_popover_write (popover, kiroku_handover_draft_acceptance (self->accepts, note), NULL);
}

static void
save (KirokuPopover *popover)
{
  KirokuHandoverPopover *self = KIROKU_HANDOVER_POPOVER (popover);
  g_autofree char *note = kiroku_page_dup_typed (GTK_EDITABLE (self->note));

  if (self->accepts != NULL)
    take_over (self, note);
  else
    hand_over (self, note);
}

/* --- Who is known --- */

static void
person_cb (GtkButton *button, KirokuHandoverPopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->to), gtk_button_get_label (button));
  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

static void
add_person (KirokuHandoverPopover *self, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (name);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect (button, "clicked", G_CALLBACK (person_cb), self);
  gtk_flow_box_append (self->people, button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->people), TRUE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuHandoverPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people
      = kiroku_book_read_people_finish (KIROKU_BOOK (source), result, &error);

  if (people == NULL) /* the name can be typed */
    g_debug ("hand-over: %s", error->message);
  if (people == NULL || kiroku_popover_get_model (KIROKU_POPOVER (self)) == NULL)
    return;
  for (guint i = 0; i < people->len; i++)
    {
      const KirokuPerson *person = g_ptr_array_index (people, i);

      if (!person->present)
        add_person (self, person->name);
    }
}

/* --- The class --- */

static void
kiroku_handover_popover_finalize (GObject *object)
{
  g_free (KIROKU_HANDOVER_POPOVER (object)->accepts);

  G_OBJECT_CLASS (kiroku_handover_popover_parent_class)->finalize (object);
}

static void
kiroku_handover_popover_class_init (KirokuHandoverPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kiroku_handover_popover_finalize;

  kiroku_popover_class_set_template (popover_class, "handover/kiroku-handover-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuHandoverPopover, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuHandoverPopover, people);
  gtk_widget_class_bind_template_child (widget_class, KirokuHandoverPopover, to);
  gtk_widget_class_bind_template_child (widget_class, KirokuHandoverPopover, note);
}

static void
kiroku_handover_popover_init (KirokuHandoverPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_handover_popover_new (KirokuCaseModel *model)
{
  KirokuHandoverPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_popover_new (KIROKU_TYPE_HANDOVER_POPOVER, model);
  gtk_label_set_text (self->text, _ ("Whoever takes over signs it with their own key."));
  kiroku_popover_ask (self->note, _ ("What they must know (may be left out)"));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), _ ("Hand the Case Over"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Hand Over"), FALSE);
  kiroku_book_read_people_async (kiroku_case_model_get_book (model), read_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

GtkWidget *
kiroku_handover_popover_new_accepting (KirokuCaseModel *model)
{
  KirokuHandoverPopover *self;
  const KirokuHandover *open;
  g_autofree char *text = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);
  g_return_val_if_fail (kiroku_case_model_get_snapshot (model) != NULL, NULL);

  open = kiroku_handover_find_open (kiroku_case_model_get_snapshot (model));
  g_return_val_if_fail (open != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_HANDOVER_POPOVER, model);
  self->accepts = g_strdup (open->hash);
  text = kiroku_handover_dup_description (open);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->to), FALSE);
  kiroku_popover_ask (self->note, _ ("Remark (may be left out)"));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), _ ("Take the Case Over"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Take Over"), FALSE);
  return GTK_WIDGET (self);
}
