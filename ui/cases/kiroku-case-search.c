/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-search.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-find.h"
#include "kiroku-level.h"
#include "kiroku-line.h"
#include "kiroku-page-write.h"

struct _KirokuCaseSearch
{
  AdwBin parent_instance;

  GtkSearchEntry *entry;

  KirokuBook *book;   /* (nullable) */
  char *find;         /* folded; "" for nothing */
  GHashTable *inside; /* ids of the cases whose log contains it, once that is read */
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (KirokuCaseSearch, kiroku_case_search, ADW_TYPE_BIN)

enum
{
  CHANGED,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What matches --- */

static gboolean
contains (KirokuCaseSearch *self, const char *text)
{
  g_autofree char *folded = text != NULL ? kiroku_find_fold (text) : NULL;

  return folded != NULL && strstr (folded, self->find) != NULL;
}

gboolean
kiroku_case_search_is_empty (KirokuCaseSearch *self)
{
  g_return_val_if_fail (KIROKU_IS_CASE_SEARCH (self), TRUE);

  return self->find[0] == '\0';
}

gboolean
kiroku_case_search_matches (KirokuCaseSearch *self, const KirokuCase *incident)
{
  const KirokuPackType *type;
  g_autofree char *level = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_SEARCH (self) && incident != NULL, FALSE);

  if (kiroku_case_search_is_empty (self) || g_hash_table_contains (self->inside, incident->id))
    return TRUE;
  type = self->book != NULL
             ? kiroku_pack_get_type (kiroku_book_get_pack (self->book), incident->type)
             : NULL;
  level = g_strdup_printf (_ ("Level %d"), incident->level);
  return contains (self, incident->number) || contains (self, incident->title)
         || contains (self, incident->closed ? _ ("Closed") : kiroku_phase_name (incident->phase))
         || contains (self, level)
         || (type != NULL
             && contains (self,
                          kiroku_pack_text (type->name, kiroku_book_get_language (self->book))));
}

/* --- What the logs hold --- */

static gpointer
find_cases (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_line_find_cases (db, data, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuCaseSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = NULL;

  if (self->book == NULL)
    return;
  cases = kiroku_store_run_finish (kiroku_book_get_store (self->book), result, &error);
  if (cases == NULL) /* other words are looked for by now, or the list says what is wrong */
    {
      g_debug ("cases: %s", error->message);
      return;
    }
  for (guint i = 0; i < cases->len; i++)
    g_hash_table_add (self->inside, g_strdup (g_ptr_array_index (cases, i)));
  if (cases->len > 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_reading (KirokuCaseSearch *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_hash_table_remove_all (self->inside);
}

static void
changed_cb (KirokuCaseSearch *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  stop_reading (self);
  g_free (self->find);
  self->find = kiroku_find_fold (text);
  g_strstrip (self->find);
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->book == NULL || kiroku_case_search_is_empty (self))
    return;
  self->reading = g_cancellable_new ();
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, find_cases, g_strdup (self->find), g_free,
                          (GDestroyNotify) g_ptr_array_unref, self->reading, found_cb,
                          g_object_ref (self));
}

static void
activated_cb (KirokuCaseSearch *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

void
kiroku_case_search_clear (KirokuCaseSearch *self)
{
  g_return_if_fail (KIROKU_IS_CASE_SEARCH (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (!kiroku_case_search_is_empty (self)) /* the entry waits a moment before it tells */
    changed_cb (self);
}

void
kiroku_case_search_begin (KirokuCaseSearch *self)
{
  g_return_if_fail (KIROKU_IS_CASE_SEARCH (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* --- The class --- */

static void
kiroku_case_search_dispose (GObject *object)
{
  KirokuCaseSearch *self = KIROKU_CASE_SEARCH (object);

  stop_reading (self);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_case_search_parent_class)->dispose (object);
}

static void
kiroku_case_search_finalize (GObject *object)
{
  KirokuCaseSearch *self = KIROKU_CASE_SEARCH (object);

  g_free (self->find);
  g_hash_table_unref (self->inside);

  G_OBJECT_CLASS (kiroku_case_search_parent_class)->finalize (object);
}

static void
kiroku_case_search_class_init (KirokuCaseSearchClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_case_search_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_case_search_finalize;

  signals[CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED]
      = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_case_search_init (KirokuCaseSearch *self)
{
  GtkWidget *entry = gtk_search_entry_new ();

  self->find = g_strdup ("");
  self->inside = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->entry = GTK_SEARCH_ENTRY (entry);
  g_object_set (entry, "placeholder-text", _ ("Find a case"), "tooltip-text",
                _ ("Find a case (Ctrl+Shift+F)"), "margin-start", 8, "margin-end", 8,
                "margin-bottom", 6, NULL);
  kiroku_page_set_name (entry, _ ("Find a case"));
  g_signal_connect_object (entry, "search-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "stop-search", G_CALLBACK (kiroku_case_search_clear), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), entry);
}

GtkWidget *
kiroku_case_search_new (void)
{
  return g_object_new (KIROKU_TYPE_CASE_SEARCH, NULL);
}

void
kiroku_case_search_set_book (KirokuCaseSearch *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_CASE_SEARCH (self));
  g_return_if_fail (book == NULL || KIROKU_IS_BOOK (book));

  kiroku_case_search_clear (self);
  g_set_object (&self->book, book);
}
