/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-window-private.h"

#include <glib/gi18n.h>

#include "kiroku-case-model.h"
#include "kiroku-paper-window.h"
#include "kiroku-settings.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

/* A name of some eight Japanese letters is seen whole, px; of a longer one the beginning. */
#define PERSON_WIDTH_MAX 104

G_DEFINE_FINAL_TYPE (KirokuWindow, kiroku_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  IDENTIFIED,
  OPENED,
  RESTORE,
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Where the header bar is too narrow for the pages, they are below. */
static void
update_switcher_bar (KirokuWindow *self)
{
  const char *shown = gtk_stack_get_visible_child_name (self->content);
  gboolean too_narrow = adw_squeezer_get_visible_child (self->squeezer) == GTK_WIDGET (self->title);

  adw_view_switcher_bar_set_reveal (self->switcher_bar,
                                    too_narrow && g_strcmp0 (shown, "case") == 0);
}

/* Window lists are seen by anybody: they name a case by its number only. */
static void
update_title (KirokuWindow *self)
{
  KirokuCaseModel *model = kiroku_case_view_get_model (self->case_view);
  const KirokuSnapshot *snapshot = model != NULL ? kiroku_case_model_get_snapshot (model) : NULL;
  const char *number = snapshot != NULL ? snapshot->incident->number : NULL;
  const char *shown = gtk_stack_get_visible_child_name (self->content);
  /* Translators: title of the window: number of the case. */
  g_autofree char *title = number != NULL ? g_strdup_printf (_ ("%s — Kiroku"), number) : NULL;

  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : "Kiroku");
  adw_window_title_set_title (self->title,
                              number != NULL && g_str_equal (shown, "case") ? number : "");
}

