/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fact-control.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"

/* Several boxes ticked one after the other are one answer. */
#define MS_OF_A_PAUSE 700
#define MIN_TEXT_HEIGHT 66
#define MAX_TEXT_HEIGHT 180
/* So wide may the names of boxes in one line be, in narrow characters, each box counted as some. */
#define MAX_LINE 80
#define BOX_WIDTH 5

struct _KirokuFactControl
{
  AdwBin parent_instance;

  KirokuBook *book;
  KirokuPack *pack; /* keeps @fact */
  const KirokuPackFact *fact;

  GtkWidget *input;   /* a child: entry, text view, drop-down, or the box of the buttons */
  GPtrArray *buttons; /* of choices, children */
  gboolean showing;   /* what changes is not a person's doing */
  guint timer;
};

G_DEFINE_FINAL_TYPE (KirokuFactControl, kiroku_fact_control, ADW_TYPE_BIN)

enum
{
  EDITED,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Telling --- */

static void
tell_done (KirokuFactControl *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->showing)
    g_signal_emit (self, signals[DONE], 0);
}

static void
edited_cb (KirokuFactControl *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
chosen_cb (KirokuFactControl *self)
{
  edited_cb (self);
  tell_done (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  KirokuFactControl *self = user_data;

  self->timer = 0;
  tell_done (self);
  return G_SOURCE_REMOVE;
}

static void
ticked_cb (KirokuFactControl *self)
{
  if (self->showing)
    return;
  edited_cb (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (MS_OF_A_PAUSE, timer_cb, self);
}

/* Of the three answers at most one stands; a second click takes it back. */
static void
answered_cb (KirokuFactControl *self, GtkToggleButton *button)
{
  if (self->showing)
    return;
  self->showing = TRUE;
  for (guint i = 0; gtk_toggle_button_get_active (button) && i < self->buttons->len; i++)
    if (self->buttons->pdata[i] != button)
      gtk_toggle_button_set_active (self->buttons->pdata[i], FALSE);
  self->showing = FALSE;
  chosen_cb (self);
}

static gboolean
text_key_cb (GtkEventControllerKey *keys,
             guint keyval,
             guint keycode,
             GdkModifierType state,
             KirokuFactControl *self)
{
  if (keyval != GDK_KEY_Return || (state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  tell_done (self);
  return GDK_EVENT_STOP;
}

/* --- Making --- */

static const char *
get_text (KirokuFactControl *self, const KirokuPackText *text)
{
  return kiroku_pack_text (text, kiroku_book_get_language (self->book));
}

static const char *
get_choice_name (KirokuFactControl *self, guint i)
{
  const KirokuPackChoice *choice = g_ptr_array_index (self->fact->choices, i);

  return get_text (self, choice->text);
}

static void
now_cb (KirokuFactControl *self)
{
  g_autofree char *now = kiroku_time_to_text (
      kiroku_book_get_now (self->book), KIROKU_PRECISION_MINUTE, kiroku_book_get_zone (self->book));

  gtk_editable_set_text (GTK_EDITABLE (self->input), now);
  tell_done (self);
}

static GtkWidget *
make_now_button (KirokuFactControl *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Now"));

  gtk_widget_set_tooltip_text (button, _ ("Set to the present time"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (now_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
day_cb (KirokuFactControl *self, GtkCalendar *calendar)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER);

  gtk_editable_set_text (GTK_EDITABLE (self->input), text);
  gtk_popover_popdown (GTK_POPOVER (popover));
  tell_done (self);
}

static GtkWidget *
make_calendar_button (KirokuFactControl *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calendar = gtk_calendar_new ();

  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Choose a date"));
  kiroku_page_set_name (button, _ ("Choose a date"));
  return button;
}

static const char *
get_placeholder (KirokuFactType type)
{
  switch (type)
    {
    case KIROKU_FACT_TIME:
      /* Translators: an example of what can be typed. */
      return _ ("2026-11-21 14:05");
    case KIROKU_FACT_DATE:
      /* Translators: an example of what can be typed. */
      return _ ("2026-11-21");
    case KIROKU_FACT_INTEGER:
      return _ ("Number");
    default:
      return NULL;
    }
}

static GtkWidget *
make_entry (KirokuFactControl *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->input = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->input), get_placeholder (self->fact->type));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->input), 6);
  gtk_widget_set_hexpand (self->input, TRUE);
  if (self->fact->type == KIROKU_FACT_INTEGER)
    gtk_entry_set_input_purpose (GTK_ENTRY (self->input), GTK_INPUT_PURPOSE_DIGITS);
  g_signal_connect_object (self->input, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->input, "activate", G_CALLBACK (tell_done), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->input);
  if (self->fact->type == KIROKU_FACT_TIME)
    gtk_box_append (GTK_BOX (box), make_now_button (self));
  else if (self->fact->type == KIROKU_FACT_DATE)
    gtk_box_append (GTK_BOX (box), make_calendar_button (self));
  gtk_widget_add_css_class (box, "linked");
  return box;
}

static GtkWidget *
make_text_view (KirokuFactControl *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->input = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->input), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->input), FALSE);
  gtk_widget_set_tooltip_text (self->input, _ ("Saved when you leave the field, or by Ctrl+Enter"));
  gtk_widget_add_css_class (self->input, "fact-text");
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input)), "changed",
                           G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (text_key_cb), self, 0);
  gtk_widget_add_controller (self->input, keys);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->input);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), MIN_TEXT_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_TEXT_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_add_css_class (scroller, "fact-text");
  return scroller;
}

