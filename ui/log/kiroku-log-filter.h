/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-log-reader.h"

G_BEGIN_DECLS

/* Which entries of a log are shown: those with some words, of one class, with the steps of the
 * playbook.
 *
 * Signals:
 *   changed (): others than before.
 *   stopped (): whoever searched has found it. */
#define KIROKU_TYPE_LOG_FILTER (kiroku_log_filter_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLogFilter, kiroku_log_filter, KIROKU, LOG_FILTER, AdwBin)

/* What is chosen, for the case @case_id. (transfer full) */
KirokuLogQuery *kiroku_log_filter_make_query (KirokuLogFilter *self, const char *case_id);
/* All words and classes again, without ::changed. @steps: the steps of the playbook, too; otherwise
 * they stay as they are */
void kiroku_log_filter_reset (KirokuLogFilter *self, gboolean steps);
/* How many entries there are, which is said while some are left out. */
void kiroku_log_filter_set_found (KirokuLogFilter *self, guint n);
/* Puts the keyboard into the search entry. */
void kiroku_log_filter_focus (KirokuLogFilter *self);

G_END_DECLS
