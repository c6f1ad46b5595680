/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-flow.h"

#include <string.h>

#define SIZE 9.5
#define PITCH 14.0
#define LARGE_SIZE 17.0
/* Lines that one in large type takes. */
#define LARGE_LINES 2u
#define PAD_X 5.0
#define PAD_Y 3.5
#define NUMBER_WIDTH 30.0
#define LABEL_SHARE 0.22
/* A cell's own label takes at most this much of the cell: of one alone in its strip, of others. */
#define CELL_LABEL_SHARE_ALONE 0.37
#define CELL_LABEL_SHARE 0.5
/* Rows and strips up to so many lines are kept on one page. */
#define KEEP_LINES 12

#define GRAY_LABEL 0.94
#define GRAY_SECTION 0.86

/* Lines borrowed while a row is set: number, label, then two for each cell. */
enum
{
  LINES_NUMBER,
  LINES_LABEL,
  LINES_CELLS,
};

/* A row as it is set: where its columns are, and its strips (cells side by side). */
typedef struct
{
  const KirokuGridRow *row;
  double x_label, x_value, x_end;
  GArray *strips; /* Strip */
  GArray *boxes;  /* Box, one for each cell */
} Setting;

typedef struct
{
  double x, width;
  double label_width; /* 0: no label */
} Box;

typedef struct
{
  guint first; /* cell */
  guint end;
  guint n_lines;
} Strip;

/* What of a strip goes on the page. */
typedef struct
{
  guint strip;
  guint line;
  guint n_lines;
} Part;

static const KirokuGridCell *
cell_at (const KirokuGridRow *row, guint i)
{
  return row->cells->pdata[i];
}

static double
text_size (const KirokuGridCell *cell)
{
  return cell->is_large ? LARGE_SIZE : SIZE;
}

static guint
lines_each (const KirokuGridCell *cell)
{
  return cell->is_large ? LARGE_LINES : 1;
}

static KirokuLines *
cell_lines (KirokuFlow *flow, guint i)
{
  return kiroku_flow_borrow (flow, LINES_CELLS + 2 * i + 1);
}

static KirokuLines *
cell_label_lines (KirokuFlow *flow, guint i)
{
  return kiroku_flow_borrow (flow, LINES_CELLS + 2 * i);
}

/* --- Setting a row -------------------------------------------------------------------------- */

static GArray *
find_strips (const KirokuGridRow *row)
{
  GArray *strips = g_array_new (FALSE, FALSE, sizeof (Strip));

  for (guint i = 0; i < row->cells->len; i++)
    {
      Strip strip = { i, i + 1, 1 };

      if (cell_at (row, i)->is_below)
        g_array_append_val (strips, strip);
      else
        g_array_index (strips, Strip, strips->len - 1).end = i + 1;
    }
  if (strips->len == 0)
    {
      Strip empty = { 0, 0, 1 };

      g_array_append_val (strips, empty);
    }
  return strips;
}

static double
natural_label_width (KirokuFlow *flow, const KirokuGridCell *cell)
{
  return cell->label != NULL ? kiroku_ink_measure (flow->ink, cell->label, SIZE) + 2 * PAD_X : 0;
}

/* The width of the shaded label of cell @i. Labels that stand one above the other, the first of
 * all strips and the others of strips with as many cells, are as wide as the widest of them. */
static double
cell_label_width (KirokuFlow *flow, const Setting *setting, const Strip *strip, guint i)
{
  double width = natural_label_width (flow, cell_at (setting->row, i));
  guint n = strip->end - strip->first;
  guint column = i - strip->first;
  double share = n == 1 ? CELL_LABEL_SHARE_ALONE : CELL_LABEL_SHARE;

  if (width == 0)
    return 0;
  for (guint k = 0; k < setting->strips->len; k++)
    {
      const Strip *other = &g_array_index (setting->strips, Strip, k);

      if (column == 0 || other->end - other->first == n)
        width = MAX (width, natural_label_width (flow, cell_at (setting->row,
                                                                other->first + column)));
    }
  return MIN (width, (setting->x_end - setting->x_value) * share / n);
}

