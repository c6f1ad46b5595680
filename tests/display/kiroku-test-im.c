/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-im.h"

#include <gtk/gtkimmodule.h>

struct _KirokuTestIm
{
  GtkIMContext parent_instance;
  GString *preedit;
  GPtrArray *sent_again; /* of GdkEvent: not to be taken a second time */
  GQueue later;          /* GdkEvent, not yet answered */
  guint answer;
};

G_DEFINE_FINAL_TYPE (KirokuTestIm, kiroku_test_im, GTK_TYPE_IM_CONTEXT)

static KirokuTestImMode mode;
static guint n_commits;

static void
preedit_changed (KirokuTestIm *self)
{
  g_signal_emit_by_name (self, "preedit-changed");
  if (self->preedit->len == 0)
    g_signal_emit_by_name (self, "preedit-end");
}

static void
end_preedit (KirokuTestIm *self)
{
  g_string_truncate (self->preedit, 0);
  preedit_changed (self);
}

static void
commit (KirokuTestIm *self)
{
  n_commits++;
  end_preedit (self);
  g_signal_emit_by_name (self, "commit", KIROKU_TEST_IM_TEXT);
}

static gboolean
add_letter (KirokuTestIm *self, guint keyval)
{
  if (self->preedit->len == 0)
    g_signal_emit_by_name (self, "preedit-start");
  g_string_append_c (self->preedit, keyval);
  preedit_changed (self);
  return TRUE;
}

/* A text widget leaves even plain characters to its input method. */
static gboolean
commit_character (KirokuTestIm *self, GdkEvent *event)
{
  gunichar c = gdk_keyval_to_unicode (gdk_key_event_get_keyval (event));
  char text[7] = "";

  if (gdk_event_get_event_type (event) != GDK_KEY_PRESS || c < 0x20 || c == 0x7F
      || (gdk_event_get_modifier_state (event) & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  g_unichar_to_utf8 (c, text);
  g_signal_emit_by_name (self, "commit", text);
  return TRUE;
}

/* Whether the key is used up. */
static gboolean
use_key (KirokuTestIm *self, GdkEvent *event)
{
  guint keyval = gdk_key_event_get_keyval (event);

  if (gdk_event_get_event_type (event) != GDK_KEY_PRESS)
    return FALSE;
  if (mode == KIROKU_TEST_IM_OFF)
    return commit_character (self, event);
  if (keyval >= GDK_KEY_a && keyval <= GDK_KEY_z)
    return add_letter (self, keyval);
  if (self->preedit->len == 0)
    return commit_character (self, event);
  if (keyval == GDK_KEY_Escape)
    end_preedit (self);
  else if (keyval == GDK_KEY_Return)
    {
      commit (self);
      return mode != KIROKU_TEST_IM_LETS_PASS;
    }
  return TRUE;
}

static gboolean
answer_cb (gpointer user_data)
{
  KirokuTestIm *self = user_data;
  GdkEvent *event;

  self->answer = 0;
  while ((event = g_queue_pop_head (&self->later)) != NULL)
    {
      if (!use_key (self, event))
        {
          g_ptr_array_add (self->sent_again, gdk_event_ref (event));
          gdk_display_put_event (gdk_event_get_display (event), event);
        }
      gdk_event_unref (event);
    }
  return G_SOURCE_REMOVE;
}

static gboolean
kiroku_test_im_filter_keypress (GtkIMContext *context, GdkEvent *event)
{
  KirokuTestIm *self = KIROKU_TEST_IM (context);

  if (mode != KIROKU_TEST_IM_LATER)
    return use_key (self, event);
  if (g_ptr_array_find (self->sent_again, event, NULL))
    return FALSE;
  g_queue_push_tail (&self->later, gdk_event_ref (event));
  if (self->answer == 0)
    self->answer = g_idle_add (answer_cb, self);
  return TRUE;
}

static void
kiroku_test_im_get_preedit_string (GtkIMContext *context,
                                   char **text,
                                   PangoAttrList **attributes,
                                   int *cursor)
{
  KirokuTestIm *self = KIROKU_TEST_IM (context);

  if (text != NULL)
    *text = g_strdup (self->preedit->str);
  if (attributes != NULL)
    *attributes = pango_attr_list_new ();
  if (cursor != NULL)
    *cursor = self->preedit->len;
}

static void
kiroku_test_im_reset (GtkIMContext *context)
{
  KirokuTestIm *self = KIROKU_TEST_IM (context);

  if (self->preedit->len > 0)
    end_preedit (self);
}

static void
kiroku_test_im_finalize (GObject *object)
{
  KirokuTestIm *self = KIROKU_TEST_IM (object);

  g_clear_handle_id (&self->answer, g_source_remove);
  g_queue_clear_full (&self->later, (GDestroyNotify) gdk_event_unref);
  g_ptr_array_unref (self->sent_again);
  g_string_free (self->preedit, TRUE);

  G_OBJECT_CLASS (kiroku_test_im_parent_class)->finalize (object);
}

static void
kiroku_test_im_class_init (KirokuTestImClass *klass)
{
  GtkIMContextClass *context_class = GTK_IM_CONTEXT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kiroku_test_im_finalize;
  context_class->filter_keypress = kiroku_test_im_filter_keypress;
  context_class->get_preedit_string = kiroku_test_im_get_preedit_string;
  context_class->reset = kiroku_test_im_reset;
}

static void
kiroku_test_im_init (KirokuTestIm *self)
{
  self->preedit = g_string_new (NULL);
  self->sent_again = g_ptr_array_new_with_free_func ((GDestroyNotify) gdk_event_unref);
}

void
kiroku_test_im_install (void)
{
  g_io_extension_point_implement (GTK_IM_MODULE_EXTENSION_POINT_NAME, KIROKU_TYPE_TEST_IM,
                                  "kiroku-test", 100);
  g_setenv ("GTK_IM_MODULE", "kiroku-test", TRUE);
}

void
kiroku_test_im_set_mode (KirokuTestImMode new_mode)
{
  mode = new_mode;
  n_commits = 0;
}

guint
kiroku_test_im_get_n_commits (void)
{
  return n_commits;
}
