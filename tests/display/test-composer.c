/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-composer.h"
#include "kiroku-test-im.h"
#include "kiroku-test.h"

typedef struct
{
  GtkWindow *window;
  KirokuComposer *composer;
  GtkWidget *widget;
  guint n_submits;
  char *text;
  char *kind;
  char *time;
  guint n_drafts;
  guint n_enters; /* presses of Enter that reached the window */
} Fixture;

static void
submit_cb (KirokuComposer *composer,
           const char *text,
           const char *kind,
           const char *time,
           Fixture *fixture)
{
  fixture->n_submits++;
  g_free (fixture->text);
  g_free (fixture->kind);
  g_free (fixture->time);
  fixture->text = g_strdup (text);
  fixture->kind = g_strdup (kind);
  fixture->time = g_strdup (time);
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        Fixture *fixture)
{
  fixture->n_enters += keyval == GDK_KEY_Return;
  return GDK_EVENT_PROPAGATE;
}

static void
count_enters (Fixture *fixture)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), fixture);
  gtk_widget_add_controller (GTK_WIDGET (fixture->window), keys);
}

static void
draft_cb (Fixture *fixture)
{
  fixture->n_drafts++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kiroku_test_im_set_mode (KIROKU_TEST_IM_OFF);
  fixture->widget = kiroku_composer_new ();
  fixture->composer = KIROKU_COMPOSER (fixture->widget);
  g_signal_connect (fixture->composer, "submit", G_CALLBACK (submit_cb), fixture);
  g_signal_connect_swapped (fixture->composer, "notify::draft-text", G_CALLBACK (draft_cb),
                            fixture);
  gtk_widget_set_valign (fixture->widget, GTK_ALIGN_END);
  fixture->window = kiroku_test_window (fixture->widget, 720, 500);
  count_enters (fixture);
  kiroku_composer_focus (fixture->composer);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->widget);
  g_free (fixture->text);
  g_free (fixture->kind);
  g_free (fixture->time);
}

typedef struct
{
  KirokuComposer *composer;
  const char *text;
} Expected;

static gboolean
text_is (gpointer user_data)
{
  Expected *expected = user_data;
  g_autofree char *text = kiroku_composer_get_text (expected->composer);

  return g_str_equal (text, expected->text);
}

static void
wait_for_text (Fixture *fixture, const char *text)
{
  kiroku_test_wait (text_is, &(Expected){ fixture->composer, text }, text);
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

/* The placeholder goes when a preedit comes: what a user sees of it in the composer. */
static void
wait_for_preedit (Fixture *fixture)
{
  GtkWidget *label = GTK_WIDGET (
      gtk_widget_get_template_child (fixture->widget, KIROKU_TYPE_COMPOSER, "placeholder"));

  kiroku_test_wait (is_hidden, label, "a preedit");
}

static void
test_enter (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("cut off FS-02");
  wait_for_text (fixture, "cut off FS-02");
  g_assert_cmpuint (fixture->n_submits, ==, 0);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
  g_assert_cmpstr (fixture->text, ==, "cut off FS-02");
  g_assert_cmpstr (fixture->kind, ==, "action");
  g_assert_cmpstr (fixture->time, ==, "");

  /* Shown until it is durable; a second Enter does not send it again. */
  kiroku_test_keys ("Return", "KP_Enter", NULL);
  kiroku_test_type ("x");
  wait_for_text (fixture, "cut off FS-02x");
  g_assert_cmpuint (fixture->n_submits, ==, 1);
  kiroku_composer_accept (fixture->composer);
  wait_for_text (fixture, "x");
  kiroku_test_keys ("KP_Enter", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 2, "the second entry");
  g_assert_cmpstr (fixture->text, ==, "x");
}

static void
test_held (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("a");
  kiroku_test_xdotool ((const char *[]){ "keydown", "Return", NULL });
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
  kiroku_composer_accept (fixture->composer);
  kiroku_composer_set_text (fixture->composer, "not meant to go");
  fixture->n_enters = 0;
  kiroku_test_wait_number (&fixture->n_enters, 3, "the key to repeat itself");
  kiroku_test_xdotool ((const char *[]){ "keyup", "Return", NULL });
  kiroku_test_type ("!");
  wait_for_text (fixture, "not meant to go!");
  g_assert_cmpuint (fixture->n_submits, ==, 1);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 2, "the entry of the next press");
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  kiroku_test_keys ("Return", "space", "Return", NULL);
  kiroku_test_type ("a");
  wait_for_text (fixture, " a");
  g_assert_cmpuint (fixture->n_submits, ==, 0);
}

