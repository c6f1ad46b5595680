/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "kiroku-addressee.h"
#include "kiroku-form-private.h"
#include "kiroku-words.h"

#define MINUTE (60 * G_USEC_PER_SEC)

G_DEFINE_QUARK (kiroku-form-error-quark, kiroku_form_error)

static const char *const origin_ids[] = {
  [KIROKU_FORM_ORIGIN_NOTHING] = "nothing",       [KIROKU_FORM_ORIGIN_FACT] = "fact",
  [KIROKU_FORM_ORIGIN_OTHER_FACT] = "other_fact", [KIROKU_FORM_ORIGIN_CASE] = "case",
  [KIROKU_FORM_ORIGIN_LOG] = "log",               [KIROKU_FORM_ORIGIN_NOW] = "now",
  [KIROKU_FORM_ORIGIN_OWN] = "form",
};

const char *
kiroku_form_origin_id (KirokuFormOrigin origin)
{
  g_return_val_if_fail ((guint) origin < G_N_ELEMENTS (origin_ids), NULL);

  return origin_ids[origin];
}

static const char *const copy_ids[] = {
  [KIROKU_FORM_COPY_SUBMISSION] = "submission",
  [KIROKU_FORM_COPY_WORKING] = "working",
};

const char *
kiroku_form_copy_id (KirokuFormCopy copy)
{
  g_return_val_if_fail ((guint) copy <= KIROKU_FORM_COPY_BARE, NULL);

  return copy_ids[copy == KIROKU_FORM_COPY_BARE ? KIROKU_FORM_COPY_SUBMISSION : copy];
}

gboolean
kiroku_form_copy_parse (const char *id, KirokuFormCopy *copy)
{
  for (guint i = 0; i < G_N_ELEMENTS (copy_ids); i++)
    if (g_str_equal (id, copy_ids[i]))
      {
        *copy = i;
        return TRUE;
      }
  return FALSE;
}

/* The choice 不明, where a fact has it. */
#define UNKNOWN_CHOICE "unknown"

/* --- Finding a value -------------------------------------------------------------------------- */

/* What stands in a field, before it is shown. */
typedef struct
{
  char *value;
  KirokuFactState state;
  KirokuFormOrigin origin;
  char *origin_key;       /* (nullable) */
  const KirokuFact *fact; /* (nullable): whose value it is; borrowed */
} Found;

/* What @from names of the case; NULL with a state where it is not here. (transfer full) (nullable) */
static char *
case_value (const KirokuFormContext *context, const char *from, KirokuFactState *state)
{
  const KirokuCase *info = context->case_info;
  const KirokuPackType *type;

  if (g_str_equal (from, "case.title") && !kiroku_case_lacks_title (info))
    return g_strdup (info->title);
  if (g_str_equal (from, "case.level") && info->level != KIROKU_LEVEL_WITHHELD)
    return g_strdup_printf ("%d", info->level);
  if (!g_str_equal (from, "case.type") || info->type == NULL)
    {
      *state = g_str_equal (from, "case.title") ? info->title_state : KIROKU_FACT_WITHHELD;
      return NULL;
    }
  type = kiroku_pack_get_type (context->pack, info->type);
  return g_strdup (type != NULL ? kiroku_pack_text (type->name, context->language) : info->type);
}

static char *
now_value (const KirokuFormContext *context, KirokuFactType type)
{
  g_autofree char *iso = kiroku_time_to_iso (context->now, context->zone);

  return type == KIROKU_FACT_DATE ? g_strndup (iso, strlen ("YYYY-MM-DD")) : g_steal_pointer (&iso);
}

/* Whether anybody has said anything about the fact. An answer that is not here any more is one: nothing
 * else stands in for it. */
static gboolean
is_answered (const KirokuFact *fact)
{
  return fact != NULL && (fact->value[0] != '\0' || fact->state == KIROKU_FACT_INVESTIGATING
                          || fact->state == KIROKU_FACT_UNKNOWN || fact->state == KIROKU_FACT_NONE
                          || fact->state == KIROKU_FACT_WITHHELD
                          || fact->state == KIROKU_FACT_ERASED);
}

/* The value of @other as it may stand in @definition: its text, unless both are of one type. */
static char *
convert (const KirokuFormContext *context,
         const KirokuPackFact *definition,
         const KirokuPackFact *other,
         const char *value)
{
  if (other == NULL || other->type == definition->type || value[0] == '\0')
    return g_strdup (value);
  return kiroku_form_show_value (other, value, context->zone, context->language);
}

