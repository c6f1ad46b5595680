/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libgda/libgda.h>
#include <sql-parser/gda-sql-parser.h>
#include <sql-parser/gda-statement-struct-unknown.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Milliseconds to wait for another writer. */
#define BUSY_TIMEOUT "5000"
/* How many steps of SQLite there are between two looks at whether to stop. */
#define STEPS 5000
/* With less than this a disk counts as full. */
#define FULL_BYTES (256 * 1024)

/* libgda keeps every statement it has run until the connection closes, so each SQL text is made into
 * a statement once. */
typedef struct
{
  GdaStatement *statement;
  GdaSet *parameters;
  GPtrArray *names; /* of parameters, in order of first appearance */
  GString *letters; /* their types */
} Cached;

struct _KirokuDb
{
  char *path;
  gboolean writable;
  gboolean durable;
  GdaConnection *connection;
  sqlite3 *handle;        /* (nullable) of @connection, which libgda does not give away */
  GHashTable *statements; /* SQL text → Cached */
};

typedef struct
{
  gboolean is_null;
  gint64 integer;
  char *text;
} Cell;

struct _KirokuRows
{
  guint n_rows;
  guint n_columns;
  Cell *cells;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GdaDataModel, g_object_unref)
G_DEFINE_QUARK (kiroku-store-error-quark, kiroku_store_error)

/* --- Errors --- */

typedef struct
{
  const char *part;
  KirokuStoreError code;
  const char *message;
} KnownFailure;

static const KnownFailure known_failures[] = {
  { "database is locked", KIROKU_STORE_ERROR_BUSY,
    N_ ("“%s” is in use by another program; try again in a moment") },
  { "database or disk is full", KIROKU_STORE_ERROR_FULL,
    N_ ("the disk that holds “%s” is full: free some space, then save again") },
  { "readonly database", KIROKU_STORE_ERROR_READ_ONLY,
    N_ ("“%s” may not be written: check the permissions of the file and its folder") },
  { "unable to open database", KIROKU_STORE_ERROR_READ_ONLY,
    N_ ("“%s” cannot be opened: check that it exists and that you may write the file and its "
        "folder") },
  { "file is not a database", KIROKU_STORE_ERROR_CORRUPT,
    N_ ("“%s” is not a case book or is damaged; nothing was changed: keep the file as it is and "
        "restore a backup") },
  { "malformed", KIROKU_STORE_ERROR_CORRUPT,
    N_ ("“%s” is damaged; nothing was changed: keep the file as it is and restore a backup") },
  { "disk I/O error", KIROKU_STORE_ERROR_IO,
    N_ ("the disk that holds “%s” reports an error: copy the folder to another disk") },
};

/* On a disk without a free block SQLite's log cannot grow and it speaks of an I/O error. */
static gboolean
disk_is_full (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct statvfs info;

  return statvfs (folder, &info) == 0 && (guint64) info.f_bavail * info.f_frsize < FULL_BYTES;
}

/* What @text says, as far as it is known. (nullable) */
static const KnownFailure *
find_failure (const char *path, const char *text)
{
  const KnownFailure *full = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known_failures); i++)
    {
      const KnownFailure *known = &known_failures[i];

      if (known->code == KIROKU_STORE_ERROR_FULL)
        full = known;
      if (strstr (text, known->part) != NULL)
        return known->code == KIROKU_STORE_ERROR_IO && disk_is_full (path) ? full : known;
    }
  return NULL;
}

static void
set_known_failure (KirokuDb *self, const KnownFailure *known, GError **error)
{
  g_autofree char *format = g_strdup (_ (known->message));
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  g_set_error (error, KIROKU_STORE_ERROR, known->code, "%s%s%s", parts[0], self->path, parts[1]);
}

/* libgda gives neither SQLite's result code nor a usable state: only the text tells. */
static void
take_failure (KirokuDb *self, GError *failure, GError **error)
{
  const char *text = failure != NULL ? failure->message : "";
  gboolean refused = strstr (text, "constraint failed") != NULL || strstr (text, "kiroku:") != NULL;
  const KnownFailure *known = refused ? NULL : find_failure (self->path, text);

  if (known != NULL)
    {
      set_known_failure (self, known, error);
      g_clear_error (&failure);
      return;
    }
  g_set_error (error, KIROKU_STORE_ERROR,
               refused ? KIROKU_STORE_ERROR_CONSTRAINT : KIROKU_STORE_ERROR_FAILED,
               _ ("the database “%s” says: %s"), self->path, text);
  g_clear_error (&failure);
}

