/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The heads of the own journals, kept in a small file beside the key and outside every database, so
 * that a database put back to an earlier state is noticed (design §3). A pin that is behind or
 * missing says nothing; a pin that the database lacks says rollback. Safe between processes. */
typedef struct _KirokuPins KirokuPins;

typedef struct
{
  char *case_id;
  char *key;
  gint64 seq;
  char *hash;
} KirokuPin;

void kiroku_pin_free (KirokuPin *pin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPin, kiroku_pin_free)

/* @path need not exist yet. */
KirokuPins *kiroku_pins_new (const char *path);
/* Writes through what is not yet known to be on the disk. */
void kiroku_pins_free (KirokuPins *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPins, kiroku_pins_free)

/* All pins of @case_id; of @key only, unless it is NULL. (transfer full) (element-type KirokuPin) */
GPtrArray *kiroku_pins_list (
    KirokuPins *self, const char *case_id, const char *key, GError **error);
/* Raises the pin to @seq, never lowers it. Fsynced at most once a second and when freed: a pin that
 * is behind does no harm. */
gboolean kiroku_pins_raise (
    KirokuPins *self, const char *case_id, const char *key, gint64 seq, const char *hash, GError **error);
/* Raises every pin to that of @other, never lowers one. */
gboolean kiroku_pins_merge (KirokuPins *self, KirokuPins *other, GError **error);

G_END_DECLS
