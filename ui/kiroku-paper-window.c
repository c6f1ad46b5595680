/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-window.h"

#include <glib/gi18n.h>

#include "kiroku-help.h"
#include "kiroku-page-preview.h"
#include "kiroku-paper-saver.h"
#include "kiroku-shown-paper.h"
#include "kiroku-ui.h"

#define MS_BETWEEN_PULSES 100
/* Of the window, in px. */
#define DEFAULT_WIDTH 860
#define LEAST_HEIGHT 500

struct _KirokuPaperWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *place;
  GtkEntry *page;
  GtkLabel *n_pages;
  GtkWidget *size;
  GtkLabel *percent;
  GtkStack *stack;
  GtkProgressBar *progress;
  GtkWidget *cancel;
  AdwStatusPage *failure;
  KirokuPagePreview *preview;
  GtkWidget *footer;
  GtkLabel *about;
  KirokuPaperSaver *saver;

  KirokuCaseModel *model;
  KirokuShownPaper *shown;   /* (nullable) until it is made */
  GCancellable *cancellable; /* of making it */
  guint timer;               /* while it is made */
  guint place_source;        /* until it is shown where one is */
  gint64 erasures_due;       /* since before it was made */
  gboolean dropped;          /* for good */
};

G_DEFINE_FINAL_TYPE (KirokuPaperWindow, kiroku_paper_window, ADW_TYPE_WINDOW)

/* --- Where one is --- */

static KirokuPageSheets *
get_sheets (KirokuPaperWindow *self)
{
  return kiroku_page_preview_get_sheets (self->preview);
}

static void
show_page (KirokuPaperWindow *self)
{
  g_autofree char *text
      = g_strdup_printf ("%u", kiroku_page_sheets_get_page (get_sheets (self)) + 1);

  gtk_editable_set_text (GTK_EDITABLE (self->page), text);
}

static void
show_percent (KirokuPaperWindow *self)
{
  /* Translators: how large a page is shown; “%%” is a percent sign. */
  g_autofree char *text
      = g_strdup_printf (_ ("%u%%"), kiroku_page_sheets_get_percent (get_sheets (self)));

  gtk_label_set_text (self->percent, text);
}

static gboolean
place_cb (gpointer user_data)
{
  KirokuPaperWindow *self = user_data;

  self->place_source = 0;
  show_page (self);
  show_percent (self);
  return G_SOURCE_REMOVE;
}

/* It is told while the pages are given their place, when no text may change. */
static void
place_changed_cb (KirokuPaperWindow *self)
{
  if (self->place_source == 0)
    self->place_source = g_idle_add (place_cb, self);
}

/* What is no page leaves it where it was. */
static void
page_entered_cb (KirokuPaperWindow *self)
{
  guint64 page;

  if (g_ascii_string_to_unsigned (gtk_editable_get_text (GTK_EDITABLE (self->page)), 10, 1,
                                  kiroku_shown_paper_get_n_pages (self->shown), &page, NULL))
    kiroku_page_preview_scroll_to (self->preview, (guint) page - 1);
  show_page (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_sheets (self)));
}

static void
fit_width_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kiroku_page_sheets_fit_width (get_sheets (KIROKU_PAPER_WINDOW (widget)));
}

static void
fit_paper_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kiroku_page_sheets_fit_paper (get_sheets (KIROKU_PAPER_WINDOW (widget)));
}

static void
zoom_in_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kiroku_page_sheets_zoom_in (get_sheets (KIROKU_PAPER_WINDOW (widget)));
}

static void
zoom_out_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kiroku_page_sheets_zoom_out (get_sheets (KIROKU_PAPER_WINDOW (widget)));
}

/* --- The pages --- */

static gboolean
draw_page (cairo_t *cr, guint page, gpointer user_data)
{
  return kiroku_shown_paper_draw (user_data, cr, page);
}

static void
page_drawn_cb (KirokuPaperWindow *self, guint page)
{
  kiroku_page_sheets_show_page (get_sheets (self), page);
}

static void
end_making (KirokuPaperWindow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
}

static const char *
get_change (void)
{
  return _ ("The record has changed: open the preview again.");
}

