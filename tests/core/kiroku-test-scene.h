/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-checkpoint.h"
#include "kiroku-test-authority.h"
#include "kiroku-test-book.h"

G_BEGIN_DECLS

/* A case of three people, and a time-stamping authority beside it. hanako's journal: 0 opens it, 1
 * the case, 2 vouches for ichiro, 3 a note. */
typedef struct
{
  KirokuTestBook *book;
  KirokuTestPerson *hanako; /* who opens the case */
  KirokuTestPerson *ichiro; /* vouched for */
  KirokuTestPerson *saburo; /* not vouched for */
  KirokuTestAuthority *authority;
  char *ca; /* the file of its certificate */
} KirokuTestScene;

/* @fold: (nullable): one further fold. */
void kiroku_test_scene_init (KirokuTestScene *self, const KirokuFold *fold);
void kiroku_test_scene_clear (KirokuTestScene *self);

const char *kiroku_test_get_id (KirokuTestPerson *person);
/* Appends to the case, taking @draft; the entry is not needed. */
void kiroku_test_do (KirokuTestPerson *person, KirokuDraft *draft);
void kiroku_test_vouch (KirokuTestPerson *person, KirokuTestPerson *other);
/* The heads as they stand. (transfer full) */
KirokuCheckpoint *kiroku_test_scene_read_heads (KirokuTestScene *self);
/* A token of @root, stamped @late µs after the test's beginning. (transfer full) */
char *kiroku_test_scene_stamp (KirokuTestScene *self, const char *root, gint64 late);

G_END_DECLS
