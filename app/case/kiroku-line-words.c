/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line of the timeline says in words. */
#include "kiroku-line.h"

#include <string.h>

#include "kiroku-anchor.h"
#include "kiroku-asset.h"
#include "kiroku-case-fold.h"
#include "kiroku-disk.h"
#include "kiroku-evidence-names.h"
#include "kiroku-i18n.h"
#include "kiroku-improvement.h"
#include "kiroku-indicator-find.h"
#include "kiroku-indicator.h"
#include "kiroku-line-erasure.h"
#include "kiroku-link.h"
#include "kiroku-task.h"

static const struct
{
  const char *kind, *label;
} labels[] = {
  { "journal.open", N_ ("Journal") },
  { "case.open", N_ ("Opened") },
  { "case.set", N_ ("Fact") },
  { "case.phase", N_ ("Phase") },
  { "case.level", N_ ("Level") },
  { "case.link", N_ ("Link") },
  { "case.hold", N_ ("Legal hold") },    { "erase", N_ ("Erasure") },
  { "import", N_ ("Import") },
  { "case.close", N_ ("Closed") },
  { "case.reopen", N_ ("Reopened") },
  { "correct", N_ ("Correction") },
  { "task.add", N_ ("Task") },
  { "task.set", N_ ("Task") },
  { "task.move", N_ ("Task") },
  { "measure.set", N_ ("Improvement") },
  { "contact.told", N_ ("Contact") },
  { "form.draft", N_ ("Form") },
  { "form.approve", N_ ("Form") },
  { "form.file", N_ ("Form") },
  { "obligation.decide", N_ ("Obligation") },
  { "obligation.add", N_ ("Obligation") },
  { "enquiry.ask", N_ ("Enquiry") },
  { "enquiry.answer", N_ ("Enquiry") },
  { "checkpoint", N_ ("Checkpoint") },
  { "anchor", N_ ("Anchor") },
  { "evidence.add", N_ ("Evidence") },
  { "evidence.move", N_ ("Evidence") },
  { "evidence.check", N_ ("Evidence") },
  { "evidence.set", N_ ("Evidence") },
  { "asset.set", N_ ("Asset") },
  { "indicator.set", N_ ("Indicator") },
  { "key.vouch", N_ ("Key") },
  { "key.revoke", N_ ("Key") },
  { "clock", N_ ("Clock") },
  { "approve", N_ ("Approval") },
  { "handover", N_ ("Hand-over") },
};

const char *
kiroku_line_get_label (const KirokuLine *self)
{
  KirokuClass klass;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->klass != NULL && kiroku_class_parse (self->klass, &klass, NULL))
    return kiroku_class_name (klass);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (self->kind, labels[i].kind))
      return _ (labels[i].label);
  return self->kind;
}

const char *
kiroku_line_name_kind (const char *kind)
{
  const KirokuLine line = { .kind = (char *) kind };

  g_return_val_if_fail (kind != NULL, NULL);

  return g_str_equal (kind, "note") ? C_ ("kind", "Note") : kiroku_line_get_label (&line);
}

char *
kiroku_line_dup_author (const KirokuLine *self)
{
  const char *name, *mark;

  g_return_val_if_fail (self != NULL, NULL);

  name = self->author != NULL ? self->author : "";
  if (self->revoked)
    mark = _ ("after revocation");
  else if (self->forked)
    mark = _ ("fork");
  else if (self->unvouched)
    mark = _ ("not vouched for");
  else
    return g_strdup (name);
  /* Translators: an author, and why the line must be read with care. */
  return g_strdup_printf (_ ("%s (%s)"), name, mark);
}

char *
kiroku_line_mark_name (const char *name, gboolean unvouched)
{
  const KirokuLine line = { .author = (char *) (name != NULL ? name : _ ("(withheld)")),
                            .unvouched = unvouched };

  return kiroku_line_dup_author (&line);
}

char *
kiroku_line_dup_time (const KirokuLine *self, GTimeZone *zone)
{
  g_return_val_if_fail (self != NULL && zone != NULL, NULL);

  if (self->retimed)
    return kiroku_time_to_text (self->corrected_at, self->corrected_precision, zone);
  return kiroku_time_to_text (self->at, self->stated ? self->precision : KIROKU_PRECISION_SECOND,
                              zone);
}

