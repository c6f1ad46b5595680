/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-submission.h"

G_BEGIN_DECLS

/* Approving and filing forms without waiting: what has to be read is read in the store's threads, then
 * the entry is appended. The paper is made by the book's clock and zone. */

/* What became of the form @form of a case, or of every form that somebody drafted, approved or filed when
 * it is NULL: id → KirokuFiling. */
void kiroku_book_read_filings_async (KirokuBook *self,
                                     const char *case_id,
                                     const char *form,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (transfer full) (element-type utf8 KirokuFiling) */
GHashTable *kiroku_book_read_filings_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

/* Approves the submission copy of @form in @language ("ja" or "en"). @seen and @shown as in
 * kiroku_submission_approve(). The heads whose case root that shows are recorded first. */
void kiroku_book_approve_form_async (KirokuBook *self,
                                     const char *case_id,
                                     const char *form,
                                     const char *language,
                                     GHashTable *seen,
                                     const KirokuCheckpoint *shown,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (transfer full) */
KirokuEntry *kiroku_book_approve_form_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

/* Records that a form was handed in. @file (nullable): path of what was sent or of the receipt for it; it is
 * taken in as evidence first, and when it cannot be nothing is recorded. Without one that is the copy for
 * submission. */
void kiroku_book_file_form_async (KirokuBook *self,
                                  const char *case_id,
                                  const KirokuFilingDetails *details,
                                  const char *file,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* Records @draft, a correction of the filing @reading (kiroku_draft_restate()). What it meets is found anew
 * (kiroku_submission_correct()), and it meets what @meets (nullable), as in KirokuFilingDetails, names besides.
 * @file as above: it goes with it in place of any before. @draft: (transfer full) */
void kiroku_book_correct_filing_async (KirokuBook *self,
                                       const char *case_id,
                                       KirokuDraft *draft,
                                       KirokuEntry *reading,
                                       const char *const *meets,
                                       const char *file,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Of both: what was recorded; its draft is NULL by then. (transfer full) */
KirokuSubmission *kiroku_book_file_form_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
