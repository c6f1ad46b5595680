/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a case stands, on one page. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-approval.h"
#include "kiroku-form-private.h"
#include "kiroku-pages.h"
#include "kiroku-situation-report.h"
#include "kiroku-test-pack.h"

/* 2026-11-23 10:30 in Japan. */
#define NOW G_GINT64_CONSTANT (1795397400000000)
#define HOUR (3600 * (gint64) G_USEC_PER_SEC)

static KirokuPack *pack;

/* A case of which nothing is known; tests add to it. */
typedef struct
{
  KirokuCase incident;
  GTimeZone *zone;
  GHashTable *due;
  KirokuSituation input;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  KirokuSituation *input = &fixture->input;

  fixture->zone = g_time_zone_new_identifier ("Asia/Tokyo");
  fixture->due = g_hash_table_new (g_str_hash, g_str_equal);
  fixture->incident = (KirokuCase){ .number = (char *) "2026-001", .title = (char *) "試験",
                                    .type = (char *) "ransomware", .phase_since = NOW - 26 * HOUR };
  *input = (KirokuSituation){ .case_info = &fixture->incident, .pack = pack, .language = "ja",
                              .zone = fixture->zone, .now = NOW, .sync = 1, .maxerr = 16000,
                              .author = "霧島 花子", .program = "Kiroku", .due = fixture->due,
                              .since = NOW - 2 * HOUR };
  input->visits = g_ptr_array_new ();
  input->tasks = g_ptr_array_new ();
  input->told = g_ptr_array_new ();
  input->filed = g_ptr_array_new ();
  input->obligations = g_ptr_array_new ();
  input->conflicts = g_ptr_array_new ();
  input->handovers = g_ptr_array_new ();
  input->forms = g_ptr_array_new ();
  input->waiting = g_ptr_array_new ();
  input->decisions = g_ptr_array_new ();
  input->changes = g_ptr_array_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GPtrArray *const parts[]
      = { fixture->input.visits,      fixture->input.tasks,     fixture->input.told,
          fixture->input.filed,       fixture->input.obligations, fixture->input.conflicts,
          fixture->input.handovers,   fixture->input.forms,     fixture->input.waiting,
          fixture->input.decisions,   fixture->input.changes };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_ptr_array_unref (parts[i]);
  g_hash_table_unref (fixture->due);
  g_time_zone_unref (fixture->zone);
}

/* The text of the page without white space, which is where lines end, too; *@n_pages: how many there
 * are. Needs the program that reads it. (transfer full) */
static char *
print (const Fixture *fixture, guint *n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDocument) document = kiroku_report_situation (&fixture->input, &error);
  g_autoptr (KirokuPages) pages = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_no_error (error);
  pages = kiroku_document_layout (document, NULL, &error);
  g_assert_no_error (error);
  *n_pages = kiroku_pages_get_n (pages);
  path = g_strdup_printf ("%s/kiroku-situation-%d.pdf", g_get_tmp_dir (), (int) getpid ());
  g_assert_true (kiroku_pages_write_pdf (pages, path, NULL, NULL, NULL, &error));
  {
    const char *const argv[] = { "pdftotext", "-raw", path, "-", NULL };

    g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
    g_assert_no_error (error);
  }
  g_unlink (path);
  words = g_strsplit_set (text, " \n\f", -1);
  return g_strjoinv ("", words);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static void
assert_has_not (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in “%s”", part, text);
}

static void
test_deadlines (Fixture *fixture, gconstpointer data)
{
  KirokuPackText recipient = { (char *) "監督官庁", (char *) "Authority" };
  KirokuPackText label = { (char *) "速報", (char *) "Report" };
  KirokuObligation later = { .rule = (char *) "a", .recipient = &recipient, .label = &label, .hard = TRUE,
                             .confidence = KIROKU_CONFIDENCE_FOUND_2ND,
                             .progress = KIROKU_PROGRESS_RUNNING, .due_kind = KIROKU_DUE_TIME,
                             .zone = (char *) "Asia/Tokyo", .due_us = NOW + 5 * HOUR,
                             .us_left = 5 * HOUR, .met = KIROKU_TIME_NONE };
  KirokuObligation past = later, sure = later, met = later;
  g_autofree char *text = NULL;
  guint n_pages;

  past.progress = KIROKU_PROGRESS_OVERDUE;
  past.due_us = NOW - 2 * HOUR;
  past.us_left = -2 * HOUR;
  past.confidence = KIROKU_CONFIDENCE_RECALLED;
  sure.due_us = NOW + 30 * HOUR;
  sure.us_left = 30 * HOUR;
  sure.confidence = KIROKU_CONFIDENCE_FOUND;
  met.progress = KIROKU_PROGRESS_MET;
  g_ptr_array_add (fixture->input.obligations, &sure);
  g_ptr_array_add (fixture->input.obligations, &later);
  g_ptr_array_add (fixture->input.obligations, &met);
  g_ptr_array_add (fixture->input.obligations, &past);
  text = print (fixture, &n_pages);
  assert_has (text, "2時間00分超過［要確認］監督官庁速報・2026-11-2315:30残り5時間00分［伝聞］監督官庁速報"
                    "・2026-11-2416:30残り1日6時間監督官庁速報");
  assert_has (text, "時刻同期あり、誤差0.016秒以内");
  assert_has (text, "から1日2時間");
}

