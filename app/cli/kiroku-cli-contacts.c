/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-call-paper.h"
#include "kiroku-cli-forms.h"
#include "kiroku-contact-hours.h"
#include "kiroku-contact.h"
#include "kiroku-desks.h"
#include "kiroku-files.h"
#include "kiroku-print.h"
#include "kiroku-vcard.h"
#include "kiroku-words.h"

static const char *const status_ids[] = { "current", "superseded", "suspended" };

/* --- contact list --- */

static void
add_addresses (
    JsonBuilder *builder, KirokuCli *cli, const char *name, const char *value, GPtrArray *list)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const KirokuPackPhone *address = g_ptr_array_index (list, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, value, address->item.id);
      kiroku_json_text (builder, "status", status_ids[address->status]);
      kiroku_json_text (builder, "note",
                        address->note != NULL ? kiroku_pack_text (address->note, cli->language)
                                              : NULL);
      kiroku_json_text (builder, "confidence", kiroku_confidence_id (address->item.confidence));
      kiroku_json_text (builder, "as_of", address->item.as_of);
      kiroku_json_text (builder, "checked_on", address->checked);
      kiroku_json_text (builder, "wrong_since", address->struck);
      kiroku_json_text (builder, "stated_by", address->by);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_phases (JsonBuilder *builder, const KirokuPackContact *contact)
{
  json_builder_set_member_name (builder, "phases");
  json_builder_begin_array (builder);
  for (KirokuPhase phase = 0; phase < KIROKU_N_PHASES; phase++)
    if ((contact->phases & (1u << phase)) != 0)
      json_builder_add_string_value (builder, kiroku_phase_id (phase));
  json_builder_end_array (builder);
}

static void
add_hours (JsonBuilder *builder, KirokuCli *cli, const KirokuPackContact *contact)
{
  const KirokuHours hours = kiroku_contact_find_hours (kiroku_book_get_pack (cli->book), contact,
                                                       kiroku_book_get_now (cli->book));
  const KirokuPackItem *doubt = kiroku_contact_find_doubt (contact);

  kiroku_json_text (builder, "hours_now", kiroku_hours_state_id (hours.state));
  if (hours.until != KIROKU_TIME_NONE)
    kiroku_json_time (builder, "hours_until", hours.until, cli->zone);
  else
    kiroku_json_text (builder, "hours_until", NULL);
  kiroku_json_text (builder, "hours_confidence",
                    doubt != NULL ? kiroku_confidence_id (doubt->confidence) : NULL);
  kiroku_json_text (builder, "hours_source", doubt != NULL ? doubt->source : NULL);
}

static void
add_contact (JsonBuilder *builder, KirokuCli *cli, const KirokuPackContact *contact)
{
  const KirokuPackPhone *number = kiroku_contact_get_number (contact);
  const char *language = cli->language;

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", contact->item.id);
  kiroku_json_text (builder, "name", kiroku_pack_text (contact->name, language));
  kiroku_json_text (builder, "purpose", kiroku_pack_text (contact->purpose, language));
  kiroku_json_text (builder, "phone", number != NULL ? number->item.id : NULL);
  kiroku_json_text (builder, "hours",
                    contact->hours != NULL ? kiroku_pack_text (contact->hours, language) : NULL);
  add_hours (builder, cli, contact);
  kiroku_json_text (builder, "ready",
                    contact->ready != NULL ? kiroku_pack_text (contact->ready, language) : NULL);
  kiroku_json_text (builder, "note",
                    contact->note != NULL ? kiroku_pack_text (contact->note, language) : NULL);
  kiroku_json_boolean (builder, "own", contact->own);
  if (contact->order > 0)
    kiroku_json_integer (builder, "order", contact->order);
  else
    kiroku_json_text (builder, "order", NULL);
  add_addresses (builder, cli, "phones", "number", contact->phones);
  add_addresses (builder, cli, "emails", "address", contact->emails);
  add_addresses (builder, cli, "urls", "href", contact->urls);
  add_phases (builder, contact);
  kiroku_json_text (builder, "source", contact->item.source);
  kiroku_json_text (builder, "confidence", kiroku_confidence_id (contact->item.confidence));
  kiroku_json_text (builder, "as_of", contact->item.as_of);
  json_builder_end_object (builder);
}

