/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-verify-private.h"

static const char *
describe (KirokuFileState state)
{
  return state == KIROKU_FILE_MISSING ? _ ("the file of this evidence is missing")
                                      : _ ("the file of this evidence was changed");
}

/* What a package on its way in leaves out explains nothing of what was taken here, or was here
 * before. */
static gboolean
may_be_missing (KirokuVerifyRun *run, const KirokuVerifyKept *kept, const char *sha256)
{
  return kiroku_verify_count_absent (run, run->permitted_files, sha256)
         || (!kiroku_verify_was_here (run, kept->place)
             && kiroku_verify_count_absent (run, run->arriving_files, sha256));
}

static void
judge (KirokuVerifyRun *run, const KirokuVerifyKept *kept, const char *sha256, KirokuFileState state)
{
  if (state == KIROKU_FILE_MISSING && may_be_missing (run, kept, sha256))
    return;
  if (state == KIROKU_FILE_MISSING && kiroku_verify_is_arriving (run, kept->place))
    kiroku_verify_found_at (run, KIROKU_VERDICT_UNKNOWN, kept->place,
                            g_strdup (_ ("the file of this evidence is missing, and the package that "
                                         "may explain it was not taken in to its end: import it "
                                         "again")));
  else if (state != KIROKU_FILE_INTACT)
    kiroku_verify_found_at (run, KIROKU_VERDICT_EVIDENCE, kept->place, g_strdup (describe (state)));
}

static gboolean
check_item (KirokuVerifyRun *run, const KirokuVerifyKept *kept, GHashTable *named, GError **error)
{
  const KirokuVerifySource *source = run->source;
  const char *sha256 = kiroku_entry_get_text (kept->entry, "sha256");
  KirokuFileState state = KIROKU_FILE_MISSING;

  if (sha256 == NULL)
    {
      kiroku_verify_warn (run, _ ("entry %.12s: the digest of this evidence is withheld, so its "
                                  "file was not looked at"),
                          kept->entry->hash);
      return TRUE;
    }
  g_hash_table_add (named, g_strdup (sha256));
  if (source->check_file == NULL)
    {
      run->result->files_skipped = TRUE;
      return TRUE;
    }
  if (kiroku_hex_is_valid (sha256, KIROKU_HASH_HEX)
      && !source->check_file (source->files, sha256, kiroku_entry_get_text (kept->entry, "sha512"),
                              kiroku_entry_get_integer (kept->entry, "size", -1),
                              run->options->cancellable, &state, error))
    return FALSE;
  run->result->files++;
  judge (run, kept, sha256, state);
  return TRUE;
}

/* In a package nothing is there by accident. */
static gboolean
check_extra (KirokuVerifyRun *run, GHashTable *named, GError **error)
{
  g_autoptr (GPtrArray) extra = NULL;

  if (run->source->list_extra == NULL)
    return TRUE;
  extra = run->source->list_extra (run->source->files, named, error);
  for (guint i = 0; extra != NULL && i < extra->len; i++)
    {
      const char *name = g_ptr_array_index (extra, i);

      if (run->source->package)
        kiroku_verify_found (run, KIROKU_VERDICT_EVIDENCE, KIROKU_POSITION_CASE, NULL, -1, NULL,
                             g_strdup_printf (_ ("“%s” is a file that no entry names"), name));
      else
        kiroku_verify_warn (run,
                            _ ("“%s” is a file that no entry names: an intake that was cut off leaves "
                               "one, and the next intake moves it aside"),
                            name);
    }
  return extra != NULL;
}

gboolean
kiroku_verify_check_files (KirokuVerifyRun *run, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      if (g_str_equal (kept->entry->kind, "evidence.add") && !check_item (run, kept, named, error))
        return FALSE;
    }
  if (run->result->files_skipped)
    kiroku_verify_warn (run, _ ("the files of the evidence were not looked at"));
  return check_extra (run, named, error);
}
