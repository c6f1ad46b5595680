/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-review-page.h"

#include <glib/gi18n.h>

#include "kiroku-approval-text.h"
#include "kiroku-approval.h"
#include "kiroku-conflict-box.h"
#include "kiroku-decisions.h"
#include "kiroku-line.h"
#include "kiroku-obligation-row.h"
#include "kiroku-improvement-section.h"
#include "kiroku-lesson-list.h"
#include "kiroku-page-write.h"
#include "kiroku-record-view.h"
#include "kiroku-section-bar.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

/* Of a very long list the last decisions are shown; the report has them all. */
#define MAX_DECISIONS 200

/* The reports, as the list in the template has them. */
enum
{
  KIND_TIMELINE,
  KIND_MANAGEMENT,
  KIND_SITUATION,
};

struct _KirokuReviewPage
{
  AdwBin parent_instance;

  KirokuConflictBox *conflicts;
  KirokuSectionBar *sections;
  GtkBox *groups;
  GtkWidget *footer;
  GtkListBox *measures;
  GtkListBox *visits;
  GtkListBox *decisions;
  GtkListBox *obligations;
  KirokuRecordView *record;
  GtkLabel *error;
  KirokuLessonList *lessons;
  KirokuItemSection *improvements;
  GtkDropDown *kind;
  GtkDropDown *language;
  KirokuPaperSaver *saver;

  KirokuCaseModel *model;
  GSignalGroup *signals;
  GCancellable *cancellable; /* of the reading under way */
  guint scroll;              /* the tick that waits to scroll to the record */
  guint n_frames;            /* that nothing has been read since */
};

G_DEFINE_FINAL_TYPE (KirokuReviewPage, kiroku_review_page, ADW_TYPE_BIN)

/* --- Rows --- */

/* @title: as somebody may have written it. @value: (nullable): at the end of the row. @subtitle:
 * (nullable): made by append_part(). (transfer none) */
static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *visible = kiroku_text_visible (title, FALSE);
  GtkWidget *label;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), visible);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (value != NULL)
    {
      label = gtk_label_new (value);
      gtk_widget_add_css_class (label, "numeric");
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  gtk_list_box_append (list, row);
  return row;
}

