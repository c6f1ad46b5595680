/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fact.h"
#include "kiroku-pack-types.h"

G_BEGIN_DECLS

/* Many forms go to one authority by law and to another by what the organisation is: a form names
 * its addressees with the condition of each, and the facts of a case say which it is. */

/* The first addressee of @form whose condition holds. What somebody answered in the form itself stands over
 * the conditions: only those that it names count, and the last of them where no condition holds. Where that
 * answer is withheld or erased by law nobody here can say who it is.
 * @own: (nullable): answers for this form alone.
 * @deciding: (nullable) (element-type utf8): the keys of what would decide among those before it
 * are appended, each once; the array owns its strings. NULL while none is known to
 * hold. (transfer
 * none) */
const KirokuPackAddressee *kiroku_addressee_find (const KirokuPackForm *form,
                                                  KirokuFacts *facts,
                                                  KirokuFacts *own,
                                                  GPtrArray *deciding);

/* What to tell whoever says that @form went to @to, a name as people write it, when that names
 * another of its addressees than the form does. @own: (nullable): answers for this form alone. In the user's
 * language. (transfer full) (nullable): nothing */
char *kiroku_addressee_describe_other (const KirokuPackForm *form,
                                       KirokuFacts *facts,
                                       KirokuFacts *own,
                                       const char *to,
                                       const char *language);

/* How @self is called, in both languages, with the word for how sure that is where it has to be
 * shown. (transfer full) */
KirokuPackText *kiroku_addressee_dup_text (const KirokuPackAddressee *self);

G_END_DECLS
