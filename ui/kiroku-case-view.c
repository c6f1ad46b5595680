/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-view-private.h"

#include <glib/gi18n.h>

#include "kiroku-contacts-page.h"
#include "kiroku-evidence-page.h"
#include "kiroku-hold-popover.h"
#include "kiroku-level.h"
#include "kiroku-notifications-page.h"
#include "kiroku-page-write.h"
#include "kiroku-playbook-page.h"
#include "kiroku-popover.h"
#include "kiroku-review-page.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

/* --- The pages --- */

typedef struct
{
  const char *name;
  const char *title;
  const char *icon;
  GtkWidget *(*make) (void);
  void (*set_model) (GtkWidget *page, KirokuCaseModel *model);
} PageClass;

static void
set_log_model (GtkWidget *page, KirokuCaseModel *model)
{
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (page), model);
}

static void
set_playbook_model (GtkWidget *page, KirokuCaseModel *model)
{
  kiroku_playbook_page_set_model (KIROKU_PLAYBOOK_PAGE (page), model);
}

static void
set_contacts_model (GtkWidget *page, KirokuCaseModel *model)
{
  kiroku_contacts_page_set_model (KIROKU_CONTACTS_PAGE (page), model);
}

static void
set_notifications_model (GtkWidget *page, KirokuCaseModel *model)
{
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (page), model);
}

static void
set_evidence_model (GtkWidget *page, KirokuCaseModel *model)
{
  kiroku_evidence_page_set_model (KIROKU_EVIDENCE_PAGE (page), model);
}

static void
set_review_model (GtkWidget *page, KirokuCaseModel *model)
{
  kiroku_review_page_set_model (KIROKU_REVIEW_PAGE (page), model);
}

static const PageClass page_classes[] = {
  { "log", N_ ("Log"), "document-edit-symbolic", kiroku_log_page_new, set_log_model },
  { "playbook", N_ ("Playbook"), "checkbox-checked-symbolic", kiroku_playbook_page_new,
    set_playbook_model },
  { "contacts", N_ ("Contacts"), "call-start-symbolic", kiroku_contacts_page_new,
    set_contacts_model },
  { "notifications", N_ ("Notifications"), "mail-send-symbolic", kiroku_notifications_page_new,
    set_notifications_model },
  { "evidence", N_ ("Evidence"), "package-x-generic-symbolic", kiroku_evidence_page_new,
    set_evidence_model },
  { "review", N_ ("Review"), "emblem-documents-symbolic", kiroku_review_page_new,
    set_review_model },
};

#define N_PAGES G_N_ELEMENTS (page_classes)

G_STATIC_ASSERT (N_PAGES == KIROKU_CASE_VIEW_PAGES);

G_DEFINE_FINAL_TYPE (KirokuCaseView, kiroku_case_view, ADW_TYPE_BIN)

/* (transfer none) */
static GtkWidget *
get_page (KirokuCaseView *self, guint i)
{
  GtkWidget *page = adw_bin_get_child (self->places[i]);

  if (page == NULL)
    {
      page = page_classes[i].make ();
      adw_bin_set_child (self->places[i], page);
      page_classes[i].set_model (page, self->model);
    }
  return page;
}

static void
page_changed_cb (KirokuCaseView *self)
{
  for (guint i = 0; i < N_PAGES; i++)
    if (adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->places[i]))
      get_page (self, i);
}

static void
add_pages (KirokuCaseView *self)
{
  for (guint i = 0; i < N_PAGES; i++)
    self->places[i] = ADW_BIN (adw_bin_new ());
  for (guint i = 0; i < N_PAGES; i++)
    adw_view_stack_add_titled_with_icon (self->stack, GTK_WIDGET (self->places[i]),
                                         page_classes[i].name, _ (page_classes[i].title),
                                         page_classes[i].icon);
}

KirokuLogPage *
kiroku_case_view_show_log (KirokuCaseView *self)
{
  adw_view_stack_set_visible_child_name (self->stack, "log");
  return KIROKU_LOG_PAGE (get_page (self, 0));
}

/* As the organisation had it when the case was opened, or has said in it since. */
static void
show_level (KirokuCaseView *self, int level)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (self->model);
  g_autofree char *description
      = level != KIROKU_LEVEL_WITHHELD ? kiroku_level_describe_of (level, snapshot->facts, NULL) : NULL;
  g_autofree char *name = NULL;

  kiroku_level_show (self->level, level, description);
  /* Translators: what is done, then the present level. */
  name = g_strdup_printf (_ ("%s: %s"), _ ("Change the level"), gtk_label_get_text (self->level));
  kiroku_page_set_name (gtk_widget_get_parent (GTK_WIDGET (self->level)), name);
}

/* --- What the case is --- */

