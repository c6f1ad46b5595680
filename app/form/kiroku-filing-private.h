/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-filing.h"

G_BEGIN_DECLS

/* Fact key → canonical text. (transfer full) (element-type utf8 utf8) */
GHashTable *kiroku_filing_values_new (void);

G_END_DECLS
