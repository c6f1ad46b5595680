/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-zip.h"

G_BEGIN_DECLS

struct _KirokuZip
{
  char *path;
  int fd;
  gint64 size;
  GPtrArray *members; /* of KirokuZipMember, by name */
  GHashTable *names;  /* name → KirokuZipMember */
};

/* KIROKU_EXCHANGE_ERROR_FORM: the file is no package, or damaged; @what says where. FALSE. */
gboolean kiroku_zip_fail_form (KirokuZip *self, GError **error, const char *what);
/* Reads @length bytes from @offset on; a file that ends before is no package. */
gboolean kiroku_zip_read_at (
    KirokuZip *self, gint64 offset, void *bytes, gsize length, GError **error);

G_END_DECLS
