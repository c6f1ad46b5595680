/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case to the reports that look through its whole log. */
#include "kiroku-papers-private.h"

#include <glib/gi18n.h>

#include "kiroku-snapshot.h"
#include "kiroku-submission.h"

/* Lines read at once. */
#define PAGE 500

/* Gives the report its lines, holding one page of them. */
typedef struct
{
  KirokuDb *db;
  char *case_id;
  KirokuLineFilter filter;
  GPtrArray *page; /* of KirokuLine */
  gint64 offset;   /* of its first line */
} Feed;

static void
feed_free (gpointer data)
{
  Feed *feed = data;

  g_clear_pointer (&feed->page, g_ptr_array_unref);
  g_free (feed->case_id);
  g_free (feed);
}

/* The page that holds line @i: mostly the one after the present one. */
static GPtrArray *
read_page (Feed *feed, guint i, GError **error)
{
  guint len = feed->page != NULL ? feed->page->len : 0;

  if (len > 0 && i == feed->offset + len)
    {
      feed->offset = i;
      return kiroku_line_read_after (feed->db, feed->case_id, &feed->filter,
                                     g_ptr_array_index (feed->page, len - 1), PAGE, error);
    }
  feed->offset = i - i % PAGE;
  return kiroku_line_read (feed->db, feed->case_id, &feed->filter, feed->offset, PAGE, error);
}

static const KirokuLine *
get_line (guint i, gpointer data, GError **error)
{
  Feed *feed = data;

  if (feed->page == NULL || i < feed->offset || i >= feed->offset + feed->page->len)
    {
      GPtrArray *page = read_page (feed, i, error);

      g_clear_pointer (&feed->page, g_ptr_array_unref);
      feed->page = page;
      if (page == NULL)
        return NULL;
    }
  if (i - feed->offset < feed->page->len)
    return g_ptr_array_index (feed->page, i - feed->offset);
  g_set_error_literal (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                       _ ("the log became shorter while it was read: somebody has changed the "
                          "database from outside. See what kiroku-cli verify says"));
  return NULL;
}

static Feed *
feed_new (KirokuDb *db, const KirokuPaper *paper)
{
  Feed *feed = g_new0 (Feed, 1);

  feed->db = db;
  feed->case_id = g_strdup (paper->case_id);
  feed->filter = KIROKU_LINE_FILTER_ALL;
  return feed;
}

KirokuReportInput
kiroku_paper_get_input (
    const KirokuPaper *paper, const KirokuCase *incident, const KirokuReportSeal *seal)
{
  return (KirokuReportInput){ .case_info = incident,
                              .pack = paper->pack,
                              .language = paper->language,
                              .zone = paper->zone,
                              .now = paper->now,
                              .author = paper->author,
                              .program = KIROKU_PAPER_PROGRAM,
                              .seal = seal,
                              .marking = paper->marking };
}

typedef KirokuDocument *(*ReportFunc) (const KirokuReportInput *input, GError **error);

/* @filings: (nullable): form → what became of it. */
static KirokuDocument *
make_report (KirokuDb *db,
             const KirokuPaper *paper,
             const KirokuReportSeal *seal,
             ReportFunc func,
             GHashTable *filings,
             GError **error)
{
  g_autoptr (KirokuSnapshot) snapshot
      = kiroku_snapshot_read_within (db, paper->pack, paper->case_id, KIROKU_NOW, paper->now,
                                     paper->language, error);
  g_autoptr (GHashTable) settled = NULL;
  g_autoptr (GHashTable) absent = NULL;
  Feed *feed;
  KirokuReportInput input;
  gint64 lines;

  if (snapshot == NULL
      || (settled = kiroku_conflict_read_settled (db, paper->case_id, KIROKU_NOW, error)) == NULL
      || (absent = kiroku_absent_list (db, paper->case_id, error)) == NULL)
    return NULL;
  feed = feed_new (db, paper);
  if (!kiroku_line_count (db, paper->case_id, &feed->filter, &lines, error))
    {
      feed_free (feed);
      return NULL;
    }
  input = kiroku_paper_get_input (paper, snapshot->incident, seal);
  input.facts = snapshot->facts;
  input.visits = snapshot->visits;
  input.obligations = snapshot->obligations;
  input.settled = settled;
  input.tasks = snapshot->tasks;
  input.improvements = snapshot->improvements;
  input.told = snapshot->told;
  input.enquiries = snapshot->enquiries;
  input.filings = filings;
  input.absent = absent;
  input.n_lines = lines;
  input.get_line = get_line;
  input.line_data = feed;
  input.line_data_free = feed_free;
  return func (&input, error);
}

KirokuDocument *
kiroku_paper_make_timeline (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  return make_report (db, paper, seal, kiroku_report_timeline, NULL, error);
}

KirokuDocument *
kiroku_paper_make_management (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_autoptr (GHashTable) filings = kiroku_submission_read_all_within (db, paper, error);

  return filings != NULL ? make_report (db, paper, seal, kiroku_report_management, filings, error)
                         : NULL;
}
