/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether the desktop starts this program without a window when the user logs in, to remind of deadlines: by a
 * file in the user's autostart folder (Desktop Application Autostart Specification), or in a sandbox by the
 * portal org.freedesktop.portal.Background, which may ask the user. Without waiting. */
void kiroku_autostart_set_async (gboolean on,
                                 const char *database,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* G_IO_ERROR_PERMISSION_DENIED when the desktop does not allow it. */
gboolean kiroku_autostart_set_finish (GAsyncResult *result, GError **error);

/* The file for @program. @database: (nullable): the case book, where it is not the usual one. (transfer full) */
char *kiroku_autostart_make (const char *program, const char *database);

G_END_DECLS
