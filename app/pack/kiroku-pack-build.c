/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "kiroku-calendar-private.h"
#include "kiroku-lead.h"
#include "kiroku-pack-private.h"

/* What kiroku_pack_schema_check() has refused may still come here, so that one reading reports
 * everything: nothing below may rely on an attribute or a child being there. */
typedef struct
{
  KirokuPack *pack;
  gboolean overlaid;
  GPtrArray *problems;
} Builder;

static const char *const no_yes[] = { "no", "yes", NULL };
static const char *const sections[] = { "case", "prepare", "permanent", NULL };
static const char *const owners[] = { "outside", "own", NULL };
static const char *const number_states[] = { "current", "superseded", "suspended", NULL };
static const char *const layouts[] = { "grid", "letter", "record", NULL };
static const char *const letter_parts[] = { "items", "date", "to", "from", "body", "aside", NULL };
static const char *const form_states[] = { "ready", "named", "reminder", NULL };
static const char *const hardness[] = { "target", "hard", NULL };
static const char *const first_days[] = { "counted", "not-counted", "unclear", NULL };
static const char *const units[]
    = { "calendar-day", "business-day", "hour", "month", "promptly", "immediately", "on-event", NULL };

/* Greatest amount of a deadline, in its unit: far beyond any rule, and no date overflows. */
#define MAX_AMOUNT 10000

KirokuPackText *
kiroku_pack_read_text (const KirokuPackNode *node)
{
  KirokuPackText *text = g_new0 (KirokuPackText, 1);
  const KirokuPackNode *ja = kiroku_pack_node_child (node, "ja");
  const KirokuPackNode *en = kiroku_pack_node_child (node, "en");

  text->ja = ja != NULL ? kiroku_pack_node_text (ja) : g_strdup ("");
  text->en = en != NULL ? kiroku_pack_node_text (en) : g_strdup ("");
  return text;
}

KirokuPackText *
kiroku_pack_read_child (const KirokuPackNode *node, const char *name)
{
  const KirokuPackNode *child = kiroku_pack_node_child (node, name);

  return child != NULL ? kiroku_pack_read_text (child) : NULL;
}

guint
kiroku_pack_read_word (const KirokuPackNode *node,
                       const char *attribute,
                       const char *const *words,
                       GPtrArray *problems)
{
  const char *value = kiroku_pack_node_get (node, attribute);
  g_autofree char *possible = NULL;

  if (value == NULL)
    return 0;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], value))
      return i;

  possible = g_strjoinv (", ", (char **) words);
  kiroku_pack_node_problem (node, problems, _ ("%s cannot be “%s”: use one of %s"), attribute, value,
                       possible);
  return 0;
}

guint
kiroku_pack_read_number (const KirokuPackNode *node,
                         const char *attribute,
                         guint min,
                         guint max,
                         GPtrArray *problems)
{
  const char *value = kiroku_pack_node_get (node, attribute);
  guint64 number;

  if (value == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (value, 10, min, max, &number, NULL))
    return number;

  kiroku_pack_node_problem (node, problems, _ ("%s cannot be “%s”: write a number from %u to %u"),
                       attribute, value, min, max);
  return min;
}

/* The words of the child @name, separated by white space. (transfer full): empty when missing. */
static char **
read_words (const KirokuPackNode *node, const char *name)
{
  const KirokuPackNode *child = kiroku_pack_node_child (node, name);
  g_autofree char *text = child != NULL ? kiroku_pack_node_text (child) : g_strdup ("");
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);
  return g_strv_builder_end (words);
}

static void
fill_item (Builder *builder, const KirokuPackNode *node, const char *id, KirokuPackItem *item)
{
  const char *confidence = kiroku_pack_node_inherit (node, "confidence");

  item->id = g_strdup (id);
  item->source = g_strdup (kiroku_pack_node_inherit (node, "source"));
  item->as_of = g_strdup (kiroku_pack_node_inherit (node, "as-of"));
  item->file = g_strdup (node->file);
  item->line = node->line;
  item->overlaid = builder->overlaid;
  item->confidence = KIROKU_CONFIDENCE_PROPOSED;
  if (confidence != NULL)
    kiroku_confidence_parse (confidence, &item->confidence);
}

