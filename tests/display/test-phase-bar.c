/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-phase-bar.h"
#include "kiroku-phase-segment.h"
#include "kiroku-test.h"

static guint n_activated;
static guint activated;

static void
activated_cb (KirokuPhaseBar *bar, guint phase)
{
  n_activated++;
  activated = phase;
}

static GtkWidget *
get_segment (GtkWidget *bar, KirokuPhase phase)
{
  GtkWidget *segment = gtk_widget_get_first_child (bar);

  for (guint i = 0; i < phase; i++)
    segment = gtk_widget_get_next_sibling (segment);
  return segment;
}

static GtkWidget *
build (void)
{
  GtkWidget *bar = kiroku_phase_bar_new ();

  n_activated = 0;
  g_signal_connect (bar, "phase-activated", G_CALLBACK (activated_cb), NULL);
  gtk_widget_set_valign (bar, GTK_ALIGN_START);
  kiroku_phase_bar_set_duration (KIROKU_PHASE_BAR (bar), KIROKU_PHASE_DETECT, "12 min");
  kiroku_phase_bar_set_duration (KIROKU_PHASE_BAR (bar), KIROKU_PHASE_TRIAGE, "2 h 05 min");
  kiroku_phase_bar_set_current (KIROKU_PHASE_BAR (bar), KIROKU_PHASE_TRIAGE);
  return bar;
}

static void
test_click (void)
{
  GtkWidget *bar = build ();
  GtkWindow *window = kiroku_test_window (bar, 740, 120);

  for (guint phase = 0; phase < KIROKU_N_PHASES; phase++)
    {
      GtkWidget *segment = get_segment (bar, phase);

      kiroku_test_click (segment, gtk_widget_get_width (segment) / 2.0, 10);
      kiroku_test_wait_number (&n_activated, phase + 1, "the click");
      g_assert_cmpuint (activated, ==, phase);
    }
  g_assert_cmpuint (kiroku_phase_bar_get_current (KIROKU_PHASE_BAR (bar)), ==, KIROKU_PHASE_TRIAGE);
  kiroku_test_close (window, bar);
}

/* In the notch of triage lies the tip of detect. */
static void
test_tip (void)
{
  GtkWidget *bar = build ();
  GtkWindow *window = kiroku_test_window (bar, 740, 120);
  GtkWidget *triage = get_segment (bar, KIROKU_PHASE_TRIAGE);

  kiroku_test_click (triage, 2, gtk_widget_get_height (triage) / 2.0);
  kiroku_test_wait_number (&n_activated, 1, "the click on the tip");
  g_assert_cmpuint (activated, ==, KIROKU_PHASE_DETECT);
  kiroku_test_close (window, bar);
}

static void
test_keyboard (void)
{
  GtkWidget *bar = build ();
  GtkWindow *window = kiroku_test_window (bar, 740, 120);

  gtk_widget_grab_focus (get_segment (bar, KIROKU_PHASE_DETECT));
  kiroku_test_keys ("Right", "Right", "Return", NULL);
  kiroku_test_wait_number (&n_activated, 1, "Enter");
  g_assert_cmpuint (activated, ==, KIROKU_PHASE_CONTAINMENT);
  kiroku_test_keys ("Tab", "space", NULL);
  kiroku_test_wait_number (&n_activated, 2, "Space");
  g_assert_cmpuint (activated, ==, KIROKU_PHASE_ERADICATION);
  kiroku_test_keys ("Left", "Left", "Left", "space", NULL);
  kiroku_test_wait_number (&n_activated, 3, "Space again");
  g_assert_cmpuint (activated, ==, KIROKU_PHASE_DETECT);
  kiroku_test_close (window, bar);
}

