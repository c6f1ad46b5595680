/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-page-sheets.h"

#include <glib/gi18n.h>
#include <math.h>

/* Around the sheets and between them, in px. */
#define MARGIN 18
#define GAP 14
/* A sheet does not grow beyond this many px a point, however wide the window. */
#define MAX_FIT 1.6
/* px a point, as large as on paper. */
#define PAPER_SCALE (96.0 / 72.0)
#define MIN_ZOOM 0.25
#define MAX_ZOOM 4.0
#define ZOOM_STEP 1.2
#define LINE_STEP 48

struct _KirokuPageSheets
{
  GtkWidget parent_instance;

  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  guint policies[2];             /* GtkScrollablePolicy, by GtkOrientation */

  guint n_pages;
  double width;  /* of a page, points */
  double height; /* of a page, points */
  double zoom;
  gboolean as_on_paper; /* not as wide as the view */

  double scale;  /* px a point, as last laid out */
  guint percent; /* the same, as last told */
  KirokuPagePictures *pictures;
  guint page;
};

enum
{
  PROP_0,
  PROP_PAGE,
  PROP_ZOOM,
  PROP_PERCENT,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (KirokuPageSheets,
                               kiroku_page_sheets,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static double
sheet_width (KirokuPageSheets *self)
{
  return floor (self->width * self->scale);
}

static double
sheet_height (KirokuPageSheets *self)
{
  return floor (self->height * self->scale);
}

static double
sheet_top (KirokuPageSheets *self, guint page)
{
  return MARGIN + page * (sheet_height (self) + GAP);
}

static double
content_height (KirokuPageSheets *self)
{
  return self->n_pages > 0 ? sheet_top (self, self->n_pages) - GAP + MARGIN : 0;
}

/* The page at @y px from the top of all; a gap belongs to the page above it. */
static guint
page_at (KirokuPageSheets *self, double y)
{
  double index = floor ((y - MARGIN) / (sheet_height (self) + GAP));

  return CLAMP (index, 0, (double) MAX (self->n_pages, 1) - 1);
}

static double
scroll_offset (KirokuPageSheets *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? floor (gtk_adjustment_get_value (adjustment)) : 0;
}

static void
update_page (KirokuPageSheets *self)
{
  double middle = scroll_offset (self, GTK_ORIENTATION_VERTICAL)
                  + gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  guint page = page_at (self, middle);

  if (page == self->page)
    return;
  self->page = page;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
value_changed_cb (GtkAdjustment *adjustment, KirokuPageSheets *self)
{
  update_page (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (KirokuPageSheets *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  g_clear_object (&self->adjustments[orientation]);
  if (adjustment == NULL)
    return;
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Keeps the same spot of the pages in view when their size changes. */
static void
configure (
    KirokuPageSheets *self, GtkOrientation orientation, double content, double view, double grown)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (adjustment == NULL)
    return;
  content = MAX (content, view);
  gtk_adjustment_configure (
      adjustment, CLAMP (gtk_adjustment_get_value (adjustment) * grown, 0, content - view), 0,
      content, LINE_STEP, view * 0.9, view);
}

static void
update_percent (KirokuPageSheets *self)
{
  guint percent = (guint) (100 * self->scale / PAPER_SCALE + 0.5);

  if (percent == self->percent)
    return;
  self->percent = percent;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERCENT]);
}

static void
kiroku_page_sheets_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KirokuPageSheets *self = KIROKU_PAGE_SHEETS (widget);
  double before = self->scale;
  double fit = self->width > 0 ? (width - 2.0 * MARGIN) / self->width : 1;

  self->scale = (self->as_on_paper ? PAPER_SCALE : CLAMP (fit, 0.1, MAX_FIT)) * self->zoom;
  if (!G_APPROX_VALUE (before, self->scale, 1e-6))
    kiroku_page_pictures_forget (self->pictures);
  configure (self, GTK_ORIENTATION_HORIZONTAL, sheet_width (self) + 2 * MARGIN, width,
             self->scale / before);
  configure (self, GTK_ORIENTATION_VERTICAL, content_height (self), height, self->scale / before);
  update_page (self);
  update_percent (self);
}

static void
kiroku_page_sheets_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  KirokuPageSheets *self = KIROKU_PAGE_SHEETS (widget);
  double points = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height;

  *minimum = 0;
  *natural = points + 2 * MARGIN;
}

static void
snapshot_sheet (KirokuPageSheets *self, GtkSnapshot *snapshot, guint page, double x, double y)
{
  const GdkRGBA shadow = { 0, 0, 0, 0.3 };
  const GdkRGBA white = { 1, 1, 1, 1 };
  GdkTexture *texture
      = kiroku_page_pictures_get (self->pictures, page, sheet_width (self), sheet_height (self),
                                  self->scale, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, sheet_width (self), sheet_height (self));
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 0, 5);
  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, &bounds);
  else
    gtk_snapshot_append_color (snapshot, &white, &bounds);
}

