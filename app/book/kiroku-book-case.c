/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book.h"

#include <glib/gi18n.h>

#include "kiroku-book-private.h"
#include "kiroku-case.h"
#include "kiroku-playbook.h"
#include "kiroku-text.h"

/* --- Opening a case --- */

/* What the writer's thread needs to open a case; all copied. */
typedef struct
{
  KirokuPack *pack;
  GTimeZone *zone;
  gint64 now;
  char *title;
  const KirokuPackType *type;
  int level;
  gboolean exercise;
  GPtrArray *facts; /* of KirokuPair: profile, then stated times */
  gboolean has_detected;
  KirokuTime detected;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  kiroku_pack_unref (opening->pack);
  g_time_zone_unref (opening->zone);
  g_ptr_array_unref (opening->facts);
  g_free (opening->title);
  g_free (opening);
}

static gboolean
check_new_case (KirokuBook *self, const KirokuNewCase *new_case, GError **error)
{
  g_autofree char *title = kiroku_text_strip (new_case->title);

  if (title[0] == '\0')
    {
      g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("the case needs a title: say in a few words what is wrong"));
      return FALSE;
    }
  if (!kiroku_text_check (title, strlen (title), _ ("the title"), error))
    return FALSE;
  if (kiroku_pack_get_type (kiroku_book_get_pack (self), new_case->type) == NULL)
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("“%s” is not a type of incident in the rule pack"), new_case->type);
      return FALSE;
    }
  if (new_case->occurred != NULL && new_case->detected != NULL
      && new_case->detected->us < new_case->occurred->us)
    {
      g_autofree char *occurred = kiroku_time_to_occ (new_case->occurred);
      g_autofree char *detected = kiroku_time_to_occ (new_case->detected);

      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("detected (%s) lies before occurred (%s): check the days"), detected, occurred);
      return FALSE;
    }
  if (new_case->level < 0 || new_case->level > KIROKU_LEVEL_MAX)
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("%d is not a level: use 0, 1, 2 or 3"), new_case->level);
      return FALSE;
    }
  return TRUE;
}

static void
add_time_fact (GPtrArray *facts, const char *key, const KirokuTime *time)
{
  g_autofree char *value = time != NULL ? kiroku_time_to_occ (time) : NULL;

  if (value != NULL)
    g_ptr_array_add (facts, kiroku_pair_new (key, value));
}

static void
add_profile_facts (GPtrArray *facts, KirokuBook *self)
{
  KirokuProfile *profile = kiroku_book_get_profile (self);
  g_auto (GStrv) keys = kiroku_profile_list (profile);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = kiroku_profile_get (profile, keys[i]);

      if (kiroku_pack_get_fact (kiroku_book_get_pack (self), keys[i]) != NULL)
        g_ptr_array_add (facts, kiroku_pair_new (keys[i], value));
    }
}

static Opening *
opening_new (KirokuBook *self, const KirokuNewCase *new_case)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->pack = kiroku_pack_ref (kiroku_book_get_pack (self));
  opening->zone = g_time_zone_ref (kiroku_book_get_zone (self));
  opening->now = kiroku_book_get_now (self);
  opening->title = kiroku_text_strip (new_case->title);
  opening->type = kiroku_pack_get_type (opening->pack, new_case->type);
  opening->level = new_case->level;
  opening->exercise = new_case->exercise;
  opening->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_pair_free);
  add_profile_facts (opening->facts, self);
  add_time_fact (opening->facts, "t.occurred", new_case->occurred);
  add_time_fact (opening->facts, "t.detected", new_case->detected);
  add_time_fact (opening->facts, "t.known", new_case->known);
  opening->has_detected = new_case->detected != NULL;
  if (opening->has_detected)
    opening->detected = *new_case->detected;
  return opening;
}

static KirokuDraft *
draft_facts (const Opening *opening)
{
  KirokuDraft *draft = kiroku_draft_new ("case.set");

  for (guint i = 0; i < opening->facts->len; i++)
    {
      const KirokuPair *fact = g_ptr_array_index (opening->facts, i);

      kiroku_draft_add_fact (draft, fact->name, kiroku_pack_get_fact (opening->pack, fact->name)->type,
                             fact->value);
    }
  return draft;
}

static GPtrArray *
draft_tasks (const Opening *opening)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (GPtrArray) steps = NULL;

  for (guint i = 0; i < opening->facts->len; i++)
    {
      const KirokuPair *fact = g_ptr_array_index (opening->facts, i);

      kiroku_facts_set (facts, fact->name, fact->value, KIROKU_FACT_CONFIRMED, NULL);
    }
  steps = kiroku_playbook_select (opening->pack, opening->type->item.id, facts);
  return kiroku_playbook_draft_tasks (steps, NULL, -1);
}

