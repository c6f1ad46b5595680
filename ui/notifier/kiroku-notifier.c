/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-notifier.h"

#include <glib/gi18n.h>
#include <libnotify/notify.h>

#include "kiroku-book-backup.h"
#include "kiroku-case.h"
#include "kiroku-reminders.h"
#include "kiroku-snapshot.h"

#define HOUR ((gint64) 3600 * G_USEC_PER_SEC)
#define CHECK_SECONDS 60
#define BETWEEN_REMINDERS (24 * HOUR)
/* Checks between two looks at what closed cases have left. */
#define BETWEEN_CLOSED 60

/* The thread that speaks with the notification service: one that hangs must neither hang the window
 * nor keep the program from ending. It is never waited for; it and the notifier share this. */
typedef struct
{
  GMainContext *context;
  GMainLoop *loop;
  int cancelled; /* atomic: nothing more is to be shown */
} Sender;

/* libnotify has one state for the whole program and is not safe between threads. A thread that was
 * left behind may still be in it. */
static GMutex notify_lock;

struct _KirokuNotifier
{
  GObject parent_instance;

  KirokuBook *book;
  GCancellable *cancellable;
  guint timer;
  KirokuReminders *told; /* (nullable): until they were read */
  guint n_checks;
  GHashTable *changed; /* case id → the newest foreign entry known, µs */
  Sender *sender;
};

G_DEFINE_FINAL_TYPE (KirokuNotifier, kiroku_notifier, G_TYPE_OBJECT)

enum
{
  CHECKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Sending --- */

typedef struct
{
  Sender *sender; /* in whose thread it is shown, and which outlives it */
  char *summary;
  char *body;
  gboolean urgent;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->summary);
  g_free (message->body);
  g_free (message);
}

static void
show_now (const Message *message)
{
  g_autofree char *body = g_markup_escape_text (message->body, -1);
  NotifyNotification *notification;
  g_autoptr (GError) error = NULL;

  if (!notify_is_initted () && !notify_init ("Kiroku"))
    return;
  notification = notify_notification_new (message->summary, body, KIROKU_APP_ID);
  notify_notification_set_urgency (notification, message->urgent ? NOTIFY_URGENCY_CRITICAL
                                                                 : NOTIFY_URGENCY_NORMAL);
  if (!notify_notification_show (notification, &error))
    g_debug ("notification: %s", error->message);
  g_object_unref (notification);
}

static gboolean
show_message (gpointer data)
{
  const Message *message = data;

  g_mutex_lock (&notify_lock);
  if (!g_atomic_int_get (&message->sender->cancelled))
    show_now (message);
  g_mutex_unlock (&notify_lock);
  return G_SOURCE_REMOVE;
}

static void
sender_clear (gpointer data)
{
  Sender *sender = data;

  g_main_loop_unref (sender->loop);
  g_main_context_unref (sender->context);
}

static gpointer
run_sender (gpointer data)
{
  Sender *sender = data;

  g_main_context_push_thread_default (sender->context);
  g_main_loop_run (sender->loop);
  g_mutex_lock (&notify_lock);
  if (notify_is_initted ())
    notify_uninit ();
  g_mutex_unlock (&notify_lock);
  g_main_context_pop_thread_default (sender->context);
  g_atomic_rc_box_release_full (sender, sender_clear);
  return NULL;
}

static Sender *
sender_new (void)
{
  Sender *sender = g_atomic_rc_box_new0 (Sender);

  sender->context = g_main_context_new ();
  sender->loop = g_main_loop_new (sender->context, FALSE);
  g_thread_unref (g_thread_new ("kiroku-notifier", run_sender, g_atomic_rc_box_acquire (sender)));
  return sender;
}

/* Runs @func in the sender's thread, after what was queued before. */
static void
sender_queue (Sender *sender, GSourceFunc func, gpointer data, GDestroyNotify free_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, sender->context);
}

