/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-absent.h"
#include "kiroku-asset.h"
#include "kiroku-chronology.h"
#include "kiroku-form-tables.h"
#include "kiroku-form.h"
#include "kiroku-indicator.h"
#include "kiroku-pages.h"
#include "kiroku-test-pack.h"
#include "kiroku-trust.h"

/* 2026-11-23 10:30 in Japan. */
#define NOW G_GINT64_CONSTANT (1795397400000000)

/* --- A made-up company with a ransomware case ------------------------------------------------- */

typedef struct
{
  const char *key;
  const char *value;
  KirokuFactState state;
} Answer;

#define SURE KIROKU_FACT_CONFIRMED

static const Answer rich[] = {
  { "org.name", "株式会社あさぎり精機", SURE },
  { "org.corp_no", "1234567890123", SURE },
  { "org.industry", "製造業（精密機械）", SURE },
  { "org.address", "長野県松本市架空町一丁目2番3号", SURE },
  { "org.representative", "代表取締役　朝霧　太郎", SURE },
  { "reporter.dept", "情報システム部", SURE },
  { "reporter.name", "霧島　花子", SURE },
  { "reporter.phone", "0263-00-0000", SURE },
  { "reporter.phone24h", "090-0000-0000", SURE },
  { "reporter.email", "csirt@asagiri.example.jp", SURE },
  { "report.recipient", "ppc", SURE },
  { "report.date", "2026-11-24", SURE },
  { "report.kind", "new", SURE },
  { "report.stage", "preliminary", SURE },
  { "t.occurred", "2026-11-20T23:40:00+09:00", KIROKU_FACT_ESTIMATE },
  { "t.detected", "2026-11-21T14:05:00+09:00", SURE },
  { "leak.kind", "leak_risk,damage", SURE },
  { "t.found_by", "own", SURE },
  { "leak.categories", "3,4", SURE },
  { "third_party.role", "none", SURE },
  { "third_party.name", "", KIROKU_FACT_NONE },
  { "investigation.status", "ongoing", SURE },
  { "investigation.vendor", "架空フォレンジック株式会社（サーバー3台の解析）", SURE },
  { "leak.media", "electronic", SURE },
  { "leak.subject_kind", "customers,employees", SURE },
  { "leak.items", "name,address,phone,email", KIROKU_FACT_INVESTIGATING },
  { "leak.count", "12400", KIROKU_FACT_ESTIMATE },
  { "leak.card_count", "", KIROKU_FACT_NONE },
  { "cause.actor", "reporter", SURE },
  { "cause.kind", "unauthorized_access", SURE },
  { "cause.summary",
    "VPN装置の既知の脆弱性が悪用され、社内ネットワークに侵入された可能性が高い。\n"
    "侵入後、管理者権限を奪われ、ファイルサーバー2台が暗号化された。",
    KIROKU_FACT_INVESTIGATING },
  { "secondary_damage", "unknown", SURE },
  { "secondary_damage.detail", "", KIROKU_FACT_UNKNOWN },
  { "subject_notice.state", "planned", SURE },
  { "subject_notice.detail", "漏えいの範囲が判明し次第、書面と電子メールで通知する予定。", SURE },
  { "publication.state", "considering", SURE },
  { "publication.method", "web", SURE },
  { "prevention.done", "VPN装置の停止、全管理者パスワードの変更、EDRの全端末への導入。", SURE },
  { "prevention.planned", "多要素認証の必須化（2026年12月末までに完了予定）。", SURE },
  { "reports_made", "2026年11月21日、長野県警察に相談済み。JPCERT/CCへ情報提供済み。", SURE },
  { "damage.amount", "3500000", KIROKU_FACT_ESTIMATE },
  { "police.complaint", "yes", SURE },
  { "evidence.preserved", "ファイルサーバー2台のディスクイメージとVPN装置のログを保全済み。", SURE },
  { "assets.kind", "pc,server,network", SURE },
  { "assets.os", "Windows Server 2022、Windows 11", SURE },
  { "assets.security_sw", "架空エンドポイント保護 12.3", SURE },
  { "assets.cloud", "", KIROKU_FACT_UNKNOWN },
  { "cause.grounds", "拡張子が変更されたファイルと、身代金を要求する文面がデスクトップに置かれていた。",
    SURE },
};

static KirokuPack *pack;

static KirokuCase
make_case (gboolean exercise)
{
  return (KirokuCase){ .id = (char *) "00000000-0000-4000-8000-000000000000",
                       .number = (char *) (exercise ? "X2026-001" : "2026-001"),
                       .title = (char *) "ファイルサーバーの暗号化",
                       .type = (char *) "ransomware",
                       .level = 2,
                       .exercise = exercise,
                       .phase = KIROKU_PHASE_CONTAINMENT };
}

static KirokuFacts *
make_facts (void)
{
  KirokuFacts *facts = kiroku_facts_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rich); i++)
    kiroku_facts_set (facts, rich[i].key, rich[i].value, rich[i].state, NULL);
  return facts;
}

static KirokuLine
make_note (const char *text, gint64 at)
{
  return (KirokuLine){ .kind = (char *) "note",
                       .klass = (char *) "action",
                       .text = (char *) text,
                       .at = at,
                       .rec = at,
                       .author = (char *) "霧島" };
}

