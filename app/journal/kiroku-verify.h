/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-anchor.h"
#include "kiroku-arriving.h"
#include "kiroku-checkpoint.h"
#include "kiroku-db.h"
#include "kiroku-fold.h"
#include "kiroku-pins.h"

G_BEGIN_DECLS

/* Verifying a case (FORMAT.md §10): one algorithm, wherever its entries and files come from. */

/* What verification can say of a case; the numbers are the exit codes of `kiroku-cli verify`
 * (design §3). */
typedef enum
{
  KIROKU_VERDICT_ANCHORED = 0,  /* intact, and covered by a checked outside head */
  KIROKU_VERDICT_INTACT = 1,    /* intact, with warnings */
  KIROKU_VERDICT_ALTERED = 2,   /* bytes are not those that were signed */
  KIROKU_VERDICT_TRUNCATED = 3, /* truncated, rolled back or forked against a known head */
  KIROKU_VERDICT_EVIDENCE = 4,  /* evidence is missing, changed or extra */
  KIROKU_VERDICT_UNKNOWN = 5,   /* cannot judge */
} KirokuVerdict;

/* The id in JSON: "anchored", "intact", "altered", "truncated", "evidence", "unknown". */
const char *kiroku_verdict_id (KirokuVerdict verdict);
/* Whether @a is worse than @b. From worst: altered, truncated, evidence, unknown, intact,
 * anchored. */
gboolean kiroku_verdict_is_worse (KirokuVerdict a, KirokuVerdict b);

/* --- Where entries and files come from --- */

typedef enum
{
  KIROKU_FILE_INTACT,
  KIROKU_FILE_CHANGED,
  KIROKU_FILE_MISSING,
} KirokuFileState;

/* A case as it stands somewhere. All functions are called in the thread that verifies. */
typedef struct
{
  gboolean package; /* then a file that no entry names is a finding, else a warning */

  /* The keys of all journals, sorted bytewise. (transfer full) (element-type utf8) */
  GPtrArray *(*list_journals) (gpointer data, GError **error);
  /* At most @limit rows of one journal with (seq, hash) > (@seq, @hash), in that order; begins with
   * seq -1 and "". What cannot be read as an entry is a row with its bytes as `header`, which is then
   * found to be altered. (transfer full) (element-type KirokuStored) */
  GPtrArray *(*read_journal) (gpointer data,
                              const char *key,
                              gint64 seq,
                              const char *hash,
                              guint limit,
                              GError **error);
  gint64 total; /* entries, for the progress; 0 when it is not known */
  GPtrArray *arriving; /* (nullable) of KirokuArriving: packages that are being taken in */
  char *opening; /* (nullable) hash of the `case.open` that came first, where that is known */
  gpointer data;

  /* (nullable) Looks at the file of evidence named @sha256, 64 hex digits. @sha512 is NULL and @size
   * -1 when they are withheld. Without it files are left out, which is a warning. */
  gboolean (*check_file) (gpointer files,
                          const char *sha256,
                          const char *sha512,
                          gint64 size,
                          GCancellable *cancellable,
                          KirokuFileState *state,
                          GError **error);
  /* (nullable) The names of files that no entry names. @named: the SHA-256 this case names, a set.
   * (transfer full) (element-type utf8) */
  GPtrArray *(*list_extra) (gpointer files, GHashTable *named, GError **error);
  gpointer files;

  /* (nullable) Both or none. `fold` is given every entry whose bytes are in order, while it has its
   * values; `compare` then says in which tables that screens and documents are made from something
   * else stands. (transfer full) (element-type KirokuFoldDifference) */
  gboolean (*fold) (gpointer tables, const KirokuEntry *entry, GError **error);
  GPtrArray *(*compare) (gpointer tables, GError **error);
  gpointer tables;
  GPtrArray *schema; /* (nullable) of KirokuSchemaDifference: what the file holds, or lacks */
} KirokuVerifySource;

/* @case_id as it stands in @db, which others may write to meanwhile: what arrives later is left for
 * another run. It does not look at files; set `check_file` and `list_extra` for that. Pins are to be
 * read before: what is pinned then has arrived. Freed with kiroku_verify_database_clear(). */
gboolean kiroku_verify_database_init (
    KirokuVerifySource *source, KirokuDb *db, const char *case_id, GError **error);
/* Has the folded tables looked at, too, and the triggers, views and indexes of the file. @folds
 * must live as long as @source. */
gboolean kiroku_verify_database_add_tables (
    KirokuVerifySource *source, KirokuFolds *folds, GError **error);
/* After a run: whether the tables could not be compared, for a value was erased or came to light
 * meanwhile. Then all is to be done again, from kiroku_verify_database_init(). */
gboolean kiroku_verify_database_is_outdated (const KirokuVerifySource *source);
void kiroku_verify_database_clear (KirokuVerifySource *source);

