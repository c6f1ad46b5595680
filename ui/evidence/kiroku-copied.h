/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What somebody has copied elsewhere: files, a picture, or a text, whichever comes first there. One
 * of them is there. */
typedef struct
{
  GSList *files; /* (nullable) (element-type GFile) */
  GBytes *png;   /* (nullable) the picture */
  char *text;    /* (nullable) */
} KirokuCopied;

void kiroku_copied_free (KirokuCopied *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuCopied, kiroku_copied_free)

/* Reads it from @clipboard, without waiting for the program that has it. */
void kiroku_copied_read_async (GdkClipboard *clipboard,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* G_IO_ERROR_NOT_FOUND when it is neither. (transfer full) */
KirokuCopied *kiroku_copied_finish (GAsyncResult *result, GError **error);

G_END_DECLS
