/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contact.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-names.h"
#include "kiroku-trust.h"

static const KirokuName means_names[KIROKU_N_MEANS] = {
  [KIROKU_MEANS_PHONE] = { "phone", NC_ ("means", "Telephone") },
  [KIROKU_MEANS_MAIL] = { "mail", NC_ ("means", "E-mail") },
  [KIROKU_MEANS_WEB] = { "web", NC_ ("means", "Web form") },
  [KIROKU_MEANS_IN_PERSON] = { "in-person", NC_ ("means", "In person") },
};

static const KirokuNames all_means = { means_names, KIROKU_N_MEANS, "means" };

const char *
kiroku_means_id (KirokuMeans means)
{
  return kiroku_names_get_id (&all_means, means);
}

const char *
kiroku_means_name (KirokuMeans means)
{
  return kiroku_names_get_name (&all_means, means);
}

gboolean
kiroku_means_parse (const char *id, KirokuMeans *means, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&all_means, id, &value, error))
    return FALSE;
  *means = value;
  return TRUE;
}

/* --- The directory --- */

static gboolean
is_wanted (const KirokuPackContact *contact, const char *type_id, int phase)
{
  if (type_id == NULL && phase < 0)
    return TRUE;
  if (contact->section != KIROKU_SECTION_CASE)
    return FALSE;
  if (phase >= 0)
    return kiroku_pack_contact_serves (contact, type_id, phase);
  for (KirokuPhase any = 0; any < KIROKU_N_PHASES; any++)
    if (kiroku_pack_contact_serves (contact, type_id, any))
      return TRUE;
  return FALSE;
}

/* A desk that the type itself names is wanted whatever types the desk lists. */
static gboolean
is_named_and_wanted (const KirokuPackContact *contact, int phase)
{
  return contact->section == KIROKU_SECTION_CASE
         && (phase < 0 || (contact->phases & (1u << phase)) != 0);
}

/* Those that the organisation stated itself (kiroku-desks.h) come first; @all has them in their order. */
static void
add_own (GPtrArray *contacts, GPtrArray *all, const char *type_id, int phase)
{
  for (guint i = 0; i < all->len; i++)
    {
      const KirokuPackContact *contact = g_ptr_array_index (all, i);

      if (contact->order > 0 && is_wanted (contact, type_id, phase))
        g_ptr_array_add (contacts, (gpointer) contact);
    }
}

GPtrArray *
kiroku_contact_select (KirokuPack *pack, const char *type_id, int phase)
{
  const KirokuPackType *type;
  GPtrArray *contacts, *all;

  g_return_val_if_fail (pack != NULL && phase < KIROKU_N_PHASES, NULL);

  contacts = g_ptr_array_new ();
  all = kiroku_pack_get_contacts (pack);
  type = type_id != NULL ? kiroku_pack_get_type (pack, type_id) : NULL;
  add_own (contacts, all, type_id, phase);
  for (guint i = 0; type != NULL && type->contacts[i] != NULL; i++)
    {
      const KirokuPackContact *contact = kiroku_pack_get_contact (pack, type->contacts[i]);

      if (contact != NULL && contact->order == 0 && is_named_and_wanted (contact, phase))
        g_ptr_array_add (contacts, (gpointer) contact);
    }
  for (guint i = 0; i < all->len; i++)
    {
      const KirokuPackContact *contact = g_ptr_array_index (all, i);

      if (is_wanted (contact, type_id, phase) && !g_ptr_array_find (contacts, contact, NULL))
        g_ptr_array_add (contacts, (gpointer) contact);
    }
  return contacts;
}

const KirokuPackPhone *
kiroku_contact_get_number (const KirokuPackContact *contact)
{
  g_return_val_if_fail (contact != NULL, NULL);

  for (guint i = 0; i < contact->phones->len; i++)
    {
      const KirokuPackPhone *phone = g_ptr_array_index (contact->phones, i);

      if (phone->status == KIROKU_NUMBER_CURRENT)
        return phone;
    }
  return NULL;
}

/* --- Who was told --- */

KirokuDraft *
kiroku_contact_draft_told (const KirokuTelling *telling)
{
  KirokuDraft *draft = kiroku_draft_new ("contact.told");

  kiroku_draft_set_text (draft, "contact", telling->contact);
  kiroku_draft_set_text (draft, "name", telling->name);
  kiroku_draft_set_text (draft, "by", kiroku_means_id (telling->means));
  kiroku_draft_set_text (draft, "number", telling->number);
  kiroku_draft_set_text (draft, "person", telling->person);
  kiroku_draft_set_text (draft, "outcome", telling->outcome);
  kiroku_draft_set_occ (draft, telling->occ);
  return draft;
}

