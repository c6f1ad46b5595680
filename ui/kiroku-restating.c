/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-restating.h"

#include <glib/gi18n.h>

char *
kiroku_restating_dup_time (KirokuCaseModel *model, const KirokuEntry *reading)
{
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  return kiroku_time_to_text (
      kiroku_entry_get_time (reading),
      reading->has_occ ? reading->occ.precision : KIROKU_PRECISION_SECOND,
      kiroku_book_get_zone (kiroku_case_model_get_book (model)));
}

KirokuFormDraft *
kiroku_restating_new_kept (KirokuCaseModel *model, const KirokuEntry *reading)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  name = g_strconcat ("correct-", reading->hash, NULL);
  return kiroku_form_draft_new (model, name);
}

KirokuDraft *
kiroku_restating_new_draft (
    const KirokuEntry *reading, const char *reason, const KirokuTime *time)
{
  KirokuDraft *draft;

  g_return_val_if_fail (reading != NULL, NULL);

  draft = kiroku_draft_new (reading->kind);
  kiroku_draft_set_occ (draft, time);
  kiroku_draft_restate (draft, reading, reason != NULL ? reason : "");
  return draft;
}

const char *
kiroku_restating_get_advice (void)
{
  return _ ("The original stays legible, struck through.");
}

const char *
kiroku_restating_find_fault (gboolean changed, const char *reason)
{
  if (!changed)
    return _ ("It still says the same: change what is wrong");
  if (reason == NULL)
    return _ ("Say why it is corrected");
  return NULL;
}

const char *
kiroku_restating_find_lost (
    const KirokuDraft *draft, const KirokuEntry *reading, const char *dropped)
{
  return kiroku_draft_find_lost (draft, reading, dropped) != NULL
             ? _ ("Something of it is withheld here and would be lost: state it, or let somebody correct it who has it.")
             : NULL;
}
