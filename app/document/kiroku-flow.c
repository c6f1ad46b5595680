/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-flow.h"

#include <glib/gi18n.h>

/* How far the em square of an ideograph reaches above the base line, in ems. */
#define IDEOGRAPH_ASCENT 0.88

/* How the blocks of plain text look, in points and ems. */
typedef struct
{
  double size;
  double pitch;  /* from line to line, in ems */
  double before; /* least gap above and below */
  double after;
  KirokuAlign align;
  const char *tag;
} TextLook;

static const TextLook title_look = { 16, 1.4, 6, 14, KIROKU_ALIGN_CENTER, "H1" };
static const TextLook heading_looks[] = {
  { 13, 1.35, 18, 7, KIROKU_ALIGN_START, "H1" },
  { 11.5, 1.35, 14, 5, KIROKU_ALIGN_START, "H2" },
  { 10.5, 1.35, 10, 4, KIROKU_ALIGN_START, "H3" },
};
static const TextLook paragraph_look = { 10, 1.65, 6, 6, KIROKU_ALIGN_START, "P" };
static const TextLook note_look = { 8.5, 1.5, 4, 4, KIROKU_ALIGN_START, "P" };

typedef struct
{
  double x0, y0, x1, y1, weight;
} Rule;

KirokuFlow *
kiroku_flow_new (KirokuDocument *document, GError **error)
{
  g_autoptr (KirokuFlow) flow = g_new0 (KirokuFlow, 1);

  flow->document = document;
  flow->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  flow->marks = g_array_new (FALSE, FALSE, sizeof (KirokuMark));
  flow->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  flow->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_lines_free);
  flow->face = kiroku_face_new (document->font, document->language, error);
  if (flow->face == NULL)
    return NULL;
  flow->ink = kiroku_ink_new (flow->face);
  return g_steal_pointer (&flow);
}

void
kiroku_flow_free (KirokuFlow *flow)
{
  if (flow == NULL)
    return;
  g_array_unref (flow->rules);
  g_array_unref (flow->marks);
  g_hash_table_unref (flow->names);
  g_ptr_array_unref (flow->lines);
  g_clear_pointer (&flow->ink, kiroku_ink_free);
  g_clear_pointer (&flow->face, kiroku_face_free);
  for (guint i = 0; i < G_N_ELEMENTS (flow->scratch); i++)
    g_free (flow->scratch[i]);
  g_free (flow);
}

KirokuLines *
kiroku_flow_borrow (KirokuFlow *flow, guint number)
{
  while (flow->lines->len <= number)
    g_ptr_array_add (flow->lines, kiroku_lines_new (flow->face));
  return flow->lines->pdata[number];
}

double
kiroku_flow_room (KirokuFlow *flow)
{
  return flow->bottom - flow->y - (flow->is_fresh ? 0 : flow->gap);
}

double
kiroku_flow_take (KirokuFlow *flow, double height)
{
  double y = flow->y + (flow->is_fresh ? 0 : flow->gap);

  flow->y = y + height;
  flow->gap = 0;
  flow->is_fresh = FALSE;
  flow->is_bare = FALSE;
  return y;
}

double
kiroku_flow_take_head (KirokuFlow *flow, double height)
{
  gboolean was_bare = flow->is_bare;
  double y = kiroku_flow_take (flow, height);

  flow->is_bare = was_bare;
  return y;
}

void
kiroku_flow_begin_trial (KirokuFlow *flow, KirokuTrial *trial)
{
  *trial = (KirokuTrial) { .cr = flow->cr,
                           .y = flow->y,
                           .gap = flow->gap,
                           .is_fresh = flow->is_fresh,
                           .is_bare = flow->is_bare,
                           .n_marks = flow->marks->len };
  flow->cr = NULL;
}

void
kiroku_flow_end_trial (KirokuFlow *flow, const KirokuTrial *trial)
{
  flow->cr = trial->cr;
  flow->y = trial->y;
  flow->gap = trial->gap;
  flow->is_fresh = trial->is_fresh;
  flow->is_bare = trial->is_bare;
  g_array_set_size (flow->marks, trial->n_marks);
}

