/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form.h"

#include <string.h>

#include "kiroku-checkpoint.h"
#include "kiroku-form-letter.h"
#include "kiroku-words.h"

/* How tall the box of a long text is at least, in lines. */
#define LONG_TEXT_LINES 3
/* Two short answers stand side by side unless one is longer than this, in half-width columns. */
#define SHORT_COLUMNS 24
#define SHORT_LABEL_COLUMNS 18
/* Above the check list, in points. */
#define GAP 14

/* How far down the page a row has come. */
typedef struct
{
  KirokuGridRow *row;
  guint n_cells; /* in the strip; 0 at its beginning */
  gboolean is_first;
  gboolean tagged; /* items say how sure they are */
  const char *row_label; /* which no field of the row says again */
} Setter;

/* --- The grid --------------------------------------------------------------------------------- */

static guint
count_columns (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return n;
}

/* A time behind a label would be broken between its hours and minutes. */
static gboolean
is_short (const KirokuFormField *field)
{
  if (field->choices->len > 0 || field->type == KIROKU_FACT_LONG_TEXT
      || (field->type == KIROKU_FACT_TIME && field->label != NULL))
    return FALSE;
  return count_columns (field->shown) <= SHORT_COLUMNS
         && (field->label == NULL || count_columns (field->label) <= SHORT_LABEL_COLUMNS);
}

/* Makes room for the next cell: beside the last, or below. */
static void
next_cell (Setter *setter, gboolean may_stand_beside)
{
  if (may_stand_beside && setter->n_cells == 1)
    {
      setter->n_cells = 2;
      return;
    }
  if (!setter->is_first)
    kiroku_grid_row_break (setter->row);
  setter->is_first = FALSE;
  setter->n_cells = may_stand_beside ? 1 : 2;
}

/* What stands before a field: its label, and where that is said there how sure it is, and that it changed since
 * it was filed. (transfer full) (nullable) */
static char *
dup_field_label (const Setter *setter, const KirokuFormField *field, const char *language)
{
  if (setter->tagged && field->before != NULL)
    return g_strdup_printf (kiroku_words (language, "%s［%s%s前回から変更］", "%s [%s%schanged since filed]"),
                            field->label != NULL ? field->label : "",
                            field->tag != NULL ? field->tag : "",
                            field->tag != NULL ? kiroku_words (language, "、", ", ") : "");
  if (!setter->tagged || field->tag == NULL)
    return g_strcmp0 (field->label, setter->row_label) != 0 ? g_strdup (field->label) : NULL;
  return g_strdup_printf (kiroku_words (language, "%s［%s］", "%s [%s]"),
                          field->label != NULL ? field->label : "", field->tag);
}

static void
add_choices (Setter *setter, const KirokuFormField *field, const char *language)
{
  g_autofree char *label = dup_field_label (setter, field, language);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *note = NULL;
  guint64 checked = 0;

  for (guint i = 0; i < MIN (field->choices->len, 64); i++)
    {
      const KirokuFormChoice *choice = field->choices->pdata[i];

      g_ptr_array_add (names, choice->name);
      if (choice->checked)
        checked |= G_GUINT64_CONSTANT (1) << i;
    }
  g_ptr_array_add (names, NULL);
  next_cell (setter, FALSE);
  kiroku_grid_row_add_choices (setter->row, label, (const char *const *) names->pdata,
                               checked);
  if (field->note[0] == '\0')
    return;
  note = g_strdup_printf (kiroku_words (language, "※ %s", "Note: %s"), field->note);
  next_cell (setter, FALSE);
  kiroku_grid_row_add_text (setter->row, NULL, note);
}

static void
add_field (Setter *setter, const KirokuFormField *field, const char *language)
{
  g_autofree char *label = dup_field_label (setter, field, language);

  if (field->choices->len > 0)
    {
      add_choices (setter, field, language);
      return;
    }
  next_cell (setter, is_short (field));
  kiroku_grid_row_add_text (setter->row, label, field->shown);
  if (field->type == KIROKU_FACT_LONG_TEXT)
    kiroku_grid_row_set_min_lines (setter->row, LONG_TEXT_LINES);
}

