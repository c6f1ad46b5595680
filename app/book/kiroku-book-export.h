/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-evidence-store.h"
#include "kiroku-export.h"
#include "kiroku-papers.h"

G_BEGIN_DECLS

/* A case as a package for somebody else (app/journal/FORMAT.md §9): all journals of one moment, the
 * evidence, the timeline in both languages, and what it takes to verify them. A checkpoint of that
 * moment is recorded first. */
typedef struct
{
  const char *case_id;
  const char *path; /* of the ZIP; an existing one is replaced once the new one is whole */
  const char *const *withhold;       /* (nullable) "FACT" or "ENTRY:FIELD", ended by NULL */
  const char *const *withhold_files; /* (nullable) evidence, ended by NULL */
} KirokuExportOrder;

typedef struct
{
  char *path;
  char *sha256; /* of the ZIP */
  char *root;   /* the case root: what the recipient may be told by another route */
  gint64 entries;
  guint files;    /* of evidence */
  gint64 withheld; /* values, and items without their file: as verification counts them */
  GPtrArray *left_out; /* (element-type KirokuLeftOut): which these are; a file once for all its items */
  /* SHA-256 of the files that were withheld, though nobody named them, for they show a fact that is:
   * what was filed by a form. (element-type utf8) */
  GPtrArray *implied;
  /* "ENTRY:FIELD" of the values that were withheld, though nobody named them, for they tell one that is:
   * of corrections, and of what states the same fact. (element-type utf8) */
  GPtrArray *implied_values;
  /* What is in the package and holds words of what is not: "ENTRY:FIELD"; see
   * kiroku_withholding_list_repeats(). (element-type utf8) */
  GPtrArray *repeats;
} KirokuExported;

void kiroku_exported_free (KirokuExported *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuExported, kiroku_exported_free)

/* It waits: for the command line. The progress is told in the thread that works, in entries. What
 * cannot be withheld is KIROKU_EXCHANGE_ERROR_USAGE, and then nothing was recorded. */
KirokuExported *kiroku_book_export (KirokuBook *self,
                                    const KirokuExportOrder *order,
                                    const KirokuEvidenceWatch *watch,
                                    GError **error);
/* The same without waiting; the progress is told in the caller's context. */
void kiroku_book_export_async (KirokuBook *self,
                               const KirokuExportOrder *order,
                               const KirokuEvidenceWatch *watch,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KirokuExported *kiroku_book_export_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Lays @report out from what is left of the case after withholding @withhold ("FACT" or "ENTRY:FIELD",
 * ended by NULL): what is withheld is not in its pages. @paper: without heads. In the thread of @db; the
 * caller keeps @self. What cannot be withheld is KIROKU_EXCHANGE_ERROR_USAGE. (transfer full) */
KirokuMadePaper *kiroku_book_make_withheld (KirokuBook *self,
                                            KirokuDb *db,
                                            const KirokuPaper *paper,
                                            KirokuReport report,
                                            const char *const *withhold,
                                            GCancellable *cancellable,
                                            GError **error);
/* Writes what kiroku_book_make_withheld() makes to @path. It waits: for the command line.
 * (transfer full): the heads whose case root is printed, to be recorded. */
KirokuCheckpoint *kiroku_book_export_report (KirokuBook *self,
                                             const KirokuPaper *paper,
                                             KirokuReport report,
                                             const char *path,
                                             const char *const *withhold,
                                             GError **error);

G_END_DECLS
