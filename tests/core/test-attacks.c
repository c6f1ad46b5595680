/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of attacks × attackers: what somebody can do to a record of 1,000 entries, where, and
 * what verification must say of it. Three attackers:
 *
 *   without the key               changes bytes; against the pins of this computer
 *   with the key                  writes the journal anew from there on; against the pins
 *   with the key and the pins     the same, and sets the pins; against a case root kept outside
 *
 * The last one may also make a puppet: a key of their own that they vouch for, which then bears the
 * forged entries out.
 *
 * What the last one does after the newest outside head is not detectable before the next: it must
 * be told as "unanchored since". One thing it cannot be told by: a journal cut back to exactly what
 * the outside head covers is what it was when that head was made, and reads as proven; a later head
 * is what tells.
 *
 * KIROKU_TEST_LONG=1: every position instead of a choice, every bit of 1,000 entries instead of
 * 20. */
#include <stdlib.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-checkpoint.h"
#include "kiroku-record.h"
#include "kiroku-verify.h"

#define CASE "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define ENTRIES 1000
#define CHECKPOINT_EVERY 200
#define ANCHORED 599 /* the last entry that the outside head covers; its checkpoint is the next */
#define SEEN 300     /* the last entry that the witness has seen */
#define SEEDED 50
#define START (G_GINT64_CONSTANT (1795237200) * G_USEC_PER_SEC)

/* --- Signatures --- */

/* Entries that stay as they were are judged once: a signature is valid or not, whatever is beside
 * it. */
gboolean __real_kiroku_public_key_verify (KirokuPublicKey *, const char *, const char *);
gboolean __wrap_kiroku_public_key_verify (KirokuPublicKey *, const char *, const char *);

static GHashTable *judged; /* "key hash signature" → 1 valid, 2 not */

gboolean
__wrap_kiroku_public_key_verify (KirokuPublicKey *key, const char *hash, const char *signature)
{
  g_autofree char *text
      = g_strjoin (" ", kiroku_public_key_get_id (key), hash, signature, NULL);
  int known = GPOINTER_TO_INT (g_hash_table_lookup (judged, text));

  if (known == 0)
    {
      known = __real_kiroku_public_key_verify (key, hash, signature) ? 1 : 2;
      g_hash_table_insert (judged, g_steal_pointer (&text), GINT_TO_POINTER (known));
    }
  return known == 1;
}

/* Keys are read once. */
KirokuPublicKey *__real_kiroku_public_key_new (const char *spki);
KirokuPublicKey *__wrap_kiroku_public_key_new (const char *spki);
void __wrap_kiroku_public_key_free (KirokuPublicKey *);

static GHashTable *parsed; /* SubjectPublicKeyInfo → KirokuPublicKey, never freed */

KirokuPublicKey *
__wrap_kiroku_public_key_new (const char *spki)
{
  KirokuPublicKey *key = g_hash_table_lookup (parsed, spki);

  if (key == NULL && (key = __real_kiroku_public_key_new (spki)) != NULL)
    g_hash_table_insert (parsed, g_strdup (spki), key);
  return key;
}

void
__wrap_kiroku_public_key_free (KirokuPublicKey *key)
{
}

/* --- What a journal is made of --- */

typedef struct
{
  int id;       /* its number in the journal as it truly was */
  char *kind;
  char *value;  /* of its main field */
  int corrects; /* id of another, or -1 */
  gint64 rec;
  gboolean bare; /* without its main field */
  const char *about; /* (nullable) key.vouch: for whom, when it is not ichiro */
  const KirokuStored *seen; /* (nullable) anchor: what somebody else has seen */
} Item;

static KirokuKey *hanako, *ichiro, *stranger;
static GPtrArray *truth;      /* of KirokuStored: hanako's journal */
static GPtrArray *witness;    /* of KirokuStored: ichiro's */
static GPtrArray *puppet;     /* (nullable) of KirokuStored: stranger's */
static GArray *items;         /* of Item: what hanako's is made of */
static char *hashes[ENTRIES]; /* by id, of the rows made last */
static GHashTable *missing;   /* SHA-256 of evidence whose file is gone */
static GPtrArray *made, *kept; /* of KirokuStored: every row since the last attack; what truly is */
static guint n_attacks, n_bits; /* that were made, and noticed as they must be */

static const char *
main_field (const char *kind)
{
  static const struct
  {
    const char *kind, *field;
  } fields[] = { { "journal.open", "name" }, { "case.open", "title" },   { "key.vouch", "name" },
                 { "checkpoint", "purpose" }, { "evidence.add", "name" }, { NULL, NULL } };

  for (guint i = 0; fields[i].kind != NULL; i++)
    if (g_str_equal (fields[i].kind, kind))
      return fields[i].field;
  return "text";
}

static const char *
kind_of (int id)
{
  static const char *const first[] = { "journal.open", "case.open", "key.vouch" };

  if (id < (int) G_N_ELEMENTS (first))
    return first[id];
  if (id % CHECKPOINT_EVERY == 0)
    return "checkpoint";
  if (id % 100 == 50)
    return "evidence.add";
  return id % 10 == 5 ? "correct" : "note";
}

