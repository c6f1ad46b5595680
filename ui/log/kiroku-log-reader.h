/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-book.h"
#include "kiroku-line.h"

G_BEGIN_DECLS

/* What the log page asks the database, in the store's screen thread. */

/* Which lines of which case. A value: copied into the thread. */
typedef struct
{
  char *case_id;
  char *find;  /* (nullable) */
  char *klass; /* (nullable) id */
  gboolean hide_automatic;
} KirokuLogQuery;

KirokuLogQuery *kiroku_log_query_copy (const KirokuLogQuery *self);
void kiroku_log_query_free (KirokuLogQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuLogQuery, kiroku_log_query_free)

/* Reads lines @offset … @offset + @count − 1 and answers @task as a KirokuPagedFetch does, with
 * KirokuLogItems. @task: (transfer full) */
void kiroku_log_reader_fetch (
    KirokuBook *book, const KirokuLogQuery *query, guint offset, guint count, GTask *task);

/* How many lines there are now, and whether the first @known of them are still the same. */
typedef struct
{
  guint known;
  char *known_last; /* (nullable) hash of line @known − 1 as it is now */
  guint count;
  guint total; /* without find, class and hide_automatic */
  char *last;  /* (nullable) hash of line @count − 1 */
} KirokuLogState;

void kiroku_log_state_free (KirokuLogState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuLogState, kiroku_log_state_free)

void kiroku_log_reader_look_async (KirokuBook *book,
                                   const KirokuLogQuery *query,
                                   guint known,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* (transfer full) */
KirokuLogState *
kiroku_log_reader_look_finish (KirokuBook *book, GAsyncResult *result, GError **error);

/* Where the entry with @hash stands among the lines of @query. */
void kiroku_log_reader_find_async (KirokuBook *book,
                                   const KirokuLogQuery *query,
                                   const char *hash,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* -1 when it does not, or with @error. */
gint64 kiroku_log_reader_find_finish (KirokuBook *book, GAsyncResult *result, GError **error);

G_END_DECLS