static GtkWidget *
make_drop_down (KirokuFactControl *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, "—");
  for (guint i = 0; i < self->fact->choices->len; i++)
    gtk_string_list_append (names, get_choice_name (self, i));
  self->input = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  g_signal_connect_object (self->input, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  return self->input;
}

static GtkWidget *
make_check_boxes (KirokuFactControl *self)
{
  self->input = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  for (guint i = 0; i < self->fact->choices->len; i++)
    {
      GtkWidget *button = gtk_check_button_new ();
      GtkWidget *label = gtk_label_new (get_choice_name (self, i));
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
      kiroku_page_set_name (button, get_choice_name (self, i));
      gtk_box_append (GTK_BOX (line), button);
      gtk_box_append (GTK_BOX (line), label);
      g_signal_connect_object (button, "toggled", G_CALLBACK (ticked_cb), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->buttons, button);
      gtk_box_append (GTK_BOX (self->input), line);
    }
  return self->input;
}

static GtkWidget *
make_toggles (KirokuFactControl *self)
{
  self->input = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->input, "linked");
  gtk_widget_set_halign (self->input, GTK_ALIGN_START);
  for (guint i = 0; i < self->fact->choices->len; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (get_choice_name (self, i));

      g_signal_connect_object (button, "toggled", G_CALLBACK (answered_cb), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_add (self->buttons, button);
      gtk_box_append (GTK_BOX (self->input), button);
    }
  return self->input;
}

static GtkWidget *
make_input (KirokuFactControl *self)
{
  switch (self->fact->type)
    {
    case KIROKU_FACT_LONG_TEXT:
      return make_text_view (self);
    case KIROKU_FACT_CHOICE:
      return make_drop_down (self);
    case KIROKU_FACT_CHOICES:
      return make_check_boxes (self);
    case KIROKU_FACT_YES_NO:
      return make_toggles (self);
    case KIROKU_FACT_TEXT:
    case KIROKU_FACT_INTEGER:
    case KIROKU_FACT_TIME:
    case KIROKU_FACT_DATE:
    default:
      return make_entry (self);
    }
}

/* --- Value to control --- */

/* As people write it, in the zone of the book; seconds only where there are any. (transfer full) */
static char *
show_time (KirokuFactControl *self, const char *value)
{
  KirokuTime time;

  if (!kiroku_time_from_occ (value, NULL, NULL, &time))
    return g_strdup (value);
  return kiroku_time_to_text (time.us,
                              time.us % G_TIME_SPAN_MINUTE == 0 ? KIROKU_PRECISION_MINUTE
                                                                : KIROKU_PRECISION_SECOND,
                              kiroku_book_get_zone (self->book));
}

static const char *
get_choice_id (KirokuFactControl *self, guint i)
{
  return ((KirokuPackChoice *) g_ptr_array_index (self->fact->choices, i))->item.id;
}

static void
show_choice (KirokuFactControl *self, const char *value)
{
  guint selected = 0;

  for (guint i = 0; i < self->fact->choices->len; i++)
    if (g_str_equal (value, get_choice_id (self, i)))
      selected = i + 1;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->input), selected);
}

static void
set_active (gpointer button, gboolean active)
{
  g_object_set (button, "active", active, NULL);
}

static gboolean
is_active (gpointer button)
{
  gboolean active;

  g_object_get (button, "active", &active, NULL);
  return active;
}

static void
show_choices (KirokuFactControl *self, const char *value)
{
  g_auto (GStrv) ids = g_strsplit (value, ",", -1);

  for (guint i = 0; i < self->buttons->len; i++)
    set_active (self->buttons->pdata[i],
                g_strv_contains ((const char *const *) ids, get_choice_id (self, i)));
}

static void
show_value (KirokuFactControl *self, const char *value)
{
  g_autofree char *time = NULL;

  switch (self->fact->type)
    {
    case KIROKU_FACT_LONG_TEXT:
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input)), value, -1);
      break;
    case KIROKU_FACT_CHOICE:
      show_choice (self, value);
      break;
    case KIROKU_FACT_CHOICES:
    case KIROKU_FACT_YES_NO:
      show_choices (self, value);
      break;
    case KIROKU_FACT_TIME:
      time = show_time (self, value);
      gtk_editable_set_text (GTK_EDITABLE (self->input), time);
      break;
    case KIROKU_FACT_TEXT:
    case KIROKU_FACT_INTEGER:
    case KIROKU_FACT_DATE:
    default:
      gtk_editable_set_text (GTK_EDITABLE (self->input), value);
      break;
    }
}

