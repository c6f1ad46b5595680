/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What a case has of one kind of thing, such as assets: a line for each, with a way to change what
 * is said of it, and a way to add one. Lines stay while others come. */
#define KIROKU_TYPE_ITEM_SECTION (kiroku_item_section_get_type ())
G_DECLARE_DERIVABLE_TYPE (KirokuItemSection, kiroku_item_section, KIROKU, ITEM_SECTION, AdwBin)

/* A thing and its line. */
typedef struct
{
  KirokuItemSection *section;
  AdwActionRow *row;
  GtkLabel *mark;
  GtkWidget *change;
  gpointer item; /* its latest state */
} KirokuItemLine;

struct _KirokuItemSectionClass
{
  AdwBinClass parent_class;

  GBoxedCopyFunc copy_item;
  GDestroyNotify free_item;
  /* What one thing is known by. (transfer full) */
  char *(*dup_key) (gconstpointer item);
  /* What tells who said last how it is: the entry, or when it was by whom. (transfer full) */
  char *(*dup_state) (gconstpointer item);
  /* Adds to a new line, before the button to change it. (nullable) */
  void (*add_buttons) (KirokuItemLine *line);
  /* Shows line->item, by kiroku_item_line_show(). */
  void (*show_line) (KirokuItemLine *line);
  /* Another case, or none. (nullable) */
  void (*model_changed) (KirokuItemSection *self, KirokuCaseModel *model);
  /* To change @item, or to add one that is not among @items (nullable). (transfer floating) */
  GtkWidget *(*make_form) (KirokuCaseModel *model, gconstpointer item, GPtrArray *items);
};

/* @model: (nullable): another case; nothing is shown until kiroku_item_section_show(). */
void kiroku_item_section_set_model (KirokuItemSection *self, KirokuCaseModel *model);
/* @items: of the class's type; a reference is kept */
void kiroku_item_section_show (KirokuItemSection *self, GPtrArray *items);

/* --- For classes -------------------------------------------------------------------------- */

/* Once. @add: on the button that adds one. */
void kiroku_item_section_set_title (KirokuItemSection *self, const char *title, const char *add);
/* Where the lines are, before whatever else is put there. (transfer none) */
GtkListBox *kiroku_item_section_get_list (KirokuItemSection *self);
/* Under the list. @widget: (transfer floating) */
void kiroku_item_section_add_below (KirokuItemSection *self, GtkWidget *widget);
/* (transfer none) (nullable) */
KirokuCaseModel *kiroku_item_section_get_model (KirokuItemSection *self);
/* What is shown. (transfer none) (nullable) */
GPtrArray *kiroku_item_section_get_items (KirokuItemSection *self);

/* @mark: beside them, "" for none. What is @withdrawn is struck through. */
void kiroku_item_line_show (KirokuItemLine *line,
                            const char *title,
                            const char *subtitle,
                            const char *mark,
                            gboolean withdrawn);
/* Adds @part (nullable) to a subtitle. */
void kiroku_item_line_append (GString *subtitle, const char *part);

G_END_DECLS
