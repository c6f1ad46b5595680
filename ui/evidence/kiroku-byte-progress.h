/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-evidence-store.h"

G_BEGIN_DECLS

/* Work on files that can be long: how many bytes are done, a way to stop it, and then what came of
 * it. Hidden while there is nothing to say. */
#define KIROKU_TYPE_BYTE_PROGRESS (kiroku_byte_progress_get_type ())
G_DECLARE_FINAL_TYPE (KirokuByteProgress, kiroku_byte_progress, KIROKU, BYTE_PROGRESS, AdwBin)

GtkWidget *kiroku_byte_progress_new (void);
gboolean kiroku_byte_progress_is_running (KirokuByteProgress *self);
/* Shows that work has begun. @what: for people. Good until kiroku_byte_progress_end(); whoever
 * works keeps a reference to the widget until then. (transfer none) */
const KirokuEvidenceWatch *kiroku_byte_progress_begin (KirokuByteProgress *self, const char *what);
/* @message: (nullable): what came of it. */
void kiroku_byte_progress_end (KirokuByteProgress *self, const char *message, gboolean is_error);
/* Stops the work, as its button does. */
void kiroku_byte_progress_cancel (KirokuByteProgress *self);

/* "12.3 MB of 1.2 GB"; the part that is known when @total is -1. (transfer full) */
char *kiroku_bytes_to_text (gint64 done, gint64 total);

G_END_DECLS