static void
append_part (GString *text, const char *part)
{
  g_autofree char *visible = part != NULL ? kiroku_text_visible (part, FALSE) : NULL;

  if (visible != NULL && *visible != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", visible);
}

/* --- Times --- */

static void
show_measures (KirokuReviewPage *self, const KirokuMeasures *measures)
{
  kiroku_page_clear_list (self->measures);
  for (KirokuTimeTo which = 0; which < KIROKU_N_TIMES_TO; which++)
    {
      const KirokuMeasure *measure = &measures->time_to[which];
      g_autofree char *value
          = measure->known ? kiroku_duration_to_text (measure->length) : g_strdup ("—");
      g_autofree char *noted = measure->noted ? kiroku_duration_to_text (measure->noted_length) : NULL;
      /* Translators: a time such as “2 h” follows. */
      g_autofree char *not_yet = noted != NULL ? g_strdup_printf (_ ("Not known yet: the phase was not left. "
                                                                     "%s to the time noted"), noted)
                                               : g_strdup (_ ("Not known yet"));

      add_row (self->measures, kiroku_time_to_name (which),
               !measure->known ? not_yet : (measure->stated ? _ ("Stated") : _ ("Recorded")), value);
    }
}

static char *
dup_stay (KirokuReviewPage *self, const KirokuVisit *visit)
{
  g_autofree char *start = kiroku_page_dup_time (self->model, visit->start);
  g_autofree char *end
      = visit->end != KIROKU_TIME_NONE ? kiroku_page_dup_time (self->model, visit->end) : NULL;

  if (end == NULL)
    /* Translators: a time follows. */
    return g_strdup_printf (_ ("Since %s"), start);
  return g_strdup_printf ("%s – %s", start, end);
}

/* Who signed it; whom the author only named. */
static void
append_approval (KirokuReviewPage *self, GString *subtitle, const KirokuVisit *visit)
{
  const KirokuApproval word = { .approver = visit->signer,
                                .unvouched = visit->signer_unvouched,
                                .refused = visit->refused,
                                .rec = visit->signed_at };
  g_autofree char *text = NULL;

  if (visit->signer == NULL && (visit->approver == NULL || *visit->approver == '\0'))
    return;
  text = kiroku_approval_dup_text (self->model, visit->signer != NULL ? &word : NULL,
                                   visit->approver);
  append_part (subtitle, text);
}

static void
append_correction (GString *subtitle, const KirokuVisit *visit)
{
  g_autofree char *text = NULL;

  if (visit->correction == NULL)
    return;
  /* Translators: under a corrected entry: who corrected it and why. */
  text = g_strdup_printf (_ ("Corrected by %s: %s"),
                          visit->corrector != NULL ? visit->corrector : _ ("unknown"),
                          visit->correction_reason != NULL ? visit->correction_reason
                                                           : _ ("(withheld)"));
  append_part (subtitle, text);
}

static void
show_visits (KirokuReviewPage *self, const KirokuSnapshot *snapshot)
{
  kiroku_page_clear_list (self->visits);
  for (guint i = 0; i < snapshot->visits->len; i++)
    {
      const KirokuVisit *visit = g_ptr_array_index (snapshot->visits, i);
      gint64 end = visit->end != KIROKU_TIME_NONE ? visit->end : snapshot->now;
      g_autofree char *length = kiroku_duration_to_text (MAX (end - visit->start, 0));
      g_autofree char *stay = dup_stay (self, visit);
      g_autoptr (GString) subtitle = g_string_new (stay);

      append_part (subtitle, visit->stated ? _ ("Stated") : _ ("Recorded"));
      append_part (subtitle, visit->reason);
      append_correction (subtitle, visit);
      append_approval (self, subtitle, visit);
      add_row (self->visits, visit->erased     ? _ ("(erased by law)")
                             : visit->withheld ? _ ("(withheld)")
                                               : kiroku_phase_name (visit->phase),
               subtitle->str, length);
    }
}

/* --- Obligations --- */

static void
show_obligations (KirokuReviewPage *self, GPtrArray *obligations)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  const char *language = kiroku_book_get_language (book);

  kiroku_page_clear_list (self->obligations);
  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);
      g_autofree char *due = NULL;
      g_autoptr (GString) subtitle = g_string_new (NULL);

      if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE && obligation->decision == NULL)
        continue;
      due = kiroku_obligation_dup_due_text (obligation, kiroku_book_get_zone (book));
      append_part (subtitle, kiroku_pack_text (obligation->recipient, language));
      append_part (subtitle, obligation->standing != KIROKU_STANDING_NOT_APPLICABLE ? due : NULL);
      add_row (self->obligations, kiroku_pack_text (obligation->label, language), subtitle->str,
               kiroku_obligation_state_name (obligation));
    }
}

/* --- Decisions: notes of that class, and what was decided about rules --- */

/* That nothing has to be reported needs a second person; so does whatever the author named one
 * for. */
static void
append_word (KirokuReviewPage *self,
             GString *subtitle,
             const KirokuDecision *decision,
             GHashTable *approvals)
{
  const KirokuApproval *word
      = decision->hash != NULL ? kiroku_approvals_find (approvals, decision->hash, decision->key)
                               : NULL;
  g_autofree char *text = NULL;

  if (word == NULL && decision->approver == NULL && (decision->applies || decision->withheld))
    return;
  text = kiroku_approval_dup_text (self->model, word, decision->approver);
  append_part (subtitle, text);
}

