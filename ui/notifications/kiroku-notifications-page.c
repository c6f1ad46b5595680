/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-notifications-page.h"

#include <glib/gi18n.h>

#include "kiroku-book-form.h"
#include "kiroku-conflict-box.h"
#include "kiroku-contradiction-list.h"
#include "kiroku-enquiry-list.h"
#include "kiroku-filing-popover.h"
#include "kiroku-filing-text.h"
#include "kiroku-form-editor.h"
#include "kiroku-obligation-group.h"
#include "kiroku-page-write.h"
#include "kiroku-popover.h"
#include "kiroku-question-list.h"
#include "kiroku-section-bar.h"
#include "kiroku-source-chip.h"
#include "kiroku-ui.h"

struct _KirokuNotificationsPage
{
  AdwBin parent_instance;

  KirokuConflictBox *conflicts;
  KirokuContradictionList *contradictions;
  GtkStack *stack;
  GtkWidget *overview;
  GtkScrolledWindow *scroller;
  KirokuSectionBar *sections;
  KirokuQuestionList *questions;
  GtkWidget *nothing;
  KirokuObligationGroup *due;
  KirokuObligationGroup *undecided;
  KirokuObligationGroup *met;
  KirokuObligationGroup *other;
  KirokuObligationGroup *watch;
  KirokuEnquiryList *enquiries;
  GtkListBox *forms;
  GtkWidget *forms_group;
  GtkLabel *message;
  KirokuFormEditor *editor; /* (nullable): a child of @stack */

  KirokuCaseModel *model;
  GSignalGroup *signals;
  GHashTable *rows; /* rule → KirokuObligationRow, owned */
  char *shown_forms; /* (nullable): the ids of those that are listed */

  GHashTable *filings;       /* (nullable): form → KirokuFiling: what became of forms */
  GCancellable *cancellable; /* of their reading, while it goes on */
  gboolean read_again;
  GtkWidget *popover; /* of a filing, while it is there */
};

G_DEFINE_FINAL_TYPE (KirokuNotificationsPage, kiroku_notifications_page, ADW_TYPE_BIN)

/* --- The form editor --- */

static void
close_editor (KirokuNotificationsPage *self)
{
  GtkWidget *editor = GTK_WIDGET (g_steal_pointer (&self->editor));

  if (editor == NULL)
    return;
  gtk_stack_set_visible_child (self->stack, self->overview);
  gtk_stack_remove (self->stack, editor);
}

void
kiroku_notifications_page_open_form (KirokuNotificationsPage *self, const char *form)
{
  GtkWidget *editor;

  g_return_if_fail (KIROKU_IS_NOTIFICATIONS_PAGE (self) && form != NULL);

  if (self->model == NULL
      || kiroku_pack_get_form (kiroku_book_get_pack (kiroku_case_model_get_book (self->model)),
                               form)
             == NULL)
    return;
  close_editor (self);
  editor = kiroku_form_editor_new (self->model, form);
  self->editor = KIROKU_FORM_EDITOR (editor);
  g_signal_connect_object (editor, "closed", G_CALLBACK (close_editor), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->stack, editor);
  gtk_stack_set_visible_child (self->stack, editor);
}

/* --- The forms of the type --- */

static void
form_activated_cb (KirokuNotificationsPage *self, GtkListBoxRow *row)
{
  const char *form = g_object_get_data (G_OBJECT (row), "form");

  if (form != NULL)
    kiroku_notifications_page_open_form (self, form);
}

static const char *
get_status_text (KirokuFormStatus status)
{
  switch (status)
    {
    case KIROKU_FORM_READY:
      return _ ("Can be filled in here");
    case KIROKU_FORM_REMINDER:
      return _ ("A reminder: there is no form");
    case KIROKU_FORM_NAMED:
    default:
      return _ ("Known by name only: use the authority's own form");
    }
}

/* --- What became of them --- */

/* (transfer none) (nullable) */
static const KirokuFiling *
get_filing (KirokuNotificationsPage *self, const char *form)
{
  return self->filings != NULL && form != NULL ? g_hash_table_lookup (self->filings, form) : NULL;
}

