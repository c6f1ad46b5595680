/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-situation-private.h"

/* Who took over, and more often who did not. */
#define ACCEPTANCES_MAX 3
/* --- Who hands over --------------------------------------------------------------------------- */

/* Who accepted, or why that does not count; anybody may say so, and often. */
static void
append_acceptances (const KirokuSituation *input, GString *text, const KirokuHandover *handover)
{
  g_autofree char *said = kiroku_handover_describe (handover, input->language, input->zone);
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  const guint n = g_strv_length (lines);

  for (guint i = 0; i < MIN (n, ACCEPTANCES_MAX); i++)
    {
      g_autofree char *line = kiroku_situation_cut (lines[i], 2 * KIROKU_SITUATION_LINE);

      kiroku_situation_append_line (text, "", line);
    }
  if (n > ACCEPTANCES_MAX)
    {
      g_autofree char *more = g_strdup_printf (
          kiroku_words (input->language, "ほか%u件", "and %u more"), n - ACCEPTANCES_MAX);

      kiroku_situation_append_line (text, "", more);
    }
}

void
kiroku_situation_add_handover (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  const KirokuHandover *last;
  g_autofree char *time = NULL, *author = NULL, *from = NULL, *to = NULL, *note = NULL;
  g_autoptr (GString) text = NULL;

  if (input->handovers->len == 0)
    return;
  last = g_ptr_array_index (input->handovers, input->handovers->len - 1);
  time = kiroku_situation_show_stamp (input, last->rec);
  author = kiroku_report_mark_name (last->author, last->unvouched, input->language);
  from = kiroku_situation_cut (author, KIROKU_SITUATION_PART);
  to = kiroku_situation_cut (
      g_strcmp0 (last->to, "") == 0
          ? kiroku_words (input->language, "引き継ぐ人は指定なし", "nobody named")
          : kiroku_report_or_withheld (input->language, last->to),
      KIROKU_SITUATION_PART);
  note = kiroku_situation_cut (kiroku_report_or_withheld (input->language, last->text),
                               page->room->note);
  text = g_string_new (NULL);
  g_string_printf (text, kiroku_words (input->language, "%s　→　%s（%s）", "%s → %s (%s)"), from,
                   to, time);
  append_acceptances (input, text, last);
  kiroku_situation_add_row (page, kiroku_words (input->language, "引き継ぎ", "Hand-over"),
                            text->str);
  kiroku_situation_add_row (page, kiroku_words (input->language, "申し送り", "What was said"),
                            note[0] != '\0' ? note
                                            : kiroku_words (input->language, "なし", "Nothing"));
}

/* --- How it stands ---------------------------------------------------------------------------- */

static char *
show_phase (const KirokuSituation *input)
{
  const KirokuCase *info = input->case_info;
  g_autofree char *since = kiroku_situation_show_stamp (input, info->phase_since);
  g_autofree char *length = kiroku_words_duration (input->language, input->now - info->phase_since);

  return g_strdup_printf (
      kiroku_words (input->language, "%s%s（%s から %s）", "%s%s (since %s, for %s)"),
      kiroku_words_phase (input->language, info->phase),
      info->closed ? kiroku_words (input->language, "、終結", ", closed") : "", since, length);
}

static char *
show_type (const KirokuSituation *input)
{
  g_autofree char *level = kiroku_report_dup_level (input->language, input->case_info);

  return g_strdup_printf (kiroku_words (input->language, "%s、レベル%s", "%s, level %s"),
                          kiroku_case_show_type (input->case_info, input->pack, input->language), level);
}

/* Facts on who reports, to whom and when: none on what happened. */
static gboolean
is_about_reporting (const char *key)
{
  return g_str_has_prefix (key, "org.") || g_str_has_prefix (key, "reporter.")
         || g_str_has_prefix (key, "report.");
}

typedef void (*FieldFunc) (const KirokuFormField *field, gpointer data);

/* Each fact of @form once, but those in @seen, a set to which they are added. What was answered for one form alone
 * is no fact of the case, which may stand in another form. */
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

              if (field->origin == KIROKU_FORM_ORIGIN_FACT && g_hash_table_add (seen, field->key))
                func (field, data);
            }
        }
    }
}

/* Why the answer is not known: 調査中, and when it is expected. (transfer full) */
static char *
dup_why_unknown (const KirokuFormField *field, const char *language)
{
  const char *state = kiroku_words_fact_state_of (language, field->type, field->state);

  if (field->rivals->len > 0)
    return g_strdup (kiroku_words (language, "食い違い", "contradicted"));
  if (field->remark_shown[0] == '\0')
    return g_strdup (state);
  return g_strdup_printf (kiroku_words (language, "%s、%s", "%s, %s"), state, field->remark_shown);
}

typedef struct
{
  const KirokuSituation *input;
  GPtrArray *known;   /* (element-type Known) */
  GPtrArray *unknown; /* (element-type utf8) */
} Knowing;

/* A known fact. */
typedef struct
{
  char *key, *text;
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->key);
  g_free (known->text);
  g_free (known);
}

