/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack-node.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* What the files of the room share. */

typedef enum
{
  KIROKU_KIND_TYPE,
  KIROKU_KIND_PLAYBOOK,
  KIROKU_KIND_CONTACT,
  KIROKU_KIND_FACT,
  KIROKU_KIND_FORM_NAME,
  KIROKU_KIND_FORM,
  KIROKU_KIND_OBLIGATION,
  KIROKU_KIND_CALENDAR,
  KIROKU_KIND_PHRASE,
  KIROKU_KIND_GATE, /* the last: it names steps of the others */
} KirokuPackKind;

#define KIROKU_N_PACK_KINDS 10

/* All of one kind: in order, and by id. Every element begins with a KirokuPackItem. */
typedef struct
{
  GPtrArray *items;
  GHashTable *by_id; /* id, owned by the item → item */
} KirokuPackTable;

struct _KirokuPack
{
  gatomicrefcount ref_count;
  char *version;
  char *as_of;
  KirokuPackText *name;
  KirokuPackTable tables[KIROKU_N_PACK_KINDS];
};

/* (transfer full): empty */
KirokuPack *kiroku_pack_new (void);

/* The element's name in the files, such as "form-name". */
const char *kiroku_pack_kind_element (KirokuPackKind kind);
/* The file it stands in, for messages. */
const char *kiroku_pack_kind_file (KirokuPackKind kind);

/* (transfer none) (nullable) */
gpointer kiroku_pack_lookup (KirokuPack *pack, KirokuPackKind kind, const char *id);

/* Adds @item, a struct of @kind (transfer full); one of the user's own pack replaces the base's of
 * the same id in its place. A second of the same id from the same pack is a problem. */
void kiroku_pack_put (KirokuPack *pack, KirokuPackKind kind, gpointer item, GPtrArray *problems);

/* kiroku-pack-free.c */
void kiroku_pack_item_clear (KirokuPackItem *item);
void kiroku_pack_step_free (gpointer data);
void kiroku_pack_choice_free (gpointer data);
void kiroku_pack_also_free (gpointer data);
void kiroku_pack_field_free (gpointer data);
void kiroku_pack_row_free (gpointer data);
void kiroku_pack_section_free (gpointer data);
void kiroku_pack_addressee_free (gpointer data);
/* What frees a struct of @kind. */
GDestroyNotify kiroku_pack_kind_destroy (KirokuPackKind kind);

/* kiroku-pack-build.c: adds what stands under @root, one file's checked tree, to @pack.
 * @overlaid: it is the user's own pack. */
void kiroku_pack_build (KirokuPack *pack,
                        const KirokuPackNode *root,
                        gboolean overlaid,
                        GPtrArray *problems);

/* kiroku-calendar-build.c: (transfer full). Leaves the item to the caller. @base: (nullable): the calendar
 * that it extends; what @node says of a day comes first. */
KirokuCalendar *kiroku_calendar_build (const KirokuPackNode *node,
                                       const KirokuCalendar *base,
                                       GPtrArray *problems);

/* Reads the pair of texts in @node itself. (transfer full) */
KirokuPackText *kiroku_pack_read_text (const KirokuPackNode *node);
/* Reads the pair of texts in the child @name. (transfer full) (nullable) */
KirokuPackText *kiroku_pack_read_child (const KirokuPackNode *node, const char *name);
/* The place of the attribute in @words, NULL-terminated; one that is not there is a problem and
 * gives 0, as does a missing one. */
guint kiroku_pack_read_word (const KirokuPackNode *node,
                             const char *attribute,
                             const char *const *words,
                             GPtrArray *problems);
/* The number in the attribute; missing: 0; out of range: a problem and @min. */
guint kiroku_pack_read_number (const KirokuPackNode *node,
                               const char *attribute,
                               guint min,
                               guint max,
                               GPtrArray *problems);

/* kiroku-pack-check.c: appends what the parts of @pack name and what does not exist. */
void kiroku_pack_check_references (KirokuPack *pack, GPtrArray *problems);

G_END_DECLS
