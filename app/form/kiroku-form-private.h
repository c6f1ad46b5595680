/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-form.h"

G_BEGIN_DECLS

/* --- What a filled form is made of --- */

void kiroku_form_choice_free (KirokuFormChoice *choice);
void kiroku_form_field_free (KirokuFormField *field);
void kiroku_form_row_free (KirokuFormRow *row);
void kiroku_form_section_free (KirokuFormSection *section);
/* Whether somebody wrote it for others to read: a title or a log is the organisation's own, and stands in no letter. */
gboolean kiroku_form_field_is_for_others (const KirokuFormField *field);

/* --- How an answer is shown, in @language of a document --- */

/* What is said beside the value, or instead of it: that a value is confirmed, or that nobody was asked, is not said.
 * (transfer none) */
const char *kiroku_form_show_state (
    const char *language, KirokuFactType type, KirokuFactState state);
/* What is said beside @state; "" for nothing. @remark: (nullable), and @why it is not here: as in KirokuFact.
 * (transfer full) */
char *kiroku_form_show_remark (const char *language,
                               KirokuFactState state,
                               const char *remark,
                               KirokuFactState why,
                               GTimeZone *zone);
/* @note, which is of a state, with what is said beside it, in brackets, or @inside those that are there already.
 * (transfer full) */
char *kiroku_form_add_remark (
    const char *language, const char *note, const char *remark, gboolean inside);
/* @text with @note behind it in brackets; either may be "". (transfer full) */
char *kiroku_form_add_note (const char *language, const char *text, const char *note);

G_END_DECLS
