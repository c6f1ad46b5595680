/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-pdf-update.h"

static void
assert_value (const char *dictionary, const char *key, const char *value)
{
  g_autofree char *got = kiroku_pdf_dictionary_dup (dictionary, key);

  g_assert_cmpstr (got, ==, value);
}

/* Whatever a value is made of, the one behind it is found. */
static void
test_values (void)
{
  static const char *const values[] = { "1",
                                        "-2.5",
                                        "true",
                                        "/Name",
                                        "12 0 R",
                                        "(text)",
                                        "<FEFF>",
                                        "[ 1 2 0 R /X ]",
                                        "<< /Type /Inner /Next << >> >>",
                                        "(a (b) c \\) \\( >> /Type)",
                                        "[ (]) << /K [ ] >> ]",
                                        "<< /A (>>) >>" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *dictionary
          = g_strdup_printf ("<< /First %s%% a remark >> /Type /No\n/Type /Outer>>", values[i]);

      assert_value (dictionary, "/First", values[i]);
      assert_value (dictionary, "/Type", "/Outer");
      assert_value (dictionary, "/Typ", NULL);
      assert_value (dictionary, "/Next", NULL);
    }
  assert_value ("<< /A 1 /B 2 0 R /C 3 >>", "/A", "1");
  g_assert_cmpuint (kiroku_pdf_dictionary_get_reference ("<< /A 1 /B 27 0 R >>", "/B"), ==, 27);
  g_assert_cmpuint (kiroku_pdf_dictionary_get_reference ("<< /A 1 /B 27 0 R >>", "/A"), ==, 0);
}

static void
test_set (void)
{
  const char *before = "<< /Type /Page % 1\n   /Group << /S /Transparency >>\n   /Kids 3 0 R >>";
  g_autofree char *without = kiroku_pdf_dictionary_set (before, "/Group", NULL);
  g_autofree char *other = kiroku_pdf_dictionary_set (before, "/Group", "null");
  g_autofree char *more = kiroku_pdf_dictionary_set (before, "/Lang", "(ja)");

  assert_value (without, "/Group", NULL);
  assert_value (without, "/Type", "/Page");
  assert_value (without, "/Kids", "3 0 R");
  assert_value (other, "/Group", "null");
  assert_value (other, "/Kids", "3 0 R");
  assert_value (more, "/Lang", "(ja)");
  assert_value (more, "/Group", "<< /S /Transparency >>");
}

/* A PDF with two objects, bytes of 0 in a stream, a free object, and one that is said to be where another is. @start:
 * where the table is. */
static GBytes *
make_pdf (gsize *start)
{
  static const char stream[] = "2 0 obj\n<< /Length 4 >>\nstream\n\0x\0y\nendstream\nendobj\n";
  GString *pdf = g_string_new ("%PDF-1.4\n");
  gsize one = pdf->len, two;

  g_string_append (pdf, "1 0 obj\n<< /Type /Catalog >>\nendobj\n");
  two = pdf->len;
  g_string_append_len (pdf, stream, sizeof stream - 1);
  *start = pdf->len;
  g_string_append_printf (pdf,
                          "xref\n0 5\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n"
                          "0000000000 00001 f \n%010d 00000 n \n"
                          "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n",
                          (int) one, (int) two, (int) one, (int) *start);
  return g_string_free_to_bytes (pdf);
}

static void
test_update (void)
{
  gsize start, length, object;
  g_autoptr (GBytes) pdf = make_pdf (&start);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPdfUpdate) update = kiroku_pdf_update_new (pdf, &error);
  g_autoptr (GBytes) more = NULL;
  g_autofree char *root = NULL, *text = NULL, *line = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (kiroku_pdf_update_get_size (update), ==, 5);
  g_assert_cmpuint (kiroku_pdf_update_get_trailer (update, "/Root"), ==, 1);
  root = kiroku_pdf_update_dup_dictionary (update, 1);
  g_assert_cmpstr (root, ==, "<< /Type /Catalog >>");
  g_assert_null (kiroku_pdf_update_dup_dictionary (update, 3));
  g_assert_null (kiroku_pdf_update_dup_dictionary (update, 4));
  kiroku_pdf_update_replace (update, 1, "<< /Type /Catalog /Lang (ja) >>");
  g_assert_cmpuint (kiroku_pdf_update_add_stream (update, "/N 3", "abc", 3), ==, 5);
  more = kiroku_pdf_update_finish (update);

  text = g_strndup (g_bytes_get_data (more, &length), g_bytes_get_size (more));
  g_assert_true (
      g_str_has_prefix (text, "1 0 obj\n<< /Type /Catalog /Lang (ja) >>\nendobj\n5 0 obj\n"));
  object = g_bytes_get_size (pdf) + (strstr (text, "5 0 obj") - text);
  line = g_strdup_printf ("5 1\n%010d 00000 n \n", (int) object);
  g_assert_nonnull (strstr (text, line));
  g_assert_nonnull (strstr (text, "/Size 6"));
  g_free (line);
  line = g_strdup_printf ("/Prev %d\n", (int) start);
  g_assert_nonnull (strstr (text, line));
}

/* Only the line end behind the last word may be missing. */
static void
test_refused (void)
{
  gsize start;
  g_autoptr (GBytes) pdf = make_pdf (&start);

  for (gsize n = 0; n < g_bytes_get_size (pdf) - 1; n++)
    {
      /* A copy, so that a sanitizer sees what is read beyond the end. */
      g_autofree char *copy = g_memdup2 (g_bytes_get_data (pdf, NULL), n);
      g_autoptr (GBytes) part = g_bytes_new_static (copy, n);
      g_autoptr (GError) error = NULL;

      g_assert_null (kiroku_pdf_update_new (part, &error));
      g_assert_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf-update/values-of-any-kind-are-passed", test_values);
  g_test_add_func ("/pdf-update/one-key-is-changed-and-no-other", test_set);
  g_test_add_func ("/pdf-update/what-is-behind-refers-to-what-is-before", test_update);
  g_test_add_func ("/pdf-update/what-was-cut-is-refused", test_refused);
  return g_test_run ();
}