/* Whether @from is something that is read from the record of the case. */
static gboolean
find_recorded (const KirokuFormContext *context, const char *from, char **value)
{
  const struct
  {
    const char *from, *text;
  } recorded[] = {
    { "log", context->chronology },
    { "assets", context->assets },
    { "indicators", context->indicators },
    { "reports-made", context->reports_made },
  };

  for (guint i = 0; i < G_N_ELEMENTS (recorded); i++)
    if (g_str_equal (from, recorded[i].from))
      {
        *value = g_strdup (recorded[i].text);
        return TRUE;
      }
  return FALSE;
}

/* A default may itself have one; a pack in which they go round in circles was refused when it was loaded. */
static Found
find_default (const KirokuFormContext *context, const KirokuPackFact *definition)
{
  const char *from = definition->default_from;
  Found found = { NULL, KIROKU_FACT_UNASKED, KIROKU_FORM_ORIGIN_NOTHING, g_strdup (from), NULL };

  if (from == NULL)
    return found;
  if (g_str_equal (from, "now"))
    {
      found.origin = KIROKU_FORM_ORIGIN_NOW;
      found.value = now_value (context, definition->type);
    }
  else if (find_recorded (context, from, &found.value))
    found.origin = KIROKU_FORM_ORIGIN_LOG;
  else if (g_str_has_prefix (from, "case."))
    {
      found.origin = KIROKU_FORM_ORIGIN_CASE;
      found.value = case_value (context, from, &found.state);
    }
  else
    {
      const KirokuFact *fact = kiroku_facts_get (context->facts, from);
      const KirokuPackFact *other = kiroku_pack_get_fact (context->pack, from);

      if (!is_answered (fact) && other != NULL)
        {
          g_free (found.origin_key);
          return find_default (context, other);
        }
      if (is_answered (fact))
        {
          found.origin = KIROKU_FORM_ORIGIN_OTHER_FACT;
          found.state = fact->state;
          found.fact = fact;
          found.value = convert (context, definition, other, fact->value);
        }
    }
  return found;
}

/* A form while it is filled in. */
typedef struct
{
  const KirokuFormContext *context;
  const KirokuPackForm *form;
  const KirokuPackAddressee *addressee; /* (nullable): to whom it goes */
} Filling;

static void
take_key_cb (const char *key, const char *id, gboolean equals, gpointer first)
{
  if (*(const char **) first == NULL)
    *(const char **) first = key;
}

/* What follows from to whom the form goes. */
static Found
find_routed (const Filling *filling)
{
  const KirokuPackAddressee *addressee = filling->addressee;
  const char *key = NULL;

  kiroku_condition_foreach (addressee->holds_if, take_key_cb, &key);
  return (Found){ g_strdup (addressee->choice), KIROKU_FACT_UNASKED, KIROKU_FORM_ORIGIN_OTHER_FACT,
                  g_strdup (key), NULL };
}

static Found
find_value (const Filling *filling, const KirokuPackFact *definition)
{
  const KirokuFormContext *context = filling->context;
  const KirokuFact *fact = kiroku_facts_get (context->facts, definition->item.id);
  Found found;

  if (is_answered (fact))
    found = (Found){ g_strdup (fact->value), fact->state, KIROKU_FORM_ORIGIN_FACT, NULL, fact };
  else if (filling->addressee != NULL
           && g_strcmp0 (filling->addressee->fact, definition->item.id) == 0)
    found = find_routed (filling);
  else
    found = find_default (context, definition);
  if (found.value == NULL)
    found.value = g_strdup ("");
  if (found.value[0] == '\0' && found.state == KIROKU_FACT_UNASKED)
    {
      found.origin = KIROKU_FORM_ORIGIN_NOTHING;
      g_clear_pointer (&found.origin_key, g_free);
    }
  return found;
}

/* --- Filling ---------------------------------------------------------------------------------- */

/* Who says that the answer is unknown has answered a question that has 不明 among its boxes. */
static GPtrArray *
fill_choices (const KirokuPackFact *definition, KirokuFactState state, const char *value, const char *language)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_form_choice_free);
  g_auto (GStrv) ids = g_strsplit (state == KIROKU_FACT_UNKNOWN && value[0] == '\0' ? UNKNOWN_CHOICE : value, ",", -1);

  for (guint i = 0; definition->choices != NULL && i < definition->choices->len; i++)
    {
      const KirokuPackChoice *from = definition->choices->pdata[i];
      KirokuFormChoice *choice = g_new0 (KirokuFormChoice, 1);

      choice->id = g_strdup (from->item.id);
      choice->name = g_strdup (kiroku_pack_text (from->text, language));
      choice->checked = g_strv_contains ((const char *const *) ids, from->item.id);
      g_ptr_array_add (choices, choice);
    }
  return choices;
}

