/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-record.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-canonical.h"
#include "kiroku-journal-error.h"
#include "kiroku-text.h"

#define VERSION "1"
#define FIELD_CONTEXT "kiroku.field.v1"
#define SALT_LENGTH 16
#define SALT_HEX (2 * SALT_LENGTH)

const char kiroku_record_no_prev[]
    = "0000000000000000000000000000000000000000000000000000000000000000";

/* --- Commitments --- */

/* 4-byte big-endian length, then the bytes. */
static void
append_lp (GByteArray *out, const void *bytes, gsize length)
{
  guint32 prefix = GUINT32_TO_BE ((guint32) length);

  g_byte_array_append (out, (const guint8 *) &prefix, sizeof prefix);
  g_byte_array_append (out, bytes, length);
}

void
kiroku_record_commitment (const char *name, const char *salt, const char *value, char *hex)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 raw[SALT_LENGTH];

  g_return_if_fail (kiroku_hex_is_valid (salt, SALT_HEX));

  kiroku_hex_to_bytes (salt, raw);
  append_lp (bytes, FIELD_CONTEXT, strlen (FIELD_CONTEXT));
  append_lp (bytes, name, strlen (name));
  append_lp (bytes, raw, sizeof raw);
  append_lp (bytes, value, strlen (value));
  kiroku_sha256_hex (bytes->data, bytes->len, hex);
}

char *
kiroku_record_encode_value (const KirokuField *field)
{
  if (field->text != NULL)
    return kiroku_canonical_encode_string (field->text);
  return g_strdup_printf ("%" G_GINT64_FORMAT, field->integer);
}

/* [a-z][a-z0-9_.]{0,63} */
static gboolean
name_is_valid (const char *name)
{
  return name[0] >= 'a' && name[0] <= 'z' && strlen (name) <= 64
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_.") == strlen (name);
}

/* --- Sealing --- */

static gboolean
check_field (const KirokuField *field, GError **error)
{
  if (!name_is_valid (field->name))
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
                   _ ("“%s” is no name of a field: use a–z, 0–9, “_” and “.”"), field->name);
      return FALSE;
    }
  if (field->text != NULL)
    return kiroku_text_check (field->text, strlen (field->text), field->name, error);
  if (field->integer > KIROKU_NODE_INTEGER_MAX || field->integer < -KIROKU_NODE_INTEGER_MAX)
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
                   _ ("the number of “%s” is too large: at most 16 digits"), field->name);
      return FALSE;
    }
  return TRUE;
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const KirokuPair *const *first = a, *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

static int
compare_fields (gconstpointer a, gconstpointer b)
{
  const KirokuField *const *first = a, *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

static gboolean
seal_fields (KirokuEntry *entry, const GPtrArray *fields, GError **error)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (fields, i);
      g_autofree char *salt = kiroku_random_hex (SALT_LENGTH);
      g_autofree char *value = NULL;
      char commitment[KIROKU_HASH_HEX + 1];

      if (!check_field (field, error))
        return FALSE;
      value = kiroku_record_encode_value (field);
      kiroku_record_commitment (field->name, salt, value, commitment);
      g_ptr_array_add (entry->com, kiroku_pair_new (field->name, commitment));
      g_ptr_array_add (entry->fields,
                       kiroku_field_new (field->name, field->text, field->integer, salt));
    }
  g_ptr_array_sort (entry->com, compare_pairs);
  g_ptr_array_sort (entry->fields, compare_fields);
  return TRUE;
}

static void
copy_pairs (GPtrArray *to, const GPtrArray *from)
{
  for (guint i = 0; from != NULL && i < from->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (from, i);

      g_ptr_array_add (to, kiroku_pair_new (pair->name, pair->value));
    }
  g_ptr_array_sort (to, compare_pairs);
}

static KirokuNode *
pairs_to_node (const GPtrArray *pairs)
{
  KirokuNode *node = kiroku_node_new_object ();

  for (guint i = 0; i < pairs->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (pairs, i);

      kiroku_node_set (node, pair->name, kiroku_node_new_string (pair->value));
    }
  return node;
}

