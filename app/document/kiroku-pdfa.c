/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pdfa.h"

#include <cairo.h>
#include <glib/gi18n.h>
#include <lcms2.h>
#include <string.h>

#include "kiroku-document-private.h"
#include "kiroku-pdf-signature.h"
#include "kiroku-pdf-update.h"

#define SRGB "sRGB IEC61966-2.1"

/* --- Colours -------------------------------------------------------------------------------- */

/* The header of an ICC profile says when it was made (ICC.1:2001-04, 6.1.8: six numbers of two
 * bytes); here the same day always. */
static void
set_icc_date (guint8 *profile)
{
  static const guint8 date[] = { 0x07, 0xd0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0 };

  memcpy (profile + 24, date, sizeof date);
}

/* Version 2 of ICC profiles knows curves as tables only. Little CMS would write one of 4096 values, and
 * readers built on it (poppler) search that through 4096 times for each page they show; a table of the
 * values of 8-bit colours is as exact for these. */
static gboolean
shorten_curves (cmsHPROFILE profile)
{
  const cmsToneCurve *curve = cmsReadTag (profile, cmsSigRedTRCTag);
  cmsUInt16Number values[256];
  cmsToneCurve *table;
  gboolean done;

  for (guint i = 0; curve != NULL && i < G_N_ELEMENTS (values); i++)
    values[i] = (cmsUInt16Number) (cmsEvalToneCurveFloat (curve, (float) i / 255) * 65535 + 0.5);
  table = curve != NULL ? cmsBuildTabulatedToneCurve16 (NULL, G_N_ELEMENTS (values), values) : NULL;
  done = table != NULL && cmsWriteTag (profile, cmsSigRedTRCTag, table)
         && cmsLinkTag (profile, cmsSigGreenTRCTag, cmsSigRedTRCTag)
         && cmsLinkTag (profile, cmsSigBlueTRCTag, cmsSigRedTRCTag);
  if (table != NULL)
    cmsFreeToneCurve (table);
  return done;
}

