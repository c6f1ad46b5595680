/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-obligation.h"

G_BEGIN_DECLS

/* A fact on which it depends whether something has to be reported at all, or to whom. */
typedef struct
{
  char *fact;         /* key */
  gboolean open;      /* nobody has said anything of it yet, not even that it cannot be said */
  guint n_hard;       /* how many of those below are duties, not targets */
  GPtrArray *settles; /* (element-type KirokuObligation): what hangs on it, nearest end first; borrowed */
  GPtrArray *routes;  /* (element-type KirokuObligation): to whom that goes hangs on it; borrowed */
  GPtrArray *opens;   /* (element-type KirokuPackObligation): rules about which nothing is asked before it is
                         answered; borrowed */
} KirokuQuestion;

void kiroku_question_free (KirokuQuestion *question);

/* What to ask about the undecided ones of @obligations and those of which it is open to whom they go. They
 * were computed from the other arguments and, like @pack, must outlive the answer. Left out is what does not
 * have to be decided any more: what is met, and what is not in force yet.
 *
 * A question that was answered without deciding anything (it is not known, or is under investigation) comes
 * after those that were not; then comes first what more duties hang on, then what more of anything, then
 * what hangs on the nearest end. A rule that is asked about only under a condition
 * (KirokuPackObligation.asked_if) adds what would fulfil that and does not stand in the rule's own condition.
 * @type: of the case: id. (transfer full) (element-type KirokuQuestion) */
GPtrArray *kiroku_obligations_list_questions (GPtrArray *obligations,
                                              KirokuFacts *facts,
                                              KirokuPack *pack,
                                              const char *type);

G_END_DECLS
