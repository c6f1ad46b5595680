/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator-sheet.h"

#include <string.h>

#include "kiroku-csv.h"
#include "kiroku-form.h"
#include "kiroku-i18n.h"
#include "kiroku-report-private.h"
#include "kiroku-report-rows.h"
#include "kiroku-victim.h"

KirokuSharing
kiroku_indicator_sheet_judge (const KirokuIndicatorSheet *input, const KirokuIndicator *indicator)
{
  g_return_val_if_fail (input != NULL && indicator != NULL, KIROKU_VICTIM);

  if (indicator->state == KIROKU_INDICATOR_WITHDRAWN)
    return KIROKU_WITHDRAWN;
  if (kiroku_victim_is_named (input->facts, input->assets, indicator->value))
    return KIROKU_VICTIM;
  if (indicator->tlp == KIROKU_TLP_NONE)
    return KIROKU_UNMARKED;
  return indicator->tlp < input->limit ? KIROKU_NARROWER : KIROKU_SHARED;
}

/* (transfer container) (element-type KirokuIndicator) */
static GPtrArray *
choose (const KirokuIndicatorSheet *input, guint n[KIROKU_N_SHARINGS])
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < input->indicators->len; i++)
    {
      KirokuIndicator *indicator = g_ptr_array_index (input->indicators, i);
      const KirokuSharing sharing = kiroku_indicator_sheet_judge (input, indicator);

      n[sharing]++;
      if (sharing == KIROKU_SHARED)
        g_ptr_array_add (chosen, indicator);
    }
  return chosen;
}

/* --- The pages --------------------------------------------------------------------------------- */

/* No author, and no subject: they would name whom it hit. */
static void
set_page (KirokuDocument *document, const KirokuIndicatorSheet *input)
{
  const char *name = kiroku_words (input->language, "攻撃手口・侵害指標の共有",
                                   "Techniques and indicators to share");
  g_autofree char *marking = kiroku_form_dup_marking (
      input->case_info->exercise,
      input->marking != NULL ? input->marking : kiroku_tlp_name (input->limit));

  kiroku_document_set_language (document, input->language);
  kiroku_document_set_title (document, name);
  kiroku_document_set_created (document, input->now);
  kiroku_document_set_header (document, name, NULL);
  kiroku_document_set_footer (document, input->program);
  kiroku_document_set_marking (document, marking);
  kiroku_document_add_title (document, name);
}

static void
add_cover (KirokuDocument *document, const KirokuIndicatorSheet *input, guint n)
{
  const char *language = input->language;
  KirokuPairs *pairs = kiroku_document_add_pairs (document);
  g_autofree char *made = kiroku_report_show_minute (language, input->now, input->zone);
  g_autofree char *number = g_strdup_printf (kiroku_words (language, "%u件", "%u"), n);

  kiroku_pairs_add (pairs, kiroku_words (language, "整理番号", "Reference"),
                    input->case_info->number);
  kiroku_pairs_add (pairs, kiroku_words (language, "共有範囲", "To be shared"),
                    kiroku_tlp_name (input->limit));
  kiroku_pairs_add (pairs, kiroku_words (language, "侵害指標", "Indicators"), number);
  kiroku_pairs_add (pairs, kiroku_words (language, "作成", "Made"), made);
  if (input->seal != NULL)
    kiroku_report_add_small_root (document, input->seal);
}

static void
add_note (KirokuDocument *document, const KirokuIndicatorSheet *input)
{
  g_autofree char *note = g_strdup_printf (
      kiroku_words (input->language,
                    "被害組織、その資産、関係者の情報は載せていません。侵害指標は、誤って開かないように"
                    "記号を書き換えています。日時は%sで示します。",
                    "Nothing stands here of the organisation that was hit, its assets or its people. "
                    "Indicators are written so that nobody follows them by accident. Times are of %s."),
      g_time_zone_get_identifier (input->zone));

  kiroku_document_add_note (document, note);
}

