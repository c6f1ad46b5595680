/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-document-private.h"

static void
free_tick (gpointer data)
{
  KirokuTick *tick = data;

  g_free (tick->label);
  g_free (tick);
}

static void
free_item (gpointer data)
{
  KirokuLaneItem *item = data;

  g_free (item->label);
  g_free (item);
}

static void
free_lane (gpointer data)
{
  KirokuLane *lane = data;

  g_free (lane->name);
  g_ptr_array_unref (lane->items);
  g_array_unref (lane->counts);
  g_free (lane);
}

static void
free_key (gpointer data)
{
  KirokuChartKey *key = data;

  g_free (key->text);
  g_free (key);
}

void
kiroku_chart_free (KirokuChart *chart)
{
  g_ptr_array_unref (chart->ticks);
  g_ptr_array_unref (chart->lanes);
  g_ptr_array_unref (chart->keys);
  g_free (chart);
}

KirokuChart *
kiroku_document_add_chart (KirokuDocument *document, double from, double to)
{
  KirokuBlock *block = kiroku_document_add_block (document, KIROKU_BLOCK_CHART, NULL);

  block->chart = g_new0 (KirokuChart, 1);
  block->chart->from = from;
  block->chart->to = to;
  block->chart->ticks = g_ptr_array_new_with_free_func (free_tick);
  block->chart->lanes = g_ptr_array_new_with_free_func (free_lane);
  block->chart->keys = g_ptr_array_new_with_free_func (free_key);
  return block->chart;
}

void
kiroku_chart_add_tick (KirokuChart *chart, double at, const char *label)
{
  KirokuTick *tick;

  g_return_if_fail (label != NULL);

  tick = g_new (KirokuTick, 1);
  *tick = (KirokuTick){ kiroku_document_copy_line (label), at };
  g_ptr_array_add (chart->ticks, tick);
}

KirokuLane *
kiroku_chart_add_lane (KirokuChart *chart, const char *name)
{
  KirokuLane *lane;

  g_return_val_if_fail (name != NULL, NULL);

  lane = g_new (KirokuLane, 1);
  lane->name = kiroku_document_copy_text (name);
  lane->items = g_ptr_array_new_with_free_func (free_item);
  lane->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (chart->lanes, lane);
  return lane;
}

static void
add_item (KirokuLane *lane, KirokuLaneItem given)
{
  KirokuLaneItem *item = g_new (KirokuLaneItem, 1);

  *item = given;
  item->label = kiroku_document_copy_line (given.label);
  g_ptr_array_add (lane->items, item);
}

void
kiroku_lane_add_band (
    KirokuLane *lane, guint pattern, const char *label, double from, double to)
{
  g_return_if_fail (label != NULL);
  g_return_if_fail (from <= to);

  add_item (lane, (KirokuLaneItem){ TRUE, pattern, (char *) label, from, to });
}

void
kiroku_lane_add_mark (KirokuLane *lane, KirokuShape shape, const char *label, double at)
{
  g_return_if_fail (label != NULL);
  g_return_if_fail (shape < KIROKU_N_SHAPES);

  add_item (lane, (KirokuLaneItem){ FALSE, shape, (char *) label, at, at });
}

void
kiroku_lane_set_counts (KirokuLane *lane, const guint *counts, guint n)
{
  g_array_set_size (lane->counts, 0);
  g_array_append_vals (lane->counts, counts, n);
}

static void
add_key (KirokuChart *chart, gboolean is_band, guint which, const char *text)
{
  KirokuChartKey *key = g_new (KirokuChartKey, 1);

  *key = (KirokuChartKey){ is_band, which, kiroku_document_copy_text (text) };
  g_ptr_array_add (chart->keys, key);
}

void
kiroku_chart_explain_pattern (KirokuChart *chart, guint pattern, const char *text)
{
  g_return_if_fail (text != NULL);

  add_key (chart, TRUE, pattern, text);
}

void
kiroku_chart_explain_shape (KirokuChart *chart, KirokuShape shape, const char *text)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (shape < KIROKU_N_SHAPES);

  add_key (chart, FALSE, shape, text);
}
