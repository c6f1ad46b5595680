/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-obligation.h"

G_BEGIN_DECLS

/* A case in the list of cases, with its nearest deadline.
 *
 * Signals:
 *   changed (): what it shows is other than before. */
#define KIROKU_TYPE_CASE_ITEM (kiroku_case_item_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCaseItem, kiroku_case_item, KIROKU, CASE_ITEM, GObject)

/* What is copied out of the reading thread. */
typedef struct
{
  KirokuCase *incident;
  gboolean has_due; /* of what applies for certain */
  KirokuDueKind due_kind;
  gint64 due_us; /* µs UTC, for KIROKU_DUE_TIME */
  char *due;     /* (nullable) YYYY-MM-DD, for KIROKU_DUE_DATE */
  char *zone;    /* (nullable) in which that day is counted */
  guint undecided;      /* duties with an end that may turn out not to apply */
  guint undecided_past; /* of how many of them that end is past */
} KirokuCaseSummary;

void kiroku_case_summary_free (KirokuCaseSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuCaseSummary, kiroku_case_summary_free)

/* All cases with their deadlines as of @now (µs UTC), in the order of kiroku_case_list(). For a
 * reading thread. (transfer full) (element-type KirokuCaseSummary) */
GPtrArray *kiroku_case_summaries_read (
    KirokuDb *db, KirokuPack *pack, gint64 now, const char *language, GError **error);

/* @summary: (transfer full) */
KirokuCaseItem *kiroku_case_item_new (KirokuCaseSummary *summary);
/* @summary: (transfer full): of the same case. */
void kiroku_case_item_update (KirokuCaseItem *self, KirokuCaseSummary *summary);
const KirokuCaseSummary *kiroku_case_item_get_summary (KirokuCaseItem *self);

G_END_DECLS
