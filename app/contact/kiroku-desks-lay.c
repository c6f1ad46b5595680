/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "kiroku-contact.h"
#include "kiroku-desk-hours.h"
#include "kiroku-desks.h"
#include "kiroku-time.h"

/* What is said beside the number of an own desk that answers at any hour. */
#define NIGHT "24 h"

/* An own desk while it is gathered. */
typedef struct
{
  char *values[KIROKU_N_DESK_FIELDS];
  GPtrArray *past; /* of KirokuPackPhone: what was in force once */
  const KirokuDeskStatement *last; /* that set it */
  gboolean removed;
  guint place; /* among those that were added */
} Own;

typedef struct
{
  KirokuPack *base;
  GTimeZone *zone;
  GHashTable *own;    /* id → Own */
  GPtrArray *added;   /* ids of own desks that the pack does not have, in order */
  GHashTable *copies; /* id → KirokuPackContact, of the pack, where something is stated */
} Laying;

static void
own_free (Own *own)
{
  for (guint i = 0; i < KIROKU_N_DESK_FIELDS; i++)
    g_free (own->values[i]);
  g_ptr_array_unref (own->past);
  g_free (own);
}

/* (transfer full) */
static char *
dup_day (const Laying *self, gint64 at)
{
  return kiroku_time_to_text (at, KIROKU_PRECISION_DAY, self->zone);
}

static gboolean
is_set (const char *value)
{
  return value != NULL && value[0] != '\0';
}

/* A text that somebody typed, whatever the language. (transfer full) (nullable) */
static KirokuPackText *
make_text (const char *ja, const char *en)
{
  KirokuPackText *text;

  if (!is_set (ja))
    return NULL;
  text = g_new (KirokuPackText, 1);
  *text = (KirokuPackText){ g_strdup (ja), g_strdup (en) };
  return text;
}

/* --- Own desks --- */

/* @value, which was in force until @statement. */
static void
add_past (const Laying *self, Own *own, const char *value, const KirokuDeskStatement *statement)
{
  KirokuPackPhone *phone;

  if (!is_set (value))
    return;
  phone = kiroku_pack_phone_new (value);
  phone->status = KIROKU_NUMBER_SUPERSEDED;
  phone->struck = dup_day (self, statement->at);
  phone->by = g_strdup (statement->by);
  g_ptr_array_add (own->past, phone);
}

static void
change (const Laying *self,
        Own *own,
        KirokuDeskField field,
        const char *value,
        const KirokuDeskStatement *statement)
{
  const gboolean address = field == KIROKU_DESK_NUMBER || field == KIROKU_DESK_NIGHT
                           || field == KIROKU_DESK_MAIL;

  if (value == NULL)
    return;
  if (address && g_strcmp0 (own->values[field], value) != 0)
    add_past (self, own, own->values[field], statement);
  g_free (own->values[field]);
  own->values[field] = g_strdup (value);
}

static Own *
get_own (Laying *self, const char *id)
{
  Own *own = g_hash_table_lookup (self->own, id);

  if (own != NULL)
    return own;
  own = g_new0 (Own, 1);
  own->past = g_ptr_array_new_with_free_func (kiroku_pack_phone_free);
  g_hash_table_insert (self->own, g_strdup (id), own);
  if (kiroku_pack_get_contact (self->base, id) == NULL)
    {
      own->place = self->added->len + 1;
      g_ptr_array_add (self->added, g_strdup (id));
    }
  return own;
}

static void
lay_set (Laying *self, const KirokuDeskStatement *statement)
{
  Own *own = get_own (self, statement->desk);

  own->last = statement;
  own->removed = FALSE;
  for (guint field = 0; field < KIROKU_DESK_INSTEAD; field++)
    change (self, own, field, statement->values[field], statement);
}

static KirokuPackPhone *
make_phone (const Laying *self, const Own *own, const char *number, const char *ja, const char *en)
{
  KirokuPackPhone *phone = kiroku_pack_phone_new (number);

  phone->item.source = g_strdup (own->last->by);
  phone->item.confidence = KIROKU_CONFIDENCE_STATED;
  phone->item.as_of = dup_day (self, own->last->at);
  phone->note = make_text (ja, en);
  return phone;
}