/* --- What is asked --- */

/* @done of @total entries; @total is 0 when it is not known. */
typedef void (*KirokuVerifyProgress) (gint64 done, gint64 total, gpointer data);

typedef struct
{
  const char *case_id;
  GPtrArray *pins;              /* (nullable) (element-type KirokuPin) */
  GHashTable *own;              /* (nullable) ids of the keys whose copy the case is, as a set: those kept on
                                 * this computer. Keys that are pinned count as such, too */
  const char *const *heads;     /* (nullable) case roots known from outside; ended by NULL */
  const char *const *cas;       /* (nullable) PEM files of time-stamp authorities to trust; ended by
                                 * NULL */
  KirokuCheckpoint *checkpoint; /* (nullable) the signed one of a package */
  KirokuVerifyProgress progress; /* (nullable) */
  gpointer progress_data;
  GCancellable *cancellable; /* (nullable) */
} KirokuVerifyOptions;

/* --- What is answered --- */

typedef struct
{
  KirokuVerdict verdict;
  char *journal; /* (nullable) key */
  gint64 seq;    /* -1 when no entry is meant */
  char *hash;    /* (nullable) */
  char *what;    /* in the user's language */
} KirokuFinding;

typedef struct
{
  char *type;      /* token, printed, mail, file or seen; "head" for one that was given */
  char *root;      /* (nullable) */
  char *authority; /* (nullable) */
  char *why;       /* (nullable) why a token is not trusted, or what another has seen does not
                    * count */
  gint64 time;     /* µs UTC: of a token when it was stamped, else when it was recorded */
  KirokuAnchorState state; /* of a bad one a finding says why; a root that was given makes a
                            * printed one cover */
} KirokuVerifiedAnchor;

typedef struct
{
  char *case_id;
  char *opener; /* (nullable) key of whoever opened the case */
  char *number; /* (nullable) of the case, as whoever opened it says */
  KirokuVerdict verdict;
  /* The first of the worst findings, in the order of FORMAT.md §10. */
  gboolean has_bad;
  char *bad_journal; /* (nullable) key */
  gint64 bad_seq;    /* -1 when no entry is meant */
  char *bad_hash;    /* (nullable) */
  char *bad_what;    /* in the user's language */
  char *bad_author;  /* (nullable) whose journal it is, as the author says */
  GPtrArray *findings;    /* of KirokuFinding, at most the first 100 */
  gint64 n_findings;
  gint64 n_evidence; /* of these: about files of evidence */
  gint64 n_disowned; /* of these: about entries that stand as they were signed, but in a fork or after
                      * their key was revoked */
  gint64 journals;
  gint64 entries;
  gint64 unanchored;       /* entries that no outside head covers */
  gint64 unanchored_since; /* when the first of them was recorded, µs UTC; KIROKU_TIME_NONE */
  gint64 withheld;         /* permitted absences of fields and files */
  gint64 erased;           /* of these: erased by law; the others were withheld on an export */
  gint64 files;            /* files of evidence that were looked at */
  gboolean files_skipped;  /* there are some, but they were not looked at */
  char *root;              /* (nullable) the case root as it stands; NULL when altered */
  GPtrArray *anchors;      /* of KirokuVerifiedAnchor */
  char **cas;              /* (nullable) the files of time-stamp authorities that were trusted */
  GPtrArray *warnings;     /* of char * */
  const char *unanchored_warning; /* (nullable) which of them tells of the unanchored entries, with a time */
  GPtrArray *settled;      /* of char *: what would be a warning, had not whoever opened the case
                            * dealt with it */
} KirokuVerification;

/* An answer that was not got by reading: "cannot be judged" and why. (transfer full) */
KirokuVerification *kiroku_verification_new_unknown (const char *case_id, const char *why);
void kiroku_verification_free (KirokuVerification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuVerification, kiroku_verification_free)

/* Adds what somebody found besides, such as in the structure of a package. */
void kiroku_verification_add (KirokuVerification *self, KirokuVerdict verdict, const char *what);

/* Since when how many entries are unanchored, in the language of the thread, or else of the user: the warning for
 * a document, which has times in its own zone and calendar. (transfer full) (nullable): none are */
char *kiroku_verification_describe_unanchored (const KirokuVerification *self, GTimeZone *zone);

/* Verifies a case. One that is not there is KIROKU_VERDICT_UNKNOWN. NULL only when the source or the
 * CA file cannot be read, or it was cancelled. (transfer full) */
KirokuVerification *kiroku_verify_run (
    const KirokuVerifySource *source, const KirokuVerifyOptions *options, GError **error);

/* The entries of @case_id in @db against @pins, without its files. (transfer full) */
KirokuVerification *kiroku_verify_case (KirokuDb *db,
                                        KirokuPins *pins,
                                        const char *case_id,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
