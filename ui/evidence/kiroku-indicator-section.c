/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator-section.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-indicator-form.h"
#include "kiroku-indicator-offer.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-saver.h"

/* More bytes at once than an input method commits for a word. */
#define PASTED 30

struct _KirokuIndicatorSection
{
  KirokuItemSection parent_instance;

  AdwEntryRow *entry;
  GtkLabel *error;
  KirokuIndicatorOffer *offer;
  GtkWidget *sharing;
  GtkDropDown *tlp; /* with whom they may be shared: as KirokuTlp */
  KirokuPaperSaver *saver;

  gsize length; /* of what is typed, in bytes */
  guint visit;  /* how many cases were shown */
  char *sent;   /* (nullable): what was typed, while it is being recorded */
};

G_DEFINE_FINAL_TYPE (KirokuIndicatorSection, kiroku_indicator_section, KIROKU_TYPE_ITEM_SECTION)

/* (transfer none) (nullable) */
static KirokuCaseModel *
get_model (KirokuIndicatorSection *self)
{
  return kiroku_item_section_get_model (KIROKU_ITEM_SECTION (self));
}

/* --- Lines --- */

static char *
dup_key (gconstpointer item)
{
  const KirokuIndicator *indicator = item;

  return g_strdup_printf ("%d %s", indicator->type, indicator->value);
}

static char *
dup_state (gconstpointer item)
{
  return g_strdup (((const KirokuIndicator *) item)->hash);
}

/* (transfer full) */
static char *
describe (KirokuItemLine *line)
{
  const KirokuIndicator *indicator = line->item;
  GString *text = g_string_new (NULL);

  kiroku_item_line_append (text, kiroku_indicator_type_name (indicator->type));
  if (indicator->first_seen != KIROKU_TIME_NONE)
    {
      g_autofree char *at = kiroku_page_dup_time (kiroku_item_section_get_model (line->section),
                                                  indicator->first_seen);
      /* Translators: a time follows. */
      g_autofree char *seen = g_strdup_printf (_ ("first seen %s"), at);

      kiroku_item_line_append (text, seen);
    }
  kiroku_item_line_append (text, indicator->technique);
  kiroku_item_line_append (text, kiroku_tlp_name (indicator->tlp));
  kiroku_item_line_append (text, indicator->note);
  kiroku_item_line_append (text, indicator->lacks ? _ ("part of it is withheld") : NULL);
  return g_string_free (text, FALSE);
}

static void
show_line (KirokuItemLine *line)
{
  const KirokuIndicator *indicator = line->item;
  g_autofree char *defanged = kiroku_indicator_defang (indicator->type, indicator->value);
  g_autofree char *subtitle = describe (line);
  gboolean withdrawn = indicator->state == KIROKU_INDICATOR_WITHDRAWN;

  kiroku_item_line_show (line, defanged, subtitle,
                         withdrawn ? kiroku_indicator_state_name (indicator->state) : "",
                         withdrawn);
}

static void
copy_cb (GtkWidget *button, KirokuItemLine *line)
{
  const KirokuIndicator *indicator = line->item;
  g_autofree char *defanged = kiroku_indicator_defang (indicator->type, indicator->value);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), defanged);
}

static void
add_buttons (KirokuItemLine *line)
{
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  const char *name = _ ("Copy so that nobody follows it by accident");

  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, name);
  kiroku_page_set_name (copy, name);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), line);
  adw_action_row_add_suffix (line->row, copy);
  adw_action_row_set_title_lines (line->row, 2);
}

static GtkWidget *
make_form (KirokuCaseModel *model, gconstpointer item, GPtrArray *items)
{
  return kiroku_indicator_form_new (model, item, items);
}

/* --- A new one --- */

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuIndicatorSection *self = KIROKU_INDICATOR_SECTION (widget);

  g_autofree char *sent = g_steal_pointer (&self->sent);
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->entry));

  if (error != NULL)
    kiroku_page_show_error (self->error, error->message);
  else if (g_strcmp0 (typed, sent) == 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
write_new (KirokuIndicatorSection *self, const char *typed, KirokuIndicatorType type, char *value)
{
  g_autoptr (GPtrArray) drafts = NULL;
  KirokuIndicator indicator
      = { .type = type, .value = value, .state = KIROKU_INDICATOR_ACTIVE, .tlp = KIROKU_TLP_NONE };
  GPtrArray *known = kiroku_item_section_get_items (KIROKU_ITEM_SECTION (self));

  if (known != NULL && kiroku_indicator_look_up (known, type, value) != NULL)
    {
      kiroku_page_show_error (self->error, _ ("It is in the list already: change it there."));
      return;
    }
  self->sent = g_strdup (typed);
  drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_ptr_array_add (drafts, kiroku_draft_indicator_set (&indicator, NULL, NULL, NULL));
  kiroku_page_write_visit (get_model (self), drafts, GTK_WIDGET (self), &self->visit, written_cb);
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
  if (typed == NULL || self->sent != NULL)
    return;
  if (kiroku_indicator_classify (typed, &type, &value, &error))
    write_new (self, typed, type, value);
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
  if (pasted && get_model (self) != NULL && is_text (typed))
    kiroku_indicator_offer_look (self->offer, typed, NULL);
}

void
kiroku_indicator_section_look (KirokuIndicatorSection *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_INDICATOR_SECTION (self) && text != NULL);

  if (get_model (self) != NULL)
    kiroku_indicator_offer_look (self->offer, text, NULL);
}

