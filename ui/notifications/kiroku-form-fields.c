/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-fields.h"

#include <glib/gi18n.h>

#include "kiroku-fact-field.h"
#include "kiroku-page-write.h"
#include "kiroku-source-chip.h"
#include "kiroku-text.h"

struct _KirokuFormFields
{
  GtkBox parent_instance;

  KirokuCaseModel *model;
  KirokuPack *pack; /* keeps the form */
  const KirokuPackForm *form;
  GPtrArray *rows;  /* of KirokuFactField, children, in the order of the form */
};

G_DEFINE_FINAL_TYPE (KirokuFormFields, kiroku_form_fields, GTK_TYPE_BOX)

enum
{
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_language (KirokuFormFields *self)
{
  return kiroku_book_get_language (kiroku_case_model_get_book (self->model));
}

/* Whose answer it is and when it was recorded. (transfer full) (nullable) */
static char *
dup_source (KirokuFormFields *self, const KirokuFormField *field)
{
  const KirokuFormSource *source = field->source;
  g_autofree char *name = NULL;
  g_autofree char *time = NULL;

  if (source == NULL)
    return NULL;
  name = kiroku_text_visible (source->author != NULL ? source->author : _ ("(withheld)"), TRUE);
  time = kiroku_page_dup_time (self->model, source->rec);
  if (field->origin == KIROKU_FORM_ORIGIN_OWN && field->instead_of[0] != '\0')
    /* Translators: a name, a time, then what would stand there without it. */
    return g_strdup_printf (_ ("In this form only: %s, %s · instead of “%s”"), name, time,
                            field->instead_of);
  if (field->origin == KIROKU_FORM_ORIGIN_OWN)
    /* Translators: a name, then a time. */
    return g_strdup_printf (_ ("In this form only: %s, %s"), name, time);
  if (source->from_profile)
    /* Translators: a name, then a time. */
    return g_strdup_printf (_ ("From the profile of %s, %s"), name, time);
  /* Translators: a name, then a time. */
  return g_strdup_printf (_ ("Stated by %s, %s"), name, time);
}

/* Where a value was taken from. (transfer full) (nullable) */
static char *
dup_origin (KirokuFormFields *self, const KirokuFormField *field)
{
  const KirokuPackFact *other;

  if (field->mistaken != NULL)
    return g_strdup (field->mistaken);
  switch (field->origin)
    {
    case KIROKU_FORM_ORIGIN_OTHER_FACT:
      other
          = field->origin_key != NULL ? kiroku_pack_get_fact (self->pack, field->origin_key) : NULL;
      /* Translators: the name of another fact follows. */
      return g_strdup_printf (_ ("Taken from “%s”"),
                              other != NULL ? kiroku_pack_text (other->name, get_language (self))
                                            : field->origin_key);
    case KIROKU_FORM_ORIGIN_CASE:
      return g_strdup (_ ("Taken from the case"));
    case KIROKU_FORM_ORIGIN_LOG:
      return g_strdup (_ ("Taken from the log"));
    case KIROKU_FORM_ORIGIN_NOW:
      return g_strdup (_ ("Today, until something else is stated"));
    case KIROKU_FORM_ORIGIN_FACT:
    case KIROKU_FORM_ORIGIN_OWN:
    case KIROKU_FORM_ORIGIN_NOTHING:
    default:
      return dup_source (self, field);
    }
}

/* @origin (nullable), which it takes, and what was filed last where that is another now.
 * (transfer full) (nullable) */
static char *
add_change (const KirokuFormField *field, char *origin)
{
  g_autofree char *from = origin;
  g_autofree char *before = NULL;

  if (field->before == NULL)
    return g_steal_pointer (&from);
  /* Translators: a value. */
  before = field->before[0] != '\0' ? g_strdup_printf (_ ("Changed since filed: was “%s”"), field->before)
                                    : g_strdup (_ ("Added since filed"));
  return from != NULL ? g_strdup_printf ("%s · %s", before, from) : g_steal_pointer (&before);
}

/* The first that is so. (transfer none) (nullable) */
static GtkWidget *
find (KirokuFormFields *self, gboolean (*is) (KirokuFactField *row))
{
  for (guint i = 0; i < self->rows->len; i++)
    if (is (g_ptr_array_index (self->rows, i)))
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

/* --- Building --- */

static void
settled_cb (KirokuFormFields *self)
{
  g_signal_emit (self, signals[SETTLED], 0);
}

static void
add_label (KirokuFormFields *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self), label);
}

/* (transfer none) */
static KirokuFactField *
add_field (KirokuFormFields *self, const KirokuPackField *field, const char *language)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (self->pack, field->item.id);
  const char *label = field->label != NULL ? kiroku_pack_text (field->label, language) : NULL;
  GtkWidget *row = kiroku_fact_field_new (self->model, fact, label);

  kiroku_fact_field_set_form (KIROKU_FACT_FIELD (row), self->form->item.id);
  g_signal_connect_object (row, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  gtk_box_append (GTK_BOX (self), row);
  return KIROKU_FACT_FIELD (row);
}

