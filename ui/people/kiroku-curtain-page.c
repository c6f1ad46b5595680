/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-curtain-page.h"

#include <glib/gi18n.h>

#include "kiroku-book-people.h"
#include "kiroku-hold.h"
#include "kiroku-journal-error.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuCurtainPage
{
  AdwBin parent_instance;

  AdwComboRow *person;
  AdwPasswordEntryRow *passphrase;
  GtkLabel *error;
  GtkButton *button;

  KirokuBook *book;   /* (nullable) */
  GPtrArray *names;   /* (element-type utf8) as the rows of @person */
  GApplication *held; /* (nullable) while a passphrase is tried */
};

G_DEFINE_FINAL_TYPE (KirokuCurtainPage, kiroku_curtain_page, ADW_TYPE_BIN)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Who may go on --- */

/* A key without a passphrase would open what is hidden to anybody. */
static void
show_people (KirokuCurtainPage *self, GPtrArray *people)
{
  g_autoptr (GtkStringList) shown = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->names, 0);
  for (guint i = 0; i < people->len; i++)
    {
      const KirokuPerson *person = g_ptr_array_index (people, i);

      if (!person->protected)
        continue;
      g_ptr_array_add (self->names, g_strdup (person->name));
      gtk_string_list_take (shown, kiroku_text_visible (person->name, TRUE));
    }
  adw_combo_row_set_model (self->person, G_LIST_MODEL (shown));
  gtk_widget_set_visible (GTK_WIDGET (self->person), self->names->len > 1);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuCurtainPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people
      = kiroku_book_read_people_finish (KIROKU_BOOK (source), result, &error);

  if (self->book == NULL)
    return;
  if (people != NULL)
    show_people (self, people);
  else
    kiroku_page_show_error (self->error, error->message);
}

/* --- The passphrase --- */

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuCurtainPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean opened = kiroku_book_choose_person_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (self->book == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  if (opened)
    g_signal_emit (self, signals[OPENED], 0);
  else if (g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED))
    kiroku_page_show_error (self->error,
                            _ ("This passphrase does not open the key: check it and try again."));
  else
    kiroku_page_show_error (self->error, error->message);
}

static const char *
get_person (KirokuCurtainPage *self)
{
  guint chosen = adw_combo_row_get_selected (self->person);

  return chosen < self->names->len ? g_ptr_array_index (self->names, chosen)
                                   : kiroku_book_get_author (self->book);
}

static void
open_cb (KirokuCurtainPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));

  if (self->book == NULL || typed[0] == '\0'
      || !gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  self->held = kiroku_hold_begin ();
  kiroku_book_choose_person_async (self->book, get_person (self), typed, tried_cb,
                                   g_object_ref (self));
}

void
kiroku_curtain_page_begin (KirokuCurtainPage *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_CURTAIN_PAGE (self));
  g_return_if_fail (book == NULL || KIROKU_IS_BOOK (book));

  g_set_object (&self->book, book);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  kiroku_page_show_error (self->error, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  if (book == NULL)
    return;
  kiroku_book_read_people_async (book, read_cb, g_object_ref (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

/* --- The class --- */

static void
kiroku_curtain_page_dispose (GObject *object)
{
  KirokuCurtainPage *self = KIROKU_CURTAIN_PAGE (object);

  g_clear_object (&self->book);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_CURTAIN_PAGE);

  G_OBJECT_CLASS (kiroku_curtain_page_parent_class)->dispose (object);
}

static void
kiroku_curtain_page_class_init (KirokuCurtainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_curtain_page_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "people/kiroku-curtain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuCurtainPage, person);
  gtk_widget_class_bind_template_child (widget_class, KirokuCurtainPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KirokuCurtainPage, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuCurtainPage, button);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
kiroku_curtain_page_init (KirokuCurtainPage *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}
