/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-flow.h"

#define SIZE 8.5
#define PITCH 12.4
#define PAD_X 4.0
#define PAD_Y 2.6
/* Rows up to so many lines are kept on one page. */
#define KEEP_LINES 8

#define GRAY_HEAD 0.88
#define GRAY_ROW 0.94

typedef struct
{
  KirokuFlow *flow;
  const KirokuTable *table;
  double x[KIROKU_COLUMNS_MAX + 1]; /* edges of the columns */
} Ruled;

static void
find_columns (Ruled *ruled)
{
  const KirokuTable *table = ruled->table;
  double fixed = 0;
  guint n_free = 0;
  double share, scale;

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].width > 0)
      fixed += table->columns[i].width;
    else
      n_free++;
  /* A free column gets at least an eighth; what is fixed gives way. */
  share = n_free > 0 ? MAX ((ruled->flow->width - fixed) / n_free, ruled->flow->width / 8) : 0;
  scale = fixed > 0 ? (ruled->flow->width - share * n_free) / fixed : 1;

  ruled->x[0] = ruled->flow->left;
  for (guint i = 0; i < table->n_columns; i++)
    {
      double width = table->columns[i].width;

      ruled->x[i + 1] = ruled->x[i] + (width > 0 ? width * scale : share);
    }
}

/* Sets the cells of a row; returns how many lines the tallest has. */
static guint
set_cells (Ruled *ruled, const char *const *cells)
{
  KirokuFlow *flow = ruled->flow;
  guint n = 1;

  for (guint i = 0; i < ruled->table->n_columns; i++)
    {
      KirokuLines *lines = kiroku_flow_borrow (flow, i);
      KirokuLinesStyle style = { .size = SIZE,
                                 .width = ruled->x[i + 1] - ruled->x[i] - 2 * PAD_X,
                                 .hang = PAD_X / 2 };
      const char *text = cells[i] != NULL ? cells[i] : "";

      kiroku_lines_set (lines, kiroku_lines_clean (text, &flow->scratch[i]), &style);
      n = MAX (n, kiroku_lines_get_n (lines));
    }
  return n;
}

static void
strike (Ruled *ruled, guint column, guint line, guint end, double y)
{
  KirokuLines *lines = kiroku_flow_borrow (ruled->flow, column);
  double room = ruled->x[column + 1] - ruled->x[column] - 2 * PAD_X;

  for (guint i = line; i < MIN (end, kiroku_lines_get_n (lines)); i++, y += PITCH)
    {
      double width = kiroku_lines_get_width (lines, i);
      double x = ruled->x[column] + PAD_X;

      if (ruled->table->columns[column].align == KIROKU_ALIGN_CENTER)
        x += (room - width) / 2;
      else if (ruled->table->columns[column].align == KIROKU_ALIGN_END)
        x += room - width;
      if (width > 0)
        kiroku_flow_rule (ruled->flow, x, y + PITCH / 2, x + width, y + PITCH / 2,
                          KIROKU_RULE_HEAVY);
    }
}

static gboolean
has_links (Ruled *ruled, guint row)
{
  for (guint i = 0; ruled->table->links != NULL && i < ruled->table->n_columns; i++)
    if (kiroku_table_get_link (ruled->table, row, i) != NULL)
      return TRUE;
  return FALSE;
}

static void
put_cell (Ruled *ruled, guint column, guint row, gboolean is_linked, const KirokuPut *put)
{
  if (is_linked)
    kiroku_flow_put_link (ruled->flow, put, kiroku_table_get_link (ruled->table, row, column));
  else
    kiroku_flow_put (ruled->flow, put->lines, put->first, put->end, put->x, put->y, put->size,
                     put->pitch, put->align);
}

/* Of the head. */
#define NO_ROW G_MAXUINT

/* Puts lines @line up to @end of the row that is set, in the order of the columns; @y is its upper
 * edge. */
static void
put_cells (Ruled *ruled, guint row, guint line, guint end, KirokuRowFlags flags, double gray, double y)
{
  KirokuFlow *flow = ruled->flow;
  double height = (end - line) * PITCH + 2 * PAD_Y;
  gboolean is_linked = row != NO_ROW && has_links (ruled, row);

  if (gray < 1)
    kiroku_flow_shade (flow, flow->left, y, flow->width, height, gray);
  kiroku_flow_begin_tag (flow, "P");
  for (guint i = 0; i < ruled->table->n_columns; i++)
    {
      put_cell (ruled, i, row, is_linked,
                &(const KirokuPut){ kiroku_flow_borrow (flow, i), line, end, ruled->x[i] + PAD_X,
                                    y + PAD_Y, SIZE, PITCH, ruled->table->columns[i].align });
      if (flags & KIROKU_ROW_STRUCK)
        strike (ruled, i, line, end, y + PAD_Y);
    }
  kiroku_flow_end_tag (flow, "P");
  kiroku_flow_rule (flow, flow->left, y + height, flow->left + flow->width, y + height,
                    KIROKU_RULE_LIGHT);
}

