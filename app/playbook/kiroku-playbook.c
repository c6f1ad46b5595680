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

  g_return_val_if_fail (pack != NULL && type_id != NULL && facts != NULL, NULL);

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
