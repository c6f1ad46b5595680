/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pack.h"

#include <glib/gi18n.h>

#include "kiroku-pack-private.h"
#include "kiroku-text.h"

G_DEFINE_QUARK (kiroku-pack-error-quark, kiroku_pack_error)

static const struct
{
  const char *element;
  const char *file;
} kinds[KIROKU_N_PACK_KINDS] = {
  [KIROKU_KIND_TYPE] = { "type", "types.xml" },
  [KIROKU_KIND_PLAYBOOK] = { "playbook", "playbooks.xml" },
  [KIROKU_KIND_CONTACT] = { "contact", "contacts.xml" },
  [KIROKU_KIND_FACT] = { "fact", "facts.xml" },
  [KIROKU_KIND_FORM_NAME] = { "form-name", "forms.xml" },
  [KIROKU_KIND_FORM] = { "form", "forms/" },
  [KIROKU_KIND_OBLIGATION] = { "obligation", "obligations.xml" },
  [KIROKU_KIND_CALENDAR] = { "calendar", "holidays.xml" },
  [KIROKU_KIND_PHRASE] = { "phrase", "phrases.xml" },
  [KIROKU_KIND_GATE] = { "gate", "playbooks.xml" },
};

const char *
kiroku_pack_kind_element (KirokuPackKind kind)
{
  return kinds[kind].element;
}

const char *
kiroku_pack_kind_file (KirokuPackKind kind)
{
  return kinds[kind].file;
}

KirokuPack *
kiroku_pack_new (void)
{
  KirokuPack *pack = g_new0 (KirokuPack, 1);

  g_atomic_ref_count_init (&pack->ref_count);
  for (guint kind = 0; kind < KIROKU_N_PACK_KINDS; kind++)
    {
      pack->tables[kind].items = g_ptr_array_new_with_free_func (kiroku_pack_kind_destroy (kind));
      pack->tables[kind].by_id = g_hash_table_new (g_str_hash, g_str_equal);
    }
  return pack;
}

KirokuPack *
kiroku_pack_ref (KirokuPack *pack)
{
  g_return_val_if_fail (pack != NULL, NULL);

  g_atomic_ref_count_inc (&pack->ref_count);
  return pack;
}

void
kiroku_pack_unref (KirokuPack *pack)
{
  g_return_if_fail (pack != NULL);

  if (!g_atomic_ref_count_dec (&pack->ref_count))
    return;
  for (guint kind = 0; kind < KIROKU_N_PACK_KINDS; kind++)
    {
      g_hash_table_unref (pack->tables[kind].by_id);
      g_ptr_array_unref (pack->tables[kind].items);
    }
  g_free (pack->version);
  g_free (pack->as_of);
  kiroku_pack_text_free (pack->name);
  g_free (pack);
}

gpointer
kiroku_pack_lookup (KirokuPack *pack, KirokuPackKind kind, const char *id)
{
  return g_hash_table_lookup (pack->tables[kind].by_id, id);
}

/* @new_item takes the place of @old_item, which is freed. */
static void
replace_item (KirokuPackTable *table, KirokuPackItem *old_item, KirokuPackItem *new_item)
{
  guint i;

  if (!g_ptr_array_find (table->items, old_item, &i))
    g_assert_not_reached ();
  /* replace: the old key dies with the old item */
  g_hash_table_replace (table->by_id, new_item->id, new_item);
  g_ptr_array_insert (table->items, i, new_item);
  g_ptr_array_remove_index (table->items, i + 1);
}

void
kiroku_pack_put (KirokuPack *pack, KirokuPackKind kind, gpointer data, GPtrArray *problems)
{
  KirokuPackTable *table = &pack->tables[kind];
  KirokuPackItem *item = data;
  KirokuPackItem *known = g_hash_table_lookup (table->by_id, item->id);

  if (known == NULL)
    {
      g_ptr_array_add (table->items, item);
      g_hash_table_insert (table->by_id, item->id, item);
    }
  else if (item->overlaid && !known->overlaid)
    replace_item (table, known, item);
  else
    {
      kiroku_pack_problem (problems, item->file, item->line, kinds[kind].element,
                           _ ("the id “%s” is used already, at %s:%u"), item->id, known->file,
                           known->line);
      kiroku_pack_kind_destroy (kind) (item);
    }
}

const char *
kiroku_pack_get_version (KirokuPack *pack)
{
  g_return_val_if_fail (pack != NULL, NULL);

  return pack->version;
}

const char *
kiroku_pack_get_as_of (KirokuPack *pack)
{
  g_return_val_if_fail (pack != NULL, NULL);

  return pack->as_of;
}

const KirokuPackText *
kiroku_pack_get_name (KirokuPack *pack)
{
  g_return_val_if_fail (pack != NULL, NULL);

  return pack->name;
}

