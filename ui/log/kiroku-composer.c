/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-composer.h"

#include <glib/gi18n.h>

#include "kiroku-text.h"
#include "kiroku-ui.h"

#define MAX_LINES 6

struct _KirokuComposer
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkLabel *placeholder;
  GtkLabel *error;
  GtkLabel *caution;
  GtkDropDown *kind;
  GtkEntry *time;
  GtkImage *saved_icon;
  GtkLabel *saved;
  GtkButton *undo;
  GtkButton *add;

  GtkTextBuffer *buffer;
  GtkTextTag *sent_tag;
  GQueue sent; /* Sent, the oldest first */

  KirokuComposerTimeCheck time_check;
  gpointer time_check_data;
  KirokuComposerTimeCaution time_caution;
  gpointer time_caution_data;

  gboolean composing; /* the input method shows a preedit */
  gboolean spent;     /* the Enter held down has had its effect */
  gboolean gaps; /* the text was begun with what is still to be said in brackets */
  gboolean busy;
  gboolean accepting; /* a durable text leaves: nobody types */
};

/* A text on its way to the record. The marks keep their place whatever is typed around it. */
typedef struct
{
  GtkTextMark *start;
  GtkTextMark *end;
  guint kind;
  char *time;
} Sent;

G_DEFINE_FINAL_TYPE (KirokuComposer, kiroku_composer, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DRAFT_TEXT,
  N_PROPS
};

enum
{
  SUBMIT,
  UNDO,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The ids of the record, in the order of the chooser. */
static const char *const kinds[] = { "action", "observation", "decision", "communication" };

static void
sent_free (Sent *sent)
{
  g_object_unref (sent->start);
  g_object_unref (sent->end);
  g_free (sent->time);
  g_free (sent);
}

/* (transfer full) */
static Sent *
sent_new (KirokuComposer *self, const GtkTextIter *start, const GtkTextIter *end)
{
  Sent *sent = g_new0 (Sent, 1);

  sent->start = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, start, FALSE));
  sent->end = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, end, TRUE));
  sent->kind = gtk_drop_down_get_selected (self->kind);
  sent->time = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->time)));
  return sent;
}

/* Its marks leave the buffer with it. (transfer full) (nullable) */
static Sent *
take_sent (KirokuComposer *self, GtkTextIter *start, GtkTextIter *end)
{
  Sent *sent = g_queue_pop_head (&self->sent);

  if (sent == NULL)
    return NULL;
  gtk_text_buffer_get_iter_at_mark (self->buffer, start, sent->start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, end, sent->end);
  gtk_text_buffer_delete_mark (self->buffer, sent->start);
  gtk_text_buffer_delete_mark (self->buffer, sent->end);
  return sent;
}

static void
forget_sent (KirokuComposer *self)
{
  GtkTextIter start, end;
  Sent *sent;

  while ((sent = take_sent (self, &start, &end)) != NULL)
    sent_free (sent);
}

/* What was typed since the last submission. (transfer full) */
static char *
get_unsent (KirokuComposer *self, GtkTextIter *start, GtkTextIter *end)
{
  Sent *last = g_queue_peek_tail (&self->sent);

  gtk_text_buffer_get_bounds (self->buffer, start, end);
  if (last != NULL)
    gtk_text_buffer_get_iter_at_mark (self->buffer, start, last->end);
  return gtk_text_buffer_get_text (self->buffer, start, end, TRUE);
}

static void
hide_error (KirokuComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->time), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->time), GTK_ACCESSIBLE_STATE_INVALID);
}

static gboolean
check_time (KirokuComposer *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->time));
  g_autoptr (GError) error = NULL;

  if (*text == '\0' || self->time_check == NULL
      || self->time_check (text, self->time_check_data, &error))
    return TRUE;

  kiroku_composer_show_error (self, error->message);
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->time), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->time));
  return FALSE;
}

static gboolean
check_text (KirokuComposer *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (kiroku_text_check (text, strlen (text), _ ("The entry"), &error))
    return TRUE;
  kiroku_composer_show_error (self, error->message);
  return FALSE;
}

