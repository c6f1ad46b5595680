/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-improvement-section.h"

#include <glib/gi18n.h>

#include "kiroku-improvement-form.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuImprovementSection
{
  KirokuItemSection parent_instance;

  AdwExpanderRow *others; /* what is open of other cases */
  GtkListBox *others_list;
  GPtrArray *rows;        /* (element-type GtkWidget): in @others */
  GtkLabel *error;
  GSignalGroup *signals;
  GCancellable *cancellable; /* of the reading under way */
};

G_DEFINE_FINAL_TYPE (KirokuImprovementSection, kiroku_improvement_section, KIROKU_TYPE_ITEM_SECTION)

/* --- Lines --- */

static char *
dup_key (gconstpointer item)
{
  return g_strdup (((const KirokuImprovement *) item)->id);
}

static char *
dup_state (gconstpointer item)
{
  const KirokuImprovement *one = item;

  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", one->set_at, one->author);
}

/* What it is for, by when, by whom, and what shows it. (transfer full) */
static char *
dup_subtitle (KirokuCaseModel *model, const KirokuImprovement *one)
{
  KirokuBook *book = kiroku_case_model_get_book (model);
  const KirokuPackFact *lesson
      = one->lesson != NULL ? kiroku_pack_get_fact (kiroku_book_get_pack (book), one->lesson) : NULL;
  const char *due = kiroku_improvement_show (one, "due", one->due);
  g_autofree char *shown = due != NULL ? kiroku_task_show_due (due) : NULL;
  g_autofree char *dated = shown != NULL ? g_strdup_printf (_ ("due %s"), shown) : NULL;
  g_autofree char *promised = one->form != NULL ? g_strdup_printf (_ ("promised in %s"), one->form) : NULL;
  GString *text = g_string_new (NULL);

  if (kiroku_improvement_is_overdue (one, kiroku_book_get_now (book)))
    g_string_append_printf (text, "⚠ %s", _ ("Overdue"));
  kiroku_item_line_append (text, kiroku_improvement_show_class (one));
  kiroku_item_line_append (text, dated);
  kiroku_item_line_append (text, kiroku_improvement_show (one, "owner", one->owner));
  kiroku_item_line_append (text, kiroku_improvement_show (one, "proof", one->proof));
  kiroku_item_line_append (text, kiroku_improvement_show (one, "reason", one->reason));
  if (lesson != NULL)
    kiroku_item_line_append (text, kiroku_pack_text (lesson->name, kiroku_book_get_language (book)));
  kiroku_item_line_append (text, promised);
  return g_string_free (text, FALSE);
}

/* What opens the form that promised it, of a line. */
#define FORM_BUTTON "kiroku-form-button"

static void
add_buttons (KirokuItemLine *line)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("mail-send-symbolic");
  const char *name = _ ("Open the form that promised it");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  kiroku_page_set_name (button, name);
  adw_action_row_add_suffix (line->row, button);
  g_object_set_data (G_OBJECT (line->row), FORM_BUTTON, button);
}

/* One that nobody promised has none to open. */
static void
show_form (KirokuItemLine *line, const char *form)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (line->row), FORM_BUTTON);

  gtk_widget_set_visible (button, form != NULL);
  if (form != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", form);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.form");
    }
}

static void
show_line (KirokuItemLine *line)
{
  const KirokuImprovement *one = line->item;
  g_autofree char *subtitle = dup_subtitle (kiroku_item_section_get_model (line->section), one);

  kiroku_item_line_show (line, kiroku_improvement_show (one, "text", one->text), subtitle,
                         kiroku_improvement_show_state (one), one->state == KIROKU_IMPROVE_DROPPED);
  show_form (line, one->form);
}

static GtkWidget *
make_form (KirokuCaseModel *model, gconstpointer item, GPtrArray *items)
{
  return kiroku_improvement_form_new (model, item);
}

/* --- Other cases --- */

/* What is copied out of the reading thread. */
typedef struct
{
  GPtrArray *improvements; /* of all cases */
  GPtrArray *cases;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->improvements, g_ptr_array_unref);
  g_clear_pointer (&found->cases, g_ptr_array_unref);
  g_free (found);
}

static gpointer
read_others (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Found *found = g_new0 (Found, 1);

  if ((found->improvements = kiroku_improvement_list (db, NULL, G_MAXINT64, error)) != NULL
      && (found->cases = kiroku_case_list (db, error)) != NULL)
    return found;
  found_free (found);
  return NULL;
}

/* (transfer none) (nullable) */
static const KirokuCase *
find_case (GPtrArray *cases, const char *id)
{
  for (guint i = 0; i < cases->len; i++)
    if (g_str_equal (((KirokuCase *) g_ptr_array_index (cases, i))->id, id))
      return g_ptr_array_index (cases, i);
  return NULL;
}

