/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-call-sheet.h"

#include "kiroku-call-opening.h"
#include "kiroku-form.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

/* Points: so that the sheet of any type is two pages. */
#define MARGIN KIROKU_DOCUMENT_MM (12)
#define SIDE_MARGIN KIROKU_DOCUMENT_MM (9)
#define ADDRESS_WIDTH 196.0
#define ADDRESS_COLUMN 1 /* of these tables */
#define SOURCE_WIDTH 86.0
#define TOLD_WIDTH 100.0
#define BLANK_LINES 2

/* A sheet as it is made. */
typedef struct
{
  const KirokuCallSheet *input;
  KirokuDocument *document;
  GPtrArray *first;   /* (element-type KirokuPackContact): printed in full */
  GPtrArray *written; /* (element-type KirokuPackContact): of the same, but without a number */
  GPtrArray *others;  /* (element-type KirokuPackContact): of the type, with a number or to fill in */
  guint n_left;       /* desks that are not printed */
  GPtrArray *sources; /* (element-type utf8): those named so far, in the language of the sheet */
} Sheet;

/* --- Which desks --- */

/* The first that may be used. (transfer none) (nullable) */
static const char *
find_current (GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const KirokuPackPhone *address = addresses->pdata[i];

      if (address->status == KIROKU_NUMBER_CURRENT)
        return address->item.id;
    }
  return NULL;
}

/* Where to write. (transfer none) (nullable) */
static const char *
find_written (const KirokuPackContact *contact)
{
  const char *mail = find_current (contact->emails);

  return mail != NULL ? mail : find_current (contact->urls);
}

/* The target that opens it. (transfer full) (nullable) */
static char *
dup_link (const KirokuPackContact *contact)
{
  const char *mail = find_current (contact->emails);

  return mail != NULL ? kiroku_document_dup_mail_link (mail) : g_strdup (find_written (contact));
}

static gboolean
comes_first (const KirokuCallSheet *input, const KirokuPackContact *contact)
{
  const KirokuPackType *type = kiroku_pack_get_type (input->pack, input->type);

  if (input->phase >= 0)
    return (contact->phases & (1u << input->phase)) != 0;
  return contact->own
         || (type != NULL && g_strv_contains ((const char *const *) type->contacts, contact->item.id));
}

/* Where there is nothing to dial and nothing to fill in, a line in the table is enough, and for a desk
 * that is not among the first not even that. (nullable) */
static GPtrArray *
choose_part (const Sheet *sheet, const KirokuPackContact *contact)
{
  gboolean dialled = contact->own || kiroku_contact_get_number (contact) != NULL;

  if (comes_first (sheet->input, contact))
    return dialled ? sheet->first : find_written (contact) != NULL ? sheet->written : NULL;
  return dialled ? sheet->others : NULL;
}

static void
find_desks (Sheet *sheet)
{
  const KirokuCallSheet *input = sheet->input;
  g_autoptr (GPtrArray) desks = kiroku_contact_select (input->pack, input->type, -1);

  for (guint i = 0; i < desks->len; i++)
    {
      GPtrArray *part = choose_part (sheet, desks->pdata[i]);

      if (part != NULL)
        g_ptr_array_add (part, desks->pdata[i]);
      else
        sheet->n_left++;
    }
}

/* --- What is said of a desk --- */

static void
add_line (GString *text, const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/* Those that may be dialled, each on a line. (transfer full): "" without any. */
static char *
dup_numbers (const KirokuPackContact *contact, const char *language)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < contact->phones->len; i++)
    {
      const KirokuPackPhone *number = contact->phones->pdata[i];

      if (number->status != KIROKU_NUMBER_CURRENT)
        continue;
      add_line (text, number->item.id);
      if (contact->own && number->note != NULL)
        g_string_append_printf (text, kiroku_words (language, "（%s）", " (%s)"),
                                kiroku_pack_text (number->note, language));
    }
  return g_string_free (text, FALSE);
}

/* The word for how sure it is that the number, or else the desk, is right; NULL where nothing need be
 * said. */
static const char *
get_tag (const Sheet *sheet, const KirokuPackContact *contact)
{
  const KirokuPackPhone *number = kiroku_contact_get_number (contact);
  KirokuConfidence confidence = contact->item.confidence;

  if (number != NULL && kiroku_confidence_is_shown (number->item.confidence))
    confidence = number->item.confidence;
  return kiroku_confidence_is_shown (confidence)
             ? kiroku_words_confidence (sheet->input->language, confidence)
             : NULL;
}

/* The number under which @part stands among the sources. */
static guint
find_source (Sheet *sheet, const char *part)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (sheet->sources, part, g_str_equal, &i))
    {
      i = sheet->sources->len;
      g_ptr_array_add (sheet->sources, g_strdup (part));
    }
  return i + 1;
}