static gboolean
quit_sender (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* The thread ends by itself, at once or when the service has answered. */
static void
sender_leave (Sender *sender)
{
  g_atomic_int_set (&sender->cancelled, TRUE);
  sender_queue (sender, quit_sender, sender->loop, NULL);
  g_atomic_rc_box_release_full (sender, sender_clear);
}

/* The notifier may be gone by now; its last reference must not be dropped in the sender's
 * thread. */
static gboolean
emit_checked (gpointer data)
{
  g_autoptr (KirokuNotifier) self = g_weak_ref_get (data);

  if (self != NULL)
    g_signal_emit (self, signals[CHECKED], 0);
  return G_SOURCE_REMOVE;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
pass_checked (gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, emit_checked, data, free_weak_ref);
  return G_SOURCE_REMOVE;
}

static void
queue_checked (KirokuNotifier *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  sender_queue (self->sender, pass_checked, weak, NULL);
}

/* What is not real says so first. @incident: (nullable) whose it is. @body: (transfer full) */
static void
queue_message (KirokuNotifier *self,
               const KirokuCase *incident,
               const char *summary,
               char *body,
               gboolean urgent)
{
  Message *message = g_new (Message, 1);

  *message = (Message){ self->sender,
                        incident != NULL && incident->exercise
                            ? g_strdup_printf ("%s: %s", _ ("EXERCISE"), summary)
                            : g_strdup (summary),
                        body, urgent };
  sender_queue (self->sender, show_message, message, message_free);
}

/* --- What there is to say --- */

guint
kiroku_notifier_get_stage (gint64 us_left)
{
  if (us_left <= 0)
    return 4;
  if (us_left <= HOUR)
    return 3;
  if (us_left <= 4 * HOUR)
    return 2;
  return us_left <= 24 * HOUR ? 1 : 0;
}

static char *
describe_deadline (const KirokuCase *incident,
                   const KirokuObligation *obligation,
                   const char *language)
{
  const char *recipient = kiroku_pack_text (obligation->recipient, language);
  g_autofree char *left = kiroku_duration_to_text (ABS (obligation->us_left));

  if (obligation->standing == KIROKU_STANDING_UNDECIDED)
    return obligation->us_left <= 0
               /* Translators: the number of a case, then to whom something may have to be reported. */
               ? g_strdup_printf (_ ("Case %s: whether %s must be told is undecided, and the date is past"),
                                  incident->number, recipient)
               /* Translators: the number of a case, to whom something may have to be reported, a time. */
               : g_strdup_printf (_ ("Case %s: whether %s must be told is undecided (%s left if so)"),
                                  incident->number, recipient, left);
  if (obligation->us_left <= 0)
    return g_strdup_printf (_ ("Case %s: the deadline for %s has passed (%s ago)"),
                            incident->number, recipient, left);
  return g_strdup_printf (_ ("Case %s: %s left for %s"), incident->number, left, recipient);
}

/* How many of the rule's own lead times are past. */
static guint
count_reminders (const KirokuObligation *obligation, gint64 now)
{
  guint n = 0;

  while (n < obligation->reminders->len && g_array_index (obligation->reminders, gint64, n) <= now)
    n++;
  return n;
}

/* What one check has to say of deadlines, of real cases or of exercises. */
typedef struct
{
  const KirokuCase *incident; /* (nullable): one of them */
  const char *summary;        /* of the last */
  GPtrArray *lines;           /* (element-type utf8) */
  gboolean urgent;
} Reminding;

static const char *
get_summary (const KirokuObligation *obligation)
{
  if (obligation->standing == KIROKU_STANDING_UNDECIDED)
    return _ ("A duty is undecided");
  return obligation->us_left <= 0 ? _ ("A deadline has passed") : _ ("A deadline is near");
}

/* A stage or lead time is told once, those of one check together; who starts late hears the present one only.
 * Closing a case ends no duty, but nobody has to decide any more whether there was one. */
static void
check_obligation (KirokuNotifier *self,
                  const KirokuCase *incident,
                  const KirokuObligation *obligation,
                  Reminding *reminding)
{
  const guint told = kiroku_reminders_get (self->told, incident->id, obligation->rule);
  gboolean undecided = obligation->standing == KIROKU_STANDING_UNDECIDED;
  guint stage, reached;

  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE
      || obligation->us_left == KIROKU_TIME_NONE || (incident->closed && undecided))
    return;
  stage = kiroku_notifier_get_stage (obligation->us_left);
  reached = stage + count_reminders (obligation, kiroku_book_get_now (self->book));
  kiroku_reminders_set (self->told, incident->id, obligation->rule, reached);
  if (reached <= told)
    return;
  reminding->incident = incident;
  reminding->summary = get_summary (obligation);
  reminding->urgent |= !undecided && stage >= 3;
  g_ptr_array_add (reminding->lines, describe_deadline (incident, obligation,
                                                        kiroku_book_get_language (self->book)));
}

