/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-improvement.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-case-fold.h"
#include "kiroku-case.h"
#include "kiroku-names.h"
#include "kiroku-time.h"
#include "kiroku-trust.h"

static const KirokuName class_names[KIROKU_N_IMPROVE_CLASSES] = {
  [KIROKU_IMPROVE_PREVENT] = { "prevent", NC_ ("improvement", "Prevent") },
  [KIROKU_IMPROVE_DETECT] = { "detect", NC_ ("improvement", "Detect") },
  [KIROKU_IMPROVE_RESPOND] = { "respond", NC_ ("improvement", "Respond") },
  [KIROKU_IMPROVE_RECOVER] = { "recover", NC_ ("improvement", "Recover") },
};

static const KirokuName state_names[KIROKU_N_IMPROVE_STATES] = {
  [KIROKU_IMPROVE_OPEN] = { "open", NC_ ("improvement", "Open") },
  [KIROKU_IMPROVE_DONE] = { "done", NC_ ("improvement", "Done") },
  [KIROKU_IMPROVE_DROPPED] = { "dropped", NC_ ("improvement", "Dropped") },
};

static const KirokuNames classes = { class_names, KIROKU_N_IMPROVE_CLASSES, "improvement" };
static const KirokuNames states = { state_names, KIROKU_N_IMPROVE_STATES, "improvement" };

const char *
kiroku_improve_class_id (KirokuImproveClass klass)
{
  return kiroku_names_get_id (&classes, klass);
}

const char *
kiroku_improve_class_name (KirokuImproveClass klass)
{
  return kiroku_names_get_name (&classes, klass);
}

gboolean
kiroku_improve_class_parse (const char *id, KirokuImproveClass *klass, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&classes, id, &value, error))
    return FALSE;
  *klass = value;
  return TRUE;
}

const char *
kiroku_improve_state_id (KirokuImproveState state)
{
  return kiroku_names_get_id (&states, state);
}

const char *
kiroku_improve_state_name (KirokuImproveState state)
{
  return kiroku_names_get_name (&states, state);
}

gboolean
kiroku_improve_state_parse (const char *id, KirokuImproveState *state, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&states, id, &value, error))
    return FALSE;
  *state = value;
  return TRUE;
}

KirokuImprovement *
kiroku_improvement_copy (const KirokuImprovement *self)
{
  KirokuImprovement *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->case_id = g_strdup (self->case_id);
  copy->text = g_strdup (self->text);
  copy->owner = g_strdup (self->owner);
  copy->due = g_strdup (self->due);
  copy->proof = g_strdup (self->proof);
  copy->reason = g_strdup (self->reason);
  copy->lesson = g_strdup (self->lesson);
  copy->form = g_strdup (self->form);
  copy->filing = g_strdup (self->filing);
  copy->withheld = g_strdup (self->withheld);
  copy->author = g_strdup (self->author);
  return copy;
}

void
kiroku_improvement_free (KirokuImprovement *self)
{
  g_free (self->id);
  g_free (self->case_id);
  g_free (self->text);
  g_free (self->owner);
  g_free (self->due);
  g_free (self->proof);
  g_free (self->reason);
  g_free (self->lesson);
  g_free (self->form);
  g_free (self->filing);
  g_free (self->withheld);
  g_free (self->author);
  g_free (self);
}

gboolean
kiroku_improvement_lacks (const KirokuImprovement *self, const char *field)
{
  g_auto (GStrv) withheld = NULL;

  g_return_val_if_fail (self != NULL && field != NULL, FALSE);

  withheld = g_strsplit (self->withheld != NULL ? self->withheld : "", " ", -1);
  return g_strv_contains ((const char *const *) withheld, field);
}

gboolean
kiroku_improvement_is_open (const KirokuImprovement *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == KIROKU_IMPROVE_OPEN || kiroku_improvement_lacks (self, "state");
}

gboolean
kiroku_improvement_is_overdue (const KirokuImprovement *self, gint64 now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == KIROKU_IMPROVE_OPEN && !kiroku_improvement_lacks (self, "state")
         && self->due_at != KIROKU_TIME_NONE && self->due_at < now;
}

