/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-printing.h"

#include <glib/gi18n.h>

#include "kiroku-hold.h"

/* Pages on their way to a printer. */
typedef struct
{
  GWeakRef owner;
  KirokuPaperPrinter printer;
  KirokuBook *book;
  KirokuPaperHeads *heads; /* (nullable) */
  GtkPrintOperation *operation;
  gboolean handed_on; /* to another program that shows, and may print */
  GApplication *held; /* (nullable) */
} Printing;

static void
printing_free (Printing *printing)
{
  kiroku_hold_end (printing->held);
  g_weak_ref_clear (&printing->owner);
  g_clear_pointer (&printing->heads, kiroku_paper_heads_unref);
  g_object_unref (printing->book);
  g_object_unref (printing->operation);
  g_free (printing);
}

/* Nothing is known of what another program does with the pages. @error: (nullable) */
static void
say (Printing *printing, const GError *error)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&printing->owner);

  if (owner != NULL && (error != NULL || !printing->handed_on))
    printing->printer.said (owner, error);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Printing *printing = user_data;
  g_autoptr (GError) error = NULL;

  if (!kiroku_paper_heads_record_finish (result, &error))
    g_prefix_error (&error, _ ("It was printed, but its case root could not be recorded: "));
  say (printing, error);
  printing_free (printing);
}

static gboolean
handed_on_cb (Printing *printing)
{
  printing->handed_on = TRUE;
  return FALSE;
}

static void
end (Printing *printing)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&printing->owner);

  if (owner != NULL)
    printing->printer.ended (owner);
}

static void
done_cb (Printing *printing, GtkPrintOperationResult result)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (printing->operation, &error);
  end (printing);
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY && printing->heads != NULL)
    {
      kiroku_paper_heads_record_async (printing->heads, printing->book, recorded_cb, printing);
      return;
    }
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY || error != NULL)
    say (printing, error);
  printing_free (printing);
}

void
kiroku_paper_printing_run (const KirokuPaperPrinter *printer,
                           KirokuPrintSheets *sheets,
                           KirokuBook *book,
                           KirokuPaperHeads *heads,
                           const char *name,
                           GtkWindow *parent)
{
  Printing *printing;

  g_return_if_fail (printer != NULL && sheets != NULL && KIROKU_IS_BOOK (book) && name != NULL);

  printing = g_new0 (Printing, 1);
  printing->printer = *printer;
  g_weak_ref_init (&printing->owner, printer->owner);
  printing->book = g_object_ref (book);
  printing->heads = heads;
  printing->held = kiroku_hold_begin ();
  printing->operation = kiroku_print_sheets_make_operation (sheets, name);
  g_signal_connect_swapped (printing->operation, "preview", G_CALLBACK (handed_on_cb), printing);
  g_signal_connect_swapped (printing->operation, "done", G_CALLBACK (done_cb), printing);
  gtk_print_operation_run (printing->operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}
