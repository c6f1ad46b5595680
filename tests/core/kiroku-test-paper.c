/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-paper.h"

#include <cairo.h>

#include "kiroku-approval.h"
#include "kiroku-call-sheet.h"
#include "kiroku-enquiry-report.h"
#include "kiroku-evidence-report.h"
#include "kiroku-form.h"
#include "kiroku-head-sheet.h"
#include "kiroku-indicator-sheet.h"
#include "kiroku-situation-report.h"
#include "kiroku-test-case.h"
#include "kiroku-trust.h"
#include "kiroku-verification-report.h"
#include "kiroku-words.h"

#define NOW KIROKU_TEST_NOW
#define HOUR KIROKU_TEST_HOUR

#define AUTHOR KIROKU_TEST_AUTHOR
#define PROGRAM "Kiroku"
#define KEY KIROKU_TEST_KEY
#define HASH KIROKU_TEST_HASH

/* Without the version of the rules, with which the pages would change each time. */
static KirokuDocument *
with_footer (KirokuDocument *document)
{
  kiroku_document_set_footer (document, PROGRAM);
  return document;
}

/* --- Blocks ----------------------------------------------------------------------------------- */

static KirokuDocument *
new_document (const char *language)
{
  KirokuDocument *document = kiroku_document_new ();

  kiroku_document_set_language (document, language);
  kiroku_document_set_created (document, NOW);
  return document;
}

static KirokuDocument *
make_text (KirokuPack *pack, const char *language)
{
  KirokuDocument *document = new_document (language);

  kiroku_document_add_title (document, kiroku_words (language, "初動対応の報告", "First response"));
  kiroku_document_add_heading (document, 1, kiroku_words (language, "第一の見出し", "First heading"));
  kiroku_document_add_paragraph (
      document,
      kiroku_words (language,
                    "情報システム部は、『初動対応手順』に従い、関係する部署（総務・法務・広報）へ連絡した。"
                    "「直ちにネットワークを遮断する」との判断は、責任者が行った……その後、ﾗﾝｻﾑｳｪｱではないことを"
                    "確認し、サーバーのログ（約１２％）を保全した。",
                    "The information systems department called the units concerned (legal, public "
                    "relations). The person responsible decided to cut the network at once."));
  kiroku_document_add_heading (document, 2, kiroku_words (language, "第二の見出し", "Second heading"));
  kiroku_document_add_tagged (document, kiroku_words (language, "規則の根拠です。", "Where the rule is from."),
                              "found-2nd");
  kiroku_document_add_heading (document, 3, kiroku_words (language, "第三の見出し", "Third heading"));
  kiroku_document_add_space (document, 12);
  kiroku_document_add_note (document, kiroku_words (language, "小さな文字の注記です。", "In small print."));
  return document;
}

static KirokuDocument *
make_pairs (KirokuPack *pack, const char *language)
{
  KirokuDocument *document = new_document (language);
  KirokuPairs *pairs = kiroku_document_add_pairs (document);

  kiroku_pairs_add (pairs, kiroku_words (language, "事案番号", "Case number"), "2026-014");
  kiroku_pairs_add (pairs, kiroku_words (language, "概要", "Outline"),
                    kiroku_words (language,
                                  "受注サーバー２台が停止した。復旧には二日を要する見込みであり、取引先には個別に連絡する。"
                                  "再開の日時は追って知らせる。",
                                  "Two servers stopped. They are expected to be back in two days; "
                                  "customers are told one by one, and again when it is over."));
  return document;
}

static KirokuDocument *
make_grid (KirokuPack *pack, const char *language)
{
  const char *choices[] = { kiroku_words (language, "漏えい", "Leak"), kiroku_words (language, "滅失", "Loss"),
                            kiroku_words (language, "毀損", "Damage"), NULL };
  KirokuDocument *document = new_document (language);
  KirokuGrid *grid = kiroku_document_add_grid (document);
  KirokuGridRow *row;

  kiroku_grid_add_section (grid, kiroku_words (language, "１　概要", "1 Outline"));
  row = kiroku_grid_add_row (grid, "1.1", kiroku_words (language, "発生日", "Date"));
  kiroku_grid_row_add_text (row, NULL, "2026-11-21");
  kiroku_grid_row_add_text (row, kiroku_words (language, "発覚日", "Found"), "2026-11-22");
  row = kiroku_grid_add_row (grid, "1.2", kiroku_words (language, "発生事案", "Event"));
  kiroku_grid_row_set_tag (row, "recalled");
  kiroku_grid_row_add_choices (row, NULL, choices, 1 | 4);
  kiroku_grid_row_break (row);
  kiroku_grid_row_add_text (row, kiroku_words (language, "詳細", "Details"),
                            kiroku_words (language, "調査中。", "Under investigation."));
  kiroku_grid_row_set_min_lines (row, 3);
  return document;
}

