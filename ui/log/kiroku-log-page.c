/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-page.h"

#include <glib/gi18n.h>

#include "kiroku-approval-popover.h"
#include "kiroku-case-drafts.h"
#include "kiroku-correction-popover.h"
#include "kiroku-log-item.h"
#include "kiroku-log-menu.h"
#include "kiroku-log-reader.h"
#include "kiroku-log-row.h"
#include "kiroku-log-writer.h"
#include "kiroku-paged-list.h"
#include "kiroku-phase-popover.h"
#include "kiroku-popover.h"
#include "kiroku-ui.h"

struct _KirokuLogPage
{
  AdwBin parent_instance;

  GtkSearchEntry *search;
  GtkLabel *found;
  GtkDropDown *klass;
  GtkToggleButton *steps;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListView *view;
  GtkButton *to_end;
  GtkLabel *error;
  KirokuLogWriter *writer;

  KirokuCaseModel *model;
  KirokuPagedList *list;
  GtkWidget *popover; /* of a correction or approval, while it is there */
  GtkWidget *menu;    /* of an entry, while it is there */

  /* What the list shows. */
  KirokuLogQuery *query;
  char *last; /* hash of the last line of the list */
  guint total;
  guint generation; /* answers about another case or filter are stale */
  gboolean looking;
  gboolean look_again;

  /* The end is followed while it is in view. */
  gboolean following;
  guint pin; /* the source that will scroll there */
  char *wanted;   /* (nullable) hash of an entry to go to as soon as there are lines */
  gint64 goal;    /* its position, or -1: to the end */
};

G_DEFINE_FINAL_TYPE (KirokuLogPage, kiroku_log_page, ADW_TYPE_BIN)

static void look (KirokuLogPage *self);

static guint
get_length (KirokuLogPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static void
show_error (KirokuLogPage *self, const char *message)
{
  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
}

static void
focus_composer (KirokuLogPage *self)
{
  kiroku_composer_focus (kiroku_log_writer_get_composer (self->writer));
}

/* --- Following the end --- */

static GtkAdjustment *
get_adjustment (KirokuLogPage *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static gboolean
is_at_end (KirokuLogPage *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
                 - gtk_adjustment_get_value (adjustment);

  return below < 24;
}

static void
set_following (KirokuLogPage *self, gboolean following)
{
  self->following = following;
  gtk_widget_set_visible (GTK_WIDGET (self->to_end), !following && get_length (self) > 0);
}

static gboolean
pin_cb (gpointer user_data)
{
  KirokuLogPage *self = user_data;
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
pin_to_end (KirokuLogPage *self)
{
  if (self->pin == 0)
    self->pin = g_idle_add (pin_cb, self);
}

/* Rows grow when their lines arrive: what was the end is not any more. */
static void
extent_changed_cb (KirokuLogPage *self)
{
  if (self->following && !is_at_end (self))
    pin_to_end (self);
}

static void
scrolled_cb (KirokuLogPage *self)
{
  if (self->pin == 0)
    set_following (self, is_at_end (self));
}

static void
to_end_cb (KirokuLogPage *self)
{
  self->goal = -1;
  set_following (self, TRUE);
  pin_to_end (self);
}

static void
submitted_cb (KirokuLogPage *self)
{
  set_following (self, TRUE);
}

/* --- Going to an entry --- */

typedef struct
{
  KirokuLogPage *page;
  KirokuBook *book;
  guint generation;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->page);
  g_object_unref (search->book);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Search) search = user_data;
  KirokuLogPage *self = search->page;
  g_autoptr (GError) error = NULL;
  gint64 position = kiroku_log_reader_find_finish (search->book, result, &error);

  if (self->model == NULL || search->generation != self->generation)
    return;
  if (error != NULL)
    show_error (self, error->message);
  if (position < 0)
    return;
  set_following (self, FALSE);
  self->goal = position;
  pin_to_end (self);
}

/* When there are lines; until then it stays wanted. */
static void
go_to_wanted (KirokuLogPage *self)
{
  g_autofree char *hash = NULL;
  Search *search;

  if (self->wanted == NULL || get_length (self) == 0)
    return;
  hash = g_steal_pointer (&self->wanted);
  search = g_new (Search, 1);
  *search = (Search){ g_object_ref (self), g_object_ref (kiroku_case_model_get_book (self->model)),
                      self->generation };
  kiroku_log_reader_find_async (search->book, self->query, hash, found_cb, search);
}

/* --- What the list shows --- */

static void
fetch (guint offset, guint count, GTask *task, gpointer user_data)
{
  KirokuLogPage *self = user_data;

  kiroku_log_reader_fetch (kiroku_case_model_get_book (self->model), self->query, offset, count,
                           task);
}

static void
fetch_failed_cb (KirokuLogPage *self, const GError *error)
{
  g_autofree char *message = g_strdup_printf (_ ("The log cannot be read: %s"), error->message);

  show_error (self, message);
}

static gboolean
is_filtered (KirokuLogPage *self)
{
  return self->query->find != NULL || self->query->klass != NULL;
}

static void
update_found (KirokuLogPage *self)
{
  guint length = get_length (self);
  g_autofree char *text
      = g_strdup_printf (g_dngettext (NULL, "%u entry", "%u entries", length), length);

  gtk_label_set_text (self->found, text);
  gtk_widget_set_visible (GTK_WIDGET (self->found), is_filtered (self));
  gtk_stack_set_visible_child_name (self->stack,
                                    is_filtered (self) && length == 0 ? "nothing" : "lines");
}

/* Lines that this program does not know of yet have come, or lines have moved. */
static void
take_state (KirokuLogPage *self, const KirokuLogState *state)
{
  guint length = get_length (self);
  gboolean same = length <= state->count
                  && (length == 0 || g_strcmp0 (self->last, state->known_last) == 0);

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
  update_found (self);
  go_to_wanted (self);
}

typedef struct
{
  KirokuLogPage *page;
  KirokuBook *book;
  guint generation;
} Looking;

static void
looking_free (Looking *looking)
{
  g_object_unref (looking->page);
  g_object_unref (looking->book);
  g_free (looking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Looking, looking_free)

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Looking) looking = user_data;
  KirokuLogPage *self = looking->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuLogState) state = kiroku_log_reader_look_finish (looking->book, result, &error);

  if (self->model == NULL || looking->generation != self->generation)
    return;
  self->looking = FALSE;
  if (state == NULL)
    fetch_failed_cb (self, error);
  else if (state->known == get_length (self))
    {
      show_error (self, NULL);
      take_state (self, state);
    }
  else
    self->look_again = TRUE; /* an own entry was added meanwhile */
  if (self->look_again)
    look (self);
}

