/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-obligation-row.h"

#include <glib/gi18n.h>

#include "kiroku-approval-popover.h"
#include "kiroku-approval-text.h"
#include "kiroku-countdown.h"
#include "kiroku-decisions.h"
#include "kiroku-fact-field.h"
#include "kiroku-filing-meets.h"
#include "kiroku-filing-text.h"
#include "kiroku-page-write.h"
#include "kiroku-popover.h"
#include "kiroku-source-chip.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuObligationRow
{
  AdwExpanderRow parent_instance;

  KirokuCountdown *countdown;
  GtkLabel *due;
  GtkLabel *explanation;
  GtkLabel *note;
  GtkLabel *clock;
  GtkBox *rule_box;
  GtkLabel *rule;
  GtkWidget *decision_box;
  GtkLabel *decision;
  GtkImage *word_icon;
  GtkLabel *word;
  GtkWidget *refuse;
  GtkWidget *approve;
  GtkLabel *filing;
  GtkLabel *ask;
  GtkBox *fields;
  GtkPopover *popover;
  GtkToggleButton *applies;
  GtkToggleButton *applies_not;
  GtkEntry *reason;
  GtkEntry *approver;
  GtkLabel *error;
  GtkButton *record;
  GtkButton *fill;
  GtkWidget *mark;

  KirokuCaseModel *model;
  KirokuBook *book;
  char *id;          /* of the rule */
  gboolean own;      /* somebody stated it */
  char *form;        /* (nullable) */
  GHashTable *asked; /* key → KirokuFactField, a child of @fields */

  KirokuFormDraft *kept;   /* what was typed of a decision; NULL until somebody begins one */
  KirokuDecision *decided; /* (nullable): the decision that is shown */
  GtkWidget *word_popover; /* of an approval, while it is there */
};

G_DEFINE_FINAL_TYPE (KirokuObligationRow, kiroku_obligation_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  FILL_FORM,
  MARK_FILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The decision --- */

static void
decided_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuObligationRow *self = KIROKU_OBLIGATION_ROW (widget);

  gtk_widget_set_sensitive (GTK_WIDGET (self->record), TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (error != NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  gtk_editable_set_text (GTK_EDITABLE (self->approver), "");
  gtk_toggle_button_set_active (self->applies, TRUE);
  gtk_popover_popdown (self->popover);
}

/* Which way was chosen is part of it: a reason must not be read under the other one. */
static void
popover_shown_cb (KirokuObligationRow *self)
{
  g_autofree char *name = NULL;

  if (self->kept != NULL || self->model == NULL)
    return;
  name = g_strconcat ("decide-", self->id, NULL);
  self->kept = kiroku_form_draft_new (self->model, name);
  kiroku_form_draft_add (self->kept, "not", self->applies_not);
  kiroku_form_draft_add (self->kept, "reason", self->reason);
  kiroku_form_draft_add (self->kept, "approver", self->approver);
  kiroku_form_draft_load (self->kept);
}

static void
record_cb (KirokuObligationRow *self)
{
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  g_autofree char *approver = kiroku_page_dup_typed (GTK_EDITABLE (self->approver));
  gboolean applies = gtk_toggle_button_get_active (self->applies);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->record)))
    return;
  if (reason == NULL)
    {
      kiroku_page_show_error (self->error, _ ("Say why in a few words."));
      gtk_entry_grab_focus_without_selecting (self->reason);
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->record), FALSE);
  kiroku_page_show_error (self->error, NULL);
  kiroku_page_write_kept (self->model, kiroku_decisions_draft (self->id, applies, reason, approver),
                          self->kept, GTK_WIDGET (self), decided_cb);
}

/* --- What others say to it --- */

