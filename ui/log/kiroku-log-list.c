/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-list.h"

#include <glib/gi18n.h>

#include "kiroku-log-item.h"
#include "kiroku-log-menu.h"
#include "kiroku-log-row.h"
#include "kiroku-paged-list.h"
#include "kiroku-ui.h"

struct _KirokuLogList
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListView *view;
  GtkButton *to_end;

  KirokuBook *book;      /* (nullable) */
  KirokuLogQuery *query; /* (nullable) */
  KirokuPagedList *list;
  char *last; /* hash of the last line of the list */
  guint total;
  guint generation; /* answers about another case or filter are stale */
  gboolean looking;
  gboolean look_again;

  /* The end is followed while it is in view. */
  gboolean following;
  guint pin;    /* the source that will scroll there */
  char *wanted; /* (nullable) hash of an entry to go to as soon as there are lines */
  gint64 goal;  /* its position, or -1: to the end */
};

enum
{
  READ,
  FAILED,
  ACTIVATE,
  MENU,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KirokuLogList, kiroku_log_list, ADW_TYPE_BIN)

static void look (KirokuLogList *self);

static guint
get_length (KirokuLogList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static void
fail (KirokuLogList *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
fail_reading (KirokuLogList *self, const GError *error)
{
  g_autofree char *message = g_strdup_printf (_ ("The log cannot be read: %s"), error->message);

  g_signal_emit (self, signals[FAILED], 0, message);
}

/* What was asked of the database, on its way. */
typedef struct
{
  KirokuLogList *list;
  KirokuBook *book;
  guint generation;
} Question;

/* (transfer full) */
static Question *
question_new (KirokuLogList *self)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (self), g_object_ref (self->book), self->generation };
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->list);
  g_object_unref (question->book);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* --- Following the end --- */

