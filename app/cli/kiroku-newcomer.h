/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Whoever signs for the first time gets a key, and that is said. A name that only a slip of the
 * fingers tells from that of somebody who signs here gets none: what was signed as somebody else
 * stays so. */

/* A KirokuBookAdmit. KIROKU_BOOK_ERROR_INPUT for a name that is most likely mistyped; `key add`
 * makes a key for whoever has it all the same. */
gboolean kiroku_newcomer_admit (KirokuPeople *people, const char *name, GError **error);

/* The names of all who have a key; NULL when they cannot be read. (transfer full) (nullable)
 * (element-type utf8) */
GPtrArray *kiroku_newcomer_list_signers (KirokuPeople *people);

/* What there is to say when @author has a key now and is not among @before; NULL when there is nothing,
 * and for the very first person. (transfer full) (nullable) */
char *kiroku_newcomer_describe (KirokuPeople *people, GPtrArray *before, const char *author);

/* The one of @names that is most like @name, when it is so like that a slip of the fingers tells them
 * apart; else NULL. Names that differ by numbers alone are meant to. (transfer none) (nullable) */
const char *kiroku_newcomer_find_like (GPtrArray *names, const char *name);

G_END_DECLS
