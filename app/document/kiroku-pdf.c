/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-pdf.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-pages-private.h"
#include "kiroku-pdfa.h"
#include "kiroku-text.h"

/* --- Metadata and outline ------------------------------------------------------------------- */

static void
set_metadata (cairo_surface_t *surface, cairo_pdf_metadata_t field, const char *text)
{
  if (text != NULL)
    cairo_pdf_surface_set_metadata (surface, field, text);
}

static void
set_all_metadata (cairo_surface_t *surface, const KirokuDocument *document)
{
  gint64 seconds = document->created / G_USEC_PER_SEC;
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *date
      = created != NULL ? g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  set_metadata (surface, CAIRO_PDF_METADATA_TITLE, document->title);
  set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, document->subject);
  set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, document->author);
  set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Kiroku " KIROKU_VERSION);
  set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

/* Headings hang below the last heading of a higher rank. */
static void
add_outline (cairo_surface_t *surface, KirokuPages *pages)
{
  int parents[4] = { CAIRO_PDF_OUTLINE_ROOT };

  for (guint i = 0; i < pages->marks->len; i++)
    {
      const KirokuMark *mark = &g_array_index (pages->marks, KirokuMark, i);
      const KirokuBlock *block = pages->document->blocks->pdata[mark->block];
      g_autofree char *title = kiroku_text_visible (block->text, TRUE);
      char y[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *where = NULL;
      int id;

      g_ascii_formatd (y, sizeof y, "%.1f", mark->y);
      where = g_strdup_printf ("page=%u pos=[0 %s]", mark->page + 1, y);
      id = cairo_pdf_surface_add_outline (surface, parents[block->level - 1], title, where,
                                          CAIRO_PDF_OUTLINE_FLAG_OPEN);
      for (guint level = block->level; level < G_N_ELEMENTS (parents); level++)
        parents[level] = id;
    }
}

/* --- The stream ----------------------------------------------------------------------------- */

/* cairo gives a few bytes at a time; they go on in pieces of this length. */
#define PIECE (64 * 1024)

typedef struct
{
  KirokuPagesSink sink;
  gpointer data;
  GByteArray *waiting;
  GError *error; /* the first */
} Stream;

static gboolean
stream_flush (Stream *stream)
{
  if (stream->error == NULL && stream->waiting->len > 0)
    stream->sink (stream->waiting->data, stream->waiting->len, stream->data, &stream->error);
  g_byte_array_set_size (stream->waiting, 0);
  return stream->error == NULL;
}

static cairo_status_t
write_cb (gpointer closure, const guchar *bytes, guint length)
{
  Stream *stream = closure;

  g_byte_array_append (stream->waiting, bytes, length);
  if (stream->waiting->len < PIECE ? stream->error == NULL : stream_flush (stream))
    return CAIRO_STATUS_SUCCESS;
  return CAIRO_STATUS_WRITE_ERROR;
}

/* Each page is a division of its own: an array of an archive's PDF has 8,191 elements at most
 * (ISO 19005-1, 6.1.12), and a long table has more rows. */
static gboolean
draw_pages (KirokuPages *pages,
            cairo_t *cr,
            Stream *stream,
            GCancellable *cancellable,
            KirokuPagesProgress progress,
            gpointer progress_data,
            GError **error)
{
  guint n = kiroku_pages_get_n (pages);

  for (guint page = 0; page < n; page++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      cairo_tag_begin (cr, "Div", NULL);
      if (stream->error == NULL && !kiroku_pages_draw_tagged (pages, page, cr, TRUE, error))
        return FALSE;
      cairo_tag_end (cr, "Div");
      cairo_show_page (cr);
      if (stream->error != NULL)
        return TRUE;
      if (progress != NULL)
        progress (page + 1, n, progress_data);
    }
  return TRUE;
}

/* All structure stands in one Document element: without it cairo 1.16 writes links to objects that
 * are not there. */
static gboolean
draw_document (KirokuPages *pages,
               cairo_surface_t *surface,
               Stream *stream,
               GCancellable *cancellable,
               KirokuPagesProgress progress,
               gpointer progress_data,
               GError **error)
{
  cairo_t *cr = cairo_create (surface);
  gboolean done;

  set_all_metadata (surface, pages->document);
  cairo_tag_begin (cr, "Document", NULL);
  done = draw_pages (pages, cr, stream, cancellable, progress, progress_data, error);
  if (done)
    {
      cairo_tag_end (cr, "Document");
      add_outline (surface, pages);
    }
  cairo_destroy (cr);
  return done;
}

/* From cairo 1.18 on, tables and objects are packed at later versions than 1.4, which an archive
 * does not want. 1.16 packs nothing, but at 1.4 it does not say which text a glyph stands for
 * that two of them share: ☑ and □. */
static void
restrict_version (cairo_surface_t *surface)
{
  if (cairo_version () >= CAIRO_VERSION_ENCODE (1, 17, 0))
    cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
}

/* As cairo writes it. */
static gboolean
draw_to_sink (KirokuPages *pages,
              KirokuPagesSink sink,
              gpointer sink_data,
              GCancellable *cancellable,
              KirokuPagesProgress progress,
              gpointer progress_data,
              GError **error)
{
  g_autoptr (GByteArray) waiting = g_byte_array_new ();
  Stream stream = { sink, sink_data, waiting, NULL };
  cairo_surface_t *surface;
  cairo_status_t status;
  gboolean done;

  surface = cairo_pdf_surface_create_for_stream (write_cb, &stream, pages->width, pages->height);
  restrict_version (surface);
  done = draw_document (pages, surface, &stream, cancellable, progress, progress_data, error);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (done)
    stream_flush (&stream);

  if (done && stream.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&stream.error));
      return FALSE;
    }
  g_clear_error (&stream.error);
  if (done && status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
                   _ ("The PDF cannot be made: %s"), cairo_status_to_string (status));
      return FALSE;
    }
  return done;
}