static void
kiroku_page_sheets_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KirokuPageSheets *self = KIROKU_PAGE_SHEETS (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double top = scroll_offset (self, GTK_ORIENTATION_VERTICAL);
  double x = MAX (floor ((width - sheet_width (self)) / 2), MARGIN)
             - scroll_offset (self, GTK_ORIENTATION_HORIZONTAL);
  guint first = page_at (self, top);
  guint last = page_at (self, top + height);

  if (self->n_pages == 0)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (guint page = first; page <= last; page++)
    {
      double y = sheet_top (self, page) - top;

      if (y < height && y + sheet_height (self) > 0)
        snapshot_sheet (self, snapshot, page, x, y);
    }
  gtk_snapshot_pop (snapshot);
  kiroku_page_pictures_forget_far (self->pictures, first, last);
}

static void
scroll_by (KirokuPageSheets *self, GtkOrientation orientation, double step)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (adjustment != NULL)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);
}

/* The arguments: the orientation, and the distance in px; beyond ±1e6 it is the very end. */
static gboolean
scroll_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  int orientation;
  double step;

  g_variant_get (arguments, "(id)", &orientation, &step);
  scroll_by (KIROKU_PAGE_SHEETS (widget), orientation, step);
  return TRUE;
}

/* The argument: views to scroll. */
static gboolean
scroll_view_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  scroll_by (KIROKU_PAGE_SHEETS (widget), GTK_ORIENTATION_VERTICAL,
             g_variant_get_int32 (arguments) * 0.9 * gtk_widget_get_height (widget));
  return TRUE;
}

/* The argument: which way. */
static gboolean
zoom_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  static void (*const ways[]) (KirokuPageSheets *self)
      = { kiroku_page_sheets_fit_width, kiroku_page_sheets_fit_paper, kiroku_page_sheets_zoom_in,
          kiroku_page_sheets_zoom_out };

  ways[g_variant_get_int32 (arguments)](KIROKU_PAGE_SHEETS (widget));
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkWidget *widget)
{
  gtk_widget_grab_focus (widget);
}

static void
add_scroll_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    GtkOrientation orientation;
    double step;
  } keys[] = {
    { GDK_KEY_Up, GTK_ORIENTATION_VERTICAL, -LINE_STEP },
    { GDK_KEY_Down, GTK_ORIENTATION_VERTICAL, LINE_STEP },
    { GDK_KEY_Left, GTK_ORIENTATION_HORIZONTAL, -LINE_STEP },
    { GDK_KEY_Right, GTK_ORIENTATION_HORIZONTAL, LINE_STEP },
    { GDK_KEY_Home, GTK_ORIENTATION_VERTICAL, -1e9 },
    { GDK_KEY_End, GTK_ORIENTATION_VERTICAL, 1e9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, 0, scroll_cb, "(id)",
                                  (int) keys[i].orientation, keys[i].step);
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Up, 0, scroll_view_cb, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Down, 0, scroll_view_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_space, 0, scroll_view_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_space, GDK_SHIFT_MASK, scroll_view_cb, "i", -1);
}

