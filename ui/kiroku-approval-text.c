/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-approval-text.h"

#include <glib/gi18n.h>

#include "kiroku-line.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

static char *
dup_lack (const char *named)
{
  g_autofree char *name = NULL;

  if (named == NULL || *named == '\0')
    return g_strdup (_ ("Not approved by a second person yet"));
  name = kiroku_text_visible (named, TRUE);
  /* Translators: a name. */
  return g_strdup_printf (_ ("Not approved by a second person yet: %s is only named"), name);
}

char *
kiroku_approval_dup_text (KirokuCaseModel *model, const KirokuApproval *word, const char *named)
{
  g_autofree char *marked = NULL;
  g_autofree char *name = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  if (word == NULL)
    return dup_lack (named);
  marked = kiroku_line_mark_name (word->approver, word->unvouched);
  name = kiroku_text_visible (marked, TRUE);
  time = kiroku_page_dup_time (model, word->rec);
  /* Translators: a name, then a time. */
  return g_strdup_printf (word->refused ? _ ("Refused by %s, %s") : _ ("Approved by %s, %s"), name,
                          time);
}
