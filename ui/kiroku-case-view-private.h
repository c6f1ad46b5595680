/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-anchor-sign.h"
#include "kiroku-case-view.h"
#include "kiroku-handover-bar.h"
#include "kiroku-key-bar.h"
#include "kiroku-link-bar.h"
#include "kiroku-log-page.h"
#include "kiroku-phase-bar.h"
#include "kiroku-tour-bar.h"

G_BEGIN_DECLS

#define KIROKU_CASE_VIEW_PAGES 6

struct _KirokuCaseView
{
  AdwBin parent_instance;

  GtkLabel *exercise;
  GtkLabel *number;
  GtkLabel *title;
  GtkLabel *type;
  GtkWidget *heading;
  KirokuAnchorSign *anchor_sign;
  KirokuKeyBar *key_bar;
  KirokuHandoverBar *handover_bar;
  KirokuTourBar *tour_bar;
  GtkButton *hold;
  GtkButton *closed;
  GtkLabel *level;
  KirokuLinkBar *links;
  KirokuPhaseBar *phases;
  GtkWidget *phase_conflict;
  GtkLabel *phase_conflict_text;
  AdwViewStack *stack;

  AdwBin *places[KIROKU_CASE_VIEW_PAGES]; /* in the stack; empty until first looked at */
  GtkWidget *popover;      /* of a change of phase, while it is there */
  KirokuCaseModel *model;
};

/* The log, in front. (transfer none) */
KirokuLogPage *kiroku_case_view_show_log (KirokuCaseView *self);
/* Asks for what one needs to say to enter @phase. */
void kiroku_case_view_enter_phase (KirokuCaseView *self, guint phase);
/* Those called "case.…". */
void kiroku_case_view_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
