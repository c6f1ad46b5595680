/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator-section.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-form-button.h"
#include "kiroku-indicator-form.h"
#include "kiroku-indicator-offer.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

/* More bytes at once than an input method commits for a word. */
#define PASTED 30

struct _KirokuIndicatorSection
{
  AdwBin parent_instance;

  GtkListBox *list;
  AdwEntryRow *entry;
  GtkLabel *error;
  KirokuIndicatorOffer *offer;

  KirokuCaseModel *model;
  GPtrArray *indicators; /* (nullable) */
  GHashTable *lines;     /* "type value" → Line */
  gsize length;          /* of what is typed, in bytes */
  gboolean writing;
};

G_DEFINE_FINAL_TYPE (KirokuIndicatorSection, kiroku_indicator_section, ADW_TYPE_BIN)

/* An indicator and its row, a child of the list. */
typedef struct
{
  KirokuIndicatorSection *section;
  AdwActionRow *row;
  GtkLabel *state;
  KirokuIndicator *indicator;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  kiroku_indicator_free (line->indicator);
  g_free (line);
}

/* --- Rows --- */

static void
append (GString *text, const char *part)
{
  g_autofree char *visible = NULL;

  if (part == NULL || part[0] == '\0')
    return;
  visible = kiroku_text_visible (part, TRUE);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", visible);
}

/* (transfer full) */
static char *
describe (Line *line)
{
  const KirokuIndicator *indicator = line->indicator;
  GString *text = g_string_new (NULL);

  append (text, kiroku_indicator_type_name (indicator->type));
  if (indicator->first_seen != KIROKU_TIME_NONE)
    {
      g_autofree char *at = kiroku_page_dup_time (line->section->model, indicator->first_seen);
      /* Translators: a time follows. */
      g_autofree char *seen = g_strdup_printf (_ ("first seen %s"), at);

      append (text, seen);
    }
  append (text, indicator->technique);
  append (text, kiroku_tlp_name (indicator->tlp));
  append (text, indicator->note);
  return g_string_free (text, FALSE);
}

static void
show_line (Line *line)
{
  const KirokuIndicator *indicator = line->indicator;
  g_autofree char *defanged = kiroku_indicator_defang (indicator->type, indicator->value);
  g_autofree char *title = kiroku_text_visible (defanged, TRUE);
  g_autofree char *subtitle = describe (line);
  gboolean withdrawn = indicator->state == KIROKU_INDICATOR_WITHDRAWN;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), title);
  adw_action_row_set_subtitle (line->row, subtitle);
  gtk_label_set_text (line->state,
                      withdrawn ? kiroku_indicator_state_name (indicator->state) : "");
  if (withdrawn)
    gtk_widget_add_css_class (GTK_WIDGET (line->row), "withdrawn");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (line->row), "withdrawn");
}

static void
copy_cb (GtkWidget *button, Line *line)
{
  g_autofree char *defanged
      = kiroku_indicator_defang (line->indicator->type, line->indicator->value);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), defanged);
}

static GtkWidget *
make_edit_form (gpointer owner)
{
  Line *line = owner;

  return kiroku_indicator_form_new (line->section->model, line->indicator, NULL);
}

static void
add_buttons (Line *line)
{
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  const char *name = _ ("Copy so that nobody follows it by accident");

  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, name);
  kiroku_page_set_name (copy, name);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), line);
  adw_action_row_add_suffix (line->row, copy);
  adw_action_row_add_suffix (line->row,
                             kiroku_form_button_new (_ ("Change"), "document-edit-symbolic",
                                                     make_edit_form, line));
}

/* Above the line for a new one. Takes @key. */
static Line *
add_line (KirokuIndicatorSection *self, char *key)
{
  Line *line = g_new0 (Line, 1);

  line->section = self;
  line->row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line->row), FALSE);
  adw_action_row_set_title_lines (line->row, 2);
  adw_action_row_set_subtitle_lines (line->row, 2);
  line->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (line->row), "mark");
  adw_action_row_add_suffix (line->row, GTK_WIDGET (line->state));
  add_buttons (line);
  gtk_list_box_insert (self->list, GTK_WIDGET (line->row),
                       (int) g_hash_table_size (self->lines));
  g_hash_table_insert (self->lines, key, line);
  return line;
}

/* The buttons in the rows refer to the lines. */
static void
clear (KirokuIndicatorSection *self)
{
  GHashTableIter iter;
  Line *line;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &line))
    gtk_list_box_remove (self->list, GTK_WIDGET (line->row));
  g_hash_table_remove_all (self->lines);
  g_clear_pointer (&self->indicators, g_ptr_array_unref);
}

