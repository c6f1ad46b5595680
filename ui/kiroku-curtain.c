/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-curtain.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "kiroku-book-people.h"
#include "kiroku-window.h"

/* The timer is not as late as this, unless the machine slept. */
#define LATE (2 * G_USEC_PER_SEC)

/* What an input method does counts: it may be all that there is of typing. */
static const char *const typing[] = { "preedit-changed", "commit" };

struct _KirokuCurtain
{
  GObject parent_instance;

  KirokuBook *book;
  GListModel *windows; /* all there are */
  GPtrArray *hidden;   /* (element-type GtkWindow): beside Kiroku's own; they are shown again */
  guint delay;         /* ms; 0: never */
  gint64 touched;      /* read_clock(): when somebody was there last */
  int timer;           /* which goes on while the machine sleeps */
  guint timer_source;
  gulong hooks[G_N_ELEMENTS (typing)];
  gboolean asked;   /* to hide, by a person */
  gboolean reading; /* who writes */
  gboolean drawn;
};

G_DEFINE_FINAL_TYPE (KirokuCurtain, kiroku_curtain, G_TYPE_OBJECT)

enum
{
  UNPROTECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void wait_on (KirokuCurtain *self);

/* --- For how long nobody was there --- */

/* µs, those for which the machine slept included. */
static gint64
read_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* For how much longer nobody may be there, µs; less than 0: it has been too long. */
static gint64
get_left (KirokuCurtain *self)
{
  return self->touched + (gint64) self->delay * 1000 - read_clock ();
}

static gboolean
is_due (KirokuCurtain *self)
{
  return self->delay > 0 && get_left (self) <= 0;
}

/* --- Hiding and showing --- */

static void
uncover (KirokuCurtain *self)
{
  g_autoptr (GPtrArray) hidden = g_steal_pointer (&self->hidden);

  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  self->drawn = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (self->windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (self->windows, i);

      if (KIROKU_IS_WINDOW (window))
        kiroku_window_set_covered (KIROKU_WINDOW (window), FALSE);
    }
  for (guint i = 0; i < hidden->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (hidden, i), TRUE);
}

static void
open_cb (KirokuCurtain *self)
{
  uncover (self);
  self->touched = read_clock ();
  wait_on (self);
}

static void
cover (KirokuCurtain *self, GtkWindow *window)
{
  if (KIROKU_IS_WINDOW (window))
    kiroku_window_set_covered (KIROKU_WINDOW (window), TRUE);
  else if (gtk_widget_get_visible (GTK_WIDGET (window)))
    {
      if (!g_ptr_array_find (self->hidden, window, NULL))
        g_ptr_array_add (self->hidden, g_object_ref (window));
      gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
    }
}

static void
cover_all (KirokuCurtain *self)
{
  self->drawn = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (self->windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (self->windows, i);

      cover (self, window);
    }
}

/* Whoever came back while it was read is there. When nobody can say who writes, it is hidden: the page
 * tells why. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuCurtain) self = user_data;
  g_autoptr (GPtrArray) people
      = kiroku_book_read_people_finish (KIROKU_BOOK (source), result, NULL);
  const KirokuPerson *present = people != NULL && people->len > 0 ? people->pdata[0] : NULL;
  const gboolean asked = self->asked;

  self->reading = FALSE;
  self->asked = FALSE;
  if (self->book == NULL || self->drawn)
    return;
  if (!asked && !is_due (self))
    wait_on (self);
  else if (present == NULL || present->protected)
    cover_all (self);
  else
    {
      self->touched = read_clock ();
      wait_on (self);
      if (asked)
        g_signal_emit (self, signals[UNPROTECTED], 0);
    }
}

static void
draw (KirokuCurtain *self)
{
  if (self->drawn || self->reading)
    return;
  self->reading = TRUE;
  kiroku_book_read_people_async (self->book, read_cb, g_object_ref (self));
}

void
kiroku_curtain_draw (KirokuCurtain *self)
{
  g_return_if_fail (KIROKU_IS_CURTAIN (self));

  self->asked = !self->drawn;
  draw (self);
}

/* --- Waiting --- */

/* Until the moment at which it will have been long enough, if nobody touches anything. */
static void
wait_on (KirokuCurtain *self)
{
  const gboolean waits = self->delay > 0 && !self->drawn;
  const gint64 left = waits ? MAX (get_left (self), 1) : 0;
  const struct itimerspec when = { .it_value = { .tv_sec = left / G_USEC_PER_SEC,
                                                 .tv_nsec = left % G_USEC_PER_SEC * 1000 } };

  if (timerfd_settime (self->timer, 0, &when, NULL) != 0)
    g_critical ("curtain: the timer cannot be set: %s", g_strerror (errno));
}

static gboolean
waited_cb (int timer, GIOCondition condition, gpointer data)
{
  KirokuCurtain *self = data;
  guint64 n;

  if (read (timer, &n, sizeof n) != sizeof n)
    return G_SOURCE_CONTINUE; /* set anew meanwhile */
  if (is_due (self))
    draw (self);
  else
    wait_on (self);
  return G_SOURCE_CONTINUE;
}

void
kiroku_curtain_set_delay (KirokuCurtain *self, guint ms)
{
  g_return_if_fail (KIROKU_IS_CURTAIN (self));

  self->delay = ms;
  self->touched = read_clock ();
  wait_on (self);
}

/* Somebody is there. Who wakes a machine that slept for too long may be anybody. */
static void
touch (KirokuCurtain *self)
{
  if (is_due (self) && get_left (self) < -LATE)
    draw (self);
  else
    self->touched = read_clock ();
}

static gboolean
typed_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  touch (data);
  return TRUE; /* and the next time */
}

