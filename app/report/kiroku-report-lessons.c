/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form.h"
#include "kiroku-report-private.h"

/* Widths of columns, in points. */
#define QUESTION_WIDTH 190
#define PHASE_WIDTH 76
#define COUNT_WIDTH 62
#define OWNER_WIDTH 130
#define DUE_WIDTH 92

/* Reasons of which there are more are only counted. */
#define REASONS_MAX 12

/* Facts that are lessons: the seven questions. */
static const char *const lesson_keys[]
    = { "lessons.happened",  "lessons.performance", "lessons.information", "lessons.hindrance",
        "lessons.next_time", "lessons.corrective",  "lessons.tools" };

/* And what is done about them. */
static const char *const prevention_keys[] = { "prevention.done", "prevention.planned" };

/* --- Lessons ---------------------------------------------------------------------------------- */

/* "" without an answer. (transfer full) */
static char *
show_answer (const KirokuReportInput *input, const KirokuPackFact *definition)
{
  return kiroku_form_show_fact (definition, kiroku_facts_get (input->facts, definition->item.id),
                                input->zone, input->language);
}

/* (transfer full) */
static char *
show_question (const KirokuReportInput *input, const KirokuPackFact *definition)
{
  const char *name = kiroku_pack_text (definition->name, input->language);

  if (definition->question == NULL)
    return g_strdup (name);
  return g_strdup_printf ("%s\n%s", name, kiroku_pack_text (definition->question, input->language));
}

void
kiroku_report_count_lessons (const KirokuReportInput *input, guint *n_asked, guint *n_answered)
{
  *n_asked = *n_answered = 0;
  for (guint i = 0; i < G_N_ELEMENTS (lesson_keys); i++)
    {
      const KirokuPackFact *definition = kiroku_pack_get_fact (input->pack, lesson_keys[i]);
      g_autofree char *answer = definition != NULL ? show_answer (input, definition) : NULL;

      *n_asked += definition != NULL;
      *n_answered += answer != NULL && answer[0] != '\0';
    }
}

/* @unanswered: to which the names of those are added that nobody answered. */
static void
add_answers (KirokuDocument *document,
             const KirokuReportInput *input,
             const char *const *keys,
             guint n,
             GString *unanswered)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->language, "問い", "Question"), QUESTION_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "回答", "Answer"), 0, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      const KirokuPackFact *definition = kiroku_pack_get_fact (input->pack, keys[i]);
      g_autofree char *answer = definition != NULL ? show_answer (input, definition) : NULL;

      if (definition == NULL)
        continue;
      if (answer[0] == '\0')
        {
          g_string_append_printf (unanswered, "%s%s",
                                  unanswered->len > 0 ? kiroku_words (input->language, "、", ", ")
                                                      : "",
                                  kiroku_pack_text (definition->name, input->language));
          continue;
        }
      g_ptr_array_add (cells, show_question (input, definition));
      g_ptr_array_add (cells, g_steal_pointer (&answer));
    }
  if (cells->len > 0)
    kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                     cells->len / G_N_ELEMENTS (columns),
                                     (const char *const *) cells->pdata);
}

static void
add_unanswered (KirokuDocument *document, const KirokuReportInput *input, const GString *names)
{
  g_autofree char *text = NULL;

  if (names->len == 0)
    return;
  text = g_strdup_printf (kiroku_words (input->language, "回答が記録されていない項目：%s",
                                        "No answer is recorded to: %s"),
                          names->str);
  kiroku_document_add_paragraph (document, text);
}

void
kiroku_report_add_lessons (KirokuDocument *document,
                           const KirokuReportInput *input,
                           KirokuReportLog *log)
{
  g_autoptr (GString) unanswered = g_string_new (NULL);

  add_answers (document, input, lesson_keys, G_N_ELEMENTS (lesson_keys), unanswered);
  add_unanswered (document, input, unanswered);
  if (kiroku_report_log_get_n_lessons (log) == 0)
    return;
  kiroku_document_add_heading (
      document, 2,
      kiroku_words (input->language, "見直しの段階の記録", "Notes of the phase of review"));
  kiroku_report_log_add_lessons (log, document);
}

