/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-entry.h"
#include "kiroku-fact.h"
#include "kiroku-line.h"
#include "kiroku-phase.h"
#include "kiroku-task.h"

G_BEGIN_DECLS

/* What a person decides, as drafts of entries for the own journal. All (transfer full). Optional
 * texts may be NULL. */

typedef struct
{
  const char *number;
  const char *title;
  const char *type; /* id in the rule pack */
  int level;
  gboolean exercise;
  const char *pack; /* version of the rule pack */
} KirokuOpening;

KirokuDraft *kiroku_draft_case_open (const KirokuOpening *opening);
KirokuDraft *kiroku_draft_note (KirokuClass klass, const char *text, const KirokuTime *occ);
/* @note: hash of the note, never of a correction. */
KirokuDraft *kiroku_draft_correct (const char *note, const char *text, const char *reason);
/* Whether entries of @kind are decisions that somebody else can approve: phases, closing, notes, rules. */
gboolean kiroku_case_is_approvable (const char *kind);
/* Somebody else's word on the decision that is entry @subject: a phase, a closing, a note, a rule. */
KirokuDraft *kiroku_draft_approve (const char *subject, gboolean approved, const char *reason);
KirokuDraft *kiroku_draft_phase (KirokuPhase phase,
                                 const char *reason,
                                 const char *approver,
                                 const KirokuTime *occ);
KirokuDraft *kiroku_draft_close (gboolean close, const char *reason);
/* @value: canonical text as kiroku_fact_check_value() gives it. @has_state: @state is stated; else it
 * follows from whether there is a value. An integer fact is recorded as an integer. */
KirokuDraft *kiroku_draft_fact (const char *key,
                                KirokuFactType type,
                                const char *value,
                                gboolean has_state,
                                KirokuFactState state);
/* Says beside fact @key when its answer is expected (@state is investigating) or on what it rests (estimate);
 * @remark: as kiroku_fact_check_remark() gives it, "" says nothing. */
void kiroku_draft_add_remark (
    KirokuDraft *draft, const char *key, KirokuFactState state, const char *remark);
/* Adds a further fact to the same entry. */
void kiroku_draft_add_fact (KirokuDraft *draft,
                            const char *key,
                            KirokuFactType type,
                            const char *value);
KirokuDraft *kiroku_draft_task_add (const char *step,
                                    const char *phase,
                                    const char *text_ja,
                                    const char *text_en,
                                    const char *source);
KirokuDraft *kiroku_draft_task_set (const char *task, KirokuTaskState state, const char *reason);
/* The same, and who is to do it; "" for nobody any more. */
KirokuDraft *kiroku_draft_task_assign (
    const char *task, KirokuTaskState state, const char *reason, const char *owner);
/* Adds to @draft, a task that is added or set, who is to do it and by when (kiroku_task_parse_due()); "" for
 * nobody, or for no time, any more. */
void kiroku_draft_task_plan (KirokuDraft *draft, const char *owner, const char *due);

G_END_DECLS
