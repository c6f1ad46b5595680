/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-item-section.h"

G_BEGIN_DECLS

/* The indicators of compromise of a case, KirokuIndicators, written so that nobody follows them by
 * accident, and copied in the same way. One is added by typing it; a text that contains some is
 * looked through. */
#define KIROKU_TYPE_INDICATOR_SECTION (kiroku_indicator_section_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuIndicatorSection, kiroku_indicator_section, KIROKU, INDICATOR_SECTION, KirokuItemSection)

/* Offers what indicators stand in @text. */
void kiroku_indicator_section_look (KirokuIndicatorSection *self, const char *text);

G_END_DECLS
