/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 3161 time-stamp tokens: somebody outside says that a case root existed at a moment. The
 * imprint of a token is the 32 bytes of the root (FORMAT.md §6, `anchor`). */

typedef enum
{
  KIROKU_TOKEN_TRUSTED,   /* it fits, and its signer leads to a certificate that was given */
  KIROKU_TOKEN_UNTRUSTED, /* it fits, but nobody here vouches for the signer */
  KIROKU_TOKEN_WRONG,     /* it is of something else, damaged or forged */
} KirokuTokenTrust;

typedef struct
{
  KirokuTokenTrust trust;
  gint64 time;     /* when the authority stamped it, µs UTC; -1 when it cannot be read */
  gint64 accuracy; /* µs; 0 when not stated */
  char *authority; /* (nullable) name of the signer's certificate */
  char *serial;    /* (nullable) hex */
  char *why;       /* (nullable) why it is not trusted, in the user's language */
} KirokuToken;

void kiroku_token_free (KirokuToken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuToken, kiroku_token_free)

/* A TimeStampReq (DER) for case root @root (64 hex digits), with a nonce, asking for the signer's
 * certificate. (transfer full) */
GBytes *kiroku_token_make_request (const char *root, GError **error);
/* The token of a TimeStampResp (DER), as base64 of DER: refused unless it was granted and answers
 * @request. (transfer full) */
char *kiroku_token_take_response (GBytes *request, GBytes *response, GError **error);
/* A file from an authority: TimeStampResp or TimeStampToken, DER or base64. The token as base64 of DER.
 * (transfer full) */
char *kiroku_token_load (GBytes *file, GError **error);

/* The case root that @token (base64 of DER) says it is of, or NULL when it is of no SHA-256 digest.
 * Nothing else is checked. (transfer full) */
char *kiroku_token_get_root (const char *token);

/* Judges @token (base64 of DER) against @root. @cas: (nullable) PEM files of certificates to trust,
 * ended by NULL. NULL only when one of them cannot be read. (transfer full) */
KirokuToken *kiroku_token_check (
    const char *token, const char *root, const char *const *cas, GError **error);

/* Whether @ca is a PEM file of certificates. */
gboolean kiroku_token_can_trust (const char *ca, GError **error);

G_END_DECLS
