/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-measures.h"
#include "kiroku-report.h"
#include "kiroku-words.h"

G_BEGIN_DECLS

/* The least margin above and below, in points, where a marking stands outside of header and footer. */
#define KIROKU_REPORT_MARKED_MARGIN KIROKU_DOCUMENT_MM (19)

/* --- Words: all in @language ------------------------------------------------------------------ */

/* @text, or that it is not here where it is NULL. (transfer none) */
const char *kiroku_report_or_withheld (const char *language, const char *text);
/* What names the case on a command line: its number, unless a shell would take that for more than
 * one word. (transfer none) */
const char *kiroku_report_get_case_word (const KirokuCase *info);
/* How grave the case is: "2", or that it is withheld. (transfer full) */
char *kiroku_report_dup_level (const char *language, const KirokuCase *info);
/* By when @task is to be done, and that it is late at @now, µs UTC. (transfer full) (nullable): nobody stated
 * a time */
char *kiroku_report_dup_task_due (
    const char *language, const KirokuTask *task, gint64 now, GTimeZone *zone);
/* @due, in the form of `occ` or else as it is, to the minute in @zone, and first that it is @overdue, so that it is not
 * cut off. (transfer full) */
char *kiroku_report_show_due (
    const char *language, const char *due, gboolean overdue, GTimeZone *zone);
/* @us, µs UTC, to the second or to the minute in @zone. (transfer full) */
char *kiroku_report_show_second (const char *language, gint64 us, GTimeZone *zone);
char *kiroku_report_show_minute (const char *language, gint64 us, GTimeZone *zone);

/* The class of a note or the kind of another entry. (transfer none) */
const char *kiroku_report_label (const KirokuLine *line, const char *language);
/* The author's name, with what makes the line one to read with care. (transfer full) */
char *kiroku_report_dup_author (const KirokuLine *line, const char *language);
/* The name of who signed something, with the same words where nobody vouched. (transfer full) */
char *kiroku_report_mark_name (const char *name, gboolean unvouched, const char *language);
/* What the line says in its current reading. (transfer full) */
char *kiroku_report_describe (const KirokuLine *line,
                              KirokuPack *pack,
                              GTimeZone *zone,
                              const char *language);
/* What the line said when it was recorded, for one that was corrected. (transfer none) */
const char *kiroku_report_original (const KirokuLine *line, const char *language);
/* The same in full sentences where a text alone does not say it. (transfer full) */
char *kiroku_report_dup_original (const KirokuLine *line, KirokuPack *pack, const char *language);
/* (transfer none) */
const char *kiroku_report_obligation_state (const KirokuObligation *obligation,
                                            const char *language);
/* When it is due: a day, a range, a moment, 速やかに; days short, as in all tables. (transfer full) */
char *kiroku_report_due (const KirokuObligation *obligation, const char *language);
/* What stands in place of value @field of entry @hash: that it is not here by @absent (nullable, as
 * kiroku_absent_list() gives it), or @otherwise where nobody stated one. (transfer none) */
const char *kiroku_report_name_absence (const char *language,
                                        GHashTable *absent,
                                        const char *hash,
                                        const char *field,
                                        const char *otherwise);
/* The same of a report of the log: that it is not here, or @otherwise where nobody
 * stated one. (transfer none) */
const char *kiroku_report_or_absent (const KirokuReportInput *input,
                                     const char *hash,
                                     const char *field,
                                     const char *otherwise);
/* How somebody was told, and whom one spoke to. (transfer full) */
char *kiroku_report_describe_means (const KirokuTold *told, const KirokuReportInput *input);

/* --- The log ---------------------------------------------------------------------------------- */

/* What one look through the log found out; shared by the tables that print it. */
typedef struct _KirokuReportLog KirokuReportLog;

/* Takes over @input's line data. (transfer full) */
KirokuReportLog *kiroku_report_log_new (const KirokuReportInput *input, GError **error);
void kiroku_report_log_unref (KirokuReportLog *log);