/* The answer for this form alone, when there is one; *@found then becomes it, and what it was is shown in
 * @field. */
static void
take_own (const KirokuFormContext *context,
          const KirokuPackFact *definition,
          Found *found,
          KirokuFormField *field)
{
  const KirokuFact *own
      = context->own != NULL ? kiroku_facts_get (context->own, definition->item.id) : NULL;
  g_autofree char *shown = NULL;

  if (own == NULL)
    return;
  shown = found->value[0] != '\0'
              ? kiroku_form_show_value (definition, found->value, context->zone, context->language)
              : g_strdup ("");
  field->instead_of
      = kiroku_form_add_note (context->language, shown,
                   kiroku_form_show_state (context->language, definition->type, found->state));
  g_free (found->value);
  g_free (found->origin_key);
  *found = (Found){ g_strdup (own->value), own->state, KIROKU_FORM_ORIGIN_OWN, NULL, own };
}

/* What others stated instead of @fact, (nullable), as that fact shows it. */
static void
add_rivals (const KirokuFormContext *context, const KirokuFact *fact, GPtrArray *rivals)
{
  const KirokuPackFact *definition
      = fact != NULL ? kiroku_pack_get_fact (context->pack, fact->key) : NULL;

  for (guint i = 0; definition != NULL && fact->rivals != NULL && i < fact->rivals->len; i++)
    {
      const char *rival = fact->rivals->pdata[i];

      g_ptr_array_add (rivals, rival[0] != '\0'
                                   ? kiroku_form_show_value (definition, rival, context->zone,
                                                             context->language)
                                   : g_strdup (kiroku_words (context->language, "（開示されない、または空欄）",
                                                             "(withheld or cleared)")));
    }
}

/* Whose value stands in a field may be another fact; one that somebody cleared is disputed all the same. Nobody
 * disputes what was answered for this form alone. */
static GPtrArray *
fill_rivals (const KirokuFormContext *context, const KirokuPackFact *definition, const Found *found)
{
  GPtrArray *rivals = g_ptr_array_new_with_free_func (g_free);
  const KirokuFact *fact = kiroku_facts_get (context->facts, definition->item.id);

  if (found->origin == KIROKU_FORM_ORIGIN_OWN)
    return rivals;
  add_rivals (context, fact, rivals);
  if (found->fact != fact)
    add_rivals (context, found->fact, rivals);
  return rivals;
}

static char *
dup_text (const KirokuPackText *text, const char *language)
{
  return text != NULL ? g_strdup (kiroku_pack_text (text, language)) : NULL;
}

/* The form may be sure to ask for the fact and not of the choices it prints. */
static KirokuConfidence
field_confidence (KirokuPack *pack, const KirokuPackField *field)
{
  const KirokuPackFact *definition = kiroku_pack_get_fact (pack, field->item.id);
  KirokuConfidence least = field->item.confidence;

  for (guint i = 0; definition->choices != NULL && i < definition->choices->len; i++)
    {
      const KirokuPackChoice *choice = definition->choices->pdata[i];

      if (choice->item.confidence != definition->item.confidence)
        least = MAX (least, choice->item.confidence);
    }
  return least;
}

/* The answer as it is printed. @definition: of @field; @letter: whoever gets a letter is not told what an
 * estimate rests on. */
static void
show_found (const KirokuFormContext *context,
            const KirokuPackFact *definition,
            const Found *found,
            gboolean letter,
            KirokuFormField *field)
{
  const char *language = context->language;
  const char *state = kiroku_form_show_state (language, definition->type, found->state);
  g_autofree char *shown = NULL;
  g_autofree char *inside = NULL;

  if (found->fact != NULL && found->fact->remark != NULL)
    {
      field->remark = g_strdup (found->fact->remark);
      field->remark_shown = kiroku_form_show_remark (
          language, found->state, found->fact->remark, found->fact->remark_state, context->zone);
    }
  else
    field->remark_shown = g_strdup ("");
  field->note = kiroku_form_add_remark (language, state, field->remark_shown, FALSE);
  shown = found->value[0] != '\0'
              ? kiroku_form_show_value (definition, found->value, context->zone, language)
              : g_strdup ("");
  inside = letter && found->state == KIROKU_FACT_ESTIMATE
               ? g_strdup (state)
               : kiroku_form_add_remark (language, state, field->remark_shown, shown[0] != '\0');
  field->shown = kiroku_form_add_note (language, shown, inside);
}

