/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-time-row.h"

#include <glib/gi18n.h>

#include "kiroku-text.h"

struct _KirokuTimeRow
{
  AdwEntryRow parent_instance;

  KirokuBook *book; /* (nullable) whose clock and zone “Now” is */
};

G_DEFINE_FINAL_TYPE (KirokuTimeRow, kiroku_time_row, ADW_TYPE_ENTRY_ROW)

static void
mark (KirokuTimeRow *self, gboolean wrong)
{
  if (wrong)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID);
}

/* To the second: what is read back is what was meant. By the book: the clock of an exercise may be set, and a case is
 * kept in one zone wherever the computer stands. */
static void
now_cb (KirokuTimeRow *self)
{
  g_autoptr (GDateTime) utc = self->book != NULL ? g_date_time_new_from_unix_utc (
                                  kiroku_book_get_now (self->book) / G_USEC_PER_SEC)
                                                 : g_date_time_new_now_utc ();
  g_autoptr (GDateTime) now = self->book != NULL
                                  ? g_date_time_to_timezone (utc, kiroku_book_get_zone (self->book))
                                  : g_date_time_to_local (utc);
  g_autofree char *text = g_date_time_format (now, "%Y-%m-%d %H:%M:%S");

  gtk_editable_set_text (GTK_EDITABLE (self), text);
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
}

static void
changed_cb (KirokuTimeRow *self)
{
  mark (self, FALSE);
}

static void
kiroku_time_row_dispose (GObject *object)
{
  g_clear_object (&KIROKU_TIME_ROW (object)->book);

  G_OBJECT_CLASS (kiroku_time_row_parent_class)->dispose (object);
}

static void
kiroku_time_row_class_init (KirokuTimeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_time_row_dispose;
}

static void
kiroku_time_row_init (KirokuTimeRow *self)
{
  GtkWidget *now = gtk_button_new_with_label (_ ("Now"));

  gtk_widget_set_valign (now, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (now, "flat");
  gtk_widget_set_tooltip_text (now, _ ("Fill in the present moment"));
  g_signal_connect_swapped (now, "clicked", G_CALLBACK (now_cb), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), now);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ ("14:05, 2026-11-21 14:05 or 2026-11-21"));
}

void
kiroku_time_row_set_book (KirokuTimeRow *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_TIME_ROW (self) && KIROKU_IS_BOOK (book));

  g_set_object (&self->book, book);
}

gboolean
kiroku_time_row_read (
    KirokuTimeRow *self, KirokuBook *book, gboolean *given, KirokuTime *time, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_TIME_ROW (self), FALSE);

  return kiroku_time_row_read_new (GTK_EDITABLE (self), NULL, book, given, time, error);
}

gboolean
kiroku_time_row_read_new (GtkEditable *field,
                          const char *shown,
                          KirokuBook *book,
                          gboolean *given,
                          KirokuTime *time,
                          GError **error)
{
  g_autofree char *text = NULL;
  gboolean right;

  g_return_val_if_fail (GTK_IS_EDITABLE (field) && KIROKU_IS_BOOK (book), FALSE);

  text = kiroku_text_strip (gtk_editable_get_text (field));
  *given = text[0] != '\0' && g_strcmp0 (text, shown) != 0;
  right = !*given
          || kiroku_time_parse (text, kiroku_book_get_zone (book), kiroku_book_get_now (book), time,
                                error);
  if (KIROKU_IS_TIME_ROW (field))
    mark (KIROKU_TIME_ROW (field), !right);
  return right;
}

static void
show_caution (GtkLabel *caution, GtkEditable *field)
{
  g_autofree char *text = kiroku_time_row_describe_future (
      gtk_editable_get_text (field), g_object_get_data (G_OBJECT (caution), "book"));

  gtk_label_set_text (caution, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (caution), text != NULL);
}

void
kiroku_time_row_add_caution (GtkEditable *field, GtkWidget *below, KirokuBook *book)
{
  GtkWidget *box, *caution;

  g_return_if_fail (GTK_IS_EDITABLE (field) && GTK_IS_WIDGET (below) && KIROKU_IS_BOOK (book));

  if (KIROKU_IS_TIME_ROW (field))
    kiroku_time_row_set_book (KIROKU_TIME_ROW (field), book);
  box = gtk_widget_get_parent (below);
  g_return_if_fail (GTK_IS_BOX (box));
  caution = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign",
                          0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "max-width-chars",
                          40, NULL);
  gtk_widget_add_css_class (caution, "caption");
  gtk_widget_add_css_class (caution, "warning");
  g_object_set_data_full (G_OBJECT (caution), "book", g_object_ref (book), g_object_unref);
  gtk_box_insert_child_after (GTK_BOX (box), caution, below);
  g_signal_connect_object (field, "changed", G_CALLBACK (show_caution), caution,
                           G_CONNECT_SWAPPED);
  show_caution (GTK_LABEL (caution), field);
}

char *
kiroku_time_row_describe_future (const char *text, KirokuBook *book)
{
  KirokuTime time;
  gint64 now;

  g_return_val_if_fail (text != NULL && KIROKU_IS_BOOK (book), NULL);

  now = kiroku_book_get_now (book);
  return kiroku_time_parse (text, kiroku_book_get_zone (book), now, &time, NULL)
             ? kiroku_time_describe_future (time.us, now)
             : NULL;
}