static void
add_row (KirokuGrid *grid, const KirokuFormRow *row, gboolean tagged, const char *language)
{
  Setter setter = { kiroku_grid_add_row (grid, row->number, row->label), 0, TRUE, tagged,
                    row->label };

  if (tagged && row->tag != NULL)
    kiroku_grid_row_set_tag (setter.row, row->tag);
  for (guint i = 0; i < row->fields->len; i++)
    add_field (&setter, row->fields->pdata[i], language);
}

static void
add_grid (KirokuDocument *document, const KirokuFilledForm *form, gboolean tagged)
{
  KirokuGrid *grid = kiroku_document_add_grid (document);

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      kiroku_grid_add_section (grid, section->label);
      for (guint r = 0; r < section->rows->len; r++)
        add_row (grid, section->rows->pdata[r], tagged, form->language);
    }
}

/* --- Around it -------------------------------------------------------------------------------- */

char *
kiroku_form_dup_marking (gboolean exercise, const char *marking)
{
  if (!exercise)
    return g_strdup (marking);
  if (marking == NULL || marking[0] == '\0')
    return g_strdup ("訓練 / EXERCISE");
  return g_strconcat ("訓練 / EXERCISE — ", marking, NULL);
}

/* What this print is not, where a reader could take it for that. */
static const char *
worksheet_words (const KirokuFilledForm *form)
{
  if (form->record)
    return kiroku_words (form->language, "社内記録（官庁等の様式ではありません）",
                         "internal record — no form of an authority");
  return kiroku_words (form->language, "整理票（公式の様式ではありません）",
                       "worksheet — not the official form");
}

/* A letter has nothing on its margins but the number of the page. */
static void
set_margins (KirokuDocument *document, const KirokuFilledForm *form, const char *subject)
{
  const char *language = form->language;
  g_autofree char *right = g_strdup_printf ("%s %s", form->id, form->short_name);
  g_autofree char *foot = g_strdup_printf (
      kiroku_words (language, "%s 第%s版 ・ 規則 %s ・ %s", "%s v%s · rules %s · %s"), form->id,
      form->version, form->pack_version, worksheet_words (form));

  if (form->letter)
    return;
  kiroku_document_set_header (document, subject, right);
  kiroku_document_set_footer (document, foot);
}

/* Of what record the copy for submission is, for a camera and for people. */
static void
set_root (KirokuDocument *document, const KirokuFilledForm *form, KirokuFormCopy copy)
{
  g_autofree char *code = NULL;
  g_autofree char *digits = NULL;
  g_autofree char *caption = NULL;

  if (form->letter || form->root == NULL || copy == KIROKU_FORM_COPY_WORKING)
    return;
  code = g_strconcat (KIROKU_ROOT_PREFIX, form->root, NULL);
  digits = kiroku_words_groups (form->root, G_MAXUINT);
  caption = g_strdup_printf (kiroku_words (form->language, "事案ルート %s", "Case root %s"), digits);
  kiroku_document_set_footer_code (document, code, caption);
}

static void
set_page (KirokuDocument *document, const KirokuFilledForm *form, const char *marking)
{
  g_autofree char *subject
      = g_strdup_printf (kiroku_words (form->language, "事案 %s", "Case %s"), form->case_number);
  g_autofree char *marks = kiroku_form_dup_marking (form->exercise, marking);

  kiroku_document_set_language (document, form->language);
  kiroku_document_set_title (document, form->name);
  kiroku_document_set_subject (document, subject);
  kiroku_document_set_created (document, form->now);
  set_margins (document, form, subject);
  kiroku_document_set_marking (document, marks);
}

