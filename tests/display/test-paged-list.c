/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paged-list.h"
#include "kiroku-test.h"

/* A source that answers when the test says so: fetches wait in a queue. */
typedef struct
{
  GQueue waiting; /* Fetch, the oldest first */
  guint n_fetches;
  guint n_rows_read;
  const char *prefix; /* of what the rows say */
  gboolean at_once;
} Source;

typedef struct
{
  guint offset;
  guint count;
  GTask *task;
} Fetch;

static void
answer (Source *source, Fetch *fetch)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < fetch->count; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s%u", source->prefix, fetch->offset + i);

      g_ptr_array_add (items, gtk_string_object_new (text));
    }
  source->n_rows_read += fetch->count;
  g_task_return_pointer (fetch->task, items, (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (fetch->task);
  g_free (fetch);
}

static void
fetch_cb (guint offset, guint count, GTask *task, gpointer user_data)
{
  Source *source = user_data;
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->offset = offset;
  fetch->count = count;
  fetch->task = task;
  source->n_fetches++;
  if (source->at_once)
    answer (source, fetch);
  else
    g_queue_push_tail (&source->waiting, fetch);
}

static void
answer_all (Source *source)
{
  Fetch *fetch;

  kiroku_test_settle ();
  while ((fetch = g_queue_pop_head (&source->waiting)) != NULL)
    {
      answer (source, fetch);
      kiroku_test_settle ();
    }
}

static void
fail_all (Source *source)
{
  Fetch *fetch;

  while ((fetch = g_queue_pop_head (&source->waiting)) != NULL)
    {
      g_task_return_new_error (fetch->task, G_IO_ERROR, G_IO_ERROR_FAILED, "the disk is gone");
      g_object_unref (fetch->task);
      g_free (fetch);
      kiroku_test_settle ();
    }
}

static void
count_changes_cb (GListModel *model, guint position, guint removed, guint added, guint *n_changes)
{
  (*n_changes)++;
}

static void
count_cb (guint *number)
{
  (*number)++;
}

/* (transfer none) (nullable) */
static const char *
row_text (KirokuPagedRow *row)
{
  gpointer item = kiroku_paged_row_get_item (row);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

static KirokuPagedRow *
get_row (KirokuPagedList *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (list), position);
}

static void
test_placeholder (void)
{
  Source source = { .prefix = "row " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (KirokuPagedRow) row = NULL;
  g_autoptr (KirokuPagedRow) same = NULL;
  guint n_changes = 0, n_notifies = 0;

  kiroku_paged_list_reset (list, 10000);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_changes_cb), &n_changes);
  row = get_row (list, 300);
  same = get_row (list, 300);
  g_assert_true (row == same);
  g_assert_null (row_text (row));
  g_assert_cmpuint (kiroku_paged_row_get_position (row), ==, 300);
  g_signal_connect_swapped (row, "notify::item", G_CALLBACK (count_cb), &n_notifies);

  answer_all (&source);
  g_assert_cmpstr (row_text (row), ==, "row 300");
  g_assert_cmpuint (n_notifies, ==, 1);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpuint (source.n_fetches, ==, 1);
  g_assert_cmpuint (source.n_rows_read, ==, KIROKU_PAGED_LIST_PAGE);

  /* A neighbour on the same page is there at once. */
  g_clear_object (&same);
  same = get_row (list, 301);
  g_assert_cmpstr (row_text (same), ==, "row 301");
  g_assert_cmpuint (source.n_fetches, ==, 1);
}

static void
test_newest_first (void)
{
  Source source = { .prefix = "row " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  Fetch *third;

  kiroku_paged_list_reset (list, 10000);
  for (guint page = 0; page < 10; page++)
    g_ptr_array_add (rows, get_row (list, page * KIROKU_PAGED_LIST_PAGE));
  /* The page scrolled past is no longer wanted. */
  g_ptr_array_remove_index (rows, 8);

  g_assert_cmpuint (source.n_fetches, ==, 2);
  answer (&source, g_queue_pop_head (&source.waiting));
  kiroku_test_settle ();
  third = g_queue_peek_tail (&source.waiting);
  g_assert_cmpuint (third->offset, ==, 9 * KIROKU_PAGED_LIST_PAGE);
  answer_all (&source);
  g_assert_cmpuint (source.n_fetches, ==, 9);
}

static void
test_stale (void)
{
  Source source = { .prefix = "old " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (KirokuPagedRow) before = NULL;
  g_autoptr (KirokuPagedRow) after = NULL;
  Fetch *late;

  kiroku_paged_list_reset (list, 500);
  before = get_row (list, 5);
  late = g_queue_pop_head (&source.waiting);

  kiroku_paged_list_reset (list, 200);
  after = get_row (list, 5);
  g_assert_true (after != before);
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (late->task)));
  answer (&source, late);
  kiroku_test_settle ();
  g_assert_null (row_text (after));
  g_assert_null (row_text (before));
  source.prefix = "new ";
  answer_all (&source);
  g_assert_cmpstr (row_text (after), ==, "new 5");
}