static void
look (KirokuLogPage *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  Looking *looking;

  self->look_again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  looking = g_new (Looking, 1);
  *looking = (Looking){ g_object_ref (self), g_object_ref (book), self->generation };
  kiroku_log_reader_look_async (book, self->query, get_length (self), looked_cb, looking);
}

/* (transfer full) */
static KirokuLogQuery *
make_query (KirokuLogPage *self)
{
  KirokuLogQuery *query = g_new0 (KirokuLogQuery, 1);
  guint klass = gtk_drop_down_get_selected (self->klass);
  const char *find = gtk_editable_get_text (GTK_EDITABLE (self->search));

  query->case_id = g_strdup (kiroku_case_model_get_case_id (self->model));
  query->find = find[0] != '\0' ? g_strdup (find) : NULL;
  if (klass > 0 && klass <= KIROKU_N_CLASSES)
    query->klass = g_strdup (kiroku_class_id (klass - 1));
  query->hide_steps = !gtk_toggle_button_get_active (self->steps);
  return query;
}

/* Everything anew: another case, or another filter. */
static void
start_over (KirokuLogPage *self)
{
  g_clear_pointer (&self->query, kiroku_log_query_free);
  g_clear_pointer (&self->last, g_free);
  self->generation++;
  self->looking = FALSE;
  self->look_again = FALSE;
  self->total = 0;
  set_following (self, TRUE);
  kiroku_paged_list_reset (self->list, 0);
  show_error (self, NULL);
  if (self->model == NULL)
    return;
  self->query = make_query (self);
  look (self);
}

static void
filter_changed_cb (KirokuLogPage *self)
{
  start_over (self);
}

static void
search_stopped_cb (KirokuLogPage *self)
{
  focus_composer (self);
}

/* --- Own entries: shown at once --- */

