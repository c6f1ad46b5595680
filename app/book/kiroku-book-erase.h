/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Erasing by law. All wait for the disk. */

/* What is erased, and why. */
typedef struct
{
  const char *entry;    /* at least 8 digits of an entry's id, with @field; or */
  const char *field;
  const char *item;     /* an item of evidence, whose file goes */
  const char *law;      /* what requires it */
  const char *reason;
  const char *approver; /* (nullable) */
} KirokuErasing;

/* Records the erasure and carries it out: when it returns the value is in no file of the case book, nor
 * the evidence file, unless another case needs it. The `erase` entry (transfer full).
 * KIROKU_JOURNAL_ERROR_HELD, _KEPT, _UNKNOWN; KIROKU_STORE_ERROR_BUSY when others read for so long that
 * old pages could not be cleared away: then the erasure is recorded, and the window or `kiroku-cli rebuild` clears them. */
KirokuEntry *kiroku_book_erase (
    KirokuBook *self, const char *case_id, const KirokuErasing *erasing, GError **error);

/* Clears away what recorded erasures left: old pages of the database, and evidence files. In a thread
 * that is none of the store's. What is not finished, because the program ended or others read, stays
 * due. The whole database is written anew: who only reads does not call it. */
gboolean kiroku_book_finish_erasures (KirokuBook *self, GError **error);

/* Takes up what is due, if anything is, in a thread of its own and when nobody else has something to
 * write: for a program that stays. FALSE when it cannot be read whether anything is. */
gboolean kiroku_book_resume_erasures (KirokuBook *self, GError **error);

G_END_DECLS
