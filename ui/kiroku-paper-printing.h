/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-page-print.h"
#include "kiroku-paper-heads.h"

G_BEGIN_DECLS

/* Who prints, and hears of it as long as it lives. */
typedef struct
{
  GObject *owner;
  void (*ended) (gpointer owner); /* the dialog is closed, and nothing goes to the printer any more */
  /* It was printed, or @error (nullable). */
  void (*said) (gpointer owner, const GError *error);
} KirokuPaperPrinter;

/* Asks for a printer, and gives it the pages. What is on paper, or may come to be, is recorded, also when
 * nobody looks any more. @sheets: (transfer full). @heads: (nullable) (transfer full): that they show.
 * @name: of what is printed. @parent: (nullable) */
void kiroku_paper_printing_run (const KirokuPaperPrinter *printer,
                                KirokuPrintSheets *sheets,
                                KirokuBook *book,
                                KirokuPaperHeads *heads,
                                const char *name,
                                GtkWindow *parent);

G_END_DECLS
