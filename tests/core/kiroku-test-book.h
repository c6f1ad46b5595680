/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-journal.h"

G_BEGIN_DECLS

/* A case book in a temporary folder, for tests: one connection used in the test's own thread, the
 * folds of the journal, and a clock that shows what the test says. */
typedef struct
{
  char *folder;
  char *path;
  KirokuDb *db;
  KirokuFolds *folds;
} KirokuTestBook;

/* @fold: (nullable): one further fold. */
KirokuTestBook *kiroku_test_book_new (const KirokuFold *fold);
/* Closes the connection and deletes the folder with everything in it. */
void kiroku_test_book_free (KirokuTestBook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuTestBook, kiroku_test_book_free)

/* A file in the book's folder. (transfer full) */
char *kiroku_test_book_file (KirokuTestBook *self, const char *name);

/* Runs @sql, which may be several statements, as somebody would who knows SQLite and takes the
 * triggers away first. */
void kiroku_test_book_tamper (KirokuTestBook *self, const char *sql);
/* What @sql gives, columns joined by "|" and rows by LF, read past Kiroku. (transfer full) */
char *kiroku_test_book_dump (KirokuTestBook *self, const char *sql);
/* All folded tables, each sorted. (transfer full) */
char *kiroku_test_book_dump_folds (KirokuTestBook *self);

/* Somebody with a key, who writes into one book. */
typedef struct
{
  KirokuTestBook *book;
  KirokuKey *key;
  KirokuPins *pins;
  KirokuJournal *journal;
  KirokuClock clock; /* what the next entry is sealed with */
  gint64 step;       /* µs the clock goes on with each entry */
} KirokuTestPerson;

/* The clock begins at KIROKU_TEST_START and goes on by a second an entry. */
KirokuTestPerson *kiroku_test_person_new (KirokuTestBook *book, const char *name);
void kiroku_test_person_free (KirokuTestPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuTestPerson, kiroku_test_person_free)

/* Ends the person's journal and begins it anew, as a restarted program would; with the key of @self
 * when @key is NULL. */
void kiroku_test_person_restart (KirokuTestPerson *self, KirokuKey *key);

/* 2026-11-21T14:00:00+09:00 */
#define KIROKU_TEST_START (G_GINT64_CONSTANT (1795237200) * G_USEC_PER_SEC)
#define KIROKU_TEST_CASE "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"

/* Appends to KIROKU_TEST_CASE, taking @draft; fails the test when that fails. (transfer full) */
KirokuEntry *kiroku_test_append (KirokuTestPerson *person, KirokuDraft *draft);
/* The same for a note; the entry is not needed. */
void kiroku_test_note (KirokuTestPerson *person, const char *text);
/* Appends @draft, taking it, which may fail. (transfer full) (nullable) */
KirokuEntry *kiroku_test_try_append (KirokuTestPerson *person,
                                     const char *case_id,
                                     KirokuDraft *draft,
                                     GError **error);

/* Stores and folds an entry somebody else brought. */
void kiroku_test_bring (KirokuTestBook *book, const KirokuEntry *entry);

G_END_DECLS