/* NULL when the attribute is missing or cannot be understood; the latter is a problem. */
static KirokuCondition *
read_condition (Builder *builder, const KirokuPackNode *node, const char *name)
{
  const char *text = kiroku_pack_node_get (node, name);
  g_autoptr (GError) error = NULL;
  KirokuCondition *condition = text != NULL ? kiroku_condition_parse (text, &error) : NULL;

  if (error != NULL)
    kiroku_pack_node_problem (node, builder->problems, "%s: %s", name, error->message);
  return condition;
}

/* "always" instead of NULL. */
static KirokuCondition *
read_applies_if (Builder *builder, const KirokuPackNode *node)
{
  KirokuCondition *condition = read_condition (builder, node, "applies-if");

  return condition != NULL ? condition : kiroku_condition_parse ("always", NULL);
}

static KirokuPhase
read_phase (Builder *builder, const KirokuPackNode *node, const char *id)
{
  g_autoptr (GError) error = NULL;
  KirokuPhase phase = KIROKU_PHASE_DETECT;

  if (id != NULL && !kiroku_phase_parse (id, &phase, &error))
    kiroku_pack_node_problem (node, builder->problems, "%s", error->message);
  return phase;
}

/* (transfer full) (element-type KirokuPackStep) */
static GPtrArray *
build_steps (Builder *builder, const KirokuPackNode *node)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (kiroku_pack_step_free);

  for (guint i = 0; i < node->children->len; i++)
    {
      const KirokuPackNode *child = g_ptr_array_index (node->children, i);
      KirokuPackStep *step;

      if (!g_str_equal (child->name, "step"))
        continue;
      step = g_new0 (KirokuPackStep, 1);
      fill_item (builder, child, kiroku_pack_node_get (child, "id"), &step->item);
      step->phase = read_phase (builder, child, kiroku_pack_node_get (child, "phase"));
      step->text = kiroku_pack_read_text (child);
      g_ptr_array_add (steps, step);
    }
  return steps;
}

static gpointer
build_type (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackType *type = g_new0 (KirokuPackType, 1);

  type->name = kiroku_pack_read_child (node, "name");
  type->playbooks = read_words (node, "playbooks");
  type->contacts = read_words (node, "contacts");
  type->forms = read_words (node, "forms");
  type->obligations = read_words (node, "obligations");
  type->steps = build_steps (builder, node);
  return type;
}

static gpointer
build_playbook (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackPlaybook *playbook = g_new0 (KirokuPackPlaybook, 1);

  playbook->name = kiroku_pack_read_child (node, "name");
  playbook->applies_if = read_applies_if (builder, node);
  playbook->steps = build_steps (builder, node);
  return playbook;
}