/* --- Open work -------------------------------------------------------------------------------- */

/* How many tasks there are in each state, and open ones that somebody is to do. */
typedef struct
{
  guint n[KIROKU_REPORT_TASK_STATES];
  guint owned;
} Counts;

static gboolean
has_owner (const KirokuTask *task)
{
  return task->owner_withheld || (task->owner != NULL && task->owner[0] != '\0');
}

/* (transfer none): "" without one. */
static const char *
get_owner (const KirokuReportInput *input, const KirokuTask *task)
{
  if (task->owner_withheld)
    return kiroku_report_or_withheld (input->language, NULL);
  return task->owner != NULL ? task->owner : "";
}

/* @phase: KIROKU_N_PHASES for those of none. */
static guint
get_phase (const KirokuTask *task)
{
  return task->has_phase ? (guint) task->phase : KIROKU_N_PHASES;
}

static void
count_tasks (const KirokuReportInput *input, Counts *counts)
{
  for (guint i = 0; i < input->tasks->len; i++)
    {
      const KirokuTask *task = input->tasks->pdata[i];
      Counts *of = &counts[get_phase (task)];

      of->n[task->state]++;
      of->owned += task->state == KIROKU_TASK_OPEN && has_owner (task);
    }
}

static void
add_counts (GPtrArray *cells, const char *phase, const Counts *counts)
{
  g_ptr_array_add (cells, g_strdup (phase));
  g_ptr_array_add (cells, g_strdup_printf ("%u", counts->n[KIROKU_TASK_DONE]));
  g_ptr_array_add (cells, g_strdup_printf ("%u", counts->n[KIROKU_TASK_SKIPPED]));
  g_ptr_array_add (cells, g_strdup_printf ("%u", counts->n[KIROKU_TASK_OPEN]));
  g_ptr_array_add (cells, g_strdup_printf ("%u", counts->owned));
}

static void
sum_up (Counts *sum, const Counts *counts)
{
  for (guint i = 0; i < KIROKU_REPORT_TASK_STATES; i++)
    sum->n[i] += counts->n[i];
  sum->owned += counts->owned;
}

static gboolean
has_any (const Counts *counts)
{
  return counts->n[KIROKU_TASK_OPEN] + counts->n[KIROKU_TASK_DONE] + counts->n[KIROKU_TASK_SKIPPED]
         > 0;
}

static void
add_phases (KirokuDocument *document, const KirokuReportInput *input)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->language, "段階", "Phase"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "実施", "Done"), COUNT_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (input->language, "省略", "Skipped"), COUNT_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (input->language, "未実施", "Open"), COUNT_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (input->language, "未実施のうち担当者が決まっているもの", "Open, with an owner"),
      OWNER_WIDTH, KIROKU_ALIGN_END },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  Counts counts[KIROKU_N_PHASES + 1] = { 0 }, sum = { 0 };

  count_tasks (input, counts);
  for (guint i = 0; i <= KIROKU_N_PHASES; i++)
    {
      sum_up (&sum, &counts[i]);
      if (has_any (&counts[i]))
        add_counts (cells,
                    i < KIROKU_N_PHASES
                        ? kiroku_words_phase (input->language, i)
                        : kiroku_words (input->language, "段階の定めなし", "Of no phase"),
                    &counts[i]);
    }
  add_counts (cells, kiroku_words (input->language, "計", "All"), &sum);
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                   cells->len / G_N_ELEMENTS (columns),
                                   (const char *const *) cells->pdata);
}

static gboolean
has_due (const KirokuTask *task)
{
  return task->due != NULL || task->due_withheld;
}

/* One that has somebody to do it or a time by which, or that people of the case thought of themselves. */
static gboolean
is_named (const KirokuTask *task)
{
  return task->state == KIROKU_TASK_OPEN
         && (has_owner (task) || has_due (task) || task->step == NULL || task->step[0] == '\0');
}

