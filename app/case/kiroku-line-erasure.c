/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-line-erasure.h"

#include "kiroku-archive.h"
#include "kiroku-case-fold.h"
#include "kiroku-i18n.h"
#include "kiroku-trust.h"

#define KIND "erase"
/* Characters by which an entry is known again. */
#define WORDS 24

static void
erasure_free (gpointer data)
{
  KirokuLineErasure *self = data;

  g_free (self->entry);
  g_free (self->target);
  g_free (self->field);
  g_free (self->sha256);
  g_free (self->law);
  g_free (self->author);
  g_free (self->approver);
  g_free (self->kind);
  g_free (self->klass);
  g_free (self->name);
  g_free (self->signer);
  g_free (self);
}

/* --- Reading --- */

typedef struct
{
  KirokuDb *db;
  const char *case_id;
  GPtrArray *authors;
  GHashTable *by_target; /* hash of an entry → GPtrArray of the hashes of what erases in it */
} Reading;

/* From the lines and not from what was carried out here: a package says it, too. */
static gboolean
list_targets (Reading *self, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      self->db, error, "sss",
      "SELECT x.subject, x.hash, x.key FROM entry e JOIN line x ON x.case_id = e.case_id"
      " AND x.clock = e.clock AND x.key = e.key AND x.seq = e.seq AND x.hash = e.hash"
      " WHERE e.case_id = :{case:s} AND e.kind = '" KIND "' AND x.subject IS NOT NULL"
      " AND " KIROKU_STANDS ("x") " ORDER BY x.clock, x.key, x.seq, x.hash",
      self->case_id, KIROKU_NOW);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      const char *target = kiroku_rows_text (rows, i, 0);
      GPtrArray *list = g_hash_table_lookup (self->by_target, target);

      if (!kiroku_trust_is_vouched (self->authors, kiroku_rows_text (rows, i, 2)))
        continue;
      if (list == NULL)
        {
          list = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (self->by_target, g_strdup (target), list);
        }
      g_ptr_array_add (list, g_strdup (kiroku_rows_text (rows, i, 1)));
    }
  return rows != NULL;
}

static gboolean
is_carried_out (Reading *self, KirokuLineErasure *erasure, GError **error)
{
  gint64 left = 0;

  if (erasure->target != NULL && erasure->field != NULL
      && !kiroku_db_query_int (self->db, error, 0, &left,
                               "SELECT count(*) FROM field WHERE hash = :{hash:s}"
                               " AND name = :{name:s}",
                               erasure->target, erasure->field))
    return FALSE;
  erasure->carried_out = left == 0;
  return TRUE;
}

/* What the `erase` entry @hash says. (transfer full) */
static KirokuLineErasure *
read_erasure (Reading *self, const char *hash, GError **error)
{
  g_autoptr (KirokuEntry) entry = kiroku_archive_find (self->db, self->case_id, hash, error);
  KirokuLineErasure *erasure;

  if (entry == NULL)
    return NULL;
  erasure = g_new0 (KirokuLineErasure, 1);
  *erasure = (KirokuLineErasure){ .entry = g_strdup (entry->hash),
                                  .target = g_strdup (kiroku_entry_get_ref (entry, "entry")),
                                  .field = g_strdup (kiroku_entry_get_text (entry, "field")),
                                  .sha256 = g_strdup (kiroku_entry_get_text (entry, "sha256")),
                                  .law = g_strdup (kiroku_entry_get_text (entry, "law")),
                                  .approver = g_strdup (kiroku_entry_get_text (entry, "approver")),
                                  .author = g_strdup (kiroku_trust_find_name (self->authors, entry->key)),
                                  .rec = entry->rec };
  if (is_carried_out (self, erasure, error))
    return erasure;
  erasure_free (erasure);
  return NULL;
}

static char *
dup_words (const char *text)
{
  g_autofree char *start = NULL;

  if (text == NULL || g_utf8_strlen (text, -1) <= WORDS)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, WORDS);
  return g_strconcat (start, "…", NULL);
}

static KirokuRows *
query_named (Reading *self, const KirokuLineErasure *erasure, GError **error)
{
  if (erasure->target == NULL)
    return kiroku_db_query (self->db, error, "ssssi",
                            "SELECT kind, class, text, key, at FROM line WHERE case_id = :{case:s}"
                            " AND kind = 'evidence.add' AND extra = :{sha256:s} LIMIT 1",
                            self->case_id, erasure->sha256);
  return kiroku_db_query (self->db, error, "ssssi",
                          "SELECT t.kind, t.class, t.text, t.key, t.at FROM entry e JOIN line t"
                          " ON t.case_id = e.case_id AND t.clock = e.clock AND t.key = e.key"
                          " AND t.seq = e.seq AND t.hash = e.hash"
                          " WHERE e.hash = :{target:s} AND e.case_id = :{case:s}",
                          erasure->target, self->case_id);
}

