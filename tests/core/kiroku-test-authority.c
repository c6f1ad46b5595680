/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-authority.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

struct _KirokuTestAuthority
{
  EVP_PKEY *key;
  X509 *ca;
  X509 *signer;
  gint64 time;
};

static EVP_PKEY *
make_key (gboolean rsa)
{
  EVP_PKEY *key = rsa ? EVP_RSA_gen (2048) : EVP_EC_gen ("P-256");

  g_assert_nonnull (key);
  return key;
}

static void
add_extension (X509 *certificate, int nid, const char *value)
{
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL, nid, value);

  g_assert_nonnull (extension);
  g_assert_cmpint (X509_add_ext (certificate, extension, -1), ==, 1);
  X509_EXTENSION_free (extension);
}

static X509 *
make_certificate (const char *name, EVP_PKEY *key, int serial, gint64 from, gint64 until)
{
  X509 *certificate = X509_new ();
  X509_NAME *subject = X509_get_subject_name (certificate);

  X509_set_version (certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), serial);
  X509_NAME_add_entry_by_txt (subject, "O", MBSTRING_UTF8, (const guint8 *) "試験", -1, -1, 0);
  X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const guint8 *) name, -1, -1, 0);
  ASN1_TIME_set (X509_getm_notBefore (certificate), from);
  ASN1_TIME_set (X509_getm_notAfter (certificate), until);
  X509_set_pubkey (certificate, key);
  return certificate;
}

static void
seal (X509 *certificate, const X509_NAME *issuer, EVP_PKEY *key)
{
  X509_set_issuer_name (certificate, issuer);
  g_assert_cmpint (X509_sign (certificate, key, EVP_sha256 ()), >, 0);
}

KirokuTestAuthority *
kiroku_test_authority_new (const KirokuTestAuthorityOptions *options)
{
  KirokuTestAuthority *self = g_new0 (KirokuTestAuthority, 1);
  EVP_PKEY *ca_key = make_key (options->rsa);
  g_autofree char *ca_name = g_strconcat (options->name, " CA", NULL);

  self->key = make_key (options->rsa);
  self->ca = make_certificate (ca_name, ca_key, 1, 0, G_GINT64_CONSTANT (4000000000));
  add_extension (self->ca, NID_basic_constraints, "critical,CA:TRUE");
  seal (self->ca, X509_get_subject_name (self->ca), ca_key);
  self->signer
      = make_certificate (options->name, self->key, 2, options->not_before, options->not_after);
  add_extension (self->signer, NID_ext_key_usage,
                 options->not_tsa ? "codeSigning" : "critical,timeStamping");
  seal (self->signer, X509_get_subject_name (self->ca), ca_key);
  EVP_PKEY_free (ca_key);
  return self;
}

void
kiroku_test_authority_free (KirokuTestAuthority *self)
{
  EVP_PKEY_free (self->key);
  X509_free (self->ca);
  X509_free (self->signer);
  g_free (self);
}

char *
kiroku_test_authority_get_ca (KirokuTestAuthority *self)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *pem, *text;
  long length;

  g_assert_cmpint (PEM_write_bio_X509 (bio, self->ca), ==, 1);
  length = BIO_get_mem_data (bio, &pem);
  text = g_strndup (pem, length);
  BIO_free_all (bio);
  return text;
}

static ASN1_INTEGER *
next_serial_cb (TS_RESP_CTX *context, void *data)
{
  ASN1_INTEGER *serial = ASN1_INTEGER_new ();

  ASN1_INTEGER_set (serial, 0xabc);
  return serial;
}

static int
tell_time_cb (TS_RESP_CTX *context, void *data, long *seconds, long *microseconds)
{
  KirokuTestAuthority *self = data;

  *seconds = self->time;
  *microseconds = 250000;
  return 1;
}

static TS_RESP_CTX *
prepare (KirokuTestAuthority *self)
{
  TS_RESP_CTX *context = TS_RESP_CTX_new ();
  ASN1_OBJECT *policy = OBJ_txt2obj ("1.2.3.4.1", 1);

  g_assert_cmpint (TS_RESP_CTX_set_signer_cert (context, self->signer), ==, 1);
  TS_RESP_CTX_set_signer_key (context, self->key);
  TS_RESP_CTX_set_signer_digest (context, EVP_sha256 ());
  TS_RESP_CTX_set_ess_cert_id_digest (context, EVP_sha256 ());
  TS_RESP_CTX_set_def_policy (context, policy);
  TS_RESP_CTX_add_md (context, EVP_sha256 ());
  TS_RESP_CTX_set_accuracy (context, 1, 500, 100);
  TS_RESP_CTX_set_clock_precision_digits (context, 3);
  TS_RESP_CTX_set_serial_cb (context, next_serial_cb, self);
  TS_RESP_CTX_set_time_cb (context, tell_time_cb, self);
  ASN1_OBJECT_free (policy);
  return context;
}

GBytes *
kiroku_test_authority_answer (KirokuTestAuthority *self, GBytes *request, gint64 time)
{
  gsize length;
  const void *der = g_bytes_get_data (request, &length);
  BIO *bio = BIO_new_mem_buf (der, length);
  TS_RESP_CTX *context = prepare (self);
  TS_RESP *response;
  guint8 *out = NULL;
  GBytes *bytes;
  int out_length;

  self->time = time;
  response = TS_RESP_create_response (context, bio);
  g_assert_nonnull (response);
  out_length = i2d_TS_RESP (response, &out);
  bytes = g_bytes_new (out, out_length);
  OPENSSL_free (out);
  TS_RESP_free (response);
  TS_RESP_CTX_free (context);
  BIO_free_all (bio);
  return bytes;
}

static char *
cms_to_text (CMS_ContentInfo *cms)
{
  guint8 *der = NULL;
  int length = i2d_CMS_ContentInfo (cms, &der);
  char *text = g_base64_encode (der, length);

  OPENSSL_free (der);
  return text;
}

/* By another way than libcrypto's authority, which would refuse a certificate of another
 * purpose. */
char *
kiroku_test_authority_resign (KirokuTestAuthority *self, const char *token)
{
  gsize length;
  g_autofree guint8 *der = g_base64_decode (token, &length);
  const guint8 *p = der;
  CMS_ContentInfo *old = d2i_CMS_ContentInfo (NULL, &p, length);
  CMS_ContentInfo *cms = CMS_sign (NULL, NULL, NULL, NULL, CMS_PARTIAL | CMS_BINARY);
  ASN1_OCTET_STRING *said = *CMS_get0_content (old);
  BIO *bio = BIO_new_mem_buf (ASN1_STRING_get0_data (said), ASN1_STRING_length (said));
  char *text;

  CMS_set1_eContentType (cms, OBJ_nid2obj (NID_id_smime_ct_TSTInfo));
  g_assert_nonnull (CMS_add1_signer (cms, self->signer, self->key, EVP_sha256 (),
                                     CMS_CADES | CMS_NOSMIMECAP));
  g_assert_cmpint (CMS_final (cms, bio, NULL, CMS_BINARY), ==, 1);
  text = cms_to_text (cms);
  BIO_free_all (bio);
  CMS_ContentInfo_free (old);
  CMS_ContentInfo_free (cms);
  return text;
}
