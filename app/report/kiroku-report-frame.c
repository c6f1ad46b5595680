/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-report-frame.h"

#include "kiroku-form.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

/* Narrower than usual: the tables of lists are wide. */
#define LIST_MARGIN KIROKU_DOCUMENT_MM (15)

/* (transfer full) (nullable) */
static char *
dup_marking (const KirokuReportFrame *self)
{
  return kiroku_form_dup_marking (self->case_info->exercise, self->marking);
}

/* (transfer full) */
static char *
make_foot (const KirokuReportFrame *self)
{
  if (self->pack == NULL)
    return g_strdup (self->program);
  return g_strdup_printf (kiroku_words (self->language, "%s ・ 規則 %s", "%s · rules %s"), self->program,
                          kiroku_pack_get_version (self->pack));
}

void
kiroku_report_frame_set_page (
    const KirokuReportFrame *self, KirokuDocument *document, const char *name)
{
  const KirokuCase *info = self->case_info;
  g_autofree char *title = g_strdup_printf ("%s %s", name, info->number);
  g_autofree char *left = g_strdup_printf (
      kiroku_words (self->language, "事案 %s ・ %s", "Case %s · %s"), info->number, name);
  g_autofree char *foot = make_foot (self);
  g_autofree char *marking = dup_marking (self);

  kiroku_document_set_language (document, self->language);
  kiroku_document_set_title (document, title);
  kiroku_document_set_subject (document, kiroku_case_show_title (info, self->language));
  kiroku_document_set_author (document, self->author);
  kiroku_document_set_created (document, self->now);
  kiroku_document_set_header (document, left, NULL);
  kiroku_document_set_footer (document, foot);
  kiroku_document_set_marking (document, marking);
  kiroku_document_add_title (document, name);
}

void
kiroku_report_frame_set_margins (
    const KirokuReportFrame *self, KirokuDocument *document, double margin)
{
  g_autofree char *marking = dup_marking (self);
  const double edge = marking != NULL ? KIROKU_REPORT_MARKED_MARGIN : margin;

  kiroku_document_set_margins (document, edge, margin, edge, margin);
}

void
kiroku_report_frame_set_list (
    const KirokuReportFrame *self, KirokuDocument *document, const char *name)
{
  kiroku_document_set_landscape (document, TRUE);
  kiroku_report_frame_set_margins (self, document, LIST_MARGIN);
  kiroku_report_frame_set_page (self, document, name);
}

void
kiroku_report_frame_add_making (const KirokuReportFrame *self, KirokuPairs *pairs)
{
  g_autofree char *made = kiroku_report_show_minute (self->language, self->now, self->zone);
  g_autofree char *who
      = g_strdup_printf (kiroku_words (self->language, "%s　%s", "%s, %s"), made, self->author);

  kiroku_pairs_add (pairs, kiroku_words (self->language, "作成", "Made"), who);
}

void
kiroku_report_frame_add_seal (const KirokuReportFrame *self, KirokuDocument *document)
{
  if (self->seal == NULL)
    return;
  kiroku_report_add_root (document, self->seal);
  kiroku_report_add_heads (document, self->seal);
}

void
kiroku_report_frame_add_list_cover (const KirokuReportFrame *self,
                                    KirokuDocument *document,
                                    const char *label,
                                    const char *number)
{
  KirokuPairs *pairs = kiroku_document_add_pairs (document);

  kiroku_pairs_add (pairs, kiroku_words (self->language, "事案番号", "Case number"),
                    self->case_info->number);
  kiroku_pairs_add (pairs, kiroku_words (self->language, "題名", "Title"), kiroku_case_show_title (self->case_info, self->language));
  kiroku_pairs_add (pairs, label, number);
  kiroku_report_frame_add_making (self, pairs);
  kiroku_report_frame_add_seal (self, document);
}
