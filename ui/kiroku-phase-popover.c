/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-phase-popover.h"

#include <glib/gi18n.h>

#include "kiroku-form-draft.h"
#include "kiroku-page-write.h"
#include "kiroku-playbook.h"
#include "kiroku-source-chip.h"
#include "kiroku-text.h"
#include "kiroku-time-row.h"

struct _KirokuPhasePopover
{
  KirokuPopover parent_instance;

  GtkLabel *word;
  GtkBox *gates_box;
  GtkListBox *gates;
  GtkBox *tasks_box;
  GtkLabel *tasks_heading;
  GtkLabel *tasks;
  GtkLabel *hint;
  AdwComboRow *choice;
  AdwEntryRow *reason;
  AdwEntryRow *approver;
  KirokuTimeRow *time;
  GtkWidget *rows;

  KirokuPhase phase;
  char *corrects; /* (nullable) hash of the entry that is corrected */
  guint n_unmet;  /* gates that are not known to hold and of which no reason was asked yet */
  KirokuFormDraft *kept;
};

G_DEFINE_FINAL_TYPE (KirokuPhasePopover, kiroku_phase_popover, KIROKU_TYPE_POPOVER)

/* (transfer none) (nullable) */
static KirokuCaseModel *
get_model (KirokuPhasePopover *self)
{
  return kiroku_popover_get_model (KIROKU_POPOVER (self));
}

static void
entered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPhasePopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = kiroku_book_enter_phase_finish (KIROKU_BOOK (source), result, &error);

  kiroku_form_draft_end (self->kept, entries != NULL);
  if (entries == NULL && get_model (self) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  kiroku_popover_end (KIROKU_POPOVER (self), error);
}

/* Whether the reason for going on is asked now: once, for nothing blocks. */
static gboolean
ask_for_reason (KirokuPhasePopover *self, const char *reason)
{
  if (self->n_unmet == 0 || reason != NULL)
    return FALSE;
  self->n_unmet = 0;
  kiroku_popover_say (KIROKU_POPOVER (self),
                      _ ("Not everything that should be true first is recorded as true. Say in a few words why you "
                         "go on, or press the button again to go on without a reason."));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  return TRUE;
}

static void
save (KirokuPopover *popover)
{
  KirokuPhasePopover *self = KIROKU_PHASE_POPOVER (popover);
  KirokuCaseModel *model = kiroku_popover_get_model (popover);
  KirokuBook *book = kiroku_case_model_get_book (model);
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  g_autofree char *approver = kiroku_page_dup_typed (GTK_EDITABLE (self->approver));
  g_autoptr (GError) error = NULL;
  KirokuPhaseChange change = {
    .phase = self->phase, .reason = reason, .approver = approver, .corrects = self->corrects
  };
  KirokuTime time;
  gboolean given;

  if (!kiroku_time_row_read (self->time, book, &given, &time, &error))
    {
      kiroku_popover_say (popover, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->time));
      return;
    }
  if (ask_for_reason (self, reason))
    return;
  if (self->corrects != NULL && adw_combo_row_get_selected (self->choice) == GTK_INVALID_LIST_POSITION)
    {
      kiroku_popover_say (popover, _ ("Choose the phase that it was."));
      gtk_widget_grab_focus (GTK_WIDGET (self->choice));
      return;
    }
  if (self->corrects != NULL)
    change.phase = adw_combo_row_get_selected (self->choice);
  change.at = given ? &time : NULL;
  kiroku_popover_begin (popover);
  kiroku_form_draft_send (self->kept);
  kiroku_book_enter_phase_async (book, kiroku_case_model_get_case_id (model), &change, entered_cb,
                                 g_object_ref (self));
}

