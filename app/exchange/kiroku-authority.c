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

/* A question under way, in a context of its own so that its time can run out. */
typedef struct
{
  const char *url;
  guint limit; /* ms */
  GMainContext *context;
  GCancellable *cancellable; /* (unowned): cancelled with the caller's, or when the time is up */
  GAsyncResult *result;      /* (nullable) of the step that was waited for */
  gboolean late;
} Asking;

/* Why @asking came to nothing; the caller's own wish is told as such. */
static void
fail (const Asking *asking, GError *failure, GError **error)
{
  g_autoptr (GError) taken = failure;

  if (asking->late)
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
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *asking = user_data;

  asking->result = g_object_ref (result);
}

/* (transfer full) */
static GAsyncResult *
wait_for (Asking *asking)
{
  while (asking->result == NULL)
    g_main_context_iteration (asking->context, TRUE);
  return g_steal_pointer (&asking->result);
}

static gboolean
late_cb (gpointer user_data)
{
  Asking *asking = user_data;

  asking->late = TRUE;
  g_cancellable_cancel (asking->cancellable);
  return G_SOURCE_REMOVE;
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
  g_autoptr (GAsyncResult) result = NULL;
  GError *failure = NULL;
  gsize length;

  g_input_stream_read_all_async (stream, bytes, ANSWER_MAX + 1, G_PRIORITY_DEFAULT,
                                 asking->cancellable, done_cb, asking);
  result = wait_for (asking);
  if (!g_input_stream_read_all_finish (stream, result, &length, &failure))
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
ask (Asking *asking, GBytes *request, GError **error)
{
  g_autoptr (SoupSession) session
      = soup_session_new_with_options ("timeout", TIMEOUT, "user-agent", "Kiroku", NULL);
  g_autoptr (SoupMessage) message = make_message (asking->url, request);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GInputStream) stream = NULL;
  GError *failure = NULL;
  GBytes *answer = NULL;

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, asking->cancellable, done_cb,
                           asking);
  result = wait_for (asking);
  stream = soup_session_send_finish (session, result, &failure);
  if (stream == NULL)
    fail (asking, failure, error);
  else if (check_answer (message, asking->url, error))
    answer = read_answer (asking, stream, error);
  /* An answer that came as the asking was stopped is still held by @result, and closing it needs
   * what the session has. */
  g_clear_object (&result);
  g_clear_object (&stream);
  soup_session_abort (session);
  return answer;
}

/* The same with a limit. */
static GBytes *
ask_in_time (Asking *asking, GBytes *request, GError **error)
{
  GSource *timer = g_timeout_source_new (asking->limit);
  GBytes *answer;

  g_source_set_callback (timer, late_cb, asking, NULL);
  g_source_attach (timer, asking->context);
  answer = ask (asking, request, error);
  g_source_destroy (timer);
  g_source_unref (timer);
  while (g_main_context_iteration (asking->context, FALSE))
    ; /* what was left when it ended */
  return answer;
}

GBytes *
kiroku_authority_ask (const char *url,
                      GBytes *request,
                      guint limit,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GMainContext) context = NULL;
  g_autoptr (GCancellable) own = NULL;
  Asking asking = { .url = url, .limit = limit };
  GBytes *answer;
  gulong handler = 0;

  g_return_val_if_fail (url != NULL && request != NULL, NULL);

  if (!kiroku_authority_check_url (url, error))
    return NULL;
  asking.context = context = g_main_context_new ();
  asking.cancellable = own = g_cancellable_new ();
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_object_ref (own),
                                     g_object_unref);
  g_main_context_push_thread_default (context);
  answer = ask_in_time (&asking, request, error);
  g_main_context_pop_thread_default (context);
  g_cancellable_disconnect (cancellable, handler);
  return answer;
}