/* The text stays until it is durable, but can no longer be changed; the next one begins behind. */
static void
send_away (KirokuComposer *self, const GtkTextIter *start, const GtkTextIter *end)
{
  self->gaps = FALSE;
  g_queue_push_tail (&self->sent, sent_new (self, start, end));
  gtk_text_buffer_apply_tag (self->buffer, self->sent_tag, start, end);
  gtk_text_buffer_place_cursor (self->buffer, end);
  gtk_drop_down_set_selected (self->kind, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->time), "");
  hide_error (self);
  gtk_widget_set_visible (GTK_WIDGET (self->saved_icon), FALSE);
  gtk_label_set_text (self->saved, _ ("Saving…"));
}

static void
submit (KirokuComposer *self)
{
  GtkTextIter start, end;
  g_autofree char *typed = get_unsent (self, &start, &end);
  g_autofree char *text = kiroku_text_strip (typed);
  g_autofree char *time = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->time)));
  guint kind = gtk_drop_down_get_selected (self->kind);

  if (self->busy)
    return;
  kiroku_composer_focus (self);
  if (*text == '\0' || !check_text (self, text) || !check_time (self))
    return;
  send_away (self, &start, &end);
  g_signal_emit (self, signals[SUBMIT], 0, text, kinds[MIN (kind, G_N_ELEMENTS (kinds) - 1)], time);
}

/* --- What is still to be said --- */

/* The next @open…@close from @from on, inside its line. */
static gboolean
find_pair (const GtkTextIter *from, const char *open, const char *close, GtkTextIter *start,
           GtkTextIter *end)
{
  GtkTextIter inside, line_end, at = *from;

  while (gtk_text_iter_forward_search (&at, open, GTK_TEXT_SEARCH_TEXT_ONLY, start, &inside, NULL))
    {
      line_end = inside;
      if (!gtk_text_iter_ends_line (&line_end))
        gtk_text_iter_forward_to_line_end (&line_end);
      if (gtk_text_iter_forward_search (&inside, close, GTK_TEXT_SEARCH_TEXT_ONLY, NULL, end, &line_end))
        return TRUE;
      at = inside;
    }
  return FALSE;
}

/* The next ［…］ or […] from @from on. */
static gboolean
find_gap (const GtkTextIter *from, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextIter wide_start, wide_end;
  gboolean wide = find_pair (from, "［", "］", &wide_start, &wide_end);

  if (find_pair (from, "[", "]", start, end) && (!wide || gtk_text_iter_compare (start, &wide_start) < 0))
    return TRUE;
  if (wide)
    {
      *start = wide_start;
      *end = wide_end;
    }
  return wide;
}

static gboolean
select_gap (KirokuComposer *self, const GtkTextIter *from)
{
  GtkTextIter start, end;

  if (!self->gaps || !find_gap (from, &start, &end))
    return FALSE;
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
  return TRUE;
}

static gboolean
select_next_gap (KirokuComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  return select_gap (self, &end);
}

static void
undo (KirokuComposer *self)
{
  g_signal_emit (self, signals[UNDO], 0);
}

static gboolean
is_undo (KirokuComposer *self, guint keyval, GdkModifierType state)
{
  return (keyval == GDK_KEY_z || keyval == GDK_KEY_Z)
         && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) == GDK_CONTROL_MASK
         && !self->composing && gtk_widget_get_visible (GTK_WIDGET (self->undo))
         && gtk_text_buffer_get_char_count (self->buffer) == 0;
}

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

/* Runs before the text view's own controller. The input method is asked first, as it would be
 * there; one that answers later (ibus) sends the same press again, and then does not take it. An
 * input method may also confirm and let the Enter pass: what began with a preedit ends without an
 * entry. */
