/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-report-private.h"
#include "kiroku-situation-report.h"

G_BEGIN_DECLS

/* Half-width characters of which one line has room. */
#define KIROKU_SITUATION_LINE 74
/* The same of one of several on a line. */
#define KIROKU_SITUATION_PART 56

/* What of the page may be longer or shorter. */
typedef enum
{
  KIROKU_SITUATION_KNOWN,
  KIROKU_SITUATION_UNKNOWN,
  KIROKU_SITUATION_TAKEN,
  KIROKU_SITUATION_AWAITED,
  KIROKU_SITUATION_DEADLINES,
  KIROKU_SITUATION_TASKS,
  KIROKU_SITUATION_TOLD,
  KIROKU_SITUATION_CHANGES,
  KIROKU_N_SITUATION_LISTS
} KirokuSituationList;

/* How much is said, so that it is one page: so many items of each list, so many half-width
 * characters of each, and of what was said when handing over. */
typedef struct
{
  guint items[KIROKU_N_SITUATION_LISTS];
  guint width, note;
} KirokuSituationRoom;

/* One page as it is put together. */
typedef struct
{
  const KirokuSituation *input;
  const KirokuSituationRoom *room;
  KirokuGrid *grid;
  guint left_out[KIROKU_N_SITUATION_LISTS]; /* items for which there was no room */
} KirokuSituationPage;

/* --- What fits -------------------------------------------------------------------------------- */

/* To the minute. (transfer full) */
char *kiroku_situation_show_stamp (const KirokuSituation *input, gint64 us);
/* (transfer full) */
char *kiroku_situation_name_duty (const KirokuSituation *input, const KirokuObligation *duty);
/* @text on one line, of at most @width half-width characters. (transfer full) */
char *kiroku_situation_cut (const char *text, guint width);

/* What stands under a head, each with when it was, µs UTC. (transfer full) */
GPtrArray *kiroku_situation_items_new (void);
/* Takes @text. */
void kiroku_situation_take_item (GPtrArray *items, gint64 at, char *text);
/* The later first; of one moment in the order in which they came. */
void kiroku_situation_sort_items (GPtrArray *items);

void kiroku_situation_add_row (KirokuSituationPage *page, const char *label, const char *text);
void kiroku_situation_append_line (GString *text, const char *bullet, const char *line);
/* @items of which there are @n in all, as many as there is room for. */
void kiroku_situation_add_items (KirokuSituationPage *page,
                                 KirokuSituationList list,
                                 const char *label,
                                 GPtrArray *items,
                                 gint64 n,
                                 const char *none);
/* @names one behind the other, as many as there is room for, and how many more. (transfer full) */
char *kiroku_situation_join_names (KirokuSituationPage *page,
                                   KirokuSituationList list,
                                   GPtrArray *names);

/* --- The rows --------------------------------------------------------------------------------- */

/* Nothing without a hand-over. */
void kiroku_situation_add_handover (KirokuSituationPage *page);
/* The case, its phase, and what is known and what is not. */
void kiroku_situation_add_state (KirokuSituationPage *page);
void kiroku_situation_add_deadlines (KirokuSituationPage *page);
/* Decisions that were taken, and those that are awaited. */
void kiroku_situation_add_taken (KirokuSituationPage *page);
void kiroku_situation_add_awaited (KirokuSituationPage *page);
void kiroku_situation_add_tasks (KirokuSituationPage *page);
void kiroku_situation_add_told (KirokuSituationPage *page);
void kiroku_situation_add_changes (KirokuSituationPage *page);

G_END_DECLS
