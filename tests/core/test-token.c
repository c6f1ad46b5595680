/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-journal-error.h"
#include "kiroku-test-authority.h"
#include "kiroku-token.h"

#define ROOT "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define OTHER_ROOT "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a09"

/* 2026-11-21T05:05:00Z, and the same day in the years around it. */
#define STAMPED G_GINT64_CONSTANT (1795237500)
#define YEAR G_GINT64_CONSTANT (31536000)
/* A refusal: PKIStatusInfo with status 2 and the text "busy", no token (RFC 3161 §2.4.2). */
#define REFUSAL "\x30\x0d\x30\x0b\x02\x01\x02\x30\x06\x0c\x04" "busy"

typedef struct
{
  KirokuTestAuthority *authority;
  KirokuTestAuthority *stranger;
  char *folder;
  char *ca;
} Fixture;

static KirokuTestAuthority *
make_authority (const char *name, gboolean rsa)
{
  return kiroku_test_authority_new (&(KirokuTestAuthorityOptions){
      .name = name, .rsa = rsa, .not_before = STAMPED - YEAR, .not_after = STAMPED + YEAR });
}

static char *
save_certificates (const char *folder, const char *name, ...)
{
  g_autoptr (GString) pem = g_string_new (NULL);
  char *path = g_build_filename (folder, name, NULL);
  KirokuTestAuthority *authority;
  va_list list;

  va_start (list, name);
  while ((authority = va_arg (list, KirokuTestAuthority *)) != NULL)
    {
      g_autofree char *certificate = kiroku_test_authority_get_ca (authority);

      g_string_append (pem, certificate);
    }
  va_end (list);
  g_assert_true (g_file_set_contents (path, pem->str, pem->len, NULL));
  return path;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kiroku-token-XXXXXX", NULL);
  fixture->authority = make_authority ("試験時刻局", data != NULL);
  fixture->stranger = make_authority ("Stranger", FALSE);
  fixture->ca
      = save_certificates (fixture->folder, "ca.pem", fixture->stranger, fixture->authority, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->ca);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  kiroku_test_authority_free (fixture->authority);
  kiroku_test_authority_free (fixture->stranger);
  g_free (fixture->folder);
  g_free (fixture->ca);
}

static GBytes *
make_request (void)
{
  g_autoptr (GError) error = NULL;
  GBytes *request = kiroku_token_make_request (ROOT, &error);

  g_assert_no_error (error);
  return request;
}

/* A token of ROOT as it would be recorded. */
static char *
stamp (KirokuTestAuthority *authority, gint64 time)
{
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) response = kiroku_test_authority_answer (authority, request, time);
  g_autoptr (GError) error = NULL;
  char *token = kiroku_token_take_response (request, response, &error);

  g_assert_no_error (error);
  return token;
}

static KirokuToken *
check (const char *token, const char *root, const char *ca)
{
  g_autoptr (GError) error = NULL;
  const char *const cas[] = { ca, NULL };
  KirokuToken *checked = kiroku_token_check (token, root, cas, &error);

  g_assert_no_error (error);
  return checked;
}

static void
test_trusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = stamp (fixture->authority, STAMPED);
  g_autoptr (KirokuToken) checked = check (token, ROOT, fixture->ca);

  g_assert_cmpstr (checked->why, ==, NULL);
  g_assert_cmpint (checked->trust, ==, KIROKU_TOKEN_TRUSTED);
  g_assert_cmpint (checked->time, ==, STAMPED * G_USEC_PER_SEC + 250000);
  g_assert_cmpint (checked->accuracy, ==, 1500100);
  g_assert_cmpstr (checked->authority, ==, "試験時刻局");
  g_assert_cmpstr (checked->serial, ==, "0abc");
}

static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = stamp (fixture->authority, STAMPED);
  g_autofree char *other = save_certificates (fixture->folder, "other.pem", fixture->stranger, NULL);
  g_autoptr (KirokuToken) alone = check (token, ROOT, NULL);
  g_autoptr (KirokuToken) strange = check (token, ROOT, other);

  g_assert_cmpint (alone->trust, ==, KIROKU_TOKEN_UNTRUSTED);
  g_assert_cmpint (alone->time, ==, STAMPED * G_USEC_PER_SEC + 250000);
  g_assert_nonnull (alone->why);
  g_assert_cmpint (strange->trust, ==, KIROKU_TOKEN_UNTRUSTED);
  g_assert_nonnull (strange->why);
  g_remove (other);
}