/* What cell @i of a strip of @n would need to stand on one line. */
static double
cell_need (KirokuFlow *flow, const Setting *setting, guint i, guint n)
{
  if (n == 1) /* it has all there is */
    return 0;
  return g_array_index (setting->boxes, Box, i).label_width + 2 * PAD_X + 1
         + kiroku_ink_measure (flow->ink, cell_at (setting->row, i)->text,
                               text_size (cell_at (setting->row, i)));
}

/* The cells of a strip are equally wide, unless one then needs two lines and another has room to
 * give. */
static void
find_boxes (KirokuFlow *flow, Setting *setting, const Strip *strip)
{
  guint n = strip->end - strip->first;
  double total = setting->x_end - setting->x_value;
  double need = 0;
  double x = setting->x_value;
  gboolean is_tight = FALSE;

  for (guint i = strip->first; i < strip->end; i++)
    {
      Box box = { 0, 0, cell_label_width (flow, setting, strip, i) };

      g_array_append_val (setting->boxes, box);
      need += cell_need (flow, setting, i, n);
      is_tight = is_tight || cell_need (flow, setting, i, n) > total / n;
    }
  for (guint i = strip->first; i < strip->end; i++)
    {
      Box *box = &g_array_index (setting->boxes, Box, i);

      box->x = x;
      box->width = is_tight && need <= total
                       ? cell_need (flow, setting, i, n) + (total - need) / n
                       : total / n;
      x += box->width;
    }
}

/* Sets the texts of cell @i; returns how many lines it needs. */
static guint
set_cell (KirokuFlow *flow, const Setting *setting, guint i)
{
  const KirokuGridCell *cell = cell_at (setting->row, i);
  const Box *box = &g_array_index (setting->boxes, Box, i);
  KirokuLinesStyle style = { .size = SIZE, .hang = PAD_X / 2, .flags = KIROKU_LINES_LASTING };
  guint n = cell->min_lines;

  if (cell->label != NULL)
    {
      style.width = box->label_width - 2 * PAD_X;
      kiroku_lines_set (cell_label_lines (flow, i), cell->label, &style);
      n = MAX (n, kiroku_lines_get_n (cell_label_lines (flow, i)));
    }
  style.size = text_size (cell);
  style.width = box->width - box->label_width - 2 * PAD_X;
  style.flags |= cell->is_choices ? KIROKU_LINES_CHOICES : KIROKU_LINES_JUSTIFIED;
  kiroku_lines_set (cell_lines (flow, i), cell->text, &style);
  return MAX (n, kiroku_lines_get_n (cell_lines (flow, i)) * lines_each (cell));
}

static void
set_strip (KirokuFlow *flow, Setting *setting, Strip *strip)
{
  find_boxes (flow, setting, strip);
  for (guint i = strip->first; i < strip->end; i++)
    strip->n_lines = MAX (strip->n_lines, set_cell (flow, setting, i));
}

