/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-further-key.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-book.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

/* Digits that name a key without doubt. */
#define KEY_DIGITS 12

typedef struct
{
  GPtrArray *authors; /* of KirokuAuthor: of the case */
  GPtrArray *own;     /* of KirokuPersonKey, oldest first */
} Journals;

static void
journals_clear (Journals *self)
{
  g_clear_pointer (&self->authors, g_ptr_array_unref);
  g_clear_pointer (&self->own, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Journals, journals_clear)

static gboolean
journals_read (Journals *self,
               KirokuDb *db,
               KirokuPeople *people,
               const char *author,
               const char *case_id,
               GError **error)
{
  self->authors = kiroku_trust_read (db, case_id, KIROKU_NOW, error);
  self->own = self->authors != NULL ? kiroku_people_list (people, author, error) : NULL;
  return self->own != NULL;
}

static gboolean
is_own (const Journals *self, const char *key)
{
  for (guint i = 0; i < self->own->len; i++)
    if (g_str_equal (((KirokuPersonKey *) g_ptr_array_index (self->own, i))->id, key))
      return TRUE;
  return FALSE;
}

static const KirokuAuthor *
find_author (const Journals *self, const char *key)
{
  for (guint i = 0; i < self->authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (self->authors, i);

      if (g_str_equal (author->key, key))
        return author;
    }
  return NULL;
}

/* The journal of the newest own key in the case. (nullable) */
static const KirokuAuthor *
find_present (const Journals *self)
{
  const KirokuAuthor *present = NULL;

  for (guint i = 0; i < self->own->len; i++)
    {
      const KirokuPersonKey *key = g_ptr_array_index (self->own, i);
      const KirokuAuthor *author = find_author (self, key->id);

      present = author != NULL ? author : present;
    }
  return present;
}

/* Somebody else whose vouching counts, whoever opened the case first. (nullable) */
static const KirokuAuthor *
find_voucher (const Journals *self)
{
  for (guint i = 0; i < self->authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (self->authors, i);

      if (kiroku_author_may_decide (author) && !is_own (self, author->key))
        return author;
    }
  return NULL;
}

/* --- In words --- */

/* Who can vouch for @present, and how. (transfer full) */
static char *
describe_voucher (const Journals *self, const char *case_id, const KirokuAuthor *present)
{
  const KirokuAuthor *voucher = find_voucher (self);
  g_autofree char *name = NULL;

  if (voucher == NULL)
    return g_strdup (_ ("Nobody is left in this case who could vouch for it: what you record stays "
                        "marked as not vouched for"));
  name = kiroku_text_visible (voucher->name != NULL ? voucher->name : "?", TRUE);
  /* Translators: a name; a case; the first digits of a key. */
  return g_strdup_printf (_ ("Let %s vouch for it: kiroku-cli key vouch %s %.*s"), name, case_id,
                          KEY_DIGITS, present->key);
}

static gboolean
read_number (KirokuDb *db, const char *case_id, char **number, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "s",
      "SELECT number FROM opening WHERE hash = " KIROKU_OPENING (":{case:s}"), case_id);
  const char *text = rows != NULL && kiroku_rows_length (rows) > 0 ? kiroku_rows_text (rows, 0, 0)
                                                                   : NULL;

  *number = g_strdup (text != NULL ? text : case_id);
  return rows != NULL;
}

gboolean
kiroku_further_key_describe (KirokuDb *db,
                             KirokuPeople *people,
                             const char *author,
                             const char *case_id,
                             char **text,
                             GError **error)
{
  g_auto (Journals) journals = { NULL };
  g_autofree char *number = NULL, *reason = NULL, *voucher = NULL;
  const KirokuAuthor *present;

  g_return_val_if_fail (db != NULL && people != NULL && case_id != NULL && text != NULL, FALSE);

  *text = NULL;
  if (!journals_read (&journals, db, people, author, case_id, error)
      || !read_number (db, case_id, &number, error))
    return FALSE;
  present = find_present (&journals);
  if (present == NULL || present->previous == NULL || present->vouched)
    return TRUE;
  reason = kiroku_text_visible (present->reason != NULL ? present->reason : "?", TRUE);
  voucher = describe_voucher (&journals, number, present);
  /* Translators: a case; the first digits of a key; why; what to do. */
  *text = g_strdup_printf (_ ("in case %s you go on with a new key (%.*s), which nobody has vouched "
                              "for, because: %s. %s"),
                           number, KEY_DIGITS, present->key, reason, voucher);
  return TRUE;
}

