/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-link.h"

#include "kiroku-case.h"
#include "kiroku-i18n.h"
#include "kiroku-names.h"
#include "kiroku-trust.h"

#define N_RECORDED (KIROKU_LINK_RELATED + 1)

/* Translators: the number of the other case. */
static const KirokuName link_names[] = {
  [KIROKU_LINK_DUPLICATE] = { "duplicate", NC_ ("link", "Duplicate of %s") },
  [KIROKU_LINK_PARENT] = { "parent", NC_ ("link", "Part of %s") },
  [KIROKU_LINK_RELATED] = { "related", NC_ ("link", "Related to %s") },
  [KIROKU_LINK_ORIGINAL] = { "original", NC_ ("link", "Has the duplicate %s") },
  [KIROKU_LINK_CHILD] = { "child", NC_ ("link", "Has the part %s") },
};

static const KirokuNames links = { link_names, G_N_ELEMENTS (link_names), "link" };
static const KirokuNames recorded_links = { link_names, N_RECORDED, "link" };

const char *
kiroku_link_as_id (KirokuLinkAs as)
{
  return kiroku_names_get_id (&links, as);
}

gboolean
kiroku_link_as_parse (const char *id, KirokuLinkAs *as, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&recorded_links, id, &value, error))
    return FALSE;
  *as = value;
  return TRUE;
}

char *
kiroku_link_as_describe (KirokuLinkAs as, const char *number)
{
  g_auto (GStrv) parts = g_strsplit (kiroku_names_get_name (&links, as), "%s", 2);

  return g_strconcat (parts[0], number, parts[1], NULL);
}

static void
link_free (KirokuLink *self)
{
  g_free (self->id);
  g_free (self->number);
  g_free (self->reason);
  g_free (self->hash);
  g_free (self);
}

KirokuDraft *
kiroku_link_draft (const char *other, const char *number, KirokuLinkAs as, const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new ("case.link");

  kiroku_draft_set_text (draft, "other", other);
  kiroku_draft_set_text (draft, "number", number);
  kiroku_draft_set_text (draft, "as", kiroku_link_as_id (as));
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

static gboolean
fold_link (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, "case.link"))
    return TRUE;
  return kiroku_db_exec (db, error,
                         "INSERT INTO case_link VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{other:s}, :{number:s}, :{as:s}, :{reason:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "other"),
                         kiroku_entry_get_text (entry, "number"),
                         kiroku_entry_get_text (entry, "as"),
                         kiroku_entry_get_text (entry, "reason"));
}

static const char *const link_tables[] = { "case_link", NULL };
static const char *const link_create[] = {
  "CREATE TABLE case_link (" KIROKU_STAMP_COLUMNS ", other TEXT, number TEXT, link TEXT,"
  " reason TEXT) STRICT",
  "CREATE INDEX case_link_case ON case_link (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE INDEX case_link_other ON case_link (other)",
  NULL,
};

const KirokuFold kiroku_links_fold = {
  .name = "link", .version = 1, .tables = link_tables, .create = link_create, .fold = fold_link
};

/* What the other case sees. */
static KirokuLinkAs
invert (KirokuLinkAs as)
{
  switch (as)
    {
    case KIROKU_LINK_DUPLICATE:
      return KIROKU_LINK_ORIGINAL;
    case KIROKU_LINK_PARENT:
      return KIROKU_LINK_CHILD;
    case KIROKU_LINK_RELATED:
    default:
      return KIROKU_LINK_RELATED;
    }
}

/* The number of case @id in this database, or @recorded when it has none. (transfer full) */
static char *
dup_number (KirokuDb *db, const char *id, const char *recorded, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (KirokuCase) other = kiroku_case_read (db, id, KIROKU_NOW, &failure);

  if (other != NULL)
    return g_strdup (other->number);
  if (g_error_matches (failure, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN))
    return g_strdup (recorded != NULL ? recorded : _ ("(withheld)"));
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* NULL with no @error set for a link of a later version. */
static KirokuLink *
link_from_row (KirokuDb *db, const KirokuRows *rows, guint row, GError **error)
{
  const char *id = kiroku_rows_text (rows, row, 0);
  gboolean recorded_here = kiroku_rows_int (rows, row, 5) != 0;
  char *number;
  KirokuLinkAs as;
  KirokuLink *self;

  if (!kiroku_link_as_parse (kiroku_rows_text (rows, row, 2), &as, NULL))
    return NULL;
  number = dup_number (db, id, recorded_here ? kiroku_rows_text (rows, row, 1) : NULL, error);
  if (number == NULL)
    return NULL;
  self = g_new (KirokuLink, 1);
  *self = (KirokuLink){ .id = g_strdup (id),
                        .number = number,
                        .as = recorded_here ? as : invert (as),
                        .reason = g_strdup (kiroku_rows_text (rows, row, 3)),
                        .hash = g_strdup (kiroku_rows_text (rows, row, 4)) };
  return self;
}

static void
drop_earlier (GPtrArray *list, const char *id)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((KirokuLink *) g_ptr_array_index (list, i))->id, id))
      {
        g_ptr_array_remove_index (list, i);
        return;
      }
}

GPtrArray *
kiroku_case_read_links (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) link_free);
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = kiroku_db_query (db, error, "sssssi",
                          "SELECT CASE WHEN case_id = :{case:s} THEN other ELSE case_id END, number,"
                          " link, reason, hash, case_id = :{case:s} FROM case_link"
                          " WHERE (case_id = :{case:s} OR other = :{case:s}) AND case_id <> other"
                          " AND link IS NOT NULL AND rec <= :{as_of:i}"
                          " AND " KIROKU_STANDS ("case_link") " ORDER BY " KIROKU_FOLD_ORDER,
                          case_id, as_of);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      GError *failure = NULL;
      KirokuLink *self = link_from_row (db, rows, i, &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return NULL;
        }
      if (self == NULL)
        continue;
      drop_earlier (list, self->id);
      g_ptr_array_add (list, self);
    }
  return g_steal_pointer (&list);
}
