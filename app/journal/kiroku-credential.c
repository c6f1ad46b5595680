/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-credential.h"

#include <glib/gi18n.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "kiroku-journal-error.h"
#include "kiroku-key-private.h"

/* Besides its certificates a signature has less than this: attributes, names, the value. */
#define SIGNATURE_ROOM 2048
/* A stamp carries the certificates of its authority. */
#define STAMP_ROOM (24 * 1024)
/* No end is known (RFC 5280, 4.1.2.5). */
#define NO_END "99991231235959Z"
#define SECONDS_A_DAY (24 * 60 * 60)
/* What a certificate's name takes (RFC 5280, A.1: ub-common-name, ub-organization-name). */
#define NAME_MAX_CHARACTERS 64

struct _KirokuCredential
{
  EVP_PKEY *key;
  X509 *certificate;
  STACK_OF (X509) *above; /* those that vouch for it; NULL */
  char *name;
  KirokuCredentialStamp stamp;
  gpointer stamp_data;
  GDestroyNotify free_stamp_data;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS12, PKCS12_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_EXTENSION, X509_EXTENSION_free)

static void
set_key_error (GError **error, const char *what)
{
  unsigned long code = ERR_peek_last_error ();

  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEY, "%s (%s)", what,
               code != 0 ? ERR_reason_error_string (code) : "libcrypto");
  ERR_clear_error ();
}

/* --- Names ---------------------------------------------------------------------------------- */

/* The first value of @nid in the certificate's name. (transfer full) (nullable) */
static char *
dup_name_part (X509 *certificate, int nid)
{
  X509_NAME *subject = X509_get_subject_name (certificate);
  int at = X509_NAME_get_index_by_NID (subject, nid, -1);
  guint8 *utf8 = NULL;
  char *text = NULL;

  if (at >= 0
      && ASN1_STRING_to_UTF8 (&utf8,
                              X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, at)))
             >= 0)
    text = g_utf8_make_valid ((const char *) utf8, -1);
  OPENSSL_free (utf8);
  return text;
}

static char *
dup_subject (X509 *certificate)
{
  char *name = dup_name_part (certificate, NID_commonName);

  return name != NULL ? name : dup_name_part (certificate, NID_organizationName);
}

static gboolean
add_name_part (X509_NAME *name, int nid, const char *text)
{
  g_autofree char *part = g_utf8_substring (
      text, 0, MIN (g_utf8_strlen (text, -1), NAME_MAX_CHARACTERS));

  return X509_NAME_add_entry_by_NID (name, nid, MBSTRING_UTF8, (const guint8 *) part, -1, -1, 0)
         == 1;
}

/* --- A certificate of one's own ------------------------------------------------------------- */

static gboolean
add_extension (X509 *certificate, int nid, const char *value)
{
  X509V3_CTX context;
  g_autoptr (X509_EXTENSION) extension = NULL;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, certificate, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  return extension != NULL && X509_add_ext (certificate, extension, -1) == 1;
}

/* The number is of the key, so that one person's certificates are told from another's. */
static gboolean
set_serial (X509 *certificate, KirokuKey *key)
{
  guint8 id[KIROKU_HASH_LENGTH];
  guint64 number;

  kiroku_hex_to_bytes (kiroku_key_get_id (key), id);
  memcpy (&number, id, sizeof number);
  number = GUINT64_FROM_BE (number) >> 1 | 1; /* positive (RFC 5280, 4.1.2.2) */
  return ASN1_INTEGER_set_uint64 (X509_get_serialNumber (certificate), number) == 1;
}

static gboolean
set_names (X509 *certificate, const char *name, const char *organisation)
{
  X509_NAME *subject = X509_get_subject_name (certificate);

  if (organisation != NULL && *organisation != '\0'
      && !add_name_part (subject, NID_organizationName, organisation))
    return FALSE;
  return add_name_part (subject, NID_commonName, name)
         && X509_set_issuer_name (certificate, subject) == 1;
}

static gboolean
set_times (X509 *certificate, gint64 now)
{
  time_t seconds = (time_t) (now / G_USEC_PER_SEC);

  return ASN1_TIME_set (X509_getm_notBefore (certificate), seconds - seconds % SECONDS_A_DAY) != NULL
         && ASN1_TIME_set_string (X509_getm_notAfter (certificate), NO_END) == 1;
}

