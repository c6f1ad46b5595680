/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-question-row.h"

#include <glib/gi18n.h>

#include "kiroku-fact-field.h"
#include "kiroku-page-write.h"

#define MS_UNTIL_SETTLED 1500
/* So many recipients are named; the tooltip names all that hangs on the answer. */
#define MAX_NAMED 2

struct _KirokuQuestionRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *why;          /* a child of @field */
  KirokuFactField *field; /* a child */

  KirokuCaseModel *model;
  const KirokuPackFact *fact; /* kept by @field */
  guint timer;                /* runs while it decides nothing any more */
};

G_DEFINE_FINAL_TYPE (KirokuQuestionRow, kiroku_question_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_text (KirokuQuestionRow *self, const KirokuPackText *text)
{
  return kiroku_pack_text (text,
                           kiroku_book_get_language (kiroku_case_model_get_book (self->model)));
}

/* --- What hangs on it --- */

/* Each recipient once, with the number of reports to it: "PPC (3)". (transfer full) */
static GPtrArray *
list_recipients (KirokuQuestionRow *self, GPtrArray *obligations)
{
  GPtrArray *recipients = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);
      const char *name = get_text (self, obligation->recipient);
      guint n = 0;

      if (!g_hash_table_add (seen, (gpointer) name))
        continue;
      for (guint j = i; j < obligations->len; j++)
        if (g_str_equal (name, get_text (self, ((KirokuObligation *) obligations->pdata[j])->recipient)))
          n++;
      g_ptr_array_add (recipients, n > 1 ? g_strdup_printf ("%s (%u)", name, n) : g_strdup (name));
    }
  return recipients;
}

