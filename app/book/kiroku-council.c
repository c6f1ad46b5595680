/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-council.h"

#include "kiroku-entry.h"
#include "kiroku-filing.h"
#include "kiroku-playbook.h"
#include "kiroku-task.h"

#define CONSULTATION "F14"
#define PUBLICATION "publication.date"
#define PLAYBOOK "PB-COUNCIL"

static gboolean
states_publication (const KirokuDraft *draft)
{
  if (!g_str_equal (draft->kind, "case.set"))
    return FALSE;
  for (guint i = 0; i < draft->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (draft->fields, i);

      if (g_str_equal (field->name, PUBLICATION) && field->text != NULL && field->text[0] != '\0')
        return TRUE;
    }
  return FALSE;
}

static gboolean
state_publication (GPtrArray *drafts)
{
  for (guint i = 0; i < drafts->len; i++)
    if (states_publication (g_ptr_array_index (drafts, i)))
      return TRUE;
  return FALSE;
}

gboolean
kiroku_council_follow (KirokuDb *db,
                       KirokuPack *pack,
                       const char *case_id,
                       GPtrArray *drafts,
                       GPtrArray *following,
                       GError **error)
{
  const KirokuPackPlaybook *playbook = kiroku_pack_get_playbook (pack, PLAYBOOK);
  g_autoptr (GPtrArray) forms = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  guint ignored;

  if (playbook == NULL || !state_publication (drafts))
    return TRUE;
  forms = kiroku_filing_list_forms (db, case_id, KIROKU_NOW, error);
  if (forms == NULL)
    return FALSE;
  if (!g_ptr_array_find_with_equal_func (forms, CONSULTATION, g_str_equal, &ignored))
    return TRUE;
  tasks = kiroku_task_list (db, case_id, KIROKU_NOW, error);
  if (tasks == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (following,
                                kiroku_playbook_draft_tasks (playbook->steps, tasks, -1));
  return TRUE;
}
