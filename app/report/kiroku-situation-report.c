/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-situation-report.h"

#include <string.h>

#include "kiroku-approval.h"
#include "kiroku-i18n.h"
#include "kiroku-pages.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

#define MARGIN KIROKU_DOCUMENT_MM (14)
/* Above and below, where a marking stands outside of header and footer. */
#define MARKED_MARGIN KIROKU_DOCUMENT_MM (21)

/* Half-width characters of which one line has room. */
#define LINE 74
/* The same of one of several on a line. */
#define PART 56
/* More of a kind are not even tried. */
#define ITEMS_MAX 40
/* Who took over, and more often who did not. */
#define ACCEPTANCES_MAX 3
/* More owners are only counted. */
#define OWNERS_MAX 12

/* What of the page may be longer or shorter. */
typedef enum
{
  LIST_KNOWN,
  LIST_UNKNOWN,
  LIST_TAKEN,
  LIST_AWAITED,
  LIST_DEADLINES,
  LIST_TASKS,
  LIST_TOLD,
  LIST_CHANGES,
  N_LISTS
} List;

/* How much is said, so that it is one page: so many items of each list, so many half-width characters
 * of each, and of what was said when handing over. */
typedef struct
{
  guint items[N_LISTS];
  guint width, note;
} Room;

/* One page as it is put together. */
typedef struct
{
  const KirokuSituation *input;
  const Room *room;
  KirokuGrid *grid;
  guint left_out[N_LISTS]; /* items for which there was no room */
} Page;

/* What stands under a head, with when it was. */
typedef struct
{
  gint64 at;
  char *text;
} Item;

static const char *say (const KirokuSituation *input, const char *ja, const char *en)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);

static const char *
say (const KirokuSituation *input, const char *ja, const char *en)
{
  return kiroku_words (input->language, ja, en);
}

void
kiroku_situation_filing_free (KirokuSituationFiling *self)
{
  g_free (self->name);
  g_free (self->to);
  g_free (self->receipt);
  g_free (self);
}

static char *
show_stamp (const KirokuSituation *input, gint64 us)
{
  return kiroku_words_stamp (input->language, us, KIROKU_PRECISION_MINUTE, input->zone);
}

/* --- What fits -------------------------------------------------------------------------------- */

/* @text on one line, of at most @width half-width characters. (transfer full) */
static char *
cut (const char *text, guint width)
{
  GString *out = g_string_new (NULL);
  guint used = 0;
  gboolean blank = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      blank = blank || g_unichar_isspace (c);
      if (g_unichar_isspace (c))
        continue;
      used += (g_unichar_iswide (c) ? 2 : 1) + (blank && out->len > 0);
      if (used > width)
        {
          g_string_append (out, "…");
          break;
        }
      if (blank && out->len > 0)
        g_string_append_c (out, ' ');
      blank = FALSE;
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->text);
  g_free (item);
}

static GPtrArray *
items_new (void)
{
  return g_ptr_array_new_with_free_func (item_free);
}

/* Takes @text. */
static void
take_item (GPtrArray *items, gint64 at, char *text)
{
  Item *item = g_new (Item, 1);

  *item = (Item){ at, text };
  g_ptr_array_add (items, item);
}

/* The later first; of one moment in the order in which they came. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *one = *(Item *const *) a, *other = *(Item *const *) b;

  return (one->at < other->at) - (one->at > other->at);
}

static void
add_row (Page *page, const char *label, const char *text)
{
  kiroku_grid_row_add_text (kiroku_grid_add_row (page->grid, NULL, label), NULL, text);
}

static void
append_line (GString *text, const char *bullet, const char *line)
{
  g_string_append_printf (text, "%s%s%s", text->len > 0 ? "\n" : "", bullet, line);
}

/* How many of the @len items at hand are shown, of @n in all. */
static guint
take_room (Page *page, List list, guint len, gint64 n)
{
  const guint shown = MIN (len, page->room->items[list]);

  page->left_out[list] += n - shown;
  return shown;
}