/* --- To share --- */

static void
share_cb (KirokuIndicatorSection *self, const char *path)
{
  KirokuCaseModel *model = get_model (self);
  const char *language;

  if (model == NULL || kiroku_paper_saver_is_busy (self->saver))
    return;
  language = kiroku_book_get_language (kiroku_case_model_get_book (model));
  kiroku_paper_saver_save (
      self->saver, model,
      kiroku_paper_order_new_indicators (model, language, gtk_drop_down_get_selected (self->tlp)),
      path);
}

/* @model: (nullable) */
static void
name_sheet (KirokuIndicatorSection *self, KirokuCaseModel *model)
{
  g_autofree char *part = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (self->sharing, model != NULL);
  kiroku_paper_saver_set_file_name (self->saver, NULL); /* and nothing is asked on for the case before */
  if (model == NULL)
    return;
  part = kiroku_page_dup_file_part (model);
  name = g_strdup_printf ("%s-indicators.pdf", part);
  kiroku_paper_saver_set_file_name (self->saver, name);
}

/* --- Building --- */

static GtkWidget *
make_tlp (KirokuIndicatorSection *self)
{
  const char *names[KIROKU_N_TLP + 1] = { NULL };

  for (guint i = 0; i < KIROKU_N_TLP; i++)
    names[i] = kiroku_tlp_name (i);
  self->tlp = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (names));
  gtk_drop_down_set_selected (self->tlp, KIROKU_TLP_GREEN);
  gtk_widget_set_valign (GTK_WIDGET (self->tlp), GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->tlp), _ ("With whom they may be shared"));
  kiroku_page_set_name (self->tlp, _ ("With whom they may be shared"));
  return GTK_WIDGET (self->tlp);
}

static void
build_sharing (KirokuIndicatorSection *self)
{
  GtkWidget *note = gtk_label_new (
      _ ("A sheet for F-ISAC, JPCERT/CC and the like leaves out what is marked for fewer or not at "
         "all, was withdrawn, or names an asset or your organisation; and all notes."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->sharing = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->saver = KIROKU_PAPER_SAVER (kiroku_paper_saver_new ());
  kiroku_paper_saver_set_label (self->saver, _ ("Save to Share…"));
  kiroku_paper_saver_leave_key (self->saver);
  kiroku_paper_saver_set_is_unsigned (self->saver);
  kiroku_paper_saver_offer_preview (self->saver);
  kiroku_paper_saver_offer_table (self->saver);
  g_signal_connect_object (self->saver, "chosen", G_CALLBACK (share_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (GTK_WIDGET (self->saver), TRUE);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "dim-label");
  gtk_box_append (GTK_BOX (box), make_tlp (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->saver));
  gtk_box_append (GTK_BOX (self->sharing), note);
  gtk_box_append (GTK_BOX (self->sharing), box);
  gtk_widget_set_visible (self->sharing, FALSE);
  kiroku_item_section_add_below (KIROKU_ITEM_SECTION (self), self->sharing);
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
  gtk_list_box_append (kiroku_item_section_get_list (KIROKU_ITEM_SECTION (self)),
                       GTK_WIDGET (self->entry));
}

static void
model_changed (KirokuItemSection *section, KirokuCaseModel *model)
{
  KirokuIndicatorSection *self = KIROKU_INDICATOR_SECTION (section);

  self->visit++;
  g_clear_pointer (&self->sent, g_free);
  kiroku_indicator_offer_set_model (self->offer, model);
  name_sheet (self, model);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
kiroku_indicator_section_finalize (GObject *object)
{
  g_free (KIROKU_INDICATOR_SECTION (object)->sent);

  G_OBJECT_CLASS (kiroku_indicator_section_parent_class)->finalize (object);
}

static void
kiroku_indicator_section_class_init (KirokuIndicatorSectionClass *klass)
{
  KirokuItemSectionClass *section_class = KIROKU_ITEM_SECTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kiroku_indicator_section_finalize;
  section_class->copy_item = (GBoxedCopyFunc) kiroku_indicator_copy;
  section_class->free_item = (GDestroyNotify) kiroku_indicator_free;
  section_class->dup_key = dup_key;
  section_class->dup_state = dup_state;
  section_class->model_changed = model_changed;
  section_class->add_buttons = add_buttons;
  section_class->show_line = show_line;
  section_class->make_form = make_form;
}

static void
kiroku_indicator_section_init (KirokuIndicatorSection *self)
{
  KirokuItemSection *section = KIROKU_ITEM_SECTION (self);

  kiroku_item_section_set_title (section, _ ("Indicators"), _ ("Add an Indicator…"));
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  kiroku_page_show_error (self->error, NULL);
  self->offer = KIROKU_INDICATOR_OFFER (kiroku_indicator_offer_new ());
  build_entry (self);
  kiroku_item_section_add_below (section, GTK_WIDGET (self->error));
  kiroku_item_section_add_below (section, GTK_WIDGET (self->offer));
  build_sharing (self);
}
