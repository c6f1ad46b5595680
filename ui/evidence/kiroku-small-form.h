/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A few labelled fields with a way to record or to give up, and a line for what is wrong. What it
 * means is its owner's. Fields stay as typed until the owner changes them.
 *
 * Signals:
 *   submit: the user wants it recorded; never while busy
 *   cancel: the user gave it up */
#define KIROKU_TYPE_SMALL_FORM (kiroku_small_form_get_type ())
G_DECLARE_FINAL_TYPE (KirokuSmallForm, kiroku_small_form, KIROKU, SMALL_FORM, AdwBin)

/* @verb: on the button. @n_columns: fields side by side. */
GtkWidget *kiroku_small_form_new (const char *verb, guint n_columns);

/* @hint: (nullable): shown while the field is empty. (transfer none) */
GtkEntry *kiroku_small_form_add_entry (KirokuSmallForm *self, const char *label, const char *hint);
/* (transfer none) */
GtkPasswordEntry *kiroku_small_form_add_password (KirokuSmallForm *self, const char *label);
/* @names: what can be chosen, NULL at the end. (transfer none) */
GtkDropDown *kiroku_small_form_add_choice (
    KirokuSmallForm *self, const char *label, const char *const *names);
/* The first choice: nobody has said; then as KirokuTlp. (transfer none) */
GtkDropDown *kiroku_small_form_add_tlp (KirokuSmallForm *self);

/* What is wrong (nullable: nothing), and the field that gets the keyboard (nullable). */
void kiroku_small_form_show_error (KirokuSmallForm *self, const char *message, gpointer field);
void kiroku_small_form_set_busy (KirokuSmallForm *self, gboolean busy);
void kiroku_small_form_set_verb (KirokuSmallForm *self, const char *verb);

/* What was typed into @field without white space around it; NULL when nothing is left.
 * (transfer full) (nullable) */
char *kiroku_small_form_dup_typed (gpointer field);
/* FALSE when it cannot be recorded: then @field has the keyboard and the reason is shown.
 * @text: (transfer full) (nullable) */
gboolean kiroku_small_form_read (KirokuSmallForm *self, gpointer field, char **text);

G_END_DECLS
