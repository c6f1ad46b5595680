/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-asset.h"
#include "kiroku-case-model.h"
#include "kiroku-small-form.h"

G_BEGIN_DECLS

/* What is said of a machine, an account or data of the case. An entry says all of it, so the form
 * shows all that is known. */
#define KIROKU_TYPE_ASSET_FORM (kiroku_asset_form_get_type ())
G_DECLARE_FINAL_TYPE (KirokuAssetForm, kiroku_asset_form, KIROKU, ASSET_FORM, KirokuSmallForm)

/* @asset: (nullable): the one to change; else one is added that is not among @assets (nullable).
 * @assets: (element-type KirokuAsset) */
GtkWidget *
kiroku_asset_form_new (KirokuCaseModel *model, const KirokuAsset *asset, GPtrArray *assets);

G_END_DECLS
