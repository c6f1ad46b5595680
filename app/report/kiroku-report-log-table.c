/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-approval.h"
#include "kiroku-line-erasure.h"
#include "kiroku-report-log-private.h"

/* Widths of the columns, in points. */
#define NUMBER_WIDTH 32
#define FURTHER_DIGIT_WIDTH 6 /* of a number beyond 9999 */
#define TIME_WIDTH 104
#define LABEL_WIDTH 46
#define LABEL_WIDTH_EN 74
#define AUTHOR_WIDTH 62
#define APPROVAL_WIDTH 120

/* --- Rows ------------------------------------------------------------------------------------- */

/* When it happened as it reads now. (transfer full) */
static char *
make_stamp (KirokuReportLog *log, const KirokuLine *line)
{
  if (line->retimed)
    return kiroku_words_stamp (log->language, line->corrected_at, line->corrected_precision,
                               log->zone);
  return kiroku_words_stamp (log->language, line->at,
                             line->stated ? line->precision : KIROKU_PRECISION_SECOND, log->zone);
}

/* When it happened, and below when it was recorded if that is another time. (transfer full) */
static char *
make_time (KirokuReportLog *log, const KirokuLine *line)
{
  g_autofree char *at = make_stamp (log, line);
  g_autofree char *rec = NULL;
  gint64 time = kiroku_line_get_time (line);

  if (time / G_USEC_PER_SEC == line->rec / G_USEC_PER_SEC || !(line->stated || line->retimed))
    return g_steal_pointer (&at);
  if (ABS (line->rec - time) >= 60 * G_USEC_PER_SEC)
    rec = kiroku_words_stamp (log->language, line->rec, KIROKU_PRECISION_MINUTE, log->zone);
  else
    rec = kiroku_words_stamp (log->language, line->rec, KIROKU_PRECISION_SECOND, log->zone);
  return g_strdup_printf (kiroku_words (log->language, "%s\n記録 %s", "%s\nrec. %s"), at, rec);
}

/* Why the line reads as it does. (transfer full) */
static char *
add_correction (KirokuReportLog *log, const KirokuLine *line, const char *text)
{
  g_autofree char *who = NULL;
  g_autofree char *why = NULL;
  g_autofree char *reason = NULL;

  if (line->correction == NULL)
    return g_strdup (text);
  who = kiroku_report_mark_name (line->corrector, line->corrector_unvouched, log->language);
  if (line->reason != NULL)
    why = kiroku_line_defang (line, line->reason);
  else if (kiroku_line_is_erased (line, line->correction, "reason"))
    why = g_strdup (kiroku_words (log->language, "（法令により消去）", "(erased by law)"));
  else
    why = g_strdup (kiroku_words (log->language, "（開示されない）", "(withheld)"));
  reason = kiroku_line_add_earlier (line, why, log->language);
  return g_strdup_printf (kiroku_words (log->language, "%s\n［訂正：%s ― 理由：%s］",
                                        "%s\n[Corrected by %s — reason: %s]"),
                          text, who, reason);
}

/* What a correction's own line is about. (transfer full) */
static char *
add_subject (KirokuReportLog *log, const KirokuLine *line, const char *text)
{
  gpointer number = NULL;

  if (line->subject != NULL)
    number = g_hash_table_lookup (log->numbers, line->subject);
  if (!g_str_equal (line->kind, "correct") || number == NULL)
    return g_strdup (text);
  return g_strdup_printf (kiroku_words (log->language, "番号%uの訂正：%s", "Correction of no. %u: %s"),
                          GPOINTER_TO_UINT (number), text);
}

/* @text with @sentences (nullable) about it below. (transfer full) */
static char *
add_below (KirokuReportLog *log, const char *text, const char *sentences)
{
  if (sentences == NULL)
    return g_strdup (text);
  return g_strdup_printf (kiroku_words (log->language, "%s\n［%s］", "%s\n[%s]"), text, sentences);
}

/* Who approved or refused it, and whether that counts. (transfer full) */
static char *
add_approvals (KirokuReportLog *log, const KirokuLine *line, const char *text)
{
  g_autofree char *approvals = kiroku_line_describe_approvals (line, log->language, log->zone);

  return add_below (log, text, approvals);
}

/* What was erased by law, who did it and on what ground. (transfer full) */
static char *
add_erasures (KirokuReportLog *log, const KirokuLine *line, const char *text)
{
  g_autofree char *erasures
      = kiroku_line_describe_erasures (line, log->pack, log->language, log->zone);

  return add_below (log, text, erasures);
}

/* That somebody saw a contradiction and put an end to it, and between whom it was. (transfer full)
 */
