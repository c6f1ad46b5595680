/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-age.h"

#include <glib/gi18n.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <string.h>

#include "kiroku-exchange-error.h"

#define VERSION_LINE "age-encryption.org/v1"
#define STANZA_START "-> scrypt "
#define SALT_LABEL "age-encryption.org/v1/scrypt"
#define MAC_START "---"

#define CHUNK (64 * 1024)
#define TAG 16
#define FILE_KEY 16
#define WRAPPED (FILE_KEY + TAG)
#define SALT 16
#define NONCE 12
#define KEY 32
#define MAC 32
/* No line of a header with one scrypt recipient is longer. */
#define LINE 64

/* ChaCha20-Poly1305 under one key; each chunk has the next nonce. */
typedef struct
{
  EVP_CIPHER_CTX *context;
  guint8 key[KEY];
  guint64 counter;
} Stream;

struct _KirokuAgeWriter
{
  GOutputStream *out;
  GCancellable *cancellable;
  Stream stream;
  gsize filled;
  guint8 plain[CHUNK];
  guint8 sealed[CHUNK + TAG];
};

struct _KirokuAgeReader
{
  GInputStream *in;
  GCancellable *cancellable;
  Stream stream;
  gsize held;   /* bytes of @sealed read ahead: 0 or 1 */
  gsize length; /* of @plain */
  gsize taken;
  gboolean ended;
  guint8 plain[CHUNK];
  guint8 sealed[CHUNK + TAG + 1];
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF, EVP_KDF_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF_CTX, EVP_KDF_CTX_free)

/* --- Errors --- */

static gboolean
fail_crypto (GError **error)
{
  unsigned long code = ERR_get_error ();

  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("the file cannot be encrypted or decrypted here (%s): about 300 MB of free "
                  "memory are needed"),
               code != 0 ? ERR_reason_error_string (code) : "libcrypto");
  ERR_clear_error ();
  return FALSE;
}

static gboolean
fail_form (GError **error, const char *what)
{
  g_set_error_literal (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM, what);
  return FALSE;
}

static gboolean
fail_damaged (GError **error)
{
  return fail_form (error, _ ("the file is damaged: use another copy"));
}

static gboolean
fail_short (GError **error)
{
  return fail_form (error, _ ("the file is cut short: copy it again, or use another copy"));
}

/* --- Keys --- */

static gboolean
derive (const char *name, OSSL_PARAM *params, guint8 *key, gsize length, GError **error)
{
  g_autoptr (EVP_KDF) kdf = EVP_KDF_fetch (NULL, name, NULL);
  g_autoptr (EVP_KDF_CTX) context = kdf != NULL ? EVP_KDF_CTX_new (kdf) : NULL;

  return (context != NULL && EVP_KDF_derive (context, key, length, params) == 1)
         || fail_crypto (error);
}

/* The key that wraps the file key (age v1, “The scrypt recipient type”). */
static gboolean
derive_wrap_key (
    const char *passphrase, const guint8 *salt, guint log_n, guint8 *key, GError **error)
{
  guint8 labelled[sizeof SALT_LABEL - 1 + SALT];
  guint64 n = G_GUINT64_CONSTANT (1) << log_n;
  guint64 memory = n * 1024 + (1 << 20);
  guint32 r = 8, p = 1;
  OSSL_PARAM params[]
      = { OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_PASSWORD, (char *) passphrase,
                                             strlen (passphrase)),
          OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_SALT, labelled, sizeof labelled),
          OSSL_PARAM_construct_uint64 (OSSL_KDF_PARAM_SCRYPT_N, &n),
          OSSL_PARAM_construct_uint32 (OSSL_KDF_PARAM_SCRYPT_R, &r),
          OSSL_PARAM_construct_uint32 (OSSL_KDF_PARAM_SCRYPT_P, &p),
          OSSL_PARAM_construct_uint64 (OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
          OSSL_PARAM_construct_end () };

  memcpy (labelled, SALT_LABEL, sizeof SALT_LABEL - 1);
  memcpy (labelled + sizeof SALT_LABEL - 1, salt, SALT);
  return derive ("SCRYPT", params, key, KEY, error);
}