static void
add_rule_decisions (KirokuReviewPage *self, const KirokuSnapshot *snapshot)
{
  GPtrArray *obligations = snapshot->obligations;
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));

  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);
      const KirokuDecision *decision = obligation->decision;
      g_autoptr (GString) subtitle = g_string_new (NULL);

      if (decision == NULL)
        continue;
      append_part (subtitle, decision->withheld  ? _ ("(withheld)")
                             : decision->applies ? _ ("It applies")
                                                 : _ ("It does not apply"));
      append_part (subtitle, kiroku_decision_get_reason (decision));
      append_word (self, subtitle, decision, snapshot->approvals);
      add_row (self->decisions, kiroku_pack_text (obligation->label, language), subtitle->str,
               NULL);
    }
}

static void
add_notes (KirokuReviewPage *self, GPtrArray *lines)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);

  for (guint i = 0; i < lines->len; i++)
    {
      const KirokuLine *line = g_ptr_array_index (lines, i);
      g_autofree char *text = kiroku_line_describe (line, kiroku_book_get_pack (book),
                                                    kiroku_book_get_language (book));
      g_autofree char *at = kiroku_line_dup_time (line, kiroku_book_get_zone (book));
      g_autofree char *author = kiroku_line_dup_author (line);
      g_autofree char *approvals = kiroku_line_describe_approvals (
          line, kiroku_book_get_language (book), kiroku_book_get_zone (book));
      g_autoptr (GString) subtitle = g_string_new (at);

      append_part (subtitle, author);
      if (approvals != NULL)
        g_string_append_printf (subtitle, "\n%s", approvals);
      add_row (self->decisions, text, subtitle->str, NULL);
    }
}

/* Whether somebody has answered anything of @form. */
static gboolean
is_begun (const KirokuPackForm *form, KirokuFacts *facts)
{
  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuPackSection *section = g_ptr_array_index (form->sections, s);

      for (guint r = 0; r < section->rows->len; r++)
        {
          const KirokuPackRow *row = g_ptr_array_index (section->rows, r);

          for (guint f = 0; f < row->fields->len; f++)
            {
              const KirokuPackField *field = g_ptr_array_index (row->fields, f);
              const char *value = kiroku_facts_get_value (facts, field->item.id);

              if (value != NULL && value[0] != '\0')
                return TRUE;
            }
        }
    }
  return FALSE;
}

/* The organisation's own records of decisions that have begun; a click opens one. */
static void
add_records (KirokuReviewPage *self, const KirokuSnapshot *snapshot)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  GPtrArray *forms = kiroku_pack_get_forms (kiroku_book_get_pack (book));

  for (guint i = 0; i < forms->len; i++)
    {
      const KirokuPackForm *form = g_ptr_array_index (forms, i);
      GtkWidget *row;

      if (!form->record || !is_begun (form, snapshot->facts))
        continue;
      row = add_row (self->decisions, kiroku_pack_text (form->name, kiroku_book_get_language (book)),
                     _ ("Internal record of the decision"), NULL);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_widget_set_tooltip_text (row, _ ("Open the form"));
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", form->item.id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.form");
    }
}

static gpointer
read_decisions (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *case_id = data;
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  gint64 n;

  filter.klass = kiroku_class_id (KIROKU_CLASS_DECISION);
  if (!kiroku_line_count (db, case_id, &filter, &n, error))
    return NULL;
  return kiroku_line_read (db, case_id, &filter, MAX (n - MAX_DECISIONS, 0), MAX_DECISIONS, error);
}

/* A newer reading cancels the one before, whose answer then says so. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuReviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);
  const KirokuSnapshot *snapshot;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    return;
  g_clear_object (&self->cancellable);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  snapshot = kiroku_case_model_get_snapshot (self->model);
  if (lines == NULL || snapshot == NULL)
    return;
  kiroku_page_clear_list (self->decisions);
  add_notes (self, lines);
  add_rule_decisions (self, snapshot);
  add_records (self, snapshot);
}

static void
stop_reading (KirokuReviewPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
start_reading (KirokuReviewPage *self)
{
  KirokuStore *store = kiroku_book_get_store (kiroku_case_model_get_book (self->model));

  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  kiroku_store_run_async (store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, read_decisions,
                          g_strdup (kiroku_case_model_get_case_id (self->model)), g_free,
                          (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb,
                          g_object_ref (self));
}

/* --- The page --- */