static gboolean
is_shown (KirokuLogPage *self, const KirokuEntry *entry)
{
  const char *klass = kiroku_entry_get_text (entry, "class");
  const char *step = kiroku_entry_get_text (entry, "step");

  if (self->query->klass != NULL && g_strcmp0 (klass, self->query->klass) != 0)
    return FALSE;
  return !self->query->hide_steps || !g_str_equal (entry->kind, "task.add") || step == NULL
         || step[0] == '\0';
}

static void
appended_cb (KirokuLogPage *self, GPtrArray *entries)
{
  guint n_shown = 0;
  gboolean corrected = FALSE;

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
  update_found (self);
  if (self->following && n_shown > 0)
    pin_to_end (self);
}

static void
model_changed_cb (KirokuLogPage *self)
{
  look (self);
}

static void
model_failed_cb (KirokuLogPage *self, const char *message)
{
  show_error (self, message);
}

/* --- What is done with an entry --- */

static void
popover_closed_cb (KirokuLogPage *self)
{
  kiroku_popover_drop (&self->popover);
  focus_composer (self);
}

static void
menu_closed_cb (KirokuLogPage *self)
{
  kiroku_popover_drop (&self->menu);
}

/* Where row @position is in the page; the middle when it is not in view. */
static GdkRectangle
find_row (KirokuLogPage *self, guint position)
{
  GtkWidget *widget = GTK_WIDGET (self);
  graphene_rect_t bounds;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      KirokuPagedRow *bound
          = KIROKU_IS_LOG_ROW (row) ? kiroku_log_row_get_bound (KIROKU_LOG_ROW (row)) : NULL;

      if (bound != NULL && kiroku_paged_row_get_position (bound) == position
          && gtk_widget_get_mapped (row) && gtk_widget_compute_bounds (row, widget, &bounds))
        return (GdkRectangle){ bounds.origin.x, bounds.origin.y, bounds.size.width,
                               bounds.size.height };
    }
  return (GdkRectangle){ gtk_widget_get_width (widget) / 2, gtk_widget_get_height (widget) / 2, 1,
                         1 };
}

/* @popover: (transfer floating) */
static void
point_to_row (KirokuLogPage *self, GtkWidget *popover, guint position)
{
  GdkRectangle place = find_row (self, position);

  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
open_popover (KirokuLogPage *self, GtkWidget *popover, guint position)
{
  self->popover = popover;
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (popover_closed_cb), self);
  point_to_row (self, popover, position);
}

/* The line at @position, when it has been read. (transfer none) (nullable) */
static const KirokuLine *
get_line (KirokuLogPage *self, guint position)
{
  g_autoptr (KirokuPagedRow) row = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  KirokuLogItem *item = row != NULL ? kiroku_paged_row_get_item (row) : NULL;

  return item != NULL ? kiroku_log_item_get_line (item) : NULL;
}

static void
correct (KirokuLogPage *self, guint position)
{
  const KirokuLine *line = get_line (self, position);

  if (line == NULL || !kiroku_log_menu_is_correctable (line) || self->popover != NULL)
    return;
  if (g_str_equal (line->kind, "note"))
    open_popover (self, kiroku_correction_popover_new (self->model, line), position);
  else
    open_popover (self, kiroku_phase_popover_new_correction (self->model, line), position);
}

static void
correct_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  correct (KIROKU_LOG_PAGE (widget), g_variant_get_uint32 (parameter));
}

/* (transfer floating) */
static GtkWidget *
make_approval (KirokuLogPage *self, const KirokuLine *line, gboolean refuse)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *said = kiroku_line_describe (line, kiroku_book_get_pack (book),
                                                kiroku_book_get_language (book));
  const KirokuApproving what = { .text = said,
                                 .key = kiroku_line_get_reading_key (line),
                                 .refuse = refuse,
                                 .entry = kiroku_line_get_reading (line) };

  return kiroku_approval_popover_new (self->model, &what);
}

/* "log.approve" and "log.refuse". */
static void
approve_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuLogPage *self = KIROKU_LOG_PAGE (widget);
  guint position = g_variant_get_uint32 (parameter);
  const KirokuLine *line = get_line (self, position);

  if (line != NULL && kiroku_case_is_approvable (line->kind) && self->popover == NULL)
    open_popover (self, make_approval (self, line, g_str_equal (name, "log.refuse")), position);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuLogPage *self = KIROKU_LOG_PAGE (widget);
  const KirokuLine *line = get_line (self, g_variant_get_uint32 (parameter));
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;
  g_autofree char *text = NULL;

  if (line == NULL || snapshot == NULL)
    return;
  text = kiroku_log_menu_dup_reference (snapshot->incident->number, line);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