/* HKDF-SHA-256 of the file key. @salt: FILE_KEY bytes, or NULL. */
static gboolean
derive_file_key (
    const guint8 *file_key, const guint8 *salt, const char *info, guint8 *key, GError **error)
{
  OSSL_PARAM params[]
      = { OSSL_PARAM_construct_utf8_string (OSSL_KDF_PARAM_DIGEST, (char *) "SHA256", 0),
          OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_KEY, (guint8 *) file_key, FILE_KEY),
          OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_INFO, (char *) info, strlen (info)),
          OSSL_PARAM_construct_end (), OSSL_PARAM_construct_end () };

  if (salt != NULL)
    params[3] = OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_SALT, (guint8 *) salt, SALT);
  return derive ("HKDF", params, key, KEY, error);
}

static gboolean
compute_mac (const guint8 *file_key, GString *header, guint8 *mac, GError **error)
{
  guint8 key[KEY];
  gboolean done = derive_file_key (file_key, NULL, "header", key, error)
                  && (EVP_Q_mac (NULL, "HMAC", NULL, "SHA256", NULL, key, sizeof key,
                                 (const guint8 *) header->str, header->len, mac, MAC, NULL)
                          != NULL
                      || fail_crypto (error));

  OPENSSL_cleanse (key, sizeof key);
  return done;
}

/* --- ChaCha20-Poly1305 --- */

/* @out gets @length bytes and the tag. */
static gboolean
seal (EVP_CIPHER_CTX *context,
      const guint8 *key,
      const guint8 *nonce,
      const guint8 *plain,
      int length,
      guint8 *out)
{
  int written;

  return EVP_EncryptInit_ex (context, EVP_chacha20_poly1305 (), NULL, key, nonce) == 1
         && EVP_EncryptUpdate (context, out, &written, plain, length) == 1
         && EVP_EncryptFinal_ex (context, out + length, &written) == 1
         && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_GET_TAG, TAG, out + length) == 1;
}

/* @length: without the tag that follows. Whether it was sealed so. */
static gboolean
unseal (EVP_CIPHER_CTX *context,
        const guint8 *key,
        const guint8 *nonce,
        const guint8 *sealed,
        int length,
        guint8 *plain)
{
  int written;
  gboolean valid
      = EVP_DecryptInit_ex (context, EVP_chacha20_poly1305 (), NULL, key, nonce) == 1
        && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_SET_TAG, TAG, (guint8 *) sealed + length)
               == 1
        && EVP_DecryptUpdate (context, plain, &written, sealed, length) == 1
        && EVP_DecryptFinal_ex (context, plain + length, &written) == 1;

  ERR_clear_error ();
  return valid;
}

/* The number of the chunk, 11 bytes, and whether it is the last. */
static void
make_nonce (guint64 counter, gboolean last, guint8 *nonce)
{
  guint64 big_endian = GUINT64_TO_BE (counter);

  memset (nonce, 0, NONCE);
  memcpy (nonce + NONCE - 1 - sizeof big_endian, &big_endian, sizeof big_endian);
  nonce[NONCE - 1] = last;
}

static void
stream_clear (Stream *stream)
{
  g_clear_pointer (&stream->context, EVP_CIPHER_CTX_free);
  OPENSSL_cleanse (stream->key, sizeof stream->key);
}

/* --- Header --- */

/* base64 without padding, and in its one form only. */
static char *
encode (const guint8 *bytes, gsize length)
{
  char *text = g_base64_encode (bytes, length);

  text[strcspn (text, "=")] = '\0';
  return text;
}

/* @length: of what the text must hold. */
static gboolean
decode (const char *text, guint8 *bytes, gsize length)
{
  gsize padding = (3 - length % 3) % 3, given = 0;
  g_autofree char *padded = g_strconcat (text, &"=="[2 - padding], NULL);
  g_autofree guint8 *decoded = g_base64_decode (padded, &given);
  g_autofree char *again = given == length ? encode (decoded, given) : NULL;

  if (g_strcmp0 (again, text) != 0)
    return FALSE;
  memcpy (bytes, decoded, length);
  return TRUE;
}

