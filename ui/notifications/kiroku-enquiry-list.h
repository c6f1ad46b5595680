/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What authorities asked, with what they were answered, and where both are recorded. */
#define KIROKU_TYPE_ENQUIRY_LIST (kiroku_enquiry_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuEnquiryList, kiroku_enquiry_list, KIROKU, ENQUIRY_LIST, AdwBin)

/* Shows those of @model's snapshot, of which there is one. @model: (nullable): none. */
void kiroku_enquiry_list_show (KirokuEnquiryList *self, KirokuCaseModel *model);

G_END_DECLS
