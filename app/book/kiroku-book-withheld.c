/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-withheld.h"

#include <glib/gi18n.h>

#include "kiroku-evidence.h"
#include "kiroku-line-erasure.h"
#include "kiroku-text.h"
#include "kiroku-withholding.h"

/* What the thread needs, copied. */
typedef struct
{
  KirokuPack *pack;
  GTimeZone *zone;
  char *language;
  char *case_id;
  char **names;
  char **files;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  kiroku_pack_unref (job->pack);
  g_time_zone_unref (job->zone);
  g_free (job->language);
  g_free (job->case_id);
  g_strfreev (job->names);
  g_strfreev (job->files);
  g_free (job);
}

static Job *
job_new (KirokuBook *book,
         const char *case_id,
         const char *const *names,
         const char *const *files)
{
  Job *job = g_new (Job, 1);

  *job = (Job){ .pack = kiroku_pack_ref (kiroku_book_get_pack (book)),
                .zone = g_time_zone_ref (kiroku_book_get_zone (book)),
                .language = g_strdup (kiroku_book_get_language (book)),
                .case_id = g_strdup (case_id),
                .names = g_strdupv ((char **) names),
                .files = g_strdupv ((char **) files) };
  return job;
}

void
kiroku_withheld_too_free (KirokuWithheldToo *self)
{
  g_ptr_array_unref (self->too);
  g_ptr_array_unref (self->repeats);
  g_free (self);
}

/* --- In words --- */

/* @value: "ENTRY:FIELD". */
static gboolean
add_value (GPtrArray *lines, KirokuDb *db, const Job *job, const char *value, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (value, ":", 2);
  g_autoptr (KirokuEntry) entry = kiroku_archive_find (db, job->case_id, parts[0], error);
  g_autofree char *time = NULL;
  g_autofree char *field = NULL;

  if (entry == NULL)
    return FALSE;
  time = kiroku_time_to_text (kiroku_entry_get_time (entry), KIROKU_PRECISION_MINUTE, job->zone);
  field = kiroku_line_name_field (entry->kind, parts[1], job->pack, job->language);
  /* Translators: what kind of entry it is, its time, which of its values, and by what the command line
   * knows that: “Note, 2026-11-21 14:05: the text (0123456789ab:text)”. */
  g_ptr_array_add (lines, g_strdup_printf (_ ("%s, %s: %s (%.12s:%s)"),
                                           kiroku_line_name_kind (entry->kind), time, field,
                                           parts[0], parts[1]));
  return TRUE;
}

static gboolean
add_values (GPtrArray *lines, KirokuDb *db, const Job *job, GPtrArray *values, GError **error)
{
  for (guint i = 0; i < values->len; i++)
    if (!add_value (lines, db, job, g_ptr_array_index (values, i), error))
      return FALSE;
  return TRUE;
}

/* @files: (element-type utf8): SHA-256 */
static gboolean
add_files (GPtrArray *lines, KirokuDb *db, const Job *job, GPtrArray *files, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;

  if (files->len == 0)
    return TRUE;
  items = kiroku_evidence_list (db, job->case_id, KIROKU_NOW, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);

      if (item->sha256 != NULL && item->name != NULL
          && g_ptr_array_find_with_equal_func (files, item->sha256, g_str_equal, NULL))
        g_ptr_array_add (lines, kiroku_text_visible (item->name, TRUE));
    }
  return items != NULL;
}

/* --- Reading --- */

static gpointer
find (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  g_autoptr (KirokuWithholding) withholding
      = kiroku_withholding_new (db, job->pack, job->case_id, (const char *const *) job->names,
                                (const char *const *) job->files, cancellable, error);
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GPtrArray) repeats = NULL;
  g_autoptr (KirokuWithheldToo) found = NULL;

  if (withholding == NULL)
    return NULL;
  values = kiroku_withholding_list_implied_values (withholding);
  files = kiroku_withholding_list_implied (withholding);
  repeats = kiroku_withholding_list_repeats (withholding);
  found = g_new (KirokuWithheldToo, 1);
  *found = (KirokuWithheldToo){ g_ptr_array_new_with_free_func (g_free),
                                g_ptr_array_new_with_free_func (g_free) };
  if (!add_values (found->too, db, job, values, error)
      || !add_files (found->too, db, job, files, error)
      || !add_values (found->repeats, db, job, repeats, error))
    return NULL;
  return g_steal_pointer (&found);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KirokuWithheldToo *found = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) kiroku_withheld_too_free);
  else
    g_task_return_error (task, error);
}

void
kiroku_book_find_withheld_async (KirokuBook *self,
                                 const char *case_id,
                                 const char *const *names,
                                 const char *const *files,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && names != NULL && files != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_find_withheld_async);
  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, find, job_new (self, case_id, names, files),
                          job_free, (GDestroyNotify) kiroku_withheld_too_free, cancellable,
                          found_cb, task);
}

KirokuWithheldToo *
kiroku_book_find_withheld_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
