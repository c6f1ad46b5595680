/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create */

/* kiroku-cli that lives on: commands come on standard input one after the other, and each is
 * answered on standard output with its exit status and what it printed. Starting a program a
 * hundred thousand times costs more than all it does; tests/cli/served.py asks, and tests that both
 * forms say the same.
 *
 * A request is the number of bytes that follow, as 32 bits of this machine, and texts that each end
 * with NUL: "here" or "fork"; assignments to the environment; an empty text; the words of the
 * command. "here" runs it in this process, where the environment stays; "fork" in a copy that ends
 * with it.
 *
 * Usage: kiroku-test-server FILE, which takes what goes to standard error, so that it is there when
 * this program is not. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kiroku-cli.h"
#include "kiroku-key.h"
#include "kiroku-pack.h"

typedef struct
{
  gint32 status; /* the signal that ended it, below 0 */
  guint32 out;   /* bytes that follow */
  guint32 err;
} Reply;

/* --- Signatures --- */

/* A signature is valid or not, whatever is beside it: each is judged once. */
gboolean __real_kiroku_public_key_verify (KirokuPublicKey *, const char *, const char *);
gboolean __wrap_kiroku_public_key_verify (KirokuPublicKey *, const char *, const char *);

G_LOCK_DEFINE_STATIC (judged);
static GHashTable *judged; /* "key hash signature" → 1 valid, 2 not */

gboolean
__wrap_kiroku_public_key_verify (KirokuPublicKey *key, const char *hash, const char *signature)
{
  g_autofree char *text
      = g_strjoin (" ", kiroku_public_key_get_id (key), hash, signature, NULL);
  int known;

  G_LOCK (judged);
  known = GPOINTER_TO_INT (g_hash_table_lookup (judged, text));
  G_UNLOCK (judged);
  if (known == 0)
    {
      known = __real_kiroku_public_key_verify (key, hash, signature) ? 1 : 2;
      G_LOCK (judged);
      g_hash_table_insert (judged, g_steal_pointer (&text), GINT_TO_POINTER (known));
      G_UNLOCK (judged);
    }
  return known == 1;
}

/* --- The rule pack --- */

/* The one that is built in is the same for every command; one with something of the user's own is
 * not. */
KirokuPack *__real_kiroku_pack_load (const char *base, const char *overlay, GError **error);
KirokuPack *__wrap_kiroku_pack_load (const char *base, const char *overlay, GError **error);

KirokuPack *
__wrap_kiroku_pack_load (const char *base, const char *overlay, GError **error)
{
  static KirokuPack *built_in;

  if (base != NULL || (overlay != NULL && g_file_test (overlay, G_FILE_TEST_EXISTS)))
    return __real_kiroku_pack_load (base, overlay, error);
  if (built_in == NULL)
    built_in = __real_kiroku_pack_load (NULL, NULL, error);
  return built_in != NULL ? kiroku_pack_ref (built_in) : NULL;
}

/* --- Commands --- */

/* @assignment: "NAME=value" */
static void
change_environment (const char *assignment)
{
  g_auto (GStrv) pair = g_strsplit (assignment, "=", 2);

  g_setenv (pair[0], pair[1], TRUE);
}

static int
run_here (GPtrArray *environment, GPtrArray *words)
{
  for (guint i = 0; i < environment->len; i++)
    change_environment (g_ptr_array_index (environment, i));
  return kiroku_cli_main ((char **) words->pdata);
}

static int
run_forked (GPtrArray *environment, GPtrArray *words)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    exit (run_here (environment, words));
  if (child < 0 || waitpid (child, &status, 0) < 0)
    g_error ("no process can be made");
  return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
}

/* The texts of a request; NULL ends the words. */
static void
split (char *request, gsize length, GPtrArray *environment, GPtrArray *words)
{
  GPtrArray *list = environment;

  for (char *text = request; text < request + length; text += strlen (text) + 1)
    if (list == environment && *text == '\0')
      list = words;
    else
      g_ptr_array_add (list, text);
  g_ptr_array_add (words, NULL);
}

/* What was printed into the file that stands in the place of @fd. */
static char *
take_output (int fd, guint32 *length)
{
  char *output;

  *length = lseek (fd, 0, SEEK_END);
  output = g_malloc (*length + 1);
  if (pread (fd, output, *length, 0) != (gssize) *length || ftruncate (fd, 0) != 0)
    g_error ("the output is lost");
  lseek (fd, 0, SEEK_SET);
  return output;
}

static void
answer (char *request, gsize length, FILE *replies)
{
  gboolean forked = g_str_equal (request, "fork");
  gsize skipped = strlen (request) + 1;
  g_autoptr (GPtrArray) environment = g_ptr_array_new ();
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  Reply reply;

  g_ptr_array_add (words, (gpointer) "kiroku-cli");
  split (request + skipped, length - skipped, environment, words);
  reply.status = forked ? run_forked (environment, words) : run_here (environment, words);
  out = take_output (STDOUT_FILENO, &reply.out);
  err = take_output (STDERR_FILENO, &reply.err);
  fwrite (&reply, sizeof reply, 1, replies);
  fwrite (out, reply.out, 1, replies);
  fwrite (err, reply.err, 1, replies);
  fflush (replies);
}

/* Puts @instead in the place of @fd, whose file is given back under a number of its own. */
static FILE *
move_away (int fd, int instead, const char *mode)
{
  FILE *file = fdopen (fcntl (fd, F_DUPFD_CLOEXEC, 10), mode);

  dup2 (instead, fd);
  return file;
}

int
main (int argc, char **argv)
{
  FILE *requests = move_away (STDIN_FILENO, open ("/dev/null", O_RDONLY | O_CLOEXEC), "rb");
  FILE *replies = move_away (STDOUT_FILENO, memfd_create ("out", MFD_CLOEXEC), "wb");
  guint32 length;

  if (argc != 2 || dup2 (open (argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600), STDERR_FILENO) < 0)
    return KIROKU_EXIT_USAGE;
  judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (fread (&length, sizeof length, 1, requests) == 1)
    {
      g_autofree char *request = g_malloc0 (length + 1);

      if (fread (request, 1, length, requests) != length)
        return 1;
      answer (request, length, replies);
    }
  g_hash_table_unref (judged);
  fclose (requests);
  fclose (replies);
  return 0;
}
