/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-source-chip.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-words.h"

struct _KirokuSourceChip
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (KirokuSourceChip, kiroku_source_chip, ADW_TYPE_BIN)

static void
kiroku_source_chip_class_init (KirokuSourceChipClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "source-chip");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kiroku_source_chip_init (KirokuSourceChip *self)
{
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

/* "not confirmed · as of 2020" */
static char *
dup_text (KirokuConfidence confidence, gboolean with_confidence, const char *as_of)
{
  GString *text = g_string_new (with_confidence ? kiroku_confidence_name (confidence) : NULL);

  if (is_set (as_of))
    {
      if (text->len > 0)
        g_string_append (text, " · ");
      /* Translators: a year, a month or a day follows: what a rule or a number was then. */
      g_string_append_printf (text, _ ("as of %s"), as_of);
    }
  return g_string_free (text, FALSE);
}

char *
kiroku_source_dup_name (const char *source)
{
  return kiroku_words_source (g_get_language_names ()[0], source);
}

char *
kiroku_source_describe (KirokuConfidence confidence, const char *source, const char *as_of)
{
  g_autofree char *text = dup_text (confidence, TRUE, as_of);
  g_autofree char *name = NULL;

  if (!is_set (source))
    return g_steal_pointer (&text);
  name = kiroku_source_dup_name (source);
  /* Translators: where a rule or a number comes from, then how sure it is and as of when. */
  return g_strdup_printf (_ ("Source: %s · %s"), name, text);
}

GtkWidget *
kiroku_source_chip_new (KirokuConfidence confidence, const char *source, const char *as_of)
{
  GtkWidget *self = g_object_new (KIROKU_TYPE_SOURCE_CHIP, NULL);
  gboolean marked = kiroku_confidence_is_shown (confidence);
  g_autofree char *text = dup_text (confidence, marked, as_of);
  g_autofree char *tooltip = kiroku_source_describe (confidence, source, as_of);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (text);

  if (marked)
    {
      gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
      gtk_widget_add_css_class (self, "unconfirmed");
    }
  gtk_widget_add_css_class (label, "caption");
  /* where there is little room, the day goes before the fields do: the tooltip has the whole */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_halign (self, GTK_ALIGN_START);
  gtk_widget_set_valign (self, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self, tooltip);
  kiroku_page_set_name (self, tooltip);
  return self;
}