/* (transfer full) (nullable) */
static X509 *
make_certificate (KirokuKey *key, const char *name, const char *organisation, gint64 now)
{
  EVP_PKEY *pkey = kiroku_key_get_pkey (key);
  g_autoptr (X509) certificate = X509_new ();

  if (X509_set_version (certificate, X509_VERSION_3) == 1 && set_serial (certificate, key)
      && set_names (certificate, name, organisation) && set_times (certificate, now)
      && X509_set_pubkey (certificate, pkey) == 1
      && add_extension (certificate, NID_basic_constraints, "critical,CA:FALSE")
      && add_extension (certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation")
      && add_extension (certificate, NID_subject_key_identifier, "hash")
      && X509_sign (certificate, pkey, EVP_sha256 ()) > 0)
    return g_steal_pointer (&certificate);
  return NULL;
}

KirokuCredential *
kiroku_credential_new_own (
    KirokuKey *key, const char *name, const char *organisation, gint64 now, GError **error)
{
  KirokuCredential *self;
  X509 *certificate;

  g_return_val_if_fail (key != NULL && name != NULL && *name != '\0', NULL);

  certificate = make_certificate (key, name, organisation, now);
  if (certificate == NULL)
    {
      set_key_error (error, _ ("no certificate could be made for the signing key"));
      return NULL;
    }
  self = g_new0 (KirokuCredential, 1);
  self->certificate = certificate;
  self->key = kiroku_key_get_pkey (key);
  EVP_PKEY_up_ref (self->key);
  self->name = dup_subject (certificate);
  return self;
}

/* --- A certificate from a file -------------------------------------------------------------- */

/* The passphrase for a PEM reader, which asks only when the file is protected. */
typedef struct
{
  const char *passphrase;
  gboolean is_wrong;  /* asked for, and none that opens the key */
  gboolean is_foreign; /* with a cipher that libcrypto has not here, or without a MAC */
} Passphrase;

static int
give_passphrase_cb (char *buffer, int size, int writing, void *data)
{
  Passphrase *given = data;
  gsize length = given->passphrase != NULL ? strlen (given->passphrase) : 0;

  given->is_wrong = TRUE;
  if (length == 0 || length > (gsize) size)
    return -1;
  memcpy (buffer, given->passphrase, length);
  return length;
}

/* Authorities still hand out files whose ciphers libcrypto keeps apart (RC2, in “legacy”). */
static void
parse_pkcs12 (KirokuCredential *self, PKCS12 *file, const char *passphrase)
{
  OSSL_PROVIDER *old;

  if (PKCS12_parse (file, passphrase, &self->key, &self->certificate, &self->above) == 1)
    return;
  old = OSSL_PROVIDER_try_load (NULL, "legacy", 1);
  if (old == NULL)
    return;
  PKCS12_parse (file, passphrase, &self->key, &self->certificate, &self->above);
  OSSL_PROVIDER_unload (old);
}

/* A file without a passphrase has none, or an empty one. */
static void
read_pkcs12 (KirokuCredential *self, PKCS12 *file, Passphrase *given)
{
  const char *passphrase = given->passphrase;

  if (passphrase == NULL && PKCS12_verify_mac (file, NULL, 0) != 1)
    passphrase = "";
  given->is_wrong
      = PKCS12_mac_present (file) && PKCS12_verify_mac (file, passphrase, -1) != 1;
  if (given->is_wrong)
    return;
  parse_pkcs12 (self, file, passphrase);
  given->is_foreign = self->key == NULL
                      && (!PKCS12_mac_present (file)
                          || ERR_GET_REASON (ERR_peek_error ()) == ERR_R_UNSUPPORTED);
}

/* Takes the certificate that is the key's from @certificates; the others are above it. */
static void
choose_certificate (KirokuCredential *self, STACK_OF (X509) *certificates)
{
  for (int i = 0; self->certificate == NULL && i < sk_X509_num (certificates); i++)
    if (X509_check_private_key (sk_X509_value (certificates, i), self->key) == 1)
      self->certificate = sk_X509_delete (certificates, i);
}

static void
read_pem (KirokuCredential *self, const char *pem, gsize length, Passphrase *given)
{
  g_autoptr (BIO) keys = BIO_new_mem_buf (pem, (int) length);
  g_autoptr (BIO) certificates = BIO_new_mem_buf (pem, (int) length);
  X509 *certificate;

  self->key = PEM_read_bio_PrivateKey (keys, NULL, give_passphrase_cb, given);
  given->is_wrong = given->is_wrong && self->key == NULL;
  if (self->key == NULL)
    return;
  self->above = sk_X509_new_null ();
  while ((certificate = PEM_read_bio_X509 (certificates, NULL, NULL, NULL)) != NULL)
    sk_X509_push (self->above, certificate);
  choose_certificate (self, self->above);
}

static void
read_credential (KirokuCredential *self, const char *bytes, gsize length, Passphrase *given)
{
  const guint8 *p = (const guint8 *) bytes;
  g_autoptr (PKCS12) file = d2i_PKCS12 (NULL, &p, (long) length);

  if (file != NULL)
    read_pkcs12 (self, file, given);
  else
    read_pem (self, bytes, length, given);
  ERR_clear_error ();
}

static char *
dup_time (const ASN1_TIME *time)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  char *text;
  long length;

  ASN1_TIME_print (bio, time);
  length = BIO_get_mem_data (bio, &text);
  return g_strndup (text, (gsize) length);
}

