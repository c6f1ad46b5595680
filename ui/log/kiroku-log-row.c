/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-row.h"

#include <glib/gi18n.h>

#include "kiroku-line-erasure.h"
#include "kiroku-log-item.h"
#include "kiroku-log-menu.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuLogRow
{
  GtkWidget parent_instance;

  GtkLabel *day;
  GtkLabel *time;
  GtkLabel *date;
  GtkLabel *recorded;
  GtkLabel *kind;
  GtkLabel *original;
  GtkLabel *text;
  GtkLabel *correction;
  GtkLabel *author;
  GtkImage *doubt;
  GtkButton *correct;

  KirokuPagedRow *row;
  const char *kind_class; /* the CSS class that stands for the class of the entry */
};

G_DEFINE_FINAL_TYPE (KirokuLogRow, kiroku_log_row, GTK_TYPE_WIDGET)

static void
set_or_hide (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_kind (KirokuLogRow *self, const KirokuLine *line)
{
  static const char *const classes[KIROKU_N_CLASSES]
      = { "action", "observation", "decision", "communication" };
  KirokuClass klass;

  if (self->kind_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->kind), self->kind_class);
  self->kind_class = "other";
  if (line != NULL && line->klass != NULL && kiroku_class_parse (line->klass, &klass, NULL))
    self->kind_class = classes[klass];
  gtk_widget_add_css_class (GTK_WIDGET (self->kind), self->kind_class);
  gtk_widget_set_visible (GTK_WIDGET (self->kind), line != NULL);
  gtk_label_set_text (self->kind, line != NULL ? kiroku_line_get_label (line) : "");
}

static void
show_correction (KirokuLogRow *self, KirokuLogItem *item, const KirokuLine *line)
{
  const char *original = kiroku_log_item_get_original (item);
  const char *reason = kiroku_log_item_get_reason (item);
  g_autofree char *text = NULL;
  g_autofree char *who = NULL;

  set_or_hide (self->original, original);
  if (reason != NULL)
    {
      who = kiroku_line_mark_name (line->corrector, line->corrector_unvouched);
      /* Translators: under a corrected entry: who corrected it and why. */
      text = g_strdup_printf (_ ("Corrected by %s: %s"), who, reason);
    }
  set_or_hide (self->correction, text);
}

static void
add_sentence (GString *text, gboolean holds, const char *sentence)
{
  if (holds)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sentence);
}

/* What a reader must know before believing the line. */
static void
show_doubt (KirokuLogRow *self, const KirokuLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_sentence (text, line->unvouched, _ ("Nobody has vouched for this author in this case."));
  add_sentence (text, line->revoked, _ ("Written after the author’s key was revoked: it does not count."));
  add_sentence (text, line->forked,
                _ ("There is another entry with the same number by the same author: one of the two was "
                   "written elsewhere."));
  gtk_widget_set_visible (GTK_WIDGET (self->doubt), text->len > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->doubt), text->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->doubt), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->str, -1);
}

static void
show_item (KirokuLogRow *self, KirokuLogItem *item)
{
  const KirokuLine *line = kiroku_log_item_get_line (item);
  const char *recorded = kiroku_log_item_get_recorded (item);
  g_autofree char *signer = kiroku_line_dup_author (line);
  g_autofree char *author = kiroku_text_visible (signer, TRUE);
  /* Translators: under the stated time of an entry: when it was written down. */
  g_autofree char *note = recorded != NULL ? g_strdup_printf (_ ("rec. %s"), recorded) : NULL;

  set_or_hide (self->day, kiroku_log_item_get_day (item));
  gtk_label_set_text (self->time, kiroku_log_item_get_time (item));
  set_or_hide (self->date, kiroku_log_item_get_date (item));
  set_or_hide (self->recorded, note);
  gtk_label_set_text (self->text, kiroku_log_item_get_text (item));
  gtk_label_set_text (self->author, author);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->author), author);
  show_doubt (self, line);
  show_kind (self, line);
  show_correction (self, item, line);
  gtk_widget_set_sensitive (GTK_WIDGET (self->correct), kiroku_log_menu_is_correctable (line));
  gtk_widget_set_opacity (GTK_WIDGET (self->correct), kiroku_log_menu_is_correctable (line));
}

/* Until the line has been read. */
static void
show_nothing (KirokuLogRow *self)
{
  set_or_hide (self->day, NULL);
  set_or_hide (self->date, NULL);
  set_or_hide (self->recorded, NULL);
  set_or_hide (self->original, NULL);
  set_or_hide (self->correction, NULL);
  gtk_label_set_text (self->time, "");
  gtk_label_set_text (self->text, "…");
  gtk_label_set_text (self->author, "");
  gtk_widget_set_visible (GTK_WIDGET (self->doubt), FALSE);
  show_kind (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->correct), FALSE);
  gtk_widget_set_opacity (GTK_WIDGET (self->correct), 0);
}

static void
update (KirokuLogRow *self)
{
  KirokuLogItem *item = self->row != NULL ? kiroku_paged_row_get_item (self->row) : NULL;

  if (item == NULL)
    show_nothing (self);
  else
    show_item (self, item);
}

static void
kiroku_log_row_dispose (GObject *object)
{
  KirokuLogRow *self = KIROKU_LOG_ROW (object);
  GtkWidget *child;

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_LOG_ROW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kiroku_log_row_parent_class)->dispose (object);
}

static void
kiroku_log_row_class_init (KirokuLogRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_log_row_dispose;

  gtk_widget_class_set_css_name (widget_class, "log-row");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "log/kiroku-log-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, day);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, time);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, date);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, recorded);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, kind);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, original);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, correction);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, author);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, doubt);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogRow, correct);
}

static void
kiroku_log_row_init (KirokuLogRow *self)
{
  GtkLayoutManager *layout;
  g_autoptr (PangoAttrList) struck = pango_attr_list_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  pango_attr_list_insert (struck, pango_attr_strikethrough_new (TRUE));
  gtk_label_set_attributes (self->original, struck);
}

GtkWidget *
kiroku_log_row_new (void)
{
  return g_object_new (KIROKU_TYPE_LOG_ROW, NULL);
}

void
kiroku_log_row_bind (KirokuLogRow *self, KirokuPagedRow *row)
{
  g_return_if_fail (KIROKU_IS_LOG_ROW (self));

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  g_signal_connect_swapped (row, "notify::item", G_CALLBACK (update), self);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->correct), "u",
                                    kiroku_paged_row_get_position (row));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->correct), "log.correct");
  update (self);
}

KirokuPagedRow *
kiroku_log_row_get_bound (KirokuLogRow *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_ROW (self), NULL);

  return self->row;
}