/* By what the entry or the evidence is known again. */
static gboolean
read_named (Reading *self, KirokuLineErasure *erasure, GError **error)
{
  g_autoptr (KirokuRows) rows = query_named (self, erasure, error);

  if (rows == NULL || kiroku_rows_length (rows) == 0)
    return rows != NULL;
  erasure->kind = g_strdup (kiroku_rows_text (rows, 0, 0));
  erasure->klass = g_strdup (kiroku_rows_text (rows, 0, 1));
  if (erasure->target == NULL || g_str_equal (erasure->kind, "note")
      || g_str_equal (erasure->kind, "correct"))
    erasure->name = dup_words (kiroku_rows_text (rows, 0, 2));
  erasure->signer = g_strdup (kiroku_trust_find_name (self->authors, kiroku_rows_text (rows, 0, 3)));
  erasure->at = kiroku_rows_int (rows, 0, 4);
  return TRUE;
}

static void
add_erasure (KirokuLine *line, KirokuLineErasure *erasure)
{
  if (line->erasures == NULL)
    line->erasures = g_ptr_array_new_with_free_func (erasure_free);
  g_ptr_array_add (line->erasures, erasure);
}

/* What this entry itself erased. */
static gboolean
read_own (Reading *self, KirokuLine *line, GError **error)
{
  KirokuLineErasure *erasure = read_erasure (self, line->hash, error);

  if (erasure == NULL)
    return FALSE;
  add_erasure (line, erasure);
  return read_named (self, erasure, error);
}

/* What was erased of the entry @hash, the line's own or its correction. */
static gboolean
read_of (Reading *self, KirokuLine *line, const char *hash, GError **error)
{
  GPtrArray *list = hash != NULL ? g_hash_table_lookup (self->by_target, hash) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      KirokuLineErasure *erasure = read_erasure (self, g_ptr_array_index (list, i), error);

      if (erasure == NULL)
        return FALSE;
      if (erasure->carried_out && erasure->field != NULL
          && !kiroku_line_is_erased (line, hash, erasure->field))
        add_erasure (line, erasure);
      else
        erasure_free (erasure);
    }
  return TRUE;
}

static gboolean
read_line (Reading *self, KirokuLine *line, GError **error)
{
  if (g_str_equal (line->kind, KIND))
    return read_own (self, line, error);
  return read_of (self, line, line->hash, error) && read_of (self, line, line->correction, error);
}

gboolean
kiroku_line_read_erasures (
    KirokuDb *db, const char *case_id, GPtrArray *authors, GPtrArray *lines, GError **error)
{
  g_autoptr (GHashTable) by_target = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                            (GDestroyNotify) g_ptr_array_unref);
  Reading self = { db, case_id, authors, by_target };

  g_return_val_if_fail (db != NULL && case_id != NULL && authors != NULL && lines != NULL, FALSE);

  if (!list_targets (&self, error))
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    if (!read_line (&self, g_ptr_array_index (lines, i), error))
      return FALSE;
  return TRUE;
}

/* --- In words --- */

/* The name of the value that is the text of what stands there. */
static const char *
get_text_field (const KirokuLine *self, const char *hash)
{
  const gboolean corrects = !g_str_equal (hash, self->hash);

  return kiroku_case_fold_get_text (corrects && g_str_equal (self->kind, "note") ? "correct"
                                                                                 : self->kind);
}

gboolean
kiroku_line_is_erased (const KirokuLine *self, const char *hash, const char *field)
{
  g_return_val_if_fail (self != NULL && hash != NULL, FALSE);

  if (self->erasures == NULL || g_str_equal (self->kind, KIND))
    return FALSE;
  if (field == NULL)
    field = get_text_field (self, hash);
  for (guint i = 0; i < self->erasures->len; i++)
    {
      const KirokuLineErasure *erasure = g_ptr_array_index (self->erasures, i);

      if (g_str_equal (erasure->target, hash) && g_strcmp0 (erasure->field, field) == 0)
        return TRUE;
    }
  return FALSE;
}

const char *
kiroku_line_get_absent (const KirokuLine *self, const char *hash, const char *field)
{
  return kiroku_line_is_erased (self, hash, field) ? _ ("(erased by law)") : _ ("(withheld)");
}

