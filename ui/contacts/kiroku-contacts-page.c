/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contacts-page.h"

#include <glib/gi18n.h>

#include "kiroku-contact-card.h"
#include "kiroku-desk-form.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-saver.h"
#include "kiroku-told-list.h"
#include "kiroku-ui.h"

/* How often it is looked whether a desk has opened or closed, in seconds. */
#define TICK 30

struct _KirokuContactsPage
{
  AdwBin parent_instance;

  GtkToggleButton *phase;
  GtkToggleButton *all;
  GtkToggleButton *who;
  GtkSearchEntry *search;
  KirokuPaperSaver *saver;
  GtkButton *add;
  GtkRevealer *revealer;
  GtkListBox *list;
  KirokuToldList *told;

  KirokuCaseModel *model;
  GSignalGroup *signals;
  GSignalGroup *book_signals;
  char *needle;     /* case-folded; "" for none */
  char *shown_type; /* (nullable): what the cards were made for */
  guint shown_phase;
  gboolean stale; /* the cards do not fit; made anew when somebody looks */
  guint timer;    /* while somebody looks */
};

G_DEFINE_FINAL_TYPE (KirokuContactsPage, kiroku_contacts_page, ADW_TYPE_BIN)

static void name_sheet (KirokuContactsPage *self);

static const KirokuSnapshot *
get_snapshot (KirokuContactsPage *self)
{
  return self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;
}

/* --- Which desks --- */

static void
add_missing (GPtrArray *contacts, GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    if (!g_ptr_array_find (contacts, more->pdata[i], NULL))
      g_ptr_array_add (contacts, more->pdata[i]);
}

/* Those for type and phase come first, however many follow. (transfer container) */
static GPtrArray *
select_contacts (KirokuContactsPage *self, const KirokuCase *incident)
{
  KirokuPack *pack = kiroku_book_get_pack (kiroku_case_model_get_book (self->model));
  GPtrArray *contacts = kiroku_contact_select (pack, incident->type, incident->phase);

  if (!gtk_toggle_button_get_active (self->phase))
    {
      g_autoptr (GPtrArray) of_type = kiroku_contact_select (pack, incident->type, -1);

      add_missing (contacts, of_type);
    }
  if (gtk_toggle_button_get_active (self->all))
    add_missing (contacts, kiroku_pack_get_contacts (pack));
  return contacts;
}

/* Where the desk of @card stands among @contacts; their number if nowhere. */
static guint
find_place (KirokuContactCard *card, GPtrArray *contacts)
{
  const char *id = kiroku_contact_card_get_contact (card)->item.id;
  guint i = 0;

  while (i < contacts->len
         && !g_str_equal (((KirokuPackContact *) g_ptr_array_index (contacts, i))->item.id, id))
    i++;
  return i;
}

static int
compare_cards (GtkListBoxRow *a, GtkListBoxRow *b, gpointer contacts)
{
  return (int) find_place (KIROKU_CONTACT_CARD (a), contacts)
         - (int) find_place (KIROKU_CONTACT_CARD (b), contacts);
}

/* Shows those that stay as the book has them by now. Gives, for each of @contacts, whether it has a card.
 * (transfer full) */
static gboolean *
keep_cards (KirokuContactsPage *self, GPtrArray *contacts)
{
  KirokuPack *pack = kiroku_book_get_pack (kiroku_case_model_get_book (self->model));
  gboolean *kept = g_new0 (gboolean, contacts->len + 1);
  GtkListBoxRow *row;
  int i = 0;

  while ((row = gtk_list_box_get_row_at_index (self->list, i)) != NULL)
    {
      KirokuContactCard *card = KIROKU_CONTACT_CARD (row);
      const guint place = find_place (card, contacts);

      if (place == contacts->len && !kiroku_contact_card_is_in_use (card))
        {
          gtk_list_box_remove (self->list, GTK_WIDGET (row));
          continue;
        }
      kept[place] = TRUE;
      kiroku_contact_card_reload (card, pack);
      i++;
    }
  return kept;
}

/* What is typed in a card stays, whoever changes the phase: its desk goes on being listed, below the others where
 * it is none of them any more. No card leaves the window to be put in order. */
