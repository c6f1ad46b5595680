/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-token.h"

#include <glib/gi18n.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <time.h>

#include "kiroku-journal-error.h"
#include "kiroku-key.h"
#include "kiroku-text.h"

/* The nonce of a request, in bytes: an answer cannot have been made before it was asked for. */
#define NONCE_LENGTH 8

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_INTEGER, ASN1_INTEGER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS7, PKCS7_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_REQ, TS_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_RESP, TS_RESP_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_TST_INFO, TS_TST_INFO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_VERIFY_CTX, TS_VERIFY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE_CTX, X509_STORE_CTX_free)

static void
set_form_error (GError **error, const char *what)
{
  ERR_clear_error ();
  g_set_error_literal (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM, what);
}

static void
set_seal_error (GError **error, const char *what)
{
  ERR_clear_error ();
  g_set_error_literal (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL, what);
}

/* --- Asking --- */

static gboolean
fill_imprint (TS_REQ *request, const char *root)
{
  g_autoptr (TS_MSG_IMPRINT) imprint = TS_MSG_IMPRINT_new ();
  g_autoptr (X509_ALGOR) algorithm = X509_ALGOR_new ();
  guint8 bytes[KIROKU_HASH_LENGTH];

  kiroku_hex_to_bytes (root, bytes);
  return X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_sha256), V_ASN1_NULL, NULL) == 1
         && TS_MSG_IMPRINT_set_algo (imprint, algorithm) == 1
         && TS_MSG_IMPRINT_set_msg (imprint, bytes, sizeof bytes) == 1
         && TS_REQ_set_msg_imprint (request, imprint) == 1;
}

static gboolean
fill_nonce (TS_REQ *request)
{
  g_autoptr (ASN1_INTEGER) nonce = NULL;
  g_autoptr (BIGNUM) number = NULL;
  guint8 bytes[NONCE_LENGTH];

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return FALSE;
  bytes[0] |= 0x40; /* never shorter than the others */
  number = BN_bin2bn (bytes, sizeof bytes, NULL);
  nonce = BN_to_ASN1_INTEGER (number, NULL);
  return TS_REQ_set_nonce (request, nonce) == 1;
}

GBytes *
kiroku_token_make_request (const char *root, GError **error)
{
  g_autoptr (TS_REQ) request = TS_REQ_new ();
  guint8 *der = NULL;
  GBytes *bytes;
  int length;

  g_return_val_if_fail (kiroku_hex_is_valid (root, KIROKU_HASH_HEX), NULL);

  if (TS_REQ_set_version (request, 1) != 1 || !fill_imprint (request, root)
      || !fill_nonce (request) || TS_REQ_set_cert_req (request, 1) != 1
      || (length = i2d_TS_REQ (request, &der)) <= 0)
    {
      set_form_error (error, _ ("no request for a time stamp could be made"));
      return NULL;
    }
  bytes = g_bytes_new (der, length);
  OPENSSL_free (der);
  return bytes;
}

/* --- Reading --- */

/* NULL unless @der is one TimeStampToken and nothing else. */
static PKCS7 *
parse_token (const guint8 *der, gsize length)
{
  const guint8 *p = der;
  g_autoptr (PKCS7) token = length <= KIROKU_TEXT_MAX ? d2i_PKCS7 (NULL, &p, length) : NULL;

  ERR_clear_error ();
  return token != NULL && (gsize) (p - der) == length ? g_steal_pointer (&token) : NULL;
}

static TS_RESP *
parse_response (const guint8 *der, gsize length)
{
  const guint8 *p = der;
  g_autoptr (TS_RESP) response
      = length <= KIROKU_TEXT_MAX ? d2i_TS_RESP (NULL, &p, length) : NULL;

  ERR_clear_error ();
  return response != NULL && (gsize) (p - der) == length ? g_steal_pointer (&response) : NULL;
}

static TS_TST_INFO *
read_info (PKCS7 *token)
{
  TS_TST_INFO *info = PKCS7_type_is_signed (token) ? PKCS7_to_TS_TST_INFO (token) : NULL;

  ERR_clear_error ();
  return info;
}

static char *
token_to_text (PKCS7 *token, GError **error)
{
  guint8 *der = NULL;
  int length = i2d_PKCS7 (token, &der);
  char *text = length > 0 ? g_base64_encode (der, length) : NULL;

  OPENSSL_free (der);
  if (text != NULL && strlen (text) <= KIROKU_TEXT_MAX)
    return text;
  g_free (text);
  set_form_error (error, _ ("the time stamp is too large to be recorded"));
  return NULL;
}

