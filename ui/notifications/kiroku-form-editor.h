/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-pages.h"

G_BEGIN_DECLS

/* A form: on the left its fields, on the right the pages as they will be printed, made anew
 * whenever a fact of the case changes. There is no draft apart from the facts.
 *
 * Signals:
 *   closed: the user goes back. */
#define KIROKU_TYPE_FORM_EDITOR (kiroku_form_editor_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFormEditor, kiroku_form_editor, KIROKU, FORM_EDITOR, AdwBin)

/* @form: id of a form that the pack of the model's book defines. */
GtkWidget *kiroku_form_editor_new (KirokuCaseModel *model, const char *form);

/* Records everything that was changed. FALSE when something cannot be recorded as it stands. */
gboolean kiroku_form_editor_commit (KirokuFormEditor *self);
/* Records what was changed, then writes the pages to @path. */
void kiroku_form_editor_save (KirokuFormEditor *self, const char *path);
/* "ja" or "en": the language of the pages. */
void kiroku_form_editor_set_language (KirokuFormEditor *self, const char *language);

/* The pages in the preview; good until the next change. (transfer none) (nullable) */
KirokuPages *kiroku_form_editor_get_pages (KirokuFormEditor *self);
/* Whether something is being recorded, laid out or written. */
gboolean kiroku_form_editor_is_busy (KirokuFormEditor *self);

G_END_DECLS
