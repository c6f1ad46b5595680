/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-lock-bar.h"

#include <glib/gi18n.h>

#include "kiroku-book-people.h"
#include "kiroku-hold.h"
#include "kiroku-journal-error.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuLockBar
{
  AdwBin parent_instance;

  GtkLabel *label;
  GtkLabel *error;
  GtkPasswordEntry *passphrase;
  GtkButton *button;

  KirokuBook *book;   /* (nullable) */
  GApplication *held; /* (nullable) while a passphrase is tried */
};

G_DEFINE_FINAL_TYPE (KirokuLockBar, kiroku_lock_bar, ADW_TYPE_BIN)

enum
{
  UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_present (KirokuLockBar *self, const KirokuPerson *person)
{
  g_autofree char *name = kiroku_text_visible (person->name, TRUE);
  /* Translators: the name of who writes. */
  g_autofree char *text = g_strdup_printf (
      _ ("The key of %s is locked: reading works, writing needs the passphrase."), name);

  gtk_label_set_text (self->label, text);
  gtk_revealer_set_reveal_child (GTK_REVEALER (adw_bin_get_child (ADW_BIN (self))),
                                 person->locked);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuLockBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people
      = kiroku_book_read_people_finish (KIROKU_BOOK (source), result, &error);

  if (self->book == NULL)
    return;
  if (people != NULL)
    show_present (self, g_ptr_array_index (people, 0));
  else
    g_debug ("lock bar: %s", error->message);
}

static void
look (KirokuLockBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  kiroku_page_show_error (self->error, NULL);
  kiroku_book_read_people_async (self->book, read_cb, g_object_ref (self));
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuLockBar) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = kiroku_book_choose_person_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (self->book == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  if (unlocked)
    g_signal_emit (self, signals[UNLOCKED], 0);
  else if (g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED))
    kiroku_page_show_error (self->error,
                            _ ("This passphrase does not open the key: check it and try again."));
  else
    kiroku_page_show_error (self->error, error->message);
}

static void
unlock_cb (KirokuLockBar *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));

  if (typed[0] == '\0' || !gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  self->held = kiroku_hold_begin ();
  kiroku_book_choose_person_async (self->book, kiroku_book_get_author (self->book), typed, tried_cb,
                                   g_object_ref (self));
}

void
kiroku_lock_bar_set_book (KirokuLockBar *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_LOCK_BAR (self));
  g_return_if_fail (book == NULL || KIROKU_IS_BOOK (book));

  if (self->book != NULL)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_set_object (&self->book, book);
  if (book == NULL)
    return;
  g_signal_connect_swapped (book, "person-changed", G_CALLBACK (look), self);
  look (self);
}

/* --- The class --- */

static void
kiroku_lock_bar_dispose (GObject *object)
{
  kiroku_lock_bar_set_book (KIROKU_LOCK_BAR (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_LOCK_BAR);

  G_OBJECT_CLASS (kiroku_lock_bar_parent_class)->dispose (object);
}

static void
kiroku_lock_bar_class_init (KirokuLockBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_lock_bar_dispose;

  signals[UNLOCKED] = g_signal_new ("unlocked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "people/kiroku-lock-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLockBar, label);
  gtk_widget_class_bind_template_child (widget_class, KirokuLockBar, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuLockBar, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KirokuLockBar, button);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
}

static void
kiroku_lock_bar_init (KirokuLockBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
