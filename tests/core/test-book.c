/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "kiroku-book-backup.h"
#include "kiroku-book-export.h"
#include "kiroku-book-form.h"
#include "kiroku-book-import.h"
#include "kiroku-book-send.h"
#include "kiroku-book.h"
#include "kiroku-contact.h"
#include "kiroku-files.h"
#include "kiroku-fold.h"
#include "kiroku-playbook.h"
#include "kiroku-snapshot.h"

/* 2026-11-21T10:00:00+09:00 */
#define START G_GINT64_CONSTANT (1795222800000000)

typedef struct
{
  char *folder;
  gint64 now;
  KirokuBook *book;
} Fixture;

static void
read_clock (KirokuClock *clock, gpointer data)
{
  gint64 *now = data;

  *clock = (KirokuClock){ .rec = *now, .mono = -1, .sync = -1, .maxerr = -1 };
  *now += G_USEC_PER_SEC;
}

static KirokuBook *
open_book (Fixture *fixture, const char *author, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuBookOptions options = { .folder = fixture->folder,
                                .author = author,
                                .clock = read_clock,
                                .clock_data = &fixture->now,
                                .zone = zone,
                                .language = "ja" };

  return kiroku_book_new (&options, error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kiroku-book-XXXXXX", NULL);
  fixture->now = START;
  fixture->book = open_book (fixture, "記録 花子", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->book);
  kiroku_files_remove (fixture->folder);
  g_free (fixture->folder);
}

static char *
open_case (Fixture *fixture, const KirokuNewCase *new_case)
{
  g_autoptr (GError) error = NULL;
  char *id = kiroku_book_open_case (fixture->book, new_case, &error);

  g_assert_no_error (error);
  return id;
}

static char *
open_ransomware (Fixture *fixture)
{
  return open_case (fixture, &(KirokuNewCase){ .title = "感染", .type = "ransomware", .level = 2 });
}

/* --- Reading back --- */

typedef struct
{
  Fixture *fixture;
  const char *case_id;
  gint64 as_of;
} Query;

static gpointer
read_snapshot (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_snapshot_read (db, kiroku_book_get_pack (query->fixture->book), query->case_id,
                               query->as_of, query->fixture->now, "ja", error);
}

static KirokuSnapshot *
snapshot_as_of (Fixture *fixture, const char *case_id, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  Query query = { fixture, case_id, as_of };
  KirokuSnapshot *snapshot
      = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_snapshot, &query, NULL, &error);

  g_assert_no_error (error);
  return snapshot;
}

static KirokuSnapshot *
snapshot (Fixture *fixture, const char *case_id)
{
  return snapshot_as_of (fixture, case_id, KIROKU_NOW);
}

/* --- Promises --- */

