/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-explain.h"

#include <glib/gi18n.h>

#include "kiroku-decisions.h"
#include "kiroku-time.h"

typedef struct
{
  KirokuPack *pack;
  const KirokuPackObligation *rule;
  const KirokuObligation *obligation;
  const KirokuDeadline *deadline;
  const KirokuDeadlineInput *input;
  const char *language;
  GString *text;
} Explainer;

/* Appends a sentence; between two stands a blank, except after a full-width stop. */
static void G_GNUC_PRINTF (2, 3)
say (Explainer *explainer, const char *format, ...)
{
  va_list arguments;

  if (explainer->text->len > 0 && !g_str_has_suffix (explainer->text->str, "。"))
    g_string_append_c (explainer->text, ' ');
  va_start (arguments, format);
  g_string_append_vprintf (explainer->text, format, arguments);
  va_end (arguments);
}

static const char *
fact_name (Explainer *explainer, const char *key)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (explainer->pack, key);

  return fact != NULL ? kiroku_pack_text (fact->name, explainer->language) : key;
}

/* Whom the author named signed nothing; who did is another matter. */
static void
say_approvals (Explainer *explainer, const KirokuDecision *decision)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (kiroku_decision_awaits_named (decision))
    /* Translators: the name of a person. */
    say (explainer, _ ("Named as approver, not signed: %s."), decision->approver);
  if (decision->approvals == NULL || decision->approvals->len == 0)
    return;
  zone = g_time_zone_new_identifier (explainer->obligation->zone);
  for (guint i = 0; i < decision->approvals->len; i++)
    {
      g_autofree char *word
          = kiroku_approval_describe (g_ptr_array_index (decision->approvals, i), zone);

      /* Translators: who approved or refused, and when, as a sentence. */
      say (explainer, C_ ("approval", "%s."), word);
    }
}

static void
say_decision (Explainer *explainer)
{
  const KirokuDecision *decision = explainer->obligation->decision;

  if (decision == NULL)
    return;
  if (decision->withheld)
    /* Translators: a reason. */
    say (explainer, _ ("What was decided about whether it applies is withheld; the reason: %s."),
         kiroku_decision_get_reason (decision));
  else if (decision->applies)
    say (explainer, _ ("Decided that it applies: %s."), kiroku_decision_get_reason (decision));
  else
    say (explainer, _ ("Decided that it does not apply: %s."), kiroku_decision_get_reason (decision));
  if (decision->author != NULL)
    /* Translators: the name of a person. */
    say (explainer, _ ("Decided by %s."), decision->author);
  say_approvals (explainer, decision);
}

typedef struct
{
  Explainer *explainer;
  KirokuFacts *facts;
  GHashTable *seen; /* keys, a set */
  GString *names;
} Reasons;

static void
add_reason (const char *key, const char *id, gboolean equals, gpointer data)
{
  Reasons *reasons = data;
  const KirokuFact *fact = kiroku_facts_get (reasons->facts, key);

  /* what nobody has said anything of did not decide */
  if (fact == NULL || !g_hash_table_add (reasons->seen, (char *) key))
    return;
  g_string_append_printf (reasons->names, "%s%s", reasons->names->len > 0 ? C_ ("list", ", ") : "",
                          fact_name (reasons->explainer, key));
}

/* Why a rule counts the answer that nobody knows, as the question says. */
static void
say_why_unknown (const char *key, const char *id, gboolean equals, gpointer data)
{
  Reasons *reasons = data;
  Explainer *explainer = reasons->explainer;
  const KirokuPackFact *fact = kiroku_pack_get_fact (explainer->pack, key);

  if (g_strcmp0 (id, "unknown") == 0 && fact != NULL && fact->hint != NULL
      && g_str_equal (kiroku_facts_get_value (reasons->facts, key), id))
    say (explainer, "%s", kiroku_pack_text (fact->hint, explainer->language));
}

/* The facts by which it applies. */
static void
say_reasons (Explainer *explainer, KirokuFacts *facts)
{
  const KirokuDecision *decision = explainer->obligation->decision;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) names = g_string_new (NULL);
  Reasons reasons = { explainer, facts, seen, names };

  if (decision != NULL && !decision->withheld)
    return;
  kiroku_condition_foreach (explainer->rule->applies_if, add_reason, &reasons);
  if (names->len > 0)
    /* Translators: names of facts, as a list. */
    say (explainer, _ ("It applies by what was stated of: %s."), names->str);
  kiroku_condition_foreach (explainer->rule->applies_if, say_why_unknown, &reasons);
}

