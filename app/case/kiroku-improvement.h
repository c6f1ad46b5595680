/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"
#include "kiroku-fold.h"

G_BEGIN_DECLS

/* What is to become better after a case: measures to prevent, detect, respond and recover, each with
 * somebody to do it, a time and a proof. They stay open after the case is closed. A measure.set entry
 * says all of one measure: what it leaves out is not known (FORMAT.md §6). */
typedef enum
{
  KIROKU_IMPROVE_PREVENT,
  KIROKU_IMPROVE_DETECT,
  KIROKU_IMPROVE_RESPOND,
  KIROKU_IMPROVE_RECOVER,
} KirokuImproveClass;

#define KIROKU_N_IMPROVE_CLASSES 4

typedef enum
{
  KIROKU_IMPROVE_OPEN,
  KIROKU_IMPROVE_DONE,
  KIROKU_IMPROVE_DROPPED,
} KirokuImproveState;

#define KIROKU_N_IMPROVE_STATES 3

/* The id in entries and on the command line; the name in the user's language. */
const char *kiroku_improve_class_id (KirokuImproveClass klass);
const char *kiroku_improve_class_name (KirokuImproveClass klass);
gboolean kiroku_improve_class_parse (const char *id, KirokuImproveClass *klass, GError **error);
const char *kiroku_improve_state_id (KirokuImproveState state);
const char *kiroku_improve_state_name (KirokuImproveState state);
gboolean kiroku_improve_state_parse (const char *id, KirokuImproveState *state, GError **error);

typedef struct
{
  char *id;      /* hash of the entry that named it first */
  char *case_id;
  char *text;    /* (nullable): not here, for it is withheld */
  KirokuImproveClass klass;
  KirokuImproveState state;
  char *owner;   /* (nullable), and so the next */
  char *due;     /* YYYY-MM-DDTHH:MM:SS±HH:MM */
  gint64 due_at; /* the same, µs UTC, or KIROKU_TIME_NONE */
  char *proof;   /* (nullable): what shows that it is done */
  char *reason;  /* (nullable): of the last entry */
  char *lesson;  /* (nullable): key of the fact it answers, one of the seven questions */
  char *form;    /* (nullable): id of a form that promised it, … */
  char *filing;  /* (nullable): … and hash of its form.file */
  char *withheld; /* names of what was stated and is not here, each followed by a blank; may be "" */
  char *author;  /* key id of who said so last */
  gint64 set_at; /* µs UTC, recorded */
} KirokuImprovement;

KirokuImprovement *kiroku_improvement_copy (const KirokuImprovement *self);
void kiroku_improvement_free (KirokuImprovement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuImprovement, kiroku_improvement_free)

/* Whether @field, a name of FORMAT.md §6, was stated and is not here. */
gboolean kiroku_improvement_lacks (const KirokuImprovement *self, const char *field);
/* Whether it is open, as far as is known: what was withheld may say otherwise. */
gboolean kiroku_improvement_is_open (const KirokuImprovement *self);
/* Whether it is said to be open, and its time is over at @now, µs UTC. */
gboolean kiroku_improvement_is_overdue (const KirokuImprovement *self, gint64 now);
/* @value, one of its members, for people: where @field was stated and is not here, that it is withheld.
 * (transfer none) (nullable): nobody stated it */
const char *kiroku_improvement_show (const KirokuImprovement *self, const char *field, const char *value);
/* Its class and its state for people, or that it is withheld, which @klass and @state do not tell.
 * (transfer none) */
const char *kiroku_improvement_show_class (const KirokuImprovement *self);
const char *kiroku_improvement_show_state (const KirokuImprovement *self);
/* Their ids; NULL: withheld. (transfer none) (nullable) */
const char *kiroku_improvement_get_class_id (const KirokuImprovement *self);
const char *kiroku_improvement_get_state_id (const KirokuImprovement *self);

/* The measures of a case, or of all cases when @case_id is NULL, in the order in which they were first named.
 * @as_of as in kiroku-case.h. (transfer full) (element-type KirokuImprovement) */
GPtrArray *
kiroku_improvement_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* The one that @text names: at least 8 digits of its id, or its number in the list, counted from 1.
 * (transfer none) */
const KirokuImprovement *
kiroku_improvement_find (GPtrArray *improvements, const char *text, GError **error);

/* An entry that says all of @improvement; a new one has no @id. (transfer full) */
KirokuDraft *kiroku_draft_improvement (const KirokuImprovement *improvement);

/* Table `measure`: a row a measure.set. */
extern const KirokuFold kiroku_improvement_fold;

G_END_DECLS
