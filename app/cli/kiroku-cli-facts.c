/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-book-anchor.h"
#include "kiroku-cli-forms.h"
#include "kiroku-cli.h"
#include "kiroku-doubt.h"
#include "kiroku-fold.h"
#include "kiroku-error.h"
#include "kiroku-i18n.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

static gpointer
read_facts (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read_facts (db, data, KIROKU_NOW, error);
}

/* The definition of the fact a word names, or NULL after telling that there is none. */
static const KirokuPackFact *
find_fact (KirokuCli *cli, guint index, int *status)
{
  const char *key = kiroku_args_get_word (cli->args, index);
  const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (cli->book), key);

  if (fact == NULL)
    *status = kiroku_cli_usage (cli, _ ("“%s” is no fact of the rule pack: see the key of each field "
                                        "in kiroku-cli form show, or all of them with kiroku-cli get CASE --unset"),
                                key);
  return fact;
}

/* Whether people call @state so, in either language; of “現時点で不明” the end says enough, while “known” is not
 * “unknown”. */
static gboolean
is_called (KirokuFactState state, const char *typed)
{
  static const char *const languages[] = { "ja", "en" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_auto (KirokuSpoken) spoken = kiroku_speak (languages[i]);
      const char *name = kiroku_fact_state_name (state);

      if (g_ascii_strcasecmp (typed, name) == 0
          || (!g_str_is_ascii (typed) && g_utf8_strlen (typed, -1) > 1 && g_str_has_suffix (name, typed)))
        return TRUE;
    }
  return g_str_equal (typed, kiroku_fact_state_id (state));
}

/* Whoever typed the name of a state that has no value in place of one is told how to say it; FALSE when nobody did. */
static gboolean
refuse_state (KirokuCli *cli, const KirokuPackFact *fact, const char *typed, int *status)
{
  for (guint state = KIROKU_FACT_INVESTIGATING; state <= KIROKU_FACT_NONE; state++)
    if (is_called (state, typed))
      {
        *status = kiroku_cli_usage (cli, _ ("“%s” is a state, not a value of %s: leave the value out and say --state=%s"),
                                    typed, fact->item.id, kiroku_fact_state_id (state));
        return TRUE;
      }
  return FALSE;
}

/* What is wrong with what was typed for @fact; of a choice with all there are and their words. */
static int
refuse_value (KirokuCli *cli, const KirokuPackFact *fact, const char *typed, const GError *error)
{
  g_autofree char *choices = kiroku_pack_fact_list_choices (fact, cli->language);
  g_autofree char *visible = NULL;
  int status;

  if (refuse_state (cli, fact, typed, &status))
    return status;
  if (choices == NULL || !g_error_matches (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE))
    return kiroku_cli_usage (cli, "%s", error->message);
  visible = kiroku_text_visible (typed, TRUE);
  /* Translators: the key of a fact, what was typed, a list of "id (words)". */
  return kiroku_cli_usage (cli, _ ("%s: “%s” is not one of the choices: use %s"), fact->item.id, visible,
                           choices);
}

/* --- set --- */

/* --expected of what is under investigation, --basis of an estimate; @remark: (out) (transfer full): "" for
 * neither. */
static gboolean
take_remark (KirokuCli *cli, gboolean has_state, KirokuFactState state, char **remark, int *status)
{
  const char *expected = kiroku_args_get_option (cli->args, "expected");
  const char *basis = kiroku_args_get_option (cli->args, "basis");
  const char *typed = expected != NULL ? expected : basis;
  const KirokuFactState wanted
      = expected != NULL ? KIROKU_FACT_INVESTIGATING : KIROKU_FACT_ESTIMATE;
  g_autoptr (GError) error = NULL;

  *remark = NULL;
  if (typed == NULL)
    *remark = g_strdup ("");
  else if ((expected != NULL && basis != NULL) || !has_state || state != wanted)
    *status = kiroku_cli_usage (
        cli, _ ("--expected=TIME goes with --state=investigating, and --basis=TEXT with --state=estimate"));
  else if (!kiroku_fact_check_remark (state, typed, cli->zone, kiroku_cli_get_now (cli), remark, &error))
    *status = kiroku_cli_usage (cli, "%s", error->message);
  return *remark != NULL;
}

/* Whether @key stands as an estimate in the case; FALSE with @error when it cannot be read. */
static gboolean
is_estimate (KirokuCli *cli, const char *case_id, const char *key, GError **error)
{
  g_autoptr (KirokuFacts) facts = kiroku_cli_read (cli, read_facts, (gpointer) case_id, error);
  const KirokuFact *fact = facts != NULL ? kiroku_facts_get (facts, key) : NULL;

  return fact != NULL && fact->state == KIROKU_FACT_ESTIMATE;
}

