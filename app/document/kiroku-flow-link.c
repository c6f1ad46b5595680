/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-flow.h"

/* cairo 1.16 lists all names of a document in one array, two elements each, and an array of an
 * archive's PDF has 8,191 elements at most (ISO 19005-1, 6.1.12). What is named beyond that is no
 * aim of links. */
#define NAMES_MAX 4000

/* --- Names ---------------------------------------------------------------------------------- */

static gboolean
stands_at (const KirokuPlace *a, const KirokuPlace *b)
{
  return a->block == b->block && a->row == b->row;
}

/* The first of a name counts. */
static void
note_name (KirokuFlow *flow, const char *name, const KirokuPlace *place)
{
  if (g_hash_table_contains (flow->names, name) || g_hash_table_size (flow->names) >= NAMES_MAX)
    return;
  g_hash_table_insert (flow->names, g_strdup (name), g_memdup2 (place, sizeof *place));
}

void
kiroku_flow_name (KirokuFlow *flow, const char *name, const KirokuPlace *place, double y)
{
  const KirokuPlace *noted;
  char edge[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *attributes = NULL;

  if (name == NULL || place->line > 0)
    return;
  if (flow->cr == NULL)
    {
      note_name (flow, name, place);
      return;
    }
  noted = g_hash_table_lookup (flow->names, name);
  if (!flow->has_tags || noted == NULL || !stands_at (noted, place))
    return;
  g_ascii_formatd (edge, sizeof edge, "%.1f", y);
  attributes = g_strdup_printf ("name='%s' x=0 y=%s", name, edge);
  kiroku_ink_flush (flow->ink);
  cairo_tag_begin (flow->cr, CAIRO_TAG_DEST, attributes);
  cairo_tag_end (flow->cr, CAIRO_TAG_DEST);
}

/* --- Links ---------------------------------------------------------------------------------- */

/* A link to a name that is not there would be one to nowhere. */
static gboolean
has_aim (KirokuFlow *flow, const char *target)
{
  return target != NULL && (*target != '#' || g_hash_table_contains (flow->names, target + 1));
}

/* Where the text stands, as wide as its widest line. (transfer full) */
static char *
dup_attributes (const KirokuPut *put, const char *target)
{
  double numbers[4] = { put->x, put->y, 0, (put->end - put->first) * put->pitch };
  char text[4][G_ASCII_DTOSTR_BUF_SIZE];
  double room = kiroku_lines_get_room (put->lines);

  for (guint i = put->first; i < put->end; i++)
    numbers[2] = MAX (numbers[2], kiroku_lines_get_width (put->lines, i));
  if (put->align == KIROKU_ALIGN_CENTER)
    numbers[0] += (room - numbers[2]) / 2;
  else if (put->align == KIROKU_ALIGN_END)
    numbers[0] += room - numbers[2];
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_ascii_formatd (text[i], sizeof text[i], "%.1f", numbers[i]);
  return g_strdup_printf ("%s='%s' rect=[%s %s %s %s]", *target == '#' ? "dest" : "uri",
                          *target == '#' ? target + 1 : target, text[0], text[1], text[2], text[3]);
}

static void
put_plainly (KirokuFlow *flow, const KirokuPut *put)
{
  kiroku_flow_put (flow, put->lines, put->first, put->end, put->x, put->y, put->size, put->pitch,
                   put->align);
}

void
kiroku_flow_put_link (KirokuFlow *flow, const KirokuPut *given, const char *target)
{
  KirokuPut put = *given;
  const char *tag = has_aim (flow, target) ? CAIRO_TAG_LINK : "Span";
  g_autofree char *attributes = NULL;

  put.end = MIN (put.end, kiroku_lines_get_n (put.lines));
  if (flow->cr == NULL || put.first >= put.end)
    return;
  if (flow->has_tags)
    {
      attributes = *tag == 'L' ? dup_attributes (&put, target) : NULL;
      kiroku_ink_flush (flow->ink);
      cairo_tag_begin (flow->cr, tag, attributes);
    }
  put_plainly (flow, &put);
  if (flow->has_tags)
    {
      kiroku_ink_flush (flow->ink);
      cairo_tag_end (flow->cr, tag);
    }
}
