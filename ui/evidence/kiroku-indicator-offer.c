/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator-offer.h"

#include <glib/gi18n.h>

#include "kiroku-indicator-find.h"
#include "kiroku-indicator.h"
#include "kiroku-page-write.h"

/* More than these are seen by scrolling. */
#define HEIGHT_MAX 160

struct _KirokuIndicatorOffer
{
  AdwBin parent_instance;

  GtkLabel *message;
  GtkWidget *choose;
  GtkRevealer *revealer;
  GtkBox *choices;
  GtkLabel *error;
  GtkWidget *add;

  KirokuCaseModel *model;
  GPtrArray *offers; /* of Offer */
  guint visit;       /* which case: an answer for another is late */
};

G_DEFINE_FINAL_TYPE (KirokuIndicatorOffer, kiroku_indicator_offer, ADW_TYPE_BIN)

/* An indicator that is offered, and its box, a child of the choices. */
typedef struct
{
  KirokuIndicatorType type;
  char *value;
  char *entry; /* (nullable) */
  GtkCheckButton *box;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_free (offer->value);
  g_free (offer->entry);
  g_free (offer);
}

/* --- What is shown --- */

static void
show_offers (KirokuIndicatorOffer *self)
{
  guint n = self->offers->len;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u indicator found in the text", "%u indicators found in the text", n), n);

  gtk_label_set_text (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
forget (KirokuIndicatorOffer *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_box_remove (self->choices, child);
  g_ptr_array_set_size (self->offers, 0);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (self->choose, TRUE);
  kiroku_page_show_error (self->error, NULL);
  show_offers (self);
}

static gboolean
is_offered (KirokuIndicatorOffer *self, const KirokuFoundIndicator *found)
{
  for (guint i = 0; i < self->offers->len; i++)
    {
      const Offer *offer = g_ptr_array_index (self->offers, i);

      if (offer->type == found->type && g_str_equal (offer->value, found->value))
        return TRUE;
    }
  return FALSE;
}

static void
add_offer (KirokuIndicatorOffer *self, const KirokuFoundIndicator *found, const char *entry)
{
  Offer *offer = g_new (Offer, 1);
  g_autofree char *value = kiroku_indicator_defang (found->type, found->value);
  g_autofree char *label
      = g_strdup_printf ("%s  (%s)", value, kiroku_indicator_type_name (found->type));

  *offer = (Offer){ found->type, g_strdup (found->value), g_strdup (entry),
                    GTK_CHECK_BUTTON (gtk_check_button_new_with_label (label)) };
  gtk_check_button_set_active (offer->box, TRUE);
  gtk_widget_set_focus_on_click (GTK_WIDGET (offer->box), FALSE);
  gtk_box_append (self->choices, GTK_WIDGET (offer->box));
  g_ptr_array_add (self->offers, offer);
}

/* --- Looking --- */

typedef struct
{
  KirokuIndicatorOffer *self;
  guint visit;
  char *entry; /* (nullable) */
} Look;

typedef struct
{
  char *case_id;
  char *text;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->case_id);
  g_free (query->text);
  g_free (query);
}

/* What stands in the text and not in the case; whoever withdrew one need not be asked again. */
static gpointer
find_new (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autoptr (GPtrArray) found = kiroku_indicator_find (query->text);
  g_autoptr (GPtrArray) known
      = found->len > 0 ? kiroku_indicator_list (db, query->case_id, KIROKU_NOW, error) : NULL;

  if (found->len > 0 && known == NULL)
    return NULL;
  for (guint i = found->len; i > 0; i--)
    {
      const KirokuFoundIndicator *one = g_ptr_array_index (found, i - 1);

      if (kiroku_indicator_look_up (known, one->type, one->value) != NULL)
        g_ptr_array_remove_index (found, i - 1);
    }
  return g_steal_pointer (&found);
}

/* An offer that cannot be made is no failure of what was written. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Look *look = user_data;
  g_autoptr (KirokuIndicatorOffer) self = look->self;
  g_autofree char *entry = look->entry;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (found == NULL)
    g_debug ("Indicators of a text: %s", error->message);
  if (found == NULL || self->model == NULL || self->visit != look->visit)
    return;
  for (guint i = 0; i < found->len; i++)
    if (!is_offered (self, g_ptr_array_index (found, i)))
      add_offer (self, g_ptr_array_index (found, i), entry);
  show_offers (self);
}

void
kiroku_indicator_offer_look (KirokuIndicatorOffer *self, const char *text, const char *entry)
{
  KirokuStore *store;
  Query *query;
  Look *look;

  g_return_if_fail (KIROKU_IS_INDICATOR_OFFER (self) && text != NULL && self->model != NULL);

  store = kiroku_book_get_store (kiroku_case_model_get_book (self->model));
  query = g_new (Query, 1);
  *query = (Query){ g_strdup (kiroku_case_model_get_case_id (self->model)), g_strdup (text) };
  look = g_new (Look, 1);
  *look = (Look){ g_object_ref (self), self->visit, g_strdup (entry) };
  kiroku_store_run_async (store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, find_new, query,
                          query_free, (GDestroyNotify) g_ptr_array_unref, NULL, found_cb, look);
}

guint
kiroku_indicator_offer_count (KirokuIndicatorOffer *self)
{
  g_return_val_if_fail (KIROKU_IS_INDICATOR_OFFER (self), 0);

  return self->offers->len;
}

/* --- Taking --- */

/* (transfer full) */
static GPtrArray *
draft_chosen (KirokuIndicatorOffer *self)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  for (guint i = 0; i < self->offers->len; i++)
    {
      const Offer *offer = g_ptr_array_index (self->offers, i);
      KirokuIndicator indicator = { .type = offer->type,
                                    .value = offer->value,
                                    .state = KIROKU_INDICATOR_ACTIVE,
                                    .tlp = KIROKU_TLP_NONE,
                                    .entry = offer->entry };

      if (gtk_check_button_get_active (offer->box))
        g_ptr_array_add (drafts, kiroku_draft_indicator_set (&indicator, NULL, NULL, NULL));
    }
  return drafts;
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuIndicatorOffer *self = KIROKU_INDICATOR_OFFER (widget);

  gtk_widget_set_sensitive (self->add, TRUE);
  if (error != NULL)
    kiroku_page_show_error (self->error, error->message);
  else
    forget (self);
}

