/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-obligation.h"

#include <string.h>

#include "kiroku-addressee.h"
#include "kiroku-explain.h"
#include "kiroku-i18n.h"
#include "kiroku-lead-times.h"
#include "kiroku-start.h"
#include "kiroku-time.h"

/* What every rule of one computation is measured against. */
typedef struct
{
  KirokuPack *pack;
  const KirokuPackType *type; /* (nullable) */
  KirokuFacts *facts;
  GHashTable *decisions; /* (nullable) */
  GHashTable *met;       /* (nullable) */
  GHashTable *changes;   /* (nullable) */
  GHashTable *own;       /* (nullable) */
  gint64 now;
  const char *language;
} Context;

enum
{
  STATE_NOT_APPLICABLE,
  STATE_UNDECIDED,
  STATE_WAITING,
  STATE_RUNNING,
  STATE_DUE_SOON,
  STATE_DUE_TODAY,
  STATE_OVERDUE,
  STATE_MET,
  STATE_WATCH,
};

static const struct
{
  const char *id;
  const char *name;
} states[] = {
  [STATE_NOT_APPLICABLE] = { "not-applicable", NC_ ("obligation", "Does not apply") },
  [STATE_UNDECIDED] = { "undecided", NC_ ("obligation", "Undecided") },
  [STATE_WAITING] = { "waiting", NC_ ("obligation", "Clock not started") },
  [STATE_RUNNING] = { "running", NC_ ("obligation", "Running") },
  [STATE_DUE_SOON] = { "due-soon", NC_ ("obligation", "Due soon") },
  [STATE_DUE_TODAY] = { "due-today", NC_ ("obligation", "Due today") },
  [STATE_OVERDUE] = { "overdue", NC_ ("obligation", "Overdue") },
  [STATE_MET] = { "met", NC_ ("obligation", "Met") },
  [STATE_WATCH] = { "watch", NC_ ("obligation", "Not in force yet") },
};

KirokuDecision *
kiroku_decision_new (gboolean applies, const char *reason, const char *approver)
{
  KirokuDecision *decision = g_new0 (KirokuDecision, 1);

  decision->applies = applies;
  decision->reason = g_strdup (reason);
  decision->approver = g_strdup (approver);
  return decision;
}

KirokuDecision *
kiroku_decision_copy (const KirokuDecision *decision)
{
  KirokuDecision *copy
      = kiroku_decision_new (decision->applies, decision->reason, decision->approver);

  copy->withheld = decision->withheld;
  copy->reason_erased = decision->reason_erased;
  copy->hash = g_strdup (decision->hash);
  copy->key = g_strdup (decision->key);
  copy->author = g_strdup (decision->author);
  copy->approvals = decision->approvals != NULL ? g_ptr_array_ref (decision->approvals) : NULL;
  return copy;
}

void
kiroku_decision_free (KirokuDecision *decision)
{
  if (decision == NULL)
    return;
  g_free (decision->reason);
  g_free (decision->approver);
  g_free (decision->hash);
  g_free (decision->key);
  g_free (decision->author);
  g_clear_pointer (&decision->approvals, g_ptr_array_unref);
  g_free (decision);
}

void
kiroku_obligation_free (KirokuObligation *obligation)
{
  if (obligation == NULL)
    return;
  g_free (obligation->rule);
  g_free (obligation->jurisdiction);
  g_free (obligation->form);
  kiroku_pack_text_free (obligation->recipient);
  kiroku_pack_text_free (obligation->label);
  kiroku_pack_text_free (obligation->note);
  g_free (obligation->source);
  g_free (obligation->as_of);
  g_ptr_array_unref (obligation->deciding);
  g_ptr_array_unref (obligation->routing);
  kiroku_decision_free (obligation->decision);
  g_free (obligation->clock);
  g_free (obligation->clock_rule);
  g_free (obligation->zone);
  g_clear_pointer (&obligation->reminders, g_array_unref);
  g_free (obligation->explanation);
  g_free (obligation);
}

