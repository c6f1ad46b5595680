/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "kiroku-asset.h"
#include "kiroku-anchor.h"
#include "kiroku-book-erase.h"
#include "kiroku-book-private.h"
#include "kiroku-case-fold.h"
#include "kiroku-contact.h"
#include "kiroku-decisions.h"
#include "kiroku-duty.h"
#include "kiroku-enquiry.h"
#include "kiroku-erasure.h"
#include "kiroku-evidence.h"
#include "kiroku-files.h"
#include "kiroku-filing.h"
#include "kiroku-link.h"
#include "kiroku-core-resources.h"
#include "kiroku-improvement.h"
#include "kiroku-council.h"
#include "kiroku-indicator.h"
#include "kiroku-rebuild.h"
#include "kiroku-schema-check.h"
#include "kiroku-signer.h"
#include "kiroku-trust.h"

/* How long one job of a rebuild keeps appends waiting, in µs. */
#define SLICE (20 * 1000)

struct _KirokuBook
{
  GObject parent_instance;

  char *folder;
  const char *author; /* interned: other threads read it while somebody else is chosen */
  char *language;
  GTimeZone *zone;
  KirokuClockFunc clock;
  gpointer clock_data;
  KirokuProfile *profile;
  KirokuPack *pack; /* with the organisation's own desks; read and set atomically */
  GPtrArray *packs; /* those of before, too: somebody may still read one */
  KirokuDesks *desks;
  KirokuPins *pins;
  KirokuFolds *folds;
  KirokuStore *store;
  KirokuEvidenceStore *evidence;

  KirokuPeople *people;
  GThread *finisher; /* of erasures; NULL or ended when nothing is to be finished */
  gint finishing;    /* Finishing: what it does */
  GCancellable *stop_finishing;

  /* Only the writer's thread: */
  KirokuSigner *signer;
  KirokuBookAdmit admit; /* (nullable) */
  gboolean as_it_is;
  KirokuDisk disk;
  const char *foreign; /* (nullable) interned: what acts in the database that is not ours */
  GHashTable *checkpoints; /* case id → when its last checkpoint was made */
};

G_DEFINE_FINAL_TYPE (KirokuBook, kiroku_book, G_TYPE_OBJECT)
G_DEFINE_QUARK (kiroku-book-error-quark, kiroku_book_error)