static void
set_string (KirokuNode *header, const char *name, const char *value)
{
  if (value != NULL)
    kiroku_node_set (header, name, kiroku_node_new_string (value));
}

static void
set_integer (KirokuNode *header, const char *name, gint64 value)
{
  if (value >= 0)
    kiroku_node_set (header, name, kiroku_node_new_integer (value));
}

static void
set_occurred (KirokuNode *header, const KirokuEntry *entry)
{
  g_autofree char *occ = NULL;

  if (!entry->has_occ)
    return;
  occ = kiroku_time_to_occ (&entry->occ);
  set_string (header, "occ", occ);
  set_string (header, "occ_prec", kiroku_precision_id (entry->occ.precision));
  set_string (header, "tz", entry->occ.tz[0] != '\0' ? entry->occ.tz : NULL);
}

static char *
encode_header (const KirokuEntry *entry)
{
  g_autoptr (KirokuNode) header = kiroku_node_new_object ();

  set_string (header, "v", VERSION);
  set_string (header, "case", entry->case_id);
  set_string (header, "key", entry->key);
  set_integer (header, "seq", entry->seq);
  set_string (header, "prev", entry->prev);
  set_string (header, "id", entry->id);
  set_string (header, "kind", entry->kind);
  if (entry->refs->len > 0)
    kiroku_node_set (header, "refs", pairs_to_node (entry->refs));
  if (entry->seen->len > 0)
    kiroku_node_set (header, "seen", pairs_to_node (entry->seen));
  set_integer (header, "clock", entry->clock);
  set_integer (header, "rec", entry->rec);
  set_string (header, "boot", entry->boot);
  set_integer (header, "mono", entry->mono);
  set_integer (header, "sync", entry->sync);
  set_integer (header, "maxerr", entry->maxerr);
  set_occurred (header, entry);
  kiroku_node_set (header, "com", pairs_to_node (entry->com));
  set_string (header, "app", entry->app);
  return kiroku_canonical_encode (header);
}

void
kiroku_record_hash (const char *header, char *hex)
{
  g_autofree char *prefixed = g_strconcat (" ", header, NULL);
  gsize length = strlen (prefixed);

  prefixed[0] = '\0'; /* hash = SHA-256 (0x00 ‖ header bytes) */
  kiroku_sha256_hex (prefixed, length, hex);
}

static void
set_hash (KirokuEntry *entry)
{
  entry->hash = g_malloc (KIROKU_HASH_HEX + 1);
  kiroku_record_hash (entry->header, entry->hash);
}

static gboolean
check_clock (const KirokuClock *clock, GError **error)
{
  if (clock->rec >= 0 && clock->rec < KIROKU_TIME_LIMIT)
    return TRUE;
  g_set_error_literal (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_CLOCK,
                       _ ("the computer's clock shows an impossible time: set it, then save again"));
  return FALSE;
}

/* --- Reading --- */

typedef enum
{
  REQUIRED,
  OPTIONAL,
} Presence;

/* Every key of a header; a key that is not here is no key of version 1. */
static const struct
{
  const char *name;
  KirokuNodeType type;
  Presence presence;
} header_keys[] = {
  { "app", KIROKU_NODE_STRING, REQUIRED },    { "boot", KIROKU_NODE_STRING, OPTIONAL },
  { "case", KIROKU_NODE_STRING, REQUIRED },   { "clock", KIROKU_NODE_INTEGER, REQUIRED },
  { "com", KIROKU_NODE_OBJECT, REQUIRED },    { "id", KIROKU_NODE_STRING, REQUIRED },
  { "key", KIROKU_NODE_STRING, REQUIRED },    { "kind", KIROKU_NODE_STRING, REQUIRED },
  { "maxerr", KIROKU_NODE_INTEGER, OPTIONAL }, { "mono", KIROKU_NODE_INTEGER, OPTIONAL },
  { "occ", KIROKU_NODE_STRING, OPTIONAL },    { "occ_prec", KIROKU_NODE_STRING, OPTIONAL },
  { "prev", KIROKU_NODE_STRING, REQUIRED },   { "rec", KIROKU_NODE_INTEGER, REQUIRED },
  { "refs", KIROKU_NODE_OBJECT, OPTIONAL },   { "seen", KIROKU_NODE_OBJECT, OPTIONAL },
  { "seq", KIROKU_NODE_INTEGER, REQUIRED },   { "sync", KIROKU_NODE_INTEGER, OPTIONAL },
  { "tz", KIROKU_NODE_STRING, OPTIONAL },     { "v", KIROKU_NODE_STRING, REQUIRED },
};

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
               _ ("the header is not of this format: “%s”"), what);
  return FALSE;
}