static void
test_open_case (Fixture *fixture, gconstpointer data)
{
  KirokuTime detected = { .us = START - 3600 * (gint64) G_USEC_PER_SEC, .offset = 540 };
  KirokuNewCase new_case
      = { .title = "　感染 ", .type = "ransomware", .level = 2, .detected = &detected };
  g_autofree char *id = NULL;
  g_autoptr (KirokuSnapshot) shown = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_profile_set (kiroku_book_get_profile (fixture->book), "org.name",
                                     "見本商事", &error));
  id = open_case (fixture, &new_case);
  shown = snapshot (fixture, id);

  g_assert_cmpstr (shown->incident->number, ==, "2026-001");
  g_assert_cmpstr (shown->incident->title, ==, "感染");
  g_assert_cmpint (shown->incident->level, ==, 2);
  g_assert_cmpint (shown->incident->phase, ==, KIROKU_PHASE_DETECT);
  g_assert_cmpint (shown->incident->phase_since, ==, detected.us);
  g_assert_cmpstr (kiroku_facts_get_value (shown->facts, "org.name"), ==, "見本商事");
  g_assert_cmpstr (kiroku_facts_get_value (shown->facts, "t.detected"), ==,
                   "2026-11-21T09:00:00+09:00");
  g_assert_cmpuint (shown->tasks->len, >, 20);
  g_assert_cmpuint (shown->incident->tasks_open, ==, shown->tasks->len);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const KirokuTime late = { .us = START, .offset = 540 };
  static const KirokuTime early = { .us = START - G_USEC_PER_SEC, .offset = 540 };
  static const KirokuNewCase wrong[] = {
    { .title = " 　", .type = "ransomware" },
    { .title = "感染", .type = "no_such_type" },
    { .title = "感染", .type = "ransomware", .level = 4 },
    { .title = "感染", .type = "ransomware", .occurred = &late, .detected = &early },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kiroku_book_open_case (fixture->book, &wrong[i], &error));
      g_assert_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT);
    }
}

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = open_ransomware (fixture);
  g_autofree char *exercise = open_case (
      fixture, &(KirokuNewCase){ .title = "訓練", .type = "dos_ddos", .exercise = TRUE });
  g_autofree char *second = open_ransomware (fixture);
  g_autoptr (KirokuSnapshot) shown_exercise = snapshot (fixture, exercise);
  g_autoptr (KirokuSnapshot) shown_second = snapshot (fixture, second);

  g_assert_cmpstr (shown_exercise->incident->number, ==, "X2026-001");
  g_assert_true (shown_exercise->incident->exercise);
  g_assert_cmpstr (shown_second->incident->number, ==, "2026-002");
}

static void
test_going_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  KirokuPhaseChange change = { .phase = KIROKU_PHASE_CONTAINMENT };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forward = NULL;
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (KirokuSnapshot) shown = NULL;

  forward = kiroku_book_enter_phase (fixture->book, id, &change, &error);
  g_assert_no_error (error);
  change.phase = KIROKU_PHASE_TRIAGE;
  g_assert_null (kiroku_book_enter_phase (fixture->book, id, &change, &error));
  g_assert_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT);
  g_clear_error (&error);

  change.reason = "別の端末でも見つかった";
  change.approver = "見本 太郎";
  back = kiroku_book_enter_phase (fixture->book, id, &change, &error);
  g_assert_no_error (error);
  shown = snapshot (fixture, id);
  g_assert_cmpint (shown->incident->phase, ==, KIROKU_PHASE_TRIAGE);
  g_assert_cmpuint (shown->visits->len, ==, 3);
  g_assert_cmpstr (((KirokuVisit *) g_ptr_array_index (shown->visits, 2))->approver, ==, "見本 太郎");
}

/* A bank that says so only later gets the steps of the FSA guideline with the next phase. */
static void
test_due_steps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  KirokuPhaseChange change = { .phase = KIROKU_PHASE_TRIAGE };
  g_autoptr (KirokuSnapshot) before = snapshot (fixture, id);
  g_autoptr (KirokuSnapshot) after = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GPtrArray) changed = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;

  entry = kiroku_book_append_one (
      fixture->book, id,
      kiroku_draft_fact ("org.regulators", KIROKU_FACT_CHOICES, "fsa", FALSE, KIROKU_FACT_UNASKED),
      &error);
  g_assert_no_error (error);
  changed = kiroku_book_enter_phase (fixture->book, id, &change, &error);
  g_assert_no_error (error);
  after = snapshot (fixture, id);
  g_assert_cmpuint (after->tasks->len, >, before->tasks->len);

  again = kiroku_book_enter_phase (fixture->book, id, &change, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 1); /* no step twice */
}

/* What another program does to the database. */
static void
change_database (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDb) db = kiroku_db_open (
      kiroku_store_get_path (kiroku_book_get_store (fixture->book)), TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (kiroku_db_exec (db, &error, sql));
}