/* Shown as a day it would seem to be in time until midnight. */
static void
test_ends_early (Fixture *fixture, gconstpointer data)
{
  KirokuPackText text = { (char *) "監督官庁", (char *) "Authority" };
  KirokuObligation early = { .rule = (char *) "a", .recipient = &text, .label = &text, .hard = TRUE,
                             .progress = KIROKU_PROGRESS_DUE_TODAY, .due_kind = KIROKU_DUE_DATE,
                             .ends_early = TRUE, .zone = (char *) "Asia/Tokyo", .due_us = NOW + 5 * HOUR,
                             .us_left = 5 * HOUR, .met = KIROKU_TIME_NONE };
  g_autofree char *page = NULL;
  guint n_pages;

  g_date_clear (&early.due_from, 1);
  g_date_set_dmy (&early.due, 23, G_DATE_NOVEMBER, 2026);
  g_ptr_array_add (fixture->input.obligations, &early);
  page = print (fixture, &n_pages);
  assert_has (page, "2026-11-2315:30");
}

/* Whatever is said, it is one page, and what is left out is counted. */
static void
test_one_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *most = g_strnfill (5000, 'x');
  KirokuTask task = { .state = KIROKU_TASK_OPEN, .text_ja = most, .owner = most };
  KirokuTold told = { .name = most, .person = most, .outcome = most, .at = NOW };
  KirokuHandover handover = { .author = most, .to = most, .text = most, .rec = NOW,
                              .acceptances = fixture->input.told };
  g_autofree char *text = NULL;
  guint n_pages;

  fixture->incident.title = most;
  handover.acceptances = fixture->input.visits; /* nobody */
  g_ptr_array_add (fixture->input.handovers, &handover);
  for (guint i = 0; i < 500; i++)
    {
      g_ptr_array_add (fixture->input.tasks, &task);
      g_ptr_array_add (fixture->input.told, &told);
      g_ptr_array_add (fixture->input.waiting, most);
    }
  fixture->input.n_changes = 7;
  text = print (fixture, &n_pages);
  g_assert_cmpuint (n_pages, ==, 1);
  assert_has (text, "（500件）");
  assert_has (text, "ほか7件");
  assert_has (text, "…");
}

/* A task of somebody whose name is withheld is not one that nobody has, and one without its text is
 * not an empty one. */
static void
test_withheld_tasks (Fixture *fixture, gconstpointer data)
{
  KirokuTask named = { .state = KIROKU_TASK_OPEN, .text_ja = (char *) "隔離", .owner_withheld = TRUE };
  KirokuTask owned = { .state = KIROKU_TASK_OPEN, .owner = (char *) "花子" };
  KirokuTask free_one = { .state = KIROKU_TASK_OPEN, .text_ja = (char *) "復旧" };
  g_autofree char *text = NULL;
  guint n_pages;

  g_ptr_array_add (fixture->input.tasks, &named);
  g_ptr_array_add (fixture->input.tasks, &owned);
  g_ptr_array_add (fixture->input.tasks, &free_one);
  text = print (fixture, &n_pages);
  assert_has (text, "・花子（1件）：（開示されない）・（開示されない）（1件）：隔離・担当未定（1件）：復旧");
}

/* --- Who decided about a duty, and who signed it --- */

/* A duty of which @decision says that it does not apply. */
static KirokuObligation
make_decided (KirokuDecision *decision, const KirokuPackText *text)
{
  return (KirokuObligation){ .rule = (char *) "a", .recipient = (KirokuPackText *) text,
                             .label = (KirokuPackText *) text, .hard = TRUE, .met = KIROKU_TIME_NONE,
                             .standing = KIROKU_STANDING_NOT_APPLICABLE, .decision = decision };
}

