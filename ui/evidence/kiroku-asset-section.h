/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-item-section.h"

G_BEGIN_DECLS

/* The machines, accounts and data of a case: KirokuAssets. */
#define KIROKU_TYPE_ASSET_SECTION (kiroku_asset_section_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuAssetSection, kiroku_asset_section, KIROKU, ASSET_SECTION, KirokuItemSection)

G_END_DECLS