static void
test_append (void)
{
  Source source = { .prefix = "row " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (KirokuPagedRow) last = NULL;
  g_autoptr (KirokuPagedRow) same = NULL;
  g_autoptr (KirokuPagedRow) added = NULL;
  guint n_changes = 0;

  kiroku_paged_list_reset (list, 130);
  last = get_row (list, 129);
  answer_all (&source);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_changes_cb), &n_changes);
  kiroku_paged_list_append (list, 3);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 133);
  same = get_row (list, 129);
  g_assert_true (same == last);
  g_assert_cmpstr (row_text (last), ==, "row 129");
  added = get_row (list, 132);
  answer_all (&source);
  g_assert_cmpstr (row_text (added), ==, "row 132");
}

/* The page was asked for with two rows and has five when the answer comes. */
static void
test_append_while_reading (void)
{
  Source source = { .prefix = "row " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (KirokuPagedRow) first = NULL;
  g_autoptr (KirokuPagedRow) added = NULL;

  kiroku_paged_list_reset (list, 2);
  first = get_row (list, 0);
  kiroku_paged_list_append (list, 3);
  added = get_row (list, 4);
  answer_all (&source);
  g_assert_cmpstr (row_text (first), ==, "row 0");
  g_assert_cmpstr (row_text (added), ==, "row 4");
}

static void
test_refresh (void)
{
  Source source = { .prefix = "before " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (KirokuPagedRow) row = NULL;

  kiroku_paged_list_reset (list, 1000);
  row = get_row (list, 700);
  answer_all (&source);
  g_assert_cmpstr (row_text (row), ==, "before 700");
  source.prefix = "corrected ";
  kiroku_paged_list_refresh (list, 700, 1);
  answer_all (&source);
  g_assert_cmpstr (row_text (row), ==, "corrected 700");
}

static void
failed_cb (KirokuPagedList *list, GError *error, guint *n_failures)
{
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  (*n_failures)++;
}

static void
test_failure (void)
{
  Source source = { .prefix = "row " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (KirokuPagedRow) row = NULL;
  guint n_failures = 0;

  g_signal_connect (list, "fetch-failed", G_CALLBACK (failed_cb), &n_failures);
  kiroku_paged_list_reset (list, 1000);
  row = get_row (list, 1);
  fail_all (&source);
  g_assert_cmpuint (n_failures, ==, 1);
  g_assert_null (row_text (row));
  g_object_unref (get_row (list, 1));
  answer_all (&source);
  g_assert_cmpstr (row_text (row), ==, "row 1");
}

static gboolean
is_filled (gpointer row)
{
  return row_text (row) != NULL;
}

/* A view asks for a row once: nobody but the list can ask again. */
static void
test_retry (void)
{
  Source source = { .prefix = "row " };
  g_autoptr (KirokuPagedList) list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  g_autoptr (KirokuPagedRow) row = NULL;

  kiroku_paged_list_reset (list, 1000);
  row = get_row (list, 1);
  g_object_unref (get_row (list, 500)); /* not looked at any more when it fails */
  fail_all (&source);
  source.at_once = TRUE;
  kiroku_test_wait (is_filled, row, "the page to be read again");
  g_assert_cmpstr (row_text (row), ==, "row 1");
  g_assert_cmpuint (source.n_fetches, ==, 3);
}

static void
destroyed_cb (gpointer user_data)
{
  *(gboolean *) ((gpointer *) user_data)[1] = TRUE;
}

static void
destroy_fetch_cb (guint offset, guint count, GTask *task, gpointer user_data)
{
  fetch_cb (offset, count, task, ((gpointer *) user_data)[0]);
}

static void
test_lifetimes (void)
{
  Source source = { .prefix = "row " };
  gboolean destroyed = FALSE;
  gpointer data[] = { &source, &destroyed };
  KirokuPagedList *list = kiroku_paged_list_new (destroy_fetch_cb, data, destroyed_cb);
  g_autoptr (KirokuPagedRow) row = NULL;

  kiroku_paged_list_reset (list, 1000);
  g_object_unref (get_row (list, 3));
  g_assert_cmpuint (kiroku_paged_list_get_n_alive (list), ==, 0);
  row = get_row (list, 4);
  g_assert_cmpuint (kiroku_paged_list_get_n_alive (list), ==, 1);

  /* The list goes though an answer is still to come, and before its row. */
  g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
  g_object_unref (list);
  g_assert_null (list);
  g_assert_true (destroyed);
  answer_all (&source);
  g_assert_null (row_text (row));
  g_clear_object (&row);
}

static guint n_built;

static void
item_changed_cb (GtkListItem *list_item)
{
  KirokuPagedRow *row = gtk_list_item_get_item (list_item);
  const char *text = row != NULL ? row_text (row) : NULL;

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)), text != NULL ? text : "…");
}

