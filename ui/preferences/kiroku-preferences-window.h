/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* What is set once and not in a case: what the rule pack asks of the organisation and of who
 * reports, which each new case begins with (kiroku-profile.h), and after how long the window hides
 * what it shows. All is kept at once. */
#define KIROKU_TYPE_PREFERENCES_WINDOW (kiroku_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuPreferencesWindow, kiroku_preferences_window, KIROKU, PREFERENCES_WINDOW, AdwWindow)

GtkWidget *kiroku_preferences_window_new (GtkWindow *parent, KirokuBook *book);

G_END_DECLS
