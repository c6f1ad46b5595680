/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-situation-private.h"

/* More owners are only counted. */
#define OWNERS_MAX 12

/* --- What is next ----------------------------------------------------------------------------- */

/* Nothing for one that is counted from nothing. (transfer full) */
static char *
show_left (const KirokuSituation *input, const KirokuObligation *duty)
{
  g_autofree char *length = NULL;

  if (duty->due_us == KIROKU_TIME_NONE || duty->us_left == KIROKU_TIME_NONE)
    return g_strdup ("");
  length = kiroku_words_duration (input->language, ABS (duty->us_left));
  return g_strdup_printf (duty->us_left < 0
                              ? kiroku_words (input->language, "　%s超過", ", %s overdue")
                              : kiroku_words (input->language, "　残り%s", ", %s left"),
                          length);
}

/* How sure the rule is, where it has to be shown. (transfer full) */
static char *
show_confidence (const KirokuSituation *input, const KirokuObligation *duty)
{
  if (duty->own || !kiroku_confidence_is_shown (duty->confidence))
    return g_strdup ("");
  return g_strdup_printf (kiroku_words (input->language, "［%s］", " [%s]"),
                          kiroku_words_confidence (input->language, duty->confidence));
}

/* Where @duty stands, the greatest first: what is past its end and what ends next; what is due at once or promptly,
 * which may be a dozen and must not push them off the page; what only an event makes due. Behind all of these, in the
 * same order, what nobody decided. */
static gint64
rank_duty (const KirokuObligation *duty)
{
  const gint64 behind = duty->standing == KIROKU_STANDING_UNDECIDED ? G_MAXINT64 / 4 : 0;
  gint64 rank = 0;

  if (duty->due_us != KIROKU_TIME_NONE)
    rank = G_MAXINT64 / 8 - duty->due_us;
  else if (duty->due_kind == KIROKU_DUE_IMMEDIATELY)
    rank = 2;
  else if (duty->due_kind == KIROKU_DUE_PROMPTLY)
    rank = 1;
  return rank - behind;
}

static void
add_deadline (const KirokuSituation *input, GPtrArray *items, const KirokuObligation *duty)
{
  g_autofree char *due = NULL, *left = NULL, *name = NULL, *confidence = NULL;

  if (duty->standing == KIROKU_STANDING_NOT_APPLICABLE || duty->watch
      || duty->progress == KIROKU_PROGRESS_MET)
    return;
  due = kiroku_report_due (duty, input->language);
  left = show_left (input, duty);
  name = kiroku_situation_name_duty (input, duty);
  confidence = show_confidence (input, duty);
  /* How sure it is stands in front of what may be cut off. */
  kiroku_situation_take_item (
      items, rank_duty (duty),
      g_strdup_printf (duty->standing == KIROKU_STANDING_UNDECIDED
                           ? kiroku_words (input->language, "%s%s%s　%s（該当するか未判定）",
                                           "%s%s%s: %s (undecided)")
                           : kiroku_words (input->language, "%s%s%s　%s", "%s%s%s: %s"),
                       due, left, confidence, name));
}

void
kiroku_situation_add_deadlines (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = kiroku_situation_items_new ();

  for (guint i = 0; i < input->obligations->len; i++)
    add_deadline (input, items, g_ptr_array_index (input->obligations, i));
  kiroku_situation_sort_items (items);
  kiroku_situation_add_items (page, KIROKU_SITUATION_DEADLINES,
                              kiroku_words (input->language, "次の期限", "Deadlines"), items,
                              items->len, kiroku_words (input->language, "なし", "None"));
}

/* First what the case's own people added or gave a time, then the present phase, what was left behind, what comes.
 */
static guint
rank_task (const KirokuSituation *input, const KirokuTask *task)
{
  const KirokuPhase phase = input->case_info->phase;

  return !task->has_phase || task->due_at != KIROKU_TIME_NONE ? 0 : task->phase == phase ? 1 : task->phase < phase ? 2 : 3;
}

/* (transfer full) */
static char *
dup_task (const KirokuSituation *input, const KirokuTask *task)
{
  const char *text = kiroku_task_get_text (task, input->language);

  const char *name = kiroku_report_or_withheld (input->language, text);
  g_autofree char *due = kiroku_report_dup_task_due (input->language, task, input->now, input->zone);

  if (due == NULL)
    return g_strdup (name);
  if (kiroku_task_is_overdue (task, input->now))
    return g_strdup_printf (kiroku_words (input->language, "%s（期限%s）", "%s (%s)"), name, due);
  return g_strdup_printf (kiroku_words (input->language, "%s（期限%s）", "%s (due %s)"), name, due);
}

/* The open ones of @owner (nullable) in that order; @withheld: of owners whose name is not here.
 * (transfer full) (element-type utf8) */
static GPtrArray *
list_tasks (const KirokuSituation *input, const char *owner, gboolean withheld)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint rank = 0; rank < 4; rank++)
    for (guint i = 0; i < input->tasks->len; i++)
      {
        const KirokuTask *task = g_ptr_array_index (input->tasks, i);

        if (task->state == KIROKU_TASK_OPEN && rank_task (input, task) == rank
            && task->owner_withheld == withheld && g_strcmp0 (task->owner, owner) == 0)
          g_ptr_array_add (names, dup_task (input, task));
      }
  return names;
}

/* Who is named as having open tasks, in the order in which they come. (transfer container) */
static GPtrArray *
list_owners (const KirokuSituation *input)
{
  GPtrArray *owners = g_ptr_array_new ();

  for (guint i = 0; i < input->tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (input->tasks, i);

      if (task->state == KIROKU_TASK_OPEN && task->owner != NULL
          && !g_ptr_array_find_with_equal_func (owners, task->owner, g_str_equal, NULL))
        g_ptr_array_add (owners, task->owner);
    }
  return owners;
}

