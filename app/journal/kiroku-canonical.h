/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Canonical JSON, the strict subset of RFC 8785 in which the record is written (FORMAT.md §1): one
 * text for one value, so that a hash of it means something. json-glib offers neither the strictness
 * nor the one form. */

typedef enum
{
  KIROKU_NODE_STRING,
  KIROKU_NODE_INTEGER,
  KIROKU_NODE_OBJECT,
  KIROKU_NODE_ARRAY, /* only in `b` of a package line */
} KirokuNodeType;

typedef struct _KirokuNode KirokuNode;

#define KIROKU_NODE_INTEGER_MAX ((G_GINT64_CONSTANT (1) << 53) - 1)

KirokuNode *kiroku_node_new_string (const char *text);
KirokuNode *kiroku_node_new_integer (gint64 integer);
KirokuNode *kiroku_node_new_object (void);
KirokuNode *kiroku_node_new_array (void);
void kiroku_node_free (KirokuNode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuNode, kiroku_node_free)

KirokuNodeType kiroku_node_get_node_type (const KirokuNode *self);
/* (transfer none) */
const char *kiroku_node_get_string (const KirokuNode *self);
gint64 kiroku_node_get_integer (const KirokuNode *self);

/* Members of an object, sorted by name, or of an array. @child (transfer full); a name that is
 * already there is a programmer's error. */
void kiroku_node_set (KirokuNode *self, const char *name, KirokuNode *child);
void kiroku_node_append (KirokuNode *self, KirokuNode *child);
guint kiroku_node_get_length (const KirokuNode *self);
const char *kiroku_node_get_name (const KirokuNode *self, guint index);
const KirokuNode *kiroku_node_get_child (const KirokuNode *self, guint index);
/* (nullable) */
const KirokuNode *kiroku_node_get (const KirokuNode *self, const char *name);

/* (transfer full) */
char *kiroku_canonical_encode (const KirokuNode *node);
/* The canonical form of a string alone, with its quotes. (transfer full) */
char *kiroku_canonical_encode_string (const char *text);

/* Reads @length bytes; anything but the one canonical form is refused with the byte where it
 * departs. Errors are of KIROKU_JOURNAL_ERROR_FORM. */
KirokuNode *kiroku_canonical_parse (const char *bytes, gsize length, GError **error);

G_END_DECLS
