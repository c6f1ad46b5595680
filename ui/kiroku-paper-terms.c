/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-terms.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "kiroku-help.h"
#include "kiroku-page-write.h"
#include "kiroku-ui.h"
#include "kiroku-withhold-list.h"
#include "kiroku-words.h"

struct _KirokuPaperTerms
{
  GtkPopover parent_instance;

  AdwEntryRow *recipient;
  AdwComboRow *marking;
  AdwEntryRow *other;
  GtkWidget *list;
  AdwBin *place;
  GtkLabel *error;

  KirokuWithholdList *withheld; /* (nullable) in @place, once it was shown */
  KirokuCaseModel *model;
  gboolean leaves_out;
};

G_DEFINE_FINAL_TYPE (KirokuPaperTerms, kiroku_paper_terms, GTK_TYPE_POPOVER)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The marking --- */

/* Labels of the Traffic Light Protocol 2.0 (FIRST, 2022), which are not translated, the most guarded
 * first; between none and the two that have words of their own. */
static const char *const labels[]
    = { "TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR" };

enum
{
  NO_MARKING,
  FIRST_LABEL,
  CONFIDENTIAL = FIRST_LABEL + G_N_ELEMENTS (labels),
  OTHER_MARKING,
};

static void
fill_markings (KirokuPaperTerms *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("No marking"));
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    gtk_string_list_append (names, labels[i]);
  /* Translators: a marking of papers; in Japanese documents it is 社外秘. */
  gtk_string_list_append (names, _ ("Company confidential"));
  gtk_string_list_append (names, _ ("Other…"));
  adw_combo_row_set_model (self->marking, G_LIST_MODEL (names));
}

/* As it stands in a paper of @language; NULL for none. (transfer full) (nullable) */
static char *
dup_marking (KirokuPaperTerms *self, const char *language)
{
  guint selected = adw_combo_row_get_selected (self->marking);

  if (selected >= FIRST_LABEL && selected < CONFIDENTIAL)
    return g_strdup (labels[selected - FIRST_LABEL]);
  if (selected == CONFIDENTIAL)
    return g_strdup (kiroku_words (language, "社外秘", "Company confidential"));
  return selected == OTHER_MARKING ? kiroku_page_dup_typed (GTK_EDITABLE (self->other)) : NULL;
}

/* --- What was chosen --- */

void
kiroku_paper_terms_apply (KirokuPaperTerms *self, KirokuPaperOrder *order)
{
  g_autofree char *recipient = NULL;
  g_autofree char *marking = NULL;
  g_autofree const char **withhold = NULL;

  g_return_if_fail (KIROKU_IS_PAPER_TERMS (self) && order != NULL);

  recipient = kiroku_page_dup_typed (GTK_EDITABLE (self->recipient));
  marking = dup_marking (self, kiroku_paper_order_get_language (order));
  withhold = self->withheld != NULL ? kiroku_withhold_list_list_names (self->withheld) : NULL;
  kiroku_paper_order_address (order, recipient, marking, (const char *const *) withhold);
}

static guint
count_withheld (KirokuPaperTerms *self)
{
  g_autofree const char **names = NULL;

  if (self->withheld == NULL)
    return 0;
  names = kiroku_withhold_list_list_names (self->withheld);
  return g_strv_length ((char **) names);
}

char *
kiroku_paper_terms_dup_description (KirokuPaperTerms *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  KirokuBook *book;
  g_autofree char *recipient = NULL;
  char *marking;
  guint n;

  g_return_val_if_fail (KIROKU_IS_PAPER_TERMS (self), NULL);

  book = kiroku_case_model_get_book (self->model);
  recipient = kiroku_page_dup_typed (GTK_EDITABLE (self->recipient));
  marking = dup_marking (self, kiroku_book_get_language (book));
  n = count_withheld (self);
  if (recipient != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_ ("For: %s"), recipient));
  if (marking != NULL)
    g_ptr_array_add (parts, marking);
  if (n > 0)
    g_ptr_array_add (parts, g_strdup_printf (
                                g_dngettext (NULL, "%u value left out", "%u values left out", n), n));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

KirokuCaseModel *
kiroku_paper_terms_get_model (KirokuPaperTerms *self)
{
  g_return_val_if_fail (KIROKU_IS_PAPER_TERMS (self), NULL);

  return self->model;
}

static void
changed_cb (KirokuPaperTerms *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
marking_cb (KirokuPaperTerms *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->other),
                          adw_combo_row_get_selected (self->marking) == OTHER_MARKING);
  changed_cb (self);
}

static void
failed_cb (KirokuPaperTerms *self, const char *message)
{
  kiroku_page_show_error (self->error, message);
}

/* --- The list --- */

/* (transfer full) */
static GStrv
dup_withheld (KirokuPaperTerms *self)
{
  g_autofree const char **names
      = self->withheld != NULL ? kiroku_withhold_list_list_names (self->withheld) : NULL;

  return names != NULL ? g_strdupv ((char **) names) : g_new0 (char *, 1);
}

/* What was recorded since can be left out, too; what was ticked stays so. */
static void
make_list (KirokuPaperTerms *self)
{
  g_auto (GStrv) ticked = dup_withheld (self);

  self->withheld = g_object_new (KIROKU_TYPE_WITHHOLD_LIST, NULL);
  kiroku_withhold_list_set_is_report (self->withheld);
  kiroku_withhold_list_set_model (self->withheld, self->model);
  g_signal_connect_object (self->withheld, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->withheld, "failed", G_CALLBACK (failed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->place, GTK_WIDGET (self->withheld));
  kiroku_withhold_list_tick_names (self->withheld, (const char *const *) ticked);
  changed_cb (self); /* a value that is no more is not ticked either */
}

static void
kiroku_paper_terms_show (GtkWidget *widget)
{
  KirokuPaperTerms *self = KIROKU_PAPER_TERMS (widget);

  if (self->leaves_out)
    make_list (self);
  kiroku_page_show_error (self->error, NULL);
  GTK_WIDGET_CLASS (kiroku_paper_terms_parent_class)->show (widget);
}

/* --- The class --- */

static void
kiroku_paper_terms_dispose (GObject *object)
{
  KirokuPaperTerms *self = KIROKU_PAPER_TERMS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_PAPER_TERMS);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_paper_terms_parent_class)->dispose (object);
}

static void
kiroku_paper_terms_class_init (KirokuPaperTermsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_paper_terms_dispose;
  widget_class->show = kiroku_paper_terms_show;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  kiroku_help_install_key (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "kiroku-paper-terms.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperTerms, recipient);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperTerms, marking);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperTerms, other);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperTerms, list);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperTerms, place);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperTerms, error);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, marking_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
kiroku_paper_terms_init (KirokuPaperTerms *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_markings (self);
}

GtkWidget *
kiroku_paper_terms_new (KirokuCaseModel *model, gboolean leaves_out)
{
  KirokuPaperTerms *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (KIROKU_TYPE_PAPER_TERMS, NULL);
  self->model = g_object_ref (model);
  self->leaves_out = leaves_out;
  gtk_widget_set_visible (self->list, leaves_out);
  return GTK_WIDGET (self);
}
