/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* A consultation with the Cybersecurity Council asks to be told before anything is published
 * (協議会案内2020). Once one was sent, a date of publication brings that as a task. */

/* Where @drafts (element-type KirokuDraft) state a date of publication in a case from which a consultation
 * was sent, or approve or send one from a case in which a date is stated, adds to @following the tasks of @pack for it that the case has not yet. In the writer's thread, inside
 * its transaction. */
gboolean kiroku_council_follow (KirokuDb *db,
                                KirokuPack *pack,
                                const char *case_id,
                                GPtrArray *drafts,
                                GPtrArray *following,
                                GError **error);

G_END_DECLS
