/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-export.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "kiroku-book-private.h"
#include "kiroku-book-target.h"
#include "kiroku-case-json.h"
#include "kiroku-checkpoint.h"
#include "kiroku-excused.h"
#include "kiroku-export.h"
#include "kiroku-files.h"
#include "kiroku-papers.h"
#include "kiroku-relay.h"
#include "kiroku-schema.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

/* One export. It goes from thread to thread, one at a time: names are looked up (maker), the
 * checkpoint is recorded (writer), all is written (maker), signed (writer), put in place
 * (maker). */
typedef struct
{
  KirokuBook *book;
  char *case_id;
  char *path;
  GStrv withhold;
  GStrv withhold_files;
  KirokuRelay *relay; /* NULL when somebody waits */
  const KirokuEvidenceWatch *watch;

  KirokuWithholding *withholding;
  KirokuCheckpoint *sealed;
  gint64 end;       /* what arrived from here on is left out */
  gboolean foreign; /* the author has no journal in the case yet */
  char *folder;     /* of what is needed meanwhile */
  KirokuPackageWriter *writer;
  char *organisation;
  gint64 entries;
  gint64 withheld;
  GPtrArray *left_out; /* (nullable) */
  guint files;
  char *sha256;
  const KirokuPaper *paper; /* of a report alone, and so the next */
  KirokuReport report;
} Work;

void
kiroku_exported_free (KirokuExported *self)
{
  g_free (self->path);
  g_free (self->sha256);
  g_free (self->root);
  g_ptr_array_unref (self->left_out);
  g_ptr_array_unref (self->implied);
  g_ptr_array_unref (self->implied_values);
  g_ptr_array_unref (self->repeats);
  g_free (self);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->relay, kiroku_relay_stop);
  g_clear_pointer (&work->writer, kiroku_package_writer_free);
  /* What was left after withholding is nobody else's business either. */
  if (work->folder != NULL)
    kiroku_files_remove (work->folder);
  g_clear_pointer (&work->left_out, g_ptr_array_unref);
  g_clear_pointer (&work->withholding, kiroku_withholding_free);
  g_clear_pointer (&work->sealed, kiroku_checkpoint_free);
  g_strfreev (work->withhold);
  g_strfreev (work->withhold_files);
  g_free (work->folder);
  g_free (work->organisation);
  g_free (work->sha256);
  g_free (work->path);
  g_free (work->case_id);
  g_object_unref (work->book);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static Work *
work_new (KirokuBook *book, const KirokuExportOrder *order)
{
  Work *work = g_new0 (Work, 1);

  work->book = g_object_ref (book);
  work->case_id = g_strdup (order->case_id);
  work->path = g_strdup (order->path);
  work->withhold = g_strdupv ((char **) order->withhold);
  work->withhold_files = g_strdupv ((char **) order->withhold_files);
  return work;
}

static GCancellable *
get_cancellable (const Work *work)
{
  return work->watch != NULL ? work->watch->cancellable : NULL;
}

static gboolean
run (Work *work, KirokuStoreThread thread, KirokuJobFunc job, GError **error)
{
  return kiroku_store_run (kiroku_book_get_store (work->book), thread, KIROKU_STORE_PRIORITY_NOW,
                           job, work, get_cancellable (work), error)
         != NULL;
}

/* --- Before anything is recorded --- */

static gpointer
look_up_names (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  work->withholding
      = kiroku_withholding_new (db, kiroku_book_get_pack (work->book), work->case_id,
                                (const char *const *) work->withhold,
                                (const char *const *) work->withhold_files, cancellable, error);
  return work->withholding;
}

/* Only somebody who writes in a case can sign its package. */
static gpointer
look_for_journal (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (KirokuKey) key = kiroku_book_get_signing_key (work->book, db, work->case_id, error);
  g_autoptr (GHashTable) own = kiroku_book_list_own (work->book, work->case_id, error);
  gint64 entries;
  guint left;

  if (key == NULL || own == NULL
      || !kiroku_db_query_int (db, error, 0, &entries,
                               "SELECT count(*) FROM entry WHERE case_id = :{case:s}"
                               " AND key = :{key:s}",
                               work->case_id, kiroku_key_get_id (key))
      || !kiroku_import_settle_left (db, kiroku_book_get_evidence_store (work->book),
                                     work->case_id, own, NULL, &left, error))
    return NULL;
  work->foreign = entries == 0 || left > 0;
  return work;
}

