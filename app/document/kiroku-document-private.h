/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "kiroku-document.h"

G_BEGIN_DECLS

/* What a document holds. All text here is clean (kiroku_lines_clean ()). */

typedef enum
{
  KIROKU_BLOCK_TITLE,
  KIROKU_BLOCK_HEADING,
  KIROKU_BLOCK_PARAGRAPH,
  KIROKU_BLOCK_NOTE,
  KIROKU_BLOCK_SPACE,
  KIROKU_BLOCK_PAGE_BREAK,
  KIROKU_BLOCK_PAIRS,
  KIROKU_BLOCK_GRID,
  KIROKU_BLOCK_TABLE,
  KIROKU_BLOCK_BAR,
  KIROKU_BLOCK_CODE,
  KIROKU_BLOCK_CHART,
  KIROKU_BLOCK_IMAGE,
  KIROKU_N_BLOCK_TYPES,
} KirokuBlockType;

/* One name and value, or one part of a bar. */
typedef struct
{
  char *name;
  char *value;
  double amount; /* bar only */
  char *link;    /* (nullable) of the value */
} KirokuTextPair;

struct _KirokuPairs
{
  GPtrArray *items; /* KirokuTextPair */
};

struct _KirokuBar
{
  GPtrArray *items; /* KirokuTextPair */
};

typedef struct
{
  char *label; /* (nullable) */
  char *text;
  gboolean is_choices; /* @text is parts joined by KIROKU_LINES_SEPARATOR */
  gboolean is_below;   /* begins a new strip of the row */
  gboolean is_large;
  guint min_lines;
  char *link; /* (nullable) of its last paragraph */
} KirokuGridCell;

struct _KirokuGridRow
{
  char *section; /* of a section row, which has nothing else */
  char *number;  /* (nullable) */
  char *label;
  char *tag;        /* (nullable) */
  GPtrArray *cells; /* KirokuGridCell */
  gboolean is_broken;
};

struct _KirokuGrid
{
  GPtrArray *rows; /* KirokuGridRow */
  gboolean has_numbers;
};

typedef struct
{
  KirokuColumn columns[KIROKU_COLUMNS_MAX]; /* heads owned */
  guint n_columns;
  guint n_rows;
  KirokuRowFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  GHashTable *names; /* (nullable) row → char * */
  GHashTable *links; /* (nullable) row × KIROKU_COLUMNS_MAX + column → char * */
} KirokuTable;

typedef struct
{
  char *label; /* "" for none */
  double at;
} KirokuTick;

/* A band or a mark of a lane. */
typedef struct
{
  gboolean is_band;
  guint which; /* pattern or shape */
  char *label;
  double from, to; /* a mark is at @from */
} KirokuLaneItem;

struct _KirokuLane
{
  char *name;
  GPtrArray *items; /* KirokuLaneItem */
  GArray *counts;   /* guint */
};

/* What a pattern or a shape means. */
typedef struct
{
  gboolean is_band;
  guint which;
  char *text;
} KirokuChartKey;

struct _KirokuChart
{
  double from, to;
  GPtrArray *ticks; /* KirokuTick */
  GPtrArray *lanes; /* KirokuLane */
  GPtrArray *keys;  /* KirokuChartKey */
};

/* What stands beside a code. */
typedef struct
{
  char *text;
  double size;
} KirokuCaption;

typedef struct
{
  KirokuBlockType type;
  int level;     /* of a heading */
  KirokuAlign align; /* of a paragraph, and so the next */
  double indent;
  double height; /* of a space or a code; of an image its width */
  char *text;
  char *tag;  /* (nullable) */
  char *name; /* (nullable) of a heading, for links */
  char *link; /* (nullable) of a paragraph or note: “#name” or an address */
  union
  {
    KirokuPairs *pairs;
    KirokuGrid *grid;
    KirokuTable *table;
    KirokuBar *bar;
    KirokuCaption *caption;
    KirokuChart *chart;
    cairo_surface_t *image;
  };
} KirokuBlock;

struct _KirokuDocument
{
  gatomicrefcount ref_count;
  char *title;
  char *subject;
  char *author;
  char *language;
  char *font;
  char *header_left;
  char *header_right;
  char *footer;
  char *footer_code;    /* (nullable): for a camera */
  char *footer_caption; /* (nullable): the same for people */
  char *marking;
  gint64 created; /* µs UTC */
  gboolean is_landscape;
  double top, right, bottom, left; /* margins */
  GPtrArray *blocks;               /* KirokuBlock */
};

/* --- Of kiroku-document-*.c alone --------------------------------------------------------------
 */

/* A clean copy of @text. (transfer full) (nullable) */
char *kiroku_document_copy_text (const char *text);
/* The same on one line. */
char *kiroku_document_copy_line (const char *text);
void kiroku_document_set_line (char **field, const char *text);

/* @text: (nullable). (transfer none) */
KirokuBlock *
kiroku_document_add_block (KirokuDocument *document, KirokuBlockType type, const char *text);

void kiroku_table_free (KirokuTable *table);
/* (transfer none) (nullable) */
const char *kiroku_table_get_name (const KirokuTable *table, guint row);
const char *kiroku_table_get_link (const KirokuTable *table, guint row, guint column);
void kiroku_chart_free (KirokuChart *chart);

G_END_DECLS
