/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-filing.h"
#include "kiroku-papers.h"

G_BEGIN_DECLS

/* Approving and filing a form: what has to be read for it, and the entry it becomes. Whoever calls
 * appends that entry. These functions run in the store's worker thread. */

typedef struct
{
  KirokuDraft *draft;
  GBytes *copy; /* (nullable): PDF of the copy for submission that is filed */
  /* (nullable): the heads whose case root the copy shows and that are not recorded yet: that is done first, and the
   * draft refers to the checkpoint (kiroku_filing_draft_set_checkpoint()) */
  KirokuCheckpoint *heads;
  char *checkpoint;  /* (nullable): or the entry that recorded them */
  char *sha256;       /* (nullable): of the copy that was approved */
  char *language;     /* (nullable): in which it was approved */
  char *approver;     /* (nullable): who approved last */
  GPtrArray *changed; /* (element-type utf8): keys of the facts that changed since, for which the approval does
                       * not count any more */
  /* an approval of an earlier version did not count, for its copy cannot be made again (KirokuFiling.doubted) */
  gboolean doubted;
  gboolean approved; /* what is filed was approved by somebody else, and did not change since */
  gint64 approved_at; /* µs UTC: when that approval was recorded; KIROKU_TIME_NONE without */
  char *elsewhere; /* (nullable): what to tell whoever named another recipient than the case does */
  gboolean excluded; /* by what the case says nothing is to be shared with whoever gets it */
  gboolean other_file; /* the file that goes with it is not the copy that was approved, though it was made of the same */
  gboolean working_copy; /* the file that goes with it is one (kiroku_form_is_working_copy()): of the book's functions */
  GPtrArray *rules;  /* (element-type utf8): ids of the rules and stated duties it meets */
  GPtrArray *asked;  /* (element-type utf8): keys of facts that would say whether it meets others */
} KirokuSubmission;

/* With @draft and nothing else. @draft: (transfer full) (nullable). (transfer full) */
KirokuSubmission *kiroku_submission_new (KirokuDraft *draft);
/* The approval of the submission copy of @form as it would be printed now. @seen: (nullable): what the
 * form showed to whoever approves it (kiroku_filing_list_seen()); when it shows something else by
 * now that is KIROKU_FORM_ERROR_CHANGED. @shown: (nullable): the heads of a copy that was looked at: that very one is
 * approved. (transfer full) */
KirokuSubmission *kiroku_submission_approve (KirokuDb *db,
                                             const KirokuPaper *paper,
                                             const char *form,
                                             GHashTable *seen,
                                             const KirokuCheckpoint *shown,
                                             GCancellable *cancellable,
                                             GError **error);
/* That @details->form was handed in. @with_copy: its copy for submission is made, to be kept as what was filed: the
 * one that was approved, byte for byte, while that counts. A form known by name only may be filed too. Of the rules
 * that name the form it meets those that may apply and whose `form-if` the facts fulfil, and besides what
 * @details->meets names, which may be a stated duty or a rule of any form.
 * Errors: KIROKU_FORM_ERROR_EXERCISE, _UNKNOWN, _RECORD, _DEADLINE, _COPY. (transfer full) */
KirokuSubmission *kiroku_submission_file (KirokuDb *db,
                                          const KirokuPaper *paper,
                                          const KirokuFilingDetails *details,
                                          gboolean with_copy,
                                          GError **error);
/* What the filing @reading meets when it is corrected: what @details->meets names, and nothing else;
 * without that what it met, and what its form meets by the values that were filed. Where it met no rule of
 * its form, a value that was not filed is the present one. Without a draft. Errors: _DEADLINE.
 * (transfer full) */
KirokuSubmission *kiroku_submission_correct (KirokuDb *db,
                                             const KirokuPaper *paper,
                                             const KirokuFilingDetails *details,
                                             const KirokuEntry *reading,
                                             GError **error);
/* Its draft, which refers to the checkpoint whose case root the copy shows. (transfer full) */
KirokuDraft *kiroku_submission_take_draft (KirokuSubmission *self);
/* Names what was taken in as the file that was sent: the entry @taken, of kind evidence.add. */
void kiroku_submission_set_file (KirokuSubmission *self, const KirokuEntry *taken);
/* The copy, to be taken in as evidence under the name. (transfer full) (nullable): there is none */
GInputStream *kiroku_submission_open_copy (KirokuSubmission *self);
/* @form: id. (transfer full) */
char *kiroku_submission_dup_copy_name (const char *form);
void kiroku_submission_free (KirokuSubmission *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuSubmission, kiroku_submission_free)

/* What became of @form, which may be known by name only. (transfer full) */
KirokuFiling *kiroku_submission_read (
    KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error);
/* The same of one that is filled in, within a moment. */
KirokuFiling *kiroku_submission_read_filled (
    KirokuDb *db, const KirokuPaper *paper, const KirokuFilledForm *form, GError **error);
/* What became of every form of the case that somebody drafted, approved or filed: id → KirokuFiling.
 * (transfer full) (element-type utf8 KirokuFiling) */
GHashTable *kiroku_submission_read_all (KirokuDb *db, const KirokuPaper *paper, GError **error);
/* The same within a moment, or another transaction of the caller's. */
GHashTable *kiroku_submission_read_all_within (
    KirokuDb *db, const KirokuPaper *paper, GError **error);

G_END_DECLS
