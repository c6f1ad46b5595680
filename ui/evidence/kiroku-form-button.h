/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A button that opens a form in a popover. The form stays as typed when the popover is left without
 * being done, and is made anew for the next use once it signals ::closed. */
#define KIROKU_TYPE_FORM_BUTTON (kiroku_form_button_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFormButton, kiroku_form_button, KIROKU, FORM_BUTTON, AdwBin)

/* Makes a form: a widget with a signal ::closed and something to focus. @owner: as was given. */
typedef GtkWidget *(*KirokuMakeForm) (gpointer owner);

/* With @label, or with @icon (nullable) and @label as its name. @owner must outlive the button. */
GtkWidget *kiroku_form_button_new (const char *label,
                                   const char *icon,
                                   KirokuMakeForm make,
                                   gpointer owner);
/* What the form was filled with is not so any more: it is made anew for the next use. One that is being used
 * is told (kiroku_small_form_outdate()). */
void kiroku_form_button_outdate (KirokuFormButton *self);

G_END_DECLS
