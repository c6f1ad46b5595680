/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-calendar-private.h"
#include "kiroku-pack-private.h"

/* So many boxes a field of a form can print (kiroku_grid_row_add_choices()). */
#define CHOICES_MAX 64

typedef struct
{
  KirokuPack *pack;
  GPtrArray *problems;
  GHashTable *step_ids; /* a set, over the whole pack */
  GHashTable *zones;    /* a set: those this system knows, of which each is read from the disk */
} Checker;

/* Appends a problem at the place of @item, an @element. */
#define PROBLEM(checker, item, element, ...)                                                       \
  kiroku_pack_problem ((checker)->problems, (item)->file, (item)->line, (element), __VA_ARGS__)

/* Each of @ids, NULL-terminated, must exist as @kind. */
static void
check_ids (Checker *checker,
           const KirokuPackItem *item,
           const char *element,
           char **ids,
           KirokuPackKind kind)
{
  for (guint i = 0; ids[i] != NULL; i++)
    if (kiroku_pack_lookup (checker->pack, kind, ids[i]) == NULL)
      PROBLEM (checker, item, element, _ ("no %s “%s” is declared in %s"),
               kiroku_pack_kind_element (kind), ids[i], kiroku_pack_kind_file (kind));
}

static void
check_steps (Checker *checker, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const KirokuPackStep *step = g_ptr_array_index (steps, i);

      if (step->item.id != NULL && !g_hash_table_add (checker->step_ids, step->item.id))
        PROBLEM (checker, &step->item, "step", _ ("the id “%s” is used by another step"),
                 step->item.id);
    }
}

/* A pattern may stand for rules that are still to come; a plain id must exist. */
static void
check_type_obligations (Checker *checker, const KirokuPackType *type)
{
  for (guint i = 0; type->obligations[i] != NULL; i++)
    {
      char *one[] = { type->obligations[i], NULL };

      if (strchr (one[0], '*') == NULL)
        check_ids (checker, &type->item, "type", one, KIROKU_KIND_OBLIGATION);
    }
}

static void
check_type (Checker *checker, const KirokuPackType *type)
{
  check_ids (checker, &type->item, "type", type->playbooks, KIROKU_KIND_PLAYBOOK);
  check_ids (checker, &type->item, "type", type->contacts, KIROKU_KIND_CONTACT);
  check_ids (checker, &type->item, "type", type->forms, KIROKU_KIND_FORM_NAME);
  check_type_obligations (checker, type);
  check_steps (checker, type->steps);
}

typedef struct
{
  Checker *checker;
  const KirokuPackItem *item;
  const char *element;
  const char *attribute;
} ConditionPlace;

static void
check_comparison (const char *key, const char *id, gboolean equals, gpointer data)
{
  ConditionPlace *place = data;
  const KirokuPackFact *fact = kiroku_pack_get_fact (place->checker->pack, key);

  if (fact == NULL)
    PROBLEM (place->checker, place->item, place->element,
             _ ("%s: no fact “%s” is declared in facts.xml"), place->attribute, key);
  else if (id != NULL && fact->choice_ids == NULL)
    PROBLEM (place->checker, place->item, place->element,
             _ ("%s: the fact “%s” has no choices: only “non-empty” can be asked"), place->attribute,
             key);
  else if (id != NULL && kiroku_pack_fact_get_choice (fact, id) == NULL)
    PROBLEM (place->checker, place->item, place->element,
             _ ("%s: the fact “%s” has no choice “%s”"), place->attribute, key, id);
  else if (equals && fact->type == KIROKU_FACT_CHOICES)
    PROBLEM (place->checker, place->item, place->element,
             _ ("%s: the fact “%s” takes several choices: write “has” instead of “=”"),
             place->attribute, key);
}

static void
check_condition (Checker *checker,
                 const KirokuPackItem *item,
                 const char *element,
                 const char *attribute,
                 const KirokuCondition *condition)
{
  ConditionPlace place = { checker, item, element, attribute };

  kiroku_condition_foreach (condition, check_comparison, &place);
}