enum
{
  APPENDED,
  PERSON_CHANGED,
  DESKS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
kiroku_book_finalize (GObject *object)
{
  KirokuBook *self = KIROKU_BOOK (object);

  g_cancellable_cancel (self->stop_finishing); /* what is left of it is done at the next start */
  g_clear_pointer (&self->finisher, g_thread_join); /* it uses the store */
  g_clear_object (&self->store); /* first: its threads use the rest */
  g_clear_object (&self->stop_finishing);
  g_clear_pointer (&self->signer, kiroku_signer_free);
  g_clear_pointer (&self->people, kiroku_people_free);
  g_clear_pointer (&self->checkpoints, g_hash_table_unref);
  g_clear_pointer (&self->folds, kiroku_folds_free);
  g_clear_pointer (&self->pins, kiroku_pins_free);
  g_clear_pointer (&self->desks, kiroku_desks_free);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  g_clear_pointer (&self->profile, kiroku_profile_free);
  g_clear_pointer (&self->evidence, kiroku_evidence_store_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->language);
  g_free (self->folder);

  G_OBJECT_CLASS (kiroku_book_parent_class)->finalize (object);
}

static void
kiroku_book_class_init (KirokuBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_book_finalize;

  signals[APPENDED] = g_signal_new ("appended", KIROKU_TYPE_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_PTR_ARRAY);
  signals[PERSON_CHANGED] = g_signal_new ("person-changed", KIROKU_TYPE_BOOK, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DESKS_CHANGED] = g_signal_new ("desks-changed", KIROKU_TYPE_BOOK, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_book_init (KirokuBook *self)
{
  self->checkpoints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->stop_finishing = g_cancellable_new ();
}

/* --- Opening --- */

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("the folder “%s” cannot be made (%s): check its permissions"), folder,
               g_strerror (errno));
  return FALSE;
}

/* The people who sign here. Before they were told apart there was one: the profile's author. */
static gboolean
open_people (KirokuBook *self, const char *known, GError **error)
{
  self->people = kiroku_people_new (self->folder);
  return kiroku_people_adopt (self->people, known != NULL ? known : self->author, error);
}

/* Who writes unless somebody else is named: whoever the profile knows, or the login's full name. */
static gboolean
choose_author (KirokuBook *self, const char *wanted, GError **error)
{
  g_autofree char *known = kiroku_profile_get_author (self->profile);

  if (wanted != NULL && wanted[0] != '\0')
    self->author = g_intern_string (wanted);
  else
    self->author = g_intern_string (known != NULL ? known : g_get_real_name ());
  return open_people (self, known, error);
}

static KirokuSigner *
make_signer (KirokuBook *self, const char *name, const char *passphrase)
{
  const KirokuSignerConfig config = { .people = self->people,
                                      .name = name,
                                      .passphrase = passphrase,
                                      .journal = { .pins = self->pins,
                                                   .folds = self->folds,
                                                   .clock = self->clock,
                                                   .clock_data = self->clock_data,
                                                   .follow = kiroku_book_follow,
                                                   .follow_data = self->checkpoints,
                                                   .disk = kiroku_disk_id (self->disk),
                                                   .app = "kiroku " KIROKU_VERSION } };

  return kiroku_signer_new (&config);
}

/* --- Erasures that are due --- */

/* Who asks while it runs may ask for one that it has not seen: then it looks again. */
typedef enum
{
  FINISHING_NOTHING,
  FINISHING,
  FINISHING_AND_ASKED_AGAIN,
} Finishing;

static gpointer
finish_erasures (gpointer data)
{
  KirokuBook *self = data;

  for (;;)
    {
      kiroku_book_finish_erasures_idly (self, self->stop_finishing);
      if (g_atomic_int_compare_and_exchange (&self->finishing, FINISHING, FINISHING_NOTHING))
        return NULL;
      g_atomic_int_set (&self->finishing, FINISHING);
    }
}

/* Only on the thread that owns the book. */
static void
start_finishing (KirokuBook *self)
{
  if (g_atomic_int_compare_and_exchange (&self->finishing, FINISHING, FINISHING_AND_ASKED_AGAIN)
      || g_atomic_int_get (&self->finishing) == FINISHING_AND_ASKED_AGAIN
      || !g_atomic_int_compare_and_exchange (&self->finishing, FINISHING_NOTHING, FINISHING))
    return;
  g_clear_pointer (&self->finisher, g_thread_join);
  self->finisher = g_thread_new ("kiroku-erasures", finish_erasures, self);
}

/* What lets erasures of others be carried out. */
static gboolean
may_erase (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const char *kind = ((KirokuEntry *) g_ptr_array_index (entries, i))->kind;

      if (g_str_equal (kind, "key.vouch") || g_str_equal (kind, "case.hold"))
        return TRUE;
    }
  return FALSE;
}

static gpointer
read_due (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_erasure_read_due (db, data, error) ? data : NULL;
}

gboolean
kiroku_book_resume_erasures (KirokuBook *self, GError **error)
{
  gint64 due = 0;

  g_return_val_if_fail (KIROKU_IS_BOOK (self), FALSE);

  if (kiroku_store_run (self->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, read_due, &due,
                        NULL, error)
      == NULL)
    return FALSE;
  if (due > 0)
    start_finishing (self);
  return TRUE;
}

static void
register_folds (KirokuBook *self)
{
  self->folds = kiroku_folds_new ();
  kiroku_folds_add (self->folds, &kiroku_journal_fold);
  kiroku_folds_add (self->folds, &kiroku_trust_fold);
  kiroku_folds_add (self->folds, &kiroku_anchor_fold);
  kiroku_folds_add (self->folds, &kiroku_case_fold);
  kiroku_folds_add (self->folds, &kiroku_asset_fold);
  kiroku_folds_add (self->folds, &kiroku_improvement_fold);
  kiroku_folds_add (self->folds, &kiroku_indicator_fold);
  kiroku_folds_add (self->folds, &kiroku_links_fold);
  kiroku_folds_add (self->folds, &kiroku_contact_fold);
  kiroku_folds_add (self->folds, &kiroku_decisions_fold);
  kiroku_folds_add (self->folds, &kiroku_duties_fold);
  kiroku_folds_add (self->folds, &kiroku_enquiry_fold);
  kiroku_folds_add (self->folds, &kiroku_filing_fold);
  kiroku_folds_add (self->folds, &kiroku_evidence_fold);
}

