/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A time-stamping authority for tests: a certificate authority and a signer below it, whose clock
 * is an argument. */
typedef struct _KirokuTestAuthority KirokuTestAuthority;

typedef struct
{
  const char *name;  /* of the signer */
  gboolean rsa;      /* else P-256 */
  gboolean not_tsa;  /* its certificate is not one for time stamps */
  gint64 not_before; /* of the signer's certificate, s since 1970 */
  gint64 not_after;
} KirokuTestAuthorityOptions;

KirokuTestAuthority *kiroku_test_authority_new (const KirokuTestAuthorityOptions *options);
void kiroku_test_authority_free (KirokuTestAuthority *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuTestAuthority, kiroku_test_authority_free)

/* The authority's certificate as PEM. (transfer full) */
char *kiroku_test_authority_get_ca (KirokuTestAuthority *self);
/* The answer to @request at @time, s since 1970. (transfer full) */
GBytes *kiroku_test_authority_answer (KirokuTestAuthority *self, GBytes *request, gint64 time);
/* What @token (base64) says, signed again by this authority. (transfer full) */
char *kiroku_test_authority_resign (KirokuTestAuthority *self, const char *token);

G_END_DECLS