static gboolean
give_row (guint row, const char **cells, KirokuRowFlags *flags, gpointer data, GError **error)
{
  static const char *const numbers[] = { "1", "2", "3" };
  static const char *const texts[][2] = {
    { "端末をネットワークから隔離し、揮発性メモリの取得を開始した。", "The machine was cut off." },
    { "感染は3台。", "Three machines." },
    { "感染は2台。", "Two machines." },
  };

  cells[0] = numbers[row];
  cells[1] = kiroku_words (data, texts[row][0], texts[row][1]);
  *flags = row == 1 ? KIROKU_ROW_STRUCK : row == 2 ? KIROKU_ROW_SHADED : KIROKU_ROW_PLAIN;
  return TRUE;
}

static KirokuDocument *
make_table (KirokuPack *pack, const char *language)
{
  const KirokuColumn columns[] = {
    { kiroku_words (language, "番号", "No."), 40, KIROKU_ALIGN_END },
    { kiroku_words (language, "内容", "Text"), 160, KIROKU_ALIGN_START },
    { kiroku_words (language, "状況", "State"), 0, KIROKU_ALIGN_CENTER },
  };
  KirokuDocument *document = new_document (language);

  kiroku_document_add_table (document, columns, 3, 3, give_row, (gpointer) language, NULL);
  return document;
}

static KirokuDocument *
make_bar (KirokuPack *pack, const char *language)
{
  KirokuDocument *document = new_document (language);
  KirokuBar *bar = kiroku_document_add_bar (document);

  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      g_autofree char *text = kiroku_words_duration (language, (i + 1) * HOUR);

      kiroku_bar_add (bar, kiroku_words_phase (language, i), i + 1, text);
    }
  return document;
}

static KirokuDocument *
make_code (KirokuPack *pack, const char *language)
{
  KirokuDocument *document = new_document (language);

  kiroku_document_add_code (document, "kiroku:root:" KEY, 92,
                            kiroku_words (language, "事案ルート（記録の照合値）\n00112233", "Case root\n00112233"),
                            9.5);
  return document;
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* A disc on nothing, so that what is around it shows what becomes of that. (transfer full) */
static GBytes *
draw_png (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  GByteArray *bytes = g_byte_array_new ();

  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 3.0, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.5);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

static KirokuDocument *
make_image (KirokuPack *pack, const char *language)
{
  KirokuDocument *document = new_document (language);
  g_autoptr (GBytes) wide = draw_png (240, 120);
  g_autoptr (GBytes) high = draw_png (60, 240);

  kiroku_document_add_image (document, wide, 2000,
                             kiroku_words (language, "図1　脅迫文の画面", "Figure 1: the screen with the note"), NULL);
  kiroku_document_add_image (document, high, 60, kiroku_words (language, "図2　端末", "Figure 2: a machine"), NULL);
  return document;
}

static KirokuDocument *
make_chart (KirokuPack *pack, const char *language)
{
  static const guint counts[] = { 9, 3, 0, 1, 4, 4, 0, 0, 1, 2 };
  KirokuDocument *document = new_document (language);
  KirokuChart *chart = kiroku_document_add_chart (document, 0, 100);
  KirokuLane *lane = kiroku_chart_add_lane (chart, kiroku_words (language, "段階", "Phases"));

  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      kiroku_lane_add_band (lane, i, kiroku_words_phase (language, i), i * i * 3.0, (i + 1) * (i + 1) * 2.8);
      kiroku_chart_explain_pattern (chart, i, kiroku_words_phase (language, i));
    }
  lane = kiroku_chart_add_lane (chart, kiroku_words (language, "記録数", "Entries"));
  kiroku_lane_set_counts (lane, counts, G_N_ELEMENTS (counts));
  lane = kiroku_chart_add_lane (chart, kiroku_words (language, "印", "Marks"));
  for (guint i = 0; i < KIROKU_N_SHAPES; i++)
    {
      g_autofree char *label = g_strdup_printf ("%c%u", 'A' + i, i + 1);

      kiroku_lane_add_mark (lane, i, label, i * i * 3.2 - 4);
      kiroku_chart_explain_shape (chart, i, label);
    }
  kiroku_chart_add_tick (chart, 0, "11-21");
  kiroku_chart_add_tick (chart, 50, "11-22");
  return document;
}

