/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-task.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-case.h"
#include "kiroku-fold.h"
#include "kiroku-names.h"
#include "kiroku-task-order.h"
#include "kiroku-text.h"
#include "kiroku-time.h"
#include "kiroku-trust.h"

static const KirokuName state_names[] = {
  [KIROKU_TASK_OPEN] = { "open", NC_ ("task", "Open") },
  [KIROKU_TASK_DONE] = { "done", NC_ ("task", "Done") },
  [KIROKU_TASK_SKIPPED] = { "skipped", NC_ ("task", "Skipped") },
};

static const KirokuNames states = { state_names, G_N_ELEMENTS (state_names), "task" };

const char *
kiroku_task_state_id (KirokuTaskState state)
{
  return kiroku_names_get_id (&states, state);
}

const char *
kiroku_task_state_name (KirokuTaskState state)
{
  return kiroku_names_get_name (&states, state);
}

gboolean
kiroku_task_state_parse (const char *id, KirokuTaskState *state, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&states, id, &value, error))
    return FALSE;
  *state = value;
  return TRUE;
}

void
kiroku_task_free (KirokuTask *self)
{
  g_free (self->id);
  g_free (self->step);
  g_free (self->text_ja);
  g_free (self->text_en);
  g_free (self->source);
  g_free (self->reason);
  g_free (self->author);
  g_free (self->owner);
  g_free (self->due);
  g_free (self);
}

const char *
kiroku_task_get_text (const KirokuTask *self, const char *language)
{
  const gboolean japanese = g_str_has_prefix (language, "ja");
  const char *wanted = japanese ? self->text_ja : self->text_en;
  const char *other = japanese ? self->text_en : self->text_ja;

  if (wanted != NULL && wanted[0] != '\0')
    return wanted;
  return other != NULL ? other : wanted;
}

const char *
kiroku_task_show_text (const KirokuTask *self, const char *language)
{
  const char *text = kiroku_task_get_text (self, language);

  return text != NULL ? text : _ ("(withheld)");
}

const char *
kiroku_task_show_state (const KirokuTask *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->state_withheld ? _ ("(withheld)") : kiroku_task_state_name (self->state);
}

gboolean
kiroku_task_is_overdue (const KirokuTask *self, gint64 now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == KIROKU_TASK_OPEN && self->due_at != KIROKU_TIME_NONE && self->due_at < now;
}

gboolean
kiroku_task_is_due_by_day (const char *due)
{
  g_return_val_if_fail (due != NULL, FALSE);

  return strlen (due) >= strlen ("YYYY-MM-DDTHH:MM:SS") && g_str_has_prefix (due + strlen ("YYYY-MM-DD"), "T23:59:59");
}

char *
kiroku_task_show_due (const char *due)
{
  g_return_val_if_fail (due != NULL, NULL);

  if (kiroku_task_is_due_by_day (due))
    {
      g_autofree char *day = g_strndup (due, strlen ("YYYY-MM-DD"));

      return kiroku_date_to_text (day);
    }
  return kiroku_time_stated_to_text (due, TRUE);
}

char *
kiroku_task_parse_due (const char *typed, GTimeZone *local, gint64 now, GError **error)
{
  const gint64 day = 24 * 3600 * (gint64) G_USEC_PER_SEC;
  g_autofree char *text = kiroku_text_strip (typed);
  KirokuTime time;

  g_return_val_if_fail (typed != NULL && local != NULL, NULL);

  if (text[0] == '\0')
    return g_strdup ("");
  /* Of a time alone kiroku_time_parse() takes the last that is no more than a minute ahead. */
  if (!kiroku_time_parse (text, local, now + day - 60 * (gint64) G_USEC_PER_SEC, &time, error))
    return NULL;
  if (time.precision == KIROKU_PRECISION_DAY)
    time.us = kiroku_time_end_of_day (time.us, local, &time.offset);
  return kiroku_time_to_occ (&time);
}

static void
set_due (KirokuTask *task, const char *due, gboolean stated)
{
  KirokuTime time;

  if (!stated)
    return;
  g_free (task->due);
  task->due = due != NULL && due[0] != '\0' ? g_strdup (due) : NULL;
  task->due_withheld = due == NULL;
  task->due_at = task->due != NULL && kiroku_time_from_occ (task->due, NULL, NULL, &time)
                     ? time.us
                     : KIROKU_TIME_NONE;
}

static void
set_owner (KirokuTask *task, const char *owner, gboolean stated)
{
  if (!stated)
    return;
  g_free (task->owner);
  task->owner = owner != NULL && owner[0] != '\0' ? g_strdup (owner) : NULL;
  task->owner_withheld = owner == NULL;
}