static void
check_playbook (Checker *checker, const KirokuPackPlaybook *playbook)
{
  check_condition (checker, &playbook->item, "playbook", "applies-if", playbook->applies_if);
  check_steps (checker, playbook->steps);
}

static void
check_gate (Checker *checker, const KirokuPackGate *gate)
{
  check_condition (checker, &gate->item, "gate", "applies-if", gate->applies_if);
  if (gate->holds_if != NULL)
    check_condition (checker, &gate->item, "gate", "holds-if", gate->holds_if);
  for (guint i = 0; gate->steps[i] != NULL; i++)
    if (!g_hash_table_contains (checker->step_ids, gate->steps[i]))
      PROBLEM (checker, &gate->item, "gate", _ ("steps: there is no step “%s”"), gate->steps[i]);
  if (gate->holds_if == NULL && gate->steps[0] == NULL && gate->tasks == 0)
    PROBLEM (checker, &gate->item, "gate",
             _ ("nothing decides it: write holds-if, steps or tasks"));
}

static void
check_phone (Checker *checker, const KirokuPackPhone *phone)
{
  const char *number = phone->item.id;

  if (strpbrk (number, "0123456789") == NULL)
    PROBLEM (checker, &phone->item, "phone", _ ("the number “%s” has no digits"), number);
  else if (strspn (number, "0123456789+-()#* ") != strlen (number))
    PROBLEM (checker, &phone->item, "phone",
             _ ("the number “%s” holds more than digits, “+ - ( ) # *”: move the rest to <note>"),
             number);
}

static void
check_addresses (Checker *checker, const KirokuPackContact *contact)
{
  for (guint i = 0; i < contact->phones->len; i++)
    check_phone (checker, g_ptr_array_index (contact->phones, i));
  for (guint i = 0; i < contact->emails->len; i++)
    {
      const KirokuPackPhone *email = g_ptr_array_index (contact->emails, i);

      if (strchr (email->item.id, '@') == NULL)
        PROBLEM (checker, &email->item, "email", _ ("“%s” is not a mail address"), email->item.id);
    }
  for (guint i = 0; i < contact->urls->len; i++)
    {
      const KirokuPackPhone *url = g_ptr_array_index (contact->urls, i);

      if (!g_str_has_prefix (url->item.id, "https://")
          && !g_str_has_prefix (url->item.id, "http://"))
        PROBLEM (checker, &url->item, "url", _ ("“%s” does not begin with http:// or https://"),
                 url->item.id);
    }
}

/* @zone: (nullable): then its absence has been reported. */
static void
check_zone (Checker *checker, const KirokuPackItem *item, const char *element, const char *zone)
{
  g_autoptr (GTimeZone) known = NULL;

  if (zone == NULL || g_hash_table_contains (checker->zones, zone))
    return;
  known = g_time_zone_new_identifier (zone);
  if (known != NULL)
    g_hash_table_add (checker->zones, (gpointer) zone);
  else
    PROBLEM (checker, item, element, _ ("zone: this system knows no time zone “%s”"), zone);
}

static void
check_open (Checker *checker, const KirokuPackContact *contact)
{
  for (guint i = 0; i < contact->open->len; i++)
    {
      const KirokuPackOpen *open = g_ptr_array_index (contact->open, i);
      char *calendar[] = { open->calendar, NULL };

      check_ids (checker, &open->item, "open", calendar, KIROKU_KIND_CALENDAR);
      check_zone (checker, &open->item, "open", open->zone);
    }
}