static void
test_preedit (Fixture *fixture, gconstpointer data)
{
  kiroku_test_im_set_mode (GPOINTER_TO_INT (data));
  kiroku_test_type ("henkan");
  wait_for_preedit (fixture);
  wait_for_text (fixture, "");
  kiroku_test_keys ("Return", NULL);
  wait_for_text (fixture, KIROKU_TEST_IM_TEXT);
  g_assert_cmpuint (kiroku_test_im_get_n_commits (), ==, 1);

  /* A character the input method leaves alone: whatever the Enter did is done when it appears. */
  kiroku_test_keys ("1", NULL);
  wait_for_text (fixture, KIROKU_TEST_IM_TEXT "1");
  g_assert_cmpuint (fixture->n_submits, ==, 0);

  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
  g_assert_cmpstr (fixture->text, ==, KIROKU_TEST_IM_TEXT "1");
  g_assert_cmpuint (kiroku_test_im_get_n_commits (), ==, 1);
}

static void
test_preedit_held (Fixture *fixture, gconstpointer data)
{
  kiroku_test_im_set_mode (GPOINTER_TO_INT (data));
  kiroku_test_type ("henkan");
  wait_for_preedit (fixture);
  kiroku_test_xdotool ((const char *[]){ "keydown", "Return", NULL });
  wait_for_text (fixture, KIROKU_TEST_IM_TEXT);
  fixture->n_enters = 0;
  kiroku_test_wait_number (&fixture->n_enters, 3, "the key to repeat itself");
  kiroku_test_xdotool ((const char *[]){ "keyup", "Return", NULL });
  kiroku_test_keys ("1", NULL);
  wait_for_text (fixture, KIROKU_TEST_IM_TEXT "1");
  g_assert_cmpuint (fixture->n_submits, ==, 0);
}

static void
test_shift_enter (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("one");
  kiroku_test_keys ("shift+Return", NULL);
  kiroku_test_type ("two");
  wait_for_text (fixture, "one\ntwo");
  g_assert_cmpuint (fixture->n_submits, ==, 0);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
  g_assert_cmpstr (fixture->text, ==, "one\ntwo");
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  const char *pasted
      = "10:01 VPN 機器に不審なログイン\n10:07 同じ送信元から FS-02\n10:12 暗号化を確認";

  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->widget), pasted);
  kiroku_test_keys ("ctrl+v", NULL);
  wait_for_text (fixture, pasted);
  g_assert_cmpuint (fixture->n_submits, ==, 0);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
  g_assert_cmpstr (fixture->text, ==, pasted);
}

static gpointer
get_part (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (fixture->widget, KIROKU_TYPE_COMPOSER, name);
}

static void
test_give_back (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("first");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the first entry");
  kiroku_test_type ("second");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 2, "the second entry");
  g_assert_cmpstr (fixture->text, ==, "second");
  kiroku_test_type ("third");
  wait_for_text (fixture, "firstsecondthird");

  kiroku_composer_accept (fixture->composer);
  wait_for_text (fixture, "secondthird");
  kiroku_composer_give_back (fixture->composer, "The disk is full");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 3, "the entry given back");
  g_assert_cmpstr (fixture->text, ==, "second\nthird");
}

/* With its class and time; what went wrong stays to be read, and nothing is called saved while something is on
 * its way or came back. */
static void
test_give_back_first (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *kind = get_part (fixture, "kind");
  GtkWidget *error = get_part (fixture, "error");
  GtkLabel *saved = get_part (fixture, "saved");

  gtk_drop_down_set_selected (kind, 2);
  gtk_editable_set_text (get_part (fixture, "time"), "14:05");
  kiroku_composer_focus (fixture->composer);
  kiroku_test_type ("first");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the first entry");
  for (guint i = 2; i <= 3; i++)
    {
      kiroku_test_type ("more");
      kiroku_test_keys ("Return", NULL);
      kiroku_test_wait_number (&fixture->n_submits, i, "the next entry");
    }
  kiroku_composer_give_back (fixture->composer, "The disk is full");
  wait_for_text (fixture, "first\nmoremore");
  g_assert_cmpuint (gtk_drop_down_get_selected (kind), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (get_part (fixture, "time")), ==, "14:05");
  kiroku_composer_accept (fixture->composer);
  kiroku_composer_show_saved (fixture->composer, "Saved 14:06");
  g_assert_true (gtk_widget_get_visible (error));
  g_assert_cmpstr (gtk_label_get_text (saved), ==, "");
  kiroku_composer_set_text (fixture->composer, "");
  kiroku_test_type ("anew");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 4, "the entry written anew");
  kiroku_test_type ("next");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 5, "one behind it");
  kiroku_composer_accept (fixture->composer);
  kiroku_composer_show_saved (fixture->composer, "Saved 14:07");
  g_assert_nonnull (strstr (gtk_label_get_text (saved), "Saving"));
  kiroku_composer_accept (fixture->composer);
  kiroku_composer_show_saved (fixture->composer, "Saved 14:08");
  g_assert_cmpstr (gtk_label_get_text (saved), ==, "Saved 14:08");
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  g_autofree char *draft = NULL;

  kiroku_test_type ("half a sent");
  wait_for_text (fixture, "half a sent");
  g_assert_cmpuint (fixture->n_drafts, >=, strlen ("half a sent"));
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
  g_object_get (fixture->composer, "draft-text", &draft, NULL);
  g_assert_cmpstr (draft, ==, "half a sent");
  fixture->n_drafts = 0;
  kiroku_composer_accept (fixture->composer);
  g_assert_cmpuint (fixture->n_drafts, >, 0);
  kiroku_test_keys ("ctrl+z", NULL);
  wait_for_text (fixture, "");
}