static void
say_undecided (Explainer *explainer)
{
  g_autoptr (GString) names = g_string_new (NULL);
  GPtrArray *keys = explainer->obligation->deciding;

  for (guint i = 0; i < keys->len; i++)
    /* Translators: what stands between the names of a list. */
    g_string_append_printf (names, "%s%s", i > 0 ? C_ ("list", ", ") : "",
                            fact_name (explainer, g_ptr_array_index (keys, i)));
  if (keys->len > 0)
    say (explainer, _ ("Whether it applies is undecided; it depends on: %s."), names->str);
  else
    say (explainer, _ ("By the facts alone it would not apply, but what was decided stands over them."));
  say (explainer, _ ("What follows is as if it applied."));
}

static void
say_days (Explainer *explainer, const char *started, const char *counted)
{
  const KirokuPackObligation *rule = explainer->rule;

  if (rule->first_day == KIROKU_FIRST_DAY_NOT_COUNTED)
    say (explainer,
         ngettext ("%u calendar day after %s ends on %s.", "%u calendar days after %s end on %s.",
                   rule->amount),
         rule->amount, started, counted);
  else
    say (explainer,
         ngettext ("%u calendar day from %s, that day being day 1, ends on %s.",
                   "%u calendar days from %s, that day being day 1, end on %s.", rule->amount),
         rule->amount, started, counted);
}

static void
say_months (Explainer *explainer, const char *started, const char *counted)
{
  say (explainer,
       ngettext ("%u month from %s ends on %s.", "%u months from %s end on %s.",
                 explainer->rule->amount),
       explainer->rule->amount, started, counted);
}

static void
say_business_days (Explainer *explainer, const char *started, const char *counted)
{
  const KirokuPackObligation *rule = explainer->rule;
  const KirokuCalendar *calendar = kiroku_pack_get_calendar (explainer->pack, rule->working_days);

  if (rule->first_day == KIROKU_FIRST_DAY_NOT_COUNTED)
    say (explainer,
         ngettext ("%u business day after %s ends on %s.", "%u business days after %s end on %s.",
                   rule->amount),
         rule->amount, started, counted);
  else
    say (explainer,
         ngettext ("%u business day from %s, that day included, ends on %s.",
                   "%u business days from %s, that day included, end on %s.", rule->amount),
         rule->amount, started, counted);
  /* Translators: the name of a calendar. */
  say (explainer, _ ("Days that are not counted: %s."),
       kiroku_pack_text (kiroku_calendar_get_name (calendar), explainer->language));
}

/* Where the last day ends before midnight. */
static void
say_ends_at (Explainer *explainer)
{
  guint minutes = explainer->rule->ends_at;

  if (minutes != 0)
    /* Translators: hour and minute, then a time zone such as Asia/Tokyo. */
    say (explainer, _ ("For this the day ends at %02u:%02u (%s)."), minutes / 60, minutes % 60,
         explainer->rule->zone);
}

static void
say_range (Explainer *explainer)
{
  g_autofree char *from = NULL;

  if (!g_date_valid (&explainer->deadline->counted_from))
    return;
  from = kiroku_deadline_day_text (&explainer->deadline->counted_from);
  say (explainer, _ ("The range begins on %s (%u)."), from, explainer->rule->amount_from);
}

static void
say_first_day (Explainer *explainer)
{
  const KirokuPackObligation *rule = explainer->rule;

  if (rule->first_day == KIROKU_FIRST_DAY_UNCLEAR)
    say (explainer, _ ("Whether the first day counts is not clear: the earlier date is taken."));
  else if (!rule->first_day_confirmed && rule->first_day == KIROKU_FIRST_DAY_COUNTED)
    say (explainer, _ ("That the first day counts is not confirmed: the earlier date is taken."));
  else if (!rule->first_day_confirmed)
    say (explainer, _ ("That the first day does not count is not confirmed."));
}

/* Whether closed days could move it, which is said where they do not. */
static gboolean
says_rolling (Explainer *explainer)
{
  if (explainer->input->rollover != NULL)
    return TRUE;
  if (explainer->rule->rollover != NULL)
    say (explainer, _ ("It is not known that closed days move it: the earlier end is taken."));
  else if (explainer->rule->unit != KIROKU_UNIT_BUSINESS_DAY)
    say (explainer, explainer->rule->unit == KIROKU_UNIT_HOUR ? _ ("Nights and closed days count.")
                                                              : _ ("Closed days do not move it."));
  return FALSE;
}

