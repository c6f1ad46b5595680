/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-authority.h"

/* Long for a test, short for whoever reads byte by byte. ms */
#define SHORT 200
#define LONG (60 * 1000)

/* Somebody who answers, but never to an end: a byte now and then. */
typedef struct
{
  GThreadedSocketService *service;
  const char *begin; /* what comes at once */
  char *url;
  int stopped; /* atomic */
  int asked;   /* atomic */
  int running; /* atomic: threads that answer */
} Dripping;

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  Dripping *dripping = user_data; /* until nothing is running */
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gboolean alive = g_output_stream_write_all (stream, dripping->begin, strlen (dripping->begin),
                                              NULL, NULL, NULL);

  g_atomic_int_inc (&dripping->running);
  g_atomic_int_set (&dripping->asked, TRUE);
  g_main_context_wakeup (NULL);
  while (alive && !g_atomic_int_get (&dripping->stopped))
    {
      g_usleep (1000);
      alive = g_output_stream_write_all (stream, "x", 1, NULL, NULL, NULL);
    }
  g_atomic_int_add (&dripping->running, -1);
  return TRUE;
}

static void
dripping_start (Dripping *self, const char *begin)
{
  guint16 port;

  *self = (Dripping){ .begin = begin };
  self->service = G_THREADED_SOCKET_SERVICE (g_threaded_socket_service_new (2));
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  self->url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (G_SOCKET_SERVICE (self->service));
}

static void
dripping_stop (Dripping *self)
{
  g_atomic_int_set (&self->stopped, TRUE);
  g_socket_service_stop (G_SOCKET_SERVICE (self->service));
  while (g_atomic_int_get (&self->running) > 0)
    g_thread_yield ();
  g_object_unref (self->service);
  g_free (self->url);
}

typedef struct
{
  const Dripping *dripping;
  guint limit;
  GCancellable *cancellable;
  GError *error;
} Question;

/* In a thread, for the server takes connections in this one. */
static gpointer
ask (gpointer data)
{
  Question *question = data;
  g_autoptr (GBytes) request = g_bytes_new_static ("q", 1);

  g_assert_null (kiroku_authority_ask (question->dripping->url, request, question->limit,
                                       question->cancellable, &question->error));
  g_main_context_wakeup (NULL);
  return NULL;
}

static gboolean
is_asked (const Dripping *dripping)
{
  return g_atomic_int_get (&dripping->asked);
}

static void
test_dripping (gconstpointer data)
{
  Dripping dripping;
  Question question = { &dripping, SHORT, NULL, NULL };
  GThread *thread;

  dripping_start (&dripping, data);
  thread = g_thread_new ("ask", ask, &question);
  while (!is_asked (&dripping))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_error (question.error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_UNREACHED);
  g_assert_nonnull (strstr (question.error->message, "did not answer within 1 s"));
  g_clear_error (&question.error);
  dripping_stop (&dripping);
}

static void
test_cancelled (gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Dripping dripping;
  Question question = { &dripping, LONG, cancellable, NULL };
  GThread *thread;

  dripping_start (&dripping, data);
  thread = g_thread_new ("ask", ask, &question);
  while (!is_asked (&dripping))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (question.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&question.error);
  dripping_stop (&dripping);
}

#define HEAD "HTTP/1.1 200 OK\r\n"
#define BODY HEAD "Content-Type: application/timestamp-reply\r\nContent-Length: 1000000\r\n\r\n"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/authority/answer-byte-by-byte-is-given-up", BODY, test_dripping);
  g_test_add_data_func ("/authority/headers-byte-by-byte-are-given-up", HEAD, test_dripping);
  g_test_add_data_func ("/authority/asking-can-be-cancelled", BODY, test_cancelled);
  return g_test_run ();
}
