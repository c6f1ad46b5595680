/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-asset.h"
#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* The machines, accounts and data of a case, each with a way to change what is said of it. */
#define KIROKU_TYPE_ASSET_SECTION (kiroku_asset_section_get_type ())
G_DECLARE_FINAL_TYPE (KirokuAssetSection, kiroku_asset_section, KIROKU, ASSET_SECTION, AdwBin)

/* @model: (nullable): another case; nothing is shown until kiroku_asset_section_show(). */
void kiroku_asset_section_set_model (KirokuAssetSection *self, KirokuCaseModel *model);
/* @assets: (element-type KirokuAsset): a reference is kept */
void kiroku_asset_section_show (KirokuAssetSection *self, GPtrArray *assets);

G_END_DECLS