/* What somebody left in the file that acts on what is written; the first, if there are several. */
static gboolean
find_foreign (KirokuBook *self, KirokuDb *db, GError **error)
{
  g_autoptr (GPtrArray) creates = kiroku_folds_list_creates (self->folds);
  g_autoptr (GPtrArray) differences = kiroku_schema_compare (db, creates, error);
  const KirokuSchemaDifference *first;
  g_autofree char *text = NULL;

  if (differences == NULL)
    return FALSE;
  first = differences->len > 0 ? g_ptr_array_index (differences, 0) : NULL;
  if (first != NULL && kiroku_schema_difference_acts (first))
    text = kiroku_schema_difference_describe (first);
  g_atomic_pointer_set (&self->foreign, g_intern_string (text));
  return TRUE;
}

const char *
kiroku_book_get_foreign (KirokuBook *self)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), NULL);

  return g_atomic_pointer_get (&self->foreign);
}

gboolean
kiroku_book_check_foreign (KirokuBook *self, KirokuDb *db, GError **error)
{
  const char *foreign;

  if (self->foreign != NULL && !find_foreign (self, db, error))
    return FALSE;
  foreign = kiroku_book_get_foreign (self);
  if (foreign != NULL)
    g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FOREIGN,
                 _ ("nothing is recorded: %s"), foreign);
  return foreign == NULL;
}

static gpointer
refuse_foreign (KirokuBook *self, GError **error)
{
  g_set_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FOREIGN,
               _ ("nothing was changed, and the case book is not opened with this version of Kiroku "
                  "before kiroku-cli rebuild was run: %s"),
               self->foreign);
  return NULL;
}

/* Who mends sees what there was. */
static gpointer
prepare_folds (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuBook *self = data;
  KirokuFolds *folds = self->folds;
  g_autoptr (KirokuRebuild) rebuild = NULL;
  gboolean needed;
  gint64 done = 0, total = 1;

  if (!kiroku_folds_need_rebuild (folds, db, &needed, error) || !find_foreign (self, db, error))
    return NULL;
  if (needed && self->foreign != NULL)
    return self->as_it_is ? folds : refuse_foreign (self, error);
  if (needed && (rebuild = kiroku_rebuild_start (folds, db, error)) == NULL)
    return NULL;
  while (needed && done < total)
    if (!kiroku_rebuild_step (rebuild, SLICE, &done, &total, error))
      return NULL;
  return find_foreign (self, db, error) ? folds : NULL;
}

void
kiroku_book_take_desks (KirokuBook *self)
{
  KirokuPack *pack = kiroku_desks_get_pack (self->desks);

  g_ptr_array_add (self->packs, pack);
  g_atomic_pointer_set (&self->pack, pack);
}

static gboolean
load_pack (KirokuBook *self, const char *folder, const char *overlay, GError **error)
{
  g_autofree char *desks = g_build_filename (self->folder, "desks.jsonl", NULL);
  g_autoptr (KirokuPack) base = kiroku_pack_load (folder, overlay, error);

  self->packs = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_pack_unref);
  if (base == NULL || (self->desks = kiroku_desks_load (desks, base, self->zone, error)) == NULL)
    return FALSE;
  kiroku_book_take_desks (self);
  return TRUE;
}

static KirokuDisk
look_at_disk (const char *database)
{
  g_autofree char *folder = g_path_get_dirname (database);

  return kiroku_disk_look (folder);
}