/* As of when the number is right, or when the organisation found it so. (transfer full) */
static char *
dup_date (const Sheet *sheet, const KirokuPackContact *contact)
{
  const char *language = sheet->input->language;
  const KirokuPackPhone *number = kiroku_contact_get_number (contact);
  g_autofree char *checked = NULL;

  if (number == NULL || number->checked == NULL)
    return kiroku_words_date (
        language, number != NULL && number->item.as_of != NULL ? number->item.as_of : contact->item.as_of);
  checked = kiroku_words_date (language, number->checked);
  return g_strdup_printf (kiroku_words (language, "%s確認", "checked %s"), checked);
}

/* As of when, and which sources: "2020 [1, 3]". A number that the organisation stated is on its word. (transfer full) */
static char *
dup_source (Sheet *sheet, const KirokuPackContact *contact)
{
  const KirokuPackPhone *number = kiroku_contact_get_number (contact);
  const gboolean stated = number != NULL && number->item.confidence == KIROKU_CONFIDENCE_STATED;
  g_auto (GStrv) parts
      = g_strsplit (stated ? number->item.source : contact->item.source, "; ", -1);
  g_autofree char *date = dup_date (sheet, contact);
  GString *text = g_string_new (date);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = kiroku_words_source (sheet->input->language, parts[i]);

      g_string_append_printf (text, "%s%u", i == 0 ? " [" : ", ", find_source (sheet, part));
    }
  return g_string_free (g_string_append_c (text, ']'), FALSE);
}

/* --- The desks that come first --- */

/* What is written by hand: a ruled space each. */
static void
add_told (const Sheet *sheet, KirokuGridRow *row)
{
  kiroku_grid_row_set_min_lines (row, BLANK_LINES);
  kiroku_grid_row_add_text (row, kiroku_words (sheet->input->language, "記録", "Told"), "");
}

static void
add_own (Sheet *sheet, KirokuGridRow *row)
{
  kiroku_grid_row_add_text (row, kiroku_words (sheet->input->language, "氏名・電話", "Name, phone"),
                            "");
  add_told (sheet, row);
}

static void
add_what (Sheet *sheet, KirokuGridRow *row, const KirokuPackContact *contact)
{
  const char *language = sheet->input->language;
  g_autofree char *as_of = dup_source (sheet, contact);
  g_autofree char *ready
      = contact->ready != NULL
            ? g_strconcat (kiroku_words (sheet->input->language, "準備：", "Have ready: "),
                           kiroku_pack_text (contact->ready, language), NULL)
            : NULL;
  g_autofree char *link = dup_link (contact);
  g_autoptr (GString) text = g_string_new (kiroku_pack_text (contact->purpose, language));

  g_string_append_printf (text, "%s%s%s", kiroku_words (sheet->input->language, "（", " ("), as_of,
                          kiroku_words (sheet->input->language, "）", ")"));
  add_line (text, ready);
  add_line (text, find_written (contact));
  kiroku_grid_row_break (row);
  kiroku_grid_row_add_text (row, NULL, text->str);
  if (link != NULL)
    kiroku_grid_row_set_link (row, link);
}

static void
add_outside (Sheet *sheet, KirokuGridRow *row, const KirokuPackContact *contact)
{
  g_autofree char *numbers = dup_numbers (contact, sheet->input->language);

  kiroku_grid_row_add_text (row, NULL, numbers);
  kiroku_grid_row_set_large (row);
  add_told (sheet, row);
  add_what (sheet, row, contact);
}

static void
add_desk (Sheet *sheet, KirokuGrid *grid, const KirokuPackContact *contact)
{
  const char *language = sheet->input->language;
  g_autofree char *as_of = contact->own ? dup_source (sheet, contact) : NULL;
  g_autoptr (GString) label = g_string_new (kiroku_pack_text (contact->name, language));
  KirokuGridRow *row;

  add_line (label, kiroku_pack_text (contact->hours, language));
  add_line (label, as_of);
  row = kiroku_grid_add_row (grid, NULL, label->str);
  kiroku_grid_row_set_tag (row, get_tag (sheet, contact));
  if (contact->own && kiroku_contact_get_number (contact) == NULL)
    add_own (sheet, row);
  else
    add_outside (sheet, row, contact);
}

static void
add_first (Sheet *sheet)
{
  KirokuGrid *grid;

  if (sheet->first->len == 0)
    return;
  grid = kiroku_document_add_grid (sheet->document);
  kiroku_grid_add_section (
      grid, sheet->input->phase >= 0
                ? kiroku_words (sheet->input->language, "この段階の窓口", "Desks of this phase")
                : kiroku_words (sheet->input->language, "社内と主な窓口",
                                "Your own desks, and the main ones"));
  for (guint i = 0; i < sheet->first->len; i++)
    add_desk (sheet, grid, sheet->first->pdata[i]);
}

