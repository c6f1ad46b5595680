/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kiroku-flow.h"
#include "kiroku-pattern.h"

#define SIZE 8.0
#define PITCH 11.0
#define NAME_WIDTH 64.0 /* of the names of the lanes */
#define NAME_LINES 4
#define LANE_PAD 4.0
#define LABEL_WIDTH 110.0 /* at most */
#define LABEL_GAP 4.0     /* between two labels */
#define LABEL_ROWS 6
#define MORE " +9999" /* the longest number of others that a label stands for */
#define BAND_HEIGHT 15.0
#define COUNTS_HEIGHT 36.0
#define RADIUS 3.6 /* of a mark */
#define TICK 3.0   /* of one that another stands for */
#define AXIS_HEIGHT 14.0

#define KEY_COLUMNS 3
#define KEY_SIGN 18.0
#define KEY_SIGN_HEIGHT 8.0
#define KEY_GAP 8.0
#define KEY_PITCH 12.5

#define DARK 0.15
#define FAINT 0.6

/* The label of an item, once it has its place. */
typedef struct
{
  char *text;
  double at;       /* where its item is */
  double gap;      /* from there to the text */
  double x, width; /* of the text */
  guint row;       /* of labels, from above */
} Label;

/* A lane with its labels where they go. */
typedef struct
{
  const KirokuLane *lane;
  GArray *labels; /* Label: one an item; NULL text: another one stands for it */
  guint rows;     /* of labels */
  gboolean has_bands;
  double height;
} Laid;

/* --- Where things go -------------------------------------------------------------------------- */

static double
axis_left (KirokuFlow *flow)
{
  return flow->left + NAME_WIDTH;
}

static double
axis_width (KirokuFlow *flow)
{
  return flow->width - NAME_WIDTH - RADIUS;
}

static double
x_of (KirokuFlow *flow, const KirokuChart *chart, double at)
{
  double span = chart->to > chart->from ? chart->to - chart->from : 1;

  return axis_left (flow) + axis_width (flow) * CLAMP ((at - chart->from) / span, 0, 1);
}

/* @text on one line of at most LABEL_WIDTH. (transfer full) */
static char *
cut_label (KirokuFlow *flow, const char *text)
{
  KirokuLinesStyle style = { .size = SIZE, .width = LABEL_WIDTH };

  return kiroku_lines_dup_cut (kiroku_flow_borrow (flow, 0), text, &style);
}

static double
measure_label (KirokuFlow *flow, const char *text)
{
  KirokuLinesStyle style = { .size = SIZE, .width = 2 * LABEL_WIDTH };
  KirokuLines *lines = kiroku_flow_borrow (flow, 0);

  kiroku_lines_set (lines, text, &style);
  return kiroku_lines_get_width (lines, 0);
}

/* What stands beside an item: its label, and an arrow where it lies outside. (transfer full) */
static char *
make_label (KirokuFlow *flow, const KirokuChart *chart, const KirokuLaneItem *item)
{
  g_autofree char *cut = cut_label (flow, item->label);

  if (item->from < chart->from && !item->is_band)
    return g_strconcat ("← ", cut, NULL);
  if (item->from > chart->to && !item->is_band)
    return g_strconcat (cut, " →", NULL);
  return g_steal_pointer (&cut);
}

/* Right of its item, or left of it where the page ends. */
static void
set_beside (KirokuFlow *flow, Label *label)
{
  label->width = measure_label (flow, label->text);
  label->x = label->at + label->gap;
  if (label->x + label->width > flow->left + flow->width)
    label->x = label->at - label->gap - label->width;
}

/* The first row below all that reach over the beginning of @label: what hangs from a label never
 * crosses another. LABEL_ROWS: there is none. */
static guint
find_row (const double *ends, const Label *label)
{
  double from = MIN (label->x, label->at - RADIUS);
  guint row = 0;

  for (guint i = 0; i < LABEL_ROWS; i++)
    if (ends[i] > from)
      row = i + 1;
  return row;
}

/* How far the labels of a lane have come. */
typedef struct
{
  double ends[LABEL_ROWS];
  int last;   /* index of the label in the last row that stands for others */
  char *text; /* its own */
  guint more; /* others that it stands for */
} Placing;