/* What is withheld is not what was said before. */
static gboolean
set_state (KirokuTask *task, const char *state)
{
  KirokuTaskState known = KIROKU_TASK_OPEN;

  if (state != NULL && !kiroku_task_state_parse (state, &known, NULL))
    return FALSE;
  task->state = known;
  task->state_withheld = state == NULL;
  return TRUE;
}

static KirokuTask *
task_from_row (const KirokuRows *rows, guint i)
{
  KirokuTask *task = g_new0 (KirokuTask, 1);
  const char *phase = kiroku_rows_text (rows, i, 2);

  *task = (KirokuTask){ .id = g_strdup (kiroku_rows_text (rows, i, 0)),
                        .step = g_strdup (kiroku_rows_text (rows, i, 1)),
                        .text_ja = g_strdup (kiroku_rows_text (rows, i, 3)),
                        .text_en = g_strdup (kiroku_rows_text (rows, i, 4)),
                        .source = g_strdup (kiroku_rows_text (rows, i, 5)),
                        .due_at = KIROKU_TIME_NONE,
                        .set_at = KIROKU_TIME_NONE };
  task->has_phase = phase != NULL && kiroku_phase_parse (phase, &task->phase, NULL);
  set_owner (task, kiroku_rows_text (rows, i, 7), kiroku_rows_int (rows, i, 6) != 0);
  set_due (task, kiroku_rows_text (rows, i, 9), kiroku_rows_int (rows, i, 8) != 0);
  return task;
}

static gboolean
apply_states (KirokuDb *db, GHashTable *by_id, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssssiiisis",
                         "SELECT task, state, reason, key, rec, reasoned, assigned, owner, dated, due"
                         " FROM task_state"
                         " WHERE case_id = :{case:s} AND rec <= :{as_of:i}"
                         " AND " KIROKU_STANDS ("task_state") " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, as_of);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuTask *task = g_hash_table_lookup (by_id, kiroku_rows_text (rows, i, 0));

      if (task == NULL || !set_state (task, kiroku_rows_text (rows, i, 1)))
        continue;
      g_free (task->reason);
      g_free (task->author);
      task->reason = g_strdup (kiroku_rows_text (rows, i, 2));
      task->reason_withheld = task->reason == NULL && kiroku_rows_int (rows, i, 5) != 0;
      task->author = g_strdup (kiroku_rows_text (rows, i, 3));
      task->set_at = kiroku_rows_int (rows, i, 4);
      /* Without a word of it that stays as it was. */
      set_owner (task, kiroku_rows_text (rows, i, 7), kiroku_rows_int (rows, i, 6) != 0);
      set_due (task, kiroku_rows_text (rows, i, 9), kiroku_rows_int (rows, i, 8) != 0);
    }
  return TRUE;
}

GPtrArray *
kiroku_task_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_task_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssssssisis",
                         "SELECT hash, step, phase, text_ja, text_en, source, assigned, owner, dated, due"
                         " FROM task"
                         " WHERE case_id = :{case:s} AND rec <= :{as_of:i}"
                         " AND " KIROKU_STANDS ("task") " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuTask *task = task_from_row (rows, i);

      g_ptr_array_add (tasks, task);
      g_hash_table_insert (by_id, task->id, task);
    }
  if (!apply_states (db, by_id, case_id, as_of, error)
      || !kiroku_task_order_apply (db, tasks, case_id, as_of, error))
    return NULL;
  return g_steal_pointer (&tasks);
}

static gboolean
task_is_named (const KirokuTask *task, guint position, const char *text)
{
  guint64 number;

  if (strlen (text) >= 8 && g_str_has_prefix (task->id, text))
    return TRUE;
  if (task->step != NULL && task->step[0] != '\0' && g_str_equal (task->step, text))
    return TRUE;
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &number, NULL) && number == position + 1;
}

const KirokuTask *
kiroku_task_find (GPtrArray *tasks, const char *text, GError **error)
{
  const KirokuTask *found = NULL;
  guint n = 0;

  g_return_val_if_fail (tasks != NULL && text != NULL, NULL);

  for (guint i = 0; i < tasks->len; i++)
    if (task_is_named (g_ptr_array_index (tasks, i), i, text))
      {
        found = g_ptr_array_index (tasks, i);
        n++;
      }
  if (n == 1)
    return found;
  if (n == 0)
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                 _ ("the case has no task “%s”: see kiroku-cli task list"), text);
  else
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_AMBIGUOUS,
                 _ ("“%s” names several tasks: give more digits of its id"), text);
  return NULL;
}