static gboolean
check_keys (const KirokuNode *header, GError **error)
{
  guint known = 0;

  for (guint i = 0; i < G_N_ELEMENTS (header_keys); i++)
    {
      const KirokuNode *node = kiroku_node_get (header, header_keys[i].name);

      if (node == NULL && header_keys[i].presence == REQUIRED)
        return refuse (error, header_keys[i].name);
      if (node != NULL && kiroku_node_get_node_type (node) != header_keys[i].type)
        return refuse (error, header_keys[i].name);
      known += node != NULL;
    }
  for (guint i = 0; known < kiroku_node_get_length (header); i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (header_keys) && !found; j++)
        found = g_str_equal (header_keys[j].name, kiroku_node_get_name (header, i));
      if (!found)
        return refuse (error, kiroku_node_get_name (header, i));
    }
  return TRUE;
}

/* (transfer full) (nullable) */
static char *
dup_string (const KirokuNode *header, const char *name)
{
  const KirokuNode *node = kiroku_node_get (header, name);

  return node != NULL ? g_strdup (kiroku_node_get_string (node)) : NULL;
}

static gint64
get_integer (const KirokuNode *header, const char *name)
{
  const KirokuNode *node = kiroku_node_get (header, name);

  return node != NULL ? kiroku_node_get_integer (node) : -1;
}

static gboolean
read_pairs (const KirokuNode *header, const char *name, GPtrArray *pairs)
{
  const KirokuNode *node = kiroku_node_get (header, name);

  for (guint i = 0; node != NULL && i < kiroku_node_get_length (node); i++)
    {
      const KirokuNode *child = kiroku_node_get_child (node, i);

      if (kiroku_node_get_node_type (child) != KIROKU_NODE_STRING)
        return FALSE;
      g_ptr_array_add (pairs, kiroku_pair_new (kiroku_node_get_name (node, i),
                                               kiroku_node_get_string (child)));
    }
  /* Absent when empty, except for `com`. */
  return node == NULL || pairs->len > 0 || g_str_equal (name, "com");
}

gboolean
kiroku_record_parse_head (const char *text, gint64 *seq, const char **hash)
{
  const char *colon = strchr (text, ':');
  g_autofree char *number = colon != NULL ? g_strndup (text, colon - text) : NULL;
  g_autofree char *again = NULL;
  guint64 value;

  if (number == NULL
      || !g_ascii_string_to_unsigned (number, 10, 0, KIROKU_NODE_INTEGER_MAX, &value, NULL)
      || !kiroku_hex_is_valid (colon + 1, KIROKU_HASH_HEX))
    return FALSE;
  again = g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  *seq = value;
  *hash = colon + 1;
  return g_str_equal (again, number);
}

static gboolean
pairs_are_valid (const KirokuEntry *entry)
{
  gint64 seq;
  const char *hash;

  for (guint i = 0; i < entry->com->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->com, i);

      if (!name_is_valid (pair->name) || !kiroku_hex_is_valid (pair->value, KIROKU_HASH_HEX))
        return FALSE;
    }
  for (guint i = 0; i < entry->refs->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->refs, i);

      if (!name_is_valid (pair->name) || !kiroku_hex_is_valid (pair->value, KIROKU_HASH_HEX))
        return FALSE;
    }
  for (guint i = 0; i < entry->seen->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->seen, i);

      if (!kiroku_hex_is_valid (pair->name, KIROKU_HASH_HEX) || g_str_equal (pair->name, entry->key)
          || !kiroku_record_parse_head (pair->value, &seq, &hash))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_occurred (KirokuEntry *entry, const KirokuNode *header)
{
  g_autofree char *occ = dup_string (header, "occ");
  g_autofree char *precision = dup_string (header, "occ_prec");
  g_autofree char *tz = dup_string (header, "tz");

  if (occ == NULL)
    return precision == NULL && tz == NULL;
  entry->has_occ = TRUE;
  return precision != NULL && (tz == NULL || (tz[0] != '\0' && strlen (tz) < sizeof entry->occ.tz))
         && kiroku_time_from_occ (occ, precision, tz, &entry->occ);
}