static void
make_items (void)
{
  items = g_array_new (FALSE, FALSE, sizeof (Item));
  for (int id = 0; id < ENTRIES; id++)
    {
      Item item = { .id = id, .kind = g_strdup (kind_of (id)), .corrects = -1 };

      item.value = g_strdup_printf ("記録 %d", id);
      item.rec = START + id * G_USEC_PER_SEC;
      if (g_str_equal (item.kind, "correct"))
        item.corrects = id - 1;
      g_array_append_val (items, item);
    }
}

/* --- Sealing --- */

static char *
evidence_digest (int id)
{
  return g_strdup_printf ("%064x", 0xe0000 + id);
}

static const KirokuStored *
last_of (const GPtrArray *rows)
{
  return g_ptr_array_index (rows, rows->len - 1);
}

static gboolean
knows_witness (int id)
{
  return id > SEEN;
}

static char *
checkpoint_text (const GPtrArray *rows, const Item *item)
{
  g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_new (CASE, item->rec);

  g_ptr_array_add (checkpoint->heads,
                   kiroku_head_new (kiroku_key_get_id (hanako), last_of (rows)->seq,
                                    last_of (rows)->hash));
  if (knows_witness (item->id) && witness->len > 0)
    g_ptr_array_add (checkpoint->heads,
                     kiroku_head_new (kiroku_key_get_id (ichiro), last_of (witness)->seq,
                                      last_of (witness)->hash));
  return kiroku_checkpoint_to_text (checkpoint);
}

/* Somebody else has seen all that is here. */
static void
add_anchor_fields (KirokuDraft *draft, const Item *item)
{
  g_autoptr (KirokuCheckpoint) heads = kiroku_checkpoint_new (CASE, -1);
  g_autofree char *text = NULL, *root = NULL;

  g_ptr_array_add (heads->heads,
                   kiroku_head_new (item->seen->key, item->seen->seq, item->seen->hash));
  text = kiroku_checkpoint_get_root_lines (heads);
  root = kiroku_checkpoint_get_root (heads);
  kiroku_draft_set_text (draft, "type", "seen");
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "root", root);
  kiroku_draft_set_ref (draft, "seen", item->seen->hash);
}

static void
add_fields (KirokuDraft *draft, const GPtrArray *rows, const Item *item, KirokuKey *key)
{
  g_autofree char *digest = evidence_digest (item->id);
  g_autofree char *text = NULL;

  if (!item->bare)
    kiroku_draft_set_text (draft, main_field (item->kind), item->value);
  if (g_str_equal (item->kind, "journal.open"))
    kiroku_draft_set_text (draft, "spki", kiroku_key_get_spki (key));
  if (g_str_equal (item->kind, "key.vouch"))
    kiroku_draft_set_text (draft, "key",
                           item->about != NULL ? item->about : kiroku_key_get_id (ichiro));
  if (g_str_equal (item->kind, "anchor"))
    add_anchor_fields (draft, item);
  if (g_str_equal (item->kind, "evidence.add"))
    kiroku_draft_set_text (draft, "sha256", digest);
  if (g_str_equal (item->kind, "checkpoint"))
    kiroku_draft_set_text (draft, "text", text = checkpoint_text (rows, item));
  if (item->corrects >= 0)
    kiroku_draft_set_ref (draft, "corrects", hashes[item->corrects]);
}

static KirokuStored *
to_stored (const KirokuEntry *entry)
{
  const KirokuStored row = { .hash = g_strdup (entry->hash),
                             .case_id = g_strdup (entry->case_id),
                             .key = g_strdup (entry->key),
                             .seq = entry->seq,
                             .prev = g_strdup (entry->prev),
                             .id = g_strdup (entry->id),
                             .kind = g_strdup (entry->kind),
                             .clock = entry->clock,
                             .rec = entry->rec,
                             .header = g_strdup (entry->header),
                             .sig = g_strdup (entry->sig) };
  KirokuStored *stored = kiroku_stored_new (&row);

  g_ptr_array_add (made, stored);
  for (guint i = 0; i < entry->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i);
      g_autofree char *value = kiroku_record_encode_value (field);

      g_ptr_array_add (stored->fields, kiroku_stored_field_new (field->name, field->salt, value));
    }
  return stored;
}

/* What this program has signed itself need not be judged. */
static void
note_signature (const KirokuEntry *entry)
{
  g_hash_table_insert (judged, g_strjoin (" ", entry->key, entry->hash, entry->sig, NULL),
                       GINT_TO_POINTER (1));
}

/* Seals @item at the end of @rows. @seen: (nullable) a row of the other journal. */
static void
seal (GPtrArray *rows, const Item *item, KirokuKey *key, const KirokuStored *seen)
{
  g_autoptr (KirokuDraft) draft = kiroku_draft_new (item->kind);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_pair_free);
  KirokuPlace place = { .case_id = CASE, .seq = rows->len, .seen = pairs, .seen_clock = -1 };
  KirokuClock clock = { .rec = item->rec, .mono = -1, .sync = -1, .maxerr = -1 };
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  if (rows->len > 0)
    {
      place.prev = last_of (rows)->hash;
      place.prev_clock = last_of (rows)->clock;
    }
  if (seen != NULL)
    {
      g_autofree char *head = g_strdup_printf ("%d:%s", (int) seen->seq, seen->hash);

      g_ptr_array_add (pairs, kiroku_pair_new (seen->key, head));
      place.seen_clock = seen->clock;
    }
  add_fields (draft, rows, item, key);
  entry = kiroku_record_seal (draft, &place, &clock, key, "0.1.0", &error);
  g_assert_no_error (error);
  note_signature (entry);
  g_ptr_array_add (rows, to_stored (entry));
}

