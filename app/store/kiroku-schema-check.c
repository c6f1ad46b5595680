/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-schema-check.h"

#include <glib/gi18n.h>

#include "kiroku-schema.h"

KirokuSchemaDifference *
kiroku_schema_difference_copy (const KirokuSchemaDifference *difference)
{
  KirokuSchemaDifference *copy = g_new (KirokuSchemaDifference, 1);

  *copy = *difference;
  copy->type = g_strdup (difference->type);
  copy->name = g_strdup (difference->name);
  copy->table = g_strdup (difference->table);
  return copy;
}

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

  switch (difference->fault)
    {
    case KIROKU_SCHEMA_DISGUISED:
      return TRUE;
    case KIROKU_SCHEMA_CHANGED: /* UNIQUE ON CONFLICT IGNORE takes what is written away unsaid */
      return is_type (difference, "trigger")
             || (is_type (difference, "table") && !difference->folded);
    case KIROKU_SCHEMA_FOREIGN:
      return is_type (difference, "trigger");
    default:
      return FALSE;
    }
}

/* --- What there should be --- */

/* How SQLite begins the statements that it keeps. It goes by these alone when it reads them again,
 * whatever type is stated beside them. */
static const struct
{
  const char *begin;
  const char *type;
} kinds[] = {
  { "CREATE TABLE ", "table" },        { "CREATE VIRTUAL TABLE ", "table" },
  { "CREATE INDEX ", "index" },        { "CREATE UNIQUE INDEX ", "index" },
  { "CREATE TRIGGER ", "trigger" },    { "CREATE VIEW ", "view" },
};

/* (nullable) */
static const char *
get_type (const char *sql)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (sql, kinds[i].begin))
      return kinds[i].type;
  return NULL;
}

/* How a CREATE statement names what it makes. */
typedef struct
{
  const char *sql;
  const char *type;
  char *name;
  gboolean folded;
  gboolean found;
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_free (wanted->name);
  g_free (wanted);
}

/* A trigger may have the name of an index. (transfer full) */
static char *
build_key (const char *type, const char *name)
{
  return g_strdup_printf ("%s %s", type, name);
}

static void
add_wanted (GHashTable *list, const char *sql, gboolean folded)
{
  g_auto (GStrv) words = g_strsplit (sql, " ", 4);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->sql = sql;
  wanted->type = get_type (sql);
  wanted->name = g_strdup (words[2]);
  wanted->folded = folded;
  g_hash_table_replace (list, build_key (wanted->type, wanted->name), wanted);
}

/* By type and name. (transfer full) */
static GHashTable *
list_wanted (GPtrArray *folded)
{
  g_autoptr (GPtrArray) record = kiroku_schema_list_creates ();
  GHashTable *list
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) wanted_free);

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
                gboolean folded,
                gint64 row)
{
  KirokuSchemaDifference *difference = g_new (KirokuSchemaDifference, 1);
  gboolean first;

  *difference = (KirokuSchemaDifference){ fault, g_strdup (type), g_strdup (name),
                                          g_strdup (table), folded, row };
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
  const char *sql = kiroku_rows_text (rows, i, 3);
  gint64 row = kiroku_rows_int (rows, i, 4);
  g_autofree char *key = build_key (type, name);
  Wanted *wanted = g_hash_table_lookup (list, key);

  if (g_strcmp0 (get_type (sql), type) != 0)
    add_difference (differences, KIROKU_SCHEMA_DISGUISED, type, name, table, FALSE, row);
  else if (wanted == NULL && !g_str_equal (type, "table"))
    add_difference (differences, KIROKU_SCHEMA_FOREIGN, type, name, table, FALSE, row);
  if (wanted == NULL || g_strcmp0 (get_type (sql), type) != 0)
    return;
  wanted->found = TRUE;
  if (!g_str_equal (wanted->sql, sql))
    add_difference (differences, KIROKU_SCHEMA_CHANGED, type, name, table, wanted->folded, row);
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
                        wanted->folded, 0);
    }
}

/* Indexes that belong to a table by its own statement have none. */
static GPtrArray *
compare (KirokuDb *db, GHashTable *list, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssssi",
                         "SELECT ifnull (type, ''), ifnull (name, ''), ifnull (tbl_name, ''),"
                         " ifnull (sql, ''), rowid FROM main.sqlite_master"
                         " WHERE type IS NOT 'index' OR sql IS NOT NULL ORDER BY name");
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
  if (difference->fault == KIROKU_SCHEMA_DISGUISED)
    return g_strdup_printf (_ ("the database holds “%s” on “%s” under a type that it is not, and it "
                               "can change what is written: somebody has changed the file from "
                               "outside. “kiroku-cli rebuild” mends this"),
                            difference->name, difference->table);
  if (difference->fault == KIROKU_SCHEMA_MISSING)
    return g_strdup_printf (_ ("“%s” is missing in the database, so accidents are not prevented or "
                               "reading is slow: “kiroku-cli rebuild” makes it anew"),
                            difference->name);
  if (is_type (difference, "table") && !difference->folded)
    return g_strdup_printf (_ ("the table “%s” of the database is not as Kiroku makes it, and it "
                               "can change what is written: somebody has changed the file from "
                               "outside. Restore a backup"),
                            difference->name);
  return g_strdup_printf (_ ("“%s” in the database is not as Kiroku makes it: somebody has changed "
                             "the file from outside. “kiroku-cli rebuild” makes it anew"),
                          difference->name);
}