static void
clear_setting (Setting *setting)
{
  g_array_unref (setting->strips);
  g_array_unref (setting->boxes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Setting, clear_setting)

static void
set_row (KirokuFlow *flow, const KirokuGrid *grid, const KirokuGridRow *row, Setting *setting)
{
  KirokuLinesStyle style = { .size = SIZE, .width = NUMBER_WIDTH, .hang = PAD_X / 2 };

  setting->row = row;
  setting->x_label = flow->left + (grid->has_numbers ? NUMBER_WIDTH : 0);
  setting->x_value = setting->x_label + flow->width * LABEL_SHARE;
  setting->x_end = flow->left + flow->width;
  setting->strips = find_strips (row);
  setting->boxes = g_array_new (FALSE, FALSE, sizeof (Box));

  kiroku_lines_set (kiroku_flow_borrow (flow, LINES_NUMBER),
                    row->number != NULL ? row->number : "", &style);
  style.width = flow->width * LABEL_SHARE - 2 * PAD_X;
  style.tag = row->tag;
  style.flags = KIROKU_LINES_TAG_BELOW;
  kiroku_lines_set (kiroku_flow_borrow (flow, LINES_LABEL), row->label, &style);

  for (guint s = 0; s < setting->strips->len; s++)
    set_strip (flow, setting, &g_array_index (setting->strips, Strip, s));
}

static double
strips_height (const Setting *setting, guint *n_lines)
{
  *n_lines = 0;
  for (guint s = 0; s < setting->strips->len; s++)
    *n_lines += g_array_index (setting->strips, Strip, s).n_lines;
  return *n_lines * PITCH + 2 * PAD_Y * setting->strips->len;
}

static double
label_height (KirokuFlow *flow)
{
  guint n = MAX (kiroku_lines_get_n (kiroku_flow_borrow (flow, LINES_LABEL)),
                 kiroku_lines_get_n (kiroku_flow_borrow (flow, LINES_NUMBER)));

  return n * PITCH + 2 * PAD_Y;
}

/* --- What of a row goes on the page --------------------------------------------------------- */

static guint
fit_strip (KirokuFlow *flow, guint left, double room, gboolean is_first)
{
  guint fits = MAX (0, (room - 2 * PAD_Y + 0.01) / PITCH);

  if (left <= fits)
    return left;
  if (!is_first && (left <= KEEP_LINES || fits < 2))
    return 0;
  return kiroku_flow_split (flow, left, fits, KEEP_LINES);
}

/* The parts from @place on that fit; moves @place behind them. (transfer full) */
static GArray *
plan_parts (KirokuFlow *flow, const Setting *setting, KirokuPlace *place, double *height)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  double room = kiroku_flow_room (flow);

  *height = 0;
  while (place->strip < setting->strips->len)
    {
      guint left = g_array_index (setting->strips, Strip, place->strip).n_lines - place->line;
      Part part = { place->strip, place->line,
                    fit_strip (flow, left, room - *height, parts->len == 0) };

      if (part.n_lines == 0)
        break;
      g_array_append_val (parts, part);
      *height += part.n_lines * PITCH + 2 * PAD_Y;
      place->line += part.n_lines;
      if (part.n_lines < left)
        break;
      place->strip++;
      place->line = 0;
    }
  return parts;
}

/* --- Drawing -------------------------------------------------------------------------------- */

/* The label of a cell, again where it is whole already, or what is left of it. */
static void
put_cell_label (KirokuFlow *flow, guint i, const Part *part, double x, double y)
{
  KirokuLines *lines = cell_label_lines (flow, i);
  guint from = part->line < kiroku_lines_get_n (lines) ? part->line : 0;

  kiroku_flow_put (flow, lines, from, from + part->n_lines, x, y, SIZE, PITCH, KIROKU_ALIGN_START);
}

/* Where the lines of the last paragraph begin. */
static guint
find_last (const KirokuGridCell *cell, const KirokuLines *lines)
{
  const char *end = strrchr (cell->text, '\n');
  gsize length = strlen (end != NULL ? end + 1 : cell->text);
  guint first = kiroku_lines_get_n (lines);

  for (gsize found = 0; found < length && first > 0;)
    {
      g_autofree char *text = kiroku_lines_get_text (lines, --first);

      found += strlen (text);
    }
  return first;
}

/* What leads nowhere, and below it what does. */
static void
put_linked (KirokuFlow *flow, const KirokuGridCell *cell, const KirokuPut *put)
{
  guint at = CLAMP (find_last (cell, put->lines), put->first, put->end);
  KirokuPut plain = *put, link = *put;

  plain.end = link.first = at;
  link.y += (at - put->first) * put->pitch;
  kiroku_flow_put_link (flow, &plain, NULL);
  kiroku_flow_put_link (flow, &link, cell->link);
}

static void
put_text (KirokuFlow *flow, const KirokuGridCell *cell, const KirokuPut *put)
{
  if (cell->link != NULL)
    put_linked (flow, cell, put);
  else
    kiroku_flow_put (flow, put->lines, put->first, put->end, put->x, put->y, put->size, put->pitch,
                     put->align);
}