void
kiroku_indicator_section_show (KirokuIndicatorSection *self, GPtrArray *indicators)
{
  g_return_if_fail (KIROKU_IS_INDICATOR_SECTION (self));
  g_return_if_fail (indicators != NULL && self->model != NULL);

  g_ptr_array_ref (indicators);
  g_clear_pointer (&self->indicators, g_ptr_array_unref);
  self->indicators = indicators;
  for (guint i = 0; i < indicators->len; i++)
    {
      const KirokuIndicator *indicator = g_ptr_array_index (indicators, i);
      g_autofree char *key = g_strdup_printf ("%d %s", indicator->type, indicator->value);
      Line *line = g_hash_table_lookup (self->lines, key);

      if (line == NULL)
        line = add_line (self, g_steal_pointer (&key));
      g_clear_pointer (&line->indicator, kiroku_indicator_free);
      line->indicator = kiroku_indicator_copy (indicator);
      show_line (line);
    }
}

void
kiroku_indicator_section_set_model (KirokuIndicatorSection *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_INDICATOR_SECTION (self));

  clear (self);
  g_set_object (&self->model, model);
  kiroku_indicator_offer_set_model (self->offer, model);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_sensitive (GTK_WIDGET (self), model != NULL);
}

/* --- A new one --- */

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuIndicatorSection *self = KIROKU_INDICATOR_SECTION (widget);

  self->writing = FALSE;
  if (error != NULL)
    kiroku_page_show_error (self->error, error->message);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
write_new (KirokuIndicatorSection *self, KirokuIndicatorType type, char *value)
{
  KirokuIndicator indicator = { .type = type,
                                .value = value,
                                .state = KIROKU_INDICATOR_ACTIVE,
                                .tlp = KIROKU_TLP_NONE };

  if (self->indicators != NULL && kiroku_indicator_look_up (self->indicators, type, value) != NULL)
    {
      kiroku_page_show_error (self->error, _ ("It is in the list already: change it there."));
      return;
    }
  self->writing = TRUE;
  kiroku_page_write (self->model, kiroku_draft_indicator_set (&indicator, NULL, NULL, NULL),
                     GTK_WIDGET (self), written_cb);
}

static gboolean
is_text (const char *typed)
{
  return strpbrk (typed, " \t\n") != NULL || strstr (typed, "\u3000") != NULL;
}

/* One is recorded; of a text with several a person chooses. */
static void
entered_cb (KirokuIndicatorSection *self)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->entry));
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  KirokuIndicatorType type;

  kiroku_page_show_error (self->error, NULL);
  if (typed == NULL || self->writing)
    return;
  if (kiroku_indicator_classify (typed, &type, &value, &error))
    write_new (self, type, value);
  else if (is_text (typed))
    kiroku_indicator_offer_look (self->offer, typed, NULL);
  else
    kiroku_page_show_error (self->error, error->message);
}

/* When a text was pasted, not one indicator typed, what is in it is offered at once. */
static void
changed_cb (KirokuIndicatorSection *self)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->entry));
  gsize length = typed != NULL ? strlen (typed) : 0;
  gboolean pasted = length > self->length + PASTED;

  self->length = length;
  kiroku_page_show_error (self->error, NULL);
  if (pasted && self->model != NULL && is_text (typed))
    kiroku_indicator_offer_look (self->offer, typed, NULL);
}

void
kiroku_indicator_section_look (KirokuIndicatorSection *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_INDICATOR_SECTION (self) && text != NULL);

  if (self->model != NULL)
    kiroku_indicator_offer_look (self->offer, text, NULL);
}

/* --- Building --- */

static GtkWidget *
make_add_form (gpointer owner)
{
  KirokuIndicatorSection *self = owner;

  return kiroku_indicator_form_new (self->model, NULL, self->indicators);
}

static void
build_entry (KirokuIndicatorSection *self)
{
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (
      ADW_PREFERENCES_ROW (self->entry),
      _ ("Address, URL, mail address or digest, or a text that contains some"));
  g_signal_connect_swapped (self->entry, "entry-activated", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  gtk_list_box_append (self->list, GTK_WIDGET (self->entry));
}

static void
build (KirokuIndicatorSection *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  kiroku_page_show_error (self->error, NULL);
  self->offer = KIROKU_INDICATOR_OFFER (kiroku_indicator_offer_new ());
  build_entry (self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->offer));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Indicators"));
  adw_preferences_group_set_header_suffix (
      ADW_PREFERENCES_GROUP (group),
      kiroku_form_button_new (_ ("Add an Indicator…"), NULL, make_add_form, self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  adw_bin_set_child (ADW_BIN (self), group);
}

static void
kiroku_indicator_section_dispose (GObject *object)
{
  KirokuIndicatorSection *self = KIROKU_INDICATOR_SECTION (object);

  if (self->list != NULL)
    clear (self);
  self->list = NULL;
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_indicator_section_parent_class)->dispose (object);
}

static void
kiroku_indicator_section_finalize (GObject *object)
{
  g_hash_table_unref (KIROKU_INDICATOR_SECTION (object)->lines);

  G_OBJECT_CLASS (kiroku_indicator_section_parent_class)->finalize (object);
}

static void
kiroku_indicator_section_class_init (KirokuIndicatorSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_indicator_section_dispose;
  object_class->finalize = kiroku_indicator_section_finalize;
}

static void
kiroku_indicator_section_init (KirokuIndicatorSection *self)
{
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, line_free);
  build (self);
}