/* @dated: there is a column of times. */
static void
add_named_task (GPtrArray *cells, const KirokuReportInput *input, const KirokuTask *task, gboolean dated)
{
  const char *text = kiroku_task_get_text (task, input->language);
  g_autofree char *due = kiroku_report_dup_task_due (input->language, task, input->now, input->zone);

  g_ptr_array_add (cells, g_strdup (has_owner (task)
                                        ? get_owner (input, task)
                                        : kiroku_words (input->language, "未定", "nobody yet")));
  if (dated)
    g_ptr_array_add (cells, g_strdup (due != NULL ? due : ""));
  g_ptr_array_add (
      cells, g_strdup (task->has_phase ? kiroku_words_phase (input->language, task->phase) : ""));
  g_ptr_array_add (cells, g_strdup (kiroku_report_or_withheld (input->language, text)));
}

/* Whether one of those named has a time. */
static gboolean
is_dated (const KirokuReportInput *input)
{
  for (guint i = 0; i < input->tasks->len; i++)
    if (is_named (input->tasks->pdata[i]) && has_due (input->tasks->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
add_named (KirokuDocument *document, const KirokuReportInput *input)
{
  const gboolean dated = is_dated (input);
  const KirokuColumn owner
      = { kiroku_words (input->language, "担当者", "Owner"), OWNER_WIDTH, KIROKU_ALIGN_START };
  const KirokuColumn due
      = { kiroku_words (input->language, "期限", "Due"), DUE_WIDTH, KIROKU_ALIGN_START };
  const KirokuColumn phase
      = { kiroku_words (input->language, "段階", "Phase"), PHASE_WIDTH, KIROKU_ALIGN_START };
  const KirokuColumn task = { kiroku_words (input->language, "作業", "Task"), 0, KIROKU_ALIGN_START };
  const KirokuColumn with_times[] = { owner, due, phase, task };
  const KirokuColumn without[] = { owner, phase, task };
  const guint n = dated ? G_N_ELEMENTS (with_times) : G_N_ELEMENTS (without);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < input->tasks->len; i++)
    if (is_named (input->tasks->pdata[i]))
      add_named_task (cells, input, input->tasks->pdata[i], dated);
  if (cells->len == 0)
    return;
  kiroku_document_add_heading (
      document, 2,
      kiroku_words (input->language, "担当者のいる作業と、この事案で加えた作業",
                    "Open tasks with an owner, and those that this case added"));
  kiroku_document_add_small_table (document, dated ? with_times : without, n, cells->len / n,
                                   (const char *const *) cells->pdata);
}

/* How often there is which text, in the order in which they came. */
typedef struct
{
  GHashTable *counts;
  GPtrArray *order; /* (element-type utf8): unowned */
} Tally;

static Tally
tally_new (void)
{
  return (Tally){ g_hash_table_new (g_str_hash, g_str_equal), g_ptr_array_new () };
}

static void
tally_clear (Tally *tally)
{
  g_hash_table_unref (tally->counts);
  g_ptr_array_unref (tally->order);
}

static guint
tally_get (const Tally *tally, const char *text)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (tally->counts, text));
}

static void
tally_add (Tally *tally, const char *text)
{
  const guint n = tally_get (tally, text);

  if (n == 0)
    g_ptr_array_add (tally->order, (gpointer) text);
  g_hash_table_insert (tally->counts, (gpointer) text, GUINT_TO_POINTER (n + 1));
}

/* How many open tasks each has. */
static void
add_owners (KirokuDocument *document, const KirokuReportInput *input)
{
  Tally owners = tally_new ();
  g_autoptr (GString) text = g_string_new (
      kiroku_words (input->language, "未実施の作業の担当者：", "Open tasks by owner: "));
  guint nobody = 0;

  for (guint i = 0; i < input->tasks->len; i++)
    {
      const KirokuTask *task = input->tasks->pdata[i];

      if (task->state != KIROKU_TASK_OPEN)
        continue;
      if (has_owner (task))
        tally_add (&owners, get_owner (input, task));
      else
        nobody++;
    }
  for (guint i = 0; i < owners.order->len; i++)
    g_string_append_printf (text, kiroku_words (input->language, "%s %u件、", "%s %u, "),
                            (char *) owners.order->pdata[i],
                            tally_get (&owners, owners.order->pdata[i]));
  g_string_append_printf (
      text, kiroku_words (input->language, "担当者未定 %u件。", "nobody yet %u."), nobody);
  kiroku_document_add_paragraph (document, text->str);
  tally_clear (&owners);
}

