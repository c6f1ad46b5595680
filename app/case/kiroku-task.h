/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-phase.h"

G_BEGIN_DECLS

typedef enum
{
  KIROKU_TASK_OPEN,
  KIROKU_TASK_DONE,
  KIROKU_TASK_SKIPPED,
} KirokuTaskState;

/* The id in entries and on the command line: "open", "done", "skipped". */
const char *kiroku_task_state_id (KirokuTaskState state);
const char *kiroku_task_state_name (KirokuTaskState state);
gboolean kiroku_task_state_parse (const char *id, KirokuTaskState *state, GError **error);

typedef struct
{
  char *id; /* hash of the task.add entry */
  char *step;   /* id in the rule pack, or "" for one of the case's own */
  gboolean has_phase;
  KirokuPhase phase;
  char *text_ja;
  char *text_en;
  char *source;
  KirokuTaskState state;
  gboolean state_withheld; /* that was stated, but is not here: as long as nobody states it anew it counts as open */
  char *reason;   /* (nullable) why it was skipped or opened again */
  gboolean reason_withheld; /* that was stated, but is not here */
  char *author;   /* (nullable) key id of who set the state */
  char *owner;    /* (nullable) name of who is to do it, as stated last */
  gboolean owner_withheld; /* that was stated, but is not here */
  char *due;      /* (nullable) by when, as stated last: YYYY-MM-DDTHH:MM:SS±HH:MM */
  gint64 due_at;  /* the same, µs UTC, or KIROKU_TIME_NONE */
  gboolean due_withheld; /* that was stated, but is not here */
  gint64 set_at;  /* µs UTC, or KIROKU_TIME_NONE */
} KirokuTask;

void kiroku_task_free (KirokuTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuTask, kiroku_task_free)

/* "ja" gives the Japanese text, anything else the English one; the other when it is missing.
 * (transfer none) (nullable): neither is here, for it is withheld. */
const char *kiroku_task_get_text (const KirokuTask *self, const char *language);
/* The same for people: what is not here stands as withheld, in the language of the program.
 * (transfer none) */
const char *kiroku_task_show_text (const KirokuTask *self, const char *language);

/* Its state for people. (transfer none) */
const char *kiroku_task_show_state (const KirokuTask *self);
/* Whether it is open, and its time is over at @now, µs UTC. */
gboolean kiroku_task_is_overdue (const KirokuTask *self, gint64 now);
/* Whether @due, as it stands in a task, was typed as a day alone: kiroku_task_parse_due() made that its last second. */
gboolean kiroku_task_is_due_by_day (const char *due);
/* @due as it stands in a task, for people: "2026-11-25 17:00 +09:00", or the day alone. (transfer full) */
char *kiroku_task_show_due (const char *due);
/* What somebody typed as the time by which something is to be done, as `due` of an entry has it: a time alone is
 * the next such time after @now (µs UTC), a day alone its last second in @local; nothing is "".
 * (transfer full) */
char *kiroku_task_parse_due (const char *typed, GTimeZone *local, gint64 now, GError **error);

/* All tasks of a case in their order (kiroku-task-order.h).
 * (transfer full) (element-type KirokuTask) */
GPtrArray *kiroku_task_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The one task that @text names: its id or at least 8 digits of it, its step id, or its number in
 * the list, counted from 1. (transfer none) */
const KirokuTask *kiroku_task_find (GPtrArray *tasks, const char *text, GError **error);

G_END_DECLS
