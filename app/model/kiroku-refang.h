/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* People write addresses of attackers so that nobody follows them by accident: hxxp, [.], (dot), [at],
 * [:]// and the like, or with full-width characters. This is such a text with the addresses as they
 * are, and where each byte of it stands in the original. */
typedef struct
{
  char *text;
  GArray *origins;  /* of gsize: byte offset in the original of each byte of @text, then its length */
  GByteArray *marks; /* 1 for each byte that was written so that nobody follows it */
} KirokuRefanged;

/* (transfer full) */
KirokuRefanged *kiroku_refanged_new (const char *text);
void kiroku_refanged_free (KirokuRefanged *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuRefanged, kiroku_refanged_free)

gsize kiroku_refanged_get_origin (const KirokuRefanged *self, gsize offset);
/* Whether any byte of [@start, @end) was written so that nobody follows it. */
gboolean kiroku_refanged_is_marked (const KirokuRefanged *self, gsize start, gsize end);

G_END_DECLS
