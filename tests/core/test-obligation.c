/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>
#include <time.h>

#include "kiroku-calendar-private.h"
#include "kiroku-obligation.h"
#include "kiroku-question.h"
#include "kiroku-time.h"

static KirokuPack *pack;

/* The end must not depend on where the machine stands. */
static const char *const machine_zones[]
    = { "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "UTC" };

static void
set_machine_zone (const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
  tzset ();
}

static gint64
us_of (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* @categories: (nullable): unset. (transfer full) */
static KirokuFacts *
make_facts (const char *known, const char *categories)
{
  KirokuFacts *facts = kiroku_facts_new ();

  if (known != NULL)
    kiroku_facts_set (facts, "t.known", known, KIROKU_FACT_CONFIRMED, NULL);
  if (categories != NULL)
    kiroku_facts_set (facts, "leak.categories", categories, KIROKU_FACT_CONFIRMED, NULL);
  return facts;
}

static GPtrArray *
compute_type (const char *type,
              KirokuFacts *facts,
              GHashTable *decisions,
              gint64 now,
              const char *language)
{
  KirokuObligationContext context = { .pack = pack,
                                      .type = type,
                                      .facts = facts,
                                      .decisions = decisions,
                                      .now = now,
                                      .language = language };

  return kiroku_obligations_compute (&context);
}

static GPtrArray *
compute (KirokuFacts *facts, GHashTable *decisions, const char *now)
{
  return compute_type ("ransomware", facts, decisions, us_of (now), "en");
}

static const KirokuObligation *
find (GPtrArray *obligations, const char *rule)
{
  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (g_str_equal (obligation->rule, rule))
        return obligation;
    }
  return NULL;
}

static void
assert_due (const KirokuObligation *obligation, const char *from, const char *due)
{
  g_autofree char *from_text = kiroku_obligation_dup_due_from (obligation);
  g_autofree char *due_text = kiroku_obligation_dup_due (obligation);

  g_assert_cmpstr (from_text, ==, from);
  g_assert_cmpstr (due_text, ==, due);
}

static void
assert_state (const KirokuObligation *obligation, const char *state)
{
  g_assert_nonnull (obligation);
  g_assert_cmpstr (kiroku_obligation_state_id (obligation), ==, state);
}

/* The day of knowing is day 1; the last day moves off closed days. */
static void
test_vectors (void)
{
  static const struct
  {
    const char *known;
    const char *due30;
    const char *due60;
  } vectors[] = {
    { "2026-11-21T10:00:00+09:00", "2026-12-21", "2027-01-19" },
    { "2026-12-01T10:00:00+09:00", "2027-01-04", "2027-01-29" },
    { "2027-04-01T10:00:00+09:00", "2027-04-30", "2027-05-31" },
    { "2026-11-21T00:00:00+09:00", "2026-12-21", "2027-01-19" },
    { "2026-11-21T23:59:59+09:00", "2026-12-21", "2027-01-19" },
    { "2026-11-20T15:00:00+00:00", "2026-12-21", "2027-01-19" },
    { "2026-11-20T10:00:00-05:00", "2026-12-21", "2027-01-19" },
  };

  for (guint z = 0; z < G_N_ELEMENTS (machine_zones); z++)
    for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
      {
        g_autoptr (KirokuFacts) facts = make_facts (vectors[i].known, "1");
        g_autoptr (KirokuFacts) wrongful = make_facts (vectors[i].known, "1,3");
        g_autoptr (GPtrArray) thirty = NULL;
        g_autoptr (GPtrArray) sixty = NULL;

        set_machine_zone (machine_zones[z]);
        thirty = compute (facts, NULL, "2026-11-21T12:00:00+09:00");
        sixty = compute (wrongful, NULL, "2026-11-21T12:00:00+09:00");
        assert_due (find (thirty, "jp_ppc_final30"), NULL, vectors[i].due30);
        assert_due (find (sixty, "jp_ppc_final60"), NULL, vectors[i].due60);
        assert_state (find (thirty, "jp_ppc_final60"), "not-applicable");
        assert_state (find (sixty, "jp_ppc_final30"), "not-applicable");
      }
  set_machine_zone ("Asia/Tokyo");
}

/* 23 November is a holiday and 22 a Sunday: a target does not move. */
static void
test_range (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-20T09:00:00+09:00", "4");
  g_autoptr (GPtrArray) obligations = compute (facts, NULL, "2026-11-20T12:00:00+09:00");
  const KirokuObligation *prelim = find (obligations, "jp_ppc_prelim");

  assert_due (prelim, "2026-11-22", "2026-11-24");
  assert_state (prelim, "running");
  g_assert_false (prelim->hard);
  g_assert_cmpint (prelim->days_left, ==, 4);
  g_assert_nonnull (strstr (prelim->explanation, "not clear: the earlier date"));
}

static void
test_expiry (void)
{
  static const struct
  {
    const char *now;
    const char *state;
    int days_left;
  } moments[] = {
    { "2026-12-10T08:59:59+09:00", "running", 11 },
    { "2026-12-10T09:00:00+09:00", "due-soon", 11 },
    { "2026-12-20T23:59:59+09:00", "due-soon", 1 },
    { "2026-12-21T00:00:00+09:00", "due-today", 0 },
    { "2026-12-21T23:59:59+09:00", "due-today", 0 },
    { "2026-12-22T00:00:00+09:00", "overdue", -1 },
    { "2026-12-21T10:00:00-05:00", "overdue", -1 },
  };
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", "1");

  for (guint z = 0; z < G_N_ELEMENTS (machine_zones); z++)
    for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
      {
        g_autoptr (GPtrArray) obligations = NULL;
        const KirokuObligation *final;

        set_machine_zone (machine_zones[z]);
        obligations = compute (facts, NULL, moments[i].now);
        final = find (obligations, "jp_ppc_final30");
        assert_state (final, moments[i].state);
        g_assert_cmpint (final->days_left, ==, moments[i].days_left);
        g_assert_cmpint (final->us_left, ==,
                         us_of ("2026-12-22T00:00:00+09:00") - us_of (moments[i].now));
      }
  set_machine_zone ("Asia/Tokyo");
}

static void
test_undecided (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", NULL);
  g_autoptr (GPtrArray) obligations = compute (facts, NULL, "2026-11-21T12:00:00+09:00");
  const KirokuObligation *final = find (obligations, "jp_ppc_final30");

  assert_state (final, "undecided");
  assert_due (final, NULL, "2026-12-21");
  g_assert_cmpuint (final->deciding->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (final->deciding, 0), ==, "leak.categories");
  g_assert_true (kiroku_obligations_get_next (obligations)
                 == find (obligations, "jp_my_prelim")
                 || kiroku_obligations_get_next (obligations)
                        == find (obligations, "jp_ppc_prelim"));
}

/* What may turn out not to apply is counted apart from what is due. */
static void
test_undecided_apart (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", NULL);
  g_autoptr (GPtrArray) before = compute (facts, NULL, "2026-11-21T12:00:00+09:00");
  g_autoptr (GPtrArray) after = compute (facts, NULL, "2027-11-21T12:00:00+09:00");
  guint past = 7;
  guint n = kiroku_obligations_count_undecided (before, &past);

  g_assert_null (kiroku_obligations_get_next_certain (before));
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (past, ==, 0);
  g_assert_cmpuint (kiroku_obligations_count_undecided (after, &past), ==, n);
  g_assert_cmpuint (past, ==, n);
  assert_state (find (after, "jp_ppc_final30"), "undecided");
  g_assert_true (kiroku_obligation_is_past_undecided (find (after, "jp_ppc_final30")));
  kiroku_facts_set (facts, "leak.categories", "1", KIROKU_FACT_CONFIRMED, NULL);
  g_ptr_array_unref (after);
  after = compute (facts, NULL, "2027-11-21T12:00:00+09:00");
  g_assert_true (kiroku_obligations_get_next_certain (after) == find (after, "jp_ppc_prelim"));
}

static void
test_waiting (void)
{
  g_autoptr (KirokuFacts) facts = make_facts (NULL, "1");
  g_autoptr (GPtrArray) obligations = compute (facts, NULL, "2026-11-21T12:00:00+09:00");
  const KirokuObligation *final = find (obligations, "jp_ppc_final30");

  assert_state (final, "waiting");
  assert_due (final, NULL, NULL);
  g_assert_cmpint (final->clock_started, ==, KIROKU_TIME_NONE);
  g_assert_cmpint (final->due_us, ==, KIROKU_TIME_NONE);
  g_assert_null (kiroku_obligations_get_next (obligations));
  g_assert_nonnull (strstr (final->explanation, "clock has not started"));
}

static void
test_promptly (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", "1");
  g_autoptr (GPtrArray) obligations = compute (facts, NULL, "2027-11-21T12:00:00+09:00");
  const KirokuObligation *notice = find (obligations, "jp_ppc_subject");

  assert_state (notice, "running");
  assert_due (notice, NULL, NULL);
  g_assert_cmpstr (kiroku_due_kind_id (notice->due_kind), ==, "promptly");
  g_assert_true (notice->hard);
  g_assert_cmpint (notice->clock_started, ==, us_of ("2026-11-21T10:00:00+09:00"));
}

static void
test_rivals (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-12-02T10:00:00+09:00", "1");
  g_autoptr (GPtrArray) obligations = NULL;
  const KirokuObligation *final;

  kiroku_facts_add_rival (facts, "t.known", "2026-12-01T10:00:00+09:00");
  kiroku_facts_add_rival (facts, "t.known", "2026-12-05T10:00:00+09:00");
  obligations = compute (facts, NULL, "2026-12-06T12:00:00+09:00");
  final = find (obligations, "jp_ppc_final30");
  g_assert_cmpint (final->clock_started, ==, us_of ("2026-12-01T10:00:00+09:00"));
  g_assert_nonnull (strstr (final->explanation, "earlier is taken"));
}

static void
test_decision (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", "1");
  g_autoptr (GHashTable) decisions = g_hash_table_new_full (
      g_str_hash, g_str_equal, NULL, (GDestroyNotify) kiroku_decision_free);
  g_autoptr (GPtrArray) obligations = NULL;
  const KirokuObligation *off, *on;

  g_hash_table_insert (decisions, (char *) "jp_ppc_final30",
                       kiroku_decision_new (FALSE, "encrypted", "CISO"));
  g_hash_table_insert (decisions, (char *) "jp_ppc_final60",
                       kiroku_decision_new (TRUE, "attack", NULL));
  obligations = compute (facts, decisions, "2026-11-21T12:00:00+09:00");
  off = find (obligations, "jp_ppc_final30");
  on = find (obligations, "jp_ppc_final60");
  assert_state (off, "not-applicable");
  assert_due (off, NULL, NULL);
  g_assert_cmpstr (off->decision->approver, ==, "CISO");
  g_assert_nonnull (strstr (off->explanation, "encrypted"));
  assert_state (on, "running");
  assert_due (on, NULL, "2027-01-19");
}

static void
test_explanation (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-12-01T10:00:00+09:00", "1");
  g_autoptr (GPtrArray) obligations = compute (facts, NULL, "2026-12-06T12:00:00+09:00");
  const char *text = find (obligations, "jp_ppc_final30")->explanation;

  g_assert_nonnull (strstr (text, "30 calendar days from 2026-12-01, that day being day 1"));
  g_assert_nonnull (strstr (text, "2026-12-30 is a closed day (year-end closing"));
  g_assert_nonnull (strstr (text, "next open day, 2027-01-04"));
  g_assert_nonnull (strstr (text, "not confirmed"));
}

/* What the case was called does not free from a duty, nor does an unknown type hide one. */
static void
test_type (void)
{
  g_autoptr (KirokuFacts) leak = make_facts ("2026-11-21T10:00:00+09:00", "1");
  g_autoptr (KirokuFacts) nothing = make_facts (NULL, NULL);
  gint64 now = us_of ("2026-11-21T12:00:00+09:00");
  g_autoptr (GPtrArray) unlisted = NULL;
  g_autoptr (GPtrArray) unknown = NULL;
  const KirokuPackType *other = NULL;
  GPtrArray *types = kiroku_pack_get_types (pack);

  for (guint i = 0; i < types->len; i++)
    if (!kiroku_pack_type_has_obligation (g_ptr_array_index (types, i), "jp_ppc_final30"))
      other = g_ptr_array_index (types, i);
  g_assert_nonnull (other);

  unlisted = compute_type (other->item.id, leak, NULL, now, "ja");
  assert_state (find (unlisted, "jp_ppc_final30"), "running");
  g_assert_null (find (unlisted, "jp_ppc_final60"));
  unknown = compute_type ("no-such-type", nothing, NULL, now, "ja");
  g_assert_cmpuint (unknown->len, ==, kiroku_pack_get_obligations (pack)->len);
}

/* The 60 days are those of item 2 of the My Number rule, whatever item of APPI rule 7 the case has. */
static void
test_my_number (void)
{
  static const struct
  {
    const char *item; /* (nullable): not answered */
    const char *categories;
    const char *in_30;
    const char *in_60;
  } cases[] = {
    { "2", "none", "not-applicable", "running" }, { "2,4", "none", "not-applicable", "running" },
    { "1,4", "3", "running", "not-applicable" },  { "4", "none", "running", "not-applicable" },
    { NULL, "3", "undecided", "undecided" },      { NULL, "none", "undecided", "undecided" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", cases[i].categories);
      g_autoptr (GPtrArray) obligations = NULL;

      kiroku_facts_set (facts, "leak.mynumber", "yes", KIROKU_FACT_CONFIRMED, NULL);
      if (cases[i].item != NULL)
        kiroku_facts_set (facts, "leak.mynumber_item", cases[i].item, KIROKU_FACT_CONFIRMED, NULL);
      obligations = compute (facts, NULL, "2026-11-21T12:00:00+09:00");
      assert_state (find (obligations, "jp_my_final30"), cases[i].in_30);
      assert_state (find (obligations, "jp_my_final60"), cases[i].in_60);
    }
}

/* Several items of the rule can hold at once. */
static void
test_my_number_items (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  g_assert_true (
      kiroku_pack_check_fact (pack, "leak.mynumber_item", "4,2", utc, 0, &value, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, "2,4");
}

static int
rank_of (GPtrArray *obligations, const char *rule)
{
  for (guint i = 0; i < obligations->len; i++)
    if (g_str_equal (((KirokuObligation *) g_ptr_array_index (obligations, i))->rule, rule))
      return i;
  g_assert_not_reached ();
}

static void
test_order (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", "1");
  g_autoptr (GPtrArray) obligations = compute (facts, NULL, "2026-11-21T12:00:00+09:00");

  g_assert_cmpint (rank_of (obligations, "jp_ppc_subject"), <,
                   rank_of (obligations, "jp_ppc_prelim"));
  g_assert_cmpint (rank_of (obligations, "jp_ppc_prelim"), <,
                   rank_of (obligations, "jp_ppc_final30"));
  g_assert_cmpint (rank_of (obligations, "jp_ppc_final60"), ==, obligations->len - 1);
}

/* --- Stated duties, and what is met --- */

static GPtrArray *
compute_with (KirokuFacts *facts, GPtrArray *duties, GHashTable *decisions, GHashTable *met)
{
  const KirokuObligationContext context = { .pack = pack,
                                            .type = "ransomware",
                                            .facts = facts,
                                            .decisions = decisions,
                                            .duties = duties,
                                            .met = met,
                                            .now = us_of ("2026-11-21T12:00:00+09:00"),
                                            .language = "ja" };

  return kiroku_obligations_compute (&context);
}

/* A duty that ends two hours from now. (transfer full) (element-type KirokuDuty) */
static GPtrArray *
make_duties (void)
{
  GPtrArray *duties = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_duty_free);
  KirokuDuty *duty = g_new0 (KirokuDuty, 1);

  duty->id = g_strnfill (64, 'a');
  duty->recipient = g_strdup ("取引先");
  duty->text = g_strdup ("第一報");
  duty->author = g_strdup ("花子");
  duty->stated = us_of ("2026-11-21T11:00:00+09:00");
  duty->due = us_of ("2026-11-21T14:00:00+09:00");
  g_ptr_array_add (duties, duty);
  return duties;
}

static void
test_duty (void)
{
  g_autoptr (KirokuFacts) facts = make_facts (NULL, NULL);
  g_autoptr (GPtrArray) duties = make_duties ();
  g_autoptr (GPtrArray) obligations = NULL;
  const KirokuObligation *duty;

  set_machine_zone ("Asia/Tokyo");
  obligations = compute_with (facts, duties, NULL, NULL);
  duty = kiroku_obligations_get_next (obligations);
  g_assert_nonnull (duty);
  g_assert_true (duty->own);
  assert_state (duty, "due-today");
  assert_due (duty, NULL, "2026-11-21T14:00:00+09:00");
  g_assert_cmpint (duty->us_left, ==, 2 * G_TIME_SPAN_HOUR);
  g_assert_cmpstr (kiroku_pack_text (duty->recipient, "en"), ==, "取引先");
  g_assert_cmpstr (duty->source, ==, "花子");
  g_assert_cmpstr (kiroku_confidence_id (duty->confidence), ==, "stated");
  g_assert_true (kiroku_confidence_is_shown (duty->confidence));
}

static void
test_duty_withdrawn (void)
{
  g_autoptr (KirokuFacts) facts = make_facts (NULL, NULL);
  g_autoptr (GPtrArray) duties = make_duties ();
  g_autoptr (GHashTable) decisions = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) kiroku_decision_free);
  g_autoptr (GPtrArray) obligations = NULL;
  char *id = g_strnfill (64, 'a');

  g_hash_table_insert (decisions, id, kiroku_decision_new (FALSE, "取引先と合意", NULL));
  obligations = compute_with (facts, duties, decisions, NULL);
  assert_state (find (obligations, id), "not-applicable");
  g_assert_null (kiroku_obligations_get_next (obligations));
}

