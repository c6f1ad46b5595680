/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KIROKU_EVIDENCE_ERROR_FILE,    /* a file cannot be read or kept */
  KIROKU_EVIDENCE_ERROR_CHANGED, /* what is kept is not what was taken in */
  KIROKU_EVIDENCE_ERROR_UNKNOWN, /* no such item */
  KIROKU_EVIDENCE_ERROR_ERASED,  /* what was asked for was erased by law */
  KIROKU_EVIDENCE_ERROR_INPUT,   /* what was asked for cannot be recorded */
} KirokuEvidenceError;

#define KIROKU_EVIDENCE_ERROR (kiroku_evidence_error_quark ())
GQuark kiroku_evidence_error_quark (void);

G_END_DECLS