/* An address in force, with what it is for and when somebody looked at it; one that the organisation found
 * wrong, with that. */
static void
print_address (KirokuCli *cli, const KirokuPackPhone *address)
{
  g_autofree char *check = kiroku_desk_describe_check (address);
  g_autoptr (GString) row = g_string_new (address->item.id);

  if (address->status != KIROKU_NUMBER_CURRENT && address->struck == NULL)
    return;
  if (address->note != NULL)
    g_string_append_printf (row, "  %s", kiroku_pack_text (address->note, cli->language));
  if (check != NULL)
    g_string_append_printf (row, "  (%s)", check);
  kiroku_print ("    %s\n", row->str);
}

static void
print_addresses (KirokuCli *cli, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    print_address (cli, g_ptr_array_index (addresses, i));
}

static void
print_contact (KirokuCli *cli, const KirokuPackContact *contact)
{
  const KirokuPackPhone *number = kiroku_contact_get_number (contact);
  const gint64 now = kiroku_book_get_now (cli->book);
  const KirokuHours hours
      = kiroku_contact_find_hours (kiroku_book_get_pack (cli->book), contact, now);
  g_autofree char *state = kiroku_hours_describe (&hours, now, cli->zone);
  const KirokuPackItem *doubt = kiroku_contact_find_doubt (contact);

  kiroku_print ("%s  %s\n", contact->item.id, kiroku_pack_text (contact->name, cli->language));
  print_addresses (cli, contact->phones);
  if (contact->hours != NULL)
    kiroku_print ("    %s\n", kiroku_pack_text (contact->hours, cli->language));
  if (number == NULL && contact->own)
    kiroku_print (_ ("    your own desk: state its number with kiroku-cli contact edit %s --number=N\n"),
                  contact->item.id);
  if (state != NULL && doubt != NULL) /* Translators: whether a desk is open, and how sure that is. */
    kiroku_print (_ ("    %s (%s: %s)\n"), state, kiroku_confidence_name (doubt->confidence),
                  doubt->source);
  else if (state != NULL)
    kiroku_print ("    %s\n", state);
  kiroku_print ("    %s\n", kiroku_pack_text (contact->purpose, cli->language));
  print_addresses (cli, contact->emails);
  print_addresses (cli, contact->urls);
  /* Translators: a date and how sure the number is. */
  kiroku_print (_ ("    (as of %s, %s)\n"), contact->item.as_of,
                kiroku_confidence_name (contact->item.confidence));
}

/* What is asked for. */
typedef struct
{
  char *case_id;     /* (nullable) */
  const char *type;  /* (nullable): id in the rule pack */
  int phase;         /* negative for any */
  const char *path;  /* (nullable): where the sheet goes */
  KirokuPaper paper; /* with @path */
  KirokuCase *incident; /* (nullable): with @case_id */
} Wanted;

static void
clear_wanted (Wanted *wanted)
{
  g_free (wanted->case_id);
  g_clear_pointer (&wanted->incident, kiroku_case_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, clear_wanted)

static gpointer
read_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read (db, data, KIROKU_NOW, error);
}

/* The case of --case, whose type and phase hold where none is given. */
static gboolean
take_case (KirokuCli *cli, Wanted *wanted, int *status)
{
  const char *name = kiroku_args_get_option (cli->args, "case");
  g_autoptr (GError) error = NULL;

  if (name == NULL)
    return TRUE;
  wanted->case_id = kiroku_cli_resolve (cli, name, &error);
  if (wanted->case_id != NULL)
    wanted->incident = kiroku_cli_read (cli, read_case, wanted->case_id, &error);
  if (wanted->incident == NULL)
    {
      *status = kiroku_cli_fail (cli, error);
      return FALSE;
    }
  if (wanted->type == NULL)
    wanted->type = wanted->incident->type;
  if (!kiroku_args_has_option (cli->args, "phase"))
    wanted->phase = (int) wanted->incident->phase;
  return TRUE;
}

