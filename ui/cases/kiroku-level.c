/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-level.h"

#include <glib/gi18n.h>

#include "kiroku-case-level.h"
#include "kiroku-text.h"

static const char *const css_classes[KIROKU_LEVEL_MAX + 1]
    = { "level-0", "level-1", "level-2", "level-3" };

const char *
kiroku_level_meaning (int level)
{
  static const char *const meanings[KIROKU_LEVEL_MAX + 1] = {
    N_ ("Not an incident yet, but may become one"),
    N_ ("Affects the work of our own people"),
    N_ ("Affects the business"),
    N_ ("Affects customers, partners, shareholders or others outside"),
  };

  g_return_val_if_fail (level >= 0 && level <= KIROKU_LEVEL_MAX, NULL);

  return _ (meanings[level]);
}

/* (transfer full) (nullable) */
static char *
dup_fact (const char *key, KirokuLevelFact get, gpointer data)
{
  g_autofree char *value = get (key, data);
  g_autofree char *visible = value != NULL ? kiroku_text_visible (value, TRUE) : NULL;

  return visible != NULL && visible[0] != '\0' ? g_steal_pointer (&visible) : NULL;
}

char *
kiroku_level_describe (int level, KirokuLevelFact get, gpointer data, gboolean *own)
{
  g_autofree char *meaning_key = g_strdup_printf ("org.level%d", level);
  g_autofree char *handler_key = g_strdup_printf ("org.level%d_handler", level);
  g_autofree char *stated = NULL;
  g_autofree char *handler = NULL;
  const char *meaning;

  g_return_val_if_fail (level >= 0 && level <= KIROKU_LEVEL_MAX && get != NULL, NULL);

  stated = dup_fact (meaning_key, get, data);
  handler = dup_fact (handler_key, get, data);
  meaning = stated != NULL ? stated : kiroku_level_meaning (level);
  if (own != NULL)
    *own = stated != NULL;
  if (handler == NULL)
    return g_strdup (meaning);
  /* Translators: what a level means, then who handles it. */
  return g_strdup_printf (_ ("%s · handled by %s"), meaning, handler);
}

static char *
get_fact (const char *key, gpointer data)
{
  return g_strdup (kiroku_facts_get_value (data, key));
}

char *
kiroku_level_describe_of (int level, KirokuFacts *facts, gboolean *own)
{
  return kiroku_level_describe (level, get_fact, facts, own);
}

void
kiroku_level_show (GtkLabel *label, int level, const char *description)
{
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (level >= KIROKU_LEVEL_WITHHELD && level <= KIROKU_LEVEL_MAX);

  shown = kiroku_case_level_show (level);
  /* Translators: how grave a case is, from 0 to 3. */
  text = g_strdup_printf (_ ("Level %s"), shown);
  for (guint i = 0; i < G_N_ELEMENTS (css_classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (label), css_classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (label), "level");
  if (level != KIROKU_LEVEL_WITHHELD)
    gtk_widget_add_css_class (GTK_WIDGET (label), css_classes[level]);
  gtk_label_set_text (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label),
                               description == NULL && level != KIROKU_LEVEL_WITHHELD ? kiroku_level_meaning (level)
                                                                                     : description);
}