KirokuBook *
kiroku_book_new (const KirokuBookOptions *options, GError **error)
{
  g_autoptr (KirokuBook) self = NULL;
  g_autofree char *database = NULL;
  g_autofree char *profile = NULL;
  g_autofree char *pins = NULL;
  g_autofree char *overlay = NULL;

  g_return_val_if_fail (options != NULL && options->folder != NULL, NULL);
  g_return_val_if_fail (options->zone != NULL && options->language != NULL, NULL);

  database = options->database != NULL ? g_strdup (options->database)
                                       : g_build_filename (options->folder, KIROKU_BOOK_DATABASE, NULL);
  profile = g_build_filename (options->folder, "profile.ini", NULL);
  pins = g_build_filename (options->folder, "pins", NULL);
  overlay = g_build_filename (options->folder, "pack", NULL);

  self = g_object_new (KIROKU_TYPE_BOOK, NULL);
  self->folder = g_strdup (options->folder);
  self->language = g_strdup (options->language);
  self->as_it_is = options->as_it_is;
  self->zone = g_time_zone_ref (options->zone);
  self->clock = options->clock != NULL ? options->clock : kiroku_clock_read_system;
  self->clock_data = options->clock_data;
  self->admit = options->admit;
  if (!make_folder (options->folder, error)
      || (self->profile = kiroku_profile_load (profile, error)) == NULL
      || !choose_author (self, options->author, error))
    return NULL;
  g_resources_register (kiroku_core_get_resource ());
  if (!load_pack (self, options->pack, overlay, error))
    return NULL;
  self->pins = kiroku_pins_new (pins);
  register_folds (self);
  if (options->looks_at_disk)
    self->disk = look_at_disk (database);
  self->signer = make_signer (self, self->author, options->passphrase);
  self->store = kiroku_store_new (database, error);
  if (self->store == NULL
      || kiroku_store_run (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW,
                           prepare_folds, self, NULL, error)
             == NULL)
    return NULL;
  self->evidence = kiroku_evidence_store_new (kiroku_store_get_path (self->store));
  return g_steal_pointer (&self);
}

KirokuStore *
kiroku_book_get_store (KirokuBook *self)
{
  return self->store;
}

KirokuDisk
kiroku_book_get_disk (KirokuBook *self)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), KIROKU_DISK_UNKNOWN);

  return self->disk;
}

KirokuPack *
kiroku_book_get_pack (KirokuBook *self)
{
  return g_atomic_pointer_get (&self->pack);
}

KirokuDesks *
kiroku_book_get_desks (KirokuBook *self)
{
  return self->desks;
}

KirokuProfile *
kiroku_book_get_profile (KirokuBook *self)
{
  return self->profile;
}

KirokuPins *
kiroku_book_get_pins (KirokuBook *self)
{
  return self->pins;
}

KirokuEvidenceStore *
kiroku_book_get_evidence_store (KirokuBook *self)
{
  return self->evidence;
}

GTimeZone *
kiroku_book_get_zone (KirokuBook *self)
{
  return self->zone;
}

const char *
kiroku_book_get_language (KirokuBook *self)
{
  return self->language;
}

void
kiroku_book_read_clock (KirokuBook *self, KirokuClock *clock)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && clock != NULL);

  self->clock (clock, self->clock_data);
}

gint64
kiroku_book_get_now (KirokuBook *self)
{
  KirokuClock clock;

  self->clock (&clock, self->clock_data);
  return clock.rec;
}

const char *
kiroku_book_get_author (KirokuBook *self)
{
  return self->author;
}

const char *
kiroku_book_get_folder (KirokuBook *self)
{
  return self->folder;
}

/* A pack of its own declares facts and types; one that is laid over another need not. */
static gboolean
is_whole_pack (const char *folder)
{
  g_autofree char *facts = g_build_filename (folder, "facts.xml", NULL);
  g_autofree char *types = g_build_filename (folder, "types.xml", NULL);

  return g_file_test (facts, G_FILE_TEST_EXISTS) && g_file_test (types, G_FILE_TEST_EXISTS);
}

GPtrArray *
kiroku_book_check_pack (const char *folder)
{
  g_resources_register (kiroku_core_get_resource ());
  if (folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR) && !is_whole_pack (folder))
    return kiroku_pack_check (NULL, folder);
  return kiroku_pack_check (folder, NULL);
}

/* --- Writing --- */

/* The first who signs here is who writes from then on, unless somebody else is chosen. */
static gboolean
note_author (KirokuBook *self, GError **error)
{
  g_autofree char *known = NULL;

  if (!kiroku_profile_reload (self->profile, error))
    return FALSE;
  known = kiroku_profile_get_author (self->profile);
  return known != NULL || kiroku_profile_set_author (self->profile, self->author, error);
}

static gboolean
admit_author (KirokuBook *self, GError **error)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (self->admit == NULL)
    return TRUE;
  keys = kiroku_people_list (self->people, self->author, error);
  return keys != NULL && (keys->len > 0 || self->admit (self->people, self->author, error));
}

/* Before the key: a key without a name would be anybody's. */
static gboolean
ensure_signer (KirokuBook *self, GError **error)
{
  if (kiroku_signer_is_unlocked (self->signer))
    return TRUE;
  return admit_author (self, error) && note_author (self, error)
         && kiroku_signer_unlock (self->signer, error);
}

