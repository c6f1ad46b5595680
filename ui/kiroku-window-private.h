/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-backup-hint.h"
#include "kiroku-case-list.h"
#include "kiroku-case-view.h"
#include "kiroku-curtain-page.h"
#include "kiroku-foreign-bar.h"
#include "kiroku-lock-bar.h"
#include "kiroku-new-case-page.h"
#include "kiroku-people-popover.h"
#include "kiroku-watch.h"
#include "kiroku-welcome-page.h"
#include "kiroku-window.h"

G_BEGIN_DECLS

struct _KirokuWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *states; /* "opening", "welcome", "failed", "book", "covered" */
  KirokuWelcomePage *welcome;
  KirokuCurtainPage *curtain;
  AdwStatusPage *failure;
  AdwFlap *flap;
  KirokuCaseList *cases;
  GtkLabel *cases_error;
  KirokuBackupHint *backup_hint;
  AdwSqueezer *squeezer; /* the pages' switchers, or the title where they do not fit */
  AdwSqueezerPage *wide_page;
  AdwSqueezerPage *narrow_page;
  AdwViewSwitcher *wide_switcher;
  AdwViewSwitcher *narrow_switcher;
  AdwWindowTitle *title;
  AdwViewSwitcherBar *switcher_bar;
  GtkMenuButton *person;
  GtkLabel *person_name;
  KirokuPeoplePopover *people;
  KirokuLockBar *lock_bar;
  KirokuForeignBar *foreign_bar;
  AdwToastOverlay *toasts;
  GHashTable *messages; /* what they say */
  GtkStack *content; /* "empty", "new-case", "case" */
  KirokuNewCasePage *new_case;
  KirokuCaseView *case_view;

  GSettings *settings; /* (nullable) */
  KirokuBook *book;    /* (nullable) until it is open */
  KirokuWatch *watch;
  gboolean covered;      /* nobody was here for a while */
  gboolean compose_next; /* the case that will be selected is to be written in */
  GApplication *held;    /* (nullable): while the case of the tour is on its way to the disk */
};

/* What is shown beside the cases: "empty", "new-case" or "case". */
void kiroku_window_show_content (KirokuWindow *self, const char *name);
gboolean kiroku_window_has_case (KirokuWindow *self);
/* Goes on in the log of a case that was just opened. */
void kiroku_window_show_opened (KirokuWindow *self, const char *case_id);
/* What went wrong, until it was read; what stands there already is not said twice. @message: in the user's
 * language */
void kiroku_window_show_message (KirokuWindow *self, const char *message);

/* kiroku-window-actions.c */
/* @path: (nullable) of a package that is taken in at once; else it is asked for. */
void kiroku_window_import (KirokuWindow *self, const char *path);
void kiroku_window_install_actions (GtkWidgetClass *widget_class);
void kiroku_window_update_actions (KirokuWindow *self);

G_END_DECLS
