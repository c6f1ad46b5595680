/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fact-field.h"

#include <glib/gi18n.h>

#include "kiroku-doubt.h"
#include "kiroku-fact-control.h"
#include "kiroku-fact-remark.h"
#include "kiroku-form-source.h"
#include "kiroku-page-write.h"
#include "kiroku-ui.h"

struct _KirokuFactField
{
  AdwBin parent_instance;

  AdwBin *lead;
  GtkLabel *name;
  GtkToggleButton *own;
  GtkDropDown *state;
  AdwBin *beside;
  GtkLabel *question;
  AdwBin *place;
  KirokuFactRemark *remark;
  GtkLabel *error;
  GtkLabel *doubt; /* of a time: what speaks against it */
  GtkLabel *status;
  GtkWidget *why;             /* (nullable): in @lead; seen when @status is not */
  KirokuFactControl *control; /* a child of @place, or of @beside */

  KirokuCaseModel *model;
  KirokuPack *pack; /* keeps @fact */
  const KirokuPackFact *fact;

  char *form;     /* (nullable): id of the form the field may be answered for alone */
  gboolean is_own; /* what is recorded is such an answer */
  char *taken_back; /* (nullable): that answer, as long as taking it back is being recorded */

  char *value;           /* canonical: what the control was last set to or recorded */
  KirokuFactState known; /* the same of the state */
  char *said;            /* and of what is said beside it */
  guint n_writing;
  gboolean edited;  /* by a person, since then */
  gboolean failed;  /* what stands there cannot be recorded; the reason is shown */
  gboolean unsaved; /* @value was not written */
  gboolean saved;   /* it was, here, and that is shown */
  gboolean showing; /* what changes is our doing */
  gboolean estimating; /* what is typed next into the empty field is an estimate */
};

G_DEFINE_FINAL_TYPE (KirokuFactField, kiroku_fact_field, ADW_TYPE_BIN)

enum
{
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Saying --- */

static void
show_error (KirokuFactField *self, const char *message)
{
  self->failed = message != NULL;
  kiroku_page_show_error (self->error, message);
  kiroku_fact_control_set_invalid (self->control, message != NULL);
}

/* The line keeps its place while it is empty, or another takes it: what is below must not move under the
 * pointer. */
static void
show_status (KirokuFactField *self, const char *text)
{
  gtk_label_set_text (self->status, text != NULL ? text : "");
  if (self->why == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
  gtk_widget_set_visible (self->why, text == NULL);
}

/* Of what is recorded beside what else is. */
static void
show_doubt (KirokuFactField *self)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (self->model);
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *doubt = NULL;

  if (snapshot != NULL && self->fact->type == KIROKU_FACT_TIME)
    doubt = kiroku_doubt_describe (self->pack, snapshot->facts, self->fact->item.id, self->value,
                                   kiroku_book_get_now (book), kiroku_book_get_language (book));
  gtk_label_set_text (self->doubt, doubt != NULL ? doubt : "");
  gtk_widget_set_visible (GTK_WIDGET (self->doubt), doubt != NULL);
}

/* @remark: canonical. */
static void
show_state (KirokuFactField *self, KirokuFactState state, const char *remark)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));

  self->showing = TRUE;
  gtk_drop_down_set_selected (self->state, state);
  kiroku_fact_remark_show (self->remark, state, remark,
                           kiroku_pack_text (self->fact->name, language));
  self->showing = FALSE;
}

static void
remember (KirokuFactField *self, const char *value, KirokuFactState state, const char *remark)
{
  char *copy = g_strdup (value), *said = g_strdup (remark);

  g_free (self->value);
  g_free (self->said);
  self->value = copy;
  self->said = said;
  self->known = state;
}

/* What is answered here is answered for the form alone. */
static void
show_own (KirokuFactField *self, gboolean own)
{
  self->showing = TRUE;
  gtk_toggle_button_set_active (self->own, own);
  gtk_widget_set_sensitive (GTK_WIDGET (self->state), !own);
  self->showing = FALSE;
}

/* --- Recording --- */

