/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"
#include "kiroku-fold.h"
#include "kiroku-indicator-text.h"
#include "kiroku-tlp.h"

G_BEGIN_DECLS

/* The indicators of compromise of a case, by type and value. An indicator.set entry says all of one
 * indicator: what it leaves out is not known (FORMAT.md §6), but for when it was first seen, which is the
 * last that anybody stated. */
typedef enum
{
  KIROKU_INDICATOR_ACTIVE,
  KIROKU_INDICATOR_WITHDRAWN, /* no sign of the attack after all */
} KirokuIndicatorState;

#define KIROKU_N_INDICATOR_STATES 2

const char *kiroku_indicator_state_id (KirokuIndicatorState state);
const char *kiroku_indicator_state_name (KirokuIndicatorState state);
gboolean kiroku_indicator_state_parse (const char *id, KirokuIndicatorState *state, GError **error);

typedef struct
{
  KirokuIndicatorType type;
  char *value; /* canonical, never defanged */
  KirokuIndicatorState state;
  KirokuTlp tlp;
  gboolean lacks; /* not all that was said of it last is here, or can be read: nobody can say it anew */
  gboolean tlp_foreign; /* it has a mark, which is of a later version */
  char *technique;   /* (nullable) id in ATT&CK */
  char *note;        /* (nullable) */
  char *entry;       /* (nullable) hash of the entry it was found in */
  gint64 first_seen; /* µs UTC as stated, or KIROKU_TIME_NONE */
  char *author;      /* key id of who said so */
  char *hash;        /* of the entry that says so */
  gint64 set_at;     /* µs UTC, recorded */
} KirokuIndicator;

KirokuIndicator *kiroku_indicator_copy (const KirokuIndicator *self);
void kiroku_indicator_free (KirokuIndicator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuIndicator, kiroku_indicator_free)

/* The indicators of a case in the order in which they were first recorded, withdrawn ones included.
 * @as_of as in kiroku-case.h. (transfer full) (element-type KirokuIndicator) */
GPtrArray *kiroku_indicator_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* (transfer none) (nullable) */
const KirokuIndicator *kiroku_indicator_look_up (
    GPtrArray *indicators, KirokuIndicatorType type, const char *value);

/* An entry that says all of @indicator; its last four members are not looked at. @first_seen: (nullable).
 * @corrects: (nullable): hash of the entry that was wrong, with the @reason. (transfer full) */
KirokuDraft *kiroku_draft_indicator_set (const KirokuIndicator *indicator,
                                         const KirokuTime *first_seen,
                                         const char *corrects,
                                         const char *reason);

/* Table `indicator`: a row an indicator.set. */
extern const KirokuFold kiroku_indicator_fold;

G_END_DECLS
