/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fact-remark.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"

struct _KirokuFactRemark
{
  AdwBin parent_instance;

  GtkWidget *entry; /* (nullable): made when it is seen first */
  gboolean showing; /* what changes is our doing */
};

G_DEFINE_FINAL_TYPE (KirokuFactRemark, kiroku_fact_remark, ADW_TYPE_BIN)

enum
{
  EDITED,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edited_cb (KirokuFactRemark *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
done_cb (KirokuFactRemark *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[DONE], 0);
}

static void
make_entry (KirokuFactRemark *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 6);
  gtk_widget_add_css_class (self->entry, "fact-remark");
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, focus);
  adw_bin_set_child (ADW_BIN (self), self->entry);
}

static void
ask (KirokuFactRemark *self, KirokuFactState state, const char *name)
{
  const gboolean estimate = state == KIROKU_FACT_ESTIMATE;
  /* Translators: the name of a fact follows. */
  g_autofree char *label = g_strdup_printf (estimate ? _ ("What the estimate rests on: %s")
                                                     : _ ("When the answer is expected: %s"),
                                            name);

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), estimate
                                                               ? _ ("What the estimate rests on")
                                                               : _ ("Expected on, such as 2026-11-25"));
  kiroku_page_set_name (self->entry, label);
}

static void
kiroku_fact_remark_dispose (GObject *object)
{
  KirokuFactRemark *self = KIROKU_FACT_REMARK (object);

  self->showing = TRUE; /* nobody means it by being left behind */
  self->entry = NULL;

  G_OBJECT_CLASS (kiroku_fact_remark_parent_class)->dispose (object);
}

static void
kiroku_fact_remark_class_init (KirokuFactRemarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_fact_remark_dispose;

  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
kiroku_fact_remark_init (KirokuFactRemark *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kiroku_fact_remark_new (void)
{
  return g_object_new (KIROKU_TYPE_FACT_REMARK, NULL);
}

void
kiroku_fact_remark_show (KirokuFactRemark *self,
                         KirokuFactState state,
                         const char *remark,
                         const char *name)
{
  const gboolean asked = kiroku_fact_get_remark_prefix (state) != NULL;

  g_return_if_fail (KIROKU_IS_FACT_REMARK (self) && remark != NULL && name != NULL);

  self->showing = TRUE;
  if (asked && self->entry == NULL)
    make_entry (self);
  if (asked)
    ask (self, state, name);
  if (self->entry != NULL
      && !g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), asked ? remark : ""))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), asked ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self), asked);
  self->showing = FALSE;
}

const char *
kiroku_fact_remark_get_typed (KirokuFactRemark *self)
{
  g_return_val_if_fail (KIROKU_IS_FACT_REMARK (self), NULL);

  return self->entry != NULL && gtk_widget_get_visible (GTK_WIDGET (self))
             ? gtk_editable_get_text (GTK_EDITABLE (self->entry))
             : "";
}