static void
show_incident (KirokuCaseView *self, const KirokuCase *incident)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *title = kiroku_text_visible (incident->title, TRUE);

  gtk_label_set_text (self->number, incident->number);
  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_label_set_text (self->type,
                      kiroku_case_show_type (incident, kiroku_book_get_pack (book),
                                             kiroku_book_get_language (book)));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->type), gtk_label_get_text (self->type));
  show_level (self, incident->level);
  gtk_widget_set_visible (GTK_WIDGET (self->closed), incident->closed);
  gtk_widget_set_visible (GTK_WIDGET (self->exercise), incident->exercise);
}

/* Who set it, when and why, is what one asks next. */
static void
show_hold (KirokuCaseView *self, const KirokuLegalHold *hold)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->hold), hold->held);
  if (!hold->held)
    return;
  text = kiroku_hold_dup_description (self->model, hold);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->hold), text);
}

/* Only what another key signed counts as an approval; a name that the author wrote is in the
 * popover. */
static void
show_word (KirokuCaseView *self, const KirokuVisit *visit)
{
  g_autofree char *name
      = visit->signer != NULL ? kiroku_text_visible (visit->signer, TRUE) : NULL;
  g_autofree char *text = NULL;

  if (name != NULL)
    text = g_strdup_printf (visit->refused ? _ ("Refused, signed by %s")
                                           : _ ("Approved, signed by %s"),
                            name);
  kiroku_phase_bar_set_word (self->phases, visit->phase, text, visit->refused);
}

/* Of several stays in a phase the last one's approval is shown. */
static void
show_phases (KirokuCaseView *self, const KirokuSnapshot *snapshot)
{
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      g_autofree char *text = snapshot->measures.visited[i]
                                  ? kiroku_duration_to_text (snapshot->measures.in_phase[i])
                                  : NULL;

      kiroku_phase_bar_set_duration (self->phases, i, text);
    }
  for (guint i = 0; i < snapshot->visits->len; i++)
    show_word (self, g_ptr_array_index (snapshot->visits, i));
  kiroku_phase_bar_set_current (self->phases, snapshot->incident->phase);
}

/* Which phase it is is contested: it says so where the phase is read. */
static void
show_phase_conflict (KirokuCaseView *self, const KirokuSnapshot *snapshot)
{
  const KirokuConflict *conflict
      = kiroku_conflict_find (snapshot->conflicts, KIROKU_CONFLICT_PHASE);
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->phase_conflict, conflict != NULL);
  for (guint i = 0; conflict != NULL && i < conflict->rivals->len; i++)
    {
      const KirokuRival *rival = g_ptr_array_index (conflict->rivals, i);
      g_autofree char *name
          = kiroku_text_visible (rival->author != NULL ? rival->author : _ ("(withheld)"), TRUE);
      KirokuPhase phase;
      const char *phase_name = kiroku_phase_parse (rival->value, &phase, NULL)
                                   ? kiroku_phase_name (phase)
                                   : _ ("(withheld)");

      /* Translators: what stands between the names of a list. */
      g_string_append (said, i > 0 ? C_ ("list", ", ") : "");
      /* Translators: a phase, then who entered it. */
      g_string_append_printf (said, C_ ("conflict", "%s (%s)"), phase_name, name);
    }
  text = g_strdup_printf (_ ("The phase is contested: %s. Settle it"), said->str);
  gtk_label_set_text (self->phase_conflict_text, text);
  kiroku_page_set_name (self->phase_conflict, text);
}

static guint
count_open_tasks (const KirokuSnapshot *snapshot)
{
  guint n = 0;

  for (guint i = 0; i < snapshot->tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (snapshot->tasks, i);

      n += task->state == KIROKU_TASK_OPEN && task->has_phase
           && task->phase == snapshot->incident->phase;
    }
  return n;
}

static gboolean
is_pressing (const KirokuSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, i);

      if (obligation->standing == KIROKU_STANDING_APPLIES
          && (obligation->progress == KIROKU_PROGRESS_DUE_TODAY
              || obligation->progress == KIROKU_PROGRESS_OVERDUE))
        return TRUE;
    }
  return FALSE;
}

/* What waits to be done, on the buttons of the pages. @snapshot: (nullable): nothing is known yet */
static void
show_badges (KirokuCaseView *self, const KirokuSnapshot *snapshot)
{
  for (guint i = 0; i < N_PAGES; i++)
    {
      AdwViewStackPage *page
          = adw_view_stack_get_page (self->stack, GTK_WIDGET (self->places[i]));

      if (g_str_equal (page_classes[i].name, "playbook"))
        adw_view_stack_page_set_badge_number (page, snapshot != NULL ? count_open_tasks (snapshot) : 0);
      else if (g_str_equal (page_classes[i].name, "notifications"))
        adw_view_stack_page_set_needs_attention (page, snapshot != NULL && is_pressing (snapshot));
    }
}