static void
seal_witness (const KirokuStored *seen)
{
  Item opening = { .kind = (char *) "journal.open", .value = (char *) "ichiro", .corrects = -1 };
  Item note = { .kind = (char *) "note", .value = (char *) "見た", .corrects = -1 };

  opening.rec = note.rec = seen->rec;
  witness = g_ptr_array_new ();
  seal (witness, &opening, ichiro, seen);
  seal (witness, &note, ichiro, NULL);
}

/* Seals @list from place @from on; what lies before is as it was. */
static GPtrArray *
seal_all (const GArray *list, guint from)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    {
      const Item *item = &g_array_index (list, Item, i);

      if (i < from)
        g_ptr_array_add (rows, g_ptr_array_index (truth, i));
      else
        seal (rows, item, hanako,
              item->id == SEEN + 1 && witness->len > 0 ? last_of (witness) : NULL);
      if (item->id < ENTRIES)
        {
          g_free (hashes[item->id]);
          hashes[item->id] = g_strdup (last_of (rows)->hash);
        }
      if (truth == NULL && item->id == SEEN)
        seal_witness (last_of (rows));
    }
  return rows;
}

/* --- Reading and judging --- */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const KirokuStored *first = *(const KirokuStored *const *) a;
  const KirokuStored *second = *(const KirokuStored *const *) b;

  if (first->seq != second->seq)
    return first->seq < second->seq ? -1 : 1;
  return strcmp (first->hash, second->hash);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_journals (gpointer data, GError **error)
{
  GPtrArray *keys = g_ptr_array_new ();
  const char *a = kiroku_key_get_id (hanako), *b = kiroku_key_get_id (ichiro);

  g_ptr_array_add (keys, (gpointer) a);
  g_ptr_array_add (keys, (gpointer) b);
  if (puppet != NULL)
    g_ptr_array_add (keys, (gpointer) kiroku_key_get_id (stranger));
  g_ptr_array_sort (keys, compare_keys);
  return keys;
}

static gboolean
lies_after (const KirokuStored *row, gint64 seq, const char *hash)
{
  return row->seq > seq || (row->seq == seq && strcmp (row->hash, hash) > 0);
}

static GPtrArray *
read_journal (
    gpointer data, const char *key, gint64 seq, const char *hash, guint limit, GError **error)
{
  const GPtrArray *rows = g_str_equal (key, kiroku_key_get_id (hanako))   ? data
                          : g_str_equal (key, kiroku_key_get_id (ichiro)) ? witness
                                                                          : puppet;
  GPtrArray *page = g_ptr_array_new ();

  for (guint i = 0; i < rows->len && page->len < limit; i++)
    if (lies_after (g_ptr_array_index (rows, i), seq, hash))
      g_ptr_array_add (page, g_ptr_array_index (rows, i));
  return page;
}

static gboolean
check_file (gpointer files,
            const char *sha256,
            const char *sha512,
            gint64 size,
            GCancellable *cancellable,
            KirokuFileState *state,
            GError **error)
{
  *state = g_hash_table_contains (missing, sha256) ? KIROKU_FILE_MISSING : KIROKU_FILE_INTACT;
  return TRUE;
}

/* @pinned: (nullable) the row this computer remembers. @head: (nullable) a root kept outside. */
static KirokuVerification *
verify (GPtrArray *rows, const KirokuStored *pinned, const char *head)
{
  const char *heads[] = { head, NULL };
  g_autoptr (GPtrArray) pins = g_ptr_array_new ();
  KirokuPin pin = { (char *) CASE, NULL, 0, NULL };
  KirokuVerifySource source = { .list_journals = list_journals,
                                .read_journal = read_journal,
                                .check_file = check_file,
                                .data = rows };
  KirokuVerifyOptions options = { .case_id = CASE, .pins = pins, .heads = heads };
  g_autoptr (GError) error = NULL;
  KirokuVerification *result;

  if (pinned != NULL)
    {
      pin.key = pinned->key;
      pin.seq = pinned->seq;
      pin.hash = pinned->hash;
      g_ptr_array_add (pins, &pin);
    }
  g_ptr_array_sort (rows, compare_rows);
  result = kiroku_verify_run (&source, &options, &error);
  g_assert_no_error (error);
  return result;
}

/* The case root that was kept outside. */
static char *
outside_root (void)
{
  g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_new (CASE, -1);
  const KirokuStored *head = g_ptr_array_index (truth, ANCHORED);

  g_ptr_array_add (checkpoint->heads, kiroku_head_new (head->key, head->seq, head->hash));
  g_ptr_array_add (checkpoint->heads, kiroku_head_new (kiroku_key_get_id (ichiro),
                                                       last_of (witness)->seq,
                                                       last_of (witness)->hash));
  return kiroku_checkpoint_get_root (checkpoint);
}