const char *
kiroku_improvement_show (const KirokuImprovement *self, const char *field, const char *value)
{
  g_return_val_if_fail (self != NULL && field != NULL, NULL);

  return value == NULL && kiroku_improvement_lacks (self, field) ? _ ("(withheld)") : value;
}

const char *
kiroku_improvement_show_class (const KirokuImprovement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kiroku_improvement_lacks (self, "class") ? _ ("(withheld)") : kiroku_improve_class_name (self->klass);
}

const char *
kiroku_improvement_show_state (const KirokuImprovement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kiroku_improvement_lacks (self, "state") ? _ ("(withheld)") : kiroku_improve_state_name (self->state);
}

const char *
kiroku_improvement_get_class_id (const KirokuImprovement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kiroku_improvement_lacks (self, "class") ? NULL : kiroku_improve_class_id (self->klass);
}

const char *
kiroku_improvement_get_state_id (const KirokuImprovement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kiroku_improvement_lacks (self, "state") ? NULL : kiroku_improve_state_id (self->state);
}

/* --- Entries --- */

/* The fields of a measure.set in the order of its table's columns. */
static const char *const fields[]
    = { "text", "class", "state", "owner", "due", "proof", "reason", "lesson", "form" };

KirokuDraft *
kiroku_draft_improvement (const KirokuImprovement *improvement)
{
  KirokuDraft *draft = kiroku_draft_new ("measure.set");

  kiroku_draft_set_ref (draft, "measure", improvement->id);
  kiroku_draft_set_ref (draft, "filing", improvement->filing);
  kiroku_draft_set_text (draft, "text", improvement->text);
  kiroku_draft_set_text (draft, "class", kiroku_improve_class_id (improvement->klass));
  kiroku_draft_set_text (draft, "state", kiroku_improve_state_id (improvement->state));
  kiroku_draft_set_text (draft, "owner", improvement->owner);
  kiroku_draft_set_text (draft, "due", improvement->due);
  kiroku_draft_set_text (draft, "proof", improvement->proof);
  kiroku_draft_set_text (draft, "reason", improvement->reason);
  kiroku_draft_set_text (draft, "lesson", improvement->lesson);
  kiroku_draft_set_text (draft, "form", improvement->form);
  return draft;
}

/* The names of the fields that the author signed and that are not here. (transfer full) */
static char *
list_withheld (const KirokuEntry *entry)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (kiroku_entry_get_text (entry, fields[i]) == NULL && kiroku_case_fold_states (entry, fields[i]))
      g_string_append_printf (names, "%s ", fields[i]);
  return g_string_free (names, FALSE);
}

static gboolean
fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  g_autofree char *withheld = NULL;
  const char *measure;

  if (!g_str_equal (entry->kind, "measure.set"))
    return TRUE;
  withheld = list_withheld (entry);
  measure = kiroku_entry_get_ref (entry, "measure");
  return kiroku_db_exec (
      db, error,
      "INSERT INTO measure VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{measure:s}, :{text:s}, :{class:s}, :{state:s}, :{owner:s}, :{due:s}, :{proof:s},"
      " :{reason:s}, :{lesson:s}, :{form:s}, :{filing:s}, :{withheld:s})",
      KIROKU_STAMP_VALUES (entry), measure != NULL ? measure : entry->hash,
      kiroku_entry_get_text (entry, "text"), kiroku_entry_get_text (entry, "class"),
      kiroku_entry_get_text (entry, "state"), kiroku_entry_get_text (entry, "owner"),
      kiroku_entry_get_text (entry, "due"), kiroku_entry_get_text (entry, "proof"),
      kiroku_entry_get_text (entry, "reason"), kiroku_entry_get_text (entry, "lesson"),
      kiroku_entry_get_text (entry, "form"), kiroku_entry_get_ref (entry, "filing"), withheld);
}

