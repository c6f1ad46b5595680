/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What “/” offers while an entry is written: the classes, the phrases of the rule pack (those of the
 * present phase first), and the pages. It never has the keyboard; whoever writes goes on writing, and
 * what is not among the offers is text like any other ("/etc/passwd was read").
 *
 * Signals:
 *   chosen (const KirokuSlashOffer *offer) */
#define KIROKU_TYPE_SLASH (kiroku_slash_get_type ())
G_DECLARE_FINAL_TYPE (KirokuSlash, kiroku_slash, KIROKU, SLASH, GtkPopover)

typedef struct
{
  const char *name;   /* as it is shown */
  const char *klass;  /* (nullable) id the entry gets */
  const char *text;   /* (nullable) begins the entry */
  const char *action; /* (nullable) of the window, with its target: "win.page::contacts" */
} KirokuSlashOffer;

/* @view: where it is typed, and who has the keyboard; must outlive it. */
GtkWidget *kiroku_slash_new (GtkTextView *view);

/* Offers what @typed, all that is typed, asks for; goes when that is nothing. @model: (nullable) */
void kiroku_slash_look (KirokuSlash *self, KirokuCaseModel *model, const char *typed);
/* Up, Down, Enter, Tab and Escape are its own while it is there. */
gboolean kiroku_slash_take_key (KirokuSlash *self, guint keyval);

G_END_DECLS