/* When an incident was detected and since when it is known are two facts, and a form asks for the first where
 * people may have stated the second alone. (transfer full) (nullable) */
static char *
dup_mistaken (const KirokuFormContext *context, const KirokuFormField *field)
{
  if (!field->is_missing || !g_str_equal (field->key, "t.detected")
      || !is_answered (kiroku_facts_get (context->facts, "t.known")))
    return NULL;
  return g_strdup (kiroku_words (context->language,
                                 "この欄には「発覚日時」（t.detected）を記入します。入力済みの「知った日時」（t.known）は期限の起算に使うもので、この欄には入りません。",
                                 "This field takes “Discovered” (t.detected). “Known since” (t.known), which is stated, "
                                 "starts the clock of deadlines and does not stand here."));
}

static KirokuFormField *
fill_field (const Filling *filling, const KirokuPackField *from)
{
  const KirokuFormContext *context = filling->context;
  const KirokuPackFact *definition = kiroku_pack_get_fact (context->pack, from->item.id);
  const char *language = context->language;
  KirokuFormField *field = g_new0 (KirokuFormField, 1);
  Found found;

  g_assert (definition != NULL); /* checked when the pack was loaded */
  found = find_value (filling, definition);
  take_own (context, definition, &found, field);

  field->key = g_strdup (from->item.id);
  field->label = dup_text (from->label, language);
  field->name = dup_text (definition->name, language);
  field->question = dup_text (definition->question, language);
  field->hint = dup_text (definition->hint, language);
  field->type = definition->type;
  field->choices = fill_choices (definition, found.state, found.value, language);
  field->rivals = fill_rivals (context, definition, &found);

  show_found (context, definition, &found, filling->form->letter, field);
  field->value = found.value;
  field->state = found.state;
  field->origin = found.origin;
  field->origin_key = found.origin_key;
  field->entry = found.fact != NULL ? g_strdup (found.fact->origin) : NULL;
  field->in_profile = definition->profile;
  field->is_missing = found.origin == KIROKU_FORM_ORIGIN_NOTHING;
  field->mistaken = dup_mistaken (context, field);
  field->confidence = field_confidence (context->pack, from);
  return field;
}

static char *
dup_tag (KirokuConfidence confidence, const char *language)
{
  if (!kiroku_confidence_is_shown (confidence))
    return NULL;
  return g_strdup (kiroku_words_confidence (language, confidence));
}

/* One tag for the row, where it holds of all in it; else each field has its own. Of what is less sure itself than
 * all its fields it holds of all. */
static void
tag_row (KirokuFormRow *row, const char *language)
{
  KirokuConfidence own = row->confidence, least = 0;
  gboolean alike = TRUE;

  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuFormField *field = row->fields->pdata[i];

      alike = alike && field->confidence == ((KirokuFormField *) row->fields->pdata[0])->confidence;
      least = MAX (least, field->confidence);
    }
  row->confidence = MAX (own, least);
  if (alike || own > least)
    row->tag = dup_tag (row->confidence, language);
  for (guint i = 0; row->tag == NULL && !alike && i < row->fields->len; i++)
    {
      KirokuFormField *field = row->fields->pdata[i];

      field->tag = dup_tag (field->confidence, language);
    }
}

static KirokuFormRow *
fill_row (const Filling *filling, const KirokuPackRow *from)
{
  const char *language = filling->context->language;
  KirokuFormRow *row = g_new0 (KirokuFormRow, 1);

  row->number = g_strdup (from->item.id);
  row->label = dup_text (from->label, language);
  row->source = g_strdup (from->item.source);
  row->confidence = from->item.confidence;
  row->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_form_field_free);
  for (guint i = 0; i < from->fields->len; i++)
    {
      const KirokuPackField *field = from->fields->pdata[i];

      g_ptr_array_add (row->fields, fill_field (filling, field));
    }
  tag_row (row, language);
  return row;
}

