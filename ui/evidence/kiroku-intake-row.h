/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-intake-queue.h"

G_BEGIN_DECLS

/* A file that is being taken in: how far it is, with a way to stop it; then a form for what is
 * known of it, or what went wrong. */
#define KIROKU_TYPE_INTAKE_ROW (kiroku_intake_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuIntakeRow, kiroku_intake_row, KIROKU, INTAKE_ROW, GtkListBoxRow)

/* @job: of the queue of the model's case. */
GtkWidget *kiroku_intake_row_new (KirokuCaseModel *model, KirokuIntakeJob *job);

G_END_DECLS