void
kiroku_flow_leave (KirokuFlow *flow, double gap)
{
  flow->gap = MAX (flow->gap, gap);
}

void
kiroku_flow_begin_tag (KirokuFlow *flow, const char *tag)
{
  if (flow->cr != NULL && flow->has_tags)
    cairo_tag_begin (flow->cr, tag, NULL);
}

void
kiroku_flow_end_tag (KirokuFlow *flow, const char *tag)
{
  if (flow->cr == NULL)
    return;
  kiroku_ink_flush (flow->ink);
  if (flow->has_tags)
    cairo_tag_end (flow->cr, tag);
}

void
kiroku_flow_rule (KirokuFlow *flow, double x0, double y0, double x1, double y1, double weight)
{
  Rule rule = { x0, y0, x1, y1, weight };

  if (flow->cr != NULL)
    g_array_append_val (flow->rules, rule);
}

void
kiroku_flow_shade (
    KirokuFlow *flow, double x, double y, double width, double height, double gray)
{
  if (flow->cr == NULL)
    return;
  cairo_set_source_rgb (flow->cr, gray, gray, gray);
  cairo_rectangle (flow->cr, x, y, width, height);
  cairo_fill (flow->cr);
}

static void
draw_rules_of (KirokuFlow *flow, double weight)
{
  for (guint i = 0; i < flow->rules->len; i++)
    {
      const Rule *rule = &g_array_index (flow->rules, Rule, i);

      if (rule->weight != weight)
        continue;
      cairo_move_to (flow->cr, rule->x0, rule->y0);
      cairo_line_to (flow->cr, rule->x1, rule->y1);
    }
  cairo_set_line_width (flow->cr, weight);
  cairo_set_line_cap (flow->cr, CAIRO_LINE_CAP_SQUARE);
  cairo_stroke (flow->cr);
}

/* All rules of the page as two paths: an operation each would cost more than the text. */
static void
draw_rules (KirokuFlow *flow)
{
  if (flow->cr == NULL || flow->rules->len == 0)
    return;
  cairo_set_source_rgb (flow->cr, 0.15, 0.15, 0.15);
  draw_rules_of (flow, KIROKU_RULE_LIGHT);
  draw_rules_of (flow, KIROKU_RULE_HEAVY);
  g_array_set_size (flow->rules, 0);
}

void
kiroku_flow_put (KirokuFlow *flow, const KirokuLines *lines, guint first, guint end, double x,
                 double y, double size, double pitch, KirokuAlign align)
{
  double base = y + (pitch - size) / 2 + IDEOGRAPH_ASCENT * size;

  if (flow->cr == NULL)
    return;
  for (guint i = first; i < MIN (end, kiroku_lines_get_n (lines)); i++)
    kiroku_lines_put (lines, i, flow->ink, x, base + (i - first) * pitch, align);
}

guint
kiroku_flow_split (KirokuFlow *flow, guint n, guint room, guint keep)
{
  if (n <= room)
    return n;
  if (flow->is_fresh)
    room = MAX (room, 1);
  else if (room == 0 || (!flow->is_bare && (n <= keep || room < 2)))
    return 0;
  return n - room == 1 && room > 2 ? room - 1 : room;
}

/* --- Blocks of plain text ------------------------------------------------------------------- */

static void
put_text (KirokuFlow *flow, const KirokuBlock *block, const KirokuPut *put)
{
  if (block->link != NULL)
    kiroku_flow_put_link (flow, put, block->link);
  else
    kiroku_flow_put (flow, put->lines, put->first, put->end, put->x, put->y, put->size, put->pitch,
                     put->align);
}

