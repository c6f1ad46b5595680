/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-report.h"

#include <string.h>

#include "kiroku-i18n.h"
#include "kiroku-report-private.h"
#include "kiroku-report-rows.h"
#include "kiroku-tlp.h"
#include "kiroku-words.h"

/* Digits of a digest in a group, as they are compared. */
#define GROUP 16

/* Width of the column with the number of an item, in points: the same in all tables. */
#define ITEM_WIDTH 48

/* --- What is said of one item ------------------------------------------------------------------ */

/* The digits of a digest in groups, @columns on each line. (transfer full) */
static char *
show_digest (const KirokuEvidenceReport *input, const char *digest, guint columns)
{
  GString *text = g_string_new (NULL);
  const gsize length = digest != NULL ? strlen (digest) : 0;

  for (gsize i = 0; i < length; i += GROUP)
    g_string_append_printf (text, "%s%.*s",
                            i == 0 ? "" : i / GROUP % columns == 0 ? "\n" : " ", GROUP, digest + i);
  if (digest == NULL)
    g_string_append (text, kiroku_report_or_withheld (input->frame.language, NULL));
  return g_string_free (text, FALSE);
}

/* (nullable): nothing is known. (transfer none) */
static const char *
get_fact (const KirokuEvidenceReport *input, const KirokuEvidence *item, KirokuEvidenceFact fact)
{
  const KirokuEvidenceValue *value = &item->facts[fact];

  return value->withheld ? kiroku_report_or_withheld (input->frame.language, NULL) : value->value;
}

/* A line of its own, its name in front where there is one. */
static void
add_line (GString *text, const char *name, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (name != NULL)
    g_string_append (text, name);
  g_string_append (text, value);
}

static char *
show_name (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  GString *text = g_string_new (kiroku_report_or_withheld (input->frame.language, item->name));
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, item->size);
  g_autofree char *number = kiroku_words_number (digits);
  g_autofree char *size
      = item->size >= 0
            ? g_strdup_printf (kiroku_words (input->frame.language, "%s バイト", "%s bytes"), number)
            : NULL;

  add_line (text, NULL, kiroku_report_or_withheld (input->frame.language, size));
  return g_string_free (text, FALSE);
}

static char *
show_source (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  GString *text = g_string_new (NULL);

  add_line (text, NULL, get_fact (input, item, KIROKU_EVIDENCE_SOURCE));
  add_line (text, NULL, get_fact (input, item, KIROKU_EVIDENCE_HOST));
  add_line (text, NULL, get_fact (input, item, KIROKU_EVIDENCE_ADDRESS));
  return g_string_free (text, FALSE);
}

/* "+09:00"; (nullable) (transfer none) */
static const char *
get_offset (const char *occ)
{
  KirokuTime time;

  return occ != NULL && kiroku_time_from_occ (occ, "second", NULL, &time) ? occ + 19 : NULL;
}

/* The wall-clock time of @occ (nullable), without the offset that its source stated; what is not in the form of
 * `occ` stays as it is. (transfer full) */
static char *
show_wall_clock (const char *language, const char *occ)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);
  g_autofree char *text = kiroku_time_stated_to_text (occ != NULL ? occ : "", FALSE);

  return get_offset (occ) != NULL ? g_strndup (text, strrchr (text, ' ') - text)
                                  : g_steal_pointer (&text);
}

static char *
show_period (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  const char *from = get_fact (input, item, KIROKU_EVIDENCE_FROM);
  const char *to = get_fact (input, item, KIROKU_EVIDENCE_TO);
  const char *from_offset = get_offset (from), *to_offset = get_offset (to);
  GString *text = g_string_new (NULL);
  g_autofree char *begin = show_wall_clock (input->frame.language, from);
  g_autofree char *end = show_wall_clock (input->frame.language, to);

  if (from == NULL && to == NULL)
    return g_string_free (text, FALSE);
  g_string_append_printf (text, kiroku_words (input->frame.language, "%s～", "%s –"), begin);
  if (to_offset != NULL && g_strcmp0 (from_offset, to_offset) != 0)
    add_line (text, NULL, from_offset);
  add_line (text, NULL, end);
  add_line (text, NULL, to_offset != NULL ? to_offset : from_offset);
  return g_string_free (text, FALSE);
}

