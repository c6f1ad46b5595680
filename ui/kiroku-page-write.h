/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"
#include "kiroku-form-draft.h"

G_BEGIN_DECLS

/* The one way in which a page writes to its case: without waiting, and told only once the entry is
 * durable. */

/* @entries: (nullable) (element-type KirokuEntry): what was written, after COMMIT; NULL with @error
 * when nothing was. In the main context. */
typedef void (*KirokuWrittenFunc) (GtkWidget *widget, GPtrArray *entries, const GError *error);

/* Appends @draft as one entry. @widget need not live that long: then a failure is told by ::failed
 * of @model. The application does not end before the answer is there.
 * @draft: (transfer full) */
void kiroku_page_write (KirokuCaseModel *model,
                        KirokuDraft *draft,
                        GtkWidget *widget,
                        KirokuWrittenFunc func);
/* The same for what was typed into a form: @kept stays until the entry is durable. */
void kiroku_page_write_kept (KirokuCaseModel *model,
                             KirokuDraft *draft,
                             KirokuFormDraft *kept,
                             GtkWidget *widget,
                             KirokuWrittenFunc func);
/* The same for several entries, of which all or none are written. @drafts: not to be changed any
 * more */
void kiroku_page_write_all (KirokuCaseModel *model,
                            GPtrArray *drafts,
                            GtkWidget *widget,
                            KirokuWrittenFunc func);
/* The same for a widget that outlives the case it shows: @visit counts in it how many it has shown, and what was
 * asked in another one is answered as if it had gone. */
void kiroku_page_write_visit (KirokuCaseModel *model,
                              GPtrArray *drafts,
                              GtkWidget *widget,
                              const guint *visit,
                              KirokuWrittenFunc func);

/* "Saved 14:05:09", in the zone of the book. (transfer full) */
char *kiroku_page_dup_saved (KirokuCaseModel *model);
/* A moment for people, to the minute, in the zone of the book. @us: µs UTC. (transfer full) */
char *kiroku_page_dup_time (KirokuCaseModel *model, gint64 us);
/* The case as part of the name of a file, whatever its number is. (transfer full) */
char *kiroku_page_dup_file_part (KirokuCaseModel *model);
/* What was typed into @editable without white space around it; NULL when nothing is left.
 * (transfer full) (nullable) */
char *kiroku_page_dup_typed (GtkEditable *editable);
/* Shows @message (nullable) in @label, and hides the label without one. */
void kiroku_page_show_error (GtkLabel *label, const char *message);
/* Opens @uri in the program that the desktop has for it; why that failed is shown in @error, as above. */
void kiroku_page_open_uri (const char *uri, GtkLabel *error);
/* What to do about a text that is no case root. */
const char *kiroku_page_get_root_hint (void);
/* Takes all rows out of @list. */
void kiroku_page_clear_list (GtkListBox *list);
/* The accessible name of @widget. */
void kiroku_page_set_name (gpointer widget, const char *name);

G_END_DECLS
