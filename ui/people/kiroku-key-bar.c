/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-key-bar.h"

#include "kiroku-further-key.h"

struct _KirokuKeyBar
{
  AdwBin parent_instance;

  GtkLabel *label;
  GtkRevealer *revealer;

  KirokuCaseModel *model; /* (nullable) */
  GSignalGroup *signals;
  GCancellable *cancellable; /* (nullable) of the reading under way */
  gboolean again;            /* something was written meanwhile */
};

G_DEFINE_FINAL_TYPE (KirokuKeyBar, kiroku_key_bar, ADW_TYPE_BIN)

/* --- Reading --- */

typedef struct
{
  KirokuPeople *people; /* the book's, which outlives what is queued */
  char *author;
  char *case_id;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->author);
  g_free (query->case_id);
  g_free (query);
}

/* An empty text says that there is nothing to say. */
static gpointer
read_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  char *text;

  if (!kiroku_further_key_describe (db, query->people, query->author, query->case_id, &text, error))
    return NULL;
  return text != NULL ? text : g_strdup ("");
}

static void read_now (KirokuKeyBar *self);

static void
show_text (KirokuKeyBar *self, const char *text)
{
  if (text[0] != '\0')
    gtk_label_set_text (self->label, text);
  gtk_revealer_set_reveal_child (self->revealer, text[0] != '\0');
}

/* A reading for another case was cancelled. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuKeyBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (text != NULL)
    show_text (self, text);
  else
    g_debug ("key bar: %s", error->message);
  if (self->again)
    read_now (self);
}

static void
read_now (KirokuKeyBar *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  Query *query;

  self->again = self->cancellable != NULL;
  if (self->again)
    return;
  query = g_new (Query, 1);
  *query = (Query){ kiroku_book_get_people (book), g_strdup (kiroku_book_get_author (book)),
                    g_strdup (kiroku_case_model_get_case_id (self->model)) };
  self->cancellable = g_cancellable_new ();
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_BULK, read_job, query, query_free, g_free,
                          self->cancellable, read_cb, g_object_ref (self));
}

static void
stop (KirokuKeyBar *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->again = FALSE;
}

void
kiroku_key_bar_set_model (KirokuKeyBar *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_KEY_BAR (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  stop (self);
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  if (model != NULL)
    read_now (self);
}

/* --- The class --- */

static void
kiroku_key_bar_dispose (GObject *object)
{
  KirokuKeyBar *self = KIROKU_KEY_BAR (object);

  stop (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_key_bar_parent_class)->dispose (object);
}

static void
kiroku_key_bar_class_init (KirokuKeyBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_key_bar_dispose;
}

static void
kiroku_key_bar_init (KirokuKeyBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                              "xalign", 0.0, "selectable", TRUE, "accessible-role",
                              GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE, "icon-name",
                                               "dialog-warning-symbolic", "accessible-role",
                                               GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_widget_add_css_class (box, "lock-bar");
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (read_now), self);
}
