/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-checkpoint.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-journal-error.h"
#include "kiroku-text.h"

#define FIRST_LINE "kiroku.checkpoint.v1"
/* The largest integer of the record (FORMAT.md §1). */
#define INTEGER_MAX ((G_GINT64_CONSTANT (1) << 53) - 1)

KirokuHead *
kiroku_head_new (const char *key, gint64 seq, const char *hash)
{
  KirokuHead *head = g_new (KirokuHead, 1);

  *head = (KirokuHead){ g_strdup (key), seq, g_strdup (hash) };
  return head;
}

void
kiroku_head_free (KirokuHead *head)
{
  g_free (head->key);
  g_free (head->hash);
  g_free (head);
}

KirokuSealed *
kiroku_sealed_new (const char *digest, const char *name)
{
  KirokuSealed *sealed = g_new (KirokuSealed, 1);

  *sealed = (KirokuSealed){ g_strdup (digest), g_strdup (name) };
  return sealed;
}

void
kiroku_sealed_free (KirokuSealed *sealed)
{
  g_free (sealed->digest);
  g_free (sealed->name);
  g_free (sealed);
}

KirokuCheckpoint *
kiroku_checkpoint_new (const char *case_id, gint64 time)
{
  KirokuCheckpoint *self = g_new0 (KirokuCheckpoint, 1);

  self->case_id = g_strdup (case_id);
  self->time = time;
  self->heads = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_head_free);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_sealed_free);
  self->withheld = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_sealed_free);
  self->withheld_files = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_sealed_free);
  return self;
}

KirokuCheckpoint *
kiroku_checkpoint_copy_heads (const KirokuCheckpoint *self)
{
  KirokuCheckpoint *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = kiroku_checkpoint_new (self->case_id, self->time);
  for (guint i = 0; i < self->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (self->heads, i);

      g_ptr_array_add (copy->heads, kiroku_head_new (head->key, head->seq, head->hash));
    }
  return copy;
}

void
kiroku_checkpoint_free (KirokuCheckpoint *self)
{
  g_free (self->case_id);
  g_ptr_array_unref (self->heads);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->withheld);
  g_ptr_array_unref (self->withheld_files);
  g_free (self->signer);
  g_free (self->signature);
  g_free (self);
}

/* --- The heads of a database --- */

static gboolean
add_heads (KirokuDb *db, KirokuCheckpoint *self, const char *key, const char *sql, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (db, error, "is", sql, self->case_id, key);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (self->heads, kiroku_head_new (key, kiroku_rows_int (rows, i, 0),
                                                   kiroku_rows_text (rows, i, 1)));
  return rows != NULL;
}

/* Only a forked journal is looked through for entries that none follows. */
static gboolean
add_journal_heads (KirokuDb *db, KirokuCheckpoint *self, const char *key, GError **error)
{
  gint64 surplus;

  if (!kiroku_db_query_int (db, error, 0, &surplus,
                            "SELECT count(*) - (max (seq) + 1) FROM entry"
                            " WHERE case_id = :{case:s} AND key = :{key:s}",
                            self->case_id, key))
    return FALSE;
  if (surplus <= 0)
    return add_heads (db, self, key,
                      "SELECT seq, hash FROM entry WHERE case_id = :{case:s} AND key = :{key:s}"
                      " ORDER BY seq DESC LIMIT 1",
                      error);
  return add_heads (db, self, key,
                    "SELECT seq, hash FROM entry e WHERE case_id = :{case:s} AND key = :{key:s}"
                    " AND NOT EXISTS (SELECT 1 FROM entry n WHERE n.case_id = e.case_id"
                    " AND n.key = e.key AND n.seq = e.seq + 1 AND n.prev = e.hash)",
                    error);
}

KirokuCheckpoint *
kiroku_checkpoint_read (KirokuDb *db, const char *case_id, gint64 time, GError **error)
{
  g_autoptr (KirokuCheckpoint) self = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  self = kiroku_checkpoint_new (case_id, time);
  keys = kiroku_archive_list_journals (db, case_id, error);
  if (keys == NULL)
    return NULL;
  for (guint i = 0; i < keys->len; i++)
    if (!add_journal_heads (db, self, g_ptr_array_index (keys, i), error))
      return NULL;
  return g_steal_pointer (&self);
}

/* --- Writing --- */

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Takes @lines. */
static void
append_sorted (GString *text, GPtrArray *lines)
{
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) g_ptr_array_index (lines, i));
  g_ptr_array_unref (lines);
}

