/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-snapshot.h"

G_BEGIN_DECLS

/* A first case, as an exercise: what one does in every case, once each. What has been done is read
 * from the record, so it can be left and taken up again, on the command line too. */
typedef enum
{
  KIROKU_TOUR_LOG,      /* a note */
  KIROKU_TOUR_PHASE,    /* a phase after the first */
  KIROKU_TOUR_CALL,     /* a desk that was told */
  KIROKU_TOUR_FACT,     /* a fact beyond those that the case was opened with */
  KIROKU_TOUR_FORM,     /* one more, which its form shows */
  KIROKU_TOUR_HANDOVER, /* that the case was handed over */
} KirokuTourStep;

#define KIROKU_N_TOUR_STEPS 6

/* The type it is of: ransomware, or the first of a pack that has none. (transfer none) (nullable):
 * the pack has no types */
const char *kiroku_tour_get_type (KirokuPack *pack);
/* Id of the form to be filled in: the first that can be of those that the type of the case names.
 * (transfer none) (nullable) */
const char *kiroku_tour_get_form (KirokuPack *pack, const char *type);
/* Bits 1 << KirokuTourStep: what the case has. Of a case that is no exercise none. */
guint kiroku_tour_get_done (const KirokuSnapshot *snapshot, KirokuPack *pack);

/* Opens it with @title, known since now by the clock of the book, so that its deadlines run. Finish
 * with kiroku_book_open_case_finish(). */
void kiroku_tour_open_async (KirokuBook *book,
                             const char *title,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

G_END_DECLS
