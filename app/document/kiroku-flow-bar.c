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
#define LEGEND_GAP 8.0
#define AMOUNT_GAP 6.0

/* The number of a part in its middle, on white, where it has room. */
static void
put_number (KirokuFlow *flow, guint number, double x, double y, double width)
{
  g_autofree char *text = g_strdup_printf ("%u", number + 1);
  double text_width = kiroku_ink_measure (flow->ink, text, SIZE);
  double middle = x + width / 2;

  if (width < text_width + 6)
    return;
  kiroku_flow_shade (flow, middle - text_width / 2 - 2, y + BAR_HEIGHT / 2 - 6, text_width + 4, 12,
                     1);
  kiroku_ink_add_text (flow->ink, text, SIZE, middle - text_width / 2, y + BAR_HEIGHT / 2 + 3.3);
}

static void
put_bar (KirokuFlow *flow, GPtrArray *items, double y)
{
  double total = 0;
  double x = flow->left;

  for (guint i = 0; i < items->len; i++)
    total += ((KirokuTextPair *) items->pdata[i])->amount;
  for (guint i = 0; i < items->len && total > 0; i++)
    {
      double width = flow->width * ((KirokuTextPair *) items->pdata[i])->amount / total;

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

/* Sets both sides of entry @number of the legend; returns how many lines the taller has. */
static guint
set_legend (KirokuFlow *flow,
            guint number,
            const KirokuTextPair *item,
            KirokuLines **label,
            KirokuLines **amount)
{
  g_autofree char *text = g_strdup_printf ("%u  %s", number + 1, item->name);
  double width = flow->width * LEGEND_SHARE - SWATCH_WIDTH - LEGEND_GAP;
  KirokuLinesStyle style = { .size = SIZE, .width = width * 0.6 };

  *label = kiroku_flow_borrow (flow, 0);
  *amount = kiroku_flow_borrow (flow, 1);
  g_free (flow->scratch[0]);
  flow->scratch[0] = g_steal_pointer (&text);
  kiroku_lines_set (*label, flow->scratch[0], &style);
  style.width = width * 0.4 - AMOUNT_GAP;
  kiroku_lines_set (*amount, item->value, &style);
  return MAX (kiroku_lines_get_n (*label), kiroku_lines_get_n (*amount));
}

/* Pattern, number, label and amount of part @place->row: what fits of them; whether that was all. */
static gboolean
flow_legend (KirokuFlow *flow, const KirokuTextPair *item, KirokuPlace *place)
{
  KirokuLines *label, *amount;
  double x = flow->left + SWATCH_WIDTH + LEGEND_GAP;
  guint left = set_legend (flow, place->row, item, &label, &amount) - place->line;
  int room = (kiroku_flow_room (flow) + 0.01) / PITCH;
  guint n = kiroku_flow_split (flow, left, MAX (room, 0), 4);
  guint end = place->line + n;
  double y;

  if (n == 0)
    return FALSE;
  y = kiroku_flow_take (flow, n * PITCH);
  kiroku_flow_begin_tag (flow, "P");
  if (flow->cr != NULL && place->line == 0)
    kiroku_pattern_fill (flow->cr, place->row, flow->left, y + (PITCH - SWATCH_HEIGHT) / 2,
                         SWATCH_WIDTH, SWATCH_HEIGHT);
  kiroku_flow_put (flow, label, place->line, end, x, y, SIZE, PITCH, KIROKU_ALIGN_START);
  kiroku_flow_put (flow, amount, place->line, end,
                   x + (flow->width * LEGEND_SHARE - SWATCH_WIDTH - LEGEND_GAP) * 0.6 + AMOUNT_GAP, y,
                   SIZE, PITCH, KIROKU_ALIGN_END);
  kiroku_flow_end_tag (flow, "P");
  place->line = end;
  return n == left;
}

KirokuFlowResult
kiroku_flow_bar (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  GPtrArray *items = block->bar->items;
  double height = BAR_HEIGHT + BAR_GAP + MIN (items->len, 6) * PITCH;

  kiroku_flow_leave (flow, 8);
  if (place->strip == 0)
    {
      if (!flow->is_fresh && kiroku_flow_room (flow) < height)
        return KIROKU_FLOW_FULL;
      kiroku_flow_begin_tag (flow, "P");
      put_bar (flow, items, kiroku_flow_take (flow, BAR_HEIGHT + BAR_GAP));
      kiroku_flow_end_tag (flow, "P");
      place->strip = 1;
    }
  for (; place->row < items->len; place->row++)
    {
      if (!flow_legend (flow, items->pdata[place->row], place))
        return KIROKU_FLOW_FULL;
      place->line = 0;
    }
  kiroku_flow_leave (flow, 10);
  return KIROKU_FLOW_DONE;
}
