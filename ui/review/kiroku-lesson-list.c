/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-lesson-list.h"

#include <glib/gi18n.h>

#include "kiroku-fact-field.h"

#define LESSON_PREFIX "lessons."

struct _KirokuLessonList
{
  AdwBin parent_instance;

  AdwExpanderRow *row;
  KirokuCaseModel *model; /* (nullable) */
  GPtrArray *fields;      /* (element-type KirokuFactField): in @row */
};

G_DEFINE_FINAL_TYPE (KirokuLessonList, kiroku_lesson_list, ADW_TYPE_BIN)

GPtrArray *
kiroku_lessons_list (KirokuPack *pack)
{
  GPtrArray *facts = kiroku_pack_get_facts (pack);
  GPtrArray *lessons = g_ptr_array_new ();

  for (guint i = 0; i < facts->len; i++)
    if (g_str_has_prefix (((KirokuPackFact *) g_ptr_array_index (facts, i))->item.id, LESSON_PREFIX))
      g_ptr_array_add (lessons, g_ptr_array_index (facts, i));
  return lessons;
}

/* --- The questions --- */

static void
leave (KirokuLessonList *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      KirokuFactField *field = g_ptr_array_index (self->fields, i);

      kiroku_fact_field_leave (field);
      adw_expander_row_remove (self->row, gtk_widget_get_ancestor (GTK_WIDGET (field), GTK_TYPE_LIST_BOX_ROW));
    }
  g_ptr_array_set_size (self->fields, 0);
}

static void
add_question (KirokuLessonList *self, const KirokuPackFact *fact)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *field = kiroku_fact_field_new (self->model, fact, NULL);

  gtk_widget_set_margin_top (field, 6);
  gtk_widget_set_margin_bottom (field, 6);
  gtk_widget_set_margin_start (field, 12);
  gtk_widget_set_margin_end (field, 12);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), field);
  adw_expander_row_add_row (self->row, row);
  g_ptr_array_add (self->fields, field);
}

static void
add_questions (KirokuLessonList *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autoptr (GPtrArray) lessons = kiroku_lessons_list (kiroku_book_get_pack (book));

  for (guint i = 0; i < lessons->len; i++)
    add_question (self, g_ptr_array_index (lessons, i));
}

/* What is withheld was answered. */
static gboolean
is_answered (KirokuFacts *facts, const char *key)
{
  const KirokuFact *fact = kiroku_facts_get (facts, key);

  return fact != NULL
         && (fact->value[0] != '\0' || fact->state == KIROKU_FACT_WITHHELD || fact->state == KIROKU_FACT_ERASED);
}

void
kiroku_lesson_list_update (KirokuLessonList *self)
{
  const KirokuSnapshot *snapshot;
  g_autofree char *subtitle = NULL;
  guint answered = 0;

  g_return_if_fail (KIROKU_IS_LESSON_LIST (self));

  snapshot = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;
  if (snapshot == NULL)
    return;
  for (guint i = 0; i < self->fields->len; i++)
    {
      KirokuFactField *field = g_ptr_array_index (self->fields, i);

      kiroku_fact_field_show_fact (field, snapshot->facts);
      answered += is_answered (snapshot->facts, kiroku_fact_field_get_fact (field)->item.id) ? 1 : 0;
    }
  /* Translators: how many questions are answered, of how many. */
  subtitle = g_strdup_printf (_ ("%u of %u answered"), answered, self->fields->len);
  adw_expander_row_set_subtitle (self->row, subtitle);
}

void
kiroku_lesson_list_set_model (KirokuLessonList *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_LESSON_LIST (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  leave (self);
  g_set_object (&self->model, model);
  if (model != NULL)
    add_questions (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->fields->len > 0);
  kiroku_lesson_list_update (self);
}

/* --- The class --- */

static void
kiroku_lesson_list_dispose (GObject *object)
{
  KirokuLessonList *self = KIROKU_LESSON_LIST (object);

  if (self->model != NULL)
    leave (self);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_lesson_list_parent_class)->dispose (object);
}

static void
kiroku_lesson_list_finalize (GObject *object)
{
  g_ptr_array_unref (KIROKU_LESSON_LIST (object)->fields);

  G_OBJECT_CLASS (kiroku_lesson_list_parent_class)->finalize (object);
}

static void
kiroku_lesson_list_class_init (KirokuLessonListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_lesson_list_dispose;
  object_class->finalize = kiroku_lesson_list_finalize;
}

static void
kiroku_lesson_list_init (KirokuLessonList *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->fields = g_ptr_array_new ();
  self->row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _ ("What Was Learned"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->row));
  adw_bin_set_child (ADW_BIN (self), list);
}
