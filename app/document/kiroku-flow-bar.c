/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-flow.h"
#include "kiroku-pattern.h"

#define SIZE 9.0
#define PITCH 14.0
#define BAR_HEIGHT 22.0
#define BAR_GAP 7.0
#define SWATCH_WIDTH 18.0
#define SWATCH_HEIGHT 9.0
#define LEGEND_SHARE 0.62

/* The number of a part in its middle, on white, where it has room. */
static void
put_number (KirokuFlow *flow, guint number, double x, double y, double width)
{
  g_autofree char *text = g_strdup_printf ("%u", number + 1);
  double text_width = kiroku_ink_measure (flow->ink, text, SIZE);
  double middle = x + width / 2;

  if (width < text_width + 6)
    return;
  kiroku_flow_shade (flow, middle - text_width / 2 - 2, y + BAR_HEIGHT / 2 - 6, text_width + 4,
                     12, 1);
  kiroku_ink_add_text (flow->ink, text, SIZE, middle - text_width / 2, y + BAR_HEIGHT / 2 + 3.3);
}

static void
put_bar (KirokuFlow *flow, GPtrArray *items, double y)
{
  double total = 0;
  double x = flow->left;

  for (guint i = 0; i < items->len; i++)
    total += ((KirokuPair *) items->pdata[i])->amount;
  for (guint i = 0; i < items->len && total > 0; i++)
    {
      double width = flow->width * ((KirokuPair *) items->pdata[i])->amount / total;

      if (width > 0 && flow->cr != NULL)
        {
          kiroku_pattern_fill (flow->cr, i, x, y, width, BAR_HEIGHT);
          put_number (flow, i, x, y, width);
        }
      x += width;
    }
  if (total == 0 && flow->cr != NULL)
    kiroku_pattern_fill (flow->cr, 5, flow->left, y, flow->width, BAR_HEIGHT);
}

/* One line of the legend: pattern, number, label, amount. */
static void
put_legend (KirokuFlow *flow, guint number, const KirokuPair *item, double y)
{
  g_autofree char *text = g_strdup_printf ("%u  %s", number + 1, item->name);
  double end = flow->left + flow->width * LEGEND_SHARE;
  KirokuLines *label = kiroku_flow_borrow (flow, 0);
  KirokuLines *amount = kiroku_flow_borrow (flow, 1);
  KirokuLinesStyle style = { .size = SIZE };
  double x = flow->left + SWATCH_WIDTH + 8;

  if (flow->cr == NULL)
    return;
  style.width = (end - x) * 0.6;
  kiroku_lines_set (label, text, &style);
  style.width = (end - x) * 0.4;
  kiroku_lines_set (amount, item->value, &style);
  kiroku_pattern_fill (flow->cr, number, flow->left, y + (PITCH - SWATCH_HEIGHT) / 2, SWATCH_WIDTH,
                SWATCH_HEIGHT);
  kiroku_flow_put (flow, label, 0, 1, x, y, SIZE, PITCH, KIROKU_ALIGN_START);
  kiroku_flow_put (flow, amount, 0, 1, end - style.width, y, SIZE, PITCH, KIROKU_ALIGN_END);
  kiroku_ink_flush (flow->ink);
}

KirokuFlowResult
kiroku_flow_bar (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  GPtrArray *items = block->bar->items;
  double height = BAR_HEIGHT + BAR_GAP + MIN (items->len, 6) * PITCH;

  kiroku_flow_leave (flow, 8);
  if (place->row == 0)
    {
      if (!flow->is_fresh && kiroku_flow_room (flow) < height)
        return KIROKU_FLOW_FULL;
      kiroku_flow_begin_tag (flow, "P");
      put_bar (flow, items, kiroku_flow_take (flow, BAR_HEIGHT + BAR_GAP));
      kiroku_flow_end_tag (flow, "P");
    }
  for (; place->row < items->len; place->row++)
    {
      if (!flow->is_fresh && kiroku_flow_room (flow) < PITCH)
        return KIROKU_FLOW_FULL;
      kiroku_flow_begin_tag (flow, "P");
      put_legend (flow, place->row, items->pdata[place->row], kiroku_flow_take (flow, PITCH));
      kiroku_flow_end_tag (flow, "P");
    }
  kiroku_flow_leave (flow, 10);
  return KIROKU_FLOW_DONE;
}
