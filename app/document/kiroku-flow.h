/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-document-private.h"
#include "kiroku-lines.h"

G_BEGIN_DECLS

/* Where in a document a page begins. What the fields below the block mean is the block's own. */
typedef struct
{
  guint block;
  guint row;   /* of a grid, table or list */
  guint strip; /* of a grid row */
  guint line;  /* of a text, row or strip */
} KirokuPlace;

typedef struct
{
  guint block;
  guint page; /* from 0 */
  double y;
} KirokuMark;

/* Pours blocks into one page after the other. With @cr it draws, without it only measures; both
 * run the same code, so a page drawn alone is the page that was laid out. */
typedef struct
{
  KirokuDocument *document; /* (unowned) */
  KirokuFace *face;
  KirokuInk *ink;
  cairo_t *cr;         /* (nullable) (unowned) */
  gboolean has_tags;   /* @cr makes a PDF: mark what is a heading and what a paragraph */
  GArray *marks;       /* KirokuMark; headings met, when measuring */
  GArray *rules;       /* drawn at the end of the page, all at once */
  GHashTable *names;   /* name → KirokuPlace, of all that links can aim at; met when measuring */
  GPtrArray *lines;    /* KirokuLines, see kiroku_flow_borrow () */
  char *scratch[KIROKU_COLUMNS_MAX]; /* for kiroku_lines_clean () */
  double left, top, width, bottom;
  double y;            /* where the next thing goes */
  double gap;          /* to leave before it, unless it is the first of the page */
  gboolean is_fresh;   /* nothing is on the page yet */
  gboolean is_bare;    /* nothing but headings, whose first line of text must go here */
  guint page;
} KirokuFlow;

typedef enum
{
  KIROKU_FLOW_DONE, /* the block is at its end */
  KIROKU_FLOW_FULL, /* the page is full, @place says where the block goes on */
  KIROKU_FLOW_FAILED,
} KirokuFlowResult;

#define KIROKU_RULE_LIGHT 0.4
#define KIROKU_RULE_HEAVY 0.6

/* (transfer full): for @document, which must outlive it. */
KirokuFlow *kiroku_flow_new (KirokuDocument *document, GError **error);
void kiroku_flow_free (KirokuFlow *flow);

/* Fills page @page from @place on and moves @place to where the next page begins; its block is
 * past the last one at the end of the document. */
gboolean kiroku_flow_page (
    KirokuFlow *flow, guint page, cairo_t *cr, KirokuPlace *place, GError **error);

/* --- For the blocks ------------------------------------------------------------------------- */

/* Lines for use until the next call with the same @number. */
KirokuLines *kiroku_flow_borrow (KirokuFlow *flow, guint number);
/* What is left of the page, less the gap that would come first. */
double kiroku_flow_room (KirokuFlow *flow);
/* Leaves the gap and takes @height; returns the upper edge of what was taken. */
double kiroku_flow_take (KirokuFlow *flow, double height);
/* Asks for at least @gap before what comes next. */
void kiroku_flow_leave (KirokuFlow *flow, double gap);
void kiroku_flow_begin_tag (KirokuFlow *flow, const char *tag);
void kiroku_flow_end_tag (KirokuFlow *flow, const char *tag);
void kiroku_flow_rule (
    KirokuFlow *flow, double x0, double y0, double x1, double y1, double weight);
void kiroku_flow_shade (
    KirokuFlow *flow, double x, double y, double width, double height, double gray);
/* Puts lines @first up to @end; @y is the upper edge of the first, @pitch from line to line. */
void kiroku_flow_put (KirokuFlow *flow, const KirokuLines *lines, guint first, guint end, double x,
                      double y, double size, double pitch, KirokuAlign align);

/* What kiroku_flow_put () takes. */
typedef struct
{
  const KirokuLines *lines;
  guint first, end;
  double x, y, size, pitch;
  KirokuAlign align;
} KirokuPut;

/* The same as a link to @target (nullable). In a paragraph that holds a link all else is to be put by this, too, without a
 * target: cairo 1.16 loses from the structure what stands beside an element and is in none. */
void kiroku_flow_put_link (KirokuFlow *flow, const KirokuPut *put, const char *target);
/* Links to @name (nullable) lead to @y, if @place is at its beginning. */
void kiroku_flow_name (KirokuFlow *flow, const char *name, const KirokuPlace *place, double y);
/* How many of @n lines go on this page, where @room lines have room, so that no line is left alone;
 * 0: none. @keep: up to so many are not parted, unless the page is bare. */
guint kiroku_flow_split (KirokuFlow *flow, guint n, guint room, guint keep);
/* kiroku_flow_take () for a heading, of whatever sort: it leaves a bare page bare. */
double kiroku_flow_take_head (KirokuFlow *flow, double height);

/* What a trial puts back. */
typedef struct
{
  cairo_t *cr;
  double y, gap;
  gboolean is_fresh, is_bare;
  guint n_marks;
} KirokuTrial;

/* Until its end nothing is drawn and what is placed takes no room, so that a heading can see
 * whether what follows has room below it. */
void kiroku_flow_begin_trial (KirokuFlow *flow, KirokuTrial *trial);
void kiroku_flow_end_trial (KirokuFlow *flow, const KirokuTrial *trial);

KirokuFlowResult kiroku_flow_pairs (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);
KirokuFlowResult kiroku_flow_grid (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);
KirokuFlowResult kiroku_flow_table (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);
KirokuFlowResult kiroku_flow_bar (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);
/* Draws @text as a QR code in a square of @size points, which holds its margin of four modules. */
gboolean kiroku_flow_put_code (
    cairo_t *cr, const char *text, double x, double y, double size, GError **error);
KirokuFlowResult kiroku_flow_code (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);
KirokuFlowResult kiroku_flow_chart (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);
KirokuFlowResult kiroku_flow_image (
    KirokuFlow *flow, const KirokuBlock *block, KirokuPlace *place, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFlow, kiroku_flow_free)

G_END_DECLS
