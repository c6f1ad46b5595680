/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-paper-order.h"

G_BEGIN_DECLS

/* A paper as it will be saved or printed: its pages, which one is seen and how large, and from there
 * the file and the printer, of the very same pages. While they are made it says so, with a way to stop
 * it. Escape closes it. It is not modal: who looks at it can go on writing. */
#define KIROKU_TYPE_PAPER_WINDOW (kiroku_paper_window_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPaperWindow, kiroku_paper_window, KIROKU, PAPER_WINDOW, AdwWindow)

/* Begins to make the pages. @parent: (nullable). @order: (transfer full). @file_name: (nullable):
 * proposed when it is saved. @about: (nullable): what is special about it, in a line. */
GtkWidget *kiroku_paper_window_new (GtkWindow *parent,
                                    KirokuCaseModel *model,
                                    KirokuPaperOrder *order,
                                    const char *file_name,
                                    const char *about);
/* Lets go of the pages, for good, and says that the record has changed. It does so by itself when
 * something was erased; before that it lets what clears the traces away have the case book. */
void kiroku_paper_window_drop (KirokuPaperWindow *self);
/* The same for all that are open. */
void kiroku_paper_window_drop_all (void);
/* Another program wrote: all that are open look whether it erased something. */
void kiroku_paper_window_look_all (void);

G_END_DECLS