/* Which way it was off, in words: a sign is easily misread. (transfer full) (nullable) */
static char *
show_clock_error (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (input->frame.language);
  const char *value = get_fact (input, item, KIROKU_EVIDENCE_CLOCK_ERROR);
  char *error = value != NULL ? kiroku_clock_error_describe (value) : NULL;

  return error != NULL ? error : g_strdup (value);
}

static char *
show_clock (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  GString *text = g_string_new (NULL);
  g_autofree char *error = show_clock_error (input, item);

  add_line (text, NULL, get_fact (input, item, KIROKU_EVIDENCE_ZONE));
  add_line (text, NULL, error);
  return g_string_free (text, FALSE);
}

static char *
show_taken (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  GString *text = g_string_new (NULL);
  const char *taken_by = get_fact (input, item, KIROKU_EVIDENCE_TAKEN_BY);
  const char *author = kiroku_report_or_withheld (input->frame.language, item->author);
  g_autofree char *at = kiroku_words_stamp (
      input->frame.language, item->at, item->stated ? item->precision : KIROKU_PRECISION_SECOND,
      input->frame.zone);

  add_line (text, NULL, taken_by != NULL ? taken_by : author);
  add_line (text, NULL, at);
  add_line (text, NULL, get_fact (input, item, KIROKU_EVIDENCE_TOOL));
  if (taken_by != NULL && g_strcmp0 (taken_by, item->author) != 0)
    add_line (text, kiroku_words (input->frame.language, "記録：", "recorded: "), author);
  return g_string_free (text, FALSE);
}

static char *
show_gaps (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  GString *text = g_string_new (NULL);
  const char *tlp = get_fact (input, item, KIROKU_EVIDENCE_TLP);
  KirokuTlp known = kiroku_tlp_from_id (tlp);

  add_line (text, kiroku_words (input->frame.language, "欠落：", "Gaps: "),
            get_fact (input, item, KIROKU_EVIDENCE_GAPS));
  add_line (text, NULL, get_fact (input, item, KIROKU_EVIDENCE_NOTE));
  add_line (text, NULL, known != KIROKU_TLP_NONE ? kiroku_tlp_name (known) : tlp);
  return g_string_free (text, FALSE);
}

static const char *
get_state (const KirokuEvidenceReport *input, const KirokuEvidenceCheck *check)
{
  if (check->withheld)
    return kiroku_report_or_withheld (input->frame.language, NULL);
  if (check->state == KIROKU_EVIDENCE_INTACT)
    return kiroku_words (input->frame.language, "変更なし", "Intact");
  if (check->state == KIROKU_EVIDENCE_CHANGED)
    return kiroku_words (input->frame.language, "変更あり", "CHANGED");
  return kiroku_words (input->frame.language, "ファイルなし", "MISSING");
}

/* By what law, when and by whom: no check before it says anything of the file any more. */
static char *
show_erasure (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  GString *text = g_string_new (kiroku_words (input->frame.language, "法令により消去", "ERASED BY LAW"));
  g_autofree char *at = kiroku_words_stamp (input->frame.language, item->erased_at,
                                            KIROKU_PRECISION_MINUTE, input->frame.zone);

  add_line (text, NULL, kiroku_report_or_withheld (input->frame.language, item->law));
  add_line (text, NULL, at);
  add_line (text, NULL, kiroku_report_or_withheld (input->frame.language, item->eraser));
  return g_string_free (text, FALSE);
}

static char *
show_check (const KirokuEvidenceReport *input, const KirokuEvidence *item)
{
  const KirokuEvidenceCheck *check = kiroku_evidence_get_last_check (item);
  g_autofree char *at = NULL;

  if (item->erased)
    return show_erasure (input, item);
  if (check == NULL)
    return g_strdup (kiroku_words (input->frame.language, "未実施", "Not yet"));
  at = kiroku_words_stamp (input->frame.language, check->rec, KIROKU_PRECISION_MINUTE, input->frame.zone);
  return g_strdup_printf ("%s\n%s\n%s", get_state (input, check), at,
                          kiroku_report_or_withheld (input->frame.language, check->author));
}