void
kiroku_window_show_content (KirokuWindow *self, const char *name)
{
  gboolean shows_case = g_str_equal (name, "case");

  gtk_stack_set_visible_child_name (self->content, name);
  update_title (self);
  adw_squeezer_page_set_enabled (self->wide_page, shows_case);
  adw_squeezer_page_set_enabled (self->narrow_page, shows_case);
  update_switcher_bar (self);
  if (adw_flap_get_folded (self->flap) && !g_str_equal (name, "empty"))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

gboolean
kiroku_window_has_case (KirokuWindow *self)
{
  return kiroku_case_view_get_model (self->case_view) != NULL;
}

/* --- The selected case --- */

static void
drop_model (KirokuWindow *self)
{
  KirokuCaseModel *model = kiroku_case_view_get_model (self->case_view);

  if (model != NULL)
    g_signal_handlers_disconnect_by_func (model, (gpointer) (guintptr) update_title, self);
  kiroku_case_view_set_model (self->case_view, NULL);
}

static void
message_dismissed_cb (AdwToast *toast, KirokuWindow *self)
{
  g_hash_table_remove (self->messages, adw_toast_get_title (toast));
}

void
kiroku_window_show_message (KirokuWindow *self, const char *message)
{
  g_autofree char *text = g_markup_escape_text (message, -1);
  AdwToast *toast;

  if (!g_hash_table_add (self->messages, g_strdup (text)))
    return;
  toast = adw_toast_new (text);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (message_dismissed_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
case_selected_cb (KirokuWindow *self, const char *case_id)
{
  g_autoptr (KirokuCaseModel) model = kiroku_case_model_new (self->book, case_id);

  drop_model (self);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (update_title), self);
  g_signal_connect_object (model, "failed", G_CALLBACK (kiroku_window_show_message), self,
                           G_CONNECT_SWAPPED);
  kiroku_case_view_set_model (self->case_view, model);
  kiroku_window_show_content (self, "case");
  kiroku_window_update_actions (self);
  if (self->compose_next)
    kiroku_case_view_compose (self->case_view);
  self->compose_next = FALSE;
}

static void
case_activated_cb (KirokuWindow *self)
{
  kiroku_window_show_content (self, "case");
  kiroku_case_view_compose (self->case_view);
}

static void
cases_read_cb (KirokuWindow *self, guint n_cases)
{
  const char *shown = gtk_stack_get_visible_child_name (self->content);

  gtk_widget_set_visible (GTK_WIDGET (self->cases_error), FALSE);
  if (n_cases == 0 && !g_str_equal (shown, "new-case"))
    kiroku_window_show_content (self, "empty");
}

static void
cases_failed_cb (KirokuWindow *self, const char *message)
{
  gtk_label_set_text (self->cases_error, message);
  gtk_widget_set_visible (GTK_WIDGET (self->cases_error), TRUE);
}

void
kiroku_window_show_opened (KirokuWindow *self, const char *case_id)
{
  self->compose_next = TRUE;
  kiroku_case_view_show_page (self->case_view, "log");
  kiroku_case_list_select (self->cases, case_id);
}

static void
case_opened_cb (KirokuWindow *self, const char *case_id)
{
  kiroku_window_show_opened (self, case_id);
}

static void
new_case_cancelled_cb (KirokuWindow *self)
{
  if (!kiroku_window_has_case (self))
    {
      kiroku_window_show_content (self, "empty");
      return;
    }
  kiroku_window_show_content (self, "case");
  kiroku_case_view_compose (self->case_view);
}

/* What another program wrote. */
static void
watch_changed_cb (KirokuWindow *self)
{
  KirokuCaseModel *model = kiroku_case_view_get_model (self->case_view);

  kiroku_case_list_refresh (self->cases);
  kiroku_foreign_bar_look (self->foreign_bar);
  kiroku_paper_window_look_all ();
  if (model != NULL)
    kiroku_case_model_refresh (model);
}

static void
identified_cb (KirokuWindow *self, const char *name, const char *organisation)
{
  g_signal_emit (self, signals[IDENTIFIED], 0, name, organisation);
}

static void
restore_cb (KirokuWindow *self)
{
  g_signal_emit (self, signals[RESTORE], 0);
}

static void
opened_cb (KirokuWindow *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static void
retry_cb (KirokuWindow *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

/* --- Who writes --- */

/* The switcher beside it takes all that is left: without this of a short name, too, some of it is
 * cut. */
static void
make_room (GtkLabel *label)
{
  g_autoptr (PangoLayout) layout
      = gtk_widget_create_pango_layout (GTK_WIDGET (label), gtk_label_get_text (label));
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (label), MIN (width, PERSON_WIDTH_MAX), -1);
}

static void
show_person (KirokuWindow *self)
{
  g_autofree char *name = kiroku_text_visible (kiroku_book_get_author (self->book), TRUE);
  /* Translators: the button with the name of the person whose entries are recorded. */
  g_autofree char *label = g_strdup_printf (_ ("Who writes: %s"), name);
  g_autofree char *tooltip = g_strdup_printf (_ ("Who writes: %s (Ctrl+U)"), name);

  gtk_label_set_text (self->person_name, name);
  make_room (self->person_name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->person), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->person), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/* Back to writing, where that is what was done. */
static void
go_on_writing (KirokuWindow *self)
{
  AdwViewStack *pages = kiroku_case_view_get_stack (self->case_view);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->content), "case") == 0
      && g_strcmp0 (adw_view_stack_get_visible_child_name (pages), "log") == 0)
    kiroku_case_view_compose (self->case_view);
}

static void
people_closed_cb (KirokuWindow *self)
{
  go_on_writing (self);
}

static void
unlocked_cb (KirokuWindow *self)
{
  go_on_writing (self);
}

static void
set_bars_book (KirokuWindow *self, KirokuBook *book)
{
  if (self->people != NULL)
    kiroku_people_popover_set_book (self->people, book);
  if (self->lock_bar != NULL)
    kiroku_lock_bar_set_book (self->lock_bar, book);
  if (self->foreign_bar != NULL)
    kiroku_foreign_bar_set_book (self->foreign_bar, book);
}

/* --- A package dropped on the window, outside the pages that take other files --- */

/* (transfer full) (nullable) */
static char *
dup_package_path (GdkFileList *list)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (list);
  g_autofree char *path
      = files != NULL && files->next == NULL ? g_file_get_path (files->data) : NULL;
  g_autofree char *lower = path != NULL ? g_ascii_strdown (path, -1) : NULL;

  return lower != NULL && g_str_has_suffix (lower, ".zip") ? g_steal_pointer (&path) : NULL;
}