/* @items of which there are @n in all, as many as there is room for. */
static void
add_items (Page *page, List list, const char *label, GPtrArray *items, gint64 n, const char *none)
{
  const char *bullet = say (page->input, "・", "• ");
  g_autoptr (GString) text = g_string_new (NULL);
  const guint shown = take_room (page, list, items->len, n);
  /* What is due to whom is never cut to one line. */
  const guint width
      = list == LIST_DEADLINES ? MAX (page->room->width, 2 * LINE) : page->room->width;

  for (guint i = 0; i < shown; i++)
    {
      const Item *item = g_ptr_array_index (items, i);
      g_autofree char *line = cut (item->text, width);

      append_line (text, bullet, line);
    }
  if (n > shown)
    {
      g_autofree char *more
          = g_strdup_printf (say (page->input, "ほか%" G_GINT64_FORMAT "件", "and %" G_GINT64_FORMAT " more"),
                             n - shown);

      append_line (text, bullet, more);
    }
  add_row (page, label, text->len > 0 ? text->str : none);
}

/* --- Who hands over --------------------------------------------------------------------------- */

static const char *
or_withheld (const KirokuSituation *input, const char *text)
{
  return text != NULL ? text : say (input, "（開示されない）", "(withheld)");
}

/* Who accepted, or why that does not count; anybody may say so, and often. */
static void
append_acceptances (const KirokuSituation *input, GString *text, const KirokuHandover *handover)
{
  g_autofree char *said = kiroku_handover_describe (handover, input->language, input->zone);
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  const guint n = g_strv_length (lines);

  for (guint i = 0; i < MIN (n, ACCEPTANCES_MAX); i++)
    {
      g_autofree char *line = cut (lines[i], 2 * LINE);

      append_line (text, "", line);
    }
  if (n > ACCEPTANCES_MAX)
    {
      g_autofree char *more
          = g_strdup_printf (say (input, "ほか%u件", "and %u more"), n - ACCEPTANCES_MAX);

      append_line (text, "", more);
    }
}

static void
add_handover (Page *page)
{
  const KirokuSituation *input = page->input;
  const KirokuHandover *last;
  g_autofree char *time = NULL, *author = NULL, *from = NULL, *to = NULL, *note = NULL;
  g_autoptr (GString) text = NULL;

  if (input->handovers->len == 0)
    return;
  last = g_ptr_array_index (input->handovers, input->handovers->len - 1);
  time = show_stamp (input, last->rec);
  author = kiroku_report_mark_name (last->author, last->unvouched, input->language);
  from = cut (author, PART);
  to = cut (g_strcmp0 (last->to, "") == 0 ? say (input, "引き継ぐ人は指定なし", "nobody named")
                                          : or_withheld (input, last->to),
            PART);
  note = cut (or_withheld (input, last->text), page->room->note);
  text = g_string_new (NULL);
  g_string_printf (text, say (input, "%s　→　%s（%s）", "%s → %s (%s)"), from, to, time);
  append_acceptances (input, text, last);
  add_row (page, say (input, "引き継ぎ", "Hand-over"), text->str);
  add_row (page, say (input, "申し送り", "What was said"),
           note[0] != '\0' ? note : say (input, "なし", "Nothing"));
}

/* --- How it stands ---------------------------------------------------------------------------- */

static char *
show_phase (const KirokuSituation *input)
{
  const KirokuCase *info = input->case_info;
  g_autofree char *since = show_stamp (input, info->phase_since);
  g_autofree char *length = kiroku_words_duration (input->language, input->now - info->phase_since);

  return g_strdup_printf (say (input, "%s%s（%s から %s）", "%s%s (since %s, for %s)"),
                          kiroku_words_phase (input->language, info->phase),
                          info->closed ? say (input, "、終結", ", closed") : "", since, length);
}

static char *
show_type (const KirokuSituation *input)
{
  const char *id = input->case_info->type;
  const KirokuPackType *type = id != NULL ? kiroku_pack_get_type (input->pack, id) : NULL;

  return g_strdup_printf (say (input, "%s、レベル%d", "%s, level %d"),
                          type != NULL ? kiroku_pack_text (type->name, input->language)
                                       : or_withheld (input, id),
                          input->case_info->level);
}

/* Facts on who reports, to whom and when: none on what happened. */
static gboolean
is_about_reporting (const char *key)
{
  return g_str_has_prefix (key, "org.") || g_str_has_prefix (key, "reporter.")
         || g_str_has_prefix (key, "report.");
}

