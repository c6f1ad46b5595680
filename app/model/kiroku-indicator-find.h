/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-indicator-text.h"

G_BEGIN_DECLS

/* Something in a text that may be an indicator. It is offered to a person, who decides. */
typedef struct
{
  KirokuIndicatorType type;
  char *value;   /* canonical */
  gsize offset;  /* where it stands in the text, in bytes */
  gsize length;  /* in bytes */
  gboolean marked; /* written so that nobody follows it */
} KirokuFoundIndicator;

void kiroku_found_indicator_free (KirokuFoundIndicator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFoundIndicator, kiroku_found_indicator_free)

/* @text is UTF-8. URLs, domains, e-mail addresses, IP addresses and digests in @text, defanged or not, with or without
 * blanks around; each once, in the order in which they first stand there. It rather leaves one out than
 * offers what is none: version numbers, times, dates, file names, net masks and addresses that lead
 * nowhere (RFC 6890: 0/8, 127/8, 224/3) are left out; so are bare names under an uncommon top-level
 * domain, unless they were defanged.
 * (transfer full) (element-type KirokuFoundIndicator) */
GPtrArray *kiroku_indicator_find (const char *text);

/* @text as it is shown where a click follows an address: every URL, domain, e-mail address and IP address
 * that kiroku_indicator_find() finds in it is written as kiroku_indicator_defang() does, in the letters
 * of @text, and what was written so already stays. All else is as it was. (transfer full) */
char *kiroku_indicator_defang_text (const char *text);

G_END_DECLS
