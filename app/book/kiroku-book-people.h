/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* The people who sign here, as a window shows them. */

typedef struct
{
  char *name;
  gboolean protected; /* by a passphrase */
  gboolean present;   /* who writes now */
  gboolean locked;    /* writes now, but the passphrase has not been given: nothing can be recorded */
} KirokuPerson;

void kiroku_person_free (KirokuPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPerson, kiroku_person_free)

/* Everybody, the present author first and then as they came; the present author also when there is no
 * key yet. It does not wait; reads files in the writer's thread. */
void kiroku_book_read_people_async (KirokuBook *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* (transfer full) (element-type KirokuPerson) */
GPtrArray *kiroku_book_read_people_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Sets, changes or, with NULL, takes away the passphrase of the present author's keys. A wrong
 * @passphrase (nullable: there is none) is KIROKU_JOURNAL_ERROR_LOCKED and changes nothing. */
void kiroku_book_protect_key_async (KirokuBook *self,
                                    const char *passphrase,
                                    const char *new_passphrase,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kiroku_book_protect_key_finish (KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
