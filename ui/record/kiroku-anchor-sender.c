/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-anchor-sender.h"

#include "kiroku-book-send.h"

struct _KirokuAnchorSender
{
  GObject parent_instance;

  KirokuBook *book;
  GNetworkMonitor *monitor;
  GCancellable *cancellable;
  gboolean available; /* there was a network when it was looked at last */
  gboolean busy;
  gboolean again; /* the network went and came back meanwhile */
};

G_DEFINE_FINAL_TYPE (KirokuAnchorSender, kiroku_anchor_sender, G_TYPE_OBJECT)

static void send_waiting (KirokuAnchorSender *self);

/* That somebody else sends, or that nothing can be read, is no news to who has asked for
 * nothing. */
static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuAnchorSender) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outcomes
      = kiroku_book_send_anchors_finish (KIROKU_BOOK (source), result, &error);
  gboolean again;

  g_weak_ref_clear (user_data);
  g_free (user_data);
  if (outcomes == NULL)
    g_debug ("%s", error->message);
  if (self == NULL)
    return;
  again = self->again;
  self->busy = self->again = FALSE;
  if (again)
    send_waiting (self);
}

static void
send_waiting (KirokuAnchorSender *self)
{
  GWeakRef *sender;

  if (self->busy)
    {
      self->again = TRUE;
      return;
    }
  self->busy = TRUE;
  sender = g_new (GWeakRef, 1); /* what is on its way ends when nobody else holds the sender */
  g_weak_ref_init (sender, self);
  kiroku_book_send_anchors_async (self->book, NULL, self->cancellable, sent_cb, sender);
}

/* It is also told when one network follows another, which brings nobody nearer. */
static void
changed_cb (KirokuAnchorSender *self)
{
  gboolean available = g_network_monitor_get_network_available (self->monitor);

  if (available && !self->available)
    send_waiting (self);
  self->available = available;
}

KirokuAnchorSender *
kiroku_anchor_sender_new (KirokuBook *book, GNetworkMonitor *monitor)
{
  KirokuAnchorSender *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book) && G_IS_NETWORK_MONITOR (monitor), NULL);

  self = g_object_new (KIROKU_TYPE_ANCHOR_SENDER, NULL);
  self->book = g_object_ref (book);
  self->monitor = g_object_ref (monitor);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
  return self;
}

static void
kiroku_anchor_sender_dispose (GObject *object)
{
  KirokuAnchorSender *self = KIROKU_ANCHOR_SENDER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->monitor);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_anchor_sender_parent_class)->dispose (object);
}

static void
kiroku_anchor_sender_class_init (KirokuAnchorSenderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_anchor_sender_dispose;
}

static void
kiroku_anchor_sender_init (KirokuAnchorSender *self)
{
}
