/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pack-schema.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "kiroku-pack-types.h"

/* Lists are words separated by blanks. */
typedef struct
{
  const char *path; /* "parent/element"; the parent of a root is empty */
  const char *required;
  const char *optional;
  const char *once;  /* children: exactly one of each */
  const char *maybe; /* at most one */
  const char *many;  /* any number */
  gboolean traced;   /* needs source, confidence and as-of, its own or inherited */
} Spec;

static const Spec specs[] = {
  { "/pack", "version as-of", "", "name", "", "", FALSE },

  { "/facts", "", "", "", "", "fact", FALSE },
  { "facts/fact", "key type", "profile default-from past not-before", "name", "question hint", "choice", TRUE },
  { "fact/choice", "id", "", "ja en", "", "", FALSE },

  { "/types", "", "", "", "", "type", FALSE },
  { "types/type", "id", "", "name", "playbooks contacts forms obligations", "step", TRUE },
  { "type/step", "id phase", "", "ja en", "", "", TRUE },

  { "/playbooks", "", "", "", "", "playbook gate", FALSE },
  { "playbooks/playbook", "id", "applies-if", "name", "", "step", TRUE },
  { "playbook/step", "id phase", "", "ja en", "", "", TRUE },
  { "playbooks/gate", "id phase", "applies-if holds-if steps tasks", "ja en", "", "", TRUE },

  { "/phrases", "", "", "", "", "phrase", FALSE },
  { "phrases/phrase", "id class", "phases", "name text", "", "", TRUE },

  { "/contacts", "", "", "", "", "contact", FALSE },
  { "contacts/contact", "id kind section", "", "name purpose", "hours note ready types phases",
    "open phone email url", TRUE },
  { "contact/open", "from to zone", "calendar", "", "", "", TRUE },
  { "contact/phone", "number status", "", "", "note", "", TRUE },
  { "contact/email", "address", "status", "", "note", "", TRUE },
  { "contact/url", "href", "status", "", "note", "", TRUE },

  { "/obligations", "", "", "", "", "obligation", FALSE },
  { "obligations/obligation", "id jurisdiction kind applies-if clock unit zone",
    "form form-if asked-if watch amount-from amount first-day first-day-confidence working-days"
    " ends-at latest latest-hours rollover rollover-if rollover-at remind remind-days",
    "recipient label", "note", "also", TRUE },
  { "obligation/also", "form if", "instead", "", "", "", TRUE },

  { "/holidays", "", "", "", "", "calendar", FALSE },
  { "holidays/calendar", "id", "substitute citizens extends", "name", "",
    "weekly yearly yearly-range nth equinox override", TRUE },
  { "calendar/weekly", "day", "", "name", "", "", FALSE },
  { "calendar/yearly", "month day", "", "name", "", "", FALSE },
  { "calendar/yearly-range", "from to", "", "name", "", "", FALSE },
  { "calendar/nth", "month weekday n", "", "name", "", "", FALSE },
  { "calendar/equinox", "which", "", "name", "", "", FALSE },
  { "calendar/override", "date open", "", "name", "", "", FALSE },

  { "/forms", "", "", "", "", "form-name", FALSE },
  { "forms/form-name", "id status", "against-if", "name", "note", "", TRUE },

  { "/form", "id version", "layout phase", "name short recipient basis standing guide", "",
    "addressee section", TRUE },
  { "form/addressee", "if", "fact choice", "ja en", "", "", TRUE },
  { "form/section", "", "part", "label", "text", "row", FALSE },
  { "section/row", "no", "", "label", "", "field", FALSE },
  { "row/field", "fact", "", "", "label", "", TRUE },
};

#define PROVENANCE "source confidence as-of"

/* Elements that are a text in both languages wherever they may stand. */
#define TEXTS                                                                                      \
  "name question hint purpose hours note ready recipient label short basis standing guide text"
static const Spec text_spec = { "", "", "", "ja en", "", "", FALSE };

/* Elements that hold words only. */
#define LEAVES "ja en playbooks contacts forms obligations types phases"
static const Spec leaf_spec = { "", "", "", "", "", "", FALSE };

static gboolean
is_in (const char *words, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = words; (p = strstr (p, word)) != NULL; p += length)
    if ((p == words || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
      return TRUE;
  return FALSE;
}

static const Spec *
find_spec (const KirokuPackNode *node)
{
  const char *parent = node->parent != NULL ? node->parent->name : "";
  gsize length = strlen (parent);

  /* most elements are these, and no line of the table is of one */
  if (node->parent != NULL && is_in (LEAVES, node->name))
    return &leaf_spec;
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    if (strncmp (specs[i].path, parent, length) == 0 && specs[i].path[length] == '/'
        && g_str_equal (specs[i].path + length + 1, node->name))
      return &specs[i];
  if (node->parent != NULL && is_in (TEXTS, node->name))
    return &text_spec;
  return NULL;
}

static void
check_attributes (const KirokuPackNode *node, const Spec *spec, GPtrArray *problems)
{
  g_auto (GStrv) required = g_strsplit (spec->required, " ", -1);
  GHashTableIter iter;
  gpointer name;
  gboolean is_text = spec == &text_spec || spec == &leaf_spec;

  for (guint i = 0; required[i] != NULL; i++)
    {
      const char *value = kiroku_pack_node_get (node, required[i]);

      if (value == NULL)
        kiroku_pack_node_problem (node, problems, _ ("the attribute “%s” is missing"), required[i]);
      else if (*value == '\0')
        kiroku_pack_node_problem (node, problems, _ ("the attribute “%s” is empty"), required[i]);
    }

  if (node->attributes == NULL)
    return;
  g_hash_table_iter_init (&iter, node->attributes);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!is_in (spec->required, name) && !is_in (spec->optional, name)
        && (is_text || !is_in (PROVENANCE, name)))
      kiroku_pack_node_problem (node, problems, _ ("the attribute “%s” is not known here"),
                           (const char *) name);
}