static KirokuFormSection *
fill_section (const Filling *filling, const KirokuPackSection *from)
{
  const char *language = filling->context->language;
  KirokuFormSection *section = g_new0 (KirokuFormSection, 1);

  section->label = dup_text (from->label, language);
  section->part = from->part;
  section->text = dup_text (from->text, language);
  section->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_form_row_free);
  for (guint i = 0; i < from->rows->len; i++)
    g_ptr_array_add (section->rows, fill_row (filling, from->rows->pdata[i]));
  return section;
}

static const KirokuPackForm *
find_form (KirokuPack *pack, const char *id, const char *language, GError **error)
{
  const KirokuPackForm *form = kiroku_pack_get_form (pack, id);
  const KirokuPackFormName *name = kiroku_pack_get_form_name (pack, id);

  if (form != NULL)
    return form;
  if (name != NULL && name->note != NULL)
    g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_UNDEFINED,
                 /* Translators: a form, then why. */
                 _ ("form “%s” cannot be filled in: %s"), id, kiroku_pack_text (name->note, language));
  else if (name != NULL)
    g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_UNDEFINED,
                 _ ("form “%s” cannot be filled in: the rule pack knows its name only; choose "
                    "another, or put a definition at forms/%s.xml in a pack of your own"),
                 id, id);
  else
    g_set_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_UNKNOWN,
                 _ ("there is no form “%s”: see the list of forms"), id);
  return NULL;
}

/* To whom it goes, as far as that is known. */
static void
copy_recipient (const Filling *filling, const char *language, KirokuFilledForm *form)
{
  const KirokuPackAddressee *addressee = filling->addressee;

  form->recipient
      = dup_text (addressee != NULL ? addressee->text : filling->form->recipient, language);
  form->recipient_confidence
      = addressee != NULL ? addressee->item.confidence : KIROKU_CONFIDENCE_SEED;
  form->recipient_tag = dup_tag (form->recipient_confidence, language);
}

/* What the definition says, in one language. */
static KirokuFilledForm *
copy_texts (const Filling *filling, const char *language)
{
  const KirokuFormContext *context = filling->context;
  const KirokuPackForm *from = filling->form;
  KirokuFilledForm *form = g_new0 (KirokuFilledForm, 1);

  form->id = g_strdup (from->item.id);
  form->version = g_strdup (from->version);
  form->letter = from->letter;
  form->record = from->record;
  form->pack_version = g_strdup (kiroku_pack_get_version (context->pack));
  form->language = g_strdup (language);
  form->name = dup_text (from->name, language);
  form->short_name = dup_text (from->short_name, language);
  copy_recipient (filling, language, form);
  form->basis = dup_text (from->basis, language);
  form->standing = dup_text (from->standing, language);
  form->guide = dup_text (from->guide, language);
  form->tag = dup_tag (from->item.confidence, language);
  return form;
}

/* Whether by what the case says nothing is to be shared with whoever gets form @id. */
static gboolean
is_excluded (const KirokuFormContext *context, const char *id)
{
  const KirokuPackFormName *name = kiroku_pack_get_form_name (context->pack, id);

  return name != NULL && name->against_if != NULL
         && kiroku_condition_evaluate (name->against_if, context->facts, NULL) == KIROKU_TRUTH_YES;
}

KirokuFilledForm *
kiroku_form_fill (const KirokuFormContext *context, const char *id, GError **error)
{
  const KirokuPackForm *from;
  const KirokuFormField *date;
  Filling filling;
  KirokuFilledForm *form;
  const char *language;

  g_return_val_if_fail (context != NULL && context->pack != NULL && id != NULL, NULL);
  g_return_val_if_fail (context->facts != NULL && context->case_info != NULL, NULL);
  g_return_val_if_fail (context->zone != NULL, NULL);

  from = find_form (context->pack, id, context->language, error);
  if (from == NULL)
    return NULL;

  language = kiroku_words_is_japanese (context->language) ? context->language : "en";
  filling = (Filling){ context, from,
                       kiroku_addressee_find (from, context->facts, context->own, NULL) };
  form = copy_texts (&filling, language);
  form->case_number = g_strdup (context->case_info->number);
  form->exercise = context->case_info->exercise;
  form->excluded = is_excluded (context, id);
  form->made
      = kiroku_words_time (language, context->now - context->now % MINUTE, context->zone);
  form->now = context->now;
  form->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_form_section_free);
  for (guint i = 0; i < from->sections->len; i++)
    g_ptr_array_add (form->sections, fill_section (&filling, from->sections->pdata[i]));
  date = kiroku_filled_form_find (form, "report.date");
  form->report_date = date != NULL ? g_strdup (date->shown) : NULL;
  return form;
}