/* "Decided by Sato: it does not apply. No personal data was on it." (transfer full) */
static char *
dup_decision_text (const KirokuDecision *decision)
{
  g_autofree char *author = kiroku_text_visible (
      decision->author != NULL ? decision->author : _ ("(withheld)"), TRUE);
  g_autofree char *reason = kiroku_text_visible (kiroku_decision_get_reason (decision), TRUE);

  return g_strdup_printf (decision->withheld
                              /* Translators: a name, then the reason. */
                              ? _ ("Decided by %s: what was decided is withheld. %s")
                          : decision->applies
                              /* Translators: a name, then the reason. */
                              ? _ ("Decided by %s: it applies. %s")
                              /* Translators: a name, then the reason. */
                              : _ ("Decided by %s: it does not apply. %s"),
                          author, reason);
}

static void
show_decision (KirokuObligationRow *self, const KirokuObligation *obligation, GHashTable *approvals)
{
  const KirokuApproval *word;
  g_autofree char *text = NULL;
  g_autofree char *said = NULL;

  g_clear_pointer (&self->decided, kiroku_decision_free);
  if (obligation->decision != NULL && obligation->decision->hash != NULL)
    self->decided = kiroku_decision_copy (obligation->decision);
  gtk_widget_set_visible (self->decision_box, self->decided != NULL);
  if (self->decided == NULL)
    return;
  word = kiroku_approvals_find (approvals, self->decided->hash, self->decided->key);
  text = dup_decision_text (self->decided);
  said = kiroku_approval_dup_text (self->model, word, self->decided->approver);
  gtk_label_set_text (self->decision, text);
  gtk_label_set_text (self->word, said);
  gtk_image_set_from_icon_name (self->word_icon,
                                word == NULL    ? "dialog-question-symbolic"
                                : word->refused ? "dialog-warning-symbolic"
                                                : "object-select-symbolic");
  gtk_widget_set_visible (self->approve, word == NULL || word->refused);
  gtk_widget_set_visible (self->refuse, word == NULL || !word->refused);
}

static void
open_word (KirokuObligationRow *self, gboolean refuse)
{
  g_autofree char *text = NULL;
  KirokuApproving what = { .refuse = refuse };

  if (self->decided == NULL)
    return;
  text = dup_decision_text (self->decided);
  what.text = text;
  what.key = self->decided->key;
  what.entry = self->decided->hash;
  kiroku_popover_open (&self->word_popover, kiroku_approval_popover_new (self->model, &what),
                       GTK_WIDGET (self), refuse ? self->refuse : self->approve);
}

static void
approve_cb (KirokuObligationRow *self)
{
  open_word (self, FALSE);
}

static void
refuse_cb (KirokuObligationRow *self)
{
  open_word (self, TRUE);
}

/* --- The form --- */

static void
fill_cb (KirokuObligationRow *self)
{
  g_signal_emit (self, signals[FILL_FORM], 0, self->form);
}

/* A deadline that somebody stated asks for no form of its own. */
static void
mark_cb (KirokuObligationRow *self)
{
  g_signal_emit (self, signals[MARK_FILED], 0, self->mark);
}

/* --- When it is due --- */

static const char *
get_kind_text (KirokuDueKind kind)
{
  switch (kind)
    {
    case KIROKU_DUE_PROMPTLY:
      return _ ("Promptly");
    case KIROKU_DUE_IMMEDIATELY:
      return _ ("Immediately");
    case KIROKU_DUE_ON_EVENT:
      return _ ("When it happens");
    case KIROKU_DUE_DATE:
    case KIROKU_DUE_TIME:
    default:
      return _ ("Clock not started");
    }
}