/* After a night without the program there may be many. */
static void
remind (KirokuNotifier *self, Reminding *reminding)
{
  const guint n = reminding->lines->len;
  g_autofree char *several
      = g_strdup_printf (ngettext ("%u deadline needs attention", "%u deadlines need attention", n), n);

  if (n == 0)
    return;
  g_ptr_array_add (reminding->lines, NULL);
  queue_message (self, reminding->incident, n > 1 ? several : reminding->summary,
                 g_strjoinv ("\n", (char **) reminding->lines->pdata), reminding->urgent);
}

static void
check_foreign_entry (KirokuNotifier *self, const KirokuCase *incident, gint64 newest)
{
  gint64 *known = g_hash_table_lookup (self->changed, incident->id);

  if (known != NULL && newest > *known)
    queue_message (self, incident, _ ("New entry"),
                   g_strdup_printf (_ ("Case %s: somebody else has added to the log"),
                                    incident->number),
                   FALSE);
  if (known == NULL || newest > *known)
    g_hash_table_insert (self->changed, g_strdup (incident->id),
                         g_memdup2 (&newest, sizeof newest));
}

/* Once a day. */
static void
check_backup (KirokuNotifier *self, const KirokuBackupState *state)
{
  const gint64 now = kiroku_book_get_now (self->book);
  const gint64 reminded = kiroku_reminders_get_backup (self->told);
  g_autofree char *age = kiroku_duration_to_text (state->age);

  if (!state->due || (reminded != 0 && now - reminded < BETWEEN_REMINDERS))
    return;
  kiroku_reminders_set_backup (self->told, now);
  queue_message (
      self, NULL, _ ("A backup is due"),
      state->last != KIROKU_TIME_NONE
          ? g_strdup_printf (_ ("A case is open, and the last backup was made %s ago"), age)
          : g_strdup (_ ("A case is open, and no backup was made yet")),
      FALSE);
}

/* --- Reading --- */

typedef struct
{
  KirokuPack *pack;
  gint64 now;
  char *language;
  char *author;
  char *folder;
  gboolean closed; /* look at closed cases, too */
  gboolean load;   /* what was said before is not known yet */
} Query;

typedef struct
{
  KirokuSnapshot *snapshot;
  gint64 newest_foreign; /* µs, 0 without one */
} Finding;

typedef struct
{
  GPtrArray *cases; /* of Finding */
  KirokuBackupState backup;
  KirokuReminders *told; /* (nullable): if they were to be loaded */
} Findings;

static void
findings_free (Findings *findings)
{
  g_ptr_array_unref (findings->cases);
  kiroku_reminders_free (findings->told);
  g_free (findings);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Findings, findings_free)

static void
query_free (gpointer data)
{
  Query *query = data;

  kiroku_pack_unref (query->pack);
  g_free (query->language);
  g_free (query->author);
  g_free (query->folder);
  g_free (query);
}

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_clear_pointer (&finding->snapshot, kiroku_snapshot_free);
  g_free (finding);
}

static Finding *
read_finding (KirokuDb *db, const Query *query, const char *case_id, GError **error)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->snapshot = kiroku_snapshot_read (db, query->pack, case_id, KIROKU_NOW, query->now,
                                            query->language, error);
  if (finding->snapshot != NULL
      && kiroku_case_read_newest_of_others (db, case_id, query->author, &finding->newest_foreign,
                                            error))
    return finding;
  finding_free (finding);
  return NULL;
}

static gboolean
read_cases (KirokuDb *db, const Query *query, Findings *findings, GError **error)
{
  g_autoptr (GPtrArray) cases = kiroku_case_list (db, error);

  for (guint i = 0; cases != NULL && i < cases->len; i++)
    {
      const KirokuCase *incident = g_ptr_array_index (cases, i);
      Finding *finding;

      if (incident->closed && !query->closed)
        continue;
      finding = read_finding (db, query, incident->id, error);
      if (finding == NULL)
        return FALSE;
      g_ptr_array_add (findings->cases, finding);
    }
  return cases != NULL;
}

static gpointer
read_findings (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autoptr (Findings) findings = g_new0 (Findings, 1);

  findings->cases = g_ptr_array_new_with_free_func (finding_free);
  if (query->load)
    findings->told = kiroku_reminders_load (query->folder);
  return read_cases (db, query, findings, error)
                 && kiroku_backup_state_read (&findings->backup, db, query->folder, query->now,
                                              error)
             ? g_steal_pointer (&findings)
             : NULL;
}

static void
check_finding (KirokuNotifier *self, const Finding *finding, Reminding remindings[2])
{
  const KirokuSnapshot *snapshot = finding->snapshot;

  for (guint i = 0; i < snapshot->obligations->len; i++)
    check_obligation (self, snapshot->incident, g_ptr_array_index (snapshot->obligations, i),
                      &remindings[snapshot->incident->exercise ? 1 : 0]);
  check_foreign_entry (self, snapshot->incident, finding->newest_foreign);
}

