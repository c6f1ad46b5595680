/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-people.h"

G_BEGIN_DECLS

/* Whoever could not go on with a key in a case (put back to an earlier state, revoked, lost, forked)
 * goes on with a further one, which counts only once somebody vouches for it. They read files and
 * the database: not on the window's thread. */

/* What there is to say to @author about the key that wrote in @case_id last: that it is a further one,
 * why, and who can vouch for it. *@text is NULL when there is nothing to say. (transfer full) */
gboolean kiroku_further_key_describe (KirokuDb *db,
                                      KirokuPeople *people,
                                      const char *author,
                                      const char *case_id,
                                      char **text,
                                      GError **error);

/* Whether @author may vouch for @subject, the first digits of a key or a name. KIROKU_BOOK_ERROR_INPUT
 * when it is an own key and no own key here is one that counts: nobody vouches for himself. */
gboolean kiroku_further_key_check_vouch (KirokuDb *db,
                                         KirokuPeople *people,
                                         const char *author,
                                         const char *case_id,
                                         const char *subject,
                                         GError **error);

/* As kiroku_people_protect(). Whoever knew the passphrase of a key that was revoked must not know that
 * of the next: when the newest key of @author was revoked in some case, another passphrase is asked for
 * (else KIROKU_BOOK_ERROR_INPUT), and the next key is made with it. */
gboolean kiroku_further_key_protect (KirokuDb *db,
                                     KirokuPeople *people,
                                     const char *author,
                                     const char *passphrase,
                                     const char *new_passphrase,
                                     GError **error);

G_END_DECLS