char *
kiroku_obligation_dup_due_text (const KirokuObligation *obligation, GTimeZone *zone)
{
  g_autofree char *from = kiroku_obligation_dup_due_from (obligation);
  g_autofree char *due = kiroku_obligation_dup_due (obligation);
  g_autofree char *both = kiroku_obligation_dup_both_zones (obligation, zone);
  GDate day;

  if (both != NULL)
    return g_steal_pointer (&both);
  if (due == NULL) /* a person stated a time, and it is not here */
    return g_strdup (obligation->own ? _ ("Due: (withheld)") : get_kind_text (obligation->due_kind));
  if (obligation->own && kiroku_obligation_get_day (obligation, &day))
    return kiroku_deadline_day_text (&day);
  if (obligation->due_kind == KIROKU_DUE_TIME || obligation->ends_early)
    return kiroku_time_to_text (obligation->due_us, KIROKU_PRECISION_MINUTE, zone);
  if (from != NULL)
    /* Translators: two dates between which something should be done. */
    return g_strdup_printf (_ ("%s – %s (target)"), from, due);
  /* Translators: a date by which something should be done. */
  return obligation->hard ? g_steal_pointer (&due) : g_strdup_printf (_ ("%s (target)"), due);
}

static void
show_countdown (KirokuObligationRow *self, const KirokuObligation *obligation)
{
  g_autofree char *due = kiroku_obligation_dup_due (obligation);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (obligation->zone);

  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE || obligation->watch
      || obligation->progress == KIROKU_PROGRESS_MET)
    kiroku_countdown_set_text (self->countdown, kiroku_obligation_state_name (obligation));
  else if (kiroku_obligation_is_past_undecided (obligation))
    kiroku_countdown_set_text (self->countdown, kiroku_obligation_state_name (obligation));
  else if (due == NULL)
    /* the day of a stated duty is part of it: without one it is not here */
    kiroku_countdown_set_text (self->countdown, obligation->own ? _ ("(withheld)")
                                                                : get_kind_text (obligation->due_kind));
  else if (obligation->due_kind == KIROKU_DUE_TIME || obligation->ends_early)
    kiroku_countdown_set_due (self->countdown, obligation->due_us);
  else
    kiroku_countdown_set_date (self->countdown, due,
                               zone != NULL ? zone : kiroku_book_get_zone (self->book));
}

static void
show_due (KirokuObligationRow *self, const KirokuObligation *obligation)
{
  gboolean applies = obligation->standing != KIROKU_STANDING_NOT_APPLICABLE;
  g_autofree char *due
      = kiroku_obligation_dup_due_text (obligation, kiroku_book_get_zone (self->book));
  g_autofree char *text
      = obligation->standing == KIROKU_STANDING_UNDECIDED
            /* Translators: when it is due, of what may turn out not to apply. */
            ? g_strdup_printf (_ ("If it applies: %s"), due)
            : g_strdup (due);

  show_countdown (self, obligation);
  gtk_label_set_text (self->due, text);
  gtk_widget_set_visible (GTK_WIDGET (self->due),
                          applies && obligation->due_us != KIROKU_TIME_NONE);
}

/* --- Why --- */

static const char *
get_fact_name (KirokuObligationRow *self, const char *key)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (self->book), key);

  return fact != NULL ? kiroku_pack_text (fact->name, kiroku_book_get_language (self->book)) : key;
}

static void
show_clock (KirokuObligationRow *self, const KirokuObligation *obligation)
{
  const char *name;
  g_autofree char *started = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->clock),
                          obligation->clock != NULL
                              && obligation->standing != KIROKU_STANDING_NOT_APPLICABLE);
  if (obligation->clock == NULL)
    return;
  name = get_fact_name (self, obligation->clock);
  if (obligation->clock_started == KIROKU_TIME_NONE)
    text = g_strdup_printf (_ ("The clock starts with “%s”, which is not known yet."), name);
  else
    {
      started = kiroku_page_dup_time (self->model, obligation->clock_started);
      /* Translators: the name of a fact, then a time. */
      text = g_strdup_printf (_ ("The clock started with “%s”, %s."), name, started);
    }
  gtk_label_set_text (self->clock, text);
}