/* A pack cannot call its rules what only a person can. */
static void
test_stated_is_no_pack_word (void)
{
  KirokuConfidence confidence;

  g_assert_true (kiroku_confidence_parse ("recalled", &confidence));
  g_assert_false (kiroku_confidence_parse ("stated", &confidence));
}

static void
test_met (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-01T10:00:00+09:00", "1");
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 filed = us_of ("2026-11-04T10:00:00+09:00");
  g_autoptr (GPtrArray) obligations = NULL;
  const KirokuObligation *prelim;

  obligations = compute_with (facts, NULL, NULL, NULL);
  assert_state (find (obligations, "jp_ppc_prelim"), "overdue");
  g_clear_pointer (&obligations, g_ptr_array_unref);
  g_hash_table_insert (met, (gpointer) "jp_ppc_prelim", &filed);
  obligations = compute_with (facts, NULL, NULL, met);
  prelim = find (obligations, "jp_ppc_prelim");
  assert_state (prelim, "met");
  assert_due (prelim, "2026-11-03", "2026-11-05");
  g_assert_cmpint (prelim->met, ==, filed);
  g_assert_cmpint (prelim->us_left, ==, KIROKU_TIME_NONE);
  g_assert_nonnull (strstr (prelim->explanation, "2026-11-04 10:00"));
  assert_state (find (obligations, "jp_ppc_final30"), "due-soon");
  g_assert_nonnull (kiroku_obligations_get_next (obligations));
  g_assert_true (kiroku_obligations_get_next (obligations) != prelim);
  g_assert_cmpint (rank_of (obligations, "jp_ppc_prelim"), >,
                   rank_of (obligations, "jp_ppc_final30"));
}

