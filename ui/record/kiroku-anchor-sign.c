/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-anchor-sign.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-record-state.h"

/* Who writes fast sees the number follow at this pace: nobody waits for it. */
#define MS_BETWEEN_READS 1000

struct _KirokuAnchorSign
{
  AdwBin parent_instance;

  GtkButton *button;
  GtkLabel *number;

  KirokuCaseModel *model;
  GSignalGroup *signals;
  GCancellable *cancellable; /* of the reading under way */
  guint timer;               /* until the next */
};

G_DEFINE_FINAL_TYPE (KirokuAnchorSign, kiroku_anchor_sign, ADW_TYPE_BIN)

/* That a record grows between two anchors is how it should be: the words say no more than that. Where an
 * older entry is left over, "since" would not be true. (transfer full) */
static char *
dup_short (const KirokuAnchored *anchored)
{
  const KirokuUnanchored *unanchored = &anchored->unanchored;
  int n = (int) unanchored->entries;

  if (unanchored->stated == unanchored->entries)
    /* Translators: very short, in the heading: a number of entries of which somebody only says that
     * they are kept outside. */
    return g_strdup_printf (g_dngettext (NULL, "%d only stated", "%d only stated", n), n);
  if (anchored->last != KIROKU_TIME_NONE && unanchored->since >= anchored->last)
    /* Translators: very short, in the heading: a number of entries. */
    return g_strdup_printf (
        g_dngettext (NULL, "%d since the last anchor", "%d since the last anchor", n), n);
  /* Translators: very short, in the heading: a number of entries. */
  return g_strdup_printf (g_dngettext (NULL, "%d not anchored yet", "%d not anchored yet", n), n);
}

static void
show_anchored (KirokuAnchorSign *self, const KirokuAnchored *anchored)
{
  const KirokuUnanchored *unanchored = &anchored->unanchored;
  g_autofree char *number = dup_short (anchored);
  g_autofree char *all = kiroku_record_dup_unanchored (self->model, unanchored);
  g_autofree char *stated = kiroku_record_dup_stated (unanchored);
  const char *first = stated != NULL ? stated : anchored->unread;
  g_autofree char *text
      = g_strjoin ("\n", all, first, stated != NULL ? anchored->unread : NULL, NULL);

  gtk_label_set_text (self->number, number);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text);
  kiroku_page_set_name (self->button, text);
  gtk_widget_set_visible (GTK_WIDGET (self), unanchored->entries > 0);
}

/* A reading for another case was cancelled. What cannot be read is told by the page that shows more. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuAnchorSign) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree KirokuAnchored *anchored
      = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (anchored != NULL)
    show_anchored (self, anchored);
  else
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
read_now (KirokuAnchorSign *self)
{
  self->cancellable = g_cancellable_new ();
  kiroku_unanchored_read_async (kiroku_case_model_get_book (self->model),
                                kiroku_case_model_get_case_id (self->model), self->cancellable,
                                read_cb, g_object_ref (self));
}

static gboolean
timer_cb (gpointer user_data)
{
  KirokuAnchorSign *self = user_data;

  if (self->cancellable != NULL) /* the worker has something else to do: once more */
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  read_now (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (KirokuAnchorSign *self)
{
  if (self->timer == 0)
    self->timer = g_timeout_add (MS_BETWEEN_READS, timer_cb, self);
}

static void
stop (KirokuAnchorSign *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
kiroku_anchor_sign_set_model (KirokuAnchorSign *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_ANCHOR_SIGN (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  stop (self);
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (model != NULL)
    read_now (self);
}

/* --- The class --- */

static void
kiroku_anchor_sign_dispose (GObject *object)
{
  KirokuAnchorSign *self = KIROKU_ANCHOR_SIGN (object);

  stop (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_anchor_sign_parent_class)->dispose (object);
}

static void
kiroku_anchor_sign_class_init (KirokuAnchorSignClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_anchor_sign_dispose;
}

static void
kiroku_anchor_sign_init (KirokuAnchorSign *self)
{
  self->number = GTK_LABEL (gtk_label_new (NULL));
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_child (self->button, GTK_WIDGET (self->number));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "case.show-record");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "sign");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "dim-label");
  kiroku_page_set_name (self->button, _ ("Record")); /* where it leads, until the number is read */
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (changed_cb), self);
}
