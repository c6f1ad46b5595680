/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-entry.h"
#include "kiroku-fold.h"

G_BEGIN_DECLS

/* Cases that have to do with each other: `case.link` entries. They are linked, never fused. The entry
 * stands in one of the two; both show it. */
typedef enum
{
  KIROKU_LINK_DUPLICATE, /* this case is a duplicate of the other */
  KIROKU_LINK_PARENT,    /* the other is the parent of this case */
  KIROKU_LINK_RELATED,
  /* The first two as the other case shows them; never recorded. */
  KIROKU_LINK_ORIGINAL, /* the other is a duplicate of this case */
  KIROKU_LINK_CHILD,
} KirokuLinkAs;

/* "duplicate", "parent", "related", "original", "child". */
const char *kiroku_link_as_id (KirokuLinkAs as);
/* Only the three that can be recorded. */
gboolean kiroku_link_as_parse (const char *id, KirokuLinkAs *as, GError **error);
/* "Duplicate of 2026-001", in the user's language. (transfer full) */
char *kiroku_link_as_describe (KirokuLinkAs as, const char *number);

typedef struct
{
  char *id;     /* of the other case */
  char *number; /* as it is here, or, when the case is not here, as it was read then */
  KirokuLinkAs as;
  char *reason; /* (nullable) */
  char *hash;   /* of the entry */
} KirokuLink;

/* An entry for the case that is @as to @other. @number: of @other, as it reads now. @reason: (nullable).
 * (transfer full) */
KirokuDraft *kiroku_link_draft (
    const char *other, const char *number, KirokuLinkAs as, const char *reason);

/* The other cases that @case_id is linked with, from either side; of several entries about one of
 * them the last. (transfer full) (element-type KirokuLink) */
GPtrArray *kiroku_case_read_links (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

extern const KirokuFold kiroku_links_fold;

G_END_DECLS
