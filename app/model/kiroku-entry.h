/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-time.h"

G_BEGIN_DECLS

/* A name and its value, as in `refs`, `seen` and `com`. */
typedef struct
{
  char *name;
  char *value;
} KirokuPair;

/* One value of an entry's body: a string, or an integer when @text is NULL. */
typedef struct
{
  char *name;
  char *text;
  gint64 integer;
  char *salt; /* 32 hex digits */
} KirokuField;

/* One entry of a journal, sealed or read back; never changed after that. The meaning of the members
 * is that of the header keys in app/journal/FORMAT.md. */
typedef struct
{
  char *case_id;
  char *key;
  gint64 seq;
  char *prev;
  char *id;
  char *kind;
  GPtrArray *refs; /* of KirokuPair, sorted by name */
  GPtrArray *seen; /* of KirokuPair, sorted by name */
  gint64 clock;
  gint64 rec;    /* µs UTC */
  char *boot;    /* (nullable) */
  gint64 mono;   /* µs, or -1 */
  gint64 sync;   /* 0, 1, or -1 */
  gint64 maxerr; /* µs, or -1 */
  gboolean has_occ;
  KirokuTime occ;
  GPtrArray *com;    /* of KirokuPair, sorted by name */
  GPtrArray *fields; /* of KirokuField, sorted by name; fewer than @com when some are withheld */
  char *app;

  char *header; /* the canonical bytes */
  char *hash;   /* hex: what others call this entry */
  char *sig;    /* base64 */
} KirokuEntry;

KirokuEntry *kiroku_entry_new (void);
KirokuEntry *kiroku_entry_ref (KirokuEntry *self);
void kiroku_entry_unref (KirokuEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuEntry, kiroku_entry_unref)

/* When it happened, or when it was recorded if nothing else was stated. µs UTC. */
gint64 kiroku_entry_get_time (const KirokuEntry *self);
/* The value of body field @name, or NULL when the entry has none, it is withheld, or an integer.
 * (transfer none) */
const char *kiroku_entry_get_text (const KirokuEntry *self, const char *name);
gint64 kiroku_entry_get_integer (const KirokuEntry *self, const char *name, gint64 fallback);
/* The hash of the entry that reference @name points to, or NULL. (transfer none) */
const char *kiroku_entry_get_ref (const KirokuEntry *self, const char *name);

KirokuPair *kiroku_pair_new (const char *name, const char *value);
void kiroku_pair_free (KirokuPair *pair);
KirokuField *kiroku_field_new (const char *name, const char *text, gint64 integer, const char *salt);
void kiroku_field_free (KirokuField *field);

/* What shall become an entry: everything its author decides. The journal adds the rest. */
typedef struct
{
  char *kind;
  GPtrArray *refs;   /* of KirokuPair */
  GPtrArray *fields; /* of KirokuField without salt */
  gboolean has_occ;
  KirokuTime occ;
} KirokuDraft;

KirokuDraft *kiroku_draft_new (const char *kind);
void kiroku_draft_free (KirokuDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuDraft, kiroku_draft_free)

/* NULL for @text leaves the field out. */
void kiroku_draft_set_text (KirokuDraft *self, const char *name, const char *text);
void kiroku_draft_set_integer (KirokuDraft *self, const char *name, gint64 integer);
void kiroku_draft_set_ref (KirokuDraft *self, const char *name, const char *hash);
/* NULL for @occ means: the moment it is recorded. */
void kiroku_draft_set_occ (KirokuDraft *self, const KirokuTime *occ);
/* Makes @self, which says what is to read otherwise, a correction: all else, the time included, stays as
 * @reading has it, an entry of the same kind, or the last correction of one, which is named then. */
void kiroku_draft_restate (KirokuDraft *self, const KirokuEntry *reading, const char *reason);
/* The name of a value of @reading that is withheld here and that @self, a correction of it, does not state: it would
 * read as if nobody had ever said it. Not of why it was corrected, nor of @dropped (nullable), which is meant to go.
 * (transfer none) (nullable) */
const char *kiroku_draft_find_lost (
    const KirokuDraft *self, const KirokuEntry *reading, const char *dropped);
/* Leaves out the body field and the reference @name, if there is one. */
void kiroku_draft_drop (KirokuDraft *self, const char *name);
/* Makes body field @name of @self read @text, or leaves it out when that is NULL or empty. Whether it read
 * otherwise before. */
gboolean kiroku_draft_change_text (KirokuDraft *self, const char *name, const char *text);

G_END_DECLS