static GPtrArray *
make_opening (KirokuDb *db, gpointer data, GError **error)
{
  const Opening *opening = data;
  g_autofree char *number = kiroku_case_next_number (db, opening->exercise, opening->now,
                                                     opening->zone, error);
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  KirokuOpening fields;

  if (number == NULL)
    return NULL;
  fields = (KirokuOpening){ .number = number,
                            .title = opening->title,
                            .type = opening->type->item.id,
                            .level = opening->level,
                            .exercise = opening->exercise,
                            .pack = kiroku_pack_get_version (opening->pack) };
  g_ptr_array_add (drafts, kiroku_draft_case_open (&fields));
  if (opening->facts->len > 0)
    g_ptr_array_add (drafts, draft_facts (opening));
  g_ptr_array_add (drafts, kiroku_draft_phase (KIROKU_PHASE_DETECT, NULL, NULL,
                                               opening->has_detected ? &opening->detected : NULL));
  g_ptr_array_extend_and_steal (drafts, draft_tasks (opening));
  return g_steal_pointer (&drafts);
}

static char *
take_case_id (GPtrArray *entries)
{
  const KirokuEntry *first = g_ptr_array_index (entries, 0);

  return g_strdup (first->case_id);
}

char *
kiroku_book_open_case (KirokuBook *self, const KirokuNewCase *new_case, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && new_case != NULL, NULL);

  if (!check_new_case (self, new_case, error))
    return NULL;
  entries = kiroku_book_write (
      self, kiroku_write_new (self, id, make_opening, opening_new (self, new_case), opening_free),
      error);
  return entries != NULL ? take_case_id (entries) : NULL;
}

void
kiroku_book_open_case_async (KirokuBook *self,
                             const KirokuNewCase *new_case,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *id = g_uuid_string_random ();
  GError *error = NULL;

  g_return_if_fail (KIROKU_IS_BOOK (self) && new_case != NULL);

  if (!check_new_case (self, new_case, &error))
    {
      g_task_report_error (self, callback, user_data,
                           (gpointer) (guintptr) kiroku_book_open_case_async, error);
      return;
    }
  kiroku_book_write_async (
      self, kiroku_write_new (self, id, make_opening, opening_new (self, new_case), opening_free),
      callback, user_data);
}

char *
kiroku_book_open_case_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) entries = kiroku_book_write_finish (self, result, error);

  return entries != NULL ? take_case_id (entries) : NULL;
}

/* --- Changing the phase --- */

typedef struct
{
  KirokuPack *pack;
  char *case_id;
  KirokuPhase phase;
  char *reason;
  char *approver;
  char *corrects; /* (nullable) */
  gboolean has_at;
  KirokuTime at;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  kiroku_pack_unref (change->pack);
  g_free (change->case_id);
  g_free (change->reason);
  g_free (change->approver);
  g_free (change->corrects);
  g_free (change);
}

static gboolean
check_change (const Change *change, const KirokuCase *incident, GError **error)
{
  if (change->reason != NULL && change->reason[0] != '\0')
    return TRUE;
  if (change->corrects != NULL)
    {
      g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("a correction needs a reason"));
      return FALSE;
    }
  if (change->phase >= incident->phase)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("going back from “%s” to “%s” needs a reason"),
               kiroku_phase_name (incident->phase), kiroku_phase_name (change->phase));
  return FALSE;
}

static KirokuDraft *
draft_change (const Change *change)
{
  KirokuDraft *draft = kiroku_draft_phase (change->phase, change->reason, change->approver,
                                           change->has_at ? &change->at : NULL);

  if (change->corrects != NULL)
    kiroku_draft_set_ref (draft, "corrects", change->corrects);
  return draft;
}

static GPtrArray *
make_change (KirokuDb *db, gpointer data, GError **error)
{
  const Change *change = data;
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, change->case_id, KIROKU_NOW, error);
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (KirokuFacts) facts = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) steps = NULL;

  if (incident == NULL || !check_change (change, incident, error)
      || (facts = kiroku_case_read_facts (db, change->case_id, KIROKU_NOW, error)) == NULL
      || (tasks = kiroku_task_list (db, change->case_id, KIROKU_NOW, error)) == NULL)
    return NULL;
  g_ptr_array_add (drafts, draft_change (change));
  steps = kiroku_playbook_select (change->pack, incident->type, facts);
  g_ptr_array_extend_and_steal (drafts, kiroku_playbook_draft_tasks (steps, tasks, change->phase));
  return g_steal_pointer (&drafts);
}

static KirokuWrite *
write_change (KirokuBook *self, const char *case_id, const KirokuPhaseChange *change)
{
  Change *copy = g_new0 (Change, 1);

  copy->pack = kiroku_pack_ref (kiroku_book_get_pack (self));
  copy->case_id = g_strdup (case_id);
  copy->phase = change->phase;
  copy->reason = g_strdup (change->reason);
  copy->approver = g_strdup (change->approver);
  copy->corrects = g_strdup (change->corrects);
  copy->has_at = change->at != NULL;
  if (copy->has_at)
    copy->at = *change->at;
  return kiroku_write_new (self, case_id, make_change, copy, change_free);
}

GPtrArray *
kiroku_book_enter_phase (
    KirokuBook *self, const char *case_id, const KirokuPhaseChange *change, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && change != NULL, NULL);

  return kiroku_book_write (self, write_change (self, case_id, change), error);
}

void
kiroku_book_enter_phase_async (KirokuBook *self,
                               const char *case_id,
                               const KirokuPhaseChange *change,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && change != NULL);

  kiroku_book_write_async (self, write_change (self, case_id, change), callback, user_data);
}

GPtrArray *
kiroku_book_enter_phase_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return kiroku_book_write_finish (self, result, error);
}
