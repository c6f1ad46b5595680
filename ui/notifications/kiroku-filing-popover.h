/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-form.h"
#include "kiroku-popover.h"

G_BEGIN_DECLS

/* Records that a form was handed in: how, when, to whom, with what receipt. It closes when that is
 * durable; what goes wrong is said in it, and what was typed stays. Nothing is sent anywhere.
 * Deadlines that people stated may be met by it as well.
 * A file of what was handed in or of its receipt may be chosen or dropped.
 *
 * Signals:
 *   copy-lost (): refused, because the copy that was approved cannot be made again
 *   undecided (const char *message): recorded, but whether it meets a deadline depends on what
 *   nobody has answered, or the file that went with it was hardly meant to. */
#define KIROKU_TYPE_FILING_POPOVER (kiroku_filing_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuFilingPopover, kiroku_filing_popover, KIROKU, FILING_POPOVER, KirokuPopover)

/* @model: with a snapshot. @form: id, perhaps of one that is known by name only. @approved:
 * somebody else approved it as it stands. */
GtkWidget *
kiroku_filing_popover_new (KirokuCaseModel *model, const char *form, gboolean approved);
/* Files only what was looked at, which is @form, in its language; warns where it is not to go to its recipient. */
void kiroku_filing_popover_set_seen (KirokuFilingPopover *self, const KirokuFilledForm *form);
/* Records what was reported for @duty, id of a deadline that somebody stated in the model's snapshot, which
 * it meets. @model: as above. */
GtkWidget *kiroku_filing_popover_new_for_duty (KirokuCaseModel *model, const char *duty);
/* Corrects @reading, a `form.file` entry as it reads now, which is what it shows. @model: as above. */
GtkWidget *kiroku_filing_popover_new_correction (KirokuCaseModel *model, KirokuEntry *reading);
/* The file at @path (nullable) goes with it: it is taken in as evidence. */
void kiroku_filing_popover_set_file (KirokuFilingPopover *self, const char *path);

G_END_DECLS