/* What an authority wrote when it refused, made fit for one line. (transfer full) */
static char *
describe_refusal (TS_RESP *response)
{
  const STACK_OF (ASN1_UTF8STRING) *texts
      = TS_STATUS_INFO_get0_text (TS_RESP_get_status_info (response));
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *valid = NULL;

  for (int i = 0; texts != NULL && i < sk_ASN1_UTF8STRING_num (texts); i++)
    {
      ASN1_UTF8STRING *text = sk_ASN1_UTF8STRING_value (texts, i);

      g_string_append (said, said->len > 0 ? " " : "");
      g_string_append_len (said, (const char *) ASN1_STRING_get0_data (text),
                           ASN1_STRING_length (text));
    }
  valid = g_utf8_make_valid (said->str, said->len);
  return kiroku_text_visible (valid, TRUE);
}

/* RFC 3161 §2.4.2: 0 is granted, 1 granted with changes; with any other there is no token. */
static gboolean
check_granted (TS_RESP *response, GError **error)
{
  const ASN1_INTEGER *status
      = TS_STATUS_INFO_get0_status (TS_RESP_get_status_info (response));
  long value = ASN1_INTEGER_get (status);
  g_autofree char *said = NULL;

  if ((value == 0 || value == 1) && TS_RESP_get_token (response) != NULL)
    return TRUE;
  said = describe_refusal (response);
  ERR_clear_error ();
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
               _ ("the authority gave no time stamp (status %ld): %s"), value,
               said[0] != '\0' ? said : _ ("it stated no reason"));
  return FALSE;
}

/* @file without PEM lines and white space, decoded; NULL when it is not base64. */
static GBytes *
decode_base64 (const char *file, gsize length)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autofree char *again = NULL;
  g_autofree char *text = g_strndup (file != NULL ? file : "", length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint8 *der;

  for (gsize i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "-----"))
      g_string_append (digits, g_strstrip (lines[i]));
  der = g_base64_decode (digits->str, &length);
  again = g_base64_encode (der, length);
  if (length > 0 && g_str_equal (again, digits->str))
    return g_bytes_new_take (der, length);
  g_free (der);
  return NULL;
}

static char *
load_der (const guint8 *der, gsize length, GError **error)
{
  g_autoptr (TS_RESP) response = parse_response (der, length);
  g_autoptr (PKCS7) token = response == NULL ? parse_token (der, length) : NULL;
  g_autoptr (TS_TST_INFO) info = token != NULL ? read_info (token) : NULL;

  if (response != NULL)
    return check_granted (response, error) ? token_to_text (TS_RESP_get_token (response), error)
                                           : NULL;
  if (info != NULL)
    return token_to_text (token, error);
  set_form_error (error, _ ("this file holds no time stamp (RFC 3161): give the answer of the "
                            "authority as it came"));
  return NULL;
}

char *
kiroku_token_load (GBytes *file, GError **error)
{
  const guint8 *bytes;
  gsize length;
  g_autoptr (GBytes) decoded = NULL;

  g_return_val_if_fail (file != NULL, NULL);

  bytes = g_bytes_get_data (file, &length);
  /* No DER is base64: the length after its first byte is no digit of it, or far from the file's. */
  decoded = decode_base64 ((const char *) bytes, length);
  if (decoded != NULL)
    bytes = g_bytes_get_data (decoded, &length);
  return load_der (bytes, length, error);
}

/* --- What a token says --- */

/* Fractions of a second in @time ("YYYYMMDDHHMMSS.fffZ"), in µs. */
static gint64
read_fraction (const ASN1_GENERALIZEDTIME *time)
{
  const char *text = (const char *) ASN1_STRING_get0_data (time);
  const char *end = text + ASN1_STRING_length (time);
  const char *p = memchr (text, '.', end - text);
  gint64 fraction = 0;

  for (int unit = 100000; p != NULL && ++p < end && g_ascii_isdigit (*p) && unit > 0; unit /= 10)
    fraction += unit * (*p - '0');
  return fraction;
}

static gint64
read_time (TS_TST_INFO *info)
{
  const ASN1_GENERALIZEDTIME *time = TS_TST_INFO_get_time (info);
  struct tm parts;

  if (time == NULL || ASN1_TIME_to_tm (time, &parts) != 1)
    return -1;
  return timegm (&parts) * G_USEC_PER_SEC + read_fraction (time);
}

static gint64
read_integer (const ASN1_INTEGER *number)
{
  gint64 value = 0;

  return number != NULL && ASN1_INTEGER_get_int64 (&value, number) == 1 ? value : 0;
}

