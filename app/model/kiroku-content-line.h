/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Content lines of iCalendar (RFC 5545, 3.1 and 3.3.11) and vCard (RFC 2425, 5.8.1; RFC 2426, 5): UTF-8, at
 * most 75 octets and ended by CRLF; what goes on begins with a blank. */

/* Appends @line, folded, where no letter is torn apart. */
void kiroku_content_line_add (GString *out, const char *line);
/* Appends "@name:@text": what would end a value or begin another is escaped, and controls but line breaks,
 * which have no place in one, are left out. */
void kiroku_content_line_add_text (GString *out, const char *name, const char *text);

G_END_DECLS
