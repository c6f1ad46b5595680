/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-form-draft.h"

G_BEGIN_DECLS

/* Where the log is written: text, class, time, Enter.
 *
 * Enter submits. While an input method shows a preedit, Enter belongs to the input method and never
 * submits, nor do the repeats of that same key press. Shift+Enter breaks the line. Pasted text is
 * one entry, however many lines it has.
 *
 * What was submitted stays in view, dimmed, until the owner has made it durable and calls
 * kiroku_composer_accept(), or could not and calls kiroku_composer_give_back(), once for each
 * "submit" and in the same order. Writing goes on meanwhile: nothing that is typed is waited for or
 * lost.
 *
 * Signals:
 *   submit (const char *text, const char *class, const char *time): @text without white space
 *   around it, not empty, fit for the record; @class an id ("action", "observation", "decision",
 *   "communication"); @time as typed, "" meaning now.
 *   undo (): of what was saved last, while that is offered (kiroku_composer_offer_undo()): by the button,
 *   or by Ctrl+Z where nothing is typed or composed that it could take back.
 * Properties:
 *   draft-text: everything that is not yet accepted. Notified whenever it changes: a draft kept on
 *   disk follows it. */
#define KIROKU_TYPE_COMPOSER (kiroku_composer_get_type ())
G_DECLARE_FINAL_TYPE (KirokuComposer, kiroku_composer, KIROKU, COMPOSER, AdwBin)

/* Whether @text can be read as a time; the error's message is shown to the user. */
typedef gboolean (*KirokuComposerTimeCheck) (const char *text, gpointer user_data, GError **error);

GtkWidget *kiroku_composer_new (void);

/* A time that does not pass is not submitted: the message is shown and the time entry gets the
 * keyboard. @user_data must outlive the widget. */
void kiroku_composer_set_time_check (KirokuComposer *self,
                                     KirokuComposerTimeCheck check,
                                     gpointer user_data);

/* What is to be known about the time @text before it is submitted; NULL for nothing. (transfer full) */
typedef char *(*KirokuComposerTimeCaution) (const char *text, gpointer user_data);

/* It stands under the text as long as the time does, and holds nothing up. @user_data must outlive the
 * widget. */
void kiroku_composer_set_time_caution (KirokuComposer *self,
                                       KirokuComposerTimeCaution caution,
                                       gpointer user_data);

/* The same as draft-text. (transfer full) */
char *kiroku_composer_get_text (KirokuComposer *self);
/* What is typed and not submitted. (transfer full) */
char *kiroku_composer_get_unsent (KirokuComposer *self);
/* @text stands before what is there, on lines of its own; the cursor stays where it is. */
void kiroku_composer_put_in_front (KirokuComposer *self, const char *text);
/* Replaces everything, what was submitted included; the cursor stands at the end. */
void kiroku_composer_set_text (KirokuComposer *self, const char *text);
/* Begins the entry anew: of @klass (an id), with @text instead of what is typed, of which the first gap
 * (［…］ or […]) is selected. Tab goes to the next one. */
void kiroku_composer_begin (KirokuComposer *self, const char *klass, const char *text);
/* The class (an id) and the time (as it is typed) of what stands there now, unless somebody chose one. */
void kiroku_composer_set_class_and_time (KirokuComposer *self, const char *klass, const char *time);
/* Whether an input method shows what is not in the text yet. */
gboolean kiroku_composer_is_composing (KirokuComposer *self);
/* Empties text and time, forgets what was submitted and said, and sets the class back to action. */
void kiroku_composer_clear (KirokuComposer *self);

/* Class and time are kept in @kept, too, which is not loaded yet. */
void kiroku_composer_keep (KirokuComposer *self, KirokuFormDraft *kept);
/* Those of what was submitted last are kept there as @owner's (kiroku_form_draft_hold()). FALSE: they are those
 * that an entry has if nobody chooses. */
gboolean kiroku_composer_keep_sent (KirokuComposer *self, KirokuFormDraft *kept, gconstpointer owner);

/* The oldest submitted text is durable: it leaves the composer. */
void kiroku_composer_accept (KirokuComposer *self);
/* The oldest submitted text could not be saved: it is a draft again, with its class and time unless somebody
 * chose others meanwhile; what follows it stands on a line of its own. @message: for kiroku_composer_show_error(). */
void kiroku_composer_give_back (KirokuComposer *self, const char *message);

/* Busy: the case cannot take entries now (it is being opened, or is read-only). Typing goes on, but
 * nothing is submitted. */
void kiroku_composer_set_busy (KirokuComposer *self, gboolean busy);

/* Says beside the button that an entry is durable ("Saved 14:05:09"), once all that was submitted is, unless it
 * is to be read what went wrong. */
void kiroku_composer_show_saved (KirokuComposer *self, const char *text);
/* Whether what was saved last can be taken back. */
void kiroku_composer_offer_undo (KirokuComposer *self, gboolean offered);
/* Says under the text what is wrong and how to mend it, until something is typed. */
void kiroku_composer_show_error (KirokuComposer *self, const char *text);

/* Puts the keyboard into the text. */
void kiroku_composer_focus (KirokuComposer *self);

/* (transfer none): the text itself, for the window's actions and for tests. */
GtkTextView *kiroku_composer_get_view (KirokuComposer *self);

G_END_DECLS
