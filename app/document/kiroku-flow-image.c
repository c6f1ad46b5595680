/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-flow.h"

#define SIZE 9.0  /* of the caption, in points */
#define PITCH 1.5 /* of the same, in ems */
#define GAP 5.0   /* between picture and caption */

/* @scale: points a pixel. */
static void
put_image (KirokuFlow *flow, cairo_surface_t *image, double y, double scale)
{
  cairo_t *cr = flow->cr;

  kiroku_flow_begin_tag (flow, "Figure");
  cairo_save (cr);
  cairo_translate (cr, flow->left, y);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, image, 0, 0);
  /* an archive's picture is shown as it is (ISO 19005-1, 6.2.4: no Interpolate) */
  cairo_pattern_set_filter (cairo_get_source (cr), flow->has_tags ? CAIRO_FILTER_FAST : CAIRO_FILTER_GOOD);
  cairo_rectangle (cr, 0, 0, cairo_image_surface_get_width (image),
                   cairo_image_surface_get_height (image));
  cairo_fill (cr);
  cairo_restore (cr);
  kiroku_flow_end_tag (flow, "Figure");
}

KirokuFlowResult
kiroku_flow_image (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  const double pixels = cairo_image_surface_get_width (block->image);
  const double rows = cairo_image_surface_get_height (block->image);
  KirokuLines *lines = kiroku_flow_borrow (flow, 0);
  KirokuLinesStyle style = { SIZE, flow->width, 0, KIROKU_LINES_LASTING, NULL };
  double scale = MIN (block->height, flow->width) / pixels;
  double below, y;

  kiroku_lines_set (lines, block->text, &style);
  below = GAP + kiroku_lines_get_n (lines) * PITCH * SIZE;
  kiroku_flow_leave (flow, 8);
  if (!flow->is_fresh && kiroku_flow_room (flow) < rows * scale + below)
    return KIROKU_FLOW_FULL;

  scale = CLAMP ((kiroku_flow_room (flow) - below) / rows, 1 / rows, scale);
  y = kiroku_flow_take (flow, rows * scale + below);
  if (flow->cr != NULL)
    put_image (flow, block->image, y, scale);
  kiroku_flow_begin_tag (flow, "P");
  kiroku_flow_put (flow, lines, 0, kiroku_lines_get_n (lines), flow->left, y + rows * scale + GAP, SIZE,
                   PITCH * SIZE, KIROKU_ALIGN_START);
  kiroku_flow_end_tag (flow, "P");
  kiroku_flow_leave (flow, 8);
  return KIROKU_FLOW_DONE;
}