static void
add_cb (KirokuIndicatorOffer *self)
{
  g_autoptr (GPtrArray) drafts = draft_chosen (self);

  if (drafts->len == 0)
    {
      forget (self);
      return;
    }
  gtk_widget_set_sensitive (self->add, FALSE);
  kiroku_page_write_visit (self->model, drafts, GTK_WIDGET (self), &self->visit, written_cb);
}

static void
choose_cb (KirokuIndicatorOffer *self)
{
  gtk_widget_set_visible (self->choose, FALSE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* --- Building --- */

static GtkWidget *
make_button (const char *label, GCallback func, KirokuIndicatorOffer *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", func, self);
  return button;
}

static GtkWidget *
make_head (KirokuIndicatorOffer *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->message, 0);
  gtk_label_set_ellipsize (self->message, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->message), TRUE);
  self->choose = make_button (_ ("Add…"), G_CALLBACK (choose_cb), self);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->message));
  gtk_box_append (GTK_BOX (head), self->choose);
  gtk_box_append (GTK_BOX (head), make_button (_ ("Not Now"), G_CALLBACK (forget), self));
  return head;
}

static GtkWidget *
make_choices (KirokuIndicatorOffer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_set_margin_top (box, 6);
  self->choices = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->choices));
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT_MAX);
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  self->add = make_button (_ ("Add the Chosen"), G_CALLBACK (add_cb), self);
  gtk_widget_set_halign (self->add, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  gtk_box_append (GTK_BOX (box), self->add);
  return box;
}

static void
kiroku_indicator_offer_dispose (GObject *object)
{
  g_clear_object (&KIROKU_INDICATOR_OFFER (object)->model);

  G_OBJECT_CLASS (kiroku_indicator_offer_parent_class)->dispose (object);
}

static void
kiroku_indicator_offer_finalize (GObject *object)
{
  g_ptr_array_unref (KIROKU_INDICATOR_OFFER (object)->offers);

  G_OBJECT_CLASS (kiroku_indicator_offer_parent_class)->finalize (object);
}

static void
kiroku_indicator_offer_class_init (KirokuIndicatorOfferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_indicator_offer_dispose;
  object_class->finalize = kiroku_indicator_offer_finalize;
}

static void
kiroku_indicator_offer_init (KirokuIndicatorOffer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->offers = g_ptr_array_new_with_free_func (offer_free);
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_revealer_set_child (self->revealer, make_choices (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->revealer));
  gtk_widget_add_css_class (box, "offer");
  adw_bin_set_child (ADW_BIN (self), box);
  forget (self);
}

GtkWidget *
kiroku_indicator_offer_new (void)
{
  return g_object_new (KIROKU_TYPE_INDICATOR_OFFER, NULL);
}

void
kiroku_indicator_offer_set_model (KirokuIndicatorOffer *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_INDICATOR_OFFER (self));

  self->visit++;
  gtk_widget_set_sensitive (self->add, TRUE);
  forget (self);
  g_set_object (&self->model, model);
}
