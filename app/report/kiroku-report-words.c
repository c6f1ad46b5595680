/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-case-fold.h"
#include "kiroku-form.h"
#include "kiroku-report-private.h"
#include "kiroku-task.h"
#include "kiroku-words.h"

typedef struct
{
  const char *id, *ja, *en;
} Words;

static const Words classes[] = {
  { "action", "対応", "Action" },
  { "observation", "観察", "Observation" },
  { "decision", "判断", "Decision" },
  { "communication", "連絡", "Communication" },
};

static const Words kinds[] = {
  { "journal.open", "記録開始", "Journal" },   { "case.open", "開設", "Opened" },
  { "case.set", "事実", "Fact" },              { "case.phase", "段階", "Phase" },
  { "case.close", "終結", "Closed" },          { "case.reopen", "再開", "Reopened" },
  { "case.link", "関連", "Link" },             { "note", "記録", "Note" },
  { "correct", "訂正", "Correction" },         { "task.add", "作業", "Task" },
  { "task.set", "作業", "Task" },              { "contact.told", "連絡", "Contact" },
  { "form.draft", "様式", "Form" },            { "form.approve", "様式", "Form" },
  { "form.file", "様式", "Form" },             { "obligation.decide", "報告義務", "Obligation" },
  { "evidence.add", "証拠", "Evidence" },      { "evidence.move", "証拠", "Evidence" },
  { "evidence.check", "証拠", "Evidence" },    { "asset.set", "資産", "Asset" },
  { "indicator.set", "侵害指標", "Indicator" }, { "checkpoint", "確認点", "Checkpoint" },
  { "anchor", "外部証明", "Anchor" },          { "erase", "消去", "Erasure" },
  { "key.vouch", "鍵", "Key" },                { "key.revoke", "鍵", "Key" },
  { "handover", "引継ぎ", "Handover" },        { "clock", "時計", "Clock" },
  { "import", "取込み", "Import" },
};

static const Words task_states[] = {
  { "open", "未実施", "Open" },
  { "done", "実施", "Done" },
  { "skipped", "省略", "Skipped" },
};

static const Words obligation_states[] = {
  { "not-applicable", "該当しない", "does not apply" },
  { "undecided", "該当するか未判定", "undecided" },
  { "waiting", "起算前", "clock not started" },
  { "running", "進行中", "running" },
  { "due-today", "本日期限", "due today" },
  { "overdue", "期限経過", "overdue" },
};

static const Words due_kinds[] = {
  { "promptly", "速やかに", "promptly" },
  { "immediately", "直ちに", "immediately" },
  { "on_event", "該当する事由が生じたとき", "when the event occurs" },
};

/* @id itself when it is not among @words. */
static const char *
find (const Words *words, gsize n, const char *id, const char *language)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (words[i].id, id))
      return kiroku_words (language, words[i].ja, words[i].en);
  return id;
}

const char *
kiroku_report_label (const KirokuLine *line, const char *language)
{
  if (line->klass != NULL)
    return find (classes, G_N_ELEMENTS (classes), line->klass, language);
  return find (kinds, G_N_ELEMENTS (kinds), line->kind, language);
}

static char *
with_reason (const char *text, const char *reason, const char *language)
{
  if (reason == NULL || reason[0] == '\0')
    return g_strdup (text);
  return g_strdup_printf (kiroku_words (language, "%s ― %s", "%s — %s"), text, reason);
}

/* What stands behind @name and "=" among @parts; NULL when it is not there. (transfer none) */
static const char *
find_part (char **parts, const char *name)
{
  gsize length = strlen (name);

  for (; *parts != NULL; parts++)
    if (strncmp (*parts, name, length) == 0 && (*parts)[length] == '=')
      return *parts + length + 1;
  return NULL;
}

/* The fact @key as the entry set it, in words; what the pack does not know stays as it is. */
static char *
describe_fact (const char *key,
               char **parts,
               KirokuPack *pack,
               GTimeZone *zone,
               const char *language)
{
  const KirokuPackFact *definition = kiroku_pack_get_fact (pack, key);
  g_autofree char *state_name = g_strconcat (KIROKU_FACT_STATE_PREFIX, key, NULL);
  const char *value = find_part (parts, key);
  const char *state = find_part (parts, state_name);
  KirokuFact fact = { (char *) key, (char *) (value != NULL ? value : ""), KIROKU_FACT_CONFIRMED };
  g_autofree char *shown = NULL;

  if (definition == NULL)
    return g_strdup_printf ("%s=%s", key, fact.value);
  if (state != NULL)
    kiroku_fact_state_parse (state, &fact.state, NULL);
  shown = kiroku_form_show_fact (definition, &fact, zone, language);
  return g_strdup_printf (kiroku_words (language, "%s：%s", "%s: %s"),
                          kiroku_pack_text (definition->name, language),
                          shown[0] != '\0' ? shown
                                           : kiroku_words (language, "（記入を取り消し）", "(cleared)"));
}

