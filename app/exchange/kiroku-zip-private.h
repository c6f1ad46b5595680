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

G_END_DECLS
