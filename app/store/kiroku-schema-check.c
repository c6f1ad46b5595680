/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-schema-check.h"

#include <glib/gi18n.h>

#include "kiroku-schema.h"

void
kiroku_schema_difference_free (KirokuSchemaDifference *difference)
{
  g_free (difference->type);
  g_free (difference->name);
  g_free (difference->table);
  g_free (difference);
}

static gboolean
is_type (const KirokuSchemaDifference *difference, const char *type)
{
  return g_str_equal (difference->type, type);
}

gboolean
kiroku_schema_difference_acts (const KirokuSchemaDifference *difference)
{
  g_return_val_if_fail (difference != NULL, FALSE);

  return difference->fault != KIROKU_SCHEMA_MISSING && is_type (difference, "trigger");
}

/* --- What there should be --- */

/* How a CREATE statement names what it makes. */
typedef struct
{
  const char *sql;
  char *type;
  char *name;
  gboolean folded;
  gboolean found;
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_free (wanted->type);
  g_free (wanted->name);
  g_free (wanted);
}

static void
add_wanted (GHashTable *list, const char *sql, gboolean folded)
{
  g_auto (GStrv) words = g_strsplit (sql, " ", 4);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->sql = sql;
  wanted->type = g_ascii_strdown (words[1], -1);
  wanted->name = g_strdup (words[2]);
  wanted->folded = folded;
  g_hash_table_replace (list, wanted->name, wanted);
}

/* By name. (transfer full) */
static GHashTable *
list_wanted (GPtrArray *folded)
{
  g_autoptr (GPtrArray) record = kiroku_schema_list_creates ();
  GHashTable *list
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) wanted_free);

  for (guint i = 0; i < record->len; i++)
    add_wanted (list, g_ptr_array_index (record, i), FALSE);
  for (guint i = 0; i < folded->len; i++)
    add_wanted (list, g_ptr_array_index (folded, i), TRUE);
  return list;
}

/* --- Comparing --- */

static void
add_difference (GPtrArray *differences,
                KirokuSchemaFault fault,
                const char *type,
                const char *name,
                const char *table,
                gboolean folded)
{
  KirokuSchemaDifference *difference = g_new (KirokuSchemaDifference, 1);
  gboolean first;

  *difference = (KirokuSchemaDifference){ fault, g_strdup (type), g_strdup (name),
                                          g_strdup (table), folded };
  first = kiroku_schema_difference_acts (difference);
  g_ptr_array_insert (differences, first ? 0 : -1, difference);
}

/* SQLite keeps a statement as it was given. */
static void
compare_row (GHashTable *list, GPtrArray *differences, const KirokuRows *rows, guint i)
{
  const char *type = kiroku_rows_text (rows, i, 0);
  const char *name = kiroku_rows_text (rows, i, 1);
  const char *table = kiroku_rows_text (rows, i, 2);
  Wanted *wanted = g_hash_table_lookup (list, name);

  if (wanted == NULL && g_strcmp0 (type, "table") != 0)
    add_difference (differences, KIROKU_SCHEMA_FOREIGN, type, name, table, FALSE);
  if (wanted == NULL)
    return;
  wanted->found = TRUE;
  if (g_strcmp0 (wanted->type, type) != 0
      || g_strcmp0 (wanted->sql, kiroku_rows_text (rows, i, 3)) != 0)
    add_difference (differences, KIROKU_SCHEMA_CHANGED, type, name, table, wanted->folded);
}

static void
add_missing (GHashTable *list, GPtrArray *differences)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (list), (GCompareFunc) g_strcmp0);

  for (GList *name = names; name != NULL; name = name->next)
    {
      const Wanted *wanted = g_hash_table_lookup (list, name->data);

      if (!wanted->found)
        add_difference (differences, KIROKU_SCHEMA_MISSING, wanted->type, wanted->name, NULL,
                        wanted->folded);
    }
}