static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                KirokuComposer *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (keys));
  gboolean composing = self->composing;

  if (is_undo (self, keyval, state))
    {
      undo (self);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Tab && !composing
      && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) == 0 && select_next_gap (self))
    return GDK_EVENT_STOP;
  if (!is_enter (keyval))
    self->spent = FALSE;
  if (!is_enter (keyval) || (state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  if (composing)
    self->spent = TRUE;
  if (gtk_text_view_im_context_filter_keypress (self->view, event))
    return GDK_EVENT_STOP;
  if (composing && self->composing)
    gtk_text_view_reset_im_context (self->view);
  if (self->spent)
    return GDK_EVENT_STOP;
  self->spent = TRUE;
  submit (self);
  return GDK_EVENT_STOP;
}

static void
key_released_cb (GtkEventControllerKey *keys,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 KirokuComposer *self)
{
  if (is_enter (keyval))
    self->spent = FALSE;
}

/* The release of a key goes to whoever has the keyboard then. */
static void
focus_left_cb (KirokuComposer *self)
{
  self->spent = FALSE;
}

static void
update_placeholder (KirokuComposer *self)
{
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), empty && !self->composing);
}

static void
update_add (KirokuComposer *self)
{
  GtkTextIter start, end;
  g_autofree char *typed = get_unsent (self, &start, &end);
  g_autofree char *text = kiroku_text_strip (typed);

  gtk_widget_set_sensitive (GTK_WIDGET (self->add), !self->busy && *text != '\0');
}

static void
preedit_changed_cb (KirokuComposer *self, const char *preedit)
{
  self->composing = preedit != NULL && *preedit != '\0';
  update_placeholder (self);
}

/* With the last character the text that had gaps is gone. */
static void
buffer_changed_cb (KirokuComposer *self)
{
  self->gaps = self->gaps && gtk_text_buffer_get_char_count (self->buffer) > 0;
  update_placeholder (self);
  update_add (self);
  if (!self->accepting)
    hide_error (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT_TEXT]);
}

static void
time_changed_cb (KirokuComposer *self)
{
  const char *time = gtk_editable_get_text (GTK_EDITABLE (self->time));
  g_autofree char *caution = NULL;

  hide_error (self);
  if (*time != '\0' && self->time_caution != NULL)
    caution = self->time_caution (time, self->time_caution_data);
  gtk_label_set_text (self->caution, caution != NULL ? caution : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caution), caution != NULL);
}

/* The text grows by whole lines of its font, then scrolls. */
static void
update_height (KirokuComposer *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), "記Åg");
  int line, margins;

  pango_layout_get_pixel_size (layout, NULL, &line);
  margins
      = gtk_text_view_get_top_margin (self->view) + gtk_text_view_get_bottom_margin (self->view);
  gtk_scrolled_window_set_min_content_height (self->scroller, -1);
  gtk_scrolled_window_set_max_content_height (self->scroller, MAX_LINES * line + margins);
  gtk_scrolled_window_set_min_content_height (self->scroller, line + margins);
}

static void
kiroku_composer_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (kiroku_composer_parent_class)->css_changed (widget, change);

  update_height (KIROKU_COMPOSER (widget));
}

static gboolean
kiroku_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KIROKU_COMPOSER (widget)->view));
}

static void
kiroku_composer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_DRAFT_TEXT:
      g_value_take_string (value, kiroku_composer_get_text (KIROKU_COMPOSER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kiroku_composer_dispose (GObject *object)
{
  KirokuComposer *self = KIROKU_COMPOSER (object);

  if (self->buffer != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->buffer, self);
      g_queue_clear_full (&self->sent, (GDestroyNotify) sent_free);
    }
  g_clear_object (&self->buffer);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_COMPOSER);

  G_OBJECT_CLASS (kiroku_composer_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "log/kiroku-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, view);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, caution);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, kind);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, time);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, saved_icon);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, saved);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, undo);
  gtk_widget_class_bind_template_child (widget_class, KirokuComposer, add);
  gtk_widget_class_bind_template_callback (widget_class, submit);
  gtk_widget_class_bind_template_callback (widget_class, undo);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_changed_cb);
}