/* Appends the stanza that holds @file_key, wrapped. */
static gboolean
append_stanza (GString *header,
               EVP_CIPHER_CTX *context,
               const char *passphrase,
               guint log_n,
               const guint8 *file_key,
               GError **error)
{
  static const guint8 nonce[NONCE];
  guint8 salt[SALT], key[KEY], wrapped[WRAPPED];
  g_autofree char *salt_text = NULL;
  g_autofree char *wrapped_text = NULL;
  gboolean done;

  if (RAND_bytes (salt, sizeof salt) != 1)
    return fail_crypto (error);
  if (!derive_wrap_key (passphrase, salt, log_n, key, error))
    return FALSE;
  done = seal (context, key, nonce, file_key, FILE_KEY, wrapped) || fail_crypto (error);
  OPENSSL_cleanse (key, sizeof key);
  salt_text = encode (salt, sizeof salt);
  wrapped_text = encode (wrapped, sizeof wrapped);
  g_string_append_printf (header, STANZA_START "%s %u\n%s\n", salt_text, log_n, wrapped_text);
  return done;
}

/* Makes the file key, the header that holds it, and the key of what follows. */
static gboolean
make_header (KirokuAgeWriter *self,
             GString *header,
             const char *passphrase,
             guint log_n,
             guint8 *file_key,
             GError **error)
{
  guint8 mac[MAC], nonce[SALT];
  g_autofree char *mac_text = NULL;

  if (RAND_priv_bytes (file_key, FILE_KEY) != 1 || RAND_bytes (nonce, sizeof nonce) != 1)
    return fail_crypto (error);
  if (!append_stanza (header, self->stream.context, passphrase, log_n, file_key, error))
    return FALSE;
  g_string_append (header, MAC_START);
  if (!compute_mac (file_key, header, mac, error)
      || !derive_file_key (file_key, nonce, "payload", self->stream.key, error))
    return FALSE;
  mac_text = encode (mac, sizeof mac);
  g_string_append_printf (header, " %s\n", mac_text);
  g_string_append_len (header, (const char *) nonce, sizeof nonce);
  return TRUE;
}

/* --- Writing --- */