/* --- Statements --- */

static void
cached_free (gpointer data)
{
  Cached *cached = data;

  g_clear_object (&cached->statement);
  g_clear_object (&cached->parameters);
  g_ptr_array_unref (cached->names);
  g_string_free (cached->letters, TRUE);
  g_free (cached);
}

static void
add_literal (GdaSqlStatementUnknown *unknown, const char *text, gsize length)
{
  GdaSqlExpr *expr = gda_sql_expr_new (GDA_SQL_ANY_PART (unknown));

  expr->value = gda_value_new (G_TYPE_STRING);
  g_value_take_string (expr->value, g_strndup (text, length));
  unknown->expressions = g_slist_append (unknown->expressions, expr);
}

static void
add_value (GdaSqlStatementUnknown *unknown, const char *name, GType type)
{
  GdaSqlExpr *expr = gda_sql_expr_new (GDA_SQL_ANY_PART (unknown));
  GdaSqlParamSpec *spec = g_new0 (GdaSqlParamSpec, 1);

  spec->name = g_strdup (name);
  spec->is_param = TRUE;
  spec->nullok = FALSE;
  spec->g_type = type;
  expr->param_spec = spec;
  unknown->expressions = g_slist_append (unknown->expressions, expr);
}

static char *
null_flag_name (const char *name)
{
  return g_strconcat (name, "_is_null", NULL);
}

/* For a NULL among its parameters libgda makes the statement anew each time and keeps it, 20 kB a
 * row: so whether a text is NULL is told by a parameter of its own. */
static void
add_parameter (GdaSqlStatementUnknown *unknown, const char *name, char letter)
{
  static const char start[] = "CASE ", middle[] = " WHEN 1 THEN NULL ELSE ", end[] = " END";
  g_autofree char *flag = null_flag_name (name);

  if (letter == 'i')
    {
      add_value (unknown, name, G_TYPE_INT64);
      return;
    }
  add_literal (unknown, start, sizeof start - 1);
  add_value (unknown, flag, G_TYPE_INT64);
  add_literal (unknown, middle, sizeof middle - 1);
  add_value (unknown, name, G_TYPE_STRING);
  add_literal (unknown, end, sizeof end - 1);
}

/* Reads `{name:i}` at @start and notes the parameter. Returns what follows it. */
static const char *
take_parameter (Cached *cached, GdaSqlStatementUnknown *unknown, const char *start)
{
  const char *end = strchr (start, '}');
  g_autofree char *name = NULL;

  g_assert (end != NULL && end[-2] == ':' && (end[-1] == 'i' || end[-1] == 's'));
  name = g_strndup (start + 1, end - 2 - (start + 1));
  add_parameter (unknown, name, end[-1]);
  if (!g_ptr_array_find_with_equal_func (cached->names, name, g_str_equal, NULL))
    {
      g_ptr_array_add (cached->names, g_steal_pointer (&name));
      g_string_append_c (cached->letters, end[-1]);
    }
  return end + 1;
}

/* Builds a statement of type UNKNOWN, which libgda sends verbatim and whose BEGIN it does not track
 * (its transaction log is quadratic). */
static Cached *
cached_new (const char *sql)
{
  GdaSqlStatement *structure = gda_sql_statement_new (GDA_SQL_STATEMENT_UNKNOWN);
  GdaSqlStatementUnknown *unknown = structure->contents;
  Cached *cached = g_new0 (Cached, 1);

  cached->names = g_ptr_array_new_with_free_func (g_free);
  cached->letters = g_string_new (NULL);
  while (*sql != '\0')
    {
      const char *start = strstr (sql, ":{");
      gsize length = start != NULL ? (gsize) (start - sql) : strlen (sql);

      if (length > 0)
        add_literal (unknown, sql, length);
      sql = start != NULL ? take_parameter (cached, unknown, start + 1) : sql + length;
    }
  cached->statement = g_object_new (GDA_TYPE_STATEMENT, "structure", structure, NULL);
  gda_sql_statement_free (structure);
  return cached;
}