static void
setup_row_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  n_built++;
  gtk_list_item_set_child (list_item, gtk_label_new (NULL));
}

static void
bind_row_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_connect_swapped (gtk_list_item_get_item (list_item), "notify::item",
                            G_CALLBACK (item_changed_cb), list_item);
  item_changed_cb (list_item);
}

static void
unbind_row_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (list_item), list_item);
}

/* (transfer full): the floating view in a scrolled window */
static GtkWidget *
build_view (KirokuPagedList *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkSelectionModel *selection
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (list))));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 gtk_list_view_new (selection, factory));
  return scroller;
}

static void
test_view (void)
{
  Source source = { .prefix = "row ", .at_once = TRUE };
  KirokuPagedList *list = kiroku_paged_list_new (fetch_cb, &source, NULL);
  GtkWidget *scroller = build_view (list);
  GtkWindow *window;
  GtkAdjustment *position;

  n_built = 0;
  kiroku_paged_list_reset (list, 10000);
  window = kiroku_test_window (scroller, 400, 400);
  position = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  for (guint step = 1; step <= 20; step++)
    {
      gtk_adjustment_set_value (position, gtk_adjustment_get_upper (position) * step / 20);
      gtk_test_widget_wait_for_draw (scroller);
      kiroku_test_settle ();
    }

  /* GTK 4.8 realises about 205 rows at a time. */
  g_assert_cmpuint (n_built, >, 0);
  g_assert_cmpuint (n_built, <, 500);
  g_assert_cmpuint (kiroku_paged_list_get_n_alive (list), <, 500);
  g_assert_cmpuint (source.n_rows_read, <, 9000);
  g_test_message ("%u rows built, %u alive, %u read", n_built, kiroku_paged_list_get_n_alive (list),
                  source.n_rows_read);

  kiroku_test_close (window, scroller);
  g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
  g_object_unref (list);
  kiroku_test_settle ();
  g_assert_null (list);
}

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  g_test_add_func ("/ui/paged-list/arrival-notifies-the-row-not-the-list", test_placeholder);
  g_test_add_func ("/ui/paged-list/newest-wish-first-and-only-what-is-looked-at",
                   test_newest_first);
  g_test_add_func ("/ui/paged-list/stale-answer-is-dropped", test_stale);
  g_test_add_func ("/ui/paged-list/append-keeps-the-rows-before", test_append);
  g_test_add_func ("/ui/paged-list/append-while-reading-fills-the-new-rows",
                   test_append_while_reading);
  g_test_add_func ("/ui/paged-list/refresh-reads-again", test_refresh);
  g_test_add_func ("/ui/paged-list/failed-page-is-told-and-read-again", test_failure);
  g_test_add_func ("/ui/paged-list/failed-page-comes-by-itself", test_retry);
  g_test_add_func ("/ui/paged-list/row-and-list-may-go-in-any-order", test_lifetimes);
  g_test_add_func ("/ui/paged-list/unseen-rows-are-not-built", test_view);
  return g_test_run ();
}