/* Names that few fonts have, a name with a variation selector, and full and half width. */
static KirokuDocument *
make_names (KirokuPack *pack, const char *language)
{
  KirokuDocument *document = new_document (language);

  kiroku_document_add_paragraph (document, "\U00020BB7野家の髙橋氏と﨑山氏");
  kiroku_document_add_paragraph (document, "葛\U000E0100城市の担当者");
  kiroku_document_add_paragraph (document, "ＡＢＣ１２３とABC123、ｶﾀｶﾅとカタカナ");
  return document;
}

static KirokuDocument *
make_furniture (KirokuPack *pack, const char *language)
{
  KirokuDocument *document = new_document (language);

  kiroku_document_set_header (document, kiroku_words (language, "事案 2026-014", "Case 2026-014"), AUTHOR);
  kiroku_document_set_footer (document, kiroku_words (language, "宛先：取締役会", "For: the board"));
  kiroku_document_set_marking (document, kiroku_words (language, "訓練 TLP:AMBER", "EXERCISE TLP:AMBER"));
  kiroku_document_set_landscape (document, TRUE);
  kiroku_document_add_paragraph (document, kiroku_words (language, "一枚目", "The first page"));
  kiroku_document_add_page_break (document);
  kiroku_document_add_paragraph (document, kiroku_words (language, "二枚目", "The second page"));
  return document;
}

/* --- A case ----------------------------------------------------------------------------------- */

static GTimeZone *
get_zone (void)
{
  static GTimeZone *zone;

  if (zone == NULL)
    zone = g_time_zone_new_identifier ("Asia/Tokyo");
  return zone;
}

/* Eight notes: two decisions, one of them approved, and one that was corrected. */
static const KirokuLine *
get_line (guint i, gpointer data, GError **error)
{
  static KirokuApproval approval = { .hash = (char *) "a", .approver = (char *) "高木 部長",
                                     .key = (char *) HASH, .rec = NOW - 30 * HOUR };
  static KirokuLine lines[8];
  static const char *const texts[]
      = { "共有フォルダーの文書が開けないとの連絡を受けた。", "身代金を要求する文面を見つけた。", "VPN接続を全社で停止すると決めた。",
          "感染は3台。", "取引先に知らせると決めた。", "バックアップは無事であった。", "復旧を終えた。", "見直し会議を開いた。" };
  static const char *const classes[] = { "observation", "observation", "decision", "observation",
                                         "decision", "observation", "action", "communication" };
  static const guint hours[] = { 48, 47, 45, 44, 30, 26, 3, 1 };
  static char hashes[8][8];

  g_snprintf (hashes[i], sizeof hashes[i], "hash-%u", i);
  lines[i] = (KirokuLine){ .seq = i, .key = (char *) KEY, .author = (char *) AUTHOR, .hash = hashes[i],
                           .rec = NOW - hours[i] * HOUR, .at = NOW - hours[i] * HOUR,
                           .kind = (char *) "note", .klass = (char *) classes[i], .text = (char *) texts[i] };
  if (i == 2 && lines[i].approvals == NULL)
    {
      lines[i].approvals = data;
      g_ptr_array_set_size (data, 0);
      g_ptr_array_add (data, &approval);
    }
  if (i == 3)
    {
      lines[i].correction = (char *) HASH;
      lines[i].corrected = (char *) "感染は2台。";
      lines[i].reason = (char *) "数え間違い";
      lines[i].corrector = (char *) "朝霧 太郎";
    }
  return &lines[i];
}

