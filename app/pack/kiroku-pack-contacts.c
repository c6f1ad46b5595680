/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pack-private.h"

static void
copy_item (const KirokuPackItem *item, KirokuPackItem *copy)
{
  *copy = (KirokuPackItem){ .id = g_strdup (item->id),
                            .source = g_strdup (item->source),
                            .confidence = item->confidence,
                            .as_of = g_strdup (item->as_of),
                            .file = g_strdup (item->file),
                            .line = item->line,
                            .overlaid = item->overlaid };
}

KirokuPackPhone *
kiroku_pack_phone_new (const char *id)
{
  KirokuPackPhone *phone = g_new0 (KirokuPackPhone, 1);

  phone->item.id = g_strdup (id);
  return phone;
}

KirokuPackPhone *
kiroku_pack_phone_copy (const KirokuPackPhone *phone)
{
  KirokuPackPhone *copy = g_new0 (KirokuPackPhone, 1);

  copy_item (&phone->item, &copy->item);
  copy->status = phone->status;
  copy->note = kiroku_pack_text_copy (phone->note);
  copy->checked = g_strdup (phone->checked);
  copy->struck = g_strdup (phone->struck);
  copy->by = g_strdup (phone->by);
  return copy;
}

static GPtrArray *
copy_phones (GPtrArray *phones)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (kiroku_pack_phone_free);

  for (guint i = 0; i < phones->len; i++)
    g_ptr_array_add (copy, kiroku_pack_phone_copy (g_ptr_array_index (phones, i)));
  return copy;
}

static KirokuPackOpen *
copy_one_open (const KirokuPackOpen *open)
{
  KirokuPackOpen *copy = g_new0 (KirokuPackOpen, 1);

  copy_item (&open->item, &copy->item);
  copy->from = open->from;
  copy->to = open->to;
  copy->zone = g_strdup (open->zone);
  copy->clock = open->clock != NULL ? g_time_zone_ref (open->clock) : NULL;
  copy->calendar = g_strdup (open->calendar);
  return copy;
}

static GPtrArray *
copy_open (GPtrArray *open)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (kiroku_pack_open_free);

  for (guint i = 0; i < open->len; i++)
    g_ptr_array_add (copy, copy_one_open (g_ptr_array_index (open, i)));
  return copy;
}

KirokuPackContact *
kiroku_pack_contact_new (const char *id)
{
  KirokuPackContact *contact = g_new0 (KirokuPackContact, 1);

  contact->item.id = g_strdup (id);
  contact->open = g_ptr_array_new_with_free_func (kiroku_pack_open_free);
  contact->phones = g_ptr_array_new_with_free_func (kiroku_pack_phone_free);
  contact->emails = g_ptr_array_new_with_free_func (kiroku_pack_phone_free);
  contact->urls = g_ptr_array_new_with_free_func (kiroku_pack_phone_free);
  return contact;
}

KirokuPackContact *
kiroku_pack_contact_copy (const KirokuPackContact *contact)
{
  KirokuPackContact *copy;

  g_return_val_if_fail (contact != NULL, NULL);

  copy = g_new0 (KirokuPackContact, 1);
  copy_item (&contact->item, &copy->item);
  copy->own = contact->own;
  copy->order = contact->order;
  copy->section = contact->section;
  copy->name = kiroku_pack_text_copy (contact->name);
  copy->purpose = kiroku_pack_text_copy (contact->purpose);
  copy->hours = kiroku_pack_text_copy (contact->hours);
  copy->open = copy_open (contact->open);
  copy->note = kiroku_pack_text_copy (contact->note);
  copy->ready = kiroku_pack_text_copy (contact->ready);
  copy->phones = copy_phones (contact->phones);
  copy->emails = copy_phones (contact->emails);
  copy->urls = copy_phones (contact->urls);
  copy->types = g_strdupv (contact->types);
  copy->phases = contact->phases;
  return copy;
}

void
kiroku_pack_contact_free (KirokuPackContact *contact)
{
  kiroku_pack_kind_destroy (KIROKU_KIND_CONTACT) (contact);
}

KirokuPack *
kiroku_pack_with_contacts (KirokuPack *pack, GPtrArray *contacts)
{
  KirokuPack *self;

  g_return_val_if_fail (pack != NULL && contacts != NULL, NULL);

  self = g_new0 (KirokuPack, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->version = g_strdup (pack->version);
  self->as_of = g_strdup (pack->as_of);
  self->name = kiroku_pack_text_copy (pack->name);
  for (guint kind = 0; kind < KIROKU_N_PACK_KINDS; kind++)
    if (kind != KIROKU_KIND_CONTACT)
      self->tables[kind] = (KirokuPackTable){ g_ptr_array_ref (pack->tables[kind].items),
                                              g_hash_table_ref (pack->tables[kind].by_id) };
  self->tables[KIROKU_KIND_CONTACT]
      = (KirokuPackTable){ g_ptr_array_new_with_free_func (kiroku_pack_kind_destroy (KIROKU_KIND_CONTACT)),
                           g_hash_table_new (g_str_hash, g_str_equal) };
  g_ptr_array_set_free_func (contacts, NULL);
  for (guint i = 0; i < contacts->len; i++)
    kiroku_pack_put (self, KIROKU_KIND_CONTACT, g_ptr_array_index (contacts, i), NULL);
  g_ptr_array_unref (contacts);
  return self;
}
