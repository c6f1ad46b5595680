/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-checkpoint.h"
#include "kiroku-clock.h"
#include "kiroku-credential.h"
#include "kiroku-db.h"
#include "kiroku-fold.h"
#include "kiroku-form.h"
#include "kiroku-made-paper.h"
#include "kiroku-tlp.h"

G_BEGIN_DECLS

/* Name and version of the program, as papers have them. */
#define KIROKU_PAPER_PROGRAM "Kiroku " KIROKU_VERSION

/* Takes pages in place of a file, such as for a printer: they can be drawn while the call lasts. */
typedef gboolean (*KirokuPaperTake) (
    KirokuPages *pages, GCancellable *cancellable, gpointer user_data, GError **error);

/* The papers of a case, read from the database: its forms and its reports. These functions
 * run in a thread of the store's where a long read disturbs nobody: KIROKU_STORE_WORKER or
 * KIROKU_STORE_MAKER. */
typedef struct
{
  KirokuPack *pack;
  const char *case_id;
  const char *language; /* of the paper: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;          /* µs UTC: when it is made, for deadlines and the present phase */
  const char *author;  /* who makes it */
  KirokuCheckpoint *heads; /* (nullable): whose case root is printed */
  KirokuCredential *credential; /* (nullable): what its PDF is signed with */
  KirokuFolds *folds;  /* (nullable): of the case book; NULL when its tables were just made */
  const KirokuClock *clock; /* (nullable): what the computer said of its clock at @now */
  gint64 as_of;        /* µs UTC: the log and the lists of the record that a form shows are as recorded by then;
                        * 0: now */
  gint64 since;        /* µs UTC: a report on how things stand tells what was recorded from then on;
                        * 0: since the last hand-over that was accepted, else since the beginning */
  const char *recipient; /* (nullable): whom it is for: on every page */
  const char *marking; /* (nullable): on every page; an exercise is marked in any case */
  KirokuTlp tlp;       /* of the indicators alone: with whom they may be shared */
  gboolean redacted;   /* a report of which values are withheld: every page says so */
  char **shortfall;    /* (nullable) (out): kiroku_pages_get_shortfall() of what was written */
  KirokuPaperTake take; /* (nullable): then no file is written, whatever its path */
  gpointer take_data;
} KirokuPaper;

/* What as_of means: µs UTC, or KIROKU_NOW. */
gint64 kiroku_paper_get_as_of (const KirokuPaper *paper);

/* One moment of the case book, of which a paper is made. What goes out is what was signed: the
 * functions below that write a paper, and those of kiroku-submission.h that record one, read from a
 * moment in which what they read was compared with the entries, when the paper has folds
 * (kiroku-tables.h). */
typedef struct _KirokuPaperMoment KirokuPaperMoment;

/* KIROKU_JOURNAL_ERROR_SEAL when something differs. @db is used by nobody else as long.
 * (transfer full) */
KirokuPaperMoment *kiroku_paper_moment_new_checked (
    KirokuDb *db, const KirokuPaper *paper, GCancellable *cancellable, GError **error);
/* For reading only: nothing is compared. (transfer full) */
KirokuPaperMoment *kiroku_paper_moment_new (KirokuDb *db, GError **error);
/* What to read from. (transfer none) */
KirokuDb *kiroku_paper_moment_get_db (KirokuPaperMoment *self);
void kiroku_paper_moment_free (KirokuPaperMoment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPaperMoment, kiroku_paper_moment_free)

/* Says on every page of @document whom the paper is for, and that there is more in the record. A copy for
 * submission stays as it was approved. */
void kiroku_paper_address (const KirokuPaper *paper, KirokuDocument *document);
/* Writes @pages to @path as kiroku_pages_write_pdf() does, signed when the paper has a credential. */
gboolean kiroku_paper_write_pages (const KirokuPaper *paper,
                                   KirokuPages *pages,
                                   const char *path,
                                   GCancellable *cancellable,
                                   KirokuPagesProgress progress,
                                   gpointer progress_data,
                                   GError **error);

/* Within a moment, or another transaction of the caller's: several reads. (transfer full) */
KirokuFilledForm *kiroku_paper_fill_form (
    KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error);

/* The filled form as pages; only a working copy is marked and addressed. (transfer full) */
KirokuPages *kiroku_paper_lay_out_form (const KirokuPaper *paper,
                                        const KirokuFilledForm *form,
                                        KirokuFormCopy copy,
                                        GCancellable *cancellable,
                                        GError **error);

/* What every form of a case is filled from: the log, which may be long, is read once for all of them. */
typedef struct _KirokuPaperFill KirokuPaperFill;