static void
make_cards (KirokuContactsPage *self, const KirokuCase *incident)
{
  g_autoptr (GPtrArray) contacts = select_contacts (self, incident);
  g_autofree gboolean *kept = keep_cards (self, contacts);

  for (guint i = 0; i < contacts->len; i++)
    if (!kept[i])
      gtk_list_box_append (self->list,
                           kiroku_contact_card_new (self->model, g_ptr_array_index (contacts, i)));
  gtk_list_box_set_sort_func (self->list, compare_cards, contacts, NULL);
  gtk_list_box_set_sort_func (self->list, NULL, NULL, NULL); /* @contacts goes */
  g_free (self->shown_type);
  self->shown_type = g_strdup (incident->type);
  self->shown_phase = incident->phase;
  self->stale = FALSE;
}

/* Cards are many widgets: nobody waits for them who does not look. */
static void
show_snapshot (KirokuContactsPage *self)
{
  const KirokuSnapshot *snapshot = get_snapshot (self);
  GtkListBoxRow *row;

  gtk_widget_set_visible (GTK_WIDGET (self->saver), snapshot != NULL);
  if (snapshot == NULL)
    return;
  name_sheet (self);
  if (g_strcmp0 (self->shown_type, snapshot->incident->type) != 0
      || self->shown_phase != snapshot->incident->phase)
    self->stale = TRUE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->stale && !gtk_toggle_button_get_active (self->who))
    make_cards (self, snapshot->incident);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    kiroku_contact_card_show_told (KIROKU_CONTACT_CARD (row), snapshot->told);
}

/* --- Own desks --- */

/* Whether the cards are those of @contacts. */
static gboolean
shows (KirokuContactsPage *self, GPtrArray *contacts)
{
  guint i;

  for (i = 0; i < contacts->len; i++)
    {
      const KirokuPackContact *contact = g_ptr_array_index (contacts, i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL
          || !g_str_equal (
              kiroku_contact_card_get_contact (KIROKU_CONTACT_CARD (row))->item.id,
              contact->item.id))
        return FALSE;
    }
  return gtk_list_box_get_row_at_index (self->list, i) == NULL;
}

/* The cards are made anew where desks come or go. */
static void
desks_changed_cb (KirokuContactsPage *self)
{
  const KirokuSnapshot *snapshot = get_snapshot (self);
  KirokuPack *pack;
  g_autoptr (GPtrArray) contacts = NULL;
  GtkListBoxRow *row;

  if (snapshot == NULL || self->stale)
    return;
  pack = kiroku_book_get_pack (kiroku_case_model_get_book (self->model));
  contacts = select_contacts (self, snapshot->incident);
  self->stale = !shows (self, contacts);
  for (int i = 0; !self->stale && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    kiroku_contact_card_reload (KIROKU_CONTACT_CARD (row), pack);
  gtk_list_box_invalidate_filter (self->list);
  show_snapshot (self);
}

static void
added_cb (KirokuContactsPage *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), TRUE);
}

static void
add_cb (KirokuContactsPage *self)
{
  GtkWidget *form;

  if (self->model == NULL)
    return;
  form = kiroku_desk_form_new (self->model, NULL);
  g_signal_connect_object (form, "closed", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_revealer_set_child (self->revealer, form);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), FALSE);
  gtk_widget_child_focus (form, GTK_DIR_TAB_FORWARD);
}

/* --- Whether they are open --- */

/* Desks open and close while somebody looks. */
static gboolean
tick_cb (gpointer user_data)
{
  KirokuContactsPage *self = user_data;
  GtkListBoxRow *row;
  gint64 now;

  if (self->model == NULL)
    return G_SOURCE_CONTINUE;
  now = kiroku_book_get_now (kiroku_case_model_get_book (self->model));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    kiroku_contact_card_show_hours (KIROKU_CONTACT_CARD (row), now);
  return G_SOURCE_CONTINUE;
}

static void
scope_changed_cb (KirokuContactsPage *self, GtkToggleButton *button)
{
  const gboolean who = gtk_toggle_button_get_active (self->who);

  if (!gtk_toggle_button_get_active (button))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->list), !who);
  gtk_widget_set_visible (GTK_WIDGET (self->told), who);
  kiroku_paper_saver_set_label (self->saver, who ? _ ("Save Who Was Told…") : _ ("Save Call Sheet…"));
  self->stale = self->stale || !who;
  show_snapshot (self);
}

/* --- Finding --- */

static void
search_changed_cb (KirokuContactsPage *self)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->search));

  g_free (self->needle);
  self->needle = g_utf8_casefold (typed != NULL ? typed : "", -1);
  gtk_list_box_invalidate_filter (self->list);
  kiroku_told_list_find (self->told, self->needle);
}