/* As a rebuild at the command line does it. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBook) book = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  change_database (fixture, "CREATE TRIGGER other AFTER INSERT ON line BEGIN SELECT 1; END");
  book = open_book (fixture, "記録 花子", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (kiroku_book_get_foreign (book), "“other”"));
  g_assert_null (kiroku_book_append_one (
      book, id, kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL), &error));
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FOREIGN);
  g_clear_error (&error);
  change_database (fixture, "DROP TRIGGER other");
  entry = kiroku_book_append_one (book, id, kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL),
                                  &error);
  g_assert_no_error (error);
  g_assert_null (kiroku_book_get_foreign (book));
}

static void
test_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPersonKey) key = kiroku_book_show_key (fixture->book, &error);
  g_autoptr (KirokuPersonKey) again = NULL;
  struct stat info;

  g_assert_cmpint (g_stat (key->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  g_assert_finalize_object (g_steal_pointer (&fixture->book));
  fixture->book = open_book (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_book_get_author (fixture->book), ==, "記録 花子");
  again = kiroku_book_show_key (fixture->book, &error);
  g_assert_cmpstr (again->id, ==, key->id);
}

static void
test_as_of (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  gint64 then;
  g_autoptr (KirokuEntry) early = kiroku_book_append_one (
      fixture->book, id,
      kiroku_draft_fact ("leak.count", KIROKU_FACT_INTEGER, "100", FALSE, KIROKU_FACT_UNASKED),
      NULL);
  g_autoptr (KirokuEntry) late = NULL;
  g_autoptr (KirokuSnapshot) was = NULL;
  g_autoptr (KirokuSnapshot) is = NULL;

  then = early->rec;
  late = kiroku_book_append_one (
      fixture->book, id,
      kiroku_draft_fact ("leak.count", KIROKU_FACT_INTEGER, "2500", TRUE, KIROKU_FACT_ESTIMATE),
      NULL);
  g_assert_cmpint (late->rec, >, then);
  was = snapshot_as_of (fixture, id, then);
  is = snapshot (fixture, id);
  g_assert_cmpstr (kiroku_facts_get_value (was->facts, "leak.count"), ==, "100");
  g_assert_cmpstr (kiroku_facts_get_value (is->facts, "leak.count"), ==, "2500");
  g_assert_cmpint (kiroku_facts_get (is->facts, "leak.count")->state, ==, KIROKU_FACT_ESTIMATE);
}

/* --- Without waiting --- */

static void
appended_cb (KirokuBook *book, const char *case_id, GPtrArray *entries, gpointer data)
{
  *(guint *) data += entries->len;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  *(gboolean *) data = TRUE;
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  gboolean written = FALSE;
  guint told = 0;

  g_signal_connect (fixture->book, "appended", G_CALLBACK (appended_cb), &told);
  g_ptr_array_add (drafts, kiroku_draft_note (KIROKU_CLASS_ACTION, "隔離した", NULL));
  kiroku_book_append_async (fixture->book, id, drafts, written_cb, &written);
  g_assert_cmpuint (told, ==, 0); /* not before COMMIT */
  while (!written)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (told, ==, 1);
}

/* --- What takes long --- */

/* Keeps the worker from what was asked of it. */
typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean open;
} Gate;

static gpointer
wait_for_gate (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return gate;
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* Whoever takes over the keyboard meanwhile signs nothing that somebody else asked for. */
static void
test_taken_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  const KirokuFilingDetails details = { .form = "F13", .method = KIROKU_FILING_MAIL };
  g_autoptr (GAsyncResult) gone = NULL;
  g_autoptr (GAsyncResult) filed = NULL;
  g_autoptr (GAsyncResult) chosen = NULL;
  g_autoptr (GError) error = NULL;
  Gate gate = { .open = FALSE };
  KirokuStore *store = kiroku_book_get_store (fixture->book);

  kiroku_store_run_async (store, KIROKU_STORE_WORKER, KIROKU_STORE_PRIORITY_NOW, wait_for_gate, &gate,
                          NULL, NULL, NULL, keep_result_cb, &gone);
  kiroku_book_file_form_async (fixture->book, id, &details, NULL, keep_result_cb, &filed);
  kiroku_book_choose_person_async (fixture->book, "次郎", NULL, keep_result_cb, &chosen);
  g_assert_true (kiroku_book_choose_person_finish (fixture->book, wait_for_result (&chosen), &error));
  g_mutex_lock (&gate.lock);
  gate.open = TRUE;
  g_cond_signal (&gate.cond);
  g_mutex_unlock (&gate.lock);
  g_assert_null (kiroku_book_file_form_finish (fixture->book, wait_for_result (&filed), &error));
  g_assert_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "記録 花子"));
  wait_for_result (&gone);
}

