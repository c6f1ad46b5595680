/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-mail-draft.h"

#include <glib/gi18n.h>
#include <gmime/gmime.h>

#include "kiroku-files.h"

#define CHARSET "utf-8"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMultipart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)

static gpointer
start (gpointer data)
{
  g_mime_init ();
  return NULL;
}

/* (transfer full) */
static GMimeObject *
make_text (const char *text)
{
  GMimeTextPart *part = g_mime_text_part_new_with_subtype ("plain");

  g_mime_text_part_set_charset (part, CHARSET);
  g_mime_text_part_set_text (part, text);
  g_mime_part_set_content_encoding (GMIME_PART (part), GMIME_CONTENT_ENCODING_BASE64);
  return GMIME_OBJECT (part);
}

/* (transfer full) */
static GMimeObject *
make_attachment (const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autoptr (GMimeStream) stream = NULL;
  g_autoptr (GMimeDataWrapper) content = NULL;
  GMimePart *part;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, error))
    {
      g_prefix_error (error, _ ("what is to go with the mail cannot be read: "));
      return NULL;
    }
  stream = g_mime_stream_mem_new_with_buffer (bytes, length);
  content = g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);
  part = g_mime_part_new_with_type ("application", "octet-stream");
  g_mime_part_set_content (part, content);
  g_mime_part_set_filename (part, shown);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_disposition (GMIME_OBJECT (part), GMIME_DISPOSITION_ATTACHMENT);
  return GMIME_OBJECT (part);
}

/* The text alone, or the text and what goes with it. (transfer full) */
static GMimeObject *
make_body (const KirokuMailDraft *draft, GError **error)
{
  g_autoptr (GMimeObject) text = make_text (draft->text);
  g_autoptr (GMimeMultipart) all = NULL;

  if (draft->attachments == NULL || draft->attachments[0] == NULL)
    return g_steal_pointer (&text);
  all = g_mime_multipart_new_with_subtype ("mixed");
  g_mime_multipart_add (all, text);
  for (guint i = 0; draft->attachments[i] != NULL; i++)
    {
      g_autoptr (GMimeObject) part = make_attachment (draft->attachments[i], error);

      if (part == NULL)
        return NULL;
      g_mime_multipart_add (all, part);
    }
  return GMIME_OBJECT (g_steal_pointer (&all));
}

/* (transfer full) */
static GBytes *
write_message (GMimeMessage *message)
{
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new ();
  GMimeFormatOptions *options = g_mime_format_options_new ();
  GByteArray *bytes;

  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), options, stream);
  g_mime_format_options_free (options);
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  return g_bytes_new (bytes->data, bytes->len);
}

GBytes *
kiroku_mail_draft_make (const KirokuMailDraft *draft, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autoptr (GMimeMessage) message = NULL;
  g_autoptr (GMimeObject) body = NULL;
  g_autoptr (GDateTime) date = NULL;

  g_return_val_if_fail (draft != NULL && draft->subject != NULL && draft->text != NULL, NULL);

  g_once (&once, start, NULL);
  body = make_body (draft, error);
  if (body == NULL)
    return NULL;
  message = g_mime_message_new (TRUE);
  date = g_date_time_new_from_unix_utc (draft->date / G_USEC_PER_SEC);
  g_mime_message_set_date (message, date);
  g_mime_message_set_subject (message, draft->subject, CHARSET);
  if (draft->to != NULL)
    g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_TO, NULL, draft->to);
  /* Mail programs open it as one that is still to be sent. */
  g_mime_object_set_header (GMIME_OBJECT (message), "X-Unsent", "1", CHARSET);
  g_mime_message_set_mime_part (message, body);
  return write_message (message);
}

gboolean
kiroku_mail_draft_write (const KirokuMailDraft *draft, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (draft != NULL && path != NULL, FALSE);

  bytes = kiroku_mail_draft_make (draft, error);
  return bytes != NULL
         && kiroku_files_replace (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), TRUE,
                                  error);
}

char *
kiroku_mail_draft_dup_uri (const KirokuMailDraft *draft)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *body = NULL;
  g_autofree char *to = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (draft != NULL && draft->subject != NULL && draft->text != NULL, NULL);

  lines = g_strsplit (draft->text, "\n", -1);
  body = g_strjoinv ("\r\n", lines);
  to = g_uri_escape_string (draft->to != NULL ? draft->to : "", "@", FALSE);
  subject = g_uri_escape_string (draft->subject, NULL, FALSE);
  escaped = g_uri_escape_string (body, NULL, FALSE);
  return g_strdup_printf ("mailto:%s?subject=%s&body=%s", to, subject, escaped);
}

gboolean
kiroku_mail_is_address (const char *text)
{
  return text != NULL && g_regex_match_simple ("^[^\\s@,;<>\"]+@[^\\s@,;<>\"]+$", text, 0, 0);
}
