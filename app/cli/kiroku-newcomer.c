/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-newcomer.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many letters in every so many may differ, and one always. */
#define LETTERS_A_SLIP 3
/* No name is compared beyond. */
#define LETTERS_MAX 100

static GPtrArray *
list_names (GPtrArray *keys)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < keys->len; i++)
    g_ptr_array_add (names, g_strdup (((KirokuPersonKey *) g_ptr_array_index (keys, i))->name));
  return names;
}

GPtrArray *
kiroku_newcomer_list_signers (KirokuPeople *people)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (people, NULL, NULL);

  return keys != NULL ? list_names (keys) : NULL;
}

/* Letters in one width and case, without blanks. (transfer full) */
static gunichar *
read_letters (const char *name, glong *length)
{
  g_autofree char *plain = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (plain != NULL ? plain : "", -1);
  gunichar *letters = g_utf8_to_ucs4_fast (folded, -1, length);
  glong n = 0;

  for (glong i = 0; i < *length && n < LETTERS_MAX; i++)
    if (!g_unichar_isspace (letters[i]))
      letters[n++] = letters[i];
  *length = n;
  return letters;
}

/* How many letters must be put in, taken out or replaced (Levenshtein), @length_a being that of @a. */
static int
count_edits (const gunichar *a, glong length_a, const gunichar *b, glong length_b)
{
  int row[LETTERS_MAX + 1];

  for (glong j = 0; j <= length_b; j++)
    row[j] = j;
  for (glong i = 1; i <= length_a; i++)
    {
      int diagonal = row[0];

      row[0] = i;
      for (glong j = 1; j <= length_b; j++)
        {
          int replaced = diagonal + (a[i - 1] != b[j - 1]);

          diagonal = row[j];
          row[j] = MIN (replaced, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[length_b];
}

/* The first letter that is no digit, of what is left; 0 at the end. */
static gunichar
skip_digits (const gunichar *letters, glong length, glong *i)
{
  while (*i < length && g_unichar_isdigit (letters[*i]))
    (*i)++;
  return *i < length ? letters[(*i)++] : 0;
}

/* Such as those of two people on duty, or of two places. */
static gboolean
differ_by_number (const gunichar *a, glong length_a, const gunichar *b, glong length_b)
{
  gunichar letter = 1;

  for (glong i = 0, j = 0; letter != 0;)
    {
      letter = skip_digits (a, length_a, &i);
      if (letter != skip_digits (b, length_b, &j))
        return FALSE;
    }
  return length_a != length_b || memcmp (a, b, length_a * sizeof *a) != 0;
}

/* The edits between two names; -1 when they are more than a slip. */
static int
compare (const char *a, const char *b)
{
  glong length_a, length_b;
  g_autofree gunichar *letters_a = read_letters (a, &length_a);
  g_autofree gunichar *letters_b = read_letters (b, &length_b);
  int edits = count_edits (letters_a, length_a, letters_b, length_b);

  return edits <= MAX (1, MIN (length_a, length_b) / LETTERS_A_SLIP)
                 && edits < MIN (length_a, length_b)
                 && !differ_by_number (letters_a, length_a, letters_b, length_b)
             ? edits
             : -1;
}

const char *
kiroku_newcomer_find_like (GPtrArray *names, const char *name)
{
  const char *like = NULL;
  int least = G_MAXINT;

  g_return_val_if_fail (names != NULL && name != NULL, NULL);

  for (guint i = 0; i < names->len; i++)
    {
      int edits = compare (g_ptr_array_index (names, i), name);

      if (edits < 0 || edits >= least)
        continue;
      like = g_ptr_array_index (names, i);
      least = edits;
    }
  return like;
}

static gboolean
is_among (GPtrArray *names, const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

char *
kiroku_newcomer_describe (KirokuPeople *people, GPtrArray *before, const char *author)
{
  g_autoptr (GPtrArray) now = NULL;

  g_return_val_if_fail (people != NULL && before != NULL && author != NULL, NULL);

  if (before->len == 0 || is_among (before, author))
    return NULL;
  now = kiroku_newcomer_list_signers (people);
  if (now == NULL || !is_among (now, author))
    return NULL;
  return g_strdup_printf (_ ("%s signs here for the first time: a key was made"), author);
}

gboolean
kiroku_newcomer_admit (KirokuPeople *people, const char *name, GError **error)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (people, NULL, error);
  g_autoptr (GPtrArray) names = keys != NULL ? list_names (keys) : NULL;
  const char *like = names != NULL ? kiroku_newcomer_find_like (names, name) : NULL;

  if (like != NULL)
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("“%s” has not signed here yet, and is almost the name of “%s”: give "
                    "--author=NAME as it is written there. If it is somebody else, make their key "
                    "first (kiroku-cli key add NAME)"),
                 name, like);
  return names != NULL && like == NULL;
}
