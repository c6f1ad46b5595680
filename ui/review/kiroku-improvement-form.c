/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-improvement-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-book-form.h"
#include "kiroku-lesson-list.h"
#include "kiroku-page-write.h"

struct _KirokuImprovementForm
{
  KirokuSmallForm parent_instance;

  GtkEntry *text;
  GtkDropDown *klass;
  GtkEntry *owner;
  GtkEntry *due;
  GtkDropDown *state;
  GtkEntry *proof;
  GtkEntry *reason;
  GtkDropDown *lesson;

  GtkDropDown *promise;
  GtkStringList *promises;  /* model of @promise */
  GPtrArray *forms;         /* (nullable) (element-type utf8): ids, of each but the first; NULL until they are read */
  GPtrArray *filings;       /* (element-type utf8): hashes, in step; "" for a form alone */
  GPtrArray *lessons;       /* (element-type KirokuPackFact): of the pack */
  KirokuImprovement *known; /* (nullable): the one that is changed */
  char *shown_due;          /* as filled in */
};

G_DEFINE_FINAL_TYPE (KirokuImprovementForm, kiroku_improvement_form, KIROKU_TYPE_SMALL_FORM)

/* --- Recording --- */

/* What was typed as the due time, or what was known of it. FALSE when it is none. */
static gboolean
read_due (KirokuImprovementForm *self, char **due)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  KirokuBook *book = kiroku_case_model_get_book (kiroku_small_form_get_model (form));
  g_autofree char *typed = kiroku_small_form_dup_typed (self->due);
  g_autoptr (GError) error = NULL;

  if (typed == NULL)
    return TRUE;
  *due = g_strcmp0 (typed, self->shown_due) == 0
             ? g_strdup (self->known->due)
             : kiroku_task_parse_due (typed, kiroku_book_get_zone (book), kiroku_book_get_now (book), &error);
  if (error == NULL)
    return TRUE;
  kiroku_small_form_show_error (form, error->message, self->due);
  return FALSE;
}

/* Whether nothing was left empty that was stated and is not here: whoever does not have it does not sign that there
 * is none. */
static gboolean
check_restated (KirokuImprovementForm *self, const KirokuImprovement *said)
{
  const struct
  {
    const char *field;
    gboolean left;
    gpointer widget;
  } restated[] = {
    { "text", said->text == NULL, self->text },
    { "class", gtk_drop_down_get_selected (self->klass) == GTK_INVALID_LIST_POSITION, self->klass },
    { "owner", said->owner == NULL, self->owner },
    { "due", said->due == NULL, self->due },
    { "lesson", gtk_drop_down_get_selected (self->lesson) == GTK_INVALID_LIST_POSITION, self->lesson },
    { "state", gtk_drop_down_get_selected (self->state) == GTK_INVALID_LIST_POSITION, self->state },
    { "proof", said->proof == NULL, self->proof },
    { "form", gtk_drop_down_get_selected (self->promise) == GTK_INVALID_LIST_POSITION, self->promise },
  };

  for (guint i = 0; self->known != NULL && i < G_N_ELEMENTS (restated); i++)
    if (restated[i].left && kiroku_improvement_lacks (self->known, restated[i].field))
      {
        kiroku_small_form_show_error (
            KIROKU_SMALL_FORM (self),
            _ ("This was stated and is not here. State it anew, or leave the change to whoever has it."),
            restated[i].widget);
        return FALSE;
      }
  return TRUE;
}

/* Whether what is needed is there. */
static gboolean
check (KirokuImprovementForm *self, const KirokuImprovement *said)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);

  if (said->text == NULL)
    kiroku_small_form_show_error (form, _ ("Say what is to become better."), self->text);
  else if (said->state == KIROKU_IMPROVE_DONE && said->proof == NULL)
    kiroku_small_form_show_error (form, _ ("Say what shows that it is done."), self->proof);
  else if (said->state == KIROKU_IMPROVE_DROPPED && said->reason == NULL)
    kiroku_small_form_show_error (form, _ ("Say why it is dropped."), self->reason);
  else
    return TRUE;
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
dup_lesson (KirokuImprovementForm *self)
{
  const guint i = gtk_drop_down_get_selected (self->lesson);
  const char *known = self->known != NULL ? self->known->lesson : NULL;

  if (i > 0 && i <= self->lessons->len)
    return g_strdup (((KirokuPackFact *) g_ptr_array_index (self->lessons, i - 1))->item.id);
  for (guint k = 0; known != NULL && k < self->lessons->len; k++)
    if (g_str_equal (((KirokuPackFact *) g_ptr_array_index (self->lessons, k))->item.id, known))
      return NULL; /* it was taken back */
  return g_strdup (known); /* the command line takes any fact */
}

