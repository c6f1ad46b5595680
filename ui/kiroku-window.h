/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* The window: the cases on the left, the selected one on the right. Until there is a book it shows
 * that it is being opened, asks who is there, or says what went wrong.
 *
 * Signals:
 *   identified (const char *name, const char *organisation): answered at the first start
 *   opened (): what was covered may be seen again
 *   restore (): a backup shall be restored, which is offered at the first start
 *   retry (): the book shall be opened again */
#define KIROKU_TYPE_WINDOW (kiroku_window_get_type ())
G_DECLARE_FINAL_TYPE (KirokuWindow, kiroku_window, KIROKU, WINDOW, AdwApplicationWindow)

/* @application: (nullable): in tests there is none. */
GtkWidget *kiroku_window_new (GtkApplication *application);

void kiroku_window_show_opening (KirokuWindow *self);
/* @name: proposed. */
void kiroku_window_show_welcome (KirokuWindow *self, const char *name);
void kiroku_window_show_failure (KirokuWindow *self, const GError *error);
/* Shows the cases of @book, and the first of them. */
void kiroku_window_set_book (KirokuWindow *self, KirokuBook *book);
/* Shows nothing of the book, and acts on nothing, until the passphrase is typed (::opened); then what was
 * there before. While there is no book it is what the book will be shown as. */
void kiroku_window_set_covered (KirokuWindow *self, gboolean covered);

G_END_DECLS