static gboolean
fold_told (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, "contact.told"))
    return TRUE;
  return kiroku_db_exec (
      db, error,
      "INSERT INTO told VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{contact:s}, :{name:s}, :{by:s}, :{number:s}, :{person:s}, :{outcome:s}, :{at:i},"
      " :{corrects:s}, :{reason:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "contact"),
      kiroku_entry_get_text (entry, "name"), kiroku_entry_get_text (entry, "by"),
      kiroku_entry_get_text (entry, "number"), kiroku_entry_get_text (entry, "person"),
      kiroku_entry_get_text (entry, "outcome"), kiroku_entry_get_time (entry),
      kiroku_entry_get_ref (entry, "corrects"), kiroku_entry_get_text (entry, "reason"));
}

static const char *const told_tables[] = { "told", NULL };
static const char *const told_create[] = {
  "CREATE TABLE told (" KIROKU_STAMP_COLUMNS ", contact TEXT, name TEXT, by TEXT, number TEXT,"
  " person TEXT, outcome TEXT, at INTEGER NOT NULL, corrects TEXT,"
  " reason TEXT) STRICT",
  "CREATE INDEX told_case ON told (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE INDEX told_corrects ON told (corrects) WHERE corrects IS NOT NULL",
  NULL,
};

const char *
kiroku_told_get_name (const KirokuTold *told, KirokuPack *pack, const char *language)
{
  const KirokuPackContact *contact;

  g_return_val_if_fail (told != NULL && pack != NULL, NULL);

  contact = told->contact != NULL ? kiroku_pack_get_contact (pack, told->contact) : NULL;
  if (contact != NULL
      && (g_strcmp0 (told->name, contact->name->ja) == 0
          || g_strcmp0 (told->name, contact->name->en) == 0))
    return kiroku_pack_text (contact->name, language);
  return told->name;
}

const KirokuFold kiroku_contact_fold = {
  .name = "contact", .version = 3, .tables = told_tables, .create = told_create, .fold = fold_told
};

static void
told_free (KirokuTold *told)
{
  g_free (told->contact);
  g_free (told->name);
  g_free (told->means);
  g_free (told->number);
  g_free (told->person);
  g_free (told->outcome);
  g_free (told->author);
  g_free (told->hash);
  g_free (told->corrects);
  g_free (told->reason);
  g_free (told);
}

static KirokuTold *
told_from_row (const KirokuRows *rows, guint i)
{
  KirokuTold *told = g_new (KirokuTold, 1);

  *told = (KirokuTold){ .contact = g_strdup (kiroku_rows_text (rows, i, 0)),
                        .name = g_strdup (kiroku_rows_text (rows, i, 1)),
                        .means = g_strdup (kiroku_rows_text (rows, i, 2)),
                        .number = g_strdup (kiroku_rows_text (rows, i, 3)),
                        .person = g_strdup (kiroku_rows_text (rows, i, 4)),
                        .outcome = g_strdup (kiroku_rows_text (rows, i, 5)),
                        .author = g_strdup (kiroku_rows_text (rows, i, 6)),
                        .hash = g_strdup (kiroku_rows_text (rows, i, 7)),
                        .corrects = g_strdup (kiroku_rows_text (rows, i, 8)),
                        .reason = g_strdup (kiroku_rows_text (rows, i, 9)),
                        .at = kiroku_rows_int (rows, i, 10),
                        .rec = kiroku_rows_int (rows, i, 11),
                        .corrected = kiroku_rows_int (rows, i, 12) != 0 };
  return told;
}

/* Whether another reading of row t came after it. */
#define IS_CORRECTED \
  "EXISTS (SELECT 1 FROM told c WHERE " KIROKU_CORRECTED ("t", "c") \
  " AND c.rec <= :{as_of:i} AND " KIROKU_STANDS ("c") ")"

#define SELECT_TOLD \
  "SELECT contact, name, by, number, person, outcome, key, hash, corrects, reason, at, rec," \
  " " IS_CORRECTED " FROM told t WHERE case_id = :{case:s} AND rec <= :{as_of:i} AND " KIROKU_STANDS ("t")

/* @rows: (transfer full) (nullable) */
static GPtrArray *
list_rows (KirokuRows *rows)
{
  g_autoptr (KirokuRows) read = rows;
  GPtrArray *list;

  if (read == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) told_free);
  for (guint i = 0; i < kiroku_rows_length (read); i++)
    g_ptr_array_add (list, told_from_row (read, i));
  return list;
}

GPtrArray *
kiroku_contact_list_told (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return list_rows (kiroku_db_query (db, error, "ssssssssssiii",
                                     SELECT_TOLD " AND NOT " IS_CORRECTED
                                                 " ORDER BY " KIROKU_FOLD_ORDER,
                                     as_of, case_id));
}

GPtrArray *
kiroku_contact_list_all_told (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return list_rows (kiroku_db_query (db, error, "ssssssssssiii",
                                     SELECT_TOLD " ORDER BY at / 60000000, " KIROKU_FOLD_ORDER, as_of, case_id));
}