/* The filing that was chosen; while nobody could choose, what was known. */
static void
read_promise (KirokuImprovementForm *self, KirokuImprovement *said)
{
  const guint i = gtk_drop_down_get_selected (self->promise);

  if (self->forms == NULL || i == GTK_INVALID_LIST_POSITION)
    {
      said->form = self->known != NULL ? g_strdup (self->known->form) : NULL;
      said->filing = self->known != NULL ? g_strdup (self->known->filing) : NULL;
    }
  else if (i > 0)
    {
      const char *filing = g_ptr_array_index (self->filings, i - 1);

      said->form = g_strdup (g_ptr_array_index (self->forms, i - 1));
      said->filing = filing[0] != '\0' ? g_strdup (filing) : NULL;
    }
}

static void
kiroku_improvement_form_submit (KirokuSmallForm *form)
{
  KirokuImprovementForm *self = KIROKU_IMPROVEMENT_FORM (form);
  g_autoptr (KirokuImprovement) said = g_new0 (KirokuImprovement, 1);

  if (self->known != NULL)
    said->id = g_strdup (self->known->id);
  read_promise (self, said);
  if (!kiroku_small_form_read (form, self->text, &said->text)
      || !kiroku_small_form_read (form, self->owner, &said->owner)
      || !kiroku_small_form_read (form, self->proof, &said->proof)
      || !kiroku_small_form_read (form, self->reason, &said->reason) || !read_due (self, &said->due))
    return;
  if (!check_restated (self, said))
    return;
  said->klass = gtk_drop_down_get_selected (self->klass);
  said->state = gtk_drop_down_get_selected (self->state);
  said->lesson = dup_lesson (self);
  if (check (self, said))
    kiroku_small_form_write (form, kiroku_draft_improvement (said));
}

/* --- The filing that promised it --- */

static void
add_promise (KirokuImprovementForm *self, const char *form, const char *filing, const char *label)
{
  gtk_string_list_append (self->promises, label);
  g_ptr_array_add (self->forms, g_strdup (form));
  g_ptr_array_add (self->filings, g_strdup (filing));
  if (self->known != NULL && g_strcmp0 (self->known->form, form) == 0
      && g_strcmp0 (self->known->filing != NULL ? self->known->filing : "", filing) == 0)
    gtk_drop_down_set_selected (self->promise, self->forms->len);
}

static void
add_filings (KirokuImprovementForm *self, const char *form, const KirokuFiling *filing)
{
  KirokuCaseModel *model = kiroku_small_form_get_model (KIROKU_SMALL_FORM (self));

  for (guint i = 0; i < filing->filed->len; i++)
    {
      const KirokuFiled *filed = g_ptr_array_index (filing->filed, i);
      g_autofree char *time = kiroku_page_dup_time (model, filed->at);
      /* Translators: the id of a form, then when it was filed. */
      g_autofree char *label = g_strdup_printf (_ ("%s, filed %s"), form, time);

      add_promise (self, form, filed->hash, label);
    }
}

/* What is known stays to be chosen, whatever became of it. */
static void
add_known (KirokuImprovementForm *self)
{
  const KirokuImprovement *known = self->known;

  if (known != NULL && known->form != NULL && gtk_drop_down_get_selected (self->promise) == 0)
    add_promise (self, known->form, known->filing != NULL ? known->filing : "", known->form);
}

static void
filings_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuImprovementForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) filings = kiroku_book_read_filings_finish (KIROKU_BOOK (source), result, &error);
  g_autoptr (GList) forms = filings != NULL ? g_hash_table_get_keys (filings) : NULL;

  if (kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)) == NULL)
    return;
  if (filings == NULL)
    {
      kiroku_small_form_show_error (KIROKU_SMALL_FORM (self), error->message, self->promise);
      return;
    }
  self->forms = g_ptr_array_new_with_free_func (g_free);
  forms = g_list_sort (forms, (GCompareFunc) strcmp);
  for (GList *one = forms; one != NULL; one = one->next)
    add_filings (self, one->data, g_hash_table_lookup (filings, one->data));
  add_known (self);
}

static void
read_filings (KirokuImprovementForm *self)
{
  KirokuCaseModel *model = kiroku_small_form_get_model (KIROKU_SMALL_FORM (self));

  kiroku_book_read_filings_async (kiroku_case_model_get_book (model), kiroku_case_model_get_case_id (model), NULL,
                                  NULL, filings_read_cb, g_object_ref (self));
}

/* --- Building --- */