/* Within a transaction of the caller's; @db and @paper are borrowed as long. (transfer full) */
KirokuPaperFill *kiroku_paper_fill_new (KirokuDb *db, const KirokuPaper *paper, GError **error);
/* (transfer full) */
KirokuFilledForm *kiroku_paper_fill_one (
    KirokuPaperFill *self, const char *form, GError **error);
/* The same without the log and the lists of the record, on which the state of a form does not rest, and without the
 * sources of its answers. (transfer full) */
KirokuFilledForm *kiroku_paper_fill_stated (
    KirokuPaperFill *self, const char *form, GError **error);
void kiroku_paper_fill_free (KirokuPaperFill *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPaperFill, kiroku_paper_fill_free)
/* Fills the form and lays it out; within a moment. Of a copy for submission that shows the case root of heads that
 * are not recorded yet these are given back in *@heads ((out) (nullable) (transfer full)), to be recorded
 * once it was written or printed (kiroku-submission-copy.h). The form is given back in *@filled (transfer full).
 * (transfer full) */
KirokuPages *kiroku_paper_make_form (KirokuDb *db,
                                     const KirokuPaper *paper,
                                     const char *form,
                                     KirokuFormCopy copy,
                                     KirokuFilledForm **filled,
                                     KirokuCheckpoint **heads,
                                     GCancellable *cancellable,
                                     GError **error);
/* The same, written as PDF to @path. @filled and @heads: may be NULL. */
gboolean kiroku_paper_write_form (KirokuDb *db,
                                  const KirokuPaper *paper,
                                  const char *form,
                                  KirokuFormCopy copy,
                                  const char *path,
                                  KirokuFilledForm **filled,
                                  KirokuCheckpoint **heads,
                                  GCancellable *cancellable,
                                  GError **error);

typedef enum
{
  KIROKU_REPORT_TIMELINE,
  KIROKU_REPORT_EVIDENCE, /* the list of what was collected */
  KIROKU_REPORT_MANAGEMENT,
  KIROKU_REPORT_SITUATION, /* how things stand, on one page, and who handed over to whom */
  KIROKU_REPORT_CONTACTS,  /* who was told */
  KIROKU_REPORT_INDICATORS, /* what others can protect themselves with, without whom it hit */
  KIROKU_REPORT_ENQUIRIES, /* what authorities asked, and what they were answered */
} KirokuReport;

/* Lays the report out, all of one moment: its lines, and the heads whose case root is shown, which are
 * the paper's or those of that moment. It is compared with the entries here, and not again when it is
 * written (kiroku_paper_write_pages()). @db is used by nobody else as long. (transfer full) */
KirokuMadePaper *kiroku_paper_make_report (KirokuDb *db,
                                           const KirokuPaper *paper,
                                           KirokuReport report,
                                           GCancellable *cancellable,
                                           GError **error);
/* Writes the report to @path, all of one moment: its lines, and the heads whose case root is
 * printed. Those are the paper's, or without any those of that moment, which are given back in
 * @heads ((optional) (out) (transfer full)) to be recorded with kiroku_book_record_heads(): what is
 * printed can only be compared with what was recorded. Memory does not grow with the log. */
gboolean kiroku_paper_write_report (KirokuDb *db,
                                    const KirokuPaper *paper,
                                    KirokuReport report,
                                    const char *path,
                                    GCancellable *cancellable,
                                    KirokuPagesProgress progress,
                                    gpointer progress_data,
                                    KirokuCheckpoint **heads,
                                    GError **error);

/* Lays out the sheet with the case root of the paper's heads, or without any of those of this moment.
 * (transfer full) */
KirokuMadePaper *kiroku_paper_make_head_sheet (
    KirokuDb *db, const KirokuPaper *paper, GCancellable *cancellable, GError **error);

/* What KIROKU_REPORT_INDICATORS has as CSV, which shows no case root. */
gboolean kiroku_paper_write_indicators_csv (KirokuDb *db,
                                            const KirokuPaper *paper,
                                            const char *path,
                                            GCancellable *cancellable,
                                            GError **error);

/* Writes the sheet with the case root of the paper's heads, which are those of a recorded
 * checkpoint, to @path. */
gboolean kiroku_paper_write_head_sheet (KirokuDb *db,
                                        const KirokuPaper *paper,
                                        const char *path,
                                        GCancellable *cancellable,
                                        GError **error);
/* The same as a small text file (kiroku-head-file.h). */
gboolean kiroku_paper_write_head_file (
    KirokuDb *db, const KirokuPaper *paper, const char *path, GError **error);

G_END_DECLS
