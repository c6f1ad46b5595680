/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-trust-popover.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuTrustPopover
{
  KirokuPopover parent_instance;

  GtkLabel *explanation;
  GtkLabel *digits;
  GtkEntry *reason;

  char *key;
  char *name; /* (nullable) */
  gint64 head;
  char *head_hash;
  gboolean revoke;
};

G_DEFINE_FINAL_TYPE (KirokuTrustPopover, kiroku_trust_popover, KIROKU_TYPE_POPOVER)

static void
save (KirokuPopover *popover)
{
  KirokuTrustPopover *self = KIROKU_TRUST_POPOVER (popover);
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  KirokuDraft *draft;

  if (self->revoke && reason == NULL)
    {
      kiroku_popover_say (popover, _ ("Say why it is revoked"));
      return;
    }
  draft = self->revoke ? kiroku_trust_draft_revoke (self->key, self->head, self->head_hash, reason)
                       : kiroku_trust_draft_vouch (self->key, self->name, reason);
  kiroku_popover_write (popover, draft, NULL);
}

/* --- The class --- */

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
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  object_class->finalize = kiroku_trust_popover_finalize;

  kiroku_popover_class_set_template (popover_class, "record/kiroku-trust-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, explanation);
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, digits);
  gtk_widget_class_bind_template_child (widget_class, KirokuTrustPopover, reason);
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

  kiroku_popover_set_heading (KIROKU_POPOVER (self), heading);
  gtk_label_set_text (self->digits, key);
  gtk_label_set_text (
      self->explanation,
      self->revoke ? _ (
          "What this key has signed until now still counts; what it signs from now on does not. "
          "It cannot be taken back.")
                   : _ ("You know that this key is theirs: compare its first digits with them, by "
                        "telephone or "
                        "in person."));
  kiroku_popover_ask (self->reason,
                      self->revoke ? _ ("Reason") : _ ("How you know (may be left out)"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), self->revoke ? _ ("Revoke") : _ ("Vouch"),
                           self->revoke);
}

GtkWidget *
kiroku_trust_popover_new (KirokuCaseModel *model, const KirokuAuthor *author, gboolean revoke)
{
  KirokuTrustPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && author != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_TRUST_POPOVER, model);
  self->key = g_strdup (author->key);
  self->name = g_strdup (author->name);
  self->head = author->head;
  self->head_hash = g_strdup (author->head_hash);
  self->revoke = revoke;
  show_author (self, author);
  return GTK_WIDGET (self);
}
