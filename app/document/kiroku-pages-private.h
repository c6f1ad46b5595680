/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-flow.h"
#include "kiroku-pages.h"

G_BEGIN_DECLS

struct _KirokuPages
{
  KirokuDocument *document;
  KirokuFlow *flow;
  KirokuLines *line; /* for header and footer */
  GArray *places; /* KirokuPlace: where each page begins, and last the end of the document */
  GArray *marks;  /* KirokuMark: the outline */
  double width, height;
  const KirokuPdfSigner *signer; /* of the caller; NULL */
  char *shortfall; /* (nullable) of what was written last */
};

/* kiroku_pages_draw (); @has_tags: @cr makes a PDF. */
gboolean kiroku_pages_draw_tagged (
    KirokuPages *pages, guint page, cairo_t *cr, gboolean has_tags, GError **error);

G_END_DECLS
