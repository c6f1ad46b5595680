/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pdf-signature.h"

#include <glib/gi18n.h>
#include <string.h>

/* What stands before and after the room for the signature. Its zeros begin no other value. */
#define CONTENTS "/Contents <"
#define EMPTY CONTENTS "0000000000000000"
/* Three numbers of the file, each with room for ten digits. */
#define RANGE "/ByteRange [0 "
#define RANGE_NUMBER 10
#define RANGE_ROOM "          "

/* --- The field ------------------------------------------------------------------------------ */

/* A text string of PDF: UTF-16 with a byte order mark, in hex. */
static void
append_string (GString *dictionary, const char *key, const char *text)
{
  glong length;
  g_autofree gunichar2 *units
      = text != NULL ? g_utf8_to_utf16 (text, -1, NULL, &length, NULL) : NULL;

  if (units == NULL)
    return;
  g_string_append_printf (dictionary, "%s <FEFF", key);
  for (glong i = 0; i < length; i++)
    g_string_append_printf (dictionary, "%04X", units[i]);
  g_string_append (dictionary, ">\n   ");
}

static guint
add_value (KirokuPdfUpdate *update, const KirokuPdfSigner *signer)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (signer->time / G_USEC_PER_SEC);
  g_autofree char *date = time != NULL ? g_date_time_format (time, "%Y%m%d%H%M%SZ") : g_strdup ("");
  g_autofree char *room = g_strnfill (2 * signer->max_length, '0');
  GString *value = g_string_new ("<< /Type /Sig /Filter /Adobe.PPKLite "
                                 "/SubFilter /ETSI.CAdES.detached\n   ");
  guint number;

  append_string (value, "/Name", signer->name);
  append_string (value, "/Reason", signer->reason);
  g_string_append_printf (value,
                          "/M (D:%s)\n   " RANGE RANGE_ROOM " " RANGE_ROOM " " RANGE_ROOM "]\n   "
                          CONTENTS "%s> >>",
                          date, room);
  number = kiroku_pdf_update_add_dictionary (update, value->str);
  g_string_free (value, TRUE);
  return number;
}

/* Nothing is seen of it; an archive wants that to be said (ISO 19005-1, 6.5.3 and 6.9). */
static guint
add_field (KirokuPdfUpdate *update, const KirokuPdfSigner *signer, guint page)
{
  guint picture = kiroku_pdf_update_add_stream (
      update, "/Type /XObject /Subtype /Form /BBox [ 0 0 0 0 ]", "", 0);
  g_autofree char *field
      = g_strdup_printf ("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F 132\n"
                         "   /Rect [ 0 0 0 0 ] /AP << /N %u 0 R >> /V %u 0 R /P %u 0 R >>",
                         picture, add_value (update, signer), page);

  return kiroku_pdf_update_add_dictionary (update, field);
}

/* The first page: the first leaf of the tree. 0 without. */
static guint
find_first_page (KirokuPdfUpdate *update, const char *root)
{
  guint number = kiroku_pdf_dictionary_get_reference (root, "/Pages");
  guint size = kiroku_pdf_update_get_size (update);

  for (guint steps = 0; steps < size; steps++)
    {
      g_autofree char *node = kiroku_pdf_update_dup_dictionary (update, number);
      g_autofree char *kids = node != NULL ? kiroku_pdf_dictionary_dup (node, "/Kids") : NULL;

      if (node == NULL || kids == NULL)
        return node != NULL && kiroku_pdf_dictionary_has (node, "/Type", "/Page") ? number : 0;
      number = (guint) g_ascii_strtoull (kids + strspn (kids, "[ \r\n"), NULL, 10);
    }
  return 0;
}

/* @list: “[ 1 0 R ]” or NULL for an empty one. (transfer full) */
static char *
append_reference (const char *list, guint number)
{
  gsize length = list != NULL ? strlen (list) - strlen ("]") : 0;

  return g_strdup_printf ("%.*s %u 0 R ]", list != NULL ? (int) length : 1,
                          list != NULL ? list : "[", number);
}