typedef void (*FieldFunc) (const KirokuFormField *field, gpointer data);

/* Each fact of @form once, but those in @seen, a set to which they are added. */
static void
visit_fields (const KirokuFilledForm *form, GHashTable *seen, FieldFunc func, gpointer data)
{
  for (guint i = 0; i < form->sections->len; i++)
    {
      const KirokuFormSection *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->rows->len; j++)
        {
          const KirokuFormRow *row = g_ptr_array_index (section->rows, j);

          for (guint k = 0; k < row->fields->len; k++)
            {
              const KirokuFormField *field = g_ptr_array_index (row->fields, k);

              if (g_hash_table_add (seen, field->key))
                func (field, data);
            }
        }
    }
}

typedef struct
{
  const KirokuSituation *input;
  GPtrArray *known, *unknown; /* (element-type utf8) */
} Knowing;

static void
sort_field (const KirokuFormField *field, gpointer data)
{
  Knowing *knowing = data;
  const gboolean open = field->state == KIROKU_FACT_INVESTIGATING
                        || field->state == KIROKU_FACT_UNKNOWN || field->rivals->len > 0;

  if (field->origin != KIROKU_FORM_ORIGIN_FACT || is_about_reporting (field->key))
    return;
  if (open)
    g_ptr_array_add (knowing->unknown,
                     g_strdup_printf (say (knowing->input, "%s（%s）", "%s (%s)"), field->name,
                                      field->rivals->len > 0
                                          ? say (knowing->input, "食い違い", "contradicted")
                                          : kiroku_words_fact_state (knowing->input->language,
                                                                     field->state)));
  if (field->value[0] != '\0' || (!open && field->shown[0] != '\0'))
    g_ptr_array_add (knowing->known, g_strdup_printf (say (knowing->input, "%s：%s", "%s: %s"),
                                                      field->name, field->shown));
}

/* @names one behind the other, as many as there is room for, and how many more. (transfer full) */
static char *
join_names (Page *page, List list, GPtrArray *names)
{
  GString *text = g_string_new (NULL);
  const guint shown = take_room (page, list, names->len, names->len);

  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *name = cut (g_ptr_array_index (names, i), PART);

      g_string_append_printf (text, "%s%s", i > 0 ? say (page->input, "／", " / ") : "", name);
    }
  if (names->len > shown)
    g_string_append_printf (text, say (page->input, "／ほか%u件", " / and %u more"),
                            names->len - shown);
  return g_string_free (text, FALSE);
}

/* What a duty's form still lacks. */
static void
add_lacking (Page *page, GString *out, const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) missing = kiroku_filled_form_list_missing (form);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; i < missing->len; i++)
    g_ptr_array_add (names, ((KirokuFormField *) g_ptr_array_index (missing, i))->name);
  if (names->len == 0)
    return;
  joined = join_names (page, LIST_UNKNOWN, names);
  g_string_append_printf (out, "%s", out->len > 0 ? "\n" : "");
  g_string_append_printf (out, say (page->input, "・%s（%s）に未記入の%u項目：%s",
                                    "• %s (%s) lacks %u answers: %s"),
                          form->short_name, form->id, names->len, joined);
}

static void
add_not_known (Page *page, GPtrArray *unknown)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GString) text = g_string_new (NULL);

  if (unknown->len > 0)
    {
      g_autofree char *joined = join_names (page, LIST_UNKNOWN, unknown);

      g_string_append_printf (text, "%s%s", say (input, "・", "• "), joined);
    }
  for (guint i = 0; i < input->forms->len; i++)
    {
      const KirokuFilledForm *form = g_ptr_array_index (input->forms, i);

      if (g_hash_table_contains (input->due, form->id))
        add_lacking (page, text, form);
    }
  add_row (page, say (input, "わかっていないこと", "Not known"),
           text->len > 0 ? text->str : say (input, "記録されたものはない", "Nothing recorded as such"));
}

static void
add_knowledge (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  Knowing knowing = { input, known, unknown };

  for (guint i = 0; i < input->forms->len; i++)
    visit_fields (g_ptr_array_index (input->forms, i), seen, sort_field, &knowing);
  joined = join_names (page, LIST_KNOWN, known);
  add_row (page, say (input, "わかっていること", "Known"),
           known->len > 0 ? joined : say (input, "記録された項目はない", "Nothing recorded yet"));
  add_not_known (page, unknown);
}

