/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* The organisation's own desks (kiroku-desks.h) of a book: what is stated is in kiroku_book_get_pack() once it
 * is durable, and told by ::desks-changed. Packs of before stay good as long as the book. */

/* A statement of the present author, now. @desk: (nullable): one that is added. (transfer full) */
KirokuDeskStatement *kiroku_book_new_desk_statement (
    KirokuBook *self, KirokuDeskAct act, const char *desk);

/* States it (transfer full), and waits. The id of the desk. (transfer full) */
char *kiroku_book_state_desk (
    KirokuBook *self, KirokuDeskStatement *statement, GError **error);
/* The same without waiting. @statement: (transfer full) */
void kiroku_book_state_desk_async (KirokuBook *self,
                                   KirokuDeskStatement *statement,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *kiroku_book_state_desk_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Tells by ::desks-changed what kiroku_desks_read_again() found in any thread since; on the main thread. */
void kiroku_book_tell_desks (KirokuBook *self);

G_END_DECLS