static gboolean
check_time (const char *text, gpointer user_data, GError **error)
{
  if (g_str_equal (text, "14:05"))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is not a time", text);
  return FALSE;
}

static void
test_time (Fixture *fixture, gconstpointer data)
{
  GtkWidget *time
      = GTK_WIDGET (gtk_widget_get_template_child (fixture->widget, KIROKU_TYPE_COMPOSER, "time"));
  GtkWidget *error
      = GTK_WIDGET (gtk_widget_get_template_child (fixture->widget, KIROKU_TYPE_COMPOSER, "error"));

  kiroku_composer_set_time_check (fixture->composer, check_time, NULL);
  kiroku_composer_set_text (fixture->composer, "backup taken");
  gtk_editable_set_text (GTK_EDITABLE (time), "25:00");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_visible, error, "what is wrong with the time");
  g_assert_cmpuint (fixture->n_submits, ==, 0);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (error)), "25:00"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (time), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);

  /* The keyboard is in the time entry now: what is wrong there is typed over. */
  kiroku_test_keys ("ctrl+a", NULL);
  kiroku_test_type ("14:05");
  kiroku_test_wait (is_hidden, error, "the message to go");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
  g_assert_cmpstr (fixture->text, ==, "backup taken");
  g_assert_cmpstr (fixture->time, ==, "14:05");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (time)), ==, "");

  /* And back in the text afterwards. */
  kiroku_composer_accept (fixture->composer);
  kiroku_test_type ("next");
  wait_for_text (fixture, "next");
}

static void
test_class (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "action", "observation", "decision", "communication" };
  GtkDropDown *kind = GTK_DROP_DOWN (
      gtk_widget_get_template_child (fixture->widget, KIROKU_TYPE_COMPOSER, "kind"));

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      gtk_drop_down_set_selected (kind, i);
      kiroku_test_type ("a");
      kiroku_test_keys ("Return", NULL);
      kiroku_test_wait_number (&fixture->n_submits, i + 1, "the entry");
      g_assert_cmpstr (fixture->kind, ==, ids[i]);
      g_assert_cmpuint (gtk_drop_down_get_selected (kind), ==, 0);
    }
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  kiroku_composer_set_busy (fixture->composer, TRUE);
  kiroku_test_type ("typed meanwhile");
  kiroku_test_keys ("Return", "exclam", NULL);
  wait_for_text (fixture, "typed meanwhile!");
  g_assert_cmpuint (fixture->n_submits, ==, 0);
  kiroku_composer_set_busy (fixture->composer, FALSE);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_submits, 1, "the entry");
}

typedef struct
{
  GtkWidget *scroller;
  int least;
} Taller;

static gboolean
is_taller (gpointer user_data)
{
  Taller *taller = user_data;

  return gtk_widget_get_height (taller->scroller) >= taller->least;
}

