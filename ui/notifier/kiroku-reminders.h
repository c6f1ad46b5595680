/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of what somebody was reminded, kept in the data folder: who starts the program again does not hear it a
 * second time. No evidence of anything; a file that cannot be read counts as empty. */
typedef struct _KirokuReminders KirokuReminders;

/* Those of the data folder @folder. It waits for the disk. (transfer full) */
KirokuReminders *kiroku_reminders_load (const char *folder);
void kiroku_reminders_free (KirokuReminders *self);

/* How many stages and lead times of @rule were past in case @case_id when that was last said. */
guint kiroku_reminders_get (KirokuReminders *self, const char *case_id, const char *rule);
void kiroku_reminders_set (KirokuReminders *self, const char *case_id, const char *rule, guint n);

/* When it was last said that a backup is due, µs UTC; 0 for never. */
gint64 kiroku_reminders_get_backup (KirokuReminders *self);
void kiroku_reminders_set_backup (KirokuReminders *self, gint64 us);

/* What is to be written, once for each change; NULL when nothing changed since. (transfer full) (nullable) */
char *kiroku_reminders_take_changed (KirokuReminders *self);
/* Writes what kiroku_reminders_take_changed() gave; durable when it returns. It waits for the disk. */
gboolean kiroku_reminders_write (const char *folder, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuReminders, kiroku_reminders_free)

G_END_DECLS
