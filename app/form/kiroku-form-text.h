/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-form.h"

G_BEGIN_DECLS

/* What a form says, as plain text: for a mail, or for the web form of an authority. Each item that somebody
 * answered on lines of its own under its number and label, in the form's language; items nobody answered are
 * left out. An exercise says so first. (transfer full) */
char *kiroku_form_to_text (const KirokuFilledForm *form);
/* Its subject: the form's name, and of which case. (transfer full) */
char *kiroku_form_dup_subject (const KirokuFilledForm *form);
/* The mail address to which it goes, where the rule pack states one with its recipient. (transfer full)
 * (nullable) */
char *kiroku_form_dup_mail_address (const KirokuFilledForm *form);

G_END_DECLS
