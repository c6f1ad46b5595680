/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-model.h"

/* For what only time changes: how long the present phase has lasted, which deadline has passed. */
#define SECONDS_BETWEEN_READINGS 60

struct _KirokuCaseModel
{
  GObject parent_instance;

  KirokuBook *book;
  char *case_id;
  KirokuSnapshot *snapshot;

  guint timer;
  gboolean reading;
  gboolean outdated; /* something happened since the reading under way began */
};

G_DEFINE_FINAL_TYPE (KirokuCaseModel, kiroku_case_model, G_TYPE_OBJECT)

enum
{
  CHANGED,
  APPENDED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the reading thread needs, copied. */
typedef struct
{
  KirokuPack *pack;
  char *case_id;
  char *language;
  gint64 now;
} Reading;

static Reading *
reading_new (KirokuCaseModel *self)
{
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading){ .pack = kiroku_pack_ref (kiroku_book_get_pack (self->book)),
                        .case_id = g_strdup (self->case_id),
                        .language = g_strdup (kiroku_book_get_language (self->book)),
                        .now = kiroku_book_get_now (self->book) };
  return reading;
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  kiroku_pack_unref (reading->pack);
  g_free (reading->case_id);
  g_free (reading->language);
  g_free (reading);
}

static gpointer
read_snapshot (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Reading *reading = data;

  return kiroku_snapshot_read (db, reading->pack, reading->case_id, KIROKU_NOW, reading->now,
                               reading->language, error);
}

static void start_reading (KirokuCaseModel *self);

/* Gone pages hear nothing; a reading asked for meanwhile begins before they are told, so that what
 * they ask for in turn is not lost. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuCaseModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuSnapshot) snapshot
      = kiroku_store_run_finish (kiroku_book_get_store (self->book), result, &error);

  self->reading = FALSE;
  if (self->outdated)
    start_reading (self);
  if (snapshot == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  g_clear_pointer (&self->snapshot, kiroku_snapshot_free);
  self->snapshot = g_steal_pointer (&snapshot);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
start_reading (KirokuCaseModel *self)
{
  self->reading = TRUE;
  self->outdated = FALSE;
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_snapshot, reading_new (self),
                          reading_free, (GDestroyNotify) kiroku_snapshot_free, NULL, read_cb,
                          g_object_ref (self));
}

static void
appended_cb (KirokuCaseModel *self, const char *case_id, GPtrArray *entries, KirokuBook *book)
{
  if (!g_str_equal (case_id, self->case_id))
    return;
  /* First what pages ask for to show the entries themselves. */
  g_signal_emit (self, signals[APPENDED], 0, entries);
  kiroku_case_model_refresh (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  kiroku_case_model_refresh (user_data);
  return G_SOURCE_CONTINUE;
}

static void
kiroku_case_model_dispose (GObject *object)
{
  KirokuCaseModel *self = KIROKU_CASE_MODEL (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  G_OBJECT_CLASS (kiroku_case_model_parent_class)->dispose (object);
}

static void
kiroku_case_model_finalize (GObject *object)
{
  KirokuCaseModel *self = KIROKU_CASE_MODEL (object);

  g_clear_pointer (&self->snapshot, kiroku_snapshot_free);
  g_free (self->case_id);
  g_object_unref (self->book);

  G_OBJECT_CLASS (kiroku_case_model_parent_class)->finalize (object);
}

static void
kiroku_case_model_class_init (KirokuCaseModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = kiroku_case_model_dispose;
  object_class->finalize = kiroku_case_model_finalize;

  signals[CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[APPENDED] = g_signal_new ("appended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_case_model_init (KirokuCaseModel *self)
{
}

KirokuCaseModel *
kiroku_case_model_new (KirokuBook *book, const char *case_id)
{
  KirokuCaseModel *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book) && case_id != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_CASE_MODEL, NULL);
  self->book = g_object_ref (book);
  self->case_id = g_strdup (case_id);
  self->timer = g_timeout_add_seconds (SECONDS_BETWEEN_READINGS, timer_cb, self);
  g_signal_connect_object (book, "appended", G_CALLBACK (appended_cb), self, G_CONNECT_SWAPPED);
  start_reading (self);
  return self;
}

KirokuBook *
kiroku_case_model_get_book (KirokuCaseModel *self)
{
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (self), NULL);

  return self->book;
}

const char *
kiroku_case_model_get_case_id (KirokuCaseModel *self)
{
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (self), NULL);

  return self->case_id;
}

const KirokuSnapshot *
kiroku_case_model_get_snapshot (KirokuCaseModel *self)
{
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (self), NULL);

  return self->snapshot;
}

void
kiroku_case_model_refresh (KirokuCaseModel *self)
{
  g_return_if_fail (KIROKU_IS_CASE_MODEL (self));

  if (self->reading)
    self->outdated = TRUE;
  else
    start_reading (self);
}

void
kiroku_case_model_report (KirokuCaseModel *self, const char *message)
{
  g_return_if_fail (KIROKU_IS_CASE_MODEL (self) && message != NULL);

  g_signal_emit (self, signals[FAILED], 0, message);
}