/* The name of the file says which report it is. */
static void
propose_file (KirokuReviewPage *self)
{
  static const char *const kinds[] = { [KIND_TIMELINE] = "timeline",
                                       [KIND_MANAGEMENT] = "management",
                                       [KIND_SITUATION] = "situation" };
  const char *kind = kinds[MIN (gtk_drop_down_get_selected (self->kind), KIND_SITUATION)];
  g_autofree char *part = NULL;
  g_autofree char *file = NULL;

  if (self->model == NULL)
    return;
  part = kiroku_page_dup_file_part (self->model);
  file = g_strdup_printf ("%s-%s.pdf", kind, part);
  kiroku_paper_saver_set_file_name (self->saver, file);
}

/* Nobody waits for a page that is not seen. */
static void
show_snapshot (KirokuReviewPage *self)
{
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->sections), snapshot != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->groups), snapshot != NULL);
  gtk_widget_set_sensitive (self->footer, snapshot != NULL);
  if (snapshot == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  show_measures (self, &snapshot->measures);
  show_visits (self, snapshot);
  show_obligations (self, snapshot->obligations);
  kiroku_lesson_list_update (self->lessons);
  propose_file (self);
  start_reading (self);
}

/* What the reader chose. (transfer full) */
static KirokuPaperOrder *
new_order (KirokuReviewPage *self)
{
  const char *language = gtk_drop_down_get_selected (self->language) == 0 ? "ja" : "en";

  if (gtk_drop_down_get_selected (self->kind) == KIND_MANAGEMENT)
    return kiroku_paper_order_new_management (self->model, language);
  if (gtk_drop_down_get_selected (self->kind) == KIND_SITUATION)
    return kiroku_paper_order_new_situation (self->model, language);
  return kiroku_paper_order_new (self->model, language, NULL, KIROKU_FORM_COPY_WORKING);
}

void
kiroku_review_page_save (KirokuReviewPage *self, const char *path)
{
  g_return_if_fail (KIROKU_IS_REVIEW_PAGE (self) && path != NULL);

  if (self->model == NULL || kiroku_paper_saver_is_busy (self->saver))
    return;
  kiroku_paper_saver_save (self->saver, self->model, new_order (self), path);
}

gboolean
kiroku_review_page_is_busy (KirokuReviewPage *self)
{
  g_return_val_if_fail (KIROKU_IS_REVIEW_PAGE (self), FALSE);

  return kiroku_paper_saver_is_busy (self->saver);
}

static GtkAdjustment *
get_adjustment (KirokuReviewPage *self)
{
  GtkWidget *scroller
      = gtk_widget_get_ancestor (GTK_WIDGET (self->groups), GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

/* What is read late moves the record down: where it is, is known a frame after. */
static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  KirokuReviewPage *self = KIROKU_REVIEW_PAGE (widget);
  gboolean waits = self->cancellable != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->groups));
  graphene_rect_t bounds;

  self->n_frames = waits ? 0 : self->n_frames + 1;
  if (self->model != NULL && self->n_frames < 2)
    return G_SOURCE_CONTINUE;
  self->scroll = 0;
  gtk_widget_child_focus (GTK_WIDGET (self->record), GTK_DIR_TAB_FORWARD);
  /* After it: what takes the focus scrolls by itself, but not to where the record begins. */
  if (gtk_widget_compute_bounds (GTK_WIDGET (self->record), GTK_WIDGET (self->groups), &bounds))
    gtk_adjustment_set_value (get_adjustment (self), bounds.origin.y);
  return G_SOURCE_REMOVE;
}

void
kiroku_review_page_show_record (KirokuReviewPage *self)
{
  g_return_if_fail (KIROKU_IS_REVIEW_PAGE (self));

  self->n_frames = 0;
  if (self->scroll == 0)
    self->scroll = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

/* The log is another page of the case. */
static void
show_entry_cb (KirokuReviewPage *self, const char *hash)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "case.show-entry", "s", hash);
}

