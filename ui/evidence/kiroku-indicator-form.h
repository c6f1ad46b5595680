/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"
#include "kiroku-indicator.h"
#include "kiroku-small-form.h"

G_BEGIN_DECLS

/* What is said of an indicator of compromise. An entry says all of it, so the form shows all that
 * is known. */
#define KIROKU_TYPE_INDICATOR_FORM (kiroku_indicator_form_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuIndicatorForm, kiroku_indicator_form, KIROKU, INDICATOR_FORM, KirokuSmallForm)

/* @indicator: (nullable): the one to change; else one is added that is not among @indicators
 * (nullable). @indicators: (element-type KirokuIndicator) */
GtkWidget *kiroku_indicator_form_new (KirokuCaseModel *model,
                                      const KirokuIndicator *indicator,
                                      GPtrArray *indicators);

G_END_DECLS
