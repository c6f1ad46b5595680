/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the display tests share: a window with one widget in it, real keys, and waiting for what
 * they bring about. */

typedef gboolean (*KirokuTestCondition) (gpointer user_data);

/* GTK, libadwaita, Kiroku's resources and style; g_test_init() included. */
void kiroku_test_init (int *argc, char ***argv);

/* Runs the main loop until @condition holds; fails the test after 10 s, naming @what. */
void kiroku_test_wait (KirokuTestCondition condition, gpointer user_data, const char *what);
/* Runs the main loop until @number is at least @least. */
void kiroku_test_wait_number (const guint *number, guint least, const char *what);
/* Lets everything that is ready happen. */
void kiroku_test_settle (void);

/* Shows @window, and waits until it is drawn and holds the keyboard. */
void kiroku_test_present (GtkWindow *window);
/* A window showing @child, drawn and holding the keyboard. (transfer none) */
GtkWindow *kiroku_test_window (GtkWidget *child, int width, int height);
/* Closes @window as its own button does, and waits until it is finalised: what it does must have
 * ended. */
void kiroku_test_ask_to_close (GtkWidget *window);
/* Destroys @window and asserts that it and @child are finalised. */
void kiroku_test_close (GtkWindow *window, GtkWidget *child);

/* Kiroku's window, empty, as large as on a small screen. (transfer none) */
GtkWidget *kiroku_test_open_window (void);
/* Removes @path and everything in it. */
void kiroku_test_remove_folder (const char *path);

/* Presses keys as a person would, by xdotool's names ("Return", "shift+Return"), one after the
 * other, and waits until they have been sent. The last argument is NULL. */
void kiroku_test_keys (const char *key, ...) G_GNUC_NULL_TERMINATED;
/* Types text. */
void kiroku_test_type (const char *text);
/* xdotool with these arguments ("keydown", "Return", NULL). */
void kiroku_test_xdotool (const char *const *arguments);
/* Clicks at @x, @y of @widget. */
void kiroku_test_click (GtkWidget *widget, double x, double y);
/* Clicks in the middle of @widget, once it has its place and stays there. */
void kiroku_test_click_on (GtkWidget *widget);

G_END_DECLS
