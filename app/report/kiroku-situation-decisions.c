/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-situation-private.h"

#include "kiroku-decisions.h"
#include "kiroku-i18n.h"

/* @text, who said so and, below in brackets, who approved. @approvals: (nullable), one a line.
 * (transfer full) */
static char *
with_people (const KirokuSituation *input,
             const char *text,
             const char *author,
             const char *approvals)
{
  g_auto (GStrv) lines = approvals != NULL ? g_strsplit (approvals, "\n", -1) : NULL;
  g_autofree char *joined
      = lines != NULL ? g_strjoinv (kiroku_words (input->language, "／", "; "), lines) : NULL;

  if (joined == NULL)
    return g_strdup_printf (kiroku_words (input->language, "%s（%s）", "%s (%s)"), text, author);
  return g_strdup_printf (kiroku_words (input->language, "%s（%s。%s）", "%s (%s. %s)"), text,
                          author, joined);
}

static void
add_noted (const KirokuSituation *input, GPtrArray *items, const KirokuLine *line)
{
  g_autofree char *text = kiroku_report_describe (line, input->pack, input->zone, input->language);
  g_autofree char *author = kiroku_report_dup_author (line, input->language);
  g_autofree char *approvals = kiroku_line_describe_approvals (line, input->language, input->zone);
  g_autofree char *said = with_people (input, text, author, approvals);
  g_autofree char *time = kiroku_situation_show_stamp (input, kiroku_line_get_time (line));

  kiroku_situation_take_item (items, kiroku_line_get_time (line),
                              g_strdup_printf ("%s %s", time, said));
}

/* Of a phase for which somebody else stands, too. */
static void
add_entered (const KirokuSituation *input, GPtrArray *items, const KirokuVisit *visit)
{
  g_autofree char *signer = NULL, *time = NULL;
  const char *how;

  if (visit->withheld || (visit->signer == NULL && visit->approver == NULL))
    return;
  time = kiroku_situation_show_stamp (input, visit->start);
  signer = visit->signer != NULL
               ? kiroku_report_mark_name (visit->signer, visit->signer_unvouched, input->language)
               : g_strdup (visit->approver);
  how = visit->signer == NULL ? kiroku_words (input->language, "承認者として記入、署名なし",
                                              "named as approver, not signed")
        : visit->refused ? kiroku_words (input->language, "署名して却下", "signed: refused")
                         : kiroku_words (input->language, "署名して承認", "signed: approved");
  kiroku_situation_take_item (
      items, visit->start,
      g_strdup_printf (
          kiroku_words (input->language, "%s 段階「%s」へ（%s：%s）", "%s Phase %s (%s: %s)"), time,
          kiroku_words_phase (input->language, visit->phase), signer, how));
}

/* Who signed what of @decision, and that who was named has not; one a line, in the language of the thread as of
 * the page. (transfer full) (nullable): nobody did or was */
static char *
describe_approvals (const KirokuSituation *input, const KirokuDecision *decision)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *absent = decision->approver == NULL && decision->hash != NULL
                           ? kiroku_report_name_absence (input->language, input->absent,
                                                         decision->hash, "approver", NULL)
                           : NULL;

  if (absent != NULL)
    g_ptr_array_add (words, g_strdup_printf (kiroku_words (input->language, "承認者として記入：%s",
                                                           "named as approver: %s"),
                                             absent));
  if (kiroku_decision_awaits_named (decision))
    g_ptr_array_add (words,
                     g_strdup_printf (kiroku_words (input->language, "%s：承認者として記入、署名なし",
                                                    "%s: named as approver, not signed"),
                                      decision->approver));
  for (guint i = 0; decision->approvals != NULL && i < decision->approvals->len; i++)
    g_ptr_array_add (words, kiroku_approval_describe (decision->approvals->pdata[i], input->zone));
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return g_strjoinv ("\n", (char **) words->pdata);
}

static void
add_decided (const KirokuSituation *input, GPtrArray *items, const KirokuObligation *duty)
{
  const KirokuDecision *decision = duty->decision;
  g_auto (KirokuSpoken) spoken = kiroku_speak (input->language);
  g_autofree char *name = NULL, *text = NULL, *approvals = NULL;

  if (decision == NULL)
    return;
  name = kiroku_situation_name_duty (input, duty);
  approvals = describe_approvals (input, decision);
  text = g_strdup_printf (kiroku_words (input->language, "%s：%s ― %s", "%s: %s — %s"), name,
                          decision->withheld ? kiroku_report_or_withheld (input->language, NULL)
                          : decision->applies
                              ? kiroku_words (input->language, "該当する", "applies")
                              : kiroku_words (input->language, "該当しない", "does not apply"),
                          kiroku_decision_get_reason (decision));
  kiroku_situation_take_item (
      items, 0,
      with_people (input, text, kiroku_report_or_withheld (input->language, decision->author),
                   approvals));
}