/* Without any end. */
static KirokuObligation *
obligation_new (void)
{
  KirokuObligation *obligation = g_new0 (KirokuObligation, 1);

  obligation->deciding = g_ptr_array_new_with_free_func (g_free);
  obligation->routing = g_ptr_array_new_with_free_func (g_free);
  obligation->reminders = g_array_new (FALSE, FALSE, sizeof (gint64));
  obligation->clock_started = KIROKU_TIME_NONE;
  obligation->due_us = KIROKU_TIME_NONE;
  obligation->us_left = KIROKU_TIME_NONE;
  obligation->met = KIROKU_TIME_NONE;
  g_date_clear (&obligation->due_from, 1);
  g_date_clear (&obligation->due, 1);
  return obligation;
}

static KirokuObligation *
copy_rule (const KirokuPackObligation *rule, const KirokuPackType *type)
{
  KirokuObligation *obligation = obligation_new ();

  obligation->rule = g_strdup (rule->item.id);
  obligation->jurisdiction = g_strdup (rule->jurisdiction);
  obligation->form = g_strdup (kiroku_pack_obligation_get_form (rule, type));
  obligation->recipient = kiroku_pack_text_copy (rule->recipient);
  obligation->label = kiroku_pack_text_copy (rule->label);
  obligation->note = kiroku_pack_text_copy (rule->note);
  obligation->hard = rule->hard;
  obligation->watch = rule->watch;
  obligation->source = g_strdup (rule->item.source);
  obligation->confidence = rule->item.confidence;
  obligation->as_of = g_strdup (rule->item.as_of);
  obligation->clock = g_strdup (rule->clock);
  obligation->clock_rule = g_strdup (rule->clock_rule);
  obligation->zone = g_strdup (rule->zone);
  obligation->due_kind = kiroku_due_kind_for_unit (rule->unit);
  obligation->ends_early = rule->ends_at != 0;
  return obligation;
}

static const KirokuDecision *
find_decision (Context *context, const char *rule)
{
  return context->decisions != NULL ? g_hash_table_lookup (context->decisions, rule) : NULL;
}

/* FALSE when nobody decided, or what they decided is withheld. */
static gboolean
apply_decision (Context *context, KirokuObligation *obligation)
{
  const KirokuDecision *decision = find_decision (context, obligation->rule);

  if (decision == NULL)
    return FALSE;
  obligation->decision = kiroku_decision_copy (decision);
  if (decision->withheld)
    return FALSE;
  obligation->standing
      = decision->applies ? KIROKU_STANDING_APPLIES : KIROKU_STANDING_NOT_APPLICABLE;
  return TRUE;
}