static gboolean
values_are_valid (const KirokuEntry *entry, const KirokuNode *header)
{
  return kiroku_text_is_uuid (entry->case_id) && kiroku_text_is_uuid (entry->id)
         && (entry->boot == NULL || kiroku_text_is_uuid (entry->boot))
         && kiroku_hex_is_valid (entry->key, KIROKU_HASH_HEX)
         && kiroku_hex_is_valid (entry->prev, KIROKU_HASH_HEX) && entry->seq >= 0
         && (entry->seq > 0 || g_str_equal (entry->prev, kiroku_record_no_prev)) && entry->rec >= 0
         && entry->rec < KIROKU_TIME_LIMIT && entry->clock >= 0 && entry->kind[0] != '\0'
         && (kiroku_node_get (header, "mono") == NULL || entry->mono >= 0)
         && (kiroku_node_get (header, "maxerr") == NULL || entry->maxerr >= 0)
         && (kiroku_node_get (header, "sync") == NULL || entry->sync == 0 || entry->sync == 1)
         && pairs_are_valid (entry);
}

static KirokuEntry *
read_header (const KirokuNode *header, GError **error)
{
  g_autoptr (KirokuEntry) entry = kiroku_entry_new ();

  entry->case_id = dup_string (header, "case");
  entry->key = dup_string (header, "key");
  entry->seq = get_integer (header, "seq");
  entry->prev = dup_string (header, "prev");
  entry->id = dup_string (header, "id");
  entry->kind = dup_string (header, "kind");
  entry->clock = get_integer (header, "clock");
  entry->rec = get_integer (header, "rec");
  entry->boot = dup_string (header, "boot");
  entry->mono = get_integer (header, "mono");
  entry->sync = get_integer (header, "sync");
  entry->maxerr = get_integer (header, "maxerr");
  entry->app = dup_string (header, "app");
  if (!read_pairs (header, "refs", entry->refs) || !read_pairs (header, "seen", entry->seen)
      || !read_pairs (header, "com", entry->com) || !values_are_valid (entry, header)
      || !read_occurred (entry, header))
    {
      refuse (error, _ ("a value is not of its type"));
      return NULL;
    }
  return g_steal_pointer (&entry);
}

KirokuEntry *
kiroku_record_read (const char *bytes, GError **error)
{
  g_autoptr (KirokuNode) header = NULL;
  KirokuEntry *entry;
  const KirokuNode *version;

  g_return_val_if_fail (bytes != NULL, NULL);

  header = kiroku_canonical_parse (bytes, strlen (bytes), error);
  if (header == NULL)
    return NULL;
  if (kiroku_node_get_node_type (header) != KIROKU_NODE_OBJECT)
    {
      refuse (error, "{");
      return NULL;
    }
  version = kiroku_node_get (header, "v");
  if (version != NULL && kiroku_node_get_node_type (version) == KIROKU_NODE_STRING
      && !g_str_equal (kiroku_node_get_string (version), VERSION))
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_VERSION,
                   _ ("the entry is of version %s of the record, which this Kiroku cannot judge: use a "
                      "newer one"),
                   kiroku_node_get_string (version));
      return NULL;
    }
  if (!check_keys (header, error))
    return NULL;
  entry = read_header (header, error);
  if (entry != NULL)
    {
      entry->header = g_strdup (bytes);
      set_hash (entry);
    }
  return entry;
}

static const KirokuPair *
find_commitment (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->com->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->com, i);

      if (g_str_equal (pair->name, name))
        return pair;
    }
  return NULL;
}

