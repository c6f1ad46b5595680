/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-copied.h"

#include <glib/gi18n.h>

void
kiroku_copied_free (KirokuCopied *self)
{
  g_slist_free_full (self->files, g_object_unref);
  g_clear_pointer (&self->png, g_bytes_unref);
  g_free (self->text);
  g_free (self);
}

/* (transfer full) */
static KirokuCopied *
copied_new (KirokuCopied copied)
{
  return g_memdup2 (&copied, sizeof copied);
}

static void
answer (GTask *task, KirokuCopied copied)
{
  g_task_return_pointer (task, copied_new (copied), (GDestroyNotify) kiroku_copied_free);
}

static void
files_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  GSList *files;

  if (value == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  files = g_value_dup_boxed (value);
  answer (task, (KirokuCopied){ .files = files });
}

static void
encode_in_thread (GTask *task, gpointer source, gpointer texture, GCancellable *cancellable)
{
  answer (task, (KirokuCopied){ .png = gdk_texture_save_to_png_bytes (texture) });
}

static void
picture_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GdkTexture *texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);

  if (texture == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, texture, g_object_unref);
  g_task_run_in_thread (task, encode_in_thread);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (text == NULL)
    g_task_return_error (task, error);
  else
    answer (task, (KirokuCopied){ .text = text });
}

void
kiroku_copied_read_async (GdkClipboard *clipboard, GAsyncReadyCallback callback, gpointer user_data)
{
  GdkContentFormats *formats;
  GTask *task;

  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  formats = gdk_clipboard_get_formats (clipboard);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_copied_read_async);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)
      || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    files_read_cb, task);
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE)
           || gdk_content_formats_contain_mime_type (formats, "image/png"))
    gdk_clipboard_read_texture_async (clipboard, NULL, picture_read_cb, task);
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, task);
  else
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                               _ ("Neither a picture nor files were copied: copy one first."));
      g_object_unref (task);
    }
}

KirokuCopied *
kiroku_copied_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