/* @owner: (nullable): nobody, or people whose name is not here if @withheld. */
static void
append_tasks_of (KirokuSituationPage *page, GString *text, const char *owner, gboolean withheld)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) names = list_tasks (input, owner, withheld);
  g_autofree char *joined = kiroku_situation_join_names (page, KIROKU_SITUATION_TASKS, names);
  const char *nobody = withheld ? kiroku_report_or_withheld (input->language, NULL)
                                : kiroku_words (input->language, "担当未定", "Nobody yet");
  g_autofree char *name
      = kiroku_situation_cut (owner != NULL ? owner : nobody, KIROKU_SITUATION_PART);
  g_autofree char *line = g_strdup_printf (
      kiroku_words (input->language, "%s（%u件）：%s", "%s (%u): %s"), name, names->len, joined);

  if (names->len > 0)
    kiroku_situation_append_line (text, kiroku_words (input->language, "・", "• "), line);
}

void
kiroku_situation_add_tasks (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) owners = list_owners (input);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (owners->len, OWNERS_MAX); i++)
    append_tasks_of (page, text, g_ptr_array_index (owners, i), FALSE);
  if (owners->len > OWNERS_MAX)
    {
      g_autofree char *more
          = g_strdup_printf (kiroku_words (input->language, "ほか%u人に未了の作業がある",
                                           "%u more people have open tasks"),
                             owners->len - OWNERS_MAX);

      kiroku_situation_append_line (text, kiroku_words (input->language, "・", "• "), more);
    }
  append_tasks_of (page, text, NULL, TRUE);
  append_tasks_of (page, text, NULL, FALSE);
  kiroku_situation_add_row (page, kiroku_words (input->language, "未了の作業", "Open tasks"),
                            text->len > 0 ? text->str
                                          : kiroku_words (input->language, "なし", "None"));
}

/* --- What happened ---------------------------------------------------------------------------- */

/* @text and behind it @value, (nullable) what entry @hash says in @field, or that it is not here; @text alone
 * where nobody stated it. Takes @text. (transfer full) */
static char *
with_more (const KirokuSituation *input, char *text, const char *value, const char *hash, const char *field)
{
  const char *more
      = value != NULL ? value
                      : kiroku_report_name_absence (input->language, input->absent, hash, field, "");
  char *both;

  if (more[0] == '\0')
    return text;
  both = g_strdup_printf (kiroku_words (input->language, "%s ― %s", "%s — %s"), text, more);
  g_free (text);
  return both;
}

static void
add_call (const KirokuSituation *input, GPtrArray *items, const KirokuTold *told)
{
  g_autofree char *time = kiroku_situation_show_stamp (input, told->at);
  char *text
      = g_strdup_printf ("%s %s", time, kiroku_report_or_withheld (input->language,
                                                         kiroku_told_get_name (told, input->pack,
                                                                               input->language)));

  text = with_more (input, text, told->person, told->hash, "person");
  text = with_more (input, text, told->outcome, told->hash, "outcome");
  kiroku_situation_take_item (items, told->at, text);
}

static void
add_filing (const KirokuSituation *input, GPtrArray *items, const KirokuSituationFiling *filed)
{
  g_autofree char *time = kiroku_situation_show_stamp (input, filed->at);
  char *text = g_strdup_printf (kiroku_words (input->language, "%s %sを提出", "%s Filed: %s"), time,
                                filed->name);

  text = with_more (input, text, filed->to, filed->hash, "to");
  text = with_more (input, text, filed->receipt, filed->hash, "receipt");
  kiroku_situation_take_item (items, filed->at, text);
}

void
kiroku_situation_add_told (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = kiroku_situation_items_new ();

  for (guint i = 0; i < input->told->len; i++)
    add_call (input, items, g_ptr_array_index (input->told, i));
  for (guint i = 0; i < input->filed->len; i++)
    add_filing (input, items, g_ptr_array_index (input->filed, i));
  kiroku_situation_sort_items (items);
  kiroku_situation_add_items (
      page, KIROKU_SITUATION_TOLD,
      kiroku_words (input->language, "連絡・届出をした先", "Who was told"), items, items->len,
      kiroku_words (input->language, "記録されたものはない", "Nobody, as far as was recorded"));
}

void
kiroku_situation_add_changes (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = kiroku_situation_items_new ();
  g_autofree char *since = kiroku_situation_show_stamp (input, input->since);
  g_autofree char *label = g_strdup_printf (
      kiroku_words (input->language, "変更点\n%s～", "Changes since\n%s"), since);

  for (guint i = 0; i < input->changes->len; i++)
    {
      const KirokuLine *line = g_ptr_array_index (input->changes, i);
      g_autofree char *text
          = kiroku_report_describe (line, input->pack, input->zone, input->language);
      g_autofree char *author = kiroku_report_dup_author (line, input->language);
      g_autofree char *time = kiroku_situation_show_stamp (input, kiroku_line_get_time (line));

      kiroku_situation_take_item (
          items, 0,
          g_strdup_printf (kiroku_words (input->language, "%s %s：%s（%s）", "%s %s: %s (%s)"),
                           time, kiroku_report_label (line, input->language), text, author));
    }
  kiroku_situation_add_items (page, KIROKU_SITUATION_CHANGES, label, items, input->n_changes,
                              kiroku_words (input->language, "なし", "None"));
}