static gboolean
prepare (Work *work, GError **error)
{
  return kiroku_book_check_target (kiroku_book_get_folder (work->book),
                                   kiroku_store_get_path (kiroku_book_get_store (work->book)),
                                   work->path, error)
         && run (work, KIROKU_STORE_MAKER, look_up_names, error)
         && run (work, KIROKU_STORE_WRITER, look_for_journal, error);
}

/* --- The checkpoint --- */

/* The heads of this moment; what is recorded of them comes after it and does not go. */
static GPtrArray *
make_checkpoint (KirokuDb *db, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GHashTable) own = kiroku_book_list_own (work->book, work->case_id, error);
  guint left;

  g_clear_pointer (&work->sealed, kiroku_checkpoint_free);
  work->sealed
      = kiroku_checkpoint_read (db, work->case_id, kiroku_book_get_now (work->book), error);
  if (own == NULL || work->sealed == NULL
      || !kiroku_db_query_int (db, error, 0, &work->end, "SELECT max (arrival) + 1 FROM entry"))
    return NULL;
  if (!kiroku_import_settle_left (db, kiroku_book_get_evidence_store (work->book), work->case_id,
                                  own, drafts, &left, error))
    return NULL;
  g_ptr_array_add (drafts, kiroku_checkpoint_draft (work->sealed, "export"));
  return g_steal_pointer (&drafts);
}

static void
keep (gpointer data)
{
}

static KirokuWrite *
write_checkpoint (Work *work)
{
  return kiroku_write_new (work->book, work->case_id, make_checkpoint, work, keep);
}

/* --- The package --- */

static gboolean
make_folder (Work *work, KirokuDb *db, GError **error)
{
  g_autofree char *folder = g_strconcat (kiroku_db_get_path (db), ".export-XXXXXX", NULL);

  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("the folder “%s” cannot be made (%s): check its permissions"), folder,
                   g_strerror (errno));
      return FALSE;
    }
  work->folder = g_steal_pointer (&folder);
  return TRUE;
}

/* An empty case book for what is left after withholding; it need not survive a crash. */
static KirokuDb *
open_side (Work *work, GError **error)
{
  static const char *const pragmas[] = { "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF" };
  g_autofree char *path = g_build_filename (work->folder, "side.db", NULL);
  g_autoptr (KirokuDb) side = kiroku_db_open (path, TRUE, error);

  for (guint i = 0; side != NULL && i < G_N_ELEMENTS (pragmas); i++)
    {
      g_autoptr (KirokuRows) rows = kiroku_db_query (side, error, "", pragmas[i]);

      if (rows == NULL)
        return NULL;
    }
  if (side == NULL || !kiroku_schema_prepare (side, error)
      || !kiroku_folds_create (kiroku_book_get_folds (work->book), side, error))
    return NULL;
  return g_steal_pointer (&side);
}

