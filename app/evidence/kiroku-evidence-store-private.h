/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-evidence-store.h"

G_BEGIN_DECLS

/* Where files go that no entry names, and how the names of unfinished ones begin. */
#define KIROKU_EVIDENCE_UNCLAIMED "unclaimed"
#define KIROKU_EVIDENCE_UNFINISHED ".intake-"
/* Bytes read at once. */
#define KIROKU_EVIDENCE_BUFFER (1024 * 1024)

/* The path of a file in the folder. (transfer full) */
char *kiroku_evidence_store_build_path (KirokuEvidenceStore *self, const char *name);

/* Opens the lock of the folder. An intake holds it shared from before its first byte until its entry
 * is on the disk; whoever holds it alone knows that nothing is being taken in. -1 on error. */
int kiroku_evidence_store_open_lock (KirokuEvidenceStore *self, GError **error);
/* flock() that is not interrupted; FALSE, errno set, when it fails or would wait. */
gboolean kiroku_evidence_store_lock (int fd, int operation);

/* The names in the folder, the unclaimed and those that begin with a point left out, but
 * @unfinished ones put in if wanted. (transfer full) (element-type filename) */
GPtrArray *kiroku_evidence_store_list (
    KirokuEvidenceStore *self, gboolean unfinished, GError **error);

/* Opens a file of the folder. It is a regular one: a link put in its place could lead anywhere. NULL
 * without @error when there is none. (transfer full) (nullable) */
GInputStream *kiroku_evidence_store_open (const char *path, gint64 *size, GError **error);
/* Always FALSE: @path cannot be read, as errno says. */
gboolean kiroku_evidence_store_fail_reading (const char *path, GError **error);

/* Reads @input to its end through @hasher and @sink. @what names it in messages; @total: bytes
 * expected, or -1. */
gboolean kiroku_evidence_store_pump (GInputStream *input,
                                     const char *what,
                                     gint64 total,
                                     KirokuHasher *hasher,
                                     KirokuEvidenceSink sink,
                                     gpointer sink_data,
                                     const KirokuEvidenceWatch *watch,
                                     GError **error);
/* Writes all of @bytes; FALSE with errno set. */
gboolean kiroku_evidence_store_write (int fd, const char *bytes, gsize length);

G_END_DECLS
