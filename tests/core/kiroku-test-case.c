/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-case.h"

#define NOW KIROKU_TEST_NOW
#define HOUR KIROKU_TEST_HOUR

const KirokuCase kiroku_test_incident = { .id = (char *) "00000000-0000-4000-8000-000000000000",
                                          .number = (char *) "2026-001",
                                          .title = (char *) "ファイルサーバーの暗号化",
                                          .type = (char *) "ransomware",
                                          .level = 2,
                                          .phase = KIROKU_PHASE_REVIEW,
                                          .phase_since = NOW - 2 * HOUR,
                                          .opened = NOW - 48 * HOUR };

static void
filed_free (gpointer data)
{
  KirokuFiled *filed = data;

  g_ptr_array_unref (filed->rules);
  g_ptr_array_unref (filed->contradicts);
  g_free (filed);
}

static void
filing_free (gpointer data)
{
  KirokuFiling *filing = data;

  g_ptr_array_unref (filing->filed);
  g_free (filing);
}

void
kiroku_test_case_init (KirokuTestCase *self, KirokuPack *pack, const char *language)
{
  *self = (KirokuTestCase){ .info = kiroku_test_incident };
  self->facts = kiroku_facts_new ();
  self->visits = g_ptr_array_new_with_free_func (g_free);
  self->tasks = g_ptr_array_new_with_free_func (g_free);
  self->told = g_ptr_array_new_with_free_func (g_free);
  self->filings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, filing_free);
  self->zone = g_time_zone_new_identifier ("Asia/Tokyo");
  self->input = (KirokuReportInput){ .case_info = &self->info,
                                     .facts = self->facts,
                                     .visits = self->visits,
                                     .tasks = self->tasks,
                                     .told = self->told,
                                     .filings = self->filings,
                                     .pack = pack,
                                     .language = language,
                                     .zone = self->zone,
                                     .now = NOW,
                                     .author = KIROKU_TEST_AUTHOR,
                                     .program = "Kiroku" };
}

void
kiroku_test_case_clear (KirokuTestCase *self)
{
  kiroku_facts_unref (self->facts);
  g_ptr_array_unref (self->visits);
  g_clear_pointer (&self->obligations, g_ptr_array_unref);
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->told);
  g_hash_table_unref (self->filings);
  g_time_zone_unref (self->zone);
}

void
kiroku_test_case_add_visit (KirokuTestCase *self,
                            KirokuPhase phase,
                            gint64 start,
                            gint64 end,
                            const char *reason,
                            const char *approver)
{
  KirokuVisit *visit = g_new0 (KirokuVisit, 1);

  *visit = (KirokuVisit){ .phase = phase,
                          .start = start,
                          .end = end,
                          .stated = phase == KIROKU_PHASE_DETECT,
                          .reason = (char *) reason,
                          .approver = (char *) approver,
                          .author = (char *) KIROKU_TEST_KEY };
  g_ptr_array_add (self->visits, visit);
}

