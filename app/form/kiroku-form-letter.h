/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-form.h"

G_BEGIN_DECLS

/* A form in the look of a letter: date, to whom, from whom, subject, text, 記, items, 以上. Items nobody has
 * answered are left out, and nothing in it says that a program made it. */
void kiroku_form_add_letter (KirokuDocument *document, const KirokuFilledForm *form);
/* Whether it is a letter that has nothing to say yet: no item of it is answered. */
gboolean kiroku_form_letter_is_empty (const KirokuFilledForm *form);

G_END_DECLS
