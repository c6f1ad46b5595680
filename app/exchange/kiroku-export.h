/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"
#include "kiroku-package-writer.h"
#include "kiroku-withholding.h"

G_BEGIN_DECLS

/* What a package says that it does not hold. */
typedef struct
{
  char *kind;      /* (nullable) of the entry; NULL for a file of evidence */
  char *id;        /* hash of the entry, or SHA-256 of the file */
  char *field;     /* (nullable): none of a file */
  gboolean before; /* it was not here either: erased by law, or withheld by somebody else */
} KirokuLeftOut;

void kiroku_left_out_free (KirokuLeftOut *self);

/* Puts a case into a package, in steps that whoever makes one takes in this order; between them it
 * adds what it makes itself of `side`. All of it is of one moment. */
typedef struct
{
  KirokuDb *db;
  KirokuPackageWriter *writer;
  KirokuCheckpoint *sealed;       /* heads of that moment; takes what is withheld and the files */
  gint64 end;                     /* what arrived from here on is left out */
  KirokuWithholding *withholding;
  GHashTable *excused;            /* what packages that came here left out (kiroku-excused.h) */
  const char *evidence;           /* the folder of files, named by SHA-256 */
  KirokuDb *side;                 /* an empty case book that gets what is left after withholding */
  KirokuFolds *folds;
  void (*progress) (gint64 done, gint64 total, gpointer data); /* (nullable) */
  gpointer progress_data;
  GCancellable *cancellable; /* (nullable) */

  /* Out: what was written. */
  gint64 entries;
  gint64 withheld;    /* values, and items without their file: as verification counts them */
  GPtrArray *left_out; /* (element-type KirokuLeftOut): those, as they came */
  GHashTable *named;  /* SHA-256 of evidence the package speaks of → how many items have it; made by
                       * the first step */
  GHashTable *erased; /* SHA-256 of files that were erased */
} KirokuExport;

void kiroku_export_clear (KirokuExport *self);
/* All journals; fills `side`. */
gboolean kiroku_export_journals (KirokuExport *self, GError **error);
/* The files of evidence that those entries name and that are not withheld. */
gboolean kiroku_export_evidence (KirokuExport *self, GError **error);
/* What the recipient reads first, and the program to verify with. */
gboolean kiroku_export_instructions (KirokuExport *self, GError **error);

G_END_DECLS