static double
head_height (Ruled *ruled, guint *n_lines)
{
  const char *heads[KIROKU_COLUMNS_MAX];

  for (guint i = 0; i < ruled->table->n_columns; i++)
    heads[i] = ruled->table->columns[i].head;
  *n_lines = set_cells (ruled, heads);
  return *n_lines * PITCH + 2 * PAD_Y;
}

static void
put_head (Ruled *ruled)
{
  KirokuFlow *flow = ruled->flow;
  guint n_lines;
  double height = head_height (ruled, &n_lines);

  put_cells (ruled, NO_ROW, 0, n_lines, KIROKU_ROW_PLAIN, GRAY_HEAD,
             kiroku_flow_take_head (flow, height));
  kiroku_flow_rule (flow, flow->left, flow->y, flow->left + flow->width, flow->y,
                    KIROKU_RULE_HEAVY);
}

/* Sets row @row; returns how many lines it has, 0 with @error set when it cannot be had. */
static guint
set_row (Ruled *ruled, guint row, KirokuRowFlags *flags, GError **error)
{
  const char *cells[KIROKU_COLUMNS_MAX] = { NULL };

  *flags = KIROKU_ROW_PLAIN;
  if (!ruled->table->func (row, cells, flags, ruled->table->user_data, error))
    return 0;
  return set_cells (ruled, cells);
}

/* Whether the head and the beginning of the first row have room: no head stands alone. */
static KirokuFlowResult
check_beginning (Ruled *ruled, KirokuPlace *place, GError **error)
{
  KirokuRowFlags flags;
  guint n_head, n_row;
  double height = head_height (ruled, &n_head);

  if (ruled->flow->is_fresh || ruled->table->n_rows == 0)
    return KIROKU_FLOW_DONE;
  n_row = set_row (ruled, place->row, &flags, error);
  if (n_row == 0)
    return KIROKU_FLOW_FAILED;
  if (ruled->flow->is_bare)
    n_row = 1;
  height += (n_row <= KEEP_LINES ? n_row : 3) * PITCH + 2 * PAD_Y;
  return height <= kiroku_flow_room (ruled->flow) ? KIROKU_FLOW_DONE : KIROKU_FLOW_FULL;
}

/* Places what fits of row @place->row. @has_rows: the page has a row of this table already. */
static KirokuFlowResult
flow_row (Ruled *ruled, KirokuPlace *place, gboolean has_rows, GError **error)
{
  KirokuRowFlags flags;
  KirokuFlow *flow = ruled->flow;
  guint left = set_row (ruled, place->row, &flags, error);
  guint n, room;
  double y;

  if (left == 0)
    return KIROKU_FLOW_FAILED;
  left -= MIN (place->line, left - 1); /* rows that changed are found later */
  room = MAX (0, (kiroku_flow_room (flow) - 2 * PAD_Y + 0.01) / PITCH);
  n = kiroku_flow_split (flow, left, room, has_rows ? KEEP_LINES : 0);
  if (n == 0)
    return KIROKU_FLOW_FULL;
  y = kiroku_flow_take (flow, n * PITCH + 2 * PAD_Y);
  kiroku_flow_name (flow, kiroku_table_get_name (ruled->table, place->row), place, y);
  put_cells (ruled, place->row, place->line, place->line + n, flags,
             flags & KIROKU_ROW_SHADED ? GRAY_ROW : 1, y);
  place->line += n;
  return n == left ? KIROKU_FLOW_DONE : KIROKU_FLOW_FULL;
}

static void
put_frame (Ruled *ruled, double top)
{
  KirokuFlow *flow = ruled->flow;
  guint n = ruled->table->n_columns;

  for (guint i = 0; i <= n; i++)
    kiroku_flow_rule (flow, ruled->x[i], top, ruled->x[i], flow->y,
                      i == 0 || i == n ? KIROKU_RULE_HEAVY : KIROKU_RULE_LIGHT);
  kiroku_flow_rule (flow, flow->left, top, flow->left + flow->width, top, KIROKU_RULE_HEAVY);
  kiroku_flow_rule (flow, flow->left, flow->y, flow->left + flow->width, flow->y,
                    KIROKU_RULE_HEAVY);
}

KirokuFlowResult
kiroku_flow_table (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  Ruled ruled = { flow, block->table };
  KirokuFlowResult result = KIROKU_FLOW_DONE;
  gboolean has_rows = FALSE;
  double top;

  kiroku_flow_leave (flow, 8);
  find_columns (&ruled);
  result = check_beginning (&ruled, place, error);
  if (result != KIROKU_FLOW_DONE)
    return result;
  top = flow->y + (flow->is_fresh ? 0 : flow->gap);
  put_head (&ruled);
  while (result == KIROKU_FLOW_DONE && place->row < ruled.table->n_rows)
    {
      result = flow_row (&ruled, place, has_rows, error);
      has_rows = TRUE;
      if (result == KIROKU_FLOW_DONE)
        *place = (KirokuPlace) { .block = place->block, .row = place->row + 1 };
    }
  put_frame (&ruled, top);
  kiroku_flow_leave (flow, 10);
  return result;
}