static guint
count_children (const KirokuPackNode *node, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < node->children->len; i++)
    if (g_str_equal (((KirokuPackNode *) g_ptr_array_index (node->children, i))->name, name))
      n++;
  return n;
}

static void
check_counts (const KirokuPackNode *node, const char *words, gboolean required, GPtrArray *problems)
{
  g_auto (GStrv) names = g_strsplit (words, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      guint n = count_children (node, names[i]);

      if (n == 0 && required)
        kiroku_pack_node_problem (node, problems, _ ("<%s> is missing"), names[i]);
      else if (n > 1)
        kiroku_pack_node_problem (node, problems, _ ("<%s> stands here %u times: once is allowed"),
                             names[i], n);
    }
}

static void
check_children (const KirokuPackNode *node, const Spec *spec, GPtrArray *problems)
{
  check_counts (node, spec->once, TRUE, problems);
  check_counts (node, spec->maybe, FALSE, problems);
  for (guint i = 0; i < node->children->len; i++)
    {
      const KirokuPackNode *child = g_ptr_array_index (node->children, i);

      if (!is_in (spec->once, child->name) && !is_in (spec->maybe, child->name)
          && !is_in (spec->many, child->name))
        kiroku_pack_node_problem (child, problems, _ ("this element is not known in <%s>"), node->name);
    }
}

/* Whether a text points at another one instead of saying what it means. */
static gboolean
is_ditto (const char *text)
{
  static const char *const whole[]
      = { "同じ", "上に同じ", "上記に同じ", "上記と同じ", "same", "the same", "as above", NULL };
  static const char *const anywhere[] = { "同上", "同左", "〃", "ditto", "same as above", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; anywhere[i] != NULL; i++)
    if (strstr (lower, anywhere[i]) != NULL)
      return TRUE;

  /* "same (old number)", "同じ。" */
  for (guint i = 0; whole[i] != NULL; i++)
    if (g_str_has_prefix (lower, whole[i]))
      {
        const char *rest = lower + strlen (whole[i]);

        while (*rest == ' ')
          rest++;
        if (*rest == '\0' || *rest == '(' || *rest == '.' || g_str_has_prefix (rest, "（")
            || g_str_has_prefix (rest, "。"))
          return TRUE;
      }
  return FALSE;
}

static void
check_text (const KirokuPackNode *node, const Spec *spec, GPtrArray *problems)
{
  g_autofree char *text = NULL;

  if (spec == &leaf_spec ? !is_in ("ja en", node->name) : kiroku_pack_node_is_blank (node))
    return;
  text = kiroku_pack_node_text (node);
  if (spec != &leaf_spec)
    kiroku_pack_node_problem (node, problems, _ ("no text can stand directly in this element: “%s”"), text);
  else if (*text == '\0')
    kiroku_pack_node_problem (node, problems, _ ("the text is empty"));
  else if (is_ditto (text))
    kiroku_pack_node_problem (node, problems, _ ("“%s” points at another text: write it out"), text);
}

/* YYYY, YYYY-MM or YYYY-MM-DD. */
static gboolean
is_as_of (const char *text)
{
  guint year, month = 1, day = 1;
  gsize length = strlen (text);
  g_autofree char *again = NULL;

  if (sscanf (text, "%4u-%2u-%2u", &year, &month, &day) < 1
      || !g_date_valid_dmy (day, month, year))
    return FALSE;
  again = g_strdup_printf ("%04u-%02u-%02u", year, month, day);
  return (length == 4 || length == 7 || length == 10) && strncmp (text, again, length) == 0;
}

static void
check_provenance (const KirokuPackNode *node, const Spec *spec, GPtrArray *problems)
{
  const char *confidence = kiroku_pack_node_get (node, "confidence");
  const char *as_of = kiroku_pack_node_get (node, "as-of");
  g_auto (GStrv) names = spec->traced ? g_strsplit (PROVENANCE, " ", -1) : NULL;
  KirokuConfidence ignored;

  if (confidence != NULL && !kiroku_confidence_parse (confidence, &ignored))
    kiroku_pack_node_problem (node, problems,
                         _ ("“%s” is not a confidence: use seed, found, found-2nd, recalled or "
                            "proposed"),
                         confidence);
  if (as_of != NULL && !is_as_of (as_of))
    kiroku_pack_node_problem (node, problems,
                         _ ("“%s” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"), as_of);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const char *value = kiroku_pack_node_inherit (node, names[i]);

      if (value == NULL || *value == '\0')
        kiroku_pack_node_problem (node, problems,
                             _ ("the attribute “%s” is missing, here and around"), names[i]);
    }
}

static void
check_node (const KirokuPackNode *node, GPtrArray *problems)
{
  const Spec *spec = find_spec (node);

  /* already reported by the element around it */
  if (spec == NULL)
    return;

  if (spec != &leaf_spec || node->attributes != NULL || node->children->len > 0)
    {
      check_attributes (node, spec, problems);
      check_provenance (node, spec, problems);
      check_children (node, spec, problems);
    }
  check_text (node, spec, problems);
  for (guint i = 0; i < node->children->len; i++)
    check_node (g_ptr_array_index (node->children, i), problems);
}

void
kiroku_pack_schema_check (const KirokuPackNode *root, const char *expected, GPtrArray *problems)
{
  if (!g_str_equal (root->name, expected))
    {
      kiroku_pack_node_problem (root, problems, _ ("<%s> is expected here"), expected);
      return;
    }
  check_node (root, problems);
}
