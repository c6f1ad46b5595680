/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-filter.h"

#include <glib/gi18n.h>

#include "kiroku-ui.h"

struct _KirokuLogFilter
{
  AdwBin parent_instance;

  GtkSearchEntry *search;
  GtkLabel *found;
  GtkDropDown *klass;
  GtkToggleButton *steps;

  gboolean resetting;
};

enum
{
  CHANGED,
  STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KirokuLogFilter, kiroku_log_filter, ADW_TYPE_BIN)

static const char *
get_words (KirokuLogFilter *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static void
changed_cb (KirokuLogFilter *self)
{
  if (!self->resetting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
stopped_cb (KirokuLogFilter *self)
{
  g_signal_emit (self, signals[STOPPED], 0);
}

/* What is written next is to be seen. */
static void
escaped_cb (KirokuLogFilter *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  stopped_cb (self);
}

static void
kiroku_log_filter_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_LOG_FILTER);

  G_OBJECT_CLASS (kiroku_log_filter_parent_class)->dispose (object);
}

static void
kiroku_log_filter_class_init (KirokuLogFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_log_filter_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "log/kiroku-log-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLogFilter, search);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogFilter, found);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogFilter, klass);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogFilter, steps);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, escaped_cb);
}

static void
kiroku_log_filter_init (KirokuLogFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

KirokuLogQuery *
kiroku_log_filter_make_query (KirokuLogFilter *self, const char *case_id)
{
  KirokuLogQuery *query;
  guint klass;
  const char *find;

  g_return_val_if_fail (KIROKU_IS_LOG_FILTER (self) && case_id != NULL, NULL);

  query = g_new0 (KirokuLogQuery, 1);
  klass = gtk_drop_down_get_selected (self->klass);
  find = get_words (self);
  query->case_id = g_strdup (case_id);
  query->find = find[0] != '\0' ? g_strdup (find) : NULL;
  if (klass > 0 && klass <= KIROKU_N_CLASSES)
    query->klass = g_strdup (kiroku_class_id (klass - 1));
  query->hide_automatic = !gtk_toggle_button_get_active (self->steps);
  return query;
}

void
kiroku_log_filter_reset (KirokuLogFilter *self, gboolean steps)
{
  g_return_if_fail (KIROKU_IS_LOG_FILTER (self));

  self->resetting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->klass, 0);
  if (steps)
    gtk_toggle_button_set_active (self->steps, TRUE);
  self->resetting = FALSE;
}

void
kiroku_log_filter_set_found (KirokuLogFilter *self, guint n)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KIROKU_IS_LOG_FILTER (self));

  text = g_strdup_printf (g_dngettext (NULL, "%u entry", "%u entries", n), n);
  gtk_label_set_text (self->found, text);
  gtk_widget_set_visible (GTK_WIDGET (self->found),
                          get_words (self)[0] != '\0'
                              || gtk_drop_down_get_selected (self->klass) > 0);
}

void
kiroku_log_filter_focus (KirokuLogFilter *self)
{
  g_return_if_fail (KIROKU_IS_LOG_FILTER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