/* --- Mending --- */

static gboolean
refuse (const char *name, GError **error)
{
  g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FOREIGN,
               _ ("nothing was changed: the database holds “%s”, which somebody has put there from "
                  "outside and which cannot be taken away. Restore a backup"),
               name);
  return FALSE;
}

/* DROP takes only what is listed under its exact type and name, though SQLite reads either in any
 * case. So the type is set right before; and what is there in spite of a DROP is struck off, unless it
 * would leave pages of its own behind. */
static gboolean
set_right (KirokuDb *db, const KirokuSchemaDifference *difference, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "si",
                         "SELECT ifnull (sql, ''), ifnull (rootpage, 0) FROM main.sqlite_master"
                         " WHERE rowid = :{row:i}",
                         difference->row);
  const char *type;

  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_length (rows) != 1)
    return refuse (difference->name, error);
  type = get_type (kiroku_rows_text (rows, 0, 0));
  if (type != NULL && difference->fault == KIROKU_SCHEMA_DISGUISED)
    return kiroku_db_exec (db, error,
                           "UPDATE main.sqlite_master SET type = :{type:s} WHERE rowid = :{row:i}",
                           type, difference->row);
  if (kiroku_rows_int (rows, 0, 1) != 0)
    return refuse (difference->name, error);
  return kiroku_db_exec (db, error, "DELETE FROM main.sqlite_master WHERE rowid = :{row:i}",
                         difference->row);
}

static gboolean
run_pragma (KirokuDb *db, const char *pragma, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (db, error, "", pragma);

  return rows != NULL;
}

/* SQLite forgets what it had read of the list when its guard is put up again. */
static gboolean
set_all_right (KirokuDb *db, const GPtrArray *differences, GError **error)
{
  gboolean done;

  if (differences->len == 0)
    return TRUE;
  done = run_pragma (db, "PRAGMA writable_schema=ON", error);
  for (guint i = 0; done && i < differences->len; i++)
    done = set_right (db, g_ptr_array_index (differences, i), error);
  return run_pragma (db, "PRAGMA writable_schema=RESET", done ? error : NULL) && done;
}

static gboolean
is_disguised (const KirokuSchemaDifference *difference)
{
  return difference->fault == KIROKU_SCHEMA_DISGUISED;
}

/* Tables are not made anew here. */
static gboolean
is_left (const KirokuSchemaDifference *difference)
{
  return difference->fault != KIROKU_SCHEMA_MISSING
         && (is_disguised (difference) || !is_type (difference, "table"));
}

/* (transfer full) */
static GPtrArray *
compare_for (KirokuDb *db,
             GPtrArray *folded,
             gboolean (*is_asked_for) (const KirokuSchemaDifference *),
             GError **error)
{
  GPtrArray *differences = kiroku_schema_compare (db, folded, error);

  for (guint i = differences != NULL ? differences->len : 0; i-- > 0;)
    if (!is_asked_for (g_ptr_array_index (differences, i)))
      g_ptr_array_remove_index (differences, i);
  return differences;
}

static gboolean
set_right_what (KirokuDb *db,
                GPtrArray *folded,
                gboolean (*is_asked_for) (const KirokuSchemaDifference *),
                GError **error)
{
  g_autoptr (GPtrArray) differences = compare_for (db, folded, is_asked_for, error);

  return differences != NULL && set_all_right (db, differences, error);
}

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
  g_autofree char *key = build_key (difference->type, difference->name);
  const Wanted *wanted = g_hash_table_lookup (list, key);

  if (difference->fault != KIROKU_SCHEMA_MISSING && !is_type (difference, "table")
      && !drop (db, difference, error))
    return FALSE;
  return wanted == NULL || wanted->folded || g_str_equal (wanted->type, "table")
         || kiroku_db_exec (db, error, wanted->sql);
}

static gboolean
mend_all (KirokuDb *db, GPtrArray *folded, GError **error)
{
  g_autoptr (GHashTable) list = list_wanted (folded);
  g_autoptr (GPtrArray) differences = compare (db, list, error);

  for (guint i = 0; differences != NULL && i < differences->len; i++)
    if (!mend (db, list, g_ptr_array_index (differences, i), error))
      return FALSE;
  return differences != NULL;
}

static gboolean
check_mended (KirokuDb *db, GPtrArray *folded, GError **error)
{
  g_autoptr (GPtrArray) left = compare_for (db, folded, is_left, error);

  if (left == NULL || left->len == 0)
    return left != NULL;
  return refuse (((KirokuSchemaDifference *) g_ptr_array_index (left, 0))->name, error);
}

/* As it is listed, before anything is set right. */
static gboolean
list_removed (KirokuDb *db, GPtrArray *folded, GPtrArray *removed, GError **error)
{
  GPtrArray *found = compare_for (db, folded, is_left, error);

  if (found == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (removed, found);
  return TRUE;
}

gboolean
kiroku_schema_mend (KirokuDb *db, GPtrArray *folded, GPtrArray *removed, GError **error)
{
  g_return_val_if_fail (db != NULL && folded != NULL && removed != NULL, FALSE);

  return list_removed (db, folded, removed, error)
         && set_right_what (db, folded, is_disguised, error) && mend_all (db, folded, error)
         && set_right_what (db, folded, is_left, error) && check_mended (db, folded, error);
}
