/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-line-erasure.h"

#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-case-fold.h"
#include "kiroku-evidence-names.h"
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

/* From the lines and not from what was carried out here: a package says it, too. By way of the few entries, for
 * otherwise SQLite goes through all lines of the case. */
static KirokuRows *
query_targets (KirokuDb *db, const char *case_id, GError **error)
{
  return kiroku_db_query (
      db, error, "ssss",
      "SELECT x.subject, x.hash, x.key, x.extra FROM entry e CROSS JOIN line x ON x.case_id = e.case_id"
      " AND x.clock = e.clock AND x.key = e.key AND x.seq = e.seq AND x.hash = e.hash"
      " WHERE e.case_id = :{case:s} AND e.kind = '" KIND "' AND x.subject IS NOT NULL"
      " AND " KIROKU_STANDS ("x") " ORDER BY x.clock, x.key, x.seq, x.hash",
      case_id, KIROKU_NOW);
}

static gboolean
list_targets (Reading *self, GError **error)
{
  g_autoptr (KirokuRows) rows = query_targets (self->db, self->case_id, error);

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

GHashTable *
kiroku_erased_list (KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) authors = NULL;
  g_autoptr (KirokuRows) rows = NULL;
  GHashTable *erased;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  authors = kiroku_trust_read (db, case_id, KIROKU_NOW, error);
  rows = authors != NULL ? query_targets (db, case_id, error) : NULL;
  if (rows == NULL)
    return NULL;
  erased = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    if (!kiroku_rows_is_null (rows, i, 3)
        && kiroku_trust_is_vouched (authors, kiroku_rows_text (rows, i, 2)))
      g_hash_table_add (erased, g_strconcat (kiroku_rows_text (rows, i, 0), " ",
                                             kiroku_rows_text (rows, i, 3), NULL));
  return erased;
}

gboolean
kiroku_erased_contains (GHashTable *erased, const char *hash, const char *field)
{
  g_autofree char *value = g_strconcat (hash, " ", field, NULL);

  return g_hash_table_contains (erased, value);
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

/* What is called by the same name in every kind (FORMAT.md §6). */
static const struct
{
  const char *id, *name;
} common_names[] = {
  { "text", NC_ ("value", "the text") },
  { "reason", NC_ ("value", "the reason") },
  { "title", NC_ ("value", "the title") },
  { "name", NC_ ("value", "the name") },
  { "person", NC_ ("value", "the person") },
  { "outcome", NC_ ("value", "the outcome") },
  { "note", NC_ ("value", "the note") },
  { "role", NC_ ("value", "the role") },
  { "previous", NC_ ("value", "the key before") },
  { "disk", NC_ ("value", "the protection of the disk") },
  { "number", NC_ ("value", "the number") },
  { "type", NC_ ("value", "the type") },
  { "level", NC_ ("value", "the level") },
  { "exercise", NC_ ("value", "whether it is an exercise") },
  { "pack", NC_ ("value", "the version of the rule pack") },
  { "state", NC_ ("value", "the state") },
  { "phase", NC_ ("value", "the phase") },
  { "approver", NC_ ("value", "the approver") },
  { "other", NC_ ("value", "the other case") },
  { "as", NC_ ("value", "the kind of link") },
  { "class", NC_ ("value", "the class") },
  { "decision", NC_ ("value", "the decision") },
  { "step", NC_ ("value", "the step of the playbook") },
  { "text_ja", NC_ ("value", "the Japanese text") },
  { "text_en", NC_ ("value", "the English text") },
  { "source", NC_ ("value", "the source") },
  { "contact", NC_ ("value", "the contact") },
  { "by", NC_ ("value", "by whom or by what means") },
  { "rule", NC_ ("value", "the rule") },
  { "form", NC_ ("value", "the form") },
  { "copy", NC_ ("value", "the kind of copy") },
  { "lang", NC_ ("value", "the language") },
  { "made", NC_ ("value", "the moment printed on it") },
  { "sha256", NC_ ("value", "the SHA-256") },
  { "sha512", NC_ ("value", "the SHA-512") },
  { "method", NC_ ("value", "the way of filing") },
  { "to", NC_ ("value", "the recipient") },
  { "receipt", NC_ ("value", "the receipt") },
  { "size", NC_ ("value", "the size") },
  { "recipient", NC_ ("value", "the recipient") },
  { "due", NC_ ("value", "the due time") },
  { "result", NC_ ("value", "the result") },
  { "asset", NC_ ("value", "the asset") },
  { "address", NC_ ("value", "the address") },
  { "owner", NC_ ("value", "the owner") },
  { "interim", NC_ ("value", "whether the answer is interim") },
  { "own", NC_ ("value", "whether it is for one form alone") },
  { "from", NC_ ("value", "who asked") },
  { "proof", NC_ ("value", "the proof") },
  { "lesson", NC_ ("value", "the lesson") },
  { "value", NC_ ("value", "the value") },
  { "tlp", NC_ ("value", "the TLP") },
  { "technique", NC_ ("value", "the technique") },
  { "purpose", NC_ ("value", "the purpose") },
  { "root", NC_ ("value", "the case root") },
  { "token", NC_ ("value", "the time stamp") },
  { "authority", NC_ ("value", "the authority") },
  { "law", NC_ ("value", "the law") },
  { "field", NC_ ("value", "the name of the value") },
  { "key", NC_ ("value", "the key") },
  { "last", NC_ ("value", "the last entry that counts") },
  { "what", NC_ ("value", "what was noticed") },
  { "delta", NC_ ("value", "the difference of the clock") },
  { "format", NC_ ("value", "the format") },
  { "file", NC_ ("value", "the name of the file") },
  { "entries", NC_ ("value", "how many entries were stored") },
  { "known", NC_ ("value", "how many entries were known") },
  { "waiting", NC_ ("value", "how many entries wait") },
  { "checkpoint", NC_ ("value", "the checkpoint") },
  { "absent", NC_ ("value", "what was absent") },
  { "abandoned", NC_ ("value", "whether it was given up") },
  { "spki", NC_ ("value", "the public key") },
};

/* (transfer none) (nullable) */
static const char *
get_common_name (const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (common_names); i++)
    if (g_str_equal (common_names[i].id, field))
      return kiroku_gettext_in_context ("value", common_names[i].name);
  return NULL;
}