/* The words of an attribute, separated by blanks. (transfer full): empty when it is missing. */
static char **
read_list (const KirokuPackNode *node, const char *attribute)
{
  const char *value = kiroku_pack_node_get (node, attribute);
  g_auto (GStrv) parts = g_strsplit_set (value != NULL ? value : "", " \t\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);
  return g_strv_builder_end (words);
}

static gpointer
build_gate (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackGate *gate = g_new0 (KirokuPackGate, 1);
  g_auto (GStrv) tasks = read_list (node, "tasks");

  gate->phase = read_phase (builder, node, kiroku_pack_node_get (node, "phase"));
  gate->text = kiroku_pack_read_text (node);
  gate->applies_if = read_applies_if (builder, node);
  gate->holds_if = read_condition (builder, node, "holds-if");
  gate->steps = read_list (node, "steps");
  for (guint i = 0; tasks[i] != NULL; i++)
    gate->tasks |= 1u << read_phase (builder, node, tasks[i]);
  return gate;
}

static gpointer
build_phrase (Builder *builder, const KirokuPackNode *node)
{
  static const char *const classes[]
      = { "action", "observation", "decision", "communication", NULL };
  KirokuPackPhrase *phrase = g_new0 (KirokuPackPhrase, 1);
  g_auto (GStrv) phases = read_list (node, "phases");

  phrase->klass = classes[kiroku_pack_read_word (node, "class", classes, builder->problems)];
  phrase->name = kiroku_pack_read_child (node, "name");
  phrase->text = kiroku_pack_read_child (node, "text");
  for (guint i = 0; phases[i] != NULL; i++)
    phrase->phases |= 1u << read_phase (builder, node, phases[i]);
  return phrase;
}

/* The children @name, whose number or address stands in @attribute.
 * (transfer full) (element-type KirokuPackPhone) */
static GPtrArray *
build_phones (Builder *builder, const KirokuPackNode *node, const char *name, const char *attribute)
{
  GPtrArray *phones = g_ptr_array_new_with_free_func (kiroku_pack_phone_free);

  for (guint i = 0; i < node->children->len; i++)
    {
      const KirokuPackNode *child = g_ptr_array_index (node->children, i);
      const char *value = kiroku_pack_node_get (child, attribute);
      KirokuPackPhone *phone;

      if (!g_str_equal (child->name, name))
        continue;
      phone = g_new0 (KirokuPackPhone, 1);
      fill_item (builder, child, value != NULL ? value : "", &phone->item);
      phone->status = kiroku_pack_read_word (child, "status", number_states, builder->problems);
      phone->note = kiroku_pack_read_child (child, "note");
      g_ptr_array_add (phones, phone);
    }
  return phones;
}

/* "08:30" as minutes after midnight, "24:00" being the end of the day. */
static int
read_minutes (Builder *builder, const KirokuPackNode *node, const char *attribute)
{
  const char *value = kiroku_pack_node_get (node, attribute);
  guint hour, minute;
  char rest;

  if (value == NULL || *value == '\0')
    return 0; /* reported with the schema */
  if (strlen (value) == 5 && sscanf (value, "%2u:%2u%c", &hour, &minute, &rest) == 2 && minute < 60
      && hour * 60 + minute <= 24 * 60)
    return hour * 60 + minute;
  kiroku_pack_node_problem (node, builder->problems,
                            _ ("%s: “%s” is not a time of day: write HH:MM, up to 24:00"), attribute,
                            value);
  return 0;
}

static GPtrArray *
build_open (Builder *builder, const KirokuPackNode *node)
{
  GPtrArray *spans = g_ptr_array_new_with_free_func (kiroku_pack_open_free);

  for (guint i = 0; i < node->children->len; i++)
    {
      const KirokuPackNode *child = g_ptr_array_index (node->children, i);
      KirokuPackOpen *open;

      if (!g_str_equal (child->name, "open"))
        continue;
      open = g_new0 (KirokuPackOpen, 1);
      fill_item (builder, child, "", &open->item);
      open->from = read_minutes (builder, child, "from");
      open->to = read_minutes (builder, child, "to");
      open->zone = g_strdup (kiroku_pack_node_get (child, "zone"));
      open->clock = open->zone != NULL ? g_time_zone_new_identifier (open->zone) : NULL;
      open->calendar = g_strdup (kiroku_pack_node_get (child, "calendar"));
      if (open->to <= open->from)
        kiroku_pack_node_problem (child, builder->problems,
                                  _ ("to: must be after from; a span over midnight is two"));
      g_ptr_array_add (spans, open);
    }
  return spans;
}

static guint
build_phases (Builder *builder, const KirokuPackNode *node)
{
  const KirokuPackNode *child = kiroku_pack_node_child (node, "phases");
  g_auto (GStrv) words = read_words (node, "phases");
  guint phases = 0;

  for (guint i = 0; words[i] != NULL; i++)
    phases |= 1u << read_phase (builder, child, words[i]);
  return phases;
}

static gpointer
build_contact (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackContact *contact = g_new0 (KirokuPackContact, 1);

  contact->own = kiroku_pack_read_word (node, "kind", owners, builder->problems) == 1;
  contact->section = kiroku_pack_read_word (node, "section", sections, builder->problems);
  contact->name = kiroku_pack_read_child (node, "name");
  contact->purpose = kiroku_pack_read_child (node, "purpose");
  contact->hours = kiroku_pack_read_child (node, "hours");
  contact->open = build_open (builder, node);
  contact->note = kiroku_pack_read_child (node, "note");
  contact->ready = kiroku_pack_read_child (node, "ready");
  contact->phones = build_phones (builder, node, "phone", "number");
  contact->emails = build_phones (builder, node, "email", "address");
  contact->urls = build_phones (builder, node, "url", "href");
  contact->types = read_words (node, "types");
  contact->phases = build_phases (builder, node);
  return contact;
}

static void
add_choice (Builder *builder, KirokuPackFact *fact, const KirokuPackNode *node, const char *id)
{
  KirokuPackChoice *choice = g_new0 (KirokuPackChoice, 1);

  fill_item (builder, node, id != NULL ? id : "", &choice->item);
  choice->text = kiroku_pack_read_text (node);
  g_ptr_array_add (fact->choices, choice);
}

/* The words of a yes-no fact are the same everywhere; unlike the interface they are in both
 * languages at once, as a form may be printed in the other one. */
static void
add_yes_no (Builder *builder, KirokuPackFact *fact, const KirokuPackNode *node)
{
  static const struct
  {
    const char *ja;
    const char *en;
  } words[] = { { "はい", "Yes" }, { "いいえ", "No" }, { "不明", "Unknown" } };
  const char *const *ids = kiroku_fact_yes_no_ids ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      KirokuPackChoice *choice = g_new0 (KirokuPackChoice, 1);

      fill_item (builder, node, ids[i], &choice->item);
      choice->text = g_new0 (KirokuPackText, 1);
      choice->text->ja = g_strdup (words[i].ja);
      choice->text->en = g_strdup (words[i].en);
      g_ptr_array_add (fact->choices, choice);
    }
}