/* Of what is recorded; that it cannot be read for this is no failure. */
static void
warn_of_doubt (KirokuCli *cli, const char *case_id, const KirokuPackFact *fact, const char *value)
{
  g_autoptr (KirokuFacts) facts = fact->type == KIROKU_FACT_TIME && value[0] != '\0'
                                      ? kiroku_cli_read (cli, read_facts, (gpointer) case_id, NULL)
                                      : NULL;

  g_autofree char *doubt = NULL;

  if (facts != NULL)
    doubt = kiroku_doubt_describe (kiroku_book_get_pack (cli->book), facts, fact->item.id, value,
                                   kiroku_cli_get_now (cli), cli->language);
  if (doubt != NULL)
    kiroku_cli_warn ("%s: %s", fact->item.id, doubt);
}

typedef struct
{
  KirokuCli *cli;
  const char *case_id;
} FilingsQuery;

static gpointer
read_filings (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const FilingsQuery *query = data;

  return kiroku_cli_read_filings (query->cli, db, query->case_id, error);
}

static gboolean
says_other (const KirokuFiled *filed, const char *key)
{
  for (guint i = 0; filed != NULL && i < filed->contradicts->len; i++)
    if (g_str_equal (((const KirokuContradiction *) g_ptr_array_index (filed->contradicts, i))->key, key))
      return TRUE;
  return FALSE;
}

/* Names each form that was handed in with another answer to @key; of what is recorded, as warn_of_doubt(). */
static void
warn_of_filed (KirokuCli *cli, const char *case_id, const char *key)
{
  FilingsQuery query = { cli, case_id };
  g_autoptr (GHashTable) filings = kiroku_cli_read (cli, read_filings, &query, NULL);
  g_autoptr (GList) forms = filings != NULL ? g_hash_table_get_keys (filings) : NULL;

  forms = g_list_sort (forms, (GCompareFunc) g_strcmp0);
  for (GList *link = forms; link != NULL; link = link->next)
    if (says_other (kiroku_cli_get_last_filed (g_hash_table_lookup (filings, link->data)), key))
      /* Translators: a form such as F01; a fact such as leak.count; a form, for a command. */
      kiroku_cli_warn (_ ("%s was filed with another answer to %s: see kiroku-cli form show CASE %s, and tell whoever "
                          "has it"),
                       (const char *) link->data, key, (const char *) link->data);
}

static KirokuEntry *
append_fact (KirokuCli *cli,
             const char *case_id,
             const KirokuPackFact *fact,
             const char *value,
             gboolean has_state,
             KirokuFactState state,
             const char *remark,
             GError **error)
{
  KirokuDraft *draft = kiroku_draft_fact (fact->item.id, fact->type, value, has_state, state);

  kiroku_draft_add_remark (draft, fact->item.id, state, remark);
  return kiroku_book_append_one (cli->book, case_id, draft, error);
}

