/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-authority.h"

#include <glib/gi18n.h>

#include "kiroku-authority.h"
#include "kiroku-text.h"
#include "kiroku-token.h"

#define N_AUTHORITIES 9

void
kiroku_book_authority_free (KirokuAuthority *authority)
{
  g_free (authority->url);
  g_free (authority->name);
  g_free (authority->ca);
  g_free (authority);
}

/* NULL when it is not set. */
static char *
read_profile (KirokuBook *self, guint number, const char *what)
{
  g_autofree char *key = g_strdup_printf ("tsa.%u.%s", number, what);
  g_autofree char *value = kiroku_profile_get (kiroku_book_get_profile (self), key);

  return value[0] != '\0' ? g_steal_pointer (&value) : NULL;
}

GPtrArray *
kiroku_book_list_authorities (KirokuBook *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_book_authority_free);

  for (guint i = 1; i <= N_AUTHORITIES; i++)
    {
      g_autofree char *url = read_profile (self, i, "url");
      KirokuAuthority *authority;

      if (url == NULL)
        continue;
      authority = g_new (KirokuAuthority, 1);
      *authority = (KirokuAuthority){ g_strdup (url), read_profile (self, i, "name"),
                                      read_profile (self, i, "ca") };
      if (authority->name == NULL)
        authority->name = g_strdup (url);
      g_ptr_array_add (list, authority);
    }
  return list;
}

static gboolean
check_trust (const char *token, const char *root, const char *ca, GError **error)
{
  const char *const cas[] = { ca, NULL };
  g_autoptr (KirokuToken) checked = NULL;

  if (ca == NULL)
    return TRUE;
  checked = kiroku_token_check (token, root, cas, error);
  if (checked == NULL || checked->trust == KIROKU_TOKEN_TRUSTED)
    return checked != NULL;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("the time stamp was not taken: %s"), checked->why);
  return FALSE;
}

char *
kiroku_book_ask_authority (const char *url,
                           const char *ca,
                           const char *root,
                           GBytes *query,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *token = NULL;

  g_return_val_if_fail (url != NULL && root != NULL && query != NULL, NULL);

  answer = kiroku_authority_ask (url, query, KIROKU_AUTHORITY_LIMIT, cancellable, error);
  if (answer != NULL)
    token = kiroku_token_take_response (query, answer, error);
  return token != NULL && check_trust (token, root, ca, error) ? g_steal_pointer (&token) : NULL;
}

static void
add_fault (GStrvBuilder *faults, const GError *fault)
{
  g_autofree char *text
      = g_strdup_printf (_ ("a time-stamp authority of the profile is not trusted: %s"),
                         fault->message);

  g_strv_builder_add (faults, text);
}

char **
kiroku_book_list_trusted (KirokuBook *self, char ***unread)
{
  g_autoptr (GStrvBuilder) cas = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) faults = g_strv_builder_new ();

  g_return_val_if_fail (KIROKU_IS_BOOK (self), NULL);

  for (guint i = 1; i <= N_AUTHORITIES; i++)
    {
      g_autofree char *ca = read_profile (self, i, "ca");
      g_autoptr (GError) fault = NULL;

      if (ca != NULL && kiroku_token_can_trust (ca, &fault))
        g_strv_builder_add (cas, ca);
      else if (ca != NULL)
        add_fault (faults, fault);
    }
  if (unread != NULL)
    *unread = g_strv_builder_end (faults);
  return g_strv_builder_end (cas);
}

gboolean
kiroku_book_is_authority_key (const char *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return g_str_has_prefix (key, "tsa.") && key[4] >= '1' && key[4] <= '9'
         && (g_str_equal (key + 5, ".url") || g_str_equal (key + 5, ".name")
             || g_str_equal (key + 5, ".ca"));
}

char *
kiroku_book_check_authority_value (const char *key, const char *value, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (kiroku_book_is_authority_key (key) && value != NULL, NULL);

  text = kiroku_text_strip (value);
  if (text[0] == '\0' || g_str_has_suffix (key, ".name"))
    return g_steal_pointer (&text);
  if (g_str_has_suffix (key, ".url"))
    return kiroku_authority_check_url (text, error) ? g_steal_pointer (&text) : NULL;
  path = g_canonicalize_filename (text, NULL);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("there is no file “%s”: give the certificates of the authority as a PEM file"), path);
  return NULL;
}