static void
set_standing (Context *context, const KirokuPackObligation *rule, KirokuObligation *obligation)
{
  static const KirokuStanding standings[] = {
    [KIROKU_TRUTH_NO] = KIROKU_STANDING_NOT_APPLICABLE,
    [KIROKU_TRUTH_UNDECIDED] = KIROKU_STANDING_UNDECIDED,
    [KIROKU_TRUTH_YES] = KIROKU_STANDING_APPLIES,
  };

  if (apply_decision (context, obligation))
    return;
  obligation->standing = standings[kiroku_condition_evaluate (rule->applies_if, context->facts,
                                                              obligation->deciding)];
  if (obligation->decision != NULL && obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
    obligation->standing = KIROKU_STANDING_UNDECIDED;
}

/* Once it is met nothing counts down; its end stays, to be compared. */
static void
apply_met (Context *context, KirokuObligation *obligation)
{
  const gint64 *met
      = context->met != NULL ? g_hash_table_lookup (context->met, obligation->rule) : NULL;

  if (met == NULL)
    return;
  obligation->met = *met;
  obligation->progress = KIROKU_PROGRESS_MET;
  obligation->us_left = KIROKU_TIME_NONE;
}

/* The day on which it ends, in the rule's zone; a moment at midnight ends the day before. */
static void
find_last_day (const KirokuObligation *obligation, GTimeZone *zone, GDate *day)
{
  kiroku_deadline_day_at (obligation->due_us - 1, zone, day);
}

static void
set_progress (Context *context, KirokuObligation *obligation, GTimeZone *zone)
{
  GDate today, last;

  if (obligation->watch)
    return;
  obligation->progress = KIROKU_PROGRESS_RUNNING;
  if (obligation->due_us == KIROKU_TIME_NONE)
    return;

  kiroku_deadline_day_at (context->now, zone, &today);
  find_last_day (obligation, zone, &last);
  obligation->us_left = obligation->due_us - context->now;
  if (g_date_valid (&obligation->due))
    obligation->days_left = g_date_days_between (&today, &obligation->due);
  if (obligation->us_left <= 0)
    obligation->progress = KIROKU_PROGRESS_OVERDUE;
  else if (g_date_compare (&today, &last) == 0)
    obligation->progress = KIROKU_PROGRESS_DUE_TODAY;
}

/* A closed day moves the end only where that is known: the earlier end is the safe one. */
static const KirokuCalendar *
find_rollover (Context *context, const KirokuPackObligation *rule)
{
  if (rule->rollover == NULL
      || (rule->rollover_if != NULL
          && kiroku_condition_evaluate (rule->rollover_if, context->facts, NULL)
                 != KIROKU_TRUTH_YES))
    return NULL;
  return kiroku_pack_get_calendar (context->pack, rule->rollover);
}

static gint64
find_clock (Context *context, const KirokuPackObligation *rule, GTimeZone *zone)
{
  if (rule->clock_rule != NULL)
    return kiroku_start_read_filing (context->met, rule->clock_rule);
  return kiroku_start_read_fact (context->facts, rule->clock, zone, NULL);
}

/* FALSE as long as no clock of it has started. */
static gboolean
find_start (Context *context,
            const KirokuPackObligation *rule,
            GTimeZone *zone,
            KirokuDeadlineInput *input)
{
  *input = (KirokuDeadlineInput){ .clock = find_clock (context, rule, zone),
                                  .latest = KIROKU_TIME_NONE,
                                  .rollover = find_rollover (context, rule) };
  if (rule->latest != NULL)
    input->latest = kiroku_start_read_fact (context->facts, rule->latest, zone, NULL);
  if (rule->working_days != NULL)
    input->working_days = kiroku_pack_get_calendar (context->pack, rule->working_days);
  return input->clock != KIROKU_TIME_NONE || input->latest != KIROKU_TIME_NONE;
}

static gboolean
has_rivals (Context *context, const KirokuPackObligation *rule, GTimeZone *zone)
{
  gboolean rivals = FALSE;

  if (rule->clock != NULL)
    kiroku_start_read_fact (context->facts, rule->clock, zone, &rivals);
  if (rule->latest != NULL)
    kiroku_start_read_fact (context->facts, rule->latest, zone, &rivals);
  return rivals;
}

/* The end it had before the start was stated differently; FALSE when it was not. */
static gboolean
find_before (Context *context, GTimeZone *zone, KirokuExplained *explained)
{
  const KirokuPackObligation *rule = explained->rule;
  KirokuDeadlineInput input = explained->input;

  if (rule->clock == NULL || input.clock == KIROKU_TIME_NONE)
    return FALSE;
  input.clock = kiroku_start_read_before (context->changes, context->facts, rule->clock, zone);
  if (input.clock == KIROKU_TIME_NONE || input.clock == explained->input.clock)
    return FALSE;
  explained->started_before = input.clock;
  kiroku_deadline_compute (rule, &input, zone, &explained->before);
  return TRUE;
}

static void
set_deadline (Context *context,
              const KirokuDeadline *deadline,
              KirokuObligation *obligation,
              GTimeZone *zone)
{
  if (deadline->moved_to_time)
    obligation->due_kind = KIROKU_DUE_TIME;
  else
    {
      obligation->due_from = deadline->due_from;
      obligation->due = deadline->due;
    }
  obligation->due_us = deadline->due_us;
  set_progress (context, obligation, zone);
}

static const KirokuCalendar *
find_lead_days (Context *context, const KirokuPackObligation *rule)
{
  const char *id = rule->remind_days != NULL    ? rule->remind_days
                   : rule->working_days != NULL ? rule->working_days
                                                : rule->rollover;

  return id != NULL ? kiroku_pack_get_calendar (context->pack, id) : NULL;
}

/* @rule: (nullable): that of a stated duty is NULL. */
static void
set_reminders (Context *context,
               const KirokuPackObligation *rule,
               KirokuObligation *obligation,
               GTimeZone *zone)
{
  KirokuLeadInput input = { .started = obligation->clock_started,
                            .due = obligation->due_us,
                            .zone = zone,
                            .calendar = rule != NULL ? find_lead_days (context, rule) : NULL };

  if (obligation->due_us == KIROKU_TIME_NONE || obligation->watch
      || obligation->standing == KIROKU_STANDING_NOT_APPLICABLE
      || obligation->progress == KIROKU_PROGRESS_MET)
    return;
  if (!kiroku_obligation_get_day (obligation, &input.last))
    input.last = obligation->due;
  g_array_unref (obligation->reminders);
  obligation->reminders = kiroku_lead_times_list (rule != NULL ? rule->remind : NULL, &input);
  if (obligation->progress == KIROKU_PROGRESS_RUNNING && obligation->reminders->len > 0
      && g_array_index (obligation->reminders, gint64, 0) <= context->now)
    obligation->progress = KIROKU_PROGRESS_DUE_SOON;
}

/* To whom it goes, as its form says. */
static void
set_recipient (Context *context, const KirokuPackObligation *rule, KirokuObligation *obligation)
{
  const KirokuPackForm *form
      = rule->form != NULL ? kiroku_pack_get_form (context->pack, rule->form) : NULL;
  gboolean asks = obligation->standing == KIROKU_STANDING_APPLIES
                  && obligation->progress != KIROKU_PROGRESS_MET && !obligation->watch;
  KirokuFacts *own = form != NULL && context->own != NULL
                         ? g_hash_table_lookup (context->own, rule->form)
                         : NULL;
  const KirokuPackAddressee *addressee
      = form != NULL
            ? kiroku_addressee_find (form, context->facts, own, asks ? obligation->routing : NULL)
            : NULL;

  if (addressee == NULL)
    return;
  kiroku_pack_text_free (obligation->recipient);
  obligation->recipient = kiroku_addressee_dup_text (addressee);
}

/* (transfer full) */
static KirokuObligation *
compute (Context *context, const KirokuPackObligation *rule)
{
  KirokuObligation *obligation = copy_rule (rule, context->type);
  /* the pack was refused if this zone did not exist */
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (rule->zone);
  KirokuExplained explained
      = { .rule = rule, .obligation = obligation, .facts = context->facts };
  KirokuDeadline deadline;

  g_assert (zone != NULL);

  set_standing (context, rule, obligation);
  if (find_start (context, rule, zone, &explained.input)
      && obligation->standing != KIROKU_STANDING_NOT_APPLICABLE)
    {
      kiroku_deadline_compute (rule, &explained.input, zone, &deadline);
      set_deadline (context, &deadline, obligation, zone);
      explained.deadline = &deadline;
      explained.changed = find_before (context, zone, &explained);
    }
  obligation->clock_started = explained.input.clock;
  apply_met (context, obligation);
  set_recipient (context, rule, obligation);
  set_reminders (context, rule, obligation, zone);
  explained.rivals = has_rivals (context, rule, zone);
  obligation->explanation = kiroku_explain (context->pack, &explained, context->language);
  return obligation;
}

/* @text, or that it is withheld, in @language. (transfer full) */
static char *
dup_stated (const char *text, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  return g_strdup (text != NULL ? text : _ ("(withheld)"));
}

/* What was withheld is shown as such. (transfer full) */
static KirokuPackText *
text_of_person (const char *text)
{
  KirokuPackText *both = g_new0 (KirokuPackText, 1);

  both->ja = dup_stated (text, "ja");
  both->en = dup_stated (text, "en");
  return both;
}

static char *
day_of (gint64 us, GTimeZone *zone)
{
  GDate day;

  kiroku_deadline_day_at (us, zone, &day);
  return kiroku_deadline_day_text (&day);
}

static KirokuObligation *
copy_duty (const KirokuDuty *duty, GTimeZone *zone)
{
  KirokuObligation *obligation = obligation_new ();

  obligation->rule = g_strdup (duty->id);
  obligation->own = TRUE;
  obligation->recipient = text_of_person (duty->recipient);
  obligation->label = text_of_person (duty->text);
  obligation->note = duty->reason != NULL ? text_of_person (duty->reason) : NULL;
  obligation->hard = TRUE;
  obligation->source = g_strdup (duty->author != NULL ? duty->author : "");
  obligation->confidence = KIROKU_CONFIDENCE_STATED;
  obligation->as_of = day_of (duty->stated, zone);
  obligation->due_kind = KIROKU_DUE_TIME;
  obligation->due_us = duty->due;
  obligation->zone = g_strdup (g_time_zone_get_identifier (zone));
  return obligation;
}

/* (transfer full) */
static KirokuObligation *
compute_duty (Context *context, const KirokuDuty *duty)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  KirokuObligation *obligation = copy_duty (duty, zone);

  if (!apply_decision (context, obligation))
    obligation->standing = KIROKU_STANDING_APPLIES;
  if (obligation->standing == KIROKU_STANDING_APPLIES)
    set_progress (context, obligation, zone);
  apply_met (context, obligation);
  set_reminders (context, NULL, obligation, zone);
  obligation->explanation = kiroku_explain_duty (obligation);
  return obligation;
}