KirokuAgeWriter *
kiroku_age_writer_new (GOutputStream *out,
                       const char *passphrase,
                       guint log_n,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (KirokuAgeWriter) self = NULL;
  g_autoptr (GString) header = g_string_new (VERSION_LINE "\n");
  guint8 file_key[FILE_KEY];
  gboolean made;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (out) && passphrase != NULL, NULL);
  g_return_val_if_fail (log_n > 0 && log_n <= KIROKU_AGE_LOG_N_MAX, NULL);

  self = g_new0 (KirokuAgeWriter, 1);
  self->out = g_object_ref (out);
  g_set_object (&self->cancellable, cancellable);
  self->stream.context = EVP_CIPHER_CTX_new ();
  made = make_header (self, header, passphrase, log_n, file_key, error);
  OPENSSL_cleanse (file_key, sizeof file_key);
  if (!made
      || !g_output_stream_write_all (out, header->str, header->len, NULL, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
write_chunk (KirokuAgeWriter *self, gboolean last, GError **error)
{
  guint8 nonce[NONCE];

  make_nonce (self->stream.counter++, last, nonce);
  if (!seal (self->stream.context, self->stream.key, nonce, self->plain, self->filled,
             self->sealed))
    return fail_crypto (error);
  if (!g_output_stream_write_all (self->out, self->sealed, self->filled + TAG, NULL,
                                  self->cancellable, error))
    return FALSE;
  self->filled = 0;
  return TRUE;
}

gboolean
kiroku_age_writer_write (KirokuAgeWriter *self, const void *bytes, gsize length, GError **error)
{
  const guint8 *p = bytes;

  g_return_val_if_fail (self != NULL && (bytes != NULL || length == 0), FALSE);

  while (length > 0)
    {
      gsize n = MIN (length, CHUNK - self->filled);

      /* A full chunk waits for what comes after it: it may be the last. */
      if (n == 0 && !write_chunk (self, FALSE, error))
        return FALSE;
      memcpy (self->plain + self->filled, p, n);
      self->filled += n;
      p += n;
      length -= n;
    }
  return TRUE;
}

gboolean
kiroku_age_writer_finish (KirokuAgeWriter *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return write_chunk (self, TRUE, error);
}

void
kiroku_age_writer_free (KirokuAgeWriter *self)
{
  stream_clear (&self->stream);
  OPENSSL_cleanse (self->plain, sizeof self->plain);
  g_clear_object (&self->cancellable);
  g_object_unref (self->out);
  g_free (self);
}

/* --- Reading --- */

/* Reads one line, without its end, and adds it to @header with it. */
static gboolean
read_line (KirokuAgeReader *self, GString *header, char *line, GError **error)
{
  gsize n, length = 0;

  while (length < LINE)
    {
      if (!g_input_stream_read_all (self->in, line + length, 1, &n, self->cancellable, error))
        return FALSE;
      if (n == 0)
        return fail_short (error);
      if (line[length] == '\n')
        {
          line[length] = '\0';
          g_string_append_printf (header, "%s\n", line);
          return TRUE;
        }
      if (!g_ascii_isprint (line[length]))
        break;
      length++;
    }
  return fail_damaged (error);
}

/* A decimal number without leading zeros. */
static gboolean
parse_log_n (const char *text, guint64 *log_n)
{
  return text[0] != '0' && g_ascii_string_to_unsigned (text, 10, 1, 63, log_n, NULL);
}

static gboolean
parse_stanza (const char *line, guint8 *salt, guint *log_n, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint64 n;

  if (g_str_has_prefix (line, "-> ") && !g_str_has_prefix (line, STANZA_START))
    return fail_form (error, _ ("the file was encrypted for a key, not with a passphrase: decrypt "
                                "it with age first"));
  if (g_strv_length (words) != 4 || !g_str_has_prefix (line, STANZA_START)
      || !decode (words[2], salt, SALT) || !parse_log_n (words[3], &n))
    return fail_damaged (error);
  if (n > KIROKU_AGE_LOG_N_MAX)
    return fail_form (error, _ ("the file asks for more than 4 GB of memory to open it, which no "
                                "backup of Kiroku does"));
  *log_n = n;
  return TRUE;
}

static gboolean
unwrap (KirokuAgeReader *self,
        const char *passphrase,
        const guint8 *salt,
        guint log_n,
        const guint8 *wrapped,
        guint8 *file_key,
        GError **error)
{
  static const guint8 nonce[NONCE];
  guint8 key[KEY];
  gboolean opened;

  if (!derive_wrap_key (passphrase, salt, log_n, key, error))
    return FALSE;
  opened = unseal (self->stream.context, key, nonce, wrapped, FILE_KEY, file_key);
  OPENSSL_cleanse (key, sizeof key);
  if (!opened)
    g_set_error_literal (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_PASSPHRASE,
                         _ ("the passphrase is wrong (or the first lines of the file are "
                            "damaged)"));
  return opened;
}

/* Reads the last line of the header and holds it against what stands before it. */
static gboolean
check_mac (KirokuAgeReader *self, GString *header, const guint8 *file_key, GError **error)
{
  char line[LINE + 1];
  guint8 given[MAC], computed[MAC];
  gsize covered = header->len + sizeof MAC_START - 1;

  if (!read_line (self, header, line, error))
    return FALSE;
  if (g_str_has_prefix (line, "-> "))
    return fail_form (error, _ ("the file has several recipients, which one with a passphrase may "
                                "not have: it is damaged or forged"));
  if (!g_str_has_prefix (line, MAC_START " ")
      || !decode (line + sizeof MAC_START, given, sizeof given))
    return fail_damaged (error);
  g_string_truncate (header, covered);
  if (!compute_mac (file_key, header, computed, error))
    return FALSE;
  return CRYPTO_memcmp (given, computed, sizeof given) == 0 || fail_damaged (error);
}

static gboolean
read_nonce (KirokuAgeReader *self, const guint8 *file_key, GError **error)
{
  guint8 nonce[SALT];
  gsize n;

  if (!g_input_stream_read_all (self->in, nonce, sizeof nonce, &n, self->cancellable, error))
    return FALSE;
  if (n < sizeof nonce)
    return fail_short (error);
  return derive_file_key (file_key, nonce, "payload", self->stream.key, error);
}

/* Nothing but the first line says what a file is. */
static gboolean
read_version (KirokuAgeReader *self, GString *header, GError **error)
{
  char line[LINE + 1];
  g_autoptr (GError) failure = NULL;

  if (read_line (self, header, line, &failure) && g_str_equal (line, VERSION_LINE))
    return TRUE;
  if (failure != NULL && failure->domain != KIROKU_EXCHANGE_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return fail_form (error, _ ("the file is not encrypted by Kiroku or age: choose a backup file"));
}

static gboolean
read_header (KirokuAgeReader *self, const char *passphrase, guint8 *file_key, GError **error)
{
  g_autoptr (GString) header = g_string_new (NULL);
  char line[LINE + 1];
  guint8 salt[SALT], wrapped[WRAPPED];
  guint log_n;

  if (!read_version (self, header, error) || !read_line (self, header, line, error)
      || !parse_stanza (line, salt, &log_n, error) || !read_line (self, header, line, error))
    return FALSE;
  if (!decode (line, wrapped, sizeof wrapped))
    return fail_damaged (error);
  return unwrap (self, passphrase, salt, log_n, wrapped, file_key, error)
         && check_mac (self, header, file_key, error) && read_nonce (self, file_key, error);
}

KirokuAgeReader *
kiroku_age_reader_new (GInputStream *in,
                       const char *passphrase,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (KirokuAgeReader) self = NULL;
  guint8 file_key[FILE_KEY];
  gboolean read;

  g_return_val_if_fail (G_IS_INPUT_STREAM (in) && passphrase != NULL, NULL);

  self = g_new0 (KirokuAgeReader, 1);
  self->in = g_object_ref (in);
  g_set_object (&self->cancellable, cancellable);
  self->stream.context = EVP_CIPHER_CTX_new ();
  read = read_header (self, passphrase, file_key, error);
  OPENSSL_cleanse (file_key, sizeof file_key);
  return read ? g_steal_pointer (&self) : NULL;
}

/* Reads one byte more than a chunk: whether there is one tells whether the chunk is the last. */
static gboolean
read_chunk (KirokuAgeReader *self, GError **error)
{
  gsize wanted = sizeof self->sealed - self->held, n, length;
  gboolean last, first = self->stream.counter == 0;
  guint8 nonce[NONCE];

  if (!g_input_stream_read_all (self->in, self->sealed + self->held, wanted, &n, self->cancellable,
                                error))
    return FALSE;
  last = n < wanted;
  length = last ? self->held + n : CHUNK + TAG;
  /* Only of an empty file may the last chunk be empty. */
  if (length < TAG || (length == TAG && !first))
    return fail_short (error);
  make_nonce (self->stream.counter++, last, nonce);
  if (!unseal (self->stream.context, self->stream.key, nonce, self->sealed, length - TAG,
               self->plain))
    return last ? fail_form (error, _ ("the file is damaged or cut short: use another copy"))
                : fail_damaged (error);
  self->sealed[0] = self->sealed[CHUNK + TAG];
  self->held = 1;
  self->length = length - TAG;
  self->taken = 0;
  self->ended = last;
  return TRUE;
}

gssize
kiroku_age_reader_read (KirokuAgeReader *self, void *bytes, gsize length, GError **error)
{
  gsize n;

  g_return_val_if_fail (self != NULL && bytes != NULL, -1);

  if (self->taken == self->length && !self->ended && !read_chunk (self, error))
    return -1;
  n = MIN (length, self->length - self->taken);
  memcpy (bytes, self->plain + self->taken, n);
  self->taken += n;
  return n;
}

void
kiroku_age_reader_free (KirokuAgeReader *self)
{
  stream_clear (&self->stream);
  OPENSSL_cleanse (self->plain, sizeof self->plain);
  g_clear_object (&self->cancellable);
  g_object_unref (self->in);
  g_free (self);
}
