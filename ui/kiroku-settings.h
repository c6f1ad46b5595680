/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether to remind of deadlines while no window is open. */
#define KIROKU_SETTING_REMIND "remind-when-closed"

/* The user's settings, or NULL where their schema is not installed: then everything is as by
 * default, and nothing is remembered. (transfer full) (nullable) */
GSettings *kiroku_settings_new (void);

G_END_DECLS