/* In what the file says of itself, in either language; in its XMP it needs no escape. */
#define WORKING_JA "控え（提出用ではありません）"
#define WORKING_EN "working copy, not for submission"

static void
mark_working (KirokuDocument *document, const KirokuFilledForm *form)
{
  g_autofree char *subject
      = g_strdup_printf (kiroku_words (form->language, "事案 %s ・ %s", "Case %s · %s"),
                         form->case_number, kiroku_words (form->language, WORKING_JA, WORKING_EN));

  kiroku_document_set_subject (document, subject);
}

static gboolean
has_bytes (GMappedFile *file, const char *wanted)
{
  const char *at = g_mapped_file_get_contents (file);
  const char *end = at + g_mapped_file_get_length (file);
  gsize length = strlen (wanted);

  while ((at = memchr (at, wanted[0], end - at)) != NULL && (gsize) (end - at) >= length)
    if (memcmp (at++, wanted, length) == 0)
      return TRUE;
  return FALSE;
}

/* As cairo writes a subject that is not all ASCII: UTF-16BE in hex digits. Where the part for an archive could not
 * be written it stands nowhere else. */
static gboolean
has_hex (GMappedFile *file, const char *wanted)
{
  g_autofree gunichar2 *units = g_utf8_to_utf16 (wanted, -1, NULL, NULL, NULL);
  g_autoptr (GString) hex = g_string_new (NULL);

  for (const gunichar2 *unit = units; *unit != 0; unit++)
    g_string_append_printf (hex, "%04X", *unit);
  return has_bytes (file, hex->str);
}

gboolean
kiroku_form_is_working_copy (const char *path)
{
  g_autoptr (GMappedFile) file = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  file = g_mapped_file_new (path, FALSE, NULL);
  return file != NULL && g_mapped_file_get_length (file) > 0
         && (has_bytes (file, WORKING_JA) || has_bytes (file, WORKING_EN)
             || has_hex (file, WORKING_JA) || has_hex (file, WORKING_EN));
}

/* @tagged: with how sure it is that it goes there. (transfer none) */
static KirokuPairs *
add_head (KirokuDocument *document, const KirokuFilledForm *form, gboolean tagged)
{
  const char *language = form->language;
  g_autofree char *recipient = NULL;
  KirokuPairs *pairs;

  if (tagged && form->recipient_tag != NULL)
    recipient = g_strdup_printf (kiroku_words (language, "%s［%s］", "%s [%s]"), form->recipient,
                                 form->recipient_tag);

  kiroku_document_add_title (document, form->name);
  pairs = kiroku_document_add_pairs (document);
  kiroku_pairs_add (pairs, kiroku_words (language, "宛先", "To"),
                    recipient != NULL ? recipient : form->recipient);
  if (form->report_date != NULL)
    kiroku_pairs_add (pairs, kiroku_words (language, "報告日", "Date"), form->report_date);
  kiroku_pairs_add (pairs, kiroku_words (language, "根拠", "Basis"), form->basis);
  return pairs;
}

/* What this print is, and how it is to be used. */
static void
add_standing (KirokuDocument *document, const KirokuFilledForm *form)
{
  if (form->letter)
    kiroku_document_add_paragraph (document, form->standing);
  else
    kiroku_document_add_tagged (document, form->standing,
                                form->record
                                    ? kiroku_words (form->language, "社内記録", "internal record")
                                    : kiroku_words (form->language, "整理票", "worksheet"));
  if (form->guide != NULL)
    kiroku_document_add_note (document, form->guide);
  kiroku_document_add_space (document, 4);
}