static void
put_phones (const Laying *self, const Own *own, KirokuPackContact *contact)
{
  const char *day = own->values[KIROKU_DESK_NUMBER], *night = own->values[KIROKU_DESK_NIGHT];
  const char *mail = own->values[KIROKU_DESK_MAIL];

  /* what is stated here is newer than what an own pack says of the desk: it is dialled first */
  if (is_set (night))
    g_ptr_array_insert (contact->phones, 0, make_phone (self, own, night, "24時間", NIGHT));
  if (is_set (day) && is_set (night))
    g_ptr_array_insert (contact->phones, 0, make_phone (self, own, day, "日中", "by day"));
  else if (is_set (day))
    g_ptr_array_insert (contact->phones, 0, make_phone (self, own, day, NULL, NULL));
  if (is_set (mail))
    g_ptr_array_insert (contact->emails, 0, make_phone (self, own, mail, NULL, NULL));
  for (guint i = 0; i < own->past->len; i++)
    {
      KirokuPackPhone *past = kiroku_pack_phone_copy (g_ptr_array_index (own->past, i));

      past->item.source = g_strdup (own->last->by);
      past->item.confidence = KIROKU_CONFIDENCE_STATED;
      past->item.as_of = g_strdup (past->struck);
      g_ptr_array_add (strchr (past->item.id, '@') != NULL ? contact->emails : contact->phones, past);
    }
}

static void
put_text (KirokuPackText **text, const char *value)
{
  if (!is_set (value))
    return;
  g_clear_pointer (text, kiroku_pack_text_free);
  *text = make_text (value, value);
}

/* What cannot be reckoned with any more, such as by a calendar that the pack has lost, is not known. */
static void
put_open (const Laying *self, const Own *own, KirokuPackContact *contact)
{
  const char *text = own->values[KIROKU_DESK_OPEN];
  GPtrArray *open;

  if (!is_set (text))
    return;
  open = kiroku_desk_hours_parse (self->base, text, self->zone, NULL);
  g_ptr_array_set_size (contact->open, 0);
  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      KirokuPackOpen *one = g_ptr_array_index (open, i);

      one->item.source = g_strdup (own->last->by);
      one->item.as_of = dup_day (self, own->last->at);
    }
  if (open != NULL)
    g_ptr_array_extend_and_steal (contact->open, open);
}

/* What is stated of an own desk is laid over what the pack says of it, if it does. */
static void
put_own (const Laying *self, const Own *own, KirokuPackContact *contact)
{
  contact->own = TRUE;
  contact->order = is_set (own->values[KIROKU_DESK_ORDER])
                       ? (guint) atoi (own->values[KIROKU_DESK_ORDER])
                       : own->place;
  put_text (&contact->name, own->values[KIROKU_DESK_NAME]);
  put_text (&contact->purpose, own->values[KIROKU_DESK_ROLE]);
  put_text (&contact->hours, own->values[KIROKU_DESK_HOURS]);
  put_text (&contact->note, own->values[KIROKU_DESK_NOTE]);
  put_open (self, own, contact);
  put_phones (self, own, contact);
}

static KirokuPackContact *
make_added (const Laying *self, const char *id, const Own *own)
{
  const char *const all[] = { "*", NULL };
  KirokuPackContact *contact = kiroku_pack_contact_new (id);

  contact->item.source = g_strdup (own->last->by);
  contact->item.confidence = KIROKU_CONFIDENCE_STATED;
  contact->item.as_of = dup_day (self, own->last->at);
  contact->section = KIROKU_SECTION_CASE;
  contact->types = g_strdupv ((char **) all);
  contact->phases = (1u << KIROKU_N_PHASES) - 1;
  contact->purpose = make_text ("社内の連絡先", "Of your own organisation");
  put_own (self, own, contact);
  return contact;
}

/* --- Numbers that were looked at --- */

static KirokuPackContact *
get_copy (Laying *self, const char *id)
{
  KirokuPackContact *copy = g_hash_table_lookup (self->copies, id);
  const KirokuPackContact *contact = kiroku_pack_get_contact (self->base, id);

  if (copy == NULL && contact != NULL)
    {
      copy = kiroku_pack_contact_copy (contact);
      g_hash_table_insert (self->copies, copy->item.id, copy);
    }
  return copy;
}

