/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-evidence-store.h"

G_BEGIN_DECLS

/* Taking files in as evidence. An intake lasts from before the first byte until the entries that name
 * the files are on the disk; others of this or another program may go on at the same time.
 *
 * A file is copied beside its place while both digests are computed, made read-only, waited for until
 * it is on the disk, and only then gets its name: what is cut off before is no evidence. Files that no
 * entry names and unfinished ones are moved to the folder `unclaimed` by the next intake that begins
 * while no other is going on; nothing is ever deleted there. */
typedef struct _KirokuIntake KirokuIntake;

/* Makes the folder and moves aside what an earlier intake has left. @named is asked only then. */
KirokuIntake *kiroku_intake_begin (KirokuEvidenceStore *store,
                                   KirokuEvidenceNamedFunc named,
                                   gpointer data,
                                   GError **error);
/* To be called once the entries are on the disk, or if there will be none. */
void kiroku_intake_end (KirokuIntake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuIntake, kiroku_intake_end)

/* Takes in what @input gives. @what names it in messages; @total: bytes expected, or -1;
 * @expected (nullable): the SHA-256 that it must have. When the same file is there already it is
 * kept as it is, after it was read and found intact. Memory does not grow with the file.
 * On error nothing was taken in: KIROKU_EVIDENCE_ERROR_FILE, or _CHANGED when it is not what was
 * expected or the one that is there already is not intact. */
gboolean kiroku_intake_take (KirokuIntake *self,
                             GInputStream *input,
                             const char *what,
                             gint64 total,
                             const char *expected,
                             const KirokuEvidenceWatch *watch,
                             KirokuDigests *digests,
                             GError **error);

/* The path to which what was kept in the place of the last file was moved, because it was no longer what
 * had been taken in; @sha256 is what it is instead. (transfer none) (nullable): nothing was. */
const char *kiroku_intake_get_replaced (KirokuIntake *self, const char **sha256);

/* A new path in the folder for a file in the making, which is moved aside by a later intake if it is
 * left there. (transfer full) */
char *kiroku_intake_build_path (KirokuIntake *self);

/* Opens the regular file @path, or the one that a symbolic link leads to, for kiroku_intake_take();
 * folders, pipes, sockets and devices are refused. @size: bytes it has now. (transfer full) */
GInputStream *kiroku_intake_open (const char *path, gint64 *size, GError **error);

/* The longest name that is recorded, in characters. */
#define KIROKU_INTAKE_NAME_MAX 255

/* The name that is recorded for the file @path: its last part as UTF-8, where bytes that are none
 * become U+FFFD. For people only, never a path. (transfer full) */
char *kiroku_intake_name (const char *path);

G_END_DECLS
