/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One connection to a case book's SQLite database, used by one thread only: the one place where
 * libgda is called. SQL text is given with typed parameters, `:{name:i}` for a gint64 and
 * `:{name:s}` for a UTF-8 string or NULL, and is sent to the database as it stands: libgda neither
 * parses nor rewrites it. Arguments follow in the order in which their names first appear. */
typedef struct _KirokuDb KirokuDb;

typedef enum
{
  KIROKU_STORE_ERROR_BUSY,       /* somebody else writes for longer than 5 s */
  KIROKU_STORE_ERROR_FULL,       /* no room on the disk */
  KIROKU_STORE_ERROR_READ_ONLY,  /* the file or its folder may not be written */
  KIROKU_STORE_ERROR_CORRUPT,    /* not a database, or a damaged one */
  KIROKU_STORE_ERROR_IO,         /* the disk fails */
  KIROKU_STORE_ERROR_CONSTRAINT, /* a rule of the schema refused the row */
  KIROKU_STORE_ERROR_PROVIDER,   /* libgda's SQLite provider or libsqlite3 is missing */
  KIROKU_STORE_ERROR_NEWER,      /* made by a newer Kiroku */
  KIROKU_STORE_ERROR_FOREIGN,    /* a database of another program */
  KIROKU_STORE_ERROR_FAILED,     /* anything else */
} KirokuStoreError;

#define KIROKU_STORE_ERROR (kiroku_store_error_quark ())
GQuark kiroku_store_error_quark (void);

/* Opens @path, which must exist unless @writable; then it is made, with mode 0600. A connection that
 * is not @writable refuses every write. */
KirokuDb *kiroku_db_open (const char *path, gboolean writable, GError **error);
/* From here on a COMMIT that returned is on the disk: write-ahead log, synchronous=FULL; and what is
 * deleted is overwritten. Writes to the file, so only after it is known to be ours. */
gboolean kiroku_db_make_durable (KirokuDb *self, GError **error);
/* Closes and opens again: the only safe thing after a failed COMMIT or a failing disk. */
gboolean kiroku_db_reopen (KirokuDb *self, GError **error);
void kiroku_db_free (KirokuDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuDb, kiroku_db_free)

const char *kiroku_db_get_path (KirokuDb *self);

/* Runs one statement that gives no rows. */
gboolean kiroku_db_exec (KirokuDb *self, GError **error, const char *sql, ...);

/* The same for an INSERT of one row. What somebody put into the file from outside can have it succeed
 * without one: then KIROKU_STORE_ERROR_FOREIGN. */
gboolean kiroku_db_insert (KirokuDb *self, GError **error, const char *sql, ...);

/* Values copied out of the database. */
typedef struct _KirokuRows KirokuRows;

/* Runs one SELECT or PRAGMA. @types has one letter a column: `i` gint64, `s` text.
 * (transfer full) */
KirokuRows *kiroku_db_query (
    KirokuDb *self, GError **error, const char *types, const char *sql, ...);
/* The first column of the first row, or @fallback without a row or for NULL. */
gboolean kiroku_db_query_int (
    KirokuDb *self, GError **error, gint64 fallback, gint64 *value, const char *sql, ...);

guint kiroku_rows_length (const KirokuRows *self);
gboolean kiroku_rows_is_null (const KirokuRows *self, guint row, guint column);
gint64 kiroku_rows_int (const KirokuRows *self, guint row, guint column);
/* NULL for NULL. (transfer none) */
const char *kiroku_rows_text (const KirokuRows *self, guint row, guint column);
void kiroku_rows_free (KirokuRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuRows, kiroku_rows_free)

/* A write transaction, BEGIN IMMEDIATE. When commit fails, whether the rows are there is unknown:
 * reopen and look. */
gboolean kiroku_db_begin (KirokuDb *self, GError **error);
/* What is read until kiroku_db_commit() is of one moment. For a few short reads, or for a paper: the
 * write-ahead log cannot be shortened meanwhile. */
gboolean kiroku_db_begin_read (KirokuDb *self, GError **error);
gboolean kiroku_db_commit (KirokuDb *self, GError **error);
void kiroku_db_rollback (KirokuDb *self);
/* Moves everything committed from the write-ahead log into the file itself and waits for the disk.
 * After a sync that failed this alone says that the rows are safe: a second sync of the same pages
 * may report success for what was dropped. */
gboolean kiroku_db_checkpoint (KirokuDb *self, GError **error);
/* Writes the file anew with what is there now, and cuts the write-ahead log to nothing: what was
 * deleted is then in no file. Overwriting alone does not do, for SQLite leaves copies of rows in the
 * gaps of pages when it moves them. It takes time with the size of the file, and others cannot write
 * meanwhile. Tables without an INTEGER PRIMARY KEY get other rowids. Waits for readers;
 * KIROKU_STORE_ERROR_BUSY when they stay. Cancelled (from any thread), it stops soon and has changed
 * nothing. */
gboolean kiroku_db_purge (KirokuDb *self, GCancellable *cancellable, GError **error);

G_END_DECLS