static void
show_rule (KirokuObligationRow *self, const KirokuObligation *obligation)
{
  GtkWidget *chip = gtk_widget_get_next_sibling (GTK_WIDGET (self->rule));
  g_autofree char *source = kiroku_source_dup_name (obligation->source);
  g_autofree char *text
      = g_strdup_printf (obligation->hard ? _ ("Duty: %s") : _ ("Target: %s"), source);

  gtk_label_set_text (self->rule, text);
  if (chip == NULL)
    gtk_box_append (self->rule_box, kiroku_source_chip_new (obligation->confidence,
                                                            obligation->source, obligation->as_of));
}

/* --- What is asked --- */

static void
ask (KirokuObligationRow *self, const char *key, KirokuFacts *facts, GHashTable *wanted)
{
  KirokuPack *pack = kiroku_book_get_pack (self->book);
  const KirokuPackFact *fact = kiroku_pack_get_fact (pack, key);
  GtkWidget *field = g_hash_table_lookup (self->asked, key);

  if (fact == NULL)
    return;
  if (field == NULL)
    {
      field = kiroku_fact_field_new (self->model, fact, NULL);
      g_hash_table_insert (self->asked, g_strdup (key), field);
      gtk_box_append (self->fields, field);
    }
  kiroku_fact_field_show_fact (KIROKU_FACT_FIELD (field), facts);
  g_hash_table_add (wanted, (gpointer) key);
}

/* What is being changed, or has the keyboard, is not taken away. */
static gboolean
is_in_use (GtkWidget *field)
{
  return kiroku_fact_field_is_busy (KIROKU_FACT_FIELD (field))
         || (gtk_widget_get_state_flags (field) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
remove_answered (KirokuObligationRow *self, GHashTable *wanted, KirokuFacts *facts)
{
  GHashTableIter iter;
  gpointer key, field;

  g_hash_table_iter_init (&iter, self->asked);
  while (g_hash_table_iter_next (&iter, &key, &field))
    {
      if (g_hash_table_contains (wanted, key))
        continue;
      if (is_in_use (field))
        {
          kiroku_fact_field_show_fact (field, facts);
          continue;
        }
      gtk_box_remove (self->fields, field);
      g_hash_table_iter_remove (&iter);
    }
}

static void
show_fields (KirokuObligationRow *self, const KirokuObligation *obligation, KirokuFacts *facts)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  if (obligation->standing == KIROKU_STANDING_UNDECIDED
      && obligation->progress != KIROKU_PROGRESS_MET)
    for (guint i = 0; i < obligation->deciding->len; i++)
      ask (self, g_ptr_array_index (obligation->deciding, i), facts, wanted);
  for (guint i = 0; i < obligation->routing->len; i++)
    ask (self, g_ptr_array_index (obligation->routing, i), facts, wanted);
  if (obligation->standing != KIROKU_STANDING_NOT_APPLICABLE && obligation->clock != NULL
      && obligation->progress != KIROKU_PROGRESS_MET
      && obligation->clock_started == KIROKU_TIME_NONE)
    ask (self, obligation->clock, facts, wanted);
  remove_answered (self, wanted, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->ask), g_hash_table_size (self->asked) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->fields), g_hash_table_size (self->asked) > 0);
}

gboolean
kiroku_obligation_row_is_in_use (KirokuObligationRow *self)
{
  GHashTableIter iter;
  gpointer field;

  g_return_val_if_fail (KIROKU_IS_OBLIGATION_ROW (self), FALSE);

  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)) || self->word_popover != NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, self->asked);
  while (g_hash_table_iter_next (&iter, NULL, &field))
    if (kiroku_fact_field_is_busy (field))
      return TRUE;
  return FALSE;
}

void
kiroku_obligation_row_leave (KirokuObligationRow *self)
{
  GHashTableIter iter;
  gpointer field;

  g_return_if_fail (KIROKU_IS_OBLIGATION_ROW (self));

  g_hash_table_iter_init (&iter, self->asked);
  while (g_hash_table_iter_next (&iter, NULL, &field))
    kiroku_fact_field_leave (field);
}