static GPtrArray *
find_list (KirokuPackContact *contact, const KirokuPackPhone *address, guint *at)
{
  return g_ptr_array_find (contact->phones, address, at)   ? contact->phones
         : g_ptr_array_find (contact->emails, address, at) ? contact->emails
         : g_ptr_array_find (contact->urls, address, at)   ? contact->urls
                                                           : NULL;
}

/* The right one stands in the place of the wrong one. */
static void
put_instead (const Laying *self,
             KirokuPackContact *contact,
             const KirokuPackPhone *wrong,
             const KirokuDeskStatement *statement)
{
  const char *instead = statement->values[KIROKU_DESK_INSTEAD];
  KirokuPackPhone *phone;
  GPtrArray *list;
  guint at;

  if (!is_set (instead) || (list = find_list (contact, wrong, &at)) == NULL)
    return;
  phone = kiroku_pack_phone_new (instead);
  phone->item.source = g_strdup (statement->by);
  phone->item.confidence = KIROKU_CONFIDENCE_STATED;
  phone->item.as_of = dup_day (self, statement->at);
  g_ptr_array_insert (list, at, phone);
}

static void
mark (const Laying *self, KirokuPackPhone *phone, const KirokuDeskStatement *statement)
{
  const gboolean right = statement->act == KIROKU_DESK_CHECK;

  g_clear_pointer (&phone->checked, g_free);
  g_clear_pointer (&phone->struck, g_free);
  g_free (phone->by);
  phone->by = g_strdup (statement->by);
  *(right ? &phone->checked : &phone->struck) = dup_day (self, statement->at);
  phone->status = right ? KIROKU_NUMBER_CURRENT : KIROKU_NUMBER_SUPERSEDED;
}

/* Of an own desk: the number is taken away, or another stands for it. */
static void
lay_own_wrong (Laying *self, Own *own, const KirokuDeskStatement *statement)
{
  static const KirokuDeskField fields[]
      = { KIROKU_DESK_NUMBER, KIROKU_DESK_NIGHT, KIROKU_DESK_MAIL };
  const char *instead = statement->values[KIROKU_DESK_INSTEAD];

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (own->values[fields[i]], statement->values[KIROKU_DESK_NUMBER]) == 0)
      change (self, own, fields[i], instead != NULL ? instead : "", statement);
}

static void
lay_wrong (Laying *self, const KirokuDeskStatement *statement)
{
  Own *own = g_hash_table_lookup (self->own, statement->desk);
  KirokuPackContact *copy = get_copy (self, statement->desk);
  KirokuPackPhone *phone
      = copy != NULL ? kiroku_desk_find_address (copy, statement->values[KIROKU_DESK_NUMBER]) : NULL;

  if (own != NULL)
    lay_own_wrong (self, own, statement);
  if (phone == NULL)
    return;
  put_instead (self, copy, phone, statement);
  mark (self, phone, statement);
}

static void
lay_check (const Laying *self, KirokuPackContact *contact, const KirokuDeskStatement *statement)
{
  KirokuPackPhone *phone
      = kiroku_desk_find_address (contact, statement->values[KIROKU_DESK_NUMBER]);

  if (phone != NULL)
    mark (self, phone, statement);
}

/* --- All of it --- */

/* What is stated anew later begins with nothing but the numbers of before, as past. */
static void
lay_remove (Laying *self, Own *own, const KirokuDeskStatement *statement)
{
  own->removed = TRUE;
  for (guint field = 0; field < KIROKU_N_DESK_FIELDS; field++)
    change (self, own, field, "", statement);
}

static void
lay_one (Laying *self, const KirokuDeskStatement *statement)
{
  Own *own = g_hash_table_lookup (self->own, statement->desk);

  if (statement->act == KIROKU_DESK_SET)
    lay_set (self, statement);
  else if (statement->act == KIROKU_DESK_REMOVE && own != NULL)
    lay_remove (self, own, statement);
  else if (statement->act == KIROKU_DESK_WRONG)
    lay_wrong (self, statement);
  else if (statement->act == KIROKU_DESK_CHECK && get_copy (self, statement->desk) != NULL)
    lay_check (self, get_copy (self, statement->desk), statement);
}