/* What was not taken back still stands for the form alone, and never becomes the fact. */
static void
stay_own (KirokuFactField *self, const char *value)
{
  self->is_own = TRUE;
  remember (self, value, KIROKU_FACT_CONFIRMED, "");
  show_own (self, TRUE);
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuFactField *self = KIROKU_FACT_FIELD (widget);
  g_autofree char *saved = NULL;
  g_autofree char *taken_back = g_steal_pointer (&self->taken_back);

  self->n_writing--;
  if (error != NULL && taken_back != NULL)
    {
      stay_own (self, taken_back);
      show_error (self, error->message);
      show_status (self, NULL);
    }
  else if (error != NULL)
    {
      self->edited = TRUE;
      self->unsaved = TRUE;
      show_error (self, error->message);
      show_status (self, NULL);
    }
  else if (self->n_writing == 0 && !self->edited)
    {
      saved = kiroku_page_dup_saved (self->model);
      show_status (self, saved);
      show_doubt (self);
      self->saved = !self->is_own;
    }
  g_signal_emit (self, signals[SETTLED], 0);
}

/* An answer that is none empties the field; one that is given makes "unknown" untrue. FALSE: the
 * state follows from whether there is a value. */
static gboolean
resolve_state (KirokuFactState chosen, char **value, KirokuFactState *state)
{
  *state = chosen;
  if (chosen == KIROKU_FACT_UNKNOWN || chosen == KIROKU_FACT_NONE)
    {
      g_free (*value);
      *value = g_strdup ("");
      return TRUE;
    }
  if (chosen == KIROKU_FACT_INVESTIGATING)
    return TRUE;
  *state = **value != '\0' ? KIROKU_FACT_CONFIRMED : KIROKU_FACT_UNASKED;
  if (chosen != KIROKU_FACT_ESTIMATE || **value == '\0')
    return FALSE;
  *state = chosen;
  return TRUE;
}

/* (transfer full) (nullable): NULL with the reason shown. */
static char *
check (KirokuFactField *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *typed = kiroku_fact_control_dup_typed (self->control);
  g_autoptr (GError) error = NULL;
  char *value = NULL;

  if (kiroku_pack_check_fact (self->pack, self->fact->item.id, typed, kiroku_book_get_zone (book),
                              kiroku_book_get_now (book), &value, &error))
    return value;
  show_error (self, error->message);
  show_status (self, NULL);
  return NULL;
}

/* What is said beside @state, "" of another than the one it was said of.
 * (transfer full) (nullable): NULL with the reason shown. */
static char *
check_remark (KirokuFactField *self, KirokuFactState state)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autoptr (GError) error = NULL;
  char *remark = NULL;

  if (state != self->known || kiroku_fact_get_remark_prefix (state) == NULL)
    return g_strdup ("");
  if (kiroku_fact_check_remark (state, kiroku_fact_remark_get_typed (self->remark),
                                kiroku_book_get_zone (book), kiroku_book_get_now (book), &remark,
                                &error))
    return remark;
  show_error (self, error->message);
  show_status (self, NULL);
  return NULL;
}

static void
write_fact (KirokuFactField *self, gboolean has_state)
{
  KirokuDraft *draft = kiroku_draft_fact (self->fact->item.id, self->fact->type, self->value,
                                          has_state, self->known);

  kiroku_draft_add_remark (draft, self->fact->item.id, self->known, self->said);
  self->n_writing++;
  show_status (self, _ ("Saving…"));
  kiroku_page_write (self->model, draft, GTK_WIDGET (self), written_cb);
}

/* Records @value for the form alone; "" takes that back. */
static void
write_own (KirokuFactField *self, const char *value)
{
  show_error (self, NULL);
  self->edited = FALSE;
  self->unsaved = FALSE;
  self->is_own = value[0] != '\0';
  remember (self, value, KIROKU_FACT_CONFIRMED, "");
  self->n_writing++;
  show_status (self, _ ("Saving…"));
  kiroku_page_write (self->model,
                     kiroku_form_draft_own (self->form, kiroku_pack_get_version (self->pack),
                                            self->fact->item.id, value),
                     GTK_WIDGET (self), written_cb);
}

