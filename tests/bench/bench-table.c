/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a long table takes as a PDF, and how much memory. The rows are lines of a file, five
 * columns apart by tabs: number, time, phase, who, text.
 *
 * Usage: bench-table ROWS.tsv OUTPUT.pdf */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* A file of which one row at a time is in memory, as a record in a database would give it: what is
 * measured is the document. */
typedef struct
{
  FILE *file;
  GArray *begins; /* of each row in the file, bytes */
  char *line;     /* of the row that was given last */
  size_t room;
} Rows;

static gboolean
give_row (guint row, const char **cells, KirokuRowFlags *flags, gpointer user_data, GError **error)
{
  Rows *rows = user_data;
  char *field;

  if (fseek (rows->file, g_array_index (rows->begins, long, row), SEEK_SET) != 0
      || getline (&rows->line, &rows->room, rows->file) < 0)
    g_error ("row %u cannot be read again", row + 1);
  field = g_strchomp (rows->line);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      cells[i] = field;
      field = i < N_COLUMNS - 1 ? strchr (field, '\t') : NULL;
      if (field == NULL && i < N_COLUMNS - 1)
        g_error ("row %u has no five columns", row + 1);
      if (field != NULL)
        *field++ = '\0';
    }
  return TRUE;
}

static void
rows_open (Rows *self, const char *path)
{
  long begin = 0;

  *self = (Rows){ .file = fopen (path, "r"), .begins = g_array_new (FALSE, FALSE, sizeof (long)) };
  if (self->file == NULL)
    g_error ("%s cannot be read", path);
  while (getline (&self->line, &self->room, self->file) > 0)
    {
      g_array_append_val (self->begins, begin);
      begin = ftell (self->file);
    }
}

static void
rows_close (Rows *self)
{
  fclose (self->file);
  g_array_unref (self->begins);
  free (self->line);
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
  Rows rows;
  gint64 began;

  if (argc != 3)
    g_error ("usage: bench-table ROWS.tsv OUTPUT.pdf");
  rows_open (&rows, argv[1]);
  began = g_get_monotonic_time ();
  kiroku_document_set_title (document, "対応記録");
  kiroku_document_add_table (document, columns, N_COLUMNS, rows.begins->len, give_row, &rows, NULL);
  pages = kiroku_document_layout (document, NULL, &error);
  fail (error);
  kiroku_pages_write_pdf (pages, argv[2], NULL, NULL, NULL, &error);
  fail (error);
  getrusage (RUSAGE_SELF, &usage);
  printf ("{\"rows\": %u, \"pages\": %u, \"seconds\": %.3f, \"peak_mib\": %ld}\n", rows.begins->len,
          kiroku_pages_get_n (pages), (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC,
          usage.ru_maxrss / 1024);
  rows_close (&rows);
  return 0;
}
