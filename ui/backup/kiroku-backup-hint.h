/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* A quiet button that is there only while a backup is due, says for how long there was none, and
 * leads to one (win.backup). */
#define KIROKU_TYPE_BACKUP_HINT (kiroku_backup_hint_get_type ())
G_DECLARE_FINAL_TYPE (KirokuBackupHint, kiroku_backup_hint, KIROKU, BACKUP_HINT, AdwBin)

/* Looks at once and then every few minutes; NULL to stop. */
void kiroku_backup_hint_set_book (KirokuBackupHint *self, KirokuBook *book);
/* Looks now. */
void kiroku_backup_hint_check (KirokuBackupHint *self);

G_END_DECLS
