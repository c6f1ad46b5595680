/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-document.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* Every kind of block and every report, made from what stands here and nowhere else: always the same
 * pages. */

/* A paper; all in @language, "ja" or "en". (transfer full) */
typedef KirokuDocument *(*KirokuTestPaperFunc) (KirokuPack *pack, const char *language);

typedef struct
{
  const char *name;
  KirokuTestPaperFunc make;
} KirokuTestPaper;

/* Ended by one without a name. */
extern const KirokuTestPaper kiroku_test_papers[];

G_END_DECLS
