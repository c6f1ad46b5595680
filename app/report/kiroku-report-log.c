/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-approval.h"
#include "kiroku-report-log-private.h"

/* --- Looking through it ----------------------------------------------------------------------- */

static gboolean
is_decision (const KirokuLine *line)
{
  return g_strcmp0 (line->klass, "decision") == 0 || g_str_equal (line->kind, "obligation.decide")
         || g_str_equal (line->kind, "case.level")
         || g_str_equal (line->kind, "form.approve");
}

/* The approval of a form is itself one, and stands with what was filed. */
static void
note_decision (KirokuReportLog *log, guint i, const KirokuLine *line)
{
  const KirokuApproval *approval = kiroku_line_get_approval (line);
  const KirokuReportDecision decision
      = { i, kiroku_line_get_time (line),
          approval != NULL && kiroku_approval_counts (approval) && !approval->refused };

  if (!is_decision (line))
    return;
  g_array_append_val (log->decisions, i);
  if (!g_str_equal (line->kind, "form.approve"))
    g_array_append_val (log->judged, decision);
}

static gboolean
is_in_review (GPtrArray *visits, gint64 at)
{
  for (guint i = 0; i < visits->len; i++)
    {
      const KirokuVisit *visit = visits->pdata[i];

      if (visit->phase == KIROKU_PHASE_REVIEW && !visit->withheld && at >= visit->start
          && (visit->end == KIROKU_TIME_NONE || at < visit->end))
        return TRUE;
    }
  return FALSE;
}

static void
note_author (KirokuReportLog *log, const KirokuLine *line)
{
  if (line->key == NULL || line->author == NULL || g_hash_table_contains (log->authors, line->key))
    return;
  g_hash_table_insert (log->authors, g_strdup (line->key), g_strdup (line->author));
  if (!g_ptr_array_find_with_equal_func (log->names, line->author, g_str_equal, NULL))
    g_ptr_array_add (log->names, g_strdup (line->author));
}

static void
begin_run (KirokuReportLog *log, guint line, gboolean is_original)
{
  KirokuReportRun run = { log->n_rows, line, is_original };
  guint n = log->runs->len;

  if (n > 0 && g_array_index (log->runs, KirokuReportRun, n - 1).row == log->n_rows)
    g_array_index (log->runs, KirokuReportRun, n - 1) = run;
  else
    g_array_append_val (log->runs, run);
}

/* Only what reads otherwise now is struck through. */
static gboolean
has_original (const KirokuLine *line)
{
  return kiroku_line_is_reworded (line) || kiroku_line_has_old_time (line);
}

/* A corrected line has two rows: how it reads now, and struck through what was recorded otherwise. */
static void
note_rows (KirokuReportLog *log, guint i, const KirokuLine *line)
{
  gboolean is_checkpoint = kiroku_line_is_checkpoint (line);

  if (line->is_step || is_checkpoint)
    {
      log->n_steps += line->is_step;
      log->n_checkpoints += is_checkpoint;
      begin_run (log, i + 1, FALSE);
      return;
    }
  log->n_rows++;
  if (line->correction == NULL)
    return;
  log->n_corrected++;
  if (has_original (line))
    {
      begin_run (log, i, TRUE);
      log->n_rows++;
      begin_run (log, i + 1, FALSE);
    }
  g_hash_table_insert (log->numbers, g_strdup (line->hash), GUINT_TO_POINTER (i + 1));
}

static void
note_line (KirokuReportLog *log, guint i, const KirokuLine *line, GPtrArray *visits)
{
  const gint64 at = kiroku_line_get_time (line);

  note_author (log, line);
  log->from = i == 0 ? at : MIN (log->from, at);
  log->to = i == 0 ? at : MAX (log->to, at);
  note_rows (log, i, line);
  note_decision (log, i, line);
  if (!line->is_step && !kiroku_line_is_checkpoint (line))
    g_array_append_val (log->times, at);
  if (g_str_equal (line->kind, "note") && is_in_review (visits, at))
    g_array_append_val (log->lessons, i);
}