/* What can be done with a form; what the rules say of it, such as why nothing, comes first. */
static const char *
get_offer (KirokuNotificationsPage *self, const KirokuPackFormName *name)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));

  return name->note != NULL ? kiroku_pack_text (name->note, language)
                            : get_status_text (name->status);
}

/* Of a form nobody did anything with yet, what can be done. */
static void
show_form_row (KirokuNotificationsPage *self, GtkWidget *row)
{
  const KirokuPackFormName *name = g_object_get_data (G_OBJECT (row), "name");
  const KirokuFiling *filing = get_filing (self, name->item.id);
  g_autofree char *text
      = filing != NULL ? kiroku_filing_dup_text (filing, self->model) : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               text != NULL ? text : get_offer (self, name));
}

static void
show_filings (KirokuNotificationsPage *self)
{
  GHashTableIter iter;
  gpointer row;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->forms)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    show_form_row (self, child);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    kiroku_obligation_row_show_filings (row, self->filings);
  kiroku_contradiction_list_show (self->contradictions, self->model, self->filings);
}

static void read_filings (KirokuNotificationsPage *self);

/* What was read for the case before was cancelled. */
static void
filings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuNotificationsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) filings
      = kiroku_book_read_filings_finish (KIROKU_BOOK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (self->model == NULL)
    return;
  if (self->read_again)
    read_filings (self);
  if (filings == NULL)
    {
      kiroku_page_show_error (self->message, error->message);
      return;
    }
  g_clear_pointer (&self->filings, g_hash_table_unref);
  self->filings = g_steal_pointer (&filings);
  show_filings (self);
}

static void
read_filings (KirokuNotificationsPage *self)
{
  self->read_again = self->cancellable != NULL;
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  kiroku_book_read_filings_async (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model), NULL,
                                  self->cancellable, filings_cb, g_object_ref (self));
}

static void
forget_filings (KirokuNotificationsPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->read_again = FALSE;
  g_clear_pointer (&self->filings, g_hash_table_unref);
  kiroku_contradiction_list_show (self->contradictions, self->model, NULL);
}

/* --- A form that is filled in elsewhere --- */

static void
show_undecided (KirokuNotificationsPage *self, const char *message)
{
  kiroku_page_show_error (self->message, message);
}

static gboolean
can_file (KirokuNotificationsPage *self)
{
  return self->model != NULL && kiroku_case_model_get_snapshot (self->model) != NULL
         && self->popover == NULL;
}

static void
file_clicked_cb (GtkWidget *button, KirokuNotificationsPage *self)
{
  const char *form = g_object_get_data (G_OBJECT (button), "form");
  GtkWidget *popover;

  if (!can_file (self))
    return;
  kiroku_page_show_error (self->message, NULL);
  popover = kiroku_filing_popover_new (self->model, form, FALSE);
  g_signal_connect_object (popover, "undecided", G_CALLBACK (show_undecided), self,
                           G_CONNECT_SWAPPED);
  kiroku_popover_open (&self->popover, popover, GTK_WIDGET (self), button);
}

static GtkWidget *
make_file_button (KirokuNotificationsPage *self, const char *form)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Mark as Filed…"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button,
                               _ ("Record when, how and to whom the form was handed in"));
  g_object_set_data_full (G_OBJECT (button), "form", g_strdup (form), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (file_clicked_cb), self, 0);
  return button;
}

/* --- The list --- */

static void
add_form (KirokuNotificationsPage *self, const KirokuPackFormName *name, const char *language)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title
      = g_strdup_printf ("%s %s", name->item.id, kiroku_pack_text (name->name, language));
  g_autofree char *source
      = kiroku_source_describe (name->item.confidence, name->item.source, name->item.as_of);
  gboolean ready = name->status == KIROKU_FORM_READY;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_object_set_data (G_OBJECT (row), "name", (gpointer) name);
  show_form_row (self, row);
  gtk_widget_set_tooltip_text (row, source);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), ready);
  if (ready)
    {
      g_object_set_data_full (G_OBJECT (row), "form", g_strdup (name->item.id), g_free);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  else if (name->status == KIROKU_FORM_NAMED)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_file_button (self, name->item.id));
  else
    gtk_widget_add_css_class (row, "dim-label");
  gtk_list_box_append (self->forms, row);
}