open_menu (KirokuLogPage *self, GtkWidget *row)
{
  KirokuPagedRow *bound = row != NULL ? kiroku_log_row_get_bound (KIROKU_LOG_ROW (row)) : NULL;
  guint position = bound != NULL ? kiroku_paged_row_get_position (bound) : 0;
  const KirokuLine *line = bound != NULL ? get_line (self, position) : NULL;

  if (line == NULL || self->menu != NULL || self->popover != NULL)
    return;
  self->menu = kiroku_log_menu_new (line, position);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
  point_to_row (self, self->menu, position);
}

static void
pressed_cb (KirokuLogPage *self, int n_press, double x, double y)
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
activated_cb (KirokuLogPage *self, guint position)
{
  correct (self, position);
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
set_up_view (KirokuLogPage *self)
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

/* By the right button, the Menu key, or Shift+F10. */
static void
set_up_menu (KirokuLogPage *self)
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
kiroku_log_page_dispose (GObject *object)
{
  KirokuLogPage *self = KIROKU_LOG_PAGE (object);

  if (self->list != NULL)
    {
      kiroku_log_page_set_model (self, NULL);
      g_signal_handlers_disconnect_by_data (self->list, self);
      g_signal_handlers_disconnect_by_data (get_adjustment (self), self);
    }
  g_clear_handle_id (&self->pin, g_source_remove);
  kiroku_popover_remove (&self->popover);
  kiroku_popover_remove (&self->menu);
  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_LOG_PAGE);

  G_OBJECT_CLASS (kiroku_log_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KIROKU_TYPE_LOG_WRITER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "log/kiroku-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, search);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, found);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, klass);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, steps);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, view);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, to_end);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, writer);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, to_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, submitted_cb);
}

static void
kiroku_log_page_class_init (KirokuLogPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_log_page_dispose;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "log.correct", "u", correct_action);
  gtk_widget_class_install_action (widget_class, "log.approve", "u", approve_action);
  gtk_widget_class_install_action (widget_class, "log.refuse", "u", approve_action);
  gtk_widget_class_install_action (widget_class, "log.copy", "u", copy_action);
}

static void
kiroku_log_page_init (KirokuLogPage *self)
{
  self->goal = -1;
  self->list = kiroku_paged_list_new (fetch, self, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_view (self);
  set_up_menu (self);
  g_signal_connect_swapped (self->list, "fetch-failed", G_CALLBACK (fetch_failed_cb), self);
  g_signal_connect_swapped (get_adjustment (self), "changed", G_CALLBACK (extent_changed_cb), self);
  g_signal_connect_swapped (get_adjustment (self), "value-changed", G_CALLBACK (scrolled_cb), self);
}

GtkWidget *
kiroku_log_page_new (void)
{
  return g_object_new (KIROKU_TYPE_LOG_PAGE, NULL);
}

void
kiroku_log_page_set_model (KirokuLogPage *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_LOG_PAGE (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_pointer (&self->wanted, g_free);
  g_set_object (&self->model, model);
  kiroku_log_writer_set_model (self->writer, model);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->klass, 0);
  start_over (self);
  if (model == NULL)
    return;
  g_signal_connect_swapped (model, "appended", G_CALLBACK (appended_cb), self);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (model, "failed", G_CALLBACK (model_failed_cb), self);
}

void
kiroku_log_page_show_entry (KirokuLogPage *self, const char *hash)
{
  gboolean searched;

  g_return_if_fail (KIROKU_IS_LOG_PAGE (self) && hash != NULL);

  if (self->model == NULL)
    return;
  g_free (self->wanted);
  self->wanted = g_strdup (hash);
  searched = gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0';
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->klass, 0);
  gtk_toggle_button_set_active (self->steps, TRUE);
  if (!searched) /* else the entry starts over in a moment */
    start_over (self);
}

void
kiroku_log_page_find (KirokuLogPage *self)
{
  g_return_if_fail (KIROKU_IS_LOG_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

KirokuComposer *
kiroku_log_page_get_composer (KirokuLogPage *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_PAGE (self), NULL);

  return kiroku_log_writer_get_composer (self->writer);
}
