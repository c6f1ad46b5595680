/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-ui.h"
#include "kiroku-window.h"

#define PATIENCE_SECONDS 60

static gboolean
set_true_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* GtkText 4.8 warns of itself when a text is selected between two blinks of its cursor, and mends it. */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return g_strcmp0 (domain, "Gtk") != 0 || strstr (message, "unexpected blinking selection") == NULL;
}

void
kiroku_test_init (int *argc, char ***argv)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_test_init (argc, argv);
  g_test_log_set_fatal_handler (is_fatal, NULL);
  adw_init ();
  kiroku_ui_init ();
  gtk_css_provider_load_from_resource (style, KIROKU_STYLE_RESOURCE);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* What a person would read off the screen. */
static void
tell_shown (GtkWidget *widget, GtkWidget *root)
{
  graphene_rect_t place;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && gtk_widget_compute_bounds (widget, root, &place))
    g_printerr ("# %4.0f %4.0f  %s\n", place.origin.x, place.origin.y,
                gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tell_shown (child, root);
}

static void
tell_all_shown (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      g_printerr ("# window %d × %d, %s the keyboard\n", gtk_widget_get_width (window),
                  gtk_widget_get_height (window),
                  gtk_window_is_active (GTK_WINDOW (window)) ? "with" : "without");
      tell_shown (window, window);
    }
}

void
kiroku_test_wait (KirokuTestCondition condition, gpointer user_data, const char *what)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add_seconds (PATIENCE_SECONDS, set_true_cb, &late);

  while (!condition (user_data))
    {
      if (late)
        {
          tell_all_shown ();
          g_error ("Waited %d s in vain: %s", PATIENCE_SECONDS, what);
        }
      g_main_context_iteration (NULL, TRUE);
    }
  if (!late)
    g_source_remove (timer);
}

typedef struct
{
  const guint *number;
  guint least;
} AtLeast;

static gboolean
is_at_least (gpointer user_data)
{
  const AtLeast *wanted = user_data;

  return *wanted->number >= wanted->least;
}

void
kiroku_test_wait_number (const guint *number, guint least, const char *what)
{
  kiroku_test_wait (is_at_least, &(AtLeast){ number, least }, what);
}

void
kiroku_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

void
kiroku_test_present (GtkWindow *window)
{
  g_autofree char *id = NULL;

  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));

  /* There is no window manager to hand out the keyboard. */
  id = g_strdup_printf ("%lu",
                        gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window))));
  kiroku_test_xdotool ((const char *[]){ "windowfocus", id, NULL });
  kiroku_test_wait (is_active, window, "the window to get the keyboard");
}

GtkWindow *
kiroku_test_window (GtkWidget *child, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, child);
  kiroku_test_present (window);
  return window;
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

void
kiroku_test_ask_to_close (GtkWidget *window)
{
  gpointer left = window;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  gtk_window_close (GTK_WINDOW (window));
  kiroku_test_wait (is_gone, &left, "the window to be finalised");
}

void
kiroku_test_close (GtkWindow *window, GtkWidget *child)
{
  gpointer window_left = window;
  gpointer child_left = child;

  g_object_add_weak_pointer (G_OBJECT (window), &window_left);
  g_object_add_weak_pointer (G_OBJECT (child), &child_left);
  gtk_window_destroy (window);
  kiroku_test_wait (is_gone, &window_left, "the window to be finalised");
  kiroku_test_wait (is_gone, &child_left, "the widget to be finalised");
}

GtkWidget *
kiroku_test_open_window (void)
{
  GtkWidget *window = kiroku_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 700);
  kiroku_test_present (GTK_WINDOW (window));
  return window;
}

void
kiroku_test_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        kiroku_test_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
waited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *(guint *) user_data = 1;
}

static void
run (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  guint done = 0;

  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, waited_cb, &done);
  kiroku_test_wait_number (&done, 1, "xdotool to end");
}

void
kiroku_test_xdotool (const char *const *arguments)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();

  g_ptr_array_add (command, (gpointer) "xdotool");
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (command, (gpointer) arguments[i]);
  g_ptr_array_add (command, NULL);
  run ((const char *const *) command->pdata);
}

void
kiroku_test_keys (const char *key, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list list;

  g_ptr_array_add (arguments, (gpointer) "key");
  g_ptr_array_add (arguments, (gpointer) "--delay");
  g_ptr_array_add (arguments, (gpointer) "12");
  va_start (list, key);
  for (; key != NULL; key = va_arg (list, const char *))
    g_ptr_array_add (arguments, (gpointer) key);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  kiroku_test_xdotool ((const char *const *) arguments->pdata);
  kiroku_test_settle ();
}

void
kiroku_test_type (const char *text)
{
  kiroku_test_xdotool ((const char *[]){ "type", "--delay", "12", "--", text, NULL });
  kiroku_test_settle ();
}

void
kiroku_test_click (GtkWidget *widget, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_point_t point;
  double left, top;
  g_autofree char *id = NULL, *x_text = NULL, *y_text = NULL;

  g_assert_true (
      gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT (x, y), &point));
  gtk_native_get_surface_transform (native, &left, &top);
  id = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (gtk_native_get_surface (native)));
  x_text = g_strdup_printf ("%d", (int) (point.x + left));
  y_text = g_strdup_printf ("%d", (int) (point.y + top));
  kiroku_test_xdotool (
      (const char *[]){ "mousemove", "--window", id, x_text, y_text, "click", "1", NULL });
  kiroku_test_settle ();
}

static gboolean
has_place (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0;
}

/* The middle of @widget on the surface it is drawn on. */
static graphene_point_t
get_middle (GtkWidget *widget)
{
  graphene_point_t middle;

  g_assert_true (gtk_widget_compute_point (
      widget, GTK_WIDGET (gtk_widget_get_native (widget)),
      &GRAPHENE_POINT_INIT (gtk_widget_get_width (widget) / 2.0,
                            gtk_widget_get_height (widget) / 2.0),
      &middle));
  return middle;
}

/* A widget, and where the last frame showed it. */
typedef struct
{
  GtkWidget *widget;
  graphene_point_t middle;
  gint64 frame;
} Placed;

/* What has been told since may move it with the next frames: two in a row must show it in one place. */
static gboolean
stays (gpointer user_data)
{
  Placed *placed = user_data;
  gint64 frame
      = gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (placed->widget));
  graphene_point_t before = placed->middle;

  gtk_widget_queue_draw (placed->widget);
  if (frame == placed->frame)
    return FALSE;
  placed->frame = frame;
  placed->middle = get_middle (placed->widget);
  return graphene_point_equal (&before, &placed->middle);
}

void
kiroku_test_click_on (GtkWidget *widget)
{
  Placed placed = { .widget = widget };

  kiroku_test_wait (has_place, widget, "a widget to be placed");
  placed.middle = get_middle (widget);
  placed.frame = gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (widget));
  kiroku_test_wait (stays, &placed, "a widget to stay in its place");
  kiroku_test_settle ();
  kiroku_test_click (widget, gtk_widget_get_width (widget) / 2.0,
                     gtk_widget_get_height (widget) / 2.0);
}