/* What the page says where Mori is named and @word (nullable) was signed. (transfer full) */
static char *
print_decided (Fixture *fixture, KirokuApproval *word)
{
  const KirokuPackText text = { (char *) "監督官庁", (char *) "Authority" };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  KirokuDecision decision = { .reason = (char *) "encrypted", .approver = (char *) "Mori",
                              .author = (char *) "Sato", .approvals = words };
  KirokuObligation duty = make_decided (&decision, &text);
  guint n_pages;

  if (word != NULL)
    g_ptr_array_add (words, word);
  fixture->input.language = "en";
  g_ptr_array_set_size (fixture->input.obligations, 0);
  g_ptr_array_add (fixture->input.obligations, &duty);
  return print (fixture, &n_pages);
}

static void
test_approvals (Fixture *fixture, gconstpointer data)
{
  KirokuApproval by_named = { .approver = (char *) "Mori ", .key = (char *) "k", .rec = NOW };
  KirokuApproval refused = by_named, by_other = by_named, unvouched = by_named;
  g_autofree char *nobody = print_decided (fixture, NULL);
  g_autofree char *approved = print_decided (fixture, &by_named);
  g_autofree char *no = NULL, *other = NULL, *stranger = NULL;

  assert_has (nobody, "encrypted(Sato.Mori:namedasapprover,notsigned)");
  assert_has (nobody, "Tobesigned:Authority:Authority(Mori)");
  assert_has (approved, "encrypted(Sato.approved,signedbyMori,2026-11-23");
  assert_has_not (approved, "Tobesigned");
  assert_has_not (approved, "notsigned");

  refused.refused = TRUE;
  no = print_decided (fixture, &refused);
  assert_has (no, "encrypted(Sato.refused,signedbyMori,");
  assert_has (no, "Refused,notdecidedanew:Authority:Authority(Mori)");
  assert_has_not (no, "Tobesigned");

  by_other.approver = (char *) "Ito";
  other = print_decided (fixture, &by_other);
  assert_has (other, "Mori:namedasapprover,notsigned;approved,signedbyIto,");
  assert_has (other, "Tobesigned:");

  unvouched.unvouched = TRUE;
  stranger = print_decided (fixture, &unvouched);
  assert_has (stranger, "notsigned;approved,signedbyMori");
  assert_has (stranger, "doesnotcount:");
  assert_has (stranger, "Tobesigned:");
}

/* A form that asks for the number of persons. */
static KirokuFilledForm *
make_form (KirokuFormOrigin origin, const char *shown)
{
  KirokuFilledForm *form = g_new0 (KirokuFilledForm, 1);
  KirokuFormSection *section = g_new0 (KirokuFormSection, 1);
  KirokuFormRow *row = g_new0 (KirokuFormRow, 1);
  KirokuFormField *field = g_new0 (KirokuFormField, 1);

  *field = (KirokuFormField){ .key = g_strdup ("leak.count"), .name = g_strdup ("人数"),
                              .value = g_strdup (shown), .shown = g_strdup (shown),
                              .origin = origin, .choices = g_ptr_array_new (), .rivals = g_ptr_array_new () };
  row->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_form_field_free);
  section->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_form_row_free);
  form->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_form_section_free);
  form->id = g_strdup (shown);
  g_ptr_array_add (row->fields, field);
  g_ptr_array_add (section->rows, row);
  g_ptr_array_add (form->sections, section);
  return form;
}

/* What was answered for one form alone is no fact of the case, and does not hide the fact. */
static void
test_own_answers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  guint n_pages;

  g_ptr_array_set_free_func (fixture->input.forms, (GDestroyNotify) kiroku_filled_form_free);
  g_ptr_array_add (fixture->input.forms, make_form (KIROKU_FORM_ORIGIN_OWN, "7000人"));
  g_ptr_array_add (fixture->input.forms, make_form (KIROKU_FORM_ORIGIN_FACT, "12400人"));
  text = print (fixture, &n_pages);
  assert_has (text, "わかっていること人数：12400人");
  assert_has_not (text, "7000人");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  pack = kiroku_test_pack_init (&argc, &argv);
  ADD ("/situation/a-deadline-says-what-is-left-and-how-sure-its-rule-is-the-nearest-first", test_deadlines);
  ADD ("/situation/a-day-that-ends-before-midnight-is-shown-with-its-time", test_ends_early);
  ADD ("/situation/whatever-is-said-it-is-one-page-and-counts-what-it-leaves-out", test_one_page);
  ADD ("/situation/a-withheld-owner-or-text-of-a-task-stands-as-withheld", test_withheld_tasks);
  ADD ("/situation/who-was-named-as-approver-has-not-approved-and-a-refusal-is-none", test_approvals);
  ADD ("/situation/an-answer-for-one-form-alone-hides-no-fact-of-the-case", test_own_answers);
  return kiroku_test_pack_run (pack);
}