/* Those that can be filled in first. */
static void
list_forms (KirokuNotificationsPage *self, const KirokuSnapshot *snapshot)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  KirokuPack *pack = kiroku_book_get_pack (book);
  g_autoptr (GPtrArray) forms = kiroku_obligations_list_forms (
      snapshot->obligations, kiroku_pack_get_type (pack, snapshot->incident->type));
  g_autofree char *ids = NULL;

  g_ptr_array_add (forms, NULL);
  ids = g_strjoinv (" ", (char **) forms->pdata);
  if (g_strcmp0 (self->shown_forms, ids) == 0)
    return;
  g_free (self->shown_forms);
  self->shown_forms = g_steal_pointer (&ids);
  kiroku_page_clear_list (self->forms);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i + 1 < forms->len; i++)
      {
        const KirokuPackFormName *name
            = kiroku_pack_get_form_name (pack, g_ptr_array_index (forms, i));

        if (name != NULL && (name->status == KIROKU_FORM_READY) == (pass == 0))
          add_form (self, name, kiroku_book_get_language (book));
      }
  gtk_widget_set_visible (self->forms_group,
                          gtk_list_box_get_row_at_index (self->forms, 0) != NULL);
}

/* --- The obligations --- */

static void
fill_form_cb (KirokuNotificationsPage *self, const char *form)
{
  kiroku_notifications_page_open_form (self, form);
}

/* The row may go to another place while somebody types: the form is the page's. */
static void
mark_filed_cb (KirokuNotificationsPage *self, GtkWidget *button, KirokuObligationRow *row)
{
  if (!can_file (self))
    return;
  kiroku_page_show_error (self->message, NULL);
  kiroku_popover_open (
      &self->popover,
      kiroku_filing_popover_new_for_duty (self->model, kiroku_obligation_row_get_rule (row)),
      GTK_WIDGET (self), button);
}

static GtkWidget *
get_row (KirokuNotificationsPage *self, const char *rule)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, rule);

  if (row == NULL)
    {
      row = g_object_ref_sink (kiroku_obligation_row_new (self->model));
      g_signal_connect_object (row, "fill-form", G_CALLBACK (fill_form_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "mark-filed", G_CALLBACK (mark_filed_cb), self,
                               G_CONNECT_SWAPPED);
      g_hash_table_insert (self->rows, g_strdup (rule), row);
    }
  return row;
}

/* The first two stand open, the others are opened when somebody wants to see them. */
enum
{
  GROUP_DUE,
  GROUP_UNDECIDED,
  GROUP_MET,
  GROUP_OTHER,
  GROUP_WATCH,
  N_GROUPS
};

static KirokuObligationGroup *
get_group (KirokuNotificationsPage *self, guint group)
{
  KirokuObligationGroup *groups[N_GROUPS] = { self->due, self->undecided, self->met, self->other,
                                              self->watch };

  return groups[group];
}

static guint
find_group (const KirokuObligation *obligation)
{
  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
    return GROUP_OTHER;
  if (obligation->progress == KIROKU_PROGRESS_MET)
    return GROUP_MET;
  if (obligation->watch)
    return GROUP_WATCH;
  return obligation->standing == KIROKU_STANDING_UNDECIDED ? GROUP_UNDECIDED : GROUP_DUE;
}

/* One that is in use stays in its group until somebody has finished with it. */
static guint
choose_group (KirokuNotificationsPage *self,
              const KirokuObligation *obligation,
              KirokuObligationRow *row)
{
  if (kiroku_obligation_row_is_in_use (row))
    for (guint i = 0; i < N_GROUPS; i++)
      if (kiroku_obligation_group_contains (get_group (self, i), row))
        return i;
  return find_group (obligation);
}