/* A number that is withheld does not name the folder either. @opening: hash of the entry that states it. */
static gboolean
shows_number (const Work *work, const char *opening)
{
  for (guint i = 0; work->withhold != NULL && work->withhold[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (work->withhold[i], ":", 2);

      if (g_strcmp0 (parts[1], "number") == 0 && g_str_has_prefix (opening, parts[0]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_writer (Work *work, KirokuDb *db, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, work->case_id, KIROKU_NOW, error);
  g_autoptr (KirokuRows) opening
      = incident != NULL ? kiroku_db_query (db, error, "s", "SELECT " KIROKU_OPENING (":{case:s}"), work->case_id)
                         : NULL;
  g_autofree char *top = NULL;
  gboolean named;

  if (opening == NULL)
    return FALSE;
  named = !incident->lacks_number && shows_number (work, kiroku_rows_text (opening, 0, 0));
  top = kiroku_text_make_name (named ? incident->number : NULL, work->case_id);
  work->writer = kiroku_package_writer_new (work->path, top, work->sealed->time, work->sealed, error);
  return work->writer != NULL;
}

static gboolean
add_case (Work *work, KirokuDb *side, GError **error)
{
  g_autofree char *json
      = kiroku_case_to_json (side, work->case_id, kiroku_book_get_zone (work->book), error);

  return json != NULL
         && kiroku_package_writer_add_bytes (work->writer, "data/case.json", json, -1, error);
}

static gboolean
add_document (Work *work, KirokuDb *side, const char *language, GError **error)
{
  const KirokuPaper paper = { .pack = kiroku_book_get_pack (work->book),
                              .case_id = work->case_id,
                              .language = language,
                              .zone = kiroku_book_get_zone (work->book),
                              .now = work->sealed->time,
                              .author = kiroku_book_get_author (work->book),
                              .heads = work->sealed };
  g_autofree char *name = g_strdup_printf ("timeline.%s.pdf", language);
  g_autofree char *file = g_build_filename (work->folder, name, NULL);
  g_autofree char *path = g_strconcat ("data/documents/", name, NULL);

  return kiroku_paper_write_report (side, &paper, KIROKU_REPORT_TIMELINE, file,
                                    get_cancellable (work), NULL, NULL, NULL, error)
         && kiroku_package_writer_add_file (work->writer, path, file, NULL, get_cancellable (work),
                                            error);
}

static gboolean
read_organisation (Work *work, KirokuDb *side, GError **error)
{
  g_autoptr (KirokuFacts) facts = kiroku_case_read_facts (side, work->case_id, KIROKU_NOW, error);
  const KirokuFact *fact = facts != NULL ? kiroku_facts_get (facts, "org.name") : NULL;

  work->organisation = g_strdup (fact != NULL ? fact->value : NULL);
  return facts != NULL;
}

static gboolean
fill (Work *work, KirokuExport *export, GError **error)
{
  guint before;

  if (!kiroku_export_journals (export, error))
    return FALSE;
  before = kiroku_package_writer_get_count (work->writer);
  if (!kiroku_export_evidence (export, error))
    return FALSE;
  work->files = kiroku_package_writer_get_count (work->writer) - before;
  work->entries = export->entries;
  work->withheld = export->withheld;
  work->left_out = g_steal_pointer (&export->left_out);
  return add_case (work, export->side, error) && add_document (work, export->side, "ja", error)
         && add_document (work, export->side, "en", error)
         && kiroku_export_instructions (export, error)
         && read_organisation (work, export->side, error);
}

/* (transfer full) of kiroku_excused_read(). */
static GHashTable *
read_excused (Work *work, KirokuDb *db, GError **error)
{
  g_autoptr (GHashTable) own
      = kiroku_people_list_ids (kiroku_book_get_people (work->book), error);

  return own != NULL ? kiroku_excused_read (db, work->case_id, own, error) : NULL;
}

static gpointer
write_package (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (KirokuDb) side = NULL;
  g_autoptr (GHashTable) excused = read_excused (work, db, error);
  KirokuExport export = { .db = db,
                          .sealed = work->sealed,
                          .end = work->end,
                          .withholding = work->withholding,
                          .excused = excused,
                          .folds = kiroku_book_get_folds (work->book),
                          .cancellable = cancellable };
  gboolean filled;

  if (excused == NULL || !make_folder (work, db, error)
      || (side = open_side (work, error)) == NULL
      || !open_writer (work, db, error))
    return NULL;
  export.side = side;
  export.writer = work->writer;
  export.evidence
      = kiroku_evidence_store_get_folder (kiroku_book_get_evidence_store (work->book));
  if (work->watch != NULL)
    {
      export.progress = work->watch->progress;
      export.progress_data = work->watch->progress_data;
    }
  filled = fill (work, &export, error);
  kiroku_export_clear (&export);
  return filled ? work : NULL;
}

/* --- Signing, and the end --- */

static gpointer
sign_package (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (KirokuKey) key = kiroku_book_get_signing_key (work->book, db, work->case_id, error);

  return key != NULL && kiroku_checkpoint_sign (work->sealed, key, error) ? work : NULL;
}

static gpointer
finish_package (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autofree char *text = kiroku_checkpoint_to_text (work->sealed);

  return kiroku_package_writer_finish (work->writer, text, work->organisation, &work->sha256, error)
             ? work
             : NULL;
}

static KirokuExported *
take_result (Work *work)
{
  KirokuExported *exported = g_new (KirokuExported, 1);

  *exported = (KirokuExported){ .path = g_strdup (work->path),
                                .sha256 = g_strdup (work->sha256),
                                .root = kiroku_checkpoint_get_root (work->sealed),
                                .entries = work->entries,
                                .files = work->files,
                                .withheld = work->withheld,
                                .left_out = work->left_out != NULL
                                                ? g_steal_pointer (&work->left_out)
                                                : g_ptr_array_new (),
                                .implied
                                = kiroku_withholding_list_implied (work->withholding),
                                .implied_values
                                = kiroku_withholding_list_implied_values (work->withholding),
                                .repeats = kiroku_withholding_list_repeats (work->withholding) };
  return exported;
}

static KirokuExported *
make_package (Work *work, GError **error)
{
  if (!run (work, KIROKU_STORE_MAKER, write_package, error)
      || !run (work, KIROKU_STORE_WRITER, sign_package, error)
      || !run (work, KIROKU_STORE_MAKER, finish_package, error))
    return NULL;
  return take_result (work);
}

/* --- Waiting --- */

/* Whether whoever wrote @entries can sign: a key that was revoked is followed by a new one, whose journal
 * only began with them and so is not yet in the package. */
static gboolean
is_in_package (const Work *work, const GPtrArray *entries)
{
  const KirokuEntry *entry = g_ptr_array_index (entries, 0);

  for (guint i = 0; i < work->sealed->heads->len; i++)
    if (g_str_equal (((KirokuHead *) g_ptr_array_index (work->sealed->heads, i))->key, entry->key))
      return TRUE;
  return FALSE;
}

/* Whether what was recorded must be recorded again, now that it is there. */
static gboolean
must_repeat (Work *work, const GPtrArray *entries)
{
  gboolean repeat = work->foreign || !is_in_package (work, entries);

  work->foreign = FALSE;
  return repeat;
}

static gboolean
record (Work *work, GError **error)
{
  gboolean repeat;

  do
    {
      g_autoptr (GPtrArray) entries
          = kiroku_book_write (work->book, write_checkpoint (work), error);

      if (entries == NULL)
        return FALSE;
      repeat = must_repeat (work, entries);
    }
  while (repeat);
  return TRUE;
}

KirokuExported *
kiroku_book_export (KirokuBook *self,
                    const KirokuExportOrder *order,
                    const KirokuEvidenceWatch *watch,
                    GError **error)
{
  g_autoptr (Work) work = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && order != NULL, NULL);

  work = work_new (self, order);
  work->watch = watch;
  if (!prepare (work, error) || !record (work, error))
    return NULL;
  return make_package (work, error);
}

/* --- A report alone --- */

/* The heads of one moment, and where it ends. */
static gboolean
read_moment (Work *work, KirokuDb *db, GError **error)
{
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, work->paper, get_cancellable (work), error);

  if (moment == NULL)
    return FALSE;
  work->sealed = kiroku_checkpoint_read (kiroku_paper_moment_get_db (moment), work->case_id,
                                         work->paper->now, error);
  return work->sealed != NULL
         && kiroku_db_query_int (kiroku_paper_moment_get_db (moment), error, 0, &work->end,
                                 "SELECT max (arrival) + 1 FROM entry");
}

/* Fills @side; the journals that a package would hold go to a file that is thrown away. */
static gboolean
fill_side (Work *work, KirokuDb *db, KirokuDb *side, GError **error)
{
  g_autoptr (GHashTable) excused = read_excused (work, db, error);
  g_autofree char *path = g_build_filename (work->folder, "left.zip", NULL);
  KirokuExport export = { .db = db,
                          .sealed = work->sealed,
                          .end = work->end,
                          .withholding = work->withholding,
                          .excused = excused,
                          .folds = kiroku_book_get_folds (work->book),
                          .side = side,
                          .cancellable = get_cancellable (work) };
  gboolean filled;

  if (excused == NULL)
    return FALSE;
  work->writer = kiroku_package_writer_new (path, "left", work->sealed->time, work->sealed, error);
  if (work->writer == NULL)
    return FALSE;
  export.writer = work->writer;
  filled = kiroku_export_journals (&export, error);
  kiroku_export_clear (&export);
  return filled;
}

/* The pages are drawn from @side, whose file needs no name any more: @work takes the folder away, and nothing
 * of it is left behind, however long the paper is kept and whatever happens meanwhile. (transfer full) */
static KirokuMadePaper *
make_withheld (Work *work, KirokuDb *db, GCancellable *cancellable, GError **error)
{
  g_autoptr (KirokuDb) side = NULL;
  g_autoptr (KirokuCheckpoint) heads = NULL;
  KirokuPaper paper = *work->paper;
  KirokuMadePaper *made;

  if (look_up_names (db, work, cancellable, error) == NULL || !read_moment (work, db, error)
      || !make_folder (work, db, error) || (side = open_side (work, error)) == NULL
      || !fill_side (work, db, side, error))
    return NULL;
  heads = kiroku_checkpoint_copy_heads (work->sealed);
  heads->time = work->sealed->time;
  paper.heads = heads;
  paper.folds = NULL;
  paper.redacted = TRUE;
  made = kiroku_paper_make_report (side, &paper, work->report, cancellable, error);
  if (made == NULL)
    return NULL;
  kiroku_made_paper_keep (made, g_steal_pointer (&side), (GDestroyNotify) kiroku_db_free);
  kiroku_made_paper_set_heads (made, g_steal_pointer (&heads));
  return made;
}

KirokuMadePaper *
kiroku_book_make_withheld (KirokuBook *self,
                           KirokuDb *db,
                           const KirokuPaper *paper,
                           KirokuReport report,
                           const char *const *withhold,
                           GCancellable *cancellable,
                           GError **error)
{
  const KirokuEvidenceWatch watch = { .cancellable = cancellable };
  KirokuExportOrder order = { .withhold = withhold };
  g_autoptr (Work) work = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && db != NULL, NULL);
  g_return_val_if_fail (paper != NULL && withhold != NULL, NULL);

  order.case_id = paper->case_id;
  work = work_new (self, &order);
  work->watch = &watch;
  work->paper = paper;
  work->report = report;
  return make_withheld (work, db, cancellable, error);
}

/* What a thread is given of a report that somebody waits for. */
typedef struct
{
  KirokuBook *book;
  const KirokuPaper *paper;
  KirokuReport report;
  const char *path;
  const char *const *withhold;
} Withheld;

static gpointer
write_withheld (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Withheld *order = data;
  g_autoptr (KirokuMadePaper) made
      = kiroku_book_make_withheld (order->book, db, order->paper, order->report, order->withhold,
                                   cancellable, error);

  if (made == NULL
      || !kiroku_paper_write_pages (order->paper, kiroku_made_paper_get_pages (made), order->path,
                                    cancellable, NULL, NULL, error))
    return NULL;
  return kiroku_checkpoint_copy_heads (kiroku_made_paper_get_heads (made));
}

KirokuCheckpoint *
kiroku_book_export_report (KirokuBook *self,
                           const KirokuPaper *paper,
                           KirokuReport report,
                           const char *path,
                           const char *const *withhold,
                           GError **error)
{
  Withheld order = { self, paper, report, path, withhold };

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && paper != NULL && path != NULL, NULL);

  if (!kiroku_book_check_target (kiroku_book_get_folder (self),
                                 kiroku_store_get_path (kiroku_book_get_store (self)), path, error))
    return NULL;
  return kiroku_store_run (kiroku_book_get_store (self), KIROKU_STORE_MAKER, KIROKU_STORE_PRIORITY_NOW,
                           write_withheld, &order, NULL, error);
}

