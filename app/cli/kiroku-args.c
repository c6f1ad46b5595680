/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-args.h"

#include <glib/gi18n.h>
#include <string.h>

/* The value of an option that was given without one. */
#define NO_VALUE ((const char *) no_value)

static const char no_value[] = "";

/* An option as it was given. */
typedef struct
{
  const char *name;
  const char *value; /* or NO_VALUE itself */
} Option;

struct _KirokuArgs
{
  GPtrArray *words;
  GArray *options;     /* of Option, in order */
  GPtrArray *texts;    /* what owns the copies */
};

G_DEFINE_QUARK (kiroku-args-error-quark, kiroku_args_error)

void
kiroku_args_free (KirokuArgs *self)
{
  g_ptr_array_unref (self->words);
  g_array_unref (self->options);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

static char *
keep (KirokuArgs *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

static void
take_option (KirokuArgs *self, const char *word)
{
  const char *equals = strchr (word, '=');
  Option option = { keep (self, g_strdup (word)), NO_VALUE };

  if (equals != NULL)
    option = (Option){ keep (self, g_strndup (word, equals - word)),
                       keep (self, g_strdup (equals + 1)) };
  g_array_append_val (self->options, option);
}

KirokuArgs *
kiroku_args_parse (char **argv, GError **error)
{
  g_autoptr (KirokuArgs) self = g_new (KirokuArgs, 1);
  gboolean literal = FALSE;

  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->words = g_ptr_array_new ();
  self->options = g_array_new (FALSE, FALSE, sizeof (Option));
  for (; *argv != NULL; argv++)
    {
      if (!g_utf8_validate (*argv, -1, NULL))
        {
          g_set_error (error, KIROKU_ARGS_ERROR, KIROKU_ARGS_ERROR_USAGE,
                       _ ("an argument is not UTF-8: use a UTF-8 locale such as C.UTF-8"));
          return NULL;
        }
      if (literal || (*argv)[0] != '-' || g_str_equal (*argv, "-"))
        g_ptr_array_add (self->words, keep (self, g_strdup (*argv)));
      else if (g_str_equal (*argv, "--"))
        literal = TRUE;
      else if (g_str_has_prefix (*argv, "--"))
        take_option (self, *argv + 2);
      else
        {
          g_set_error (error, KIROKU_ARGS_ERROR, KIROKU_ARGS_ERROR_USAGE,
                       _ ("“%s” is no option; put -- in front of a text that begins with “-”"),
                       *argv);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

static gboolean
check_option (
    const char *name, const char *value, const char *const *known, GError **error)
{
  gboolean has_value = value != NO_VALUE;

  for (; *known != NULL; known++)
    {
      gboolean needs_value = g_str_has_suffix (*known, "=");
      gsize length = strlen (*known) - needs_value;

      if (strlen (name) != length || strncmp (*known, name, length) != 0)
        continue;
      if (needs_value == has_value)
        return TRUE;
      g_set_error (error, KIROKU_ARGS_ERROR, KIROKU_ARGS_ERROR_USAGE,
                   needs_value ? _ ("--%s needs a value: write --%s=…")
                               : _ ("--%s takes no value: write --%s alone"),
                   name, name);
      return FALSE;
    }
  g_set_error (error, KIROKU_ARGS_ERROR, KIROKU_ARGS_ERROR_USAGE,
               _ ("--%s is no option of this command; put -- in front of a text that begins with “-”"),
               name);
  return FALSE;
}

gboolean
kiroku_args_check_options (KirokuArgs *self, const char *known, GError **error)
{
  g_auto (GStrv) names = g_strsplit (known, " ", -1);

  for (guint i = 0; i < self->options->len; i++)
    {
      const Option *option = &g_array_index (self->options, Option, i);

      if (!check_option (option->name, option->value, (const char *const *) names, error))
        return FALSE;
    }
  return TRUE;
}

const char *
kiroku_args_get_word (KirokuArgs *self, guint index)
{
  return index < self->words->len ? g_ptr_array_index (self->words, index) : NULL;
}

guint
kiroku_args_count_words (KirokuArgs *self)
{
  return self->words->len;
}

void
kiroku_args_shift (KirokuArgs *self, guint n)
{
  g_ptr_array_remove_range (self->words, 0, n);
}

const char *
kiroku_args_get_option (KirokuArgs *self, const char *name)
{
  for (guint i = self->options->len; i-- > 0;)
    {
      const Option *option = &g_array_index (self->options, Option, i);

      if (g_str_equal (option->name, name))
        return option->value;
    }
  return NULL;
}

const char **
kiroku_args_list_option (KirokuArgs *self, const char *name)
{
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < self->options->len; i++)
    {
      const Option *option = &g_array_index (self->options, Option, i);

      if (g_str_equal (option->name, name))
        g_ptr_array_add (values, (gpointer) option->value);
    }
  g_ptr_array_add (values, NULL);
  return (const char **) g_ptr_array_free (values, FALSE);
}

gboolean
kiroku_args_has_option (KirokuArgs *self, const char *name)
{
  return kiroku_args_get_option (self, name) != NULL;
}