/* A window that appears below the pointer is entered, too: that is nobody. Nor is a motion without a
 * time: GDK makes one whenever what is below the pointer has been laid out anew. */
static gboolean
event_cb (KirokuCurtain *self, GdkEvent *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
      if (gdk_event_get_time (event) != GDK_CURRENT_TIME)
        touch (self);
      break;
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
    case GDK_TOUCHPAD_HOLD:
    case GDK_PAD_BUTTON_PRESS:
    case GDK_PAD_RING:
    case GDK_PAD_STRIP:
      touch (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

/* --- The windows --- */

static gboolean
is_heard (KirokuCurtain *self, GtkWindow *window)
{
  return g_signal_handler_find (window, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                g_signal_lookup ("opened", KIROKU_TYPE_WINDOW), 0, NULL, NULL, self)
         != 0;
}

/* Only now it is known what kind of window it is: the list has had it from the beginning of its making. */
static void
shown_cb (KirokuCurtain *self, GtkWindow *window)
{
  if (KIROKU_IS_WINDOW (window) && !is_heard (self, window))
    g_signal_connect_object (window, "opened", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  if (self->drawn)
    cover (self, window);
}

static void
watch (KirokuCurtain *self, GtkWindow *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  g_signal_connect_object (window, "show", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    shown_cb (self, window);
}

static gboolean
is_there (KirokuCurtain *self, GtkWindow *window)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (self->windows, i);

      if (other == window)
        return TRUE;
    }
  return FALSE;
}

/* A window that was destroyed is not shown again. */
static void
windows_changed_cb (KirokuCurtain *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = n_removed > 0 ? self->hidden->len : 0; i > 0; i--)
    if (!is_there (self, g_ptr_array_index (self->hidden, i - 1)))
      g_ptr_array_remove_index (self->hidden, i - 1);
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (self->windows, i);

      watch (self, window);
    }
}

/* --- The class --- */

static guint
get_typing_signal (guint i)
{
  return g_signal_lookup (typing[i], GTK_TYPE_IM_CONTEXT);
}

/* Nothing stays hidden that nobody could open. */
static void
kiroku_curtain_dispose (GObject *object)
{
  KirokuCurtain *self = KIROKU_CURTAIN (object);

  if (self->drawn)
    uncover (self);
  for (guint i = 0; i < G_N_ELEMENTS (typing); i++)
    if (self->hooks[i] != 0)
      g_signal_remove_emission_hook (get_typing_signal (i), self->hooks[i]);
  memset (self->hooks, 0, sizeof self->hooks);
  g_clear_handle_id (&self->timer_source, g_source_remove);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_curtain_parent_class)->dispose (object);
}

static void
kiroku_curtain_finalize (GObject *object)
{
  KirokuCurtain *self = KIROKU_CURTAIN (object);

  if (self->timer >= 0)
    close (self->timer);
  g_ptr_array_unref (self->hidden);

  G_OBJECT_CLASS (kiroku_curtain_parent_class)->finalize (object);
}

static void
kiroku_curtain_class_init (KirokuCurtainClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_curtain_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_curtain_finalize;

  signals[UNPROTECTED] = g_signal_new ("unprotected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_curtain_init (KirokuCurtain *self)
{
  g_autoptr (GTypeClass) contexts = g_type_class_ref (GTK_TYPE_IM_CONTEXT); /* has its signals */

  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  self->timer = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->timer >= 0)
    self->timer_source = g_unix_fd_add (self->timer, G_IO_IN, waited_cb, self);
  for (guint i = 0; i < G_N_ELEMENTS (typing); i++)
    self->hooks[i] = g_signal_add_emission_hook (get_typing_signal (i), 0, typed_cb, self, NULL);
  self->windows = gtk_window_get_toplevels ();
  g_signal_connect_object (self->windows, "items-changed", G_CALLBACK (windows_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

KirokuCurtain *
kiroku_curtain_new (KirokuBook *book)
{
  KirokuCurtain *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_CURTAIN, NULL);
  self->book = g_object_ref (book);
  windows_changed_cb (self, 0, 0, g_list_model_get_n_items (self->windows));
  return self;
}
