/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"
#include "kiroku-pack.h"
#include "kiroku-time.h"

G_BEGIN_DECLS

/* The class of a note. */
typedef enum
{
  KIROKU_CLASS_ACTION,
  KIROKU_CLASS_OBSERVATION,
  KIROKU_CLASS_DECISION,
  KIROKU_CLASS_COMMUNICATION,
} KirokuClass;

#define KIROKU_N_CLASSES 4

const char *kiroku_class_id (KirokuClass klass);
const char *kiroku_class_name (KirokuClass klass);
gboolean kiroku_class_parse (const char *id, KirokuClass *klass, GError **error);

/* One line of the timeline: any entry, ready to be shown. */
typedef struct
{
  gint64 seq;
  gint64 clock;
  char *key;    /* of the author */
  char *author; /* name */
  char *hash;
  gint64 rec;   /* µs UTC */
  gint64 at;    /* µs UTC: when it happened; @rec when nothing was stated */
  gboolean stated;
  KirokuPrecision precision;
  char *kind;
  char *klass;     /* (nullable) id */
  char *text;      /* (nullable) as recorded */
  char *detail;    /* (nullable) reason, outcome, … */
  char *extra;     /* (nullable) recipient, decision, … */
  char *subject;   /* (nullable) hash of the entry it is about */
  char *named;     /* (nullable) the approver whom the author named: nobody signed that */
  char *whose;     /* (nullable) of key.revoke: name of the key's author; of an acceptance: who handed over */
  gboolean is_step; /* a task that the playbook added */
  char *task_ja;   /* (nullable) of task.set: the task's text */
  char *task_en;   /* (nullable) */
  char *evidence;  /* (nullable) name of the item it is about, as recorded */
  char *judged;      /* (nullable) of an approval: what the entry it is about says, of a phase its id */
  char *judged_kind; /* (nullable) kind of that entry */
  char *corrects;   /* (nullable) hash of the entry that this corrects */
  char *own_reason; /* (nullable) why */
  char *correction; /* (nullable) hash of the entry that corrected it last: of a note, a phase, a call, a
                     * hand-over of evidence or a filing */
  char *correction_key; /* (nullable) its author's */
  char *corrected; /* (nullable) the current reading, of a phase its id; with a correction, NULL is withheld */
  char *corrected_detail; /* (nullable) the same of @detail and @extra, but of a note or a phase */
  char *corrected_extra;
  gboolean retimed;    /* a correction states another time; else @at stands */
  gint64 corrected_at; /* µs UTC: that time */
  KirokuPrecision corrected_precision;
  char *reason;    /* (nullable) of that correction */
  char *corrector; /* (nullable) name */
  gboolean corrector_unvouched; /* nobody whom the opener of the case trusts vouches for that key */
  guint n_corrections; /* that stand, the last one among them */
  GPtrArray *approvals; /* (nullable) of KirokuApproval (kiroku-approval.h): all that was said of it */
  gboolean unvouched; /* nobody whom the opener of the case trusts vouches for the author's key */
  gboolean revoked;   /* written after its key was revoked: it does not count */
  GPtrArray *erasures; /* (nullable) of KirokuLineErasure (kiroku-line-erasure.h): what was erased by law */
  gboolean forked;    /* another entry carries the same number in the same journal */
} KirokuLine;

/* The entry whose words are read: the last correction, or the entry itself. Whoever approves a line
 * approves that. (transfer none) */
const char *kiroku_line_get_reading (const KirokuLine *self);
/* The key of its author. */
const char *kiroku_line_get_reading_key (const KirokuLine *self);

/* When it happened as it reads now, µs UTC. */
gint64 kiroku_line_get_time (const KirokuLine *self);

/* A checkpoint says nothing of what people did. */
gboolean kiroku_line_is_checkpoint (const KirokuLine *self);

/* Whether an entry of @kind is corrected by one that says all of it anew: calls, changes of custody, filings, enquiries. */
gboolean kiroku_line_is_restated (const char *kind);

KirokuLine *kiroku_line_copy (const KirokuLine *self);
void kiroku_line_free (KirokuLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuLine, kiroku_line_free)

/* What to show; zero members mean: no limit. */
typedef struct
{
  /* (nullable) The line, or a correction of it, contains this: in its text, its details or who approved, as
   * kiroku_find_fold() compares. */
  const char *find;
  const char *klass;  /* (nullable) id */
  /* Without what the program wrote by itself: the steps that the playbook added as tasks, and
   * checkpoints. */
  gboolean hide_automatic;
  gint64 from, to;    /* µs UTC, of kiroku_line_get_time(); KIROKU_TIME_NONE for none */
  gint64 as_of;       /* KIROKU_NOW for now */
  gint64 since;       /* µs UTC: recorded then or later, whenever it happened */
} KirokuLineFilter;

