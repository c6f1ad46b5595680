/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-withhold-list.h"

#include <glib/gi18n.h>

#include "kiroku-book-withheld.h"
#include "kiroku-evidence.h"
#include "kiroku-line.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"
#include "kiroku-withhold-words.h"

/* The name under which a check button keeps what it withholds. */
#define WITHHOLDS "withholds"

struct _KirokuWithholdList
{
  AdwBin parent_instance;

  AdwExpanderRow *facts;
  KirokuWithholdWords *words;
  AdwExpanderRow *files;
  GtkLabel *too;
  GtkLabel *repeats;

  gboolean is_report;
  KirokuCaseModel *model; /* (nullable) */
  GPtrArray *fact_checks; /* of GtkCheckButton */
  GPtrArray *file_checks; /* of GtkCheckButton */
  GCancellable *reading;  /* (nullable) of the items of evidence */
  GCancellable *looking;  /* (nullable) for what comes of what was ticked, until it is shown */
};

G_DEFINE_FINAL_TYPE (KirokuWithholdList, kiroku_withhold_list, ADW_TYPE_BIN)

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

static void
show_none (KirokuWithholdList *self, AdwExpanderRow *group)
{
  adw_expander_row_set_subtitle (group, self->is_report ? _ ("None: everything is in the report")
                                                        : _ ("None: everything is in the package"));
}

/* What was ticked is seen when the list is folded too. */
static void
show_count (KirokuWithholdList *self, AdwExpanderRow *group, GPtrArray *checks)
{
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    n += gtk_check_button_get_active (g_ptr_array_index (checks, i));
  text = self->is_report
             ? g_strdup_printf (g_dngettext (NULL, "%u of %u is left out", "%u of %u are left out", n),
                                n, checks->len)
             : g_strdup_printf (g_dngettext (NULL, "%u of %u stays here", "%u of %u stay here", n), n,
                                checks->len);
  if (n > 0)
    adw_expander_row_set_subtitle (group, text);
  else
    show_none (self, group);
}

/* What was ticked, ended by NULL. @words: (nullable): such names. (transfer container) */
static const char **
list_ticked (GPtrArray *checks, GPtrArray *words)
{
  g_autoptr (GPtrArray) ticked = g_ptr_array_new ();

  for (guint i = 0; words != NULL && i < words->len; i++)
    g_ptr_array_add (ticked, g_ptr_array_index (words, i));
  for (guint i = 0; i < checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (checks, i)))
      g_ptr_array_add (ticked, g_object_get_data (g_ptr_array_index (checks, i), WITHHOLDS));
  g_ptr_array_add (ticked, NULL);
  return (const char **) g_ptr_array_free (g_steal_pointer (&ticked), FALSE);
}

/* @lines: (nullable) */
static void
show_lines (GtkLabel *label, const char *heading, GPtrArray *lines)
{
  g_autoptr (GString) text = g_string_new (heading);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    g_string_append_printf (text, "\n• %s", (char *) g_ptr_array_index (lines, i));
  gtk_label_set_text (label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (label), lines != NULL && lines->len > 0);
}

/* @found: (nullable) */
static void
show_found (KirokuWithholdList *self, const KirokuWithheldToo *found)
{
  show_lines (self->too,
              self->is_report ? _ ("Left out as well, for it tells what you ticked:")
                              : _ ("Stays here as well, for it tells what you ticked:"),
              found != NULL ? found->too : NULL);
  show_lines (self->repeats,
              self->is_report
                  ? _ ("May be in the report, and holds words of what you ticked; whether it tells it only "
                       "you can say. What stands in the log can be ticked above:")
                  : _ ("Goes into the package, and holds words of what you ticked; whether it tells it "
                       "only you can say. What stands in the log can be ticked above:"),
              found != NULL ? found->repeats : NULL);
}