/* Whether the type names it and its question is one to be asked. */
static gboolean
is_asked (Context *context, const KirokuPackObligation *rule)
{
  if (context->type != NULL && !kiroku_pack_type_has_obligation (context->type, rule->item.id))
    return FALSE;
  return rule->asked_if == NULL
         || kiroku_condition_evaluate (rule->asked_if, context->facts, NULL) == KIROKU_TRUTH_YES;
}

static gboolean
concerns (Context *context, const KirokuPackObligation *rule)
{
  return context->type == NULL || is_asked (context, rule)
         || find_decision (context, rule->item.id) != NULL
         || (context->met != NULL && g_hash_table_contains (context->met, rule->item.id))
         || kiroku_condition_evaluate (rule->applies_if, context->facts, NULL) == KIROKU_TRUTH_YES;
}

/* 0: has begun; 1: waits; 2: is met; 3: is not in force; 4: does not apply. */
static int
group_of (const KirokuObligation *obligation)
{
  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
    return 4;
  if (obligation->progress == KIROKU_PROGRESS_MET)
    return 2;
  if (obligation->watch)
    return 3;
  return obligation->progress == KIROKU_PROGRESS_WAITING ? 1 : 0;
}

/* What is due promptly or immediately is due since its clock started. */
static gint64
urgency_of (const KirokuObligation *obligation)
{
  return obligation->due_us != KIROKU_TIME_NONE ? obligation->due_us : obligation->clock_started;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const KirokuObligation *first = *(KirokuObligation *const *) a;
  const KirokuObligation *second = *(KirokuObligation *const *) b;
  gint64 first_us = urgency_of (first);
  gint64 second_us = urgency_of (second);

  if (group_of (first) != group_of (second))
    return group_of (first) - group_of (second);
  if (first_us != second_us)
    return first_us < second_us ? -1 : 1;
  return g_strcmp0 (first->rule, second->rule);
}

