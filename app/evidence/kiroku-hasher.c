/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-hasher.h"

#include <openssl/evp.h>
#include <string.h>

struct _KirokuHasher
{
  EVP_MD_CTX *sha256;
  EVP_MD_CTX *sha512;
  gint64 size;
};

/* libcrypto fails here only without memory, where GLib ends the program too. */
static void
must (int done)
{
  if (done != 1)
    g_error ("libcrypto cannot compute a digest");
}

static EVP_MD_CTX *
start (const EVP_MD *type)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();

  must (context != NULL);
  must (EVP_DigestInit_ex (context, type, NULL));
  return context;
}

KirokuHasher *
kiroku_hasher_new (void)
{
  KirokuHasher *self = g_new0 (KirokuHasher, 1);

  self->sha256 = start (EVP_sha256 ());
  self->sha512 = start (EVP_sha512 ());
  return self;
}

void
kiroku_hasher_free (KirokuHasher *self)
{
  EVP_MD_CTX_free (self->sha256);
  EVP_MD_CTX_free (self->sha512);
  g_free (self);
}

void
kiroku_hasher_add (KirokuHasher *self, const void *bytes, gsize length)
{
  must (EVP_DigestUpdate (self->sha256, bytes, length));
  must (EVP_DigestUpdate (self->sha512, bytes, length));
  self->size += length;
}

gint64
kiroku_hasher_get_size (KirokuHasher *self)
{
  return self->size;
}

static void
finish (EVP_MD_CTX *context, char *hex)
{
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int length;

  must (EVP_DigestFinal_ex (context, bytes, &length));
  for (unsigned int i = 0; i < length; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", bytes[i]);
}

void
kiroku_hasher_finish (KirokuHasher *self, KirokuDigests *digests)
{
  finish (self->sha256, digests->sha256);
  finish (self->sha512, digests->sha512);
  digests->size = self->size;
}

gboolean
kiroku_hasher_is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}