static void
check_contact (Checker *checker, const KirokuPackContact *contact)
{
  const KirokuPackItem *item = &contact->item;
  gboolean every_type = g_strcmp0 (contact->types[0], "*") == 0 && contact->types[1] == NULL;

  if (!every_type)
    check_ids (checker, item, "contact", contact->types, KIROKU_KIND_TYPE);
  if (contact->section == KIROKU_SECTION_CASE && contact->types[0] == NULL)
    PROBLEM (checker, item, "contact", _ ("a desk of the section “case” needs <types>"));
  if (contact->section == KIROKU_SECTION_CASE && contact->phases == 0)
    PROBLEM (checker, item, "contact", _ ("a desk of the section “case” needs <phases>"));
  if (contact->own && contact->phones->len > 0 && !item->overlaid)
    PROBLEM (checker, item, "contact",
             _ ("an own desk has no number here: the user fills it in"));
  check_addresses (checker, contact);
  check_open (checker, contact);
}

static gboolean
is_special_source (const char *name)
{
  static const char *const names[]
      = { "case.title", "case.type",    "case.level", "log", "assets",
          "indicators", "reports-made", "now",        NULL };

  return g_strv_contains (names, name);
}

/* Follows default-from as far as there are facts: more steps than facts is a ring. */
static gboolean
is_ring (Checker *checker, const KirokuPackFact *fact)
{
  guint steps = kiroku_pack_get_facts (checker->pack)->len;

  while (fact != NULL && fact->default_from != NULL)
    {
      if (steps-- == 0)
        return TRUE;
      fact = kiroku_pack_get_fact (checker->pack, fact->default_from);
    }
  return FALSE;
}

static void
check_default (Checker *checker, const KirokuPackFact *fact)
{
  const char *from = fact->default_from;

  if (from == NULL || is_special_source (from))
    return;
  if (kiroku_pack_get_fact (checker->pack, from) == NULL)
    PROBLEM (checker, &fact->item, "fact",
             _ ("default-from: “%s” is no fact and none of case.title, case.type, case.level, log, "
                "assets, indicators, reports-made, now"),
             from);
  else if (is_ring (checker, fact))
    PROBLEM (checker, &fact->item, "fact", _ ("default-from: “%s” leads back to itself"),
             fact->item.id);
}

static void
check_times (Checker *checker, const KirokuPackFact *fact)
{
  const KirokuPackFact *before
      = fact->not_before != NULL ? kiroku_pack_get_fact (checker->pack, fact->not_before) : NULL;

  if ((fact->past || fact->not_before != NULL) && fact->type != KIROKU_FACT_TIME)
    PROBLEM (checker, &fact->item, "fact", _ ("“past” and “not-before” are for facts of type time"));
  if (fact->not_before != NULL && (before == NULL || before->type != KIROKU_FACT_TIME))
    PROBLEM (checker, &fact->item, "fact", _ ("not-before: “%s” is no fact of type time"),
             fact->not_before);
}

static gboolean
is_fact_key (const char *key)
{
  return g_ascii_islower (key[0]) && strlen (key) <= 64
         && strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789_.") == strlen (key);
}

static gboolean
is_choice_id (const char *id)
{
  for (; g_ascii_isalnum (*id) || *id == '_' || *id == '-' || *id == '.'; id++)
    ;
  return *id == '\0';
}

static void
check_choices (Checker *checker, const KirokuPackFact *fact)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean wants = fact->type == KIROKU_FACT_CHOICE || fact->type == KIROKU_FACT_CHOICES;

  if (wants && fact->choices->len == 0)
    PROBLEM (checker, &fact->item, "fact", _ ("a fact of this type needs <choice> elements"));
  if (fact->choices->len > CHOICES_MAX)
    PROBLEM (checker, &fact->item, "fact", _ ("a fact takes at most %d <choice> elements"),
             CHOICES_MAX);
  if (!wants && fact->choices->len > (fact->type == KIROKU_FACT_YES_NO ? 3 : 0))
    PROBLEM (checker, &fact->item, "fact", _ ("a fact of this type takes no <choice> elements"));
  for (guint i = 0; i < fact->choices->len; i++)
    {
      const KirokuPackChoice *choice = g_ptr_array_index (fact->choices, i);

      if (!is_choice_id (choice->item.id))
        PROBLEM (checker, &choice->item, "choice",
                 _ ("the id “%s” may hold only ASCII letters, digits, “.”, “_” and “-”"),
                 choice->item.id);
      if (!g_hash_table_add (ids, choice->item.id))
        PROBLEM (checker, &choice->item, "choice", _ ("the id “%s” is used twice"),
                 choice->item.id);
    }
}

