/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-package.h"
#include "kiroku-zip.h"

G_BEGIN_DECLS

#define JOURNALS "data/journals/"
#define EVIDENCE "data/evidence/"
#define CHECKPOINT "data/checkpoint.txt"

struct _KirokuPackage
{
  char *path;
  KirokuZip *zip;
  char *top; /* the one folder, with its slash */
  KirokuCheckpoint *checkpoint;
  GPtrArray *journals; /* of char * */
  GPtrArray *evidence; /* of char * */
  GHashTable *digests; /* path → KirokuDigests; NULL until they are taken */
};

/* The path of a member from the bag's top. */
const char *kiroku_package_get_member_path (KirokuPackage *self, const KirokuZipMember *member);
/* The member at @path from the bag's top. (nullable) */
const KirokuZipMember *kiroku_package_find (KirokuPackage *self, const char *path);
/* All of the text file @path. NULL, without @error, when it is missing or no text.
 * (transfer full) */
char *kiroku_package_read_text (KirokuPackage *self, const char *path, GError **error);

G_END_DECLS