KirokuFolds *
kiroku_book_get_folds (KirokuBook *self)
{
  return self->folds;
}

KirokuKey *
kiroku_book_get_signing_key (KirokuBook *self, KirokuDb *db, const char *case_id, GError **error)
{
  return kiroku_book_check_foreign (self, db, error) && ensure_signer (self, error)
             ? kiroku_signer_get_key (self->signer, db, case_id, error)
             : NULL;
}

GHashTable *
kiroku_book_list_own (KirokuBook *self, const char *case_id, GError **error)
{
  g_autoptr (GHashTable) own = kiroku_people_list_ids (self->people, error);
  g_autoptr (GPtrArray) pins = NULL;

  if (own == NULL || (pins = kiroku_pins_list (self->pins, case_id, NULL, error)) == NULL)
    return NULL;
  for (guint i = 0; i < pins->len; i++)
    g_hash_table_add (own, g_strdup (((KirokuPin *) g_ptr_array_index (pins, i))->key));
  return g_steal_pointer (&own);
}

static KirokuPersonKey *
find_person_key (GPtrArray *keys, const char *id)
{
  for (guint i = 0; i < keys->len; i++)
    {
      const KirokuPersonKey *key = g_ptr_array_index (keys, i);

      if (g_str_equal (key->id, id))
        return kiroku_person_key_copy (key);
    }
  return NULL;
}

static gpointer
show_key (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuBook *self = data;
  g_autoptr (KirokuKey) key = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  if (!ensure_signer (self, error)
      || (key = kiroku_signer_get_key (self->signer, db, NULL, error)) == NULL
      || (keys = kiroku_people_list (self->people, self->author, error)) == NULL)
    return NULL;
  return find_person_key (keys, kiroku_key_get_id (key));
}

KirokuPersonKey *
kiroku_book_show_key (KirokuBook *self, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), NULL);

  return kiroku_store_run (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW, show_key,
                           self, NULL, error);
}

gboolean
kiroku_book_owns_key (KirokuBook *self, const char *key, gboolean *owns, GError **error)
{
  g_autoptr (GPtrArray) own = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && key != NULL && owns != NULL, FALSE);

  *owns = FALSE;
  own = kiroku_people_list (self->people, self->author, error);
  if (own == NULL)
    return FALSE;
  for (guint i = 0; !*owns && i < own->len; i++)
    *owns = g_str_equal (((KirokuPersonKey *) g_ptr_array_index (own, i))->id, key);
  return TRUE;
}

KirokuPeople *
kiroku_book_get_people (KirokuBook *self)
{
  return self->people;
}

/* --- Entries from outside --- */

/* In the writer's thread, which alone uses the signer. */
static void
forget_case (const char *case_id, gpointer data)
{
  KirokuBook *self = data;

  kiroku_signer_forget (self->signer, case_id);
}

void
kiroku_book_prepare_import (KirokuBook *self, KirokuImportOptions *options)
{
  *options = (KirokuImportOptions){ .store = self->store,
                                    .folds = self->folds,
                                    .files = self->evidence,
                                    .brought = forget_case,
                                    .brought_data = self };
  self->clock (&options->clock, self->clock_data);
}

KirokuSigner *
kiroku_book_get_signer (KirokuBook *self)
{
  return self->signer;
}

/* --- Who writes --- */

typedef struct
{
  KirokuBook *book;
  char *name;
  char *passphrase;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  if (choice->passphrase != NULL)
    explicit_bzero (choice->passphrase, strlen (choice->passphrase));
  g_free (choice->passphrase);
  g_free (choice->name);
  g_free (choice);
}

/* The one who wrote before stays until the keys of the next are open. */
static gpointer
choose_person (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Choice *choice = data;
  KirokuBook *self = choice->book;
  g_autoptr (KirokuSigner) signer = make_signer (self, choice->name, choice->passphrase);

  if (!kiroku_signer_unlock (signer, error)
      || !kiroku_profile_set_author (self->profile, choice->name, error))
    return NULL;
  kiroku_signer_free (self->signer);
  self->signer = g_steal_pointer (&signer);
  return self;
}

