/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pages.h"

#include <glib/gi18n.h>

#include "kiroku-pages-private.h"

#define A4_WIDTH KIROKU_DOCUMENT_MM (210)
#define A4_HEIGHT KIROKU_DOCUMENT_MM (297)
/* The least room for text, in points, below which no page is made. */
#define LEAST_ROOM 72.0

#define FURNITURE_SIZE 8.0
#define FURNITURE_GRAY 0.3
#define MARKING_SIZE 9.5
/* Base lines of header and footer, from the text. */
#define HEADER_RISE 14.0
#define FOOTER_DROP 20.0
/* Beside the marking, within its frame. */
#define MARKING_PAD 8.0
/* The marking stands outermost, above the header and below the footer. */
#define MARKING_RISE 31.0
#define MARKING_DROP 37.0
/* The code at the foot: its square holds a margin, of which the right one may stand beside the text. */
#define CODE_SIZE 56.0
#define CODE_QUIET 5.0
#define CODE_DROP 4.0
#define CAPTION_DROP 31.0
/* Where there is one a marking stands below its caption. */
#define MARKING_CODE_DROP 50.0
/* Between the left and the right of a header or footer. */
#define FURNITURE_GAP 12.0

/* --- Layout --------------------------------------------------------------------------------- */

static gboolean
set_geometry (KirokuPages *pages, GError **error)
{
  const KirokuDocument *document = pages->document;
  KirokuFlow *flow = pages->flow;

  pages->width = document->is_landscape ? A4_HEIGHT : A4_WIDTH;
  pages->height = document->is_landscape ? A4_WIDTH : A4_HEIGHT;
  flow->left = document->left;
  flow->top = document->top;
  flow->width = pages->width - document->left - document->right;
  flow->bottom = pages->height - document->bottom;
  if (flow->width >= LEAST_ROOM && flow->bottom - flow->top >= LEAST_ROOM)
    return TRUE;
  g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_SIZE,
               _ ("The margins of “%s” leave only %.0f × %.0f points for text: make them smaller"),
               document->title != NULL ? document->title : "", flow->width,
               flow->bottom - flow->top);
  return FALSE;
}

static gboolean
is_same_place (const KirokuPlace *a, const KirokuPlace *b)
{
  return a->block == b->block && a->row == b->row && a->strip == b->strip && a->line == b->line;
}

/* Finds where page @page ends and notes it. */
static gboolean
lay_out_page (KirokuPages *pages, guint page, KirokuPlace *place, GError **error)
{
  KirokuPlace before = *place;

  if (!kiroku_flow_page (pages->flow, page, NULL, place, error))
    return FALSE;
  if (is_same_place (&before, place) && place->block < pages->document->blocks->len)
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_SIZE,
                   _ ("Page %u of “%s” is too small for what goes on it: make the margins "
                      "smaller"),
                   page + 1, pages->document->title != NULL ? pages->document->title : "");
      return FALSE;
    }
  g_array_append_val (pages->places, *place);
  return TRUE;
}

static gboolean
lay_out (KirokuPages *pages, GCancellable *cancellable, GError **error)
{
  KirokuPlace place = { 0 };
  guint page = 0;

  g_array_append_val (pages->places, place);
  do
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !lay_out_page (pages, page++, &place, error))
        return FALSE;
    }
  while (place.block < pages->document->blocks->len);
  pages->marks = g_array_ref (pages->flow->marks);
  return TRUE;
}

KirokuPages *
kiroku_document_layout (KirokuDocument *document, GCancellable *cancellable, GError **error)
{
  g_autoptr (KirokuPages) pages = g_new0 (KirokuPages, 1);

  g_return_val_if_fail (document != NULL, NULL);

  pages->document = kiroku_document_ref (document);
  pages->places = g_array_new (FALSE, FALSE, sizeof (KirokuPlace));
  pages->flow = kiroku_flow_new (document, error);
  if (pages->flow == NULL || !set_geometry (pages, error))
    return NULL;
  pages->line = kiroku_lines_new (pages->flow->face);
  if (!lay_out (pages, cancellable, error))
    return NULL;
  return g_steal_pointer (&pages);
}

