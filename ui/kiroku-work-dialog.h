/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-work-bar.h"

G_BEGIN_DECLS

/* A window that lets somebody choose a file, works on it in another thread, shows how far it is,
 * with a way to stop it, and says what came of it. Closed while it works, it stops: it is kept
 * until the thread has ended, and then finalised.
 *
 * The template of a class has a GtkLabel "message", a GtkProgressBar "progress", and a GtkButton
 * "cancel" whose handler is "cancel_cb"; its "update" is the handler of what may change in it. */
#define KIROKU_TYPE_WORK_DIALOG (kiroku_work_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (KirokuWorkDialog, kiroku_work_dialog, KIROKU, WORK_DIALOG, AdwWindow)

struct _KirokuWorkDialogClass
{
  AdwWindowClass parent_class;

  /* Shows what can be done now; after kiroku_work_dialog_begin() and _end() too. */
  void (*update) (KirokuWorkDialog *self);
  /* A file, or a folder where one was asked for, was chosen; never while it works. */
  void (*chosen) (KirokuWorkDialog *self, const char *path, GtkFileChooserAction action);
};

/* @template: below the folder of the window's resources. What a class binds itself it binds after
 * this. */
void kiroku_work_dialog_class_set_template (KirokuWorkDialogClass *klass, const char *template);

void kiroku_work_dialog_say (KirokuWorkDialog *self, const char *message, gboolean is_error);
/* @cancelled: what is said instead when it was stopped. */
void kiroku_work_dialog_say_error (
    KirokuWorkDialog *self, const GError *error, const char *cancelled);
gboolean kiroku_work_dialog_is_busy (KirokuWorkDialog *self);

/* Works from now on: @self and the program stay until kiroku_work_dialog_end().
 * @bar: (out) (transfer none): for kiroku_work_bar_progress(). (transfer none): what stops it. */
GCancellable *kiroku_work_dialog_begin (KirokuWorkDialog *self, KirokuWorkBar **bar);
/* Whether it is still shown. Where it is not, what was done all the same is to be told to others
 * only. @self may be gone afterwards unless the caller holds it. */
gboolean kiroku_work_dialog_end (KirokuWorkDialog *self);

/* Asks for a file or folder, unless it does already. @name: (nullable): proposed; @pattern:
 * (nullable): of the files that are offered, called @kind. */
void kiroku_work_dialog_choose (KirokuWorkDialog *self,
                                GtkFileChooserAction action,
                                const char *accept,
                                const char *name,
                                const char *kind,
                                const char *pattern);

G_END_DECLS
