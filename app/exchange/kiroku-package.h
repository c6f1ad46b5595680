/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-archive.h"
#include "kiroku-checkpoint.h"
#include "kiroku-hasher.h"

G_BEGIN_DECLS

/* A package of a case that somebody sent (FORMAT.md §9). It is read where it lies: nothing is
 * unpacked, and memory does not grow with what it holds. Opening it looks at its form and its names
 * alone; whether it bears out what was signed says kiroku_verify_package(). */
typedef struct _KirokuPackage KirokuPackage;

/* Errors are of KIROKU_EXCHANGE_ERROR: FILE and FORM say that it cannot be judged, FORGED that it
 * was made to deceive. */
KirokuPackage *kiroku_package_open (const char *path, GError **error);
void kiroku_package_free (KirokuPackage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPackage, kiroku_package_free)

const char *kiroku_package_get_path (KirokuPackage *self);
/* As it is written there, not verified; NULL without a legible one. (transfer none) */
KirokuCheckpoint *kiroku_package_get_checkpoint (KirokuPackage *self);
/* The keys of its journals, sorted. (transfer none) (element-type utf8) */
GPtrArray *kiroku_package_get_journals (KirokuPackage *self);
/* The SHA-256 that its evidence files are named by, sorted. (transfer none) (element-type utf8) */
GPtrArray *kiroku_package_get_evidence (KirokuPackage *self);

/* --- One journal, line by line --- */

typedef struct _KirokuPackageCursor KirokuPackageCursor;

/* @key: one of kiroku_package_get_journals(). */
KirokuPackageCursor *kiroku_package_cursor_new (KirokuPackage *self, const char *key);
void kiroku_package_cursor_free (KirokuPackageCursor *cursor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPackageCursor, kiroku_package_cursor_free)
/* The next entry; NULL without @error at the end. A line that is no entry is an error of
 * KIROKU_JOURNAL_ERROR, after which the next line can be read. (transfer full) (nullable) */
KirokuStored *kiroku_package_cursor_next (KirokuPackageCursor *cursor, GError **error);
/* The number of the line last read, from 1. */
gint64 kiroku_package_cursor_get_line (KirokuPackageCursor *cursor);

/* --- Files --- */

/* @done and @total: bytes. */
typedef void (*KirokuPackageProgress) (gint64 done, gint64 total, gpointer data);

/* Takes the digests of all files, once. */
gboolean kiroku_package_digest (KirokuPackage *self,
                                KirokuPackageProgress progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GError **error);
/* Of the package's file as a whole, which is the one that was opened, whatever stands at its path
 * by now. */
gboolean kiroku_package_digest_file (KirokuPackage *self,
                                     KirokuDigests *digests,
                                     GCancellable *cancellable,
                                     GError **error);
/* @path: from the bag's top, "data/…". NULL without such a file, or before kiroku_package_digest().
 * (transfer none) */
const KirokuDigests *kiroku_package_get_digest (KirokuPackage *self, const char *path);

/* Something in which the bag does not agree with itself or with its checkpoint. */
typedef struct
{
  gboolean evidence; /* it concerns an evidence file alone */
  char *what;        /* in the user's language */
} KirokuPackageFault;

/* Every fault of the bag, after kiroku_package_digest(): files that are missing, changed or extra
 * by its manifests and by its checkpoint. NULL when it cannot be read. (transfer full)
 * (element-type KirokuPackageFault) */
GPtrArray *kiroku_package_list_faults (KirokuPackage *self, GError **error);

/* Writes an evidence file to @to, a new file with mode 0400, and refuses it when its digest is not
 * @sha256; then nothing is left there. */
gboolean kiroku_package_extract_evidence (KirokuPackage *self,
                                          const char *sha256,
                                          const char *to,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