/* Names in the order in which they first wrote, joined; "" without lines. (transfer full) */
char *kiroku_report_log_dup_authors (KirokuReportLog *log);
/* The name of the author with key @key; NULL when not among them. (transfer none) */
const char *kiroku_report_log_get_author (KirokuReportLog *log, const char *key);
/* From when to when it happened; FALSE without lines. */
gboolean kiroku_report_log_get_period (KirokuReportLog *log, gint64 *from, gint64 *to);
guint kiroku_report_log_get_n_corrected (KirokuReportLog *log);
/* How many lines only say that the playbook added a task; the table leaves them out. */
guint kiroku_report_log_get_n_steps (KirokuReportLog *log);
guint kiroku_report_log_get_n_checkpoints (KirokuReportLog *log);
guint kiroku_report_log_get_n_decisions (KirokuReportLog *log);

/* A decision that somebody may approve. */
typedef struct
{
  guint line;
  gint64 at;         /* µs UTC: when it was made */
  gboolean approved; /* an approval by somebody else counts */
} KirokuReportDecision;

/* In the order of the log. (transfer none) (element-type KirokuReportDecision) */
const GArray *kiroku_report_log_get_judged (KirokuReportLog *log);
/* When what has a row of its own in the table happened, µs UTC. (transfer none) (element-type gint64) */
const GArray *kiroku_report_log_get_times (KirokuReportLog *log);
/* How many notes are of the phase of review. */
guint kiroku_report_log_get_n_lessons (KirokuReportLog *log);

/* The same decisions with who approved them. */
void kiroku_report_log_add_judged (KirokuReportLog *log, KirokuDocument *document);
/* The notes of the review. */
void kiroku_report_log_add_lessons (KirokuReportLog *log, KirokuDocument *document);
void kiroku_report_log_add_decisions (KirokuReportLog *log, KirokuDocument *document);
void kiroku_report_log_add_table (KirokuReportLog *log, KirokuDocument *document);

/* --- Phases, times, obligations --------------------------------------------------------------- */

void kiroku_report_add_stages (KirokuDocument *document,
                               const KirokuReportInput *input,
                               KirokuReportLog *log);
void kiroku_report_add_times (KirokuDocument *document, const KirokuReportInput *input);
void kiroku_report_add_obligations (KirokuDocument *document, const KirokuReportInput *input);

/* --- What several reports begin and end with -------------------------------------------------- */

/* Title, header, footer and marking of a report called @name. */
void kiroku_report_set_page (
    KirokuDocument *document, const KirokuReportInput *input, const char *name);
/* The present phase and since when. (transfer full) */
char *kiroku_report_dup_phase (const KirokuReportInput *input);
void kiroku_report_add_making (
    KirokuPairs *pairs, const KirokuReportInput *input, KirokuReportLog *log);
/* The fact @key where the pack knows it and it has an answer, or @always. */
void kiroku_report_add_fact (
    KirokuPairs *pairs, const KirokuReportInput *input, const char *key, gboolean always);
void kiroku_report_add_next_due (KirokuPairs *pairs, const KirokuReportInput *input);
/* The whole log under @heading. */
void kiroku_report_add_log (KirokuDocument *document,
                            const KirokuReportInput *input,
                            KirokuReportLog *log,
                            const char *heading);

/* --- Chapters of the management report, as links name them ------------------------------------ */

#define KIROKU_REPORT_COURSE "course"
#define KIROKU_REPORT_TIMES "times"
#define KIROKU_REPORT_DECISIONS "decisions"
#define KIROKU_REPORT_NOTIFICATIONS "notifications"
#define KIROKU_REPORT_LESSONS "lessons"
#define KIROKU_REPORT_WORK "work"

/* The row of @rule among the obligations, as links name it: "#" before it makes a target. (transfer full) */
char *kiroku_report_dup_rule_name (const char *rule);

