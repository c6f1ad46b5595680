/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-restating-popover.h"

#include <glib/gi18n.h>

#include "kiroku-call-form.h"
#include "kiroku-enquiry-popover.h"
#include "kiroku-evidence-form.h"
#include "kiroku-filing-popover.h"
#include "kiroku-line.h"
#include "kiroku-page-write.h"
#include "kiroku-restating.h"

static GtkWidget *
make_label (const char *text, const char *const *classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  for (guint i = 0; classes[i] != NULL; i++)
    gtk_widget_add_css_class (label, classes[i]);
  return label;
}

/* @form: (transfer floating): one that signals ::closed */
static GtkWidget *
wrap (GtkWidget *form, const char *heading)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  gtk_widget_add_css_class (box, "correction-content");
  gtk_box_append (GTK_BOX (box), make_label (heading, (const char *[]){ "heading", NULL }));
  gtk_box_append (GTK_BOX (box), make_label (kiroku_restating_get_advice (),
                                             (const char *[]){ "caption", "dim-label", NULL }));
  gtk_box_append (GTK_BOX (box), form);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  kiroku_page_set_name (popover, heading);
  g_signal_connect_object (form, "closed", G_CALLBACK (gtk_popover_popdown), popover,
                           G_CONNECT_SWAPPED);
  return popover;
}

GtkWidget *
kiroku_restating_popover_new (KirokuCaseModel *model, KirokuEntry *reading)
{
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);
  g_return_val_if_fail (kiroku_line_is_restated (reading->kind), NULL);

  if (g_str_equal (reading->kind, "form.file"))
    return kiroku_filing_popover_new_correction (model, reading);
  if (g_str_has_prefix (reading->kind, "enquiry."))
    return kiroku_enquiry_popover_new_correction (model, reading);
  if (g_str_equal (reading->kind, "evidence.move"))
    return wrap (kiroku_evidence_form_new_correction (model, reading),
                 _ ("Correct the Change of Custody"));
  return wrap (kiroku_call_form_new_correction (model, reading), _ ("Correct the Call"));
}
