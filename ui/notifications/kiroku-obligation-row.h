/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-filing.h"

G_BEGIN_DECLS

/* One rule for one case: to whom, by when, why, and since when its clock runs. Opened, it shows how
 * the date was counted, asks the facts that would decide whether it applies, takes a decision and a
 * second person's word on it.
 *
 * Signals:
 *   fill-form (const char *form): the form it asks for is to be filled in.
 *   mark-filed (GtkWidget *button): what was reported for this, a deadline that somebody stated, is to be
 *   recorded; @button is what was pressed. */
#define KIROKU_TYPE_OBLIGATION_ROW (kiroku_obligation_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuObligationRow, kiroku_obligation_row, KIROKU, OBLIGATION_ROW,
                      AdwExpanderRow)

GtkWidget *kiroku_obligation_row_new (KirokuCaseModel *model);
/* @obligation belongs to @snapshot; copied from. */
void kiroku_obligation_row_show (KirokuObligationRow *self,
                                 const KirokuObligation *obligation,
                                 const KirokuSnapshot *snapshot);
/* What became of its form, or of a deadline that somebody stated what met it. @filings: (nullable)
 * (element-type utf8 KirokuFiling): by form; NULL when nothing is known. */
void kiroku_obligation_row_show_filings (KirokuObligationRow *self, GHashTable *filings);
/* Whether somebody decided that it does not apply, and no second person has approved that.
 * @approvals: as those of KirokuSnapshot. */
gboolean kiroku_obligation_awaits_approval (const KirokuObligation *obligation,
                                            GHashTable *approvals);
/* Whether somebody types in it or decides: it must not be taken from where it stands. */
gboolean kiroku_obligation_row_is_in_use (KirokuObligationRow *self);
/* Records what was typed into its fields. */
void kiroku_obligation_row_leave (KirokuObligationRow *self);
/* (transfer none) (nullable) */
const char *kiroku_obligation_row_get_rule (KirokuObligationRow *self);

/* "2026-11-23 – 2026-11-25 (target)", a moment, or "Promptly"; what stands for a limit that has
 * no date. @zone: of the book. (transfer full) */
char *kiroku_obligation_dup_due_text (const KirokuObligation *obligation, GTimeZone *zone);

G_END_DECLS
