/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-report.h"

G_BEGIN_DECLS

/* --- Words: all in @language ------------------------------------------------------------------ */

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
/* When it is due: a day, a range, a moment, 速やかに. (transfer full) */
char *kiroku_report_due (const KirokuObligation *obligation, const char *language);

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

void kiroku_report_log_add_decisions (KirokuReportLog *log, KirokuDocument *document);
void kiroku_report_log_add_table (KirokuReportLog *log, KirokuDocument *document);

/* --- Phases, times, obligations --------------------------------------------------------------- */

void kiroku_report_add_stages (KirokuDocument *document,
                               const KirokuReportInput *input,
                               KirokuReportLog *log);
void kiroku_report_add_times (KirokuDocument *document, const KirokuReportInput *input);
void kiroku_report_add_obligations (KirokuDocument *document, const KirokuReportInput *input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuReportLog, kiroku_report_log_unref)

G_END_DECLS
