/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-fold.h"
#include "kiroku-form.h"
#include "kiroku-i18n.h"
#include "kiroku-line-erasure.h"
#include "kiroku-report-private.h"
#include "kiroku-task.h"
#include "kiroku-text.h"
#include "kiroku-words.h"

typedef struct
{
  const char *id, *ja, *en;
} Words;

static const Words obligation_states[] = {
  { "not-applicable", "該当しない", "does not apply" },
  { "undecided", "該当するか未判定", "undecided" },
  { "waiting", "起算前", "clock not started" },
  { "running", "進行中", "running" },
  { "due-soon", "期限間近", "due soon" },
  { "due-today", "本日期限", "due today" },
  { "overdue", "期限経過", "overdue" },
  { "met", "提出済み", "met" },
  { "watch", "未施行", "not in force yet" },
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
kiroku_report_or_withheld (const char *language, const char *text)
{
  return text != NULL ? text : kiroku_words (language, "（開示されない）", "(withheld)");
}

const char *
kiroku_report_get_case_word (const KirokuCase *info)
{
  g_autofree char *name = kiroku_text_make_name (info->number, info->id);

  return g_strcmp0 (name, info->number) == 0 ? info->number : info->id;
}

char *
kiroku_report_dup_level (const char *language, const KirokuCase *info)
{
  return info->level != KIROKU_LEVEL_WITHHELD
             ? g_strdup_printf ("%d", info->level)
             : g_strdup (kiroku_report_or_withheld (language, NULL));
}

char *
kiroku_report_show_due (const char *language, const char *due, gboolean overdue, GTimeZone *zone)
{
  g_autofree char *shown = NULL;
  KirokuTime time;

  if (kiroku_time_from_occ (due, NULL, NULL, &time))
    shown = kiroku_words_stamp (
        language, time.us, kiroku_task_is_due_by_day (due) ? KIROKU_PRECISION_DAY : KIROKU_PRECISION_MINUTE, zone);
  else
    shown = g_strdup (due);
  if (!overdue)
    return g_steal_pointer (&shown);
  return g_strdup_printf (kiroku_words (language, "超過：%s", "overdue since %s"), shown);
}

char *
kiroku_report_dup_task_due (
    const char *language, const KirokuTask *task, gint64 now, GTimeZone *zone)
{
  if (task->due != NULL)
    return kiroku_report_show_due (language, task->due, kiroku_task_is_overdue (task, now), zone);
  return task->due_withheld ? g_strdup (kiroku_report_or_withheld (language, NULL)) : NULL;
}

char *
kiroku_report_show_second (const char *language, gint64 us, GTimeZone *zone)
{
  return kiroku_words_time (language, us - us % G_USEC_PER_SEC, zone);
}

char *
kiroku_report_show_minute (const char *language, gint64 us, GTimeZone *zone)
{
  return kiroku_words_time (language, us - us % (60 * G_USEC_PER_SEC), zone);
}

const char *
kiroku_report_label (const KirokuLine *line, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  return kiroku_line_get_label (line);
}

char *
kiroku_report_dup_author (const KirokuLine *line, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  return kiroku_line_dup_author (line);
}

char *
kiroku_report_mark_name (const char *name, gboolean unvouched, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  return kiroku_line_mark_name (name, unvouched);
}

/* What @parts of @line say beside the state of @fact. */
static void
take_remark (const KirokuLine *line, char **parts, KirokuFact *fact)
{
  const char *prefix = kiroku_fact_get_remark_prefix (fact->state);
  g_autofree char *field = prefix != NULL ? g_strconcat (prefix, parts[0], NULL) : NULL;

  fact->remark = prefix != NULL ? parts[3] : NULL;
  fact->remark_state = field != NULL && kiroku_line_is_erased (line, line->hash, field)
                           ? KIROKU_FACT_ERASED
                           : KIROKU_FACT_WITHHELD;
}

/* The fact @parts, key, value and state, and what is said beside it, as the entry set it; what the pack does not know stays as
 * it is. (transfer full) */
static char *
describe_fact (const KirokuLine *line,
               char **parts,
               KirokuPack *pack,
               GTimeZone *zone,
               const char *language)
{
  const KirokuPackFact *definition = kiroku_pack_get_fact (pack, parts[0]);
  KirokuFact fact = { .key = parts[0], .value = parts[1], .state = KIROKU_FACT_CONFIRMED };
  const char *name = definition != NULL ? kiroku_pack_text (definition->name, language) : parts[0];
  g_autofree char *shown = NULL;

  if (g_str_equal (parts[0], "reason"))
    name = kiroku_words (language, "理由", "Reason");
  if (g_str_equal (parts[2], KIROKU_FACT_WITHHELD_ID))
    fact.state = KIROKU_FACT_WITHHELD;
  else
    kiroku_fact_state_parse (parts[2], &fact.state, NULL);
  take_remark (line, parts, &fact);
  if (kiroku_line_is_erased (line, line->hash, parts[0]))
    shown = g_strdup (kiroku_words (language, "法令により消去", "erased by law"));
  else
    shown = definition != NULL ? kiroku_form_show_fact (definition, &fact, zone, language)
                               : g_strdup (parts[1]);
  return g_strdup_printf (kiroku_words (language, "%s：%s", "%s: %s"), name,
                          shown[0] != '\0' ? shown
                                           : kiroku_words (language, "（記入を取り消し）", "(cleared)"));
}

/* The facts of a line, one below the other. (transfer full) */
static char *
describe_facts (const KirokuLine *line, KirokuPack *pack, GTimeZone *zone, const char *language)
{
  static const char fact_separator[] = { KIROKU_LINE_FACT_SEPARATOR, '\0' };
  static const char part_separator[] = { KIROKU_LINE_PART_SEPARATOR, '\0' };
  g_auto (GStrv) facts = g_strsplit (line->text, fact_separator, -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; facts[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (facts[i], part_separator, 4);
      g_autofree char *words = NULL;

      if (g_strv_length (parts) < 3)
        continue;
      words = describe_fact (line, parts, pack, zone, language);
      g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", words);
    }
  return g_string_free (out, FALSE);
}

const char *
kiroku_report_original (const KirokuLine *line, const char *language)
{
  KirokuPhase phase;

  if (line->text == NULL)
    return kiroku_line_is_erased (line, line->hash, NULL)
               ? kiroku_words (language, "（法令により消去）", "(erased by law)")
               : kiroku_words (language, "（開示されない）", "(withheld)");
  if (g_str_equal (line->kind, "case.phase") && kiroku_phase_parse (line->text, &phase, NULL))
    return kiroku_words_phase (language, phase);
  return line->text;
}

char *
kiroku_report_dup_original (const KirokuLine *line, KirokuPack *pack, const char *language)
{
  if (line->text == NULL || g_str_equal (line->kind, "note") || g_str_equal (line->kind, "case.phase"))
    return g_strdup (kiroku_report_original (line, language));
  return kiroku_line_describe_recorded (line, pack, language);
}

static char *
describe_plain (const KirokuLine *line, KirokuPack *pack, GTimeZone *zone, const char *language)
{
  if (g_str_has_prefix (line->kind, "task.") || g_str_equal (line->kind, "handover"))
    return kiroku_line_describe (line, pack, language);
  if (line->text == NULL && line->correction == NULL)
    return g_strdup (kiroku_report_original (line, language));
  if (g_str_equal (line->kind, "case.set"))
    return describe_facts (line, pack, zone, language);
  return kiroku_line_describe (line, pack, language);
}

char *
kiroku_report_describe (const KirokuLine *line,
                        KirokuPack *pack,
                        GTimeZone *zone,
                        const char *language)
{
  g_autofree char *plain = describe_plain (line, pack, zone, language);

  return kiroku_line_defang (line, plain);
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
  g_autofree char *iso = g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (day),
                                          g_date_get_month (day), g_date_get_day (day));

  return kiroku_words_date (language, iso);
}

/* To the minute, or to the second where the moment is no whole minute: a deadline is never rounded. */
static char *
show_moment (gint64 us, const char *zone_name, const char *language)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  KirokuPrecision precision = us % (60 * G_USEC_PER_SEC) == 0 ? KIROKU_PRECISION_MINUTE
                                                              : KIROKU_PRECISION_SECOND;

  return kiroku_words_stamp (language, us, precision, zone);
}

