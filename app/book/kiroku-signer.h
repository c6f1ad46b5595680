/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-journal.h"
#include "kiroku-people.h"

G_BEGIN_DECLS

/* The person who writes: all keys of that person, each with its journal of every case. In a case the
 * oldest key that can go on there does; when none can (rolled back, forked, revoked, lost) a new one
 * is made, and entry 0 of its journal says why (design §3). It lives in the writer's thread. */
typedef struct _KirokuSigner KirokuSigner;

typedef struct
{
  KirokuPeople *people;     /* (transfer none) must live as long */
  const char *name;
  const char *passphrase;   /* (nullable) */
  /* What all journals share; its key and author are not read. */
  KirokuJournalConfig journal;
} KirokuSignerConfig;

/* Touches no file yet. */
KirokuSigner *kiroku_signer_new (const KirokuSignerConfig *config);
void kiroku_signer_free (KirokuSigner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuSigner, kiroku_signer_free)

/* Opens the person's keys, making the first if there is none. KIROKU_JOURNAL_ERROR_LOCKED when a
 * passphrase is missing or wrong. */
gboolean kiroku_signer_unlock (KirokuSigner *self, GError **error);

gboolean kiroku_signer_is_unlocked (KirokuSigner *self);
/* Who signs. (transfer none) */
const char *kiroku_signer_get_name (KirokuSigner *self);

/* As kiroku_journal_append_made(), with the key that can go on in @case_id; @make may be called once for
 * each key that is tried. (transfer full) (element-type KirokuEntry) */
GPtrArray *kiroku_signer_append (KirokuSigner *self,
                                 KirokuDb *db,
                                 const char *case_id,
                                 KirokuDraftsFunc make,
                                 gpointer data,
                                 GError **error);

/* Entries came to @case_id from outside, perhaps of an own key: what was known of its journals is
 * looked up anew. */
void kiroku_signer_forget (KirokuSigner *self, const char *case_id);

/* The key that signs in @case_id as far as is known without writing: the one that wrote there last, else
 * the oldest that is at hand; @case_id may be NULL. (transfer full) */
KirokuKey *kiroku_signer_get_key (
    KirokuSigner *self, KirokuDb *db, const char *case_id, GError **error);

G_END_DECLS
