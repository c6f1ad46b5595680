/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"
#include "kiroku-form-draft.h"

G_BEGIN_DECLS

/* A popover in which something is recorded: a heading, what its class adds, a line for what is
 * wrong, and a button. It closes when what was recorded is durable; what goes wrong is said in it,
 * and what was typed stays.
 *
 * The template of a class has its parts as children, which stand under the heading; a child of type
 * "action" stands before the button. Its handler "save" is for Enter in an entry. */
#define KIROKU_TYPE_POPOVER (kiroku_popover_get_type ())
G_DECLARE_DERIVABLE_TYPE (KirokuPopover, kiroku_popover, KIROKU, POPOVER, GtkPopover)

struct _KirokuPopoverClass
{
  GtkPopoverClass parent_class;

  /* Records what was typed, or says what is missing; never while that is on its way. */
  void (*save) (KirokuPopover *self);
};

/* @template: below the folder of the window's resources. What a class binds itself it binds after
 * this. */
void kiroku_popover_class_set_template (KirokuPopoverClass *klass, const char *template);

/* @type: a class of it. (transfer floating) */
gpointer kiroku_popover_new (GType type, KirokuCaseModel *model);
/* (transfer none) (nullable): NULL once it is disposed. */
KirokuCaseModel *kiroku_popover_get_model (KirokuPopover *self);

void kiroku_popover_set_heading (KirokuPopover *self, const char *heading);
/* On the button. @destructive: it cannot be taken back. */
void kiroku_popover_set_verb (KirokuPopover *self, const char *verb, gboolean destructive);
/* Whether it may be done at all; it may otherwise. */
void kiroku_popover_allow (KirokuPopover *self, gboolean allowed);
/* What is wrong, or NULL. */
void kiroku_popover_say (KirokuPopover *self, const char *message);

/* Records @draft. @draft: (transfer full). @kept: (nullable): what was typed, until it is durable
 */
void kiroku_popover_write (KirokuPopover *self, KirokuDraft *draft, KirokuFormDraft *kept);
/* What records in another way begins, and has ended: @error (nullable) says why it could not. The
 * program, and by whoever calls them the popover, stay in between. */
void kiroku_popover_begin (KirokuPopover *self);
void kiroku_popover_end (KirokuPopover *self, const GError *error);

/* What is asked for in @entry, shown while it is empty. */
void kiroku_popover_ask (GtkEntry *entry, const char *question);

/* --- Of any popover ------------------------------------------------------------------------ */

/* Popovers that are made for one use. Who opens one keeps it in a field, which is NULL again once
 * it has closed, and removes it when disposed. */

/* Opens @made as a child of @parent, pointing to @at, which is in it, or to its middle. Nothing is
 * opened while there is one in @field, which is @parent's. @made: (transfer floating). @at:
 * (nullable) */
void kiroku_popover_open (GtkWidget **field, GtkWidget *made, GtkWidget *parent, GtkWidget *at);
/* Takes @field's popover out of the window, for a parent that goes. */
void kiroku_popover_remove (GtkWidget **field);

G_END_DECLS