static KirokuReportSeal
new_seal (const char *language)
{
  static KirokuAuthor author = { .key = (char *) KEY, .name = (char *) AUTHOR };
  KirokuReportSeal seal = { .heads = kiroku_checkpoint_new (kiroku_test_incident.id, NOW),
                            .authors = g_ptr_array_new (),
                            .zone = get_zone (),
                            .language = language };

  g_ptr_array_add (seal.heads->heads, kiroku_head_new (KEY, 41, HASH));
  g_ptr_array_add (seal.authors, &author);
  return seal;
}

static void
seal_clear (KirokuReportSeal *seal)
{
  kiroku_checkpoint_free (seal->heads);
  g_ptr_array_unref (seal->authors);
}

/* --- Reports ---------------------------------------------------------------------------------- */

static KirokuDocument *
make_report (KirokuPack *pack,
             const char *language,
             KirokuDocument *(*report) (const KirokuReportInput *input, GError **error))
{
  KirokuReportSeal seal = new_seal (language);
  KirokuTestCase of;
  KirokuDocument *document;

  kiroku_test_case_init (&of, pack, language);
  kiroku_test_case_fill (&of);
  kiroku_test_case_fill_rest (&of);
  kiroku_test_case_file (&of, "jp_ppc_prelim", NOW - 10 * HOUR);
  of.input.n_lines = 8;
  of.input.get_line = get_line;
  of.input.line_data = g_ptr_array_new ();
  of.input.line_data_free = (GDestroyNotify) g_ptr_array_unref;
  of.input.seal = &seal;
  document = report (&of.input, NULL);
  kiroku_test_case_clear (&of);
  seal_clear (&seal);
  return with_footer (document);
}

static KirokuDocument *
make_timeline (KirokuPack *pack, const char *language)
{
  return make_report (pack, language, kiroku_report_timeline);
}

static KirokuDocument *
make_management (KirokuPack *pack, const char *language)
{
  return make_report (pack, language, kiroku_report_management);
}

static KirokuReportFrame
make_frame (KirokuPack *pack, const char *language, const KirokuReportSeal *seal)
{
  return (KirokuReportFrame){ .case_info = &kiroku_test_incident, .pack = pack, .language = language,
                              .zone = get_zone (), .now = NOW, .author = AUTHOR, .program = PROGRAM,
                              .seal = seal };
}

static KirokuDocument *
make_evidence (KirokuPack *pack, const char *language)
{
  static KirokuEvidence item = { .hash = (char *) HASH, .sha256 = (char *) KEY, .sha512 = (char *) KEY KEY,
                                 .name = (char *) "vpn-2026-11.log", .size = 12345, .author = (char *) AUTHOR,
                                 .rec = NOW - 20 * HOUR, .at = NOW - 21 * HOUR, .stated = TRUE,
                                 .precision = KIROKU_PRECISION_MINUTE };
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  KirokuReportSeal seal = new_seal (language);
  const KirokuEvidenceReport input = { .frame = make_frame (pack, language, &seal), .items = items };
  KirokuDocument *document;

  item.facts[KIROKU_EVIDENCE_SOURCE].value = (char *) "VPN装置";
  item.moves = g_ptr_array_new ();
  item.checks = g_ptr_array_new ();
  g_ptr_array_add (items, &item);
  document = kiroku_report_evidence (&input);
  g_ptr_array_unref (item.moves);
  g_ptr_array_unref (item.checks);
  seal_clear (&seal);
  return with_footer (document);
}

/* --- Who was told, what was asked, and what others may know --------------------------------------- */

static KirokuDocument *
make_contacts (KirokuPack *pack, const char *language)
{
  KirokuReportSeal seal = new_seal (language);
  KirokuTestCase of;
  KirokuDocument *document;

  kiroku_test_case_init (&of, pack, language);
  kiroku_test_case_fill (&of);
  kiroku_test_case_fill_rest (&of);
  of.input.seal = &seal;
  document = kiroku_report_contacts (&of.input);
  kiroku_test_case_clear (&of);
  seal_clear (&seal);
  return with_footer (document);
}

