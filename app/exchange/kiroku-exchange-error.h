/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KIROKU_EXCHANGE_ERROR_FILE,       /* a file cannot be read or written */
  KIROKU_EXCHANGE_ERROR_FORM,       /* a file is not what it says it is */
  KIROKU_EXCHANGE_ERROR_FORGED,     /* a package does not bear out what was signed */
  KIROKU_EXCHANGE_ERROR_PASSPHRASE, /* missing or wrong */
  KIROKU_EXCHANGE_ERROR_INPUT,      /* what was asked for cannot be done */
  KIROKU_EXCHANGE_ERROR_UNREACHED,  /* nobody answers: try again later */
  KIROKU_EXCHANGE_ERROR_CUT,        /* an earlier import was cut short */
  KIROKU_EXCHANGE_ERROR_USAGE,      /* what was asked for names nothing */
} KirokuExchangeError;

#define KIROKU_EXCHANGE_ERROR (kiroku_exchange_error_quark ())
GQuark kiroku_exchange_error_quark (void);

G_END_DECLS
