/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book-coverage.h"
#include "kiroku-case-model.h"
#include "kiroku-trust.h"

G_BEGIN_DECLS

/* How the record of a case stands: what nothing outside bears out yet, and who writes in it. A value
 * read in the store's worker thread. */
typedef struct
{
  KirokuAnchored anchored;
  guint waiting;       /* requests for time stamps that nobody has answered */
  char *failure;       /* (nullable) why the first of them was not */
  gint64 erasures_due; /* erased by law, in any case, but traces are still to be cleared away */
  GPtrArray *authors;  /* of KirokuAuthor */
  GPtrArray *own;      /* of char *: the keys of who writes now */
} KirokuRecordState;

void kiroku_record_state_free (KirokuRecordState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuRecordState, kiroku_record_state_free)

gboolean kiroku_record_state_is_own (const KirokuRecordState *self, const char *key);

/* kiroku_store_run_finish() gives a KirokuRecordState. */
void kiroku_record_state_read_async (KirokuBook *book,
                                     const char *case_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/* Only what nothing outside bears out: a KirokuAnchored, freed with g_free(). */
void kiroku_unanchored_read_async (KirokuBook *book,
                                   const char *case_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* How many there are, and since when. (transfer full) */
char *kiroku_record_dup_unanchored (KirokuCaseModel *model, const KirokuUnanchored *unanchored);
/* How many of them somebody says are kept outside; NULL when nobody does. (transfer full) */
char *kiroku_record_dup_stated (const KirokuUnanchored *unanchored);

G_END_DECLS
