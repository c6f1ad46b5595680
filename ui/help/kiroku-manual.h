/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The manual as it is shown: the pages of help/LANGUAGE, which are Mallard (projectmallard.org), in
 * the order in which index.page names them. Of Mallard it knows what these pages use: page,
 * section, title, desc, p, list, steps, terms, screen and note; within a text gui, guiseq, key,
 * keyseq, cmd, file, code, em and link. An element that it does not know is an error, which a test
 * looks for, not a user. */

#define KIROKU_MANUAL_RESOURCE "/org/kiroku/Kiroku/help/"

typedef enum
{
  KIROKU_MANUAL_HEADING, /* of a section */
  KIROKU_MANUAL_TEXT,
  KIROKU_MANUAL_BULLET,
  KIROKU_MANUAL_STEP,
  KIROKU_MANUAL_TERM, /* what the next KIROKU_MANUAL_MEANING explains */
  KIROKU_MANUAL_MEANING,
  KIROKU_MANUAL_SCREEN, /* commands or what they print: its lines are kept */
  KIROKU_MANUAL_NOTE,
  KIROKU_MANUAL_WARNING,
} KirokuManualKind;

typedef struct
{
  KirokuManualKind kind;
  guint number; /* of a step, from 1 */
  char *markup; /* Pango's; its links name pages */
} KirokuManualBlock;

typedef struct
{
  char *id;
  char *group;       /* heading under which it is listed */
  char *title;       /* plain text */
  char *summary;     /* plain text */
  char *words;       /* all of it as plain text, for kiroku_manual_page_contains() */
  GPtrArray *blocks; /* of KirokuManualBlock */
} KirokuManualPage;

/* The pages in their order. @language: "ja"; anything else is English. An error says which page is
 * broken. (transfer full) (element-type KirokuManualPage) (nullable) */
GPtrArray *kiroku_manual_load (const char *language, GError **error);
/* (transfer none) (nullable) (element-type KirokuManualPage): of @pages */
const KirokuManualPage *kiroku_manual_find (GPtrArray *pages, const char *id);
/* Whether each word of @text is somewhere in the page; case and width do not matter. */
gboolean kiroku_manual_page_contains (const KirokuManualPage *self, const char *text);

G_END_DECLS