/* What @gate asks, with a mark that needs no colour, and where it is said. (transfer floating) */
static GtkWidget *
gate_row_new (const KirokuGate *gate, const char *language)
{
  static const char *const marks[]
      = { [KIROKU_TRUTH_NO] = "✗", [KIROKU_TRUTH_UNDECIDED] = "？", [KIROKU_TRUTH_YES] = "✓" };
  const char *const words[] = { [KIROKU_TRUTH_NO] = C_ ("gate", "not true"),
                                [KIROKU_TRUTH_UNDECIDED] = C_ ("gate", "not recorded"),
                                [KIROKU_TRUTH_YES] = C_ ("gate", "true") };
  const KirokuPackItem *item = &gate->rule->item;
  const char *text = kiroku_pack_text (gate->rule->text, language);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *mark = gtk_label_new (marks[gate->holds]);
  g_autofree char *source = kiroku_source_dup_name (item->source);
  g_autofree char *detail
      = g_strdup_printf ("%s · %s%s%s", words[gate->holds], source,
                         kiroku_confidence_is_shown (item->confidence) ? " · ⚠ " : "",
                         kiroku_confidence_is_shown (item->confidence)
                             ? kiroku_confidence_name (item->confidence)
                             : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  gtk_widget_add_css_class (mark, gate->holds == KIROKU_TRUTH_YES ? "success" : "warning");
  gtk_widget_add_css_class (mark, "heading");
  return row;
}

/* What should be true first; those that are come last. */
static void
show_gates (KirokuPhasePopover *self, const KirokuSnapshot *snapshot)
{
  KirokuBook *book = kiroku_case_model_get_book (get_model (self));
  g_autoptr (GPtrArray) gates
      = kiroku_playbook_check_gates (kiroku_book_get_pack (book), self->phase, snapshot->facts, snapshot->tasks);

  /* Going back needs a reason anyhow. */
  self->n_unmet = self->phase > snapshot->incident->phase ? kiroku_playbook_count_unmet (gates) : 0;
  for (guint met = 0; met < 2; met++)
    for (guint i = 0; i < gates->len; i++)
      {
        const KirokuGate *gate = g_ptr_array_index (gates, i);

        if ((gate->holds == KIROKU_TRUTH_YES) == (met == 1))
          gtk_list_box_append (self->gates, gate_row_new (gate, kiroku_book_get_language (book)));
      }
  gtk_widget_set_visible (GTK_WIDGET (self->gates_box), gates->len > 0);
  if (self->n_unmet > 0)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason), _ ("Reason for going on all the same"));
}

static void
show_open_tasks (KirokuPhasePopover *self, const KirokuSnapshot *snapshot)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (get_model (self)));
  KirokuPhase present = snapshot->incident->phase;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *heading = NULL;
  guint n = 0;

  for (guint i = 0; i < snapshot->tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (snapshot->tasks, i);
      g_autofree char *line = NULL;

      if (task->state != KIROKU_TASK_OPEN || !task->has_phase || task->phase != present)
        continue;
      line = kiroku_text_visible (kiroku_task_show_text (task, language), TRUE);
      g_string_append_printf (text, "%s☐ %s", n++ > 0 ? "\n" : "", line);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->tasks_box), n > 0);
  /* Translators: how many tasks, and the name of the phase. */
  heading = g_strdup_printf (
      g_dngettext (NULL, "%u task of “%s” is still open", "%u tasks of “%s” are still open", n), n,
      kiroku_phase_name (present));
  gtk_label_set_text (self->tasks_heading, heading);
  gtk_label_set_text (self->tasks, text->str);
}

/* What is known of the approval of the last entering. (transfer full) (nullable) */
static char *
dup_word (const KirokuVisit *visit)
{
  g_autofree char *signer = NULL;
  g_autofree char *named = NULL;
  const char *phase = kiroku_phase_name (visit->phase);

  if (visit->signer != NULL)
    {
      signer = kiroku_text_visible (visit->signer, TRUE);
      /* Translators: the name of a phase, then of a person. */
      return g_strdup_printf (visit->refused
                                  ? _ ("Entering “%s” was refused, signed by %s.")
                                  /* Translators: the name of a phase, then of a person. */
                                  : _ ("Entering “%s” was approved, signed by %s."),
                              phase, signer);
    }
  if (visit->approver == NULL || visit->approver[0] == '\0')
    /* Translators: the name of a phase. */
    return g_strdup_printf (_ ("Nobody else has approved entering “%s”."), phase);
  named = kiroku_text_visible (visit->approver, TRUE);
  /* Translators: the name of a phase, then of a person. */
  return g_strdup_printf (
      _ ("Entering “%s” was not signed by anybody else; %s is named as approver."), phase, named);
}

/* The last stay in the phase. (transfer none) (nullable) */
static const KirokuVisit *
find_visit (KirokuPhasePopover *self, GPtrArray *visits)
{
  for (guint i = visits->len; i > 0; i--)
    if (((KirokuVisit *) g_ptr_array_index (visits, i - 1))->phase == self->phase)
      return g_ptr_array_index (visits, i - 1);
  return NULL;
}

static void
show_word (KirokuPhasePopover *self, const KirokuSnapshot *snapshot)
{
  const KirokuVisit *visit = find_visit (self, snapshot->visits);
  g_autofree char *text = visit != NULL ? dup_word (visit) : NULL;

  gtk_label_set_text (self->word, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->word), text != NULL);
}