static gboolean
record_own (KirokuFactField *self)
{
  g_autofree char *value = check (self);

  if (value == NULL)
    return FALSE;
  if (*value == '\0' && self->is_own && self->fact->type == KIROKU_FACT_CHOICES)
    {
      /* The last box was unticked, as a rule to tick another: that one is to be the form's own answer, too. */
      show_error (self, _ ("Tick what this form is to say, or switch off the answer for this form only."));
      return FALSE;
    }
  if (*value == '\0' && self->is_own)
    {
      gtk_toggle_button_set_active (self->own, FALSE); /* which takes it back */
      return TRUE;
    }
  kiroku_fact_control_set_value (self->control, value);
  show_state (self, KIROKU_FACT_CONFIRMED, "");
  write_own (self, value);
  return TRUE;
}

/* @chosen: the state the value is to have. */
static gboolean
record (KirokuFactField *self, KirokuFactState chosen)
{
  g_autofree char *value = check (self);
  g_autofree char *remark = NULL;
  KirokuFactState state;
  gboolean has_state;

  if (value == NULL)
    return FALSE;
  self->estimating = chosen == KIROKU_FACT_ESTIMATE && *value == '\0';
  if (self->estimating) /* of a value that is typed next: until then nothing is said */
    {
      show_state (self, chosen, "");
      gtk_widget_grab_focus (GTK_WIDGET (self->control));
      return TRUE;
    }
  has_state = resolve_state (chosen, &value, &state);
  remark = check_remark (self, state);
  if (remark == NULL)
    return FALSE;
  show_error (self, NULL);
  self->edited = FALSE;
  self->unsaved = FALSE;
  remember (self, value, state, remark);
  kiroku_fact_control_set_value (self->control, value);
  show_state (self, state, remark);
  write_fact (self, has_state);
  return TRUE;
}

/* A value given where the answer was that there is none is a new answer. */
static KirokuFactState
get_state_for (KirokuFactField *self, const char *value)
{
  if (*value != '\0' && self->estimating)
    return KIROKU_FACT_ESTIMATE;
  if (*value != '\0' && (self->known == KIROKU_FACT_UNKNOWN || self->known == KIROKU_FACT_NONE))
    return KIROKU_FACT_CONFIRMED;
  return self->known;
}

/* @value and what is said beside it are what is recorded. */
static gboolean
is_unchanged (KirokuFactField *self, const char *value)
{
  const KirokuFactState state = get_state_for (self, value);
  g_autofree char *remark = NULL;

  if (self->unsaved || !g_str_equal (value, self->value) || state != self->known)
    return FALSE;
  remark = check_remark (self, state);
  return remark != NULL && g_str_equal (remark, self->said);
}

gboolean
kiroku_fact_field_commit (KirokuFactField *self)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (KIROKU_IS_FACT_FIELD (self), FALSE);

  if (!self->edited)
    return TRUE;
  value = check (self);
  if (value == NULL)
    {
      g_signal_emit (self, signals[SETTLED], 0);
      return FALSE;
    }
  if (is_unchanged (self, value))
    {
      self->edited = FALSE;
      show_error (self, NULL);
      g_signal_emit (self, signals[SETTLED], 0);
      return TRUE;
    }
  if (gtk_toggle_button_get_active (self->own))
    return record_own (self);
  return record (self, get_state_for (self, value));
}

/* Switched off, what was answered for the form alone is taken back, and the fact stands again. */
static void
own_toggled_cb (KirokuFactField *self)
{
  const gboolean own = gtk_toggle_button_get_active (self->own);

  if (self->showing)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->state), !own);
  if (own)
    gtk_widget_grab_focus (GTK_WIDGET (self->control));
  else if (self->is_own)
    {
      g_free (self->taken_back);
      self->taken_back = g_strdup (self->value);
      write_own (self, "");
    }
}

void
kiroku_fact_field_set_form (KirokuFactField *self, const char *form)
{
  g_return_if_fail (KIROKU_IS_FACT_FIELD (self) && form != NULL);

  g_free (self->form);
  self->form = g_strdup (form);
  gtk_widget_set_visible (GTK_WIDGET (self->own), TRUE);
}

void
kiroku_fact_field_show_own (KirokuFactField *self, gboolean own)
{
  g_return_if_fail (KIROKU_IS_FACT_FIELD (self));

  if (self->edited || self->failed || self->n_writing > 0 || own == self->is_own)
    return;
  self->is_own = own;
  show_own (self, own);
}