static void
show_on_page (KirokuPdfUpdate *update, guint page, guint field)
{
  g_autofree char *before = kiroku_pdf_update_dup_dictionary (update, page);
  g_autofree char *list = kiroku_pdf_dictionary_dup (before, "/Annots");
  g_autofree char *longer = append_reference (list, field);
  g_autofree char *after = kiroku_pdf_dictionary_set (before, "/Annots", longer);

  kiroku_pdf_update_replace (update, page, after);
}

gboolean
kiroku_pdf_signature_add (KirokuPdfUpdate *update, const KirokuPdfSigner *signer, GError **error)
{
  guint number = kiroku_pdf_update_get_trailer (update, "/Root"), page, field;
  g_autofree char *root = kiroku_pdf_update_dup_dictionary (update, number);
  g_autofree char *form = NULL, *after = NULL;

  page = root != NULL ? find_first_page (update, root) : 0;
  if (page == 0)
    {
      g_set_error_literal (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
                           _ ("it has no page"));
      return FALSE;
    }
  field = add_field (update, signer, page);
  show_on_page (update, page, field);
  /* 3: there are signatures, and the file is only ever added to. */
  form = g_strdup_printf ("<< /Fields [ %u 0 R ] /SigFlags 3 >>", field);
  after = kiroku_pdf_dictionary_set (root, "/AcroForm", form);
  kiroku_pdf_update_replace (update, number, after);
  return TRUE;
}

/* --- The signature -------------------------------------------------------------------------- */

/* Where @text stands last in @bytes: what people write, as a title, stands before the signature. */
static char *
find (char *bytes, gsize length, const char *text)
{
  gsize n = strlen (text);

  for (gsize at = length; at >= n; at--)
    if (memcmp (bytes + at - n, text, n) == 0)
      return bytes + at - n;
  return NULL;
}

/* @gap: where the signature's brackets begin in the file; @end: behind them; @total: of the file. */
static void
write_range (char *place, gsize gap, gsize end, gsize total)
{
  gsize numbers[] = { gap, end, total - end };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, numbers[i]);

      memcpy (place, digits, MIN (strlen (digits), RANGE_NUMBER));
      place += RANGE_NUMBER + strlen (" ");
    }
}

static gboolean
write_signature (char *place, GBytes *signature, const KirokuPdfSigner *signer, GError **error)
{
  gsize length;
  const guint8 *der = g_bytes_get_data (signature, &length);

  if (length > signer->max_length)
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
                   _ ("the signature takes %zu bytes, and there is room for %zu"),
                   length, signer->max_length);
      return FALSE;
    }
  for (gsize i = 0; i < length; i++)
    {
      char hex[3];

      g_snprintf (hex, sizeof hex, "%02x", der[i]);
      memcpy (place + 2 * i, hex, 2);
    }
  return TRUE;
}

GBytes *
kiroku_pdf_signature_fill (GBytes *pdf,
                           GBytes *update,
                           const KirokuPdfSigner *signer,
                           GError **error)
{
  gsize before = g_bytes_get_size (pdf), length = g_bytes_get_size (update), gap, end;
  g_autofree char *bytes = g_memdup2 (g_bytes_get_data (update, NULL), length);
  char *range = find (bytes, length, RANGE RANGE_ROOM), *room = find (bytes, length, EMPTY);
  g_autoptr (GBytes) first = NULL, last = NULL, signature = NULL;

  g_return_val_if_fail (range != NULL && room != NULL, NULL);

  gap = room - bytes + strlen (CONTENTS) - strlen ("<");
  end = gap + strlen ("<") + 2 * signer->max_length + strlen (">");
  write_range (range + strlen (RANGE), before + gap, before + end, before + length);
  first = g_bytes_new (bytes, gap);
  last = g_bytes_new (bytes + end, length - end);
  signature = signer->sign ((GBytes *[]){ pdf, first, last }, 3, signer->user_data, error);
  if (signature == NULL
      || !write_signature (room + strlen (CONTENTS), signature, signer, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}