/* Counts by a rule that is not in the pack. */
static void
count (KirokuUnit unit,
       guint amount,
       KirokuFirstDay first_day,
       const char *clock,
       const char *zone_name,
       const char *expected_date,
       const char *expected_end)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  KirokuPackObligation rule = { .unit = unit, .amount = amount, .first_day = first_day };
  KirokuDeadlineInput input = { .clock = us_of (clock), .latest = KIROKU_TIME_NONE };
  KirokuDeadline deadline;
  g_autofree char *date = NULL;

  kiroku_deadline_compute (&rule, &input, zone, &deadline);
  date = kiroku_deadline_day_text (&deadline.due);
  g_assert_cmpstr (date, ==, expected_date);
  g_assert_cmpint (deadline.due_us, ==,
                   expected_end != NULL ? us_of (expected_end) : KIROKU_TIME_NONE);
}

static void
test_days (void)
{
  count (KIROKU_UNIT_CALENDAR_DAY, 1, KIROKU_FIRST_DAY_COUNTED, "2026-11-21T10:00:00+09:00",
         "Asia/Tokyo", "2026-11-21", "2026-11-22T00:00:00+09:00");
  count (KIROKU_UNIT_CALENDAR_DAY, 3, KIROKU_FIRST_DAY_NOT_COUNTED, "2026-11-21T10:00:00+08:00",
         "Asia/Singapore", "2026-11-24", "2026-11-25T00:00:00+08:00");
  count (KIROKU_UNIT_CALENDAR_DAY, 5, KIROKU_FIRST_DAY_UNCLEAR, "2026-02-26T10:00:00+09:00",
         "Asia/Tokyo", "2026-03-02", "2026-03-03T00:00:00+09:00");
}

