/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* One fact to be answered: what is asked, the control for it, how sure the answer is, where it is
 * from. Leaving it or Enter records it as one entry, if it was changed; it is shown as saved after
 * COMMIT. What cannot be recorded stays as typed, with the reason under it.
 *
 * Signals:
 *   settled: what was changed is recorded, was found unchanged, or could not be recorded. */
#define KIROKU_TYPE_FACT_FIELD (kiroku_fact_field_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFactField, kiroku_fact_field, KIROKU, FACT_FIELD, AdwBin)

/* @fact belongs to the pack of the model's book. @label: (nullable): instead of the fact's name. */
GtkWidget *
kiroku_fact_field_new (KirokuCaseModel *model, const KirokuPackFact *fact, const char *label);

/* Shows @lead instead of the name, which stands somewhere else. @lead: (nullable) */
void kiroku_fact_field_set_lead (KirokuFactField *self, GtkWidget *lead);

/* The same where @lead, a column, asks the question, too, as low as can be: short answers stand in one line,
 * and yes, no and unknown, which say by themselves how sure they are, beside it. @why: the last part of
 * @lead; it makes way while there is something to be said of the saving. */
void kiroku_fact_field_set_question (KirokuFactField *self, GtkBox *lead, GtkWidget *why);

/* Lets it be answered for form @form alone, too: then the answer is recorded for that and the fact stays. */
void kiroku_fact_field_set_form (KirokuFactField *self, const char *form);
/* Shows whether what is known is such an answer; before kiroku_fact_field_show(). */
void kiroku_fact_field_show_own (KirokuFactField *self, gboolean own);

/* Shows what is known: @value is canonical, as is @remark (nullable), which is said beside @state; @origin (nullable) says where it was taken from when it
 * is not this fact's own. Nothing that a person is changing is replaced. */
void kiroku_fact_field_show (KirokuFactField *self,
                             const char *value,
                             KirokuFactState state,
                             const char *remark,
                             const char *origin);
/* The same from the facts themselves. */
void kiroku_fact_field_show_fact (KirokuFactField *self, KirokuFacts *facts);

/* Records now what was changed. FALSE when it cannot be recorded as it stands. */
gboolean kiroku_fact_field_commit (KirokuFactField *self);
/* Records now what was changed, for the last time: what cannot be recorded is told by ::failed of
 * the model, because nobody will see it here. */
void kiroku_fact_field_leave (KirokuFactField *self);
/* Whether something is changed or on its way. */
gboolean kiroku_fact_field_is_busy (KirokuFactField *self);
/* Whether what stands there is not what is recorded, and could not be. */
gboolean kiroku_fact_field_has_failed (KirokuFactField *self);
const KirokuPackFact *kiroku_fact_field_get_fact (KirokuFactField *self);

G_END_DECLS
