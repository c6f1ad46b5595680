/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-papers.h"

G_BEGIN_DECLS

/* Lays out the sheet of whom to call; arguments as below. (transfer full) */
KirokuMadePaper *kiroku_paper_make_call_sheet (KirokuDb *db,
                                               const KirokuPaper *paper,
                                               const char *type,
                                               int phase,
                                               GCancellable *cancellable,
                                               GError **error);
/* Writes the sheet of whom to call (kiroku-call-sheet.h) to @path, of a case or, when the paper has no
 * case_id, of none: then @db may be NULL. @type: (nullable): id in the pack; NULL, of a case, for its
 * own. @phase: KirokuPhase, or negative for none. */
gboolean kiroku_paper_write_call_sheet (KirokuDb *db,
                                        const KirokuPaper *paper,
                                        const char *type,
                                        int phase,
                                        const char *path,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
