/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-key.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-files.h"
#include "kiroku-journal-error.h"
#include "kiroku-key-private.h"

/* What is signed: this line before the raw hash, so that a signature can mean nothing else. */
#define ENTRY_CONTEXT "kiroku.entry.v1\n"
#define SIGNED_LENGTH (sizeof ENTRY_CONTEXT - 1 + KIROKU_HASH_LENGTH)

struct _KirokuPublicKey
{
  EVP_PKEY *pkey;
  char id[KIROKU_HASH_HEX + 1];
  char *spki;
};

struct _KirokuKey
{
  KirokuPublicKey *public_key;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

/* --- Bytes --- */

static void
bytes_to_hex (const guint8 *bytes, gsize length, char *hex)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < length; i++)
    {
      hex[2 * i] = digits[bytes[i] >> 4];
      hex[2 * i + 1] = digits[bytes[i] & 15];
    }
  hex[2 * length] = '\0';
}

void
kiroku_hex_to_bytes (const char *hex, guint8 *bytes)
{
  for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
    *bytes++ = g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]);
}

gboolean
kiroku_hex_is_valid (const char *text, gsize length)
{
  return text != NULL && strlen (text) == length && strspn (text, "0123456789abcdef") == length;
}

void
kiroku_sha256_hex (const void *bytes, gsize length, char *hex)
{
  guint8 digest[KIROKU_HASH_LENGTH];

  if (EVP_Digest (bytes, length, digest, NULL, EVP_sha256 (), NULL) != 1)
    g_error ("libcrypto cannot compute SHA-256");
  bytes_to_hex (digest, sizeof digest, hex);
}

char *
kiroku_random_hex (gsize length)
{
  g_autofree guint8 *bytes = g_malloc (length);
  char *hex = g_malloc (2 * length + 1);

  if (RAND_bytes (bytes, length) != 1)
    g_error ("libcrypto gives no random bytes");
  bytes_to_hex (bytes, length, hex);
  return hex;
}

static void
set_crypto_error (GError **error, const char *what)
{
  unsigned long code = ERR_get_error ();

  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEY, "%s (%s)", what,
               code != 0 ? ERR_reason_error_string (code) : "libcrypto");
  ERR_clear_error ();
}

/* --- Public keys --- */

static gboolean
is_p256 (EVP_PKEY *pkey)
{
  char group[32];

  return EVP_PKEY_is_a (pkey, "EC")
         && EVP_PKEY_get_group_name (pkey, group, sizeof group, NULL) == 1
         && g_str_equal (group, SN_X9_62_prime256v1);
}

/* Takes @pkey. */
static KirokuPublicKey *
public_key_from_pkey (EVP_PKEY *pkey)
{
  KirokuPublicKey *self = g_new0 (KirokuPublicKey, 1);
  guint8 *der = NULL;
  int length = i2d_PUBKEY (pkey, &der);

  g_assert (length > 0);
  self->pkey = pkey;
  self->spki = g_base64_encode (der, length);
  kiroku_sha256_hex (der, length, self->id);
  OPENSSL_free (der);
  return self;
}

/* Everything of a P-256 SubjectPublicKeyInfo before the coordinates: named curve, uncompressed point
 * (RFC 5480). Other encodings of the same key would give it a second id. */
static const guint8 spki_start[]
    = { 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
        0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04 };

#define SPKI_LENGTH (sizeof spki_start + 64)

KirokuPublicKey *
kiroku_public_key_new (const char *spki)
{
  g_autofree guint8 *der = NULL;
  g_autoptr (EVP_PKEY) pkey = NULL;
  g_autoptr (KirokuPublicKey) self = NULL;
  const guint8 *p;
  gsize length;

  g_return_val_if_fail (spki != NULL, NULL);

  der = g_base64_decode (spki, &length);
  if (length != SPKI_LENGTH || memcmp (der, spki_start, sizeof spki_start) != 0)
    return NULL;
  p = der;
  pkey = d2i_PUBKEY (NULL, &p, length);
  ERR_clear_error ();
  if (pkey == NULL || !is_p256 (pkey))
    return NULL;
  self = public_key_from_pkey (g_steal_pointer (&pkey));
  /* base64, too, has one form only. */
  return g_str_equal (self->spki, spki) ? g_steal_pointer (&self) : NULL;
}

void
kiroku_public_key_free (KirokuPublicKey *self)
{
  EVP_PKEY_free (self->pkey);
  g_free (self->spki);
  g_free (self);
}

const char *
kiroku_public_key_get_id (const KirokuPublicKey *self)
{
  return self->id;
}

