/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book-anchor.h"

G_BEGIN_DECLS

/* What somebody keeps outside, as people give it: a case root that was typed or scanned, or a file. */
typedef struct
{
  KirokuOutsideHead head; /* its texts are those below; `note` is the caller's */
  char *root;
  char *token;
  char *authority;
} KirokuGivenHead;

void kiroku_given_head_clear (KirokuGivenHead *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KirokuGivenHead, kiroku_given_head_clear)

/* @text as a case root: as printed in groups of digits with blanks or hyphens between them, in
 * capitals, or as a QR code gives it. FALSE when it is none. */
gboolean kiroku_given_head_take_root (KirokuGivenHead *self, const char *text);

/* The file @path from a time-stamp authority, or with the lines of a checkpoint of @case_id. @typed:
 * whether somebody has said of which type it is; else a file with a token makes it one. It waits. */
gboolean kiroku_given_head_take_file (KirokuGivenHead *self,
                                      const char *path,
                                      gboolean typed,
                                      const char *case_id,
                                      GError **error);

G_END_DECLS