/* What follows from a copy in which names of the victim are withheld or erased. */
static void
add_warning (KirokuDocument *document, const KirokuIndicatorSheet *input)
{
  if (kiroku_indicator_sheet_is_blind (input))
    kiroku_document_add_note (
        document,
        kiroku_words (input->language,
                      "この写しには、被害組織、関係者または資産の名称の一部がありません（非開示または消去）。"
                      "それらを示す侵害指標が残っている可能性があります。渡す前に、すべての名称を"
                      "知る人が確認してください。",
                      "Some names of the organisation that was hit, its people or its assets are not in this copy "
                      "(withheld or erased). An indicator that gives them away may still stand here: before it is "
                      "passed on, somebody who knows all the names must check it."));
}

gboolean
kiroku_indicator_sheet_is_blind (const KirokuIndicatorSheet *input)
{
  g_return_val_if_fail (input != NULL && input->facts != NULL, TRUE);

  return input->assets_hidden || kiroku_victim_is_hidden (input->facts);
}

/* (transfer full) */
static char *
name_type (const KirokuIndicatorSheet *input, const KirokuIndicator *indicator)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (input->language);

  return g_strdup (kiroku_indicator_type_name (indicator->type));
}

/* (transfer full) */
static char *
show_first (const KirokuIndicatorSheet *input, gint64 at)
{
  return at != KIROKU_TIME_NONE
             ? kiroku_words_stamp (input->language, at, KIROKU_PRECISION_SECOND, input->zone)
             : g_strdup ("");
}

static void
add_indicators (KirokuDocument *document, const KirokuIndicatorSheet *input, GPtrArray *chosen)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "種類", "Type"), 76, KIROKU_ALIGN_START },
    { kiroku_words (language, "値", "Value"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "手口（ATT&CK）", "Technique (ATT&CK)"), 74, KIROKU_ALIGN_START },
    { kiroku_words (language, "最初に見た日時", "First seen"), 96, KIROKU_ALIGN_START },
    { "TLP", 76, KIROKU_ALIGN_START },
  };
  KirokuReportRows *rows = kiroku_report_rows_new (G_N_ELEMENTS (columns));

  for (guint i = 0; i < chosen->len; i++)
    {
      const KirokuIndicator *indicator = g_ptr_array_index (chosen, i);

      kiroku_report_rows_add (rows, name_type (input, indicator));
      kiroku_report_rows_add (rows, kiroku_indicator_defang (indicator->type, indicator->value));
      kiroku_report_rows_add (rows, g_strdup (indicator->technique));
      kiroku_report_rows_add (rows, show_first (input, indicator->first_seen));
      kiroku_report_rows_add (rows, g_strdup (kiroku_tlp_name (indicator->tlp)));
      kiroku_report_rows_end (rows, KIROKU_ROW_PLAIN);
    }
  kiroku_report_rows_put (rows, document, columns);
}

static int
compare_techniques (gconstpointer a, gconstpointer b)
{
  const KirokuIndicator *first = *(KirokuIndicator *const *) a;
  const KirokuIndicator *second = *(KirokuIndicator *const *) b;
  const int order = strcmp (first->technique, second->technique);

  if (order != 0 || first->first_seen == second->first_seen)
    return order;
  if (first->first_seen == KIROKU_TIME_NONE || second->first_seen == KIROKU_TIME_NONE)
    return first->first_seen == KIROKU_TIME_NONE ? 1 : -1;
  return first->first_seen < second->first_seen ? -1 : 1;
}

/* Those with a technique, by it, the earliest first. (transfer container) */
static GPtrArray *
sort_techniques (GPtrArray *chosen)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (guint i = 0; i < chosen->len; i++)
    {
      KirokuIndicator *indicator = g_ptr_array_index (chosen, i);

      if (indicator->technique != NULL && indicator->technique[0] != '\0')
        g_ptr_array_add (sorted, indicator);
    }
  g_ptr_array_sort (sorted, compare_techniques);
  return sorted;
}