/* What has to be on the page however little of it there is room for; the rest follows in the order of the forms. */
static guint
rank_known (const char *key)
{
  static const char *const first[] = { "timeline.summary", "t.occurred",      "t.detected",     "t.known",
                                       "leak.count",       "leak.items",      "leak.kind",      "impact.services",
                                       "impact.customers", "impact.infected", "cause.summary",  "ransom.note",
                                       "t.contained",      "t.recovered",     "publication.state" };

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if (g_str_equal (key, first[i]))
      return i;
  return G_N_ELEMENTS (first);
}

static int
compare_known (gconstpointer a, gconstpointer b)
{
  const Known *one = *(Known *const *) a, *other = *(Known *const *) b;

  return (int) rank_known (one->key) - (int) rank_known (other->key);
}

static void
take_known (Knowing *knowing, const KirokuFormField *field)
{
  Known *known = g_new (Known, 1);

  known->key = g_strdup (field->key);
  known->text = g_strdup_printf (kiroku_words (knowing->input->language, "%s：%s", "%s: %s"), field->name, field->shown);
  g_ptr_array_add (knowing->known, known);
}

static void
sort_field (const KirokuFormField *field, gpointer data)
{
  Knowing *knowing = data;
  const gboolean open = field->state == KIROKU_FACT_INVESTIGATING
                        || field->state == KIROKU_FACT_UNKNOWN || field->rivals->len > 0;
  g_autofree char *why = open ? dup_why_unknown (field, knowing->input->language) : NULL;

  if (is_about_reporting (field->key))
    return;
  if (open)
    g_ptr_array_add (
        knowing->unknown,
        g_strdup_printf (kiroku_words (knowing->input->language, "%s（%s）", "%s (%s)"),
                         field->name, why));
  if (field->value[0] != '\0' || (!open && field->shown[0] != '\0'))
    take_known (knowing, field);
}

/* What a duty's form still lacks. */
static void
add_lacking (KirokuSituationPage *page, GString *out, const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) missing = kiroku_filled_form_list_missing (form);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; i < missing->len; i++)
    g_ptr_array_add (names, ((KirokuFormField *) g_ptr_array_index (missing, i))->name);
  if (names->len == 0)
    return;
  joined = kiroku_situation_join_names (page, KIROKU_SITUATION_UNKNOWN, names);
  g_string_append_printf (out, "%s", out->len > 0 ? "\n" : "");
  g_string_append_printf (out,
                          kiroku_words (page->input->language, "・%s（%s）に未記入の%u項目：%s",
                                        "• %s (%s) lacks %u answers: %s"),
                          form->short_name, form->id, names->len, joined);
}

static void
add_not_known (KirokuSituationPage *page, GPtrArray *unknown)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GString) text = g_string_new (NULL);

  if (unknown->len > 0)
    {
      g_autofree char *joined
          = kiroku_situation_join_names (page, KIROKU_SITUATION_UNKNOWN, unknown);

      g_string_append_printf (text, "%s%s", kiroku_words (input->language, "・", "• "), joined);
    }
  for (guint i = 0; i < input->forms->len; i++)
    {
      const KirokuFilledForm *form = g_ptr_array_index (input->forms, i);

      if (g_hash_table_contains (input->due, form->id))
        add_lacking (page, text, form);
    }
  kiroku_situation_add_row (page, kiroku_words (input->language, "わかっていないこと", "Not known"),
                            text->len > 0 ? text->str
                                          : kiroku_words (input->language, "記録されたものはない",
                                                          "Nothing recorded as such"));
}

static void
add_knowledge (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (known_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  Knowing knowing = { input, known, unknown };

  for (guint i = 0; i < input->forms->len; i++)
    visit_fields (g_ptr_array_index (input->forms, i), seen, sort_field, &knowing);
  g_ptr_array_sort (known, compare_known); /* stable */
  for (guint i = 0; i < known->len; i++)
    g_ptr_array_add (texts, ((Known *) g_ptr_array_index (known, i))->text);
  joined = kiroku_situation_join_names (page, KIROKU_SITUATION_KNOWN, texts);
  kiroku_situation_add_row (page, kiroku_words (input->language, "わかっていること", "Known"),
                            known->len > 0 ? joined
                                           : kiroku_words (input->language, "記録された項目はない",
                                                           "Nothing recorded yet"));
  add_not_known (page, unknown);
}

void
kiroku_situation_add_state (KirokuSituationPage *page)
{
  const KirokuSituation *input = page->input;
  g_autofree char *title
      = kiroku_situation_cut (kiroku_case_show_title (input->case_info, input->language),
                              2 * KIROKU_SITUATION_LINE);
  g_autofree char *type = show_type (input);
  g_autofree char *phase = show_phase (input);
  g_autofree char *what
      = g_strdup_printf (kiroku_words (input->language, "%s　%s\n%s", "%s %s\n%s"),
                         input->case_info->number, title, type);

  kiroku_situation_add_row (page, kiroku_words (input->language, "事案", "Case"), what);
  kiroku_situation_add_row (page, kiroku_words (input->language, "段階", "Phase"), phase);
  add_knowledge (page);
}
