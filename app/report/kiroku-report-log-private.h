/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-report-private.h"

G_BEGIN_DECLS

/* What kiroku-report-log found out, for kiroku-report-log-table. */

/* Rows of the table that show lines in order. A new one begins where they no longer run along: at a
 * line with two rows and behind lines with none. */
typedef struct
{
  guint row, line;      /* the first of it */
  gboolean is_original; /* one row only: how a corrected line was recorded */
} KirokuReportRun;

struct _KirokuReportLog
{
  gatomicrefcount ref_count;
  guint n_lines;
  KirokuReportLineFunc get_line;
  gpointer line_data;
  GDestroyNotify line_data_free;
  KirokuPack *pack;
  GTimeZone *zone;
  char *language;

  GPtrArray *names;      /* of authors, as they first wrote */
  GHashTable *authors;   /* key → name */
  gint64 from, to;       /* µs UTC */
  GArray *runs;          /* KirokuReportRun */
  guint n_rows;
  guint n_steps, n_checkpoints; /* lines left out of the table */
  guint n_corrected;     /* lines with another current reading */
  GHashTable *numbers;   /* hash of such a line → its number */
  GHashTable *absent;    /* (nullable) as kiroku_absent_list() gives it */
  GHashTable *settled;   /* (nullable) hash of a line → what it settled */
  GArray *decisions;     /* guint: lines that are decisions */
  GArray *judged;        /* KirokuReportDecision: those of them that somebody may approve */
  GArray *lessons;       /* guint: notes of the review */
  GArray *times;         /* gint64: µs UTC, of the lines that have a row */

  /* The row given last. */
  char *number, *time, *author, *text, *approval;
};

/* Tables that print the log hold it. (transfer full) */
KirokuReportLog *kiroku_report_log_ref (KirokuReportLog *log);
/* Which line row @row of the whole log shows. @is_original: (out): as it was recorded. */
guint kiroku_report_log_find_line (KirokuReportLog *log, guint row, gboolean *is_original);
/* Which row of the whole log shows line @line in its current reading; FALSE for one that is left out. */
gboolean kiroku_report_log_find_row (KirokuReportLog *log, guint line, guint *row);

G_END_DECLS
