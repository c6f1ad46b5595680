/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-told-list.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-told-log.h"

struct _KirokuToldList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkLabel *error;

  KirokuCaseModel *model;
  GSignalGroup *signals;
  GCancellable *cancellable; /* (nullable): while it is read */
  char *needle;              /* case-folded */
};

G_DEFINE_FINAL_TYPE (KirokuToldList, kiroku_told_list, ADW_TYPE_BIN)

/* --- One row --- */

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label;

  if (text == NULL || text[0] == '\0')
    return NULL;
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* A row is struck as a whole. */
static void
add_part (GtkWidget *box, const KirokuTold *told, const char *text, const char *style)
{
  GtkWidget *label = add_label (box, text, style);

  if (label != NULL && told->corrected)
    gtk_widget_add_css_class (label, "struck");
}

static void
append (GString *text, const char *part)
{
  if (part != NULL && part[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

/* (transfer full) */
static char *
dup_way (const KirokuToldLog *log, const KirokuTold *told)
{
  GString *way = g_string_new (NULL);

  append (way, kiroku_told_log_show_means (log, told));
  append (way, kiroku_told_log_show (log, told, "number", told->number));
  append (way, kiroku_told_log_show (log, told, "person", told->person));
  return g_string_free (way, FALSE);
}

/* Who recorded it and when, and why it was stated anew. (transfer full) */
static char *
dup_author (KirokuToldList *self, const KirokuToldLog *log, const KirokuTold *told)
{
  g_autofree char *author = kiroku_told_log_dup_author (log, told);
  g_autofree char *rec = kiroku_page_dup_time (self->model, told->rec);
  /* Translators: of a call: by whom and when it was recorded. */
  g_autofree char *text = g_strdup_printf (_ ("Recorded by %s, %s"), author, rec);

  if (told->corrects == NULL)
    return g_steal_pointer (&text);
  return g_strdup_printf (_ ("%s · corrected because: %s"), text,
                          kiroku_told_log_show (log, told, "reason", told->reason));
}

static GtkWidget *
make_row (KirokuToldList *self, const KirokuToldLog *log, const KirokuTold *told)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *at = kiroku_page_dup_time (self->model, told->at);
  const char *name = kiroku_told_log_show (log, told, "name", told->name);
  const char *said = kiroku_told_log_show (log, told, "outcome", told->outcome);
  g_autofree char *head = g_strdup_printf ("%s  %s", at, name != NULL ? name : "");
  g_autofree char *way = dup_way (log, told);
  g_autofree char *author = dup_author (self, log, told);
  g_autofree char *all = g_strjoin ("\n", head, way, said != NULL ? said : "", author, NULL);

  gtk_widget_add_css_class (box, "told");
  add_part (box, told, head, "heading");
  add_part (box, told, way, NULL);
  add_part (box, told, said, NULL);
  add_label (box, author, "caption");
  if (told->corrected)
    add_label (box, _ ("Corrected: what holds stands in a line of its own"), "caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  g_object_set_data_full (G_OBJECT (row), "haystack", g_utf8_casefold (all, -1), g_free);
  return row;
}

/* --- Reading --- */

static gpointer
read_told (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_told_log_read (db, data, KIROKU_NOW, error);
}

static void
show_log (KirokuToldList *self, const KirokuToldLog *log)
{
  kiroku_page_clear_list (self->list);
  for (guint i = 0; i < log->told->len; i++)
    gtk_list_box_append (self->list, make_row (self, log, g_ptr_array_index (log->told, i)));
}

/* A newer reading cancels the one before, whose answer then says so. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuToldList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuToldLog) log = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    return;
  g_clear_object (&self->cancellable);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (log != NULL)
    show_log (self, log);
}

static void
stop_reading (KirokuToldList *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
refresh (KirokuToldList *self)
{
  KirokuBook *book;

  stop_reading (self);
  if (self->model == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  book = kiroku_case_model_get_book (self->model);
  self->cancellable = g_cancellable_new ();
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_told,
                          g_strdup (kiroku_case_model_get_case_id (self->model)), g_free,
                          (GDestroyNotify) kiroku_told_log_free, self->cancellable, read_cb,
                          g_object_ref (self));
}

/* --- The list --- */

static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  KirokuToldList *self = user_data;
  const char *haystack = g_object_get_data (G_OBJECT (row), "haystack");

  return *self->needle == '\0' || strstr (haystack, self->needle) != NULL;
}

void
kiroku_told_list_find (KirokuToldList *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_TOLD_LIST (self) && text != NULL);

  g_free (self->needle);
  self->needle = g_strdup (text);
  gtk_list_box_invalidate_filter (self->list);
}

void
kiroku_told_list_set_model (KirokuToldList *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_TOLD_LIST (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (!g_set_object (&self->model, model))
    return;
  kiroku_page_clear_list (self->list);
  kiroku_page_show_error (self->error, NULL);
  g_signal_group_set_target (self->signals, model);
  refresh (self);
}

static void
kiroku_told_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_told_list_parent_class)->map (widget);

  refresh (KIROKU_TOLD_LIST (widget));
}

static void
kiroku_told_list_dispose (GObject *object)
{
  KirokuToldList *self = KIROKU_TOLD_LIST (object);

  stop_reading (self);
  g_clear_object (&self->signals);
  if (self->list != NULL)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  self->list = NULL;
  self->error = NULL;
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_told_list_parent_class)->dispose (object);
}

static void
kiroku_told_list_finalize (GObject *object)
{
  g_free (KIROKU_TOLD_LIST (object)->needle);

  G_OBJECT_CLASS (kiroku_told_list_parent_class)->finalize (object);
}

static void
kiroku_told_list_class_init (KirokuToldListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_told_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_told_list_finalize;
  GTK_WIDGET_CLASS (klass)->map = kiroku_told_list_map;
}

static void
kiroku_told_list_init (KirokuToldList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *nobody = gtk_label_new (_ ("Nobody was told yet"));

  self->needle = g_strdup ("");
  self->error = GTK_LABEL (gtk_label_new (NULL));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_label_set_wrap (self->error, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_add_css_class (nobody, "dim-label");
  gtk_widget_add_css_class (nobody, "told");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, nobody);
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  kiroku_page_set_name (self->list, _ ("Who was told"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), box);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (refresh), self);
}

GtkWidget *
kiroku_told_list_new (void)
{
  return g_object_new (KIROKU_TYPE_TOLD_LIST, NULL);
}