/* --- Vouching for oneself --- */

/* A name, or the first digits of a key. */
static gboolean
names_own_key (const Journals *self, const char *author, const char *subject)
{
  if (g_str_equal (subject, author))
    return TRUE;
  for (guint i = 0; i < self->own->len && strlen (subject) >= 8; i++)
    if (g_str_has_prefix (((KirokuPersonKey *) g_ptr_array_index (self->own, i))->id, subject))
      return TRUE;
  return FALSE;
}

gboolean
kiroku_further_key_check_vouch (KirokuDb *db,
                                KirokuPeople *people,
                                const char *author,
                                const char *case_id,
                                const char *subject,
                                GError **error)
{
  g_auto (Journals) journals = { NULL };
  const KirokuAuthor *present, *voucher;

  g_return_val_if_fail (db != NULL && people != NULL && case_id != NULL && subject != NULL, FALSE);

  if (!journals_read (&journals, db, people, author, case_id, error))
    return FALSE;
  present = find_present (&journals);
  if (!names_own_key (&journals, author, subject)
      || (present != NULL && kiroku_author_may_decide (present)
          && !g_str_has_prefix (present->key, subject) && !g_str_equal (subject, author)))
    return TRUE;
  voucher = find_voucher (&journals);
  if (voucher != NULL)
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("nobody vouches for himself: somebody who is already vouched for must do this, "
                    "such as “%s”"),
                 voucher->name != NULL ? voucher->name : "?");
  else
    g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                         _ ("nobody vouches for himself, and nobody is left in this case who could do "
                            "it: what you record stays marked as not vouched for"));
  return FALSE;
}

/* --- After a revocation --- */

static gboolean
is_revoked (KirokuDb *db, const char *key, gboolean *revoked, GError **error)
{
  gint64 found;

  if (!kiroku_db_query_int (db, error, 0, &found,
                            "SELECT EXISTS (SELECT 1 FROM revocation r WHERE r.subject = :{key:s}"
                            " AND " KIROKU_REVOKES ("r") ")",
                            key))
    return FALSE;
  *revoked = found != 0;
  return TRUE;
}

/* @own: the keys of one person, oldest first. */
static gboolean
is_newest_revoked (KirokuDb *db, GPtrArray *own, gboolean *revoked, GError **error)
{
  const KirokuPersonKey *newest = own->len > 0 ? g_ptr_array_index (own, own->len - 1) : NULL;

  *revoked = FALSE;
  return newest == NULL || is_revoked (db, newest->id, revoked, error);
}

gboolean
kiroku_further_key_protect (KirokuDb *db,
                            KirokuPeople *people,
                            const char *author,
                            const char *passphrase,
                            const char *new_passphrase,
                            GError **error)
{
  g_autoptr (GPtrArray) own = NULL;
  gboolean revoked;

  g_return_val_if_fail (db != NULL && people != NULL && author != NULL, FALSE);

  own = kiroku_people_list (people, author, error);
  if (own == NULL || !is_newest_revoked (db, own, &revoked, error))
    return FALSE;
  if (revoked && new_passphrase != NULL && g_strcmp0 (passphrase, new_passphrase) == 0)
    {
      g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("the key was revoked, so its passphrase may be known to others: choose "
                              "another one"));
      return FALSE;
    }
  if (!kiroku_people_protect (people, author, passphrase, new_passphrase, error))
    return FALSE;
  return !revoked || new_passphrase == NULL
         || kiroku_people_ensure_keys (people, author, own->len + 1, new_passphrase, error);
}
