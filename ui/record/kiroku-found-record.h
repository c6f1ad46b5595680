/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-verify.h"

G_BEGIN_DECLS

/* What a verification found, shared between the window that shows it and the thread that prints it.
 * It never changes. */
typedef struct _KirokuFoundRecord KirokuFoundRecord;

/* @result: (transfer full) */
KirokuFoundRecord *kiroku_found_record_new (KirokuVerification *result);
KirokuFoundRecord *kiroku_found_record_ref (KirokuFoundRecord *self);
void kiroku_found_record_unref (KirokuFoundRecord *self);
const KirokuVerification *kiroku_found_record_get (KirokuFoundRecord *self);

G_END_DECLS