KirokuReportLog *
kiroku_report_log_new (const KirokuReportInput *input, GError **error)
{
  g_autoptr (KirokuReportLog) log = g_new0 (KirokuReportLog, 1);

  g_atomic_ref_count_init (&log->ref_count);
  log->n_lines = input->n_lines;
  log->get_line = input->get_line;
  log->line_data = input->line_data;
  log->line_data_free = input->line_data_free;
  log->pack = kiroku_pack_ref (input->pack);
  log->zone = g_time_zone_ref (input->zone);
  log->language = g_strdup (input->language);
  log->names = g_ptr_array_new_with_free_func (g_free);
  log->authors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  log->runs = g_array_new (FALSE, FALSE, sizeof (KirokuReportRun));
  begin_run (log, 0, FALSE);
  log->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  log->absent = input->absent != NULL ? g_hash_table_ref (input->absent) : NULL;
  log->settled = input->settled != NULL ? g_hash_table_ref (input->settled) : NULL;
  log->decisions = g_array_new (FALSE, FALSE, sizeof (guint));
  log->judged = g_array_new (FALSE, FALSE, sizeof (KirokuReportDecision));
  log->lessons = g_array_new (FALSE, FALSE, sizeof (guint));
  log->times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < log->n_lines; i++)
    {
      const KirokuLine *line = log->get_line (i, log->line_data, error);

      if (line == NULL)
        return NULL;
      note_line (log, i, line, input->visits);
    }
  return g_steal_pointer (&log);
}

KirokuReportLog *
kiroku_report_log_ref (KirokuReportLog *log)
{
  g_atomic_ref_count_inc (&log->ref_count);
  return log;
}

void
kiroku_report_log_unref (KirokuReportLog *log)
{
  if (!g_atomic_ref_count_dec (&log->ref_count))
    return;
  if (log->line_data_free != NULL)
    log->line_data_free (log->line_data);
  kiroku_pack_unref (log->pack);
  g_time_zone_unref (log->zone);
  g_free (log->language);
  g_ptr_array_unref (log->names);
  g_hash_table_unref (log->authors);
  g_array_unref (log->runs);
  g_hash_table_unref (log->numbers);
  g_clear_pointer (&log->absent, g_hash_table_unref);
  g_clear_pointer (&log->settled, g_hash_table_unref);
  g_array_unref (log->decisions);
  g_array_unref (log->judged);
  g_array_unref (log->lessons);
  g_array_unref (log->times);
  g_free (log->approval);
  g_free (log->number);
  g_free (log->time);
  g_free (log->author);
  g_free (log->text);
  g_free (log);
}

char *
kiroku_report_log_dup_authors (KirokuReportLog *log)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < log->names->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? kiroku_words (log->language, "、", ", ") : "",
                            (const char *) log->names->pdata[i]);
  return g_string_free (out, FALSE);
}

const char *
kiroku_report_log_get_author (KirokuReportLog *log, const char *key)
{
  return key != NULL ? g_hash_table_lookup (log->authors, key) : NULL;
}

gboolean
kiroku_report_log_get_period (KirokuReportLog *log, gint64 *from, gint64 *to)
{
  *from = log->from;
  *to = log->to;
  return log->n_lines > 0;
}

guint
kiroku_report_log_get_n_corrected (KirokuReportLog *log)
{
  return log->n_corrected;
}

guint
kiroku_report_log_get_n_steps (KirokuReportLog *log)
{
  return log->n_steps;
}

guint
kiroku_report_log_get_n_checkpoints (KirokuReportLog *log)
{
  return log->n_checkpoints;
}

guint
kiroku_report_log_get_n_decisions (KirokuReportLog *log)
{
  return log->decisions->len;
}

const GArray *
kiroku_report_log_get_judged (KirokuReportLog *log)
{
  return log->judged;
}

const GArray *
kiroku_report_log_get_times (KirokuReportLog *log)
{
  return log->times;
}

guint
kiroku_report_log_get_n_lessons (KirokuReportLog *log)
{
  return log->lessons->len;
}

guint
kiroku_report_log_find_line (KirokuReportLog *log, guint row, gboolean *is_original)
{
  guint low = 0, high = log->runs->len;
  const KirokuReportRun *run;

  while (high - low > 1) /* the last run that begins not behind this row */
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (log->runs, KirokuReportRun, middle).row <= row)
        low = middle;
      else
        high = middle;
    }
  run = &g_array_index (log->runs, KirokuReportRun, low);
  *is_original = run->is_original;
  return run->line + (row - run->row);
}

/* The last run that begins not behind line @line: its original stands alone behind its reading. */
static guint
find_run (KirokuReportLog *log, guint line)
{
  guint low = 0, high = log->runs->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (log->runs, KirokuReportRun, middle).line <= line)
        low = middle;
      else
        high = middle;
    }
  return low > 0 && g_array_index (log->runs, KirokuReportRun, low).is_original ? low - 1 : low;
}

gboolean
kiroku_report_log_find_row (KirokuReportLog *log, guint line, guint *row)
{
  guint i = log->runs->len > 0 ? find_run (log, line) : 0;
  const KirokuReportRun *run = &g_array_index (log->runs, KirokuReportRun, i);
  guint end = i + 1 < log->runs->len ? run[1].row : log->n_rows;

  if (log->runs->len == 0 || line < run->line || line - run->line >= end - run->row)
    return FALSE;
  *row = run->row + (line - run->line);
  return TRUE;
}