static void
kiroku_composer_class_init (KirokuComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_composer_dispose;
  object_class->get_property = kiroku_composer_get_property;
  widget_class->css_changed = kiroku_composer_css_changed;
  widget_class->grab_focus = kiroku_composer_grab_focus;

  properties[PROP_DRAFT_TEXT] = g_param_spec_string ("draft-text", NULL, NULL, "",
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SUBMIT]
      = g_signal_new ("submit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[UNDO] = g_signal_new ("undo", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "composer");
  bind_template (widget_class);
}

static void
kiroku_composer_init (KirokuComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->buffer = g_object_ref (gtk_text_view_get_buffer (self->view));
  self->sent_tag = gtk_text_buffer_create_tag (self->buffer, NULL, "editable", FALSE, "foreground",
                                               "gray", NULL);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (buffer_changed_cb), self);
  update_add (self);
}

GtkWidget *
kiroku_composer_new (void)
{
  return g_object_new (KIROKU_TYPE_COMPOSER, NULL);
}

void
kiroku_composer_set_time_check (KirokuComposer *self,
                                KirokuComposerTimeCheck check,
                                gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  self->time_check = check;
  self->time_check_data = user_data;
}

void
kiroku_composer_set_time_caution (KirokuComposer *self,
                                  KirokuComposerTimeCaution caution,
                                  gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  self->time_caution = caution;
  self->time_caution_data = user_data;
}

char *
kiroku_composer_get_text (KirokuComposer *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (KIROKU_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

void
kiroku_composer_set_text (KirokuComposer *self, const char *text)
{
  GtkTextIter end;

  g_return_if_fail (KIROKU_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  forget_sent (self);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
}

/* (transfer full) */
static char *
get_between (KirokuComposer *self, GtkTextMark *after, GtkTextMark *before)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  if (after != NULL)
    gtk_text_buffer_get_iter_at_mark (self->buffer, &start, after);
  if (before != NULL)
    gtk_text_buffer_get_iter_at_mark (self->buffer, &end, before);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

char *
kiroku_composer_get_unsent (KirokuComposer *self)
{
  g_autoptr (GString) unsent = g_string_new (NULL);
  g_autofree char *rest = NULL;
  GtkTextMark *after = NULL;

  g_return_val_if_fail (KIROKU_IS_COMPOSER (self), NULL);

  for (GList *l = self->sent.head; l != NULL; l = l->next)
    {
      const Sent *sent = l->data;
      g_autofree char *text = get_between (self, after, sent->start);

      g_string_append (unsent, text);
      after = sent->end;
    }
  rest = get_between (self, after, NULL);
  g_string_append (unsent, rest);
  return g_string_free (g_steal_pointer (&unsent), FALSE);
}

void
kiroku_composer_put_in_front (KirokuComposer *self, const char *text)
{
  GtkTextIter start;
  gboolean empty;

  g_return_if_fail (KIROKU_IS_COMPOSER (self) && text != NULL);

  if (*text == '\0')
    return;
  empty = gtk_text_buffer_get_char_count (self->buffer) == 0;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  if (!empty)
    gtk_text_buffer_insert (self->buffer, &start, "\n", 1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
}

/* Of a text that comes back. What somebody chose meanwhile stays. */
static void
put_class_and_time (KirokuComposer *self, guint kind, const char *time)
{
  if (gtk_drop_down_get_selected (self->kind) != 0 || *gtk_editable_get_text (GTK_EDITABLE (self->time)) != '\0')
    return;
  gtk_drop_down_set_selected (self->kind, kind);
  gtk_editable_set_text (GTK_EDITABLE (self->time), time);
}

static guint
find_kind (const char *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], klass))
      return i;
  return 0;
}

void
kiroku_composer_begin (KirokuComposer *self, const char *klass, const char *text)
{
  GtkTextIter start, end;
  g_autofree char *typed = NULL;

  g_return_if_fail (KIROKU_IS_COMPOSER (self) && klass != NULL && text != NULL);

  typed = get_unsent (self, &start, &end);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &end, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_iter_backward_chars (&end, (int) g_utf8_strlen (text, -1));
  gtk_drop_down_set_selected (self->kind, find_kind (klass));
  self->gaps = TRUE;
  select_gap (self, &end);
  kiroku_composer_focus (self);
}

void
kiroku_composer_set_class_and_time (KirokuComposer *self, const char *klass, const char *time)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self) && klass != NULL && time != NULL);

  put_class_and_time (self, find_kind (klass), time);
}

