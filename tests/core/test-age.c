/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-age.h"
#include "kiroku-exchange-error.h"

#define PASSPHRASE "馬と電池 horse"
#define CHUNK (64 * 1024)
#define TAG 16
#define NONCE 16

/* Written by `age -p` 1.1.1 (Debian 12) with PASSPHRASE. */
#define BY_AGE                                                                                     \
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA0cXVZd2JCUEUvZ1ROcFNCTmJJc0pRIDE4"                   \
  "CjNkbjd4eTkxR1NId0dTV3U3UnJRamZoN1lWYkc5UXFnSDcrMlhFTEpFWlEKLS0tIENWQU5wNWhI"                   \
  "QVF4bnN2Vk9VeEZjQnV0VWdHemJadUpOZE5CbWNsakZmVmsKq+XoMsa/CW3F9HrbECZCTOUR0LS0"                   \
  "lDgrodaDkoBMUVaWWWsKjHyzf+kKR1uU"
#define BY_AGE_TEXT "記録 hello\n"
#define BY_AGE_EMPTY                                                                               \
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBuTDR5MERrVThDbjI1STRKZVhLSHpRIDE4"                   \
  "CkFMcHBiUEhlYmVHbEdFYXBLZFpSQlZOV3VteGdFZ1hPZmc1enJGdWZORlkKLS0tIHlhSUVuNFNm"                   \
  "cklzMjRkU3A0UWMzclFSYmRHNGNVRGlDcGZGR1FJUWJ1UVEKWGawBK98qIfjf+gTqi9SYaiGruok"                   \
  "dVhwl7Sq6vUFbJw="

static const gsize lengths[]
    = { 0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7 };

/* Bytes that differ from place to place. (transfer full) */
static GBytes *
make_plain (gsize length)
{
  guint8 *bytes = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    bytes[i] = i * 7 + i / 251;
  return g_bytes_new_take (bytes, length);
}

/* With the least of work for scrypt. (transfer full) */
static GBytes *
encrypt (GBytes *plain)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuAgeWriter) writer = kiroku_age_writer_new (out, PASSPHRASE, 1, NULL, &error);
  const guint8 *bytes = g_bytes_get_data (plain, NULL);
  gsize length = g_bytes_get_size (plain);

  g_assert_no_error (error);
  /* In pieces that do not fit the chunks. */
  for (gsize done = 0; done < length; done += MIN (length - done, 5000))
    kiroku_age_writer_write (writer, bytes + done, MIN (length - done, 5000), &error);
  g_assert_no_error (error);
  kiroku_age_writer_finish (writer, &error);
  g_assert_no_error (error);
  g_output_stream_close (out, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* What @sealed holds, or NULL. (transfer full) */
static GBytes *
decrypt (GBytes *sealed, const char *passphrase, GError **error)
{
  g_autoptr (GInputStream) in = g_memory_input_stream_new_from_bytes (sealed);
  g_autoptr (KirokuAgeReader) reader = kiroku_age_reader_new (in, passphrase, NULL, error);
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  guint8 buffer[3000];
  gssize n = -1;

  while (reader != NULL && (n = kiroku_age_reader_read (reader, buffer, sizeof buffer, error)) > 0)
    g_byte_array_append (plain, buffer, n);
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&plain)) : NULL;
}

static void
assert_refused (GBytes *sealed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = decrypt (sealed, PASSPHRASE, &error);

  g_assert_null (plain);
  g_assert_true (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM)
                 || g_error_matches (error, KIROKU_EXCHANGE_ERROR,
                                     KIROKU_EXCHANGE_ERROR_PASSPHRASE));
}

static void
assert_refused_as (const char *text, KirokuExchangeError code)
{
  g_autoptr (GBytes) sealed = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = decrypt (sealed, PASSPHRASE, &error);

  g_assert_null (plain);
  g_assert_error (error, KIROKU_EXCHANGE_ERROR, (int) code);
}

static void
assert_reads (const char *base64, const char *text)
{
  gsize length;
  guint8 *bytes = g_base64_decode (base64, &length);
  g_autoptr (GBytes) sealed = g_bytes_new_take (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = decrypt (sealed, PASSPHRASE, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), text, strlen (text));
}

static void
test_foreign (void)
{
  assert_reads (BY_AGE, BY_AGE_TEXT);
  assert_reads (BY_AGE_EMPTY, "");
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GBytes) plain = make_plain (lengths[i]);
      g_autoptr (GBytes) sealed = encrypt (plain);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) again = decrypt (sealed, PASSPHRASE, &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (plain, again));
    }
}

static void
test_passphrase (void)
{
  g_autoptr (GBytes) plain = make_plain (100);
  g_autoptr (GBytes) sealed = encrypt (plain);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) opened = decrypt (sealed, PASSPHRASE " ", &error);

  g_assert_null (opened);
  g_assert_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_PASSPHRASE);
}