/* Places what fits of the text of @block; @indent is kept free on the left. */
static KirokuFlowResult
flow_text (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, const TextLook *look,
           double indent, guint keep)
{
  KirokuLines *lines = kiroku_flow_borrow (flow, 0);
  KirokuLinesStyle style = { look->size, flow->width - indent, 0.5 * look->size,
                             KIROKU_LINES_LASTING, block->tag };
  double pitch = look->size * look->pitch;
  guint left, n;
  double y;

  if (look->align == KIROKU_ALIGN_START)
    style.flags |= KIROKU_LINES_JUSTIFIED;
  kiroku_lines_set (lines, block->text, &style);
  kiroku_flow_leave (flow, look->before);
  left = kiroku_lines_get_n (lines) - place->line;
  n = kiroku_flow_split (flow, left, MAX (0, (kiroku_flow_room (flow) + 0.01) / pitch), keep);
  if (n == 0)
    return KIROKU_FLOW_FULL;

  kiroku_flow_begin_tag (flow, look->tag);
  y = kiroku_flow_take (flow, n * pitch);
  put_text (flow, block,
            &(const KirokuPut){ lines, place->line, place->line + n, flow->left + indent, y,
                                look->size, pitch, look->align });
  kiroku_flow_end_tag (flow, look->tag);
  kiroku_flow_leave (flow, look->after);
  place->line += n;
  return n == left ? KIROKU_FLOW_DONE : KIROKU_FLOW_FULL;
}

static KirokuFlowResult
flow_title (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  return flow_text (flow, block, place, &title_look, 0, 4);
}

static KirokuFlowResult
flow_paragraph (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  TextLook look = paragraph_look;

  look.align = block->align;
  return flow_text (flow, block, place, &look, block->indent, 3);
}

static KirokuFlowResult
flow_note (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  return flow_text (flow, block, place, &note_look, 0, 3);
}

static void
add_mark (KirokuFlow *flow, guint block, double y)
{
  KirokuMark mark = { block, flow->page, y };

  if (flow->cr == NULL)
    g_array_append_val (flow->marks, mark);
}

static KirokuFlowResult flow_block (KirokuFlow *flow, KirokuPlace *place, GError **error);

/* A first-level heading stands behind a bar, which shows its rank where there is no bold type. */
static KirokuFlowResult
put_heading (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place)
{
  const TextLook *look = &heading_looks[block->level - 1];
  gboolean is_first = place->line == 0;
  gboolean was_bare = flow->is_bare;
  double top = flow->y + (flow->is_fresh ? 0 : flow->gap);
  const KirokuPlace begin = *place;
  KirokuFlowResult result = flow_text (flow, block, place, look, block->level == 1 ? 9 : 0, 4);

  if (is_first && place->line > 0)
    {
      add_mark (flow, place->block, top);
      kiroku_flow_name (flow, block->name, &begin, top);
    }
  if (block->level == 1 && flow->y > top)
    kiroku_flow_shade (flow, flow->left, top + 1.5, 3, flow->y - top - 3, 0.25);
  flow->is_bare = was_bare;
  return result;
}

/* Space is nothing, and a note before a table only leads over to it. */
static gboolean
leads_over (const GPtrArray *blocks, guint i)
{
  const KirokuBlock *block = blocks->pdata[i];
  const KirokuBlock *next = i + 1 < blocks->len ? blocks->pdata[i + 1] : NULL;

  return block->type == KIROKU_BLOCK_SPACE
         || (block->type == KIROKU_BLOCK_NOTE && next != NULL
             && (next->type == KIROKU_BLOCK_TABLE || next->type == KIROKU_BLOCK_GRID
                 || next->type == KIROKU_BLOCK_PAIRS));
}

/* Whether anything of the blocks from @place on has room on the page, but for what leads over to
 * the rest; also when nothing follows on it anyway. */
static KirokuFlowResult
try_following (KirokuFlow *flow, KirokuPlace place, GError **error)
{
  GPtrArray *blocks = flow->document->blocks;
  KirokuFlowResult result = KIROKU_FLOW_DONE;

  for (; result == KIROKU_FLOW_DONE && place.block < blocks->len;
       place = (KirokuPlace) { .block = place.block + 1 })
    {
      const KirokuBlock *block = blocks->pdata[place.block];
      double y = flow->y;

      if (block->type == KIROKU_BLOCK_PAGE_BREAK)
        break;
      result = flow_block (flow, &place, error);
      if (result != KIROKU_FLOW_FAILED && flow->y > y && !leads_over (blocks, place.block))
        return KIROKU_FLOW_DONE;
    }
  return result;
}