static char *
make_chronology (const char *language)
{
  KirokuLine lines[] = {
    make_note ("ファイルサーバーのファイルが開けないと製造部から連絡を受けた。", NOW - 160000000000),
    make_note ("ファイルサーバー2台をネットワークから切り離した。", NOW - 159000000000),
    make_note ("役員会に報告し、全社のVPN接続を停止した。", NOW - 150000000000),
    make_note ("長野県警察サイバー犯罪対策課に電話で相談した。", NOW - 140000000000),
  };
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_ptr_array_add (all, &lines[i]);
  return kiroku_form_chronology (all, zone, language);
}

/* @own: (nullable): answers for the form alone. */
static KirokuFilledForm *
fill_with (
    const char *id, KirokuFacts *facts, KirokuFacts *own, const char *language, gboolean exercise)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *chronology = make_chronology (language);
  g_autoptr (GError) error = NULL;
  KirokuCase info = make_case (exercise);
  KirokuFormContext context = { .pack = pack,
                                .facts = facts,
                                .case_info = &info,
                                .chronology = chronology,
                                .now = NOW,
                                .zone = zone,
                                .language = language,
                                .own = own };
  KirokuFilledForm *form = kiroku_form_fill (&context, id, &error);

  g_assert_no_error (error);
  return form;
}

static KirokuFilledForm *
fill (const char *id, KirokuFacts *facts, const char *language, gboolean exercise)
{
  return fill_with (id, facts, NULL, language, exercise);
}

/* --- Reading what was printed ----------------------------------------------------------------- */

static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

static char *
without_space (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  return g_string_free (out, FALSE);
}

/* The text of the pages in content order, as it comes. @n_pages: (nullable) (out). */
static char *
print_raw (KirokuDocument *document, guint *n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPages) pages = kiroku_document_layout (document, NULL, &error);
  g_autofree char *folder = g_dir_make_tmp ("kiroku-form-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.pdf", NULL);
  const char *const argv[] = { "pdftotext", "-raw", path, "-", NULL };
  char *text;

  g_assert_no_error (error);
  if (n_pages != NULL)
    *n_pages = kiroku_pages_get_n (pages);
  kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  text = run (argv);
  g_unlink (path);
  g_rmdir (folder);
  return text;
}

/* The same without white space, which lines broken by the layout bring in. */
static char *
print_form (const KirokuFilledForm *form, KirokuFormCopy copy)
{
  g_autoptr (KirokuDocument) document = kiroku_form_make_document (form, copy, NULL);
  g_autofree char *raw = print_raw (document, NULL);

  return without_space (raw);
}

static void
assert_has (const char *text, const char *what)
{
  g_autofree char *bare = without_space (what);

  if (strstr (text, bare) == NULL)
    g_error ("“%s” is not in the print:\n%s", bare, text);
}

static void
assert_has_not (const char *text, const char *what)
{
  if (strstr (text, what) != NULL)
    g_error ("“%s” is in the print:\n%s", what, text);
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p != NULL; p = strstr (p + 1, what))
    n++;
  return n;
}

/* --- Filling ---------------------------------------------------------------------------------- */

static void
test_values (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autoptr (KirokuFilledForm) form = fill ("F01", facts, "ja", FALSE);
  const KirokuFormField *field = kiroku_filled_form_find (form, "t.detected");

  g_assert_cmpstr (field->value, ==, "2026-11-21T14:05:00+09:00");
  g_assert_cmpstr (field->shown, ==, "2026年11月21日 14時05分");
  g_assert_cmpint (field->origin, ==, KIROKU_FORM_ORIGIN_FACT);
  g_assert_false (field->is_missing);

  field = kiroku_filled_form_find (form, "leak.count");
  g_assert_cmpstr (field->shown, ==, "12,400（概数）");
  field = kiroku_filled_form_find (form, "leak.kind");
  g_assert_cmpuint (field->choices->len, ==, 6);
  g_assert_cmpstr (field->shown, ==, "漏えいのおそれ、毀損");
  g_assert_null (kiroku_filled_form_find (form, "assets.os"));
}

static void
test_defaults (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (KirokuFilledForm) f01 = fill ("F01", facts, "ja", FALSE);
  g_autoptr (KirokuFilledForm) f13 = NULL;
  const KirokuFormField *field = kiroku_filled_form_find (f01, "report.date");

  g_assert_cmpstr (field->shown, ==, "2026年11月23日");
  g_assert_cmpint (field->origin, ==, KIROKU_FORM_ORIGIN_NOW);
  field = kiroku_filled_form_find (f01, "timeline");
  g_assert_cmpint (field->origin, ==, KIROKU_FORM_ORIGIN_LOG);
  g_assert_nonnull (strstr (field->shown, "全社のVPN接続を停止した。"));

  kiroku_facts_set (facts, "cause.summary", "脆弱性", KIROKU_FACT_INVESTIGATING, NULL);
  f13 = fill ("F13", facts, "en", FALSE);
  field = kiroku_filled_form_find (f13, "cause.grounds");
  g_assert_cmpint (field->origin, ==, KIROKU_FORM_ORIGIN_OTHER_FACT);
  g_assert_cmpstr (field->origin_key, ==, "cause.summary");
  g_assert_cmpstr (field->shown, ==, "脆弱性 (under investigation)");
  field = kiroku_filled_form_find (f13, "incident.kind");
  g_assert_cmpstr (field->value, ==, "Ransomware");
  field = kiroku_filled_form_find (f13, "timeline.summary");
  g_assert_cmpstr (field->value, ==, "ファイルサーバーの暗号化");
}