/* Explains the words that say how sure the items of this form are, each once, after @lead. */
static void
add_legend (KirokuDocument *document, const KirokuFilledForm *form, const char *lead)
{
  static const struct
  {
    KirokuConfidence confidence;
    const char *ja, *en;
  } meanings[] = {
    { KIROKU_CONFIDENCE_FOUND_2ND, "伝聞：二次的な資料で確認した項目",
      "second-hand: read in a secondary source" },
    { KIROKU_CONFIDENCE_RECALLED, "要確認：原文と照合していない項目。提出前に公式の様式で確認してください",
      "not confirmed: not compared with the primary text; check the official form before use" },
    { KIROKU_CONFIDENCE_PROPOSED, "独自項目：公式の様式にはない、整理のための項目",
      "our own proposal: an item of this worksheet, not of an official form" },
  };
  g_autoptr (GString) out = g_string_new (NULL);
  guint shown = 1u << form->recipient_confidence;

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; r < section->rows->len; r++)
        shown |= 1u << ((KirokuFormRow *) section->rows->pdata[r])->confidence;
    }
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (shown & (1u << meanings[i].confidence))
      {
        if (out->len > 0)
          g_string_append (out, kiroku_words (form->language, "。", ". "));
        g_string_append (out, kiroku_words (form->language, meanings[i].ja, meanings[i].en));
      }
  if (out->len == 0)
    return;
  g_string_prepend (out, lead);
  g_string_append (out, kiroku_words (form->language, "。", "."));
  kiroku_document_add_note (document, out->str);
}

/* What the remark is about: a field's own label says little without that of its row.
 * (transfer full) */
static char *
dup_item (const KirokuFilledForm *form, const KirokuFormRow *row, const KirokuFormField *field)
{
  if (field->label == NULL || g_str_equal (field->label, row->label))
    return g_strdup (row->label);
  return g_strdup_printf (kiroku_words (form->language, "%s：%s", "%s: %s"), row->label,
                          field->label);
}

/* --- The submission copy's last page ---------------------------------------------------------- */

static void
add_tag_of (GPtrArray *cells, const char *number, char *item, const char *tag)
{
  g_ptr_array_add (cells, g_strdup (number));
  g_ptr_array_add (cells, item);
  g_ptr_array_add (cells, g_strdup (tag));
}

static void
add_tags (GPtrArray *cells, const KirokuFilledForm *form, const KirokuFormRow *row)
{
  if (row->tag != NULL)
    add_tag_of (cells, row->number, g_strdup (row->label), row->tag);
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuFormField *field = row->fields->pdata[i];

      if (field->tag != NULL)
        add_tag_of (cells, row->number, dup_item (form, row, field), field->tag);
    }
}

static void
add_tag_list (KirokuDocument *document, const KirokuFilledForm *form)
{
  const KirokuColumn columns[] = {
    { kiroku_words (form->language, "番号", "No."), 36, KIROKU_ALIGN_START },
    { kiroku_words (form->language, "項目", "Item"), 0, KIROKU_ALIGN_START },
    { kiroku_words (form->language, "確からしさ", "How sure"), 110, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  if (form->recipient_tag != NULL)
    add_tag_of (cells, "", g_strdup (kiroku_words (form->language, "宛先", "To")), form->recipient_tag);
  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; r < section->rows->len; r++)
        add_tags (cells, form, section->rows->pdata[r]);
    }
  if (cells->len > 0)
    kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                     cells->len / G_N_ELEMENTS (columns),
                                     (const char *const *) cells->pdata);
}

/* What the pages before it do not say: they are to look as the office expects them. */
static void
add_about (KirokuDocument *document, const KirokuFilledForm *form)
{
  const char *language = form->language;
  KirokuPairs *pairs;

  kiroku_document_add_page_break (document);
  kiroku_document_add_heading (document, 1,
                               kiroku_words (language, "この印刷物について", "About this print"));
  pairs = kiroku_document_add_pairs (document);
  kiroku_pairs_add (pairs, kiroku_words (language, "作成日時", "Made at"), form->made);
  add_standing (document, form);
  add_tag_list (document, form);
  add_legend (document, form, kiroku_words (language, "語の意味 ― ", "What the words mean — "));
}

/* --- What the working copy has behind the form---------------------------------------------------- */