static void
state_chosen_cb (KirokuFactField *self)
{
  guint chosen = gtk_drop_down_get_selected (self->state);

  if (self->showing || chosen == GTK_INVALID_LIST_POSITION)
    return;
  if (chosen == KIROKU_FACT_UNASKED)
    kiroku_fact_control_set_value (self->control, "");
  if (!record (self, chosen))
    show_state (self, self->known, self->said);
}

static void
edited_cb (KirokuFactField *self)
{
  self->edited = TRUE;
  show_error (self, NULL);
  show_status (self, NULL);
}

static void
done_cb (KirokuFactField *self)
{
  kiroku_fact_field_commit (self);
}

void
kiroku_fact_field_leave (KirokuFactField *self)
{
  const char *language;
  g_autofree char *message = NULL;

  g_return_if_fail (KIROKU_IS_FACT_FIELD (self));

  if (kiroku_fact_field_commit (self))
    return;
  language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  /* Translators: the name of a fact, and why. */
  message = g_strdup_printf (_ ("“%s” was not recorded: %s"),
                             kiroku_pack_text (self->fact->name, language),
                             gtk_label_get_text (self->error));
  kiroku_case_model_report (self->model, message);
}

/* --- Showing --- */

void
kiroku_fact_field_show (KirokuFactField *self,
                        const char *value,
                        KirokuFactState state,
                        const char *remark,
                        const char *origin)
{
  const char *said = remark != NULL ? remark : "";
  gboolean same;

  g_return_if_fail (KIROKU_IS_FACT_FIELD (self) && value != NULL);

  if (self->edited || self->failed || self->n_writing > 0 || (self->estimating && *value == '\0'))
    return;
  self->estimating = FALSE;
  same = g_str_equal (value, self->value) && state == self->known && g_str_equal (said, self->said);
  if (same && (origin == NULL || self->saved))
    {
      show_doubt (self); /* another time may have changed */
      return;
    }
  self->saved = FALSE;
  remember (self, value, state, said);
  show_doubt (self);
  kiroku_fact_control_set_value (self->control, value);
  show_state (self, state, said);
  show_status (self, origin);
}

void
kiroku_fact_field_show_fact (KirokuFactField *self, KirokuFacts *facts)
{
  const KirokuFact *fact;

  g_return_if_fail (KIROKU_IS_FACT_FIELD (self) && facts != NULL);

  fact = kiroku_facts_get (facts, self->fact->item.id);
  kiroku_fact_field_show (self, fact != NULL ? fact->value : "",
                          fact != NULL ? fact->state : KIROKU_FACT_UNASKED,
                          fact != NULL ? fact->remark : NULL, NULL);
}

gboolean
kiroku_fact_field_is_busy (KirokuFactField *self)
{
  g_return_val_if_fail (KIROKU_IS_FACT_FIELD (self), FALSE);

  return self->edited || self->n_writing > 0;
}

gboolean
kiroku_fact_field_has_failed (KirokuFactField *self)
{
  g_return_val_if_fail (KIROKU_IS_FACT_FIELD (self), FALSE);

  return self->failed;
}

void
kiroku_fact_field_set_lead (KirokuFactField *self, GtkWidget *lead)
{
  g_return_if_fail (KIROKU_IS_FACT_FIELD (self));

  adw_bin_set_child (self->lead, lead);
  gtk_widget_set_visible (GTK_WIDGET (self->lead), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->name), FALSE);
}

/* @child, which has a parent, goes to the end of @box. */
static void
move_into (GtkBox *box, GtkWidget *child)
{
  g_object_ref (child);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (child)), child);
  gtk_box_append (box, child);
  g_object_unref (child);
}

static void
put_control_beside (KirokuFactField *self)
{
  g_object_ref (self->control);
  adw_bin_set_child (self->place, NULL);
  adw_bin_set_child (self->beside, GTK_WIDGET (self->control));
  g_object_unref (self->control);
  gtk_widget_set_visible (GTK_WIDGET (self->state), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->place), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->beside), TRUE);
}