static void
test_missing (void)
{
  static const struct
  {
    KirokuFactState state;
    gboolean is_missing;
  } cases[] = {
    { KIROKU_FACT_UNASKED, TRUE },   { KIROKU_FACT_CONFIRMED, TRUE }, /* a value was cleared */
    { KIROKU_FACT_ESTIMATE, TRUE },  { KIROKU_FACT_INVESTIGATING, FALSE },
    { KIROKU_FACT_UNKNOWN, FALSE },  { KIROKU_FACT_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KirokuFacts) facts = make_facts ();
      g_autoptr (KirokuFilledForm) form = NULL;
      g_autoptr (GPtrArray) missing = NULL;
      const KirokuFormField *field;

      kiroku_facts_set (facts, "leak.count", "", cases[i].state, NULL);
      form = fill ("F01", facts, "ja", FALSE);
      missing = kiroku_filled_form_list_missing (form);
      field = kiroku_filled_form_find (form, "leak.count");
      g_assert_cmpint (field->is_missing, ==, cases[i].is_missing);
      g_assert_cmpint (g_ptr_array_find (missing, field, NULL), ==, cases[i].is_missing);
    }
}

/* Somebody said to whom it goes; where that is not here, what else the case says is no better. */
static void
test_recipient_withheld (void)
{
  static const KirokuFactState states[] = { KIROKU_FACT_WITHHELD, KIROKU_FACT_ERASED };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (states); i++)
    {
      g_autoptr (KirokuFacts) facts = make_facts ();
      g_autoptr (KirokuFacts) own = kiroku_facts_new ();
      g_autoptr (KirokuFilledForm) form = NULL;

      kiroku_facts_set (facts, "org.delegated", "yes", SURE, NULL);
      kiroku_facts_set (i % 2 == 0 ? own : facts, "report.recipient", "", states[i / 2], NULL);
      form = fill_with ("F01", facts, own, "en", FALSE);
      g_assert_cmpstr (form->recipient, ==,
                       kiroku_pack_get_form (pack, "F01")->recipient->en);
      g_assert_null (form->recipient_tag);
    }
}

static guint
count_rivals (const KirokuFilledForm *form, const char *key)
{
  return kiroku_filled_form_find (form, key)->rivals->len;
}

/* What is disputed is so wherever it stands; what was answered for the form alone nobody disputes. */
static void
test_rivals (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (KirokuFacts) own = kiroku_facts_new ();
  g_autoptr (KirokuFilledForm) form = NULL, cleared = NULL, alone = NULL;
  const KirokuFormField *grounds;

  kiroku_facts_set (facts, "cause.summary", "脆弱性", SURE, NULL);
  kiroku_facts_add_rival (facts, "cause.summary", "設定の誤り");
  form = fill ("F13", facts, "ja", FALSE);
  grounds = kiroku_filled_form_find (form, "cause.grounds");
  g_assert_cmpint (grounds->origin, ==, KIROKU_FORM_ORIGIN_OTHER_FACT);
  g_assert_cmpuint (grounds->rivals->len, ==, 1);
  g_assert_cmpstr (grounds->rivals->pdata[0], ==, "設定の誤り");

  kiroku_facts_set (facts, "cause.grounds", "", SURE, NULL);
  kiroku_facts_add_rival (facts, "cause.grounds", "脅迫文");
  cleared = fill ("F13", facts, "ja", FALSE);
  g_assert_cmpuint (count_rivals (cleared, "cause.grounds"), ==, 2);

  kiroku_facts_set (own, "cause.grounds", "画面の表示", SURE, NULL);
  alone = fill_with ("F13", facts, own, "ja", FALSE);
  g_assert_cmpuint (count_rivals (alone, "cause.grounds"), ==, 0);
}

/* The words an office expects where there is no final answer. */
static void
test_state_words (void)
{
  static const struct
  {
    const char *value;
    KirokuFactState state;
    const char *remark;
    KirokuFactState why;
    const char *ja, *en;
  } cases[] = {
    { "", KIROKU_FACT_INVESTIGATING, NULL, 0, "調査中", "under investigation" },
    { "", KIROKU_FACT_INVESTIGATING, "2026-11-25", KIROKU_FACT_CONFIRMED,
      "調査中（2026年11月25日頃判明見込み）", "under investigation (expected about 2026-11-25)" },
    { "12", KIROKU_FACT_INVESTIGATING, "2026-11-25", KIROKU_FACT_CONFIRMED,
      "12（調査中、2026年11月25日頃判明見込み）", "12 (under investigation, expected about 2026-11-25)" },
    { "", KIROKU_FACT_UNKNOWN, NULL, 0, "現時点で不明", "unknown at present" },
    { "", KIROKU_FACT_NONE, NULL, 0, "該当なし", "not applicable" },
    { "12400", KIROKU_FACT_ESTIMATE, NULL, 0, "12,400（概数）", "12,400 (estimate)" },
    { "12400", KIROKU_FACT_ESTIMATE, "ログの件数", KIROKU_FACT_CONFIRMED,
      "12,400（概数、根拠：ログの件数）", "12,400 (estimate, basis: ログの件数)" },
    { "12400", KIROKU_FACT_ESTIMATE, "", KIROKU_FACT_WITHHELD,
      "12,400（概数、根拠：開示されない）", "12,400 (estimate, basis: withheld)" },
    { "12400", KIROKU_FACT_ESTIMATE, "", KIROKU_FACT_ERASED,
      "12,400（概数、根拠：法令により消去）", "12,400 (estimate, basis: erased by law)" },
    { "12400", KIROKU_FACT_CONFIRMED, "left over", KIROKU_FACT_CONFIRMED, "12,400", "12,400" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KirokuFacts) facts = make_facts ();
      g_autoptr (KirokuFilledForm) ja = NULL;
      g_autoptr (KirokuFilledForm) en = NULL;

      kiroku_facts_set (facts, "leak.count", cases[i].value, cases[i].state, NULL);
      if (cases[i].remark != NULL)
        kiroku_facts_set_remark (facts, "leak.count", cases[i].remark, cases[i].why);
      ja = fill ("F01", facts, "ja", FALSE);
      en = fill ("F01", facts, "en", FALSE);
      g_assert_cmpstr (kiroku_filled_form_find (ja, "leak.count")->shown, ==, cases[i].ja);
      g_assert_cmpstr (kiroku_filled_form_find (en, "leak.count")->shown, ==, cases[i].en);
    }
}