static const char *
origin_words (const KirokuFilledForm *form, const KirokuFormField *field)
{
  switch (field->origin)
    {
    case KIROKU_FORM_ORIGIN_OTHER_FACT:
      return kiroku_words (form->language, "ほかの項目から自動で記入しました。",
                           "Filled in from another item.");
    case KIROKU_FORM_ORIGIN_CASE:
      return kiroku_words (form->language, "事案の題名や種別から自動で記入しました。",
                           "Filled in from the title or type of the case.");
    case KIROKU_FORM_ORIGIN_LOG:
      return kiroku_words (form->language, "事案の記録から自動で記入しました。",
                           "Filled in from the log of the case.");
    case KIROKU_FORM_ORIGIN_NOW:
      return kiroku_words (form->language, "作成した日で記入しました。",
                           "Filled in with the day it was made.");
    case KIROKU_FORM_ORIGIN_OWN:
      return kiroku_words (form->language, "この様式だけの記入です。", "Answered for this form alone.");
    case KIROKU_FORM_ORIGIN_NOTHING:
      return kiroku_words (form->language, "未記入です。", "Not filled in.");
    case KIROKU_FORM_ORIGIN_FACT:
    default:
      return NULL;
    }
}

/* What a final report does not settle; NULL for what is, or of another stage. (transfer full) (nullable) */
static char *
dup_unsettled (const KirokuFilledForm *form, const KirokuFormField *field)
{
  g_autofree char *why = kiroku_filled_form_is_final (form) && !field->is_missing
                             ? kiroku_form_field_dup_open (field, form->language)
                             : NULL;

  if (why == NULL)
    return NULL;
  return g_strdup_printf (kiroku_words (form->language, "確定していません：%s。", "Still open: %s."), why);
}

/* What a person has to look at before this may leave the house; NULL for nothing. */
static char *
dup_remark (const KirokuFilledForm *form, const KirokuFormField *field)
{
  GString *out;
  char *unsettled;

  if (field->rivals->len == 0)
    {
      unsettled = dup_unsettled (form, field);
      return unsettled != NULL ? unsettled : g_strdup (origin_words (form, field));
    }
  out = g_string_new (kiroku_words (form->language, "食い違いがあります。別の記入：",
                                    "Disputed. Others stated: "));
  for (guint i = 0; i < field->rivals->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? kiroku_words (form->language, "、", ", ") : "",
                            (const char *) field->rivals->pdata[i]);
  return g_string_free (out, FALSE);
}

/* What was filed last instead, with @remark (nullable), which it takes. (transfer full) (nullable) */
static char *
add_before (const KirokuFilledForm *form, const KirokuFormField *field, char *remark)
{
  g_autofree char *other = remark;
  g_autofree char *before = NULL;

  if (field->before == NULL)
    return g_steal_pointer (&other);
  before = field->before[0] != '\0'
               ? g_strdup_printf (kiroku_words (form->language, "前回の提出から変更：前回は「%s」。",
                                                "Changed since it was filed: it was “%s”."),
                                  field->before)
               : g_strdup (kiroku_words (form->language, "前回の提出から変更：前回は記入なし。",
                                         "Changed since it was filed: there was nothing."));
  return g_strconcat (before, other != NULL ? kiroku_words (form->language, "", " ") : NULL, other, NULL);
}

static void
add_remarks (GPtrArray *cells, const KirokuFilledForm *form, const KirokuFormRow *row)
{
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuFormField *field = row->fields->pdata[i];
      char *remark = add_before (form, field, dup_remark (form, field));

      if (remark == NULL)
        continue;
      g_ptr_array_add (cells, g_strdup (row->number));
      g_ptr_array_add (cells, dup_item (form, row, field));
      g_ptr_array_add (cells, remark);
    }
}