static gboolean
dropped_cb (KirokuWindow *self, const GValue *value)
{
  g_autofree char *path
      = self->book != NULL && !self->covered ? dup_package_path (g_value_get_boxed (value)) : NULL;

  if (path == NULL)
    return FALSE;
  kiroku_window_import (self, path);
  return TRUE;
}

static void
take_drops (KirokuWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* --- While nobody is here --- */

/* The book, or what stands in its place. */
static void
show_covered (KirokuWindow *self)
{
  gtk_stack_set_visible_child_name (self->states, self->covered ? "covered" : "book");
  kiroku_curtain_page_begin (self->curtain, self->covered ? self->book : NULL);
  kiroku_window_update_actions (self);
}

/* Whatever behind it asks for the keyboard, such as a case that has just been read, does not get it: a
 * passphrase would be typed into it. */
static void
focus_changed_cb (KirokuWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->covered && self->book != NULL && focus != NULL
      && !gtk_widget_is_ancestor (focus, gtk_stack_get_visible_child (self->states)))
    kiroku_curtain_page_focus (self->curtain);
}

/* --- Settings --- */

static void
restore_settings (KirokuWindow *self)
{
  g_autofree char *page = NULL;

  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  page = g_settings_get_string (self->settings, "last-page");
  kiroku_case_view_show_page (self->case_view, page);
}

static void
save_settings (KirokuWindow *self)
{
  AdwViewStack *stack = kiroku_case_view_get_stack (self->case_view);
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 360));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (adw_view_stack_get_visible_child_name (stack) != NULL)
    g_settings_set_string (self->settings, "last-page",
                           adw_view_stack_get_visible_child_name (stack));
}

static gboolean
kiroku_window_close_request (GtkWindow *window)
{
  save_settings (KIROKU_WINDOW (window));
  return GTK_WINDOW_CLASS (kiroku_window_parent_class)->close_request (window);
}

/* --- The class --- */

static void
kiroku_window_finalize (GObject *object)
{
  g_hash_table_unref (KIROKU_WINDOW (object)->messages);

  G_OBJECT_CLASS (kiroku_window_parent_class)->finalize (object);
}

static void
kiroku_window_dispose (GObject *object)
{
  KirokuWindow *self = KIROKU_WINDOW (object);

  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  if (self->case_view != NULL)
    drop_model (self);
  if (self->cases != NULL)
    kiroku_case_list_set_book (self->cases, NULL);
  if (self->backup_hint != NULL)
    kiroku_backup_hint_set_book (self->backup_hint, NULL);
  set_bars_book (self, NULL);
  if (self->curtain != NULL)
    kiroku_curtain_page_begin (self->curtain, NULL);
  if (self->book != NULL)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_clear_object (&self->watch);
  g_clear_object (&self->book);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_WINDOW);

  G_OBJECT_CLASS (kiroku_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, KIROKU_UI_RESOURCE "kiroku-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, states);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, curtain);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, cases);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, cases_error);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, backup_hint);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, squeezer);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, wide_page);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, narrow_page);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, wide_switcher);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, narrow_switcher);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, person);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, person_name);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, people);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, lock_bar);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, foreign_bar);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, content);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, new_case);
  gtk_widget_class_bind_template_child (widget_class, KirokuWindow, case_view);
  gtk_widget_class_bind_template_callback (widget_class, update_switcher_bar);
  gtk_widget_class_bind_template_callback (widget_class, identified_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, people_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unlocked_cb);
  gtk_widget_class_bind_template_callback (widget_class, case_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, case_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, cases_read_cb);
  gtk_widget_class_bind_template_callback (widget_class, cases_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, case_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_case_cancelled_cb);
}

