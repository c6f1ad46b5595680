/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-admission.h"
#include "kiroku-evidence-store.h"
#include "kiroku-store.h"

G_BEGIN_DECLS

/* Takes a package in (FORMAT.md §9): first all of it is checked, and when it was forged or cut off
 * nothing is changed; then its files of evidence come, and then its entries, in short transactions
 * between which others write. Cut short at any moment it leaves a case that is consistent, and
 * taking the same package in again completes it. */

typedef struct
{
  KirokuStore *store;
  KirokuFolds *folds;
  KirokuEvidenceStore *files;
  KirokuClock clock; /* the computer's */
  /* (nullable) Entries came to the case; in the writer's thread, after their COMMIT. */
  void (*brought) (const char *case_id, gpointer data);
  gpointer brought_data;
  const KirokuEvidenceWatch *watch; /* (nullable) steps of all the work */
} KirokuImportOptions;

typedef struct
{
  char *case_id;
  char *file;       /* the name of the package, without its folder */
  char *sha256;     /* of the package */
  char *checkpoint; /* the signed lines of the package */
  gint64 entries;   /* stored */
  gint64 completed; /* were there, but lacked values that came now */
  gint64 known;     /* were there */
  gint64 waiting;   /* of the case, in quarantine */
  gint64 refused;
  gint64 files;     /* of evidence that came */
  gint64 withheld;  /* values and items that the package lacks, as verification counts them */
  gint64 since;     /* arrival of whatever came here first after it began */
  gint64 earlier;   /* of the entries: stored when the same package was cut short before */
  GPtrArray *warnings; /* of char *: in the user's language */
} KirokuImported;

KirokuImported *kiroku_imported_new (void);
void kiroku_imported_free (KirokuImported *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuImported, kiroku_imported_free)

/* Whether something came that had not been there. */
gboolean kiroku_imported_is_new (const KirokuImported *self);

/* Takes the package @path in. It waits, and is called in a thread that is none of the store's.
 * @imported says what came, also when it fails or is cancelled on the way. Before anything was
 * changed: KIROKU_EXCHANGE_ERROR_FILE, _FORM or _FORGED; after that G_IO_ERROR_CANCELLED or what
 * the disk said. */
gboolean kiroku_import_package (const char *path,
                                const KirokuImportOptions *options,
                                KirokuImported *imported,
                                GError **error);

/* Notes that @imported is in to its end, or, when it was @cut short, that an entry tells what came
 * of it so far; in the transaction of the entry about it. */
gboolean kiroku_imported_settle (
    const KirokuImported *imported, KirokuDb *db, gboolean cut, GError **error);

/* Packages of the case that were cut short and that no entry tells of, though all of them is here:
 * adds the entries about them to @drafts, or only counts when it is NULL; to be called in the
 * transaction that appends those. KIROKU_EXCHANGE_ERROR_CUT when one is not in to its end: what
 * explains its absent values may be missing. @own: ids of the keys whose copy this is, as a set:
 * what they wrote lacks nothing because a package leaves it out. */
gboolean kiroku_import_settle_left (KirokuDb *db,
                                    KirokuEvidenceStore *files,
                                    const char *case_id,
                                    GHashTable *own,
                                    GPtrArray *drafts,
                                    guint *left,
                                    GError **error);

/* Gives up what is left of packages that were cut short: the entries about them, which say so; to
 * be called in the transaction that appends those. As kiroku_import_settle_left(), they excuse no
 * more than what the signed checkpoint of such a package lists, nobody here wrote, and is absent
 * now. Whoever calls has seen that nothing else is absent. KIROKU_EXCHANGE_ERROR_USAGE when nothing
 * was cut short.
 * (transfer full) (element-type KirokuDraft) */
GPtrArray *kiroku_import_abandon (KirokuDb *db,
                                  KirokuEvidenceStore *files,
                                  const char *case_id,
                                  GHashTable *own,
                                  GError **error);

/* The entry about it; when @imported is new. It says what of the withheld is absent in @db and
 * @files at this moment: called in the transaction that appends it. @own: as in
 * kiroku_import_settle_left(), of what was here before it began. (transfer full) */
KirokuDraft *kiroku_import_draft (const KirokuImported *imported,
                                  KirokuDb *db,
                                  KirokuEvidenceStore *files,
                                  GHashTable *own,
                                  GError **error);

G_END_DECLS