/* Where the row comes from, if that has to be said. (transfer floating) (nullable) */
static GtkWidget *
make_chip (const KirokuPackItem *item)
{
  return kiroku_confidence_is_shown (item->confidence)
             ? kiroku_source_chip_new (item->confidence, item->source, item->as_of)
             : NULL;
}

/* "1.1 Outline". A field that is alone in its row needs no name of its own. */
static void
add_row (KirokuFormFields *self, const KirokuPackRow *row, const char *language)
{
  g_autofree char *text
      = g_strdup_printf ("%s  %s", row->item.id, kiroku_pack_text (row->label, language));
  GtkWidget *chip = make_chip (&row->item);

  add_label (self, text, "form-row");
  if (row->fields->len == 1)
    {
      kiroku_fact_field_set_lead (add_field (self, row->fields->pdata[0], language), chip);
      return;
    }
  if (chip != NULL)
    gtk_box_append (GTK_BOX (self), chip);
  for (guint i = 0; i < row->fields->len; i++)
    add_field (self, g_ptr_array_index (row->fields, i), language);
}

static void
kiroku_form_fields_dispose (GObject *object)
{
  KirokuFormFields *self = KIROKU_FORM_FIELDS (object);

  kiroku_form_fields_leave (self);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_form_fields_parent_class)->dispose (object);
}

static void
kiroku_form_fields_finalize (GObject *object)
{
  KirokuFormFields *self = KIROKU_FORM_FIELDS (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->pack, kiroku_pack_unref);

  G_OBJECT_CLASS (kiroku_form_fields_parent_class)->finalize (object);
}

static void
kiroku_form_fields_class_init (KirokuFormFieldsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_form_fields_dispose;
  object_class->finalize = kiroku_form_fields_finalize;

  signals[SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_form_fields_init (KirokuFormFields *self)
{
  self->rows = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

void
kiroku_form_fields_build (KirokuFormFields *self,
                          KirokuCaseModel *model,
                          const KirokuPackForm *form)
{
  const char *language;

  g_return_if_fail (KIROKU_IS_FORM_FIELDS (self) && self->model == NULL);
  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && form != NULL);

  self->model = g_object_ref (model);
  self->form = form;
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (kiroku_case_model_get_book (model)));
  language = get_language (self);
  add_label (self, kiroku_pack_text (form->standing, language), "caption");
  for (guint i = 0; i < form->sections->len; i++)
    {
      const KirokuPackSection *section = g_ptr_array_index (form->sections, i);

      add_label (self, kiroku_pack_text (section->label, language), "title-4");
      for (guint j = 0; j < section->rows->len; j++)
        add_row (self, g_ptr_array_index (section->rows, j), language);
    }
}

void
kiroku_form_fields_show (KirokuFormFields *self, const KirokuFilledForm *form)
{
  g_return_if_fail (KIROKU_IS_FORM_FIELDS (self) && form != NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      KirokuFactField *row = g_ptr_array_index (self->rows, i);
      const char *key = kiroku_fact_field_get_fact (row)->item.id;
      const KirokuFormField *field = kiroku_filled_form_find (form, key);
      g_autofree char *origin = field != NULL ? add_change (field, dup_origin (self, field)) : NULL;

      if (field == NULL)
        continue;
      kiroku_fact_field_show_own (row, field->origin == KIROKU_FORM_ORIGIN_OWN);
      kiroku_fact_field_show (row, field->value, field->state, field->remark, origin);
    }
}

gboolean
kiroku_form_fields_commit (KirokuFormFields *self)
{
  gboolean committed = TRUE;

  g_return_val_if_fail (KIROKU_IS_FORM_FIELDS (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    if (!kiroku_fact_field_commit (g_ptr_array_index (self->rows, i)))
      committed = FALSE;
  return committed;
}

void
kiroku_form_fields_leave (KirokuFormFields *self)
{
  g_return_if_fail (KIROKU_IS_FORM_FIELDS (self));

  for (guint i = 0; i < self->rows->len; i++)
    kiroku_fact_field_leave (g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

gboolean
kiroku_form_fields_are_busy (KirokuFormFields *self)
{
  g_return_val_if_fail (KIROKU_IS_FORM_FIELDS (self), FALSE);

  return find (self, kiroku_fact_field_is_busy) != NULL;
}

GtkWidget *
kiroku_form_fields_find_failed (KirokuFormFields *self)
{
  g_return_val_if_fail (KIROKU_IS_FORM_FIELDS (self), NULL);

  return find (self, kiroku_fact_field_has_failed);
}

void
kiroku_form_fields_focus (KirokuFormFields *self, const char *key)
{
  g_return_if_fail (KIROKU_IS_FORM_FIELDS (self) && key != NULL);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (kiroku_fact_field_get_fact (g_ptr_array_index (self->rows, i))->item.id, key))
      {
        gtk_widget_grab_focus (g_ptr_array_index (self->rows, i));
        return;
      }
}
