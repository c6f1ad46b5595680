/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-checkpoint.h"
#include "kiroku-form.h"

G_BEGIN_DECLS

/* What became of a form: whether somebody has prepared, approved or filed it, with the ways to do
 * so.
 *
 * Signals:
 *   approve (), file (): somebody wants to; the owner opens what is for it when everything that was
 *   typed is recorded.
 *   read (): what became of it is known.
 *   failed (const char *message): it could not be read. */
#define KIROKU_TYPE_FILING_BAR (kiroku_filing_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFilingBar, kiroku_filing_bar, KIROKU, FILING_BAR, AdwBin)

/* Once. @form belongs to the pack of the model's book. */
void kiroku_filing_bar_set_form (KirokuFilingBar *self,
                                 KirokuCaseModel *model,
                                 const KirokuPackForm *form);
/* It may have changed. */
void kiroku_filing_bar_read (KirokuFilingBar *self);
gboolean kiroku_filing_bar_is_reading (KirokuFilingBar *self);
/* Whether it was ever read. */
gboolean kiroku_filing_bar_is_known (KirokuFilingBar *self);

/* Once it is known. @seen: what the form shows, of kiroku_filing_list_seen(). @shown: (nullable): whose case root
 * the copy for submission showed that was looked at. @language: of the pages that were looked at */
void kiroku_filing_bar_open_approval (KirokuFilingBar *self,
                                      GHashTable *seen,
                                      const KirokuCheckpoint *shown,
                                      const char *language);
/* @form: that was looked at */
void kiroku_filing_bar_open_filing (KirokuFilingBar *self, const KirokuFilledForm *form);
/* Whether one of them is open. */
gboolean kiroku_filing_bar_is_open (KirokuFilingBar *self);

G_END_DECLS