static void
test_other_root (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = stamp (fixture->authority, STAMPED);
  g_autoptr (KirokuToken) checked = check (token, OTHER_ROOT, fixture->ca);

  g_assert_cmpint (checked->trust, ==, KIROKU_TOKEN_WRONG);
  g_assert_nonnull (checked->why);
}

/* Any bit may be flipped; what is then still trusted must say the same (an unused, unsigned place of
 * the encoding, such as a certificate that nobody needs). */
static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = stamp (fixture->authority, STAMPED);
  gsize length, wrong = 0;
  g_autofree guint8 *der = g_base64_decode (token, &length);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *flipped = NULL;
      g_autoptr (KirokuToken) checked = NULL;

      der[i] ^= 1 << (i % 8);
      flipped = g_base64_encode (der, length);
      checked = check (flipped, ROOT, fixture->ca);
      der[i] ^= 1 << (i % 8);
      wrong += checked->trust == KIROKU_TOKEN_WRONG;
      if (checked->trust == KIROKU_TOKEN_TRUSTED)
        g_assert_cmpint (checked->time, ==, STAMPED * G_USEC_PER_SEC + 250000);
    }
  g_assert_cmpuint (wrong, >, length / 3);
}

static gsize
find (const guint8 *bytes, gsize length, const char *text)
{
  for (gsize i = 0; i + strlen (text) <= length; i++)
    if (memcmp (bytes + i, text, strlen (text)) == 0)
      return i;
  g_assert_not_reached ();
}

/* The signed content and the signature itself: not one bit. */
static void
test_forged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = stamp (fixture->authority, STAMPED);
  gsize length;
  g_autofree guint8 *der = g_base64_decode (token, &length);
  gsize places[] = { find (der, length, "20261121"), length - 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *forged = NULL;
      g_autoptr (KirokuToken) checked = NULL;

      der[places[i]] ^= 1;
      forged = g_base64_encode (der, length);
      checked = check (forged, ROOT, fixture->ca);
      der[places[i]] ^= 1;
      g_assert_cmpint (checked->trust, ==, KIROKU_TOKEN_WRONG);
    }
}

static KirokuTokenTrust
judge_validity (Fixture *fixture, gint64 from, gint64 until)
{
  g_autoptr (KirokuTestAuthority) authority
      = kiroku_test_authority_new (&(KirokuTestAuthorityOptions){
          .name = "Old", .not_before = from, .not_after = until });
  g_autofree char *ca = save_certificates (fixture->folder, "old.pem", authority, NULL);
  g_autofree char *token = stamp (authority, STAMPED - 10 * YEAR);
  g_autoptr (KirokuToken) checked = check (token, ROOT, ca);

  g_remove (ca);
  return checked->trust;
}

static void
test_expired (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (judge_validity (fixture, STAMPED - 11 * YEAR, STAMPED - 9 * YEAR), ==,
                   KIROKU_TOKEN_TRUSTED);
  g_assert_cmpint (judge_validity (fixture, STAMPED - 12 * YEAR, STAMPED - 11 * YEAR), ==,
                   KIROKU_TOKEN_UNTRUSTED);
  g_assert_cmpint (judge_validity (fixture, STAMPED - 9 * YEAR, STAMPED + YEAR), ==,
                   KIROKU_TOKEN_UNTRUSTED);
}

static KirokuTokenTrust
judge_purpose (Fixture *fixture, gboolean not_tsa)
{
  g_autoptr (KirokuTestAuthority) authority
      = kiroku_test_authority_new (&(KirokuTestAuthorityOptions){
          .name = "Signer", .not_tsa = not_tsa, .not_before = 0, .not_after = STAMPED + YEAR });
  g_autofree char *ca = save_certificates (fixture->folder, "signer.pem", authority, NULL);
  g_autofree char *token = stamp (fixture->authority, STAMPED);
  g_autofree char *again = kiroku_test_authority_resign (authority, token);
  g_autoptr (KirokuToken) checked = check (again, ROOT, ca);

  g_remove (ca);
  return checked->trust;
}

