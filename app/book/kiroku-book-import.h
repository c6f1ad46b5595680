/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-import.h"

G_BEGIN_DECLS

/* Takes the package @path in and records that (`import`) when something new came. What came stays,
 * and is recorded, also when the work is cancelled or fails on the way; taking the same package in
 * again completes it. @watch (nullable) counts entries. Errors are those of kiroku_import_package().
 * It waits. (transfer full) */
KirokuImported *kiroku_book_import (KirokuBook *self,
                                    const char *path,
                                    const KirokuEvidenceWatch *watch,
                                    GError **error);
/* The same in a thread of its own; progress is told in the caller's context. */
void kiroku_book_import_async (KirokuBook *self,
                               const char *path,
                               const KirokuEvidenceWatch *watch,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KirokuImported *kiroku_book_import_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Gives up the packages of @case_id that were cut short, when nobody can bring them any more, and
 * records that: export goes on, and verification warns of what is missing. KIROKU_BOOK_ERROR_INPUT when
 * something is wrong with the case that only the rest of the package could explain: then nothing is
 * changed. It waits. (transfer full) (element-type KirokuEntry) */
GPtrArray *kiroku_book_abandon_imports (KirokuBook *self, const char *case_id, GError **error);

G_END_DECLS
