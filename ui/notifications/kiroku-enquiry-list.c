/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-enquiry-list.h"

#include <glib/gi18n.h>

#include "kiroku-enquiry-popover.h"
#include "kiroku-enquiry.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-window.h"
#include "kiroku-popover.h"
#include "kiroku-text.h"

struct _KirokuEnquiryList
{
  AdwBin parent_instance;

  GtkWidget *list;
  GtkWidget *log; /* button */
  KirokuCaseModel *model; /* (nullable) */
  GtkWidget *popover;     /* while it is there */
};

G_DEFINE_FINAL_TYPE (KirokuEnquiryList, kiroku_enquiry_list, ADW_TYPE_BIN)

static void
add_clicked_cb (GtkWidget *button, KirokuEnquiryList *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "enquiry");

  if (self->model == NULL || kiroku_case_model_get_snapshot (self->model) == NULL || self->popover != NULL)
    return;
  kiroku_popover_open (&self->popover, kiroku_enquiry_popover_new (self->model, id),
                       GTK_WIDGET (self), button);
}

/* (transfer full) */
static char *
show (const char *text)
{
  return text != NULL ? kiroku_text_visible (text, TRUE) : g_strdup (_ ("(withheld)"));
}

/* Why this reading replaced another; (nullable): withheld */
static void
append_reason (GString *text, const char *reason)
{
  g_autofree char *words = show (reason);

  g_string_append_c (text, ' ');
  /* Translators: why something was corrected. */
  g_string_append_printf (text, _ ("[corrected because: %s]"), words);
}

static void
append_answer (GString *text, const KirokuEnquiryAnswer *answer, KirokuCaseModel *model)
{
  g_autofree char *time = kiroku_page_dup_time (model, answer->at);
  g_autofree char *name = show (kiroku_enquiry_answer_get_name (answer, NULL));
  g_autofree char *words = show (answer->text);

  g_string_append_c (text, '\n');
  /* Translators: a time, a name, what was answered. */
  g_string_append_printf (text,
                          answer->interim ? _ ("Interim answer %s by %s: %s") : _ ("Answered %s by %s: %s"),
                          time, name, words);
  if (answer->before->len > 0)
    append_reason (text, answer->reason);
}

/* Who asked and when, then the answers, or by when one is due. (transfer full) */
static char *
describe (const KirokuEnquiry *enquiry, KirokuCaseModel *model)
{
  GString *text = g_string_new (NULL);
  g_autofree char *from = show (enquiry->from);
  g_autofree char *person = enquiry->person != NULL ? show (enquiry->person) : NULL;
  g_autofree char *time = kiroku_page_dup_time (model, enquiry->at);
  g_autofree char *due = enquiry->due != KIROKU_TIME_NONE ? kiroku_page_dup_time (model, enquiry->due)
                         : enquiry->due_withheld          ? show (NULL)
                                                          : NULL;

  g_string_append_printf (text, "%s%s%s · %s", from, person != NULL ? " · " : "", person != NULL ? person : "",
                          time);
  if (enquiry->before->len > 0)
    append_reason (text, enquiry->reason);
  for (guint i = 0; i < enquiry->answers->len; i++)
    append_answer (text, g_ptr_array_index (enquiry->answers, i), model);
  if (!kiroku_enquiry_is_open (enquiry))
    return g_string_free (text, FALSE);
  if (due != NULL)
    /* Translators: a time. */
    g_string_append_printf (text, _ (" · not answered, due %s"), due);
  else
    g_string_append (text, _ (" · not answered"));
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_button (KirokuEnquiryList *self, const char *label, const char *enquiry)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "enquiry", g_strdup (enquiry), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_clicked_cb), self, 0);
  return button;
}

static void
add_row (KirokuEnquiryList *self, const KirokuEnquiry *enquiry)
{
  g_autofree char *title = show (enquiry->text);
  g_autofree char *text = describe (enquiry, self->model);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, _ ("Answer…"), enquiry->id));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* The log of them, to be saved and printed from its preview. */
static void
log_clicked_cb (KirokuEnquiryList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *part = NULL;
  g_autofree char *name = NULL;
  KirokuPaperOrder *order;

  if (self->model == NULL || kiroku_case_model_get_snapshot (self->model) == NULL)
    return;
  part = kiroku_page_dup_file_part (self->model);
  name = g_strdup_printf ("%s-enquiries.pdf", part);
  order = kiroku_paper_order_new_enquiries (
      self->model, kiroku_book_get_language (kiroku_case_model_get_book (self->model)));
  gtk_window_present (GTK_WINDOW (kiroku_paper_window_new (
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->model, order, name, NULL)));
}

/* What stands beside the heading. */
static GtkWidget *
make_buttons (KirokuEnquiryList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->log = gtk_button_new_with_label (_ ("Enquiry Log…"));
  gtk_widget_add_css_class (self->log, "flat");
  gtk_widget_set_valign (self->log, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->log, _ ("Shows all enquiries and answers as pages to save or print"));
  g_signal_connect_object (self->log, "clicked", G_CALLBACK (log_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->log);
  gtk_box_append (GTK_BOX (box), make_button (self, _ ("Record an Enquiry…"), NULL));
  return box;
}

static void
kiroku_enquiry_list_dispose (GObject *object)
{
  KirokuEnquiryList *self = KIROKU_ENQUIRY_LIST (object);

  kiroku_popover_remove (&self->popover);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_enquiry_list_parent_class)->dispose (object);
}

static void
kiroku_enquiry_list_class_init (KirokuEnquiryListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_enquiry_list_dispose;
}

static void
kiroku_enquiry_list_init (KirokuEnquiryList *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Enquiries"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group),
                                           make_buttons (self));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->list);
  adw_bin_set_child (ADW_BIN (self), group);
}

void
kiroku_enquiry_list_show (KirokuEnquiryList *self, KirokuCaseModel *model)
{
  const KirokuSnapshot *snapshot;

  g_return_if_fail (KIROKU_IS_ENQUIRY_LIST (self));

  if (self->model != model)
    kiroku_popover_remove (&self->popover);
  g_set_object (&self->model, model);
  kiroku_page_clear_list (GTK_LIST_BOX (self->list));
  snapshot = model != NULL ? kiroku_case_model_get_snapshot (model) : NULL;
  for (guint i = 0; snapshot != NULL && i < snapshot->enquiries->len; i++)
    add_row (self, g_ptr_array_index (snapshot->enquiries, i));
  gtk_widget_set_visible (self->log, snapshot != NULL && snapshot->enquiries->len > 0);
  gtk_widget_set_visible (self->list, snapshot != NULL && snapshot->enquiries->len > 0);
}