static void
kiroku_window_class_init (KirokuWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = kiroku_window_close_request;

  signals[IDENTIFIED] = g_signal_new ("identified", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                      G_TYPE_STRING);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (KIROKU_TYPE_WELCOME_PAGE);
  g_type_ensure (KIROKU_TYPE_CURTAIN_PAGE);
  g_type_ensure (KIROKU_TYPE_BACKUP_HINT);
  g_type_ensure (KIROKU_TYPE_CASE_LIST);
  g_type_ensure (KIROKU_TYPE_NEW_CASE_PAGE);
  g_type_ensure (KIROKU_TYPE_CASE_VIEW);
  g_type_ensure (KIROKU_TYPE_FOREIGN_BAR);
  g_type_ensure (KIROKU_TYPE_LOCK_BAR);
  g_type_ensure (KIROKU_TYPE_PEOPLE_POPOVER);
  bind_template (widget_class);
  kiroku_window_install_actions (widget_class);
}

static void
kiroku_window_init (KirokuWindow *self)
{
  AdwViewStack *stack;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->messages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  stack = kiroku_case_view_get_stack (self->case_view);
  adw_view_switcher_set_stack (self->wide_switcher, stack);
  adw_view_switcher_set_stack (self->narrow_switcher, stack);
  adw_view_switcher_bar_set_stack (self->switcher_bar, stack);
  self->settings = kiroku_settings_new ();
  restore_settings (self);
  take_drops (self);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  kiroku_window_show_content (self, "nothing");
  kiroku_window_update_actions (self);
}

GtkWidget *
kiroku_window_new (GtkApplication *application)
{
  return g_object_new (KIROKU_TYPE_WINDOW, "application", application, NULL);
}

void
kiroku_window_show_opening (KirokuWindow *self)
{
  g_return_if_fail (KIROKU_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->states, "opening");
}

void
kiroku_window_show_welcome (KirokuWindow *self, const char *name)
{
  g_return_if_fail (KIROKU_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->states, "welcome");
  kiroku_welcome_page_begin (self->welcome, name);
}

/* A headline for the kind of failure; the message says what to do. */
static const char *
get_headline (const GError *error)
{
  if (error->domain != KIROKU_STORE_ERROR)
    return _ ("The Case Book Cannot Be Opened");
  switch (error->code)
    {
    case KIROKU_STORE_ERROR_NEWER:
      return _ ("This Case Book Needs a Newer Kiroku");
    case KIROKU_STORE_ERROR_CORRUPT:
      return _ ("The Case Book Is Damaged");
    case KIROKU_STORE_ERROR_READ_ONLY:
      return _ ("The Case Book Cannot Be Written To");
    case KIROKU_STORE_ERROR_FULL:
      return _ ("The Disk Is Full");
    case KIROKU_STORE_ERROR_PROVIDER:
      return _ ("A Part of the Installation Is Missing");
    case KIROKU_STORE_ERROR_FOREIGN:
      return _ ("This File Is Not a Case Book");
    default:
      return _ ("The Case Book Cannot Be Opened");
    }
}

void
kiroku_window_show_failure (KirokuWindow *self, const GError *error)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (KIROKU_IS_WINDOW (self) && error != NULL);

  escaped = g_markup_escape_text (error->message, -1);
  adw_status_page_set_title (self->failure, get_headline (error));
  adw_status_page_set_description (self->failure, escaped);
  gtk_stack_set_visible_child_name (self->states, "failed");
}

void
kiroku_window_set_book (KirokuWindow *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_WINDOW (self));
  g_return_if_fail (KIROKU_IS_BOOK (book) && self->book == NULL);

  self->book = g_object_ref (book);
  self->watch = kiroku_watch_new (book);
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (watch_changed_cb), self);
  self->compose_next = TRUE;
  kiroku_new_case_page_set_book (self->new_case, book);
  kiroku_case_list_select (self->cases, NULL);
  kiroku_case_list_set_book (self->cases, book);
  kiroku_backup_hint_set_book (self->backup_hint, book);
  g_signal_connect_swapped (book, "person-changed", G_CALLBACK (show_person), self);
  show_person (self);
  set_bars_book (self, book);
  show_covered (self);
}

void
kiroku_window_set_covered (KirokuWindow *self, gboolean covered)
{
  g_return_if_fail (KIROKU_IS_WINDOW (self));

  if (self->covered == covered)
    return;
  self->covered = covered;
  if (self->book == NULL)
    return;
  show_covered (self);
  if (!covered)
    go_on_writing (self);
}
