/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-drafts.h"

#include "kiroku-case-fold.h"

KirokuDraft *
kiroku_draft_case_open (const KirokuOpening *opening)
{
  KirokuDraft *draft = kiroku_draft_new ("case.open");

  kiroku_draft_set_text (draft, "number", opening->number);
  kiroku_draft_set_text (draft, "title", opening->title);
  kiroku_draft_set_text (draft, "type", opening->type);
  kiroku_draft_set_integer (draft, "level", opening->level);
  kiroku_draft_set_integer (draft, "exercise", opening->exercise);
  kiroku_draft_set_text (draft, "pack", opening->pack);
  return draft;
}

KirokuDraft *
kiroku_draft_note (KirokuClass klass, const char *text, const KirokuTime *occ)
{
  KirokuDraft *draft = kiroku_draft_new ("note");

  kiroku_draft_set_text (draft, "class", kiroku_class_id (klass));
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_occ (draft, occ);
  return draft;
}

KirokuDraft *
kiroku_draft_correct (const char *note, const char *text, const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new ("correct");

  kiroku_draft_set_ref (draft, "corrects", note);
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

gboolean
kiroku_case_is_approvable (const char *kind)
{
  static const char *const kinds[]
      = { "case.phase", "case.level", "case.close", "case.reopen", "obligation.decide", "note", NULL };

  g_return_val_if_fail (kind != NULL, FALSE);

  return g_strv_contains (kinds, kind);
}

KirokuDraft *
kiroku_draft_approve (const char *subject, gboolean approved, const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new ("approve");

  kiroku_draft_set_ref (draft, "approves", subject);
  kiroku_draft_set_text (draft, "decision", approved ? "approved" : "refused");
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

KirokuDraft *
kiroku_draft_phase (KirokuPhase phase,
                    const char *reason,
                    const char *approver,
                    const KirokuTime *occ)
{
  KirokuDraft *draft = kiroku_draft_new ("case.phase");

  kiroku_draft_set_text (draft, "phase", kiroku_phase_id (phase));
  kiroku_draft_set_text (draft, "reason", reason);
  kiroku_draft_set_text (draft, "approver", approver);
  kiroku_draft_set_occ (draft, occ);
  return draft;
}

KirokuDraft *
kiroku_draft_close (gboolean close, const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new (close ? "case.close" : "case.reopen");

  kiroku_draft_set_text (draft, "reason", reason != NULL ? reason : "");
  return draft;
}

void
kiroku_draft_add_fact (KirokuDraft *draft,
                       const char *key,
                       KirokuFactType type,
                       const char *value)
{
  if (type == KIROKU_FACT_INTEGER && value[0] != '\0')
    kiroku_draft_set_integer (draft, key, g_ascii_strtoll (value, NULL, 10));
  else
    kiroku_draft_set_text (draft, key, value);
}

void
kiroku_draft_add_remark (
    KirokuDraft *draft, const char *key, KirokuFactState state, const char *remark)
{
  const char *prefix = kiroku_fact_get_remark_prefix (state);
  g_autofree char *field = NULL;

  g_return_if_fail (draft != NULL && key != NULL && remark != NULL);

  if (prefix == NULL || remark[0] == '\0')
    return;
  field = g_strconcat (prefix, key, NULL);
  kiroku_draft_set_text (draft, field, remark);
}

KirokuDraft *
kiroku_draft_fact (const char *key,
                   KirokuFactType type,
                   const char *value,
                   gboolean has_state,
                   KirokuFactState state)
{
  KirokuDraft *draft = kiroku_draft_new ("case.set");
  g_autofree char *state_field = g_strconcat (KIROKU_FACT_STATE_PREFIX, key, NULL);

  kiroku_draft_add_fact (draft, key, type, value);
  if (has_state)
    kiroku_draft_set_text (draft, state_field, kiroku_fact_state_id (state));
  return draft;
}

KirokuDraft *
kiroku_draft_task_add (const char *step,
                       const char *phase,
                       const char *text_ja,
                       const char *text_en,
                       const char *source)
{
  KirokuDraft *draft = kiroku_draft_new ("task.add");

  kiroku_draft_set_text (draft, "step", step != NULL ? step : "");
  kiroku_draft_set_text (draft, "phase", phase);
  kiroku_draft_set_text (draft, "text_ja", text_ja);
  kiroku_draft_set_text (draft, "text_en", text_en);
  kiroku_draft_set_text (draft, "source", source);
  return draft;
}

KirokuDraft *
kiroku_draft_task_set (const char *task, KirokuTaskState state, const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new ("task.set");

  kiroku_draft_set_ref (draft, "task", task);
  kiroku_draft_set_text (draft, "state", kiroku_task_state_id (state));
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

KirokuDraft *
kiroku_draft_task_assign (
    const char *task, KirokuTaskState state, const char *reason, const char *owner)
{
  KirokuDraft *draft = kiroku_draft_task_set (task, state, reason);

  kiroku_draft_set_text (draft, "owner", owner);
  return draft;
}

void
kiroku_draft_task_plan (KirokuDraft *draft, const char *owner, const char *due)
{
  kiroku_draft_set_text (draft, "owner", owner);
  kiroku_draft_set_text (draft, "due", due);
}
