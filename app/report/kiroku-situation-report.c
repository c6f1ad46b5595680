/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-situation-report.h"

#include <string.h>

#include "kiroku-pages.h"
#include "kiroku-situation-private.h"

#define MARGIN KIROKU_DOCUMENT_MM (14)

/* More of a kind are not even tried. */
#define ITEMS_MAX 40

void
kiroku_situation_filing_free (KirokuSituationFiling *self)
{
  g_free (self->name);
  g_free (self->to);
  g_free (self->receipt);
  g_free (self->hash);
  g_free (self);
}

/* --- The page --------------------------------------------------------------------------------- */

static const char *
get_name (const KirokuSituation *input)
{
  return input->handovers->len > 0 ? kiroku_words (input->language, "状況報告・引き継ぎ書",
                                                   "Situation report and hand-over")
                                   : kiroku_words (input->language, "状況報告", "Situation report");
}

static void
set_page (KirokuDocument *document, const KirokuSituation *input)
{
  const KirokuReportFrame frame = { .case_info = input->case_info,
                                    .pack = input->pack,
                                    .language = input->language,
                                    .zone = input->zone,
                                    .now = input->now,
                                    .author = input->author,
                                    .program = input->program,
                                    .marking = input->marking };

  kiroku_report_frame_set_margins (&frame, document, MARGIN);
  kiroku_report_frame_set_page (&frame, document, get_name (input));
}

/* By whom, when, and by what clock all that is left was counted. */
static void
add_making (KirokuDocument *document, const KirokuSituation *input)
{
  g_autofree char *made = kiroku_report_show_second (input->language, input->now, input->zone);
  g_autofree char *error = input->maxerr >= 0 ? g_strdup_printf ("%.3f", input->maxerr / 1e6) : NULL;
  const char *sync
      = input->sync == 1 ? kiroku_words (input->language, "時刻同期あり", "synchronised")
        : input->sync == 0
            ? kiroku_words (input->language, "時刻同期なし", "not synchronised")
            : kiroku_words (input->language, "時刻同期は不明", "synchronisation unknown");
  g_autofree char *clock
      = input->sync == 1 && error != NULL ? g_strdup_printf (
            kiroku_words (input->language, "%s、誤差%s秒以内", "%s, within %s s"), sync, error)
                                          : g_strdup (sync);
  g_autofree char *text = g_strdup_printf (
      kiroku_words (
          input->language,
          "%s、%s が作成。残り時間はこの時刻から、この計算機の時計（%s）で数えたもの。",
          "Made %s by %s. What is left is counted from then by the clock of this computer (%s)."),
      made, input->author, clock);

  kiroku_document_add_note (document, text);
}

/* @left_out: (out): of each list. (transfer full) */
static KirokuDocument *
make_page (const KirokuSituation *input, const KirokuSituationRoom *room, guint *left_out)
{
  KirokuDocument *document = kiroku_document_new ();
  KirokuSituationPage page = { .input = input, .room = room };

  set_page (document, input);
  add_making (document, input);
  page.grid = kiroku_document_add_grid (document);
  kiroku_situation_add_handover (&page);
  kiroku_situation_add_state (&page);
  kiroku_situation_add_deadlines (&page);
  kiroku_situation_add_taken (&page);
  kiroku_situation_add_awaited (&page);
  kiroku_situation_add_tasks (&page);
  kiroku_situation_add_told (&page);
  kiroku_situation_add_changes (&page);
  if (input->seal != NULL)
    kiroku_report_add_small_root (document, input->seal);
  memcpy (left_out, page.left_out, sizeof page.left_out);
  return document;
}

/* --- Making it fit ---------------------------------------------------------------------------- */

/* The best page so far. */
typedef struct
{
  const KirokuSituation *input;
  KirokuDocument *document;
  KirokuSituationRoom room;
  guint left_out[KIROKU_N_SITUATION_LISTS];
} Best;

/* Makes the page with @room the best one when it is one page; or when there is none yet. FALSE with
 * @error set when it cannot be laid out. */
static gboolean
try_room (Best *best, const KirokuSituationRoom *room, gboolean *fits, GError **error)
{
  guint left_out[KIROKU_N_SITUATION_LISTS];
  g_autoptr (KirokuDocument) document = make_page (best->input, room, left_out);
  g_autoptr (KirokuPages) pages = kiroku_document_layout (document, NULL, error);

  if (pages == NULL)
    return FALSE;
  *fits = kiroku_pages_get_n (pages) == 1;
  if (!*fits && best->document != NULL)
    return TRUE;
  g_clear_pointer (&best->document, kiroku_document_unref);
  best->document = g_steal_pointer (&document);
  best->room = *room;
  memcpy (best->left_out, left_out, sizeof left_out);
  return TRUE;
}

/* One more of each list that has more, in turn, until none fits or each has @most. */
static gboolean
try_more (Best *best, guint most, GError **error)
{
  gboolean grown = TRUE;

  while (grown)
    {
      grown = FALSE;
      for (guint list = 0; list < KIROKU_N_SITUATION_LISTS; list++)
        {
          KirokuSituationRoom room = best->room;
          gboolean fits = FALSE;

          if (best->left_out[list] == 0 || room.items[list] >= most)
            continue;
          room.items[list]++;
          if (!try_room (best, &room, &fits, error))
            return FALSE;
          grown = grown || fits;
        }
    }
  return TRUE;
}

/* Longer texts. */
static gboolean
try_longer (Best *best, guint width, guint note, GError **error)
{
  KirokuSituationRoom room = best->room;
  gboolean fits;

  room.width = width;
  room.note = note;
  return try_room (best, &room, &fits, error);
}

/* Some of everything on one line each, then all of what is longer, then more of everything. */
static gboolean
fill_page (Best *best, GError **error)
{
  KirokuSituationRoom room = { .width = KIROKU_SITUATION_LINE, .note = 6 * KIROKU_SITUATION_LINE };
  gboolean fits;

  for (guint list = 0; list < KIROKU_N_SITUATION_LISTS; list++)
    room.items[list] = 1;
  if (!try_room (best, &room, &fits, error)
      || (!fits && !try_longer (best, KIROKU_SITUATION_LINE, 2 * KIROKU_SITUATION_LINE, error)))
    return FALSE;
  return try_more (best, 3, error)
         && try_longer (best, 2 * KIROKU_SITUATION_LINE, 6 * KIROKU_SITUATION_LINE, error)
         && try_more (best, ITEMS_MAX, error)
         && try_longer (best, 4 * KIROKU_SITUATION_LINE, 40 * KIROKU_SITUATION_LINE, error);
}

KirokuDocument *
kiroku_report_situation (const KirokuSituation *input, GError **error)
{
  Best best = { .input = input };

  g_return_val_if_fail (input != NULL && input->case_info != NULL && input->pack != NULL, NULL);
  g_return_val_if_fail (input->zone != NULL && input->author != NULL, NULL);
  g_return_val_if_fail (input->program != NULL && input->handovers != NULL, NULL);

  if (!fill_page (&best, error))
    g_clear_pointer (&best.document, kiroku_document_unref);
  return best.document;
}
