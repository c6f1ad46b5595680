/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-report-private.h"

/* Widths of columns, in points. */
#define CLASS_WIDTH 44
#define OWNER_WIDTH 84
#define DUE_WIDTH 92
#define STATE_WIDTH 110

/* What a measure is for. (transfer none) */
static const char *
name_class (const char *language, const KirokuImprovement *one)
{
  static const char *const names[][2] = { [KIROKU_IMPROVE_PREVENT] = { "予防", "Prevent" },
                                          [KIROKU_IMPROVE_DETECT] = { "発見", "Detect" },
                                          [KIROKU_IMPROVE_RESPOND] = { "対処", "Respond" },
                                          [KIROKU_IMPROVE_RECOVER] = { "復旧", "Recover" } };

  if (kiroku_improvement_lacks (one, "class"))
    return kiroku_report_or_withheld (language, NULL);
  return kiroku_words (language, names[one->klass][0], names[one->klass][1]);
}

/* (transfer none) */
static const char *
name_state (const char *language, const KirokuImprovement *one)
{
  static const char *const names[][2] = { [KIROKU_IMPROVE_OPEN] = { "未了", "Open" },
                                          [KIROKU_IMPROVE_DONE] = { "実施", "Done" },
                                          [KIROKU_IMPROVE_DROPPED] = { "取りやめ", "Dropped" } };

  if (kiroku_improvement_lacks (one, "state"))
    return kiroku_report_or_withheld (language, NULL);
  return kiroku_words (language, names[one->state][0], names[one->state][1]);
}

/* @value, or that it is not here; "" when nobody stated it. (transfer none) */
static const char *
show (const char *language, const KirokuImprovement *one, const char *field, const char *value)
{
  if (value != NULL)
    return value;
  return kiroku_improvement_show (one, field, NULL) != NULL ? kiroku_report_or_withheld (language, NULL) : "";
}

/* What is to be done, what it follows from, and the form that promised it. (transfer full) */
static char *
dup_text (const KirokuReportInput *input, const KirokuImprovement *one)
{
  const KirokuPackFact *lesson
      = one->lesson != NULL ? kiroku_pack_get_fact (input->pack, one->lesson) : NULL;
  GString *text = g_string_new (show (input->language, one, "text", one->text));

  if (lesson != NULL)
    g_string_append_printf (text, kiroku_words (input->language, "\n教訓：%s", "\nLesson: %s"),
                            kiroku_pack_text (lesson->name, input->language));
  if (one->form != NULL)
    g_string_append_printf (text, kiroku_words (input->language, "\n%sで届け出た措置", "\nPromised in %s"),
                            one->form);
  return g_string_free (text, FALSE);
}

/* (transfer full) */
static char *
dup_due (const KirokuReportInput *input, const KirokuImprovement *one)
{
  return kiroku_report_show_due (input->language, show (input->language, one, "due", one->due),
                                 kiroku_improvement_is_overdue (one, input->now), input->zone);
}

/* What became of it, with the proof or the reason. (transfer full) */
static char *
dup_state (const KirokuReportInput *input, const KirokuImprovement *one)
{
  const char *more = one->state == KIROKU_IMPROVE_DROPPED
                         ? show (input->language, one, "reason", one->reason)
                         : show (input->language, one, "proof", one->proof);
  const char *state = name_state (input->language, one);

  if (more[0] == '\0')
    return g_strdup (state);
  return g_strdup_printf (kiroku_words (input->language, "%s：%s", "%s: %s"), state, more);
}

void
kiroku_report_add_improvements (KirokuDocument *document, const KirokuReportInput *input)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "区分", "For"), CLASS_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "改善策", "Measure"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "担当者", "Owner"), OWNER_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "期限", "Due"), DUE_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "状態と証跡", "State and proof"), STATE_WIDTH, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  if (input->improvements == NULL || input->improvements->len == 0)
    return;
  for (guint i = 0; i < input->improvements->len; i++)
    {
      const KirokuImprovement *one = g_ptr_array_index (input->improvements, i);

      g_ptr_array_add (cells, g_strdup (name_class (language, one)));
      g_ptr_array_add (cells, dup_text (input, one));
      g_ptr_array_add (cells, g_strdup (show (language, one, "owner", one->owner)));
      g_ptr_array_add (cells, dup_due (input, one));
      g_ptr_array_add (cells, dup_state (input, one));
    }
  kiroku_document_add_heading (document, 2, kiroku_words (language, "改善策", "Measures"));
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns), input->improvements->len,
                                   (const char *const *) cells->pdata);
}