/* In the last row a label has room only together with the number it may have to say. */
static gboolean
has_room (KirokuFlow *flow, const Placing *placing, Label *label)
{
  double more = measure_label (flow, MORE);

  if (label->row < LABEL_ROWS - 1)
    return TRUE;
  if (label->row == LABEL_ROWS)
    return FALSE;
  if (label->x + label->width + more > flow->left + flow->width)
    label->x = label->at - label->gap - label->width;
  return placing->text == NULL
         || (label->x < label->at ? label->x - more : label->at - RADIUS) >= placing->ends[label->row];
}

/* Takes the place of @label, which has a row, for it alone. */
static void
take_place (KirokuFlow *flow, Placing *placing, Laid *laid, const Label *label)
{
  double more = label->row == LABEL_ROWS - 1 ? measure_label (flow, MORE) : 0;

  placing->ends[label->row]
      = (label->x < label->at ? label->at + RADIUS : label->x + label->width + more) + LABEL_GAP;
  laid->rows = MAX (laid->rows, label->row + 1);
  if (label->row < LABEL_ROWS - 1)
    return;
  g_free (placing->text);
  placing->text = g_strdup (label->text);
  placing->last = laid->labels->len;
  placing->more = 0;
}

/* There is no place for @label: the one in the last row stands for it. */
static void
join_last (KirokuFlow *flow, Placing *placing, Laid *laid, Label *label)
{
  Label *last = &g_array_index (laid->labels, Label, placing->last);

  g_clear_pointer (&label->text, g_free);
  label->row = LABEL_ROWS - 1;
  g_free (last->text);
  last->text = g_strdup_printf ("%s +%u", placing->text, ++placing->more);
  last->width = measure_label (flow, last->text);
  if (last->x < last->at)
    last->x = last->at - last->gap - last->width;
}

static void
place_label (
    KirokuFlow *flow, const KirokuChart *chart, const KirokuLaneItem *item, Placing *placing, Laid *laid)
{
  Label label = { .text = make_label (flow, chart, item),
                  .at = x_of (flow, chart, item->from),
                  .gap = item->is_band ? 2 : RADIUS + 2.5 };

  set_beside (flow, &label);
  if (!item->is_band || label.text[0] != '\0')
    {
      label.row = find_row (placing->ends, &label);
      if (has_room (flow, placing, &label))
        take_place (flow, placing, laid, &label);
      else
        join_last (flow, placing, laid, &label);
    }
  laid->has_bands |= item->is_band;
  g_array_append_val (laid->labels, label);
}

static void
place_labels (KirokuFlow *flow, const KirokuChart *chart, Laid *laid)
{
  Placing placing = { { 0 } };

  for (guint i = 0; i < laid->lane->items->len; i++)
    place_label (flow, chart, laid->lane->items->pdata[i], &placing, laid);
  g_free (placing.text);
}

static guint
set_name (KirokuFlow *flow, const KirokuLane *lane, KirokuLines **lines)
{
  KirokuLinesStyle style = { SIZE, NAME_WIDTH - 6, 0, KIROKU_LINES_LASTING, NULL };

  *lines = kiroku_flow_borrow (flow, 1);
  kiroku_lines_set (*lines, lane->name, &style);
  return MIN (kiroku_lines_get_n (*lines), NAME_LINES);
}

static void
clear_label (gpointer data)
{
  g_free (((Label *) data)->text);
}

static Laid *
lay_lane (KirokuFlow *flow, const KirokuChart *chart, const KirokuLane *lane)
{
  Laid *laid = g_new0 (Laid, 1);
  KirokuLines *lines;
  double name = set_name (flow, lane, &lines) * PITCH;

  laid->lane = lane;
  laid->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  g_array_set_clear_func (laid->labels, clear_label);
  place_labels (flow, chart, laid);
  laid->height = laid->rows * PITCH + (laid->has_bands ? BAND_HEIGHT : 0)
                 + (lane->counts->len > 0 ? COUNTS_HEIGHT : 0);
  laid->height = MAX (MAX (laid->height, name), PITCH) + 2 * LANE_PAD;
  return laid;
}