static char *
add_settled (KirokuReportLog *log, const KirokuLine *line, const char *text)
{
  const KirokuConflict *settled
      = log->settled != NULL ? g_hash_table_lookup (log->settled, line->hash) : NULL;
  g_autoptr (GString) names = NULL;

  if (settled == NULL)
    return g_strdup (text);
  names = g_string_new (NULL);
  for (guint i = settled->rivals->len; i-- > 0;)
    {
      const KirokuRival *rival = g_ptr_array_index (settled->rivals, i);

      g_string_append_printf (names, "%s%s",
                              names->len > 0 ? kiroku_words (log->language, "、", ", ") : "",
                              rival->author != NULL ? rival->author : "");
    }
  return g_strdup_printf (kiroku_words (log->language, "%s\n［記録の食い違いを解消：%s］",
                                        "%s\n[Settles what was stated differently by %s]"),
                          text, names->str);
}

/* What the line says, without who approved it. (transfer full) */
static char *
make_reading (KirokuReportLog *log, const KirokuLine *line)
{
  g_autofree char *text = kiroku_report_describe (line, log->pack, log->zone, log->language);
  g_autofree char *about = add_subject (log, line, text);
  g_autofree char *settling = add_settled (log, line, about);

  return add_correction (log, line, settling);
}

static char *
make_text (KirokuReportLog *log, const KirokuLine *line)
{
  g_autofree char *read = make_reading (log, line);
  g_autofree char *judged = add_approvals (log, line, read);

  return add_erasures (log, line, judged);
}

/* Who approved or refused it; else whom its author named, who may be withheld; else that nobody did. (transfer full) */
static char *
make_approval (KirokuReportLog *log, const KirokuLine *line)
{
  char *approvals = kiroku_line_describe_approvals (line, log->language, log->zone);

  if (approvals != NULL)
    return approvals;
  if (line->named != NULL && line->named[0] != '\0')
    return g_strdup_printf (kiroku_words (log->language, "%s（記録者による記入。署名なし）",
                                          "%s (named by the author, not signed)"),
                            line->named);
  return g_strdup (kiroku_report_name_absence (log->language, log->absent, line->hash, "approver",
                                               kiroku_words (log->language, "承認の記載なし", "no approval stated")));
}

static void
give_original (KirokuReportLog *log, const KirokuLine *line, const char **cells)
{
  KirokuLine original = *line;
  g_autofree char *said = NULL;

  if (kiroku_line_is_reworded (line))
    {
      said = kiroku_report_dup_original (line, log->pack, log->language);
      g_free (log->text);
      log->text = kiroku_line_defang (line, said);
      cells[4] = log->text;
    }
  if (!kiroku_line_has_old_time (line))
    return;
  original.retimed = FALSE;
  g_free (log->time);
  log->time = make_stamp (log, &original);
  cells[1] = log->time;
}

static void
give_line (KirokuReportLog *log, guint i, const KirokuLine *line, const char **cells)
{
  g_free (log->number);
  g_free (log->time);
  g_free (log->author);
  g_free (log->text);
  log->number = g_strdup_printf ("%u", i + 1);
  log->time = make_time (log, line);
  log->author = kiroku_report_dup_author (line, log->language);
  log->text = make_text (log, line);
  cells[0] = log->number;
  cells[1] = log->time;
  cells[2] = kiroku_report_label (line, log->language);
  cells[3] = log->author;
  cells[4] = log->text;
}

static gboolean
give_row (guint row, const char **cells, KirokuRowFlags *flags, gpointer data, GError **error)
{
  KirokuReportLog *log = data;
  gboolean is_original;
  guint i = kiroku_report_log_find_line (log, row, &is_original);
  const KirokuLine *line = log->get_line (i, log->line_data, error);

  if (line == NULL)
    return FALSE;
  if (is_original)
    {
      *flags = KIROKU_ROW_STRUCK;
      give_original (log, line, cells);
    }
  else
    give_line (log, i, line, cells);
  return TRUE;
}

static gboolean
give_decision (guint row, const char **cells, KirokuRowFlags *flags, gpointer data, GError **error)
{
  KirokuReportLog *log = data;
  guint i = g_array_index (log->decisions, guint, row);
  const KirokuLine *line = log->get_line (i, log->line_data, error);

  if (line == NULL)
    return FALSE;
  give_line (log, i, line, cells);
  return TRUE;
}

static gboolean
give_judged (guint row, const char **cells, KirokuRowFlags *flags, gpointer data, GError **error)
{
  KirokuReportLog *log = data;
  guint i = g_array_index (log->judged, KirokuReportDecision, row).line;
  const KirokuLine *line = log->get_line (i, log->line_data, error);
  g_autofree char *reading = NULL;

  if (line == NULL)
    return FALSE;
  reading = make_reading (log, line);
  give_line (log, i, line, cells);
  g_free (log->number);
  g_free (log->text);
  g_free (log->approval);
  log->number = kiroku_report_dup_mark ('D', row);
  log->text = add_erasures (log, line, reading);
  log->approval = make_approval (log, line);
  cells[0] = log->number;
  cells[2] = log->text;
  cells[3] = log->author;
  cells[4] = log->approval;
  return TRUE;
}