static void
add_state (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autofree char *title = cut (or_withheld (input, input->case_info->title), 2 * LINE);
  g_autofree char *type = show_type (input);
  g_autofree char *phase = show_phase (input);
  g_autofree char *what = g_strdup_printf (say (input, "%s　%s\n%s", "%s %s\n%s"),
                                           input->case_info->number, title, type);

  add_row (page, say (input, "事案", "Case"), what);
  add_row (page, say (input, "段階", "Phase"), phase);
  add_knowledge (page);
}

/* --- Decisions -------------------------------------------------------------------------------- */

/* @text, who said so and, below in brackets, who approved. @approvals: (nullable), one a line.
 * (transfer full) */
static char *
with_people (const KirokuSituation *input, const char *text, const char *author, const char *approvals)
{
  g_auto (GStrv) lines = approvals != NULL ? g_strsplit (approvals, "\n", -1) : NULL;
  g_autofree char *joined = lines != NULL ? g_strjoinv (say (input, "／", "; "), lines) : NULL;

  if (joined == NULL)
    return g_strdup_printf (say (input, "%s（%s）", "%s (%s)"), text, author);
  return g_strdup_printf (say (input, "%s（%s。%s）", "%s (%s. %s)"), text, author, joined);
}

static void
add_noted (const KirokuSituation *input, GPtrArray *items, const KirokuLine *line)
{
  g_autofree char *text = kiroku_report_describe (line, input->pack, input->zone, input->language);
  g_autofree char *author = kiroku_report_dup_author (line, input->language);
  g_autofree char *approvals = kiroku_line_describe_approvals (line, input->language, input->zone);
  g_autofree char *said = with_people (input, text, author, approvals);
  g_autofree char *time = show_stamp (input, kiroku_line_get_time (line));

  take_item (items, kiroku_line_get_time (line), g_strdup_printf ("%s %s", time, said));
}

/* Of a phase for which somebody else stands, too. */
static void
add_entered (const KirokuSituation *input, GPtrArray *items, const KirokuVisit *visit)
{
  g_autofree char *signer = NULL, *time = NULL;
  const char *how;

  if (visit->withheld || (visit->signer == NULL && visit->approver == NULL))
    return;
  time = show_stamp (input, visit->start);
  signer = visit->signer != NULL ? kiroku_report_mark_name (visit->signer, visit->signer_unvouched,
                                                            input->language)
                                 : g_strdup (visit->approver);
  how = visit->signer == NULL ? say (input, "承認者として記入、署名なし", "named as approver, not signed")
        : visit->refused      ? say (input, "署名して却下", "signed: refused")
                              : say (input, "署名して承認", "signed: approved");
  take_item (items, visit->start,
             g_strdup_printf (say (input, "%s 段階「%s」へ（%s：%s）", "%s Phase %s (%s: %s)"), time,
                              kiroku_words_phase (input->language, visit->phase), signer, how));
}

/* (transfer full) */
static char *
name_duty (const KirokuSituation *input, const KirokuObligation *duty)
{
  return g_strdup_printf (say (input, "%s　%s%s", "%s: %s%s"),
                          kiroku_pack_text (duty->recipient, input->language),
                          kiroku_pack_text (duty->label, input->language),
                          duty->hard ? "" : say (input, "（目安）", " (target)"));
}

static void
add_decided (const KirokuSituation *input, GPtrArray *items, const KirokuObligation *duty)
{
  const KirokuDecision *decision = duty->decision;
  g_autofree char *name = NULL, *text = NULL;

  if (decision == NULL)
    return;
  name = name_duty (input, duty);
  text = g_strdup_printf (say (input, "%s：%s ― %s", "%s: %s — %s"), name,
                          decision->applies ? say (input, "該当する", "applies")
                                            : say (input, "該当しない", "does not apply"),
                          or_withheld (input, decision->reason));
  take_item (items, 0,
             with_people (input, text, or_withheld (input, decision->author),
                          decision->approver));
}