gboolean
kiroku_record_add_field (
    KirokuEntry *entry, const char *name, const char *salt, const char *value, GError **error)
{
  const KirokuPair *expected;
  g_autoptr (KirokuNode) node = NULL;
  char commitment[KIROKU_HASH_HEX + 1] = "";
  gboolean string;

  g_return_val_if_fail (entry != NULL && name != NULL && salt != NULL && value != NULL, FALSE);

  expected = find_commitment (entry, name);
  if (kiroku_hex_is_valid (salt, SALT_HEX))
    kiroku_record_commitment (name, salt, value, commitment);
  if (expected == NULL || !g_str_equal (expected->value, commitment))
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL,
                   _ ("the value of “%s” is not the one that was signed"), name);
      return FALSE;
    }
  node = kiroku_canonical_parse (value, strlen (value), error);
  if (node == NULL)
    return FALSE;
  string = kiroku_node_get_node_type (node) == KIROKU_NODE_STRING;
  if (!string && kiroku_node_get_node_type (node) != KIROKU_NODE_INTEGER)
    return refuse (error, name);
  if (string && strlen (kiroku_node_get_string (node)) > KIROKU_TEXT_MAX)
    return refuse (error, name);
  g_ptr_array_add (entry->fields,
                   kiroku_field_new (name, string ? kiroku_node_get_string (node) : NULL,
                                     string ? 0 : kiroku_node_get_integer (node), salt));
  return TRUE;
}

/* --- One entry --- */

/* An entry that could not be read back would break its journal for good. */
static gboolean
check_sealed (const KirokuEntry *entry, GError **error)
{
  g_autofree char *occ = entry->has_occ ? kiroku_time_to_occ (&entry->occ) : NULL;
  KirokuTime again;

  if (!kiroku_text_is_uuid (entry->case_id))
    return refuse (error, "case");
  if (entry->kind[0] == '\0')
    return refuse (error, "kind");
  if (!pairs_are_valid (entry))
    return refuse (error, "refs");
  if (entry->clock > KIROKU_NODE_INTEGER_MAX)
    return refuse (error, "clock");
  if (occ != NULL && !kiroku_time_from_occ (occ, NULL, NULL, &again))
    return refuse (error, "occ");
  return TRUE;
}

KirokuEntry *
kiroku_record_seal (const KirokuDraft *draft,
                    const KirokuPlace *place,
                    const KirokuClock *clock,
                    KirokuKey *key,
                    const char *app,
                    GError **error)
{
  g_autoptr (KirokuEntry) entry = NULL;

  g_return_val_if_fail (draft != NULL && place != NULL && clock != NULL && key != NULL, NULL);

  entry = kiroku_entry_new ();
  if (!check_clock (clock, error) || !seal_fields (entry, draft->fields, error))
    return NULL;

  entry->case_id = g_strdup (place->case_id);
  entry->key = g_strdup (kiroku_key_get_id (key));
  entry->seq = place->seq;
  entry->prev = g_strdup (place->seq == 0 ? kiroku_record_no_prev : place->prev);
  entry->id = g_uuid_string_random ();
  entry->kind = g_strdup (draft->kind);
  copy_pairs (entry->refs, draft->refs);
  copy_pairs (entry->seen, place->seen);
  entry->rec = clock->rec;
  entry->clock = MAX (entry->rec, place->seen_clock + 1);
  if (place->seq > 0)
    entry->clock = MAX (entry->clock, place->prev_clock + 1);
  entry->boot = clock->boot[0] != '\0' ? g_strdup (clock->boot) : NULL;
  entry->mono = clock->mono;
  entry->sync = clock->sync;
  entry->maxerr = clock->maxerr;
  entry->has_occ = draft->has_occ;
  entry->occ = draft->occ;
  entry->app = g_strdup (app);

  entry->header = encode_header (entry);
  if (!check_sealed (entry, error))
    return NULL;
  set_hash (entry);
  entry->sig = kiroku_key_sign (key, entry->hash, error);
  return entry->sig != NULL ? g_steal_pointer (&entry) : NULL;
}
