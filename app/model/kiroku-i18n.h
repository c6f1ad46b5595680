/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gi18n.h>

G_BEGIN_DECLS

/* The program speaks the language of the person at it; a document may be for a reader of another. What
 * both say is written once, with _(), and read in the language that the thread is in: like uselocale(3),
 * but a document is the same on every computer, whatever languages are installed there. Files whose words
 * stand in documents include this in place of <glib/gi18n.h>. */

#undef _
#define _(text) kiroku_gettext (text)
#undef C_
#define C_(context, text) kiroku_gettext_in_context (context, text)
#undef ngettext
#define ngettext kiroku_ngettext

/* @text in the language of the thread, or else in the user's. (transfer none) */
const char *kiroku_gettext (const char *text) G_GNUC_FORMAT (1);
const char *kiroku_gettext_in_context (const char *context, const char *text) G_GNUC_FORMAT (2);
/* The same of what is said of one or of several, as many as @n. */
const char *kiroku_ngettext (const char *one, const char *several, gulong n) G_GNUC_FORMAT (1) G_GNUC_FORMAT (2);

/* The language a thread was in before. */
typedef struct
{
  const char *before;
} KirokuSpoken;

/* Puts the thread into @language ("ja" or a locale that begins so; anything else is English) until the
 * result goes out of scope: g_auto (KirokuSpoken) spoken = kiroku_speak ("ja"). */
KirokuSpoken kiroku_speak (const char *language);
/* Whether the thread is in KIROKU_ERA_LANGUAGE: dates that are said have the year of the era. */
gboolean kiroku_speaks_of_eras (void);
void kiroku_spoken_clear (KirokuSpoken *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KirokuSpoken, kiroku_spoken_clear)

G_END_DECLS