static const char *const tables[] = { "measure", NULL };
static const char *const create[] = {
  "CREATE TABLE measure (" KIROKU_STAMP_COLUMNS ", measure TEXT NOT NULL, text TEXT, class TEXT,"
  " state TEXT, owner TEXT, due TEXT, proof TEXT, reason TEXT, lesson TEXT, form TEXT, filing TEXT,"
  " withheld TEXT NOT NULL) STRICT",
  "CREATE INDEX measure_case ON measure (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_improvement_fold
    = { .name = "measure", .version = 1, .tables = tables, .create = create, .fold = fold };

/* --- Reading --- */

static KirokuImprovement *
improvement_from_row (const KirokuRows *rows, guint i)
{
  KirokuImprovement *self = g_new (KirokuImprovement, 1);
  const char *klass = kiroku_rows_text (rows, i, 3);
  const char *state = kiroku_rows_text (rows, i, 4);
  KirokuTime due;

  *self = (KirokuImprovement){ .id = g_strdup (kiroku_rows_text (rows, i, 0)),
                               .case_id = g_strdup (kiroku_rows_text (rows, i, 1)),
                               .text = g_strdup (kiroku_rows_text (rows, i, 2)),
                               .owner = g_strdup (kiroku_rows_text (rows, i, 5)),
                               .due = g_strdup (kiroku_rows_text (rows, i, 6)),
                               .due_at = KIROKU_TIME_NONE,
                               .proof = g_strdup (kiroku_rows_text (rows, i, 7)),
                               .reason = g_strdup (kiroku_rows_text (rows, i, 8)),
                               .lesson = g_strdup (kiroku_rows_text (rows, i, 9)),
                               .form = g_strdup (kiroku_rows_text (rows, i, 10)),
                               .filing = g_strdup (kiroku_rows_text (rows, i, 11)),
                               .withheld = g_strdup (kiroku_rows_text (rows, i, 12)),
                               .author = g_strdup (kiroku_rows_text (rows, i, 13)),
                               .set_at = kiroku_rows_int (rows, i, 14) };
  if (klass != NULL)
    kiroku_improve_class_parse (klass, &self->klass, NULL);
  if (state != NULL)
    kiroku_improve_state_parse (state, &self->state, NULL);
  if (self->due != NULL && kiroku_time_from_occ (self->due, NULL, NULL, &due))
    self->due_at = due.us;
  return self;
}

/* Takes @improvement, in the place of what was said of it before in the same case: an entry of one case says
 * nothing of another. */
static void
put (GPtrArray *list, GHashTable *places, KirokuImprovement *improvement)
{
  g_autofree char *name = g_strconcat (improvement->case_id, improvement->id, NULL);
  gpointer place;

  if (g_hash_table_lookup_extended (places, name, NULL, &place))
    {
      KirokuImprovement **slot = (KirokuImprovement **) &list->pdata[GPOINTER_TO_UINT (place)];

      kiroku_improvement_free (*slot);
      *slot = improvement;
      return;
    }
  g_hash_table_insert (places, g_steal_pointer (&name), GUINT_TO_POINTER (list->len));
  g_ptr_array_add (list, improvement);
}

GPtrArray *
kiroku_improvement_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_improvement_free);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssssssssssssssi",
                         "SELECT measure, case_id, text, class, state, owner, due, proof, reason, lesson,"
                         " form, filing, withheld, key, rec"
                         " FROM measure WHERE (case_id = :{case:s} OR :{all:i}) AND rec <= :{as_of:i}"
                         " AND " KIROKU_STANDS ("measure") " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, (gint64) (case_id == NULL), as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    put (list, places, improvement_from_row (rows, i));
  return g_steal_pointer (&list);
}

const KirokuImprovement *
kiroku_improvement_find (GPtrArray *improvements, const char *text, GError **error)
{
  const KirokuImprovement *found = NULL;
  guint n = 0;
  guint64 number;

  g_return_val_if_fail (improvements != NULL && text != NULL, NULL);

  for (guint i = 0; i < improvements->len; i++)
    {
      const KirokuImprovement *one = g_ptr_array_index (improvements, i);

      if ((strlen (text) >= 8 && g_str_has_prefix (one->id, text))
          || (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &number, NULL) && number == i + 1))
        {
          found = one;
          n++;
        }
    }
  if (n == 1)
    return found;
  if (n == 0)
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                 _ ("the case has no improvement “%s”: see kiroku-cli measure list"), text);
  else
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_AMBIGUOUS,
                 _ ("“%s” names several improvements: give more digits of the id"), text);
  return NULL;
}