/* Whether desks for a telephone are wanted, not a sheet. */
static gboolean
is_vcard (const char *path)
{
  return g_str_has_suffix (path, ".vcf");
}

/* One of no case has the calendar of the organisation. */
static gboolean
take_paper (KirokuCli *cli, Wanted *wanted, int *status)
{
  g_autofree char *calendar = NULL;

  if (!kiroku_cli_take_paper (cli, wanted->case_id, &wanted->paper, status))
    return FALSE;
  calendar = kiroku_profile_get (kiroku_book_get_profile (cli->book), KIROKU_WORDS_CALENDAR_FACT);
  if (wanted->case_id == NULL)
    wanted->paper.language = kiroku_words_by_calendar (wanted->paper.language, calendar);
  return TRUE;
}

/* FALSE with *@status set. */
static gboolean
take_sheet (KirokuCli *cli, Wanted *wanted, int *status)
{
  wanted->path = kiroku_args_get_option (cli->args, "output");
  if (wanted->path == NULL && kiroku_args_has_option (cli->args, "lang"))
    *status = kiroku_cli_usage (cli, _ ("--lang is the language of a call sheet: give --output, too"));
  else if (wanted->path != NULL && !is_vcard (wanted->path) && wanted->type == NULL)
    *status = kiroku_cli_usage (
        cli, _ ("a call sheet is for one type of incident: say --type=TYPE or --case=CASE"));
  else if (kiroku_cli_check_address (cli, wanted->path != NULL && !is_vcard (wanted->path), status))
    return wanted->path == NULL || take_paper (cli, wanted, status);
  return FALSE;
}

static gboolean
take_wanted (KirokuCli *cli, Wanted *wanted, int *status)
{
  const char *type = kiroku_args_get_option (cli->args, "type");
  const char *phase_id = kiroku_args_get_option (cli->args, "phase");
  g_autoptr (GError) error = NULL;
  KirokuPhase phase = 0;

  *wanted = (Wanted){ .type = type, .phase = -1 };
  if (phase_id != NULL && !kiroku_phase_parse (phase_id, &phase, &error))
    *status = kiroku_cli_usage (cli, "%s", error->message);
  else if (!kiroku_cli_open_book (cli, &error))
    *status = kiroku_cli_fail (cli, error);
  else if (type != NULL && kiroku_pack_get_type (kiroku_book_get_pack (cli->book), type) == NULL)
    *status = kiroku_cli_usage (cli, _ ("“%s” is no type of incident in the rule pack"), type);
  else
    {
      if (phase_id != NULL)
        wanted->phase = (int) phase;
      return take_case (cli, wanted, status) && take_sheet (cli, wanted, status);
    }
  return FALSE;
}

static gpointer
write_sheet (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;

  return GINT_TO_POINTER (kiroku_paper_write_call_sheet (db, &wanted->paper, wanted->type,
                                                         wanted->phase, wanted->path, cancellable,
                                                         error));
}

static gboolean
write_vcards (KirokuCli *cli, const Wanted *wanted, GError **error)
{
  g_autoptr (GPtrArray) contacts = kiroku_contact_select (kiroku_book_get_pack (cli->book),
                                                          wanted->type, wanted->phase);
  g_autofree char *cards = kiroku_contact_to_vcards (contacts, wanted->paper.language);

  return kiroku_files_replace (wanted->path, cards, strlen (cards), TRUE, error);
}

static gboolean
write_output (KirokuCli *cli, Wanted *wanted, GError **error)
{
  if (is_vcard (wanted->path))
    return write_vcards (cli, wanted, error);
  return kiroku_cli_read (cli, write_sheet, wanted, error) != NULL;
}

static void
list_contacts (KirokuCli *cli, const Wanted *wanted)
{
  g_autoptr (GPtrArray) contacts = kiroku_contact_select (kiroku_book_get_pack (cli->book),
                                                          wanted->type, wanted->phase);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < contacts->len; i++)
    {
      add_contact (builder, cli, g_ptr_array_index (contacts, i));
      if (!cli->json)
        print_contact (cli, g_ptr_array_index (contacts, i));
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
}