static GPtrArray *
get_items (KirokuPack *pack, KirokuPackKind kind)
{
  g_return_val_if_fail (pack != NULL, NULL);

  return pack->tables[kind].items;
}

static gconstpointer
get_item (KirokuPack *pack, KirokuPackKind kind, const char *id)
{
  g_return_val_if_fail (pack != NULL && id != NULL, NULL);

  return kiroku_pack_lookup (pack, kind, id);
}

GPtrArray *
kiroku_pack_get_types (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_TYPE);
}

GPtrArray *
kiroku_pack_get_playbooks (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_PLAYBOOK);
}

GPtrArray *
kiroku_pack_get_phrases (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_PHRASE);
}

GPtrArray *
kiroku_pack_get_gates (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_GATE);
}

GPtrArray *
kiroku_pack_get_contacts (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_CONTACT);
}

GPtrArray *
kiroku_pack_get_facts (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_FACT);
}

GPtrArray *
kiroku_pack_get_form_names (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_FORM_NAME);
}

GPtrArray *
kiroku_pack_get_forms (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_FORM);
}

GPtrArray *
kiroku_pack_get_obligations (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_OBLIGATION);
}

GPtrArray *
kiroku_pack_get_calendars (KirokuPack *pack)
{
  return get_items (pack, KIROKU_KIND_CALENDAR);
}

const KirokuPackType *
kiroku_pack_get_type (KirokuPack *pack, const char *id)
{
  return id != NULL ? get_item (pack, KIROKU_KIND_TYPE, id) : NULL;
}

const KirokuPackPlaybook *
kiroku_pack_get_playbook (KirokuPack *pack, const char *id)
{
  return get_item (pack, KIROKU_KIND_PLAYBOOK, id);
}

const KirokuPackContact *
kiroku_pack_get_contact (KirokuPack *pack, const char *id)
{
  return get_item (pack, KIROKU_KIND_CONTACT, id);
}

const KirokuPackFact *
kiroku_pack_get_fact (KirokuPack *pack, const char *key)
{
  return get_item (pack, KIROKU_KIND_FACT, key);
}

const KirokuPackFormName *
kiroku_pack_get_form_name (KirokuPack *pack, const char *id)
{
  return get_item (pack, KIROKU_KIND_FORM_NAME, id);
}

const KirokuPackForm *
kiroku_pack_get_form (KirokuPack *pack, const char *id)
{
  return get_item (pack, KIROKU_KIND_FORM, id);
}

const KirokuPackObligation *
kiroku_pack_get_obligation (KirokuPack *pack, const char *id)
{
  return get_item (pack, KIROKU_KIND_OBLIGATION, id);
}

const KirokuCalendar *
kiroku_pack_get_calendar (KirokuPack *pack, const char *id)
{
  return get_item (pack, KIROKU_KIND_CALENDAR, id);
}

gboolean
kiroku_pack_type_has_obligation (const KirokuPackType *type, const char *id)
{
  g_return_val_if_fail (type != NULL && id != NULL, FALSE);

  for (guint i = 0; type->obligations[i] != NULL; i++)
    if (g_pattern_match_simple (type->obligations[i], id))
      return TRUE;
  return FALSE;
}

const char *
kiroku_pack_obligation_get_form (const KirokuPackObligation *rule, const KirokuPackType *type)
{
  const char *offered = NULL;

  g_return_val_if_fail (rule != NULL, NULL);

  for (guint i = 0; i < rule->also->len; i++)
    {
      const KirokuPackAlso *also = g_ptr_array_index (rule->also, i);

      for (guint j = 0; also->instead && also->forms[j] != NULL; j++)
        {
          if (type != NULL && type->forms != NULL
              && g_strv_contains ((const char *const *) type->forms, also->forms[j]))
            return also->forms[j];
          if (offered == NULL)
            offered = also->forms[j];
        }
    }
  return offered != NULL ? offered : rule->form;
}

const KirokuPackAlso *
kiroku_pack_obligation_find_also (const KirokuPackObligation *rule, const char *form)
{
  g_return_val_if_fail (rule != NULL && form != NULL, NULL);

  for (guint i = 0; i < rule->also->len; i++)
    {
      const KirokuPackAlso *also = g_ptr_array_index (rule->also, i);

      if (g_strv_contains ((const char *const *) also->forms, form))
        return also;
    }
  return NULL;
}

gboolean
kiroku_pack_obligation_has_form (const KirokuPackObligation *rule, const char *form)
{
  g_return_val_if_fail (rule != NULL, FALSE);

  return form != NULL
         && (g_strcmp0 (rule->form, form) == 0 || kiroku_pack_obligation_find_also (rule, form) != NULL);
}