static void
add_other (KirokuImprovementSection *self, const KirokuImprovement *one, const KirokuCase *of)
{
  KirokuCaseModel *model = kiroku_item_section_get_model (KIROKU_ITEM_SECTION (self));
  g_autofree char *title
      = kiroku_text_visible (kiroku_improvement_show (one, "text", one->text), TRUE);
  g_autofree char *plan = dup_subtitle (model, one);
  g_autofree char *name = kiroku_text_visible (of->title != NULL ? of->title : _ ("(withheld)"), TRUE);
  g_autofree char *subtitle
      = g_strdup_printf ("%s %s · %s", of->number != NULL ? of->number : "", name, plan);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_expander_row_add_row (self->others, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_others (KirokuImprovementSection *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->others, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_others (KirokuImprovementSection *self, const Found *found, const char *own)
{
  g_autofree char *text = NULL;

  clear_others (self);
  for (guint i = 0; i < found->improvements->len; i++)
    {
      const KirokuImprovement *one = g_ptr_array_index (found->improvements, i);
      const KirokuCase *of = find_case (found->cases, one->case_id);

      if (kiroku_improvement_is_open (one) && of != NULL && !g_str_equal (one->case_id, own))
        add_other (self, one, of);
    }
  text = g_strdup_printf (ngettext ("%u is still open", "%u are still open", self->rows->len), self->rows->len);
  adw_expander_row_set_subtitle (self->others, text);
  gtk_widget_set_visible (GTK_WIDGET (self->others_list), self->rows->len > 0);
}

static void
stop_reading (KirokuImprovementSection *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* A newer reading cancels the one before, whose answer then says so. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuImprovementSection) self = user_data;
  g_autoptr (GError) error = NULL;
  Found *found = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);
  KirokuCaseModel *model = kiroku_item_section_get_model (KIROKU_ITEM_SECTION (self));

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && model != NULL)
    {
      g_clear_object (&self->cancellable);
      kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
      if (found != NULL)
        show_others (self, found, kiroku_case_model_get_case_id (model));
    }
  g_clear_pointer (&found, found_free);
}

static void
start_reading (KirokuImprovementSection *self, KirokuCaseModel *model)
{
  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  kiroku_store_run_async (kiroku_book_get_store (kiroku_case_model_get_book (model)), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_others, NULL, NULL, found_free,
                          self->cancellable, read_cb, g_object_ref (self));
}

/* --- The section --- */

/* Nobody waits for what is not seen. */
static void
show_snapshot (KirokuImprovementSection *self)
{
  KirokuCaseModel *model = kiroku_item_section_get_model (KIROKU_ITEM_SECTION (self));
  const KirokuSnapshot *snapshot = model != NULL ? kiroku_case_model_get_snapshot (model) : NULL;

  if (snapshot == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  kiroku_item_section_show (KIROKU_ITEM_SECTION (self), snapshot->improvements);
  start_reading (self, model);
}

static void
model_changed (KirokuItemSection *section, KirokuCaseModel *model)
{
  KirokuImprovementSection *self = KIROKU_IMPROVEMENT_SECTION (section);

  stop_reading (self);
  clear_others (self);
  gtk_widget_set_visible (GTK_WIDGET (self->others_list), FALSE);
  g_signal_group_set_target (self->signals, model);
  show_snapshot (self);
}

static void
kiroku_improvement_section_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_improvement_section_parent_class)->map (widget);

  show_snapshot (KIROKU_IMPROVEMENT_SECTION (widget));
}

static void
kiroku_improvement_section_dispose (GObject *object)
{
  KirokuImprovementSection *self = KIROKU_IMPROVEMENT_SECTION (object);

  stop_reading (self);
  g_clear_object (&self->signals);

  G_OBJECT_CLASS (kiroku_improvement_section_parent_class)->dispose (object);
}

static void
kiroku_improvement_section_finalize (GObject *object)
{
  g_ptr_array_unref (KIROKU_IMPROVEMENT_SECTION (object)->rows);

  G_OBJECT_CLASS (kiroku_improvement_section_parent_class)->finalize (object);
}

static void
kiroku_improvement_section_class_init (KirokuImprovementSectionClass *klass)
{
  KirokuItemSectionClass *section_class = KIROKU_ITEM_SECTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_improvement_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_improvement_section_finalize;
  GTK_WIDGET_CLASS (klass)->map = kiroku_improvement_section_map;
  section_class->copy_item = (GBoxedCopyFunc) kiroku_improvement_copy;
  section_class->free_item = (GDestroyNotify) kiroku_improvement_free;
  section_class->dup_key = dup_key;
  section_class->dup_state = dup_state;
  section_class->show_line = show_line;
  section_class->add_buttons = add_buttons;
  section_class->model_changed = model_changed;
  section_class->make_form = make_form;
}

static GtkWidget *
make_placeholder (void)
{
  GtkWidget *label
      = gtk_label_new (_ ("Nothing yet. Add what is to become better: to prevent, detect, respond and recover."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "evidence-content");
  return label;
}

static void
make_others (KirokuImprovementSection *self)
{
  self->others = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->others), _ ("Improvements of other cases"));
  self->others_list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->others_list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->others_list), "boxed-list");
  gtk_list_box_append (self->others_list, GTK_WIDGET (self->others));
  gtk_widget_set_visible (GTK_WIDGET (self->others_list), FALSE);
}

static void
kiroku_improvement_section_init (KirokuImprovementSection *self)
{
  KirokuItemSection *section = KIROKU_ITEM_SECTION (self);

  self->rows = g_ptr_array_new ();
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_snapshot), self);
  kiroku_item_section_set_title (section, _ ("Improvements"), _ ("Add an Improvement…"));
  gtk_list_box_set_placeholder (kiroku_item_section_get_list (section), make_placeholder ());
  make_others (self);
  kiroku_item_section_add_below (section, GTK_WIDGET (self->others_list));
  kiroku_item_section_add_below (section, GTK_WIDGET (self->error));
}