static void
add_taken (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = items_new ();

  for (guint i = 0; i < input->decisions->len; i++)
    add_noted (input, items, g_ptr_array_index (input->decisions, i));
  for (guint i = 0; i < input->visits->len; i++)
    add_entered (input, items, g_ptr_array_index (input->visits, i));
  for (guint i = 0; i < input->obligations->len; i++)
    add_decided (input, items, g_ptr_array_index (input->obligations, i));
  g_ptr_array_sort (items, compare_items);
  add_items (page, LIST_TAKEN, say (input, "決めたこと", "Decided"), items,
             input->n_decisions - input->decisions->len + items->len,
             say (input, "記録されたものはない", "None recorded"));
}

/* What would decide whether the duty applies. (transfer full) */
static char *
name_deciding (const KirokuSituation *input, const KirokuObligation *duty)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < duty->deciding->len; i++)
    {
      const char *key = g_ptr_array_index (duty->deciding, i);
      const KirokuPackFact *fact = kiroku_pack_get_fact (input->pack, key);

      g_string_append_printf (names, "%s%s", i > 0 ? say (input, "、", ", ") : "",
                              fact != NULL ? kiroku_pack_text (fact->name, input->language) : key);
    }
  return g_string_free (names, FALSE);
}

static gboolean
is_signed (const KirokuDecision *decision)
{
  for (guint i = 0; decision->approvals != NULL && i < decision->approvals->len; i++)
    if (kiroku_approval_counts (g_ptr_array_index (decision->approvals, i)))
      return TRUE;
  return FALSE;
}

/* Whether it applies, or who was named and has not signed. */
static void
add_open_duty (const KirokuSituation *input, GPtrArray *items, const KirokuObligation *duty)
{
  const KirokuDecision *decision = duty->decision;
  g_autofree char *name = name_duty (input, duty);

  if (duty->standing == KIROKU_STANDING_UNDECIDED && duty->deciding != NULL)
    {
      g_autofree char *deciding = name_deciding (input, duty);

      take_item (items, 0,
                 g_strdup_printf (say (input, "該当するか：%s（決め手：%s）", "Does it apply: %s (decided by: %s)"),
                                  name, deciding));
    }
  if (decision != NULL && decision->approver != NULL && decision->approver[0] != '\0'
      && !is_signed (decision))
    take_item (items, 0,
               g_strdup_printf (say (input, "署名待ち：%s（%s）", "To be signed: %s (%s)"), name,
                                decision->approver));
}

static void
add_open_phase (const KirokuSituation *input, GPtrArray *items, const KirokuVisit *visit)
{
  if (!visit->withheld && visit->approver != NULL && visit->approver[0] != '\0'
      && visit->signer == NULL)
    take_item (items, 0,
               g_strdup_printf (say (input, "署名待ち：段階「%s」へ（%s）", "To be signed: phase %s (%s)"),
                                kiroku_words_phase (input->language, visit->phase), visit->approver));
}

static void
add_conflict (const KirokuSituation *input, GPtrArray *items, const KirokuConflict *conflict)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (input->pack, conflict->subject);
  const char *name = fact != NULL ? kiroku_pack_text (fact->name, input->language)
                     : g_str_equal (conflict->subject, KIROKU_CONFLICT_PHASE)
                         ? say (input, "段階", "phase")
                     : g_str_equal (conflict->subject, KIROKU_CONFLICT_OPENING)
                         ? say (input, "事案を開いた人", "who opened the case")
                         : conflict->subject;

  take_item (items, 0,
             g_strdup_printf (say (input, "記録の食い違い：%s（%u通り）", "Contradiction: %s (%u readings)"), name,
                              conflict->rivals->len));
}

static void
add_awaited (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = items_new ();

  for (guint i = 0; i < input->waiting->len; i++)
    take_item (items, 0,
               g_strdup_printf (say (input, "様式の承認待ち：%s", "Form to be approved: %s"),
                                (char *) g_ptr_array_index (input->waiting, i)));
  for (guint i = 0; i < input->visits->len; i++)
    add_open_phase (input, items, g_ptr_array_index (input->visits, i));
  for (guint i = 0; i < input->conflicts->len; i++)
    add_conflict (input, items, g_ptr_array_index (input->conflicts, i));
  for (guint i = 0; i < input->obligations->len; i++)
    add_open_duty (input, items, g_ptr_array_index (input->obligations, i));
  add_items (page, LIST_AWAITED, say (input, "これから決めること", "To be decided"), items, items->len,
             say (input, "記録から分かるものはない", "None that the record tells of"));
}

