/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-evidence-store.h"

G_BEGIN_DECLS

/* A file of evidence to hand on that may be harmful: a ZIP protected by a passphrase (AES-256,
 * WinZip AE-2), so that nobody opens it by accident and no scanner on the way removes it. */
typedef struct
{
  const char *sha256; /* its name in the archive too: a name from elsewhere leads nowhere */
  const char *sha512; /* (nullable) withheld */
  gint64 size;        /* bytes; -1 when it is withheld */
  gint64 at;          /* µs UTC: when it was taken */
  const char *passphrase;
} KirokuSafeArchive;

/* Writes it to @path, mode 0600, which is replaced once the archive is whole and the file in it
 * proven to be what was taken in. KIROKU_EXCHANGE_ERROR_FILE, _PASSPHRASE for an empty one,
 * KIROKU_EVIDENCE_ERROR_CHANGED, G_IO_ERROR_CANCELLED. It waits. */
gboolean kiroku_safe_archive_write (KirokuEvidenceStore *store,
                                    const KirokuSafeArchive *archive,
                                    const char *path,
                                    const KirokuEvidenceWatch *watch,
                                    GError **error);

G_END_DECLS
