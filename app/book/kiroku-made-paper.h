/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-checkpoint.h"
#include "kiroku-pages.h"

G_BEGIN_DECLS

/* A paper laid out: drawn, printed and written from here it is the same each time, and is not made
 * again. A report reads its log while its pages are drawn, so the moment of which it was made lasts as
 * long as this does, and reads the database: meanwhile nobody can write the file of the case book anew
 * (kiroku_db_purge() fails as KIROKU_STORE_ERROR_BUSY, in the same program too), and SQLite's log grows
 * by what is recorded. Keep it as long as somebody looks at it, and no longer: free it before an erasure
 * is carried out, and write nothing from it after one. Made, used and freed in one thread of the
 * store's. */
typedef struct _KirokuMadePaper KirokuMadePaper;

/* @pages: (transfer full). (transfer full) */
KirokuMadePaper *kiroku_made_paper_new (KirokuPages *pages);
void kiroku_made_paper_free (KirokuMadePaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuMadePaper, kiroku_made_paper_free)

/* @data is needed to draw the pages: @destroy is called when they are gone, and then for what was kept
 * later. */
void kiroku_made_paper_keep (KirokuMadePaper *self, gpointer data, GDestroyNotify destroy);
/* (transfer none) */
KirokuPages *kiroku_made_paper_get_pages (KirokuMadePaper *self);

/* @heads: (nullable) (transfer full) */
void kiroku_made_paper_set_heads (KirokuMadePaper *self, KirokuCheckpoint *heads);
/* Whose case root the pages show, to be recorded once they were written or printed; NULL where none is,
 * or it was recorded before. (transfer none) (nullable) */
const KirokuCheckpoint *kiroku_made_paper_get_heads (KirokuMadePaper *self);

/* How many erasures were recorded in the case book when it was made (kiroku_erasure_count()). */
void kiroku_made_paper_set_erasures (KirokuMadePaper *self, gint64 erasures);
gint64 kiroku_made_paper_get_erasures (KirokuMadePaper *self);

G_END_DECLS
