/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-print.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "kiroku-approval.h"
#include "kiroku-cli-forms.h"
#include "kiroku-decisions.h"
#include "kiroku-line-erasure.h"
#include "kiroku-text.h"

void
kiroku_print (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  visible = kiroku_text_visible (text, FALSE);
  fputs (visible, stdout);
}

void
kiroku_print_row (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  visible = kiroku_text_visible (text, TRUE);
  puts (visible);
}

void
kiroku_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *escaped = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  /* json-glib 1.6 escapes every control character but this one, and it stands in strings only. */
  parts = g_strsplit (text, "\x1f", -1);
  escaped = g_strjoinv ("\\u001f", parts);
  puts (escaped);
}

void
kiroku_json_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
kiroku_json_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
kiroku_json_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
kiroku_json_time (JsonBuilder *builder, const char *name, gint64 us, GTimeZone *zone)
{
  g_autofree char *text = us != KIROKU_TIME_NONE ? kiroku_time_to_iso (us, zone) : NULL;

  kiroku_json_text (builder, name, text);
}

void
kiroku_json_entry_members (JsonBuilder *builder, const KirokuEntry *entry)
{
  kiroku_json_text (builder, "id", entry->hash);
  kiroku_json_integer (builder, "seq", entry->seq);
  kiroku_json_text (builder, "key", entry->key);
  kiroku_json_integer (builder, "clock", entry->clock);
}

void
kiroku_json_entry (JsonBuilder *builder, const KirokuEntry *entry)
{
  json_builder_begin_object (builder);
  kiroku_json_entry_members (builder, entry);
  json_builder_end_object (builder);
}