/* One that was answered, first with something else that was corrected, and one that is open. */
static KirokuDocument *
make_enquiries (KirokuPack *pack, const char *language)
{
  static KirokuEnquiryAnswer answer = { .hash = (char *) HASH, .text = (char *) "約1万2千人です。精査を続けています。",
                                        .by = (char *) AUTHOR, .method = (char *) "mail",
                                        .author = (char *) AUTHOR, .at = NOW - 3 * HOUR,
                                        .interim = TRUE, .reason = (char *) "桁の書き違い" };
  static KirokuEnquiryAnswer corrected = { .hash = (char *) HASH, .text = (char *) "約1千2百人です。",
                                           .by = (char *) AUTHOR, .method = (char *) "mail",
                                           .author = (char *) AUTHOR, .at = NOW - 3 * HOUR };
  static KirokuEnquiry answered
      = { .id = (char *) HASH, .from = (char *) "個人情報保護委員会", .person = (char *) "担当官",
          .method = (char *) "phone", .text = (char *) "漏えいした本人の数の見込みを知らせてください。",
          .author = (char *) AUTHOR, .at = NOW - 5 * HOUR, .rec = NOW - 5 * HOUR, .due = NOW - HOUR };
  static KirokuEnquiry open = { .id = (char *) KEY, .from = (char *) "関東財務局", .method = (char *) "mail",
                                .text = (char *) "復旧の見込みはいつですか。", .author = (char *) AUTHOR,
                                .at = NOW - 2 * HOUR, .rec = NOW - 2 * HOUR, .due = NOW + 20 * HOUR };
  g_autoptr (GPtrArray) enquiries = g_ptr_array_new ();
  KirokuReportSeal seal = new_seal (language);
  const KirokuEnquiryReport input = { .frame = make_frame (pack, language, &seal), .enquiries = enquiries };
  KirokuDocument *document;

  answered.answers = g_ptr_array_new ();
  open.answers = g_ptr_array_new ();
  answer.before = g_ptr_array_new ();
  g_ptr_array_add (answer.before, &corrected);
  g_ptr_array_add (answered.answers, &answer);
  g_ptr_array_add (enquiries, &answered);
  g_ptr_array_add (enquiries, &open);
  document = kiroku_report_enquiries (&input);
  g_ptr_array_unref (answered.answers);
  g_ptr_array_unref (open.answers);
  g_ptr_array_unref (answer.before);
  seal_clear (&seal);
  return with_footer (document);
}

static KirokuDocument *
make_indicators (KirokuPack *pack, const char *language)
{
  static KirokuIndicator found[]
      = { { .type = KIROKU_INDICATOR_URL, .value = (char *) "http://evil.example/a", .tlp = KIROKU_TLP_GREEN,
            .technique = (char *) "T1190", .first_seen = NOW - 40 * HOUR },
          { .type = KIROKU_INDICATOR_IPV4, .value = (char *) "192.0.2.44", .tlp = KIROKU_TLP_CLEAR,
            .technique = (char *) "T1021.002", .first_seen = NOW - 39 * HOUR },
          { .type = KIROKU_INDICATOR_SHA256, .value = (char *) KEY, .tlp = KIROKU_TLP_GREEN,
            .first_seen = KIROKU_TIME_NONE } };
  g_autoptr (GPtrArray) indicators = g_ptr_array_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  KirokuReportSeal seal = new_seal (language);
  const KirokuIndicatorSheet input = { .case_info = &kiroku_test_incident, .indicators = indicators,
                                       .assets = none, .facts = facts, .limit = KIROKU_TLP_GREEN,
                                       .language = language, .zone = get_zone (), .now = NOW,
                                       .program = PROGRAM, .seal = &seal };
  KirokuDocument *document;

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    g_ptr_array_add (indicators, &found[i]);
  document = kiroku_report_indicators (&input);
  seal_clear (&seal);
  return with_footer (document);
}

/* --- How things stand, and whom to call ------------------------------------------------------- */

/* Handed over by one, accepted by the one it was for. */
static GPtrArray *
new_handovers (void)
{
  static KirokuApproval acceptance = { .hash = (char *) "a", .approver = (char *) "佐伯 美咲",
                                       .key = (char *) HASH, .accepted = TRUE, .rec = NOW - HOUR };
  static KirokuHandover handover = { .hash = (char *) HASH, .key = (char *) KEY, .author = (char *) AUTHOR,
                                     .to = (char *) "佐伯 美咲", .rec = NOW - 2 * HOUR,
                                     .text = (char *) "確報と取引先への説明が残っている。復元したサーバーの監視を続けること。" };
  GPtrArray *handovers = g_ptr_array_new ();

  if (handover.acceptances == NULL)
    {
      handover.acceptances = g_ptr_array_new ();
      g_ptr_array_add (handover.acceptances, &acceptance);
    }
  g_ptr_array_add (handovers, &handover);
  return handovers;
}