/* --- The others --- */

/* (transfer full) */
static char *
dup_name (const Sheet *sheet, const KirokuPackContact *contact)
{
  const char *name = kiroku_pack_text (contact->name, sheet->input->language);
  const char *tag = get_tag (sheet, contact);

  if (tag == NULL)
    return g_strdup (name);
  return g_strconcat (name, kiroku_words (sheet->input->language, "［", " ["), tag,
                      kiroku_words (sheet->input->language, "］", "]"), NULL);
}

/* The number; without one where to write. (transfer full) */
static char *
dup_address (const Sheet *sheet, const KirokuPackContact *contact)
{
  char *numbers = dup_numbers (contact, sheet->input->language);

  if (*numbers != '\0')
    return numbers;
  g_free (numbers);
  return g_strdup (find_written (contact));
}

/* @cells: to be filled, row by row. */
static void
add_cells (Sheet *sheet, GPtrArray *cells, GPtrArray *desks)
{
  for (guint i = 0; i < desks->len; i++)
    {
      const KirokuPackContact *contact = desks->pdata[i];

      g_ptr_array_add (cells, dup_name (sheet, contact));
      g_ptr_array_add (cells, dup_address (sheet, contact));
      g_ptr_array_add (cells, dup_source (sheet, contact));
      g_ptr_array_add (cells, g_strdup (""));
    }
}

/* From where to write in each row of the table added last; a number to dial opens nothing. */
static void
link_addresses (Sheet *sheet, GPtrArray *desks)
{
  for (guint i = 0; i < desks->len; i++)
    {
      const KirokuPackContact *contact = desks->pdata[i];
      g_autofree char *link = dup_link (contact);
      g_autofree char *numbers = dup_numbers (contact, sheet->input->language);

      if (*numbers == '\0')
        kiroku_document_link_cell (sheet->document, i, ADDRESS_COLUMN, link);
    }
}

