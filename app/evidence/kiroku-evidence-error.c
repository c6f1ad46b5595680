/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-error.h"

G_DEFINE_QUARK (kiroku-evidence-error-quark, kiroku_evidence_error)