/* The key that @part sets, or, of a state alone, whose state it is; NULL for a state that stands
 * beside its value. (transfer full) */
static char *
part_key (const char *part, char **parts)
{
  gboolean is_state = g_str_has_prefix (part, KIROKU_FACT_STATE_PREFIX);
  const char *start = is_state ? part + strlen (KIROKU_FACT_STATE_PREFIX) : part;
  g_autofree char *key = g_strndup (start, strcspn (start, "="));

  return is_state && find_part (parts, key) != NULL ? NULL : g_steal_pointer (&key);
}

static char *
describe_facts (const char *text, KirokuPack *pack, GTimeZone *zone, const char *language)
{
  g_auto (GStrv) parts = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean is_pair = strchr (parts[i], '=') != NULL;
      g_autofree char *key = is_pair ? part_key (parts[i], parts) : NULL;
      g_autofree char *words
          = key != NULL ? describe_fact (key, parts, pack, zone, language) : NULL;

      if (is_pair && words == NULL)
        continue;
      if (out->len > 0)
        g_string_append_c (out, '\n');
      /* What is no pair is a further line of a long text. */
      g_string_append (out, words != NULL ? words : parts[i]);
    }
  return g_string_free (out, FALSE);
}

static char *
describe_task_state (const KirokuLine *line, const char *language)
{
  KirokuTask task = { .text_ja = line->task_ja, .text_en = line->task_en };
  const char *name = kiroku_task_get_text (&task, language);
  g_autofree char *text = g_strdup_printf (
      kiroku_words (language, "%s：%s", "%s: %s"),
      find (task_states, G_N_ELEMENTS (task_states), line->text, language),
      name != NULL ? name : "");

  return with_reason (text, line->detail, language);
}

const char *
kiroku_report_original (const KirokuLine *line, const char *language)
{
  return line->text != NULL ? line->text : kiroku_words (language, "（開示されない）", "(withheld)");
}

char *
kiroku_report_describe (const KirokuLine *line,
                        KirokuPack *pack,
                        GTimeZone *zone,
                        const char *language)
{
  KirokuPhase phase;

  if (line->corrected != NULL)
    return g_strdup (line->corrected);
  if (line->text == NULL)
    return g_strdup (kiroku_report_original (line, language));
  if (g_str_equal (line->kind, "case.phase") && kiroku_phase_parse (line->text, &phase, NULL))
    return with_reason (kiroku_words_phase (language, phase), line->detail, language);
  if (g_str_equal (line->kind, "case.set"))
    return describe_facts (line->text, pack, zone, language);
  if (g_str_equal (line->kind, "task.set"))
    return describe_task_state (line, language);
  return kiroku_line_describe (line, pack, language);
}

const char *
kiroku_report_obligation_state (const KirokuObligation *obligation, const char *language)
{
  return find (obligation_states, G_N_ELEMENTS (obligation_states),
               kiroku_obligation_state_id (obligation), language);
}

static char *
show_day (const GDate *day, const char *language)
{
  return kiroku_words_day (language, g_date_get_year (day), g_date_get_month (day),
                           g_date_get_day (day));
}

char *
kiroku_report_due (const KirokuObligation *obligation, const char *language)
{
  g_autofree char *from = NULL;
  g_autofree char *due = NULL;

  if (obligation->due_kind == KIROKU_DUE_TIME && obligation->due_us != KIROKU_TIME_NONE)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (obligation->zone);

      return kiroku_words_time (language, obligation->due_us, zone);
    }
  if (obligation->due_kind == KIROKU_DUE_DATE && g_date_valid (&obligation->due))
    {
      due = show_day (&obligation->due, language);
      if (!g_date_valid (&obligation->due_from))
        return g_steal_pointer (&due);
      from = show_day (&obligation->due_from, language);
      return g_strdup_printf (kiroku_words (language, "%s～%s", "%s to %s"), from, due);
    }
  if (obligation->due_kind == KIROKU_DUE_DATE || obligation->due_kind == KIROKU_DUE_TIME)
    return g_strdup (kiroku_words (language, "起算日時が未記入", "start not filled in"));
  return g_strdup (find (due_kinds, G_N_ELEMENTS (due_kinds),
                         kiroku_due_kind_id (obligation->due_kind), language));
}
