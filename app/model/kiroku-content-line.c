/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-content-line.h"

#include <string.h>

/* Octets of a line without its end. */
#define MAX_LINE 75

void
kiroku_content_line_add (GString *out, const char *line)
{
  gsize used = 0;

  g_return_if_fail (out != NULL && line != NULL);

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gsize length = g_utf8_next_char (p) - p;

      if (used + length > MAX_LINE)
        {
          g_string_append (out, "\r\n ");
          used = 1;
        }
      g_string_append_len (out, p, length);
      used += length;
    }
  g_string_append (out, "\r\n");
}

void
kiroku_content_line_add_text (GString *out, const char *name, const char *text)
{
  g_autoptr (GString) line = NULL;

  g_return_if_fail (out != NULL && name != NULL && text != NULL);

  line = g_string_new (name);
  g_string_append_c (line, ':');
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (line, "\\n");
    else if (*p == '\\' || *p == ';' || *p == ',')
      g_string_append_printf (line, "\\%c", *p);
    else if ((guchar) *p >= ' ' && *p != 0x7f)
      g_string_append_c (line, *p);
  kiroku_content_line_add (out, line->str);
}