static void
show_phase (KirokuPhasePopover *self)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (get_model (self));
  KirokuPhase present = snapshot->incident->phase;
  const char *name = kiroku_phase_name (self->phase);
  g_autofree char *heading = NULL;
  g_autofree char *action = NULL;

  if (self->phase == present)
    heading = g_strdup_printf (_ ("Enter “%s” Again"), name);
  else if (self->phase < present)
    heading = g_strdup_printf (_ ("Go Back to “%s”"), name);
  else
    heading = g_strdup_printf (_ ("Go On to “%s”"), name);
  action = g_strdup_printf (_ ("Enter “%s”"), name);
  kiroku_popover_set_heading (KIROKU_POPOVER (self), heading);
  kiroku_popover_set_verb (KIROKU_POPOVER (self), action, FALSE);
  show_gates (self, snapshot);
  if (self->phase < present)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason),
                                   _ ("Reason (needed to go back)"));
  show_word (self, snapshot);
  show_open_tasks (self, snapshot);
}

/* @known: whether it is here which phase it is; of one that is not nothing is chosen in place of whoever corrects. */
static void
show_correction (KirokuPhasePopover *self, gboolean known)
{
  const char *names[KIROKU_N_PHASES + 1] = { NULL };
  g_autoptr (GtkStringList) list = NULL;
  g_autofree char *heading = NULL;

  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    names[i] = kiroku_phase_name (i);
  list = gtk_string_list_new (names);
  adw_combo_row_set_model (self->choice, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->choice, known ? self->phase : GTK_INVALID_LIST_POSITION);
  heading = g_strdup_printf (_ ("Correct “%s”"), known ? names[self->phase] : _ ("(withheld)"));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), heading);
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Correct"), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->gates_box), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->tasks_box), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->choice), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason), _ ("Reason (needed)"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->time),
                                 _ ("Time (as it was, if left empty)"));
}

/* What is typed is the reason, not what stands above it. */
static void
kiroku_phase_popover_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_phase_popover_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (KIROKU_PHASE_POPOVER (widget)->reason));
}

static void
kiroku_phase_popover_dispose (GObject *object)
{
  KirokuPhasePopover *self = KIROKU_PHASE_POPOVER (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);

  G_OBJECT_CLASS (kiroku_phase_popover_parent_class)->dispose (object);
}

static void
kiroku_phase_popover_finalize (GObject *object)
{
  g_clear_object (&KIROKU_PHASE_POPOVER (object)->kept);
  g_free (KIROKU_PHASE_POPOVER (object)->corrects);

  G_OBJECT_CLASS (kiroku_phase_popover_parent_class)->finalize (object);
}

static void
kiroku_phase_popover_class_init (KirokuPhasePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  widget_class->map = kiroku_phase_popover_map;
  G_OBJECT_CLASS (klass)->dispose = kiroku_phase_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_phase_popover_finalize;

  g_type_ensure (KIROKU_TYPE_TIME_ROW);
  kiroku_popover_class_set_template (popover_class, "kiroku-phase-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, word);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, gates_box);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, gates);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, tasks_box);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, tasks_heading);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, tasks);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, hint);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, choice);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, approver);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, time);
  gtk_widget_class_bind_template_child (widget_class, KirokuPhasePopover, rows);
}

static void
kiroku_phase_popover_init (KirokuPhasePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
watch_time (KirokuPhasePopover *self)
{
  kiroku_time_row_add_caution (GTK_EDITABLE (self->time), self->rows,
                               kiroku_case_model_get_book (get_model (self)));
}

static void
take_up_draft (KirokuPhasePopover *self)
{
  g_autofree char *name = self->corrects != NULL
                              ? g_strconcat ("correct-", self->corrects, NULL)
                              : g_strconcat ("phase-", kiroku_phase_id (self->phase), NULL);

  self->kept = kiroku_form_draft_new (get_model (self), name);
  kiroku_form_draft_add (self->kept, "phase", self->choice);
  kiroku_form_draft_add (self->kept, "reason", self->reason);
  kiroku_form_draft_add (self->kept, "approver", self->approver);
  kiroku_form_draft_add (self->kept, "time", self->time);
  kiroku_form_draft_load (self->kept);
}

GtkWidget *
kiroku_phase_popover_new (KirokuCaseModel *model, KirokuPhase phase)
{
  KirokuPhasePopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);
  g_return_val_if_fail (kiroku_case_model_get_snapshot (model) != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_PHASE_POPOVER, model);
  self->phase = phase;
  show_phase (self);
  watch_time (self);
  take_up_draft (self);
  return GTK_WIDGET (self);
}

GtkWidget *
kiroku_phase_popover_new_correction (KirokuCaseModel *model, const KirokuLine *line)
{
  KirokuPhasePopover *self;
  const char *reading;
  gboolean known;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && line != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_PHASE_POPOVER, model);
  self->corrects = g_strdup (line->subject != NULL ? line->subject : line->hash);
  reading = line->correction != NULL ? line->corrected : line->text;
  known = reading != NULL && kiroku_phase_parse (reading, &self->phase, NULL); /* or of a later version */
  show_correction (self, known);
  watch_time (self);
  take_up_draft (self);
  return GTK_WIDGET (self);
}