static void
test_refused (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (GError) error = NULL;
  KirokuCase info = make_case (FALSE);
  KirokuFormContext context = { pack, facts, &info, NULL, NOW, zone, "ja" };

  g_assert_null (kiroku_form_fill (&context, "F99", &error));
  g_assert_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_assert_null (kiroku_form_fill (&context, "F18", &error));
  g_assert_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_UNDEFINED);
}

/* --- Printing --------------------------------------------------------------------------------- */

/* Every value of every field, in the order of the form. */
static void
assert_values_in_order (const KirokuFilledForm *form, const char *text)
{
  const char *place = text;
  guint n = 0;

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; r < section->rows->len; r++)
        {
          const KirokuFormRow *row = section->rows->pdata[r];

          for (guint f = 0; f < row->fields->len; f++)
            {
              const KirokuFormField *field = row->fields->pdata[f];
              g_autofree char *bare
                  = without_space (field->choices->len > 0 ? field->note : field->shown);
              const char *found = strstr (place, bare);

              if (found == NULL)
                g_error ("%s: “%s” does not follow in:\n%s", field->key, bare, place);
              place = found + strlen (bare);
              n++;
            }
        }
    }
  g_assert_cmpuint (n, >, 15);
}

static void
test_facts_in_order (gconstpointer data)
{
  static const char *const languages[] = { "ja", "en" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (KirokuFacts) facts = make_facts ();
      g_autoptr (KirokuFilledForm) form = fill (data, facts, languages[i], FALSE);
      g_autofree char *text = print_form (form, KIROKU_FORM_COPY_SUBMISSION);

      assert_values_in_order (form, text);
      assert_has (text, form->name);
      assert_has (text, form->recipient);
      assert_has (text, form->standing);
      assert_has (text, form->guide);
      if (form->report_date != NULL)
        assert_has (text, form->report_date);
      assert_has (text, form->pack_version);
      assert_has (text, "2026-001");
      assert_has (text, g_str_equal (languages[i], "ja") ? "公式の様式ではありません"
                                                         : "not the official form");
    }
}

/* An empty form says nothing: no ticked box, and no word that reads as an answer. */
static void
test_nothing_is_not_no (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  static const char *const forms[] = { "F01", "F13" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (KirokuFilledForm) form = fill (forms[i], facts, "ja", FALSE);
      g_autofree char *text = print_form (form, KIROKU_FORM_COPY_SUBMISSION);

      g_assert_cmpuint (count (text, "☑"), ==, 0);
      g_assert_cmpuint (count (text, "□"), >, 5);
      assert_has_not (text, "該当なし");
      assert_has_not (text, "現時点で不明");
      assert_has_not (text, "調査中");
    }
}