static void
fill_signed_bytes (const char *hash, guint8 *bytes)
{
  memcpy (bytes, ENTRY_CONTEXT, sizeof ENTRY_CONTEXT - 1);
  kiroku_hex_to_bytes (hash, bytes + sizeof ENTRY_CONTEXT - 1);
}

/* Whether @der is the one DER encoding of its signature. */
static gboolean
is_strict_der (const guint8 *der, gsize length)
{
  const guint8 *p = der;
  ECDSA_SIG *signature = d2i_ECDSA_SIG (NULL, &p, length);
  guint8 *again = NULL;
  int again_length = signature != NULL ? i2d_ECDSA_SIG (signature, &again) : -1;
  gboolean strict = again_length >= 0 && (gsize) again_length == length
                    && memcmp (again, der, length) == 0;

  OPENSSL_free (again);
  ECDSA_SIG_free (signature);
  return strict;
}

static gboolean
verify_bytes (KirokuPublicKey *self, gconstpointer bytes, gsize size, const char *signature)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  g_autofree guint8 *der = NULL;
  g_autofree char *again = NULL;
  gsize length;
  gboolean valid;

  der = g_base64_decode (signature, &length);
  again = g_base64_encode (der, length);
  valid = g_str_equal (again, signature) && is_strict_der (der, length)
          && EVP_DigestVerifyInit (context, NULL, EVP_sha256 (), NULL, self->pkey) == 1
          && EVP_DigestVerify (context, der, length, bytes, size) == 1;
  ERR_clear_error ();
  return valid;
}

gboolean
kiroku_public_key_verify (KirokuPublicKey *self, const char *hash, const char *signature)
{
  guint8 bytes[SIGNED_LENGTH];

  g_return_val_if_fail (self != NULL && signature != NULL, FALSE);
  g_return_val_if_fail (kiroku_hex_is_valid (hash, KIROKU_HASH_HEX), FALSE);

  fill_signed_bytes (hash, bytes);
  return verify_bytes (self, bytes, sizeof bytes, signature);
}

gboolean
kiroku_public_key_verify_text (KirokuPublicKey *self, const char *text, const char *signature)
{
  g_return_val_if_fail (self != NULL && text != NULL && signature != NULL, FALSE);

  return verify_bytes (self, text, strlen (text), signature);
}

/* --- Private keys --- */

static KirokuKey *
key_from_pkey (EVP_PKEY *pkey)
{
  KirokuKey *self = g_atomic_rc_box_new0 (KirokuKey);

  self->public_key = public_key_from_pkey (pkey);
  return self;
}

KirokuKey *
kiroku_key_generate (GError **error)
{
  EVP_PKEY *pkey = EVP_EC_gen (SN_X9_62_prime256v1);

  if (pkey == NULL)
    {
      set_crypto_error (error, _ ("no signing key could be made"));
      return NULL;
    }
  return key_from_pkey (pkey);
}

/* The passphrase for a PEM reader, which asks only when the file is protected. */
typedef struct
{
  const char *passphrase;
  gboolean asked;
} Passphrase;

static int
give_passphrase_cb (char *buffer, int size, int writing, void *data)
{
  Passphrase *given = data;
  gsize length = given->passphrase != NULL ? strlen (given->passphrase) : 0;

  given->asked = TRUE;
  if (length == 0 || length > (gsize) size)
    return -1;
  memcpy (buffer, given->passphrase, length);
  return length;
}

static void
set_load_error (GError **error, const char *path, const Passphrase *given)
{
  g_autofree char *what = NULL;

  if (!given->asked)
    {
      what = g_strdup_printf (
          _ ("“%s” holds no signing key of Kiroku: put the file back from a backup"), path);
      set_crypto_error (error, what);
      return;
    }
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED,
               given->passphrase != NULL
                   ? _ ("the passphrase does not open the signing key “%s”: check it and try again")
                   : _ ("the signing key “%s” is protected: give its passphrase"),
               path);
  ERR_clear_error ();
}

KirokuKey *
kiroku_key_load (const char *path, const char *passphrase, GError **error)
{
  Passphrase given = { passphrase, FALSE };
  g_autofree char *pem = NULL;
  g_autoptr (BIO) bio = NULL;
  g_autoptr (EVP_PKEY) pkey = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_get_contents (path, &pem, &length, error))
    return NULL;
  bio = BIO_new_mem_buf (pem, length);
  pkey = PEM_read_bio_PrivateKey (bio, NULL, give_passphrase_cb, &given);
  OPENSSL_cleanse (pem, length);
  if (pkey == NULL || !is_p256 (pkey))
    {
      set_load_error (error, path, &given);
      return NULL;
    }
  EVP_PKEY_set_utf8_string_param (pkey, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                  OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED);
  return key_from_pkey (g_steal_pointer (&pkey));
}

