/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-slash.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-find.h"

/* As much as is read at a glance, and fits above the composer. */
#define OFFERS_MAX 7

struct _KirokuSlash
{
  GtkPopover parent_instance;

  GtkAccessible *written; /* unowned: where it is typed, which keeps the keyboard */
  GtkListBox *list;
  GtkLabel *place;   /* of the chosen one; a screen reader says it whenever it changes */
  GPtrArray *offers; /* (element-type KirokuSlashOffer): what is shown, in its order */
};

G_DEFINE_FINAL_TYPE (KirokuSlash, kiroku_slash, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Words that people type in either language, each found by its beginning; the name is found by any part. */
static const struct
{
  const char *name;
  const char *context; /* (nullable) */
  const char *words;
  const char *klass;
  const char *action;
} fixed[] = {
  { NC_ ("class", "Action"), "class", "action 対応 処置", "action", NULL },
  { NC_ ("class", "Observation"), "class", "observation 観察 確認", "observation", NULL },
  { NC_ ("class", "Decision"), "class", "decision 決定 判断", "decision", NULL },
  { NC_ ("class", "Communication"), "class", "communication 連絡 通話", "communication", NULL },
  { N_ ("Playbook"), NULL, "playbook 手順", NULL, "win.page::playbook" },
  { N_ ("Contacts"), NULL, "contacts 連絡先", NULL, "win.page::contacts" },
  { N_ ("Notifications"), NULL, "notifications 届出 報告 期限", NULL, "win.page::notifications" },
  { N_ ("Evidence"), NULL, "evidence 証拠", NULL, "win.page::evidence" },
  { N_ ("Review"), NULL, "review 振り返り", NULL, "win.page::review" },
  { N_ ("Find in the log"), NULL, "find 検索", NULL, "win.find" },
  { N_ ("Hand the case over"), NULL, "handover 引継ぎ 引き継ぎ", NULL, "win.hand-over" },
};

/* --- What fits --- */

/* What stands behind the slash, of either width, as it is compared; NULL when it does not begin with one,
 * or goes on in another line. (transfer full) (nullable) */
static char *
get_wanted (const char *typed)
{
  g_autofree char *folded = kiroku_find_fold (typed);

  return folded[0] == '/' && strchr (typed, '\n') == NULL ? g_strdup (folded + 1) : NULL;
}

static gboolean
contains (const char *text, const char *wanted)
{
  g_autofree char *folded = kiroku_find_fold (text);

  return strstr (folded, wanted) != NULL;
}

/* Whether one of @words, which are separated by blanks, begins so. */
static gboolean
begins (const char *words, const char *wanted)
{
  g_auto (GStrv) all = g_strsplit (words, " ", -1);

  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_has_prefix (all[i], wanted))
      return TRUE;
  return FALSE;
}

static void
add (KirokuSlash *self, KirokuSlashOffer offer)
{
  if (self->offers->len < OFFERS_MAX)
    g_ptr_array_add (self->offers, g_memdup2 (&offer, sizeof offer));
}

static void
add_fixed (KirokuSlash *self, const char *wanted, gboolean classes)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      const char *name = fixed[i].context != NULL
                             ? g_dpgettext2 (NULL, fixed[i].context, fixed[i].name)
                             : gettext (fixed[i].name);

      if ((fixed[i].klass != NULL) == classes
          && (begins (fixed[i].words, wanted) || contains (name, wanted)))
        add (self, (KirokuSlashOffer){ name, fixed[i].klass, NULL, fixed[i].action });
    }
}

/* @first: those of the present phase, else the others. */
static void
add_phrases (KirokuSlash *self, KirokuCaseModel *model, const char *wanted, gboolean first)
{
  KirokuBook *book = kiroku_case_model_get_book (model);
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (model);
  const char *language = kiroku_book_get_language (book);
  GPtrArray *phrases = kiroku_pack_get_phrases (kiroku_book_get_pack (book));
  const guint present = snapshot != NULL ? 1u << snapshot->incident->phase : 0;

  for (guint i = 0; i < phrases->len; i++)
    {
      const KirokuPackPhrase *phrase = g_ptr_array_index (phrases, i);
      const char *name = kiroku_pack_text (phrase->name, language);

      if (((phrase->phases & present) != 0) == first && contains (name, wanted))
        add (self, (KirokuSlashOffer){ name, phrase->klass,
                                       kiroku_pack_text (phrase->text, language), NULL });
    }
}

