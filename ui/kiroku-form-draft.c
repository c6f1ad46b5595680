/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-draft.h"

#include <adwaita.h>

#include "kiroku-draft-saver.h"

#define GROUP "draft"

struct _KirokuFormDraft
{
  GObject parent_instance;

  KirokuDraftSaver *saver; /* NULL once it was left and nothing of it is on its way */
  GPtrArray *fields; /* of Field */
  guint n_held;
  gboolean sent;
  gboolean left;
};

G_DEFINE_FINAL_TYPE (KirokuFormDraft, kiroku_form_draft, G_TYPE_OBJECT)

enum
{
  LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char *name;
  GtkWidget *widget;
  KirokuChoiceIdFunc get_id; /* (nullable): any other field */
  char *initial;
} Field;

static void
field_free (Field *field)
{
  g_free (field->name);
  g_free (field->initial);
  g_free (field);
}

/* --- Fields --- */

/* What tells that @widget was changed: its buffer has the text of a text view. */
static GObject *
get_source (GtkWidget *widget)
{
  return GTK_IS_TEXT_VIEW (widget)
             ? G_OBJECT (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)))
             : G_OBJECT (widget);
}

/* It is pressed or not. */
static gboolean
is_switched (GtkWidget *widget)
{
  return GTK_IS_TOGGLE_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget);
}

static gboolean
get_active (GtkWidget *widget)
{
  gboolean active;

  g_object_get (widget, "active", &active, NULL);
  return active;
}

static const char *
get_signal (GtkWidget *widget)
{
  if (is_switched (widget))
    return "notify::active";
  return GTK_IS_TEXT_VIEW (widget) || GTK_IS_EDITABLE (widget) ? "changed" : "notify::selected";
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* (transfer full) */
static char *
dup_chosen_id (GtkWidget *widget, KirokuChoiceIdFunc get_id)
{
  g_autoptr (GObject) item = NULL;

  g_object_get (widget, "selected-item", &item, NULL);
  return g_strdup (item != NULL && get_id (item) != NULL ? get_id (item) : "");
}

/* A choice without an id is its number. (transfer full) */
static char *
dup_value (GtkWidget *widget, KirokuChoiceIdFunc get_id)
{
  guint selected;

  if (get_id != NULL)
    return dup_chosen_id (widget, get_id);

  if (GTK_IS_TEXT_VIEW (widget))
    return dup_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)));
  if (GTK_IS_EDITABLE (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (is_switched (widget))
    return g_strdup (get_active (widget) ? "1" : "0");
  g_object_get (widget, "selected", &selected, NULL);
  return g_strdup_printf ("%u", selected);
}

static guint
count_choices (GtkWidget *widget)
{
  g_autoptr (GListModel) choices = NULL;

  g_object_get (widget, "model", &choices, NULL);
  return choices != NULL ? g_list_model_get_n_items (choices) : 0;
}

static void
choose (GtkWidget *widget, KirokuChoiceIdFunc get_id, const char *id)
{
  g_autoptr (GListModel) choices = NULL;
  guint n = count_choices (widget);

  g_object_get (widget, "model", &choices, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (choices, i);

      if (g_strcmp0 (get_id (item), id) == 0)
        {
          g_object_set (widget, "selected", i, NULL);
          return;
        }
    }
}

static void
set_value (const Field *field, const char *value)
{
  GtkWidget *widget = field->widget;
  guint64 selected;

  if (field->get_id != NULL)
    {
      choose (widget, field->get_id, value);
      return;
    }
  if (GTK_IS_TEXT_VIEW (widget))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), value, -1);
  else if (GTK_IS_EDITABLE (widget))
    gtk_editable_set_text (GTK_EDITABLE (widget), value);
  else if (is_switched (widget))
    g_object_set (widget, "active", g_str_equal (value, "1"), NULL);
  else if (count_choices (widget) > 0
           && g_ascii_string_to_unsigned (value, 10, 0, count_choices (widget) - 1, &selected,
                                          NULL))
    g_object_set (widget, "selected", (guint) selected, NULL);
}

/* --- Keeping --- */

/* What is in the fields and not always there; "" when that is nothing. With it go the choices that may
 * begin with something else the next time. (transfer full) */
static char *
dup_draft (KirokuFormDraft *self)
{
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = g_ptr_array_index (self->fields, i);
      g_autofree char *value = dup_value (field->widget, field->get_id);
      gboolean changed = !g_str_equal (value, field->initial);

      if (changed || field->get_id != NULL)
        g_key_file_set_string (draft, GROUP, field->name, value);
      any |= changed;
    }
  return any ? g_key_file_to_data (draft, NULL, NULL) : g_strdup ("");
}

static void
keep (KirokuFormDraft *self)
{
  g_autofree char *text = dup_draft (self);

  kiroku_draft_saver_set_text (self->saver, self, text);
}

/* GTK 4.8 may keep a widget that went away under the pointer: what counts is that it left the
 * window. */
static void
root_changed_cb (KirokuFormDraft *self, GParamSpec *pspec, GtkWidget *widget)
{
  if (gtk_widget_get_root (widget) == NULL)
    kiroku_form_draft_leave (self);
}

/* --- What was left --- */

/* Those that nobody has changed. (transfer container) (element-type Field) */
static GPtrArray *
list_untouched (KirokuFormDraft *self)
{
  GPtrArray *untouched = g_ptr_array_new ();

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = g_ptr_array_index (self->fields, i);
      g_autofree char *value = dup_value (field->widget, field->get_id);

      if (g_str_equal (value, field->initial))
        g_ptr_array_add (untouched, (gpointer) field);
    }
  return untouched;
}

