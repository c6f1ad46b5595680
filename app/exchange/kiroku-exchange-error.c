/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-exchange-error.h"

G_DEFINE_QUARK (kiroku-exchange-error-quark, kiroku_exchange_error)
