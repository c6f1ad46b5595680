/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What comes of withholding something from a package, beside what was named. A line of text for people says
 * which value or file it is. */
typedef struct
{
  GPtrArray *too;     /* (element-type utf8): stays here as well, for it tells what was named */
  GPtrArray *repeats; /* (element-type utf8): goes, and holds words of what was named */
} KirokuWithheldToo;

void kiroku_withheld_too_free (KirokuWithheldToo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuWithheldToo, kiroku_withheld_too_free)

/* @names and @files: as in KirokuExportOrder. */
void kiroku_withheld_too_read_async (KirokuCaseModel *model,
                                     const char *const *names,
                                     const char *const *files,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (transfer full) */
KirokuWithheldToo *kiroku_withheld_too_read_finish (
    KirokuCaseModel *model, GAsyncResult *result, GError **error);

G_END_DECLS