char *
kiroku_line_describe_value (const KirokuPackFact *fact, const char *value, const char *language)
{
  g_auto (GStrv) ids = NULL;
  GString *text;

  if (value[0] == '\0')
    return g_strdup (_ ("(cleared)"));
  if (fact != NULL && (fact->type == KIROKU_FACT_TIME || fact->type == KIROKU_FACT_DATE))
    return kiroku_time_stated_to_text (value, FALSE);
  if (fact == NULL || fact->choice_ids == NULL)
    return g_strdup (value);
  ids = g_strsplit (value, ",", -1);
  text = g_string_new (NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const KirokuPackText *name = kiroku_pack_fact_get_choice (fact, ids[i]);

      /* Translators: what stands between the names of a list. */
      g_string_append_printf (text, "%s%s", i > 0 ? C_ ("list", ", ") : "",
                              name != NULL ? kiroku_pack_text (name, language) : ids[i]);
    }
  return g_string_free (text, FALSE);
}

/* What a field is called that is no fact of the rule pack. (transfer none) */
static const char *
get_field_name (const char *kind, const char *id)
{
  KirokuEvidenceFact fact;
  KirokuCustodyField field;

  if (g_str_equal (kind, "evidence.set") && kiroku_evidence_fact_parse (id, &fact, NULL))
    return kiroku_evidence_fact_name (fact);
  if (g_str_equal (kind, "evidence.move") && kiroku_custody_field_parse (id, &field, NULL))
    return kiroku_custody_field_name (field);
  return id;
}

/* NULL for what is nothing that is known of evidence. (transfer full) (nullable) */
static char *
describe_evidence_fact (const char *kind, char **parts)
{
  KirokuEvidenceFact fact;

  if (!g_str_equal (kind, "evidence.set") || !kiroku_evidence_fact_parse (parts[0], &fact, NULL))
    return NULL;
  return kiroku_evidence_fact_describe (fact, parts[1]);
}

/* What stands beside the state of a fact. @parts: as of append_fact(). (transfer full) */
static char *
describe_remark (const KirokuLine *line, KirokuFactState state, char **parts)
{
  const char *prefix = kiroku_fact_get_remark_prefix (state);
  g_autofree char *field = prefix != NULL ? g_strconcat (prefix, parts[0], NULL) : NULL;
  g_autofree char *time = NULL;
  const char *remark = parts[3];

  if (prefix == NULL || remark == NULL)
    return g_strdup (kiroku_fact_state_name (state));
  if (remark[0] == '\0')
    remark = kiroku_line_get_absent (line, line->hash, field);
  else if (state == KIROKU_FACT_INVESTIGATING)
    remark = time = kiroku_time_stated_to_text (remark, FALSE);
  if (state == KIROKU_FACT_INVESTIGATING)
    /* Translators: what is known of a fact, then when its answer is expected. */
    return g_strdup_printf (_ ("%s, expected about %s"), kiroku_fact_state_name (state), remark);
  /* Translators: what is known of a fact, then on what that rests. */
  return g_strdup_printf (_ ("%s, based on: %s"), kiroku_fact_state_name (state), remark);
}

/* One fact: "name: value", with its state where somebody stated one. */
static void
append_fact (
    GString *out, const KirokuLine *line, char **parts, KirokuPack *pack, const char *language)
{
  const char *kind = line->kind;
  const KirokuPackFact *fact = pack != NULL ? kiroku_pack_get_fact (pack, parts[0]) : NULL;
  const gboolean absent = g_str_equal (parts[2], KIROKU_FACT_WITHHELD_ID);
  g_autofree char *value = absent
                               ? g_strdup (kiroku_line_get_absent (line, line->hash, parts[0]))
                               : kiroku_line_describe_value (fact, parts[1], language);
  g_autofree char *evidence = absent ? NULL : describe_evidence_fact (kind, parts);
  g_autofree char *sure = NULL;
  const char *name = fact != NULL ? kiroku_pack_text (fact->name, language) : get_field_name (kind, parts[0]);
  KirokuFactState state;
  const gboolean has_state = kiroku_fact_state_parse (parts[2], &state, NULL);

  if (out->len > 0)
    g_string_append_c (out, '\n');
  if (evidence != NULL)
    {
      g_string_append (out, evidence);
      return;
    }
  sure = has_state ? describe_remark (line, state, parts) : NULL;
  if (sure != NULL && !absent && parts[1][0] == '\0' && state != KIROKU_FACT_UNASKED)
    {
      g_string_append_printf (out, _ ("%s: %s"), name, sure); /* nothing was cleared: that is the answer */
      return;
    }
  g_string_append_printf (out, _ ("%s: %s"), name, value);
  if (sure != NULL)
    g_string_append_printf (out, _ (" (%s)"), sure);
}