GPtrArray *
kiroku_obligations_compute (const KirokuObligationContext *given)
{
  Context context;
  GPtrArray *rules, *obligations;

  g_return_val_if_fail (given != NULL && given->pack != NULL, NULL);
  g_return_val_if_fail (given->facts != NULL, NULL);

  context = (Context){ .pack = given->pack,
                       .type = kiroku_pack_get_type (given->pack, given->type),
                       .facts = given->facts,
                       .decisions = given->decisions,
                       .met = given->met,
                       .changes = given->changes,
                       .own = given->own,
                       .now = given->now,
                       .language = given->language };
  rules = kiroku_pack_get_obligations (given->pack);
  obligations = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_obligation_free);
  for (guint i = 0; i < rules->len; i++)
    {
      const KirokuPackObligation *rule = g_ptr_array_index (rules, i);

      if (concerns (&context, rule))
        g_ptr_array_add (obligations, compute (&context, rule));
    }
  for (guint i = 0; given->duties != NULL && i < given->duties->len; i++)
    g_ptr_array_add (obligations,
                     compute_duty (&context, g_ptr_array_index (given->duties, i)));
  g_ptr_array_sort (obligations, compare);
  return obligations;
}

static void
add_once (GPtrArray *forms, char *form)
{
  if (!g_ptr_array_find_with_equal_func (forms, form, g_str_equal, NULL))
    g_ptr_array_add (forms, form);
}

