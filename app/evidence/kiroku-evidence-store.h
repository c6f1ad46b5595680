/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-evidence-names.h"
#include "kiroku-hasher.h"

G_BEGIN_DECLS

/* The files of evidence. They are kept outside the database, in the folder `<database>-evidence`
 * (mode 0700) under their SHA-256 (mode 0400), each once however many entries name it. A file's own
 * name stands only in its entry and is never used as a path. kiroku-intake.h puts files there;
 * only an erasure by law takes one away.
 *
 * Safe between threads and programs. All functions wait for the disk. */
typedef struct _KirokuEvidenceStore KirokuEvidenceStore;

/* @database: path of the case book. Nothing is made before something is taken in. */
KirokuEvidenceStore *kiroku_evidence_store_new (const char *database);
KirokuEvidenceStore *kiroku_evidence_store_ref (KirokuEvidenceStore *self);
void kiroku_evidence_store_unref (KirokuEvidenceStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuEvidenceStore, kiroku_evidence_store_unref)

const char *kiroku_evidence_store_get_folder (KirokuEvidenceStore *self);

/* Bytes done of @total, which is -1 when it is not known; in the thread that does the work. */
typedef void (*KirokuEvidenceProgress) (gint64 done, gint64 total, gpointer data);

/* Whoever waits for much work. Every member may be NULL, and so may a pointer to it. */
typedef struct
{
  KirokuEvidenceProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
} KirokuEvidenceWatch;

/* Takes bytes of a file in order. FALSE with @error set ends the reading. */
typedef gboolean (*KirokuEvidenceSink) (
    const void *bytes, gsize length, gpointer data, GError **error);

/* Reads the file kept under @sha256 and says whether it is what was taken in. @sha512 may be NULL and
 * @size -1 where they are withheld. @sink (nullable) gets the bytes, of a changed file too.
 * @found (nullable) are the digests of what is there; empty when it is missing.
 * What is no SHA-256 names no file. FALSE when it cannot be read, or was cancelled. */
gboolean kiroku_evidence_store_read (KirokuEvidenceStore *self,
                                     const char *sha256,
                                     const char *sha512,
                                     gint64 size,
                                     KirokuEvidenceSink sink,
                                     gpointer sink_data,
                                     const KirokuEvidenceWatch *watch,
                                     KirokuEvidenceState *state,
                                     KirokuDigests *found,
                                     GError **error);
/* The same without the bytes. */
gboolean kiroku_evidence_store_check (KirokuEvidenceStore *self,
                                      const char *sha256,
                                      const char *sha512,
                                      gint64 size,
                                      const KirokuEvidenceWatch *watch,
                                      KirokuEvidenceState *state,
                                      KirokuDigests *found,
                                      GError **error);
/* Copies the file kept under @sha256 to @path, mode 0600, which is replaced once the copy is whole
 * and proven to be what was taken in; else KIROKU_EVIDENCE_ERROR_CHANGED. */
gboolean kiroku_evidence_store_save (KirokuEvidenceStore *self,
                                     const char *sha256,
                                     const char *sha512,
                                     gint64 size,
                                     const char *path,
                                     const KirokuEvidenceWatch *watch,
                                     GError **error);
/* KIROKU_EVIDENCE_ERROR_CHANGED for what is not intact, in words; else TRUE. */
gboolean kiroku_evidence_store_expect_intact (
    KirokuEvidenceState state, const char *sha256, GError **error);

/* The SHA-256 of files. (transfer full) (element-type utf8) */
typedef GPtrArray *(*KirokuEvidenceListFunc) (gpointer data, GError **error);

/* Deletes the files that @list names, because a law says so; durable when it returns. @list is asked
 * when nothing is being taken in any more, for which it waits, and nothing can be until all are
 * deleted; who calls must hold no intake. A file that is not there is none the less erased. What
 * intakes that were cut short have left of them goes as well. */
gboolean kiroku_evidence_store_erase (
    KirokuEvidenceStore *self, KirokuEvidenceListFunc list, gpointer data, GError **error);

/* The SHA-256 of all files that entries name, as keys: kiroku_evidence_list_named() in the thread
 * that owns a database. (transfer full) */
typedef GHashTable *(*KirokuEvidenceNamedFunc) (gpointer data, GError **error);

/* The names of the files in the folder that no entry names, sorted; what an intake that was cut off
 * has left is moved aside by the next one. @named is asked after nobody can add to the folder any
 * more; only when somebody is taking a file in is @busy set: then one of them may be that file.
 * (transfer full) (element-type filename) */
GPtrArray *kiroku_evidence_store_list_unnamed (KirokuEvidenceStore *self,
                                               KirokuEvidenceNamedFunc named,
                                               gpointer data,
                                               gboolean *busy,
                                               GError **error);

G_END_DECLS