static void
person_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KirokuBook *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (kiroku_store_run_finish (self->store, result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->author = g_intern_string (g_task_get_task_data (task));
  g_signal_emit (self, signals[PERSON_CHANGED], 0);
  g_task_return_boolean (task, TRUE);
}

void
kiroku_book_choose_person_async (KirokuBook *self,
                                 const char *name,
                                 const char *passphrase,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  Choice *choice;
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self) && name != NULL);

  choice = g_new (Choice, 1);
  *choice = (Choice){ self, g_strdup (name), g_strdup (passphrase) };
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_choose_person_async);
  g_task_set_task_data (task, g_strdup (name), g_free);
  kiroku_store_run_async (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW,
                          choose_person, choice, choice_free, NULL, NULL, person_chosen_cb, task);
}

gboolean
kiroku_book_choose_person_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kiroku_book_run_in_thread (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) inner = NULL;

  g_return_if_fail (G_IS_TASK (task) && func != NULL && callback != NULL);

  inner = g_task_new (NULL, g_task_get_cancellable (task), callback, task);
  g_task_set_source_tag (inner, (gpointer) (guintptr) kiroku_book_run_in_thread);
  g_task_set_check_cancellable (inner, FALSE); /* that is for @task to say */
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (inner, func);
}

/* --- Appending --- */

KirokuWrite *
kiroku_write_new (KirokuBook *book,
                  const char *case_id,
                  KirokuDraftsFunc make,
                  gpointer data,
                  GDestroyNotify free_data)
{
  KirokuWrite *write = g_new (KirokuWrite, 1);

  *write = (KirokuWrite){ book, g_strdup (case_id), NULL, make, data, free_data };
  return write;
}

GPtrArray *
kiroku_write_one_draft (KirokuDraft *draft)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  g_ptr_array_add (drafts, draft);
  return drafts;
}

KirokuEntry *
kiroku_write_take_first (GPtrArray *entries)
{
  KirokuEntry *entry = entries != NULL ? kiroku_entry_ref (g_ptr_array_index (entries, 0)) : NULL;

  g_clear_pointer (&entries, g_ptr_array_unref);
  return entry;
}

static void
write_free (gpointer data)
{
  KirokuWrite *write = data;

  if (write->free_data != NULL)
    write->free_data (write->data);
  g_free (write->case_id);
  g_free (write->author);
  g_free (write);
}

/* In the writer's thread, in which another signer is put to use. */
static gboolean
check_author (const KirokuWrite *write, GError **error)
{
  const char *now = kiroku_signer_get_name (write->book->signer);

  if (write->author == NULL || g_strcmp0 (write->author, now) == 0)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               /* Translators: the names of two people. */
               _ ("%s asked for it, and %s writes by now: nothing was recorded. Let %s do it again."),
               write->author, now, write->author);
  return FALSE;
}

static gpointer
do_write (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuWrite *write = data;

  if (!kiroku_book_check_foreign (write->book, db, error) || !ensure_signer (write->book, error)
      || !check_author (write, error))
    return NULL;
  return kiroku_signer_append (write->book->signer, db, write->case_id, write->make, write->data,
                               error);
}

static void
tell_listeners (KirokuBook *self, const char *case_id, GPtrArray *entries)
{
  if (may_erase (entries))
    start_finishing (self);
  g_signal_emit (self, signals[APPENDED], 0, case_id, entries);
}

/* Those that were asked for: a checkpoint that followed is the last, and alone was itself asked for. */
static GPtrArray *
leave_out_followed (GPtrArray *entries)
{
  GPtrArray *asked = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      KirokuEntry *entry = g_ptr_array_index (entries, i);

      if (i == 0 || i + 1 < entries->len || !g_str_equal (entry->kind, "checkpoint"))
        g_ptr_array_add (asked, kiroku_entry_ref (entry));
    }
  return asked;
}

GPtrArray *
kiroku_book_write (KirokuBook *self, KirokuWrite *write, GError **error)
{
  g_autoptr (GPtrArray) entries
      = kiroku_store_run (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW, do_write,
                          write, NULL, error);

  if (entries != NULL)
    tell_listeners (self, write->case_id, entries);
  write_free (write);
  return entries != NULL ? leave_out_followed (entries) : NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KirokuBook *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_store_run_finish (self->store, result, &error);

  if (entries == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  tell_listeners (self, g_task_get_task_data (task), entries);
  g_task_return_pointer (task, leave_out_followed (entries), (GDestroyNotify) g_ptr_array_unref);
}

void
kiroku_book_write_async (KirokuBook *self,
                         KirokuWrite *write,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_write_async);
  g_task_set_task_data (task, g_strdup (write->case_id), g_free);
  kiroku_store_run_async (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW, do_write,
                          write, write_free, (GDestroyNotify) g_ptr_array_unref, NULL, written_cb,
                          task);
}

