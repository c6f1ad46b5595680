/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* The right control for a fact: a line, a text, a time with "now", a date with a calendar, a
 * chooser, boxes, or yes, no and unknown. It checks and records nothing.
 *
 * Signals:
 *   edited: a person changed it
 *   done: and meant it: Enter, a choice made, the keyboard gone elsewhere. */
#define KIROKU_TYPE_FACT_CONTROL (kiroku_fact_control_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFactControl, kiroku_fact_control, KIROKU, FACT_CONTROL, AdwBin)

/* @fact belongs to the pack of @book. Words are in the book's language, times in its zone. */
GtkWidget *kiroku_fact_control_new (KirokuBook *book, const KirokuPackFact *fact);

/* Shows canonical text. */
void kiroku_fact_control_set_value (KirokuFactControl *self, const char *value);
/* What stands there, for kiroku_pack_check_fact(). (transfer full) */
char *kiroku_fact_control_dup_typed (KirokuFactControl *self);
/* Names what the keyboard reaches first, for a screen reader. */
void kiroku_fact_control_set_name (KirokuFactControl *self, const char *name);
/* Puts boxes beside each other where they are short. */
void kiroku_fact_control_set_low (KirokuFactControl *self);
/* Marks what stands there as wrong. */
void kiroku_fact_control_set_invalid (KirokuFactControl *self, gboolean invalid);

G_END_DECLS
