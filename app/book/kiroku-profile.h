/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is kept once per user and copied into each case when it is opened: the organisation and the
 * reporter (facts `org.*`, `reporter.*`). A small file beside the key. Safe between threads and
 * programs. */
typedef struct _KirokuProfile KirokuProfile;

/* Reads @path, which need not exist. */
KirokuProfile *kiroku_profile_load (const char *path, GError **error);
void kiroku_profile_free (KirokuProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuProfile, kiroku_profile_free)

/* "" when it is not set. (transfer full) */
char *kiroku_profile_get (KirokuProfile *self, const char *key);
/* The keys that have a value, sorted. (transfer full) */
char **kiroku_profile_list (KirokuProfile *self);
/* Sets @key, or removes it when @value is "", and writes the file durably. Other programs' changes
 * since loading are kept. */
gboolean kiroku_profile_set (
    KirokuProfile *self, const char *key, const char *value, GError **error);

/* Reads the file again, with what other programs have written. */
gboolean kiroku_profile_reload (KirokuProfile *self, GError **error);

/* The name under which the signing key was made, or NULL before there is one. (transfer full) */
char *kiroku_profile_get_author (KirokuProfile *self);
gboolean kiroku_profile_set_author (KirokuProfile *self, const char *name, GError **error);

G_END_DECLS