static void
test_months (void)
{
  const char *zone = "Asia/Tokyo";

  count (KIROKU_UNIT_MONTH, 1, KIROKU_FIRST_DAY_NOT_COUNTED, "2026-11-21T10:00:00+09:00", zone,
         "2026-12-21", "2026-12-22T00:00:00+09:00");
  count (KIROKU_UNIT_MONTH, 1, KIROKU_FIRST_DAY_NOT_COUNTED, "2027-01-31T10:00:00+09:00", zone,
         "2027-02-28", "2027-03-01T00:00:00+09:00");
  count (KIROKU_UNIT_MONTH, 1, KIROKU_FIRST_DAY_NOT_COUNTED, "2028-01-30T10:00:00+09:00", zone,
         "2028-02-29", "2028-03-01T00:00:00+09:00");
  count (KIROKU_UNIT_MONTH, 2, KIROKU_FIRST_DAY_COUNTED, "2026-11-21T10:00:00+09:00", zone,
         "2027-01-20", "2027-01-21T00:00:00+09:00");
  count (KIROKU_UNIT_MONTH, 1, KIROKU_FIRST_DAY_COUNTED, "2027-01-31T10:00:00+09:00", zone,
         "2027-02-28", "2027-03-01T00:00:00+09:00");
}

/* Hours pass through weekends and through a change of the clocks. */
static void
test_hours (void)
{
  count (KIROKU_UNIT_HOUR, 72, KIROKU_FIRST_DAY_COUNTED, "2026-11-20T18:30:00+09:00", "Asia/Tokyo",
         NULL, "2026-11-23T18:30:00+09:00");
  count (KIROKU_UNIT_HOUR, 36, KIROKU_FIRST_DAY_COUNTED, "2026-10-31T12:00:00-04:00",
         "America/New_York", NULL, "2026-11-01T23:00:00-05:00");
}