/* Whether the heading at @place has room together with what it heads. */
static KirokuFlowResult
try_heading (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace place, GError **error)
{
  KirokuFlowResult result;
  KirokuTrial trial;

  kiroku_flow_begin_trial (flow, &trial);
  result = put_heading (flow, block, &place);
  if (result == KIROKU_FLOW_DONE)
    result = try_following (flow, (KirokuPlace) { .block = place.block + 1 }, error);
  else if (place.line > 0) /* as long as a page */
    result = KIROKU_FLOW_DONE;
  kiroku_flow_end_trial (flow, &trial);
  return result;
}

static KirokuFlowResult
flow_heading (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  KirokuFlowResult result = KIROKU_FLOW_DONE;

  kiroku_flow_leave (flow, heading_looks[block->level - 1].before);
  if (place->line == 0 && !flow->is_bare)
    result = try_heading (flow, block, *place, error);
  return result == KIROKU_FLOW_DONE ? put_heading (flow, block, place) : result;
}

static KirokuFlowResult
flow_space (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  if (kiroku_flow_room (flow) >= block->height)
    kiroku_flow_take (flow, block->height);
  return KIROKU_FLOW_DONE;
}

static KirokuFlowResult
flow_page_break (KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error)
{
  return flow->is_fresh ? KIROKU_FLOW_DONE : KIROKU_FLOW_FULL;
}

/* --- Pages ---------------------------------------------------------------------------------- */

typedef KirokuFlowResult (*FlowFunc) (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);

static const FlowFunc flow_funcs[KIROKU_N_BLOCK_TYPES] = {
  [KIROKU_BLOCK_TITLE] = flow_title,
  [KIROKU_BLOCK_HEADING] = flow_heading,
  [KIROKU_BLOCK_PARAGRAPH] = flow_paragraph,
  [KIROKU_BLOCK_NOTE] = flow_note,
  [KIROKU_BLOCK_SPACE] = flow_space,
  [KIROKU_BLOCK_PAGE_BREAK] = flow_page_break,
  [KIROKU_BLOCK_PAIRS] = kiroku_flow_pairs,
  [KIROKU_BLOCK_GRID] = kiroku_flow_grid,
  [KIROKU_BLOCK_TABLE] = kiroku_flow_table,
  [KIROKU_BLOCK_BAR] = kiroku_flow_bar,
  [KIROKU_BLOCK_CODE] = kiroku_flow_code,
  [KIROKU_BLOCK_CHART] = kiroku_flow_chart,
  [KIROKU_BLOCK_IMAGE] = kiroku_flow_image,
};

/* Places what fits of the block at @place. */
static KirokuFlowResult
flow_block (KirokuFlow *flow, KirokuPlace *place, GError **error)
{
  const KirokuBlock *block = flow->document->blocks->pdata[place->block];

  return flow_funcs[block->type](flow, block, place, error);
}

static void
begin_page (KirokuFlow *flow, guint page, cairo_t *cr)
{
  flow->page = page;
  flow->cr = cr;
  flow->y = flow->top;
  flow->gap = 0;
  flow->is_fresh = TRUE;
  flow->is_bare = TRUE;
  g_array_set_size (flow->rules, 0);
  kiroku_ink_set_target (flow->ink, cr);
}

static void
end_page (KirokuFlow *flow)
{
  kiroku_ink_flush (flow->ink);
  draw_rules (flow);
  kiroku_ink_set_target (flow->ink, NULL);
  flow->cr = NULL;
}

gboolean
kiroku_flow_page (KirokuFlow *flow, guint page, cairo_t *cr, KirokuPlace *place, GError **error)
{
  GPtrArray *blocks = flow->document->blocks;
  KirokuFlowResult result = KIROKU_FLOW_DONE;

  begin_page (flow, page, cr);
  while (place->block < blocks->len && result == KIROKU_FLOW_DONE)
    {
      result = flow_block (flow, place, error);
      if (result == KIROKU_FLOW_DONE)
        *place = (KirokuPlace) { .block = place->block + 1 };
    }
  end_page (flow);
  return result != KIROKU_FLOW_FAILED;
}