static void
fill (KirokuImprovementForm *self, const KirokuImprovement *known)
{
  self->known = kiroku_improvement_copy (known);
  if (known->due_at != KIROKU_TIME_NONE)
    self->shown_due = kiroku_page_dup_time (
        kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)), known->due_at);
  kiroku_small_form_set_text (self->text, known->text);
  kiroku_small_form_set_text (self->owner, known->owner);
  kiroku_small_form_set_text (self->due, self->shown_due);
  kiroku_small_form_set_text (self->proof, known->proof);
  gtk_drop_down_set_selected (
      self->klass, kiroku_improvement_lacks (known, "class") ? GTK_INVALID_LIST_POSITION : known->klass);
  gtk_drop_down_set_selected (
      self->state, kiroku_improvement_lacks (known, "state") ? GTK_INVALID_LIST_POSITION : known->state);
  if (kiroku_improvement_lacks (known, "form"))
    gtk_drop_down_set_selected (self->promise, GTK_INVALID_LIST_POSITION);
  if (kiroku_improvement_lacks (known, "lesson"))
    gtk_drop_down_set_selected (self->lesson, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; i < self->lessons->len; i++)
    if (g_strcmp0 (((KirokuPackFact *) g_ptr_array_index (self->lessons, i))->item.id, known->lesson) == 0)
      gtk_drop_down_set_selected (self->lesson, i + 1);
}

/* The lessons of the pack, after that it follows from none. */
static void
add_lessons (KirokuImprovementForm *self)
{
  KirokuBook *book
      = kiroku_case_model_get_book (kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  self->lessons = kiroku_lessons_list (kiroku_book_get_pack (book));
  g_ptr_array_add (names, (gpointer) C_ ("lesson", "None"));
  for (guint i = 0; i < self->lessons->len; i++)
    {
      const KirokuPackFact *fact = g_ptr_array_index (self->lessons, i);

      g_ptr_array_add (names, (gpointer) kiroku_pack_text (fact->name, kiroku_book_get_language (book)));
    }
  g_ptr_array_add (names, NULL);
  self->lesson = kiroku_small_form_add_choice (KIROKU_SMALL_FORM (self), _ ("Lesson it follows from"),
                                               (const char *const *) names->pdata);
}

static void
add_fields (KirokuImprovementForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  const char *classes[KIROKU_N_IMPROVE_CLASSES + 1] = { NULL };
  const char *states[KIROKU_N_IMPROVE_STATES + 1] = { NULL };
  const char *const none[] = { C_ ("promise", "No filed form"), NULL };

  for (guint i = 0; i < KIROKU_N_IMPROVE_CLASSES; i++)
    classes[i] = kiroku_improve_class_name (i);
  for (guint i = 0; i < KIROKU_N_IMPROVE_STATES; i++)
    states[i] = kiroku_improve_state_name (i);
  self->text = kiroku_small_form_add_entry (form, _ ("What is to become better"), NULL);
  self->klass = kiroku_small_form_add_choice (form, C_ ("improvement", "Purpose"), classes);
  self->owner = kiroku_small_form_add_entry (form, _ ("To be done by"), NULL);
  self->due = kiroku_small_form_add_entry (form, _ ("Due time"), _ ("such as 2026-11-25"));
  add_lessons (self);
  self->promise = kiroku_small_form_add_choice (form, _ ("Promised in"), none);
  self->promises = GTK_STRING_LIST (gtk_drop_down_get_model (self->promise));
  self->filings = g_ptr_array_new_with_free_func (g_free);
  self->state = kiroku_small_form_add_choice (form, C_ ("improvement", "State"), states);
  self->proof = kiroku_small_form_add_entry (form, _ ("Proof that it is done"), NULL);
  self->reason = kiroku_small_form_add_entry (form, _ ("Reason"), NULL);
}

static void
kiroku_improvement_form_finalize (GObject *object)
{
  KirokuImprovementForm *self = KIROKU_IMPROVEMENT_FORM (object);

  g_clear_pointer (&self->lessons, g_ptr_array_unref);
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_clear_pointer (&self->filings, g_ptr_array_unref);
  g_clear_pointer (&self->known, kiroku_improvement_free);
  g_free (self->shown_due);

  G_OBJECT_CLASS (kiroku_improvement_form_parent_class)->finalize (object);
}

static void
kiroku_improvement_form_class_init (KirokuImprovementFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_improvement_form_finalize;
  KIROKU_SMALL_FORM_CLASS (klass)->submit = kiroku_improvement_form_submit;
}

static void
kiroku_improvement_form_init (KirokuImprovementForm *self)
{
}

GtkWidget *
kiroku_improvement_form_new (KirokuCaseModel *model, const KirokuImprovement *improvement)
{
  KirokuImprovementForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_small_form_new (KIROKU_TYPE_IMPROVEMENT_FORM, model);
  add_fields (self);
  if (improvement != NULL)
    fill (self, improvement);
  read_filings (self);
  return GTK_WIDGET (self);
}
