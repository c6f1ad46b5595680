/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-report-rows.h"

struct _KirokuReportRows
{
  guint n_columns;
  GPtrArray *cells; /* of texts, row by row */
  GArray *flags;    /* of KirokuRowFlags, one a row */
};

KirokuReportRows *
kiroku_report_rows_new (guint n_columns)
{
  KirokuReportRows *self = g_new (KirokuReportRows, 1);

  *self = (KirokuReportRows){ n_columns, g_ptr_array_new_with_free_func (g_free),
                              g_array_new (FALSE, FALSE, sizeof (KirokuRowFlags)) };
  return self;
}

void
kiroku_report_rows_free (KirokuReportRows *self)
{
  g_ptr_array_unref (self->cells);
  g_array_unref (self->flags);
  g_free (self);
}

void
kiroku_report_rows_add (KirokuReportRows *self, char *text)
{
  g_ptr_array_add (self->cells, text);
}

void
kiroku_report_rows_end (KirokuReportRows *self, KirokuRowFlags flags)
{
  g_array_append_val (self->flags, flags);
  g_assert (self->cells->len == self->flags->len * self->n_columns);
}

guint
kiroku_report_rows_length (KirokuReportRows *self)
{
  return self->flags->len;
}

static gboolean
get_row (guint row, const char **cells, KirokuRowFlags *flags, gpointer data, GError **error)
{
  KirokuReportRows *self = data;

  for (guint i = 0; i < self->n_columns; i++)
    cells[i] = g_ptr_array_index (self->cells, row * self->n_columns + i);
  *flags = g_array_index (self->flags, KirokuRowFlags, row);
  return TRUE;
}

void
kiroku_report_rows_put (
    KirokuReportRows *self, KirokuDocument *document, const KirokuColumn *columns)
{
  kiroku_document_add_table (document, columns, self->n_columns, self->flags->len, get_row, self,
                             (GDestroyNotify) kiroku_report_rows_free);
}