/* What kind @kind (nullable) alone calls @field: the name of a fact, or of what is known of evidence.
 * (transfer none) (nullable) */
static const char *
get_own_name (const char *kind, const char *field, KirokuPack *pack, const char *language)
{
  const KirokuPackFact *fact = pack != NULL ? kiroku_pack_get_fact (pack, field) : NULL;
  KirokuEvidenceFact known;
  KirokuCustodyField custody;

  if (g_strcmp0 (kind, "evidence.set") == 0 && kiroku_evidence_fact_parse (field, &known, NULL))
    return kiroku_evidence_fact_name (known);
  if (g_strcmp0 (kind, "evidence.move") == 0 && kiroku_custody_field_parse (field, &custody, NULL))
    return kiroku_custody_field_name (custody);
  return fact != NULL ? kiroku_pack_text (fact->name, language) : NULL;
}

/* @field: of what is said beside a fact. (transfer full) */
static char *
name_remark (const char *field, KirokuPack *pack, const char *language)
{
  const char *fact = kiroku_fact_find_remarked (field);
  const char *own = get_own_name (NULL, fact, pack, language);

  if (g_str_has_prefix (field, KIROKU_FACT_BASIS_PREFIX))
    /* Translators: the name of a fact. */
    return g_strdup_printf (C_ ("value", "what “%s” rests on"), own != NULL ? own : fact);
  /* Translators: the name of a fact. */
  return g_strdup_printf (C_ ("value", "when “%s” is expected"), own != NULL ? own : fact);
}

char *
kiroku_line_name_field (
    const char *kind, const char *field, KirokuPack *pack, const char *language)
{
  static const char value[] = "value.", rule[] = "rule.";
  const char *own, *common;

  g_return_val_if_fail (field != NULL && language != NULL, NULL);

  if (g_str_has_prefix (field, KIROKU_FACT_STATE_PREFIX))
    {
      const char *fact = field + strlen (KIROKU_FACT_STATE_PREFIX);

      own = get_own_name (NULL, fact, pack, language);
      /* Translators: the name of a fact. */
      return g_strdup_printf (C_ ("value", "the state of “%s”"), own != NULL ? own : fact);
    }
  if (g_strcmp0 (kind, "case.set") == 0 && kiroku_fact_find_remarked (field) != NULL)
    return name_remark (field, pack, language);
  if (g_str_has_prefix (field, rule))
    field = "rule";
  if (g_str_has_prefix (field, value))
    field += strlen (value);
  own = get_own_name (kind, field, pack, language);
  common = own == NULL ? get_common_name (field) : NULL;
  if (common != NULL)
    return g_strdup (common);
  /* Translators: the name of a value in the record. */
  return g_strdup_printf (C_ ("value", "“%s”"), own != NULL ? own : field);
}

static const char *
say (const char *name)
{
  return name != NULL ? name : _ ("(withheld)");
}

/* Nobody need have withheld the name of an author: the journal may not say it. */
static const char *
say_author (const char *name)
{
  return name != NULL ? name : _ ("unknown");
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
                          say (erasure->law), time, say_author (erasure->author), approver);
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
                          kiroku_line_get_label (&named), time, say_author (erasure->signer), words,
                          erasure->target, approver);
}

/* Of the entry whose value it was. (nullable) */
static const char *
get_kind (const KirokuLine *self, const KirokuLineErasure *erasure)
{
  if (g_str_equal (self->kind, KIND))
    return erasure->kind;
  return g_strcmp0 (erasure->target, self->hash) == 0 ? self->kind : NULL;
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
                                   ? kiroku_line_name_field (get_kind (self, erasure),
                                                             erasure->field, pack, language)
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