/* --- What is next ----------------------------------------------------------------------------- */

/* Nothing for one that is counted from nothing. (transfer full) */
static char *
show_left (const KirokuSituation *input, const KirokuObligation *duty)
{
  g_autofree char *length = NULL;

  if (duty->due_us == KIROKU_TIME_NONE || duty->us_left == KIROKU_TIME_NONE)
    return g_strdup ("");
  length = kiroku_words_duration (input->language, ABS (duty->us_left));
  return g_strdup_printf (duty->us_left < 0 ? say (input, "　%s超過", ", %s overdue")
                                            : say (input, "　残り%s", ", %s left"),
                          length);
}

/* How sure the rule is, where it has to be shown. (transfer full) */
static char *
show_confidence (const KirokuSituation *input, const KirokuObligation *duty)
{
  if (duty->own || !kiroku_confidence_is_shown (duty->confidence))
    return g_strdup ("");
  return g_strdup_printf (say (input, "［%s］", " [%s]"),
                          kiroku_words_confidence (input->language, duty->confidence));
}

static void
add_deadline (const KirokuSituation *input, GPtrArray *items, const KirokuObligation *duty)
{
  g_autofree char *due = NULL, *left = NULL, *name = NULL, *confidence = NULL;

  if (duty->standing == KIROKU_STANDING_NOT_APPLICABLE || duty->progress == KIROKU_PROGRESS_MET)
    return;
  due = kiroku_report_due (duty, input->language);
  left = show_left (input, duty);
  name = name_duty (input, duty);
  confidence = show_confidence (input, duty);
  /* How sure it is stands in front of what may be cut off. */
  take_item (items, duty->due_us != KIROKU_TIME_NONE ? -duty->due_us : G_MININT64,
             g_strdup_printf (duty->standing == KIROKU_STANDING_UNDECIDED
                                  ? say (input, "%s%s%s　%s（該当するか未判定）", "%s%s%s: %s (undecided)")
                                  : say (input, "%s%s%s　%s", "%s%s%s: %s"),
                              due, left, confidence, name));
}

static void
add_deadlines (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = items_new ();

  for (guint i = 0; i < input->obligations->len; i++)
    add_deadline (input, items, g_ptr_array_index (input->obligations, i));
  g_ptr_array_sort (items, compare_items); /* what has no end last */
  add_items (page, LIST_DEADLINES, say (input, "次の期限", "Deadlines"), items, items->len,
             say (input, "なし", "None"));
}

/* First what the case's own people added, then the present phase, what was left behind, what comes. */
static guint
rank_task (const KirokuSituation *input, const KirokuTask *task)
{
  const KirokuPhase phase = input->case_info->phase;

  return !task->has_phase ? 0 : task->phase == phase ? 1 : task->phase < phase ? 2 : 3;
}

/* The open ones of @owner (nullable) in that order. (transfer full) (element-type utf8) */
static GPtrArray *
list_tasks (const KirokuSituation *input, const char *owner)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint rank = 0; rank < 4; rank++)
    for (guint i = 0; i < input->tasks->len; i++)
      {
        const KirokuTask *task = g_ptr_array_index (input->tasks, i);

        if (task->state == KIROKU_TASK_OPEN && rank_task (input, task) == rank
            && g_strcmp0 (task->owner, owner) == 0)
          g_ptr_array_add (names, g_strdup (kiroku_task_get_text (task, input->language)));
      }
  return names;
}

/* Who has open tasks, in the order in which they come. (transfer container) */
static GPtrArray *
list_owners (const KirokuSituation *input)
{
  GPtrArray *owners = g_ptr_array_new ();

  for (guint i = 0; i < input->tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (input->tasks, i);

      if (task->state == KIROKU_TASK_OPEN && task->owner != NULL
          && !g_ptr_array_find_with_equal_func (owners, task->owner, g_str_equal, NULL))
        g_ptr_array_add (owners, task->owner);
    }
  return owners;
}

