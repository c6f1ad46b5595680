/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-menu.h"

#include <glib/gi18n.h>

#include "kiroku-case-drafts.h"
#include "kiroku-line-erasure.h"
#include "kiroku-log-row.h"

static void
add_item (GMenu *menu, const char *label, const char *action, guint position)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "u", position);
  g_menu_append_item (menu, item);
}

static void
add_section (GMenu *menu, GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

gboolean
kiroku_log_menu_is_correctable (const KirokuLine *line)
{
  if (kiroku_line_is_erased (line, line->hash, NULL)
      || kiroku_line_is_erased (line, kiroku_line_get_reading (line), NULL))
    return FALSE;
  return g_str_equal (line->kind, "note") || g_str_equal (line->kind, "case.phase")
         || kiroku_line_is_restated (line->kind);
}

GtkWidget *
kiroku_log_menu_new (const KirokuLine *line, guint position)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) word = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();

  g_return_val_if_fail (line != NULL, NULL);

  if (kiroku_case_is_approvable (line->kind))
    {
      add_item (word, _ ("_Approve…"), "log.approve", position);
      add_item (word, _ ("_Refuse…"), "log.refuse", position);
    }
  if (kiroku_log_menu_is_correctable (line))
    add_item (others, _ ("_Correct…"), "log.correct", position);
  add_item (others, _ ("Copy _Reference"), "log.copy", position);
  add_section (menu, word);
  add_section (menu, others);
  return gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
}

static GtkWidget *
get_focused (GtkWidget *view)
{
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, view) ? focus : NULL;
}

/* The keyboard is on the list's own row around ours, or on a button in it. */
GtkWidget *
kiroku_log_menu_find_row (GtkWidget *view, double x, double y)
{
  GtkWidget *widget = x < 0 ? get_focused (view) : gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  GtkWidget *inside = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;

  if (inside != NULL && KIROKU_IS_LOG_ROW (inside))
    return inside;
  return widget != NULL ? gtk_widget_get_ancestor (widget, KIROKU_TYPE_LOG_ROW) : NULL;
}

char *
kiroku_log_menu_dup_reference (const char *number, const KirokuLine *line)
{
  return g_strdup_printf ("%s [%.12s]", number, line->hash);
}
