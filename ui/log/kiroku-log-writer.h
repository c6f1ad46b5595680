/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-composer.h"

G_BEGIN_DECLS

/* Where the log of a case is written: the composer, and above it the indicators that stand in what
 * was written. What is submitted goes to the record; what is typed is kept as a draft until it is
 * there, whatever case is shown meanwhile.
 *
 * Signals:
 *   submitted (): an entry is on its way to the record. */
#define KIROKU_TYPE_LOG_WRITER (kiroku_log_writer_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLogWriter, kiroku_log_writer, KIROKU, LOG_WRITER, AdwBin)

/* @model: (nullable) */
void kiroku_log_writer_set_model (KirokuLogWriter *self, KirokuCaseModel *model);
/* (transfer none) */
KirokuComposer *kiroku_log_writer_get_composer (KirokuLogWriter *self);

G_END_DECLS
