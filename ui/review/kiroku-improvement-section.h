/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-item-section.h"

G_BEGIN_DECLS

/* What is to become better after a case: KirokuImprovements; below them what is still open of other
 * cases. */
#define KIROKU_TYPE_IMPROVEMENT_SECTION (kiroku_improvement_section_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuImprovementSection, kiroku_improvement_section, KIROKU, IMPROVEMENT_SECTION, KirokuItemSection)

G_END_DECLS