static gboolean open_connection (KirokuDb *self, GError **error);

static Cached *
find_statement (KirokuDb *self, const char *sql, GError **error)
{
  Cached *cached = g_hash_table_lookup (self->statements, sql);
  g_autoptr (GError) failure = NULL;

  if (cached != NULL)
    return cached;
  if (self->connection == NULL && !open_connection (self, error))
    return NULL; /* a reopen failed earlier */

  cached = cached_new (sql);
  if (!gda_statement_get_parameters (cached->statement, &cached->parameters, &failure))
    {
      cached_free (cached);
      take_failure (self, g_steal_pointer (&failure), error);
      return NULL;
    }
  g_hash_table_insert (self->statements, g_strdup (sql), cached);
  return cached;
}

static gboolean
set_integer (GdaSet *parameters, const char *name, gint64 integer, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, integer);
  return gda_holder_set_value (gda_set_get_holder (parameters, name), &value, error);
}

static gboolean
set_text (GdaSet *parameters, const char *name, const char *text, GError **error)
{
  g_autofree char *flag = null_flag_name (name);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text != NULL ? text : "");
  return set_integer (parameters, flag, text == NULL, error)
         && gda_holder_set_value (gda_set_get_holder (parameters, name), &value, error);
}

static gboolean
bind (Cached *cached, va_list *args, GError **error)
{
  for (guint i = 0; i < cached->names->len; i++)
    {
      const char *name = g_ptr_array_index (cached->names, i);
      gboolean set = cached->letters->str[i] == 'i'
                         ? set_integer (cached->parameters, name, va_arg (*args, gint64), error)
                         : set_text (cached->parameters, name, va_arg (*args, const char *), error);

      if (!set)
        return FALSE;
    }
  return TRUE;
}

static gboolean
exec_valist (KirokuDb *self, GError **error, const char *sql, va_list *args)
{
  Cached *cached = find_statement (self, sql, error);
  g_autoptr (GError) failure = NULL;

  if (cached == NULL)
    return FALSE;
  /* -2 means that the number of rows is not known, which is success. */
  if (!bind (cached, args, &failure)
      || gda_connection_statement_execute_non_select (self->connection, cached->statement,
                                                      cached->parameters, NULL, &failure)
             == -1)
    {
      take_failure (self, g_steal_pointer (&failure), error);
      return FALSE;
    }
  return TRUE;
}

gboolean
kiroku_db_exec (KirokuDb *self, GError **error, const char *sql, ...)
{
  va_list args;
  gboolean done;

  g_return_val_if_fail (self != NULL && sql != NULL, FALSE);

  va_start (args, sql);
  done = exec_valist (self, error, sql, &args);
  va_end (args);
  return done;
}

static gboolean
count_changes (KirokuDb *self, gint64 *count, GError **error)
{
  if (self->handle == NULL)
    return kiroku_db_query_int (self, error, 0, count, "SELECT changes ()");
  *count = sqlite3_changes (self->handle);
  return TRUE;
}

gboolean
kiroku_db_insert (KirokuDb *self, GError **error, const char *sql, ...)
{
  va_list args;
  gboolean done;
  gint64 count;

  g_return_val_if_fail (self != NULL && sql != NULL, FALSE);

  va_start (args, sql);
  done = exec_valist (self, error, sql, &args);
  va_end (args);
  if (!done || !count_changes (self, &count, error))
    return FALSE;
  if (count != 1)
    g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FOREIGN,
                 _ ("nothing was recorded: the database “%s” did not take what was written, for "
                    "somebody has changed it from outside. See kiroku-cli verify, and put a backup "
                    "back"),
                 self->path);
  return count == 1;
}

/* --- Rows --- */

static gboolean
copy_cell (GdaDataModel *model, guint row, guint column, char letter, Cell *cell, GError **error)
{
  const GValue *value = gda_data_model_get_value_at (model, column, row, error);

  if (value == NULL)
    return FALSE;
  if (gda_value_is_null (value))
    cell->is_null = TRUE;
  else if (letter == 'i')
    cell->integer = g_value_get_int64 (value);
  else
    cell->text = g_value_dup_string (value);
  return TRUE;
}