/* --- The chapters ------------------------------------------------------------------------------ */

static void
add_item (KirokuReportRows *rows, const KirokuEvidenceReport *input, guint i)
{
  const KirokuEvidence *item = g_ptr_array_index (input->items, i);

  kiroku_report_rows_add (rows, g_strdup_printf ("%u", i + 1));
  kiroku_report_rows_add (rows, show_name (input, item));
  kiroku_report_rows_add (rows, show_source (input, item));
  kiroku_report_rows_add (rows, show_period (input, item));
  kiroku_report_rows_add (rows, show_clock (input, item));
  kiroku_report_rows_add (rows, show_taken (input, item));
  kiroku_report_rows_add (rows, show_gaps (input, item));
  kiroku_report_rows_add (rows, show_check (input, item));
  kiroku_report_rows_end (rows, KIROKU_ROW_PLAIN);
}

static void
add_items (KirokuDocument *document, const KirokuEvidenceReport *input)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->frame.language, "証拠番号", "Item"), ITEM_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (input->frame.language, "名称・大きさ", "Name, size"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "取得元", "Source"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "対象期間", "Period"), 106, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "標準時・時計", "Time zone, clock"), 68, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "取得者・日時・方法", "Taken by, when, how"), 112,
      KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "欠落・備考", "Gaps, notes"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "最後の照合", "Last check"), 92, KIROKU_ALIGN_START },
  };
  KirokuReportRows *rows = kiroku_report_rows_new (G_N_ELEMENTS (columns));

  kiroku_document_add_note (
      document,
      kiroku_words (
          input->frame.language,
          "対象期間は取得元が示した時差のまま示します。照合は、保管しているファイルをもう一度読み、"
          "取得したときのものと同じかを確かめることです。",
          "The period stands with the offset that its source stated. A check reads the kept file "
          "again and compares it with what was taken in."));
  for (guint i = 0; i < input->items->len; i++)
    add_item (rows, input, i);
  kiroku_report_rows_put (rows, document, columns);
}

/* In a table of their own, where each stands on two even lines. */
static void
add_digests (KirokuDocument *document, const KirokuEvidenceReport *input)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->frame.language, "証拠番号", "Item"), ITEM_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (input->frame.language, "名称", "Name"), 0, KIROKU_ALIGN_START },
    { "SHA-256", 192, KIROKU_ALIGN_START },
    { "SHA-512", 376, KIROKU_ALIGN_START },
  };
  KirokuReportRows *rows = kiroku_report_rows_new (G_N_ELEMENTS (columns));

  for (guint i = 0; i < input->items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (input->items, i);

      kiroku_report_rows_add (rows, g_strdup_printf ("%u", i + 1));
      kiroku_report_rows_add (rows, g_strdup (kiroku_report_or_withheld (input->frame.language, item->name)));
      kiroku_report_rows_add (rows, show_digest (input, item->sha256, 2));
      kiroku_report_rows_add (rows, show_digest (input, item->sha512, 4));
      kiroku_report_rows_end (rows, KIROKU_ROW_PLAIN);
    }
  kiroku_report_rows_put (rows, document, columns);
}

/* What @move says in field @id, @value, or that it is not here; @otherwise where nobody stated it. */
static const char *
get_stated (const KirokuEvidenceReport *input,
            const KirokuEvidenceMove *move,
            const char *id,
            const char *value,
            const char *otherwise)
{
  return value != NULL ? value
                       : kiroku_report_name_absence (input->frame.language, input->absent, move->hash,
                                                     id, otherwise);
}

