/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words of a command line. Options stand anywhere before "--" and have the form --name or
 * --name=value; after "--" every word is literal; any other word that begins with "-", but "-"
 * itself, is refused. */
typedef struct _KirokuArgs KirokuArgs;

#define KIROKU_ARGS_ERROR (kiroku_args_error_quark ())
GQuark kiroku_args_error_quark (void);

typedef enum
{
  KIROKU_ARGS_ERROR_USAGE,
} KirokuArgsError;

/* @argv: NULL-terminated, without the program's name. */
KirokuArgs *kiroku_args_parse (char **argv, GError **error);
void kiroku_args_free (KirokuArgs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuArgs, kiroku_args_free)

/* Checks that every option given stands in @known, words separated by blanks, where "name=" needs a
 * value and "name" takes none. */
gboolean kiroku_args_check_options (KirokuArgs *self, const char *known, GError **error);

/* Words that are no options, the command's own first. NULL beyond the last. (transfer none) */
const char *kiroku_args_get_word (KirokuArgs *self, guint index);
guint kiroku_args_count_words (KirokuArgs *self);
/* Drops the first @n words. */
void kiroku_args_shift (KirokuArgs *self, guint n);

/* The value of an option, NULL when it was not given. The last one counts. (transfer none) */
const char *kiroku_args_get_option (KirokuArgs *self, const char *name);
/* All values of an option that may be given several times, in order, ended by NULL. Free the list
 * alone with g_free(). (transfer container) */
const char **kiroku_args_list_option (KirokuArgs *self, const char *name);
gboolean kiroku_args_has_option (KirokuArgs *self, const char *name);

G_END_DECLS
