/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program makes of rules and starts, for test-deadline-vectors.py: without arguments a line for each
 * rule of the pack; with --compute a line for each line of standard input, of four columns: rule, start,
 * start of its other clock or "-", choices of org.dora_kind or "-". */
#include <stdio.h>
#include <string.h>

#include "kiroku-obligation.h"
#include "kiroku-time.h"

static KirokuPack *pack;

static const char *const units[]
    = { "calendar-day", "business-day", "hour", "month", "promptly", "immediately", "on-event" };
static const char *const first_days[] = { "counted", "not-counted", "unclear" };

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "-";
}

static void
print_rule (const KirokuPackObligation *rule)
{
  g_print ("%s\t%s\t%s\t%s\t%s%s\t%s:%u\t%s\t%u-%u\t%s\t%s\t%s:%u\t%u\t%s\t%s\t%s\n", rule->item.id,
           rule->jurisdiction, or_dash (rule->form), rule->hard ? "hard" : "target",
           rule->clock != NULL ? rule->clock : "filing:",
           rule->clock == NULL ? rule->clock_rule : "", or_dash (rule->latest), rule->latest_hours,
           units[rule->unit], rule->amount_from, rule->amount, first_days[rule->first_day],
           or_dash (rule->working_days), or_dash (rule->rollover), rule->rollover_at, rule->ends_at,
           rule->zone, rule->watch ? "watch" : "-", kiroku_confidence_id (rule->item.confidence));
}

static gint64
us_of (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* (transfer full) */
static KirokuFacts *
make_facts (const KirokuPackObligation *rule, char **columns)
{
  KirokuFacts *facts = kiroku_facts_new ();

  if (rule->clock != NULL)
    kiroku_facts_set (facts, rule->clock, columns[1], KIROKU_FACT_CONFIRMED, NULL);
  if (!g_str_equal (columns[2], "-"))
    kiroku_facts_set (facts, rule->latest, columns[2], KIROKU_FACT_CONFIRMED, NULL);
  if (!g_str_equal (columns[3], "-"))
    kiroku_facts_set (facts, "org.dora_kind", columns[3], KIROKU_FACT_CONFIRMED, NULL);
  return facts;
}

static void
print_due (const KirokuObligation *obligation)
{
  g_autofree char *from = kiroku_obligation_dup_due_from (obligation);
  g_autofree char *due = kiroku_obligation_dup_due (obligation);

  g_print ("%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\n", obligation->rule,
           kiroku_due_kind_id (obligation->due_kind), or_dash (from), or_dash (due),
           obligation->due_us != KIROKU_TIME_NONE ? obligation->due_us / G_USEC_PER_SEC : -1);
}

/* A type that names no rule, and a decision that this one applies: it stands alone. */
static void
compute (char **columns)
{
  const KirokuPackObligation *rule = kiroku_pack_get_obligation (pack, columns[0]);
  g_autoptr (KirokuFacts) facts = make_facts (rule, columns);
  g_autoptr (GHashTable) decisions = g_hash_table_new_full (
      g_str_hash, g_str_equal, NULL, (GDestroyNotify) kiroku_decision_free);
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 filed = us_of (columns[1]);
  KirokuObligationContext context = { .pack = pack,
                                      .type = "scam_abuse",
                                      .facts = facts,
                                      .decisions = decisions,
                                      .met = met,
                                      .now = filed,
                                      .language = "en" };
  g_autoptr (GPtrArray) obligations = NULL;

  g_hash_table_insert (decisions, columns[0], kiroku_decision_new (TRUE, "test", NULL));
  if (rule->clock_rule != NULL)
    g_hash_table_insert (met, rule->clock_rule, &filed);
  obligations = kiroku_obligations_compute (&context);
  print_due (kiroku_obligations_find (obligations, columns[0]));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  char line[512];

  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  if (argc < 2)
    for (guint i = 0; i < kiroku_pack_get_obligations (pack)->len; i++)
      print_rule (g_ptr_array_index (kiroku_pack_get_obligations (pack), i));
  else
    while (fgets (line, sizeof line, stdin) != NULL)
      {
        g_auto (GStrv) columns = g_strsplit (g_strchomp (line), "\t", -1);

        compute (columns);
      }
  kiroku_pack_unref (pack);
  return 0;
}
