/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file protected by a passphrase in the format age v1 (https://age-encryption.org/v1), so that
 * the program `age` opens it too: a header with one scrypt recipient, then ChaCha20-Poly1305 in
 * chunks of 64 KiB, of which the last one says so. Both ways run in constant memory, but for the
 * 2^@log_n KiB that scrypt wants once. A passphrase is taken as its UTF-8 bytes. */

/* What `age` itself writes; about a second and 256 MiB. */
#define KIROKU_AGE_LOG_N 18
/* A file that asks for more is refused (4 GiB). */
#define KIROKU_AGE_LOG_N_MAX 22

typedef struct _KirokuAgeWriter KirokuAgeWriter;

/* Writes the header to @out at once. Errors of writing are those of @out. */
KirokuAgeWriter *kiroku_age_writer_new (GOutputStream *out,
                                        const char *passphrase,
                                        guint log_n,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean kiroku_age_writer_write (
    KirokuAgeWriter *self, const void *bytes, gsize length, GError **error);
/* Writes the last chunk; without it the file is refused as cut short. @out stays open. */
gboolean kiroku_age_writer_finish (KirokuAgeWriter *self, GError **error);
void kiroku_age_writer_free (KirokuAgeWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAgeWriter, kiroku_age_writer_free)

typedef struct _KirokuAgeReader KirokuAgeReader;

/* Reads and checks the header. KIROKU_EXCHANGE_ERROR_PASSPHRASE when the passphrase does not open
 * it, KIROKU_EXCHANGE_ERROR_FORM when it is damaged or something else. */
KirokuAgeReader *kiroku_age_reader_new (GInputStream *in,
                                        const char *passphrase,
                                        GCancellable *cancellable,
                                        GError **error);
/* At most @length bytes, every one of them checked; 0 at the end, which is checked too; -1 on
 * error. */
gssize kiroku_age_reader_read (
    KirokuAgeReader *self, void *bytes, gsize length, GError **error);
void kiroku_age_reader_free (KirokuAgeReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAgeReader, kiroku_age_reader_free)

G_END_DECLS
