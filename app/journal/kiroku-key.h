/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SHA-256 in bytes, and as hex text. */
#define KIROKU_HASH_LENGTH 32
#define KIROKU_HASH_HEX 64

/* A person's signing key: ECDSA on P-256 (FORMAT.md §5). Safe to use from one thread at a time. */
typedef struct _KirokuKey KirokuKey;

KirokuKey *kiroku_key_generate (GError **error);
/* Reads PKCS#8 PEM from @path. Without the file: G_FILE_ERROR_NOENT. A file that is protected needs
 * @passphrase (nullable), else KIROKU_JOURNAL_ERROR_LOCKED. Takes about 0.1 s when it is protected. */
KirokuKey *kiroku_key_load (const char *path, const char *passphrase, GError **error);
/* Writes PKCS#8 PEM with mode 0600, durable when it returns; with @passphrase encrypted (PBES2:
 * scrypt, AES-256). An existing file is an error, and stays. */
gboolean kiroku_key_save (
    KirokuKey *self, const char *path, const char *passphrase, GError **error);
/* The same over the file that is there: its passphrase is changed, set, or taken away (NULL). */
gboolean kiroku_key_replace (
    KirokuKey *self, const char *path, const char *passphrase, GError **error);
KirokuKey *kiroku_key_ref (KirokuKey *self);
void kiroku_key_unref (KirokuKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuKey, kiroku_key_unref)

/* SHA-256 of the DER SubjectPublicKeyInfo, hex. (transfer none) */
const char *kiroku_key_get_id (KirokuKey *self);
/* base64 of the DER SubjectPublicKeyInfo. (transfer none) */
const char *kiroku_key_get_spki (KirokuKey *self);

/* Signs an entry's hash (hex). base64 of strict DER. (transfer full) */
char *kiroku_key_sign (KirokuKey *self, const char *hash, GError **error);
/* Signs the bytes of @text as they stand; its first line says what it is, so that the signature can
 * mean nothing else. base64 of strict DER. (transfer full) */
char *kiroku_key_sign_text (KirokuKey *self, const char *text, GError **error);

/* A public key to check signatures with. */
typedef struct _KirokuPublicKey KirokuPublicKey;

/* @spki: base64 of DER. NULL unless it is a P-256 key in its one encoding. */
KirokuPublicKey *kiroku_public_key_new (const char *spki);
void kiroku_public_key_free (KirokuPublicKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPublicKey, kiroku_public_key_free)
const char *kiroku_public_key_get_id (const KirokuPublicKey *self);
/* Whether @signature (base64) is a signature of entry @hash (hex). */
gboolean kiroku_public_key_verify (KirokuPublicKey *self, const char *hash, const char *signature);
/* Whether @signature (base64) is a signature of @text. */
gboolean kiroku_public_key_verify_text (
    KirokuPublicKey *self, const char *text, const char *signature);

/* SHA-256 of @length bytes as 64 hex digits, by libcrypto (GChecksum is six times slower).
 * @hex holds KIROKU_HASH_HEX + 1 bytes. */
void kiroku_sha256_hex (const void *bytes, gsize length, char *hex);
/* @length random bytes as hex. (transfer full) */
char *kiroku_random_hex (gsize length);
/* Bytes of hex text, whose length is known to be even and whose digits are valid. */
void kiroku_hex_to_bytes (const char *hex, guint8 *bytes);
/* Whether @text is exactly @length lower-case hex digits. */
gboolean kiroku_hex_is_valid (const char *text, gsize length);

/* Whether the file of a key, @length bytes, is protected by a passphrase (PKCS#8 as PEM, RFC 7468 §11). */
gboolean kiroku_key_is_protected (const char *pem, gsize length);

G_END_DECLS