static void
add_zoom_keys (GtkWidgetClass *klass)
{
  /* With Ctrl; the ways of zoom_cb(). */
  static const struct
  {
    guint key;
    int way;
  } keys[] = {
    { GDK_KEY_0, 0 },    { GDK_KEY_KP_0, 0 },   { GDK_KEY_1, 1 },     { GDK_KEY_KP_1, 1 },
    { GDK_KEY_plus, 2 }, { GDK_KEY_equal, 2 },  { GDK_KEY_KP_Add, 2 },
    { GDK_KEY_minus, 3 }, { GDK_KEY_KP_Subtract, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, GDK_CONTROL_MASK, zoom_cb, "i", keys[i].way);
}

static void
kiroku_page_sheets_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KirokuPageSheets *self = KIROKU_PAGE_SHEETS (object);

  switch (id)
    {
    case PROP_PAGE:
      g_value_set_uint (value, self->page);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_PERCENT:
      g_value_set_uint (value, self->percent);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kiroku_page_sheets_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KirokuPageSheets *self = KIROKU_PAGE_SHEETS (object);

  switch (id)
    {
    case PROP_ZOOM:
      kiroku_page_sheets_set_zoom (self, g_value_get_double (value));
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id - PROP_HADJUSTMENT, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kiroku_page_sheets_dispose (GObject *object)
{
  KirokuPageSheets *self = KIROKU_PAGE_SHEETS (object);

  self->n_pages = 0;
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_clear_pointer (&self->pictures, kiroku_page_pictures_free);

  G_OBJECT_CLASS (kiroku_page_sheets_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM]
      = g_param_spec_double ("zoom", NULL, NULL, MIN_ZOOM, MAX_ZOOM, 1,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PERCENT] = g_param_spec_uint ("percent", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
kiroku_page_sheets_class_init (KirokuPageSheetsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_page_sheets_dispose;
  object_class->get_property = kiroku_page_sheets_get_property;
  object_class->set_property = kiroku_page_sheets_set_property;
  widget_class->measure = kiroku_page_sheets_measure;
  widget_class->size_allocate = kiroku_page_sheets_size_allocate;
  widget_class->snapshot = kiroku_page_sheets_snapshot;

  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "page-sheets");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_scroll_keys (widget_class);
  add_zoom_keys (widget_class);
}

static void
kiroku_page_sheets_init (KirokuPageSheets *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->zoom = 1;
  self->scale = 1;
  self->pictures = kiroku_page_pictures_new ();
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (kiroku_page_sheets_invalidate), NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
kiroku_page_sheets_set_pages (KirokuPageSheets *self,
                              guint n_pages,
                              double width,
                              double height,
                              KirokuPageDraw draw,
                              gpointer user_data,
                              GDestroyNotify destroy)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));
  g_return_if_fail (n_pages == 0 || (width > 0 && height > 0 && draw != NULL));

  self->n_pages = n_pages;
  self->width = width;
  self->height = height;
  kiroku_page_pictures_set_draw (self->pictures, draw, user_data, destroy);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
kiroku_page_sheets_get_n_pages (KirokuPageSheets *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGE_SHEETS (self), 0);

  return self->n_pages;
}

void
kiroku_page_sheets_invalidate (KirokuPageSheets *self)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  kiroku_page_pictures_forget (self->pictures);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
kiroku_page_sheets_show_page (KirokuPageSheets *self, guint page)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  kiroku_page_pictures_forget_one (self->pictures, page);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
kiroku_page_sheets_get_page (KirokuPageSheets *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGE_SHEETS (self), 0);

  return self->page;
}

void
kiroku_page_sheets_scroll_to (KirokuPageSheets *self, guint page)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  if (page < self->n_pages && self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL],
                              sheet_top (self, page) - MARGIN);
}

double
kiroku_page_sheets_get_zoom (KirokuPageSheets *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGE_SHEETS (self), 1);

  return self->zoom;
}

void
kiroku_page_sheets_set_zoom (KirokuPageSheets *self, double zoom)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (G_APPROX_VALUE (zoom, self->zoom, 1e-6))
    return;
  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self)); /* scroll bars may come or go */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

void
kiroku_page_sheets_zoom_in (KirokuPageSheets *self)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  kiroku_page_sheets_set_zoom (self, self->zoom * ZOOM_STEP);
}

void
kiroku_page_sheets_zoom_out (KirokuPageSheets *self)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  kiroku_page_sheets_set_zoom (self, self->zoom / ZOOM_STEP);
}

static void
fit (KirokuPageSheets *self, gboolean as_on_paper)
{
  if (self->as_on_paper != as_on_paper)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->as_on_paper = as_on_paper;
  kiroku_page_sheets_set_zoom (self, 1);
}

void
kiroku_page_sheets_fit_width (KirokuPageSheets *self)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  fit (self, FALSE);
}

void
kiroku_page_sheets_fit_paper (KirokuPageSheets *self)
{
  g_return_if_fail (KIROKU_IS_PAGE_SHEETS (self));

  fit (self, TRUE);
}

guint
kiroku_page_sheets_get_percent (KirokuPageSheets *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGE_SHEETS (self), 0);

  return self->percent;
}