static void
test_without_amount (void)
{
  count (KIROKU_UNIT_PROMPTLY, 0, KIROKU_FIRST_DAY_COUNTED, "2026-11-21T10:00:00+09:00",
         "Asia/Tokyo", NULL, NULL);
  count (KIROKU_UNIT_IMMEDIATELY, 0, KIROKU_FIRST_DAY_COUNTED, "2026-11-21T10:00:00+09:00",
         "Asia/Tokyo", NULL, NULL);
  count (KIROKU_UNIT_ON_EVENT, 0, KIROKU_FIRST_DAY_COUNTED, "2026-11-21T10:00:00+09:00",
         "Asia/Tokyo", NULL, NULL);
}

/* By a rule with two clocks, of which either may be missing. */
static void
count_capped (const char *clock, const char *latest, gboolean capped, const char *expected_end)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Brussels");
  KirokuPackObligation rule
      = { .unit = KIROKU_UNIT_HOUR, .amount = 4, .latest = (char *) "t.known", .latest_hours = 24 };
  KirokuDeadlineInput input = { .clock = clock != NULL ? us_of (clock) : KIROKU_TIME_NONE,
                                .latest = latest != NULL ? us_of (latest) : KIROKU_TIME_NONE };
  KirokuDeadline deadline;

  kiroku_deadline_compute (&rule, &input, zone, &deadline);
  g_assert_cmpint (deadline.due_us, ==, us_of (expected_end));
  g_assert_cmpint (deadline.capped, ==, capped);
}