void
kiroku_fact_field_set_question (KirokuFactField *self, GtkBox *lead, GtkWidget *why)
{
  g_return_if_fail (KIROKU_IS_FACT_FIELD (self) && GTK_IS_BOX (lead) && GTK_IS_WIDGET (why));

  kiroku_fact_field_set_lead (self, GTK_WIDGET (lead));
  gtk_widget_set_visible (GTK_WIDGET (self->question), FALSE);
  self->why = why;
  move_into (lead, GTK_WIDGET (self->status));
  show_status (self, NULL);
  kiroku_fact_control_set_low (self->control);
  if (self->fact->type == KIROKU_FACT_YES_NO)
    put_control_beside (self);
}

const KirokuPackFact *
kiroku_fact_field_get_fact (KirokuFactField *self)
{
  g_return_val_if_fail (KIROKU_IS_FACT_FIELD (self), NULL);

  return self->fact;
}

/* --- Building --- */

static void
fill_states (KirokuFactField *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (KirokuFactState state = 0; state < KIROKU_N_FACT_STATES; state++)
    gtk_string_list_append (names, kiroku_fact_state_name (state));
  self->showing = TRUE;
  gtk_drop_down_set_model (self->state, G_LIST_MODEL (names));
  self->showing = FALSE;
}

static void
show_question (KirokuFactField *self, const char *language)
{
  const char *question = kiroku_pack_text (self->fact->question, language);
  const char *hint = kiroku_pack_text (self->fact->hint, language);
  g_autofree char *text
      = g_strdup_printf ("%s%s%s", question, *question != '\0' && *hint != '\0' ? " " : "", hint);

  gtk_label_set_text (self->question, text);
  gtk_widget_set_visible (GTK_WIDGET (self->question), *text != '\0');
}

static void
build (KirokuFactField *self, const char *label)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  const char *language = kiroku_book_get_language (book);
  const char *name = label != NULL ? label : kiroku_pack_text (self->fact->name, language);
  /* Translators: the name of a fact follows. */
  g_autofree char *state_name = g_strdup_printf (_ ("How sure: %s"), name);

  gtk_label_set_text (self->name, name);
  show_question (self, language);
  kiroku_page_set_name (self->state, state_name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), _ ("How sure the answer is"));
  self->control = KIROKU_FACT_CONTROL (kiroku_fact_control_new (book, self->fact));
  kiroku_fact_control_set_name (self->control, name);
  g_signal_connect_object (self->control, "edited", G_CALLBACK (edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->control, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->place, GTK_WIDGET (self->control));
}

static gboolean
kiroku_fact_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KIROKU_FACT_FIELD (widget)->control));
}

static void
kiroku_fact_field_dispose (GObject *object)
{
  KirokuFactField *self = KIROKU_FACT_FIELD (object);

  if (self->control != NULL)
    g_signal_handlers_disconnect_by_data (self->control, self);
  self->control = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_FACT_FIELD);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_fact_field_parent_class)->dispose (object);
}

static void
kiroku_fact_field_finalize (GObject *object)
{
  KirokuFactField *self = KIROKU_FACT_FIELD (object);

  g_free (self->value);
  g_free (self->taken_back);
  g_free (self->said);
  g_free (self->form);
  g_clear_pointer (&self->pack, kiroku_pack_unref);

  G_OBJECT_CLASS (kiroku_fact_field_parent_class)->finalize (object);
}

static void
kiroku_fact_field_class_init (KirokuFactFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_fact_field_dispose;
  object_class->finalize = kiroku_fact_field_finalize;
  widget_class->grab_focus = kiroku_fact_field_grab_focus;

  signals[SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KIROKU_TYPE_FACT_REMARK);
  gtk_widget_class_set_css_name (widget_class, "fact-field");
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "notifications/kiroku-fact-field.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, lead);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, name);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, own);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, state);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, beside);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, question);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, place);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, remark);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, doubt);
  gtk_widget_class_bind_template_child (widget_class, KirokuFactField, status);
  gtk_widget_class_bind_template_callback (widget_class, own_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
kiroku_fact_field_init (KirokuFactField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->value = g_strdup ("");
  self->said = g_strdup ("");
  fill_states (self);
}

GtkWidget *
kiroku_fact_field_new (KirokuCaseModel *model, const KirokuPackFact *fact, const char *label)
{
  KirokuFactField *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && fact != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_FACT_FIELD, NULL);
  self->model = g_object_ref (model);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (kiroku_case_model_get_book (model)));
  self->fact = fact;
  build (self, label);
  return GTK_WIDGET (self);
}
