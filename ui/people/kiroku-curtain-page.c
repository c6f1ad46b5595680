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
  gboolean trying;
  gboolean retrying; /* to read who may go on, as a person asked */
  guint visit;       /* how often it began: what was typed counts for that time only */
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
  kiroku_page_show_error (self->error, people == NULL ? error->message : NULL);
  if (people != NULL)
    show_people (self, people);
  if (people != NULL && self->retrying && self->names->len == 0)
    g_signal_emit (self, signals[OPENED], 0); /* there is nothing to ask for */
  self->retrying = FALSE;
}

static void
read_people (KirokuCurtainPage *self)
{
  kiroku_book_read_people_async (self->book, read_cb, g_object_ref (self));
}

/* --- The passphrase --- */

typedef struct
{
  KirokuCurtainPage *page;
  guint visit;
} Try;

static void
try_free (Try *try)
{
  g_object_unref (try->page);
  g_free (try);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Try, try_free)

static void
set_trying (KirokuCurtainPage *self, gboolean trying)
{
  self->trying = trying;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !trying);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Try) try = user_data;
  KirokuCurtainPage *self = try->page;
  g_autoptr (GError) error = NULL;
  gboolean opened = kiroku_book_choose_person_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (self->button == NULL)
    return;
  set_trying (self, FALSE);
  if (self->book == NULL || self->visit != try->visit)
    return;
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
try_passphrase (KirokuCurtainPage *self, const char *typed)
{
  Try *try = g_new (Try, 1);

  *try = (Try){ g_object_ref (self), self->visit };
  set_trying (self, TRUE);
  self->held = kiroku_hold_begin ();
  kiroku_book_choose_person_async (self->book, get_person (self), typed, tried_cb, try);
}

/* Where it could not be read who may go on, that is tried again. */
static void
open_cb (KirokuCurtainPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));

  if (self->book == NULL || self->trying)
    return;
  if (typed[0] != '\0')
    try_passphrase (self, typed);
  else if (self->names->len == 0)
    {
      self->retrying = TRUE;
      read_people (self);
    }
}

void
kiroku_curtain_page_begin (KirokuCurtainPage *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_CURTAIN_PAGE (self));
  g_return_if_fail (book == NULL || KIROKU_IS_BOOK (book));

  g_set_object (&self->book, book);
  self->visit++;
  self->retrying = FALSE;
  g_ptr_array_set_size (self->names, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  kiroku_page_show_error (self->error, NULL);
  if (book == NULL)
    return;
  read_people (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

void
kiroku_curtain_page_focus (KirokuCurtainPage *self)
{
  g_return_if_fail (KIROKU_IS_CURTAIN_PAGE (self));

  gtk_text_grab_focus_without_selecting (
      GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->passphrase))));
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