/* RTS 2025/301 art. 5(1)(a) and (2). */
static void
test_capped (void)
{
  count_capped ("2026-11-18T12:00:00+01:00", "2026-11-18T09:00:00+01:00", FALSE,
                "2026-11-18T16:00:00+01:00");
  count_capped ("2026-11-19T07:00:00+01:00", "2026-11-18T09:00:00+01:00", TRUE,
                "2026-11-19T09:00:00+01:00");
  count_capped ("2026-11-19T09:00:00+01:00", "2026-11-18T09:00:00+01:00", TRUE,
                "2026-11-19T09:00:00+01:00");
  count_capped ("2026-11-19T09:00:01+01:00", "2026-11-18T09:00:00+01:00", FALSE,
                "2026-11-19T13:00:01+01:00");
  count_capped (NULL, "2026-11-18T09:00:00+01:00", TRUE, "2026-11-19T09:00:00+01:00");
  count_capped ("2026-11-19T07:00:00+01:00", NULL, FALSE, "2026-11-19T11:00:00+01:00");
}

/* A weekend alone, so that this rests on no calendar of the pack. (transfer full) */
static KirokuCalendar *
make_weekend (void)
{
  KirokuCalendar *calendar = kiroku_calendar_new ();

  for (GDateWeekday day = G_DATE_SATURDAY; day <= G_DATE_SUNDAY; day++)
    kiroku_calendar_add (calendar,
                         &(KirokuDayRule){ .kind = KIROKU_DAY_WEEKLY, .weekday = day });
  return calendar;
}

static void
test_noon (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Brussels");
  KirokuCalendar *weekend = make_weekend ();
  KirokuPackObligation hours = { .unit = KIROKU_UNIT_HOUR, .amount = 72, .rollover_at = 12 * 60 };
  KirokuPackObligation month = { .unit = KIROKU_UNIT_MONTH,
                                 .amount = 1,
                                 .first_day = KIROKU_FIRST_DAY_NOT_COUNTED,
                                 .rollover_at = 12 * 60 };
  KirokuDeadlineInput input = { .clock = us_of ("2026-11-19T15:00:00+01:00"),
                                .latest = KIROKU_TIME_NONE,
                                .rollover = weekend };
  KirokuDeadline deadline;

  kiroku_deadline_compute (&hours, &input, zone, &deadline);
  g_assert_cmpint (deadline.counted_us, ==, us_of ("2026-11-22T15:00:00+01:00"));
  g_assert_cmpint (deadline.due_us, ==, us_of ("2026-11-23T12:00:00+01:00"));
  g_assert_true (deadline.moved_to_time);
  kiroku_deadline_compute (&month, &input, zone, &deadline);
  g_assert_cmpint (deadline.due_us, ==, us_of ("2026-12-21T12:00:00+01:00"));
  g_assert_true (deadline.moved_to_time);
  input.rollover = NULL;
  kiroku_deadline_compute (&hours, &input, zone, &deadline);
  g_assert_cmpint (deadline.due_us, ==, us_of ("2026-11-22T15:00:00+01:00"));
  kiroku_deadline_compute (&month, &input, zone, &deadline);
  g_assert_cmpint (deadline.due_us, ==, us_of ("2026-12-20T00:00:00+01:00"));
  g_assert_false (deadline.moved_to_time);
  kiroku_calendar_free (weekend);
}