void
kiroku_situation_add_taken (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = kiroku_situation_items_new ();

  for (guint i = 0; i < input->decisions->len; i++)
    add_noted (input, items, g_ptr_array_index (input->decisions, i));
  for (guint i = 0; i < input->visits->len; i++)
    add_entered (input, items, g_ptr_array_index (input->visits, i));
  for (guint i = 0; i < input->obligations->len; i++)
    add_decided (input, items, g_ptr_array_index (input->obligations, i));
  kiroku_situation_sort_items (items);
  kiroku_situation_add_items (
      page, KIROKU_SITUATION_TAKEN, kiroku_words (input->language, "決めたこと", "Decided"), items,
      input->n_decisions - input->decisions->len + items->len,
      kiroku_words (input->language, "記録されたものはない", "None recorded"));
}

/* What would decide whether the duty applies. (transfer full) */
static char *
name_deciding (const KirokuSituation *input, const KirokuObligation *duty)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < duty->deciding->len; i++)
    {
      const char *key = g_ptr_array_index (duty->deciding, i);
      const KirokuPackFact *fact = kiroku_pack_get_fact (input->pack, key);

      g_string_append_printf (names, "%s%s",
                              i > 0 ? kiroku_words (input->language, "、", ", ") : "",
                              fact != NULL ? kiroku_pack_text (fact->name, input->language) : key);
    }
  return g_string_free (names, FALSE);
}

/* That who was named has not signed, or refused and nothing was decided since. */
static void
add_unsigned (const KirokuSituation *input,
              GPtrArray *items,
              const KirokuDecision *decision,
              const char *name)
{
  const KirokuApproval *word = kiroku_decision_find_named (decision);
  gboolean refused = word != NULL && word->refused;

  if (refused)
    kiroku_situation_take_item (
        items, 0,
        g_strdup_printf (kiroku_words (input->language, "却下されたまま：%s（%s）",
                                       "Refused, not decided anew: %s (%s)"),
                         name, decision->approver));
  else if (kiroku_decision_awaits_named (decision))
    kiroku_situation_take_item (
        items, 0,
        g_strdup_printf (
            kiroku_words (input->language, "署名待ち：%s（%s）", "To be signed: %s (%s)"), name,
            decision->approver));
}

/* Whether it applies, or who was named and has not signed. */
static void
add_open_duty (const KirokuSituation *input, GPtrArray *items, const KirokuObligation *duty)
{
  const KirokuDecision *decision = duty->decision;
  g_autofree char *name = kiroku_situation_name_duty (input, duty);

  if (duty->standing == KIROKU_STANDING_UNDECIDED && duty->deciding != NULL && duty->deciding->len > 0)
    {
      g_autofree char *deciding = name_deciding (input, duty);

      kiroku_situation_take_item (
          items, 0,
          g_strdup_printf (kiroku_words (input->language, "該当するか：%s（決め手：%s）",
                                         "Does it apply: %s (decided by: %s)"),
                           name, deciding));
    }
  if (decision != NULL)
    add_unsigned (input, items, decision, name);
}

static void
add_open_phase (const KirokuSituation *input, GPtrArray *items, const KirokuVisit *visit)
{
  if (!visit->withheld && visit->approver != NULL && visit->approver[0] != '\0'
      && visit->signer == NULL)
    kiroku_situation_take_item (
        items, 0,
        g_strdup_printf (kiroku_words (input->language, "署名待ち：段階「%s」へ（%s）",
                                       "To be signed: phase %s (%s)"),
                         kiroku_words_phase (input->language, visit->phase), visit->approver));
}

static void
add_conflict (const KirokuSituation *input, GPtrArray *items, const KirokuConflict *conflict)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (input->pack, conflict->subject);
  const char *name = fact != NULL ? kiroku_pack_text (fact->name, input->language)
                     : g_str_equal (conflict->subject, KIROKU_CONFLICT_PHASE)
                         ? kiroku_words (input->language, "段階", "phase")
                     : g_str_equal (conflict->subject, KIROKU_CONFLICT_OPENING)
                         ? kiroku_words (input->language, "事案を開いた人", "who opened the case")
                         : conflict->subject;

  kiroku_situation_take_item (
      items, 0,
      g_strdup_printf (kiroku_words (input->language, "記録の食い違い：%s（%u通り）",
                                     "Contradiction: %s (%u readings)"),
                       name, conflict->rivals->len));
}

void
kiroku_situation_add_awaited (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = kiroku_situation_items_new ();

  for (guint i = 0; i < input->waiting->len; i++)
    kiroku_situation_take_item (
        items, 0,
        g_strdup_printf (
            kiroku_words (input->language, "様式の承認待ち：%s", "Form to be approved: %s"),
            (char *) g_ptr_array_index (input->waiting, i)));
  for (guint i = 0; i < input->visits->len; i++)
    add_open_phase (input, items, g_ptr_array_index (input->visits, i));
  for (guint i = 0; i < input->conflicts->len; i++)
    add_conflict (input, items, g_ptr_array_index (input->conflicts, i));
  for (guint i = 0; i < input->obligations->len; i++)
    add_open_duty (input, items, g_ptr_array_index (input->obligations, i));
  kiroku_situation_add_items (
      page, KIROKU_SITUATION_AWAITED,
      kiroku_words (input->language, "これから決めること", "To be decided"), items, items->len,
      kiroku_words (input->language, "記録から分かるものはない", "None that the record tells of"));
}