/* --- Without waiting --- */

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  KirokuExported *exported = make_package (data, &error);

  if (exported != NULL)
    g_task_return_pointer (task, exported, (GDestroyNotify) kiroku_exported_free);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KirokuExported *exported = g_task_propagate_pointer (G_TASK (result), &error);

  if (exported != NULL)
    g_task_return_pointer (task, exported, (GDestroyNotify) kiroku_exported_free);
  else
    g_task_return_error (task, error);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_book_write_finish (work->book, result, &error);

  if (entries == NULL)
    g_task_return_error (task, error);
  else if (must_repeat (work, entries))
    kiroku_book_write_async (work->book, write_checkpoint (work), recorded_cb,
                             g_steal_pointer (&task));
  else
    kiroku_book_run_in_thread (g_steal_pointer (&task), make_in_thread, made_cb);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (prepare (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    kiroku_book_write_async (work->book, write_checkpoint (work), recorded_cb,
                             g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
kiroku_book_export_async (KirokuBook *self,
                          const KirokuExportOrder *order,
                          const KirokuEvidenceWatch *watch,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  Work *work;

  g_return_if_fail (KIROKU_IS_BOOK (self) && order != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  work = work_new (self, order);
  work->relay = kiroku_relay_new (watch);
  work->watch = kiroku_relay_get_watch (work->relay);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_export_async);
  g_task_set_task_data (task, work, work_free);
  kiroku_book_run_in_thread (task, prepare_in_thread, prepared_cb);
}

KirokuExported *
kiroku_book_export_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