static void
put_cell (KirokuFlow *flow, const Setting *setting, guint i, const Part *part, double y,
          double height)
{
  const Box *box = &g_array_index (setting->boxes, Box, i);
  double x_text = box->x + box->label_width;
  const KirokuGridCell *cell = cell_at (setting->row, i);
  guint each = lines_each (cell);

  if (box->label_width > 0)
    {
      kiroku_flow_shade (flow, box->x, y, box->label_width, height, GRAY_LABEL);
      put_cell_label (flow, i, part, box->x + PAD_X, y + PAD_Y);
      kiroku_flow_rule (flow, x_text, y, x_text, y + height, KIROKU_RULE_LIGHT);
    }
  put_text (flow, cell,
            &(const KirokuPut){ cell_lines (flow, i), part->line / each,
                                (part->line + part->n_lines) / each, x_text + PAD_X, y + PAD_Y,
                                text_size (cell), PITCH * each, KIROKU_ALIGN_START });
  if (box->x > setting->x_value)
    kiroku_flow_rule (flow, box->x, y, box->x, y + height, KIROKU_RULE_LIGHT);
}

static void
put_parts (KirokuFlow *flow, const Setting *setting, GArray *parts, double y, double bottom)
{
  for (guint p = 0; p < parts->len; p++)
    {
      const Part *part = &g_array_index (parts, Part, p);
      const Strip *strip = &g_array_index (setting->strips, Strip, part->strip);
      double height = p + 1 < parts->len ? part->n_lines * PITCH + 2 * PAD_Y : bottom - y;

      if (p > 0)
        kiroku_flow_rule (flow, setting->x_value, y, setting->x_end, y, KIROKU_RULE_LIGHT);
      kiroku_flow_begin_tag (flow, "P");
      for (guint i = strip->first; i < strip->end; i++)
        put_cell (flow, setting, i, part, y, height);
      kiroku_flow_end_tag (flow, "P");
      y += height;
    }
}

/* The number and the label, again on each page the row goes on. */
static void
put_label (KirokuFlow *flow, const Setting *setting, double y, double bottom)
{
  KirokuLines *number = kiroku_flow_borrow (flow, LINES_NUMBER);
  KirokuLines *label = kiroku_flow_borrow (flow, LINES_LABEL);

  kiroku_flow_shade (flow, flow->left, y, setting->x_value - flow->left, bottom - y, GRAY_LABEL);
  kiroku_flow_begin_tag (flow, "P");
  kiroku_flow_put (flow, number, 0, G_MAXUINT, flow->left, y + PAD_Y, SIZE, PITCH,
                   KIROKU_ALIGN_CENTER);
  kiroku_flow_put (flow, label, 0, G_MAXUINT, setting->x_label + PAD_X, y + PAD_Y, SIZE, PITCH,
                   KIROKU_ALIGN_START);
  kiroku_flow_end_tag (flow, "P");
  if (setting->x_label > flow->left)
    kiroku_flow_rule (flow, setting->x_label, y, setting->x_label, bottom, KIROKU_RULE_LIGHT);
  kiroku_flow_rule (flow, setting->x_value, y, setting->x_value, bottom, KIROKU_RULE_LIGHT);
}

/* The frame of what was placed between @y and @bottom. */
static void
put_frame (KirokuFlow *flow, double y, double bottom)
{
  double end = flow->left + flow->width;

  kiroku_flow_rule (flow, flow->left, y, flow->left, bottom, KIROKU_RULE_HEAVY);
  kiroku_flow_rule (flow, end, y, end, bottom, KIROKU_RULE_HEAVY);
  kiroku_flow_rule (flow, flow->left, bottom, end, bottom, KIROKU_RULE_LIGHT);
}

/* A heavy rule where the grid begins and ends on a page. */
static void
put_edge (KirokuFlow *flow, double y)
{
  kiroku_flow_rule (flow, flow->left, y, flow->left + flow->width, y, KIROKU_RULE_HEAVY);
}

/* --- Rows ----------------------------------------------------------------------------------- */

/* Places what fits of row @place->row; whether that was all of it. @top: where it began; not set
 * when nothing was placed. */
