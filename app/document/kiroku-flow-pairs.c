/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-flow.h"

#define SIZE 10.0
#define PITCH 15.5
#define PAD 4.0
#define NAME_SHARE 0.27

/* Sets both sides; returns how many lines the taller has. */
static guint
set_pair (KirokuFlow *flow, const KirokuTextPair *pair, KirokuLines **name, KirokuLines **value)
{
  double name_width = flow->width * NAME_SHARE;
  KirokuLinesStyle style = { SIZE, name_width - 2 * PAD, PAD / 2, KIROKU_LINES_LASTING, NULL };

  *name = kiroku_flow_borrow (flow, 0);
  *value = kiroku_flow_borrow (flow, 1);
  kiroku_lines_set (*name, pair->name, &style);
  style.width = flow->width - name_width - 2 * PAD;
  kiroku_lines_set (*value, pair->value, &style);
  return MAX (kiroku_lines_get_n (*name), kiroku_lines_get_n (*value));
}

static void
put_side (KirokuFlow *flow, const KirokuTextPair *pair, const KirokuPut *put, const char *link)
{
  if (pair->link != NULL)
    kiroku_flow_put_link (flow, put, link);
  else
    kiroku_flow_put (flow, put->lines, put->first, put->end, put->x, put->y, put->size, put->pitch,
                     put->align);
}

static void
put_pair (KirokuFlow *flow, const KirokuTextPair *pair, const KirokuPut *name, const KirokuPut *value)
{
  kiroku_flow_begin_tag (flow, "P");
  kiroku_ink_set_gray (flow->ink, 0.35);
  put_side (flow, pair, name, NULL);
  kiroku_ink_set_gray (flow->ink, 0);
  put_side (flow, pair, value, pair->link);
  kiroku_flow_end_tag (flow, "P");
}

/* Places what fits of pair @place->row; whether that was all of it. */
static gboolean
flow_pair (KirokuFlow *flow, const KirokuTextPair *pair, KirokuPlace *place)
{
  KirokuLines *name, *value;
  guint left = set_pair (flow, pair, &name, &value) - place->line;
  int room = (kiroku_flow_room (flow) - 2 * PAD + 0.01) / PITCH;
  guint n = kiroku_flow_split (flow, left, MAX (room, 0), 8);
  guint end = place->line + n;
  double height = n * PITCH + 2 * PAD;
  double x = flow->left;
  double y;

  if (n == 0)
    return FALSE;
  y = kiroku_flow_take (flow, height);
  put_pair (flow, pair,
            &(const KirokuPut){ name, place->line, end, x + PAD, y + PAD, SIZE, PITCH,
                                KIROKU_ALIGN_START },
            &(const KirokuPut){ value, place->line, end, x + flow->width * NAME_SHARE + PAD, y + PAD,
                                SIZE, PITCH, KIROKU_ALIGN_START });
  kiroku_flow_rule (flow, x, y + height, x + flow->width, y + height, KIROKU_RULE_LIGHT);
  place->line = end;
  return n == left;
}

KirokuFlowResult
kiroku_flow_pairs (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  GPtrArray *items = block->pairs->items;

  if (place->row == 0 && place->line == 0)
    kiroku_flow_leave (flow, 8);
  while (place->row < items->len)
    {
      if (!flow_pair (flow, items->pdata[place->row], place))
        return KIROKU_FLOW_FULL;
      place->row++;
      place->line = 0;
    }
  kiroku_flow_leave (flow, 10);
  return KIROKU_FLOW_DONE;
}
