/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a value somebody typed or a file somebody gave us. Each message says what is
 * wrong, where, and how to mend it, in the user's language. */
typedef enum
{
  KIROKU_MODEL_ERROR_TEXT,  /* not UTF-8, holds U+0000, or too long */
  KIROKU_MODEL_ERROR_TIME,  /* not a time */
  KIROKU_MODEL_ERROR_VALUE, /* not a value of its type */
  KIROKU_MODEL_ERROR_NAME,  /* no such phase, class, level, … */
} KirokuModelError;

#define KIROKU_MODEL_ERROR (kiroku_model_error_quark ())
GQuark kiroku_model_error_quark (void);

G_END_DECLS
