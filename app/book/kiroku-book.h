/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-drafts.h"
#include "kiroku-clock.h"
#include "kiroku-evidence-store.h"
#include "kiroku-disk.h"
#include "kiroku-fold.h"
#include "kiroku-pack.h"
#include "kiroku-people.h"
#include "kiroku-pins.h"
#include "kiroku-desks.h"
#include "kiroku-profile.h"
#include "kiroku-store.h"

G_BEGIN_DECLS

/* book — an open case book: database, signing key, pins, rule pack and profile put together, with
 * the folds of all rooms registered. The window and the command line both stand on it; it is the one
 * way to write, and every write is one or more entries appended to the own journal of a case. */
#define KIROKU_TYPE_BOOK (kiroku_book_get_type ())
G_DECLARE_FINAL_TYPE (KirokuBook, kiroku_book, KIROKU, BOOK, GObject)

typedef enum
{
  KIROKU_BOOK_ERROR_INPUT, /* what was asked for cannot be recorded */
  KIROKU_BOOK_ERROR_BUSY,  /* it is being done already */
} KirokuBookError;

#define KIROKU_BOOK_ERROR (kiroku_book_error_quark ())
GQuark kiroku_book_error_quark (void);

/* The database in the data folder, unless another is named. */
#define KIROKU_BOOK_DATABASE "kiroku.db"

/* Whether a first key may be made for @name, who is not among @people yet. In the writer's
 * thread. */
typedef gboolean (*KirokuBookAdmit) (KirokuPeople *people, const char *name, GError **error);

typedef struct
{
  const char *folder;   /* key, pins and profile; made with mode 0700 */
  const char *database; /* (nullable) by default kiroku.db in @folder */
  const char *author;   /* (nullable) who writes; by default whoever wrote here before */
  const char *passphrase; /* (nullable) of that person's keys */
  KirokuBookAdmit admit;  /* (nullable) asked before @author gets a first key; else everybody may */
  const char *pack;     /* (nullable) a folder to read the rule pack from; by default the own one */
  KirokuClockFunc clock; /* (nullable) the computer's clock */
  gpointer clock_data;
  GTimeZone *zone;      /* in which people here read times */
  const char *language; /* "ja" or "en" */
  gboolean as_it_is;    /* to verify or to mend, even where it is refused below */
  gboolean looks_at_disk; /* journals say whether they are kept on an encrypted one; else nobody asks */
} KirokuBookOptions;

/* Opens a case book, making what is missing. Folds that are new or of an older version are made anew
 * first; while something in the database acts on what is written, that would do away with a trace, and
 * it is refused with KIROKU_STORE_ERROR_FOREIGN. The signing key is made with the first entry. */
KirokuBook *kiroku_book_new (const KirokuBookOptions *options, GError **error);

KirokuStore *kiroku_book_get_store (KirokuBook *self);
KirokuPack *kiroku_book_get_pack (KirokuBook *self);
KirokuProfile *kiroku_book_get_profile (KirokuBook *self);
/* What the organisation itself knows of desks (kiroku-book-desks.h). */
KirokuDesks *kiroku_book_get_desks (KirokuBook *self);
KirokuPins *kiroku_book_get_pins (KirokuBook *self);
/* The files of evidence beside the database; kiroku-book-evidence.h takes them in. */
KirokuEvidenceStore *kiroku_book_get_evidence_store (KirokuBook *self);
/* The folds of all rooms: for tables elsewhere, and to compare those here (kiroku-papers.h). */
KirokuFolds *kiroku_book_get_folds (KirokuBook *self);
GTimeZone *kiroku_book_get_zone (KirokuBook *self);
const char *kiroku_book_get_language (KirokuBook *self);
/* The moment by the book's clock, µs UTC. */
gint64 kiroku_book_get_now (KirokuBook *self);
/* The same with what the computer says of it. */
void kiroku_book_read_clock (KirokuBook *self, KirokuClock *clock);
/* What somebody left in the database, when it was opened, that acts on what is written: what it is
 * and how to mend it, in the user's language. Until then nothing is recorded. (nullable) */
const char *kiroku_book_get_foreign (KirokuBook *self);
/* Looks whether it is still there, as whatever is to be recorded does, too: another program may have taken
 * it away. @callback: when kiroku_book_get_foreign() tells; nothing can fail that it would not tell then.
 */
void kiroku_book_look_for_foreign_async (
    KirokuBook *self, GAsyncReadyCallback callback, gpointer user_data);