static void
build_choices (Builder *builder, KirokuPackFact *fact, const KirokuPackNode *node)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  fact->choices = g_ptr_array_new_with_free_func (kiroku_pack_choice_free);
  if (fact->type == KIROKU_FACT_YES_NO)
    add_yes_no (builder, fact, node);
  for (guint i = 0; i < node->children->len; i++)
    {
      const KirokuPackNode *child = g_ptr_array_index (node->children, i);

      if (g_str_equal (child->name, "choice"))
        add_choice (builder, fact, child, kiroku_pack_node_get (child, "id"));
    }
  for (guint i = 0; i < fact->choices->len; i++)
    g_strv_builder_add (ids, ((KirokuPackChoice *) g_ptr_array_index (fact->choices, i))->item.id);
  if (fact->choices->len > 0)
    fact->choice_ids = g_strv_builder_end (ids);
}

static gpointer
build_fact (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackFact *fact = g_new0 (KirokuPackFact, 1);
  const char *type = kiroku_pack_node_get (node, "type");
  g_autoptr (GError) error = NULL;

  if (type != NULL && !kiroku_fact_type_parse (type, &fact->type, &error))
    kiroku_pack_node_problem (node, builder->problems, "%s", error->message);
  fact->name = kiroku_pack_read_child (node, "name");
  fact->question = kiroku_pack_read_child (node, "question");
  fact->hint = kiroku_pack_read_child (node, "hint");
  fact->profile = kiroku_pack_read_word (node, "profile", no_yes, builder->problems) == 1;
  fact->past = kiroku_pack_read_word (node, "past", no_yes, builder->problems) == 1;
  fact->not_before = g_strdup (kiroku_pack_node_get (node, "not-before"));
  fact->default_from = g_strdup (kiroku_pack_node_get (node, "default-from"));
  build_choices (builder, fact, node);
  return fact;
}

static gpointer
build_form_name (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackFormName *form = g_new0 (KirokuPackFormName, 1);

  form->status = kiroku_pack_read_word (node, "status", form_states, builder->problems);
  form->name = kiroku_pack_read_child (node, "name");
  form->note = kiroku_pack_read_child (node, "note");
  form->against_if = read_condition (builder, node, "against-if");
  return form;
}