/* Of an `erase` entry what it erased, of another what was erased of it. */
static void
put_erasures (JsonBuilder *builder, KirokuCli *cli, GPtrArray *erasures)
{
  json_builder_set_member_name (builder, "erasures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < erasures->len; i++)
    {
      const KirokuLineErasure *erasure = g_ptr_array_index (erasures, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "entry", erasure->entry);
      kiroku_json_text (builder, "of", erasure->target);
      kiroku_json_text (builder, "field", erasure->field);
      kiroku_json_text (builder, "sha256", erasure->sha256);
      kiroku_json_text (builder, "law", erasure->law);
      kiroku_json_time (builder, "time", erasure->rec, cli->zone);
      kiroku_json_text (builder, "author", erasure->author);
      kiroku_json_text (builder, "approver", erasure->approver);
      kiroku_json_boolean (builder, "carried_out", erasure->carried_out);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
put_approval (JsonBuilder *builder, KirokuCli *cli, const KirokuApproval *word)
{
  g_autofree const char **lacks = kiroku_approval_list_lacks (word);

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "entry", word->hash);
  kiroku_json_text (builder, "decision",
                    word->withheld   ? NULL
                    : word->accepted ? "accepted"
                    : word->refused  ? "refused"
                                     : "approved");
  kiroku_json_text (builder, "by", word->approver);
  kiroku_json_text (builder, "key", word->key);
  kiroku_json_time (builder, "time", word->rec, cli->zone);
  kiroku_json_text (builder, "reason", word->reason);
  kiroku_json_boolean (builder, "counts", kiroku_approval_counts (word));
  json_builder_set_member_name (builder, "lacks");
  json_builder_begin_array (builder);
  for (guint i = 0; lacks[i] != NULL; i++)
    json_builder_add_string_value (builder, lacks[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
put_words (JsonBuilder *builder, KirokuCli *cli, const char *name, GPtrArray *words)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < words->len; i++)
    put_approval (builder, cli, g_ptr_array_index (words, i));
  json_builder_end_array (builder);
}

/* The word that stands, and all that were said. */
static void
put_approvals (JsonBuilder *builder, KirokuCli *cli, const KirokuLine *line)
{
  const KirokuApproval *word = kiroku_line_get_approval (line);

  if (g_str_equal (line->kind, "handover"))
    {
      kiroku_json_text (builder, "accepted_by", word != NULL ? word->approver : NULL);
      put_words (builder, cli, "acceptances", line->approvals);
      return;
    }
  if (word != NULL)
    {
      kiroku_json_text (builder, "approval", word->refused ? "refused" : "approved");
      kiroku_json_text (builder, "approval_by", word->approver);
      if (word->unvouched)
        kiroku_json_boolean (builder, "approval_unvouched", TRUE);
    }
  put_words (builder, cli, "approvals", line->approvals);
}

/* Of a note its text, of a phase its id, of what has no text of its own a sentence. (transfer full)
 * (nullable) */
static char *
dup_original (KirokuCli *cli, const KirokuLine *line)
{
  if (line->text == NULL || g_str_equal (line->kind, "note") || g_str_equal (line->kind, "case.phase"))
    return g_strdup (line->text);
  return kiroku_line_describe_recorded (line, kiroku_book_get_pack (cli->book), cli->language);
}

void
kiroku_json_line (JsonBuilder *builder, KirokuCli *cli, const KirokuLine *line)
{
  g_autofree char *text
      = kiroku_line_describe (line, kiroku_book_get_pack (cli->book), cli->language);
  g_autofree char *recorded = kiroku_time_to_exact_iso (line->rec, cli->zone);
  g_autofree char *original = dup_original (cli, line);

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", line->hash);
  kiroku_json_integer (builder, "seq", line->seq);
  kiroku_json_text (builder, "key", line->key);
  kiroku_json_integer (builder, "clock", line->clock);
  kiroku_json_text (builder, "author", line->author);
  kiroku_json_text (builder, "kind", line->kind);
  kiroku_json_text (builder, "class", line->klass);
  kiroku_json_time (builder, "time", line->at, cli->zone);
  kiroku_json_text (builder, "precision",
                    line->stated ? kiroku_precision_id (line->precision) : "second");
  kiroku_json_boolean (builder, "stated", line->stated);
  kiroku_json_text (builder, "recorded", recorded);
  kiroku_json_text (builder, "text", text);
  if (line->correction != NULL)
    {
      kiroku_json_text (builder, "original", original);
      kiroku_json_text (builder, "correction_reason", line->reason);
      kiroku_json_text (builder, "corrected_by", line->corrector);
      if (line->corrector_unvouched)
        kiroku_json_boolean (builder, "corrected_by_unvouched", TRUE);
      if (line->retimed)
        kiroku_json_time (builder, "corrected_time", line->corrected_at, cli->zone);
    }
  if (line->subject != NULL)
    kiroku_json_text (builder, "about", line->subject);
  if (line->approvals != NULL)
    put_approvals (builder, cli, line);
  if (line->erasures != NULL)
    put_erasures (builder, cli, line->erasures);
  if (line->unvouched)
    kiroku_json_boolean (builder, "unvouched", TRUE);
  if (line->revoked)
    kiroku_json_boolean (builder, "after_revocation", TRUE);
  if (line->forked)
    kiroku_json_boolean (builder, "forked", TRUE);
  json_builder_end_object (builder);
}

/* A task of one's own has no step and no source; the record holds them as empty texts. */
static const char *
none_if_empty (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : NULL;
}

void
kiroku_json_task (JsonBuilder *builder, KirokuCli *cli, const KirokuTask *task)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", task->id);
  kiroku_json_text (builder, "step", none_if_empty (task->step));
  kiroku_json_text (builder, "phase", task->has_phase ? kiroku_phase_id (task->phase) : NULL);
  kiroku_json_text (builder, "text", kiroku_task_get_text (task, cli->language));
  kiroku_json_text (builder, "state",
                    task->state_withheld ? KIROKU_FACT_WITHHELD_ID : kiroku_task_state_id (task->state));
  kiroku_json_text (builder, "reason", task->reason);
  if (task->owner != NULL)
    kiroku_json_text (builder, "owner", task->owner);
  if (task->due != NULL)
    {
      kiroku_json_text (builder, "due", task->due);
      kiroku_json_boolean (builder, "overdue", kiroku_task_is_overdue (task, kiroku_cli_get_now (cli)));
    }
  kiroku_json_time (builder, "set_at", task->set_at, cli->zone);
  kiroku_json_text (builder, "source", none_if_empty (task->source));
  json_builder_end_object (builder);
}

static void
add_keys (JsonBuilder *builder, const char *name, GPtrArray *keys)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < keys->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (keys, i));
  json_builder_end_array (builder);
}

