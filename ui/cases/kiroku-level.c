/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-level.h"

#include <glib/gi18n.h>

#include "kiroku-case.h"

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

void
kiroku_level_show (GtkLabel *label, int level)
{
  g_autofree char *text = NULL;

  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (level >= 0 && level <= KIROKU_LEVEL_MAX);

  /* Translators: how grave a case is, from 0 to 3. */
  text = g_strdup_printf (_ ("Level %d"), level);
  for (guint i = 0; i < G_N_ELEMENTS (css_classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (label), css_classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (label), "level");
  gtk_widget_add_css_class (GTK_WIDGET (label), css_classes[level]);
  gtk_label_set_text (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), kiroku_level_meaning (level));
}