static GtkAdjustment *
get_adjustment (KirokuLogList *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static gboolean
is_at_end (KirokuLogList *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
                 - gtk_adjustment_get_value (adjustment);

  return below < 24;
}

static void
set_following (KirokuLogList *self, gboolean following)
{
  self->following = following;
  gtk_widget_set_visible (GTK_WIDGET (self->to_end), !following && get_length (self) > 0);
}

static gboolean
pin_cb (gpointer user_data)
{
  KirokuLogList *self = user_data;
  guint length = get_length (self);
  guint target = self->goal >= 0 ? MIN (self->goal, length - 1) : length - 1;

  self->pin = 0;
  self->goal = -1;
  if (length > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", target);
  return G_SOURCE_REMOVE;
}

/* After what is going on now, so that the view knows its rows. */
static void
pin_to_end (KirokuLogList *self)
{
  if (self->pin == 0)
    self->pin = g_idle_add (pin_cb, self);
}

/* Rows grow when their lines arrive: what was the end is not any more. */
static void
extent_changed_cb (KirokuLogList *self)
{
  if (self->following && !is_at_end (self))
    pin_to_end (self);
}

static void
scrolled_cb (KirokuLogList *self)
{
  if (self->pin == 0)
    set_following (self, is_at_end (self));
}

static void
to_end_cb (KirokuLogList *self)
{
  self->goal = -1;
  set_following (self, TRUE);
  pin_to_end (self);
}

/* --- Going to an entry --- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  KirokuLogList *self = question->list;
  g_autoptr (GError) error = NULL;
  gint64 position = kiroku_log_reader_find_finish (question->book, result, &error);

  if (self->book == NULL || question->generation != self->generation)
    return;
  if (error != NULL)
    fail (self, error);
  if (position < 0)
    return;
  set_following (self, FALSE);
  self->goal = position;
  pin_to_end (self);
}

/* When there are lines; until then it stays wanted. */
static void
go_to_wanted (KirokuLogList *self)
{
  g_autofree char *hash = NULL;

  if (self->wanted == NULL || get_length (self) == 0)
    return;
  hash = g_steal_pointer (&self->wanted);
  kiroku_log_reader_find_async (self->book, self->query, hash, found_cb, question_new (self));
}

/* --- What the list shows --- */

static void
fetch (guint offset, guint count, GTask *task, gpointer user_data)
{
  KirokuLogList *self = user_data;

  kiroku_log_reader_fetch (self->book, self->query, offset, count, task);
}

static void
tell_length (KirokuLogList *self)
{
  guint length = get_length (self);
  gboolean filtered = self->query->find != NULL || self->query->klass != NULL;

  gtk_stack_set_visible_child_name (self->stack, filtered && length == 0 ? "nothing" : "lines");
  g_signal_emit (self, signals[READ], 0, length);
}

/* Lines that this program does not know of yet have come, or lines have moved. */
static void
take_state (KirokuLogList *self, const KirokuLogState *state)
{
  guint length = get_length (self);
  gboolean same
      = length <= state->count && (length == 0 || g_strcmp0 (self->last, state->known_last) == 0);

  if (!same || length == 0)
    {
      kiroku_paged_list_reset (self->list, state->count);
      set_following (self, TRUE);
      pin_to_end (self);
    }
  else
    {
      /* One of them may correct a line that is in view. */
      if (state->total != self->total)
        kiroku_paged_list_refresh (self->list, 0, length);
      kiroku_paged_list_append (self->list, state->count - length);
      if (self->following && state->count > length)
        pin_to_end (self);
    }
  g_free (self->last);
  self->last = g_strdup (state->last);
  self->total = state->total;
  tell_length (self);
  go_to_wanted (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  KirokuLogList *self = question->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuLogState) state = kiroku_log_reader_look_finish (question->book, result, &error);

  if (self->book == NULL || question->generation != self->generation)
    return;
  self->looking = FALSE;
  if (state == NULL)
    fail_reading (self, error);
  else if (state->known == get_length (self))
    take_state (self, state);
  else
    self->look_again = TRUE; /* an own entry was added meanwhile */
  if (self->look_again)
    look (self);
}

static void
look (KirokuLogList *self)
{
  self->look_again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  kiroku_log_reader_look_async (self->book, self->query, get_length (self), looked_cb,
                                question_new (self));
}

/* What the database would say of an own entry. */
static gboolean
is_shown (KirokuLogList *self, const KirokuEntry *entry)
{
  const char *klass = kiroku_entry_get_text (entry, "class");
  const char *step = kiroku_entry_get_text (entry, "step");

  if (self->query->klass != NULL && g_strcmp0 (klass, self->query->klass) != 0)
    return FALSE;
  if (!self->query->hide_automatic)
    return TRUE;
  return !g_str_equal (entry->kind, "checkpoint")
         && (!g_str_equal (entry->kind, "task.add") || step == NULL || step[0] == '\0');
}

/* --- Rows --- */

static void
set_up_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, kiroku_log_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  kiroku_log_row_bind (KIROKU_LOG_ROW (gtk_list_item_get_child (item)),
                       gtk_list_item_get_item (item));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  kiroku_log_row_bind (KIROKU_LOG_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
set_up_view (KirokuLogList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection
      = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

/* --- What is done with a row --- */

static void
open_menu (KirokuLogList *self, GtkWidget *row)
{
  KirokuPagedRow *bound = row != NULL ? kiroku_log_row_get_bound (KIROKU_LOG_ROW (row)) : NULL;

  if (bound != NULL)
    g_signal_emit (self, signals[MENU], 0, kiroku_paged_row_get_position (bound));
}

static void
pressed_cb (KirokuLogList *self, int n_press, double x, double y)
{
  open_menu (self, kiroku_log_menu_find_row (GTK_WIDGET (self->view), x, y));
}

static gboolean
menu_key_cb (GtkWidget *view, GVariant *arguments, gpointer user_data)
{
  open_menu (user_data, kiroku_log_menu_find_row (view, -1, -1));
  return GDK_EVENT_STOP;
}

static void
activated_cb (KirokuLogList *self, guint position)
{
  g_signal_emit (self, signals[ACTIVATE], 0, position);
}

/* By the right button, the Menu key, or Shift+F10. */
static void
set_up_menu (KirokuLogList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

/* --- The class --- */

static void
kiroku_log_list_dispose (GObject *object)
{
  KirokuLogList *self = KIROKU_LOG_LIST (object);

  if (self->list != NULL)
    {
      kiroku_log_list_show (self, NULL, NULL, NULL);
      g_signal_handlers_disconnect_by_data (self->list, self);
      g_signal_handlers_disconnect_by_data (get_adjustment (self), self);
    }
  g_clear_handle_id (&self->pin, g_source_remove);
  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_LOG_LIST);

  G_OBJECT_CLASS (kiroku_log_list_parent_class)->dispose (object);
}

static void
add_signals (GType type)
{
  signals[READ] = g_signal_new ("read", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_UINT);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ACTIVATE] = g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[MENU] = g_signal_new ("menu", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_UINT);
}

static void
kiroku_log_list_class_init (KirokuLogListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_log_list_dispose;

  add_signals (G_TYPE_FROM_CLASS (klass));
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "log/kiroku-log-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLogList, stack);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogList, scroller);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogList, view);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogList, to_end);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, to_end_cb);
}

static void
kiroku_log_list_init (KirokuLogList *self)
{
  self->goal = -1;
  self->list = kiroku_paged_list_new (fetch, self, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_view (self);
  set_up_menu (self);
  g_signal_connect_swapped (self->list, "fetch-failed", G_CALLBACK (fail_reading), self);
  g_signal_connect_swapped (get_adjustment (self), "changed", G_CALLBACK (extent_changed_cb), self);
  g_signal_connect_swapped (get_adjustment (self), "value-changed", G_CALLBACK (scrolled_cb), self);
}

void
kiroku_log_list_show (KirokuLogList *self,
                      KirokuBook *book,
                      KirokuLogQuery *query,
                      const char *wanted)
{
  g_return_if_fail (KIROKU_IS_LOG_LIST (self));
  g_return_if_fail ((book == NULL) == (query == NULL));

  g_clear_pointer (&self->query, kiroku_log_query_free);
  g_clear_pointer (&self->last, g_free);
  g_free (self->wanted);
  self->wanted = g_strdup (wanted);
  self->generation++;
  self->looking = FALSE;
  self->look_again = FALSE;
  self->total = 0;
  set_following (self, TRUE);
  kiroku_paged_list_reset (self->list, 0);
  g_set_object (&self->book, book);
  self->query = query;
  if (book != NULL)
    look (self);
}

void
kiroku_log_list_look (KirokuLogList *self)
{
  g_return_if_fail (KIROKU_IS_LOG_LIST (self) && self->book != NULL);

  look (self);
}

void
kiroku_log_list_add (KirokuLogList *self, GPtrArray *entries)
{
  guint n_shown = 0;
  gboolean corrected = FALSE;

  g_return_if_fail (KIROKU_IS_LOG_LIST (self) && self->query != NULL);

  /* What a search finds only the database can tell; a list not read yet will have them anyway. */
  if (self->query->find != NULL || self->total == 0)
    return;
  for (guint i = 0; i < entries->len; i++)
    {
      const KirokuEntry *entry = g_ptr_array_index (entries, i);

      corrected |= kiroku_entry_get_ref (entry, "corrects") != NULL;
      if (!is_shown (self, entry))
        continue;
      n_shown++;
      g_free (self->last);
      self->last = g_strdup (entry->hash);
    }
  self->total += entries->len;
  if (corrected)
    kiroku_paged_list_refresh (self->list, 0, get_length (self));
  kiroku_paged_list_append (self->list, n_shown);
  tell_length (self);
  if (self->following && n_shown > 0)
    pin_to_end (self);
}

void
kiroku_log_list_follow (KirokuLogList *self)
{
  g_return_if_fail (KIROKU_IS_LOG_LIST (self));

  set_following (self, TRUE);
}

const KirokuLine *
kiroku_log_list_get_line (KirokuLogList *self, guint position)
{
  g_autoptr (KirokuPagedRow) row = NULL;
  KirokuLogItem *item;

  g_return_val_if_fail (KIROKU_IS_LOG_LIST (self), NULL);

  row = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  item = row != NULL ? kiroku_paged_row_get_item (row) : NULL;
  return item != NULL ? kiroku_log_item_get_line (item) : NULL;
}

GtkWidget *
kiroku_log_list_find_row (KirokuLogList *self, guint position)
{
  g_return_val_if_fail (KIROKU_IS_LOG_LIST (self), NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      KirokuPagedRow *bound
          = KIROKU_IS_LOG_ROW (row) ? kiroku_log_row_get_bound (KIROKU_LOG_ROW (row)) : NULL;

      if (bound != NULL && kiroku_paged_row_get_position (bound) == position
          && gtk_widget_get_mapped (row))
        return row;
    }
  return NULL;
}