static void
test_states (void)
{
  static const struct
  {
    KirokuFactState state;
    const char *ja, *en;
  } states[] = {
    { KIROKU_FACT_INVESTIGATING, "98,765（調査中）", "98,765 (under investigation)" },
    { KIROKU_FACT_UNKNOWN, "98,765（現時点で不明）", "98,765 (unknown at present)" },
    { KIROKU_FACT_ESTIMATE, "98,765（概数）", "98,765 (estimate)" },
    { KIROKU_FACT_CONFIRMED, "総数98,765うち", "In all98,765Of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    for (guint english = 0; english < 2; english++)
      {
        g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
        g_autoptr (KirokuFilledForm) form = NULL;
        g_autofree char *text = NULL;

        kiroku_facts_set (facts, "leak.count", "98765", states[i].state, NULL);
        form = fill ("F01", facts, english ? "en" : "ja", FALSE);
        text = print_form (form, KIROKU_FORM_COPY_SUBMISSION);
        assert_has (text, english ? states[i].en : states[i].ja);
      }
}

static void
test_states_without_value (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (KirokuFilledForm) form = NULL;
  g_autofree char *text = NULL;

  kiroku_facts_set (facts, "leak.count", "", KIROKU_FACT_INVESTIGATING, NULL);
  kiroku_facts_set (facts, "leak.card_count", "", KIROKU_FACT_NONE, NULL);
  kiroku_facts_set (facts, "leak.items", "", KIROKU_FACT_UNKNOWN, NULL);
  form = fill ("F01", facts, "ja", FALSE);
  text = print_form (form, KIROKU_FORM_COPY_SUBMISSION);
  assert_has (text, "総数調査中");
  assert_has (text, "うちクレジットカード情報該当なし");
  g_assert_cmpuint (count (text, "現時点で不明"), ==, 1);
  g_assert_cmpuint (count (text, "☑"), ==, 0);
}

static void
test_tag (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autoptr (KirokuFilledForm) form = fill ("F01", facts, "ja", FALSE);
  g_autofree char *text = print_form (form, KIROKU_FORM_COPY_SUBMISSION);
  const KirokuFormSection *section = form->sections->pdata[1];
  const KirokuFormRow *row = section->rows->pdata[0];

  g_assert_cmpstr (row->number, ==, "1.1");
  g_assert_cmpint (row->confidence, ==, KIROKU_CONFIDENCE_RECALLED);
  g_assert_cmpstr (row->tag, ==, "要確認");
  assert_has (text, "発生日・発覚日要確認");
  assert_has_not (text, "報告者の氏名又は名称要確認"); /* that one was read at its source */
}

static gboolean
is_japanese (gunichar c)
{
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF);
}

static void
test_english (gconstpointer data)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (KirokuFilledForm) form = NULL;
  g_autoptr (KirokuDocument) document = NULL;
  g_autofree char *text = NULL;
  KirokuCase info = make_case (FALSE);
  KirokuFormContext context = { pack, facts, &info, NULL, NOW, zone, "en" };

  info.title = (char *) "Files encrypted";
  kiroku_facts_set (facts, "leak.count", "", KIROKU_FACT_NONE, NULL);
  kiroku_facts_set (facts, "t.occurred", "2026-11-20T23:40:00+09:00", KIROKU_FACT_ESTIMATE, NULL);
  kiroku_facts_set (facts, "leak.kind", "leak", KIROKU_FACT_INVESTIGATING, NULL);
  form = kiroku_form_fill (&context, data, NULL);
  document = kiroku_form_make_document (form, KIROKU_FORM_COPY_WORKING, NULL);
  text = print_raw (document, NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (is_japanese (g_utf8_get_char (p)))
      g_error ("Japanese in an English print: %.60s", p);
  g_assert_nonnull (strstr (text, "2026-11-20 23:40 (UTC+09:00)"));
}

static void
test_exercise (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autoptr (KirokuFilledForm) drill = fill ("F01", facts, "ja", TRUE);
  g_autoptr (KirokuFilledForm) real = fill ("F01", facts, "ja", FALSE);
  g_autoptr (KirokuDocument) drilled
      = kiroku_form_make_document (drill, KIROKU_FORM_COPY_WORKING, "TLP:AMBER");
  g_autofree char *real_text = print_form (real, KIROKU_FORM_COPY_WORKING);
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;
  guint n_pages;

  text = print_raw (drilled, &n_pages);
  g_assert_cmpuint (n_pages, >, 1);
  pages = g_strsplit (text, "\f", -1);
  for (guint i = 0; i < n_pages; i++)
    {
      g_assert_nonnull (strstr (pages[i], "訓練"));
      g_assert_nonnull (strstr (pages[i], "EXERCISE"));
      g_assert_nonnull (strstr (pages[i], "TLP:AMBER"));
    }
  assert_has_not (real_text, "訓練");
}

static void
test_long_text (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autoptr (GString) story = g_string_new (NULL);
  g_autoptr (KirokuFilledForm) form = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (story, "第%u報。調査班は対象の機器を順に確認し、結果を記録した。\n", i);
  kiroku_facts_set (facts, "cause.summary", story->str, SURE, NULL);
  form = fill ("F01", facts, "ja", FALSE);
  text = print_form (form, KIROKU_FORM_COPY_SUBMISSION);
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *line = g_strdup_printf ("第%u報。", i);

      assert_has (text, line);
    }
  assert_has (text, "JPCERT/CCへ情報提供済み。"); /* the last row is still there */
}

/* Every choice stands there with its own box. */
static void
test_boxes (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autoptr (KirokuFilledForm) form = fill ("F01", facts, "ja", FALSE);
  g_autofree char *text = print_form (form, KIROKU_FORM_COPY_SUBMISSION);
  guint n_checked = 0, n = 0;

  for (guint s = 0; s < form->sections->len; s++)
    for (guint r = 0; r < ((KirokuFormSection *) form->sections->pdata[s])->rows->len; r++)
      {
        KirokuFormRow *row = ((KirokuFormSection *) form->sections->pdata[s])->rows->pdata[r];

        for (guint f = 0; f < row->fields->len; f++)
          for (guint c = 0; c < ((KirokuFormField *) row->fields->pdata[f])->choices->len; c++)
            {
              KirokuFormField *field = row->fields->pdata[f];
              KirokuFormChoice *choice = field->choices->pdata[c];
              g_autofree char *printed
                  = g_strconcat (choice->checked ? "☑" : "□", choice->name, NULL);

              assert_has (text, printed);
              n_checked += choice->checked;
              n++;
            }
      }
  g_assert_cmpuint (n_checked, ==, 23); /* the ids that stand in the facts above */
  g_assert_cmpuint (count (text, "☑"), ==, n_checked);
  g_assert_cmpuint (count (text, "□"), ==, n - n_checked);
}

static void
test_working_copy (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autoptr (KirokuFilledForm) form = NULL;
  g_autofree char *working = NULL;
  g_autofree char *submission = NULL;

  kiroku_facts_add_rival (facts, "leak.count", "15000");
  form = fill ("F01", facts, "ja", FALSE);
  working = print_form (form, KIROKU_FORM_COPY_WORKING);
  submission = print_form (form, KIROKU_FORM_COPY_SUBMISSION);
  assert_has (working, "7公表の実施状況：公表（予定）日未記入です。");
  assert_has (working, "3本人の数：総数食い違いがあります。別の記入：15,000");
  assert_has (working, "1.7事実経過事案の記録から自動で記入しました。");
  assert_has_not (submission, "未記入です");
  assert_has_not (submission, "15,000");
}

/* Overwrites @words in the file at @path, wherever they stand as they are. */
static void
strike_out (const char *path, const char *words)
{
  g_autofree char *bytes = NULL;
  gsize length, n = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 0; i + strlen (words) <= length; i++)
    if (memcmp (bytes + i, words, strlen (words)) == 0)
      {
        memset (bytes + i, ' ', strlen (words));
        n++;
      }
  g_assert_cmpuint (n, >, 0);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
}