/* @owner: (nullable): nobody. */
static void
append_tasks_of (Page *page, GString *text, const char *owner)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) names = list_tasks (input, owner);
  g_autofree char *joined = join_names (page, LIST_TASKS, names);
  g_autofree char *name
      = cut (owner != NULL ? owner : say (input, "担当未定", "Nobody yet"), PART);
  g_autofree char *line = g_strdup_printf (say (input, "%s（%u件）：%s", "%s (%u): %s"), name,
                                           names->len, joined);

  if (names->len > 0)
    append_line (text, say (input, "・", "• "), line);
}

static void
add_tasks (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) owners = list_owners (input);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (owners->len, OWNERS_MAX); i++)
    append_tasks_of (page, text, g_ptr_array_index (owners, i));
  if (owners->len > OWNERS_MAX)
    {
      g_autofree char *more
          = g_strdup_printf (say (input, "ほか%u人に未了の作業がある", "%u more people have open tasks"),
                             owners->len - OWNERS_MAX);

      append_line (text, say (input, "・", "• "), more);
    }
  append_tasks_of (page, text, NULL);
  add_row (page, say (input, "未了の作業", "Open tasks"),
           text->len > 0 ? text->str : say (input, "なし", "None"));
}

/* --- What happened ---------------------------------------------------------------------------- */

/* @text and what else is known, in brackets. (transfer full) */
static char *
with_more (const KirokuSituation *input, char *text, const char *more)
{
  char *both;

  if (more == NULL || more[0] == '\0')
    return text;
  both = g_strdup_printf (say (input, "%s ― %s", "%s — %s"), text, more);
  g_free (text);
  return both;
}

static void
add_call (const KirokuSituation *input, GPtrArray *items, const KirokuTold *told)
{
  g_autofree char *time = show_stamp (input, told->at);
  char *text = g_strdup_printf ("%s %s", time, or_withheld (input, told->name));

  text = with_more (input, text, told->person);
  take_item (items, told->at, with_more (input, text, told->outcome));
}

static void
add_filing (const KirokuSituation *input, GPtrArray *items, const KirokuSituationFiling *filed)
{
  g_autofree char *time = show_stamp (input, filed->at);
  char *text = g_strdup_printf (say (input, "%s %sを提出", "%s Filed: %s"), time, filed->name);

  text = with_more (input, text, filed->to);
  take_item (items, filed->at, with_more (input, text, filed->receipt));
}

static void
add_told (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = items_new ();

  for (guint i = 0; i < input->told->len; i++)
    add_call (input, items, g_ptr_array_index (input->told, i));
  for (guint i = 0; i < input->filed->len; i++)
    add_filing (input, items, g_ptr_array_index (input->filed, i));
  g_ptr_array_sort (items, compare_items);
  add_items (page, LIST_TOLD, say (input, "連絡・届出をした先", "Who was told"), items, items->len,
             say (input, "記録されたものはない", "Nobody, as far as was recorded"));
}

static void
add_changes (Page *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GPtrArray) items = items_new ();
  g_autofree char *since = show_stamp (input, input->since);
  g_autofree char *label = g_strdup_printf (say (input, "変更点\n%s～", "Changes since\n%s"), since);

  for (guint i = 0; i < input->changes->len; i++)
    {
      const KirokuLine *line = g_ptr_array_index (input->changes, i);
      g_autofree char *text
          = kiroku_report_describe (line, input->pack, input->zone, input->language);
      g_autofree char *author = kiroku_report_dup_author (line, input->language);
      g_autofree char *time = show_stamp (input, kiroku_line_get_time (line));

      take_item (items, 0,
                 g_strdup_printf (say (input, "%s %s：%s（%s）", "%s %s: %s (%s)"), time,
                                  kiroku_report_label (line, input->language), text, author));
    }
  add_items (page, LIST_CHANGES, label, items, input->n_changes, say (input, "なし", "None"));
}

/* --- The page --------------------------------------------------------------------------------- */

static const char *
get_name (const KirokuSituation *input)
{
  return input->handovers->len > 0
             ? say (input, "状況報告・引き継ぎ書", "Situation report and hand-over")
             : say (input, "状況報告", "Situation report");
}

