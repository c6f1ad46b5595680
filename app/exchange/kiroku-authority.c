/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-authority.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#define QUERY_TYPE "application/timestamp-query"
#define REPLY_TYPE "application/timestamp-reply"
/* The longest answer read, in bytes; real ones have a few thousand. */
#define ANSWER_MAX (1024 * 1024)
/* s without a byte */
#define TIMEOUT 20

gboolean
kiroku_authority_check_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if ((g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) && host != NULL
      && host[0] != '\0')
    return TRUE;
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
               _ ("“%s” is no address of a time-stamping authority: it begins with http:// or "
                  "https://"),
               url);
  return FALSE;
}

/* A question under way, in a thread of its own so that its time can run out. libsoup's asynchronous
 * calls will not do: one that is stopped just as its answer comes closes the answer after the
 * connection it needs is gone, and crashes (libsoup 3.2). */
typedef struct
{
  const char *url;
  GBytes *request;
  guint limit;               /* ms */
  GCancellable *cancellable; /* cancelled with the caller's, or when the time is up */
  GMutex lock;               /* of what follows */
  GCond ended_cond;
  gboolean ended;
  gboolean late;
  GBytes *answer; /* (nullable) read when the thread is gone, as is: */
  GError *error;
} Asking;

static gboolean
is_late (Asking *asking)
{
  gboolean late;

  g_mutex_lock (&asking->lock);
  late = asking->late;
  g_mutex_unlock (&asking->lock);
  return late;
}

/* Why @asking came to nothing; the caller's own wish is told as such. */
static void
fail (Asking *asking, GError *failure, GError **error)
{
  g_autoptr (GError) taken = failure;

  if (is_late (asking))
    g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_UNREACHED,
                 _ ("“%s” did not answer within %u s: try again later"), asking->url,
                 (asking->limit + 999) / 1000);
  else if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&taken));
  else
    g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_UNREACHED,
                 _ ("“%s” cannot be reached (%s): try again when there is a network"), asking->url,
                 taken->message);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer own)
{
  g_cancellable_cancel (own);
}

static gboolean
check_answer (SoupMessage *message, const char *url, GError **error)
{
  guint status = soup_message_get_status (message);
  const char *type
      = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  if (SOUP_STATUS_IS_SERVER_ERROR (status))
    g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_UNREACHED,
                 _ ("“%s” cannot answer now (HTTP %u): try again later"), url, status);
  else if (status != SOUP_STATUS_OK)
    g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
                 _ ("“%s” did not answer the request (HTTP %u): check the address"), url, status);
  else if (type == NULL || g_ascii_strcasecmp (type, REPLY_TYPE) != 0)
    g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
                 _ ("“%s” did not answer as a time-stamping authority: check the address"), url);
  else
    return TRUE;
  return FALSE;
}

/* One byte more than is allowed shows that there is too much. */
static GBytes *
read_answer (Asking *asking, GInputStream *stream, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (ANSWER_MAX + 1);
  GError *failure = NULL;
  gsize length;

  if (!g_input_stream_read_all (stream, bytes, ANSWER_MAX + 1, &length, asking->cancellable,
                                &failure))
    {
      fail (asking, failure, error);
      return NULL;
    }
  if (length <= ANSWER_MAX)
    return g_bytes_new (bytes, length);
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("the answer of “%s” is too long for a time stamp: check the address"),
               asking->url);
  return NULL;
}

static SoupMessage *
make_message (const char *url, GBytes *request)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, url);

  soup_message_set_request_body_from_bytes (message, QUERY_TYPE, request);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept", REPLY_TYPE);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  return message;
}

static GBytes *
ask (Asking *asking, GError **error)
{
  g_autoptr (SoupSession) session
      = soup_session_new_with_options ("timeout", TIMEOUT, "user-agent", "Kiroku", NULL);
  g_autoptr (SoupMessage) message = make_message (asking->url, asking->request);
  g_autoptr (GInputStream) stream = NULL;
  GError *failure = NULL;

  stream = soup_session_send (session, message, asking->cancellable, &failure);
  if (stream == NULL)
    fail (asking, failure, error);
  else if (check_answer (message, asking->url, error))
    return read_answer (asking, stream, error);
  return NULL;
}

static gpointer
ask_thread (gpointer data)
{
  Asking *asking = data;

  asking->answer = ask (asking, &asking->error);
  g_mutex_lock (&asking->lock);
  asking->ended = TRUE;
  g_cond_signal (&asking->ended_cond);
  g_mutex_unlock (&asking->lock);
  return NULL;
}

/* Until @asking has ended, which it soon does when it is late. */
static void
ask_in_time (Asking *asking)
{
  gint64 end = g_get_monotonic_time () + asking->limit * (gint64) 1000;
  GThread *thread = g_thread_new ("authority", ask_thread, asking);
  gboolean late;

  g_mutex_lock (&asking->lock);
  while (!asking->ended && !asking->late)
    asking->late = !g_cond_wait_until (&asking->ended_cond, &asking->lock, end);
  late = asking->late;
  g_mutex_unlock (&asking->lock);
  if (late)
    g_cancellable_cancel (asking->cancellable);
  g_thread_join (thread);
}

GBytes *
kiroku_authority_ask (
    const char *url, GBytes *request, guint limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GCancellable) own = NULL;
  Asking asking = { .url = url, .request = request, .limit = limit };
  gulong handler = 0;

  g_return_val_if_fail (url != NULL && request != NULL, NULL);

  if (!kiroku_authority_check_url (url, error))
    return NULL;
  asking.cancellable = own = g_cancellable_new ();
  g_mutex_init (&asking.lock);
  g_cond_init (&asking.ended_cond);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_object_ref (own),
                                     g_object_unref);
  ask_in_time (&asking);
  g_cancellable_disconnect (cancellable, handler);
  g_cond_clear (&asking.ended_cond);
  g_mutex_clear (&asking.lock);
  if (asking.error != NULL)
    g_propagate_error (error, asking.error);
  return asking.answer;
}