void
kiroku_fact_control_set_value (KirokuFactControl *self, const char *value)
{
  g_return_if_fail (KIROKU_IS_FACT_CONTROL (self) && value != NULL);

  self->showing = TRUE;
  show_value (self, value);
  self->showing = FALSE;
}

/* --- Control to text --- */

static char *
dup_view_text (KirokuFactControl *self)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input));

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static char *
dup_choice (KirokuFactControl *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->input));

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return g_strdup ("");
  return g_strdup (get_choice_id (self, selected - 1));
}

static char *
dup_choices (KirokuFactControl *self)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < self->buttons->len; i++)
    if (is_active (self->buttons->pdata[i]))
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? "," : "", get_choice_id (self, i));
  return g_string_free (ids, FALSE);
}

char *
kiroku_fact_control_dup_typed (KirokuFactControl *self)
{
  g_return_val_if_fail (KIROKU_IS_FACT_CONTROL (self), NULL);

  switch (self->fact->type)
    {
    case KIROKU_FACT_LONG_TEXT:
      return dup_view_text (self);
    case KIROKU_FACT_CHOICE:
      return dup_choice (self);
    case KIROKU_FACT_CHOICES:
    case KIROKU_FACT_YES_NO:
      return dup_choices (self);
    case KIROKU_FACT_TEXT:
    case KIROKU_FACT_INTEGER:
    case KIROKU_FACT_TIME:
    case KIROKU_FACT_DATE:
    default:
      return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->input)));
    }
}

/* --- The widget --- */

void
kiroku_fact_control_set_name (KirokuFactControl *self, const char *name)
{
  g_return_if_fail (KIROKU_IS_FACT_CONTROL (self) && name != NULL);

  kiroku_page_set_name (self->input, name);
}

void
kiroku_fact_control_set_invalid (KirokuFactControl *self, gboolean invalid)
{
  g_return_if_fail (KIROKU_IS_FACT_CONTROL (self));

  if (invalid)
    gtk_widget_add_css_class (self->input, "error");
  else
    gtk_widget_remove_css_class (self->input, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* In narrow characters. */
static guint
measure (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  return width;
}

void
kiroku_fact_control_set_low (KirokuFactControl *self)
{
  guint width = 0;

  g_return_if_fail (KIROKU_IS_FACT_CONTROL (self));

  if (self->fact->type != KIROKU_FACT_CHOICES)
    return;
  for (guint i = 0; i < self->fact->choices->len; i++)
    width += measure (get_choice_name (self, i)) + BOX_WIDTH;
  if (width > MAX_LINE)
    return;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->input), GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (self->input), 12);
  for (GtkWidget *line = gtk_widget_get_first_child (self->input); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    gtk_widget_set_hexpand (gtk_widget_get_last_child (line), FALSE);
}

static gboolean
kiroku_fact_control_grab_focus (GtkWidget *widget)
{
  KirokuFactControl *self = KIROKU_FACT_CONTROL (widget);

  return gtk_widget_grab_focus (self->buttons->len > 0 ? self->buttons->pdata[0] : self->input);
}

static void
kiroku_fact_control_dispose (GObject *object)
{
  KirokuFactControl *self = KIROKU_FACT_CONTROL (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_fact_control_parent_class)->dispose (object);
}

static void
kiroku_fact_control_finalize (GObject *object)
{
  KirokuFactControl *self = KIROKU_FACT_CONTROL (object);

  g_ptr_array_unref (self->buttons);
  g_clear_pointer (&self->pack, kiroku_pack_unref);

  G_OBJECT_CLASS (kiroku_fact_control_parent_class)->finalize (object);
}

static void
kiroku_fact_control_class_init (KirokuFactControlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = kiroku_fact_control_dispose;
  object_class->finalize = kiroku_fact_control_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = kiroku_fact_control_grab_focus;

  signals[EDITED]
      = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE]
      = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_fact_control_init (KirokuFactControl *self)
{
  self->buttons = g_ptr_array_new ();
}

GtkWidget *
kiroku_fact_control_new (KirokuBook *book, const KirokuPackFact *fact)
{
  KirokuFactControl *self;
  GtkEventController *focus;

  g_return_val_if_fail (KIROKU_IS_BOOK (book) && fact != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_FACT_CONTROL, NULL);
  self->book = g_object_ref (book);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (book));
  self->fact = fact;
  adw_bin_set_child (ADW_BIN (self), make_input (self));
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (tell_done), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  return GTK_WIDGET (self);
}
