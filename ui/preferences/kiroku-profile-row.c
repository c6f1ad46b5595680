/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-profile-row.h"

#include <glib/gi18n.h>

#include "kiroku-fact-control.h"
#include "kiroku-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-source-chip.h"

struct _KirokuProfileRow
{
  AdwPreferencesRow parent_instance;

  KirokuFactControl *control;
  GtkLabel *state; /* that it is kept, or why it is not */

  KirokuBook *book;
  KirokuPack *pack; /* keeps @fact */
  const KirokuPackFact *fact;
  char *kept; /* what is in the file */
  gboolean keeping; /* one is on its way to the disk, and … */
  char *wanted;     /* (nullable): … this is to be kept after it */
};

G_DEFINE_FINAL_TYPE (KirokuProfileRow, kiroku_profile_row, ADW_TYPE_PREFERENCES_ROW)

/* --- Keeping it --- */

typedef struct
{
  KirokuBook *book;
  char *key;
  char *value;
  GApplication *held;
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *self = data;

  kiroku_hold_end (self->held);
  g_object_unref (self->book);
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

static void
keep (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Keeping *self = data;
  GError *error = NULL;

  if (kiroku_profile_set (kiroku_book_get_profile (self->book), self->key, self->value, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
show_state (KirokuProfileRow *self, const char *text, gboolean wrong)
{
  gtk_label_set_text (self->state, text);
  gtk_widget_set_visible (GTK_WIDGET (self->state), text[0] != '\0');
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "error");
  kiroku_fact_control_set_invalid (self->control, wrong);
}

static void keep_next (KirokuProfileRow *self, KirokuBook *book);

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuProfileRow) self = KIROKU_PROFILE_ROW (g_object_ref (source));
  const Keeping *keeping = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->keeping = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_free (self->kept);
      self->kept = g_strdup (keeping->value);
    }
  if (self->wanted != NULL)
    keep_next (self, keeping->book); /* also of a window that was closed meanwhile */
  else if (self->book == NULL)
    return;
  else if (error != NULL)
    show_state (self, error->message, TRUE);
  else
    show_state (self, _ ("Kept"), FALSE);
}

/* One after the other: what was said last is what stays. */
static void
keep_next (KirokuProfileRow *self, KirokuBook *book)
{
  g_autoptr (GTask) task = NULL;
  Keeping *keeping = g_new (Keeping, 1);

  *keeping = (Keeping){ g_object_ref (book), g_strdup (self->fact->item.id),
                        g_steal_pointer (&self->wanted), kiroku_hold_begin () };
  self->keeping = TRUE;
  task = g_task_new (self, NULL, kept_cb, NULL);
  g_task_set_task_data (task, keeping, keeping_free);
  g_task_run_in_thread (task, keep);
}

static void
done_cb (KirokuProfileRow *self)
{
  g_autofree char *typed = kiroku_fact_control_dup_typed (self->control);
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  if (!kiroku_pack_check_fact (self->pack, self->fact->item.id, typed,
                               kiroku_book_get_zone (self->book), kiroku_book_get_now (self->book),
                               &value, &error))
    {
      show_state (self, error->message, TRUE);
      return;
    }
  show_state (self, "", FALSE);
  g_clear_pointer (&self->wanted, g_free);
  if (!self->keeping && g_str_equal (value, self->kept))
    return;
  self->wanted = g_steal_pointer (&value);
  if (!self->keeping)
    keep_next (self, self->book);
}

/* --- The class --- */

static void
kiroku_profile_row_dispose (GObject *object)
{
  KirokuProfileRow *self = KIROKU_PROFILE_ROW (object);

  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_profile_row_parent_class)->dispose (object);
}

static void
kiroku_profile_row_finalize (GObject *object)
{
  KirokuProfileRow *self = KIROKU_PROFILE_ROW (object);

  g_clear_pointer (&self->pack, kiroku_pack_unref);
  g_free (self->kept);
  g_free (self->wanted);

  G_OBJECT_CLASS (kiroku_profile_row_parent_class)->finalize (object);
}

static void
kiroku_profile_row_class_init (KirokuProfileRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_profile_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_profile_row_finalize;
}

static void
kiroku_profile_row_init (KirokuProfileRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

/* What it is, and how sure that is. */
static GtkWidget *
make_head (KirokuProfileRow *self, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);
  const KirokuPackItem *item = &self->fact->item;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (kiroku_confidence_is_shown (item->confidence))
    gtk_box_append (GTK_BOX (box),
                    kiroku_source_chip_new (item->confidence, item->source, item->as_of));
  return box;
}

static void
fill (KirokuProfileRow *self)
{
  const char *name = kiroku_pack_text (self->fact->name, kiroku_book_get_language (self->book));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  g_object_set (box, "margin-top", 10, "margin-bottom", 10, "margin-start", 12, "margin-end", 12,
                NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  self->control = KIROKU_FACT_CONTROL (kiroku_fact_control_new (self->book, self->fact));
  kiroku_fact_control_set_name (self->control, name);
  kiroku_fact_control_set_value (self->control, self->kept);
  g_signal_connect_object (self->control, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  self->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->state, 0);
  gtk_label_set_wrap (self->state, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->state), FALSE);
  gtk_box_append (GTK_BOX (box), make_head (self, name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->control));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
kiroku_profile_row_new (KirokuBook *book, const KirokuPackFact *fact)
{
  KirokuProfileRow *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book) && fact != NULL && fact->profile, NULL);

  self = g_object_new (KIROKU_TYPE_PROFILE_ROW, NULL);
  self->book = g_object_ref (book);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (book));
  self->fact = fact;
  self->kept = kiroku_profile_get (kiroku_book_get_profile (book), fact->item.id);
  fill (self);
  return GTK_WIDGET (self);
}
