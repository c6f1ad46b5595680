/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-paper-order.h"

G_BEGIN_DECLS

/* Whom a paper of a case is for, how it is marked, and of a report what is left out of it; nothing of it
 * in the beginning. It stays as long as the popover does.
 *
 * Signal:
 *   changed () */
#define KIROKU_TYPE_PAPER_TERMS (kiroku_paper_terms_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPaperTerms, kiroku_paper_terms, KIROKU, PAPER_TERMS, GtkPopover)

/* @leaves_out: whether something can be left out of it. */
GtkWidget *kiroku_paper_terms_new (KirokuCaseModel *model, gboolean leaves_out);
KirokuCaseModel *kiroku_paper_terms_get_model (KirokuPaperTerms *self);
void kiroku_paper_terms_apply (KirokuPaperTerms *self, KirokuPaperOrder *order);
/* In a line for people: “For: the board · TLP:AMBER · 2 values left out”; NULL when nothing is special.
 * (transfer full) (nullable) */
char *kiroku_paper_terms_dup_description (KirokuPaperTerms *self);

G_END_DECLS
