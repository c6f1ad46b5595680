/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-archive.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* What does not go into a package: values of fields, and files of evidence. The entries themselves
 * always go, and say that something is withheld. */
typedef struct _KirokuWithholding KirokuWithholding;

/* @names (nullable): "FACT", every value the case states for a fact, or "ENTRY:FIELD", where ENTRY
 * is the first digits of an entry: with the value goes whatever tells it (kiroku_related_list_value()),
 * so that no correction gives it away. @pack knows the facts. @files (nullable): the first digits of the SHA-256 or of the
 * entry of evidence. Both end with NULL. What names nothing in @case_id, or must not be withheld,
 * is refused with KIROKU_EXCHANGE_ERROR_USAGE. Each value takes a search through the case: @cancellable
 * (nullable) is looked at before every one. (transfer full) */
KirokuWithholding *kiroku_withholding_new (KirokuDb *db,
                                           KirokuPack *pack,
                                           const char *case_id,
                                           const char *const *names,
                                           const char *const *files,
                                           GCancellable *cancellable,
                                           GError **error);
void kiroku_withholding_free (KirokuWithholding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuWithholding, kiroku_withholding_free)

gboolean kiroku_withholding_has_field (KirokuWithholding *self,
                                       const KirokuStored *entry,
                                       const char *field);
gboolean kiroku_withholding_has_file (KirokuWithholding *self, const char *sha256);
/* The SHA-256 of the files that nobody named, but that show a fact that is withheld: what was filed
 * by a form. Sorted. (transfer full) (element-type utf8) */
GPtrArray *kiroku_withholding_list_implied (KirokuWithholding *self);
/* The values that nobody named, but that tell one that was: "ENTRY:FIELD". Sorted. (transfer full)
 * (element-type utf8) */
GPtrArray *kiroku_withholding_list_implied_values (KirokuWithholding *self);
/* The values that go into the package and within which the words of one that does not stand
 * (kiroku_related_list_repeats()): whether they tell it only a person can say. "ENTRY:FIELD". Sorted.
 * (transfer full) (element-type utf8) */
GPtrArray *kiroku_withholding_list_repeats (KirokuWithholding *self);

G_END_DECLS