static void
show_failure (KirokuPaperWindow *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_description (self->failure, escaped);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_set_visible (self->place, FALSE);
  gtk_widget_set_visible (self->size, FALSE);
  gtk_widget_set_visible (self->footer, FALSE);
}

static void
show_pages (KirokuPaperWindow *self)
{
  guint n = kiroku_shown_paper_get_n_pages (self->shown);
  /* Translators: behind the number of the page that is seen: of how many. */
  g_autofree char *text = g_strdup_printf (_ ("/ %u"), n);
  double width, height;

  kiroku_shown_paper_get_size (self->shown, &width, &height);
  kiroku_page_preview_set_pages (self->preview, n, width, height, draw_page,
                                 g_object_ref (self->shown), g_object_unref);
  gtk_label_set_text (self->n_pages, text);
  gtk_widget_set_visible (self->place, TRUE);
  gtk_widget_set_visible (self->size, TRUE);
  gtk_widget_set_visible (self->footer, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "pages");
  show_page (self);
  show_percent (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_sheets (self)));
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPaperWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuShownPaper) shown = kiroku_shown_paper_make_finish (result, &error);

  if (self->model == NULL) /* closed meanwhile */
    return;
  end_making (self);
  if (self->dropped || shown == NULL)
    {
      show_failure (self, self->dropped ? get_change () : error->message);
      return;
    }
  self->shown = g_steal_pointer (&shown);
  g_signal_connect_object (self->shown, "page", G_CALLBACK (page_drawn_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shown, "failed", G_CALLBACK (show_failure), self,
                           G_CONNECT_SWAPPED);
  show_pages (self);
}

static gboolean
pulse_cb (gpointer user_data)
{
  KirokuPaperWindow *self = user_data;

  gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
make (KirokuPaperWindow *self, KirokuPaperOrder *order)
{
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add (MS_BETWEEN_PULSES, pulse_cb, self);
  kiroku_shown_paper_make_async (self->model, order, self->cancellable, made_cb,
                                 g_object_ref (self));
}

/* --- What was erased --- */

void
kiroku_paper_window_drop (KirokuPaperWindow *self)
{
  g_return_if_fail (KIROKU_IS_PAPER_WINDOW (self));

  if (self->dropped || self->model == NULL)
    return;
  self->dropped = TRUE;
  g_cancellable_cancel (self->cancellable);
  kiroku_page_preview_set_pages (self->preview, 0, 0, 0, NULL, NULL, NULL);
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  g_clear_object (&self->shown);
  gtk_widget_set_sensitive (GTK_WIDGET (self->saver), FALSE);
  show_failure (self, get_change ());
}

static void
tell_all (void (*tell) (KirokuPaperWindow *window))
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (windows, i);

      if (KIROKU_IS_PAPER_WINDOW (window))
        tell (KIROKU_PAPER_WINDOW (window));
    }
}

void
kiroku_paper_window_drop_all (void)
{
  tell_all (kiroku_paper_window_drop);
}

/* Its case need not be the one that Kiroku's window shows. */
static void
look (KirokuPaperWindow *self)
{
  if (self->model != NULL)
    kiroku_case_model_refresh (self->model);
}

void
kiroku_paper_window_look_all (void)
{
  tell_all (look);
}

/* By this program. */
static void
appended_cb (KirokuPaperWindow *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((KirokuEntry *) g_ptr_array_index (entries, i))->kind, "erase"))
      {
        kiroku_paper_window_drop (self);
        return;
      }
}

static gint64
get_erasures_due (KirokuPaperWindow *self)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (self->model);

  return snapshot != NULL ? snapshot->erasures_due : 0;
}

/* By others. While the pages are there their traces cannot be cleared away, so they are still due. */
static void
changed_cb (KirokuPaperWindow *self)
{
  gint64 due;

  if (self->model == NULL)
    return;
  due = get_erasures_due (self);
  if (due > self->erasures_due)
    kiroku_paper_window_drop (self);
  self->erasures_due = due;
}