static void
count_business (const char *clock, KirokuFirstDay first_day, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  KirokuCalendar *weekend = make_weekend ();
  KirokuPackObligation rule = { .unit = KIROKU_UNIT_BUSINESS_DAY,
                                .amount = 4,
                                .first_day = first_day,
                                .ends_at = 17 * 60 + 30 };
  KirokuDeadlineInput input
      = { .clock = us_of (clock), .latest = KIROKU_TIME_NONE, .working_days = weekend };
  KirokuDeadline deadline;
  g_autofree char *day = NULL;

  kiroku_deadline_compute (&rule, &input, zone, &deadline);
  day = kiroku_deadline_day_text (&deadline.due);
  g_assert_cmpstr (day, ==, expected);
  g_assert_cmpint (deadline.due_us, ==,
                   kiroku_deadline_time_of_day (&deadline.due, 17 * 60 + 30, zone));
  kiroku_calendar_free (weekend);
}

static void
test_business_days (void)
{
  count_business ("2026-07-10T10:00:00-04:00", KIROKU_FIRST_DAY_NOT_COUNTED, "2026-07-16");
  count_business ("2026-07-11T10:00:00-04:00", KIROKU_FIRST_DAY_NOT_COUNTED, "2026-07-16");
  count_business ("2026-07-11T10:00:00-04:00", KIROKU_FIRST_DAY_COUNTED, "2026-07-16");
  count_business ("2026-07-10T10:00:00-04:00", KIROKU_FIRST_DAY_COUNTED, "2026-07-15");
  /* a day earlier in Tokyo's morning */
  count_business ("2026-07-14T08:00:00+09:00", KIROKU_FIRST_DAY_NOT_COUNTED, "2026-07-17");
}

/* --- What is asked --- */

static KirokuObligation *
make_undecided (const char *rule, gboolean hard, const char *fact, const char *other)
{
  KirokuObligation *obligation = g_new0 (KirokuObligation, 1);

  obligation->rule = g_strdup (rule);
  obligation->hard = hard;
  obligation->standing = KIROKU_STANDING_UNDECIDED;
  obligation->deciding = g_ptr_array_new_with_free_func (g_free);
  obligation->routing = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (obligation->deciding, g_strdup (fact));
  if (other != NULL)
    g_ptr_array_add (obligation->deciding, g_strdup (other));
  return obligation;
}

/* The keys in their order, each with the rules that hang on it. (transfer full) */
static char *
describe_questions (GPtrArray *obligations, KirokuFacts *facts)
{
  g_autoptr (GPtrArray) questions = kiroku_obligations_list_questions (obligations, facts, pack, "");
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < questions->len; i++)
    {
      const KirokuQuestion *question = g_ptr_array_index (questions, i);

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", question->fact,
                              question->open ? ":" : "?:");
      for (guint j = 0; j < question->settles->len; j++)
        g_string_append_printf (text, "%s%s", j > 0 ? "," : "",
                                ((KirokuObligation *) question->settles->pdata[j])->rule);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_questions (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (GPtrArray) obligations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_obligation_free);
  g_autofree char *open = NULL;
  g_autofree char *answered = NULL;

  g_ptr_array_add (obligations, make_undecided ("1", FALSE, "near", NULL));
  g_ptr_array_add (obligations, make_undecided ("2", FALSE, "targets", NULL));
  g_ptr_array_add (obligations, make_undecided ("3", FALSE, "targets", "far"));
  g_ptr_array_add (obligations, make_undecided ("4", TRUE, "hard", "most"));
  g_ptr_array_add (obligations, make_undecided ("5", TRUE, "most", NULL));
  open = describe_questions (obligations, facts);
  g_assert_cmpstr (open, ==, "most:4,5 hard:4 targets:2,3 near:1 far:3");

  kiroku_facts_set (facts, "most", "unknown", KIROKU_FACT_CONFIRMED, NULL);
  kiroku_facts_set (facts, "near", "", KIROKU_FACT_INVESTIGATING, NULL);
  kiroku_facts_set (facts, "hard", "", KIROKU_FACT_UNASKED, NULL);
  answered = describe_questions (obligations, facts);
  g_assert_cmpstr (answered, ==, "hard:4 targets:2,3 far:3 most?:4,5 near?:1");
}

/* (nullable) */
static const KirokuQuestion *
find_question (GPtrArray *questions, const char *key)
{
  for (guint i = 0; i < questions->len; i++)
    if (g_str_equal (((KirokuQuestion *) questions->pdata[i])->fact, key))
      return questions->pdata[i];
  return NULL;
}

