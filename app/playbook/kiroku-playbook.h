/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack.h"
#include "kiroku-task.h"

G_BEGIN_DECLS

/* playbook — the preset steps of an incident type, phase by phase, as tasks. */

/* The steps for a case of @type_id: for each phase those of its base playbooks that apply by @facts, in the
 * type's order, then the type's own; what two of them ask for stands once. A playbook whose condition is
 * undecided is left out: entering a phase later adds what has become due. The steps belong to @pack. @type_id:
 * (nullable) withheld: there are none.
 * (transfer container) (element-type KirokuPackStep) */
GPtrArray *kiroku_playbook_select (KirokuPack *pack, const char *type_id, KirokuFacts *facts);

/* Drafts of `task.add`, both languages, for those of @steps that no task in @tasks (nullable)
 * (element-type KirokuTask) stands for yet. Only @phase, unless it is negative.
 * (transfer full) (element-type KirokuDraft) */
GPtrArray *kiroku_playbook_draft_tasks (GPtrArray *steps, GPtrArray *tasks, int phase);

/* What should be true before a phase is entered, and whether it is. */
typedef struct
{
  const KirokuPackGate *rule; /* belongs to the pack */
  KirokuTruth holds;          /* undecided: nobody has recorded it */
  guint n_open;               /* tasks that are still open, of those it asks about */
} KirokuGate;

/* The gates of @phase that apply by @facts, in the pack's order, judged by @facts and @tasks
 * (element-type KirokuTask). What two of them ask of the same facts stands once.
 * (transfer full) (element-type KirokuGate) */
GPtrArray *kiroku_playbook_check_gates (KirokuPack *pack,
                                        KirokuPhase phase,
                                        KirokuFacts *facts,
                                        GPtrArray *tasks);
/* How many of @gates are not known to hold. */
guint kiroku_playbook_count_unmet (GPtrArray *gates);

G_END_DECLS