/* What is outside the bounds of RFC 3161 is no statement. */
static gint64
read_accuracy (TS_TST_INFO *info)
{
  TS_ACCURACY *accuracy = TS_TST_INFO_get_accuracy (info);
  gint64 seconds, millis, micros;

  if (accuracy == NULL)
    return 0;
  seconds = read_integer (TS_ACCURACY_get_seconds (accuracy));
  millis = read_integer (TS_ACCURACY_get_millis (accuracy));
  micros = read_integer (TS_ACCURACY_get_micros (accuracy));
  if (seconds < 0 || seconds > G_MAXINT32 || millis < 0 || millis > 999 || micros < 0 || micros > 999)
    return 0;
  return seconds * G_USEC_PER_SEC + millis * 1000 + micros;
}

static char *
read_serial (TS_TST_INFO *info)
{
  g_autoptr (BIGNUM) number = ASN1_INTEGER_to_BN (TS_TST_INFO_get_serial (info), NULL);
  char *hex = number != NULL ? BN_bn2hex (number) : NULL;
  char *serial = hex != NULL ? g_ascii_strdown (hex, -1) : NULL;

  OPENSSL_free (hex);
  return serial;
}

static char *
read_common_name (const X509_NAME *name)
{
  int at = X509_NAME_get_index_by_NID (name, NID_commonName, -1);
  guint8 *utf8 = NULL;
  int length = at < 0 ? -1
                      : ASN1_STRING_to_UTF8 (
                          &utf8, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)));
  char *text = length > 0 ? g_utf8_make_valid ((const char *) utf8, length) : NULL;

  OPENSSL_free (utf8);
  return text;
}

static char *
read_whole_name (const X509_NAME *name)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  char *text;
  long length;

  X509_NAME_print_ex (bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  length = BIO_get_mem_data (bio, &text);
  return g_utf8_make_valid (text, length);
}

static char *
read_authority (X509 *signer)
{
  const X509_NAME *name = X509_get_subject_name (signer);
  char *common = read_common_name (name);

  return common != NULL ? common : read_whole_name (name);
}