static gboolean
give_lesson (guint row, const char **cells, KirokuRowFlags *flags, gpointer data, GError **error)
{
  KirokuReportLog *log = data;
  guint i = g_array_index (log->lessons, guint, row);
  const KirokuLine *line = log->get_line (i, log->line_data, error);

  if (line == NULL)
    return FALSE;
  give_line (log, i, line, cells);
  return TRUE;
}

/* --- Tables ----------------------------------------------------------------------------------- */

/* A number stays on one line. */
static double
get_number_width (KirokuReportLog *log)
{
  double width = NUMBER_WIDTH;

  for (guint n = log->n_lines; n > 9999; n /= 10)
    width += FURTHER_DIGIT_WIDTH;
  return width;
}

static void
add_table (KirokuReportLog *log, KirokuDocument *document, guint n_rows, KirokuRowFunc func)
{
  const char *language = log->language;
  double label = kiroku_words_is_japanese (language) ? LABEL_WIDTH : LABEL_WIDTH_EN;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "番号", "No."), get_number_width (log), KIROKU_ALIGN_END },
    { kiroku_words (language, "日時", "Time"), TIME_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "区分", "Class"), label, KIROKU_ALIGN_START },
    { kiroku_words (language, "記録者", "Author"), AUTHOR_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "内容", "Text"), 0, KIROKU_ALIGN_START },
  };

  kiroku_document_add_table (document, columns, G_N_ELEMENTS (columns), n_rows, func,
                             kiroku_report_log_ref (log), (GDestroyNotify) kiroku_report_log_unref);
}

/* The whole log calls the row of a line by its number. (transfer full) */
static char *
dup_row_name (guint line)
{
  return g_strdup_printf ("log-%u", line + 1);
}

/* From row @row of the table added last to the line that it is about, among all. */
static void
link_line (KirokuDocument *document, guint row, guint line)
{
  g_autofree char *name = dup_row_name (line);
  g_autofree char *target = g_strconcat ("#", name, NULL);

  kiroku_document_link_cell (document, row, 0, target);
}

static void
link_lines (KirokuDocument *document, const GArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    link_line (document, i, g_array_index (lines, guint, i));
}

/* Of the whole log, added last, what other tables link to. */
static void
name_line (KirokuReportLog *log, KirokuDocument *document, guint line)
{
  g_autofree char *name = dup_row_name (line);
  guint row;

  if (kiroku_report_log_find_row (log, line, &row))
    kiroku_document_name_row (document, row, name);
}

static void
name_lines (KirokuReportLog *log, KirokuDocument *document)
{
  for (guint i = 0; i < log->decisions->len; i++)
    name_line (log, document, g_array_index (log->decisions, guint, i));
  for (guint i = 0; i < log->lessons->len; i++)
    name_line (log, document, g_array_index (log->lessons, guint, i));
}

void
kiroku_report_log_add_decisions (KirokuReportLog *log, KirokuDocument *document)
{
  if (log->decisions->len == 0)
    return;
  add_table (log, document, log->decisions->len, give_decision);
  link_lines (document, log->decisions);
}

void
kiroku_report_log_add_judged (KirokuReportLog *log, KirokuDocument *document)
{
  const char *language = log->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "番号", "No."), NUMBER_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "日時", "Time"), TIME_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "判断", "Decision"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "記録者", "Author"), AUTHOR_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "承認", "Approval"), APPROVAL_WIDTH, KIROKU_ALIGN_START },
  };

  if (log->judged->len == 0)
    return;
  kiroku_document_add_table (document, columns, G_N_ELEMENTS (columns), log->judged->len,
                             give_judged, kiroku_report_log_ref (log),
                             (GDestroyNotify) kiroku_report_log_unref);
  for (guint i = 0; i < log->judged->len; i++)
    link_line (document, i, g_array_index (log->judged, KirokuReportDecision, i).line);
}

void
kiroku_report_log_add_lessons (KirokuReportLog *log, KirokuDocument *document)
{
  if (log->lessons->len == 0)
    return;
  add_table (log, document, log->lessons->len, give_lesson);
  link_lines (document, log->lessons);
}

void
kiroku_report_log_add_table (KirokuReportLog *log, KirokuDocument *document)
{
  if (log->n_rows == 0)
    return;
  add_table (log, document, log->n_rows, give_row);
  name_lines (log, document);
}
