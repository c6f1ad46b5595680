/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The program: opens the case book once and shows it in windows. */
#define KIROKU_TYPE_APPLICATION (kiroku_application_get_type ())
G_DECLARE_FINAL_TYPE (KirokuApplication, kiroku_application, KIROKU, APPLICATION, AdwApplication)

KirokuApplication *kiroku_application_new (void);

/* The data folder of whoever runs it. (transfer full) */
char *kiroku_application_get_folder (void);

G_END_DECLS
