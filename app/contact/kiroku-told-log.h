/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-absent.h"
#include "kiroku-contact.h"

G_BEGIN_DECLS

/* Who was told in a case, in full: also what was corrected since, who recorded it, and which values are
 * not here. Only copied values: it may cross threads. */
typedef struct
{
  GPtrArray *told;    /* (element-type KirokuTold): by the time of telling */
  GPtrArray *authors; /* (element-type KirokuAuthor) */
  GHashTable *absent; /* as kiroku_absent_list() gives it */
} KirokuToldLog;

/* Within a reading transaction of the caller's. (transfer full) */
KirokuToldLog *kiroku_told_log_read_within (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* The same, of a moment of its own. */
KirokuToldLog *kiroku_told_log_read (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
void kiroku_told_log_free (KirokuToldLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuToldLog, kiroku_told_log_free)

/* @text, value @field of @told, or for people that it is withheld or erased; NULL when nobody stated it.
 * (transfer none) (nullable) */
const char *kiroku_told_log_show (
    const KirokuToldLog *self, const KirokuTold *told, const char *field, const char *text);
/* How somebody was told, for people. (transfer none) (nullable) */
const char *kiroku_told_log_show_means (const KirokuToldLog *self, const KirokuTold *told);
/* Who recorded it, and that nobody vouched for the key. (transfer full) */
char *kiroku_told_log_dup_author (const KirokuToldLog *self, const KirokuTold *told);

G_END_DECLS
