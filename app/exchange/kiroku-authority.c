/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-authority.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#define QUERY_TYPE "application/timestamp-query"
#define REPLY_TYPE "application/timestamp-reply"
/* The longest answer read, in bytes; real ones have a few thousand. */
#define ANSWER_MAX (1024 * 1024)
/* s */
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

static void
set_unreached (const char *url, const GError *failure, GError **error)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_UNREACHED,
               _ ("“%s” cannot be reached (%s): try again when there is a network"), url,
               failure->message);
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
read_answer (GInputStream *stream, const char *url, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (ANSWER_MAX + 1);
  g_autoptr (GError) failure = NULL;
  gsize length;

  if (!g_input_stream_read_all (stream, bytes, ANSWER_MAX + 1, &length, cancellable, &failure))
    {
      set_unreached (url, failure, error);
      return NULL;
    }
  if (length <= ANSWER_MAX)
    return g_bytes_new (bytes, length);
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("the answer of “%s” is too long for a time stamp: check the address"), url);
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

GBytes *
kiroku_authority_ask (
    const char *url, GBytes *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupSession) session = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (url != NULL && request != NULL, NULL);

  if (!kiroku_authority_check_url (url, error))
    return NULL;
  session = soup_session_new_with_options ("timeout", TIMEOUT, "user-agent", "Kiroku", NULL);
  message = make_message (url, request);
  stream = soup_session_send (session, message, cancellable, &failure);
  if (stream == NULL)
    {
      set_unreached (url, failure, error);
      return NULL;
    }
  return check_answer (message, url, error) ? read_answer (stream, url, cancellable, error) : NULL;
}
