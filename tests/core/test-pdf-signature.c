/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-pages.h"

/* What was signed, and what is said to be the signature. */
typedef struct
{
  GByteArray *seen;
  gsize length;
} Pen;

static GBytes *
sign_cb (GBytes *const *parts, guint n_parts, gpointer user_data, GError **error)
{
  Pen *pen = user_data;

  g_byte_array_set_size (pen->seen, 0);
  for (guint i = 0; i < n_parts; i++)
    g_byte_array_append (pen->seen, g_bytes_get_data (parts[i], NULL),
                         (guint) g_bytes_get_size (parts[i]));
  return g_bytes_new_take (g_strnfill (pen->length, '\xab'), pen->length);
}

static GBytes *
refuse_cb (GBytes *const *parts, guint n_parts, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_ACCES, "the pen is dry");
  return NULL;
}

static KirokuPages *
make_pages (void)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  KirokuPages *pages;

  kiroku_document_set_title (document, "/Contents <0000000000000000000000>");
  kiroku_document_add_paragraph (document, "記録");
  pages = kiroku_document_layout (document, NULL, NULL);
  g_assert_nonnull (pages);
  return pages;
}

static gboolean
take_bytes (const guint8 *bytes, gsize length, gpointer data, GError **error)
{
  g_byte_array_append (data, bytes, (guint) length);
  return TRUE;
}

/* Where @hex stands in @pdf; it stands there once. */
static gsize
find_once (GByteArray *pdf, const char *hex)
{
  gsize n = strlen (hex), found = 0;
  guint times = 0;

  for (gsize at = 0; at + n <= pdf->len; at++)
    if (memcmp (pdf->data + at, hex, n) == 0)
      {
        found = at;
        times++;
        at += n;
      }
  g_assert_cmpuint (times, ==, 1);
  return found;
}

/* Take the signature with its brackets out of the file: what is left is what was signed. */
static void
test_all_signed (void)
{
  g_autoptr (GByteArray) seen = g_byte_array_new (), pdf = g_byte_array_new ();
  g_autoptr (KirokuPages) pages = make_pages ();
  g_autoptr (GError) error = NULL;
  Pen pen = { seen, 100 };
  const KirokuPdfSigner signer = { .name = "霧島 花子", .max_length = 100, .sign = sign_cb,
                                   .user_data = &pen };
  g_autofree char *hex = g_strnfill (200, 'a');
  gsize at;

  for (guint i = 1; i < 200; i += 2)
    hex[i] = 'b';
  kiroku_pages_set_signer (pages, &signer);
  g_assert_true (
      kiroku_pages_write_pdf_to_sink (pages, take_bytes, pdf, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  at = find_once (pdf, hex);
  g_assert_cmpint (pdf->data[at - 1], ==, '<');
  g_assert_cmpint (pdf->data[at + 200], ==, '>');
  g_byte_array_remove_range (pdf, (guint) at - 1, 202);
  g_assert_cmpmem (pdf->data, pdf->len, seen->data, seen->len);
}

/* What cannot be signed is not written: the file that was there stays. */
static void
assert_not_written (const KirokuPdfSigner *signer, GQuark domain, int code)
{
  g_autoptr (KirokuPages) pages = make_pages ();
  g_autofree char *folder = g_dir_make_tmp ("kiroku-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.pdf", NULL), *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  kiroku_pages_set_signer (pages, signer);
  g_assert_false (kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "before");
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* nothing else was left there */
}

static void
test_no_room (void)
{
  g_autoptr (GByteArray) seen = g_byte_array_new ();
  Pen pen = { seen, 101 };
  const KirokuPdfSigner signer
      = { .name = "x", .max_length = 100, .sign = sign_cb, .user_data = &pen };

  assert_not_written (&signer, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER);
}

static void
test_refused (void)
{
  const KirokuPdfSigner signer = { .name = "x", .max_length = 100, .sign = refuse_cb };

  assert_not_written (&signer, G_FILE_ERROR, G_FILE_ERROR_ACCES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf-signature/all-but-itself-is-signed", test_all_signed);
  g_test_add_func ("/pdf-signature/longer-than-its-room-is-not-written", test_no_room);
  g_test_add_func ("/pdf-signature/unsigned-is-not-written", test_refused);
  return g_test_run ();
}