static void
append_part (GString *text, const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

/* (transfer full) */
static char *
dup_why (KirokuQuestionRow *self, const KirokuQuestion *question)
{
  g_autoptr (GPtrArray) recipients = list_recipients (self, question->settles);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *part = NULL;
  g_autofree char *more = NULL;

  for (guint i = 0; i < recipients->len && i < MAX_NAMED; i++)
    append_part (names, recipients->pdata[i]);
  if (recipients->len > MAX_NAMED)
    {
      /* Translators: behind the names of some authorities. */
      more = g_strdup_printf (ngettext ("%u more", "%u more", recipients->len - MAX_NAMED),
                              recipients->len - MAX_NAMED);
      append_part (names, more);
    }
  if (names->len > 0)
    {
      /* Translators: to whom it is to be reported, when the answer says so; authorities follow. */
      part = g_strdup_printf (_ ("Decides reports to: %s"), names->str);
      append_part (text, part);
    }
  if (question->routes->len > 0)
    g_string_append_printf (
        text,
        /* Translators: %s is nothing or " · ". */
        ngettext ("%sDecides to whom %u report goes", "%sDecides to whom %u reports go",
                  question->routes->len),
        text->len > 0 ? " · " : "", question->routes->len);
  if (question->opens->len > 0)
    g_string_append_printf (
        text,
        /* Translators: %s is nothing or " · ". */
        ngettext ("%sDecides whether %u more rule has to be asked about",
                  "%sDecides whether %u more rules have to be asked about", question->opens->len),
        text->len > 0 ? " · " : "", question->opens->len);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* All that hangs on it, one a line. (transfer full) */
static char *
dup_list (KirokuQuestionRow *self, const KirokuQuestion *question)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < question->settles->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (question->settles, i);

      g_string_append_printf (list, "%s%s – %s", i > 0 ? "\n" : "",
                              get_text (self, obligation->recipient),
                              get_text (self, obligation->label));
    }
  for (guint i = 0; i < question->routes->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (question->routes, i);

      g_string_append_printf (list, "%s%s – %s", list->len > 0 ? "\n" : "",
                              get_text (self, obligation->recipient),
                              get_text (self, obligation->label));
    }
  for (guint i = 0; i < question->opens->len; i++)
    {
      const KirokuPackObligation *rule = g_ptr_array_index (question->opens, i);

      g_string_append_printf (list, "%s%s – %s", list->len > 0 ? "\n" : "",
                              get_text (self, rule->recipient), get_text (self, rule->label));
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* --- When it decides nothing any more --- */

/* Of several boxes one more may be ticked, and a text may go on. */
static gboolean
may_go_on (KirokuQuestionRow *self)
{
  gboolean several
      = self->fact->type == KIROKU_FACT_CHOICES || self->fact->type == KIROKU_FACT_LONG_TEXT;

  return kiroku_fact_field_is_busy (self->field)
         || (several
             && (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0);
}

static gboolean
settled_cb (gpointer user_data)
{
  KirokuQuestionRow *self = user_data;

  if (may_go_on (self))
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  g_signal_emit (self, signals[SETTLED], 0);
  return G_SOURCE_REMOVE;
}

void
kiroku_question_row_show (KirokuQuestionRow *self,
                          const KirokuQuestion *question,
                          KirokuFacts *facts)
{
  g_autofree char *why = NULL;
  g_autofree char *list = NULL;

  g_return_if_fail (KIROKU_IS_QUESTION_ROW (self) && facts != NULL);

  kiroku_fact_field_show_fact (self->field, facts);
  if (question == NULL)
    {
      if (self->timer == 0)
        self->timer = g_timeout_add (MS_UNTIL_SETTLED, settled_cb, self);
      return;
    }
  g_clear_handle_id (&self->timer, g_source_remove);
  why = dup_why (self, question);
  list = dup_list (self, question);
  gtk_label_set_text (self->why, why);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->why), list);
}

const char *
kiroku_question_row_get_key (KirokuQuestionRow *self)
{
  g_return_val_if_fail (KIROKU_IS_QUESTION_ROW (self), NULL);

  return self->fact->item.id;
}

gboolean
kiroku_question_row_is_in_use (KirokuQuestionRow *self)
{
  g_return_val_if_fail (KIROKU_IS_QUESTION_ROW (self), FALSE);

  return kiroku_fact_field_is_busy (self->field) || kiroku_fact_field_has_failed (self->field)
         || (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

void
kiroku_question_row_leave (KirokuQuestionRow *self)
{
  g_return_if_fail (KIROKU_IS_QUESTION_ROW (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  kiroku_fact_field_leave (self->field);
}

/* --- Building --- */

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static GtkWidget *
make_small_label (const char *text)
{
  GtkWidget *label = make_label (text);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

/* The question, what helps to answer it, and why it is asked. */
static GtkWidget *
make_lead (KirokuQuestionRow *self, const char *question)
{
  GtkWidget *lead = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  const char *hint = get_text (self, self->fact->hint);

  self->why = GTK_LABEL (make_small_label (""));
  gtk_box_append (GTK_BOX (lead), make_label (question));
  if (*hint != '\0')
    gtk_box_append (GTK_BOX (lead), make_small_label (hint));
  gtk_box_append (GTK_BOX (lead), GTK_WIDGET (self->why));
  return lead;
}

static void
build (KirokuQuestionRow *self)
{
  const char *asked = get_text (self, self->fact->question);
  const char *question = *asked != '\0' ? asked : get_text (self, self->fact->name);
  GtkWidget *field = kiroku_fact_field_new (self->model, self->fact, question);
  GtkWidget *lead = make_lead (self, question);

  self->field = KIROKU_FACT_FIELD (field);
  kiroku_fact_field_set_question (self->field, GTK_BOX (lead), GTK_WIDGET (self->why));
  gtk_widget_set_margin_start (field, 12);
  gtk_widget_set_margin_end (field, 12);
  gtk_widget_set_margin_top (field, 9);
  gtk_widget_set_margin_bottom (field, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), field);
}

static gboolean
kiroku_question_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KIROKU_QUESTION_ROW (widget)->field));
}

static void
kiroku_question_row_dispose (GObject *object)
{
  KirokuQuestionRow *self = KIROKU_QUESTION_ROW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_question_row_parent_class)->dispose (object);
}

static void
kiroku_question_row_class_init (KirokuQuestionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_question_row_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = kiroku_question_row_grab_focus;

  signals[SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_question_row_init (KirokuQuestionRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kiroku_question_row_new (KirokuCaseModel *model, const KirokuPackFact *fact)
{
  KirokuQuestionRow *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && fact != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_QUESTION_ROW, NULL);
  self->model = g_object_ref (model);
  self->fact = fact;
  build (self);
  return GTK_WIDGET (self);
}
