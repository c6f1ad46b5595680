/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-restating.h"

#include <glib/gi18n.h>

/* --- Reading --- */

typedef struct
{
  char *case_id;
  char *hash;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->case_id);
  g_free (wanted->hash);
  g_free (wanted);
}

static gpointer
read_reading (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;

  return kiroku_line_read_reading (db, wanted->case_id, wanted->hash, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KirokuEntry *reading = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (reading != NULL)
    g_task_return_pointer (task, reading, (GDestroyNotify) kiroku_entry_unref);
  else
    g_task_return_error (task, error);
}

void
kiroku_restating_read_async (KirokuCaseModel *model,
                             const char *hash,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  Wanted *wanted;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && hash != NULL);

  task = g_task_new (model, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_restating_read_async);
  wanted = g_new (Wanted, 1);
  *wanted = (Wanted){ g_strdup (kiroku_case_model_get_case_id (model)), g_strdup (hash) };
  kiroku_store_run_async (kiroku_book_get_store (kiroku_case_model_get_book (model)),
                          KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, read_reading, wanted,
                          wanted_free, (GDestroyNotify) kiroku_entry_unref, NULL, read_cb, task);
}

KirokuEntry *
kiroku_restating_read_finish (KirokuCaseModel *model, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, model), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- What is shown, and becomes of it --- */

char *
kiroku_restating_dup_time (KirokuCaseModel *model, const KirokuEntry *reading)
{
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  return kiroku_time_to_text (
      kiroku_entry_get_time (reading),
      reading->has_occ ? reading->occ.precision : KIROKU_PRECISION_SECOND,
      kiroku_book_get_zone (kiroku_case_model_get_book (model)));
}

KirokuFormDraft *
kiroku_restating_new_kept (KirokuCaseModel *model, const KirokuEntry *reading)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  name = g_strconcat ("correct-", reading->hash, NULL);
  return kiroku_form_draft_new (model, name);
}

KirokuDraft *
kiroku_restating_new_draft (
    const KirokuEntry *reading, const char *reason, const KirokuTime *time)
{
  KirokuDraft *draft;

  g_return_val_if_fail (reading != NULL, NULL);

  draft = kiroku_draft_new (reading->kind);
  kiroku_draft_set_occ (draft, time);
  kiroku_draft_restate (draft, reading, reason != NULL ? reason : "");
  return draft;
}

const char *
kiroku_restating_get_advice (void)
{
  return _ ("The original stays legible, struck through.");
}

const char *
kiroku_restating_find_fault (gboolean changed, const char *reason)
{
  if (!changed)
    return _ ("It still says the same: change what is wrong");
  if (reason == NULL)
    return _ ("Say why it is corrected");
  return NULL;
}