/* A preliminary report goes out with what is known; a final one says how much is still open. */
static void
add_stage (KirokuDocument *document, const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) open = kiroku_filled_form_list_open (form);
  g_autofree char *text = NULL;

  if (kiroku_filled_form_get_stage (form) == NULL || open->len == 0)
    return;
  if (kiroku_filled_form_is_final (form))
    text = g_strdup_printf (kiroku_words (form->language,
                                          "確報です。未記入や確定していない項目が %u 件あります。",
                                          "This is the final report. Items not filled in or not settled: %u."),
                            open->len);
  else
    text = g_strdup (kiroku_words (form->language,
                                   "速報です。未記入や調査中の項目が残っていても作成できます。",
                                   "This is a preliminary report: what is still open does not hold it up."));
  kiroku_document_add_note (document, text);
}

static void
add_check_list (KirokuDocument *document, const KirokuFilledForm *form)
{
  const KirokuColumn columns[] = {
    { kiroku_words (form->language, "番号", "No."), 36, KIROKU_ALIGN_START },
    { kiroku_words (form->language, "項目", "Item"), 226, KIROKU_ALIGN_START },
    { kiroku_words (form->language, "確認すること", "To check"), 0, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = form->sections->pdata[s];

      for (guint r = 0; r < section->rows->len; r++)
        add_remarks (cells, form, section->rows->pdata[r]);
    }
  if (cells->len == 0)
    return;
  kiroku_document_add_space (document, GAP);
  kiroku_document_add_heading (
      document, 1,
      form->record ? kiroku_words (form->language, "控え：確定の前に確認すること",
                                   "Working copy: to check before it is settled")
                   : kiroku_words (form->language, "控え：提出の前に確認すること",
                                   "Working copy: to check before submission"));
  add_stage (document, form);
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                   cells->len / G_N_ELEMENTS (columns),
                                   (const char *const *) cells->pdata);
}

static const char *
framed_words (const KirokuFilledForm *form)
{
  return kiroku_words (form->language, "枠や［ ］の中の語の意味 ― ",
                       "Words in frames and brackets — ");
}

static void
add_working (KirokuDocument *document, const KirokuFilledForm *form)
{
  KirokuPairs *pairs = add_head (document, form, TRUE);

  kiroku_pairs_add (pairs, kiroku_words (form->language, "作成日時", "Made at"), form->made);
  mark_working (document, form);
  add_standing (document, form);
  add_legend (document, form, framed_words (form));
  add_grid (document, form, TRUE);
  add_check_list (document, form);
}

static void
add_submission (KirokuDocument *document, const KirokuFilledForm *form, KirokuFormCopy copy)
{
  add_head (document, form, FALSE);
  kiroku_document_add_space (document, 4);
  add_grid (document, form, FALSE);
  if (copy != KIROKU_FORM_COPY_BARE)
    add_about (document, form);
}

/* The letter is what goes out; a working copy has all fields behind it. */
static void
add_letter (KirokuDocument *document, const KirokuFilledForm *form, KirokuFormCopy copy)
{
  kiroku_form_add_letter (document, form);
  if (copy != KIROKU_FORM_COPY_WORKING)
    return;
  mark_working (document, form);
  kiroku_document_add_page_break (document);
  kiroku_document_add_heading (document, 1,
                               kiroku_words (form->language, "控え：この手紙の項目",
                                             "Working copy: what this letter is made of"));
  add_standing (document, form);
  add_legend (document, form, framed_words (form));
  add_grid (document, form, TRUE);
  add_check_list (document, form);
}

KirokuDocument *
kiroku_form_make_document (const KirokuFilledForm *form, KirokuFormCopy copy, const char *marking)
{
  KirokuDocument *document;

  g_return_val_if_fail (form != NULL, NULL);

  document = kiroku_document_new ();
  set_page (document, form, marking);
  set_root (document, form, copy);
  if (form->letter)
    add_letter (document, form, copy);
  else if (copy == KIROKU_FORM_COPY_WORKING)
    add_working (document, form);
  else
    add_submission (document, form, copy);
  return document;
}
