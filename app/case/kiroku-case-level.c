/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-level.h"

#include "kiroku-fold.h"
#include "kiroku-i18n.h"
#include "kiroku-trust.h"

#define KIND "case.level"
/* Of a row of facts, as another program may state it; on another scale it is as little known as one that is not
 * here. */
#define LEVEL_OF_FACT "CASE WHEN value IN ('0', '1', '2', '3') THEN CAST (value AS INTEGER) END"

KirokuDraft *
kiroku_draft_level (int level, const char *reason)
{
  KirokuDraft *draft;

  g_return_val_if_fail (level >= 0 && level <= KIROKU_LEVEL_MAX && reason != NULL, NULL);

  draft = kiroku_draft_new (KIND);
  kiroku_draft_set_integer (draft, "level", level);
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

gboolean
kiroku_case_level_fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const gint64 level = kiroku_entry_get_integer (entry, "level", KIROKU_LEVEL_WITHHELD);

  /* Of another scale, which no version of this program writes: as little known as one that is not here. */
  if (level < 0 || level > KIROKU_LEVEL_MAX)
    return kiroku_db_exec (db, error, "INSERT INTO level VALUES (" KIROKU_STAMP_PARAMETERS ", NULL)",
                           KIROKU_STAMP_VALUES (entry));
  return kiroku_db_exec (db, error, "INSERT INTO level VALUES (" KIROKU_STAMP_PARAMETERS ", :{level:i})",
                         KIROKU_STAMP_VALUES (entry), level);
}

gboolean
kiroku_case_level_read (
    KirokuDb *db, const char *case_id, gint64 as_of, int *level, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "i",
                         "SELECT level FROM"
                         " (SELECT level, clock, key, seq, hash FROM level WHERE case_id = :{case:s}"
                         "   AND rec <= :{as_of:i} AND " KIROKU_STANDS ("level")
                         "  UNION ALL SELECT " LEVEL_OF_FACT ", clock, key, seq, hash FROM fact"
                         "   WHERE case_id = :{case:s} AND fact = '" KIND "' AND ifnull (value, '0') <> ''"
                         "   AND rec <= :{as_of:i} AND " KIROKU_STANDS ("fact") ")"
                         " ORDER BY clock DESC, key DESC, seq DESC, hash DESC LIMIT 1",
                         case_id, as_of);

  g_return_val_if_fail (level != NULL, FALSE);

  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_length (rows) > 0)
    *level = kiroku_rows_is_null (rows, 0, 0) ? KIROKU_LEVEL_WITHHELD : kiroku_rows_int (rows, 0, 0);
  return TRUE;
}

char *
kiroku_case_level_show (int level)
{
  return level == KIROKU_LEVEL_WITHHELD ? g_strdup (_ ("(withheld)")) : g_strdup_printf ("%d", level);
}