int
kiroku_command_contact_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_auto (Wanted) wanted = { 0 };
  int status = KIROKU_EXIT_USAGE;

  if (!take_wanted (cli, &wanted, &status))
    return status;
  if (wanted.path == NULL)
    list_contacts (cli, &wanted);
  else if (!write_output (cli, &wanted, &error))
    return kiroku_cli_fail (cli, error);
  else
    kiroku_print_written (cli, wanted.path);
  return KIROKU_EXIT_DONE;
}

/* --- contact told --- */

/* How somebody was told: as --by says, else as before, by telephone when nothing was said before.
 * @reading: (nullable): the call that is corrected. */
static KirokuMeans
get_means (KirokuCli *cli, const KirokuEntry *reading)
{
  const char *by = kiroku_args_get_option (cli->args, "by");
  KirokuMeans means = KIROKU_MEANS_PHONE;

  if (by == NULL && reading != NULL)
    by = kiroku_entry_get_text (reading, "by");
  if (by != NULL)
    kiroku_means_parse (by, &means, NULL);
  return means;
}

/* What is not said anew stays: how, unless --by says so, and the number, unless it was another desk or
 * way. (transfer full); NULL when something would be lost */
static KirokuDraft *
draft_told_anew (
    KirokuCli *cli, const KirokuTelling *telling, const KirokuEntry *reading, GError **error)
{
  const char *by = kiroku_args_get_option (cli->args, "by");
  const gboolean same_desk
      = g_strcmp0 (kiroku_entry_get_text (reading, "contact"), telling->contact) == 0;
  KirokuDraft *draft = kiroku_draft_new ("contact.told");

  kiroku_draft_set_text (draft, "contact", telling->contact);
  kiroku_draft_set_text (draft, "by", by);
  kiroku_draft_set_text (draft, "person", telling->person);
  kiroku_draft_set_text (draft, "outcome", telling->outcome);
  kiroku_draft_set_occ (draft, telling->occ);
  kiroku_draft_restate (draft, reading, kiroku_args_get_option (cli->args, "reason"));
  if (!same_desk)
    kiroku_draft_change_text (draft, "name", telling->name);
  if (!same_desk || (by != NULL && g_strcmp0 (kiroku_entry_get_text (reading, "by"), by) != 0))
    kiroku_draft_change_text (draft, "number", telling->number);
  if (kiroku_cli_check_lost (draft, reading, NULL, error))
    return draft;
  kiroku_draft_free (draft);
  return NULL;
}

int
kiroku_command_contact_told (KirokuCli *cli)
{
  const char *by = kiroku_args_get_option (cli->args, "by");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (KirokuEntry) reading = NULL;
  const KirokuPackContact *contact;
  const KirokuPackPhone *number;
  KirokuTelling telling = { .person = kiroku_args_get_option (cli->args, "person"),
                            .outcome = kiroku_args_get_option (cli->args, "outcome") };
  KirokuDraft *draft;
  KirokuTime at;
  gboolean given;
  int status;

  if (by != NULL && !kiroku_means_parse (by, &telling.means, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  contact = kiroku_pack_get_contact (kiroku_book_get_pack (cli->book),
                                     kiroku_args_get_word (cli->args, 1));
  if (contact == NULL)
    return kiroku_cli_usage (cli, _ ("“%s” is no desk of the directory: see kiroku-cli contact list"),
                             kiroku_args_get_word (cli->args, 1));
  if (!kiroku_cli_get_stated (cli, "at", &at, &given, &status))
    return status;
  if (!kiroku_cli_take_corrected (cli, case_id, "contact.told", &reading, &error))
    return kiroku_cli_fail (cli, error);
  number = kiroku_contact_get_number (contact);
  telling.contact = contact->item.id;
  telling.name = kiroku_pack_text (contact->name, cli->language);
  telling.means = get_means (cli, reading);
  telling.number
      = telling.means == KIROKU_MEANS_PHONE && number != NULL ? number->item.id : NULL;
  telling.occ = given ? &at : NULL;
  draft = reading != NULL ? draft_told_anew (cli, &telling, reading, &error)
                          : kiroku_contact_draft_told (&telling);
  if (draft != NULL)
    entry = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