static void
print_to (const KirokuFilledForm *form, KirokuFormCopy copy, const char *path)
{
  g_autoptr (KirokuDocument) document = kiroku_form_make_document (form, copy, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPages) pages = kiroku_document_layout (document, NULL, &error);

  g_assert_no_error (error);
  kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* An ordinary PDF, for which no part for an archive could be written, says so as well. */
static void
test_working_known (void)
{
  static const char *const words[][2]
      = { { "ja", "控え（提出用ではありません）" }, { "en", "working copy, not for submission" } };
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autofree char *folder = g_dir_make_tmp ("kiroku-form-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.pdf", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (KirokuFilledForm) form = fill ("F01", facts, words[i][0], FALSE);

      print_to (form, KIROKU_FORM_COPY_WORKING, path);
      g_assert_true (kiroku_form_is_working_copy (path));
      strike_out (path, words[i][1]);
      g_assert_true (kiroku_form_is_working_copy (path));
      print_to (form, KIROKU_FORM_COPY_SUBMISSION, path);
      g_assert_false (kiroku_form_is_working_copy (path));
    }
  g_unlink (path);
  g_rmdir (folder);
}

/* That its number and words were not compared with the form holds of a row all of whose fields were. */
static void
test_row_tag (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  const KirokuPackSection *from = kiroku_pack_get_form (pack, "F01")->sections->pdata[1];
  KirokuPackRow *asked = from->rows->pdata[0];
  const KirokuConfidence before = asked->item.confidence;
  g_autoptr (KirokuFilledForm) form = NULL;
  const KirokuFormSection *section;
  const KirokuFormRow *row;

  asked->item.confidence = KIROKU_CONFIDENCE_PROPOSED;
  form = fill ("F01", facts, "ja", FALSE);
  asked->item.confidence = before;
  section = form->sections->pdata[1];
  row = section->rows->pdata[0];
  g_assert_cmpint (row->confidence, ==, KIROKU_CONFIDENCE_PROPOSED);
  g_assert_cmpstr (row->tag, ==, "独自項目");
}

/* Where the fields of a row differ, each says how sure it is; the row says nothing then. */
static void
test_field_tag (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autoptr (KirokuFilledForm) form = fill ("F01", facts, "ja", FALSE);
  g_autofree char *working = print_form (form, KIROKU_FORM_COPY_WORKING);
  const KirokuFormField *count = kiroku_filled_form_find (form, "leak.count");
  const KirokuFormField *cards = kiroku_filled_form_find (form, "leak.card_count");

  g_assert_null (count->tag);
  g_assert_cmpstr (cards->tag, ==, "要確認");
  assert_has (working, "3本人の数総数12,400");
  assert_has (working, "うちクレジットカード情報［要確認］");
}

/* --- Lists of the case ------------------------------------------------------------------------ */

static KirokuAuthor opener = { .key = (char *) "aa", .vouched = TRUE };
static KirokuAuthor unknown = { .key = (char *) "bb" };

static GPtrArray *
make_authors (void)
{
  GPtrArray *authors = g_ptr_array_new ();

  g_ptr_array_add (authors, &opener);
  g_ptr_array_add (authors, &unknown);
  return authors;
}

static void
test_long_list (void)
{
  g_autoptr (GPtrArray) authors = make_authors ();
  KirokuAsset asset = { .name = (char *) "PC",
                        .author = opener.key,
                        .hash = (char *) "01",
                        .tlp = KIROKU_TLP_NONE };
  g_autoptr (GPtrArray) assets = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < KIROKU_FORM_TABLE_LINES + 5; i++)
    g_ptr_array_add (assets, &asset);
  text = kiroku_form_assets (assets, authors, NULL, "en");
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, KIROKU_FORM_TABLE_LINES + 1);
  g_assert_cmpstr (lines[0], ==, "PC (Computer, Suspected)");
  g_assert_cmpstr (lines[KIROKU_FORM_TABLE_LINES], ==, "(5 more stand in the record of the case.)");
}

/* @field of the entry @hash, as in a package from which it was left out. */
static void
leave_out (GHashTable *absent, const char *hash, const char *field, KirokuAbsence why)
{
  g_hash_table_insert (absent, g_strconcat (hash, " ", field, NULL), GUINT_TO_POINTER (why));
}

