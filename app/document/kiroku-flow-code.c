/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n.h>
#include <qrencode.h>

#include "kiroku-flow.h"

#define PITCH 1.5 /* of the caption, in ems */
#define GAP 10.0  /* between code and caption */
#define MARGIN 4  /* modules on each side: ISO/IEC 18004 */

/* Adds the dark modules of row @row to the path, as few rectangles as there are runs of them. */
static void
add_row (cairo_t *cr, const QRcode *code, int row, double x, double y, double module)
{
  const guchar *modules = code->data + row * code->width;

  for (int from = 0, to; from < code->width; from = to)
    {
      to = from + 1;
      if ((modules[from] & 1) == 0)
        continue;
      while (to < code->width && (modules[to] & 1) != 0)
        to++;
      cairo_rectangle (cr, x + from * module, y + row * module, (to - from) * module, module);
    }
}

gboolean
kiroku_flow_put_code (cairo_t *cr, const char *text, double x, double y, double size, GError **error)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  double module;

  if (code == NULL)
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
                   _ ("A QR code cannot hold the text “%.40s…”: %s"), text, g_strerror (errno));
      return FALSE;
    }
  module = size / (code->width + 2 * MARGIN);
  for (int row = 0; row < code->width; row++)
    add_row (cr, code, row, x + MARGIN * module, y + MARGIN * module, module);
  QRcode_free (code);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_fill (cr);
  return TRUE;
}

KirokuFlowResult
kiroku_flow_code (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  KirokuLines *lines = kiroku_flow_borrow (flow, 0);
  double x = flow->left + block->height + GAP;
  KirokuLinesStyle style = { block->caption->size, flow->left + flow->width - x, 0,
                             KIROKU_LINES_LASTING, NULL };
  double pitch = PITCH * style.size;
  double caption, height, y;

  kiroku_lines_set (lines, block->caption->text, &style);
  caption = kiroku_lines_get_n (lines) * pitch;
  height = MAX (block->height, caption);
  kiroku_flow_leave (flow, 6);
  if (!flow->is_fresh && kiroku_flow_room (flow) < height)
    return KIROKU_FLOW_FULL;

  y = kiroku_flow_take (flow, height);
  if (flow->cr != NULL)
    {
      kiroku_flow_begin_tag (flow, "Figure");
      if (!kiroku_flow_put_code (flow->cr, block->text, flow->left, y, block->height, error))
        return KIROKU_FLOW_FAILED;
      kiroku_flow_end_tag (flow, "Figure");
    }
  kiroku_flow_begin_tag (flow, "P");
  kiroku_flow_put (flow, lines, 0, kiroku_lines_get_n (lines), x, y + (height - caption) / 2,
                   style.size, pitch, KIROKU_ALIGN_START);
  kiroku_flow_end_tag (flow, "P");
  kiroku_flow_leave (flow, 8);
  return KIROKU_FLOW_DONE;
}
