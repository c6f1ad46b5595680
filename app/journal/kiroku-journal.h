/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-clock.h"
#include "kiroku-db.h"
#include "kiroku-entry.h"
#include "kiroku-fold.h"
#include "kiroku-key.h"
#include "kiroku-pins.h"

G_BEGIN_DECLS

/* journal — the signed record: canonical form, chain, keys, append, verify. FORMAT.md in this folder
 * is the specification; others can check a record with it and without us.
 *
 * KirokuJournal is what one person writes with: it has the key, the pins and the clock, and appends
 * to that person's journal of any case. It lives in the store's writer thread. */
typedef struct _KirokuJournal KirokuJournal;

/* Called when @entries of an append are stored, still in its transaction: adds to @drafts what is due
 * now that they are there. It is not called for what it adds. */
typedef gboolean (*KirokuFollowFunc) (KirokuDb *db,
                                      const char *case_id,
                                      GPtrArray *entries,
                                      GPtrArray *drafts,
                                      gpointer data,
                                      GError **error);

typedef struct
{
  KirokuKey *key;        /* (transfer none) */
  KirokuPins *pins;      /* (transfer none) */
  KirokuFolds *folds;    /* (transfer none) */
  KirokuClockFunc clock; /* kiroku_clock_read_system outside tests */
  gpointer clock_data;
  KirokuFollowFunc follow; /* (nullable) */
  gpointer follow_data;
  const char *author; /* the person's name, for entry 0 */
  const char *role;   /* (nullable) */
  const char *disk;   /* (nullable) what is known of the disk it is kept on (kiroku_disk_id()), for entry 0 */
  const char *app;    /* version of the program */
} KirokuJournalConfig;

/* What @config points to must live as long. */
KirokuJournal *kiroku_journal_new (const KirokuJournalConfig *config);
void kiroku_journal_free (KirokuJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuJournal, kiroku_journal_free)

/* Why the next journal that this key opens has a predecessor, for its entry 0: @reason and the id of
 * the key before; both NULL when there is none. */
void kiroku_journal_set_origin (KirokuJournal *self, const char *reason, const char *previous);

/* Whether after @error, which an append gave, the author can go on in that case only with another key:
 * the journal was rolled back or forked, or its key revoked. */
gboolean kiroku_journal_is_left (const GError *error);

/* Seals @drafts and appends them to the own journal of @case_id, folds included, all in one
 * transaction. A journal that does not exist yet is opened first (`journal.open`, entry 0), and where the
 * clock was set since the entry before, or is no longer synchronised, an entry `clock` says so
 * (kiroku-clock-check.h). When it
 * returns, COMMIT has: the entries are on the disk. After a COMMIT whose outcome is unknown the
 * database is opened anew and asked.
 * Returns the entries of @drafts, sealed (transfer full) (element-type KirokuEntry). On error
 * nothing was written: KIROKU_JOURNAL_ERROR_ROLLED_BACK, _FORKED, _REVOKED, KIROKU_STORE_ERROR_*. Only on a
 * Returns the entries of @drafts, then those that followed, sealed (transfer full)
 * (element-type KirokuEntry). On error nothing was written: KIROKU_JOURNAL_ERROR_ROLLED_BACK, _FORKED, KIROKU_STORE_ERROR_*. Only on a
 * disk that no longer syncs they may be there all the same, without being safe. */
GPtrArray *kiroku_journal_append (KirokuJournal *self,
                                  KirokuDb *db,
                                  const char *case_id,
                                  GPtrArray *drafts,
                                  GError **error);

/* Makes the drafts inside the transaction, after everybody else's writes. (transfer full)
 * (element-type KirokuDraft) */
typedef GPtrArray *(*KirokuDraftsFunc) (KirokuDb *db, gpointer data, GError **error);

/* The same with drafts that depend on what the database holds, such as the next free number. */
GPtrArray *kiroku_journal_append_made (KirokuJournal *self,
                                       KirokuDb *db,
                                       const char *case_id,
                                       KirokuDraftsFunc make,
                                       gpointer data,
                                       GError **error);

/* Entries of the own key came to @case_id from outside: whether its journal forks is looked up anew. */
void kiroku_journal_forget (KirokuJournal *self, const char *case_id);

/* What the record itself needs: which heads of others an author has seen, and legal holds. */
extern const KirokuFold kiroku_journal_fold;

G_END_DECLS