/* --- Where --- */

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* First, last, both sides of every checkpoint. */
static gboolean
is_edge (int p)
{
  return p == 0 || p == ENTRIES - 1 || (p + 1) % CHECKPOINT_EVERY <= 2;
}

static gboolean
is_long (void)
{
  return g_strcmp0 (g_getenv ("KIROKU_TEST_LONG"), "1") == 0;
}

/* The edges and a seeded choice; or all. */
static GArray *
list_positions (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean all = is_long ();
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);

  for (int p = 0; p < ENTRIES; p++)
    if (all || is_edge (p))
      g_array_append_val (list, p);
  for (int i = 0; i < SEEDED && !all; i++)
    {
      int p = g_rand_int_range (random, 0, ENTRIES);

      g_array_append_val (list, p);
    }
  g_array_sort (list, compare_ints);
  return list;
}

/* --- Without the key --- */

static KirokuStored *
copy_row (const KirokuStored *row)
{
  const KirokuStored copy = { .hash = g_strdup (row->hash),
                              .case_id = g_strdup (row->case_id),
                              .key = g_strdup (row->key),
                              .seq = row->seq,
                              .prev = g_strdup (row->prev),
                              .id = g_strdup (row->id),
                              .kind = g_strdup (row->kind),
                              .clock = row->clock,
                              .rec = row->rec,
                              .header = g_strdup (row->header),
                              .sig = g_strdup (row->sig) };
  KirokuStored *stored = kiroku_stored_new (&copy);

  g_ptr_array_add (made, stored);
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (row->fields, i);

      g_ptr_array_add (stored->fields,
                       kiroku_stored_field_new (field->name, field->salt, field->value));
    }
  return stored;
}

/* Changes @rows at @p; gives the row that must be named, or NULL when the pin must be. */
typedef const KirokuStored *(*Attack) (GPtrArray *rows, int p);

/* A copy of row @p in its place. */
static KirokuStored *
open_row (GPtrArray *rows, int p)
{
  KirokuStored *row = copy_row (g_ptr_array_index (rows, p));

  rows->pdata[p] = row;
  return row;
}

/* Puts @text in the place of the header, and makes the index fit it. */
static void
set_header (KirokuStored *row, char *text)
{
  g_autoptr (KirokuEntry) entry = kiroku_record_read (text, NULL);

  g_assert_nonnull (entry);
  g_free (row->header);
  row->header = text;
  g_free (row->hash);
  row->hash = g_strdup (entry->hash);
  row->rec = entry->rec;
  row->clock = entry->clock;
  row->seq = entry->seq;
}

static void
replace_header (KirokuStored *row, const char *old, const char *new)
{
  g_autoptr (GString) text = g_string_new (row->header);

  g_assert_cmpuint (g_string_replace (text, old, new, 0), >, 0);
  set_header (row, g_strdup (text->str));
}

static const KirokuStored *
edit_text (GPtrArray *rows, int p)
{
  KirokuStored *row = open_row (rows, p);

  for (guint i = 0; i < row->fields->len; i++)
    {
      KirokuStoredField *field = g_ptr_array_index (row->fields, i);

      if (g_str_equal (field->name, main_field (row->kind)))
        {
          g_free (field->value);
          field->value = g_strdup ("\"別の記録\"");
        }
    }
  return row;
}

static const KirokuStored *
shift_time (GPtrArray *rows, int p, gint64 by)
{
  KirokuStored *row = open_row (rows, p);
  g_autofree char *old = g_strdup_printf ("\"rec\":%" G_GINT64_FORMAT, row->rec);
  g_autofree char *new = g_strdup_printf ("\"rec\":%" G_GINT64_FORMAT, row->rec + by);

  replace_header (row, old, new);
  return row;
}

static const KirokuStored *
edit_time (GPtrArray *rows, int p)
{
  return shift_time (rows, p, 1);
}

