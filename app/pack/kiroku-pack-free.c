/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-calendar-private.h"
#include "kiroku-pack-private.h"

void
kiroku_pack_item_clear (KirokuPackItem *item)
{
  g_free (item->id);
  g_free (item->source);
  g_free (item->as_of);
  g_free (item->file);
}

void
kiroku_pack_step_free (gpointer data)
{
  KirokuPackStep *step = data;

  kiroku_pack_item_clear (&step->item);
  kiroku_pack_text_free (step->text);
  g_free (step);
}

static void
type_free (gpointer data)
{
  KirokuPackType *type = data;

  kiroku_pack_item_clear (&type->item);
  kiroku_pack_text_free (type->name);
  g_strfreev (type->playbooks);
  g_strfreev (type->contacts);
  g_strfreev (type->forms);
  g_strfreev (type->obligations);
  g_ptr_array_unref (type->steps);
  g_free (type);
}

static void
playbook_free (gpointer data)
{
  KirokuPackPlaybook *playbook = data;

  kiroku_pack_item_clear (&playbook->item);
  kiroku_condition_free (playbook->applies_if);
  kiroku_pack_text_free (playbook->name);
  g_ptr_array_unref (playbook->steps);
  g_free (playbook);
}

static void
phrase_free (gpointer data)
{
  KirokuPackPhrase *phrase = data;

  kiroku_pack_item_clear (&phrase->item);
  kiroku_pack_text_free (phrase->name);
  kiroku_pack_text_free (phrase->text);
  g_free (phrase);
}

static void
gate_free (gpointer data)
{
  KirokuPackGate *gate = data;

  kiroku_pack_item_clear (&gate->item);
  kiroku_pack_text_free (gate->text);
  kiroku_condition_free (gate->applies_if);
  g_clear_pointer (&gate->holds_if, kiroku_condition_free);
  g_strfreev (gate->steps);
  g_free (gate);
}

void
kiroku_pack_phone_free (gpointer data)
{
  KirokuPackPhone *phone = data;

  kiroku_pack_item_clear (&phone->item);
  kiroku_pack_text_free (phone->note);
  g_free (phone->checked);
  g_free (phone->struck);
  g_free (phone->by);
  g_free (phone);
}

void
kiroku_pack_open_free (gpointer data)
{
  KirokuPackOpen *open = data;

  kiroku_pack_item_clear (&open->item);
  g_free (open->calendar);
  g_free (open->zone);
  g_clear_pointer (&open->clock, g_time_zone_unref);
  g_free (open);
}

static void
contact_free (gpointer data)
{
  KirokuPackContact *contact = data;

  kiroku_pack_item_clear (&contact->item);
  kiroku_pack_text_free (contact->name);
  kiroku_pack_text_free (contact->purpose);
  kiroku_pack_text_free (contact->hours);
  kiroku_pack_text_free (contact->note);
  kiroku_pack_text_free (contact->ready);
  g_ptr_array_unref (contact->open);
  g_ptr_array_unref (contact->phones);
  g_ptr_array_unref (contact->emails);
  g_ptr_array_unref (contact->urls);
  g_strfreev (contact->types);
  g_free (contact);
}

void
kiroku_pack_choice_free (gpointer data)
{
  KirokuPackChoice *choice = data;

  kiroku_pack_item_clear (&choice->item);
  kiroku_pack_text_free (choice->text);
  g_free (choice);
}

static void
fact_free (gpointer data)
{
  KirokuPackFact *fact = data;

  kiroku_pack_item_clear (&fact->item);
  kiroku_pack_text_free (fact->name);
  kiroku_pack_text_free (fact->question);
  kiroku_pack_text_free (fact->hint);
  g_ptr_array_unref (fact->choices);
  g_strfreev (fact->choice_ids);
  g_free (fact->not_before);
  g_free (fact->default_from);
  g_free (fact);
}

void
kiroku_pack_also_free (gpointer data)
{
  KirokuPackAlso *also = data;

  kiroku_pack_item_clear (&also->item);
  g_strfreev (also->forms);
  g_clear_pointer (&also->form_if, kiroku_condition_free);
  g_free (also);
}

