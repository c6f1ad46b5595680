/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-explain.h"

#include <glib/gi18n.h>

#include "kiroku-approval.h"
#include "kiroku-time.h"

typedef struct
{
  KirokuPack *pack;
  const KirokuPackObligation *rule;
  const KirokuObligation *obligation;
  const KirokuDeadline *deadline;
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

/* Whether somebody of this name signed that they approve, and it counts. */
static gboolean
has_signed (const KirokuDecision *decision, const char *name)
{
  for (guint i = 0; decision->approvals != NULL && i < decision->approvals->len; i++)
    {
      const KirokuApproval *word = g_ptr_array_index (decision->approvals, i);

      if (!word->refused && kiroku_approval_counts (word) && g_strcmp0 (word->approver, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whom the author named signed nothing; who did is another matter. */
static void
say_approvals (Explainer *explainer, const KirokuDecision *decision)
{
  const char *named = decision->approver;
  g_autoptr (GTimeZone) zone = NULL;

  if (named != NULL && *named != '\0' && !has_signed (decision, named))
    /* Translators: the name of a person. */
    say (explainer, _ ("Named as approver, not signed: %s."), named);
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
  if (decision->applies)
    say (explainer, _ ("Decided that it applies: %s."), decision->reason);
  else
    say (explainer, _ ("Decided that it does not apply: %s."), decision->reason);
  say_approvals (explainer, decision);
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
  say (explainer, _ ("Whether it applies is undecided; it depends on: %s."), names->str);
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

static void
say_roll_over (Explainer *explainer)
{
  const KirokuDeadline *deadline = explainer->deadline;
  const KirokuCalendar *calendar;
  g_autofree char *counted = kiroku_deadline_day_text (&deadline->counted);
  g_autofree char *due = kiroku_deadline_day_text (&deadline->due);
  g_autofree char *why = NULL;

  if (explainer->rule->rollover == NULL)
    {
      say (explainer, _ ("Closed days do not move it."));
      return;
    }
  if (g_date_compare (&deadline->counted, &deadline->due) == 0)
    return;
  calendar = kiroku_pack_get_calendar (explainer->pack, explainer->rule->rollover);
  why = kiroku_calendar_describe (calendar, &deadline->counted, explainer->language);
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
  else
    say_days (explainer, started, counted);
  say_range (explainer);
  say_first_day (explainer);
  say_roll_over (explainer);
}

static void
say_hours (Explainer *explainer)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (explainer->rule->zone);
  g_autofree char *started = kiroku_time_to_iso (explainer->obligation->clock_started, zone);
  g_autofree char *due = kiroku_time_to_iso (explainer->deadline->due_us, zone);

  say (explainer,
       ngettext ("%u hour from %s ends at %s.", "%u hours from %s end at %s.",
                 explainer->rule->amount),
       explainer->rule->amount, started, due);
  say (explainer, _ ("Nights and closed days count."));
}

static void
say_due (Explainer *explainer)
{
  switch (explainer->obligation->due_kind)
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
}

char *
kiroku_explain_duty (const KirokuObligation *obligation)
{
  Explainer explainer = { .obligation = obligation, .text = g_string_new (NULL) };

  say_decision (&explainer);
  say_met (&explainer);
  /* Translators: the name of a person. */
  say (&explainer, _ ("Stated by %s; it follows from no rule here."), obligation->source);
  return g_string_free (explainer.text, FALSE);
}

char *
kiroku_explain (KirokuPack *pack,
                const KirokuPackObligation *rule,
                const KirokuObligation *obligation,
                const KirokuDeadline *deadline,
                gboolean rivals,
                const char *language)
{
  Explainer explainer = { pack, rule, obligation, deadline, language, g_string_new (NULL) };

  say_decision (&explainer);
  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
    {
      if (obligation->decision == NULL)
        say (&explainer, _ ("By the facts it does not apply."));
      return g_string_free (explainer.text, FALSE);
    }
  say_met (&explainer);
  if (rule->watch)
    say (&explainer, _ ("The rule is not in force yet: nothing is due. What follows is as if it were."));
  if (obligation->standing == KIROKU_STANDING_UNDECIDED)
    say_undecided (&explainer);
  if (rivals)
    say (&explainer, _ ("Several people stated its start differently: the earlier is taken."));
  if (deadline != NULL)
    say_due (&explainer);
  else
    say (&explainer, _ ("The clock has not started: “%s” is not known yet."),
         fact_name (&explainer, rule->clock));
  return g_string_free (explainer.text, FALSE);
}