static void
add_table (Sheet *sheet, GPtrArray *desks, const char *head)
{
  const KirokuColumn columns[] = {
    { head, 0, KIROKU_ALIGN_START },
    { kiroku_words (sheet->input->language, "電話・宛先", "Number or address"), ADDRESS_WIDTH,
      KIROKU_ALIGN_START },
    { kiroku_words (sheet->input->language, "時点・出典", "As of, source"), SOURCE_WIDTH,
      KIROKU_ALIGN_START },
    { kiroku_words (sheet->input->language, "記録", "Told"), TOLD_WIDTH, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  if (desks->len == 0)
    return;
  add_cells (sheet, cells, desks);
  kiroku_document_add_small_table (sheet->document, columns, G_N_ELEMENTS (columns), desks->len,
                                   (const char *const *) cells->pdata);
  link_addresses (sheet, desks);
}

static void
add_tables (Sheet *sheet)
{
  add_table (sheet, sheet->written,
             sheet->input->phase >= 0
                 ? kiroku_words (sheet->input->language, "この段階：電話のない窓口",
                                 "This phase: desks without a number")
                 : kiroku_words (sheet->input->language, "主な窓口のうち電話のないもの",
                                 "Main desks without a number"));
  add_table (
      sheet, sheet->others,
      kiroku_words (sheet->input->language, "この種類のほかの窓口", "Other desks of this type"));
}

/* --- Around them --- */

/* (transfer full) */
static char *
dup_title (const Sheet *sheet)
{
  const KirokuCallSheet *input = sheet->input;
  const KirokuPackType *type = kiroku_pack_get_type (input->pack, input->type);
  const char *name = type != NULL ? kiroku_pack_text (type->name, input->language) : input->type;

  if (input->phase < 0)
    return g_strconcat (kiroku_words (sheet->input->language, "連絡先シート　", "Call sheet: "),
                        name, NULL);
  return g_strconcat (kiroku_words (sheet->input->language, "連絡先シート　", "Call sheet: "), name,
                      kiroku_words (sheet->input->language, "（", " ("),
                      kiroku_words_phase (input->language, input->phase),
                      kiroku_words (sheet->input->language, "）", ")"), NULL);
}

static void
set_page (const Sheet *sheet, const char *title)
{
  const KirokuCallSheet *input = sheet->input;
  KirokuDocument *document = sheet->document;
  g_autofree char *made = kiroku_report_show_second (input->language, input->now, input->zone);
  g_autofree char *foot = g_strconcat (
      input->program, kiroku_words (sheet->input->language, " ・ 規則 ", " · rules "),
      kiroku_pack_get_version (input->pack),
      kiroku_words (sheet->input->language, " ・ 作成：", " · Made "), made,
      kiroku_words (sheet->input->language, "　", ", "), input->author, NULL);
  g_autofree char *marking = kiroku_form_dup_marking (
      input->case_info != NULL && input->case_info->exercise, input->marking);
  const double edge = marking != NULL ? KIROKU_REPORT_MARKED_MARGIN : MARGIN;

  kiroku_document_set_margins (document, edge, SIDE_MARGIN, edge, SIDE_MARGIN);
  kiroku_document_set_language (document, input->language);
  kiroku_document_set_title (document, title);
  kiroku_document_set_author (document, input->author);
  kiroku_document_set_created (document, input->now);
  kiroku_document_set_footer (document, foot);
  kiroku_document_set_marking (document, marking);
  kiroku_document_add_title (document, title);
}

/* Desks have their own purpose below: that is left open here. */
static void
add_opening (const Sheet *sheet, KirokuGrid *grid)
{
  const KirokuCallSheet *input = sheet->input;
  const KirokuCallOpening opening = { .pack = input->pack,
                                      .type = input->type,
                                      .case_info = input->case_info,
                                      .facts = input->facts,
                                      .language = input->language,
                                      .zone = input->zone };
  g_autofree char *text = kiroku_call_opening_make (&opening, NULL);
  KirokuGridRow *row = kiroku_grid_add_row (
      grid, NULL, kiroku_words (input->language, "最初に言うこと（案）", "Say first (proposed)"));

  kiroku_grid_row_add_text (row, NULL, text);
}

/* A sheet that is put away is of no case yet: its number is written by hand where it is said. */
static void
add_case (const Sheet *sheet)
{
  const KirokuCallSheet *input = sheet->input;
  const KirokuCase *info = input->case_info;
  KirokuGrid *grid = kiroku_document_add_grid (sheet->document);
  g_autofree char *name
      = info != NULL ? g_strconcat (info->number, kiroku_words (input->language, "　", ", "),
                                    kiroku_case_show_title (info, input->language), NULL)
                     : NULL;

  if (name != NULL)
    kiroku_grid_row_add_text (
        kiroku_grid_add_row (grid, NULL, kiroku_words (input->language, "事案", "Case")), NULL,
        name);
  add_opening (sheet, grid);
}

static void
add_use (const Sheet *sheet)
{
  kiroku_document_add_note (
      sheet->document,
      kiroku_words (sheet->input->language,
                    "空欄は手で記入します。「記録」には日時、相手、内容を書き、あとで Kiroku "
                    "の「連絡先」に記録して"
                    "ください。年月日はいつの情報か、[ ] "
                    "は末尾の出典です。旧番号と休止中の番号は載せていません。番号が今も"
                    "使えるかは、平時に確かめてください。「最初に言うこと」の文は Kiroku "
                    "の案で、窓口の定めでは"
                    "ありません。用件は各窓口の欄にあります。",
                    "Fill in by hand what is empty, and record it later on the page Contacts of "
                    "Kiroku. [ ] is the "
                    "source below, with its date. Superseded and suspended numbers are left out; "
                    "check the others "
                    "in quiet times. What to say first is proposed by Kiroku."));
}

/* What is left out is said. */
static void
add_left (const Sheet *sheet, GString *text)
{
  if (sheet->n_left > 0)
    g_string_append_printf (
        text,
        kiroku_words (
            sheet->input->language,
            "このほかに、電話番号のない窓口が%u件あります。Kiroku の「連絡先」で確認できます。",
            "Desks without a telephone number that are not printed here: %u. They are "
            "on the page Contacts of Kiroku. "),
        sheet->n_left);
}

static void
add_end (const Sheet *sheet)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_left (sheet, text);
  g_string_append (text, kiroku_words (sheet->input->language, "出典：", "Sources: "));

  for (guint i = 0; i < sheet->sources->len; i++)
    g_string_append_printf (text, "%s[%u] %s",
                            i > 0 ? kiroku_words (sheet->input->language, "　", "  ") : "", i + 1,
                            (const char *) sheet->sources->pdata[i]);
  kiroku_document_add_note (sheet->document, text->str);
}

KirokuDocument *
kiroku_report_call_sheet (const KirokuCallSheet *input)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autoptr (GPtrArray) written = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);
  Sheet sheet = { input, NULL, first, written, others, 0, sources };
  g_autofree char *title = NULL;

  g_return_val_if_fail (input != NULL && input->pack != NULL && input->type != NULL, NULL);
  g_return_val_if_fail (input->phase < KIROKU_N_PHASES && input->zone != NULL, NULL);
  g_return_val_if_fail (input->author != NULL && input->program != NULL, NULL);

  sheet.document = kiroku_document_new ();
  title = dup_title (&sheet);
  find_desks (&sheet);
  set_page (&sheet, title);
  add_case (&sheet);
  add_use (&sheet);
  add_first (&sheet);
  add_tables (&sheet);
  add_end (&sheet);
  return sheet.document;
}