static void
test_grows (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scroller = GTK_WIDGET (
      gtk_widget_get_template_child (fixture->widget, KIROKU_TYPE_COMPOSER, "scroller"));
  int one = gtk_widget_get_height (scroller);
  int six;

  g_assert_cmpint (one, >, 10);
  g_assert_cmpint (one, <, 45);
  kiroku_composer_set_text (fixture->composer, "1\n2\n3\n4\n5\n6");
  kiroku_test_wait (is_taller, &(Taller){ scroller, one * 3 }, "six lines");
  six = gtk_widget_get_height (scroller);
  kiroku_composer_set_text (fixture->composer, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12");
  gtk_test_widget_wait_for_draw (fixture->widget);
  gtk_test_widget_wait_for_draw (fixture->widget);
  g_assert_cmpint (gtk_widget_get_height (scroller), <=, six + 8);
}

static gboolean
is_selected (gpointer user_data)
{
  Expected *expected = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (kiroku_composer_get_view (expected->composer));
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  return g_str_equal (text, expected->text);
}

static void
wait_for_selected (Fixture *fixture, const char *text)
{
  kiroku_test_wait (is_selected, &(Expected){ fixture->composer, text }, text);
}

static gboolean
has_left (gpointer view)
{
  return !gtk_widget_has_focus (view);
}

/* Tab goes from gap to gap of what was begun, each on one line, and then on as ever. */
static void
test_gaps (Fixture *fixture, gconstpointer data)
{
  GtkTextView *view = kiroku_composer_get_view (fixture->composer);

  kiroku_composer_begin (fixture->composer, "decision", "Took [host] off list[0:\n［who］ and [when]");
  wait_for_selected (fixture, "[host]");
  kiroku_test_keys ("Tab", NULL);
  wait_for_selected (fixture, "［who］");
  kiroku_test_keys ("Tab", NULL);
  wait_for_selected (fixture, "[when]");
  kiroku_test_keys ("ctrl+a", "BackSpace", NULL);
  kiroku_test_type ("[mine]");
  wait_for_text (fixture, "[mine]");
  kiroku_test_keys ("Home", "Tab", NULL);
  kiroku_test_wait (has_left, view, "Tab to leave the text");
}

static void
undo_cb (guint *n_undone)
{
  ++*n_undone;
}

/* Ctrl+Z is for what an input method composes; who waits at the button goes on writing when it goes. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button
      = GTK_WIDGET (gtk_widget_get_template_child (fixture->widget, KIROKU_TYPE_COMPOSER, "undo"));
  guint n_undone = 0;

  g_signal_connect_swapped (fixture->composer, "undo", G_CALLBACK (undo_cb), &n_undone);
  kiroku_composer_offer_undo (fixture->composer, TRUE);
  kiroku_test_im_set_mode (KIROKU_TEST_IM_AT_ONCE);
  kiroku_test_type ("henkan");
  wait_for_preedit (fixture);
  kiroku_test_keys ("ctrl+z", "Return", NULL);
  wait_for_text (fixture, KIROKU_TEST_IM_TEXT);
  g_assert_cmpuint (n_undone, ==, 0);
  gtk_widget_grab_focus (button);
  kiroku_composer_offer_undo (fixture->composer, FALSE);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (kiroku_composer_get_view (fixture->composer))));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "view", "kind", "time" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_template_child (
                                             fixture->widget, KIROKU_TYPE_COMPOSER, ids[i])),
                                         GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         i == 0   ? "New log entry"
                                         : i == 1 ? "Class of the entry"
                                                  : "When it happened");
}

#define ADD(path, data, function)                                                                  \
  g_test_add ("/ui/composer/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  kiroku_test_im_install ();
  ADD ("enter-submits-once", NULL, test_enter);
  ADD ("enter-held-down-submits-once", NULL, test_held);
  ADD ("nothing-written-nothing-submitted", NULL, test_empty);
  ADD ("enter-that-confirms-a-conversion-never-submits", GINT_TO_POINTER (KIROKU_TEST_IM_AT_ONCE),
       test_preedit);
  ADD ("enter-that-confirms-a-conversion-later-never-submits",
       GINT_TO_POINTER (KIROKU_TEST_IM_LATER), test_preedit);
  ADD ("enter-that-the-input-method-lets-pass-never-submits",
       GINT_TO_POINTER (KIROKU_TEST_IM_LETS_PASS), test_preedit);
  ADD ("enter-held-down-after-a-conversion-never-submits", GINT_TO_POINTER (KIROKU_TEST_IM_AT_ONCE),
       test_preedit_held);
  ADD ("shift-enter-breaks-the-line", NULL, test_shift_enter);
  ADD ("pasted-lines-are-one-entry", NULL, test_paste);
  ADD ("what-could-not-be-saved-comes-back", NULL, test_give_back);
  ADD ("what-comes-back-is-not-called-saved", NULL, test_give_back_first);
  ADD ("draft-holds-what-is-not-durable", NULL, test_draft);
  ADD ("wrong-time-is-told-not-submitted", NULL, test_time);
  ADD ("class-is-submitted-and-reset", NULL, test_class);
  ADD ("busy-keeps-what-is-typed", NULL, test_busy);
  ADD ("grows-to-six-lines", NULL, test_grows);
  ADD ("tab-goes-from-gap-to-gap-and-then-on", NULL, test_gaps);
  ADD ("undo-leaves-what-is-composed-and-the-keyboard-alone", NULL, test_undo);
  ADD ("controls-have-names", NULL, test_accessible);
  return g_test_run ();
}
