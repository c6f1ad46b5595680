/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-paper-saver.h"

G_BEGIN_DECLS

/* For whoever answers for the case: how long it took, through which phases it went and on whose
 * word, what was decided, what was due, and all of it as a report. */
#define KIROKU_TYPE_REVIEW_PAGE (kiroku_review_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuReviewPage, kiroku_review_page, KIROKU, REVIEW_PAGE, AdwBin)

GtkWidget *kiroku_review_page_new (void);
/* @model: (nullable) */
void kiroku_review_page_set_model (KirokuReviewPage *self, KirokuCaseModel *model);

/* Writes the timeline report to @path. */
void kiroku_review_page_save (KirokuReviewPage *self, const char *path);
gboolean kiroku_review_page_is_busy (KirokuReviewPage *self);
/* Scrolls to what is said of the record of the case. */
void kiroku_review_page_show_record (KirokuReviewPage *self);

G_END_DECLS
