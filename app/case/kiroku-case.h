/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-fact.h"
#include "kiroku-pack.h"
#include "kiroku-phase.h"

G_BEGIN_DECLS

/* case — what the entries of a case add up to, as of any time. Reads only: a case changes by entries
 * appended to a journal (kiroku-case-drafts.h makes them).
 *
 * Everywhere below @as_of is µs UTC: what the authors had recorded by then; KIROKU_NOW for now. The
 * functions run in one of the store's reading threads. */

typedef enum
{
  KIROKU_CASE_ERROR_UNKNOWN,   /* no such case */
  KIROKU_CASE_ERROR_AMBIGUOUS, /* two cases have this number */
  KIROKU_CASE_ERROR_REFUSED,   /* not by this person, or not any more */
} KirokuCaseError;

#define KIROKU_CASE_ERROR (kiroku_case_error_quark ())
GQuark kiroku_case_error_quark (void);

/* The levels of the accident scale, 0–3 (対策ガイドブック2017; their wording is the organisation's). */
#define KIROKU_LEVEL_MAX 3
/* One that was stated and is not here. */
#define KIROKU_LEVEL_WITHHELD (-1)

typedef struct
{
  char *id;     /* UUID */
  char *number; /* as people say it; with ~ and 4 digits of the id where two cases share it, as long as … */
  gboolean lacks_number; /* … this does not say that it is withheld: then these stand for it alone */
  char *title; /* what stands for it in the user's language, as long as … */
  KirokuFactState title_state; /* … this is WITHHELD or ERASED */
  char *type; /* (nullable): id in the rule pack; withheld */
  int level;  /* or KIROKU_LEVEL_WITHHELD */
  gboolean exercise;
  gboolean closed;
  KirokuPhase phase; /* the last that is not withheld */
  gint64 phase_since; /* µs UTC */
  gint64 opened;      /* µs UTC, recorded */
  gint64 changed;     /* µs UTC: the last entry recorded */
  guint tasks_open;
  guint tasks;
} KirokuCase;

/* Whether the title is not here. */
gboolean kiroku_case_lacks_title (const KirokuCase *self);
/* The title in a document of @language, where what is not here stands as such in that language.
 * (transfer none) */
const char *kiroku_case_show_title (const KirokuCase *self, const char *language);
/* The same of its type: its name; of one that @pack does not know, its id. (transfer none) */
const char *kiroku_case_show_type (const KirokuCase *self, KirokuPack *pack, const char *language);
KirokuCase *kiroku_case_copy (const KirokuCase *self);
void kiroku_case_free (KirokuCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuCase, kiroku_case_free)

/* All cases, newest first, open ones before closed ones. (transfer full) (element-type KirokuCase) */
GPtrArray *kiroku_case_list (KirokuDb *db, GError **error);
/* (transfer full) */
KirokuCase *kiroku_case_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The id of the case that @text names, by number (with its ~suffix where needed; full-width digits
 * accepted) or by id. (transfer full) */
char *kiroku_case_resolve (KirokuDb *db, const char *text, GError **error);

/* The next free number of the year @now lies in in @zone: "2026-001", "X2026-001" for an exercise.
 * In the writer's transaction or thread, so that two do not get one. (transfer full) */
char *kiroku_case_next_number (
    KirokuDb *db, gboolean exercise, gint64 now, GTimeZone *zone, GError **error);

/* With the rivals of each: values of others who had not seen what stands (kiroku-conflict.h).
 * (transfer full) */
KirokuFacts *kiroku_case_read_facts (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* When somebody else than the person called @author last wrote to the case, µs UTC; 0 if nobody. */
gboolean kiroku_case_read_newest_of_others (
    KirokuDb *db, const char *case_id, const char *author, gint64 *us, GError **error);

/* One stay in a phase, in the order in which phases were entered. An entry that corrects another says what
 * this was: another phase, another time. One that was corrected to the phase before it was no stay. */
typedef struct
{
  KirokuPhase phase;
  gint64 start;    /* µs UTC; where it is not stated, no later than the start of the next one */
  gint64 end;      /* µs UTC, not before @start; of the last one when the case was closed, or
                    * KIROKU_TIME_NONE while it is open */
  gboolean withheld; /* which phase it is, or was corrected to; @phase says nothing */
  gboolean erased;   /* the same, and by law */
  gboolean stated; /* @start is what an author stated, of it or of the next one; otherwise when it was
                    * recorded */
  char *reason;    /* (nullable) */
  char *approver;  /* (nullable): named by the author */
  char *author;    /* key id */
  char *hash;
  char *signer;    /* (nullable): name of who signed the last word on it, with another key */
  gboolean signer_unvouched; /* nobody whom the opener of the case trusts vouches for that key */
  gint64 signed_at; /* µs UTC: when that was recorded */
  gboolean refused; /* that word is no */
  char *correction; /* (nullable): hash of the entry that corrected it last */
  char *corrector;  /* (nullable): name of its author */
  gboolean corrector_unvouched; /* as @signer_unvouched */
  char *correction_reason; /* (nullable) */
} KirokuVisit;

/* (transfer full) (element-type KirokuVisit) */
GPtrArray *kiroku_case_read_visits (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

G_END_DECLS