/* Why there is nothing to press for a moment. */
static void
show_looking (KirokuWithholdList *self)
{
  gtk_label_set_text (self->too, _ ("Looking…"));
  gtk_widget_set_visible (GTK_WIDGET (self->too), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->repeats), FALSE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuWithholdList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuWithheldToo) found
      = kiroku_book_find_withheld_finish (KIROKU_BOOK (source), result, &error);

  /* One that was cancelled was followed by another, or the list went. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    return;
  g_clear_object (&self->looking);
  show_found (self, found);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_looking (KirokuWithholdList *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

/* What comes of it is seen before anything is written. */
static void
look (KirokuWithholdList *self)
{
  g_autofree const char **names = kiroku_withhold_list_list_names (self);
  g_autofree const char **files = kiroku_withhold_list_list_files (self);

  stop_looking (self);
  if (names[0] == NULL && files[0] == NULL)
    show_found (self, NULL);
  else
    {
      self->looking = g_cancellable_new ();
      show_looking (self);
      kiroku_book_find_withheld_async (kiroku_case_model_get_book (self->model),
                                       kiroku_case_model_get_case_id (self->model),
                                       (const char *const *) names, (const char *const *) files,
                                       self->looking, looked_cb, g_object_ref (self));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_counts (KirokuWithholdList *self)
{
  show_count (self, self->facts, self->fact_checks);
  show_count (self, self->files, self->file_checks);
}

static void
toggled_cb (KirokuWithholdList *self)
{
  show_counts (self);
  look (self);
}

static void
failed_cb (KirokuWithholdList *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

/* @withholds: what kiroku_book_export() calls it. */
static void
add_check (KirokuWithholdList *self,
           AdwExpanderRow *group,
           GPtrArray *checks,
           const char *title,
           const char *subtitle,
           const char *withholds)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *shown = kiroku_text_visible (subtitle, TRUE);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (check), WITHHOLDS, g_strdup (withholds), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (group, row);
  g_ptr_array_add (checks, check);
}

static void
add_fact (const KirokuFact *fact, gpointer data)
{
  KirokuWithholdList *self = data;
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  const KirokuPackFact *known = kiroku_pack_get_fact (kiroku_book_get_pack (book), fact->key);
  g_autofree char *value
      = kiroku_line_describe_value (known, fact->value, kiroku_book_get_language (book));

  if (fact->value[0] != '\0')
    add_check (self, self->facts, self->fact_checks,
               known != NULL ? kiroku_pack_text (known->name, kiroku_book_get_language (book))
                             : fact->key,
               value, fact->key);
}

static gpointer
list_evidence (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_evidence_list (db, data, KIROKU_NOW, error);
}

static void
evidence_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuWithholdList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (self->model == NULL)
    return;
  if (items == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  for (guint i = 0; i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);
      g_autofree char *name
          = kiroku_text_visible (item->name != NULL ? item->name : "…", TRUE);

      if (item->sha256 != NULL && !item->erased)
        add_check (self, self->files, self->file_checks, name, item->sha256, item->sha256);
    }
  show_counts (self);
  gtk_widget_set_visible (GTK_WIDGET (self->files), self->file_checks->len > 0);
}

static void
read_files (KirokuWithholdList *self)
{
  self->reading = g_cancellable_new ();
  kiroku_store_run_async (kiroku_book_get_store (kiroku_case_model_get_book (self->model)),
                          KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, list_evidence,
                          g_strdup (kiroku_case_model_get_case_id (self->model)), g_free,
                          (GDestroyNotify) g_ptr_array_unref, self->reading, evidence_read_cb,
                          g_object_ref (self));
}

void
kiroku_withhold_list_set_model (KirokuWithholdList *self, KirokuCaseModel *model)
{
  const KirokuSnapshot *snapshot;

  g_return_if_fail (KIROKU_IS_WITHHOLD_LIST (self) && KIROKU_IS_CASE_MODEL (model));
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  snapshot = kiroku_case_model_get_snapshot (model);
  if (snapshot != NULL)
    kiroku_facts_foreach (snapshot->facts, add_fact, self);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->fact_checks->len > 0);
  show_counts (self);
  kiroku_withhold_words_set_model (self->words, model);
  if (!self->is_report)
    read_files (self);
}

void
kiroku_withhold_list_tick_names (KirokuWithholdList *self, const char *const *names)
{
  g_return_if_fail (KIROKU_IS_WITHHOLD_LIST (self) && names != NULL);

  kiroku_withhold_words_tick (self->words, names);
  for (guint i = 0; i < self->fact_checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->fact_checks, i);

      if (g_strv_contains (names, g_object_get_data (G_OBJECT (check), WITHHOLDS)))
        gtk_check_button_set_active (check, TRUE);
    }
}

const char **
kiroku_withhold_list_list_names (KirokuWithholdList *self)
{
  g_return_val_if_fail (KIROKU_IS_WITHHOLD_LIST (self), NULL);

  return list_ticked (self->fact_checks, kiroku_withhold_words_get_names (self->words));
}

const char **
kiroku_withhold_list_list_files (KirokuWithholdList *self)
{
  g_return_val_if_fail (KIROKU_IS_WITHHOLD_LIST (self), NULL);

  return list_ticked (self->file_checks, NULL);
}

gboolean
kiroku_withhold_list_is_looking (KirokuWithholdList *self)
{
  g_return_val_if_fail (KIROKU_IS_WITHHOLD_LIST (self), FALSE);

  return self->looking != NULL;
}

/* --- The class --- */

static void
kiroku_withhold_list_dispose (GObject *object)
{
  KirokuWithholdList *self = KIROKU_WITHHOLD_LIST (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  stop_looking (self);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_WITHHOLD_LIST);

  G_OBJECT_CLASS (kiroku_withhold_list_parent_class)->dispose (object);
}

static void
kiroku_withhold_list_finalize (GObject *object)
{
  KirokuWithholdList *self = KIROKU_WITHHOLD_LIST (object);

  g_ptr_array_unref (self->fact_checks);
  g_ptr_array_unref (self->file_checks);

  G_OBJECT_CLASS (kiroku_withhold_list_parent_class)->finalize (object);
}

static void
kiroku_withhold_list_class_init (KirokuWithholdListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_withhold_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_withhold_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (KIROKU_TYPE_WITHHOLD_WORDS);
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "package/kiroku-withhold-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuWithholdList, facts);
  gtk_widget_class_bind_template_child (widget_class, KirokuWithholdList, words);
  gtk_widget_class_bind_template_child (widget_class, KirokuWithholdList, files);
  gtk_widget_class_bind_template_child (widget_class, KirokuWithholdList, too);
  gtk_widget_class_bind_template_child (widget_class, KirokuWithholdList, repeats);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
}

static void
kiroku_withhold_list_init (KirokuWithholdList *self)
{
  self->fact_checks = g_ptr_array_new ();
  self->file_checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kiroku_withhold_list_set_is_report (KirokuWithholdList *self)
{
  g_return_if_fail (KIROKU_IS_WITHHOLD_LIST (self) && self->model == NULL);

  self->is_report = TRUE;
}