static void
set_page (KirokuDocument *document, const KirokuSituation *input)
{
  const KirokuCase *info = input->case_info;
  const char *name = get_name (input);
  g_autofree char *title = g_strdup_printf ("%s %s", name, info->number);
  g_autofree char *left
      = g_strdup_printf (say (input, "事案 %s ・ %s", "Case %s · %s"), info->number, name);
  g_autofree char *foot = g_strdup_printf (say (input, "%s ・ 規則 %s", "%s · rules %s"),
                                           input->program, kiroku_pack_get_version (input->pack));
  g_autofree char *marking = kiroku_form_dup_marking (info->exercise, input->marking);
  const double edge = marking != NULL ? MARKED_MARGIN : MARGIN;

  kiroku_document_set_margins (document, edge, MARGIN, edge, MARGIN);
  kiroku_document_set_language (document, input->language);
  kiroku_document_set_title (document, title);
  kiroku_document_set_subject (document, info->title);
  kiroku_document_set_author (document, input->author);
  kiroku_document_set_created (document, input->now);
  kiroku_document_set_header (document, left, NULL);
  kiroku_document_set_footer (document, foot);
  kiroku_document_set_marking (document, marking);
  kiroku_document_add_title (document, name);
}

/* By whom, when, and by what clock all that is left was counted. */
static void
add_making (KirokuDocument *document, const KirokuSituation *input)
{
  gint64 second = G_USEC_PER_SEC;
  g_autofree char *made
      = kiroku_words_time (input->language, input->now - input->now % second, input->zone);
  g_autofree char *error = input->maxerr >= 0 ? g_strdup_printf ("%.3f", input->maxerr / 1e6) : NULL;
  const char *sync = input->sync == 1   ? say (input, "時刻同期あり", "synchronised")
                     : input->sync == 0 ? say (input, "時刻同期なし", "not synchronised")
                                        : say (input, "時刻同期は不明", "synchronisation unknown");
  g_autofree char *clock
      = input->sync == 1 && error != NULL
            ? g_strdup_printf (say (input, "%s、誤差%s秒以内", "%s, within %s s"), sync, error)
            : g_strdup (sync);
  g_autofree char *text = g_strdup_printf (
      say (input, "%s、%s が作成。残り時間はこの時刻から、この計算機の時計（%s）で数えたもの。",
           "Made %s by %s. What is left is counted from then by the clock of this computer (%s)."),
      made, input->author, clock);

  kiroku_document_add_note (document, text);
}

/* @left_out: (out): of each list. (transfer full) */
static KirokuDocument *
make_page (const KirokuSituation *input, const Room *room, guint *left_out)
{
  KirokuDocument *document = kiroku_document_new ();
  Page page = { .input = input, .room = room };

  set_page (document, input);
  add_making (document, input);
  page.grid = kiroku_document_add_grid (document);
  add_handover (&page);
  add_state (&page);
  add_deadlines (&page);
  add_taken (&page);
  add_awaited (&page);
  add_tasks (&page);
  add_told (&page);
  add_changes (&page);
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
  Room room;
  guint left_out[N_LISTS];
} Best;

/* Makes the page with @room the best one when it is one page; or when there is none yet. FALSE with
 * @error set when it cannot be laid out. */
static gboolean
try_room (Best *best, const Room *room, gboolean *fits, GError **error)
{
  guint left_out[N_LISTS];
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
      for (guint list = 0; list < N_LISTS; list++)
        {
          Room room = best->room;
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
  Room room = best->room;
  gboolean fits;

  room.width = width;
  room.note = note;
  return try_room (best, &room, &fits, error);
}

/* Some of everything on one line each, then all of what is longer, then more of everything. */
static gboolean
fill_page (Best *best, GError **error)
{
  Room room = { .width = LINE, .note = 6 * LINE };
  gboolean fits;

  for (guint list = 0; list < N_LISTS; list++)
    room.items[list] = 1;
  if (!try_room (best, &room, &fits, error) || (!fits && !try_longer (best, LINE, 2 * LINE, error)))
    return FALSE;
  return try_more (best, 3, error) && try_longer (best, 2 * LINE, 6 * LINE, error)
         && try_more (best, ITEMS_MAX, error) && try_longer (best, 4 * LINE, 40 * LINE, error);
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