static void
fill_facts (KirokuFacts *facts)
{
  static const struct
  {
    const char *key, *value;
    KirokuFactState state;
  } values[] = {
    { "timeline.summary", "ファイルサーバー2台がランサムウェアで暗号化された。", KIROKU_FACT_CONFIRMED },
    { "t.occurred", "2026-11-20T23:40:00+09:00", KIROKU_FACT_ESTIMATE },
    { "t.detected", "2026-11-21T10:30:00+09:00", KIROKU_FACT_CONFIRMED },
    { "t.known", "2026-11-21T11:00:00+09:00", KIROKU_FACT_CONFIRMED },
    { "leak.count", "12400", KIROKU_FACT_ESTIMATE },
    { "leak.suspected", "yes", KIROKU_FACT_CONFIRMED },
    { "leak.mynumber", "no", KIROKU_FACT_CONFIRMED },
    { "leak.categories", "3,4", KIROKU_FACT_CONFIRMED },
    { "cause.summary", "", KIROKU_FACT_INVESTIGATING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    kiroku_facts_set (facts, values[i].key, values[i].value, values[i].state, NULL);
}

/* Those of the law on personal data: what other rules the pack comes to hold changes no paper. */
static void
keep_known (GPtrArray *obligations)
{
  for (guint i = obligations->len; i-- > 0;)
    if (!g_str_has_prefix (((KirokuObligation *) obligations->pdata[i])->rule, "jp_ppc_"))
      g_ptr_array_remove_index (obligations, i);
}

void
kiroku_test_case_fill (KirokuTestCase *self)
{
  const KirokuObligationContext context = { .pack = self->input.pack,
                                            .type = "ransomware",
                                            .facts = self->facts,
                                            .now = NOW,
                                            .language = self->input.language };

  fill_facts (self->facts);
  kiroku_test_case_add_visit (self, KIROKU_PHASE_DETECT, NOW - 48 * HOUR, NOW - 47 * HOUR, NULL, NULL);
  kiroku_test_case_add_visit (self, KIROKU_PHASE_TRIAGE, NOW - 47 * HOUR, NOW - 45 * HOUR, "発覚", NULL);
  kiroku_test_case_add_visit (self, KIROKU_PHASE_CONTAINMENT, NOW - 45 * HOUR, NOW - 30 * HOUR,
                              "感染の拡大を止めるため", "朝霧 太郎");
  kiroku_test_case_add_visit (self, KIROKU_PHASE_ERADICATION, NOW - 30 * HOUR, NOW - 20 * HOUR, NULL, NULL);
  kiroku_test_case_add_visit (self, KIROKU_PHASE_RECOVERY, NOW - 20 * HOUR, NOW - 2 * HOUR, NULL, "朝霧 太郎");
  kiroku_test_case_add_visit (self, KIROKU_PHASE_REVIEW, NOW - 2 * HOUR, KIROKU_TIME_NONE, NULL, NULL);
  self->input.obligations = self->obligations = kiroku_obligations_compute (&context);
  keep_known (self->obligations);
}

void
kiroku_test_case_fill_rest (KirokuTestCase *self)
{
  static const KirokuTask task[] = {
    { .text_ja = (char *) "バックアップを確認する", .text_en = (char *) "Check the backups",
      .state = KIROKU_TASK_OPEN, .has_phase = TRUE, .phase = KIROKU_PHASE_RECOVERY,
      .set_at = KIROKU_TIME_NONE },
    { .text_ja = (char *) "広報文を作る", .text_en = (char *) "Write to the press",
      .state = KIROKU_TASK_SKIPPED, .reason = (char *) "公表しないため", .set_at = NOW - 20 * HOUR },
    { .text_ja = (char *) "端末を隔離する", .text_en = (char *) "Isolate", .state = KIROKU_TASK_DONE,
      .set_at = NOW - 44 * HOUR },
  };
  static const KirokuTold one
      = { .hash = (char *) KIROKU_TEST_HASH, .contact = (char *) "x", .name = (char *) "警察の相談窓口",
          .means = (char *) "phone", .person = (char *) "山田様", .outcome = (char *) "ログの保全を求められた",
          .author = (char *) KIROKU_TEST_KEY, .at = NOW - 40 * HOUR, .rec = NOW - 40 * HOUR };

  for (guint i = 0; i < G_N_ELEMENTS (task); i++)
    g_ptr_array_add (self->tasks, g_memdup2 (&task[i], sizeof task[i]));
  g_ptr_array_add (self->told, g_memdup2 (&one, sizeof one));
  kiroku_facts_set (self->facts, "lessons.hindrance", "復元の手順書が古かった。", KIROKU_FACT_CONFIRMED, NULL);
}

KirokuObligation *
kiroku_test_case_find_rule (KirokuTestCase *self, const char *rule)
{
  for (guint i = 0; i < self->obligations->len; i++)
    if (g_str_equal (((KirokuObligation *) self->obligations->pdata[i])->rule, rule))
      return self->obligations->pdata[i];
  g_error ("no rule %s", rule);
}

void
kiroku_test_case_meet (KirokuTestCase *self, const char *rule, gint64 at)
{
  KirokuObligation *obligation = kiroku_test_case_find_rule (self, rule);

  obligation->standing = KIROKU_STANDING_APPLIES;
  obligation->progress = KIROKU_PROGRESS_MET;
  obligation->met = at;
}

void
kiroku_test_case_file (KirokuTestCase *self, const char *rule, gint64 at)
{
  KirokuFiling *filing = g_new0 (KirokuFiling, 1);
  KirokuFiled *filed = g_new0 (KirokuFiled, 1);

  *filed = (KirokuFiled){ .hash = (char *) KIROKU_TEST_HASH,
                          .author = (char *) KIROKU_TEST_AUTHOR,
                          .at = at,
                          .method = (char *) "web",
                          .to = (char *) "個人情報保護委員会",
                          .by = (char *) "朝霧 太郎",
                          .receipt = (char *) "PPC-0042",
                          .sha256 = (char *) "0123456789abcdef0123456789abcdef",
                          .size = 4096,
                          .rules = g_ptr_array_new (),
                          .contradicts = g_ptr_array_new () };
  g_ptr_array_add (filed->rules, (char *) rule);
  filing->filed = g_ptr_array_new_with_free_func (filed_free);
  g_ptr_array_add (filing->filed, filed);
  g_hash_table_insert (self->filings, (char *) "F01", filing);
  kiroku_test_case_meet (self, rule, at);
}
