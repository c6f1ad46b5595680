/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-form-draft.h"
#include "kiroku-tlp.h"

G_BEGIN_DECLS

/* A few labelled fields with a way to record or to give up, and a line for what is wrong. Fields
 * stay as typed until it is recorded. What it means is its class's.
 *
 * Signals:
 *   closed: it is recorded, or the user gave it up. */
#define KIROKU_TYPE_SMALL_FORM (kiroku_small_form_get_type ())
G_DECLARE_DERIVABLE_TYPE (KirokuSmallForm, kiroku_small_form, KIROKU, SMALL_FORM, AdwBin)

struct _KirokuSmallFormClass
{
  AdwBinClass parent_class;

  /* The user wants it recorded; never while it is busy. */
  void (*submit) (KirokuSmallForm *self);
  /* The default handler of ::closed. */
  void (*closed) (KirokuSmallForm *self);
};

/* @type: a class of it. (transfer floating) */
gpointer kiroku_small_form_new (GType type, KirokuCaseModel *model);
/* (transfer none) (nullable): NULL once it is disposed. */
KirokuCaseModel *kiroku_small_form_get_model (KirokuSmallForm *self);

/* Fields side by side, before the first is added; one otherwise. */
void kiroku_small_form_set_n_columns (KirokuSmallForm *self, guint n_columns);
/* On the button, in place of "Record". */
void kiroku_small_form_set_verb (KirokuSmallForm *self, const char *verb);
/* Under everything. @widget: (transfer floating) */
void kiroku_small_form_add_below (KirokuSmallForm *self, GtkWidget *widget);

/* @hint: (nullable): shown while the field is empty. (transfer none) */
GtkEntry *kiroku_small_form_add_entry (KirokuSmallForm *self, const char *label, const char *hint);
/* For when something happened: below it is said how far the time lies ahead, if it does. (transfer none) */
GtkEntry *kiroku_small_form_add_time (KirokuSmallForm *self, const char *label, const char *hint);
/* (transfer none) */
GtkPasswordEntry *kiroku_small_form_add_password (KirokuSmallForm *self, const char *label);
/* @names: what can be chosen, NULL at the end. (transfer none) */
GtkDropDown *
kiroku_small_form_add_choice (KirokuSmallForm *self, const char *label, const char *const *names);
/* The first choice: nobody has said; then as KirokuTlp. (transfer none) */
GtkDropDown *kiroku_small_form_add_tlp (KirokuSmallForm *self);

/* What is wrong (nullable: nothing), and the field that gets the keyboard (nullable). */
void kiroku_small_form_show_error (KirokuSmallForm *self, const char *message, gpointer field);
void kiroku_small_form_set_busy (KirokuSmallForm *self, gboolean busy);

/* Says that what it is about cannot be said anew: part of what was said is not here. */
void kiroku_small_form_refuse_withheld (KirokuSmallForm *self);

/* What was typed into @field without white space around it; NULL when nothing is left.
 * (transfer full) (nullable) */
char *kiroku_small_form_dup_typed (gpointer field);
/* FALSE when it cannot be recorded: then @field has the keyboard and the reason is shown.
 * @text: (transfer full) (nullable) */
gboolean kiroku_small_form_read (KirokuSmallForm *self, gpointer field, char **text);
/* A moment in the zone of the book. @stated: FALSE when nothing is typed or it is still @shown
 * (nullable), what was filled in. FALSE as above. */
gboolean kiroku_small_form_read_time (
    KirokuSmallForm *self, GtkEntry *field, const char *shown, KirokuTime *time, gboolean *stated);
/* Of kiroku_small_form_add_tlp(). */
KirokuTlp kiroku_small_form_get_tlp (GtkDropDown *choice);
void kiroku_small_form_set_tlp (GtkDropDown *choice, KirokuTlp tlp);
/* @text: (nullable) */
void kiroku_small_form_set_text (gpointer field, const char *text);

/* Records @draft: closes when it is durable, and says why when it could not be.
 * @draft: (transfer full) */
void kiroku_small_form_write (KirokuSmallForm *self, KirokuDraft *draft);
/* The same; @kept, what was typed, stays until it is durable. */
void kiroku_small_form_write_kept (
    KirokuSmallForm *self, KirokuDraft *draft, KirokuFormDraft *kept);
/* Somebody changed meanwhile what was filled in: that is said, and it is not recorded over it. */
void kiroku_small_form_outdate (KirokuSmallForm *self);
/* There is nothing to do any more. */
void kiroku_small_form_close (KirokuSmallForm *self);

G_END_DECLS
