/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pattern.h"

#include "kiroku-flow.h"

/* Lines @step apart over a rectangle, slanted by @slant of its height. */
static void
hatch (cairo_t *cr, double x, double y, double width, double height, double step, double slant)
{
  double reach = slant * height;

  for (double at = step / 2; at < width + reach; at += step)
    {
      cairo_move_to (cr, x + at, y);
      cairo_line_to (cr, x + at - reach, y + height);
    }
}

static void
stripe (cairo_t *cr, double x, double y, double width, double height, double step)
{
  for (double at = step / 2; at < height; at += step)
    {
      cairo_move_to (cr, x, y + at);
      cairo_line_to (cr, x + width, y + at);
    }
}

void
kiroku_pattern_fill (cairo_t *cr, guint number, double x, double y, double width, double height)
{
  static const double grays[KIROKU_N_PATTERNS] = { 0.8, 1, 0.45, 1, 0.92, 1 };
  double gray = grays[number % KIROKU_N_PATTERNS];

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, gray, gray, gray);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.2, 0.2, 0.2);
  cairo_set_line_width (cr, 0.5);
  if (number % KIROKU_N_PATTERNS == 1)
    hatch (cr, x, y, width, height, 3.5, 1);
  else if (number % KIROKU_N_PATTERNS == 3)
    stripe (cr, x, y, width, height, 3);
  else if (number % KIROKU_N_PATTERNS == 4)
    hatch (cr, x, y, width, height, 3, 0);
  cairo_stroke (cr);
  cairo_restore (cr);

  cairo_rectangle (cr, x, y, width, height);
  cairo_set_source_rgb (cr, 0.15, 0.15, 0.15);
  cairo_set_line_width (cr, KIROKU_RULE_HEAVY);
  cairo_stroke (cr);
}