/* The place of what @fact, the joined parts of one, says among what is said of evidence. */
static guint
get_place (const char *kind, const char *fact)
{
  g_autofree char *id = g_strndup (fact, strcspn (fact, (const char[]){ KIROKU_LINE_PART_SEPARATOR,
                                                                        '\0' }));
  KirokuEvidenceFact known;
  KirokuCustodyField field;

  if (g_str_equal (kind, "evidence.set") && kiroku_evidence_fact_parse (id, &known, NULL))
    return known;
  if (g_str_equal (kind, "evidence.move") && kiroku_custody_field_parse (id, &field, NULL))
    return field;
  return G_MAXUINT;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer kind)
{
  const guint first = get_place (kind, *(char *const *) a), second = get_place (kind, *(char *const *) b);

  return first < second ? -1 : first > second;
}

/* Recorded in the order of the names, evidence reads from whom, to whom, where, …. What is not known of
 * it keeps its order, behind. */
static void
sort_facts (char **facts, const char *kind)
{
  if (g_str_has_prefix (kind, "evidence."))
    g_qsort_with_data (facts, (int) g_strv_length (facts), sizeof *facts, compare_places,
                       (gpointer) kind);
}

static char *
describe_facts (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  static const char fact_separator[] = { KIROKU_LINE_FACT_SEPARATOR, '\0' };
  static const char part_separator[] = { KIROKU_LINE_PART_SEPARATOR, '\0' };
  g_auto (GStrv) facts = g_strsplit (self->text, fact_separator, -1);
  GString *out = g_string_new (self->evidence);

  sort_facts (facts, self->kind);
  for (guint i = 0; facts[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (facts[i], part_separator, 4);

      if (g_strv_length (parts) >= 3)
        append_fact (out, self, parts, pack, language);
    }
  return g_string_free (out, FALSE);
}

static char *
with_reason (const char *text, const char *reason)
{
  if (reason == NULL || reason[0] == '\0')
    return g_strdup (text);
  return g_strdup_printf (_ ("%s — %s"), text, reason);
}

/* A task has its text in either language or in both. (transfer none) */
static const char *
get_absent_task (const KirokuLine *self)
{
  const gboolean english = kiroku_line_is_erased (self, self->hash, "text_en");

  return kiroku_line_get_absent (self, self->hash, english ? "text_en" : NULL);
}

/* A value of the line's own entry, where its author stated one. @parts: as the fold joins the plan of a task.
 * (transfer none) (nullable) */
static const char *
get_planned (const KirokuLine *self, char **parts, guint i, const char *field)
{
  if (strstr (parts[2], field) != NULL)
    return kiroku_line_get_absent (self, self->hash, field);
  return i < 2 && parts[i][0] != '\0' ? parts[i] : NULL;
}

/* @text, who is to do it, by when, and why, also where one of them is not here. (transfer full) */
static char *
with_plan (const KirokuLine *self, const char *text, const char *why)
{
  static const char separator[] = { KIROKU_LINE_PART_SEPARATOR, '\0' };
  g_auto (GStrv) parts = g_strsplit (self->extra != NULL ? self->extra : "", separator, 3);
  const char *owner, *due, *reason;
  g_autofree char *owned = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *dated = NULL;

  if (g_strv_length (parts) != 3)
    return with_reason (text, why);
  owner = get_planned (self, parts, 0, "owner");
  due = get_planned (self, parts, 1, "due");
  reason = get_planned (self, parts, 2, "reason");
  /* Translators: a task, then who is to do it. */
  owned = owner != NULL ? g_strdup_printf (_ ("%s (to be done by: %s)"), text, owner) : g_strdup (text);
  shown = due != NULL ? kiroku_task_show_due (due) : NULL;
  /* Translators: a task, then the time by which it is to be done. */
  dated = due != NULL ? g_strdup_printf (_ ("%s (due: %s)"), owned, shown) : g_strdup (owned);
  return with_reason (dated, reason != NULL ? reason : why);
}

static char *
describe_task (const KirokuLine *self, const char *language)
{
  gboolean added = g_str_equal (self->kind, "task.add");
  KirokuTask task = { .text_ja = added ? self->text : self->task_ja,
                      .text_en = added ? self->detail : self->task_en };
  const char *name = kiroku_task_get_text (&task, language);
  g_autofree char *text = NULL;
  KirokuTaskState state;

  if (g_str_equal (self->kind, "task.move"))
    return g_strdup_printf (_ ("Put in another place: %s"), name != NULL ? name : _ ("(withheld)"));
  if (added)
    return with_plan (self, name != NULL ? name : get_absent_task (self), NULL);
  if (self->text == NULL || !kiroku_task_state_parse (self->text, &state, NULL))
    return g_strdup (kiroku_line_get_absent (self, self->hash, NULL));
  text = g_strdup_printf (_ ("%s: %s"), kiroku_task_state_name (state),
                          name != NULL ? name : _ ("(withheld)"));
  return with_plan (self, text, self->detail);
}

/* "Prevent: text (to be done by: …) (due: …) — reason", and what became of it unless it is open. */
static char *
describe_improvement (const KirokuLine *self)
{
  static const char separator[] = { KIROKU_LINE_PART_SEPARATOR, '\0' };
  g_auto (GStrv) parts = g_strsplit (self->extra != NULL ? self->extra : "", separator, 5);
  const char *said = self->text != NULL ? self->text : kiroku_line_get_absent (self, self->hash, "text");
  KirokuLine plain = *self;
  g_autofree char *plan = NULL;
  g_autofree char *text = NULL;
  KirokuImproveClass klass;
  KirokuImproveState state;

  if (g_strv_length (parts) != 5)
    return with_reason (said, self->detail);
  plan = g_strjoin (separator, parts[0], parts[1], parts[2], NULL);
  plain.extra = plan;
  text = kiroku_improve_class_parse (parts[3], &klass, NULL)
             ? g_strdup_printf (_ ("%s: %s"), kiroku_improve_class_name (klass), said)
             : g_strdup (said);
  if (kiroku_improve_state_parse (parts[4], &state, NULL) && state != KIROKU_IMPROVE_OPEN)
    {
      g_autofree char *open = g_steal_pointer (&text);

      text = g_strdup_printf (_ ("%s: %s"), kiroku_improve_state_name (state), open);
    }
  return with_plan (&plain, text, self->detail);
}

/* @id in words, or as it is. (transfer none) */
static const char *
get_phase_name (const char *id)
{
  KirokuPhase phase;

  return kiroku_phase_parse (id, &phase, NULL) ? kiroku_phase_name (phase) : id;
}

/* @named: (nullable) */
static char *
with_named (const char *text, const char *named)
{
  if (named == NULL || named[0] == '\0')
    return g_strdup (text);
  return g_strdup_printf (_ ("%s (approver named: %s)"), text, named);
}

/* A phase that corrects another says so: it is not entered once more. */
static char *
describe_phase (const KirokuLine *self)
{
  const char *phase = get_phase_name (self->text);
  g_autofree char *name = NULL;
  g_autofree char *approved = NULL;

  if (self->subject != NULL)
    name = g_strdup_printf (_ ("Correction of a phase: %s"), phase);
  else
    name = g_strdup (phase);
  approved = with_named (name, self->named);
  return with_reason (approved, self->detail);
}

static char *
describe_level (const KirokuLine *self)
{
  /* Translators: how grave a case is, from 0 to 3. */
  g_autofree char *level = g_strdup_printf (_ ("Level %s"), self->text);

  return with_reason (level, self->detail);
}

static char *
describe_hold (const KirokuLine *self)
{
  const gboolean set = g_str_equal (self->text, "set");
  g_autofree char *approved
      = with_named (set ? C_ ("hold", "set") : C_ ("hold", "lifted"), self->named);

  return with_reason (approved, self->detail);
}

/* A package, and whether it was given up before it was in. */
static char *
describe_import (const KirokuLine *self)
{
  if (self->detail == NULL || g_str_equal (self->detail, "0"))
    return g_strdup (self->text);
  return with_reason (self->text, _ ("given up before it was taken in to its end"));
}

static char *
describe_link (const KirokuLine *self)
{
  g_autofree char *text = NULL;
  KirokuLinkAs as;

  if (self->extra == NULL || !kiroku_link_as_parse (self->extra, &as, NULL))
    return with_reason (self->text, self->detail);
  text = kiroku_link_as_describe (as, self->text);
  return with_reason (text, self->detail);
}

/* What an authority asked, or was answered. */
static char *
describe_enquiry (const KirokuLine *self)
{
  const gboolean interim = g_strcmp0 (self->detail, "1") == 0;
  const char *by;

  if (g_str_equal (self->kind, "enquiry.ask"))
    /* Translators: an authority, then its question. */
    return g_strdup_printf (_ ("%s asks: %s"), self->extra != NULL ? self->extra : _ ("(withheld)"),
                            self->text);
  if (self->extra == NULL || self->extra[0] == '\0')
    /* Translators: what was answered to an authority. */
    return g_strdup_printf (interim ? _ ("Interim answer: %s") : _ ("Answered: %s"), self->text);
  by = g_str_equal (self->extra, KIROKU_LINE_ABSENT) ? kiroku_line_get_absent (self, self->hash, "by") : self->extra;
  /* Translators: the name of a person, then the answer. */
  return g_strdup_printf (interim ? _ ("Interim answer by %s: %s") : _ ("Answered by %s: %s"), by, self->text);
}

/* Which facts were answered for one form alone. (transfer full) */
static char *
describe_own (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  g_auto (GStrv) keys = g_strsplit (self->extra, ",", -1);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const KirokuPackFact *fact = pack != NULL ? kiroku_pack_get_fact (pack, keys[i]) : NULL;

      g_string_append_printf (names, "%s%s", i > 0 ? C_ ("list", ", ") : "",
                              fact != NULL ? kiroku_pack_text (fact->name, language) : keys[i]);
    }
  /* Translators: a form, then the names of facts. */
  return g_strdup_printf (_ ("%s: answered for this form alone: %s"), self->text, names->str);
}

