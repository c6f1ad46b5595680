/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-mail-draft.h"

G_BEGIN_DECLS

/* Writes @draft, which is copied, as the file @path without waiting; never into the book's own files
 * (kiroku_book_check_target). Nothing is recorded: a mail that was not sent is nobody's deed. */
void kiroku_book_write_mail_async (KirokuBook *self,
                                   const KirokuMailDraft *draft,
                                   const char *path,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean kiroku_book_write_mail_finish (KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
