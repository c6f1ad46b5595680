/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-trust-popover.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuTrustPopover
{
  GtkPopover parent_instance;

  GtkLabel *heading;
  GtkLabel *explanation;
  GtkLabel *digits;
  GtkEntry *reason;
  GtkLabel *error;
  GtkButton *button;

  KirokuCaseModel *model;
  char *key;
  char *name; /* (nullable) */
  gint64 head;
  char *head_hash;
  gboolean revoke;
};

G_DEFINE_FINAL_TYPE (KirokuTrustPopover, kiroku_trust_popover, GTK_TYPE_POPOVER)

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuTrustPopover *self = KIROKU_TRUST_POPOVER (widget);

  if (self->model == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (error == NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
save (KirokuTrustPopover *self)
{
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  KirokuDraft *draft;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;
  kiroku_page_show_error (self->error,
                          self->revoke && reason == NULL ? _ ("Say why it is revoked") : NULL);
  if (self->revoke && reason == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  draft = self->revoke
              ? kiroku_trust_draft_revoke (self->key, self->head, self->head_hash, reason)
              : kiroku_trust_draft_vouch (self->key, self->name, reason);
  kiroku_page_write (self->model, draft, GTK_WIDGET (self), written_cb);
}

/* --- The class --- */

static void
kiroku_trust_popover_dispose (GObject *object)
{
  KirokuTrustPopover *self = KIROKU_TRUST_POPOVER (object);

  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_TRUST_POPOVER);

  G_OBJECT_CLASS (kiroku_trust_popover_parent_class)->dispose (object);
}

static void
kiroku_trust_popover_finalize (GObject *object)
{
  KirokuTrustPopover *self = KIROKU_TRUST_POPOVER (object);

  g_free (self->key);
  g_free (self->name);
  g_free (self->head_hash);

  G_OBJECT_CLASS (kiroku_trust_popover_parent_class)->finalize (object);
}

static void
kiroku_trust_popover_class_init (KirokuTrustPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_trust_popover_dispose;
  object_class->finalize = kiroku_trust_popover_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "record/kiroku-trust-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, heading);
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, explanation);
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, digits);
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, button);
  gtk_widget_class_bind_template_callback (widget_class, save);
}

static void
kiroku_trust_popover_init (KirokuTrustPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_author (KirokuTrustPopover *self, const KirokuAuthor *author)
{
  g_autofree char *name = kiroku_text_visible (author->name != NULL ? author->name : "?", TRUE);
  /* Translators: the first digits by which a key is compared. */
  g_autofree char *key = g_strdup_printf (_ ("key %.12s"), author->key);
  g_autofree char *heading
      = g_strdup_printf (self->revoke ? _ ("Revoke the Key of %s") : _ ("Vouch for %s"), name);

  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->digits, key);
  gtk_label_set_text (
      self->explanation,
      self->revoke
          ? _ ("What this key has signed until now still counts; what it signs from now on does not. "
               "It cannot be taken back.")
          : _ ("You know that this key is theirs: compare its first digits with them, by telephone or "
               "in person."));
  gtk_entry_set_placeholder_text (self->reason, self->revoke ? _ ("Reason")
                                                             : _ ("How you know (may be left out)"));
  kiroku_page_set_name (self->reason, gtk_entry_get_placeholder_text (self->reason));
  gtk_button_set_label (self->button, self->revoke ? _ ("Revoke") : _ ("Vouch"));
  gtk_widget_add_css_class (GTK_WIDGET (self->button),
                            self->revoke ? "destructive-action" : "suggested-action");
}

GtkWidget *
kiroku_trust_popover_new (KirokuCaseModel *model, const KirokuAuthor *author, gboolean revoke)
{
  KirokuTrustPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && author != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_TRUST_POPOVER, NULL);
  self->model = g_object_ref (model);
  self->key = g_strdup (author->key);
  self->name = g_strdup (author->name);
  self->head = author->head;
  self->head_hash = g_strdup (author->head_hash);
  self->revoke = revoke;
  show_author (self, author);
  return GTK_WIDGET (self);
}