/* Own desks exist only once all is read; what was checked last of theirs counts. */
static void
lay_own_checks (const Laying *self, KirokuPackContact *contact, GPtrArray *statements)
{
  for (guint i = 0; i < statements->len; i++)
    {
      const KirokuDeskStatement *statement = g_ptr_array_index (statements, i);
      KirokuPackPhone *phone;

      if (statement->act != KIROKU_DESK_CHECK || !g_str_equal (statement->desk, contact->item.id))
        continue;
      phone = kiroku_desk_find_address (contact, statement->values[KIROKU_DESK_NUMBER]);
      if (phone != NULL && phone->status == KIROKU_NUMBER_CURRENT)
        mark (self, phone, statement);
    }
}

static int
compare_order (gconstpointer a, gconstpointer b)
{
  const KirokuPackContact *first = *(KirokuPackContact *const *) a;
  const KirokuPackContact *second = *(KirokuPackContact *const *) b;

  return first->order != second->order ? (first->order < second->order ? -1 : 1)
                                       : g_strcmp0 (first->item.id, second->item.id);
}

static void
add_contact (Laying *self, GPtrArray *first, GPtrArray *rest, const KirokuPackContact *of_pack)
{
  const Own *own = g_hash_table_lookup (self->own, of_pack->item.id);
  KirokuPackContact *copy = g_hash_table_lookup (self->copies, of_pack->item.id);

  copy = kiroku_pack_contact_copy (copy != NULL ? copy : of_pack);
  if (own != NULL && !own->removed && own->last != NULL)
    put_own (self, own, copy);
  g_ptr_array_add (copy->order > 0 ? first : rest, copy);
}

/* (transfer full) */
static GPtrArray *
gather (Laying *self, GPtrArray *statements)
{
  GPtrArray *all = kiroku_pack_get_contacts (self->base);
  GPtrArray *first = g_ptr_array_new ();
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  for (guint i = 0; i < self->added->len; i++)
    {
      const char *id = g_ptr_array_index (self->added, i);
      const Own *own = g_hash_table_lookup (self->own, id);

      if (!own->removed)
        g_ptr_array_add (first, make_added (self, id, own));
    }
  for (guint i = 0; i < all->len; i++)
    add_contact (self, first, rest, g_ptr_array_index (all, i));
  for (guint i = 0; i < first->len; i++)
    lay_own_checks (self, g_ptr_array_index (first, i), statements);
  g_ptr_array_sort (first, compare_order);
  for (guint i = 0; i < rest->len; i++)
    g_ptr_array_add (first, g_ptr_array_index (rest, i));
  return first;
}

KirokuPack *
kiroku_desks_lay (KirokuPack *base, GPtrArray *statements, GTimeZone *zone)
{
  Laying self = { base, zone };
  KirokuPack *pack;

  g_return_val_if_fail (base != NULL && statements != NULL && zone != NULL, NULL);

  self.own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) own_free);
  self.added = g_ptr_array_new_with_free_func (g_free);
  self.copies = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) kiroku_pack_contact_free);
  for (guint i = 0; i < statements->len; i++)
    lay_one (&self, g_ptr_array_index (statements, i));
  pack = kiroku_pack_with_contacts (base, gather (&self, statements));
  g_hash_table_unref (self.copies);
  g_ptr_array_unref (self.added);
  g_hash_table_unref (self.own);
  return pack;
}

const KirokuPackPhone *
kiroku_desk_get_own_number (const KirokuPackContact *contact, gboolean night)
{
  g_return_val_if_fail (contact != NULL, NULL);

  for (guint i = 0; i < contact->phones->len; i++)
    {
      const KirokuPackPhone *phone = g_ptr_array_index (contact->phones, i);
      const gboolean always = phone->note != NULL && g_str_equal (phone->note->en, NIGHT);

      if (phone->status == KIROKU_NUMBER_CURRENT && always == night)
        return phone;
    }
  return NULL;
}