/* --- The row --- */

static void
show_form (KirokuObligationRow *self, const KirokuObligation *obligation)
{
  gboolean ready
      = obligation->form != NULL
        && kiroku_pack_get_form (kiroku_book_get_pack (self->book), obligation->form) != NULL;
  g_autofree char *label = NULL;

  g_free (self->form);
  self->form = g_strdup (obligation->form);
  gtk_widget_set_visible (GTK_WIDGET (self->fill),
                          ready && obligation->standing != KIROKU_STANDING_NOT_APPLICABLE);
  /* Translators: the number of a form follows, such as F01. */
  label = g_strdup_printf (_ ("Fill in form %s"), ready ? obligation->form : "");
  gtk_button_set_label (self->fill, label);
  gtk_widget_set_visible (self->mark, kiroku_filing_may_meet (obligation));
}

/* That nothing has to be reported is not for one person to decide: what waits for the second is
 * seen without opening the row. */
gboolean
kiroku_obligation_awaits_approval (const KirokuObligation *obligation, GHashTable *approvals)
{
  const KirokuDecision *decision = obligation->decision;
  const KirokuApproval *word;

  if (decision == NULL || decision->applies || decision->withheld || decision->hash == NULL)
    return FALSE;
  word = kiroku_approvals_find (approvals, decision->hash, decision->key);
  return word == NULL || word->refused;
}

static void
show_texts (
    KirokuObligationRow *self, const KirokuObligation *obligation, GHashTable *approvals)
{
  const char *language = kiroku_book_get_language (self->book);
  const char *note = kiroku_pack_text (obligation->note, language);
  gboolean awaits = kiroku_obligation_awaits_approval (obligation, approvals);
  gboolean undecided = obligation->standing == KIROKU_STANDING_UNDECIDED
                       && obligation->progress != KIROKU_PROGRESS_MET; /* as the heading says */
  g_autofree char *subtitle = g_strdup_printf (
      "%s%s%s%s%s", kiroku_pack_text (obligation->recipient, language), undecided ? "" : " · ",
      undecided ? "" : kiroku_obligation_state_name (obligation), awaits ? " · " : "",
      awaits ? _ ("not approved by a second person") : "");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 kiroku_pack_text (obligation->label, language));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  if (g_strcmp0 (gtk_label_get_text (self->explanation), obligation->explanation) != 0)
    gtk_label_set_text (self->explanation, obligation->explanation);
  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != '\0');
}

void
kiroku_obligation_row_show (KirokuObligationRow *self,
                            const KirokuObligation *obligation,
                            const KirokuSnapshot *snapshot)
{
  g_return_if_fail (KIROKU_IS_OBLIGATION_ROW (self) && obligation != NULL && snapshot != NULL);

  if (self->id == NULL)
    self->id = g_strdup (obligation->rule);
  self->own = obligation->own;
  show_texts (self, obligation, snapshot->approvals);
  show_decision (self, obligation, snapshot->approvals);
  show_due (self, obligation);
  show_clock (self, obligation);
  show_rule (self, obligation);
  show_fields (self, obligation, snapshot->facts);
  show_form (self, obligation);
}

/* --- What became of it --- */

/* What met it, the first time: of a deadline that somebody stated, which may be any form.
 * (transfer none) (nullable) */
static const KirokuFiled *
find_filed (KirokuObligationRow *self, GHashTable *filings, const char **form)
{
  const KirokuFiled *found = NULL;
  GHashTableIter iter;
  gpointer id, filing;

  g_hash_table_iter_init (&iter, filings);
  while (g_hash_table_iter_next (&iter, &id, &filing))
    for (guint i = 0; i < ((const KirokuFiling *) filing)->filed->len; i++)
      {
        const KirokuFiled *filed = g_ptr_array_index (((const KirokuFiling *) filing)->filed, i);

        if ((found == NULL || filed->at < found->at)
            && g_ptr_array_find_with_equal_func (filed->rules, self->id, g_str_equal, NULL))
          {
            found = filed;
            *form = id;
          }
      }
  return found;
}