static void
check_findings (KirokuNotifier *self, const Findings *findings)
{
  Reminding remindings[2] = { 0 }; /* of real cases, of exercises */

  for (guint i = 0; i < G_N_ELEMENTS (remindings); i++)
    remindings[i].lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < findings->cases->len; i++)
    check_finding (self, g_ptr_array_index (findings->cases, i), remindings);
  for (guint i = 0; i < G_N_ELEMENTS (remindings); i++)
    {
      remind (self, &remindings[i]);
      g_ptr_array_unref (remindings[i].lines);
    }
  check_backup (self, &findings->backup);
}

/* --- What was said --- */

typedef struct
{
  char *folder;
  char *text;
} Said;

static void
said_free (gpointer data)
{
  Said *said = data;

  g_free (said->folder);
  g_free (said->text);
  g_free (said);
}

static gpointer
write_said (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Said *said = data;

  return kiroku_reminders_write (said->folder, said->text, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

/* What cannot be kept is said again after the next start. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KirokuNotifier) self = data;
  g_autoptr (GError) error = NULL;

  if (kiroku_store_run_finish (NULL, result, &error) == NULL)
    g_debug ("reminders were not kept: %s", error->message);
  queue_checked (self);
}

/* After it was said: better twice than never. */
static void
keep_said (KirokuNotifier *self)
{
  char *text = kiroku_reminders_take_changed (self->told);
  Said *said;

  if (text == NULL)
    {
      queue_checked (self);
      return;
    }
  said = g_new (Said, 1);
  *said = (Said){ g_strdup (kiroku_book_get_folder (self->book)), text };
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_BULK, write_said, said, said_free, NULL, NULL,
                          written_cb, g_object_ref (self));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KirokuNotifier) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Findings) findings = kiroku_store_run_finish (NULL, result, &error);

  if (findings == NULL || self->book == NULL)
    {
      if (error != NULL)
        g_debug ("deadlines were not read: %s", error->message);
      return;
    }
  if (self->told == NULL)
    self->told = g_steal_pointer (&findings->told);
  check_findings (self, findings);
  keep_said (self);
}

void
kiroku_notifier_check (KirokuNotifier *self)
{
  Query *query;

  g_return_if_fail (KIROKU_IS_NOTIFIER (self));

  query = g_new (Query, 1);
  *query = (Query){ .pack = kiroku_pack_ref (kiroku_book_get_pack (self->book)),
                    .now = kiroku_book_get_now (self->book),
                    .language = g_strdup (kiroku_book_get_language (self->book)),
                    .author = g_strdup (kiroku_book_get_author (self->book)),
                    .folder = g_strdup (kiroku_book_get_folder (self->book)),
                    .closed = self->n_checks++ % BETWEEN_CLOSED == 0,
                    .load = self->told == NULL };
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_BULK, read_findings, query, query_free,
                          (GDestroyNotify) findings_free, self->cancellable, read_cb,
                          g_object_ref (self));
}

static gboolean
check_cb (gpointer data)
{
  kiroku_notifier_check (data);
  return G_SOURCE_CONTINUE;
}

/* --- The object --- */

static void
kiroku_notifier_dispose (GObject *object)
{
  KirokuNotifier *self = KIROKU_NOTIFIER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_notifier_parent_class)->dispose (object);
}

static void
kiroku_notifier_finalize (GObject *object)
{
  KirokuNotifier *self = KIROKU_NOTIFIER (object);

  sender_leave (self->sender);
  g_object_unref (self->cancellable);
  kiroku_reminders_free (self->told);
  g_hash_table_unref (self->changed);

  G_OBJECT_CLASS (kiroku_notifier_parent_class)->finalize (object);
}

static void
kiroku_notifier_class_init (KirokuNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_notifier_dispose;
  object_class->finalize = kiroku_notifier_finalize;

  signals[CHECKED] = g_signal_new ("checked", KIROKU_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_notifier_init (KirokuNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->sender = sender_new ();
}

KirokuNotifier *
kiroku_notifier_new (KirokuBook *book)
{
  KirokuNotifier *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_NOTIFIER, NULL);
  self->book = g_object_ref (book);
  self->timer = g_timeout_add_seconds (CHECK_SECONDS, check_cb, self);
  kiroku_notifier_check (self);
  return self;
}