static const KirokuStored *
back_date (GPtrArray *rows, int p)
{
  return shift_time (rows, p, -G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
}

static const KirokuStored *
delete_row (GPtrArray *rows, int p)
{
  g_ptr_array_remove_index (rows, p);
  return p < ENTRIES - 1 ? g_ptr_array_index (rows, p) : NULL;
}

/* One more entry in the journal's name, signed by somebody else, after @p. */
static const KirokuStored *
insert_row (GPtrArray *rows, int p)
{
  KirokuStored *row = copy_row (g_ptr_array_index (rows, p));
  g_autofree char *old = g_strdup_printf ("\"seq\":%d,", p);
  g_autofree char *new = g_strdup_printf ("\"seq\":%d,", p + 1);
  g_autofree char *prev = g_steal_pointer (&row->prev);
  g_autoptr (GString) text = g_string_new (row->header);

  row->prev = g_strdup (row->hash);
  g_string_replace (text, old, new, 0);
  g_string_replace (text, prev, row->prev, 0);
  set_header (row, g_strdup (text->str));
  g_free (row->sig);
  row->sig = kiroku_key_sign (stranger, row->hash, NULL);
  g_ptr_array_add (rows, row);
  return row;
}

static const KirokuStored *
swap_rows (GPtrArray *rows, int p)
{
  int q = p < ENTRIES - 1 ? p : p - 1;
  KirokuStored *first = open_row (rows, q);
  KirokuStored *second = open_row (rows, q + 1);

  first->seq = q + 1;
  second->seq = q;
  return second;
}

/* A second row of the same bytes, which the index must call something else. */
static const KirokuStored *
duplicate (GPtrArray *rows, int p)
{
  KirokuStored *row = copy_row (g_ptr_array_index (rows, p));

  row->hash[0] = row->hash[0] == '0' ? '1' : '0';
  g_ptr_array_add (rows, row);
  return row;
}

static const KirokuStored *
cut_tail (GPtrArray *rows, int p)
{
  g_ptr_array_set_size (rows, p);
  return NULL;
}

static const KirokuStored *
strip_signature (GPtrArray *rows, int p)
{
  KirokuStored *row = open_row (rows, p);

  row->sig[0] = '\0';
  return row;
}

static const KirokuStored *
swap_signatures (GPtrArray *rows, int p)
{
  int q = p < ENTRIES - 1 ? p : p - 1;
  KirokuStored *first = open_row (rows, q);
  KirokuStored *second = open_row (rows, q + 1);
  char *sig = first->sig;

  first->sig = second->sig;
  second->sig = sig;
  return first;
}

static const KirokuStored *
sign_foreign (GPtrArray *rows, int p)
{
  KirokuStored *row = open_row (rows, p);

  g_free (row->sig);
  row->sig = kiroku_key_sign (stranger, row->hash, NULL);
  return row;
}

static const KirokuStored *
drop_field (GPtrArray *rows, int p)
{
  KirokuStored *row = open_row (rows, p);

  g_ptr_array_remove_index (row->fields, 0);
  return row;
}

/* The nearest entry from @p on that corrects another. */
static int
find_correction (int p)
{
  while (!g_str_equal (kind_of (p), "correct"))
    p = (p + 1) % ENTRIES;
  return p;
}

static const KirokuStored *
retarget (GPtrArray *rows, int p)
{
  int q = find_correction (p);
  KirokuStored *row = open_row (rows, q);
  const KirokuStored *target = g_ptr_array_index (rows, q - 1);
  const KirokuStored *other = g_ptr_array_index (rows, q - 2);
  g_autofree char *old = g_strdup_printf ("\"corrects\":\"%s\"", target->hash);
  g_autofree char *new = g_strdup_printf ("\"corrects\":\"%s\"", other->hash);

  replace_header (row, old, new);
  return row;
}

static const struct
{
  const char *name;
  Attack attack;
} attacks[] = {
  { "edit text", edit_text },
  { "edit time", edit_time },
  { "back-date", back_date },
  { "delete", delete_row },
  { "insert", insert_row },
  { "swap", swap_rows },
  { "duplicate", duplicate },
  { "cut the tail", cut_tail },
  { "strip a signature", strip_signature },
  { "swap signatures", swap_signatures },
  { "foreign key", sign_foreign },
  { "drop a field", drop_field },
  { "retarget a reference", retarget },
};

static void
assert_named (const KirokuVerification *result, const char *name, int p, const KirokuStored *row)
{
  KirokuVerdict expected = row != NULL ? KIROKU_VERDICT_ALTERED : KIROKU_VERDICT_TRUNCATED;

  if (result->verdict != expected)
    g_error ("%s at %d: verdict %d: %s", name, p, result->verdict, result->bad_what);
  if (row != NULL
      && (result->bad_seq != row->seq || !g_str_equal (result->bad_hash, row->hash)))
    g_error ("%s at %d: named %d %s: %s", name, p, (int) result->bad_seq, result->bad_hash,
             result->bad_what);
}

static void
test_without_key (gconstpointer data)
{
  guint attack = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) positions = list_positions ();

  for (guint i = 0; i < positions->len; i++)
    {
      int p = g_array_index (positions, int, i);
      g_autoptr (GPtrArray) rows = g_ptr_array_copy (truth, NULL, NULL);
      const KirokuStored *named = attacks[attack].attack (rows, p);
      g_autoptr (KirokuVerification) result = verify (rows, last_of (truth), NULL);

      assert_named (result, attacks[attack].name, p, named);
      n_attacks++;
      g_ptr_array_set_size (made, 0);
    }
}

static void
test_drop_evidence (void)
{
  for (int p = 0; p < ENTRIES; p++)
    if (g_str_equal (kind_of (p), "evidence.add"))
      {
        g_autoptr (KirokuVerification) result = NULL;

        g_hash_table_add (missing, evidence_digest (p));
        result = verify (truth, last_of (truth), NULL);
        g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_EVIDENCE);
        g_assert_cmpint (result->bad_seq, ==, p);
        g_hash_table_remove_all (missing);
        n_attacks++;
      }
}

/* --- With the key --- */

/* What a holder of the key can do without leaving a contradiction in the journal. */
typedef enum
{
  REWRITE_TEXT,
  REWRITE_TIME,
  REWRITE_BACK_DATE,
  REWRITE_DELETE,
  REWRITE_INSERT,
  REWRITE_SWAP,
  REWRITE_DUPLICATE,
  REWRITE_CUT,
  REWRITE_DROP_FIELD,
  REWRITE_DROP_EVIDENCE,
  REWRITE_RETARGET,
  N_REWRITES,
} Rewrite;