static void
test_purpose (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (judge_purpose (fixture, FALSE), ==, KIROKU_TOKEN_TRUSTED);
  g_assert_cmpint (judge_purpose (fixture, TRUE), ==, KIROKU_TOKEN_WRONG);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) refusal = g_bytes_new_static (REFUSAL, sizeof REFUSAL - 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_token_take_response (request, refusal, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
  g_assert_nonnull (strstr (error->message, "busy"));
  g_clear_error (&error);
  g_assert_null (kiroku_token_load (refusal, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
}

static void
test_other_request (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) other = make_request ();
  g_autoptr (GBytes) response = kiroku_test_authority_answer (fixture->authority, other, STAMPED);
  g_autoptr (GError) error = NULL;

  g_assert_false (g_bytes_equal (request, other));
  g_assert_null (kiroku_token_take_response (request, response, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL);
}

static void
test_answer_of_other_root (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) other = kiroku_token_make_request (OTHER_ROOT, NULL);
  g_autoptr (GBytes) response = kiroku_test_authority_answer (fixture->authority, other, STAMPED);
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_token_take_response (request, response, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL);
}

/* The forms in which an authority's answer arrives as a file. */
static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) response = kiroku_test_authority_answer (fixture->authority, request, STAMPED);
  g_autofree char *token = kiroku_token_take_response (request, response, NULL);
  g_autofree char *wrapped = g_strdup_printf ("-----BEGIN PKCS7-----\r\n%.64s\r\n%s\n"
                                              "-----END PKCS7-----\n",
                                              token, token + 64);
  gsize length;
  g_autofree guint8 *der = g_base64_decode (token, &length);
  GBytes *files[] = { response, g_bytes_new (der, length), g_bytes_new (token, strlen (token)),
                      g_bytes_new (wrapped, strlen (wrapped)) };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *loaded = kiroku_token_load (files[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (loaded, ==, token);
      if (i > 0)
        g_bytes_unref (files[i]);
    }
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  const char *files[] = { "", "0", "30", "MIIB", "\x30\x80", "\x30\x03\x02\x01\x00", "<html>no</html>" };
  g_autoptr (GBytes) request = make_request ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new (files[i], strlen (files[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) answer_error = NULL;
      g_autoptr (KirokuToken) checked = check (files[i], ROOT, NULL);

      g_assert_null (kiroku_token_load (file, &error));
      g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
      g_assert_null (kiroku_token_take_response (request, file, &answer_error));
      g_assert_error (answer_error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
      g_assert_cmpint (checked->trust, ==, KIROKU_TOKEN_WRONG);
      g_assert_cmpint (checked->time, ==, -1);
    }
}

static void
test_unreadable_ca (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = stamp (fixture->authority, STAMPED);
  g_autofree char *empty = save_certificates (fixture->folder, "empty.pem", NULL);
  const char *const nowhere[] = { fixture->ca, "/nonexistent/ca.pem", NULL };
  const char *const nothing[] = { empty, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_token_check (token, ROOT, nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (kiroku_token_check (token, ROOT, nothing, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
  g_assert_nonnull (strstr (error->message, empty));
  g_remove (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, rsa, function) \
  g_test_add ("/token/" name, Fixture, rsa, set_up, function, tear_down)
  ADD ("ecdsa-stamp-is-trusted-through-its-authority", NULL, test_trusted);
  ADD ("rsa-stamp-is-trusted-through-its-authority", "rsa", test_trusted);
  ADD ("stranger-is-not-trusted", NULL, test_untrusted);
  ADD ("stamp-of-another-root-is-wrong", NULL, test_other_root);
  ADD ("no-flipped-bit-changes-what-is-trusted", NULL, test_flipped);
  ADD ("forged-time-or-signature-is-wrong", "rsa", test_forged);
  ADD ("signer-is-judged-at-the-time-stamped", NULL, test_expired);
  ADD ("signer-must-be-one-for-time-stamps", NULL, test_purpose);
  ADD ("refusal-is-told", NULL, test_refused);
  ADD ("answer-to-another-request-is-refused", NULL, test_other_request);
  ADD ("answer-of-another-root-is-refused", NULL, test_answer_of_other_root);
  ADD ("every-form-of-file-is-read", NULL, test_load);
  ADD ("garbage-is-refused", NULL, test_garbage);
  ADD ("unreadable-certificates-are-an-error", NULL, test_unreadable_ca);
#undef ADD
  return g_test_run ();
}