GPtrArray *
kiroku_obligations_list_forms (GPtrArray *obligations, const KirokuPackType *type)
{
  GPtrArray *forms;

  g_return_val_if_fail (obligations != NULL, NULL);

  forms = g_ptr_array_new ();
  for (guint i = 0; type != NULL && type->forms[i] != NULL; i++)
    add_once (forms, type->forms[i]);
  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (obligation->form != NULL && obligation->standing != KIROKU_STANDING_NOT_APPLICABLE)
        add_once (forms, obligation->form);
    }
  return forms;
}

/* Whether something counts down in it, for certain or perhaps. */
static gboolean
is_counting (const KirokuObligation *obligation)
{
  return obligation->standing != KIROKU_STANDING_NOT_APPLICABLE && !obligation->watch
         && obligation->progress != KIROKU_PROGRESS_MET && obligation->due_us != KIROKU_TIME_NONE;
}

const KirokuObligation *
kiroku_obligations_get_next_certain (GPtrArray *obligations)
{
  g_return_val_if_fail (obligations != NULL, NULL);

  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (is_counting (obligation) && obligation->standing == KIROKU_STANDING_APPLIES)
        return obligation;
    }
  return NULL;
}

guint
kiroku_obligations_count_undecided (GPtrArray *obligations, guint *past)
{
  guint n = 0;

  g_return_val_if_fail (obligations != NULL && past != NULL, 0);

  *past = 0;
  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (!is_counting (obligation) || obligation->standing != KIROKU_STANDING_UNDECIDED)
        continue;
      n++;
      if (kiroku_obligation_is_past_undecided (obligation))
        (*past)++;
    }
  return n;
}

const KirokuObligation *
kiroku_obligations_get_next (GPtrArray *obligations)
{
  const KirokuObligation *next = NULL;

  g_return_val_if_fail (obligations != NULL, NULL);

  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (!is_counting (obligation))
        continue;
      /* They come nearest first; of two that end together the one that applies for certain. */
      if (next == NULL
          || (next->standing == KIROKU_STANDING_UNDECIDED && obligation->due_us == next->due_us
              && obligation->standing == KIROKU_STANDING_APPLIES))
        next = obligation;
    }
  return next;
}

const KirokuObligation *
kiroku_obligations_find (GPtrArray *obligations, const char *id)
{
  g_autofree char *prefix = NULL;
  const KirokuObligation *found = NULL;
  guint n = 0;

  g_return_val_if_fail (obligations != NULL && id != NULL, NULL);

  prefix = g_ascii_strdown (id, -1);
  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (g_str_equal (obligation->rule, id))
        return obligation;
      if (obligation->own && strlen (prefix) >= KIROKU_DUTY_DIGITS
          && g_str_has_prefix (obligation->rule, prefix))
        {
          found = obligation;
          n++;
        }
    }
  return n == 1 ? found : NULL;
}

static guint
state_of (const KirokuObligation *obligation)
{
  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
    return STATE_NOT_APPLICABLE;
  if (obligation->progress == KIROKU_PROGRESS_MET)
    return STATE_MET;
  if (obligation->watch)
    return STATE_WATCH;
  if (obligation->standing == KIROKU_STANDING_UNDECIDED)
    return STATE_UNDECIDED;
  return STATE_WAITING + (obligation->progress - KIROKU_PROGRESS_WAITING);
}

const char *
kiroku_obligation_state_id (const KirokuObligation *obligation)
{
  g_return_val_if_fail (obligation != NULL, NULL);

  return states[state_of (obligation)].id;
}

gboolean
kiroku_obligation_is_left (const KirokuObligation *obligation)
{
  g_return_val_if_fail (obligation != NULL, FALSE);

  return obligation->standing != KIROKU_STANDING_NOT_APPLICABLE && obligation->met == KIROKU_TIME_NONE;
}

