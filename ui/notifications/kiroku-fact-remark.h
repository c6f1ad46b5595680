/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-fact.h"

G_BEGIN_DECLS

/* What is said beside the state of an answer: when it is expected, of one under investigation; on what it
 * rests, of an estimate. Of another it is not seen. It checks and records nothing.
 *
 * Signals:
 *   edited: a person changed it
 *   done: and meant it: Enter, the keyboard gone elsewhere. */
#define KIROKU_TYPE_FACT_REMARK (kiroku_fact_remark_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFactRemark, kiroku_fact_remark, KIROKU, FACT_REMARK, AdwBin)

GtkWidget *kiroku_fact_remark_new (void);

/* Asks what goes with @state and shows @remark, canonical text. @name: of the fact, for a screen reader. */
void kiroku_fact_remark_show (KirokuFactRemark *self,
                              KirokuFactState state,
                              const char *remark,
                              const char *name);
/* What stands there, for kiroku_fact_check_remark(); "" when it is not seen. (transfer none) */
const char *kiroku_fact_remark_get_typed (KirokuFactRemark *self);

G_END_DECLS