/* (transfer full) */
static char *
describe_shortfall (void)
{
  /* Translators: %s is a version. */
  return g_strdup_printf (
      _ ("The PDF was made, but as an ordinary one, and not in the form for archives (PDF/A): "
         "cairo %s on this computer writes PDFs otherwise than expected. It can be read and "
         "printed all the same"),
      cairo_version_string ());
}

/* What makes it fit for an archive, behind it. A cairo that writes otherwise than expected must
 * not keep anybody from printing: then it stays an ordinary PDF, does not say that it is more, and
 * whoever made it is told. Where it was to be signed there is none. */
static gboolean
write_update (
    GBytes *pdf, KirokuPages *pages, KirokuPagesSink sink, gpointer sink_data, GError **error)
{
  g_autoptr (GError) own = NULL;
  g_autoptr (GBytes) update = kiroku_pdfa_make_update (pdf, pages->document, pages->signer, &own);
  const guint8 *data;
  gsize length;

  g_clear_pointer (&pages->shortfall, g_free);
  if (update == NULL && pages->signer != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&own), "%s",
                                  _ ("the PDF cannot be signed, save it without a signature: "));
      return FALSE;
    }
  if (update == NULL)
    {
      g_debug ("%s", own->message);
      pages->shortfall = describe_shortfall ();
      return TRUE;
    }
  data = g_bytes_get_data (update, &length);
  return sink (data, length, sink_data, error);
}

/* A sink, and what has gone into it. */
typedef struct
{
  KirokuPagesSink sink;
  gpointer data;
  GByteArray *gone;
} Tee;

static gboolean
tee_write (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  Tee *tee = user_data;

  g_byte_array_append (tee->gone, bytes, (guint) length);
  return tee->sink (bytes, length, tee->data, error);
}