/* (transfer full) */
static char *
dup_field_name (const char *field, KirokuPack *pack, const char *language)
{
  static const struct
  {
    const char *id, *name;
  } names[] = {
    { "text", NC_ ("value", "the text") },     { "reason", NC_ ("value", "the reason") },
    { "title", NC_ ("value", "the title") },   { "name", NC_ ("value", "the name") },
    { "person", NC_ ("value", "the person") }, { "outcome", NC_ ("value", "the outcome") },
    { "note", NC_ ("value", "the note") },
  };
  const KirokuPackFact *fact = pack != NULL ? kiroku_pack_get_fact (pack, field) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].id, field))
      return g_strdup (kiroku_gettext_in_context ("value", names[i].name));
  /* Translators: the name of a value in the record. */
  return g_strdup_printf (C_ ("value", "“%s”"),
                          fact != NULL ? kiroku_pack_text (fact->name, language) : field);
}

static const char *
say (const char *name)
{
  return name != NULL ? name : _ ("(withheld)");
}

/* (transfer full) */
static char *
dup_approver (const KirokuLineErasure *erasure)
{
  if (erasure->approver == NULL || erasure->approver[0] == '\0')
    return g_strdup ("");
  return g_strdup_printf (_ (" (approver named: %s)"), erasure->approver);
}

/* Under the entry: (transfer full) */
static char *
describe_loss (const KirokuLineErasure *erasure, const char *field, GTimeZone *zone)
{
  g_autofree char *time = kiroku_time_to_text (erasure->rec, KIROKU_PRECISION_MINUTE, zone);
  g_autofree char *approver = dup_approver (erasure);

  /* Translators: what of an entry, the law, when, by whom, " (approver named: …)" or nothing. */
  return g_strdup_printf (_ ("Erased by law: %s; ground: %s; on %s by %s%s"), field,
                          say (erasure->law), time, say (erasure->author), approver);
}

/* Under the `erase` entry: (transfer full) */
static char *
describe_named (const KirokuLineErasure *erasure, const char *field, GTimeZone *zone)
{
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;
  g_autofree char *approver = dup_approver (erasure);
  const KirokuLine named = { .kind = erasure->kind, .klass = erasure->klass };

  if (erasure->target == NULL)
    /* Translators: the name of a file, its SHA-256, " (approver named: …)" or nothing. */
    return g_strdup_printf (_ ("What it names: the file of %s, SHA-256 %s%s"), say (erasure->name),
                            say (erasure->sha256), approver);
  if (erasure->kind == NULL)
    /* Translators: what of an entry, its id, " (approver named: …)" or nothing. */
    return g_strdup_printf (_ ("What it names: %s of entry %.12s%s"), field, erasure->target,
                            approver);
  time = kiroku_time_to_text (erasure->at, KIROKU_PRECISION_SECOND, zone);
  /* Translators: what of an entry; of that its class, time, author, its first words (, “…”) or
   * nothing, and its id; " (approver named: …)" or nothing. */
  words = erasure->name != NULL ? g_strdup_printf (_ (", “%s”"), erasure->name) : g_strdup ("");
  return g_strdup_printf (_ ("What it names: %s of “%s”, %s, %s%s [%.12s]%s"), field,
                          kiroku_line_get_label (&named), time, say (erasure->signer), words,
                          erasure->target, approver);
}

char *
kiroku_line_describe_erasures (
    const KirokuLine *self, KirokuPack *pack, const char *language, GTimeZone *zone)
{
  g_auto (KirokuSpoken) spoken = { NULL };
  GString *out;

  g_return_val_if_fail (self != NULL && language != NULL && zone != NULL, NULL);

  if (self->erasures == NULL)
    return NULL;
  spoken = kiroku_speak (language);
  out = g_string_new (NULL);
  for (guint i = 0; i < self->erasures->len; i++)
    {
      const KirokuLineErasure *erasure = g_ptr_array_index (self->erasures, i);
      g_autofree char *field = erasure->field != NULL
                                   ? dup_field_name (erasure->field, pack, language)
                                   : g_strdup (_ ("(withheld)"));
      g_autofree char *words = g_str_equal (self->kind, KIND)
                                   ? describe_named (erasure, field, zone)
                                   : describe_loss (erasure, field, zone);

      g_string_append_printf (out, "%s%s", i > 0 ? "\n" : "", words);
      if (!erasure->carried_out)
        g_string_append (out, _ ("; not carried out yet"));
    }
  return g_string_free (out, FALSE);
}