static const char *const rewrites[]
    = { "edit text",    "edit time",    "back-date",            "delete",
        "insert",       "swap",         "duplicate",            "cut the tail",
        "drop a field", "drop evidence", "retarget a reference" };

static int
find_evidence (int p)
{
  while (!g_str_equal (kind_of (p), "evidence.add"))
    p = (p + 1) % ENTRIES;
  return p;
}

static void
insert_copy (GArray *list, int p, gboolean same)
{
  Item item = g_array_index (list, Item, p);

  item.id = ENTRIES; /* nothing refers to it */
  item.kind = same ? item.kind : (char *) "note";
  item.value = same ? item.value : (char *) "無かった記録";
  item.corrects = -1;
  g_array_insert_val (list, p + 1, item);
}

/* Times that go back would be a warning of their own; somebody who lies does it well. */
static void
back_date_until (GArray *list, int p)
{
  g_array_index (list, Item, p).rec -= G_USEC_PER_SEC / 2;
}

/* Whether the entry at @p can be left out or doubled without the journal falling apart. */
static gboolean
is_essential (int p)
{
  return p <= 2;
}

/* Makes the list of what the attacker writes; *@from is the first place that differs. */
static GArray *
rewrite (Rewrite how, int p, int *from)
{
  GArray *list = g_array_copy (items);
  int q = p;

  *from = p;
  switch (how)
    {
    case REWRITE_TEXT:
      g_array_index (list, Item, p).value = (char *) "別の記録";
      break;
    case REWRITE_TIME:
      g_array_index (list, Item, p).rec += 1;
      break;
    case REWRITE_BACK_DATE:
      back_date_until (list, p);
      break;
    case REWRITE_DELETE:
      g_array_remove_index (list, p);
      break;
    case REWRITE_INSERT:
    case REWRITE_DUPLICATE:
      insert_copy (list, p, how == REWRITE_DUPLICATE);
      *from = p + 1;
      break;
    case REWRITE_SWAP:
      q = MIN (p, ENTRIES - 2);
      *from = q;
      g_array_insert_val (list, q, g_array_index (items, Item, q + 1));
      g_array_remove_index (list, q + 2);
      g_array_index (list, Item, q).rec = g_array_index (items, Item, q).rec;
      g_array_index (list, Item, q + 1).rec = g_array_index (items, Item, q + 1).rec;
      break;
    case REWRITE_CUT:
      g_array_set_size (list, p);
      break;
    case REWRITE_DROP_FIELD:
      g_array_index (list, Item, p).bare = TRUE;
      break;
    case REWRITE_DROP_EVIDENCE:
      *from = find_evidence (p);
      g_array_remove_index (list, *from);
      break;
    case REWRITE_RETARGET:
    default:
      *from = find_correction (p);
      g_array_index (list, Item, *from).corrects -= 1;
      break;
    }
  return list;
}

/* The journal's opening, the case's, and who is vouched for: without them it is no record at
 * all. */
static gboolean
is_possible (Rewrite how, int p)
{
  gboolean moves = how == REWRITE_DELETE || how == REWRITE_SWAP || how == REWRITE_DUPLICATE
                   || how == REWRITE_CUT || how == REWRITE_INSERT;

  return !moves || !is_essential (p);
}

static void
assert_rewritten (const KirokuVerification *result, Rewrite how, int p, KirokuVerdict expected)
{
  if (result->verdict != expected)
    g_error ("%s at %d, rewritten: verdict %d instead of %d: %s", rewrites[how], p, result->verdict,
             expected, result->bad_what != NULL ? result->bad_what : "");
}

/* Whether what is left is exactly what stood when the outside head was made, but for its
 * checkpoint. */
static gboolean
is_cut_to_head (Rewrite how, int from)
{
  return how == REWRITE_CUT && (from == ANCHORED + 1 || from == ANCHORED + 2);
}

/* What the outside head must give. The checkpoint that states it stands right after what it names:
 * if it goes, or something comes between, nobody has ever stated that root. */
static KirokuVerdict
expect_anchored (Rewrite how, int from)
{
  gboolean moves = how == REWRITE_DELETE || how == REWRITE_INSERT || how == REWRITE_DUPLICATE
                   || how == REWRITE_SWAP;
  gboolean states = moves && from == ANCHORED + 1;

  if (is_cut_to_head (how, from))
    return KIROKU_VERDICT_ANCHORED;
  return from <= ANCHORED || states ? KIROKU_VERDICT_TRUNCATED : KIROKU_VERDICT_INTACT;
}

/* A further entry after the last is what the key is for. */
static KirokuVerdict
expect_pinned (Rewrite how, int from)
{
  return from == ENTRIES && how != REWRITE_CUT ? KIROKU_VERDICT_INTACT : KIROKU_VERDICT_TRUNCATED;
}