static void
append_heads (GString *text, GPtrArray *heads)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (heads, i);

      g_ptr_array_add (lines, g_strdup_printf ("journal %s %" G_GINT64_FORMAT " %s", head->key,
                                               head->seq, head->hash));
    }
  append_sorted (text, lines);
}

static void
append_sealed (GString *text, const char *word, GPtrArray *list)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < list->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (list, i);

      g_ptr_array_add (lines, g_strdup_printf ("%s %s%s%s", word, sealed->digest,
                                               sealed->name != NULL ? " " : "",
                                               sealed->name != NULL ? sealed->name : ""));
    }
  append_sorted (text, lines);
}

static GString *
write_root_lines (KirokuCheckpoint *self)
{
  GString *text = g_string_new (FIRST_LINE "\n");

  g_string_append_printf (text, "case %s\n", self->case_id);
  append_heads (text, self->heads);
  return text;
}

/* All lines that a signature covers. */
static GString *
write_unsigned (KirokuCheckpoint *self)
{
  GString *text = write_root_lines (self);

  if (self->time >= 0)
    g_string_append_printf (text, "time %" G_GINT64_FORMAT "\n", self->time);
  append_sealed (text, "file", self->files);
  append_sealed (text, "withheld", self->withheld);
  append_sealed (text, "withheld-file", self->withheld_files);
  return text;
}

char *
kiroku_checkpoint_to_text (KirokuCheckpoint *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = write_unsigned (self);
  if (self->signature != NULL)
    g_string_append_printf (text, "signed %s %s\n", self->signer, self->signature);
  return g_string_free (text, FALSE);
}

char *
kiroku_checkpoint_get_root_lines (KirokuCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_string_free (write_root_lines (self), FALSE);
}

char *
kiroku_checkpoint_get_root (KirokuCheckpoint *self)
{
  g_autofree char *lines = NULL;
  char *hex;

  g_return_val_if_fail (self != NULL, NULL);

  lines = kiroku_checkpoint_get_root_lines (self);
  hex = g_malloc (KIROKU_HASH_HEX + 1);
  kiroku_sha256_hex (lines, strlen (lines), hex);
  return hex;
}

/* --- Reading --- */

/* Decimal without sign or leading zeros. */
static gboolean
parse_number (const char *text, gint64 *value)
{
  guint64 number;

  if (!g_ascii_isdigit (text[0]) || (text[0] == '0' && text[1] != '\0')
      || !g_ascii_string_to_unsigned (text, 10, 0, INTEGER_MAX, &number, NULL))
    return FALSE;
  *value = number;
  return TRUE;
}

static gboolean
read_case (KirokuCheckpoint *self, char **words)
{
  if (g_strv_length (words) != 2 || self->case_id != NULL || !kiroku_text_is_uuid (words[1]))
    return FALSE;
  self->case_id = g_strdup (words[1]);
  return TRUE;
}

static gboolean
read_head (KirokuCheckpoint *self, char **words)
{
  gint64 seq;

  if (g_strv_length (words) != 4 || !kiroku_hex_is_valid (words[1], KIROKU_HASH_HEX)
      || !parse_number (words[2], &seq) || !kiroku_hex_is_valid (words[3], KIROKU_HASH_HEX))
    return FALSE;
  g_ptr_array_add (self->heads, kiroku_head_new (words[1], seq, words[3]));
  return TRUE;
}

static gboolean
read_time (KirokuCheckpoint *self, char **words)
{
  return g_strv_length (words) == 2 && self->time < 0 && parse_number (words[1], &self->time);
}

static gboolean
is_printable (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return text[0] != '\0';
}

static gboolean
read_sealed (GPtrArray *list, char **words, guint length)
{
  if (g_strv_length (words) != length || !kiroku_hex_is_valid (words[1], KIROKU_HASH_HEX)
      || (length > 2 && !is_printable (words[2])))
    return FALSE;
  g_ptr_array_add (list, kiroku_sealed_new (words[1], words[2]));
  return TRUE;
}

static gboolean
read_signature (KirokuCheckpoint *self, char **words)
{
  if (g_strv_length (words) != 3 || self->signature != NULL
      || !kiroku_hex_is_valid (words[1], KIROKU_HASH_HEX) || !is_printable (words[2]))
    return FALSE;
  self->signer = g_strdup (words[1]);
  self->signature = g_strdup (words[2]);
  return TRUE;
}