/* HH:MM as minutes after midnight; midnight itself, which needs no saying, is a problem. */
static guint
read_time_of_day (Builder *builder, const KirokuPackNode *node, const char *name)
{
  const char *text = kiroku_pack_node_get (node, name);
  guint hour = 0, minute = 0;

  if (text == NULL)
    return 0;
  if (strlen (text) == 5 && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) && text[2] == ':'
      && g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4]))
    {
      hour = (text[0] - '0') * 10 + text[1] - '0';
      minute = (text[3] - '0') * 10 + text[4] - '0';
    }
  if (hour > 23 || minute > 59 || hour + minute == 0)
    {
      kiroku_pack_node_problem (node, builder->problems, _ ("%s cannot be “%s”: write HH:MM"), name,
                                text);
      return 0;
    }
  return hour * 60 + minute;
}

/* A clock is a fact, or report.RULE.submitted. */
static void
read_clock (Builder *builder, const KirokuPackNode *node, KirokuPackObligation *rule)
{
  const char *clock = kiroku_pack_node_get (node, "clock");

  if (clock != NULL && g_str_has_prefix (clock, "report.") && g_str_has_suffix (clock, ".submitted"))
    rule->clock_rule = g_strndup (clock + strlen ("report."),
                                  MAX (strlen (clock), strlen ("report..submitted"))
                                      - strlen ("report..submitted"));
  else
    rule->clock = g_strdup (clock);
  rule->latest = g_strdup (kiroku_pack_node_get (node, "latest"));
  rule->latest_hours
      = kiroku_pack_read_number (node, "latest-hours", 1, MAX_AMOUNT, builder->problems);
}

static void
read_rollover (Builder *builder, const KirokuPackNode *node, KirokuPackObligation *rule)
{
  const char *rollover = kiroku_pack_node_get (node, "rollover");

  if (g_strcmp0 (rollover, "none") != 0)
    rule->rollover = g_strdup (rollover);
  rule->rollover_if = read_condition (builder, node, "rollover-if");
  rule->rollover_at = read_time_of_day (builder, node, "rollover-at");
}

static void
read_remind (Builder *builder, const KirokuPackNode *node, KirokuPackObligation *rule)
{
  const char *text = kiroku_pack_node_get (node, "remind");
  KirokuLead ignored;

  rule->remind_days = g_strdup (kiroku_pack_node_get (node, "remind-days"));
  if (text == NULL)
    return;
  rule->remind = g_strsplit (text, " ", -1);
  for (guint i = 0; rule->remind[i] != NULL; i++)
    if (!kiroku_lead_parse (rule->remind[i], &ignored))
      kiroku_pack_node_problem (node, builder->problems,
                                _ ("remind: “%s” is no lead time: write such as 1/2, 4h, 15m, 3d or "
                                   "09:00, with one blank between two"),
                                rule->remind[i]);
}

static void
read_count (Builder *builder, const KirokuPackNode *node, KirokuPackObligation *rule)
{
  const char *sure = kiroku_pack_node_get (node, "first-day-confidence");
  KirokuConfidence confidence = KIROKU_CONFIDENCE_FOUND;

  rule->unit = kiroku_pack_read_word (node, "unit", units, builder->problems);
  rule->amount_from
      = kiroku_pack_read_number (node, "amount-from", 1, MAX_AMOUNT, builder->problems);
  rule->amount = kiroku_pack_read_number (node, "amount", 1, MAX_AMOUNT, builder->problems);
  rule->first_day = kiroku_pack_read_word (node, "first-day", first_days, builder->problems);
  if (rule->unit != KIROKU_UNIT_HOUR && rule->unit <= KIROKU_UNIT_MONTH
      && kiroku_pack_node_get (node, "first-day") == NULL)
    kiroku_pack_node_problem (node, builder->problems,
                         _ ("first-day: a period in days or months needs it"));
  if (sure != NULL && !kiroku_confidence_parse (sure, &confidence))
    kiroku_pack_node_problem (node, builder->problems, _ ("“%s” is not a confidence"), sure);
  rule->first_day_confirmed = !kiroku_confidence_is_shown (confidence);
  rule->working_days = g_strdup (kiroku_pack_node_get (node, "working-days"));
  rule->ends_at = read_time_of_day (builder, node, "ends-at");
}

