/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a long table takes as a PDF, and how much memory. The rows are lines of a file, five
 * columns apart by tabs: number, time, phase, who, text.
 *
 * Usage: bench-table ROWS.tsv OUTPUT.pdf */
#include <stdio.h>
#include <sys/resource.h>

#include "kiroku-document.h"
#include "kiroku-pages.h"

#define N_COLUMNS 5

static void
fail (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static gboolean
give_row (guint row, const char **cells, KirokuRowFlags *flags, gpointer user_data, GError **error)
{
  char **fields = g_ptr_array_index ((GPtrArray *) user_data, row);

  for (guint i = 0; i < N_COLUMNS; i++)
    cells[i] = fields[i];
  return TRUE;
}

static GPtrArray *
read_rows (const char *path)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  fail (error);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      char **fields = g_strsplit (*line, "\t", N_COLUMNS);

      if (g_strv_length (fields) != N_COLUMNS)
        g_error ("%s: a line has no five columns: %s", path, *line);
      g_ptr_array_add (rows, fields);
    }
  return rows;
}

int
main (int argc, char **argv)
{
  static const KirokuColumn columns[N_COLUMNS] = { { "番号", 36, KIROKU_ALIGN_END },
                                                   { "日時", 92, KIROKU_ALIGN_START },
                                                   { "段階", 45, KIROKU_ALIGN_START },
                                                   { "記録者", 55, KIROKU_ALIGN_START },
                                                   { "内容", 0, KIROKU_ALIGN_START } };
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuPages) pages = NULL;
  g_autoptr (GError) error = NULL;
  struct rusage usage;
  GPtrArray *rows;
  gint64 began;

  if (argc != 3)
    g_error ("usage: bench-table ROWS.tsv OUTPUT.pdf");
  rows = read_rows (argv[1]);
  began = g_get_monotonic_time ();
  kiroku_document_set_title (document, "対応記録");
  kiroku_document_add_table (document, columns, N_COLUMNS, rows->len, give_row, rows, NULL);
  pages = kiroku_document_layout (document, NULL, &error);
  fail (error);
  kiroku_pages_write_pdf (pages, argv[2], NULL, NULL, NULL, &error);
  fail (error);
  getrusage (RUSAGE_SELF, &usage);
  printf ("{\"rows\": %u, \"pages\": %u, \"seconds\": %.3f, \"peak_mib\": %ld}\n", rows->len,
          kiroku_pages_get_n (pages), (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC,
          usage.ru_maxrss / 1024);
  g_ptr_array_unref (rows);
  return 0;
}