static void
assert_unanchored (const KirokuVerification *result, Rewrite how, int from)
{
  if (result->verdict != KIROKU_VERDICT_INTACT)
    return;
  g_assert_cmpint (result->unanchored, >, 0);
  g_assert_cmpint (result->unanchored_since, >=, START + ANCHORED * G_USEC_PER_SEC);
  g_assert_nonnull (strstr (g_ptr_array_index (result->warnings, result->warnings->len - 1),
                            "unanchored since"));
}

static void
assert_rewrite (Rewrite how, int p, const char *root)
{
  int from;
  g_autoptr (GArray) list = rewrite (how, p, &from);
  g_autoptr (GPtrArray) rows = seal_all (list, from);
  g_autoptr (KirokuVerification) pinned = verify (rows, last_of (truth), NULL);
  g_autoptr (KirokuVerification) anchored = verify (rows, last_of (rows), root);

  assert_rewritten (pinned, how, p, expect_pinned (how, from));
  assert_rewritten (anchored, how, p, expect_anchored (how, from));
  assert_unanchored (anchored, how, from);
  n_attacks += 2;
  g_ptr_array_set_size (made, 0);
}

static void
test_with_key (gconstpointer data)
{
  Rewrite how = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) positions = list_positions ();
  g_autofree char *root = outside_root ();

  for (guint i = 0; i < positions->len; i++)
    {
      int p = g_array_index (positions, int, i);

      if (is_possible (how, p))
        assert_rewrite (how, p, root);
    }
}

/* hanako vouches for a key of her own at the end of @rows, which then says to have seen it all. */
static void
bear_out (GPtrArray *rows)
{
  gint64 rec = last_of (rows)->rec + G_USEC_PER_SEC;
  Item vouch = { .kind = (char *) "key.vouch", .value = (char *) "x", .corrects = -1, .rec = rec };
  Item opening = { .kind = (char *) "journal.open", .value = (char *) "x", .corrects = -1 };
  Item note = { .kind = (char *) "note", .value = (char *) "見た", .corrects = -1, .rec = rec };
  Item anchor = { .kind = (char *) "anchor", .bare = TRUE, .corrects = -1, .rec = rec };

  vouch.about = kiroku_key_get_id (stranger);
  vouch.id = opening.id = note.id = anchor.id = ENTRIES;
  seal (rows, &vouch, hanako, NULL);
  opening.rec = rec;
  puppet = g_ptr_array_new ();
  seal (puppet, &opening, stranger, last_of (rows));
  seal (puppet, &note, stranger, NULL);
  anchor.seen = last_of (puppet);
  seal (rows, &anchor, hanako, last_of (puppet));
}

/* What comes after the newest outside head is written anew, and a puppet bears it out. */
static void
assert_puppet (Rewrite how, int p, const char *root)
{
  int from;
  g_autoptr (GArray) list = rewrite (how, p, &from);
  g_autoptr (GPtrArray) rows = seal_all (list, from);
  g_autoptr (KirokuVerification) anchored = NULL;
  g_autoptr (KirokuVerification) pinned = NULL;
  g_autoptr (KirokuVerification) alone = NULL;
  KirokuVerdict expected = expect_anchored (how, from);

  bear_out (rows);
  anchored = verify (rows, last_of (rows), root);
  assert_rewritten (anchored, how, p, MAX (expected, KIROKU_VERDICT_INTACT));
  assert_unanchored (anchored, how, from);
  pinned = verify (rows, last_of (truth), NULL);
  assert_rewritten (pinned, how, p, expect_pinned (how, from));
  alone = verify (rows, last_of (rows), NULL);
  assert_rewritten (alone, how, p,
                    from > SEEN ? KIROKU_VERDICT_INTACT : KIROKU_VERDICT_TRUNCATED);
  g_assert_cmpint (alone->unanchored, ==, alone->entries - 1); /* but for the anchor at the end */
  n_attacks += 3;
  g_clear_pointer (&puppet, g_ptr_array_unref);
  g_ptr_array_set_size (made, 0);
}

static void
test_puppet (void)
{
  g_autoptr (GArray) positions = list_positions ();
  g_autofree char *root = outside_root ();

  for (guint i = 0; i < positions->len; i++)
    {
      int p = g_array_index (positions, int, i);
      Rewrite how = i % N_REWRITES;

      if (is_possible (how, p))
        assert_puppet (how, p, root);
    }
}

/* Everything anew under another key, which then is all there is. */
static void
test_replaced (void)
{
  g_autofree char *root = outside_root ();
  KirokuKey *own = hanako;
  GPtrArray *old = truth;
  GPtrArray *saved = witness;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (KirokuVerification) pinned = NULL;
  g_autoptr (KirokuVerification) anchored = NULL;
  g_autoptr (KirokuVerification) alone = NULL;

  hanako = stranger;
  truth = NULL;
  rows = seal_all (items, 0);
  pinned = verify (rows, last_of (old), NULL);
  anchored = verify (rows, last_of (rows), root);
  alone = verify (rows, last_of (rows), NULL);
  g_assert_cmpint (pinned->verdict, ==, KIROKU_VERDICT_TRUNCATED);
  g_assert_cmpint (anchored->verdict, ==, KIROKU_VERDICT_TRUNCATED);
  g_assert_cmpint (alone->verdict, ==, KIROKU_VERDICT_INTACT); /* and unanchored, not proven */
  g_assert_cmpint (alone->unanchored, >, ENTRIES);
  hanako = own;
  g_ptr_array_unref (witness);
  witness = saved;
  truth = old;
  g_ptr_array_set_size (made, 0);
}

