/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-backup-hint.h"

#include <glib/gi18n.h>

#include "kiroku-book-backup.h"

#define CHECK_SECONDS 300

struct _KirokuBackupHint
{
  AdwBin parent_instance;

  GtkLabel *label;
  KirokuBook *book;          /* (nullable) */
  GCancellable *cancellable; /* while there is a book */
  guint timer;
};

G_DEFINE_FINAL_TYPE (KirokuBackupHint, kiroku_backup_hint, ADW_TYPE_BIN)

/* --- Reading --- */

typedef struct
{
  char *folder;
  gint64 now;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->folder);
  g_free (query);
}

static gpointer
read_state (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autofree KirokuBackupState *state = g_new0 (KirokuBackupState, 1);

  return kiroku_backup_state_read (state, db, query->folder, query->now, error)
             ? g_steal_pointer (&state)
             : NULL;
}

static void
show_state (KirokuBackupHint *self, const KirokuBackupState *state)
{
  g_autofree char *age = kiroku_duration_to_text (state->age);
  /* Translators: a length of time, such as “2 d 4 h”. */
  g_autofree char *text = state->last != KIROKU_TIME_NONE
                              ? g_strdup_printf (_ ("Last backup: %s ago"), age)
                              : g_strdup (_ ("No backup was made yet"));

  gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), state->due);
}

/* What cannot be read now is looked at again later: nobody waits for it. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KirokuBackupHint) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree KirokuBackupState *state = kiroku_store_run_finish (NULL, result, &error);

  if (state != NULL && self->book != NULL)
    show_state (self, state);
  else if (error != NULL)
    g_debug ("backup hint: %s", error->message);
}

void
kiroku_backup_hint_check (KirokuBackupHint *self)
{
  Query *query;

  g_return_if_fail (KIROKU_IS_BACKUP_HINT (self));

  if (self->book == NULL)
    return;
  query = g_new (Query, 1);
  *query = (Query){ g_strdup (kiroku_book_get_folder (self->book)),
                    kiroku_book_get_now (self->book) };
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_BULK, read_state, query, query_free, g_free,
                          self->cancellable, read_cb, g_object_ref (self));
}

static gboolean
check_cb (gpointer data)
{
  kiroku_backup_hint_check (data);
  return G_SOURCE_CONTINUE;
}

void
kiroku_backup_hint_set_book (KirokuBackupHint *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_BACKUP_HINT (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_set_object (&self->book, book);
  if (book == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add_seconds (CHECK_SECONDS, check_cb, self);
  kiroku_backup_hint_check (self);
}

/* --- The class --- */

static void
kiroku_backup_hint_dispose (GObject *object)
{
  kiroku_backup_hint_set_book (KIROKU_BACKUP_HINT (object), NULL);

  G_OBJECT_CLASS (kiroku_backup_hint_parent_class)->dispose (object);
}

static void
kiroku_backup_hint_class_init (KirokuBackupHintClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_backup_hint_dispose;
}

static void
kiroku_backup_hint_init (KirokuBackupHint *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.backup");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Back up now"));
  gtk_widget_set_margin_start (button, 6);
  gtk_widget_set_margin_end (button, 6);
  gtk_widget_set_margin_bottom (button, 6);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_bin_set_child (ADW_BIN (self), button);
}
