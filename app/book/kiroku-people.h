/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-key.h"

G_BEGIN_DECLS

/* Who signs on this computer. A person has a name and signing keys: the first, and one more each time
 * the one before could not go on in some case (rolled back, forked, revoked, lost). The keys are
 * files in the data folder: `key.p8` is the first key of the first person, the others are
 * `keys/ID.p8`. `people.ini` says whose they are. Safe between threads and programs. */
typedef struct _KirokuPeople KirokuPeople;

typedef struct
{
  char *id;   /* SHA-256 of the public key, hex */
  char *spki; /* the public key, base64 of DER */
  char *path; /* of the file */
  char *name; /* the person */
} KirokuPersonKey;

KirokuPersonKey *kiroku_person_key_copy (const KirokuPersonKey *self);
void kiroku_person_key_free (KirokuPersonKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPersonKey, kiroku_person_key_free)

/* Of the data folder @folder. */
KirokuPeople *kiroku_people_new (const char *folder);
void kiroku_people_free (KirokuPeople *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPeople, kiroku_people_free)

/* Whoever made key.p8 before people were told apart is @name. Nothing happens when that key is known
 * or there is none. */
gboolean kiroku_people_adopt (KirokuPeople *self, const char *name, GError **error);

/* The keys of @name, or of everybody when it is NULL, oldest first.
 * (transfer full) (element-type KirokuPersonKey) */
GPtrArray *kiroku_people_list (KirokuPeople *self, const char *name, GError **error);

/* The ids of the keys of everybody, as a set. (transfer full) */
GHashTable *kiroku_people_list_ids (KirokuPeople *self, GError **error);

/* Whether the file of @key is protected by a passphrase. FALSE, too, when it is gone; TRUE when it cannot
 * be read: then nobody knows, and what asks for a passphrase goes on asking. */
gboolean kiroku_person_key_is_protected (const KirokuPersonKey *key);

/* Makes a further key for @name unless there are @wanted keys already; of two programs that do so at
 * once the second makes none. With @passphrase (nullable) the file is protected. */
gboolean kiroku_people_ensure_keys (KirokuPeople *self,
                                    const char *name,
                                    guint wanted,
                                    const char *passphrase,
                                    GError **error);

/* Sets, changes or takes away (NULL) the passphrase of all keys of @name that are there. A wrong
 * @passphrase changes none. */
gboolean kiroku_people_protect (KirokuPeople *self,
                                const char *name,
                                const char *passphrase,
                                const char *new_passphrase,
                                GError **error);

G_END_DECLS