/* What was stated and is not here is no gap, and a mark that is not here may have been the narrowest. */
static void
test_list_withheld (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GPtrArray) authors = make_authors (), assets = g_ptr_array_new (),
                        indicators = g_ptr_array_new ();
  g_autoptr (GHashTable) absent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KirokuAsset plain = { .name = (char *) "PC", .author = opener.key, .hash = (char *) "01", .tlp = KIROKU_TLP_NONE };
  KirokuAsset part = plain, unmarked = plain, later = plain;
  KirokuIndicator seen = { .type = KIROKU_INDICATOR_DOMAIN,
                           .value = (char *) "evil.example",
                           .first_seen = KIROKU_TIME_NONE,
                           .author = opener.key,
                           .hash = (char *) "04",
                           .tlp = KIROKU_TLP_NONE };
  KirokuIndicator unshared = seen;
  g_autofree char *machines = NULL, *marks = NULL;

  part.hash = (char *) "02";
  unmarked.hash = (char *) "03";
  later.tlp_foreign = TRUE;
  unshared.hash = (char *) "05";
  leave_out (absent, "02", "address", KIROKU_ABSENCE_WITHHELD);
  leave_out (absent, "02", "owner", KIROKU_ABSENCE_ERASED);
  leave_out (absent, "03", "tlp", KIROKU_ABSENCE_WITHHELD);
  leave_out (absent, "04", "technique", KIROKU_ABSENCE_WITHHELD);
  leave_out (absent, "05", "tlp", KIROKU_ABSENCE_ERASED);
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (assets, ((KirokuAsset *[]){ &plain, &part, &unmarked, &later })[i]);
  g_ptr_array_add (indicators, &seen);
  g_ptr_array_add (indicators, &unshared);
  machines = kiroku_form_assets (assets, authors, absent, "en");
  g_assert_cmpstr (machines, ==,
                   "PC (Computer, Suspected)\n"
                   "PC (Computer, Suspected)  withheld  owner: erased by law\n"
                   "(2 whose TLP mark is not known here are not stated.)");
  marks = kiroku_form_indicators (indicators, authors, absent, zone, "en");
  g_assert_cmpstr (marks, ==,
                   "Domain  evil[.]example  withheld\n"
                   "(1 whose TLP mark is not known here are not stated.)");
}

/* Whatever was typed, an item is one line, no address in it can be followed, and what somebody recorded
 * whom nobody vouched for says so. */
static void
test_list_line (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GPtrArray) authors = make_authors ();
  KirokuReportMade late = { .at = NOW, .key = opener.key, .to = "警察\n110", .what = "see http://evil.example/" };
  KirokuReportMade early = { .at = NOW - 60000000, .key = unknown.key, .by = "電話" };
  g_autoptr (GPtrArray) reports = g_ptr_array_new ();
  g_autofree char *text = NULL;

  g_ptr_array_add (reports, &late);
  g_ptr_array_add (reports, &early);
  text = kiroku_form_reports_made (reports, authors, zone, "ja");
  g_assert_cmpstr (text, ==,
                   "2026年11月23日 10時29分　開示されない（電話）［署名者を誰も保証していません］\n"
                   "2026年11月23日 10時30分　警察 110　see hxxp[:]//evil[.]example/");
}

/* --- The chronology --------------------------------------------------------------------------- */

static void
test_chronology_reading (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuLine late = make_note ("あと", NOW), early = make_note ("まえ\n二行目", NOW - 3600000000);
  KirokuLine other = make_note ("事実", NOW), fixed = make_note ("誤り", NOW - 60000000);
  KirokuLine decision = make_note ("身代金は支払わない", NOW);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *text = NULL;

  other.kind = (char *) "case.set";
  decision.klass = (char *) "decision";
  g_ptr_array_add (lines, &decision);
  fixed.correction = (char *) "ab";
  fixed.corrected = (char *) "正しい";
  early.stated = TRUE;
  early.precision = KIROKU_PRECISION_ABOUT;
  g_ptr_array_add (lines, &late);
  g_ptr_array_add (lines, &other);
  g_ptr_array_add (lines, &fixed);
  g_ptr_array_add (lines, &early);
  text = kiroku_form_chronology (lines, zone, "ja");
  g_assert_cmpstr (text, ==,
                   "2026年11月23日 9時30分頃　まえ 二行目\n"
                   "2026年11月23日 10時29分　正しい\n"
                   "2026年11月23日 10時30分　あと");
}

/* A time that was corrected is the one that a report to an authority states. */
static void
test_chronology_retimed (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuLine first = make_note ("先", NOW), fixed = make_note ("停止", NOW + 3600000000);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *text = NULL;

  fixed.correction = (char *) "ab";
  fixed.corrected = fixed.text;
  fixed.retimed = TRUE;
  fixed.corrected_at = NOW - 3600000000;
  fixed.corrected_precision = KIROKU_PRECISION_ABOUT;
  g_ptr_array_add (lines, &first);
  g_ptr_array_add (lines, &fixed);
  text = kiroku_form_chronology (lines, zone, "ja");
  g_assert_cmpstr (text, ==, "2026年11月23日 9時30分頃　停止\n2026年11月23日 10時30分　先");
}

/* A click on a form follows no address of the attacker's. */
static void
test_chronology_defanged (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuLine note = make_note ("http://evil.example/ に接続", NOW);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *text = NULL;

  g_ptr_array_add (lines, &note);
  text = kiroku_form_chronology (lines, zone, "ja");
  g_assert_cmpstr (text, ==, "2026年11月23日 10時30分　hxxp[:]//evil[.]example/ に接続");
}

/* Somebody nobody vouched for cannot put words into a report to an authority unseen. */
static void
test_chronology_marked (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *long_text = g_strnfill (300, 'x');
  KirokuLine stranger = make_note (long_text, NOW - 60000000), known = make_note ("確認", NOW);
  KirokuLine revoked = make_note ("後から", NOW), forked = make_note ("別の", NOW);
  KirokuLine reworded = make_note ("5台", NOW);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *ja = NULL, *en = NULL;
  g_auto (GStrv) rows = NULL;

  stranger.unvouched = revoked.revoked = forked.forked = TRUE;
  stranger.author = (char *) "外部\nhttp://evil.example/";
  revoked.author = NULL;
  g_ptr_array_add (lines, &stranger);
  g_ptr_array_add (lines, &known);
  g_ptr_array_add (lines, &revoked);
  g_ptr_array_add (lines, &forked);
  reworded.correction = (char *) "ab";
  reworded.corrected = (char *) "0台";
  reworded.corrector = (char *) "外部";
  reworded.corrector_unvouched = TRUE;
  g_ptr_array_add (lines, &reworded);
  ja = kiroku_form_chronology (lines, zone, "ja");
  en = kiroku_form_chronology (lines, zone, "en");
  rows = g_strsplit (ja, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 5);
  g_assert_true (g_str_has_suffix (
      rows[0], "x…［外部 hxxp[:]//evil[.]example/ の記録。署名者を誰も保証していません］"));
  g_assert_true (g_str_has_suffix (rows[1], "　確認"));
  g_assert_true (
      g_str_has_suffix (rows[2], "　後から［名前を伏せた人 の記録。鍵の失効後に書かれています］"));
  g_assert_true (
      g_str_has_suffix (rows[3], "　別の［霧島 の記録。同じ番号の記録がほかにあります］"));
  g_assert_true (g_str_has_suffix (rows[4], "　0台［外部 の訂正。署名者を誰も保証していません］"));
  g_assert_nonnull (
      strstr (en, "x… [recorded by 外部 hxxp[:]//evil[.]example/: nobody has vouched for the signer]"));
}

