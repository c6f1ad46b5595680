/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-anchor-queue.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-book.h"
#include "kiroku-files.h"
#include "kiroku-key.h"

#define GROUP "request"
#define SUFFIX ".request"
#define CASE "case="
/* Digits of the authority's digest in the name of a file. */
#define NAME_DIGITS 16

void
kiroku_anchor_request_free (KirokuAnchorRequest *self)
{
  g_free (self->path);
  g_free (self->case_id);
  g_free (self->root);
  g_free (self->url);
  g_free (self->authority);
  g_free (self->ca);
  g_clear_pointer (&self->query, g_bytes_unref);
  g_free (self->failure);
  g_free (self->token);
  g_free (self->broken);
  g_free (self);
}

/* --- A file --- */

static gboolean
save (const KirokuAnchorRequest *request, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *query = NULL;
  g_autofree char *text = NULL;
  gsize length;
  const void *der = g_bytes_get_data (request->query, &length);

  query = g_base64_encode (der, length);
  g_key_file_set_string (file, GROUP, "case", request->case_id);
  g_key_file_set_string (file, GROUP, "root", request->root);
  g_key_file_set_string (file, GROUP, "url", request->url);
  g_key_file_set_string (file, GROUP, "authority", request->authority);
  if (request->ca != NULL)
    g_key_file_set_string (file, GROUP, "ca", request->ca);
  g_key_file_set_string (file, GROUP, "query", query);
  g_key_file_set_int64 (file, GROUP, "made", request->made);
  if (request->failure != NULL)
    g_key_file_set_string (file, GROUP, "failure", request->failure);
  if (request->token != NULL)
    g_key_file_set_string (file, GROUP, "token", request->token);
  text = g_key_file_to_data (file, &length, NULL);
  return kiroku_files_replace (path, text, length, TRUE, error);
}

static KirokuAnchorRequest *
read_members (GKeyFile *file)
{
  KirokuAnchorRequest *self = g_new0 (KirokuAnchorRequest, 1);
  g_autofree char *query = g_key_file_get_string (file, GROUP, "query", NULL);
  guint8 *der;
  gsize length;

  self->case_id = g_key_file_get_string (file, GROUP, "case", NULL);
  self->root = g_key_file_get_string (file, GROUP, "root", NULL);
  self->url = g_key_file_get_string (file, GROUP, "url", NULL);
  self->authority = g_key_file_get_string (file, GROUP, "authority", NULL);
  self->ca = g_key_file_get_string (file, GROUP, "ca", NULL);
  self->made = g_key_file_get_int64 (file, GROUP, "made", NULL);
  self->failure = g_key_file_get_string (file, GROUP, "failure", NULL);
  self->token = g_key_file_get_string (file, GROUP, "token", NULL);
  der = g_base64_decode (query != NULL ? query : "", &length);
  self->query = g_bytes_new_take (der, length);
  return self;
}

static KirokuAnchorRequest *
load (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (KirokuAnchorRequest) self = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, _ ("the request for a time stamp “%s” cannot be read: "), path);
      return NULL;
    }
  self = read_members (file);
  self->path = g_strdup (path);
  if (self->case_id != NULL && kiroku_hex_is_valid (self->root, KIROKU_HASH_HEX)
      && self->url != NULL && self->authority != NULL && g_bytes_get_size (self->query) > 0)
    return g_steal_pointer (&self);
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("“%s” is no request for a time stamp: remove it and ask again"), path);
  return NULL;
}

/* --- The folder --- */

static int
compare_requests (gconstpointer a, gconstpointer b)
{
  const KirokuAnchorRequest *x = *(KirokuAnchorRequest *const *) a;
  const KirokuAnchorRequest *y = *(KirokuAnchorRequest *const *) b;

  return x->made != y->made ? (x->made < y->made ? -1 : 1) : strcmp (x->path, y->path);
}

/* Whose request a file is that cannot be read as one. (transfer full) (nullable) */
static char *
find_case (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], CASE) && g_uuid_string_is_valid (lines[i] + strlen (CASE)))
      return g_strdup (lines[i] + strlen (CASE));
  return NULL;
}

/* (transfer full) */
static KirokuAnchorRequest *
make_broken (const char *path, const GError *failure)
{
  KirokuAnchorRequest *self = g_new0 (KirokuAnchorRequest, 1);

  self->path = g_strdup (path);
  self->case_id = find_case (path);
  self->broken = g_strdup (failure->message);
  return self;
}

/* One that another program has just taken out is no longer there, which is no failure; one that is
 * damaged keeps none of the others from being sent. */
static void
add_file (GPtrArray *list, const char *path, const char *case_id)
{
  g_autoptr (GError) failure = NULL;
  KirokuAnchorRequest *request = load (path, &failure);

  if (request == NULL && g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return;
  if (request == NULL)
    request = make_broken (path, failure);
  if (case_id == NULL || request->case_id == NULL || g_str_equal (request->case_id, case_id))
    g_ptr_array_add (list, request);
  else
    kiroku_anchor_request_free (request);
}

GPtrArray *
kiroku_anchor_queue_list (const char *folder, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_anchor_request_free);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (folder != NULL, NULL);

  dir = g_dir_open (folder, 0, &failure);
  if (dir == NULL && !g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, SUFFIX))
        add_file (list, path, case_id);
    }
  g_ptr_array_sort (list, compare_requests);
  return g_steal_pointer (&list);
}

gboolean
kiroku_anchor_queue_add (const char *folder, const KirokuAnchorRequest *request, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  char digest[KIROKU_HASH_HEX + 1];

  g_return_val_if_fail (folder != NULL && request != NULL, FALSE);

  kiroku_sha256_hex (request->url, strlen (request->url), digest);
  name = g_strdup_printf ("%s-%.*s" SUFFIX, request->root, NAME_DIGITS, digest);
  path = g_build_filename (folder, name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return save (request, path, error);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("the folder “%s” cannot be made (%s): check its permissions"), folder,
               g_strerror (errno));
  return FALSE;
}

gboolean
kiroku_anchor_queue_fail (KirokuAnchorRequest *request, const char *why, GError **error)
{
  g_return_val_if_fail (request != NULL && request->path != NULL && why != NULL, FALSE);

  g_free (request->failure);
  request->failure = g_strdup (why);
  return save (request, request->path, error);
}

gboolean
kiroku_anchor_queue_answer (KirokuAnchorRequest *request, const char *token, GError **error)
{
  g_return_val_if_fail (request != NULL && request->path != NULL && token != NULL, FALSE);

  g_free (request->token);
  request->token = g_strdup (token);
  g_clear_pointer (&request->failure, g_free);
  return save (request, request->path, error);
}

gboolean
kiroku_anchor_queue_remove (const KirokuAnchorRequest *request, GError **error)
{
  g_return_val_if_fail (request != NULL && request->path != NULL, FALSE);

  if (g_unlink (request->path) == 0)
    return kiroku_files_sync (request->path, error);
  if (errno == ENOENT)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("“%s” cannot be removed (%s): check its permissions"), request->path,
               g_strerror (errno));
  return FALSE;
}