void
kiroku_pages_free (KirokuPages *pages)
{
  if (pages == NULL)
    return;
  g_clear_pointer (&pages->marks, g_array_unref);
  g_array_unref (pages->places);
  g_clear_pointer (&pages->line, kiroku_lines_free);
  g_clear_pointer (&pages->flow, kiroku_flow_free);
  kiroku_document_unref (pages->document);
  g_free (pages->shortfall);
  g_free (pages);
}

guint
kiroku_pages_get_n (KirokuPages *pages)
{
  g_return_val_if_fail (pages != NULL, 0);

  return pages->places->len - 1;
}

void
kiroku_pages_get_size (KirokuPages *pages, double *width, double *height)
{
  g_return_if_fail (pages != NULL);

  if (width != NULL)
    *width = pages->width;
  if (height != NULL)
    *height = pages->height;
}

/* --- Header, footer, marking ---------------------------------------------------------------- */

/* One line of at most @width; what does not fit ends in “…”. */
static void
put_line (KirokuPages *pages, const char *text, double x, double y, double width,
          KirokuAlign align)
{
  KirokuLines *lines = pages->line;
  KirokuLinesStyle style = { .size = FURNITURE_SIZE, .width = width };
  g_autofree char *cut = kiroku_lines_dup_cut (lines, text, &style);

  kiroku_lines_set (lines, cut, &style);
  kiroku_lines_put (lines, 0, pages->flow->ink, x, y, align);
  kiroku_ink_flush (pages->flow->ink);
}

static void
put_header (KirokuPages *pages, cairo_t *cr)
{
  const KirokuDocument *document = pages->document;
  const KirokuFlow *flow = pages->flow;
  double y = flow->top - HEADER_RISE;
  double right = 0;

  if (document->header_left == NULL && document->header_right == NULL)
    return;
  if (document->header_right != NULL)
    right = MIN (kiroku_ink_measure (flow->ink, document->header_right, FURNITURE_SIZE)
                     + FURNITURE_GAP,
                 flow->width / 2);
  if (document->header_left != NULL)
    put_line (pages, document->header_left, flow->left, y, flow->width - right,
              KIROKU_ALIGN_START);
  if (document->header_right != NULL)
    put_line (pages, document->header_right, flow->left + flow->width / 2, y, flow->width / 2,
              KIROKU_ALIGN_END);
  cairo_move_to (cr, flow->left, y + 4);
  cairo_line_to (cr, flow->left + flow->width, y + 4);
  cairo_set_line_width (cr, KIROKU_RULE_LIGHT);
  cairo_stroke (cr);
}

/* The same case root for a camera and for people. What it takes of the width is put in @taken. */
static gboolean
put_footer_code (KirokuPages *pages, cairo_t *cr, double *taken, GError **error)
{
  const KirokuDocument *document = pages->document;
  const KirokuFlow *flow = pages->flow;

  *taken = document->footer_code != NULL ? CODE_SIZE : 0;
  if (document->footer_code == NULL)
    return TRUE;
  put_line (pages, document->footer_caption, flow->left, flow->bottom + CAPTION_DROP,
            flow->width - *taken, KIROKU_ALIGN_START);
  return kiroku_flow_put_code (cr, document->footer_code,
                               flow->left + flow->width - CODE_SIZE + CODE_QUIET,
                               flow->bottom + CODE_DROP, CODE_SIZE, error);
}

