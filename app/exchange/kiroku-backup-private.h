/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-backup.h"

G_BEGIN_DECLS

/* Looks whether @database, which nobody else uses, is a case book this program knows, and what
 * SQLite's own check finds: @damage ((out) (nullable)) is that. @entries: how many it holds. */
gboolean kiroku_backup_check_database (
    const char *database, gint64 *entries, char **damage, GError **error);
/* The folder beside @database that holds its evidence. (transfer full) */
char *kiroku_backup_get_evidence (const char *database);
/* How many files of evidence that @database needs are not in @folder. @people: the file of the list
 * of people, which need not be there; what was left out of a package that one of them took in is
 * not needed. */
gboolean kiroku_backup_count_missing (const char *database,
                                      const char *people,
                                      const char *folder,
                                      gint64 *missing,
                                      GError **error);

G_END_DECLS