static void
free_laid (gpointer data)
{
  Laid *laid = data;

  g_array_unref (laid->labels);
  g_free (laid);
}

/* --- Drawing ---------------------------------------------------------------------------------- */

static void
put_text (KirokuFlow *flow, const char *text, double x, double y, double width)
{
  KirokuLinesStyle style = { .size = SIZE, .width = width };
  KirokuLines *lines = kiroku_flow_borrow (flow, 0);

  kiroku_lines_set (lines, text, &style);
  kiroku_flow_put (flow, lines, 0, 1, x, y, SIZE, PITCH, KIROKU_ALIGN_START);
  kiroku_ink_flush (flow->ink);
}

static void
add_corners (cairo_t *cr, const double (*corners)[2], guint n, double x, double y)
{
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, x + corners[i][0] * RADIUS, y + corners[i][1] * RADIUS);
  cairo_close_path (cr);
}

static void
put_shape (cairo_t *cr, KirokuShape shape, double x, double y)
{
  static const double diamond[][2] = { { 0, -1.15 }, { 1.15, 0 }, { 0, 1.15 }, { -1.15, 0 } };
  static const double triangle[][2] = { { 0, -1.1 }, { 1.1, 0.9 }, { -1.1, 0.9 } };
  double arm = 0.85 * RADIUS;

  cairo_new_path (cr);
  cairo_set_source_rgb (cr, DARK, DARK, DARK);
  cairo_set_line_width (cr, shape == KIROKU_SHAPE_CROSS ? 1.8 : 1);
  if (shape == KIROKU_SHAPE_DIAMOND)
    add_corners (cr, diamond, G_N_ELEMENTS (diamond), x, y);
  else if (shape == KIROKU_SHAPE_TRIANGLE)
    add_corners (cr, triangle, G_N_ELEMENTS (triangle), x, y);
  else if (shape == KIROKU_SHAPE_SQUARE)
    cairo_rectangle (cr, x - arm, y - arm, 2 * arm, 2 * arm);
  else if (shape == KIROKU_SHAPE_STROKE)
    cairo_rectangle (cr, x - 1, y - 1.2 * RADIUS, 2, 2.4 * RADIUS);
  else if (shape != KIROKU_SHAPE_CROSS)
    cairo_arc (cr, x, y, RADIUS - 0.4, 0, 2 * G_PI);
  else
    {
      cairo_move_to (cr, x - arm, y - arm);
      cairo_line_to (cr, x + arm, y + arm);
      cairo_move_to (cr, x - arm, y + arm);
      cairo_line_to (cr, x + arm, y - arm);
    }
  if (shape == KIROKU_SHAPE_RING || shape == KIROKU_SHAPE_CROSS)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

static void
put_counts (KirokuFlow *flow, const KirokuLane *lane, double foot)
{
  double width = lane->counts->len > 0 ? axis_width (flow) / lane->counts->len : 0;
  guint top = 1;

  for (guint i = 0; i < lane->counts->len; i++)
    top = MAX (top, g_array_index (lane->counts, guint, i));
  for (guint i = 0; i < lane->counts->len; i++)
    {
      guint count = g_array_index (lane->counts, guint, i);
      double height = count > 0 ? MAX (COUNTS_HEIGHT * count / top, 1) : 0;

      if (count > 0)
        kiroku_flow_shade (flow, axis_left (flow) + i * width, foot - height,
                           MAX (width - 0.6, 0.4), height, 0.4);
    }
}

/* A hairline from the label of a band down to where the band begins. */
static void
put_leader (KirokuFlow *flow, const Label *label, double top, double foot)
{
  cairo_move_to (flow->cr, label->at, top + label->row * PITCH + 1);
  cairo_line_to (flow->cr, label->at, foot);
  cairo_set_source_rgb (flow->cr, DARK, DARK, DARK);
  cairo_set_line_width (flow->cr, KIROKU_RULE_LIGHT);
  cairo_stroke (flow->cr);
}

/* A mark that another one stands for is no more than a stroke at the foot of the lane. */
static void
put_item (KirokuFlow *flow,
          const KirokuChart *chart,
          const KirokuLaneItem *item,
          const Label *label,
          double top,
          double foot)
{
  double end = x_of (flow, chart, item->to);

  if (item->is_band)
    {
      kiroku_pattern_fill (flow->cr, item->which, label->at, foot - BAND_HEIGHT,
                           MAX (end - label->at, 0.8), BAND_HEIGHT);
      if (label->text != NULL && label->text[0] != '\0')
        put_leader (flow, label, top, foot - BAND_HEIGHT);
    }
  else if (label->text != NULL)
    put_shape (flow->cr, item->which, label->at, top + (label->row + 0.5) * PITCH);
  else
    kiroku_flow_shade (flow, label->at - 0.5, foot + LANE_PAD - TICK, 1, TICK, DARK);
}

static void
put_label (KirokuFlow *flow, const Label *label, double top)
{
  double y = top + label->row * PITCH;

  if (label->text == NULL || label->text[0] == '\0')
    return;
  kiroku_flow_shade (flow, label->x - 0.5, y + 1, label->width + 1, PITCH - 2, 1);
  put_text (flow, label->text, label->x, y, 2 * LABEL_WIDTH);
}

static void
put_lane (KirokuFlow *flow, const KirokuChart *chart, const Laid *laid, double y)
{
  double top = y + LANE_PAD;
  double foot = y + laid->height - LANE_PAD;
  KirokuLines *lines;
  guint n = set_name (flow, laid->lane, &lines);

  kiroku_flow_put (flow, lines, 0, n, flow->left, top, SIZE, PITCH, KIROKU_ALIGN_START);
  kiroku_ink_flush (flow->ink);
  put_counts (flow, laid->lane, foot);
  for (guint i = 0; i < laid->labels->len; i++)
    put_item (flow, chart, laid->lane->items->pdata[i], &g_array_index (laid->labels, Label, i),
              top, foot);
  for (guint i = 0; i < laid->labels->len; i++)
    put_label (flow, &g_array_index (laid->labels, Label, i), top);
  kiroku_flow_rule (flow, flow->left, y + laid->height, flow->left + flow->width, y + laid->height,
                    KIROKU_RULE_LIGHT);
}

/* The hairlines go first, so that they lie under everything. */
static void
put_grid (KirokuFlow *flow, const KirokuChart *chart, double top, double foot)
{
  for (guint i = 0; i < chart->ticks->len; i++)
    {
      double x = x_of (flow, chart, ((const KirokuTick *) chart->ticks->pdata[i])->at);

      cairo_move_to (flow->cr, x, top);
      cairo_line_to (flow->cr, x, foot + 2);
    }
  cairo_set_source_rgb (flow->cr, FAINT, FAINT, FAINT);
  cairo_set_line_width (flow->cr, KIROKU_RULE_LIGHT);
  cairo_stroke (flow->cr);
}

static void
put_ticks (KirokuFlow *flow, const KirokuChart *chart, double y)
{
  double end = flow->left;

  for (guint i = 0; i < chart->ticks->len; i++)
    {
      const KirokuTick *tick = chart->ticks->pdata[i];
      g_autofree char *text = cut_label (flow, tick->label);
      double width = measure_label (flow, text);
      double x = MIN (x_of (flow, chart, tick->at) - width / 2, flow->left + flow->width - width);

      if (x < end)
        continue;
      put_text (flow, text, x, y, 2 * LABEL_WIDTH);
      end = x + width + LABEL_GAP;
    }
}

static void
put_chart (KirokuFlow *flow, const KirokuChart *chart, GPtrArray *laid, double y, double height)
{
  double lane = y;

  if (flow->cr == NULL)
    return;
  put_grid (flow, chart, y, y + height - AXIS_HEIGHT);
  for (guint i = 0; i < laid->len; i++)
    {
      put_lane (flow, chart, laid->pdata[i], lane);
      lane += ((Laid *) laid->pdata[i])->height;
    }
  put_ticks (flow, chart, lane + 2);
  kiroku_flow_rule (flow, flow->left, y, flow->left + flow->width, y, KIROKU_RULE_LIGHT);
}

/* --- What the signs mean ---------------------------------------------------------------------- */

static double
key_width (KirokuFlow *flow)
{
  return flow->width / KEY_COLUMNS;
}

static KirokuLines *
set_key (KirokuFlow *flow, const KirokuChartKey *key, guint column)
{
  KirokuLinesStyle style = { SIZE, key_width (flow) - KEY_SIGN - KEY_GAP - 6, 0,
                             KIROKU_LINES_LASTING, NULL };
  KirokuLines *lines = kiroku_flow_borrow (flow, 2 + column);

  kiroku_lines_set (lines, key->text, &style);
  return lines;
}

/* Places what fits of a row of keys; whether that was all of it. */
static gboolean
flow_keys (KirokuFlow *flow, const GPtrArray *keys, guint first, KirokuPlace *place)
{
  guint n = MIN (keys->len - first, KEY_COLUMNS);
  guint left = 1, taken;
  int room = (kiroku_flow_room (flow) + 0.01) / KEY_PITCH;
  double y;

  for (guint i = 0; i < n; i++)
    left = MAX (left, kiroku_lines_get_n (set_key (flow, keys->pdata[first + i], i)));
  left -= place->line;
  taken = kiroku_flow_split (flow, left, MAX (room, 0), 4);
  if (taken == 0)
    return FALSE;
  y = kiroku_flow_take (flow, taken * KEY_PITCH);
  for (guint i = 0; i < n && flow->cr != NULL; i++)
    {
      const KirokuChartKey *key = keys->pdata[first + i];
      double x = flow->left + i * key_width (flow);
      double middle = y + KEY_PITCH / 2;

      kiroku_flow_begin_tag (flow, "P");
      if (place->line == 0 && key->is_band)
        kiroku_pattern_fill (flow->cr, key->which, x, middle - KEY_SIGN_HEIGHT / 2, KEY_SIGN,
                             KEY_SIGN_HEIGHT);
      else if (place->line == 0)
        put_shape (flow->cr, key->which, x + KEY_SIGN / 2, middle);
      kiroku_flow_put (flow, set_key (flow, key, i), place->line, place->line + taken,
                       x + KEY_SIGN + KEY_GAP, y, SIZE, KEY_PITCH, KIROKU_ALIGN_START);
      kiroku_flow_end_tag (flow, "P");
    }
  place->line += taken;
  return taken == left;
}

/* --- The block -------------------------------------------------------------------------------- */

static gboolean
flow_figure (KirokuFlow *flow, const KirokuChart *chart)
{
  g_autoptr (GPtrArray) laid = g_ptr_array_new_with_free_func (free_laid);
  double height = AXIS_HEIGHT;
  double keys = ceil ((double) chart->keys->len / KEY_COLUMNS) * KEY_PITCH;

  for (guint i = 0; i < chart->lanes->len; i++)
    {
      g_ptr_array_add (laid, lay_lane (flow, chart, chart->lanes->pdata[i]));
      height += ((Laid *) laid->pdata[i])->height;
    }
  if (!flow->is_fresh && kiroku_flow_room (flow) < height + MIN (keys, 4 * KEY_PITCH))
    return FALSE;
  kiroku_flow_begin_tag (flow, "Figure");
  put_chart (flow, chart, laid, kiroku_flow_take (flow, height), height);
  kiroku_flow_end_tag (flow, "Figure");
  return TRUE;
}

KirokuFlowResult
kiroku_flow_chart (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  const KirokuChart *chart = block->chart;

  kiroku_flow_leave (flow, place->row == 0 ? 8 : 4);
  if (place->row == 0)
    {
      if (chart->lanes->len > 0 && !flow_figure (flow, chart))
        return KIROKU_FLOW_FULL;
      place->row = 1;
      kiroku_flow_leave (flow, 4);
    }
  for (; (place->row - 1) * KEY_COLUMNS < chart->keys->len; place->row++)
    {
      if (!flow_keys (flow, chart->keys, (place->row - 1) * KEY_COLUMNS, place))
        return KIROKU_FLOW_FULL;
      place->line = 0;
    }
  kiroku_flow_leave (flow, 10);
  return KIROKU_FLOW_DONE;
}
