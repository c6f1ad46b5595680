/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-key.h"

G_BEGIN_DECLS

/* Who signs a document: a private key and the certificate that says whose it is. Safe to use from
 * one thread at a time. */
typedef struct _KirokuCredential KirokuCredential;

/* A token of a time-stamping authority (RFC 3161) over @digest, 64 hex digits of SHA-256: its DER.
 * (transfer full): NULL with @error set. */
typedef GBytes *(*KirokuCredentialStamp) (const char *digest, gpointer user_data, GError **error);

/* With the author's own key and a certificate that it makes itself (RFC 5280): nobody vouches for
 * it but the case's record, which has the same key under the same person. It is valid from the day
 * of @now (µs UTC) on, without end.
 * @organisation: nullable. */
KirokuCredential *kiroku_credential_new_own (
    KirokuKey *key, const char *name, const char *organisation, gint64 now, GError **error);

/* With a certificate of somebody's and its key: PKCS #12 (RFC 7292), or PEM with the certificate,
 * those above it and the key (RFC 7468). @passphrase: nullable; a file that needs one, or another,
 * gives KIROKU_JOURNAL_ERROR_LOCKED. KIROKU_JOURNAL_ERROR_KEY when there is no certificate for the
 * key, libcrypto cannot read it, it is not one to sign with, or it is not valid at @now (µs UTC). */
KirokuCredential *kiroku_credential_load (
    const char *path, const char *passphrase, gint64 now, GError **error);

void kiroku_credential_free (KirokuCredential *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuCredential, kiroku_credential_free)

/* Whom the certificate names. (transfer none) */
const char *kiroku_credential_get_name (KirokuCredential *self);

/* Each signature is stamped from now on. @user_data: freed with @free_data. */
void kiroku_credential_set_stamp (KirokuCredential *self,
                                  KirokuCredentialStamp stamp,
                                  gpointer user_data,
                                  GDestroyNotify free_data);

/* What kiroku_credential_sign () gives has at most so many bytes. */
gsize kiroku_credential_get_max_length (KirokuCredential *self);

/* DER of a detached CMS SignedData over @parts, one behind the other, as CAdES baseline B wants it
 * (RFC 5652, RFC 5035; ETSI EN 319 122-1), but without the time of signing, which a PDF states
 * itself; with a stamp, baseline T.
 * (transfer full): NULL with @error set: KIROKU_JOURNAL_ERROR_KEY, or the stamp's. */
GBytes *kiroku_credential_sign (
    KirokuCredential *self, GBytes *const *parts, guint n_parts, GError **error);

G_END_DECLS