int
kiroku_command_set (KirokuCli *cli)
{
  const char *state_id = kiroku_args_get_option (cli->args, "state");
  /* a state such as "unknown" says enough */
  const char *typed = kiroku_args_count_words (cli->args) > 2 ? kiroku_args_get_word (cli->args, 2) : "";
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autofree char *value = NULL;
  g_autofree char *remark = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  KirokuFactState state = KIROKU_FACT_UNASKED;
  const KirokuPackFact *fact;
  gboolean was_estimate;
  int status;

  if (state_id != NULL && !kiroku_fact_state_parse (state_id, &state, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  fact = find_fact (cli, 1, &status);
  if (fact == NULL)
    return status;
  if (state_id == NULL && kiroku_args_count_words (cli->args) < 3)
    return kiroku_cli_usage (cli, _ ("say the value of %s, or with --state=… that there is none yet"),
                             fact->item.id);
  if (!kiroku_pack_check_fact (kiroku_book_get_pack (cli->book), fact->item.id, typed, cli->zone,
                               kiroku_cli_get_now (cli), &value, &error))
    return refuse_value (cli, fact, typed, error);
  if (!take_remark (cli, state_id != NULL, state, &remark, &status))
    return status;
  /* a value without a state is confirmed: nobody may have meant to say so of an estimate */
  was_estimate
      = state_id == NULL && value[0] != '\0' && is_estimate (cli, case_id, fact->item.id, &error);
  if (error == NULL)
    entry = append_fact (cli, case_id, fact, value, state_id != NULL, state, remark, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  if (was_estimate)
    kiroku_cli_warn (_ ("%s was an estimate, is now confirmed: --state=estimate keeps it one"),
                     fact->item.id);
  if (value[0] != '\0' && (state == KIROKU_FACT_NONE || state == KIROKU_FACT_UNKNOWN))
    kiroku_cli_warn (_ ("%s: a value stands beside a state that says there is none: set one of the two again"),
                     fact->item.id);
  warn_of_doubt (cli, case_id, fact, value);
  warn_of_filed (cli, case_id, fact->item.id);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

/* --- get --- */

typedef struct
{
  KirokuCli *cli;
  JsonBuilder *builder;
} Output;

/* What others said of @fact without having seen what stands. */
static void
add_rivals (JsonBuilder *builder, const KirokuFact *fact)
{
  if (fact->rivals == NULL)
    return;
  json_builder_set_member_name (builder, "rivals");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fact->rivals->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (fact->rivals, i));
  json_builder_end_array (builder);
}

/* The key in JSON of what is said beside the state of @fact, when it is here. (nullable) */
static const char *
get_remark_key (const KirokuFact *fact)
{
  if (fact->remark == NULL || fact->remark[0] == '\0')
    return NULL;
  return fact->state == KIROKU_FACT_ESTIMATE ? "basis" : "expected";
}

static void
print_remark (const KirokuFact *fact)
{
  const char *key = get_remark_key (fact);

  if (key == NULL && fact->remark != NULL)
    kiroku_print_row ("    %s", fact->remark_state == KIROKU_FACT_ERASED ? _ ("(erased by law)")
                                                                         : _ ("(withheld)"));
  else if (key != NULL)
    kiroku_print_row (fact->state == KIROKU_FACT_ESTIMATE ? _ ("    based on: %s")
                                                          : _ ("    expected about: %s"),
                      fact->remark);
}

static void
print_fact (const KirokuFact *fact)
{
  kiroku_print_row (_ ("%s = %s (%s)"), fact->key, fact->value,
                    kiroku_fact_state_name (fact->state));
  print_remark (fact);
  for (guint i = 0; fact->rivals != NULL && i < fact->rivals->len; i++)
    kiroku_print_row (_ ("    set otherwise by somebody who had not seen this: %s"),
                      (const char *) g_ptr_array_index (fact->rivals, i));
}

static void
put_fact (const KirokuFact *fact, gpointer data)
{
  const Output *output = data;
  const KirokuPackFact *definition
      = kiroku_pack_get_fact (kiroku_book_get_pack (output->cli->book), fact->key);

  if (!output->cli->json)
    {
      print_fact (fact);
      return;
    }
  json_builder_begin_object (output->builder);
  kiroku_json_text (output->builder, "key", fact->key);
  kiroku_json_text (output->builder, "value", fact->value);
  kiroku_json_text (output->builder, "state", kiroku_fact_state_id (fact->state));
  if (fact->state == KIROKU_FACT_ERASED)
    kiroku_json_boolean (output->builder, "erased", TRUE);
  if (get_remark_key (fact) != NULL)
    kiroku_json_text (output->builder, get_remark_key (fact), fact->remark);
  kiroku_json_text (output->builder, "name",
                    definition != NULL ? kiroku_pack_text (definition->name, output->cli->language)
                                       : NULL);
  kiroku_json_text (output->builder, "entry", fact->origin);
  add_rivals (output->builder, fact);
  json_builder_end_object (output->builder);
}

/* The value of @fact (nullable) as it is printed: one that is withheld is not empty. */
static const char *
show_value (const KirokuFact *fact)
{
  if (fact == NULL)
    return "";
  if (fact->state == KIROKU_FACT_ERASED)
    return _ ("(erased by law)");
  return fact->state == KIROKU_FACT_WITHHELD ? _ ("(withheld)") : fact->value;
}

static int
get_one (KirokuCli *cli, KirokuFacts *facts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  Output output = { cli, builder };
  KirokuFact nothing = { .value = (char *) "", .state = KIROKU_FACT_UNASKED };
  const KirokuFact *fact;
  int status;
  const KirokuPackFact *definition = find_fact (cli, 1, &status);

  if (definition == NULL)
    return status;
  fact = kiroku_facts_get (facts, definition->item.id);
  nothing.key = definition->item.id;
  if (!cli->json)
    {
      if (fact != NULL && fact->value[0] == '\0' && (guint) fact->state < KIROKU_N_FACT_STATES
          && fact->state != KIROKU_FACT_UNASKED)
        kiroku_print ("(%s)\n", kiroku_fact_state_name (fact->state)); /* that there is none is an answer */
      else
        kiroku_print ("%s\n", show_value (fact));
      return KIROKU_EXIT_DONE;
    }
  put_fact (fact != NULL ? fact : &nothing, &output);
  kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* Every fact the rules know and nobody has stated in the case. */
static void
put_unset (KirokuFacts *facts, const Output *output)
{
  GPtrArray *all = kiroku_pack_get_facts (kiroku_book_get_pack (output->cli->book));

  for (guint i = 0; i < all->len; i++)
    {
      const KirokuPackFact *definition = g_ptr_array_index (all, i);
      const KirokuFact nothing = { .key = definition->item.id,
                                   .value = (char *) "",
                                   .state = KIROKU_FACT_UNASKED };

      if (kiroku_facts_get (facts, definition->item.id) != NULL)
        continue;
      if (output->cli->json)
        put_fact (&nothing, (gpointer) output);
      else
        /* Translators: a fact's key, and what it is called. */
        kiroku_print_row (_ ("%s: %s"), definition->item.id,
                          kiroku_pack_text (definition->name, output->cli->language));
    }
}

int
kiroku_command_get (KirokuCli *cli)
{
  const gboolean unset = kiroku_args_has_option (cli->args, "unset");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuFacts) facts = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  Output output;

  if (unset && kiroku_args_count_words (cli->args) > 1)
    return kiroku_cli_usage (cli, _ ("--unset lists facts: leave out KEY"));
  if (case_id != NULL)
    facts = kiroku_cli_read (cli, read_facts, case_id, &error);
  if (facts == NULL)
    return kiroku_cli_fail (cli, error);
  if (kiroku_args_count_words (cli->args) > 1)
    return get_one (cli, facts);

  builder = json_builder_new ();
  output = (Output){ cli, builder };
  json_builder_begin_array (builder);
  if (unset)
    put_unset (facts, &output);
  else
    kiroku_facts_foreach (facts, put_fact, &output);
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* --- profile --- */

static void
put_profile (KirokuCli *cli, JsonBuilder *builder, const char *key)
{
  g_autofree char *value = kiroku_profile_get (kiroku_book_get_profile (cli->book), key);

  if (cli->json)
    kiroku_json_text (builder, key, value);
  else
    kiroku_print_row ("%s = %s", key, value);
}

/* What was just set: JSON only. */
static void
print_profile (KirokuCli *cli, const char *key, const char *value)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, key, value);
  json_builder_end_object (builder);
  if (cli->json)
    kiroku_print_json (builder);
}

/* A fact that is kept in the profile. */
static const KirokuPackFact *
find_profile_fact (KirokuCli *cli, int *status)
{
  const KirokuPackFact *fact = find_fact (cli, 0, status);

  if (fact == NULL || fact->profile)
    return fact;
  *status = kiroku_cli_usage (cli, _ ("“%s” belongs to a case, not to the profile: use kiroku-cli set"),
                              fact->item.id);
  return NULL;
}

/* What is kept under @key of an authority. */
static int
set_authority (KirokuCli *cli, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value
      = kiroku_book_check_authority_value (key, kiroku_args_get_word (cli->args, 1), &error);

  if (value == NULL)
    return kiroku_cli_usage (cli, "%s", error->message);
  if (!kiroku_profile_set (kiroku_book_get_profile (cli->book), key, value, &error))
    return kiroku_cli_fail (cli, error);
  print_profile (cli, key, value);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_profile_get (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) keys = NULL;
  int status;

  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  json_builder_begin_object (builder);
  if (kiroku_args_count_words (cli->args) > 0)
    {
      const char *key = kiroku_args_get_word (cli->args, 0);

      if (!kiroku_book_is_authority_key (key) && find_profile_fact (cli, &status) == NULL)
        return status;
      put_profile (cli, builder, key);
    }
  else
    {
      keys = kiroku_profile_list (kiroku_book_get_profile (cli->book));
      for (guint i = 0; keys[i] != NULL; i++)
        put_profile (cli, builder, keys[i]);
    }
  json_builder_end_object (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_profile_set (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  const KirokuPackFact *fact;
  int status;

  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  if (kiroku_book_is_authority_key (kiroku_args_get_word (cli->args, 0)))
    return set_authority (cli, kiroku_args_get_word (cli->args, 0));
  fact = find_profile_fact (cli, &status);
  if (fact == NULL)
    return status;
  if (!kiroku_pack_check_fact (kiroku_book_get_pack (cli->book), fact->item.id,
                               kiroku_args_get_word (cli->args, 1), cli->zone,
                               kiroku_cli_get_now (cli), &value, &error))
    return refuse_value (cli, fact, kiroku_args_get_word (cli->args, 1), error);
  if (!kiroku_profile_set (kiroku_book_get_profile (cli->book), fact->item.id, value, &error))
    return kiroku_cli_fail (cli, error);
  print_profile (cli, fact->item.id, value);
  return KIROKU_EXIT_DONE;
}