/* What became of a form: which, then what, and to whom. */
static char *
describe_form (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  g_autofree char *text = NULL;

  if (g_str_equal (self->kind, "form.draft") && self->extra != NULL)
    text = describe_own (self, pack, language);
  else if (g_str_equal (self->kind, "form.draft"))
    text = g_strdup_printf (_ ("%s: drafted"), self->text);
  else if (g_str_equal (self->kind, "form.approve"))
    text = g_strdup_printf (_ ("%s: approved"), self->text);
  else if (self->extra == NULL || self->extra[0] == '\0')
    text = g_strdup_printf (_ ("%s: filed"), self->text);
  else
    /* Translators: a form, then the number that was given for it. */
    text = g_strdup_printf (_ ("%s: filed, receipt %s"), self->text, self->extra);
  return with_reason (text, self->detail);
}

/* How somebody was told; of a means of a later version its id. (transfer none) */
static const char *
get_means (const char *id)
{
  static const struct
  {
    const char *id, *words;
  } means[] = {
    { "phone", NC_ ("call", "by telephone") },
    { "mail", NC_ ("call", "by e-mail") },
    { "web", NC_ ("call", "by web form") },
    { "in-person", NC_ ("call", "in person") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (means); i++)
    if (g_str_equal (id, means[i].id))
      return kiroku_gettext_in_context ("call", means[i].words);
  return id;
}

/* "by telephone 03-…, spoke to: …"; @extra: as the fold joins it. (transfer full) */
static char *
describe_call (const char *extra)
{
  static const char separator[] = { KIROKU_LINE_PART_SEPARATOR, '\0' };
  g_auto (GStrv) parts = g_strsplit (extra, separator, 3);
  GString *text = g_string_new (NULL);

  if (g_strv_length (parts) != 3)
    return g_string_free (text, FALSE);
  g_string_append (text, get_means (parts[0]));
  if (parts[1][0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", parts[1]);
  if (parts[2][0] != '\0')
    {
      g_string_append (text, text->len > 0 ? C_ ("list", ", ") : "");
      g_string_append_printf (text, C_ ("call", "spoke to: %s"), parts[2]);
    }
  return g_string_free (text, FALSE);
}

/* Who was called, how, whom one spoke to, and what came of it. */
static char *
describe_told (const KirokuLine *self)
{
  g_autofree char *call = describe_call (self->extra != NULL ? self->extra : "");
  g_autofree char *told = NULL;

  if (call[0] == '\0')
    return with_reason (self->text, self->detail);
  /* Translators: who was told, then how, and whom one spoke to. */
  told = g_strdup_printf (C_ ("call", "%s (%s)"), self->text, call);
  return with_reason (told, self->detail);
}

/* A duty that somebody stated has the id of its entry, of which 8 digits are enough. */
static char *
dup_rule_name (const char *rule, KirokuPack *pack, const char *language)
{
  const KirokuPackObligation *known
      = pack != NULL ? kiroku_pack_get_obligation (pack, rule) : NULL;

  if (known != NULL)
    return g_strdup (kiroku_pack_text (known->label, language));
  if (strlen (rule) != 64)
    return g_strdup (rule);
  /* Translators: the first digits of an entry's id. */
  return g_strdup_printf (_ ("Stated duty %.8s"), rule);
}

/* Whose key is no longer trusted; or in whom somebody trusts. */
static char *
describe_key (const KirokuLine *self)
{
  const gboolean revoked = g_str_equal (self->kind, "key.revoke");
  const char *key = revoked ? self->text : self->extra;
  const char *name = revoked ? self->whose : self->text;
  g_autofree char *text = NULL;

  if (key == NULL)
    return with_reason (self->text, self->detail);
  text = g_strdup_printf (revoked ? _ ("revoked: the key of %s (%.12s)")
                                  : _ ("vouched for: %s (%.12s)"),
                          name != NULL ? name : _ ("(withheld)"), key);
  return with_reason (text, self->detail);
}

/* What is to be done, for whom, and why. */
static char *
describe_duty (const KirokuLine *self)
{
  g_autofree char *text = NULL;

  if (self->extra == NULL || self->extra[0] == '\0')
    return with_reason (self->text, self->detail);
  /* Translators: a recipient, then what is due to them. */
  text = g_strdup_printf (C_ ("duty", "%s: %s"), self->extra, self->text);
  return with_reason (text, self->detail);
}

static char *
describe_decision (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  g_autofree char *name = dup_rule_name (self->text, pack, language);
  g_autofree char *decision
      = g_strdup_printf (_ ("%s: %s"), name,
                         g_strcmp0 (self->extra, "applies") == 0 ? C_ ("decision", "applies")
                                                                 : C_ ("decision", "does not apply"));
  g_autofree char *approved = with_named (decision, self->named);

  return with_reason (approved, self->detail);
}

/* "FS01: Contained — note" */
static char *
describe_asset (const KirokuLine *self)
{
  KirokuAssetState state;
  g_autofree char *text = NULL;

  if (self->extra == NULL || !kiroku_asset_state_parse (self->extra, &state, NULL))
    return with_reason (self->text, self->detail);
  text = g_strdup_printf (_ ("%s: %s"), self->text, kiroku_asset_state_name (state));
  return with_reason (text, self->detail);
}

/* What can be followed is shown so that nobody does by accident. */
static char *
describe_indicator (const KirokuLine *self)
{
  KirokuIndicatorType type;
  KirokuIndicatorState state;
  g_autofree char *value = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;

  if (kiroku_indicator_classify (self->text, &type, &value, NULL))
    shown = kiroku_indicator_defang (type, value);
  else
    shown = g_strdup (self->text);
  if (self->extra == NULL || !kiroku_indicator_state_parse (self->extra, &state, NULL)
      || state == KIROKU_INDICATOR_ACTIVE)
    return with_reason (shown, self->detail);
  text = g_strdup_printf (_ ("%s: %s"), shown, kiroku_indicator_state_name (state));
  return with_reason (text, self->detail);
}

/* What the program noticed of the computer's clock by itself. */
static char *
describe_clock (const KirokuLine *self)
{
  gint64 delta = self->detail != NULL ? g_ascii_strtoll (self->detail, NULL, 10) : 0;
  g_autofree char *length = kiroku_duration_to_text (ABS (delta));

  if (g_str_equal (self->text, "unsynchronised"))
    return g_strdup (_ ("The clock of this computer was not synchronised"));
  if (delta < 0)
    return g_strdup_printf (_ ("The clock of this computer was set back by %s"), length);
  return g_strdup_printf (_ ("The clock of this computer was set forward by %s"), length);
}

/* What was taken in, and how others know it again; or what a check found. */
static char *
describe_evidence (const KirokuLine *self)
{
  const char *name = self->evidence != NULL ? self->evidence : _ ("(withheld)");
  g_autofree char *text = NULL;
  KirokuEvidenceState state;

  if (g_str_equal (self->kind, "evidence.check")
      && kiroku_evidence_state_parse (self->text, &state, NULL))
    return g_strdup_printf (_ ("%s: %s"), name, kiroku_evidence_state_name (state));
  if (self->extra == NULL)
    return with_reason (self->text, self->detail);
  text = g_strdup_printf (_ ("%s (SHA-256 %s)"), self->text, self->extra);
  return with_reason (text, self->detail);
}

/* What kind of outside head, by whom, and what somebody noted of it. */
static char *
describe_anchor (const KirokuLine *self)
{
  g_autofree char *named = NULL;
  KirokuAnchorType type;
  const char *name = kiroku_anchor_type_parse (self->text, &type, NULL)
                         ? kiroku_anchor_type_name (type)
                         : self->text;

  if (self->extra == NULL || self->extra[0] == '\0')
    return with_reason (name, self->detail);
  named = g_strdup_printf (_ ("%s: %s"), name, self->extra);
  return with_reason (named, self->detail);
}

/* Of a note or a phase what was judged is said: the entry may read otherwise by now. */
static char *
describe_approval (const KirokuLine *self)
{
  const gboolean approved = g_str_equal (self->text, "approved");
  const char *kind = self->judged_kind != NULL ? self->judged_kind : "";
  const gboolean is_phase = g_str_equal (kind, "case.phase");
  g_autofree char *text = NULL;

  if (self->judged == NULL
      || !(is_phase || g_str_equal (kind, "note") || g_str_equal (kind, "correct")))
    return with_reason (approved ? C_ ("decision", "approved") : C_ ("decision", "refused"),
                        self->detail);
  text = g_strdup_printf (approved ? _ ("approved: “%s”") : _ ("refused: “%s”"),
                          is_phase ? get_phase_name (self->judged) : self->judged);
  return with_reason (text, self->detail);
}

/* To whom, or from whom, and what was said with it. */
static char *
describe_handover (const KirokuLine *self)
{
  const char *note
      = self->text != NULL ? self->text : kiroku_line_get_absent (self, self->hash, NULL);
  const char *to = self->extra != NULL ? self->extra
                                       : kiroku_line_get_absent (self, self->hash, "to");
  g_autofree char *text = NULL;

  if (self->subject != NULL && self->whose != NULL)
    text = g_strdup_printf (_ ("took over from %s"), self->whose);
  else if (self->subject != NULL)
    text = g_strdup (_ ("took over, but no hand-over of this case is named"));
  else if (to[0] != '\0')
    text = g_strdup_printf (_ ("handed over to %s"), to);
  else
    text = g_strdup (_ ("handed over"));
  return with_reason (text, note);
}

/* Who writes from here on; the author's own name, which stands beside it, is not said again. */
static char *
describe_journal (const KirokuLine *self)
{
  const gboolean own = g_strcmp0 (self->text, self->author) == 0;
  g_autofree char *began
      = with_reason (own ? _ ("began to write in this case") : self->text, self->detail);

  if (g_strcmp0 (self->extra, kiroku_disk_id (KIROKU_DISK_PLAIN)) != 0)
    return g_steal_pointer (&began);
  /* Translators: what comes before says that somebody began to write in the case. */
  return g_strdup_printf (_ ("%s (on a disk that is not encrypted)"), began);
}

/* What a note or a phase reads as. @text: (nullable): withheld, or erased; of the entry @hash.
 * (transfer none) */
static const char *
get_reading (const KirokuLine *self, const char *text, const char *hash)
{
  if (text == NULL)
    return kiroku_line_get_absent (self, hash, NULL);
  return g_str_equal (self->kind, "case.phase") ? get_phase_name (text) : text;
}

gboolean
kiroku_line_is_restated (const char *kind)
{
  static const char *const kinds[] = { "contact.told", "evidence.move", "form.file", "enquiry.ask",
                                       "enquiry.answer", NULL };

  g_return_val_if_fail (kind != NULL, FALSE);

  return g_strv_contains (kinds, kind);
}

static char *describe_plain (const KirokuLine *self, KirokuPack *pack, const char *language);

/* What it reads as since it was corrected. */
static char *
describe_reading (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  KirokuLine reading = *self;

  if (!kiroku_line_is_restated (self->kind) || self->corrected == NULL)
    return g_strdup (get_reading (self, self->corrected, self->correction));
  reading.text = self->corrected;
  reading.detail = self->corrected_detail;
  reading.extra = self->corrected_extra;
  reading.correction = NULL;
  return describe_plain (&reading, pack, language);
}

/* One that corrects another says so: it did not happen once more. */
static char *
describe_correcting (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  KirokuLine plain = *self;
  g_autofree char *said = NULL;
  g_autofree char *text = NULL;

  plain.corrects = NULL;
  said = describe_plain (&plain, pack, language);
  /* Translators: what an entry says that corrects another. */
  text = g_strdup_printf (_ ("Correction: %s"), said);
  return with_reason (text, self->own_reason);
}

static char *
describe_plain (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  const char *text;

  text = self->text != NULL ? self->text : kiroku_line_get_absent (self, self->hash, NULL);
  if (self->correction != NULL)
    return describe_reading (self, pack, language);
  if (self->corrects != NULL && kiroku_line_is_restated (self->kind))
    return describe_correcting (self, pack, language);
  if (g_str_equal (self->kind, "handover"))
    return describe_handover (self);
  if (g_str_equal (self->kind, "case.phase") && self->text != NULL)
    return describe_phase (self);
  if (g_str_equal (self->kind, "obligation.decide") && self->text != NULL && self->extra != NULL)
    return describe_decision (self, pack, language);
  if (g_str_has_prefix (self->kind, "enquiry.") && self->text != NULL)
    return describe_enquiry (self);
  if (g_str_has_prefix (self->kind, "form.") && self->text != NULL)
    return describe_form (self, pack, language);
  if (g_str_equal (self->kind, "journal.open") && self->text != NULL)
    return describe_journal (self);
  if (g_str_equal (self->kind, "case.level") && self->text != NULL)
    return describe_level (self);
  if (g_str_equal (self->kind, "case.hold") && self->text != NULL)
    return describe_hold (self);
  if (g_str_equal (self->kind, "import") && self->text != NULL)
    return describe_import (self);
  if (g_str_equal (self->kind, "case.link") && self->text != NULL)
    return describe_link (self);
  if (g_str_has_prefix (self->kind, "key.") && self->text != NULL)
    return describe_key (self);
  if (g_str_equal (self->kind, "obligation.add") && self->text != NULL)
    return describe_duty (self);
  if (g_str_equal (self->kind, "contact.told") && self->text != NULL)
    return describe_told (self);
  if (g_str_equal (self->kind, "clock") && self->text != NULL)
    return describe_clock (self);
  if (g_str_equal (self->kind, "asset.set") && self->text != NULL)
    return describe_asset (self);
  if (g_str_equal (self->kind, "indicator.set") && self->text != NULL)
    return describe_indicator (self);
  if (g_str_equal (self->kind, "checkpoint") && self->text != NULL)
    return g_strdup (kiroku_checkpoint_purpose_name (self->text));
  if (g_str_equal (self->kind, "anchor") && self->text != NULL)
    return describe_anchor (self);
  if (g_str_equal (self->kind, "approve") && self->text != NULL)
    return describe_approval (self);
  if (g_str_has_prefix (self->kind, "task."))
    return describe_task (self, language);
  if (kiroku_case_fold_joins (self->kind) && self->text != NULL)
    return describe_facts (self, pack, language);
  if (g_str_has_prefix (self->kind, "evidence.") && self->text != NULL)
    return describe_evidence (self);
  if (g_str_equal (self->kind, "measure.set"))
    return describe_improvement (self);
  if (g_str_equal (self->kind, "note") || self->detail == NULL || self->detail[0] == '\0')
    return g_strdup (text);
  return with_reason (text, self->detail);
}

char *
kiroku_line_describe (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  g_auto (KirokuSpoken) spoken = { NULL };

  g_return_val_if_fail (self != NULL && language != NULL, NULL);

  spoken = kiroku_speak (language);
  return describe_plain (self, pack, language);
}

char *
kiroku_line_defang (const KirokuLine *self, const char *text)
{
  static const char *const own_words[]
      = { "note",       "correct",    "approve",      "case.phase", "case.close",
          "case.reopen", "case.hold", "case.level", "contact.told", "task.add",   "task.set",  "task.move",
          "obligation.decide", "obligation.add", "indicator.set", "handover", "measure.set", NULL };

  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  return g_strv_contains (own_words, self->kind) ? kiroku_indicator_defang_text (text)
                                                 : g_strdup (text);
}

char *
kiroku_line_describe_recorded (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  g_auto (KirokuSpoken) spoken = { NULL };
  KirokuLine recorded;

  g_return_val_if_fail (self != NULL && language != NULL, NULL);

  spoken = kiroku_speak (language);
  if (!kiroku_line_is_restated (self->kind))
    return g_strdup (get_reading (self, self->text, self->hash));
  recorded = *self;
  recorded.correction = NULL;
  return describe_plain (&recorded, pack, language);
}

gboolean
kiroku_line_is_reworded (const KirokuLine *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->correction == NULL)
    return FALSE;
  if (self->text == NULL || g_strcmp0 (self->text, self->corrected) != 0)
    return TRUE;
  return kiroku_line_is_restated (self->kind)
         && (g_strcmp0 (self->detail, self->corrected_detail) != 0
             || g_strcmp0 (self->extra, self->corrected_extra) != 0);
}

gboolean
kiroku_line_has_old_time (const KirokuLine *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->retimed && self->stated;
}

char *
kiroku_line_add_earlier (const KirokuLine *self, const char *reason, const char *language)
{
  g_auto (KirokuSpoken) spoken = { NULL };
  g_autofree char *earlier = NULL;
  guint n;

  g_return_val_if_fail (self != NULL && reason != NULL && language != NULL, NULL);

  if (self->n_corrections < 2)
    return g_strdup (reason);
  spoken = kiroku_speak (language);
  n = self->n_corrections - 1;
  earlier = g_strdup_printf (
      ngettext ("and %u earlier correction", "and %u earlier corrections", n), n);
  /* Translators: why an entry was corrected the last time, and that it had been before. */
  return g_strdup_printf (C_ ("correction", "%s (%s)"), reason, earlier);
}

char *
kiroku_line_describe_original (const KirokuLine *self, const char *language, GTimeZone *zone)
{
  g_autofree char *said = NULL;
  g_autofree char *time = NULL;
  g_auto (KirokuSpoken) spoken = { NULL };

  g_return_val_if_fail (self != NULL && language != NULL && zone != NULL, NULL);

  spoken = kiroku_speak (language);
  if (kiroku_line_is_reworded (self))
    said = kiroku_line_describe_recorded (self, NULL, language);
  if (!self->retimed)
    return g_steal_pointer (&said);
  time = kiroku_time_to_text (self->at, self->stated ? self->precision : KIROKU_PRECISION_SECOND,
                              zone);
  if (said == NULL)
    return g_steal_pointer (&time);
  /* Translators: what an entry said before it was corrected, then its time. */
  return g_strdup_printf (C_ ("original", "%s, %s"), said, time);
}