static void
add_techniques (KirokuDocument *document, const KirokuIndicatorSheet *input, GPtrArray *chosen)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "手口（ATT&CK）", "Technique (ATT&CK)"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "侵害指標", "Indicators"), 76, KIROKU_ALIGN_END },
    { kiroku_words (language, "最初に見た日時", "First seen"), 120, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) sorted = sort_techniques (chosen);
  KirokuReportRows *rows;

  if (sorted->len == 0)
    return;
  rows = kiroku_report_rows_new (G_N_ELEMENTS (columns));
  kiroku_document_add_heading (document, 1, kiroku_words (language, "手口", "Techniques"));
  for (guint i = 0, n = 0; i < sorted->len; i += n, n = 0)
    {
      const KirokuIndicator *first = g_ptr_array_index (sorted, i);

      while (i + n < sorted->len
             && g_str_equal (((KirokuIndicator *) sorted->pdata[i + n])->technique,
                             first->technique))
        n++;
      kiroku_report_rows_add (rows, g_strdup (first->technique));
      kiroku_report_rows_add (rows, g_strdup_printf ("%u", n));
      kiroku_report_rows_add (rows, show_first (input, first->first_seen));
      kiroku_report_rows_end (rows, KIROKU_ROW_PLAIN);
    }
  kiroku_report_rows_put (rows, document, columns);
}

KirokuDocument *
kiroku_report_indicators (const KirokuIndicatorSheet *input)
{
  guint n[KIROKU_N_SHARINGS] = { 0 };
  g_autoptr (GPtrArray) chosen = NULL;
  KirokuDocument *document;

  g_return_val_if_fail (input != NULL && input->case_info != NULL && input->zone != NULL, NULL);
  g_return_val_if_fail (input->indicators != NULL && input->assets != NULL, NULL);
  g_return_val_if_fail (input->facts != NULL && input->program != NULL, NULL);

  chosen = choose (input, n);
  document = kiroku_document_new ();
  set_page (document, input);
  add_cover (document, input, chosen->len);
  add_note (document, input);
  add_warning (document, input);
  add_techniques (document, input, chosen);
  kiroku_document_add_heading (document, 1,
                               kiroku_words (input->language, "侵害指標", "Indicators"));
  if (chosen->len > 0)
    add_indicators (document, input, chosen);
  else
    kiroku_document_add_paragraph (
        document, kiroku_words (input->language, "この共有範囲で示せる侵害指標はありません。",
                                "There are no indicators that may be shared so far."));
  return document;
}

char *
kiroku_report_indicators_csv (const KirokuIndicatorSheet *input)
{
  guint n[KIROKU_N_SHARINGS] = { 0 };
  g_autoptr (GPtrArray) chosen = NULL;
  GString *text = g_string_new ("type,value,technique,first_seen,tlp\r\n");

  g_return_val_if_fail (input != NULL && input->indicators != NULL, NULL);

  chosen = choose (input, n);
  for (guint i = 0; i < chosen->len; i++)
    {
      const KirokuIndicator *indicator = g_ptr_array_index (chosen, i);
      g_autofree char *defanged = kiroku_indicator_defang (indicator->type, indicator->value);
      g_autofree char *seen = indicator->first_seen != KIROKU_TIME_NONE
                                  ? kiroku_time_to_iso (indicator->first_seen, input->zone)
                                  : NULL;

      kiroku_csv_append (text, kiroku_indicator_type_id (indicator->type), FALSE);
      kiroku_csv_append (text, defanged, FALSE);
      kiroku_csv_append (text, indicator->technique, FALSE);
      kiroku_csv_append (text, seen, FALSE);
      kiroku_csv_append (text, kiroku_tlp_name (indicator->tlp), TRUE);
    }
  return g_string_free (text, FALSE);
}