/* Rules of other countries are not listed; what would bring them in has to be asked all the same. */
static void
test_hidden (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ("2026-11-21T10:00:00+09:00", NULL);
  g_autoptr (GPtrArray) before = compute (facts, NULL, "2026-11-21T12:00:00+09:00");
  g_autoptr (GPtrArray) asked = kiroku_obligations_list_questions (before, facts, pack, "ransomware");
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  g_assert_null (find (before, "eu_gdpr"));
  g_assert_nonnull (find_question (asked, "scope.foreign"));
  g_assert_cmpuint (find_question (asked, "scope.foreign")->opens->len, >, 10);
  g_assert_cmpuint (find_question (asked, "scope.foreign")->settles->len, ==, 0);
  g_assert_null (find_question (asked, "eu.personal_data"));
  g_assert_nonnull (find_question (asked, "leak.categories"));

  kiroku_facts_set (facts, "scope.foreign", "none", KIROKU_FACT_CONFIRMED, NULL);
  after = compute (facts, NULL, "2026-11-21T12:00:00+09:00");
  rest = kiroku_obligations_list_questions (after, facts, pack, "ransomware");
  g_assert_null (find_question (rest, "scope.foreign"));
  g_assert_null (find_question (rest, "eu.personal_data"));
  g_assert_nonnull (find_question (rest, "leak.categories"));
}

static void
test_no_questions (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (GPtrArray) obligations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_obligation_free);
  KirokuObligation *met = make_undecided ("met", TRUE, "a", NULL);
  KirokuObligation *watch = make_undecided ("watch", TRUE, "b", NULL);
  KirokuObligation *applies = make_undecided ("applies", TRUE, "c", NULL);
  g_autofree char *text = NULL;

  met->progress = KIROKU_PROGRESS_MET;
  watch->watch = TRUE;
  applies->standing = KIROKU_STANDING_APPLIES;
  g_ptr_array_add (obligations, met);
  g_ptr_array_add (obligations, watch);
  g_ptr_array_add (obligations, applies);
  text = describe_questions (obligations, facts);
  g_assert_cmpstr (text, ==, "");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/obligation/ppc/ends-on-the-days-of-the-reference-in-every-machine-zone",
                   test_vectors);
  g_test_add_func ("/obligation/ppc/preliminary-report-is-an-unmoved-range", test_range);
  g_test_add_func ("/obligation/state/a-day-ends-at-midnight-of-the-rules-zone", test_expiry);
  g_test_add_func ("/obligation/state/undecided-shows-the-date-as-if", test_undecided);
  g_test_add_func ("/obligation/state/undecided-is-counted-apart-from-what-is-due", test_undecided_apart);
  g_test_add_func ("/obligation/state/without-a-start-it-waits", test_waiting);
  g_test_add_func ("/obligation/state/promptly-has-no-date-and-never-passes", test_promptly);
  g_test_add_func ("/obligation/clock/earlier-of-two-statements-starts-it", test_rivals);
  g_test_add_func ("/obligation/decision/stands-over-the-condition", test_decision);
  g_test_add_func ("/obligation/explanation/tells-the-count-and-the-roll-over", test_explanation);
  g_test_add_func ("/obligation/type/does-not-free-from-a-duty", test_type);
  g_test_add_func ("/obligation/my-number/its-own-wrongful-purpose-gives-60-days", test_my_number);
  g_test_add_func ("/obligation/my-number/several-items-can-hold", test_my_number_items);
  g_test_add_func ("/obligation/order/nearest-first", test_order);
  g_test_add_func ("/obligation/duty/counts-like-any-other-and-says-who-stated-it", test_duty);
  g_test_add_func ("/obligation/duty/can-be-withdrawn", test_duty_withdrawn);
  g_test_add_func ("/obligation/duty/a-pack-cannot-call-a-rule-stated",
                   test_stated_is_no_pack_word);
  g_test_add_func ("/obligation/met/keeps-its-end-and-counts-down-no-more", test_met);
  g_test_add_func ("/obligation/questions/what-decides-most-duties-comes-first", test_questions);
  g_test_add_func ("/obligation/questions/what-would-bring-rules-in-is-asked-though-they-are-not-listed",
                   test_hidden);
  g_test_add_func ("/obligation/questions/nothing-is-asked-of-what-needs-no-decision",
                   test_no_questions);
  g_test_add_func ("/obligation/count/days", test_days);
  g_test_add_func ("/obligation/count/months-are-clipped", test_months);
  g_test_add_func ("/obligation/count/hours-are-exact", test_hours);
  g_test_add_func ("/obligation/count/other-units-have-no-end", test_without_amount);
  g_test_add_func ("/obligation/count/of-two-clocks-the-first-ends-it-unless-the-own-starts-later",
                   test_capped);
  g_test_add_func ("/obligation/count/a-closed-day-moves-the-end-to-noon", test_noon);
  g_test_add_func ("/obligation/count/business-days-skip-closed-ones", test_business_days);
  status = g_test_run ();
  kiroku_pack_unref (pack);
  return status;
}
