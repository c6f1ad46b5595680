/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-page.h"

#include "kiroku-approval-popover.h"
#include "kiroku-book-reading.h"
#include "kiroku-case-drafts.h"
#include "kiroku-correction-popover.h"
#include "kiroku-log-filter.h"
#include "kiroku-log-list.h"
#include "kiroku-log-menu.h"
#include "kiroku-log-writer.h"
#include "kiroku-page-write.h"
#include "kiroku-phase-popover.h"
#include "kiroku-popover.h"
#include "kiroku-restating-popover.h"
#include "kiroku-ui.h"

struct _KirokuLogPage
{
  AdwBin parent_instance;

  KirokuLogFilter *filter;
  KirokuLogList *list;
  GtkLabel *error;
  KirokuLogWriter *writer;

  KirokuCaseModel *model;
  GtkWidget *popover; /* of a correction or approval, while it is there */
  GtkWidget *menu;    /* of an entry, while it is there */
};

G_DEFINE_FINAL_TYPE (KirokuLogPage, kiroku_log_page, ADW_TYPE_BIN)

/* An entry that is to be corrected, while it is read. */
typedef struct
{
  KirokuLogPage *page;
  KirokuCaseModel *model;
  char *hash;
  guint position;
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->page);
  g_object_unref (asked->model);
  g_free (asked->hash);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
focus_composer (KirokuLogPage *self)
{
  kiroku_composer_focus (kiroku_log_writer_get_composer (self->writer));
}

/* --- What is shown --- */

/* @wanted: (nullable): hash of the entry to go to */
static void
show_lines (KirokuLogPage *self, const char *wanted)
{
  kiroku_page_show_error (self->error, NULL);
  if (self->model == NULL)
    kiroku_log_list_show (self->list, NULL, NULL, NULL);
  else
    kiroku_log_list_show (
        self->list, kiroku_case_model_get_book (self->model),
        kiroku_log_filter_make_query (self->filter, kiroku_case_model_get_case_id (self->model)),
        wanted);
}

static void
filter_changed_cb (KirokuLogPage *self)
{
  show_lines (self, NULL);
}

static void
read_cb (KirokuLogPage *self, guint length)
{
  kiroku_page_show_error (self->error, NULL);
  kiroku_log_filter_set_found (self->filter, length);
}

static void
failed_cb (KirokuLogPage *self, const char *message)
{
  kiroku_page_show_error (self->error, message);
}

static void
submitted_cb (KirokuLogPage *self)
{
  kiroku_log_list_follow (self->list);
}

/* --- What is done with an entry --- */

/* @popover: (transfer floating) */
static void
point_to_row (KirokuLogPage *self, GtkWidget **field, GtkWidget *popover, guint position)
{
  kiroku_popover_open (field, popover, GTK_WIDGET (self),
                       kiroku_log_list_find_row (self->list, position));
}

/* @popover: (transfer floating) */
static void
open_popover (KirokuLogPage *self, GtkWidget *popover, guint position)
{
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (focus_composer), self);
  point_to_row (self, &self->popover, popover, position);
}

/* The place at which @hash was asked for: lines may have come in between. */
static gboolean
is_at (KirokuLogPage *self, guint position, const char *hash)
{
  const KirokuLine *line = kiroku_log_list_get_line (self->list, position);

  return line != NULL && g_str_equal (line->hash, hash);
}

static void
reading_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asked) asked = user_data;
  KirokuLogPage *self = asked->page;
  KirokuCaseModel *model = asked->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) reading
      = kiroku_book_read_reading_finish (KIROKU_BOOK (source), result, &error);

  if (self->model != model) /* another case, or none */
    return;
  if (reading == NULL)
    failed_cb (self, error->message);
  else if (self->popover == NULL && kiroku_case_model_get_snapshot (model) != NULL)
    open_popover (self, kiroku_restating_popover_new (model, reading),
                  is_at (self, asked->position, asked->hash) ? asked->position
                                                             : GTK_INVALID_LIST_POSITION);
}