/* --- Of the management report ----------------------------------------------------------------- */

/* What became of an obligation that applies, or may. */
typedef enum
{
  KIROKU_NOTICE_OPEN,   /* its end is to come */
  KIROKU_NOTICE_MET,    /* filed in time */
  KIROKU_NOTICE_LATE,   /* filed, but after its end */
  KIROKU_NOTICE_MISSED, /* its end has passed, and it applies for certain */
  KIROKU_NOTICE_UNSURE, /* its end has passed, but nobody decided whether it applies */
  KIROKU_NOTICE_UNTIMED_MET,  /* filed, but there is no end by which to say whether in time */
  KIROKU_NOTICE_UNTIMED_OPEN, /* not filed, and it never has an end: promptly, on an event */
  KIROKU_NOTICE_UNDECIDED, /* nobody decided whether it applies, and no end has passed */
} KirokuNoticeState;

#define KIROKU_N_NOTICE_STATES 8

/* One time that a form was handed in. All unowned. */
typedef struct
{
  const char *form;
  const KirokuFiling *filing;
  const KirokuFiled *filed;
} KirokuReportFiled;

/* Who had to be told and who was. */
typedef struct
{
  GPtrArray *obligations; /* (element-type KirokuObligation): those that apply, or may */
  GArray *filed;          /* KirokuReportFiled, the earliest first */
  guint n[KIROKU_N_NOTICE_STATES];
} KirokuReportNotices;

/* Of @input, which it points into. (transfer full) */
KirokuReportNotices *kiroku_report_notices_new (const KirokuReportInput *input);
void kiroku_report_notices_free (KirokuReportNotices *self);

KirokuNoticeState kiroku_report_get_notice_state (const KirokuObligation *obligation);
/* To whom and what, a target called one. (transfer full) */
char *kiroku_report_dup_notice_name (const KirokuObligation *obligation, const char *language);
/* What was to be told to whom by when, what was filed with its proof, and who was told otherwise. */
void kiroku_report_add_notices (KirokuDocument *document,
                                const KirokuReportInput *input,
                                const KirokuReportNotices *notices,
                                KirokuReportLog *log);
/* All of it on one axis of time. */
void kiroku_report_add_chart (KirokuDocument *document,
                              const KirokuReportInput *input,
                              const KirokuReportNotices *notices,
                              KirokuReportLog *log);

#define KIROKU_REPORT_TASK_STATES (KIROKU_TASK_SKIPPED + 1)

/* A number, a date and a sentence of all that a board asks first. */
void kiroku_report_add_summary (KirokuDocument *document,
                                const KirokuReportInput *input,
                                const KirokuReportNotices *notices,
                                KirokuReportLog *log);
/* The questions that the pack asks afterwards, with their answers, and the notes of the review. */
/* What is to become better: nothing when nobody named a measure. */
void kiroku_report_add_improvements (KirokuDocument *document, const KirokuReportInput *input);
void kiroku_report_add_lessons (KirokuDocument *document,
                                const KirokuReportInput *input,
                                KirokuReportLog *log);
/* Of these questions how many there are, and how many somebody answered. */
void
kiroku_report_count_lessons (const KirokuReportInput *input, guint *n_asked, guint *n_answered);
/* What is done so that it does not happen again, and what is left to do: tasks by phase and owner. */
void kiroku_report_add_open_work (KirokuDocument *document, const KirokuReportInput *input);

/* A time to something, or that it is not known yet. (transfer full) */
char *kiroku_report_dup_measure (const KirokuMeasure *measure, const char *language);

/* How things are called in chart and tables: "D1" the first decision, "N1" what was to be told, "F1" what
 * was filed, "T1" somebody told. @i: from 0. (transfer full) */
char *kiroku_report_dup_mark (char letter, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuReportNotices, kiroku_report_notices_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuReportLog, kiroku_report_log_unref)

G_END_DECLS
