/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-given-head.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-head-file.h"
#include "kiroku-key.h"
#include "kiroku-text.h"

/* Bytes; a checkpoint of a package names every file of it. */
#define MAX_SIZE (16 * 1024 * 1024)

/* What is used of it is what was taken. */
static void
point_head (KirokuGivenHead *self)
{
  self->head.root = self->root;
  self->head.token = self->token;
  self->head.authority = self->authority;
}

void
kiroku_given_head_clear (KirokuGivenHead *self)
{
  g_free (self->root);
  g_free (self->token);
  g_free (self->authority);
}

/* @word as a case root: as printed in groups, in capitals, or as a QR code gives it. NULL when it is
 * none. (transfer full) */
static char *
read_root (const char *word)
{
  g_autofree char *half = kiroku_text_to_half_width (word);
  g_autofree char *lower = g_ascii_strdown (half, -1);
  const char *p = g_str_has_prefix (lower, KIROKU_ROOT_PREFIX) ? lower + strlen (KIROKU_ROOT_PREFIX) : lower;
  GString *root = g_string_new (NULL);

  for (; *p != '\0'; p++)
    if (!g_ascii_isspace (*p) && *p != '-')
      g_string_append_c (root, *p);
  if (kiroku_hex_is_valid (root->str, KIROKU_HASH_HEX))
    return g_string_free (root, FALSE);
  g_string_free (root, TRUE);
  return NULL;
}

/* Takes @token. */
static gboolean
take_token (KirokuGivenHead *self, char *token, GError **error)
{
  g_autoptr (KirokuToken) checked = NULL;

  self->token = token;
  self->root = kiroku_token_get_root (token);
  if (self->root == NULL)
    {
      g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("this time stamp is of no case root: it was not taken"));
      return FALSE;
    }
  checked = kiroku_token_check (token, self->root, NULL, error);
  if (checked == NULL)
    return FALSE;
  if (checked->trust == KIROKU_TOKEN_WRONG)
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("the time stamp was not taken: %s"), checked->why);
      return FALSE;
    }
  self->authority = g_strdup (checked->authority);
  return TRUE;
}

/* The lines of a checkpoint, alone or after words for people; a mail may have brought them with other
 * line ends. (transfer full) (nullable) */
static char *
find_lines (const char *bytes, gsize length)
{
  const char *found = strlen (bytes) == length ? kiroku_report_find_heads (bytes) : NULL;
  g_auto (GStrv) parts = found != NULL ? g_strsplit (found, "\r\n", -1) : NULL;

  return parts != NULL ? g_strjoinv ("\n", parts) : NULL;
}

static gboolean
take_heads (KirokuGivenHead *self, const char *text, const char *case_id, GError **error)
{
  g_autoptr (KirokuCheckpoint) heads = kiroku_checkpoint_parse (text, error);

  if (heads == NULL)
    return FALSE;
  self->root = kiroku_checkpoint_get_root (heads);
  if (g_str_equal (heads->case_id, case_id))
    return TRUE;
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("these heads are of another case"));
  return FALSE;
}

gboolean
kiroku_given_head_take_root (KirokuGivenHead *self, const char *text)
{
  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  g_free (self->root);
  self->root = read_root (text);
  point_head (self);
  return self->root != NULL;
}

static gboolean
take_bytes (KirokuGivenHead *self,
            const char *path,
            const char *bytes,
            gsize length,
            gboolean typed,
            const char *case_id,
            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *lines = find_lines (bytes, length);
  char *token;

  if (lines != NULL && self->head.type != KIROKU_ANCHOR_TOKEN)
    return take_heads (self, lines, case_id, error);
  file = g_bytes_new_static (bytes, length);
  token = kiroku_token_load (file, &failure);
  if (token == NULL || (typed && self->head.type != KIROKU_ANCHOR_TOKEN))
    {
      g_free (token);
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("“%s” is no case root, and as a file: %s"), path,
                   failure != NULL ? failure->message : _ ("it holds a time stamp (--as=token)"));
      return FALSE;
    }
  self->head.type = KIROKU_ANCHOR_TOKEN;
  return take_token (self, token, error);
}

/* Somebody may have named a disk image by mistake. */
static gboolean
check_size (const char *path, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0 || info.st_size <= MAX_SIZE)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("“%s” is too large to be a time stamp or a saved checkpoint"), path);
  return FALSE;
}

gboolean
kiroku_given_head_take_file (KirokuGivenHead *self,
                             const char *path,
                             gboolean typed,
                             const char *case_id,
                             GError **error)
{
  g_autofree char *bytes = NULL;
  gsize length;
  gboolean taken;

  g_return_val_if_fail (self != NULL && path != NULL && case_id != NULL, FALSE);

  if (!check_size (path, error))
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("“%s” is no case root, which has 64 digits from 0 to 9 and a to f, and there "
                      "is no file of that name"),
                   path);
      return FALSE;
    }
  if (!g_file_get_contents (path, &bytes, &length, error))
    return FALSE;
  taken = take_bytes (self, path, bytes, length, typed, case_id, error);
  point_head (self);
  return taken;
}