gboolean
kiroku_pack_contact_serves (const KirokuPackContact *contact,
                            const char *type_id,
                            KirokuPhase phase)
{
  const char *const *types;

  g_return_val_if_fail (contact != NULL && (guint) phase < KIROKU_N_PHASES, FALSE);

  if ((contact->phases & (1u << phase)) == 0)
    return FALSE;
  types = (const char *const *) contact->types;
  return type_id == NULL || g_strv_contains (types, "*") || g_strv_contains (types, type_id);
}

const KirokuPackText *
kiroku_pack_fact_get_choice (const KirokuPackFact *fact, const char *id)
{
  g_return_val_if_fail (fact != NULL && id != NULL, NULL);

  for (guint i = 0; i < fact->choices->len; i++)
    {
      const KirokuPackChoice *choice = g_ptr_array_index (fact->choices, i);

      if (g_str_equal (choice->item.id, id))
        return choice->text;
    }
  return NULL;
}

char *
kiroku_pack_fact_list_choices (const KirokuPackFact *fact, const char *language)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (fact != NULL && language != NULL, NULL);

  for (guint i = 0; i < fact->choices->len; i++)
    {
      const KirokuPackChoice *choice = g_ptr_array_index (fact->choices, i);

      /* Translators: what stands between the names of a list. */
      g_string_append_printf (out, "%s%s (%s)", i > 0 ? C_ ("list", ", ") : "", choice->item.id,
                              kiroku_pack_text (choice->text, language));
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* Without case, width and white space around it, as people type. (transfer full) */
static char *
fold_words (const char *words)
{
  g_autofree char *stripped = kiroku_text_strip (words);
  g_autofree char *normal = g_utf8_normalize (stripped, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup (stripped);
}

static gboolean
are_words_of (const KirokuPackChoice *choice, const char *folded)
{
  g_autofree char *ja = fold_words (kiroku_pack_text (choice->text, "ja"));
  g_autofree char *en = fold_words (kiroku_pack_text (choice->text, "en"));

  return g_str_equal (folded, ja) || g_str_equal (folded, en);
}

/* The id of the one choice whose words @typed are; else NULL. (transfer none) (nullable) */
static const char *
find_choice_by_words (const KirokuPackFact *fact, const char *typed)
{
  g_autofree char *folded = fold_words (typed);
  const char *found = NULL;

  for (guint i = 0; i < fact->choices->len; i++)
    {
      const KirokuPackChoice *choice = g_ptr_array_index (fact->choices, i);

      if (!are_words_of (choice, folded))
        continue;
      if (found != NULL)
        return NULL;
      found = choice->item.id;
    }
  return found;
}

/* Of several, each that are words becomes an id; the rest stays as it was typed. (transfer full) */
static char *
replace_words (const KirokuPackFact *fact, const char *typed)
{
  const char *whole = find_choice_by_words (fact, typed);
  g_autoptr (GString) commas = g_string_new (typed);
  g_auto (GStrv) parts = NULL;

  if (whole != NULL)
    return g_strdup (whole);
  if (fact->type != KIROKU_FACT_CHOICES)
    return g_strdup (typed);
  g_string_replace (commas, "、", ",", 0);
  parts = g_strsplit (commas->str, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *id = find_choice_by_words (fact, parts[i]);

      if (id != NULL)
        {
          g_free (parts[i]);
          parts[i] = g_strdup (id);
        }
    }
  return g_strjoinv (",", parts);
}

/* What was typed, with ids in place of words. (transfer full) */
static char *
find_ids (const KirokuPackFact *fact, const char *typed)
{
  if (fact->choices->len == 0 || !g_utf8_validate (typed, -1, NULL)
      || kiroku_pack_fact_get_choice (fact, typed) != NULL)
    return g_strdup (typed);
  return replace_words (fact, typed);
}

gboolean
kiroku_pack_check_fact (KirokuPack *pack,
                        const char *key,
                        const char *typed,
                        GTimeZone *local,
                        gint64 now,
                        char **value,
                        GError **error)
{
  const KirokuPackFact *fact;
  g_autofree char *ids = NULL;

  g_return_val_if_fail (pack != NULL && key != NULL && typed != NULL, FALSE);

  fact = kiroku_pack_get_fact (pack, key);
  if (fact == NULL)
    {
      g_set_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_UNKNOWN,
                   _ ("no fact is called “%s” in the rule pack"), key);
      return FALSE;
    }
  ids = find_ids (fact, typed);
  if (!kiroku_fact_check_value (fact->type, (const char *const *) fact->choice_ids, ids, local,
                                now, value, error))
    {
      g_prefix_error (error, "%s: ", key);
      return FALSE;
    }
  return TRUE;
}
