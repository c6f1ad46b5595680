/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"
#include "kiroku-test.h"

G_BEGIN_DECLS

/* When the clock of a test's case book starts: 2026-11-21T10:00:00+09:00. Each entry is a second
 * later than the one before. */
#define KIROKU_TEST_BOOK_START G_GINT64_CONSTANT (1795222800000000)

/* A real case book in a folder of its own, with one case in it. */
typedef struct
{
  char *folder;
  gint64 now;
  KirokuBook *book;
  char *case_id;
  KirokuCaseModel *model;
  GPtrArray *entries; /* (element-type KirokuEntry): what was written since the case was opened */
  guint n_changed;
} KirokuTestBook;

/* @type: of incident, in the rule pack. @language: "ja" or "en". */
KirokuTestBook *kiroku_test_book_new (const char *type, const char *language);
/* The same with a pack of the user's own: name and text of each file in turn. @files: (nullable) */
KirokuTestBook *kiroku_test_book_new_with_pack (
    const char *type, const char *language, const char *const *files);
/* Asserts that nobody keeps the model or the book, and removes the folder. */
void kiroku_test_book_free (KirokuTestBook *self);

/* Waits until the model shows everything that has been written. */
void kiroku_test_book_catch_up (KirokuTestBook *self);
/* The number of entries of @kind written since the case was opened. */
guint kiroku_test_book_count (KirokuTestBook *self, const char *kind);
/* Waits until there are @n of them, and the model shows them. */
void kiroku_test_book_wait (KirokuTestBook *self, const char *kind, guint n);
/* The last entry of @kind. (transfer none) */
const KirokuEntry *kiroku_test_book_last (KirokuTestBook *self, const char *kind);
/* Appends an entry to the case; the model may not show it yet. @draft: (transfer full) */
void kiroku_test_book_append (KirokuTestBook *self, KirokuDraft *draft);
/* @name writes from now on. */
void kiroku_test_book_switch (KirokuTestBook *self, const char *name);
/* Sets a fact, waiting for it. */
void kiroku_test_book_set (KirokuTestBook *self, const char *key, const char *value);
/* From now on the database refuses every entry: “refused by the test”. */
void kiroku_test_book_break (KirokuTestBook *self);

/* --- Finding widgets ---------------------------------------------------------------------- */

/* Whether @widget is meant. */
typedef gboolean (*KirokuTestMatch) (GtkWidget *widget, gconstpointer data);

/* The widgets below @root, in their order, that match. (transfer container) */
GPtrArray *kiroku_test_find_all (GtkWidget *root, KirokuTestMatch match, gconstpointer data);
/* The first one of @type whose text (of a label, button, entry or row) is @text; NULL for any text.
 * (transfer none) (nullable) */
GtkWidget *kiroku_test_find (GtkWidget *root, GType type, const char *text);
/* The same; fails the test when there is none. */
GtkWidget *kiroku_test_get (GtkWidget *root, GType type, const char *text);
/* What the template of @root, a widget, calls @id, else the first widget in it that another
 * template does; fails the test when there is none. (transfer none) */
gpointer kiroku_test_get_id (gpointer root, const char *id);
/* Whether a label that can be seen contains @text. */
gboolean kiroku_test_shows (GtkWidget *root, const char *text);
/* Waits until a label that can be seen contains @text, and until none does. */
void kiroku_test_wait_shown (GtkWidget *root, const char *text);
void kiroku_test_wait_not_shown (GtkWidget *root, const char *text);
/* Waits until a widget of @type is on screen and shows @text (nullable). (transfer none) */
GtkWidget *kiroku_test_wait_seen (GtkWidget *root, GType type, const char *text);
/* Waits until none is; and until there is none of @type at all. */
void kiroku_test_wait_unseen (GtkWidget *root, GType type, const char *text);
void kiroku_test_wait_gone (GtkWidget *root, GType type);
/* The window of @type that is on the screen. (transfer none) (nullable) */
GtkWidget *kiroku_test_find_window (GType type);
/* Asserts that each button, entry, check box, chooser and text below @root says what it is. */
void kiroku_test_assert_named (GtkWidget *root);
/* Presses the button that says @label. */
void kiroku_test_press (GtkWidget *root, const char *label);
/* Writes @text into an entry and presses Enter in it. */
void kiroku_test_enter (GtkWidget *entry, const char *text);

G_END_DECLS
