/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-checkpoint.h"

G_BEGIN_DECLS

/* The heads whose case root the pages of a paper show, to be recorded once it was written or printed:
 * one checkpoint for one paper, however often it is saved and printed. For the main thread; only the
 * references may be taken and dropped elsewhere. */
typedef struct _KirokuPaperHeads KirokuPaperHeads;

/* @heads: (transfer full). (transfer full) */
KirokuPaperHeads *kiroku_paper_heads_new (KirokuCheckpoint *heads);
KirokuPaperHeads *kiroku_paper_heads_ref (KirokuPaperHeads *self);
void kiroku_paper_heads_unref (KirokuPaperHeads *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPaperHeads, kiroku_paper_heads_unref)

/* Records them, unless that was done. Whoever asks while it is under way waits for the same recording and is
 * told what came of it, also that it failed; then who asks next has them recorded anew. */
void kiroku_paper_heads_record_async (KirokuPaperHeads *self,
                                      KirokuBook *book,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean kiroku_paper_heads_record_finish (GAsyncResult *result, GError **error);

G_END_DECLS