static void
show_nothing (KirokuCaseView *self)
{
  gtk_label_set_text (self->number, "");
  gtk_label_set_text (self->title, "");
  gtk_label_set_text (self->type, "");
  gtk_label_set_text (self->level, "");
  gtk_widget_set_visible (GTK_WIDGET (self->closed), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->hold), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->exercise), FALSE);
  kiroku_link_bar_show (self->links, NULL);
  kiroku_phase_bar_clear (self->phases);
  gtk_widget_set_visible (self->phase_conflict, FALSE);
  show_badges (self, NULL);
}

static void
model_changed_cb (KirokuCaseView *self)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (self->model);

  show_incident (self, snapshot->incident);
  show_hold (self, snapshot->hold);
  kiroku_link_bar_show (self->links, snapshot->links);
  show_phases (self, snapshot);
  show_phase_conflict (self, snapshot);
  show_badges (self, snapshot);
}

/* --- The class --- */

static void
kiroku_case_view_dispose (GObject *object)
{
  KirokuCaseView *self = KIROKU_CASE_VIEW (object);

  kiroku_popover_remove (&self->popover);
  if (self->stack != NULL)
    kiroku_case_view_set_model (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_CASE_VIEW);

  G_OBJECT_CLASS (kiroku_case_view_parent_class)->dispose (object);
}

static void
kiroku_case_view_class_init (KirokuCaseViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_case_view_dispose;

  g_type_ensure (KIROKU_TYPE_PHASE_BAR);
  g_type_ensure (KIROKU_TYPE_ANCHOR_SIGN);
  g_type_ensure (KIROKU_TYPE_KEY_BAR);
  g_type_ensure (KIROKU_TYPE_HANDOVER_BAR);
  g_type_ensure (KIROKU_TYPE_LINK_BAR);
  g_type_ensure (KIROKU_TYPE_TOUR_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "kiroku-case-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, exercise);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, number);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, title);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, type);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, heading);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, anchor_sign);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, key_bar);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, handover_bar);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, tour_bar);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, hold);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, closed);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, level);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, links);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, phases);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, phase_conflict);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, phase_conflict_text);
  gtk_widget_class_bind_template_child (widget_class, KirokuCaseView, stack);
  gtk_widget_class_bind_template_callback_full (widget_class, "phase_activated_cb", G_CALLBACK (kiroku_case_view_enter_phase));
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  kiroku_case_view_install_actions (widget_class);
}

static void
kiroku_case_view_init (KirokuCaseView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_pages (self);
  show_nothing (self);
}

void
kiroku_case_view_set_model (KirokuCaseView *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_CASE_VIEW (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  show_nothing (self);
  kiroku_anchor_sign_set_model (self->anchor_sign, model);
  kiroku_key_bar_set_model (self->key_bar, model);
  kiroku_handover_bar_set_model (self->handover_bar, model);
  kiroku_tour_bar_set_model (self->tour_bar, model);
  for (guint i = 0; i < N_PAGES; i++)
    if (adw_bin_get_child (self->places[i]) != NULL)
      page_classes[i].set_model (adw_bin_get_child (self->places[i]), model);
  if (model == NULL)
    return;
  g_signal_connect_swapped (model, "changed", G_CALLBACK (model_changed_cb), self);
  if (kiroku_case_model_get_snapshot (model) != NULL)
    model_changed_cb (self);
}

KirokuCaseModel *
kiroku_case_view_get_model (KirokuCaseView *self)
{
  g_return_val_if_fail (KIROKU_IS_CASE_VIEW (self), NULL);

  return self->model;
}

AdwViewStack *
kiroku_case_view_get_stack (KirokuCaseView *self)
{
  g_return_val_if_fail (KIROKU_IS_CASE_VIEW (self), NULL);

  return self->stack;
}

void
kiroku_case_view_show_page (KirokuCaseView *self, const char *name)
{
  g_return_if_fail (KIROKU_IS_CASE_VIEW (self) && name != NULL);

  if (adw_view_stack_get_child_by_name (self->stack, name) == NULL)
    return;
  adw_view_stack_set_visible_child_name (self->stack, name);
  if (!g_str_equal (name, "log")) /* there the composer has the next key */
    gtk_widget_child_focus (adw_view_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

void
kiroku_case_view_open_form (KirokuCaseView *self, const char *id)
{
  g_return_if_fail (KIROKU_IS_CASE_VIEW (self) && id != NULL);

  kiroku_case_view_show_page (self, "notifications");
  for (guint i = 0; i < N_PAGES; i++)
    if (g_str_equal (page_classes[i].name, "notifications"))
      kiroku_notifications_page_open_form (KIROKU_NOTIFICATIONS_PAGE (get_page (self, i)), id);
}

void
kiroku_case_view_compose (KirokuCaseView *self)
{
  g_return_if_fail (KIROKU_IS_CASE_VIEW (self));

  kiroku_composer_focus (kiroku_log_page_get_composer (kiroku_case_view_show_log (self)));
}

void
kiroku_case_view_find (KirokuCaseView *self)
{
  g_return_if_fail (KIROKU_IS_CASE_VIEW (self));

  kiroku_log_page_find (kiroku_case_view_show_log (self));
}