static void
check_fact (Checker *checker, const KirokuPackFact *fact)
{
  /* the key is a field name of the record (design §3) */
  if (!is_fact_key (fact->item.id))
    PROBLEM (checker, &fact->item, "fact",
             _ ("the key “%s” must begin with a small letter and hold only small letters, digits, "
                "“_” and “.”, 64 at most"),
             fact->item.id);
  check_choices (checker, fact);
  check_times (checker, fact);
  check_default (checker, fact);
}

static void
check_form_name (Checker *checker, const KirokuPackFormName *form)
{
  gboolean defined = kiroku_pack_get_form (checker->pack, form->item.id) != NULL;

  if (form->status == KIROKU_FORM_READY && !defined)
    PROBLEM (checker, &form->item, "form-name",
             _ ("“%s” is marked ready, but forms/ has no definition of it"), form->item.id);
  if (form->against_if != NULL)
    check_condition (checker, &form->item, "form-name", "against-if", form->against_if);
}

static void
check_row (Checker *checker, const KirokuPackRow *row)
{
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuPackField *field = g_ptr_array_index (row->fields, i);

      if (field->item.id != NULL && kiroku_pack_get_fact (checker->pack, field->item.id) == NULL)
        PROBLEM (checker, &field->item, "field", _ ("no fact “%s” is declared in facts.xml"),
                 field->item.id);
    }
  if (row->fields->len == 0)
    PROBLEM (checker, &row->item, "row", _ ("a row needs a <field>"));
}

static void
check_section (Checker *checker, const KirokuPackSection *section, GHashTable *numbers)
{
  for (guint i = 0; i < section->rows->len; i++)
    {
      const KirokuPackRow *row = g_ptr_array_index (section->rows, i);

      if (row->item.id != NULL && !g_hash_table_add (numbers, row->item.id))
        PROBLEM (checker, &row->item, "row", _ ("the number “%s” is used twice"), row->item.id);
      check_row (checker, row);
    }
}

static void
check_addressee (Checker *checker, const KirokuPackAddressee *addressee)
{
  const KirokuPackItem *item = &addressee->item;
  const KirokuPackFact *fact
      = addressee->fact != NULL ? kiroku_pack_get_fact (checker->pack, addressee->fact) : NULL;

  if (addressee->holds_if != NULL)
    check_condition (checker, item, "addressee", "if", addressee->holds_if);
  if ((addressee->fact == NULL) != (addressee->choice == NULL))
    PROBLEM (checker, item, "addressee",
             _ ("“fact” and “choice” are given together or not at all"));
  else if (addressee->fact != NULL && fact == NULL)
    PROBLEM (checker, item, "addressee", _ ("no fact “%s” is declared in facts.xml"),
             addressee->fact);
  else if (fact != NULL
           && (fact->choice_ids == NULL
               || kiroku_pack_fact_get_choice (fact, addressee->choice) == NULL))
    PROBLEM (checker, item, "addressee", _ ("the fact “%s” has no choice “%s”"), addressee->fact,
             addressee->choice);
}

static void
check_form (Checker *checker, const KirokuPackForm *form)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  const KirokuPackFormName *name = kiroku_pack_get_form_name (checker->pack, form->item.id);

  if (name == NULL || name->status != KIROKU_FORM_READY)
    PROBLEM (checker, &form->item, "form", _ ("“%s” is not listed as ready in forms.xml"),
             form->item.id);
  for (guint i = 0; i < form->addressees->len; i++)
    check_addressee (checker, g_ptr_array_index (form->addressees, i));
  for (guint i = 0; i < form->sections->len; i++)
    check_section (checker, g_ptr_array_index (form->sections, i), numbers);
}

