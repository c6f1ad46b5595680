/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-filing.h"
#include "kiroku-papers.h"

G_BEGIN_DECLS

/* The copy of a form for submission, which shows a case root at its foot (a letter shows none). While an approval
 * counts and what the form says is what was approved, it is that very copy: of the moment of the approval, with the
 * case root of the checkpoint that the approval names. Otherwise it is of now, with a root that is still to be
 * recorded. */
typedef struct
{
  KirokuFilledForm *form;
  KirokuPages *pages;
  KirokuCheckpoint *heads; /* (nullable): whose root it shows, to be recorded once it goes out */
  char *checkpoint;        /* (nullable): or the entry that recorded them */
  gboolean approved;       /* it is the copy that was approved, byte for byte */
} KirokuSubmissionCopy;

/* @copy: KIROKU_FORM_COPY_SUBMISSION or _BARE, which nobody approves but which has the root of the copy that was
 * approved. Within a moment; in the store's worker thread, as the next. (transfer full) */
KirokuSubmissionCopy *kiroku_submission_copy_make (KirokuDb *db,
                                                   const KirokuPaper *paper,
                                                   const char *form,
                                                   KirokuFormCopy copy,
                                                   GCancellable *cancellable,
                                                   GError **error);
/* One to be approved: of the moment of @paper, with the root of @shown (nullable), the heads of a copy that somebody
 * looked at, and of its moment; or else with that of the present heads. (transfer full) */
KirokuSubmissionCopy *kiroku_submission_copy_make_anew (KirokuDb *db,
                                                        const KirokuPaper *paper,
                                                        const char *form,
                                                        KirokuFormCopy copy,
                                                        const KirokuCheckpoint *shown,
                                                        GCancellable *cancellable,
                                                        GError **error);
/* Doubts the approval in @filing, of @form (kiroku_filing_doubt()), when only its copy tells that nothing changed, and
 * this, made again, is another. Within a moment. */
gboolean kiroku_submission_copy_settle (
    KirokuDb *db, const KirokuPaper *paper, const char *form, KirokuFiling *filing, GError **error);
void kiroku_submission_copy_free (KirokuSubmissionCopy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuSubmissionCopy, kiroku_submission_copy_free)

/* That the copy of @form was made without its last page, to be recorded before it is. @reason: why.
 * (transfer full) */
KirokuDraft *kiroku_submission_copy_draft_bare (const char *form, const char *reason);

/* Its PDF, without a signature. (transfer full) */
GBytes *kiroku_submission_copy_to_pdf (
    KirokuSubmissionCopy *self, GCancellable *cancellable, GError **error);

G_END_DECLS