gboolean
kiroku_obligation_is_met_late (const KirokuObligation *obligation)
{
  GDate day;

  g_return_val_if_fail (obligation != NULL, FALSE);

  if (obligation->met == KIROKU_TIME_NONE || obligation->due_us == KIROKU_TIME_NONE)
    return FALSE;
  /* A day is over at its end; who has until 17:00 is in time at 17:00. */
  if (kiroku_obligation_get_day (obligation, &day))
    return obligation->met >= obligation->due_us;
  return obligation->met > obligation->due_us;
}

gboolean
kiroku_obligation_is_past_undecided (const KirokuObligation *obligation)
{
  g_return_val_if_fail (obligation != NULL, FALSE);

  return state_of (obligation) == STATE_UNDECIDED
         && obligation->progress == KIROKU_PROGRESS_OVERDUE;
}

const char *
kiroku_obligation_state_name (const KirokuObligation *obligation)
{
  g_return_val_if_fail (obligation != NULL, NULL);

  if (state_of (obligation) == STATE_MET && obligation->due_us != KIROKU_TIME_NONE)
    return kiroku_obligation_is_met_late (obligation) ? C_ ("obligation", "Met late")
                                                      : C_ ("obligation", "Met in time");
  if (kiroku_obligation_is_past_undecided (obligation))
    return C_ ("obligation", "Undecided, date past");
  return g_dpgettext2 (NULL, "obligation", states[state_of (obligation)].name);
}

char *
kiroku_obligation_dup_due (const KirokuObligation *obligation)
{
  g_autoptr (GTimeZone) zone = NULL;

  g_return_val_if_fail (obligation != NULL, NULL);

  if (obligation->due_kind != KIROKU_DUE_TIME || obligation->due_us == KIROKU_TIME_NONE)
    return kiroku_deadline_day_text (&obligation->due);
  zone = g_time_zone_new_identifier (obligation->zone);
  return kiroku_time_to_iso (obligation->due_us, zone);
}

char *
kiroku_obligation_dup_due_at (const KirokuObligation *obligation)
{
  g_autoptr (GTimeZone) zone = NULL;
  GDate day;

  g_return_val_if_fail (obligation != NULL, NULL);

  if (obligation->due_us == KIROKU_TIME_NONE || kiroku_obligation_get_day (obligation, &day))
    return NULL;
  zone = g_time_zone_new_identifier (obligation->zone);
  return kiroku_time_to_iso (obligation->due_us, zone);
}

gboolean
kiroku_obligation_get_day (const KirokuObligation *obligation, GDate *day)
{
  g_autoptr (GTimeZone) zone = NULL;

  g_return_val_if_fail (obligation != NULL && day != NULL, FALSE);

  *day = obligation->due;
  if (!obligation->own || obligation->due_us == KIROKU_TIME_NONE)
    return g_date_valid (day) && !obligation->ends_early;
  zone = g_time_zone_new_identifier (obligation->zone);
  kiroku_deadline_day_at (obligation->due_us, zone, day);
  return obligation->due_us == kiroku_time_end_of_day (obligation->due_us, zone, NULL);
}

char *
kiroku_obligation_dup_both_zones (const KirokuObligation *obligation, GTimeZone *local)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *there = NULL, *here = NULL;
  /* the last minute of a day rather than the first of the next */
  gint64 end;

  g_return_val_if_fail (obligation != NULL && local != NULL, NULL);

  if (obligation->due_us == KIROKU_TIME_NONE || obligation->own)
    return NULL;
  zone = g_time_zone_new_identifier (obligation->zone);
  end = obligation->due_kind == KIROKU_DUE_DATE && !obligation->ends_early
            ? obligation->due_us - G_TIME_SPAN_MINUTE
            : obligation->due_us;
  there = kiroku_time_to_text (end, KIROKU_PRECISION_MINUTE, zone);
  here = kiroku_time_to_text (end, KIROKU_PRECISION_MINUTE, local);
  if (g_str_equal (there, here))
    return NULL;
  /* Translators: a time, the name of the zone it is of such as Europe/Brussels, the same time by the
   * clocks where the program runs. */
  return g_strdup_printf (_ ("%s %s (here: %s)"), there, obligation->zone, here);
}

char *
kiroku_obligation_dup_due_from (const KirokuObligation *obligation)
{
  g_return_val_if_fail (obligation != NULL, NULL);

  return kiroku_deadline_day_text (&obligation->due_from);
}