static void
put_footer (KirokuPages *pages, guint page, double taken)
{
  const KirokuFlow *flow = pages->flow;
  double width = flow->width - taken;
  g_autofree char *number
      = g_strdup_printf ("%u / %u", page + 1, kiroku_pages_get_n (pages));
  double y = flow->bottom + FOOTER_DROP;
  double right = kiroku_ink_measure (flow->ink, number, FURNITURE_SIZE) + FURNITURE_GAP;

  if (pages->document->footer != NULL)
    put_line (pages, pages->document->footer, flow->left, y, width - right,
              KIROKU_ALIGN_START);
  put_line (pages, number, flow->left + width - right, y, right, KIROKU_ALIGN_END);
}

/* One that is too long for the line is smaller: none of it may be missing. */
static void
put_marking_at (KirokuPages *pages, double y)
{
  KirokuInk *ink = pages->flow->ink;
  const char *marking = pages->document->marking;
  const double room = pages->flow->width - 2 * MARKING_PAD;
  const double size = MARKING_SIZE * MIN (1, room / kiroku_ink_measure (ink, marking, MARKING_SIZE));
  const double width = kiroku_ink_measure (ink, marking, size) + 2 * MARKING_PAD;

  kiroku_ink_add_framed (ink, marking, size, MARKING_PAD, (pages->width - width) / 2, y);
  kiroku_ink_flush (ink);
}

static void
put_furniture (KirokuPages *pages, cairo_t *cr)
{
  KirokuInk *ink = pages->flow->ink;

  kiroku_ink_set_target (ink, cr);
  kiroku_ink_set_gray (ink, FURNITURE_GRAY);
  cairo_set_source_rgb (cr, FURNITURE_GRAY, FURNITURE_GRAY, FURNITURE_GRAY);
  put_header (pages, cr);
  if (pages->document->marking != NULL)
    put_marking_at (pages, pages->flow->top - MARKING_RISE);
}

static gboolean
put_lower_furniture (KirokuPages *pages, guint page, cairo_t *cr, GError **error)
{
  KirokuInk *ink = pages->flow->ink;
  double taken;
  gboolean drawn;

  kiroku_ink_set_target (ink, cr);
  kiroku_ink_set_gray (ink, FURNITURE_GRAY);
  drawn = put_footer_code (pages, cr, &taken, error);
  put_footer (pages, page, taken);
  if (pages->document->marking != NULL)
    put_marking_at (pages, pages->flow->bottom + (taken > 0 ? MARKING_CODE_DROP : MARKING_DROP));
  kiroku_ink_set_target (ink, NULL);
  return drawn;
}

/* --- Drawing -------------------------------------------------------------------------------- */

gboolean
kiroku_pages_draw_tagged (
    KirokuPages *pages, guint page, cairo_t *cr, gboolean has_tags, GError **error)
{
  KirokuPlace place = g_array_index (pages->places, KirokuPlace, page);
  const KirokuPlace *end = &g_array_index (pages->places, KirokuPlace, page + 1);

  pages->flow->has_tags = has_tags;
  put_furniture (pages, cr);
  if (!kiroku_flow_page (pages->flow, page, cr, &place, error)
      || !put_lower_furniture (pages, page, cr, error))
    return FALSE;
  if (!is_same_place (&place, end))
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_CHANGED,
                   _ ("Page %u of “%s” changed after it was laid out: make the document again"),
                   page + 1, pages->document->title != NULL ? pages->document->title : "");
      return FALSE;
    }
  if (cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
               _ ("Page %u cannot be drawn: %s"), page + 1,
               cairo_status_to_string (cairo_status (cr)));
  return FALSE;
}

gboolean
kiroku_pages_draw (KirokuPages *pages, guint page, cairo_t *cr, GError **error)
{
  gboolean done;

  g_return_val_if_fail (pages != NULL && cr != NULL, FALSE);
  g_return_val_if_fail (page < kiroku_pages_get_n (pages), FALSE);

  cairo_save (cr);
  done = kiroku_pages_draw_tagged (pages, page, cr, FALSE, error);
  cairo_restore (cr);
  return done;
}