static void
listen (KirokuPaperWindow *self)
{
  self->erasures_due = get_erasures_due (self);
  g_signal_connect_object (self->model, "appended", G_CALLBACK (appended_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* --- Saving and printing --- */

static void
chosen_cb (KirokuPaperWindow *self, const char *path)
{
  if (self->shown != NULL && !kiroku_paper_saver_is_busy (self->saver))
    kiroku_paper_saver_save (self->saver, self->model,
                             kiroku_paper_order_new_shown (self->model, self->shown), path);
}

/* --- The class --- */

static void
kiroku_paper_window_dispose (GObject *object)
{
  KirokuPaperWindow *self = KIROKU_PAPER_WINDOW (object);

  end_making (self);
  g_clear_handle_id (&self->place_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_PAPER_WINDOW);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (kiroku_paper_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, title);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, place);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, page);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, n_pages);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, size);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, percent);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, stack);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, progress);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, cancel);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, failure);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, preview);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, footer);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, about);
  gtk_widget_class_bind_template_child (klass, KirokuPaperWindow, saver);
  gtk_widget_class_bind_template_callback (klass, page_entered_cb);
  gtk_widget_class_bind_template_callback (klass, chosen_cb);
}

/* The keys of the size work wherever the focus is. */
static void
add_actions (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    const char *action;
  } keys[] = {
    { GDK_KEY_plus, "preview.zoom-in" },    { GDK_KEY_equal, "preview.zoom-in" },
    { GDK_KEY_KP_Add, "preview.zoom-in" },  { GDK_KEY_minus, "preview.zoom-out" },
    { GDK_KEY_KP_Subtract, "preview.zoom-out" }, { GDK_KEY_0, "preview.fit-width" },
    { GDK_KEY_1, "preview.fit-paper" },     { GDK_KEY_w, "window.close" },
  };

  gtk_widget_class_install_action (klass, "preview.fit-width", NULL, fit_width_cb);
  gtk_widget_class_install_action (klass, "preview.fit-paper", NULL, fit_paper_cb);
  gtk_widget_class_install_action (klass, "preview.zoom-in", NULL, zoom_in_cb);
  gtk_widget_class_install_action (klass, "preview.zoom-out", NULL, zoom_out_cb);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, GDK_CONTROL_MASK, keys[i].action, NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kiroku_paper_window_class_init (KirokuPaperWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_paper_window_dispose;

  kiroku_help_install_key (widget_class);
  g_type_ensure (KIROKU_TYPE_PAGE_PREVIEW);
  g_type_ensure (KIROKU_TYPE_PAPER_SAVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "kiroku-paper-window.ui");
  bind_children (widget_class);
  add_actions (widget_class);
}

static void
kiroku_paper_window_init (KirokuPaperWindow *self)
{
  KirokuPageSheets *sheets;

  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_page_preview_hide_number (self->preview);
  sheets = get_sheets (self);
  g_signal_connect_object (sheets, "notify::page", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sheets, "notify::percent", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kiroku_paper_window_new (GtkWindow *parent,
                         KirokuCaseModel *model,
                         KirokuPaperOrder *order,
                         const char *file_name,
                         const char *about)
{
  KirokuPaperWindow *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && order != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_PAPER_WINDOW, "transient-for", parent, "destroy-with-parent",
                       parent != NULL, NULL);
  self->model = g_object_ref (model);
  if (parent != NULL) /* a page is tall */
    gtk_window_set_default_size (GTK_WINDOW (self), DEFAULT_WIDTH,
                                 MAX (gtk_widget_get_height (GTK_WIDGET (parent)), LEAST_HEIGHT));
  if (!kiroku_paper_order_may_sign (order))
    kiroku_paper_saver_set_is_unsigned (self->saver);
  if (file_name != NULL)
    {
      adw_window_title_set_subtitle (self->title, file_name);
      kiroku_paper_saver_set_file_name (self->saver, file_name);
    }
  if (about != NULL)
    {
      gtk_label_set_text (self->about, about);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->about), about);
      gtk_widget_set_visible (GTK_WIDGET (self->about), TRUE);
    }
  gtk_widget_grab_focus (self->cancel);
  listen (self);
  make (self, order);
  return GTK_WIDGET (self);
}
