/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-playbook.h"

#include "kiroku-case-drafts.h"

/* Two playbooks may ask for the same thing; it is to be done once. */
static gboolean
has_step (GPtrArray *steps, const KirokuPackStep *wanted)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const KirokuPackStep *step = g_ptr_array_index (steps, i);

      if (step->phase == wanted->phase && g_str_equal (step->text->ja, wanted->text->ja))
        return TRUE;
    }
  return FALSE;
}

static void
add_steps_of_phase (GPtrArray *to, GPtrArray *steps, KirokuPhase phase)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const KirokuPackStep *step = g_ptr_array_index (steps, i);

      if (step->phase == phase && !has_step (to, step))
        g_ptr_array_add (to, (gpointer) step);
    }
}

GPtrArray *
kiroku_playbook_select (KirokuPack *pack, const char *type_id, KirokuFacts *facts)
{
  const KirokuPackType *type;
  GPtrArray *steps;

  g_return_val_if_fail (pack != NULL && facts != NULL, NULL);

  steps = g_ptr_array_new ();
  type = kiroku_pack_get_type (pack, type_id);
  for (KirokuPhase phase = 0; type != NULL && phase < KIROKU_N_PHASES; phase++)
    {
      for (guint i = 0; type->playbooks[i] != NULL; i++)
        {
          const KirokuPackPlaybook *playbook = kiroku_pack_get_playbook (pack, type->playbooks[i]);

          if (kiroku_condition_evaluate (playbook->applies_if, facts, NULL) == KIROKU_TRUTH_YES)
            add_steps_of_phase (steps, playbook->steps, phase);
        }
      add_steps_of_phase (steps, type->steps, phase);
    }
  return steps;
}

static gboolean
has_task (GPtrArray *tasks, const char *step_id)
{
  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    if (g_strcmp0 (((KirokuTask *) g_ptr_array_index (tasks, i))->step, step_id) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
kiroku_playbook_draft_tasks (GPtrArray *steps, GPtrArray *tasks, int phase)
{
  GPtrArray *drafts;

  g_return_val_if_fail (steps != NULL, NULL);

  drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  for (guint i = 0; i < steps->len; i++)
    {
      const KirokuPackStep *step = g_ptr_array_index (steps, i);

      if ((phase < 0 || step->phase == (KirokuPhase) phase) && !has_task (tasks, step->item.id))
        g_ptr_array_add (drafts, kiroku_draft_task_add (step->item.id, kiroku_phase_id (step->phase),
                                                        step->text->ja, step->text->en,
                                                        step->item.source));
    }
  return drafts;
}

/* --- Gates --- */

static guint
count_open (const KirokuPackGate *rule, GPtrArray *tasks)
{
  guint n = 0;

  for (guint i = 0; i < tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (tasks, i);

      n += task->state == KIROKU_TASK_OPEN && task->has_phase && (rule->tasks & (1u << task->phase));
    }
  return n;
}

/* Of the tasks that stand for @rule's steps, how many there are and how many are done. */
static void
count_steps (const KirokuPackGate *rule, GPtrArray *tasks, guint *n, guint *n_done)
{
  *n = *n_done = 0;
  for (guint i = 0; i < tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (tasks, i);

      if (task->step == NULL || !g_strv_contains ((const char *const *) rule->steps, task->step))
        continue;
      ++*n;
      *n_done += task->state == KIROKU_TASK_DONE;
    }
}

/* What the facts say of @rule, or else its steps. FALSE when it is not asked in this case. */
static gboolean
judge (const KirokuPackGate *rule, KirokuFacts *facts, GPtrArray *tasks, KirokuTruth *holds)
{
  guint n, n_done;

  *holds = rule->holds_if != NULL ? kiroku_condition_evaluate (rule->holds_if, facts, NULL)
                                  : KIROKU_TRUTH_YES;
  if (rule->steps[0] == NULL)
    return TRUE;
  count_steps (rule, tasks, &n, &n_done);
  if (rule->holds_if == NULL)
    *holds = n_done == n ? KIROKU_TRUTH_YES : KIROKU_TRUTH_NO;
  else if (*holds == KIROKU_TRUTH_UNDECIDED && n > 0 && n_done == n)
    *holds = KIROKU_TRUTH_YES;
  return rule->holds_if != NULL || n > 0;
}

static gboolean
is_asked (GPtrArray *gates, const KirokuPackGate *rule)
{
  for (guint i = 0; rule->holds_if != NULL && i < gates->len; i++)
    {
      const KirokuPackGate *other = ((KirokuGate *) g_ptr_array_index (gates, i))->rule;

      if (other->holds_if != NULL
          && g_str_equal (kiroku_condition_get_text (other->holds_if),
                          kiroku_condition_get_text (rule->holds_if)))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
kiroku_playbook_check_gates (KirokuPack *pack,
                             KirokuPhase phase,
                             KirokuFacts *facts,
                             GPtrArray *tasks)
{
  GPtrArray *rules, *gates;

  g_return_val_if_fail (pack != NULL && facts != NULL && tasks != NULL, NULL);

  rules = kiroku_pack_get_gates (pack);
  gates = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rules->len; i++)
    {
      const KirokuPackGate *rule = g_ptr_array_index (rules, i);
      KirokuGate gate = { .rule = rule };

      if (rule->phase != phase || is_asked (gates, rule)
          || kiroku_condition_evaluate (rule->applies_if, facts, NULL) != KIROKU_TRUTH_YES
          || !judge (rule, facts, tasks, &gate.holds))
        continue;
      gate.n_open = count_open (rule, tasks);
      if (gate.n_open > 0)
        gate.holds = KIROKU_TRUTH_NO;
      g_ptr_array_add (gates, g_memdup2 (&gate, sizeof gate));
    }
  return gates;
}

guint
kiroku_playbook_count_unmet (GPtrArray *gates)
{
  guint n = 0;

  g_return_val_if_fail (gates != NULL, 0);

  for (guint i = 0; i < gates->len; i++)
    n += ((KirokuGate *) g_ptr_array_index (gates, i))->holds != KIROKU_TRUTH_YES;
  return n;
}