static gboolean
read_line (KirokuCheckpoint *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  const char *word = words[0] != NULL ? words[0] : "";

  if (g_str_equal (word, "case"))
    return read_case (self, words);
  if (g_str_equal (word, "journal"))
    return read_head (self, words);
  if (g_str_equal (word, "time"))
    return read_time (self, words);
  if (g_str_equal (word, "file"))
    return read_sealed (self->files, words, 3);
  if (g_str_equal (word, "withheld"))
    return read_sealed (self->withheld, words, 3);
  if (g_str_equal (word, "withheld-file"))
    return read_sealed (self->withheld_files, words, 2);
  return g_str_equal (word, "signed") && read_signature (self, words);
}

/* The number of the first line in which @text is not what would be written. */
static guint
find_departure (const char *text, const char *again)
{
  guint line = 1;

  for (; *text == *again && *text != '\0'; text++, again++)
    if (*text == '\n')
      line++;
  return line;
}

/* Whether two lines that may stand once only are the same, which writing would not show as one. */
static gboolean
has_twins (char **lines)
{
  for (guint i = 1; lines[i] != NULL; i++)
    if (g_str_equal (lines[i - 1], lines[i]))
      return TRUE;
  return FALSE;
}

static KirokuCheckpoint *
refuse (guint line, GError **error)
{
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
               _ ("line %u of the checkpoint is not as a checkpoint is written"), line);
  return NULL;
}

KirokuCheckpoint *
kiroku_checkpoint_parse (const char *text, GError **error)
{
  g_autoptr (KirokuCheckpoint) self = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *again = NULL;
  guint length;

  g_return_val_if_fail (text != NULL, NULL);

  self = kiroku_checkpoint_new (NULL, -1);
  lines = g_strsplit (text, "\n", -1);
  length = g_strv_length (lines);
  for (guint i = 1; i + 1 < length; i++)
    if (!read_line (self, lines[i]))
      return refuse (i + 1, error);
  if (self->case_id == NULL || self->heads->len == 0)
    return refuse (CLAMP (length, 1, 3), error);
  /* Order, the first line, the last LF: writing again shows them. */
  again = kiroku_checkpoint_to_text (self);
  if (!g_str_equal (again, text) || has_twins (lines))
    return refuse (find_departure (text, again), error);
  if (self->time < 0
      && (self->files->len + self->withheld->len + self->withheld_files->len > 0
          || self->signature != NULL))
    return refuse (length - 1, error);
  return g_steal_pointer (&self);
}

/* --- Signing --- */

gboolean
kiroku_checkpoint_sign (KirokuCheckpoint *self, KirokuKey *key, GError **error)
{
  g_autoptr (GString) text = NULL;
  char *signature;

  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  text = write_unsigned (self);
  signature = kiroku_key_sign_text (key, text->str, error);
  if (signature == NULL)
    return FALSE;
  g_free (self->signer);
  g_free (self->signature);
  self->signer = g_strdup (kiroku_key_get_id (key));
  self->signature = signature;
  return TRUE;
}

gboolean
kiroku_checkpoint_verify (KirokuCheckpoint *self, KirokuPublicKey *key)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  if (self->signature == NULL || !g_str_equal (self->signer, kiroku_public_key_get_id (key)))
    return FALSE;
  text = write_unsigned (self);
  return kiroku_public_key_verify_text (key, text->str, self->signature);
}

/* --- The entry --- */

gboolean
kiroku_checkpoint_is_of (KirokuCheckpoint *self, const char *case_id, KirokuPublicKey *key)
{
  g_return_val_if_fail (self != NULL && case_id != NULL && key != NULL, FALSE);

  return g_str_equal (self->case_id, case_id) && kiroku_checkpoint_verify (self, key);
}

gboolean
kiroku_checkpoint_reaches (const KirokuCheckpoint *self, const char *key, gint64 seq)
{
  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  for (guint i = 0; i < self->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (self->heads, i);

      if (g_str_equal (head->key, key) && seq <= head->seq)
        return TRUE;
    }
  return FALSE;
}

KirokuDraft *
kiroku_checkpoint_draft (KirokuCheckpoint *self, const char *purpose)
{
  KirokuDraft *draft;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL && purpose != NULL, NULL);

  draft = kiroku_draft_new ("checkpoint");
  text = kiroku_checkpoint_to_text (self);
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "purpose", purpose);
  return draft;
}