/* The name of who writes. */
const char *kiroku_book_get_author (KirokuBook *self);
/* The data folder: keys, pins and profile. */
const char *kiroku_book_get_folder (KirokuBook *self);

/* What the database lies on, as it was seen when the book was opened (looks_at_disk). */
KirokuDisk kiroku_book_get_disk (KirokuBook *self);

/* The people who sign here. */
KirokuPeople *kiroku_book_get_people (KirokuBook *self);
/* Sets @owns: whether @key (id) is one of the present author's. FALSE when nobody can tell, because
 * what says whose the keys are cannot be read: whatever waits for a second person must not go on then. */
gboolean kiroku_book_owns_key (
    KirokuBook *self, const char *key, gboolean *owns, GError **error);
/* The key of the present author, which is made if there is none yet. It waits. (transfer full) */
KirokuPersonKey *kiroku_book_show_key (KirokuBook *self, GError **error);

/* From now on @name writes, here and after the next start; a new name gets a key, protected by
 * @passphrase (nullable). KIROKU_JOURNAL_ERROR_LOCKED when the keys need another passphrase: then
 * nothing changes. */
void kiroku_book_choose_person_async (KirokuBook *self,
                                      const char *name,
                                      const char *passphrase,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean kiroku_book_choose_person_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* KirokuBook::person-changed: somebody else writes, in the main context. */
/* KirokuBook::desks-changed: kiroku_book_get_pack() has other desks, in the main context. */

/* Every mistake in the rule pack in @folder, or in the program's own when it is NULL. A folder without
 * facts or types is checked as one that is laid over the program's own.
 * (transfer full) (element-type utf8) */
GPtrArray *kiroku_book_check_pack (const char *folder);

/* KirokuBook::appended (case id, GPtrArray of KirokuEntry): after COMMIT, in the main context. */

/* Appends @drafts to the own journal of @case_id. It waits: for the command line and tests.
 * (transfer full) (element-type KirokuEntry) */
GPtrArray *kiroku_book_append (
    KirokuBook *self, const char *case_id, GPtrArray *drafts, GError **error);
/* The same for one draft, which it takes. */
KirokuEntry *kiroku_book_append_one (
    KirokuBook *self, const char *case_id, KirokuDraft *draft, GError **error);
/* The same without waiting; takes a reference to @drafts, which must not change any more. */
void kiroku_book_append_async (KirokuBook *self,
                               const char *case_id,
                               GPtrArray *drafts,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *kiroku_book_append_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Opens a case: case.open, the profile and the stated times as facts, the phase detect, and the
 * steps of the playbook as tasks. */
typedef struct
{
  const char *title;
  const char *type;
  int level;
  gboolean exercise;
  const KirokuTime *occurred; /* (nullable), and so the others */
  const KirokuTime *detected;
  const KirokuTime *known;
} KirokuNewCase;

/* The id of the new case. (transfer full) */
char *kiroku_book_open_case (KirokuBook *self, const KirokuNewCase *new_case, GError **error);
void kiroku_book_open_case_async (KirokuBook *self,
                                  const KirokuNewCase *new_case,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *kiroku_book_open_case_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Moves a case to another phase. Going back to an earlier one needs a reason. Steps of the playbook
 * that have become due are added as tasks. Or says of an entry what phase it should have been, or when:
 * that needs a reason, too. One that should not have been corrects to the phase before it. */
typedef struct
{
  KirokuPhase phase;
  const char *reason;   /* (nullable) */
  const char *approver; /* (nullable) */
  const KirokuTime *at; /* (nullable) now; of a correction: as it was */
  const char *corrects; /* (nullable) hash of the entry that is corrected */
} KirokuPhaseChange;

GPtrArray *kiroku_book_enter_phase (
    KirokuBook *self, const char *case_id, const KirokuPhaseChange *change, GError **error);
void kiroku_book_enter_phase_async (KirokuBook *self,
                                    const char *case_id,
                                    const KirokuPhaseChange *change,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *kiroku_book_enter_phase_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Makes every folded table anew from the entries, in short jobs between which others write, and puts
 * them in the old ones' place. @entries: how many were folded. @removed: (element-type
 * KirokuSchemaDifference): what somebody had left in the database, which is taken away, is added. It
 * waits. */
gboolean kiroku_book_rebuild (
    KirokuBook *self, gint64 *entries, GPtrArray *removed, GError **error);

G_END_DECLS
