/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

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

/* Of what is to be exported of @case_id, without waiting. @names and @files: as in KirokuExportOrder. */
void kiroku_book_find_withheld_async (KirokuBook *self,
                                      const char *case_id,
                                      const char *const *names,
                                      const char *const *files,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* (transfer full) */
KirokuWithheldToo *kiroku_book_find_withheld_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