/* Two people counted differently. */
static GPtrArray *
new_conflicts (void)
{
  static KirokuConflict conflict = { .subject = (char *) "leak.count" };
  static KirokuRival rivals[] = { { .value = (char *) "12400" }, { .value = (char *) "9800" } };
  GPtrArray *conflicts = g_ptr_array_new ();

  if (conflict.rivals == NULL)
    {
      conflict.rivals = g_ptr_array_new ();
      g_ptr_array_add (conflict.rivals, &rivals[0]);
      g_ptr_array_add (conflict.rivals, &rivals[1]);
    }
  g_ptr_array_add (conflicts, &conflict);
  return conflicts;
}

static KirokuFilledForm *fill_form (const KirokuTestCase *of);

/* What the case holds, into the parts of the report that are lists. */
static void
list_parts (KirokuSituation *input, const KirokuTestCase *of, GPtrArray *approvals)
{
  static KirokuSituationFiling filing = { .name = (char *) "F01", .to = (char *) "個人情報保護委員会",
                                          .receipt = (char *) "PPC-0042", .at = NOW - 10 * HOUR };

  input->visits = of->visits;
  input->tasks = of->tasks;
  input->told = of->told;
  input->obligations = of->obligations;
  input->handovers = new_handovers ();
  input->conflicts = new_conflicts ();
  input->filed = g_ptr_array_new ();
  input->waiting = g_ptr_array_new ();
  input->decisions = g_ptr_array_new ();
  input->changes = g_ptr_array_new ();
  input->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_filled_form_free);
  input->due = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (input->filed, &filing);
  g_ptr_array_add (input->waiting, (char *) "F13");
  g_ptr_array_add (input->decisions, (gpointer) get_line (4, approvals, NULL));
  g_ptr_array_add (input->decisions, (gpointer) get_line (2, approvals, NULL));
  g_ptr_array_add (input->changes, (gpointer) get_line (7, approvals, NULL));
  g_ptr_array_add (input->forms, fill_form (of));
  g_hash_table_add (input->due, (char *) "F01");
}

static void
clear_parts (KirokuSituation *input)
{
  g_ptr_array_unref (input->handovers);
  g_ptr_array_unref (input->conflicts);
  g_ptr_array_unref (input->filed);
  g_ptr_array_unref (input->waiting);
  g_ptr_array_unref (input->decisions);
  g_ptr_array_unref (input->changes);
  g_ptr_array_unref (input->forms);
  g_hash_table_unref (input->due);
}

static KirokuDocument *
make_situation (KirokuPack *pack, const char *language)
{
  g_autoptr (GPtrArray) approvals = g_ptr_array_new ();
  KirokuReportSeal seal = new_seal (language);
  KirokuTestCase of;
  KirokuSituation input;
  KirokuDocument *document;

  kiroku_test_case_init (&of, pack, language);
  kiroku_test_case_fill (&of);
  kiroku_test_case_fill_rest (&of);
  kiroku_test_case_meet (&of, "jp_ppc_prelim", NOW - 10 * HOUR);
  ((KirokuTask *) of.tasks->pdata[0])->owner = (char *) "佐伯 美咲";
  input = (KirokuSituation){ .case_info = &of.info, .n_decisions = 2, .n_changes = 3,
                             .since = NOW - 2 * HOUR, .pack = pack, .language = language,
                             .zone = of.zone, .now = NOW, .sync = 1, .maxerr = 16000,
                             .author = AUTHOR, .program = PROGRAM, .seal = &seal };
  list_parts (&input, &of, approvals);
  document = kiroku_report_situation (&input, NULL);
  clear_parts (&input);
  kiroku_test_case_clear (&of);
  seal_clear (&seal);
  return with_footer (document);
}

