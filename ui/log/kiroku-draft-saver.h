/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Keeps what is being typed in a file, at most 2 s behind the keyboard (design §3), so that it is
 * there again after a crash. Reading and writing happen in other threads; while something is
 * unwritten, the running GApplication is held.
 *
 * A file has one saver in the whole program, which several owners use: each view of the case for
 * what is typed in it, each entry on its way to the record for its text. The file holds the texts
 * of all of them and what nobody shows, one under the other. In the main thread only.
 *
 * What cannot be read or kept is said by the model of the case. What cannot be read is put aside, as a
 * file *.unread beside it; what the disk refuses is offered to it again every few seconds, also when its
 * case was left, as long as the program runs. */
#define KIROKU_TYPE_DRAFT_SAVER (kiroku_draft_saver_get_type ())
G_DECLARE_FINAL_TYPE (KirokuDraftSaver, kiroku_draft_saver, KIROKU, DRAFT_SAVER, GObject)

/* The saver of what is typed in the case of @model: its file is drafts/<id of the case>@suffix in the folder
 * of the book, which is made (0700) with the first text. (transfer full) */
KirokuDraftSaver *kiroku_draft_saver_get (KirokuCaseModel *model, const char *suffix);

/* Reads, once, what an earlier run left. Nothing is written before it is done. @callback is called when it was
 * read or could not be; its result tells no more. */
void kiroku_draft_saver_load_async (KirokuDraftSaver *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* What nobody shows, "" when there is nothing or it has not been read yet. Who takes it gives it
 * back by kiroku_draft_saver_set_text() before returning to the main loop. (transfer full) */
char *kiroku_draft_saver_take (KirokuDraftSaver *self);
/* @text is what @owner has not finished; "" when there is nothing. A file in which nothing is left
 * is removed at once. */
void kiroku_draft_saver_set_text (KirokuDraftSaver *self, gconstpointer owner, const char *text);
/* @owner goes: its text is kept for the next who takes it, and begins to be written. */
void kiroku_draft_saver_leave (KirokuDraftSaver *self, gconstpointer owner);
/* Begins to write now what has not been written. */
void kiroku_draft_saver_flush (KirokuDraftSaver *self);

G_END_DECLS