/* (transfer full) (element-type KirokuPackAlso) */
static GPtrArray *
build_also (Builder *builder, const KirokuPackNode *node)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (kiroku_pack_also_free);

  for (guint i = 0; i < node->children->len; i++)
    {
      const KirokuPackNode *child = g_ptr_array_index (node->children, i);
      const char *forms = kiroku_pack_node_get (child, "form");
      KirokuPackAlso *also;

      if (!g_str_equal (child->name, "also"))
        continue;
      also = g_new0 (KirokuPackAlso, 1);
      fill_item (builder, child, NULL, &also->item);
      also->forms = g_strsplit (forms != NULL ? forms : "", " ", -1);
      also->form_if = read_condition (builder, child, "if");
      also->instead = kiroku_pack_read_word (child, "instead", no_yes, builder->problems) == 1;
      g_ptr_array_add (all, also);
    }
  return all;
}

static gpointer
build_obligation (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackObligation *rule = g_new0 (KirokuPackObligation, 1);

  rule->jurisdiction = g_strdup (kiroku_pack_node_get (node, "jurisdiction"));
  rule->form = g_strdup (kiroku_pack_node_get (node, "form"));
  rule->hard = kiroku_pack_read_word (node, "kind", hardness, builder->problems) == 1;
  rule->watch = kiroku_pack_read_word (node, "watch", no_yes, builder->problems) == 1;
  rule->applies_if = read_applies_if (builder, node);
  rule->asked_if = read_condition (builder, node, "asked-if");
  rule->form_if = read_condition (builder, node, "form-if");
  rule->also = build_also (builder, node);
  read_clock (builder, node, rule);
  read_count (builder, node, rule);
  read_rollover (builder, node, rule);
  read_remind (builder, node, rule);
  rule->zone = g_strdup (kiroku_pack_node_get (node, "zone"));
  rule->recipient = kiroku_pack_read_child (node, "recipient");
  rule->label = kiroku_pack_read_child (node, "label");
  rule->note = kiroku_pack_read_child (node, "note");
  return rule;
}

static gpointer
build_calendar (Builder *builder, const KirokuPackNode *node)
{
  const char *id = kiroku_pack_node_get (node, "id");
  const KirokuCalendar *base = NULL;

  if (kiroku_pack_read_word (node, "extends", no_yes, builder->problems) == 1 && id != NULL)
    {
      base = kiroku_pack_lookup (builder->pack, KIROKU_KIND_CALENDAR, id);
      if (base == NULL)
        kiroku_pack_node_problem (node, builder->problems,
                                  _ ("extends: there is no calendar “%s” below this pack"), id);
    }
  return kiroku_calendar_build (node, base, builder->problems);
}

static gpointer
build_field (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackField *field = g_new0 (KirokuPackField, 1);

  fill_item (builder, node, kiroku_pack_node_get (node, "fact"), &field->item);
  field->label = kiroku_pack_read_child (node, "label");
  return field;
}

typedef gpointer (*BuildFunc) (Builder *builder, const KirokuPackNode *node);

/* Each child @name of @node, built. (transfer full) */
static GPtrArray *
build_children (Builder *builder,
                const KirokuPackNode *node,
                const char *name,
                BuildFunc build,
                GDestroyNotify destroy)
{
  GPtrArray *built = g_ptr_array_new_with_free_func (destroy);

  for (guint i = 0; i < node->children->len; i++)
    {
      const KirokuPackNode *child = g_ptr_array_index (node->children, i);

      if (g_str_equal (child->name, name))
        g_ptr_array_add (built, build (builder, child));
    }
  return built;
}

static gpointer
build_row (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackRow *row = g_new0 (KirokuPackRow, 1);

  fill_item (builder, node, kiroku_pack_node_get (node, "no"), &row->item);
  row->label = kiroku_pack_read_child (node, "label");
  row->fields = build_children (builder, node, "field", build_field, kiroku_pack_field_free);
  return row;
}

static gpointer
build_section (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackSection *section = g_new0 (KirokuPackSection, 1);

  fill_item (builder, node, NULL, &section->item);
  section->label = kiroku_pack_read_child (node, "label");
  section->text = kiroku_pack_read_child (node, "text");
  section->part = kiroku_pack_read_word (node, "part", letter_parts, builder->problems);
  section->rows = build_children (builder, node, "row", build_row, kiroku_pack_row_free);
  return section;
}