static void
assert_label (GtkWidget *bar, KirokuPhase phase, const char *label, GtkAccessibleTristate pressed)
{
  GtkAccessible *segment = GTK_ACCESSIBLE (get_segment (bar, phase));

  gtk_test_accessible_assert_role (segment, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_property (segment, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  gtk_test_accessible_assert_state (segment, GTK_ACCESSIBLE_STATE_PRESSED, pressed);
}

static void
test_accessible (void)
{
  GtkWidget *bar = g_object_ref_sink (build ());

  assert_label (bar, KIROKU_PHASE_DETECT, "Detect, 12 min", GTK_ACCESSIBLE_TRISTATE_FALSE);
  assert_label (bar, KIROKU_PHASE_TRIAGE, "Triage, current phase, 2 h 05 min",
                GTK_ACCESSIBLE_TRISTATE_TRUE);
  assert_label (bar, KIROKU_PHASE_REVIEW, "Review, not entered yet", GTK_ACCESSIBLE_TRISTATE_FALSE);
  kiroku_phase_bar_set_duration (KIROKU_PHASE_BAR (bar), KIROKU_PHASE_REVIEW, "1 min");
  kiroku_phase_bar_set_current (KIROKU_PHASE_BAR (bar), KIROKU_PHASE_REVIEW);
  assert_label (bar, KIROKU_PHASE_REVIEW, "Review, current phase, 1 min",
                GTK_ACCESSIBLE_TRISTATE_TRUE);
  assert_label (bar, KIROKU_PHASE_TRIAGE, "Triage, 2 h 05 min", GTK_ACCESSIBLE_TRISTATE_FALSE);
  kiroku_phase_bar_clear (KIROKU_PHASE_BAR (bar));
  assert_label (bar, KIROKU_PHASE_REVIEW, "Review, not entered yet", GTK_ACCESSIBLE_TRISTATE_FALSE);
  g_object_unref (bar);
}

/* Beside colour: a dot before the name, and the name in bold, which is wider. */
static void
test_shape (void)
{
  GtkWidget *bar = build ();
  GtkWindow *window = kiroku_test_window (bar, 740, 120);

  for (guint phase = 0; phase < KIROKU_N_PHASES; phase++)
    {
      GtkWidget *segment = get_segment (bar, phase);
      GtkWidget *mark
          = GTK_WIDGET (gtk_widget_get_template_child (segment, KIROKU_TYPE_PHASE_SEGMENT, "mark"));

      g_assert_cmpint (gtk_widget_get_mapped (mark), ==, phase == KIROKU_PHASE_TRIAGE);
    }
  kiroku_test_close (window, bar);
}

/* 1024 px less the list of cases: nothing is cut off, and the arrows fill the bar. */
static void
test_narrow (void)
{
  GtkWidget *bar = build ();
  GtkWindow *window = kiroku_test_window (bar, 720, 120);
  GtkAllocation last;

  for (guint phase = 0; phase < KIROKU_N_PHASES; phase++)
    {
      GtkWidget *label = GTK_WIDGET (gtk_widget_get_template_child (
          get_segment (bar, phase), KIROKU_TYPE_PHASE_SEGMENT, "name"));

      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
    }
  gtk_widget_get_allocation (get_segment (bar, KIROKU_PHASE_REVIEW), &last);
  g_assert_cmpint (last.x + last.width, ==, gtk_widget_get_width (bar));
  kiroku_test_close (window, bar);
}

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  g_test_add_func ("/ui/phase-bar/click-tells-the-phase-and-changes-nothing", test_click);
  g_test_add_func ("/ui/phase-bar/tip-belongs-to-its-own-phase", test_tip);
  g_test_add_func ("/ui/phase-bar/keyboard-reaches-every-phase", test_keyboard);
  g_test_add_func ("/ui/phase-bar/says-phase-state-and-time", test_accessible);
  g_test_add_func ("/ui/phase-bar/current-phase-is-marked-by-shape", test_shape);
  g_test_add_func ("/ui/phase-bar/names-fit-beside-the-case-list", test_narrow);
  return g_test_run ();
}
