/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* The time-stamp authorities that the profile names. */

/* An authority of the profile: `tsa.N.url`, `tsa.N.name`, `tsa.N.ca`, N from 1 to 9. */
typedef struct
{
  char *url;
  char *name; /* by default the url */
  char *ca;   /* (nullable) PEM file of certificates its stamps must lead to */
} KirokuAuthority;

void kiroku_book_authority_free (KirokuAuthority *authority);
/* (transfer full) (element-type KirokuAuthority) */
GPtrArray *kiroku_book_list_authorities (KirokuBook *self);
/* The token, as base64 of DER, by which the authority at @url answers @query, which is of @root: it
 * must lead to one of the certificates in @ca (nullable). It waits for the network.
 * (transfer full) */
char *kiroku_book_ask_authority (const char *url,
                                 const char *ca,
                                 const char *root,
                                 GBytes *query,
                                 GCancellable *cancellable,
                                 GError **error);
/* The PEM files that the profile names, for time stamps that are there already: also of those who
 * are not asked any more. One that holds no certificates is left out; *@unread (optional) says of
 * each of these what is wrong, in the user's language. It reads them all. (transfer full) */
char **kiroku_book_list_trusted (KirokuBook *self, char ***unread);
/* Whether @key is one of theirs in the profile. */
gboolean kiroku_book_is_authority_key (const char *key);
/* @value as it is kept under such a @key. (transfer full) */
char *kiroku_book_check_authority_value (const char *key, const char *value, GError **error);

G_END_DECLS