static gpointer
build_addressee (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackAddressee *addressee = g_new0 (KirokuPackAddressee, 1);

  fill_item (builder, node, NULL, &addressee->item);
  addressee->holds_if = read_condition (builder, node, "if");
  addressee->fact = g_strdup (kiroku_pack_node_get (node, "fact"));
  addressee->choice = g_strdup (kiroku_pack_node_get (node, "choice"));
  addressee->text = kiroku_pack_read_text (node);
  return addressee;
}

static gpointer
build_form (Builder *builder, const KirokuPackNode *node)
{
  KirokuPackForm *form = g_new0 (KirokuPackForm, 1);
  guint layout;

  form->version = g_strdup (kiroku_pack_node_get (node, "version"));
  layout = kiroku_pack_read_word (node, "layout", layouts, builder->problems);
  form->letter = layout == 1;
  form->record = layout == 2;
  form->has_phase = kiroku_pack_node_get (node, "phase") != NULL;
  form->phase = read_phase (builder, node, kiroku_pack_node_get (node, "phase"));
  form->name = kiroku_pack_read_child (node, "name");
  form->short_name = kiroku_pack_read_child (node, "short");
  form->recipient = kiroku_pack_read_child (node, "recipient");
  form->addressees
      = build_children (builder, node, "addressee", build_addressee, kiroku_pack_addressee_free);
  form->basis = kiroku_pack_read_child (node, "basis");
  form->standing = kiroku_pack_read_child (node, "standing");
  form->guide = kiroku_pack_read_child (node, "guide");
  form->sections
      = build_children (builder, node, "section", build_section, kiroku_pack_section_free);
  return form;
}

static const BuildFunc build_funcs[KIROKU_N_PACK_KINDS] = {
  [KIROKU_KIND_TYPE] = build_type,
  [KIROKU_KIND_PLAYBOOK] = build_playbook,
  [KIROKU_KIND_CONTACT] = build_contact,
  [KIROKU_KIND_FACT] = build_fact,
  [KIROKU_KIND_FORM_NAME] = build_form_name,
  [KIROKU_KIND_FORM] = build_form,
  [KIROKU_KIND_OBLIGATION] = build_obligation,
  [KIROKU_KIND_CALENDAR] = build_calendar,
  [KIROKU_KIND_PHRASE] = build_phrase,
  [KIROKU_KIND_GATE] = build_gate,
};

static void
build_element (Builder *builder, const KirokuPackNode *node)
{
  for (guint kind = 0; kind < KIROKU_N_PACK_KINDS; kind++)
    if (g_str_equal (node->name, kiroku_pack_kind_element (kind)))
      {
        const char *id = kiroku_pack_node_get (node, kind == KIROKU_KIND_FACT ? "key" : "id");
        gpointer item;

        /* reported as a missing attribute */
        if (id == NULL)
          return;
        item = build_funcs[kind] (builder, node);
        fill_item (builder, node, id, item);
        kiroku_pack_put (builder->pack, kind, item, builder->problems);
      }
}

static void
build_pack (Builder *builder, const KirokuPackNode *root)
{
  KirokuPack *pack = builder->pack;

  /* the overlay has a version of its own: kiroku_pack_get_version() joins the two */
  if (builder->overlaid)
    return;
  pack->version = g_strdup (kiroku_pack_node_get (root, "version"));
  pack->as_of = g_strdup (kiroku_pack_node_get (root, "as-of"));
  pack->name = kiroku_pack_read_child (root, "name");
}

void
kiroku_pack_build (KirokuPack *pack,
                   const KirokuPackNode *root,
                   gboolean overlaid,
                   GPtrArray *problems)
{
  Builder builder = { pack, overlaid, problems };

  if (g_str_equal (root->name, "pack"))
    build_pack (&builder, root);
  else if (g_str_equal (root->name, "form"))
    build_element (&builder, root);
  else
    for (guint i = 0; i < root->children->len; i++)
      build_element (&builder, g_ptr_array_index (root->children, i));
}