/* N, r and p of scrypt (RFC 7914): 16 MiB, the most that every reader of PKCS#8 accepts by default,
 * gone through five times. */
#define SCRYPT_N (1 << 14)
#define SCRYPT_R 8
#define SCRYPT_P 5

static gboolean
write_protected (BIO *bio, EVP_PKEY *pkey, const char *passphrase)
{
  PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8 (pkey);
  X509_ALGOR *scheme
      = PKCS5_pbe2_set_scrypt (EVP_aes_256_cbc (), NULL, 0, NULL, SCRYPT_N, SCRYPT_R, SCRYPT_P);
  X509_SIG *wrapped = NULL;
  gboolean written;

  if (plain != NULL && scheme != NULL)
    wrapped = PKCS8_set0_pbe (passphrase, strlen (passphrase), plain, scheme);
  if (wrapped == NULL)
    X509_ALGOR_free (scheme); /* else it belongs to @wrapped */
  written = wrapped != NULL && PEM_write_bio_PKCS8 (bio, wrapped) == 1;
  X509_SIG_free (wrapped);
  PKCS8_PRIV_KEY_INFO_free (plain);
  return written;
}

/* (transfer full) */
static BIO *
encode_key (KirokuKey *self, const char *passphrase, GError **error)
{
  EVP_PKEY *pkey = self->public_key->pkey;
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());

  if (passphrase != NULL
          ? write_protected (bio, pkey, passphrase)
          : PEM_write_bio_PKCS8PrivateKey (bio, pkey, NULL, NULL, 0, NULL, NULL) == 1)
    return g_steal_pointer (&bio);
  set_crypto_error (error, _ ("the signing key could not be written"));
  return NULL;
}

gboolean
kiroku_key_save (KirokuKey *self, const char *path, const char *passphrase, GError **error)
{
  g_autoptr (BIO) bio = NULL;
  char *pem;
  long length;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  bio = encode_key (self, passphrase, error);
  if (bio == NULL)
    return FALSE;
  length = BIO_get_mem_data (bio, &pem);
  return kiroku_files_create (path, pem, length, error);
}

gboolean
kiroku_key_replace (KirokuKey *self, const char *path, const char *passphrase, GError **error)
{
  g_autoptr (BIO) bio = NULL;
  char *pem;
  long length;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  bio = encode_key (self, passphrase, error);
  if (bio == NULL)
    return FALSE;
  length = BIO_get_mem_data (bio, &pem);
  return kiroku_files_replace (path, pem, length, TRUE, error);
}

KirokuKey *
kiroku_key_ref (KirokuKey *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_key (KirokuKey *self)
{
  kiroku_public_key_free (self->public_key);
}

void
kiroku_key_unref (KirokuKey *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_key);
}

EVP_PKEY *
kiroku_key_get_pkey (KirokuKey *self)
{
  return self->public_key->pkey;
}

const char *
kiroku_key_get_id (KirokuKey *self)
{
  return self->public_key->id;
}

const char *
kiroku_key_get_spki (KirokuKey *self)
{
  return self->public_key->spki;
}

static char *
sign_bytes (KirokuKey *self, gconstpointer bytes, gsize size, GError **error)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  guint8 der[128];
  size_t length = sizeof der;

  if (EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, self->public_key->pkey) != 1
      || EVP_DigestSign (context, der, &length, bytes, size) != 1)
    {
      set_crypto_error (error, _ ("the entry could not be signed"));
      return NULL;
    }
  return g_base64_encode (der, length);
}

char *
kiroku_key_sign (KirokuKey *self, const char *hash, GError **error)
{
  guint8 bytes[SIGNED_LENGTH];

  g_return_val_if_fail (self != NULL && kiroku_hex_is_valid (hash, KIROKU_HASH_HEX), NULL);

  fill_signed_bytes (hash, bytes);
  return sign_bytes (self, bytes, sizeof bytes, error);
}

char *
kiroku_key_sign_text (KirokuKey *self, const char *text, GError **error)
{
  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  return sign_bytes (self, text, strlen (text), error);
}

gboolean
kiroku_key_is_protected (const char *pem, gsize length)
{
  g_return_val_if_fail (pem != NULL, FALSE);

  return g_strstr_len (pem, length, "-----BEGIN ENCRYPTED PRIVATE KEY-----") != NULL;
}