/* Nothing was done: what the outside head covers is proven, and no more. */
static void
test_untouched (void)
{
  g_autofree char *root = outside_root ();
  g_autoptr (KirokuVerification) alone = verify (truth, last_of (truth), NULL);
  g_autoptr (KirokuVerification) anchored = verify (truth, last_of (truth), root);
  g_autoptr (KirokuVerification) whole = verify (truth, last_of (truth), alone->root);

  g_assert_cmpstr (alone->bad_what, ==, NULL);
  g_assert_cmpint (alone->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (alone->entries, ==, ENTRIES + 2);
  g_assert_cmpint (alone->unanchored, ==, ENTRIES + 2);
  g_assert_cmpint (anchored->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (anchored->unanchored, ==, ENTRIES - ANCHORED - 1);
  g_assert_cmpint (anchored->unanchored_since, ==,
                   START + (ANCHORED + 1) * G_USEC_PER_SEC);
  g_assert_cmpuint (whole->warnings->len, ==, 0);
  g_assert_cmpint (whole->verdict, ==, KIROKU_VERDICT_ANCHORED);
}

/* --- Every bit --- */

/* Under the sanitizers, which are ten times slower, a bit of every byte. */
#ifdef __SANITIZE_ADDRESS__
#define BIT_STEP 7
#else
#define BIT_STEP 1
#endif

static void
flip_text (GPtrArray *rows, char *text, const char *what)
{
  const KirokuStored *row = last_of (rows);
  gsize length = strlen (text);

  for (gsize bit = 0; bit < 8 * length; bit += BIT_STEP)
    {
      g_autoptr (KirokuVerification) result = NULL;

      text[bit / 8] ^= 1 << bit % 8;
      result = verify (rows, NULL, NULL);
      if (result->verdict <= KIROKU_VERDICT_INTACT)
        g_error ("bit %d of the %s is not noticed", (int) bit, what);
      if (result->bad_seq != row->seq || g_strcmp0 (result->bad_hash, row->hash) != 0)
        g_error ("bit %d of the %s: named %d %s: %s", (int) bit, what, (int) result->bad_seq,
                 result->bad_hash, result->bad_what);
      n_bits++;
      text[bit / 8] ^= 1 << bit % 8;
    }
}

/* The entry stands at the end of a short journal: nothing follows that could tell. */
static void
flip_entry (const Item *item)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Item));
  g_autoptr (GPtrArray) rows = NULL;
  KirokuStored *row;

  g_array_append_vals (list, items->data, item->id > 0 ? 1 : 0);
  g_array_append_val (list, *item);
  rows = seal_all (list, 0);
  row = g_ptr_array_index (rows, rows->len - 1);
  flip_text (rows, row->header, "header");
  flip_text (rows, row->sig, "signature");
  for (guint i = 0; i < row->fields->len; i++)
    {
      KirokuStoredField *field = g_ptr_array_index (row->fields, i);

      flip_text (rows, field->salt, "salt");
      flip_text (rows, field->value, "value");
    }
  g_hash_table_remove_all (judged);
  g_ptr_array_set_size (made, 0);
}

static void
test_bits (void)
{
  gboolean all = is_long ();
  GPtrArray *saved = witness;

  witness = g_ptr_array_new ();
  for (int i = 0; i < ENTRIES; i += all ? 1 : ENTRIES / 20)
    {
      Item item = g_array_index (items, Item, i);

      item.rec += G_USEC_PER_SEC;
      flip_entry (&item);
    }
  g_ptr_array_unref (witness);
  witness = saved;
}

static void
add_tests (void)
{
  g_test_add_func ("/attacks/untouched/only-what-is-covered-is-proven", test_untouched);
  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autofree char *path = g_strdelimit (
          g_strdup_printf ("/attacks/without-the-key/%s", attacks[i].name), " ", '-');

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_without_key);
    }
  g_test_add_func ("/attacks/without-the-key/drop-evidence", test_drop_evidence);
  for (guint i = 0; i < N_REWRITES; i++)
    {
      g_autofree char *path
          = g_strdelimit (g_strdup_printf ("/attacks/with-the-key/%s", rewrites[i]), " ", '-');

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_with_key);
    }
  g_test_add_func ("/attacks/with-the-key/puppet", test_puppet);
  g_test_add_func ("/attacks/replace-the-database", test_replaced);
  g_test_add_func ("/attacks/every-bit", test_bits);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parsed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  hanako = kiroku_key_generate (NULL);
  ichiro = kiroku_key_generate (NULL);
  stranger = kiroku_key_generate (NULL);
  made = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_stored_free);
  make_items ();
  truth = seal_all (items, 0);
  kept = g_steal_pointer (&made);
  made = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_stored_free);
  add_tests ();
  status = g_test_run ();
  g_print ("# %u attacks and %u bits, each noticed as it must be\n", n_attacks, n_bits);
  g_ptr_array_unref (kept);
  return status;
}
