/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-indicator.h"

G_BEGIN_DECLS

/* The indicators of compromise of a case, written so that nobody follows them by accident, and
 * copied in the same way. One is added by typing it; a text that contains some is looked through. */
#define KIROKU_TYPE_INDICATOR_SECTION (kiroku_indicator_section_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuIndicatorSection, kiroku_indicator_section, KIROKU, INDICATOR_SECTION, AdwBin)

/* @model: (nullable): another case; nothing is shown until kiroku_indicator_section_show(). */
void kiroku_indicator_section_set_model (KirokuIndicatorSection *self, KirokuCaseModel *model);
/* @indicators: (element-type KirokuIndicator): a reference is kept */
void kiroku_indicator_section_show (KirokuIndicatorSection *self, GPtrArray *indicators);
/* Offers what indicators stand in @text. */
void kiroku_indicator_section_look (KirokuIndicatorSection *self, const char *text);

G_END_DECLS