/* Below the reasons how many more there are than @shown. */
static void
add_more_reasons (KirokuDocument *document, const KirokuReportInput *input, guint n, guint shown)
{
  g_autofree char *more = NULL;

  if (n == shown)
    return;
  more = g_strdup_printf (kiroku_words (input->language, "ほかに%u通りの理由があります。",
                                        "There are %u more reasons."),
                          n - shown);
  kiroku_document_add_note (document, more);
}

static void
add_reasons (KirokuDocument *document, const KirokuReportInput *input, const Tally *reasons)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->language, "件数", "Tasks"), COUNT_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (input->language, "省略した理由", "Skipped because"), 0, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const guint shown = MIN (reasons->order->len, REASONS_MAX);

  for (guint i = 0; i < shown; i++)
    {
      const char *reason = reasons->order->pdata[i];

      g_ptr_array_add (cells, g_strdup_printf ("%u", tally_get (reasons, reason)));
      g_ptr_array_add (cells, g_strdup (reason[0] != '\0'
                                            ? reason
                                            : kiroku_words (input->language, "理由の記載なし",
                                                            "no reason stated")));
    }
  if (shown == 0)
    return;
  kiroku_document_add_heading (document, 2,
                               kiroku_words (input->language, "省略した作業", "Skipped tasks"));
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns), shown,
                                   (const char *const *) cells->pdata);
  add_more_reasons (document, input, reasons->order->len, shown);
}

/* (transfer none): "" where none was stated. */
static const char *
get_reason (const KirokuReportInput *input, const KirokuTask *task)
{
  if (task->reason_withheld)
    return kiroku_report_or_withheld (input->language, NULL);
  return task->reason != NULL ? task->reason : "";
}

/* The reasons, each once with how many tasks were skipped for it. */
static void
add_skipped (KirokuDocument *document, const KirokuReportInput *input)
{
  Tally reasons = tally_new ();

  for (guint i = 0; i < input->tasks->len; i++)
    {
      const KirokuTask *task = input->tasks->pdata[i];

      if (task->state == KIROKU_TASK_SKIPPED)
        tally_add (&reasons, get_reason (input, task));
    }
  add_reasons (document, input, &reasons);
  tally_clear (&reasons);
}

/* A state that is not here may be any: it was counted as open, and that is said. */
static void
note_withheld_states (KirokuDocument *document, const KirokuReportInput *input)
{
  g_autofree char *note = NULL;
  guint n = 0;

  for (guint i = 0; i < input->tasks->len; i++)
    n += ((const KirokuTask *) input->tasks->pdata[i])->state_withheld;
  if (n == 0)
    return;
  note = g_strdup_printf (kiroku_words (input->language, "未実施には、状態が開示されない作業%u件を含みます。",
                                        "Open tasks include %u whose state is withheld."),
                          n);
  kiroku_document_add_note (document, note);
}

void
kiroku_report_add_open_work (KirokuDocument *document, const KirokuReportInput *input)
{
  g_autoptr (GString) unanswered = g_string_new (NULL);

  add_answers (document, input, prevention_keys, G_N_ELEMENTS (prevention_keys), unanswered);
  add_unanswered (document, input, unanswered);
  if (input->tasks == NULL || input->tasks->len == 0)
    {
      kiroku_document_add_paragraph (
          document,
          kiroku_words (input->language, "作業の記録はありません。", "No task is recorded."));
      return;
    }
  add_phases (document, input);
  add_owners (document, input);
  add_named (document, input);
  add_skipped (document, input);
  note_withheld_states (document, input);
  kiroku_document_add_note (
      document,
      kiroku_words (
          input->language,
          "手順から加わった作業のうち担当者のないものは、数だけを示します。一つ一つは Kiroku "
          "の手順の"
          "一覧にあり、省略した作業とその理由は付録の記録にもあります。",
          "Tasks that the playbook added and that nobody owns are only counted. Each of them "
          "is in the playbook of Kiroku; what was skipped, and why, is in the annex, too."));
}
