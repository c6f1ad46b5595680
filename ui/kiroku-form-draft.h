/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What was typed into a small form and has not been recorded: it stands there again when the form
 * is opened the next time, whether it was closed, the program was killed, or the power went. The
 * file is at most 2 s behind the keyboard (KirokuDraftSaver). A form has one for each thing it is
 * about, takes its fields in, loads it, and leaves it when it is disposed.
 *
 * Signals:
 *   loaded: what was left stands in the fields. */
#define KIROKU_TYPE_FORM_DRAFT (kiroku_form_draft_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFormDraft, kiroku_form_draft, KIROKU, FORM_DRAFT, GObject)

/* @name: of the form, and of what it is about: "phase-triage". (transfer full) */
KirokuFormDraft *kiroku_form_draft_new (KirokuCaseModel *model, const char *name);
/* @field: a GtkEditable, GtkTextView, GtkDropDown, AdwComboRow, GtkCheckButton, or the GtkToggleButton
 * of a group that is not the one pressed at first. What it holds now it holds without a draft. */
void kiroku_form_draft_add (KirokuFormDraft *self, const char *name, gpointer field);
/* The same for a GtkDropDown or AdwComboRow whose items come and go between two starts, where the place of
 * one says nothing: @get_id says by what an item is found again, NULL for one that has nothing. One that is
 * not there any more is not chosen. Choices that follow from this one are added after it. */
typedef const char *(*KirokuChoiceIdFunc) (gpointer item);
void kiroku_form_draft_add_choice (KirokuFormDraft *self,
                                   const char *name,
                                   gpointer field,
                                   KirokuChoiceIdFunc get_id);
/* Reads what was left, without waiting; a field somebody has changed meanwhile stays as it is. */
void kiroku_form_draft_load (KirokuFormDraft *self);

/* What stands in the fields goes to the record. Between the two the form may go: what was typed is
 * kept until it is known to be recorded. */
void kiroku_form_draft_send (KirokuFormDraft *self);
void kiroku_form_draft_end (KirokuFormDraft *self, gboolean recorded);

/* Keeps @values, each the name of a field and what it shall hold, as @owner's beside what the form's own fields
 * hold, until they are let go once, which may be after the form went. @recorded: they need not be there
 * again. */
void kiroku_form_draft_hold (KirokuFormDraft *self, gconstpointer owner, const char *const *values);
void kiroku_form_draft_let_go (KirokuFormDraft *self, gconstpointer owner, gboolean recorded);

/* The form goes: its fields are not looked at any more. The same happens when one of them leaves
 * its window. */
void kiroku_form_draft_leave (KirokuFormDraft *self);

G_END_DECLS