static void
obligation_free (gpointer data)
{
  KirokuPackObligation *obligation = data;

  kiroku_pack_item_clear (&obligation->item);
  g_free (obligation->jurisdiction);
  g_free (obligation->form);
  kiroku_condition_free (obligation->applies_if);
  g_clear_pointer (&obligation->form_if, kiroku_condition_free);
  g_ptr_array_unref (obligation->also);
  g_clear_pointer (&obligation->asked_if, kiroku_condition_free);
  g_free (obligation->clock);
  g_free (obligation->clock_rule);
  g_free (obligation->latest);
  g_free (obligation->working_days);
  g_free (obligation->rollover);
  g_clear_pointer (&obligation->rollover_if, kiroku_condition_free);
  g_strfreev (obligation->remind);
  g_free (obligation->remind_days);
  g_free (obligation->zone);
  kiroku_pack_text_free (obligation->recipient);
  kiroku_pack_text_free (obligation->label);
  kiroku_pack_text_free (obligation->note);
  g_free (obligation);
}

static void
form_name_free (gpointer data)
{
  KirokuPackFormName *form_name = data;

  kiroku_pack_item_clear (&form_name->item);
  kiroku_pack_text_free (form_name->name);
  kiroku_pack_text_free (form_name->note);
  g_clear_pointer (&form_name->against_if, kiroku_condition_free);
  g_free (form_name);
}

void
kiroku_pack_field_free (gpointer data)
{
  KirokuPackField *field = data;

  kiroku_pack_item_clear (&field->item);
  kiroku_pack_text_free (field->label);
  g_free (field);
}

void
kiroku_pack_row_free (gpointer data)
{
  KirokuPackRow *row = data;

  kiroku_pack_item_clear (&row->item);
  kiroku_pack_text_free (row->label);
  g_ptr_array_unref (row->fields);
  g_free (row);
}

void
kiroku_pack_section_free (gpointer data)
{
  KirokuPackSection *section = data;

  kiroku_pack_item_clear (&section->item);
  kiroku_pack_text_free (section->label);
  kiroku_pack_text_free (section->text);
  g_ptr_array_unref (section->rows);
  g_free (section);
}

void
kiroku_pack_addressee_free (gpointer data)
{
  KirokuPackAddressee *addressee = data;

  kiroku_pack_item_clear (&addressee->item);
  g_clear_pointer (&addressee->holds_if, kiroku_condition_free);
  g_free (addressee->fact);
  g_free (addressee->choice);
  kiroku_pack_text_free (addressee->text);
  g_free (addressee);
}

static void
form_free (gpointer data)
{
  KirokuPackForm *form = data;

  kiroku_pack_item_clear (&form->item);
  g_free (form->version);
  kiroku_pack_text_free (form->name);
  kiroku_pack_text_free (form->short_name);
  kiroku_pack_text_free (form->recipient);
  g_ptr_array_unref (form->addressees);
  kiroku_pack_text_free (form->basis);
  kiroku_pack_text_free (form->standing);
  kiroku_pack_text_free (form->guide);
  g_ptr_array_unref (form->sections);
  g_free (form);
}

static void
calendar_free (gpointer data)
{
  kiroku_calendar_free (data);
}

GDestroyNotify
kiroku_pack_kind_destroy (KirokuPackKind kind)
{
  static const GDestroyNotify funcs[KIROKU_N_PACK_KINDS] = {
    [KIROKU_KIND_TYPE] = type_free,
    [KIROKU_KIND_PLAYBOOK] = playbook_free,
    [KIROKU_KIND_CONTACT] = contact_free,
    [KIROKU_KIND_FACT] = fact_free,
    [KIROKU_KIND_FORM_NAME] = form_name_free,
    [KIROKU_KIND_FORM] = form_free,
    [KIROKU_KIND_OBLIGATION] = obligation_free,
    [KIROKU_KIND_CALENDAR] = calendar_free,
    [KIROKU_KIND_PHRASE] = phrase_free,
    [KIROKU_KIND_GATE] = gate_free,
  };

  g_return_val_if_fail ((guint) kind < KIROKU_N_PACK_KINDS, NULL);

  return funcs[kind];
}
