/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-told-log.h"

#include <glib/gi18n.h>

#include "kiroku-line.h"
#include "kiroku-trust.h"

void
kiroku_told_log_free (KirokuToldLog *self)
{
  g_clear_pointer (&self->told, g_ptr_array_unref);
  g_clear_pointer (&self->authors, g_ptr_array_unref);
  g_clear_pointer (&self->absent, g_hash_table_unref);
  g_free (self);
}

KirokuToldLog *
kiroku_told_log_read_within (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuToldLog) self = g_new0 (KirokuToldLog, 1);

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  if ((self->told = kiroku_contact_list_all_told (db, case_id, as_of, error)) == NULL
      || (self->authors = kiroku_trust_read (db, case_id, as_of, error)) == NULL
      || (self->absent = kiroku_absent_list (db, case_id, error)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

KirokuToldLog *
kiroku_told_log_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  KirokuToldLog *self;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  if (!kiroku_db_begin_read (db, error))
    return NULL;
  self = kiroku_told_log_read_within (db, case_id, as_of, error);
  kiroku_db_rollback (db);
  return self;
}

const char *
kiroku_told_log_show (
    const KirokuToldLog *self, const KirokuTold *told, const char *field, const char *text)
{
  const KirokuAbsence absence = kiroku_absent_get (self->absent, told->hash, field);

  return absence == KIROKU_ABSENCE_WITHHELD ? _ ("(withheld)")
         : absence == KIROKU_ABSENCE_ERASED ? _ ("(erased by law)")
                                            : text;
}

const char *
kiroku_told_log_show_means (const KirokuToldLog *self, const KirokuTold *told)
{
  const char *by = told->means;
  KirokuMeans means;

  if (by != NULL && kiroku_means_parse (by, &means, NULL))
    by = kiroku_means_name (means);
  return kiroku_told_log_show (self, told, "by", by);
}

char *
kiroku_told_log_dup_author (const KirokuToldLog *self, const KirokuTold *told)
{
  const char *name = kiroku_trust_find_name (self->authors, told->author);

  return kiroku_line_mark_name (name != NULL ? name : _ ("(withheld)"),
                                !kiroku_trust_is_vouched (self->authors, told->author));
}