/* PDF 1.4 knows ICC profiles of version 2. (transfer full): NULL when there is no memory. */
static GBytes *
make_srgb (void)
{
  cmsHPROFILE profile = cmsCreate_sRGBProfile ();
  g_autofree guint8 *bytes = NULL;
  cmsUInt32Number length = 0;
  gboolean done = profile != NULL && shorten_curves (profile);

  if (done)
    cmsSetProfileVersion (profile, 2.1);
  done = done && cmsSaveProfileToMem (profile, NULL, &length);
  if (done)
    {
      bytes = g_malloc (length);
      done = cmsSaveProfileToMem (profile, bytes, &length) && length > 128;
    }
  if (profile != NULL)
    cmsCloseProfile (profile);
  if (!done)
    return NULL;
  set_icc_date (bytes);
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

/* What the numbers of colours mean. Returns the number of the output intent, 0 on failure. */
static guint
add_output_intent (KirokuPdfUpdate *update)
{
  g_autoptr (GBytes) srgb = make_srgb ();
  g_autofree char *intent = NULL;
  gconstpointer data;
  gsize length;

  if (srgb == NULL)
    return 0;
  data = g_bytes_get_data (srgb, &length);
  intent = g_strdup_printf (
      "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (" SRGB ") /Info (" SRGB
      ")\n"
      "   /RegistryName (http://www.color.org) /DestOutputProfile %u 0 R >>",
      kiroku_pdf_update_add_stream (update, "/N 3 /Alternate /DeviceRGB", data, length));
  return kiroku_pdf_update_add_dictionary (update, intent);
}

/* --- What it says of itself ----------------------------------------------------------------- */

static void
append_text (GString *xmp, const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  if (text != NULL)
    g_string_append_printf (xmp, "%s%s%s\n", before, escaped, after);
}

static char *
dup_date (const KirokuDocument *document, const char *format)
{
  g_autoptr (GDateTime) created
      = g_date_time_new_from_unix_utc (document->created / G_USEC_PER_SEC);

  return created != NULL ? g_date_time_format (created, format) : g_strdup ("");
}

/* Who made it: the same in both places. */
static char *
dup_producer (const char *before, const char *after)
{
  return g_strdup_printf ("%scairo %s%s", before, cairo_version_string (), after);
}

#define DEFAULT "<rdf:Alt><rdf:li xml:lang=\"x-default\">"

/* The same as cairo wrote into the document's dictionary: both must agree. */
static GString *
make_xmp (const KirokuDocument *document)
{
  g_autofree char *date = dup_date (document, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *producer = dup_producer ("<pdf:Producer>", "</pdf:Producer>");
  GString *xmp = g_string_new (
      "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
      "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");

  append_text (xmp, "<dc:title>" DEFAULT, document->title, "</rdf:li></rdf:Alt></dc:title>");
  append_text (xmp, "<dc:description>" DEFAULT, document->subject,
               "</rdf:li></rdf:Alt></dc:description>");
  append_text (xmp, "<dc:creator><rdf:Seq><rdf:li>", document->author,
               "</rdf:li></rdf:Seq></dc:creator>");
  append_text (xmp, "<dc:language><rdf:Bag><rdf:li>", document->language,
               "</rdf:li></rdf:Bag></dc:language>");
  g_string_append_printf (
      xmp,
      "</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">"
      "<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>"
      "<xmp:CreatorTool>Kiroku " KIROKU_VERSION "</xmp:CreatorTool></rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">"
      "%s</rdf:Description>\n"
      "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>\n",
      date, date, producer);
  return xmp;
}

/* Sets @key of @dictionary, which is freed. */
static void
set (char **dictionary, const char *key, const char *value)
{
  char *changed = kiroku_pdf_dictionary_set (*dictionary, key, value);

  g_free (*dictionary);
  *dictionary = changed;
}

static void
set_reference (char **dictionary, const char *key, guint number)
{
  g_autofree char *reference = g_strdup_printf ("%u 0 R", number);

  set (dictionary, key, reference);
}

/* The dictionary that PDF had before XMP. cairo 1.16 leaves out the “D:” before a date. */
static gboolean
complete_info (KirokuPdfUpdate *update, const KirokuDocument *document)
{
  guint number = kiroku_pdf_update_get_trailer (update, "/Info");
  g_autofree char *info = kiroku_pdf_update_dup_dictionary (update, number);
  g_autofree char *date = dup_date (document, "(D:%Y%m%d%H%M%SZ)");
  g_autofree char *producer = dup_producer ("(", ")");

  if (info == NULL)
    return FALSE;
  set (&info, "/CreationDate", date);
  set (&info, "/ModDate", date);
  set (&info, "/Producer", producer);
  kiroku_pdf_update_replace (update, number, info);
  return TRUE;
}

static gboolean
complete_root (KirokuPdfUpdate *update, const KirokuDocument *document)
{
  guint number = kiroku_pdf_update_get_trailer (update, "/Root");
  g_autofree char *root = kiroku_pdf_update_dup_dictionary (update, number);
  g_autofree char *language = g_strdup_printf ("(%s)", document->language);
  g_autofree char *intents = NULL;
  guint intent = add_output_intent (update);
  GString *xmp;

  if (intent == 0 || root == NULL)
    return FALSE;
  xmp = make_xmp (document);
  intents = g_strdup_printf ("[ %u 0 R ]", intent);
  set (&root, "/OutputIntents", intents);
  set (&root, "/Lang", language);
  set_reference (
      &root, "/Metadata",
      kiroku_pdf_update_add_stream (update, "/Type /Metadata /Subtype /XML", xmp->str, xmp->len));
  kiroku_pdf_update_replace (update, number, root);
  g_string_free (xmp, TRUE);
  return TRUE;
}

/* --- Pages and fonts ------------------------------------------------------------------------ */

/* @widths: as cairo writes them, “[0 [ 1000 500 … ]]”: a number for each glyph that is in the
 * file. */
static guint
count_glyphs (const char *widths)
{
  const char *list = strchr (widths + 1, '[');
  guint n = 0;

  for (const char *p = list; p != NULL && *p != ']' && *p != '\0'; p++)
    n += !g_ascii_isspace (*p) && (g_ascii_isspace (p[1]) || p[1] == ']');
  return n > 0 ? n - 1 : 0; /* the bracket */
}

/* Which glyphs are in the file: as many bits. */
static guint
add_cid_set (KirokuPdfUpdate *update, guint n_glyphs)
{
  gsize length = (n_glyphs + 7) / 8;
  g_autofree guint8 *bits = g_malloc0 (length + 1);

  for (guint i = 0; i < n_glyphs; i++)
    bits[i / 8] |= 0x80 >> i % 8;
  return kiroku_pdf_update_add_stream (update, "", bits, length);
}

/* A font of many glyphs: what its numbers mean, and which there are. */
static void
complete_font (KirokuPdfUpdate *update, guint number, char *font)
{
  guint descriptor_number = kiroku_pdf_dictionary_get_reference (font, "/FontDescriptor");
  g_autofree char *descriptor = kiroku_pdf_update_dup_dictionary (update, descriptor_number);
  g_autofree char *widths = kiroku_pdf_dictionary_dup (font, "/W");
  g_autofree char *changed = NULL;

  if (descriptor == NULL)
    return;
  set_reference (&descriptor, "/CIDSet",
                 add_cid_set (update, widths != NULL ? count_glyphs (widths) : 0));
  kiroku_pdf_update_replace (update, descriptor_number, descriptor);
  if (!kiroku_pdf_dictionary_has (font, "/Subtype", "/CIDFontType2"))
    return;
  changed = kiroku_pdf_dictionary_set (font, "/CIDToGIDMap", "/Identity");
  kiroku_pdf_update_replace (update, number, changed);
}

/* cairo lets each page be a group that could be seen through; nothing here is. */
static void
complete_page (KirokuPdfUpdate *update, guint number, const char *page)
{
  g_autofree char *changed = kiroku_pdf_dictionary_set (page, "/Group", NULL);

  kiroku_pdf_update_replace (update, number, changed);
}

/* What can be followed is to be printed, too (ISO 19005-1, 6.5.3): flag 3 of annotations. */
static void
complete_link (KirokuPdfUpdate *update, guint number, const char *link)
{
  g_autofree char *changed = kiroku_pdf_dictionary_set (link, "/F", "4");

  kiroku_pdf_update_replace (update, number, changed);
}

static void
complete_objects (KirokuPdfUpdate *update)
{
  guint size = kiroku_pdf_update_get_size (update);

  for (guint number = 1; number < size; number++)
    {
      g_autofree char *object = kiroku_pdf_update_dup_dictionary (update, number);

      if (object == NULL)
        continue;
      if (kiroku_pdf_dictionary_has (object, "/Type", "/Page"))
        complete_page (update, number, object);
      else if (kiroku_pdf_dictionary_has (object, "/Subtype", "/Link"))
        complete_link (update, number, object);
      else if (kiroku_pdf_dictionary_has (object, "/Subtype", "/CIDFontType0")
               || kiroku_pdf_dictionary_has (object, "/Subtype", "/CIDFontType2"))
        complete_font (update, number, object);
    }
}

static gboolean
complete (KirokuPdfUpdate *update, const KirokuDocument *document, GError **error)
{
  complete_objects (update);
  if (complete_info (update, document) && complete_root (update, document))
    return TRUE;
  g_set_error_literal (
      error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
      _ ("the PDF has no catalogue, or there is no profile of colours on this computer"));
  return FALSE;
}

GBytes *
kiroku_pdfa_make_update (GBytes *pdf,
                         const KirokuDocument *document,
                         const KirokuPdfSigner *signer,
                         GError **error)
{
  g_autoptr (KirokuPdfUpdate) update = NULL;
  g_autoptr (GBytes) unsigned_update = NULL;

  g_return_val_if_fail (pdf != NULL && document != NULL, NULL);

  update = kiroku_pdf_update_new (pdf, error);
  if (update == NULL || !complete (update, document, error)
      || (signer != NULL && !kiroku_pdf_signature_add (update, signer, error)))
    return NULL;
  unsigned_update = kiroku_pdf_update_finish (update);
  return signer == NULL ? g_steal_pointer (&unsigned_update)
                        : kiroku_pdf_signature_fill (pdf, unsigned_update, signer, error);
}