static void
test_chronology_long (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (KirokuChronology) chronology = kiroku_chronology_new (zone, "en");
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;

  /* in an order in which neither the first nor the last come first or last: 7919 is prime */
  for (guint i = 0; i < 10000; i++)
    {
      guint n = (i * 7919u + 5000u) % 10000u;
      g_autofree char *words = g_strdup_printf ("note %u.", n);
      KirokuLine note = make_note (words, NOW + n * G_GINT64_CONSTANT (60000000));

      kiroku_chronology_add (chronology, &note);
    }
  text = kiroku_chronology_to_text (chronology);
  rows = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 2 * KIROKU_CHRONOLOGY_NOTES + 1);
  g_assert_true (g_str_has_suffix (rows[0], "  note 0."));
  g_assert_true (g_str_has_suffix (rows[KIROKU_CHRONOLOGY_NOTES - 1], "  note 24."));
  g_assert_nonnull (strstr (rows[KIROKU_CHRONOLOGY_NOTES], "Of 10000 notes, 9950 are left out"));
  g_assert_true (g_str_has_suffix (rows[KIROKU_CHRONOLOGY_NOTES + 1], "  note 9975."));
  g_assert_true (g_str_has_suffix (rows[2 * KIROKU_CHRONOLOGY_NOTES], "  note 9999."));
}

static void
test_chronology_empty (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *text = kiroku_form_chronology (none, zone, "ja");

  g_assert_cmpstr (text, ==, "");
}

int
main (int argc, char *argv[])
{
  pack = kiroku_test_pack_init (&argc, &argv);

  g_test_add_func ("/form/fill/field-holds-the-fact", test_values);
  g_test_add_func ("/form/fill/nobody-answered-takes-the-default", test_defaults);
  g_test_add_func ("/form/fill/missing-is-what-nobody-answered", test_missing);
  g_test_add_func ("/form/fill/withheld-recipient-is-not-guessed", test_recipient_withheld);
  g_test_add_func ("/form/fill/disputed-is-whose-value-stands-there", test_rivals);
  g_test_add_func ("/form/fill/an-open-answer-reads-as-an-office-writes-it", test_state_words);
  g_test_add_func ("/form/fill/form-without-definition-is-refused", test_refused);
  g_test_add_data_func ("/form/print/f01-holds-all-facts-in-order", "F01", test_facts_in_order);
  g_test_add_data_func ("/form/print/f13-holds-all-facts-in-order", "F13", test_facts_in_order);
  g_test_add_func ("/form/print/nothing-is-not-no", test_nothing_is_not_no);
  g_test_add_func ("/form/print/state-stands-beside-the-value", test_states);
  g_test_add_func ("/form/print/state-stands-for-the-value", test_states_without_value);
  g_test_add_func ("/form/print/unconfirmed-row-is-tagged", test_tag);
  g_test_add_data_func ("/form/print/f01-english-has-no-japanese", "F01", test_english);
  g_test_add_data_func ("/form/print/f13-english-has-no-japanese", "F13", test_english);
  g_test_add_func ("/form/print/exercise-is-marked-on-every-page", test_exercise);
  g_test_add_func ("/form/print/long-text-is-whole", test_long_text);
  g_test_add_func ("/form/print/every-choice-has-its-box", test_boxes);
  g_test_add_func ("/form/print/working-copy-says-what-to-check", test_working_copy);
  g_test_add_func ("/form/print/working-copy-is-known-without-its-xmp", test_working_known);
  g_test_add_func ("/form/print/row-is-as-unsure-as-itself", test_row_tag);
  g_test_add_func ("/form/print/field-that-is-less-sure-than-others-is-tagged", test_field_tag);
  g_test_add_func ("/form/lists/long-list-says-what-is-left-out", test_long_list);
  g_test_add_func ("/form/lists/what-is-not-here-is-no-gap", test_list_withheld);
  g_test_add_func ("/form/lists/item-is-one-harmless-line", test_list_line);
  g_test_add_func ("/form/chronology/current-reading-by-time", test_chronology_reading);
  g_test_add_func ("/form/chronology/has-the-corrected-time", test_chronology_retimed);
  g_test_add_func ("/form/chronology/addresses-are-defanged", test_chronology_defanged);
  g_test_add_func ("/form/chronology/notes-of-somebody-nobody-vouched-for-say-so", test_chronology_marked);
  g_test_add_func ("/form/chronology/long-log-says-what-is-left-out", test_chronology_long);
  g_test_add_func ("/form/chronology/empty-log-is-empty", test_chronology_empty);
  return kiroku_test_pack_run (pack);
}