#define KIROKU_LINE_FILTER_ALL \
  ((KirokuLineFilter){ .from = KIROKU_TIME_NONE, .to = KIROKU_TIME_NONE, .as_of = G_MAXINT64 })

/* How many lines there are. */
gboolean kiroku_line_count (
    KirokuDb *db, const char *case_id, const KirokuLineFilter *filter, gint64 *count, GError **error);
/* How many lines of @filter come before the entry with @hash; -1 when it is no such line itself. */
gboolean kiroku_line_find (KirokuDb *db,
                           const char *case_id,
                           const KirokuLineFilter *filter,
                           const char *hash,
                           gint64 *position,
                           GError **error);
/* The ids of the cases of which a line, or a correction of one, contains @find, as KirokuLineFilter.find says; all
 * that were recorded by now. (transfer full) (element-type utf8) */
GPtrArray *kiroku_line_find_cases (KirokuDb *db, const char *find, GError **error);
/* The hash of the entry whose words are read where @hash stands: its last correction, or itself; of a
 * correction, that of what it corrects. (transfer full) */
char *kiroku_line_find_reading (KirokuDb *db, const char *case_id, const char *hash, GError **error);
/* The same as an entry. @prefix: of a hash, as kiroku_archive_find() takes it. (transfer full) */
KirokuEntry *kiroku_line_read_reading (
    KirokuDb *db, const char *case_id, const char *prefix, GError **error);
/* Lines @offset … @offset + @limit − 1 in fold order, for a list that shows some of them.
 * (transfer full) (element-type KirokuLine) */
GPtrArray *kiroku_line_read (KirokuDb *db,
                             const char *case_id,
                             const KirokuLineFilter *filter,
                             gint64 offset,
                             guint limit,
                             GError **error);

/* The @limit lines that follow @after in fold order, or the first ones when it is NULL: the way to go
 * through a whole log, in the same time wherever it stands.
 * (transfer full) (element-type KirokuLine) */
GPtrArray *kiroku_line_read_after (KirokuDb *db,
                                   const char *case_id,
                                   const KirokuLineFilter *filter,
                                   const KirokuLine *after,
                                   guint limit,
                                   GError **error);

/* What the line says, for people: the text of a note in its current reading, or a sentence about
 * anything else. @pack (nullable) gives facts and choices their names in @language.
 * (transfer full) */
char *kiroku_line_describe (const KirokuLine *self, KirokuPack *pack, const char *language);
/* @text, which the line says, as it is shown on paper and in a terminal, where a click follows an
 * address: those that people wrote in their own words as kiroku_indicator_defang_text() shows them. What
 * names evidence, an asset or a fact stays as it is. (transfer full) */
char *kiroku_line_defang (const KirokuLine *self, const char *text);
/* The words of a @value, choices by their names. @fact: (nullable): then it is @value as it is.
 * (transfer full) */
char *kiroku_line_describe_value (
    const KirokuPackFact *fact, const char *value, const char *language);
/* What the line said when it was recorded, corrected or not; as kiroku_line_describe().
 * (transfer full) */
char *kiroku_line_describe_recorded (
    const KirokuLine *self, KirokuPack *pack, const char *language);
/* Whether it says something else than when it was recorded; not, when its time alone was corrected. */
gboolean kiroku_line_is_reworded (const KirokuLine *self);
/* Whether @at is a time that was stated and no longer stands. The time of recording always stands. */
gboolean kiroku_line_has_old_time (const KirokuLine *self);
/* @reason of its last correction, and how many came before that one. (transfer full) */
char *kiroku_line_add_earlier (const KirokuLine *self, const char *reason, const char *language);
/* What of a corrected line reads otherwise now, as it was recorded: what it said, its time in @zone (of
 * one without a stated time when it was recorded), or both. (transfer full) (nullable): none of these. */
char *kiroku_line_describe_original (
    const KirokuLine *self, const char *language, GTimeZone *zone);
/* When it happened as it reads now, in @zone. (transfer full) */
char *kiroku_line_dup_time (const KirokuLine *self, GTimeZone *zone);
/* The author's name, and what a reader must know before believing the line: that nobody vouched for the
 * key, that it had been revoked, that the journal forks here. (transfer full) */
char *kiroku_line_dup_author (const KirokuLine *self);
/* @name (nullable) of who signed something, with the same words where nobody vouched for the key.
 * (transfer full) */
char *kiroku_line_mark_name (const char *name, gboolean unvouched);
/* The short word in front of it: the class of a note, or what kind of entry it is.
 * (transfer none) */
const char *kiroku_line_get_label (const KirokuLine *self);
/* What an entry of @kind is called, as above; of a note without its class. (transfer none) */
const char *kiroku_line_name_kind (const char *kind);

G_END_DECLS
