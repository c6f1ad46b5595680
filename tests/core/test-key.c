/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>
#include <sys/stat.h>

#include "kiroku-journal-error.h"
#include "kiroku-key.h"

#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define OTHER_HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a09"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kiroku-key-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "key.p8", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing else was left behind */
  g_free (fixture->path);
  g_free (fixture->folder);
}

static KirokuKey *
generate (void)
{
  g_autoptr (GError) error = NULL;
  KirokuKey *key = kiroku_key_generate (&error);

  g_assert_no_error (error);
  return key;
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuKey) key = generate ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuKey) loaded = NULL;
  g_autoptr (KirokuPublicKey) public_key = NULL;
  g_autofree char *signature = NULL;

  g_assert_true (kiroku_key_save (key, fixture->path, NULL, &error));
  loaded = kiroku_key_load (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_key_get_id (loaded), ==, kiroku_key_get_id (key));
  g_assert_true (kiroku_hex_is_valid (kiroku_key_get_id (key), KIROKU_HASH_HEX));

  signature = kiroku_key_sign (loaded, HASH, &error);
  public_key = kiroku_public_key_new (kiroku_key_get_spki (key));
  g_assert_true (kiroku_public_key_verify (public_key, HASH, signature));
  g_assert_false (kiroku_public_key_verify (public_key, OTHER_HASH, signature));
}

static void
test_never_overwrites (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuKey) key = generate ();
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "precious", -1, NULL));
  g_assert_false (kiroku_key_save (key, fixture->path, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, "precious");
}

static void
test_mode (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuKey) key = generate ();
  mode_t mask = umask (0);
  struct stat status;

  g_assert_true (kiroku_key_save (key, fixture->path, NULL, NULL));
  umask (mask);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
}

static void
assert_locked (const char *path, const char *passphrase)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_key_load (path, passphrase, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, path));
}

static void
assert_opens (const char *path, const char *passphrase, KirokuKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuKey) loaded = kiroku_key_load (path, passphrase, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_key_get_id (loaded), ==, kiroku_key_get_id (key));
}

static void
test_passphrase (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuKey) key = generate ();
  g_autofree char *pem = NULL;

  g_assert_true (kiroku_key_save (key, fixture->path, "合言葉 とても長い", NULL));
  g_assert_true (g_file_get_contents (fixture->path, &pem, NULL, NULL));
  g_assert_nonnull (strstr (pem, "ENCRYPTED PRIVATE KEY"));
  assert_locked (fixture->path, NULL);
  assert_locked (fixture->path, "");
  assert_locked (fixture->path, "合言葉 とても長");
  assert_opens (fixture->path, "合言葉 とても長い", key);
}

static void
test_passphrase_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuKey) key = generate ();

  g_assert_true (kiroku_key_save (key, fixture->path, NULL, NULL));
  g_assert_true (kiroku_key_replace (key, fixture->path, "one", NULL));
  assert_locked (fixture->path, NULL);
  g_assert_true (kiroku_key_replace (key, fixture->path, "two", NULL));
  assert_locked (fixture->path, "one");
  assert_opens (fixture->path, "two", key);
  g_assert_true (kiroku_key_replace (key, fixture->path, NULL, NULL));
  assert_opens (fixture->path, NULL, key);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_key_load (fixture->path, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
write_pem (const char *path, EVP_PKEY *pkey, const EVP_CIPHER *cipher, const char *password)
{
  BIO *bio = BIO_new_file (path, "w");

  g_assert_nonnull (pkey);
  g_assert_cmpint (PEM_write_bio_PKCS8PrivateKey (bio, pkey, cipher, password,
                                                  password != NULL ? strlen (password) : 0, NULL,
                                                  NULL),
                   ==, 1);
  BIO_free (bio);
  EVP_PKEY_free (pkey);
}

static void
assert_no_key (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_key_load (path, NULL, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEY);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  write_pem (fixture->path, EVP_RSA_gen (2048), NULL, NULL);
  assert_no_key (fixture->path);
  write_pem (fixture->path, EVP_EC_gen ("P-384"), NULL, NULL);
  assert_no_key (fixture->path);
  /* Never asks for a password, neither here nor on the terminal. */
  write_pem (fixture->path, EVP_EC_gen ("P-256"), EVP_aes_256_cbc (), "secret");
  assert_locked (fixture->path, NULL);
  g_assert_true (g_file_set_contents (fixture->path, "no key at all", -1, NULL));
  assert_no_key (fixture->path);
  g_assert_true (g_file_set_contents (fixture->path, "", -1, NULL));
  assert_no_key (fixture->path);
}

static char *
flip_bit (const char *base64, gsize bit)
{
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (base64, &length);

  g_assert_cmpuint (bit / 8, <, length);
  bytes[bit / 8] ^= 1 << bit % 8;
  return g_base64_encode (bytes, length);
}

static void
test_flipped_signature (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuKey) key = generate ();
  g_autoptr (KirokuPublicKey) public_key = kiroku_public_key_new (kiroku_key_get_spki (key));
  g_autofree char *signature = kiroku_key_sign (key, HASH, NULL);
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (signature, &length);

  for (gsize bit = 0; bit < 8 * length; bit++)
    {
      g_autofree char *flipped = flip_bit (signature, bit);

      g_assert_false (kiroku_public_key_verify (public_key, HASH, flipped));
    }
}

static void
test_many_signatures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuKey) key = generate ();
  g_autoptr (KirokuPublicKey) public_key = kiroku_public_key_new (kiroku_key_get_spki (key));

  /* r and s come in all lengths of DER; the own signatures are always strict. */
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *hash = kiroku_random_hex (KIROKU_HASH_LENGTH);
      g_autofree char *signature = kiroku_key_sign (key, hash, NULL);

      g_assert_true (kiroku_public_key_verify (public_key, hash, signature));
    }
}

static void
test_digest (Fixture *fixture, gconstpointer data)
{
  char hex[KIROKU_HASH_HEX + 1];

  /* FIPS 180-2, appendix B.1 */
  kiroku_sha256_hex ("abc", 3, hex);
  g_assert_cmpstr (hex, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_true (kiroku_hex_is_valid (hex, KIROKU_HASH_HEX));
  g_assert_false (kiroku_hex_is_valid (hex, KIROKU_HASH_HEX - 1));
  hex[0] = 'B';
  g_assert_false (kiroku_hex_is_valid (hex, KIROKU_HASH_HEX));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/journal/key/a-saved-key-signs-again", test_round_trip);
  ADD ("/journal/key/save-never-overwrites", test_never_overwrites);
  ADD ("/journal/key/the-file-is-0600-whatever-the-umask", test_mode);
  ADD ("/journal/key/a-protected-key-needs-its-passphrase", test_passphrase);
  ADD ("/journal/key/a-passphrase-is-changed-and-taken-away", test_passphrase_changes);
  ADD ("/journal/key/a-missing-file-is-told-apart", test_missing);
  ADD ("/journal/key/a-foreign-key-is-refused-without-asking", test_foreign);
  ADD ("/journal/key/any-bit-of-a-signature-counts", test_flipped_signature);
  ADD ("/journal/key/own-signatures-are-strict", test_many_signatures);
  ADD ("/journal/key/digests-are-sha-256", test_digest);
  return g_test_run ();
}
