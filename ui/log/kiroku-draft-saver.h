/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Keeps what is being typed in a file, at most 2 s behind the keyboard (design §3), so that it is
 * there again after a crash. Reading and writing happen in other threads; while something is
 * unwritten, the running GApplication is held.
 *
 * Signals:
 *   failed (const char *message): the text could not be kept; it is tried again with the next
 *   change. */
#define KIROKU_TYPE_DRAFT_SAVER (kiroku_draft_saver_get_type ())
G_DECLARE_FINAL_TYPE (KirokuDraftSaver, kiroku_draft_saver, KIROKU, DRAFT_SAVER, GObject)

/* @path: the file; its folder is made (0700) with the first text. (transfer full) */
KirokuDraftSaver *kiroku_draft_saver_new (const char *path);

/* Reads what an earlier run left, "" when there is nothing. Nothing is written before it is
 * done. */
void kiroku_draft_saver_load_async (KirokuDraftSaver *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* (transfer full) */
char *kiroku_draft_saver_load_finish (KirokuDraftSaver *self, GAsyncResult *result, GError **error);

/* @text shall be what the file holds; "" removes it, at once. */
void kiroku_draft_saver_set_text (KirokuDraftSaver *self, const char *text);
/* @part is in the record now: it need not be kept any more. */
void kiroku_draft_saver_drop (KirokuDraftSaver *self, const char *part);
/* Begins to write now what has not been written. */
void kiroku_draft_saver_flush (KirokuDraftSaver *self);

G_END_DECLS