char *
kiroku_report_due (const KirokuObligation *obligation, const char *language)
{
  g_autofree char *from = NULL;
  g_autofree char *due = NULL;
  GDate day;

  if (obligation->own && obligation->due_us == KIROKU_TIME_NONE) /* a duty that is stated has an end */
    return g_strdup (kiroku_report_or_withheld (language, NULL));
  if (obligation->own && kiroku_obligation_get_day (obligation, &day))
    return show_day (&day, language);
  if ((obligation->due_kind == KIROKU_DUE_TIME || obligation->ends_early)
      && obligation->due_us != KIROKU_TIME_NONE)
    return show_moment (obligation->due_us, obligation->zone, language);
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

const char *
kiroku_report_name_absence (const char *language,
                            GHashTable *absent,
                            const char *hash,
                            const char *field,
                            const char *otherwise)
{
  switch (absent != NULL ? kiroku_absent_get (absent, hash, field) : KIROKU_ABSENCE_NONE)
    {
    case KIROKU_ABSENCE_WITHHELD:
      return kiroku_words (language, "（開示されない）", "(withheld)");
    case KIROKU_ABSENCE_ERASED:
      return kiroku_words (language, "（法令により消去）", "(erased by law)");
    default:
      return otherwise;
    }
}

const char *
kiroku_report_or_absent (
    const KirokuReportInput *input, const char *hash, const char *field, const char *otherwise)
{
  return kiroku_report_name_absence (input->language, input->absent, hash, field, otherwise);
}

char *
kiroku_report_describe_means (const KirokuTold *told, const KirokuReportInput *input)
{
  const char *language = input->language;
  const char *absent = kiroku_report_or_absent (input, told->hash, "person", "");
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);
  KirokuMeans means;
  const char *name = told->means != NULL ? told->means : "";

  if (told->means != NULL && kiroku_means_parse (told->means, &means, NULL))
    name = kiroku_means_name (means);
  else if (told->means == NULL)
    name = kiroku_report_or_absent (input, told->hash, "by", "");
  if (told->person == NULL || told->person[0] == '\0')
    return g_strconcat (name, absent, NULL);
  return g_strdup_printf (kiroku_words (language, "%s（%s）", "%s (%s)"), name, told->person);
}
