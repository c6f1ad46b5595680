/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-council.h"

#include "kiroku-case.h"
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

/* Whether the consultation is approved or sent by them. */
static gboolean
send_consultation (GPtrArray *drafts)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      const KirokuDraft *draft = g_ptr_array_index (drafts, i);

      if (!g_str_equal (draft->kind, "form.file") && !g_str_equal (draft->kind, "form.approve"))
        continue;
      for (guint j = 0; j < draft->fields->len; j++)
        {
          const KirokuField *field = g_ptr_array_index (draft->fields, j);

          if (g_str_equal (field->name, "form") && g_strcmp0 (field->text, CONSULTATION) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* Whether a consultation was approved or sent, of a case in which a date is stated, or is stated now. */
static gboolean
concerns (KirokuDb *db, const char *case_id, GPtrArray *drafts, gboolean *concerned, GError **error)
{
  g_autoptr (GPtrArray) forms = NULL;
  g_autoptr (KirokuFacts) facts = NULL;
  const KirokuFact *date;

  *concerned = FALSE;
  if (state_publication (drafts))
    {
      forms = kiroku_filing_list_forms (db, case_id, KIROKU_NOW, error);
      *concerned = forms != NULL
                   && g_ptr_array_find_with_equal_func (forms, CONSULTATION, g_str_equal, NULL);
      return forms != NULL;
    }
  if (!send_consultation (drafts))
    return TRUE;
  facts = kiroku_case_read_facts (db, case_id, KIROKU_NOW, error);
  date = facts != NULL ? kiroku_facts_get (facts, PUBLICATION) : NULL;
  *concerned = date != NULL && date->value[0] != '\0';
  return facts != NULL;
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
  g_autoptr (GPtrArray) tasks = NULL;
  gboolean concerned;

  if (playbook == NULL)
    return TRUE;
  if (!concerns (db, case_id, drafts, &concerned, error))
    return FALSE;
  if (!concerned)
    return TRUE;
  tasks = kiroku_task_list (db, case_id, KIROKU_NOW, error);
  if (tasks == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (following,
                                kiroku_playbook_draft_tasks (playbook->steps, tasks, -1));
  return TRUE;
}