/* Every bit of a short file, and some of every chunk of a long one. */
static void
test_flipped (void)
{
  static const gsize steps[][2] = { { 40, 1 }, { 2 * CHUNK + 100, 4099 } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GBytes) plain = make_plain (steps[i][0]);
      g_autoptr (GBytes) sealed = encrypt (plain);

      for (gsize bit = 0; bit < 8 * g_bytes_get_size (sealed); bit += steps[i][1])
        {
          gsize length = g_bytes_get_size (sealed);
          guint8 *bytes = g_memdup2 (g_bytes_get_data (sealed, NULL), length);
          g_autoptr (GBytes) flipped = g_bytes_new_take (bytes, length);

          bytes[bit / 8] ^= 1 << (bit % 8);
          assert_refused (flipped);
        }
    }
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) plain = make_plain (2 * CHUNK + 100);
  g_autoptr (GBytes) sealed = encrypt (plain);
  gsize length = g_bytes_get_size (sealed);
  gsize payload = length - (2 * CHUNK + 100 + 3 * TAG);

  for (gsize n = 0; n <= payload; n++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, n);

      assert_refused (cut);
    }
  for (gsize chunk = 1; chunk <= 2; chunk++)
    for (int off = -TAG - 1; off <= TAG + 1; off++)
      {
        g_autoptr (GBytes) cut
            = g_bytes_new_from_bytes (sealed, 0, payload + chunk * (CHUNK + TAG) + off);

        assert_refused (cut);
      }
  for (gsize n = length - 120; n < length; n++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, n);

      assert_refused (cut);
    }
}

/* Chunks that are whole but in another order, or twice, or with something behind. */
static void
test_moved (void)
{
  g_autoptr (GBytes) plain = make_plain (3 * CHUNK);
  g_autoptr (GBytes) sealed = encrypt (plain);
  gsize length = g_bytes_get_size (sealed);
  gsize payload = length - 3 * (CHUNK + TAG);
  guint8 *bytes = g_memdup2 (g_bytes_get_data (sealed, NULL), length);
  g_autoptr (GBytes) swapped = g_bytes_new_take (bytes, length);
  guint8 *more = g_malloc0 (length + CHUNK + TAG);
  g_autoptr (GBytes) longer = g_bytes_new_take (more, length + CHUNK + TAG);
  g_autofree guint8 *first = g_memdup2 (bytes + payload, CHUNK + TAG);

  memcpy (more, bytes, length);
  memcpy (more + length, bytes + length - CHUNK - TAG, CHUNK + TAG);
  assert_refused (longer);
  memcpy (bytes + payload, bytes + payload + CHUNK + TAG, CHUNK + TAG);
  memcpy (bytes + payload + CHUNK + TAG, first, CHUNK + TAG);
  assert_refused (swapped);
}

#define START "age-encryption.org/v1\n"
#define SALT "4quYwbBPE/gTNpSBNbIsJQ"
#define BODY "3dn7xy91GSHwGSWu7RrQjfh7YVbG9QqgH7+2XELJEZQ"

static void
test_strict (void)
{
  static const char *const texts[] = {
    "",
    "SQLite format 3",
    "age-encryption.org/v2\n-> scrypt " SALT " 1\n" BODY "\n",
    START "-> scrypt " SALT " 23\n" BODY "\n",
    START "-> scrypt " SALT " 01\n" BODY "\n",
    START "-> scrypt " SALT " 0\n" BODY "\n",
    START "-> scrypt " SALT " 64\n" BODY "\n",
    START "-> scrypt " SALT " 1 \n" BODY "\n",
    START "-> scrypt " SALT "== 1\n" BODY "\n",
    START "-> scrypt " SALT "A 1\n" BODY "\n",
    START "-> scrypt 4quYwbBPE/gTNpSBNbIsJR 1\n" BODY "\n", /* bits behind the last byte */
    START "-> scrypt " SALT " 1\n" BODY "=\n",
    START "-> scrypt " SALT " 1\r\n" BODY "\r\n",
    START "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused_as (texts[i], KIROKU_EXCHANGE_ERROR_FORM);
  /* What the others are held against: well formed, and wrong. */
  assert_refused_as (START "-> scrypt " SALT " 1\n" BODY "\n", KIROKU_EXCHANGE_ERROR_PASSPHRASE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/age/what-age-wrote-is-read", test_foreign);
  g_test_add_func ("/age/what-was-written-is-read", test_round_trip);
  g_test_add_func ("/age/wrong-passphrase-is-told-from-damage", test_passphrase);
  g_test_add_func ("/age/any-flipped-bit-is-refused", test_flipped);
  g_test_add_func ("/age/file-cut-short-anywhere-is-refused", test_truncated);
  g_test_add_func ("/age/moved-and-added-chunks-are-refused", test_moved);
  g_test_add_func ("/age/header-that-is-not-exact-is-refused", test_strict);

  return g_test_run ();
}