/* --- The directory --- */

static void
test_directory (Fixture *fixture, gconstpointer data)
{
  KirokuPack *pack = kiroku_book_get_pack (fixture->book);
  const KirokuPackType *type = kiroku_pack_get_type (pack, "ransomware");
  g_autoptr (GPtrArray) desks
      = kiroku_contact_select (pack, "ransomware", KIROKU_PHASE_CONTAINMENT);
  g_autoptr (GPtrArray) all = kiroku_contact_select (pack, NULL, -1);

  g_assert_cmpuint (desks->len, >, 3);
  g_assert_cmpuint (all->len, ==, kiroku_pack_get_contacts (pack)->len);
  g_assert_cmpstr (((KirokuPackContact *) g_ptr_array_index (desks, 0))->item.id, ==,
                   type->contacts[0]);
  for (guint i = 0; i < desks->len; i++)
    {
      const KirokuPackContact *desk = g_ptr_array_index (desks, i);

      g_assert_cmpint (desk->section, ==, KIROKU_SECTION_CASE);
      g_assert_cmpuint (desk->phases & (1u << KIROKU_PHASE_CONTAINMENT), !=, 0);
    }
}

/* What the contact card tells the user to do must pass the check. */
static void
test_own_pack (Fixture *fixture, gconstpointer data)
{
  static const char contacts[]
      = "<contacts source='自社 (ours)' confidence='found' as-of='2026-11-21'>"
        "<contact id='internal_ciso' kind='own' "
        "section='case'><name><ja>CISO</ja><en>CISO</en></name>"
        "<purpose><ja>報告</ja><en>Report</en></purpose>"
        "<phone number='03-0000-1111' status='current'/>"
        "<types>*</types><phases>triage</phases></contact></contacts>";
  g_autofree char *folder = g_dir_make_tmp ("kiroku-own-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "contacts.xml", NULL);
  g_autoptr (GPtrArray) problems = NULL;

  g_assert_true (g_file_set_contents (path, contacts, -1, NULL));
  problems = kiroku_book_check_pack (folder);
  if (problems->len > 0)
    g_test_message ("%s", (char *) g_ptr_array_index (problems, 0));
  g_assert_cmpuint (problems->len, ==, 0);
  g_unlink (path);
  g_rmdir (folder);
}

/* The base playbooks of a type overlap: nobody should be told twice to do one thing. */
static void
test_no_step_twice (Fixture *fixture, gconstpointer data)
{
  KirokuPack *pack = kiroku_book_get_pack (fixture->book);
  GPtrArray *types = kiroku_pack_get_types (pack);
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();

  kiroku_facts_set (facts, "org.regulators", "fsa", KIROKU_FACT_CONFIRMED, NULL);
  for (guint i = 0; i < types->len; i++)
    {
      const KirokuPackType *type = g_ptr_array_index (types, i);
      g_autoptr (GPtrArray) steps = kiroku_playbook_select (pack, type->item.id, facts);
      g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      g_assert_cmpuint (steps->len, >, 0);
      for (guint j = 0; j < steps->len; j++)
        {
          const KirokuPackStep *step = g_ptr_array_index (steps, j);

          g_assert_true (g_hash_table_add (
              texts, g_strdup_printf ("%d %s", step->phase, step->text->ja)));
        }
    }
}

static void
test_numbers_to_dial (Fixture *fixture, gconstpointer data)
{
  GPtrArray *desks = kiroku_pack_get_contacts (kiroku_book_get_pack (fixture->book));
  guint superseded = 0;

  for (guint i = 0; i < desks->len; i++)
    {
      const KirokuPackContact *desk = g_ptr_array_index (desks, i);
      const KirokuPackPhone *number = kiroku_contact_get_number (desk);

      g_assert_true (number == NULL || number->status == KIROKU_NUMBER_CURRENT);
      for (guint j = 0; j < desk->phones->len; j++)
        superseded += ((KirokuPackPhone *) g_ptr_array_index (desk->phones, j))->status
                      == KIROKU_NUMBER_SUPERSEDED;
    }
  g_assert_cmpuint (superseded, >, 0); /* the history is there */
}

/* --- Threads --- */

void __real_g_task_run_in_thread (GTask *task, GTaskThreadFunc func);
void __wrap_g_task_run_in_thread (GTask *task, GTaskThreadFunc func);

static guint n_threads;

/* The thread may be the last that has the task, and with it what it has. */
void
__wrap_g_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  g_assert_null (g_task_get_source_object (task));
  n_threads++;
  __real_g_task_run_in_thread (task, func);
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **taken = data;

  *taken = g_object_ref (result);
}