/* Damage in the file can end a result early without an error: the number of rows and the model's
 * exceptions tell. */
static gboolean
check_model (GdaDataModel *model, GError **error)
{
  GError **exceptions = gda_data_model_get_exceptions (model);

  if (exceptions != NULL && exceptions[0] != NULL)
    {
      g_propagate_error (error, g_error_copy (exceptions[0]));
      return FALSE;
    }
  if (gda_data_model_get_n_rows (model) < 0)
    {
      g_set_error_literal (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FAILED,
                           "the rows could not be read");
      return FALSE;
    }
  return TRUE;
}

static KirokuRows *
copy_rows (GdaDataModel *model, const char *types, GError **error)
{
  g_autoptr (KirokuRows) rows = g_new0 (KirokuRows, 1);

  if (!check_model (model, error))
    return NULL;
  rows->n_rows = gda_data_model_get_n_rows (model);
  rows->n_columns = strlen (types);
  rows->cells = g_new0 (Cell, (gsize) rows->n_rows * rows->n_columns);
  for (guint row = 0; row < rows->n_rows; row++)
    for (guint column = 0; column < rows->n_columns; column++)
      if (!copy_cell (model, row, column, types[column],
                      &rows->cells[row * rows->n_columns + column], error))
        return NULL;
  return check_model (model, error) ? g_steal_pointer (&rows) : NULL;
}

/* Where another program makes or changes tables at that very moment, libgda may end a result without
 * rows and without a reason: what is asked is read again a few times before it counts as a failure. */
#define READ_TRIES 5
#define MS_BEFORE_RETRY 10

static KirokuRows *
read_rows (
    KirokuDb *self, Cached *cached, GType *columns, const char *types, GError **failure)
{
  KirokuRows *rows = NULL;

  for (guint tries = 0; rows == NULL && tries < READ_TRIES; tries++)
    {
      g_autoptr (GdaDataModel) model = NULL;

      if (tries > 0)
        {
          g_clear_error (failure);
          g_usleep ((MS_BEFORE_RETRY << tries) * 1000);
        }
      model = gda_connection_statement_execute_select_full (
          self->connection, cached->statement, cached->parameters,
          GDA_STATEMENT_MODEL_RANDOM_ACCESS, columns, failure);
      rows = model != NULL ? copy_rows (model, types, failure) : NULL;
      if (rows == NULL && !g_error_matches (*failure, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FAILED))
        break;
    }
  return rows;
}

static KirokuRows *
query_valist (KirokuDb *self, GError **error, const char *types, const char *sql, va_list *args)
{
  Cached *cached = find_statement (self, sql, error);
  g_autofree GType *columns = g_new (GType, strlen (types) + 1);
  g_autoptr (GError) failure = NULL;
  KirokuRows *rows = NULL;

  if (cached == NULL)
    return NULL;
  /* Without types libgda guesses 32-bit integers and drops larger values. */
  for (guint i = 0; types[i] != '\0'; i++)
    columns[i] = types[i] == 'i' ? G_TYPE_INT64 : G_TYPE_STRING;
  columns[strlen (types)] = G_TYPE_NONE;

  if (bind (cached, args, &failure))
    rows = read_rows (self, cached, columns, types, &failure);
  if (rows == NULL)
    take_failure (self, g_steal_pointer (&failure), error);
  return rows;
}

KirokuRows *
kiroku_db_query (KirokuDb *self, GError **error, const char *types, const char *sql, ...)
{
  va_list args;
  KirokuRows *rows;

  g_return_val_if_fail (self != NULL && types != NULL && sql != NULL, NULL);

  va_start (args, sql);
  rows = query_valist (self, error, types, sql, &args);
  va_end (args);
  return rows;
}

gboolean
kiroku_db_query_int (
    KirokuDb *self, GError **error, gint64 fallback, gint64 *value, const char *sql, ...)
{
  g_autoptr (KirokuRows) rows = NULL;
  va_list args;

  g_return_val_if_fail (self != NULL && value != NULL && sql != NULL, FALSE);

  va_start (args, sql);
  rows = query_valist (self, error, "i", sql, &args);
  va_end (args);
  if (rows == NULL)
    return FALSE;
  *value = rows->n_rows > 0 && !kiroku_rows_is_null (rows, 0, 0) ? kiroku_rows_int (rows, 0, 0)
                                                                 : fallback;
  return TRUE;
}

