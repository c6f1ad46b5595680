/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-curtain.h"

#include "kiroku-book-people.h"
#include "kiroku-window.h"

struct _KirokuCurtain
{
  GObject parent_instance;

  KirokuBook *book;
  GListModel *windows; /* all there are */
  GPtrArray *hidden;   /* (element-type GtkWindow): beside Kiroku's own; they are shown again */
  guint delay;         /* ms; 0: never */
  gint64 touched;      /* monotonic, µs: when somebody was there last */
  guint timer;
  gboolean asked; /* to hide, by a person */
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

/* --- Hiding and showing --- */

static void
open_cb (KirokuCurtain *self)
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
  self->touched = g_get_monotonic_time ();
  wait_on (self);
}

static void
cover (KirokuCurtain *self, GtkWindow *window)
{
  if (KIROKU_IS_WINDOW (window))
    kiroku_window_set_covered (KIROKU_WINDOW (window), TRUE);
  else if (gtk_widget_get_visible (GTK_WIDGET (window)))
    {
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

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuCurtain) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people
      = kiroku_book_read_people_finish (KIROKU_BOOK (source), result, &error);
  const KirokuPerson *present;

  if (people == NULL || self->book == NULL)
    {
      g_debug ("curtain: %s", error != NULL ? error->message : "stopped");
      return;
    }
  present = g_ptr_array_index (people, 0);
  if (present->protected && !self->drawn)
    cover_all (self);
  else if (!present->protected && self->asked)
    g_signal_emit (self, signals[UNPROTECTED], 0);
  self->asked = FALSE;
}

static void
draw (KirokuCurtain *self)
{
  if (!self->drawn)
    kiroku_book_read_people_async (self->book, read_cb, g_object_ref (self));
}

void
kiroku_curtain_draw (KirokuCurtain *self)
{
  g_return_if_fail (KIROKU_IS_CURTAIN (self));

  self->asked = TRUE;
  draw (self);
}

/* --- Waiting --- */

static gboolean
waited_cb (gpointer data)
{
  KirokuCurtain *self = data;
  gint64 still = (g_get_monotonic_time () - self->touched) / 1000;

  self->timer = 0;
  if (still >= self->delay)
    draw (self);
  wait_on (self);
  return G_SOURCE_REMOVE;
}

/* Until the moment at which it will have been long enough, if nobody touches anything. */
static void
wait_on (KirokuCurtain *self)
{
  gint64 still = (g_get_monotonic_time () - self->touched) / 1000;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->delay == 0 || self->drawn)
    return;
  self->timer = g_timeout_add (still < self->delay ? self->delay - (guint) still : self->delay,
                               waited_cb, self);
}

void
kiroku_curtain_set_delay (KirokuCurtain *self, guint ms)
{
  g_return_if_fail (KIROKU_IS_CURTAIN (self));

  self->delay = ms;
  self->touched = g_get_monotonic_time ();
  wait_on (self);
}

/* A window that appears below the pointer is entered, too: that is nobody. */
static gboolean
event_cb (KirokuCurtain *self, GdkEvent *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
      self->touched = g_get_monotonic_time ();
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
watch (KirokuCurtain *self, GtkWindow *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  if (KIROKU_IS_WINDOW (window))
    g_signal_connect_object (window, "opened", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
}

static void
windows_changed_cb (KirokuCurtain *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (self->windows, i);

      watch (self, window);
      if (self->drawn && KIROKU_IS_WINDOW (window))
        cover (self, window);
    }
}

/* --- The class --- */

static void
kiroku_curtain_dispose (GObject *object)
{
  KirokuCurtain *self = KIROKU_CURTAIN (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->book);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);

  G_OBJECT_CLASS (kiroku_curtain_parent_class)->dispose (object);
}

static void
kiroku_curtain_class_init (KirokuCurtainClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_curtain_dispose;

  signals[UNPROTECTED] = g_signal_new ("unprotected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_curtain_init (KirokuCurtain *self)
{
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
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
