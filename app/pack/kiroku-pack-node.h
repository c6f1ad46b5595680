/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One file of the pack as a tree of elements that know where they stand. Private to the room. */

typedef struct _KirokuNode KirokuPackNode;
struct _KirokuNode
{
  char *name;
  char *file; /* as it is named in messages: a GRefString, one for all of the file */
  guint line; /* of the element's "<", from 1 */
  KirokuPackNode *parent;
  GHashTable *attributes; /* name → value; NULL when it has none */
  GPtrArray *children;    /* (element-type KirokuPackNode) */
  GString *text;
};

/* Reads @bytes, the content of @file. What is wrong with the XML is appended to @problems.
 * (transfer full) (nullable): the root element. */
KirokuPackNode *kiroku_pack_node_parse (GBytes *bytes, const char *file, GPtrArray *problems);
void kiroku_pack_node_free (KirokuPackNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPackNode, kiroku_pack_node_free)

/* The attribute of @node itself, or NULL. (transfer none) */
const char *kiroku_pack_node_get (const KirokuPackNode *node, const char *attribute);
/* The attribute of @node or of the nearest element around it that has it. (transfer none) */
const char *kiroku_pack_node_inherit (const KirokuPackNode *node, const char *attribute);
/* The first child of that name, or NULL. (transfer none) */
KirokuPackNode *kiroku_pack_node_child (const KirokuPackNode *node, const char *name);

/* Whether it holds no text but white space. */
gboolean kiroku_pack_node_is_blank (const KirokuPackNode *node);

/* The text of @node as a person reads it: white space at both ends goes; a line break with the
 * white space around it is a blank, or nothing beside a full-width character; an empty line is a
 * line break. (transfer full) */
char *kiroku_pack_node_text (const KirokuPackNode *node);

/* Appends `file:line: element: …` to @problems. */
void kiroku_pack_node_problem (const KirokuPackNode *node, GPtrArray *problems, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* The same for something already read, of which only the place is left. */
void kiroku_pack_problem (GPtrArray *problems,
                          const char *file,
                          guint line,
                          const char *element,
                          const char *format,
                          ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