static void
path_chosen_cb (KirokuReviewPage *self, const char *path)
{
  kiroku_review_page_save (self, path);
}

void
kiroku_review_page_set_model (KirokuReviewPage *self, KirokuCaseModel *model)
{
  const char *language;

  g_return_if_fail (KIROKU_IS_REVIEW_PAGE (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  stop_reading (self);
  kiroku_page_clear_list (self->decisions);
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  kiroku_conflict_box_set_model (self->conflicts, model);
  kiroku_lesson_list_set_model (self->lessons, model);
  kiroku_item_section_set_model (self->improvements, model);
  kiroku_record_view_set_model (self->record, model);
  kiroku_paper_saver_offer_terms (self->saver, model);
  if (model != NULL)
    {
      language = kiroku_book_get_language (kiroku_case_model_get_book (model));
      gtk_drop_down_set_selected (self->language, g_str_has_prefix (language, "ja") ? 0 : 1);
    }
  show_snapshot (self);
}

static void
kiroku_review_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_review_page_parent_class)->map (widget);

  show_snapshot (KIROKU_REVIEW_PAGE (widget));
}

static void
kiroku_review_page_dispose (GObject *object)
{
  KirokuReviewPage *self = KIROKU_REVIEW_PAGE (object);

  g_clear_object (&self->signals);
  stop_reading (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_REVIEW_PAGE);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_review_page_parent_class)->dispose (object);
}

static void
kiroku_review_page_class_init (KirokuReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_review_page_dispose;
  widget_class->map = kiroku_review_page_map;

  g_type_ensure (KIROKU_TYPE_PAPER_SAVER);
  g_type_ensure (KIROKU_TYPE_RECORD_VIEW);
  g_type_ensure (KIROKU_TYPE_CONFLICT_BOX);
  g_type_ensure (KIROKU_TYPE_IMPROVEMENT_SECTION);
  g_type_ensure (KIROKU_TYPE_LESSON_LIST);
  g_type_ensure (KIROKU_TYPE_SECTION_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "review/kiroku-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, conflicts);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, sections);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, groups);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, footer);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, measures);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, visits);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, decisions);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, obligations);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, lessons);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, improvements);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, record);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, kind);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, language);
  gtk_widget_class_bind_template_child (widget_class, KirokuReviewPage, saver);
  gtk_widget_class_bind_template_callback (widget_class, propose_file);
  gtk_widget_class_bind_template_callback (widget_class, path_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_entry_cb);
}

/* @list: in the group that is the section */
static void
add_list (KirokuReviewPage *self, const char *title, GtkListBox *list)
{
  kiroku_section_bar_add (self->sections, title,
                          gtk_widget_get_ancestor (GTK_WIDGET (list), ADW_TYPE_PREFERENCES_GROUP));
}

static void
add_sections (KirokuReviewPage *self)
{
  add_list (self, _ ("Times"), self->measures);
  add_list (self, _ ("Phases"), self->visits);
  add_list (self, _ ("Decisions"), self->decisions);
  add_list (self, _ ("Obligations"), self->obligations);
  kiroku_section_bar_add (self->sections, _ ("What Was Learned"), GTK_WIDGET (self->lessons));
  kiroku_section_bar_add (self->sections, _ ("Improvements"), GTK_WIDGET (self->improvements));
  kiroku_section_bar_add (self->sections, _ ("Record"), GTK_WIDGET (self->record));
}

static void
kiroku_review_page_init (KirokuReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_sections (self);
  kiroku_paper_saver_set_label (self->saver, _ ("Save report…"));
  kiroku_paper_saver_offer_preview (self->saver);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_snapshot), self);
  show_snapshot (self);
}

GtkWidget *
kiroku_review_page_new (void)
{
  return g_object_new (KIROKU_TYPE_REVIEW_PAGE, NULL);
}
