/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-csv.h"

void
kiroku_csv_append (GString *row, const char *text, gboolean last)
{
  gunichar first = text != NULL ? g_utf8_get_char (text) : 0;
  gboolean formula
      = first != 0 && first < 0x10000 && g_utf8_strchr ("=+-@\t\r＝＋－＠", -1, first) != NULL;
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "\"", -1);
  g_autofree char *escaped = g_strjoinv ("\"\"", parts);

  g_string_append_printf (row, "\"%s%s\"%s", formula ? "'" : "", escaped, last ? "\r\n" : ",");
}