static const Cell *
get_cell (const KirokuRows *self, guint row, guint column)
{
  g_assert (row < self->n_rows && column < self->n_columns);
  return &self->cells[row * self->n_columns + column];
}

guint
kiroku_rows_length (const KirokuRows *self)
{
  return self->n_rows;
}

gboolean
kiroku_rows_is_null (const KirokuRows *self, guint row, guint column)
{
  return get_cell (self, row, column)->is_null;
}

gint64
kiroku_rows_int (const KirokuRows *self, guint row, guint column)
{
  return get_cell (self, row, column)->integer;
}

const char *
kiroku_rows_text (const KirokuRows *self, guint row, guint column)
{
  return get_cell (self, row, column)->text;
}

void
kiroku_rows_free (KirokuRows *self)
{
  for (gsize i = 0; i < (gsize) self->n_rows * self->n_columns; i++)
    g_free (self->cells[i].text);
  g_free (self->cells);
  g_free (self);
}

/* --- Connection --- */

/* Makes the file itself, so that it is never readable by others, not even for a moment. */
static gboolean
create_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, KIROKU_STORE_ERROR,
                   errno == ENOSPC ? KIROKU_STORE_ERROR_FULL : KIROKU_STORE_ERROR_READ_ONLY,
                   _ ("“%s” cannot be opened for writing (%s): check the file and its folder"),
                   path, g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gboolean
run_pragmas (KirokuDb *self, const char *const *pragmas, GError **error)
{
  for (; *pragmas != NULL; pragmas++)
    {
      g_autoptr (KirokuRows) rows = kiroku_db_query (self, error, "", *pragmas);

      if (rows == NULL)
        return FALSE;
    }
  return TRUE;
}

static const char *const reader_pragmas[] = {
  "PRAGMA busy_timeout=" BUSY_TIMEOUT, "PRAGMA foreign_keys=OFF", "PRAGMA trusted_schema=OFF",
  "PRAGMA cell_size_check=ON",         "PRAGMA temp_store=MEMORY", NULL,
};
static const char *const query_only_pragmas[] = { "PRAGMA query_only=ON", NULL };
static const char *const durable_pragmas[] = {
  "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON", NULL,
};

gboolean
kiroku_db_make_durable (KirokuDb *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writable, FALSE);

  self->durable = run_pragmas (self, durable_pragmas, error);
  return self->durable;
}

/* Every value is encoded: a ";" in a path would otherwise end the name. */
static char *
build_connection_string (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *safe_folder = gda_rfc1738_encode (folder);
  g_autofree char *safe_name = gda_rfc1738_encode (name);

  return g_strdup_printf ("DB_DIR=%s;DB_NAME=%s;APPEND_DB_EXTENSION=FALSE", safe_folder, safe_name);
}

static void
close_connection (KirokuDb *self)
{
  g_hash_table_remove_all (self->statements);
  if (self->connection != NULL)
    gda_connection_close (self->connection);
  g_clear_object (&self->connection);
  self->handle = NULL;
}

/* The connection that this thread is opening. */
static _Thread_local sqlite3 *opened;

static int
note_opened (sqlite3 *handle, char **message, const struct sqlite3_api_routines *routines)
{
  opened = handle;
  return SQLITE_OK;
}

/* Without it nothing works worse but that a long statement cannot be stopped. */
static void
note_handles (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  sqlite3_auto_extension ((void (*) (void)) (guintptr) note_opened);
  g_once_init_leave (&done, 1);
}