/* What is filled in may change what comes after it: the form did that, not somebody. */
static void
fill (KirokuFormDraft *self, GKeyFile *draft)
{
  g_autoptr (GPtrArray) untouched = list_untouched (self);

  for (guint i = 0; i < untouched->len; i++)
    {
      const Field *field = g_ptr_array_index (untouched, i);
      g_autofree char *left = g_key_file_get_string (draft, GROUP, field->name, NULL);

      if (left != NULL)
        set_value (field, left);
    }
}

/* Of two drafts one under the other the later counts, as in any such file. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuFormDraft) self = user_data;
  KirokuDraftSaver *saver = KIROKU_DRAFT_SAVER (source);
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  g_autofree char *text = NULL;

  if (self->left)
    return;
  text = kiroku_draft_saver_take (saver);
  if (text[0] != '\0' && g_key_file_load_from_data (draft, text, -1, G_KEY_FILE_NONE, NULL))
    fill (self, draft);
  keep (self);
  g_signal_emit (self, signals[LOADED], 0);
}

/* --- The class --- */

static void
kiroku_form_draft_finalize (GObject *object)
{
  KirokuFormDraft *self = KIROKU_FORM_DRAFT (object);

  kiroku_form_draft_leave (self);
  if (self->sent)
    kiroku_draft_saver_leave (self->saver, self);
  g_ptr_array_unref (self->fields);
  g_clear_object (&self->saver);

  G_OBJECT_CLASS (kiroku_form_draft_parent_class)->finalize (object);
}

static void
kiroku_form_draft_class_init (KirokuFormDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_form_draft_finalize;

  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_form_draft_init (KirokuFormDraft *self)
{
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
}

KirokuFormDraft *
kiroku_form_draft_new (KirokuCaseModel *model, const char *name)
{
  KirokuFormDraft *self;
  g_autofree char *escaped = NULL;
  g_autofree char *suffix = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && name != NULL, NULL);

  escaped = g_uri_escape_string (name, NULL, FALSE);
  suffix = g_strdup_printf ("-%s.ini", escaped);
  self = g_object_new (KIROKU_TYPE_FORM_DRAFT, NULL);
  self->saver = kiroku_draft_saver_get (model, suffix);
  return self;
}

static void
add_field (KirokuFormDraft *self, const char *name, gpointer widget, KirokuChoiceIdFunc get_id)
{
  Field *added = g_new (Field, 1);

  *added = (Field){ g_strdup (name), widget, get_id, dup_value (widget, get_id) };
  g_ptr_array_add (self->fields, added);
  g_signal_connect_swapped (get_source (widget), get_signal (widget), G_CALLBACK (keep), self);
  g_signal_connect_object (widget, "notify::root", G_CALLBACK (root_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
kiroku_form_draft_add (KirokuFormDraft *self, const char *name, gpointer field)
{
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self) && name != NULL && GTK_IS_WIDGET (field));

  add_field (self, name, field, NULL);
}

void
kiroku_form_draft_add_choice (KirokuFormDraft *self,
                              const char *name,
                              gpointer field,
                              KirokuChoiceIdFunc get_id)
{
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self) && name != NULL && get_id != NULL);
  g_return_if_fail (GTK_IS_DROP_DOWN (field) || ADW_IS_COMBO_ROW (field));

  add_field (self, name, field, get_id);
}

void
kiroku_form_draft_load (KirokuFormDraft *self)
{
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self));

  kiroku_draft_saver_load_async (self->saver, loaded_cb, g_object_ref (self));
}

void
kiroku_form_draft_send (KirokuFormDraft *self)
{
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self));

  self->sent = TRUE;
}

/* GTK 4.8 may keep a form that went away, and with it this. */
static void
let_saver_go (KirokuFormDraft *self)
{
  if (self->left && !self->sent && self->n_held == 0)
    g_clear_object (&self->saver);
}

void
kiroku_form_draft_end (KirokuFormDraft *self, gboolean recorded)
{
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self));

  self->sent = FALSE;
  if (recorded)
    kiroku_draft_saver_set_text (self->saver, self, "");
  if (self->left)
    kiroku_draft_saver_leave (self->saver, self);
  let_saver_go (self);
}

void
kiroku_form_draft_hold (KirokuFormDraft *self, gconstpointer owner, const char *const *values)
{
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  g_autofree char *text = NULL;

  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self) && owner != NULL && values != NULL && !self->left);

  for (guint i = 0; values[i] != NULL; i += 2)
    g_key_file_set_string (draft, GROUP, values[i], values[i + 1]);
  text = g_key_file_to_data (draft, NULL, NULL);
  kiroku_draft_saver_set_text (self->saver, owner, text);
  self->n_held++;
}

void
kiroku_form_draft_let_go (KirokuFormDraft *self, gconstpointer owner, gboolean recorded)
{
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self) && owner != NULL && self->n_held > 0);

  if (recorded)
    kiroku_draft_saver_set_text (self->saver, owner, "");
  else
    kiroku_draft_saver_leave (self->saver, owner);
  self->n_held--;
  let_saver_go (self);
}

void
kiroku_form_draft_leave (KirokuFormDraft *self)
{
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (self));

  if (self->left)
    return;
  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = g_ptr_array_index (self->fields, i);

      g_signal_handlers_disconnect_by_data (get_source (field->widget), self);
      g_signal_handlers_disconnect_by_data (field->widget, self);
    }
  g_ptr_array_set_size (self->fields, 0);
  self->left = TRUE;
  if (!self->sent)
    kiroku_draft_saver_leave (self->saver, self);
  let_saver_go (self);
}
