/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-list.h"

#include <glib/gi18n.h>

#include "kiroku-case-item.h"
#include "kiroku-case-row.h"

struct _KirokuCaseList
{
  AdwBin parent_instance;

  GListStore *items; /* of KirokuCaseItem */
  GtkSingleSelection *selection;

  KirokuBook *book;
  char *selected; /* (nullable) id: what was told last */
  char *wanted;   /* (nullable) id to be selected when it is there */
  gboolean want_first;
  gboolean reading;
  gboolean outdated;
  gboolean rearranging; /* selection changes are not the user's */
};

G_DEFINE_FINAL_TYPE (KirokuCaseList, kiroku_case_list, ADW_TYPE_BIN)

enum
{
  SELECTED,
  READ,
  ACTIVATED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_id (gpointer item)
{
  return kiroku_case_item_get_summary (item)->incident->id;
}

static const char *
summary_id (GPtrArray *summaries, guint i)
{
  return ((const KirokuCaseSummary *) g_ptr_array_index (summaries, i))->incident->id;
}

static guint
get_length (KirokuCaseList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

/* GTK_INVALID_LIST_POSITION when it is not there. */
static guint
find (KirokuCaseList *self, const char *id)
{
  for (guint i = 0; i < get_length (self); i++)
    {
      g_autoptr (KirokuCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_strcmp0 (get_id (item), id) == 0)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
tell_selected (KirokuCaseList *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (self->rearranging || item == NULL || g_strcmp0 (get_id (item), self->selected) == 0)
    return;
  g_free (self->selected);
  self->selected = g_strdup (get_id (item));
  g_signal_emit (self, signals[SELECTED], 0, self->selected);
}

/* --- Reading --- */

typedef struct
{
  KirokuPack *pack;
  gint64 now;
  char *language;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  kiroku_pack_unref (reading->pack);
  g_free (reading->language);
  g_free (reading);
}

static gpointer
read_cases (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Reading *reading = data;

  return kiroku_case_summaries_read (db, reading->pack, reading->now, reading->language, error);
}

static gboolean
same_cases (KirokuCaseList *self, GPtrArray *summaries)
{
  if (summaries->len != get_length (self))
    return FALSE;
  for (guint i = 0; i < summaries->len; i++)
    {
      g_autoptr (KirokuCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (!g_str_equal (get_id (item), summary_id (summaries, i)))
        return FALSE;
    }
  return TRUE;
}

/* Takes the summaries out of @summaries. */
static void
update_items (KirokuCaseList *self, GPtrArray *summaries)
{
  g_ptr_array_set_free_func (summaries, NULL);
  for (guint i = 0; i < summaries->len; i++)
    {
      g_autoptr (KirokuCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      kiroku_case_item_update (item, g_ptr_array_index (summaries, i));
    }
}

/* Takes the summaries out of @summaries. */
static void
replace_items (KirokuCaseList *self, GPtrArray *summaries)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_set_free_func (summaries, NULL);
  for (guint i = 0; i < summaries->len; i++)
    g_ptr_array_add (items, kiroku_case_item_new (g_ptr_array_index (summaries, i)));
  self->rearranging = TRUE;
  g_list_store_splice (self->items, 0, get_length (self), items->pdata, items->len);
  gtk_single_selection_set_selected (self->selection, find (self, self->selected));
  self->rearranging = FALSE;
}

static void
select_wanted (KirokuCaseList *self)
{
  guint position = self->want_first && get_length (self) > 0 ? 0 : find (self, self->wanted);

  if (position == GTK_INVALID_LIST_POSITION)
    return; /* nothing is wanted, or it has not been read yet */
  self->want_first = FALSE;
  g_clear_pointer (&self->wanted, g_free);
  gtk_single_selection_set_selected (self->selection, position);
  tell_selected (self);
}

static void start_reading (KirokuCaseList *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuCaseList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) summaries = NULL;

  if (self->book == NULL)
    return;
  summaries = kiroku_store_run_finish (kiroku_book_get_store (self->book), result, &error);
  self->reading = FALSE;
  if (self->outdated)
    start_reading (self);
  if (summaries == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  if (same_cases (self, summaries))
    update_items (self, summaries);
  else
    replace_items (self, summaries);
  select_wanted (self);
  g_signal_emit (self, signals[READ], 0, get_length (self));
}

static void
start_reading (KirokuCaseList *self)
{
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading){ kiroku_pack_ref (kiroku_book_get_pack (self->book)),
                        kiroku_book_get_now (self->book),
                        g_strdup (kiroku_book_get_language (self->book)) };
  self->reading = TRUE;
  self->outdated = FALSE;
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW + 1, read_cases, reading, reading_free,
                          (GDestroyNotify) g_ptr_array_unref, NULL, read_cb, g_object_ref (self));
}

/* --- Rows --- */

static void
set_up_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, kiroku_case_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  kiroku_case_row_bind (KIROKU_CASE_ROW (gtk_list_item_get_child (item)),
                        gtk_list_item_get_item (item));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  kiroku_case_row_bind (KIROKU_CASE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
activated_cb (KirokuCaseList *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static GtkWidget *
make_view (KirokuCaseList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view;

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  view = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (view, "navigation-sidebar");
  gtk_widget_add_css_class (view, "cases");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Cases"),
                                  -1);
  g_signal_connect_object (view, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  return view;
}

static void
kiroku_case_list_dispose (GObject *object)
{
  KirokuCaseList *self = KIROKU_CASE_LIST (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  kiroku_case_list_set_book (self, NULL);

  G_OBJECT_CLASS (kiroku_case_list_parent_class)->dispose (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->selected, g_free);
  g_clear_pointer (&self->wanted, g_free);
}

static void
kiroku_case_list_class_init (KirokuCaseListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_case_list_dispose;

  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[READ] = g_signal_new ("read", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_UINT);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_case_list_init (KirokuCaseList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->items = g_list_store_new (KIROKU_TYPE_CASE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (tell_selected),
                            self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_view (self));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
kiroku_case_list_new (void)
{
  return g_object_new (KIROKU_TYPE_CASE_LIST, NULL);
}

void
kiroku_case_list_set_book (KirokuCaseList *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_CASE_LIST (self));
  g_return_if_fail (book == NULL || KIROKU_IS_BOOK (book));

  if (self->book == book)
    return;
  if (self->book != NULL)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_set_object (&self->book, book);
  if (book == NULL)
    return;
  g_signal_connect_swapped (book, "appended", G_CALLBACK (kiroku_case_list_refresh), self);
  kiroku_case_list_refresh (self);
}

void
kiroku_case_list_refresh (KirokuCaseList *self)
{
  g_return_if_fail (KIROKU_IS_CASE_LIST (self));

  if (self->reading)
    self->outdated = TRUE;
  else if (self->book != NULL)
    start_reading (self);
}

gboolean
kiroku_case_list_has (KirokuCaseList *self, const char *case_id)
{
  g_return_val_if_fail (KIROKU_IS_CASE_LIST (self) && case_id != NULL, FALSE);

  return find (self, case_id) != GTK_INVALID_LIST_POSITION;
}

void
kiroku_case_list_select (KirokuCaseList *self, const char *case_id)
{
  g_return_if_fail (KIROKU_IS_CASE_LIST (self));

  g_free (self->wanted);
  self->wanted = g_strdup (case_id);
  self->want_first = case_id == NULL;
  select_wanted (self);
}
