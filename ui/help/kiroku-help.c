/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-help.h"

#include "kiroku-manual-window.h"
#include "kiroku-ui.h"

#define FIRST_PAGE "first-hour"

/* The innermost widget of these types around the keyboard's place decides. By name, so that nothing
 * here has to know the widgets. */
static const struct
{
  const char *type;
  const char *page;
} subjects[] = {
  { "KirokuAnchorPopover", "proof" },
  { "KirokuAssetSection", "indicators" },
  { "KirokuBackupDialog", "backup" },
  { "KirokuCallForm", "contacts" },
  { "KirokuContactsPage", "contacts" },
  { "KirokuCorrectionPopover", "log" },
  { "KirokuEnquiryList", "file-form" },
  { "KirokuEnquiryPopover", "file-form" },
  { "KirokuEvidencePage", "evidence" },
  { "KirokuExportDialog", "packages" },
  { "KirokuFilingPopover", "file-form" },
  { "KirokuFormEditor", "forms" },
  { "KirokuHandoverBar", "hand-over" },
  { "KirokuHandoverPopover", "hand-over" },
  { "KirokuHoldPopover", "erase" },
  { "KirokuImportDialog", "packages" },
  { "KirokuIndicatorSection", "indicators" },
  { "KirokuKeyBar", "people" },
  { "KirokuLockBar", "people" },
  { "KirokuLogPage", "log" },
  { "KirokuNewCasePage", "open-case" },
  { "KirokuNotificationsPage", "deadlines" },
  { "KirokuPaperTerms", "reports" },
  { "KirokuPaperWindow", "reports" },
  { "KirokuPeoplePopover", "people" },
  { "KirokuPhaseBar", "phase" },
  { "KirokuPhasePopover", "phase" },
  { "KirokuPlaybookPage", "phase" },
  { "KirokuRecordView", "proof" },
  { "KirokuRestoreDialog", "backup" },
  { "KirokuReviewPage", "reports" },
  { "KirokuTourBar", "exercise" },
  { "KirokuTrustPopover", "people" },
  { "KirokuWelcomePage", "first-hour" },
};

static const char *
find_subject (GtkWidget *widget)
{
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (g_str_equal (G_OBJECT_TYPE_NAME (widget), subjects[i].type))
      return subjects[i].page;
  return NULL;
}

/* Nothing there has the keyboard: what of it is on screen, from the outside inwards. Bars stand
 * above what one works in. */
static const char *
find_shown (GtkWidget *widget)
{
  const char *page = find_subject (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && page == NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && !g_str_has_suffix (G_OBJECT_TYPE_NAME (child), "Bar"))
      page = find_shown (child);
  return page;
}

const char *
kiroku_help_find_page (GtkWindow *window)
{
  const char *page = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  for (GtkWidget *w = gtk_root_get_focus (GTK_ROOT (window)); w != NULL && page == NULL;
       w = gtk_widget_get_parent (w))
    page = find_subject (w);
  if (page == NULL)
    page = find_shown (GTK_WIDGET (window));
  return page != NULL ? page : FIRST_PAGE;
}

GtkWindow *
kiroku_help_show (const char *page, const char *language)
{
  static GtkWindow *window; /* while it is open */

  g_return_val_if_fail (page != NULL && language != NULL, NULL);

  if (window == NULL)
    {
      g_autoptr (GtkWindowGroup) group = gtk_window_group_new ();

      g_set_weak_pointer (&window, GTK_WINDOW (kiroku_manual_window_new (language)));
      gtk_window_group_add_window (group, window);
    }
  kiroku_manual_window_show_page (KIROKU_MANUAL_WINDOW (window), page);
  gtk_window_present (window);
  return window;
}

static gboolean
key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  kiroku_help_show (kiroku_help_find_page (GTK_WINDOW (gtk_widget_get_root (widget))),
                    kiroku_ui_get_language ());
  return GDK_EVENT_STOP;
}

void
kiroku_help_install_key (GtkWidgetClass *widget_class)
{
  g_return_if_fail (GTK_IS_WIDGET_CLASS (widget_class));

  gtk_widget_class_add_binding (widget_class, GDK_KEY_F1, 0, key_cb, NULL);
}
