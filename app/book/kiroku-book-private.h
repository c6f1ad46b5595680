/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book-anchor.h"
#include "kiroku-book.h"
#include "kiroku-import.h"
#include "kiroku-journal.h"
#include "kiroku-signer.h"

G_BEGIN_DECLS

/* One write: drafts are made by @make inside the writer's transaction. */
typedef struct
{
  KirokuBook *book;
  char *case_id;
  char *author; /* (nullable): who asked for it; if somebody else writes by now it is not recorded */
  KirokuDraftsFunc make;
  gpointer data;
  GDestroyNotify free_data;
} KirokuWrite;

/* Takes @data, unless @free_data is NULL: then it must live until the write is done. */
KirokuWrite *kiroku_write_new (KirokuBook *book,
                               const char *case_id,
                               KirokuDraftsFunc make,
                               gpointer data,
                               GDestroyNotify free_data);

/* Adds to @drafts the checkpoint that is due after @entries; @data is the hash table of case ids with
 * the time of the last one known of each. */
gboolean kiroku_book_follow (KirokuDb *db,
                             const char *case_id,
                             GPtrArray *entries,
                             GPtrArray *drafts,
                             gpointer data,
                             GError **error);

/* What kiroku_book_get_pack() gives from now on has what the desks state by now. On the main thread. */
void kiroku_book_take_desks (KirokuBook *self);

/* Fills in what of the book an import needs; @options must not outlive it. */
void kiroku_book_prepare_import (KirokuBook *self, KirokuImportOptions *options);

/* Both take @write. What they return leaves out the checkpoints that followed.
 * (transfer full) (element-type KirokuEntry) */
GPtrArray *kiroku_book_write (KirokuBook *self, KirokuWrite *write, GError **error);
void kiroku_book_write_async (KirokuBook *self,
                              KirokuWrite *write,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *kiroku_book_write_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* As kiroku_book_append_async(), but only in the name of @author: what takes long may be done when somebody else
 * writes. Ended by kiroku_book_write_finish(). */
void kiroku_book_append_by_async (KirokuBook *self,
                                  const char *author,
                                  const char *case_id,
                                  GPtrArray *drafts,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Finishes erasures that are due (kiroku-book-erase.h), letting others write first. What is cancelled
 * or fails stays due. In a thread that is none of the store's. */
void kiroku_book_finish_erasures_idly (KirokuBook *self, GCancellable *cancellable);

/* Runs @func on the data of @task in a thread; @callback gets @task, (transfer full), in the caller's context.
 * The thread's own task has no source, for a book must not go away in a thread. */
void kiroku_book_run_in_thread (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback);

/* For a KirokuDraftsFunc: a list of the one @draft, which it takes. (transfer full) */
GPtrArray *kiroku_write_one_draft (KirokuDraft *draft);
/* Of what was written the one entry that was asked for. Takes @entries, which may be NULL.
 * (transfer full) (nullable) */
KirokuEntry *kiroku_write_take_first (GPtrArray *entries);

/* An anchor of @outside in @case_id. */
KirokuWrite *kiroku_book_write_anchor (
    KirokuBook *self, const char *case_id, const KirokuOutsideHead *outside);

/* FALSE, with an error, while something in the database acts on what is written: what was found is looked
 * for again, as it may have been taken away since. In the writer's thread. */
gboolean kiroku_book_check_foreign (KirokuBook *self, KirokuDb *db, GError **error);

/* The key that signs for the author in @case_id. In the writer's thread. (transfer full) */
KirokuKey *kiroku_book_get_signing_key (
    KirokuBook *self, KirokuDb *db, const char *case_id, GError **error);
/* The ids of the keys whose copy @case_id is here: those kept on this computer and those pinned, as a
 * set. (transfer full) */
GHashTable *kiroku_book_list_own (KirokuBook *self, const char *case_id, GError **error);
/* Of the present author. It changes with the person: to be asked for in the writer's thread. */
KirokuSigner *kiroku_book_get_signer (KirokuBook *self);

G_END_DECLS