static gboolean
check_times (KirokuCredential *self, const char *path, gint64 now, GError **error)
{
  const ASN1_TIME *from = X509_get0_notBefore (self->certificate);
  const ASN1_TIME *until = X509_get0_notAfter (self->certificate);
  time_t seconds = (time_t) (now / G_USEC_PER_SEC);
  g_autofree char *first = NULL, *last = NULL;

  if (X509_cmp_time (from, &seconds) < 0 && X509_cmp_time (until, &seconds) > 0)
    return TRUE;
  first = dup_time (from);
  last = dup_time (until);
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEY,
               _ ("the certificate in “%s” is valid from %s to %s, not now: use a valid one"), path,
               first, last);
  return FALSE;
}

static gboolean
check_credential (
    KirokuCredential *self, const char *path, const Passphrase *given, gint64 now, GError **error)
{
  if (given->is_wrong)
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED,
                   given->passphrase != NULL
                       ? _ ("the passphrase does not open “%s”: check it and try again")
                       : _ ("“%s” is protected: give its passphrase"),
                   path);
      return FALSE;
    }
  if (given->is_foreign)
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEY,
                   _ ("“%s” is of a kind that this computer cannot read, with an old cipher or without "
                      "a check value: have it made anew, in today’s kind of PKCS #12"),
                   path);
      return FALSE;
    }
  if (self->key == NULL || self->certificate == NULL)
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEY,
                   _ ("“%s” holds no certificate with its private key: give a file of PKCS #12 "
                      "(.p12, .pfx), or one of PEM with both"),
                   path);
      return FALSE;
    }
  if ((X509_get_key_usage (self->certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEY,
                   _ ("the certificate in “%s” is not one to sign with: use another"), path);
      return FALSE;
    }
  return check_times (self, path, now, error);
}

KirokuCredential *
kiroku_credential_load (const char *path, const char *passphrase, gint64 now, GError **error)
{
  g_autoptr (KirokuCredential) self = g_new0 (KirokuCredential, 1);
  Passphrase given = { passphrase, FALSE };
  g_autofree char *bytes = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_get_contents (path, &bytes, &length, error))
    return NULL;
  read_credential (self, bytes, length, &given);
  OPENSSL_cleanse (bytes, length);
  if (!check_credential (self, path, &given, now, error))
    return NULL;
  self->name = dup_subject (self->certificate);
  return g_steal_pointer (&self);
}

void
kiroku_credential_free (KirokuCredential *self)
{
  EVP_PKEY_free (self->key);
  X509_free (self->certificate);
  sk_X509_pop_free (self->above, X509_free);
  g_free (self->name);
  if (self->free_stamp_data != NULL)
    self->free_stamp_data (self->stamp_data);
  g_free (self);
}

const char *
kiroku_credential_get_name (KirokuCredential *self)
{
  return self->name != NULL ? self->name : "";
}

void
kiroku_credential_set_stamp (KirokuCredential *self,
                             KirokuCredentialStamp stamp,
                             gpointer user_data,
                             GDestroyNotify free_data)
{
  g_return_if_fail (self != NULL && self->stamp == NULL && stamp != NULL);

  self->stamp = stamp;
  self->stamp_data = user_data;
  self->free_stamp_data = free_data;
}

/* --- Signing -------------------------------------------------------------------------------- */

gsize
kiroku_credential_get_max_length (KirokuCredential *self)
{
  gsize length = SIGNATURE_ROOM + (gsize) EVP_PKEY_get_size (self->key)
                 + (gsize) i2d_X509 (self->certificate, NULL);

  for (int i = 0; i < sk_X509_num (self->above); i++)
    length += (gsize) i2d_X509 (sk_X509_value (self->above, i), NULL);
  return length + (self->stamp != NULL ? STAMP_ROOM : 0);
}

/* Adds the stamp of the signature's value (ETSI EN 319 122-1, 5.3). */
static gboolean
add_stamp (KirokuCredential *self, CMS_SignerInfo *info, GError **error)
{
  ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature (info);
  char digest[KIROKU_HASH_HEX + 1];
  g_autoptr (GBytes) token = NULL;
  const guint8 *der;
  gsize length;

  kiroku_sha256_hex (ASN1_STRING_get0_data (value), (gsize) ASN1_STRING_length (value), digest);
  token = self->stamp (digest, self->stamp_data, error);
  if (token == NULL)
    return FALSE;
  der = g_bytes_get_data (token, &length);
  if (CMS_unsigned_add1_attr_by_NID (info, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, der,
                                     (int) length)
      == 1)
    return TRUE;
  set_key_error (error, _ ("the time stamp could not be added to the signature"));
  return FALSE;
}