gboolean
kiroku_pages_write_pdf_to_sink (KirokuPages *pages,
                                KirokuPagesSink sink,
                                gpointer sink_data,
                                GCancellable *cancellable,
                                KirokuPagesProgress progress,
                                gpointer progress_data,
                                GError **error)
{
  g_autoptr (GByteArray) gone = g_byte_array_new ();
  g_autoptr (GBytes) pdf = NULL;
  Tee tee = { sink, sink_data, gone };

  g_return_val_if_fail (pages != NULL && sink != NULL, FALSE);

  if (!draw_to_sink (pages, tee_write, &tee, cancellable, progress, progress_data, error))
    return FALSE;
  pdf = g_byte_array_free_to_bytes (g_steal_pointer (&gone));
  return write_update (pdf, pages, sink, sink_data, error);
}

/* --- The file ------------------------------------------------------------------------------- */

/* A file that takes its place only when it is complete. */
typedef struct
{
  const char *path;
  char *folder;
  char *temporary;
  int fd;
} Output;

static gboolean
fail (const Output *output, int number, GError **error)
{
  g_autofree char *shown = g_filename_display_name (output->path);

  g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_WRITE,
               _ ("“%s” cannot be written: %s. Choose another folder or make room there"), shown,
               g_strerror (number));
  return FALSE;
}

static gboolean
output_open (Output *output, const char *path, GError **error)
{
  output->path = path;
  output->folder = g_path_get_dirname (path);
  output->temporary = g_build_filename (output->folder, ".kiroku-XXXXXX", NULL);
  output->fd = g_mkstemp_full (output->temporary, O_RDWR | O_CLOEXEC, 0600);
  return output->fd >= 0 ? TRUE : fail (output, errno, error);
}

static gboolean
output_write (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  const Output *output = user_data;

  while (length > 0)
    {
      gssize n = write (output->fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (output, errno, error);
      bytes += n;
      length -= n;
    }
  return TRUE;
}

/* The update is made from the file as it is read back, which needs no memory of its own. */
static gboolean
output_complete (Output *output, KirokuPages *pages, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new_from_fd (output->fd, FALSE, error);
  g_autoptr (GBytes) pdf = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  return pdf != NULL && write_update (pdf, pages, output_write, output, error);
}

/* The name is durable only when its folder is. File systems that cannot sync a folder are let be:
 * the file itself is synced. */
static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
output_commit (Output *output, GError **error)
{
  int fd;

  if (fsync (output->fd) != 0)
    return fail (output, errno, error);
  fd = output->fd;
  output->fd = -1;
  if (close (fd) != 0)
    return fail (output, errno, error);
  if (g_rename (output->temporary, output->path) != 0)
    return fail (output, errno, error);
  g_clear_pointer (&output->temporary, g_free);
  sync_folder (output->folder);
  return TRUE;
}

/* Removes what was not committed. */
static void
output_clear (Output *output)
{
  if (output->fd >= 0)
    close (output->fd);
  if (output->temporary != NULL)
    g_unlink (output->temporary);
  g_free (output->temporary);
  g_free (output->folder);
}

gboolean
kiroku_pages_write_pdf (KirokuPages *pages,
                        const char *path,
                        GCancellable *cancellable,
                        KirokuPagesProgress progress,
                        gpointer progress_data,
                        GError **error)
{
  Output output = { .fd = -1 };
  gboolean done;

  g_return_val_if_fail (pages != NULL && path != NULL, FALSE);

  done = output_open (&output, path, error)
         && draw_to_sink (pages, output_write, &output, cancellable, progress, progress_data, error)
         && output_complete (&output, pages, error)
         && !g_cancellable_set_error_if_cancelled (cancellable, error)
         && output_commit (&output, error);
  output_clear (&output);
  if (done && pages->shortfall != NULL)
    g_message ("%s", pages->shortfall);
  return done;
}

void
kiroku_pages_set_signer (KirokuPages *pages, const KirokuPdfSigner *signer)
{
  g_return_if_fail (pages != NULL);

  pages->signer = signer;
}

const char *
kiroku_pages_get_shortfall (KirokuPages *pages)
{
  g_return_val_if_fail (pages != NULL, NULL);

  return pages->shortfall;
}
