/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "kiroku-document.h"

G_BEGIN_DECLS

/* A document laid out: which block, row and line each page begins with. It may be handed from one
 * thread to another, but only one at a time may use it. */
typedef struct _KirokuPages KirokuPages;

/* Called after each page written, in the writing thread. */
typedef void (*KirokuPagesProgress) (guint done, guint total, gpointer user_data);
/* Takes @length bytes of a PDF, in order; FALSE with @error set stops the writing. */
typedef gboolean (*KirokuPagesSink) (
    const guint8 *bytes, gsize length, gpointer user_data, GError **error);

/* Signs: DER of a detached CMS SignedData over @parts, one behind the other. Called in the thread
 * that writes. (transfer full): NULL with @error set. */
typedef GBytes *(*KirokuPdfSign) (GBytes *const *parts,
                                  guint n_parts,
                                  gpointer user_data,
                                  GError **error);

typedef struct
{
  const char *name;   /* who signs */
  const char *reason; /* nullable */
  gint64 time;        /* µs UTC; whole seconds used */
  gsize max_length;   /* of what @sign gives, in bytes */
  KirokuPdfSign sign;
  gpointer user_data;
} KirokuPdfSigner;

/* Lays @document out. Fails with G_IO_ERROR_CANCELLED, with the error of a table's row function, or
 * in KIROKU_DOCUMENT_ERROR. The document must not change from now on. (transfer full) */
KirokuPages *kiroku_document_layout (
    KirokuDocument *document, GCancellable *cancellable, GError **error);
void kiroku_pages_free (KirokuPages *pages);

guint kiroku_pages_get_n (KirokuPages *pages);
/* Points; every page has this size. */
void kiroku_pages_get_size (KirokuPages *pages, double *width, double *height);

/* Draws page @page (from 0) with its upper left corner at the origin, 1 point = 1 user unit: scale
 * @cr for the screen. The paper is not painted. */
gboolean kiroku_pages_draw (KirokuPages *pages, guint page, cairo_t *cr, GError **error);

/* Who signs the PDFs that are written from now on; NULL: nobody. @signer: (unowned): it outlives
 * @pages. What is signed differs each time. */
void kiroku_pages_set_signer (KirokuPages *pages, const KirokuPdfSigner *signer);

/* Writes a PDF with metadata, outline and structure tags that is fit for an archive (PDF/A-1b), or,
 * when that cannot be and nobody signs it, an ordinary one: then kiroku_pages_get_shortfall() says
 * so, and a message (g_message()). It is written beside @path, synced and renamed over it, so @path
 * holds the old or the whole new file, readable by its owner only; nothing is left behind on
 * failure. Two runs over the same document give the same bytes. */
gboolean kiroku_pages_write_pdf (KirokuPages *pages,
                                 const char *path,
                                 GCancellable *cancellable,
                                 KirokuPagesProgress progress,
                                 gpointer progress_data,
                                 GError **error);
/* Why what was written last is an ordinary PDF and none for an archive: a sentence for whoever made
 * it. (nullable) (transfer none) */
const char *kiroku_pages_get_shortfall (KirokuPages *pages);
/* The same bytes, to a function; nothing is said. */
gboolean kiroku_pages_write_pdf_to_sink (KirokuPages *pages,
                                         KirokuPagesSink sink,
                                         gpointer sink_data,
                                         GCancellable *cancellable,
                                         KirokuPagesProgress progress,
                                         gpointer progress_data,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPages, kiroku_pages_free)

G_END_DECLS