static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  KirokuContactsPage *self = user_data;

  return *self->needle == '\0'
         || kiroku_contact_card_matches (KIROKU_CONTACT_CARD (row), self->needle);
}

/* --- On paper --- */

/* (transfer full) */
static KirokuPaperOrder *
make_order (KirokuContactsPage *self, const KirokuSnapshot *snapshot)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  const gboolean phase = gtk_toggle_button_get_active (self->phase);

  if (gtk_toggle_button_get_active (self->who))
    return kiroku_paper_order_new_contacts (self->model, language);
  return kiroku_paper_order_new_call_sheet (self->model, language,
                                            phase ? (int) snapshot->incident->phase : -1);
}

/* The sheet is of what the page shows: of the phase, of the whole type, or who was told. */
static void
sheet_chosen_cb (KirokuContactsPage *self, const char *path)
{
  const KirokuSnapshot *snapshot = get_snapshot (self);

  if (snapshot == NULL || kiroku_paper_saver_is_busy (self->saver))
    return;
  kiroku_paper_saver_save (self->saver, self->model, make_order (self, snapshot), path);
}

static void
name_sheet (KirokuContactsPage *self)
{
  g_autofree char *part = kiroku_page_dup_file_part (self->model);
  g_autofree char *name = g_strdup_printf (
      gtk_toggle_button_get_active (self->who) ? "%s-told.pdf" : "%s-contacts.pdf", part);

  kiroku_paper_saver_set_file_name (self->saver, name);
}

/* --- The page --- */

void
kiroku_contacts_page_set_model (KirokuContactsPage *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_CONTACTS_PAGE (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (!g_set_object (&self->model, model))
    return;
  kiroku_page_clear_list (self->list);
  g_clear_pointer (&self->shown_type, g_free);
  self->stale = TRUE;
  g_signal_group_set_target (self->signals, model);
  kiroku_paper_saver_offer_address (self->saver, model);
  g_signal_group_set_target (self->book_signals,
                             model != NULL ? kiroku_case_model_get_book (model) : NULL);
  added_cb (self);
  gtk_revealer_set_child (self->revealer, NULL);
  kiroku_told_list_set_model (self->told, model);
  show_snapshot (self);
}

static void
kiroku_contacts_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_contacts_page_parent_class)->map (widget);

  show_snapshot (KIROKU_CONTACTS_PAGE (widget));
  tick_cb (widget);
  KIROKU_CONTACTS_PAGE (widget)->timer = g_timeout_add_seconds (TICK, tick_cb, widget);
}

static void
kiroku_contacts_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&KIROKU_CONTACTS_PAGE (widget)->timer, g_source_remove);

  GTK_WIDGET_CLASS (kiroku_contacts_page_parent_class)->unmap (widget);
}

static void
kiroku_contacts_page_dispose (GObject *object)
{
  KirokuContactsPage *self = KIROKU_CONTACTS_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->book_signals);
  if (self->list != NULL)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_CONTACTS_PAGE);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_contacts_page_parent_class)->dispose (object);
}

static void
kiroku_contacts_page_finalize (GObject *object)
{
  KirokuContactsPage *self = KIROKU_CONTACTS_PAGE (object);

  g_free (self->needle);
  g_free (self->shown_type);

  G_OBJECT_CLASS (kiroku_contacts_page_parent_class)->finalize (object);
}

static void
kiroku_contacts_page_class_init (KirokuContactsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KIROKU_TYPE_TOLD_LIST);
  object_class->dispose = kiroku_contacts_page_dispose;
  object_class->finalize = kiroku_contacts_page_finalize;
  widget_class->map = kiroku_contacts_page_map;
  widget_class->unmap = kiroku_contacts_page_unmap;

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "contacts/kiroku-contacts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, phase);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, all);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, search);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, saver);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, list);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, revealer);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, add);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, told);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactsPage, who);
  gtk_widget_class_bind_template_callback (widget_class, scope_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sheet_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
kiroku_contacts_page_init (KirokuContactsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_paper_saver_set_label (self->saver, _ ("Save Call Sheet…"));
  kiroku_paper_saver_offer_preview (self->saver);
  self->needle = g_strdup ("");
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_snapshot), self);
  self->book_signals = g_signal_group_new (KIROKU_TYPE_BOOK);
  g_signal_group_connect_swapped (self->book_signals, "desks-changed", G_CALLBACK (desks_changed_cb),
                                  self);
}

GtkWidget *
kiroku_contacts_page_new (void)
{
  return g_object_new (KIROKU_TYPE_CONTACTS_PAGE, NULL);
}