static gboolean
flow_row (KirokuFlow *flow, const KirokuGrid *grid, const KirokuGridRow *row, KirokuPlace *place,
          double *top)
{
  g_auto (Setting) setting = { 0 };
  g_autoptr (GArray) parts = NULL;
  KirokuPlace next = *place;
  double height, whole, bottom;
  guint n_lines;

  set_row (flow, grid, row, &setting);
  whole = strips_height (&setting, &n_lines);
  if (place->strip == 0 && place->line == 0 && n_lines <= KEEP_LINES && !flow->is_bare
      && whole > kiroku_flow_room (flow))
    return FALSE;
  parts = plan_parts (flow, &setting, &next, &height);
  height = MAX (height, label_height (flow));
  if (parts->len == 0 || (height > kiroku_flow_room (flow) + 0.01 && !flow->is_fresh))
    return FALSE;

  *top = kiroku_flow_take (flow, height);
  bottom = *top + height;
  put_label (flow, &setting, *top, bottom);
  put_parts (flow, &setting, parts, *top, bottom);
  *place = next;
  return place->strip == setting.strips->len;
}

static void
set_section (KirokuFlow *flow, KirokuLines *lines, const KirokuGridRow *row)
{
  KirokuLinesStyle style = { .size = SIZE, .width = flow->width - 2 * PAD_X };

  kiroku_lines_set (lines, row->section, &style);
}

/* Whether section @first and those right behind it have room together with the beginning of the
 * row that follows; also when none follows. */
static gboolean
try_sections (KirokuFlow *flow, const KirokuGrid *grid, guint first)
{
  KirokuLines *lines = kiroku_flow_borrow (flow, LINES_LABEL);
  KirokuPlace place = { .row = first };
  KirokuTrial trial;
  double top = -1;

  kiroku_flow_begin_trial (flow, &trial);
  for (; place.row < grid->rows->len; place.row++)
    {
      const KirokuGridRow *row = grid->rows->pdata[place.row];

      if (row->section == NULL)
        break;
      set_section (flow, lines, row);
      kiroku_flow_take_head (flow, kiroku_lines_get_n (lines) * PITCH + 2 * PAD_Y);
    }
  if (place.row < grid->rows->len)
    flow_row (flow, grid, grid->rows->pdata[place.row], &place, &top);
  else if (kiroku_flow_room (flow) >= 0)
    top = flow->y;
  kiroku_flow_end_trial (flow, &trial);
  return top >= 0;
}

static gboolean
flow_section (KirokuFlow *flow, const KirokuGrid *grid, guint number, double *top)
{
  KirokuLines *lines = kiroku_flow_borrow (flow, LINES_LABEL);
  double height;

  if (!flow->is_bare && !try_sections (flow, grid, number))
    return FALSE;
  set_section (flow, lines, grid->rows->pdata[number]);
  height = kiroku_lines_get_n (lines) * PITCH + 2 * PAD_Y;
  if (height > kiroku_flow_room (flow) && !flow->is_fresh)
    return FALSE;
  *top = kiroku_flow_take_head (flow, height);
  kiroku_flow_shade (flow, flow->left, *top, flow->width, height, GRAY_SECTION);
  kiroku_flow_begin_tag (flow, "P");
  kiroku_flow_put (flow, lines, 0, G_MAXUINT, flow->left + PAD_X, *top + PAD_Y, SIZE, PITCH,
                   KIROKU_ALIGN_START);
  kiroku_flow_end_tag (flow, "P");
  return TRUE;
}

KirokuFlowResult
kiroku_flow_grid (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  const KirokuGrid *grid = block->grid;
  gboolean is_first = TRUE;
  gboolean is_done = TRUE;

  kiroku_flow_leave (flow, 8);
  while (is_done && place->row < grid->rows->len)
    {
      const KirokuGridRow *row = grid->rows->pdata[place->row];
      double top = -1;

      is_done = row->section != NULL ? flow_section (flow, grid, place->row, &top)
                                     : flow_row (flow, grid, row, place, &top);
      if (top >= 0)
        {
          if (is_first)
            put_edge (flow, top);
          put_frame (flow, top, flow->y);
          is_first = FALSE;
        }
      if (is_done)
        *place = (KirokuPlace) { .block = place->block, .row = place->row + 1 };
    }
  if (!is_first)
    put_edge (flow, flow->y);
  kiroku_flow_leave (flow, 10);
  return is_done ? KIROKU_FLOW_DONE : KIROKU_FLOW_FULL;
}