/* The SHA-256 digest that is stamped, as hex, or NULL when it is another one. */
static char *
read_imprint (TS_MSG_IMPRINT *imprint)
{
  const ASN1_OBJECT *algorithm;
  ASN1_OCTET_STRING *message = TS_MSG_IMPRINT_get_msg (imprint);
  const guint8 *bytes = ASN1_STRING_get0_data (message);
  GString *hex;

  X509_ALGOR_get0 (&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo (imprint));
  if (OBJ_obj2nid (algorithm) != NID_sha256 || ASN1_STRING_length (message) != KIROKU_HASH_LENGTH)
    return NULL;
  hex = g_string_new (NULL);
  for (gsize i = 0; i < KIROKU_HASH_LENGTH; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

char *
kiroku_token_get_root (const char *token)
{
  g_autofree guint8 *der = NULL;
  g_autoptr (PKCS7) parsed = NULL;
  g_autoptr (TS_TST_INFO) info = NULL;
  gsize length;

  g_return_val_if_fail (token != NULL, NULL);

  der = g_base64_decode (token, &length);
  parsed = parse_token (der, length);
  info = parsed != NULL ? read_info (parsed) : NULL;
  return info != NULL ? read_imprint (TS_TST_INFO_get_msg_imprint (info)) : NULL;
}

/* --- Judging --- */

/* Adds the certificates in @path, which must hold some. */
static gboolean
add_certificates (STACK_OF (X509) *certificates, const char *path, GError **error)
{
  g_autofree char *pem = NULL;
  g_autoptr (BIO) bio = NULL;
  X509 *certificate;
  int before = sk_X509_num (certificates);
  gsize length;

  if (!g_file_get_contents (path, &pem, &length, error))
    return FALSE;
  bio = BIO_new_mem_buf (pem, length);
  while ((certificate = PEM_read_bio_X509 (bio, NULL, NULL, (void *) "")) != NULL)
    sk_X509_push (certificates, certificate);
  ERR_clear_error ();
  if (sk_X509_num (certificates) > before)
    return TRUE;
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
               _ ("“%s” holds no certificate: give the certificates of the time-stamping "
                  "authority as PEM"),
               path);
  return FALSE;
}

/* The certificates in all of @cas. NULL when one cannot be read or holds none. */
static STACK_OF (X509) *
load_certificates (const char *const *cas, GError **error)
{
  STACK_OF (X509) *certificates = sk_X509_new_null ();

  for (guint i = 0; cas[i] != NULL; i++)
    if (!add_certificates (certificates, cas[i], error))
      {
        sk_X509_pop_free (certificates, X509_free);
        return NULL;
      }
  return certificates;
}

gboolean
kiroku_token_can_trust (const char *ca, GError **error)
{
  const char *const cas[] = { ca, NULL };
  STACK_OF (X509) *certificates;

  g_return_val_if_fail (ca != NULL, FALSE);

  certificates = load_certificates (cas, error);
  sk_X509_pop_free (certificates, X509_free);
  return certificates != NULL;
}

/* The certificate of the one who signed, which may stand in @others only. (transfer none) */
static X509 *
find_signer (PKCS7 *token, STACK_OF (X509) *others)
{
  STACK_OF (X509) *signers = PKCS7_get0_signers (token, others, 0);
  X509 *signer = sk_X509_num (signers) == 1 ? sk_X509_value (signers, 0) : NULL;

  sk_X509_free (signers);
  ERR_clear_error ();
  return signer;
}

/* Whether @signer signed @token, its attributes naming that very certificate (RFC 3161 §2.4.2). Trust
 * is another question, so the signer stands in for an authority at any time. */
static gboolean
is_signed_by (PKCS7 *token, X509 *signer)
{
  g_autoptr (TS_VERIFY_CTX) context = TS_VERIFY_CTX_new ();
  X509_STORE *store = X509_STORE_new ();
  STACK_OF (X509) *certificates = sk_X509_new_null ();
  gboolean valid;

  X509_STORE_add_cert (store, signer);
  X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
  X509_up_ref (signer);
  sk_X509_push (certificates, signer);
  TS_VERIFY_CTX_set_flags (context, TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_SIGNER);
  TS_VERIFY_CTX_set_store (context, store);
  TS_VERIFY_CTX_set_certs (context, certificates);
  valid = TS_RESP_verify_token (context, token) == 1;
  ERR_clear_error ();
  return valid;
}

/* Whether @signer leads to one of @trusted as of @time. Nothing is fetched: what has been revoked since
 * is not known here. Returns NULL when it does, else why not. */
static const char *
find_chain_fault (PKCS7 *token, X509 *signer, STACK_OF (X509) *trusted, gint64 time)
{
  g_autoptr (X509_STORE) store = X509_STORE_new ();
  g_autoptr (X509_STORE_CTX) context = X509_STORE_CTX_new ();
  X509_VERIFY_PARAM *param = X509_STORE_get0_param (store);
  int fault;

  for (int i = 0; i < sk_X509_num (trusted); i++)
    X509_STORE_add_cert (store, sk_X509_value (trusted, i));
  X509_VERIFY_PARAM_set_flags (param, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_time (param, time / G_USEC_PER_SEC);
  if (X509_STORE_CTX_init (context, store, signer, token->d.sign->cert) != 1
      || X509_STORE_CTX_set_purpose (context, X509_PURPOSE_TIMESTAMP_SIGN) != 1)
    fault = X509_V_ERR_UNSPECIFIED;
  else
    fault = X509_verify_cert (context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error (context);
  ERR_clear_error ();
  return fault != X509_V_OK ? X509_verify_cert_error_string (fault) : NULL;
}

static void
judge_trust (KirokuToken *self, PKCS7 *token, X509 *signer, STACK_OF (X509) *trusted)
{
  const char *fault;

  self->trust = KIROKU_TOKEN_UNTRUSTED;
  if (trusted == NULL)
    {
      self->why = g_strdup (_ ("no certificate of a time-stamping authority was given to trust"));
      return;
    }
  fault = find_chain_fault (token, signer, trusted, self->time);
  if (fault == NULL)
    self->trust = KIROKU_TOKEN_TRUSTED;
  else
    self->why = g_strdup_printf (_ ("its signer does not lead to a certificate given: %s"), fault);
}

static void
judge_signature (KirokuToken *self, PKCS7 *token, STACK_OF (X509) *trusted)
{
  X509 *signer = find_signer (token, trusted);

  if (signer == NULL)
    {
      self->trust = KIROKU_TOKEN_UNTRUSTED;
      self->why = g_strdup (_ ("the certificate of its signer is not there"));
      return;
    }
  self->authority = read_authority (signer);
  if (X509_check_purpose (signer, X509_PURPOSE_TIMESTAMP_SIGN, 0) != 1)
    self->why = g_strdup (_ ("the certificate of its signer is not one for time stamps"));
  else if (!is_signed_by (token, signer))
    self->why = g_strdup (_ ("its signature does not fit"));
  else
    judge_trust (self, token, signer, trusted);
  ERR_clear_error ();
}

static void
judge (KirokuToken *self, PKCS7 *token, const char *root, STACK_OF (X509) *trusted)
{
  g_autoptr (TS_TST_INFO) info = token != NULL ? read_info (token) : NULL;
  g_autofree char *imprint = NULL;

  self->trust = KIROKU_TOKEN_WRONG;
  self->time = -1;
  if (info == NULL)
    {
      self->why = g_strdup (_ ("it cannot be read"));
      return;
    }
  self->time = read_time (info);
  self->accuracy = read_accuracy (info);
  self->serial = read_serial (info);
  imprint = read_imprint (TS_TST_INFO_get_msg_imprint (info));
  if (self->time < 0)
    self->why = g_strdup (_ ("its time cannot be read"));
  else if (g_strcmp0 (imprint, root) != 0)
    self->why = g_strdup (_ ("it is of something else"));
  else
    judge_signature (self, token, trusted);
}

KirokuToken *
kiroku_token_check (
    const char *token, const char *root, const char *const *cas, GError **error)
{
  g_autoptr (PKCS7) parsed = NULL;
  g_autofree guint8 *der = NULL;
  STACK_OF (X509) *trusted = NULL;
  KirokuToken *self;
  gsize length;

  g_return_val_if_fail (token != NULL && kiroku_hex_is_valid (root, KIROKU_HASH_HEX), NULL);

  if (cas != NULL && cas[0] != NULL && (trusted = load_certificates (cas, error)) == NULL)
    return NULL;
  der = g_base64_decode (token, &length);
  parsed = parse_token (der, length);
  self = g_new0 (KirokuToken, 1);
  judge (self, parsed, root, trusted);
  sk_X509_pop_free (trusted, X509_free);
  return self;
}

void
kiroku_token_free (KirokuToken *self)
{
  g_free (self->authority);
  g_free (self->serial);
  g_free (self->why);
  g_free (self);
}

/* --- Answers --- */

static gboolean
check_nonce (TS_REQ *request, TS_TST_INFO *info, GError **error)
{
  const ASN1_INTEGER *asked = TS_REQ_get_nonce (request);
  const ASN1_INTEGER *answered = TS_TST_INFO_get_nonce (info);

  if (asked == NULL || (answered != NULL && ASN1_INTEGER_cmp (asked, answered) == 0))
    return TRUE;
  set_seal_error (error, _ ("the answer belongs to another request: it was not taken"));
  return FALSE;
}

/* Whether @text, the token of an answer, is what was asked for. */
static gboolean
check_answer (TS_REQ *request, TS_TST_INFO *info, const char *text, GError **error)
{
  g_autofree char *root = read_imprint (TS_REQ_get_msg_imprint (request));
  g_autoptr (KirokuToken) token = NULL;

  if (root == NULL)
    {
      set_form_error (error, _ ("the request is damaged: ask for the time stamp again"));
      return FALSE;
    }
  token = kiroku_token_check (text, root, NULL, error);
  if (token == NULL || token->trust != KIROKU_TOKEN_WRONG)
    return token != NULL && check_nonce (request, info, error);
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL,
               _ ("the time stamp was not taken: %s"), token->why);
  return FALSE;
}

static TS_REQ *
parse_request (GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *der = g_bytes_get_data (bytes, &length);
  const guint8 *p = der;
  g_autoptr (TS_REQ) request = d2i_TS_REQ (NULL, &p, length);

  if (request != NULL && (gsize) (p - der) == length)
    return g_steal_pointer (&request);
  set_form_error (error, _ ("the request is damaged: ask for the time stamp again"));
  return NULL;
}

char *
kiroku_token_take_response (GBytes *request, GBytes *response, GError **error)
{
  g_autoptr (TS_REQ) asked = NULL;
  g_autoptr (TS_RESP) answer = NULL;
  g_autofree char *token = NULL;
  const guint8 *der;
  gsize length;

  g_return_val_if_fail (request != NULL && response != NULL, NULL);

  asked = parse_request (request, error);
  if (asked == NULL)
    return NULL;
  der = g_bytes_get_data (response, &length);
  answer = parse_response (der, length);
  if (answer == NULL)
    {
      set_form_error (error, _ ("the answer is not that of a time-stamping authority: check its "
                                "address"));
      return NULL;
    }
  if (!check_granted (answer, error))
    return NULL;
  token = token_to_text (TS_RESP_get_token (answer), error);
  if (token == NULL || !check_answer (asked, TS_RESP_get_tst_info (answer), token, error))
    return NULL;
  return g_steal_pointer (&token);
}