static void
restate (KirokuLogPage *self, const KirokuLine *line, guint position)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ g_object_ref (self), g_object_ref (self->model), g_strdup (line->hash), position };
  kiroku_book_read_reading_async (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model), line->hash,
                                  reading_cb, asked);
}

static void
correct (KirokuLogPage *self, guint position)
{
  const KirokuLine *line = kiroku_log_list_get_line (self->list, position);

  if (line == NULL || !kiroku_log_menu_is_correctable (line) || self->popover != NULL)
    return;
  if (g_str_equal (line->kind, "note"))
    open_popover (self, kiroku_correction_popover_new (self->model, line), position);
  else if (kiroku_line_is_restated (line->kind))
    restate (self, line, position);
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
  g_autofree char *said
      = kiroku_line_describe (line, kiroku_book_get_pack (book), kiroku_book_get_language (book));
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
  const KirokuLine *line = kiroku_log_list_get_line (self->list, position);

  if (line != NULL && kiroku_case_is_approvable (line->kind) && self->popover == NULL)
    open_popover (self, make_approval (self, line, g_str_equal (name, "log.refuse")), position);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuLogPage *self = KIROKU_LOG_PAGE (widget);
  const KirokuLine *line = kiroku_log_list_get_line (self->list, g_variant_get_uint32 (parameter));
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;
  g_autofree char *text = NULL;

  if (line == NULL || snapshot == NULL)
    return;
  text = kiroku_log_menu_dup_reference (snapshot->incident->number, line);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
open_menu (KirokuLogPage *self, guint position)
{
  const KirokuLine *line = kiroku_log_list_get_line (self->list, position);
  GtkWidget *menu;

  if (line == NULL || self->menu != NULL || self->popover != NULL)
    return;
  menu = kiroku_log_menu_new (line, position);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  point_to_row (self, &self->menu, menu, position);
}

/* --- The class --- */

static void
kiroku_log_page_dispose (GObject *object)
{
  KirokuLogPage *self = KIROKU_LOG_PAGE (object);

  if (self->list != NULL)
    kiroku_log_page_set_model (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_LOG_PAGE);

  G_OBJECT_CLASS (kiroku_log_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KIROKU_TYPE_LOG_FILTER);
  g_type_ensure (KIROKU_TYPE_LOG_LIST);
  g_type_ensure (KIROKU_TYPE_LOG_WRITER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "log/kiroku-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, filter);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, list);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogPage, writer);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_composer);
  gtk_widget_class_bind_template_callback (widget_class, read_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, correct);
  gtk_widget_class_bind_template_callback (widget_class, open_menu);
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
  gtk_widget_init_template (GTK_WIDGET (self));
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
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      g_signal_handlers_disconnect_by_data (self->model, self->list);
    }
  kiroku_popover_remove (&self->popover);
  kiroku_popover_remove (&self->menu);
  g_set_object (&self->model, model);
  kiroku_log_writer_set_model (self->writer, model);
  kiroku_log_filter_reset (self->filter, FALSE);
  show_lines (self, NULL);
  if (model == NULL)
    return;
  g_signal_connect_swapped (model, "appended", G_CALLBACK (kiroku_log_list_add), self->list);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (kiroku_log_list_look), self->list);
}

void
kiroku_log_page_show_entry (KirokuLogPage *self, const char *hash)
{
  g_return_if_fail (KIROKU_IS_LOG_PAGE (self) && hash != NULL);

  if (self->model == NULL)
    return;
  kiroku_log_filter_reset (self->filter, TRUE);
  show_lines (self, hash);
}

void
kiroku_log_page_find (KirokuLogPage *self)
{
  g_return_if_fail (KIROKU_IS_LOG_PAGE (self));

  kiroku_log_filter_focus (self->filter);
}

KirokuComposer *
kiroku_log_page_get_composer (KirokuLogPage *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_PAGE (self), NULL);

  return kiroku_log_writer_get_composer (self->writer);
}