static gboolean
digest_parts (CMS_ContentInfo *cms, GBytes *const *parts, guint n_parts)
{
  g_autoptr (BIO) bio = CMS_dataInit (cms, BIO_new (BIO_s_null ()));
  gboolean done = bio != NULL;

  for (guint i = 0; done && i < n_parts; i++)
    {
      gsize length, written;
      const guint8 *data = g_bytes_get_data (parts[i], &length);

      done = length == 0 || (BIO_write_ex (bio, data, length, &written) == 1 && written == length);
    }
  return done && BIO_flush (bio) == 1 && CMS_dataFinal (cms, bio) == 1;
}

/* --- The time of signing stands in the PDF --- */

static int
compare_der (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(GBytes *const *) a, *(GBytes *const *) b);
}

/* What is signed: the attributes as a SET OF in DER, the least encoding first (RFC 5652, 5.4; X.690,
 * 11.6). (transfer full) */
static GByteArray *
encode_attributes (CMS_SignerInfo *info)
{
  g_autoptr (GPtrArray) encodings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GByteArray *all = g_byte_array_new ();
  guint8 head[8], *p = head;
  int length = 0;

  for (int i = 0; i < CMS_signed_get_attr_count (info); i++)
    {
      guint8 *der = NULL;
      int n = i2d_X509_ATTRIBUTE (CMS_signed_get_attr (info, i), &der);

      g_ptr_array_add (encodings, g_bytes_new (der, (gsize) MAX (n, 0)));
      OPENSSL_free (der);
      length += MAX (n, 0);
    }
  g_ptr_array_sort (encodings, compare_der);
  ASN1_put_object (&p, 1, length, V_ASN1_SET, V_ASN1_UNIVERSAL);
  g_byte_array_append (all, head, (guint) (p - head));
  for (guint i = 0; i < encodings->len; i++)
    g_byte_array_append (all, g_bytes_get_data (encodings->pdata[i], NULL),
                         (guint) g_bytes_get_size (encodings->pdata[i]));
  return all;
}

/* libcrypto 3.0 always states the time among what is signed; in a PDF it stands beside the signature,
 * and nowhere else (ETSI EN 319 142-1, table 1). So that is taken out and the rest is signed anew. */
static gboolean
sign_without_time (KirokuCredential *self, CMS_SignerInfo *info)
{
  int at = CMS_signed_get_attr_by_NID (info, NID_pkcs9_signingTime, -1);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  g_autoptr (GByteArray) attributes = NULL;
  g_autofree guint8 *signature = NULL;
  gsize length = 0;
  gboolean done;

  if (at >= 0)
    X509_ATTRIBUTE_free (CMS_signed_delete_attr (info, at));
  attributes = encode_attributes (info);
  done = EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, self->key) == 1
         && EVP_DigestSign (context, NULL, &length, attributes->data, attributes->len) == 1;
  signature = g_malloc (length);
  done = done && EVP_DigestSign (context, signature, &length, attributes->data, attributes->len) == 1
         && ASN1_STRING_set (CMS_SignerInfo_get0_signature (info), signature, (int) length) == 1;
  EVP_MD_CTX_free (context);
  return done;
}

/* (transfer full) */
static GBytes *
encode (CMS_ContentInfo *cms, GError **error)
{
  guint8 *der = NULL;
  int length = i2d_CMS_ContentInfo (cms, &der);
  GBytes *bytes = length > 0 ? g_bytes_new (der, (gsize) length) : NULL;

  OPENSSL_free (der);
  if (bytes == NULL)
    set_key_error (error, _ ("the document could not be signed"));
  return bytes;
}

GBytes *
kiroku_credential_sign (KirokuCredential *self, GBytes *const *parts, guint n_parts, GError **error)
{
  const guint flags
      = CMS_BINARY | CMS_DETACHED | CMS_PARTIAL | CMS_STREAM | CMS_NOSMIMECAP | CMS_CADES;
  g_autoptr (CMS_ContentInfo) cms = NULL;
  CMS_SignerInfo *info;

  g_return_val_if_fail (self != NULL && parts != NULL, NULL);

  cms = CMS_sign (NULL, NULL, self->above, NULL, flags);
  info = cms != NULL
             ? CMS_add1_signer (cms, self->certificate, self->key, EVP_sha256 (), flags)
             : NULL;
  if (info == NULL || !digest_parts (cms, parts, n_parts) || !sign_without_time (self, info))
    {
      set_key_error (error, _ ("the document could not be signed"));
      return NULL;
    }
  if (self->stamp != NULL && !add_stamp (self, info, error))
    return NULL;
  return encode (cms, error);
}