/* @key: (nullable). */
static void
check_clock_fact (
    Checker *checker, const KirokuPackObligation *rule, const char *attribute, const char *key)
{
  const KirokuPackFact *fact = key != NULL ? kiroku_pack_get_fact (checker->pack, key) : NULL;

  if (key == NULL)
    return;
  if (fact == NULL)
    PROBLEM (checker, &rule->item, "obligation",
             _ ("%s: no fact “%s” is declared in facts.xml"), attribute, key);
  else if (fact->type != KIROKU_FACT_TIME && fact->type != KIROKU_FACT_DATE)
    PROBLEM (checker, &rule->item, "obligation", _ ("%s: the fact “%s” is not a time"), attribute,
             key);
}

static void
check_clock (Checker *checker, const KirokuPackObligation *rule)
{
  char *other[] = { rule->clock_rule, NULL };

  check_clock_fact (checker, rule, "clock", rule->clock);
  check_clock_fact (checker, rule, "latest", rule->latest);
  check_ids (checker, &rule->item, "obligation", other, KIROKU_KIND_OBLIGATION);
  if ((rule->latest != NULL) != (rule->latest_hours != 0)
      || (rule->latest != NULL && rule->unit != KIROKU_UNIT_HOUR))
    PROBLEM (checker, &rule->item, "obligation",
             _ ("latest: write it together with latest-hours, and only for a period in hours"));
}

static void
check_amount (Checker *checker, const KirokuPackObligation *rule)
{
  const KirokuPackItem *item = &rule->item;
  gboolean counted = rule->unit <= KIROKU_UNIT_MONTH;

  if (counted && rule->amount == 0)
    PROBLEM (checker, item, "obligation", _ ("amount: this unit needs one"));
  if (!counted && (rule->amount != 0 || rule->amount_from != 0))
    PROBLEM (checker, item, "obligation", _ ("amount: this unit takes none"));
  if (rule->amount_from != 0 && rule->amount_from >= rule->amount)
    PROBLEM (checker, item, "obligation", _ ("amount-from: must be less than amount"));
}

static void
check_working_days (Checker *checker, const KirokuPackObligation *rule)
{
  char *calendar[] = { rule->working_days, NULL };

  check_ids (checker, &rule->item, "obligation", calendar, KIROKU_KIND_CALENDAR);
  if ((rule->working_days != NULL) != (rule->unit == KIROKU_UNIT_BUSINESS_DAY))
    PROBLEM (checker, &rule->item, "obligation",
             _ ("working-days: a period in business days needs it, any other takes none"));
}

static gboolean
is_in_days (const KirokuPackObligation *rule)
{
  return rule->unit == KIROKU_UNIT_CALENDAR_DAY || rule->unit == KIROKU_UNIT_MONTH;
}

static void
check_rollover (Checker *checker, const KirokuPackObligation *rule)
{
  const KirokuPackItem *item = &rule->item;
  char *calendar[] = { rule->rollover, NULL };

  check_ids (checker, item, "obligation", calendar, KIROKU_KIND_CALENDAR);
  if (rule->rollover_if != NULL)
    check_condition (checker, item, "obligation", "rollover-if", rule->rollover_if);
  if (rule->rollover != NULL && !is_in_days (rule)
      && !(rule->unit == KIROKU_UNIT_HOUR && rule->rollover_at != 0))
    PROBLEM (checker, item, "obligation",
             _ ("rollover: only a period in days or months ends on an open day, or one in hours with "
                "rollover-at"));
  if (rule->rollover == NULL && (rule->rollover_if != NULL || rule->rollover_at != 0))
    PROBLEM (checker, item, "obligation", _ ("rollover: it is missing"));
  if (rule->ends_at != 0 && !is_in_days (rule) && rule->unit != KIROKU_UNIT_BUSINESS_DAY)
    PROBLEM (checker, item, "obligation", _ ("ends-at: only a last day ends at a time"));
}