/* (transfer full) (nullable) */
static char *
dup_filing_text (KirokuObligationRow *self, GHashTable *filings, const char **form)
{
  const KirokuFiling *filing;
  const KirokuFiled *filed;

  if (self->own)
    {
      filed = find_filed (self, filings, form);
      return filed != NULL ? kiroku_filed_dup_text (filed, self->model) : NULL;
    }
  *form = self->form;
  filing = self->form != NULL ? g_hash_table_lookup (filings, self->form) : NULL;
  return filing != NULL ? kiroku_filing_dup_text (filing, self->model) : NULL;
}

void
kiroku_obligation_row_show_filings (KirokuObligationRow *self, GHashTable *filings)
{
  const char *form = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  g_return_if_fail (KIROKU_IS_OBLIGATION_ROW (self));

  if (filings != NULL)
    text = dup_filing_text (self, filings, &form);
  gtk_widget_set_visible (GTK_WIDGET (self->filing), text != NULL);
  if (text == NULL)
    return;
  /* Translators: the number of a form, then what became of it. */
  line = g_strdup_printf (_ ("Form %s: %s"), form, text);
  gtk_label_set_text (self->filing, line);
}

const char *
kiroku_obligation_row_get_rule (KirokuObligationRow *self)
{
  g_return_val_if_fail (KIROKU_IS_OBLIGATION_ROW (self), NULL);

  return self->id;
}

static gint64
get_now (gpointer book)
{
  return kiroku_book_get_now (book);
}

static void
kiroku_obligation_row_dispose (GObject *object)
{
  KirokuObligationRow *self = KIROKU_OBLIGATION_ROW (object);

  g_hash_table_remove_all (self->asked);
  kiroku_popover_remove (&self->word_popover);
  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);
  g_clear_object (&self->kept);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_OBLIGATION_ROW);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_obligation_row_parent_class)->dispose (object);
}

static void
kiroku_obligation_row_finalize (GObject *object)
{
  KirokuObligationRow *self = KIROKU_OBLIGATION_ROW (object);

  g_hash_table_unref (self->asked);
  g_clear_object (&self->book);
  g_clear_pointer (&self->decided, kiroku_decision_free);
  g_free (self->id);
  g_free (self->form);

  G_OBJECT_CLASS (kiroku_obligation_row_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, countdown);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, due);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, explanation);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, note);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, clock);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, rule_box);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, rule);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, decision_box);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, decision);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, word_icon);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, word);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, refuse);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, approve);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, filing);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, ask);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, fields);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, popover);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, applies);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, applies_not);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, approver);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, record);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, fill);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationRow, mark);
}

static void
kiroku_obligation_row_class_init (KirokuObligationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_obligation_row_dispose;
  object_class->finalize = kiroku_obligation_row_finalize;

  signals[FILL_FORM] = g_signal_new ("fill-form", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MARK_FILED]
      = g_signal_new ("mark-filed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, GTK_TYPE_WIDGET);

  g_type_ensure (KIROKU_TYPE_COUNTDOWN);
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "notifications/kiroku-obligation-row.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_cb);
  gtk_widget_class_bind_template_callback (widget_class, approve_cb);
  gtk_widget_class_bind_template_callback (widget_class, refuse_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_cb);
}

static void
kiroku_obligation_row_init (KirokuObligationRow *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_obligation_row_new (KirokuCaseModel *model)
{
  KirokuObligationRow *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (KIROKU_TYPE_OBLIGATION_ROW, NULL);
  self->model = g_object_ref (model);
  self->book = g_object_ref (kiroku_case_model_get_book (model));
  kiroku_countdown_set_clock (self->countdown, get_now, self->book);
  return GTK_WIDGET (self);
}