gboolean
kiroku_composer_is_composing (KirokuComposer *self)
{
  g_return_val_if_fail (KIROKU_IS_COMPOSER (self), FALSE);

  return self->composing;
}

void
kiroku_composer_clear (KirokuComposer *self)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  self->gaps = FALSE;
  kiroku_composer_set_text (self, "");
  gtk_editable_set_text (GTK_EDITABLE (self->time), "");
  gtk_drop_down_set_selected (self->kind, 0);
  hide_error (self);
  gtk_widget_set_visible (GTK_WIDGET (self->saved_icon), FALSE);
  gtk_label_set_text (self->saved, "");
}

void
kiroku_composer_keep (KirokuComposer *self, KirokuFormDraft *kept)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self) && KIROKU_IS_FORM_DRAFT (kept));

  kiroku_form_draft_add (kept, "class", self->kind);
  kiroku_form_draft_add (kept, "time", self->time);
}

gboolean
kiroku_composer_keep_sent (KirokuComposer *self, KirokuFormDraft *kept, gconstpointer owner)
{
  const Sent *last;
  g_autofree char *kind = NULL;

  g_return_val_if_fail (KIROKU_IS_COMPOSER (self) && KIROKU_IS_FORM_DRAFT (kept), FALSE);

  last = g_queue_peek_tail (&self->sent);
  if (last == NULL || (last->kind == 0 && *last->time == '\0'))
    return FALSE;
  kind = g_strdup_printf ("%u", last->kind);
  kiroku_form_draft_hold (kept, owner, (const char *[]){ "class", kind, "time", last->time, NULL });
  return TRUE;
}

void
kiroku_composer_accept (KirokuComposer *self)
{
  GtkTextIter start, end;
  Sent *sent;

  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  sent = take_sent (self, &start, &end);
  if (sent == NULL)
    return;
  /* Undo must not bring back what is in the record. */
  self->accepting = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->accepting = FALSE;
  sent_free (sent);
}

/* What follows stands on a line of its own. */
static void
end_line (KirokuComposer *self, GtkTextIter *end)
{
  if (gtk_text_iter_is_end (end))
    return;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_insert (self->buffer, end, "\n", 1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
}

void
kiroku_composer_give_back (KirokuComposer *self, const char *message)
{
  GtkTextIter start, end;
  Sent *sent;

  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  sent = take_sent (self, &start, &end);
  if (sent == NULL)
    return;
  gtk_text_buffer_remove_tag (self->buffer, self->sent_tag, &start, &end);
  end_line (self, &end);
  put_class_and_time (self, sent->kind, sent->time);
  sent_free (sent);
  update_add (self);
  kiroku_composer_show_error (self, message);
}

void
kiroku_composer_set_busy (KirokuComposer *self, gboolean busy)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  self->busy = busy;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  update_add (self);
}

void
kiroku_composer_show_saved (KirokuComposer *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  if (!g_queue_is_empty (&self->sent) || gtk_widget_get_visible (GTK_WIDGET (self->error)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->saved_icon), TRUE);
  gtk_label_set_text (self->saved, text);
}

void
kiroku_composer_offer_undo (KirokuComposer *self, gboolean offered)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  if (!offered && gtk_widget_has_focus (GTK_WIDGET (self->undo)))
    kiroku_composer_focus (self);
  gtk_widget_set_visible (GTK_WIDGET (self->undo), offered);
}

void
kiroku_composer_show_error (KirokuComposer *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_text (self->error, text);
  gtk_widget_set_visible (GTK_WIDGET (self->error), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->saved_icon), FALSE);
  gtk_label_set_text (self->saved, "");
}

void
kiroku_composer_focus (KirokuComposer *self)
{
  g_return_if_fail (KIROKU_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

GtkTextView *
kiroku_composer_get_view (KirokuComposer *self)
{
  g_return_val_if_fail (KIROKU_IS_COMPOSER (self), NULL);

  return self->view;
}
