/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-list.h"

#include <glib/gi18n.h>

#include "kiroku-case-item.h"
#include "kiroku-case-row.h"
#include "kiroku-case-search.h"

struct _KirokuCaseList
{
  AdwBin parent_instance;

  GListStore *items; /* of KirokuCaseItem: all */
  GtkFilter *filter;
  GtkSingleSelection *selection; /* of those that the search shows */
  KirokuCaseSearch *search;
  GtkLabel *none;

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

/* GTK_INVALID_LIST_POSITION when it is not in @model. */
static guint
find (GListModel *model, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (KirokuCaseItem) item = g_list_model_get_item (model, i);

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

/* What was selected stays so, also where the search hides it for a while. */
static void
keep_selected (KirokuCaseList *self)
{
  gtk_single_selection_set_selected (self->selection,
                                     find (G_LIST_MODEL (self->selection), self->selected));
}

/* --- Searching --- */

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  KirokuCaseList *self = user_data;

  return kiroku_case_search_matches (self->search, kiroku_case_item_get_summary (item)->incident);
}

static void
search_changed_cb (KirokuCaseList *self)
{
  self->rearranging = TRUE;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  keep_selected (self);
  self->rearranging = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->none),
                          !kiroku_case_search_is_empty (self->search)
                              && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0);
}

/* Enter goes to the one that is found first. */
static void
search_activated_cb (KirokuCaseList *self)
{
  g_autoptr (KirokuCaseItem) first = g_list_model_get_item (G_LIST_MODEL (self->selection), 0);

  if (first == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, 0);
  kiroku_case_search_clear (self->search);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

void
kiroku_case_list_find (KirokuCaseList *self)
{
  g_return_if_fail (KIROKU_IS_CASE_LIST (self));

  kiroku_case_search_begin (self->search);
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
  keep_selected (self);
  self->rearranging = FALSE;
}

static void
select_wanted (KirokuCaseList *self)
{
  GListModel *items = G_LIST_MODEL (self->items);
  guint position = self->want_first && get_length (self) > 0 ? 0 : find (items, self->wanted);
  g_autoptr (KirokuCaseItem) item = NULL;

  if (position == GTK_INVALID_LIST_POSITION)
    return; /* nothing is wanted, or it has not been read yet */
  item = g_list_model_get_item (items, position);
  if (!is_shown (item, self))
    kiroku_case_search_clear (self->search);
  position = find (G_LIST_MODEL (self->selection), get_id (item));
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
  gtk_widget_set_visible (GTK_WIDGET (self->search), summaries->len > 1);
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
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), NULL, NULL, NULL);

  G_OBJECT_CLASS (kiroku_case_list_parent_class)->dispose (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
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
  signals[ACTIVATED]
      = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkLabel *
make_none (void)
{
  GtkWidget *label = gtk_label_new (_ ("No case has it"));

  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, "dim-label");
  g_object_set (label, "margin-top", 12, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  return GTK_LABEL (label);
}

static void
kiroku_case_list_init (KirokuCaseList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->search = KIROKU_CASE_SEARCH (kiroku_case_search_new ());
  self->none = make_none ();
  self->items = g_list_store_new (KIROKU_TYPE_CASE_ITEM);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (gtk_filter_list_model_new (
      g_object_ref (G_LIST_MODEL (self->items)), g_object_ref (self->filter))));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (tell_selected),
                            self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_view (self));
  gtk_widget_set_vexpand (scroller, TRUE);
  g_signal_connect_object (self->search, "changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activated", G_CALLBACK (search_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->search), FALSE); /* until there is more than one */
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->none));
  gtk_box_append (GTK_BOX (box), scroller);
  adw_bin_set_child (ADW_BIN (self), box);
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
  if (self->selection != NULL) /* not disposed */
    kiroku_case_search_set_book (self->search, book);
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

  return find (G_LIST_MODEL (self->items), case_id) != GTK_INVALID_LIST_POSITION;
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
