/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest value of a body field, in bytes (design §3). */
#define KIROKU_TEXT_MAX (1024 * 1024)

/* Whether @text may enter the record: UTF-8 without U+0000 and at most KIROKU_TEXT_MAX bytes.
 * @length is in bytes. @what names the field for the message. */
gboolean kiroku_text_check (const char *text, gsize length, const char *what, GError **error);

/* @text as it may be shown in a terminal or on one line of the window: C0, C1 and bidirectional
 * controls become visible as ‹U+XXXX›; LF becomes " ⏎ " when @one_line. The bytes of the record
 * stay as they are. (transfer full) */
char *kiroku_text_visible (const char *text, gboolean one_line);

/* @text with full-width digits, ASCII letters and punctuation (U+FF01–U+FF5E) and the ideographic
 * space made half-width, for numbers and times typed with an input method on. (transfer full) */
char *kiroku_text_to_half_width (const char *text);

/* @text as part of the name of a file and one word of a command line, whoever wrote it: letters,
 * digits, hyphens, underscores and dots of ASCII, at most 64, the first a letter or digit; other bytes
 * become underscores. @fallback where @text is NULL or begins with something else. (transfer full) */
char *kiroku_text_make_name (const char *text, const char *fallback);

/* Whether @text is a UUID as the record writes it: lower case, with hyphens. */
gboolean kiroku_text_is_uuid (const char *text);

/* @text without leading and trailing white space, the ideographic space included.
 * (transfer full) */
char *kiroku_text_strip (const char *text);
/* Whether two names are the same but for white space, which people type in several ways. */
gboolean kiroku_text_is_same_name (const char *a, const char *b);
/* @size bytes for people: "56 bytes", "12.3 MB". (transfer full) */
char *kiroku_text_size (guint64 size);

G_END_DECLS