static void
add_move (KirokuReportRows *rows, const KirokuEvidenceReport *input, guint i, const KirokuEvidenceMove *move)
{
  const KirokuEvidence *item = g_ptr_array_index (input->items, i);
  const char *language = input->frame.language;
  const char *author = kiroku_report_or_withheld (language, move->author);
  const char *reason = get_stated (input, move, "reason", move->reason, NULL);

  kiroku_report_rows_add (rows, g_strdup_printf ("%u", i + 1));
  kiroku_report_rows_add (rows, g_strdup (kiroku_report_or_withheld (language, item->name)));
  kiroku_report_rows_add (rows, kiroku_words_stamp (language, move->at, KIROKU_PRECISION_MINUTE,
                                      input->frame.zone));
  for (guint field = 0; field < KIROKU_N_CUSTODY_FIELDS; field++)
    kiroku_report_rows_add (rows, g_strdup (get_stated (input, move, kiroku_custody_field_id (field),
                                                        move->fields[field], "")));
  if (reason != NULL)
    kiroku_report_rows_add (rows, g_strdup_printf (kiroku_words (language, "%s\n［訂正の理由：%s］",
                                                   "%s\n[corrected because: %s]"),
                                     author, reason));
  else
    kiroku_report_rows_add (rows, g_strdup (author));
  kiroku_report_rows_end (rows, move->corrected ? KIROKU_ROW_STRUCK : KIROKU_ROW_PLAIN);
}

static void
add_moves (KirokuDocument *document, const KirokuEvidenceReport *input)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->frame.language, "証拠番号", "Item"), ITEM_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (input->frame.language, "名称", "Name"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "日時", "When"), 90, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "渡した人", "From"), 66, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "受け取った人", "To"), 66, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "保管場所", "Where"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "目的", "Purpose"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "方法・道具", "Tool"), 62, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "立会人", "Witness"), 54, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "記録者", "Recorded by"), 62, KIROKU_ALIGN_START },
  };
  KirokuReportRows *rows = kiroku_report_rows_new (G_N_ELEMENTS (columns));

  for (guint i = 0; i < input->items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (input->items, i);

      for (guint j = 0; j < item->moves->len; j++)
        add_move (rows, input, i, g_ptr_array_index (item->moves, j));
    }
  if (kiroku_report_rows_length (rows) > 0)
    {
      kiroku_report_rows_put (rows, document, columns);
      return;
    }
  kiroku_report_rows_free (rows);
  kiroku_document_add_paragraph (
      document,
      kiroku_words (input->frame.language, "引き渡しの記録はありません。", "No hand-over was recorded."));
}

/* --- The pages --------------------------------------------------------------------------------- */

static void
add_cover (KirokuDocument *document, const KirokuEvidenceReport *input)
{
  const char *language = input->frame.language;
  g_autofree char *number
      = g_strdup_printf (kiroku_words (language, "%u点", "%u"), input->items->len);

  kiroku_report_frame_add_list_cover (&input->frame, document, kiroku_words (language, "点数", "Items"),
                                      number);
}

KirokuDocument *
kiroku_report_evidence (const KirokuEvidenceReport *input)
{
  KirokuDocument *document;

  g_return_val_if_fail (input != NULL && input->frame.case_info != NULL && input->items != NULL, NULL);
  g_return_val_if_fail (input->frame.pack != NULL && input->frame.zone != NULL, NULL);
  g_return_val_if_fail (input->frame.author != NULL && input->frame.program != NULL, NULL);

  document = kiroku_document_new ();
  kiroku_report_frame_set_list (&input->frame, document,
                                kiroku_words (input->frame.language, "収集ログ・証拠一覧",
                                              "List of collected logs and evidence"));
  add_cover (document, input);
  kiroku_document_add_heading (
      document, 1, kiroku_words (input->frame.language, "1　収集したもの", "1 What was collected"));
  if (input->items->len > 0)
    add_items (document, input);
  else
    kiroku_document_add_paragraph (document, kiroku_words (input->frame.language,
                                                           "収集したものの記録はありません。",
                                                           "Nothing was recorded as collected."));
  if (input->items->len > 0)
    {
      kiroku_document_add_heading (document, 1,
                                   kiroku_words (input->frame.language, "2　ハッシュ値", "2 Digests"));
      add_digests (document, input);
    }
  kiroku_document_add_heading (
      document, 1,
      input->items->len > 0
          ? kiroku_words (input->frame.language, "3　引き渡しの記録", "3 Chain of custody")
          : kiroku_words (input->frame.language, "2　引き渡しの記録", "2 Chain of custody"));
  add_moves (document, input);
  return document;
}