/* A time that is counted with, in the rule's zone, of which the offset is said. (transfer full) */
static char *
show_counted (gint64 us, GTimeZone *zone)
{
  g_autofree char *iso = kiroku_time_to_iso (us, zone);

  return kiroku_time_stated_to_text (iso, TRUE);
}

/* The time of day on the next open day to which a closed day moves the end. */
static void
say_moved_to_time (Explainer *explainer, const char *counted, const char *why)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (explainer->rule->zone);
  g_autofree char *due = show_counted (explainer->deadline->due_us, zone);

  say (explainer, _ ("%s is a closed day (%s): it ends on the next open day, at %s."), counted, why,
       due);
}

static void
say_roll_over (Explainer *explainer)
{
  const KirokuDeadline *deadline = explainer->deadline;
  g_autofree char *counted = kiroku_deadline_day_text (&deadline->counted);
  g_autofree char *due = kiroku_deadline_day_text (&deadline->due);
  g_autofree char *why = NULL;

  if (!says_rolling (explainer))
    return;
  why = kiroku_calendar_describe (explainer->input->rollover, &deadline->counted,
                                  explainer->language);
  if (deadline->moved_to_time)
    say_moved_to_time (explainer, counted, why);
  else if (g_date_valid (&deadline->due) && g_date_compare (&deadline->counted, &deadline->due) != 0)
    say (explainer, _ ("%s is a closed day (%s): it ends on the next open day, %s."), counted, why,
         due);
}

static void
say_date (Explainer *explainer)
{
  g_autofree char *started = kiroku_deadline_day_text (&explainer->deadline->started);
  g_autofree char *counted = kiroku_deadline_day_text (&explainer->deadline->counted);

  if (explainer->rule->unit == KIROKU_UNIT_MONTH)
    say_months (explainer, started, counted);
  else if (explainer->rule->unit == KIROKU_UNIT_BUSINESS_DAY)
    say_business_days (explainer, started, counted);
  else
    say_days (explainer, started, counted);
  say_range (explainer);
  say_first_day (explainer);
  say_ends_at (explainer);
  say_roll_over (explainer);
}

static void
say_hours_from (Explainer *explainer, guint hours, gint64 from, gint64 to, GTimeZone *zone)
{
  g_autofree char *started = show_counted (from, zone);
  g_autofree char *ended = show_counted (to, zone);

  say (explainer, ngettext ("%u hour from %s ends at %s.", "%u hours from %s end at %s.", hours),
       hours, started, ended);
}

/* The other clock, which ends it first. */
static void
say_capped (Explainer *explainer, GTimeZone *zone)
{
  const KirokuPackObligation *rule = explainer->rule;

  if (explainer->input->clock == KIROKU_TIME_NONE)
    /* Translators: names of facts. */
    say (explainer, _ ("“%s” is not known yet, so it is counted from “%s”, as the latest."),
         fact_name (explainer, rule->clock), fact_name (explainer, rule->latest));
  else
    say (explainer, _ ("It may not end later than counted from “%s”."),
         fact_name (explainer, rule->latest));
  say_hours_from (explainer, rule->latest_hours, explainer->input->latest,
                  explainer->deadline->counted_us, zone);
}

static void
say_hours (Explainer *explainer)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (explainer->rule->zone);

  if (explainer->deadline->capped)
    say_capped (explainer, zone);
  else
    say_hours_from (explainer, explainer->rule->amount, explainer->input->clock,
                    explainer->deadline->counted_us, zone);
  say_roll_over (explainer);
}