/* Of a case, in a phase with many desks: two pages. */
static KirokuDocument *
make_call_sheet (KirokuPack *pack, const char *language)
{
  KirokuTestCase of;
  KirokuDocument *document;

  kiroku_test_case_init (&of, pack, language);
  kiroku_test_case_fill (&of);
  kiroku_facts_set (of.facts, "org.name", "見本銀行", KIROKU_FACT_CONFIRMED, NULL);
  kiroku_facts_set (of.facts, "reporter.name", AUTHOR, KIROKU_FACT_CONFIRMED, NULL);
  document = kiroku_report_call_sheet (
      &(const KirokuCallSheet){ .pack = pack, .type = "ransomware", .phase = KIROKU_PHASE_TRIAGE,
                                .case_info = &of.info, .facts = of.facts, .language = language,
                                .zone = of.zone, .now = NOW, .author = AUTHOR, .program = PROGRAM });
  kiroku_test_case_clear (&of);
  return with_footer (document);
}

/* Of no case, to be put away: all is to be filled in. */
static KirokuDocument *
make_call_sheet_loss (KirokuPack *pack, const char *language)
{
  return with_footer (kiroku_report_call_sheet (
      &(const KirokuCallSheet){ .pack = pack, .type = "loss_theft", .phase = -1, .language = language,
                                .zone = get_zone (), .now = NOW, .author = AUTHOR, .program = PROGRAM }));
}

static KirokuDocument *
make_head_sheet (KirokuPack *pack, const char *language)
{
  KirokuReportSeal seal = new_seal (language);
  const KirokuHeadSheet input
      = { .case_info = &kiroku_test_incident, .seal = &seal, .now = NOW, .author = AUTHOR, .program = PROGRAM };
  KirokuDocument *document = kiroku_report_head_sheet (&input);

  seal_clear (&seal);
  return document;
}

static KirokuDocument *
make_verification (KirokuPack *pack, const char *language)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const KirokuVerification result = { .case_id = kiroku_test_incident.id, .verdict = KIROKU_VERDICT_INTACT,
                                      .findings = none, .journals = 2, .entries = 42, .unanchored = 3,
                                      .unanchored_since = NOW - HOUR, .root = (char *) KEY,
                                      .anchors = none, .warnings = none, .settled = none };
  const KirokuVerificationReport input = { .result = &result, .number = kiroku_test_incident.number,
                                           .title = kiroku_test_incident.title, .source = "kiroku.db", .pins = TRUE,
                                           .language = language, .zone = get_zone (), .now = NOW,
                                           .author = AUTHOR, .program = PROGRAM };

  return kiroku_verification_report (&input);
}

/* (transfer full) */
static KirokuFilledForm *
fill_form (const KirokuTestCase *of)
{
  const KirokuFormContext context = { .pack = of->input.pack,
                                      .facts = of->facts,
                                      .case_info = &of->info,
                                      .now = NOW,
                                      .zone = of->zone,
                                      .language = of->input.language };

  return kiroku_form_fill (&context, "F01", NULL);
}

static KirokuDocument *
make_form (KirokuPack *pack, const char *language)
{
  g_autoptr (KirokuFilledForm) form = NULL;
  KirokuTestCase of;

  kiroku_test_case_init (&of, pack, language);
  kiroku_test_case_fill (&of);
  form = fill_form (&of);
  kiroku_test_case_clear (&of);
  return with_footer (kiroku_form_make_document (form, KIROKU_FORM_COPY_SUBMISSION, NULL));
}

const KirokuTestPaper kiroku_test_papers[] = {
  { "text", make_text },
  { "pairs", make_pairs },
  { "grid", make_grid },
  { "table", make_table },
  { "bar", make_bar },
  { "code", make_code },
  { "chart", make_chart },
  { "image", make_image },
  { "names", make_names },
  { "furniture", make_furniture },
  { "timeline", make_timeline },
  { "management", make_management },
  { "evidence", make_evidence },
  { "contacts", make_contacts },
  { "enquiries", make_enquiries },
  { "indicators", make_indicators },
  { "situation", make_situation },
  { "call-sheet", make_call_sheet },
  { "call-sheet-loss", make_call_sheet_loss },
  { "head-sheet", make_head_sheet },
  { "verification", make_verification },
  { "form", make_form },
  { NULL },
};