/* Where the keyboard is in the list, before it is ordered anew. */
typedef struct
{
  GtkWidget *focus;         /* (nullable), owned */
  KirokuObligationRow *row; /* (nullable): in which it is */
  guint group;
  guint position;
} Place;

static void
take_place (KirokuNotificationsPage *self, Place *place)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  *place = (Place){ 0 };
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;
  place->row = KIROKU_IS_OBLIGATION_ROW (focus)
                   ? KIROKU_OBLIGATION_ROW (focus)
                   : (gpointer) gtk_widget_get_ancestor (focus, KIROKU_TYPE_OBLIGATION_ROW);
  for (guint i = 0; place->row != NULL && i < N_GROUPS; i++)
    if (kiroku_obligation_group_contains (get_group (self, i), place->row))
      {
        place->focus = g_object_ref (focus);
        place->group = i;
        place->position = kiroku_obligation_group_get_position (get_group (self, i), place->row);
      }
}

/* A row that was moved keeps the keyboard, which the window would take from it with the next frame. Where
 * it is not seen any more, the next one takes it. */
static void
give_place (KirokuNotificationsPage *self, Place *place)
{
  g_autoptr (GtkWidget) focus = place->focus;

  if (focus == NULL)
    return;
  if (gtk_widget_get_parent (GTK_WIDGET (place->row)) != NULL
      && gtk_widget_get_visible (GTK_WIDGET (place->row)))
    {
      if (GTK_IS_TEXT (focus))
        gtk_text_grab_focus_without_selecting (GTK_TEXT (focus));
      else
        gtk_widget_grab_focus (focus);
      return;
    }
  if (!kiroku_obligation_group_focus_row (get_group (self, place->group), place->position))
    kiroku_obligation_group_focus_row (self->other, 0);
}

/* That nothing has to be reported is not for one person to decide: what waits for the second is seen though
 * it is folded away. */
static void
show_awaiting (KirokuNotificationsPage *self, const KirokuSnapshot *snapshot)
{
  guint n = 0;
  g_autofree char *note = NULL;

  for (guint i = 0; i < snapshot->obligations->len; i++)
    if (kiroku_obligation_awaits_approval (snapshot->obligations->pdata[i], snapshot->approvals))
      n++;
  if (n > 0)
    note = g_strdup_printf (ngettext ("%u not approved by a second person",
                                      "%u not approved by a second person", n),
                            n);
  kiroku_obligation_group_set_note (self->other, note);
}

/* Somebody may be typing in a row: rows that stand where they belong are not touched. */
static void
show_obligations (KirokuNotificationsPage *self, const KirokuSnapshot *snapshot)
{
  guint n[N_GROUPS] = { 0 };
  Place place;

  take_place (self, &place);
  for (guint i = 0; i < snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, i);
      KirokuObligationRow *row = KIROKU_OBLIGATION_ROW (get_row (self, obligation->rule));
      guint group;

      kiroku_obligation_row_show (row, obligation, snapshot);
      kiroku_obligation_row_show_filings (row, self->filings);
      group = choose_group (self, obligation, row);
      kiroku_obligation_group_place (get_group (self, group), row, n[group]++);
    }
  for (guint i = 0; i < N_GROUPS; i++)
    kiroku_obligation_group_trim (get_group (self, i), n[i]);
  gtk_widget_set_visible (self->nothing, n[GROUP_DUE] == 0 && n[GROUP_UNDECIDED] == 0);
  give_place (self, &place);
}

/* The keyboard goes on with what was decided. */
static void
questions_finished_cb (KirokuNotificationsPage *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    if (kiroku_obligation_group_focus_row (get_group (self, i), 0))
      return;
}

static void
show_snapshot (KirokuNotificationsPage *self)
{
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;

  gtk_widget_set_visible (self->overview, snapshot != NULL);
  if (snapshot == NULL)
    return;
  kiroku_question_list_update (self->questions);
  show_obligations (self, snapshot);
  show_awaiting (self, snapshot);
  kiroku_enquiry_list_show (self->enquiries, self->model);
  list_forms (self, snapshot);
  read_filings (self);
}

