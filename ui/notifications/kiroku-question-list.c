/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-question-list.h"

#include <glib/gi18n.h>

#include "kiroku-question-row.h"
#include "kiroku-ui.h"

/* What else may be due is to be seen below them on a small screen. */
#define MAX_SHOWN 3

struct _KirokuQuestionList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkWidget *more; /* its last row */
  GtkLabel *more_label;

  KirokuCaseModel *model;
  GHashTable *rows; /* key → KirokuQuestionRow, a child of @list */
  gboolean all;     /* are to be shown */
};

G_DEFINE_FINAL_TYPE (KirokuQuestionList, kiroku_question_list, ADW_TYPE_BIN)

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Rows --- */

/* The keyboard goes to the question behind @row, else to the one before it. */
static void
pass_focus (KirokuQuestionList *self, GtkListBoxRow *row)
{
  int index = gtk_list_box_row_get_index (row);
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (self->list, index + 1);

  if (next == NULL || !gtk_widget_get_visible (GTK_WIDGET (next)))
    next = index > 0 ? gtk_list_box_get_row_at_index (self->list, index - 1) : NULL;
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  else
    g_signal_emit (self, signals[FINISHED], 0);
}

static void
remove_row (KirokuQuestionList *self, KirokuQuestionRow *row)
{
  g_autoptr (KirokuQuestionRow) kept = g_object_ref (row);

  if ((gtk_widget_get_state_flags (GTK_WIDGET (row)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    pass_focus (self, GTK_LIST_BOX_ROW (row));
  kiroku_question_row_leave (row);
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_hash_table_remove (self->rows, kiroku_question_row_get_key (row));
}

static void
settled_cb (KirokuQuestionList *self, KirokuQuestionRow *row)
{
  remove_row (self, row);
  kiroku_question_list_update (self);
}

static void
add_row (KirokuQuestionList *self, const KirokuQuestion *question, KirokuFacts *facts)
{
  KirokuPack *pack = kiroku_book_get_pack (kiroku_case_model_get_book (self->model));
  const KirokuPackFact *fact = kiroku_pack_get_fact (pack, question->fact);
  GtkWidget *row;

  if (fact == NULL)
    return;
  row = kiroku_question_row_new (self->model, fact);
  g_signal_connect_object (row, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  kiroku_question_row_show (KIROKU_QUESTION_ROW (row), question, facts);
  gtk_list_box_insert (self->list, row, (int) g_hash_table_size (self->rows));
  g_hash_table_insert (self->rows, g_strdup (question->fact), row);
}

/* --- Which ones --- */

static const KirokuQuestion *
find_question (GPtrArray *questions, const char *key)
{
  for (guint i = 0; i < questions->len; i++)
    if (g_str_equal (((KirokuQuestion *) questions->pdata[i])->fact, key))
      return questions->pdata[i];
  return NULL;
}

/* In the order in which they are seen. (transfer container) */
static GPtrArray *
list_rows (KirokuQuestionList *self)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < g_hash_table_size (self->rows); i++)
    g_ptr_array_add (rows, gtk_list_box_get_row_at_index (self->list, (int) i));
  return rows;
}

static gboolean
has_unseen_open (KirokuQuestionList *self, GPtrArray *questions)
{
  for (guint i = 0; i < questions->len; i++)
    {
      const KirokuQuestion *question = g_ptr_array_index (questions, i);

      if (question->open && !g_hash_table_contains (self->rows, question->fact))
        return TRUE;
    }
  return FALSE;
}

/* A question that was answered without deciding anything makes room for one that nobody answered. */
static gboolean
makes_room (KirokuQuestionList *self, const KirokuQuestion *question, GPtrArray *questions)
{
  return question != NULL && !question->open && !self->all && has_unseen_open (self, questions);
}

static void
show_present (KirokuQuestionList *self, GPtrArray *questions, KirokuFacts *facts)
{
  g_autoptr (GPtrArray) rows = list_rows (self);

  for (guint i = 0; i < rows->len; i++)
    {
      KirokuQuestionRow *row = g_ptr_array_index (rows, i);
      const KirokuQuestion *question
          = find_question (questions, kiroku_question_row_get_key (row));

      kiroku_question_row_show (row, question, facts);
      if (!kiroku_question_row_is_in_use (row)
          && (makes_room (self, question, questions) || (!self->all && i >= MAX_SHOWN)))
        remove_row (self, row);
    }
}

static void
show_more (KirokuQuestionList *self, guint n)
{
  g_autofree char *text
      = self->all ? g_strdup (_ ("Show fewer questions"))
                  : g_strdup_printf (ngettext ("Show all questions (%u)",
                                               "Show all questions (%u)", n),
                                     n);

  gtk_label_set_text (self->more_label, text);
  gtk_widget_set_visible (self->more, n > MAX_SHOWN);
}

void
kiroku_question_list_update (KirokuQuestionList *self)
{
  const KirokuSnapshot *snapshot;
  g_autoptr (GPtrArray) questions = NULL;

  g_return_if_fail (KIROKU_IS_QUESTION_LIST (self));

  snapshot = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;
  if (snapshot != NULL)
    {
      questions = kiroku_obligations_list_questions (
          snapshot->obligations, snapshot->facts,
          kiroku_book_get_pack (kiroku_case_model_get_book (self->model)), snapshot->incident->type);
      show_present (self, questions, snapshot->facts);
      for (guint i = 0; i < questions->len; i++)
        {
          const KirokuQuestion *question = g_ptr_array_index (questions, i);

          if (!self->all && g_hash_table_size (self->rows) >= MAX_SHOWN)
            break;
          if (!g_hash_table_contains (self->rows, question->fact))
            add_row (self, question, snapshot->facts);
        }
      show_more (self, questions->len);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), g_hash_table_size (self->rows) > 0);
}

static void
more_cb (KirokuQuestionList *self, GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) != self->more)
    return;
  self->all = !self->all;
  kiroku_question_list_update (self);
}

/* --- The list --- */

static void
clear (KirokuQuestionList *self)
{
  g_autoptr (GPtrArray) rows = list_rows (self);

  for (guint i = 0; i < rows->len; i++)
    {
      kiroku_question_row_leave (rows->pdata[i]);
      gtk_list_box_remove (self->list, rows->pdata[i]);
    }
  g_hash_table_remove_all (self->rows);
  self->all = FALSE;
}

void
kiroku_question_list_set_model (KirokuQuestionList *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_QUESTION_LIST (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  clear (self);
  g_set_object (&self->model, model);
  kiroku_question_list_update (self);
}

static void
kiroku_question_list_dispose (GObject *object)
{
  KirokuQuestionList *self = KIROKU_QUESTION_LIST (object);

  if (self->list != NULL)
    clear (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_QUESTION_LIST);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_question_list_parent_class)->dispose (object);
}

static void
kiroku_question_list_finalize (GObject *object)
{
  g_hash_table_unref (KIROKU_QUESTION_LIST (object)->rows);

  G_OBJECT_CLASS (kiroku_question_list_parent_class)->finalize (object);
}

static void
kiroku_question_list_class_init (KirokuQuestionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_question_list_dispose;
  object_class->finalize = kiroku_question_list_finalize;

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "notifications/kiroku-question-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuQuestionList, list);
  gtk_widget_class_bind_template_child (widget_class, KirokuQuestionList, more);
  gtk_widget_class_bind_template_child (widget_class, KirokuQuestionList, more_label);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
kiroku_question_list_init (KirokuQuestionList *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}