void
kiroku_json_obligation (JsonBuilder *builder,
                        KirokuCli *cli,
                        const KirokuCase *incident,
                        const KirokuObligation *obligation,
                        const KirokuFiled *contradicted)
{
  g_autofree char *due = kiroku_obligation_dup_due (obligation);
  g_autofree char *due_from = kiroku_obligation_dup_due_from (obligation);
  g_autofree char *due_at = kiroku_obligation_dup_due_at (obligation);

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "case", incident->number);
  kiroku_json_text (builder, "rule", obligation->rule);
  kiroku_json_text (builder, "label", kiroku_pack_text (obligation->label, cli->language));
  kiroku_json_text (builder, "recipient", kiroku_pack_text (obligation->recipient, cli->language));
  kiroku_json_text (builder, "form", obligation->form);
  kiroku_json_text (builder, "due", due);
  kiroku_json_text (builder, "due_from", due_from);
  kiroku_json_text (builder, "due_at", due_at);
  kiroku_json_text (builder, "due_kind", kiroku_due_kind_id (obligation->due_kind));
  kiroku_json_text (builder, "kind", obligation->hard ? "hard" : "target");
  kiroku_json_text (builder, "state", kiroku_obligation_state_id (obligation));
  kiroku_json_text (builder, "clock", obligation->clock);
  kiroku_json_text (builder, "clock_rule", obligation->clock_rule);
  kiroku_json_time (builder, "clock_started", obligation->clock_started, cli->zone);
  kiroku_json_text (builder, "zone", obligation->zone);
  kiroku_json_text (builder, "explanation", obligation->explanation);
  kiroku_json_text (builder, "source", obligation->source);
  kiroku_json_text (builder, "confidence", kiroku_confidence_id (obligation->confidence));
  kiroku_json_text (builder, "as_of", obligation->as_of);
  add_keys (builder, "undecided_facts", obligation->deciding);
  add_keys (builder, "recipient_facts", obligation->routing);
  if (kiroku_obligation_is_past_undecided (obligation))
    kiroku_json_boolean (builder, "past_if_it_applies", TRUE);
  if (obligation->met != KIROKU_TIME_NONE)
    {
      kiroku_json_time (builder, "met", obligation->met, cli->zone);
      json_builder_set_member_name (builder, "met_late");
      json_builder_add_boolean_value (builder, kiroku_obligation_is_met_late (obligation));
    }
  if (obligation->decision != NULL)
    {
      if (obligation->decision->withheld)
        kiroku_json_boolean (builder, "decision_withheld", TRUE);
      kiroku_json_text (builder, "decision_reason", kiroku_decision_get_reason (obligation->decision));
      kiroku_json_text (builder, "decision_approver", obligation->decision->approver);
      if (obligation->decision->approvals != NULL && obligation->decision->approvals->len > 0)
        put_words (builder, cli, "decision_approvals", obligation->decision->approvals);
    }
  if (contradicted != NULL)
    kiroku_json_contradictions (builder, contradicted);
  json_builder_end_object (builder);
}

void
kiroku_print_saved (KirokuCli *cli, const KirokuEntry *entry)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      kiroku_print ("%s\n", entry->hash);
      return;
    }
  builder = json_builder_new ();
  kiroku_json_entry (builder, entry);
  kiroku_print_json (builder);
}

void
kiroku_print_written (KirokuCli *cli, const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      kiroku_print ("%s\n", full);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "output", full);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

char *
kiroku_describe_due (KirokuCli *cli, const KirokuObligation *obligation)
{
  g_autofree char *from = kiroku_obligation_dup_due_from (obligation);
  g_autofree char *due = kiroku_obligation_dup_both_zones (obligation, cli->zone);
  GDate day;

  if (due != NULL)
    return g_steal_pointer (&due);
  if (kiroku_obligation_get_day (obligation, &day))
    due = kiroku_deadline_day_text (&day);
  else if (obligation->due_us != KIROKU_TIME_NONE)
    due = kiroku_time_to_text (obligation->due_us, KIROKU_PRECISION_MINUTE, cli->zone);
  if (due != NULL && from != NULL)
    return g_strdup_printf (_ ("%s to %s"), from, due);
  if (due != NULL)
    return g_steal_pointer (&due);
  switch (obligation->due_kind)
    {
    case KIROKU_DUE_PROMPTLY:
      return g_strdup (_ ("promptly"));
    case KIROKU_DUE_IMMEDIATELY:
      return g_strdup (_ ("immediately"));
    case KIROKU_DUE_ON_EVENT:
      return g_strdup (_ ("when it happens"));
    case KIROKU_DUE_DATE:
    case KIROKU_DUE_TIME:
    default:
      if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
        return g_strdup ("—");
      return g_strdup (obligation->own ? _ ("(withheld)") : _ ("not started"));
    }
}