/* --- The page --- */

static void
clear (KirokuNotificationsPage *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    kiroku_obligation_row_leave (row);
  close_editor (self);
  forget_filings (self);
  kiroku_enquiry_list_show (self->enquiries, NULL);
  kiroku_page_show_error (self->message, NULL);
  kiroku_popover_remove (&self->popover);
  for (guint i = 0; i < N_GROUPS; i++)
    kiroku_obligation_group_trim (get_group (self, i), 0);
  kiroku_page_clear_list (self->forms);
  g_hash_table_remove_all (self->rows);
  g_clear_pointer (&self->shown_forms, g_free);
}

void
kiroku_notifications_page_set_model (KirokuNotificationsPage *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_NOTIFICATIONS_PAGE (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  clear (self);
  g_set_object (&self->model, model);
  /* what was looked at of another case says nothing of where to begin in this one */
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_signal_group_set_target (self->signals, model);
  kiroku_conflict_box_set_model (self->conflicts, model);
  kiroku_question_list_set_model (self->questions, model);
  show_snapshot (self);
}

static void
kiroku_notifications_page_dispose (GObject *object)
{
  KirokuNotificationsPage *self = KIROKU_NOTIFICATIONS_PAGE (object);

  g_clear_object (&self->signals);
  if (self->stack != NULL)
    clear (self);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the stack, which is also a child of the template */
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_NOTIFICATIONS_PAGE);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_notifications_page_parent_class)->dispose (object);
}

static void
kiroku_notifications_page_finalize (GObject *object)
{
  g_hash_table_unref (KIROKU_NOTIFICATIONS_PAGE (object)->rows);

  G_OBJECT_CLASS (kiroku_notifications_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, conflicts);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, contradictions);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, overview);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, sections);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, questions);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, due);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, undecided);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, met);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, other);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, watch);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, enquiries);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, forms);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, forms_group);
  gtk_widget_class_bind_template_child (widget_class, KirokuNotificationsPage, message);
}

static void
kiroku_notifications_page_class_init (KirokuNotificationsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_notifications_page_dispose;
  object_class->finalize = kiroku_notifications_page_finalize;

  g_type_ensure (KIROKU_TYPE_CONFLICT_BOX);
  g_type_ensure (KIROKU_TYPE_CONTRADICTION_LIST);
  g_type_ensure (KIROKU_TYPE_ENQUIRY_LIST);
  g_type_ensure (KIROKU_TYPE_OBLIGATION_GROUP);
  g_type_ensure (KIROKU_TYPE_QUESTION_LIST);
  g_type_ensure (KIROKU_TYPE_SECTION_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "notifications/kiroku-notifications-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, fill_form_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, questions_finished_cb);
}

/* What one looks for. What was done or does not apply stands between them, folded. */
static void
add_sections (KirokuNotificationsPage *self)
{
  kiroku_section_bar_add (self->sections, _ ("To be reported"), GTK_WIDGET (self->due));
  kiroku_section_bar_add (self->sections, _ ("Questions"), GTK_WIDGET (self->questions));
  kiroku_section_bar_add (self->sections, _ ("To be decided"), GTK_WIDGET (self->undecided));
  kiroku_section_bar_add (self->sections, _ ("Reported"), GTK_WIDGET (self->met));
  kiroku_section_bar_add (self->sections, _ ("Enquiries"), GTK_WIDGET (self->enquiries));
  kiroku_section_bar_add (self->sections, _ ("Forms"), self->forms_group);
}

static void
kiroku_notifications_page_init (KirokuNotificationsPage *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_sections (self);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_snapshot), self);
  show_snapshot (self);
}

GtkWidget *
kiroku_notifications_page_new (void)
{
  return g_object_new (KIROKU_TYPE_NOTIFICATIONS_PAGE, NULL);
}