/* @result of what was begun. */
static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_backup_thread (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  g_autofree char *path = g_strconcat (fixture->folder, ".kiroku-backup", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBackup) backup = NULL;

  n_threads = 0;
  kiroku_book_backup_async (fixture->book, path, "正しい馬 電池 ホチキス", NULL, NULL, NULL,
                            take_result_cb, &result);
  wait_for (&result);
  backup = kiroku_book_backup_finish (fixture->book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_threads, ==, 1);
  g_unlink (path);
}

static void
test_export_thread (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_ransomware (fixture);
  g_autofree char *path = g_strconcat (fixture->folder, ".zip", NULL);
  const KirokuExportOrder order = { .case_id = id, .path = path };
  g_autoptr (GAsyncResult) exporting = NULL, importing = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuExported) exported = NULL;
  g_autoptr (KirokuImported) imported = NULL;

  n_threads = 0;
  kiroku_book_export_async (fixture->book, &order, NULL, take_result_cb, &exporting);
  wait_for (&exporting);
  exported = kiroku_book_export_finish (fixture->book, exporting, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_threads, ==, 2); /* before the checkpoint is recorded, and after */
  kiroku_book_import_async (fixture->book, path, NULL, take_result_cb, &importing);
  wait_for (&importing);
  imported = kiroku_book_import_finish (fixture->book, importing, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_threads, ==, 3);
  g_unlink (path);
}

static void
test_send_thread (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outcomes = NULL;

  n_threads = 0;
  kiroku_book_send_anchors_async (fixture->book, NULL, NULL, take_result_cb, &result);
  wait_for (&result);
  outcomes = kiroku_book_send_anchors_finish (fixture->book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_threads, ==, 2); /* asking; removing what was recorded */
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/book/case/opens-with-profile-times-phase-and-tasks", test_open_case);
  add ("/book/case/what-cannot-be-recorded-is-refused", test_refused);
  add ("/book/case/numbers-count-by-year-and-exercises-apart", test_numbers);
  add ("/book/phase/going-back-needs-a-reason", test_going_back);
  add ("/book/phase/steps-that-become-due-are-added-once", test_due_steps);
  add ("/book/key/is-made-once-and-is-somebodys", test_key);
  add ("/book/foreign/what-was-taken-away-since-keeps-nobody-from-recording", test_foreign);
  add ("/book/as-of/shows-what-was-recorded-by-then", test_as_of);
  add ("/book/append/listeners-hear-after-commit", test_async);
  add ("/book/append/in-the-name-of-who-asked-for-it-alone", test_taken_over);
  add ("/contact/select/the-types-own-desks-come-first", test_directory);
  add ("/contact/own/a-number-in-the-own-pack-is-accepted", test_own_pack);
  add ("/playbook/select/what-two-playbooks-ask-stands-once", test_no_step_twice);
  add ("/contact/number/only-current-ones-are-dialled", test_numbers_to_dial);
  add ("/book/threads/none-holds-the-book-for-a-backup", test_backup_thread);
  add ("/book/threads/none-holds-the-book-for-a-package", test_export_thread);
  add ("/book/threads/none-holds-the-book-for-time-stamps", test_send_thread);
  return g_test_run ();
}