static gboolean
open_connection (KirokuDb *self, GError **error)
{
  g_autofree char *string = build_connection_string (self->path);
  g_autoptr (GError) failure = NULL;

  gda_init ();
  note_handles ();
  opened = NULL;
  self->connection = gda_connection_open_from_string ("SQLite", string, NULL,
                                                      GDA_CONNECTION_OPTIONS_NONE, &failure);
  if (self->connection == NULL)
    {
      if (g_error_matches (failure, GDA_CONNECTION_ERROR, GDA_CONNECTION_PROVIDER_NOT_FOUND_ERROR)
          || strstr (failure->message, "libsqlite3") != NULL
          || strstr (failure->message, "rovider") != NULL)
        g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_PROVIDER,
                     _ ("the database library is not complete (%s): install the packages "
                        "libgda-5.0-4 and libsqlite3-0"),
                     failure->message);
      else
        take_failure (self, g_steal_pointer (&failure), error);
      return FALSE;
    }
  self->handle = g_steal_pointer (&opened);
  if (run_pragmas (self, reader_pragmas, error)
      && (self->writable || run_pragmas (self, query_only_pragmas, error))
      && (!self->durable || run_pragmas (self, durable_pragmas, error)))
    return TRUE;
  close_connection (self);
  return FALSE;
}

KirokuDb *
kiroku_db_open (const char *path, gboolean writable, GError **error)
{
  g_autoptr (KirokuDb) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (writable && !create_file (path, error))
    return NULL;
  if (!writable && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_READ_ONLY,
                   _ ("there is no case book “%s”"), path);
      return NULL;
    }

  self = g_new0 (KirokuDb, 1);
  self->path = g_canonicalize_filename (path, NULL);
  self->writable = writable;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cached_free);
  return open_connection (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
kiroku_db_reopen (KirokuDb *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  close_connection (self);
  return open_connection (self, error);
}

void
kiroku_db_free (KirokuDb *self)
{
  close_connection (self);
  g_hash_table_unref (self->statements);
  g_free (self->path);
  g_free (self);
}

const char *
kiroku_db_get_path (KirokuDb *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

gboolean
kiroku_db_begin (KirokuDb *self, GError **error)
{
  return kiroku_db_exec (self, error, "BEGIN IMMEDIATE");
}

gboolean
kiroku_db_begin_read (KirokuDb *self, GError **error)
{
  return kiroku_db_exec (self, error, "BEGIN");
}

gboolean
kiroku_db_commit (KirokuDb *self, GError **error)
{
  return kiroku_db_exec (self, error, "COMMIT");
}

void
kiroku_db_rollback (KirokuDb *self)
{
  g_autoptr (GError) error = NULL;

  /* Fails when SQLite has already rolled back by itself, which is what is wanted. */
  if (!kiroku_db_exec (self, &error, "ROLLBACK"))
    g_debug ("rollback: %s", error->message);
}

/* @pragma gives whether it was blocked, pages in the log, pages moved. */
static gboolean
run_checkpoint (KirokuDb *self, const char *pragma, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (self, error, "iii", pragma);

  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_int (rows, 0, 0) == 0
      && kiroku_rows_int (rows, 0, 1) == kiroku_rows_int (rows, 0, 2))
    return TRUE;
  set_known_failure (self, &known_failures[0], error);
  return FALSE;
}

gboolean
kiroku_db_checkpoint (KirokuDb *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return run_checkpoint (self, "PRAGMA wal_checkpoint(FULL)", error);
}

static int
is_cancelled_cb (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gboolean
write_anew (KirokuDb *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean written;

  if (self->handle != NULL && cancellable != NULL)
    sqlite3_progress_handler (self->handle, STEPS, is_cancelled_cb, cancellable);
  written = kiroku_db_exec (self, &failure, "VACUUM");
  if (self->handle != NULL)
    sqlite3_progress_handler (self->handle, 0, NULL, NULL);
  if (!written && !g_cancellable_set_error_if_cancelled (cancellable, error))
    g_propagate_error (error, g_steal_pointer (&failure));
  return written;
}

gboolean
kiroku_db_purge (KirokuDb *self, GCancellable *cancellable, GError **error)
{
  static const char *const before[] = { "PRAGMA temp_store=FILE", NULL };
  static const char *const after[] = { "PRAGMA temp_store=MEMORY", NULL };
  gboolean written;

  g_return_val_if_fail (self != NULL, FALSE);

  /* The new file may be larger than the memory. */
  if (!run_pragmas (self, before, error))
    return FALSE;
  written = write_anew (self, cancellable, error);
  return run_pragmas (self, after, written ? error : NULL) && written
         && run_checkpoint (self, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}