static void
check_also (Checker *checker, const KirokuPackObligation *rule)
{
  for (guint i = 0; i < rule->also->len; i++)
    {
      const KirokuPackAlso *also = g_ptr_array_index (rule->also, i);

      check_ids (checker, &also->item, "also", also->forms, KIROKU_KIND_FORM_NAME);
      if (also->form_if != NULL)
        check_condition (checker, &also->item, "also", "if", also->form_if);
      if (rule->form == NULL || g_strv_contains ((const char *const *) also->forms, rule->form))
        PROBLEM (checker, &also->item, "also",
                 _ ("form: it names further forms beside the one of the obligation"));
    }
}

static void
check_obligation (Checker *checker, const KirokuPackObligation *rule)
{
  const KirokuPackItem *item = &rule->item;
  char *form[] = { rule->form, NULL };
  char *remind_days[] = { rule->remind_days, NULL };

  check_ids (checker, item, "obligation", form, KIROKU_KIND_FORM_NAME);
  check_condition (checker, item, "obligation", "applies-if", rule->applies_if);
  if (rule->asked_if != NULL)
    check_condition (checker, item, "obligation", "asked-if", rule->asked_if);
  if (rule->form_if != NULL)
    check_condition (checker, item, "obligation", "form-if", rule->form_if);
  if (rule->form_if != NULL && rule->form == NULL)
    PROBLEM (checker, item, "obligation", _ ("form-if: there is no form"));
  check_also (checker, rule);
  check_clock (checker, rule);
  check_amount (checker, rule);
  check_working_days (checker, rule);
  check_rollover (checker, rule);
  check_ids (checker, item, "obligation", remind_days, KIROKU_KIND_CALENDAR);
  check_zone (checker, item, "obligation", rule->zone);
}

static void
check_calendar (Checker *checker, const KirokuCalendar *calendar)
{
  GDate day, open;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 1, G_DATE_JANUARY, 2026);
  if (!kiroku_calendar_next_open (calendar, &day, &open))
    PROBLEM (checker, &calendar->item, "calendar", _ ("no day of the year is open"));
}

static void
check_kind (Checker *checker, KirokuPackKind kind)
{
  GPtrArray *items = checker->pack->tables[kind].items;

  for (guint i = 0; i < items->len; i++)
    {
      gpointer item = g_ptr_array_index (items, i);

      switch (kind)
        {
        case KIROKU_KIND_TYPE:
          check_type (checker, item);
          break;
        case KIROKU_KIND_PLAYBOOK:
          check_playbook (checker, item);
          break;
        case KIROKU_KIND_CONTACT:
          check_contact (checker, item);
          break;
        case KIROKU_KIND_FACT:
          check_fact (checker, item);
          break;
        case KIROKU_KIND_FORM_NAME:
          check_form_name (checker, item);
          break;
        case KIROKU_KIND_FORM:
          check_form (checker, item);
          break;
        case KIROKU_KIND_OBLIGATION:
          check_obligation (checker, item);
          break;
        case KIROKU_KIND_CALENDAR:
          check_calendar (checker, item);
          break;
        case KIROKU_KIND_PHRASE: /* names nothing else */
          break;
        case KIROKU_KIND_GATE:
          check_gate (checker, item);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

void
kiroku_pack_check_references (KirokuPack *pack, GPtrArray *problems)
{
  g_autoptr (GHashTable) step_ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) zones = g_hash_table_new (g_str_hash, g_str_equal);
  Checker checker = { pack, problems, step_ids, zones };

  for (guint kind = 0; kind < KIROKU_N_PACK_KINDS; kind++)
    check_kind (&checker, kind);
}
