/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* Entries in and out of the database: the tables `entry` and `field`, whose columns are only an index
 * over the signed bytes. */

/* An entry with the order in which it came into this database. */
typedef struct
{
  gint64 arrival;
  KirokuEntry *entry; /* NULL when the stored bytes are no entry any more */
} KirokuArrived;

/* Inserts @entry and its fields, inside the caller's transaction. */
gboolean kiroku_archive_insert (KirokuDb *db, const KirokuEntry *entry, GError **error);

/* Inserts a further field of a stored entry. */
gboolean kiroku_archive_insert_field (
    KirokuDb *db, const char *hash, const KirokuField *field, GError **error);

/* At most @limit entries with @from <= arrival < @end, in that order, parsed but not verified.
 * (transfer full) (element-type KirokuArrived) */
GPtrArray *kiroku_archive_read_arrived (
    KirokuDb *db, gint64 from, gint64 end, guint limit, GError **error);

/* The entry whose hash begins with @prefix (at least 8 hex digits) in @case_id; unknown and
 * ambiguous prefixes are errors. (transfer full) */
KirokuEntry *kiroku_archive_find (
    KirokuDb *db, const char *case_id, const char *prefix, GError **error);

/* The keys of all journals of @case_id, sorted. (transfer full) (element-type utf8) */
GPtrArray *kiroku_archive_list_journals (KirokuDb *db, const char *case_id, GError **error);
/* The ids of all cases, sorted. (transfer full) (element-type utf8) */
GPtrArray *kiroku_archive_list_cases (KirokuDb *db, GError **error);

/* What has come to the database since somebody last looked. */
typedef struct
{
  gint64 version;    /* changes with every commit by another connection */
  gint64 last;       /* arrival of the newest entry */
  GPtrArray *hashes; /* (nullable) of what came, in order of arrival; at most @limit */
} KirokuNews;

/* @since: what the last look gave; NULL for the first, which has no hashes. (transfer full) */
KirokuNews *kiroku_archive_read_news (
    KirokuDb *db, const KirokuNews *since, guint limit, GError **error);
void kiroku_news_free (KirokuNews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuNews, kiroku_news_free)

/* One row as it is stored, for whoever checks the bytes against the columns. */
typedef struct
{
  char *hash;
  char *case_id;
  char *key;
  gint64 seq;
  char *prev;
  char *id;
  char *kind;
  gint64 clock;
  gint64 rec;
  char *header;
  char *sig;
  GPtrArray *fields; /* of KirokuStoredField */
} KirokuStored;

typedef struct
{
  char *name;
  char *salt;
  char *value; /* canonical JSON */
} KirokuStoredField;

KirokuStoredField *kiroku_stored_field_new (const char *name, const char *salt, const char *value);
/* @row's texts are taken over and it gets an empty list of fields. (transfer full) */
KirokuStored *kiroku_stored_new (const KirokuStored *row);
void kiroku_stored_free (KirokuStored *stored);
/* Whether the columns say what the bytes say, of which @entry was read. */
gboolean kiroku_stored_agrees (const KirokuStored *row, const KirokuEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuStored, kiroku_stored_free)

/* At most @limit rows of one journal with (seq, hash) > (@seq, @hash) that arrived before @end, in
 * that order; begin with seq -1. (transfer full) (element-type KirokuStored) */
GPtrArray *kiroku_archive_read_journal (KirokuDb *db,
                                        const char *case_id,
                                        const char *key,
                                        gint64 seq,
                                        const char *hash,
                                        gint64 end,
                                        guint limit,
                                        GError **error);

G_END_DECLS