static void
say_due (Explainer *explainer)
{
  switch (kiroku_due_kind_for_unit (explainer->rule->unit))
    {
    case KIROKU_DUE_DATE:
      say_date (explainer);
      break;
    case KIROKU_DUE_TIME:
      say_hours (explainer);
      break;
    case KIROKU_DUE_PROMPTLY:
      say (explainer, _ ("Promptly: the rule sets no number of days."));
      break;
    case KIROKU_DUE_IMMEDIATELY:
      say (explainer, _ ("Immediately: the rule sets no number of hours."));
      break;
    case KIROKU_DUE_ON_EVENT:
      say (explainer, _ ("Due when it happens; it has happened."));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
say_met (Explainer *explainer)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *time = NULL;

  if (explainer->obligation->met == KIROKU_TIME_NONE)
    return;
  zone = g_time_zone_new_identifier (explainer->obligation->zone);
  time = kiroku_time_to_text (explainer->obligation->met, KIROKU_PRECISION_MINUTE, zone);
  /* Translators: a time. */
  say (explainer, _ ("Met: filed at %s."), time);
  if (kiroku_obligation_is_met_late (explainer->obligation))
    say (explainer, _ ("That was after the end."));
}

char *
kiroku_explain_duty (const KirokuObligation *obligation)
{
  Explainer explainer = { .obligation = obligation, .text = g_string_new (NULL) };

  say_decision (&explainer);
  say_met (&explainer);
  if (obligation->due_us == KIROKU_TIME_NONE)
    say (&explainer, _ ("By when it is due is withheld."));
  /* Translators: the name of a person. */
  say (&explainer, _ ("Stated by %s; it follows from no rule here."),
       obligation->source[0] != '\0' ? obligation->source : _ ("(withheld)"));
  return g_string_free (explainer.text, FALSE);
}

static void
say_not_started (Explainer *explainer)
{
  const KirokuPackObligation *rule = explainer->rule;
  const KirokuPackObligation *other
      = rule->clock_rule != NULL ? kiroku_pack_get_obligation (explainer->pack, rule->clock_rule)
                                 : NULL;

  if (other != NULL)
    /* Translators: what another rule asks for. */
    say (explainer, _ ("The clock has not started: “%s” has not been filed yet."),
         kiroku_pack_text (other->label, explainer->language));
  else
    say (explainer, _ ("The clock has not started: “%s” is not known yet."),
         fact_name (explainer, rule->clock));
}

/* What started it, where no fact did. */
static void
say_filing (Explainer *explainer)
{
  const char *id = explainer->rule->clock_rule;
  const KirokuPackObligation *other
      = id != NULL ? kiroku_pack_get_obligation (explainer->pack, id) : NULL;

  if (other != NULL)
    /* Translators: what another rule asks for. */
    say (explainer, _ ("It runs from the filing of “%s”."),
         kiroku_pack_text (other->label, explainer->language));
}

/* What it was before somebody stated another start. */
static void
say_changed (Explainer *explainer, const KirokuExplained *explained)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (explained->rule->zone);
  g_autofree char *started
      = kiroku_time_to_text (explained->started_before, KIROKU_PRECISION_MINUTE, zone);
  g_autofree char *end = kiroku_deadline_day_text (&explained->before.due);

  if (end == NULL && explained->before.due_us != KIROKU_TIME_NONE)
    end = show_counted (explained->before.due_us, zone);
  if (end != NULL)
    /* Translators: two times. */
    say (explainer, _ ("The start was changed: before it was %s, and the end %s."), started, end);
  else
    /* Translators: a time. */
    say (explainer, _ ("The start was changed: before it was %s."), started);
}

char *
kiroku_explain (KirokuPack *pack, const KirokuExplained *explained, const char *language)
{
  const KirokuObligation *obligation = explained->obligation;
  Explainer explainer = { .pack = pack,
                          .rule = explained->rule,
                          .obligation = obligation,
                          .deadline = explained->deadline,
                          .input = &explained->input,
                          .language = language,
                          .text = g_string_new (NULL) };

  say_decision (&explainer);
  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
    {
      if (obligation->decision == NULL)
        say (&explainer, _ ("By the facts it does not apply."));
      return g_string_free (explainer.text, FALSE);
    }
  say_met (&explainer);
  if (explained->rule->watch)
    say (&explainer, _ ("The rule is not in force yet: nothing is due. What follows is as if it were."));
  if (obligation->standing == KIROKU_STANDING_UNDECIDED)
    say_undecided (&explainer);
  else
    say_reasons (&explainer, explained->facts);
  if (explained->rivals)
    say (&explainer, _ ("Several people stated its start differently: the earlier is taken."));
  if (explained->deadline != NULL)
    {
      say_filing (&explainer);
      say_due (&explainer);
      if (explained->changed)
        say_changed (&explainer, explained);
    }
  else
    say_not_started (&explainer);
  return g_string_free (explainer.text, FALSE);
}
