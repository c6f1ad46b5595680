/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"
#include "kiroku-improvement.h"
#include "kiroku-small-form.h"

G_BEGIN_DECLS

/* What is said of a measure to improve. An entry says all of it, so the form shows all that is known. */
#define KIROKU_TYPE_IMPROVEMENT_FORM (kiroku_improvement_form_get_type ())
G_DECLARE_FINAL_TYPE (KirokuImprovementForm, kiroku_improvement_form, KIROKU, IMPROVEMENT_FORM, KirokuSmallForm)

/* @improvement: (nullable): the one to change; else one is added. */
GtkWidget *
kiroku_improvement_form_new (KirokuCaseModel *model, const KirokuImprovement *improvement);

G_END_DECLS
