/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-anchor-sender.h"
#include "kiroku-book-anchor.h"
#include "kiroku-test-book.h"

/* --- A network that comes and goes as a test says --- */

#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor
{
  GObject parent_instance;

  gboolean available;
};

enum
{
  AVAILABLE = 1,
  METERED,
  CONNECTIVITY
};

static void
test_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == AVAILABLE)
    g_value_set_boolean (value, TEST_MONITOR (object)->available);
}

static void
init_nothing (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor,
                               test_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, NULL)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, init_nothing))

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_monitor_get_property;
  g_object_class_override_property (object_class, AVAILABLE, "network-available");
  g_object_class_override_property (object_class, METERED, "network-metered");
  g_object_class_override_property (object_class, CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
}

static void
set_available (TestMonitor *monitor, gboolean available)
{
  monitor->available = available;
  g_signal_emit_by_name (monitor, "network-changed", available);
}

/* --- An authority that is called --- */

typedef struct
{
  KirokuTestBook *book;
  TestMonitor *monitor;
  GSocketService *service;
  GPtrArray *calls; /* of GSocketConnection */
  gboolean answers; /* that it cannot, else it keeps silent */
  guint held;       /* references to the book before anybody sends */
} Fixture;

static void
incoming_cb (GSocketService *service, GSocketConnection *call, GObject *source, Fixture *fixture)
{
  static const char later[] = "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n";

  g_ptr_array_add (fixture->calls, g_object_ref (call));
  if (!fixture->answers)
    return;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (call)), later,
                             strlen (later), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (call), NULL, NULL);
}

/* A request waits. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *root = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port;

  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->monitor = g_object_new (TEST_TYPE_MONITOR, NULL);
  fixture->calls = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->answers = TRUE;
  fixture->service = g_socket_service_new ();
  g_signal_connect (fixture->service, "incoming", G_CALLBACK (incoming_cb), fixture);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->service), NULL, NULL);
  url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  kiroku_profile_set (kiroku_book_get_profile (fixture->book->book), "tsa.1.url", url, NULL);
  root = kiroku_book_request_anchor (fixture->book->book, fixture->book->case_id, &error);
  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
  fixture->held = g_atomic_int_get (&G_OBJECT (fixture->book->book)->ref_count);
}

/* The threads that asked may let go of the book a moment after they have answered. */
static void
wait_released (Fixture *fixture)
{
  while ((guint) g_atomic_int_get (&G_OBJECT (fixture->book->book)->ref_count) > fixture->held)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  wait_released (fixture);
  g_object_unref (fixture->service);
  g_ptr_array_unref (fixture->calls);
  g_object_unref (fixture->monitor);
  kiroku_test_book_free (fixture->book);
}

static gboolean
is_called_once (gpointer calls)
{
  return ((GPtrArray *) calls)->len == 1;
}

static gboolean
is_called_twice (gpointer calls)
{
  return ((GPtrArray *) calls)->len == 2;
}

static gboolean
has_failed (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *folder = kiroku_book_get_anchor_folder (fixture->book->book);
  g_autoptr (GPtrArray) waiting = kiroku_anchor_queue_list (folder, NULL, NULL);

  g_assert_cmpuint (waiting->len, ==, 1);
  return ((KirokuAnchorRequest *) g_ptr_array_index (waiting, 0))->failure != NULL;
}

/* --- The sender --- */

static void
test_start (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuAnchorSender) sender = NULL;

  fixture->monitor->available = TRUE;
  sender = kiroku_anchor_sender_new (fixture->book->book, G_NETWORK_MONITOR (fixture->monitor));
  kiroku_test_wait (is_called_once, fixture->calls, "the authority to be asked");
  kiroku_test_wait (has_failed, fixture, "the request to say why it waits");
}

/* Once each time, and not when one network follows another. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuAnchorSender) sender
      = kiroku_anchor_sender_new (fixture->book->book, G_NETWORK_MONITOR (fixture->monitor));

  set_available (fixture->monitor, FALSE);
  set_available (fixture->monitor, TRUE);
  set_available (fixture->monitor, TRUE);
  kiroku_test_wait (is_called_once, fixture->calls, "the authority to be asked");
  set_available (fixture->monitor, TRUE);
  set_available (fixture->monitor, FALSE);
  set_available (fixture->monitor, TRUE);
  kiroku_test_wait (is_called_twice, fixture->calls, "the authority to be asked again");
  kiroku_test_wait (has_failed, fixture, "the request to say why it waits");
}

/* An authority that says nothing holds nobody up. */
static void
test_end (Fixture *fixture, gconstpointer data)
{
  KirokuAnchorSender *sender;

  fixture->answers = FALSE;
  fixture->monitor->available = TRUE;
  sender = kiroku_anchor_sender_new (fixture->book->book, G_NETWORK_MONITOR (fixture->monitor));
  kiroku_test_wait (is_called_once, fixture->calls, "the authority to be asked");
  g_assert_finalize_object (sender);
  wait_released (fixture);
  g_assert_false (has_failed (fixture));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/anchor-sender/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("what-waits-is-sent-at-the-start", test_start);
  ADD ("what-waits-is-sent-once-when-the-network-comes-back", test_back);
  ADD ("sending-ends-with-the-sender", test_end);
#undef ADD
  return g_test_run ();
}