GPtrArray *
kiroku_book_write_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  KirokuPack *pack;
  char *case_id;
  GPtrArray *drafts;
} Given;

static void
given_free (gpointer data)
{
  Given *given = data;

  kiroku_pack_unref (given->pack);
  g_free (given->case_id);
  g_ptr_array_unref (given->drafts);
  g_free (given);
}

/* What was given, and behind it what follows from it. */
static GPtrArray *
use_drafts (KirokuDb *db, gpointer data, GError **error)
{
  const Given *given = data;
  g_autoptr (GPtrArray) following
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  if (!kiroku_council_follow (db, given->pack, given->case_id, given->drafts, following, error))
    return NULL;
  g_ptr_array_extend_and_steal (given->drafts, g_steal_pointer (&following));
  return g_ptr_array_ref (given->drafts);
}

static KirokuWrite *
write_drafts (KirokuBook *self, const char *case_id, GPtrArray *drafts)
{
  Given *given = g_new0 (Given, 1);

  given->pack = kiroku_pack_ref (kiroku_book_get_pack (self));
  given->case_id = g_strdup (case_id);
  given->drafts = g_ptr_array_ref (drafts);
  return kiroku_write_new (self, case_id, use_drafts, given, given_free);
}

GPtrArray *
kiroku_book_append (KirokuBook *self, const char *case_id, GPtrArray *drafts, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && drafts != NULL, NULL);

  return kiroku_book_write (self, write_drafts (self, case_id, drafts), error);
}

KirokuEntry *
kiroku_book_append_one (KirokuBook *self, const char *case_id, KirokuDraft *draft, GError **error)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GPtrArray) entries = NULL;

  g_ptr_array_add (drafts, draft);
  entries = kiroku_book_append (self, case_id, drafts, error);
  return entries != NULL ? kiroku_entry_ref (g_ptr_array_index (entries, 0)) : NULL;
}

void
kiroku_book_append_async (KirokuBook *self,
                          const char *case_id,
                          GPtrArray *drafts,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && drafts != NULL);

  kiroku_book_write_async (self, write_drafts (self, case_id, drafts), callback, user_data);
}

void
kiroku_book_append_by_async (KirokuBook *self,
                             const char *author,
                             const char *case_id,
                             GPtrArray *drafts,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  KirokuWrite *write = write_drafts (self, case_id, drafts);

  write->author = g_strdup (author);
  kiroku_book_write_async (self, write, callback, user_data);
}

GPtrArray *
kiroku_book_append_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return kiroku_book_write_finish (self, result, error);
}

/* --- Rebuilding --- */

typedef struct
{
  KirokuBook *book;
  KirokuRebuild *rebuild;
  gint64 done;
  gint64 total;
} Rebuild;

static gpointer
start_rebuild (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Rebuild *self = data;

  self->rebuild = kiroku_rebuild_start (self->book->folds, db, error);
  return self->rebuild;
}

static gpointer
rebuild_step (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Rebuild *self = data;

  return kiroku_rebuild_step (self->rebuild, SLICE, &self->done, &self->total, error)
                 && (self->done < self->total || find_foreign (self->book, db, error))
             ? self
             : NULL;
}

static gboolean
run_rebuild (KirokuBook *self, KirokuJobFunc job, Rebuild *rebuild, GError **error)
{
  return kiroku_store_run (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_BULK, job, rebuild,
                           NULL, error)
         != NULL;
}

static void
add_removed (const GPtrArray *from, GPtrArray *removed)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (removed, kiroku_schema_difference_copy (g_ptr_array_index (from, i)));
}

gboolean
kiroku_book_rebuild (KirokuBook *self, gint64 *entries, GPtrArray *removed, GError **error)
{
  Rebuild rebuild = { .book = self, .total = 1 };
  gboolean going;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && entries != NULL && removed != NULL, FALSE);

  going = run_rebuild (self, start_rebuild, &rebuild, error);
  while (going && rebuild.done < rebuild.total)
    going = run_rebuild (self, rebuild_step, &rebuild, error);
  if (going)
    add_removed (kiroku_rebuild_get_removed (rebuild.rebuild), removed);
  g_clear_pointer (&rebuild.rebuild, kiroku_rebuild_free);
  *entries = rebuild.total - 1;
  return going;
}