/* Indexes that belong to a table by its own statement have none. */
static GPtrArray *
compare (KirokuDb *db, GHashTable *list, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssss",
                         "SELECT type, name, tbl_name, sql FROM main.sqlite_master"
                         " WHERE type <> 'index' OR sql IS NOT NULL ORDER BY name");
  GPtrArray *differences;

  if (rows == NULL)
    return NULL;
  differences
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_schema_difference_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    compare_row (list, differences, rows, i);
  add_missing (list, differences);
  return differences;
}

GPtrArray *
kiroku_schema_compare (KirokuDb *db, GPtrArray *folded, GError **error)
{
  g_autoptr (GHashTable) list = NULL;

  g_return_val_if_fail (db != NULL && folded != NULL, NULL);

  list = list_wanted (folded);
  return compare (db, list, error);
}

/* --- In words --- */

static char *
describe_foreign (const KirokuSchemaDifference *difference)
{
  if (is_type (difference, "trigger"))
    return g_strdup_printf (
        _ ("the database holds a trigger “%s” on “%s” that Kiroku did not make, which can change "
           "what is written: somebody has changed the file from outside. “kiroku-cli rebuild” "
           "takes it away"),
        difference->name, difference->table);
  if (is_type (difference, "view"))
    return g_strdup_printf (_ ("the database holds a view “%s” that Kiroku did not make: somebody "
                               "has changed the file from outside. “kiroku-cli rebuild” takes it "
                               "away"),
                            difference->name);
  return g_strdup_printf (_ ("the database holds an index “%s” on “%s” that Kiroku did not make: "
                             "somebody has changed the file from outside. “kiroku-cli rebuild” "
                             "takes it away"),
                          difference->name, difference->table);
}

char *
kiroku_schema_difference_describe (const KirokuSchemaDifference *difference)
{
  g_return_val_if_fail (difference != NULL, NULL);

  if (difference->fault == KIROKU_SCHEMA_FOREIGN)
    return describe_foreign (difference);
  if (difference->fault == KIROKU_SCHEMA_MISSING)
    return g_strdup_printf (_ ("“%s” is missing in the database, so accidents are not prevented or "
                               "reading is slow: “kiroku-cli rebuild” makes it anew"),
                            difference->name);
  if (is_type (difference, "table") && !difference->folded)
    return g_strdup_printf (_ ("the table “%s” of the database is not as Kiroku makes it: somebody "
                               "has changed the file from outside. Restore a backup, or take the "
                               "cases over into a new case book (kiroku-cli export, then "
                               "kiroku-cli import)"),
                            difference->name);
  return g_strdup_printf (_ ("“%s” in the database is not as Kiroku makes it: somebody has changed "
                             "the file from outside. “kiroku-cli rebuild” makes it anew"),
                          difference->name);
}

/* --- Mending --- */

static gboolean
drop (KirokuDb *db, const KirokuSchemaDifference *difference, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (difference->name, "\"", -1);
  g_autofree char *name = g_strjoinv ("\"\"", parts);
  g_autofree char *type = g_ascii_strup (difference->type, -1);
  g_autofree char *sql = g_strdup_printf ("DROP %s main.\"%s\"", type, name);

  return kiroku_db_exec (db, error, sql);
}

static gboolean
mend (KirokuDb *db, GHashTable *list, const KirokuSchemaDifference *difference, GError **error)
{
  const Wanted *wanted = g_hash_table_lookup (list, difference->name);

  if (difference->fault != KIROKU_SCHEMA_MISSING && !is_type (difference, "table")
      && !drop (db, difference, error))
    return FALSE;
  return wanted == NULL || wanted->folded || g_str_equal (wanted->type, "table")
         || kiroku_db_exec (db, error, wanted->sql);
}

gboolean
kiroku_schema_mend (KirokuDb *db, GPtrArray *folded, GError **error)
{
  g_autoptr (GHashTable) list = NULL;
  g_autoptr (GPtrArray) differences = NULL;

  g_return_val_if_fail (db != NULL && folded != NULL, FALSE);

  list = list_wanted (folded);
  differences = compare (db, list, error);
  for (guint i = 0; differences != NULL && i < differences->len; i++)
    if (!mend (db, list, g_ptr_array_index (differences, i), error))
      return FALSE;
  return differences != NULL;
}
