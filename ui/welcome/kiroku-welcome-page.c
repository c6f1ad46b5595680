/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-welcome-page.h"

#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuWelcomePage
{
  AdwBin parent_instance;

  AdwEntryRow *name;
  AdwEntryRow *organisation;
  GtkButton *begin;
};

G_DEFINE_FINAL_TYPE (KirokuWelcomePage, kiroku_welcome_page, ADW_TYPE_BIN)

enum
{
  DONE,
  RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) */
static char *
get_stripped (AdwEntryRow *row)
{
  return kiroku_text_strip (gtk_editable_get_text (GTK_EDITABLE (row)));
}

static void
update (KirokuWelcomePage *self)
{
  g_autofree char *name = get_stripped (self->name);

  gtk_widget_set_sensitive (GTK_WIDGET (self->begin), name[0] != '\0');
}

static void
finish (KirokuWelcomePage *self)
{
  g_autofree char *name = get_stripped (self->name);
  g_autofree char *organisation = get_stripped (self->organisation);

  if (name[0] == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
  else
    g_signal_emit (self, signals[DONE], 0, name, organisation);
}

static void
restore_cb (KirokuWelcomePage *self)
{
  g_signal_emit (self, signals[RESTORE], 0);
}

static void
kiroku_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (kiroku_welcome_page_parent_class)->dispose (object);
}

static void
kiroku_welcome_page_class_init (KirokuWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_welcome_page_dispose;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "welcome/kiroku-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuWelcomePage, name);
  gtk_widget_class_bind_template_child (widget_class, KirokuWelcomePage, organisation);
  gtk_widget_class_bind_template_child (widget_class, KirokuWelcomePage, begin);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, finish);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
}

static void
kiroku_welcome_page_init (KirokuWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
kiroku_welcome_page_begin (KirokuWelcomePage *self, const char *name)
{
  g_return_if_fail (KIROKU_IS_WELCOME_PAGE (self) && name != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  gtk_editable_select_region (GTK_EDITABLE (self->name), 0, -1);
}
