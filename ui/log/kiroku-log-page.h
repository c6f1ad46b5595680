/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-composer.h"

G_BEGIN_DECLS

/* The log of a case: everything that was recorded, newest at the bottom, and the composer under it.
 * It follows the end while the end is in view. */
#define KIROKU_TYPE_LOG_PAGE (kiroku_log_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLogPage, kiroku_log_page, KIROKU, LOG_PAGE, AdwBin)

GtkWidget *kiroku_log_page_new (void);
/* @model: (nullable) */
void kiroku_log_page_set_model (KirokuLogPage *self, KirokuCaseModel *model);

/* Scrolls to the entry with @hash, showing all entries; nothing happens when there is none. */
void kiroku_log_page_show_entry (KirokuLogPage *self, const char *hash);
/* Puts the keyboard into the search entry. */
void kiroku_log_page_find (KirokuLogPage *self);
/* (transfer none) */
KirokuComposer *kiroku_log_page_get_composer (KirokuLogPage *self);

G_END_DECLS
