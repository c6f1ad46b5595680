/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What of a case stays here when a package or a report of it goes out: its facts, what people wrote into
 * its log, and for a package its evidence, to be ticked. What comes of that is looked for and shown below.
 *
 * Signals:
 *   changed (): what is ticked, or kiroku_withhold_list_is_looking()
 *   failed (const char *): what went wrong, in the user's language */
#define KIROKU_TYPE_WITHHOLD_LIST (kiroku_withhold_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuWithholdList, kiroku_withhold_list, KIROKU, WITHHOLD_LIST, AdwBin)

/* Before it has a model: it is for a report, which holds no files. */
void kiroku_withhold_list_set_is_report (KirokuWithholdList *self);
/* Once: shows what is known of the case now. */
void kiroku_withhold_list_set_model (KirokuWithholdList *self, KirokuCaseModel *model);
/* Ticks those of @names, ended by NULL, that are in the lists of facts and of words. */
void kiroku_withhold_list_tick_names (KirokuWithholdList *self, const char *const *names);
/* What is ticked, as in KirokuExportOrder, ended by NULL. (transfer container) */
const char **kiroku_withhold_list_list_names (KirokuWithholdList *self);
const char **kiroku_withhold_list_list_files (KirokuWithholdList *self);
/* Whether what comes of it is not known yet. */
gboolean kiroku_withhold_list_is_looking (KirokuWithholdList *self);

G_END_DECLS