/* --- What is shown --- */

/* Whoever does not see the list hears of it: that it is there, and what is chosen. */
static void
tell_chosen (KirokuSlash *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const guint i = row != NULL ? (guint) gtk_list_box_row_get_index (row) : 0;
  g_autofree char *place = NULL;
  g_autofree char *spoken = NULL;

  if (row == NULL || i >= self->offers->len)
    return;
  /* Translators: the place in a list, “2 of 7”. */
  place = g_strdup_printf (_ ("%u of %u"), i + 1, self->offers->len);
  /* Translators: what a screen reader says of a line of a list: its text, then its place, “2 of 7”. */
  spoken = g_strdup_printf (_ ("%s, %s"), ((KirokuSlashOffer *) self->offers->pdata[i])->name, place);
  gtk_label_set_text (self->place, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_accessible_update_state (self->written, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE, -1);
  gtk_accessible_update_relation (self->written, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
}

static void
go (KirokuSlash *self)
{
  g_ptr_array_set_size (self->offers, 0);
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_accessible_reset_relation (self->written, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
  gtk_accessible_reset_state (self->written, GTK_ACCESSIBLE_STATE_EXPANDED);
}

static void
show_offers (KirokuSlash *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->offers->len; i++)
    {
      const KirokuSlashOffer *offer = g_ptr_array_index (self->offers, i);
      GtkWidget *label = gtk_label_new (offer->name);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_list_box_append (self->list, label);
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  tell_chosen (self);
}

void
kiroku_slash_look (KirokuSlash *self, KirokuCaseModel *model, const char *typed)
{
  g_autofree char *wanted = NULL;

  g_return_if_fail (KIROKU_IS_SLASH (self) && typed != NULL);
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  g_ptr_array_set_size (self->offers, 0);
  wanted = model != NULL ? get_wanted (typed) : NULL;
  if (wanted != NULL)
    {
      add_fixed (self, wanted, TRUE);
      add_phrases (self, model, wanted, TRUE);
      add_phrases (self, model, wanted, FALSE);
      add_fixed (self, wanted, FALSE);
    }
  if (self->offers->len == 0)
    {
      go (self);
      return;
    }
  show_offers (self);
  gtk_popover_popup (GTK_POPOVER (self));
}

/* --- What is chosen --- */

static void
choose (KirokuSlash *self, GtkListBoxRow *row)
{
  g_autofree KirokuSlashOffer *offer = NULL;

  if (row == NULL)
    return;
  offer = g_ptr_array_steal_index (self->offers, (guint) gtk_list_box_row_get_index (row));
  go (self);
  g_signal_emit (self, signals[CHOSEN], 0, offer);
}

static void
move_by (KirokuSlash *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) + step : 0;
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (self->list, index);

  if (next == NULL)
    return;
  gtk_list_box_select_row (self->list, next);
  tell_chosen (self);
}

gboolean
kiroku_slash_take_key (KirokuSlash *self, guint keyval)
{
  g_return_val_if_fail (KIROKU_IS_SLASH (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || self->offers->len == 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      move_by (self, keyval == GDK_KEY_Up ? -1 : 1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      choose (self, gtk_list_box_get_selected_row (self->list));
      return TRUE;
    case GDK_KEY_Escape:
      go (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- The class --- */

static void
kiroku_slash_finalize (GObject *object)
{
  g_ptr_array_unref (KIROKU_SLASH (object)->offers);

  G_OBJECT_CLASS (kiroku_slash_parent_class)->finalize (object);
}

static void
kiroku_slash_class_init (KirokuSlashClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_slash_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

/* The list, and below it which of how many is chosen. */
static GtkWidget *
make_content (KirokuSlash *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->place = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign",
                              1.0, "margin-end", 6, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->place), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->place), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->place), "numeric");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->place));
  return box;
}

static void
kiroku_slash_init (KirokuSlash *self)
{
  self->offers = g_ptr_array_new_with_free_func (g_free);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (choose), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What can be written or done"), -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->list), 280, -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "offers");
  gtk_popover_set_child (GTK_POPOVER (self), make_content (self));
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_TOP);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
}

GtkWidget *
kiroku_slash_new (GtkTextView *view)
{
  KirokuSlash *self;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self = g_object_new (KIROKU_TYPE_SLASH, NULL);
  self->written = GTK_ACCESSIBLE (view);
  gtk_accessible_update_property (self->written, GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE, -1);
  return GTK_WIDGET (self);
}
