/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-desk-form.h"

#include <glib/gi18n.h>

#include "kiroku-book-desks.h"
#include "kiroku-desk-hours.h"
#include "kiroku-hold.h"

/* The fields that are typed: those before KIROKU_DESK_INSTEAD. */
#define N_FIELDS KIROKU_DESK_INSTEAD

struct _KirokuDeskForm
{
  KirokuSmallForm parent_instance;

  GtkEntry *fields[N_FIELDS];
  char *shown[N_FIELDS]; /* what was filled in */
  char *desk;            /* (nullable): id */
  GtkDropDown *closed;   /* which days: none, or a calendar of the pack */
  guint shown_closed;
  char *zone;            /* (nullable): of the hours that were filled in */
  GApplication *held;    /* (nullable) while it is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (KirokuDeskForm, kiroku_desk_form, KIROKU_TYPE_SMALL_FORM)

static void
stated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuDeskForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_book_state_desk_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)) == NULL)
    return;
  kiroku_small_form_set_busy (KIROKU_SMALL_FORM (self), FALSE);
  if (id == NULL)
    kiroku_small_form_show_error (KIROKU_SMALL_FORM (self), error->message, NULL);
  else
    kiroku_small_form_close (KIROKU_SMALL_FORM (self));
}

/* "09:00-18:00" with the days on which it is closed. (transfer full) (nullable): as it was */
static char *
dup_open (KirokuDeskForm *self, const char *spans)
{
  KirokuBook *book
      = kiroku_case_model_get_book (kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)));
  GPtrArray *calendars = kiroku_pack_get_calendars (kiroku_book_get_pack (book));
  const guint closed = gtk_drop_down_get_selected (self->closed);
  g_autoptr (GString) text = g_string_new (spans);

  if (g_str_equal (spans, self->shown[KIROKU_DESK_OPEN])
      && (spans[0] == '\0' || closed == self->shown_closed))
    return NULL;
  if (spans[0] != '\0' && closed > 0 && closed <= calendars->len)
    g_string_append_printf (
        text, " %s", kiroku_calendar_get_item (g_ptr_array_index (calendars, closed - 1))->id);
  if (spans[0] != '\0' && self->zone != NULL)
    g_string_append_printf (text, " zone=%s", self->zone);
  return g_strdup (text->str);
}

/* FALSE when something cannot be recorded. @n: how many fields were changed. */
static gboolean
take_fields (KirokuDeskForm *self, KirokuDeskStatement *statement, guint *n)
{
  *n = 0;
  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *value = NULL;

      if (!kiroku_small_form_read (KIROKU_SMALL_FORM (self), self->fields[i], &text))
        return FALSE;
      if (i == KIROKU_DESK_OPEN)
        value = dup_open (self, text != NULL ? text : "");
      else if (g_strcmp0 (text != NULL ? text : "", self->shown[i]) != 0)
        value = g_strdup (text != NULL ? text : "");
      if (value == NULL)
        continue;
      kiroku_desk_statement_set (statement, i, value);
      (*n)++;
    }
  return TRUE;
}

static void
kiroku_desk_form_submit (KirokuSmallForm *form)
{
  KirokuDeskForm *self = KIROKU_DESK_FORM (form);
  KirokuBook *book = kiroku_case_model_get_book (kiroku_small_form_get_model (form));
  g_autoptr (KirokuDeskStatement) statement
      = kiroku_book_new_desk_statement (book, KIROKU_DESK_SET, self->desk);
  guint n;

  if (!take_fields (self, statement, &n))
    return;
  if (n == 0 && self->desk != NULL)
    {
      kiroku_small_form_close (form);
      return;
    }
  kiroku_small_form_show_error (form, NULL, NULL);
  kiroku_small_form_set_busy (form, TRUE);
  self->held = kiroku_hold_begin ();
  kiroku_book_state_desk_async (book, g_steal_pointer (&statement), stated_cb, g_object_ref (self));
}

/* --- Building --- */

static void
kiroku_desk_form_finalize (GObject *object)
{
  KirokuDeskForm *self = KIROKU_DESK_FORM (object);

  for (guint i = 0; i < N_FIELDS; i++)
    g_free (self->shown[i]);
  g_free (self->desk);
  g_free (self->zone);

  G_OBJECT_CLASS (kiroku_desk_form_parent_class)->finalize (object);
}

static void
kiroku_desk_form_class_init (KirokuDeskFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_desk_form_finalize;
  KIROKU_SMALL_FORM_CLASS (klass)->submit = kiroku_desk_form_submit;
}

static void
kiroku_desk_form_init (KirokuDeskForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  const struct
  {
    KirokuDeskField field;
    const char *label, *hint;
  } fields[] = {
    { KIROKU_DESK_NAME, C_ ("desk", "Name"), NULL },
    { KIROKU_DESK_ROLE, C_ ("desk", "Role"), NULL },
    { KIROKU_DESK_NUMBER, C_ ("desk", "Number by day"), NULL },
    { KIROKU_DESK_NIGHT, C_ ("desk", "24 h number"), NULL },
    { KIROKU_DESK_HOURS, C_ ("desk", "Hours"), NULL },
    { KIROKU_DESK_OPEN, C_ ("desk", "Open, from–to"), "09:00-12:00 13:00-18:00" },
    { KIROKU_DESK_MAIL, C_ ("desk", "E-mail"), NULL },
    { KIROKU_DESK_ORDER, C_ ("desk", "Order in which to call"), "1–99" },
    { KIROKU_DESK_NOTE, C_ ("desk", "Note"), NULL },
  };

  kiroku_small_form_set_n_columns (form, 2);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      self->fields[fields[i].field]
          = kiroku_small_form_add_entry (form, fields[i].label, fields[i].hint);
      self->shown[fields[i].field] = g_strdup ("");
    }
}

/* @text: (nullable) */
static void
fill (KirokuDeskForm *self, KirokuDeskField field, const char *text)
{
  g_free (self->shown[field]);
  self->shown[field] = g_strdup (text != NULL ? text : "");
  kiroku_small_form_set_text (self->fields[field], self->shown[field]);
}

static void
fill_text (KirokuDeskForm *self, KirokuDeskField field, const KirokuPackText *text)
{
  KirokuCaseModel *model = kiroku_small_form_get_model (KIROKU_SMALL_FORM (self));

  fill (self, field,
        kiroku_pack_text (text, kiroku_book_get_language (kiroku_case_model_get_book (model))));
}

static const char *
find_mail (const KirokuPackContact *contact)
{
  for (guint i = 0; i < contact->emails->len; i++)
    {
      const KirokuPackPhone *mail = g_ptr_array_index (contact->emails, i);

      if (mail->status == KIROKU_NUMBER_CURRENT)
        return mail->item.id;
    }
  return NULL;
}

static guint
find_calendar (GPtrArray *calendars, const char *id)
{
  for (guint i = 0; id != NULL && i < calendars->len; i++)
    if (g_str_equal (kiroku_calendar_get_item (g_ptr_array_index (calendars, i))->id, id))
      return i + 1;
  return 0;
}

static void
fill_open (KirokuDeskForm *self, KirokuPack *pack, const KirokuPackContact *contact)
{
  const KirokuPackOpen *first;
  g_autofree char *spans = NULL;

  if (contact->open->len == 0)
    return;
  first = g_ptr_array_index (contact->open, 0);
  spans = kiroku_desk_hours_print_spans (contact->open);
  fill (self, KIROKU_DESK_OPEN, spans);
  self->zone = g_strdup (first->zone);
  self->shown_closed = find_calendar (kiroku_pack_get_calendars (pack), first->calendar);
  gtk_drop_down_set_selected (self->closed, self->shown_closed);
}

static void
fill_all (KirokuDeskForm *self, const KirokuPackContact *contact)
{
  const KirokuPackPhone *day = kiroku_desk_get_own_number (contact, FALSE);
  const KirokuPackPhone *night = kiroku_desk_get_own_number (contact, TRUE);
  g_autofree char *order
      = contact->order > 0 ? g_strdup_printf ("%u", contact->order) : g_strdup ("");

  self->desk = g_strdup (contact->item.id);
  fill_text (self, KIROKU_DESK_NAME, contact->name);
  fill_text (self, KIROKU_DESK_ROLE, contact->purpose);
  fill_text (self, KIROKU_DESK_HOURS, contact->hours);
  fill_text (self, KIROKU_DESK_NOTE, contact->note);
  fill (self, KIROKU_DESK_NUMBER, day != NULL ? day->item.id : NULL);
  fill (self, KIROKU_DESK_NIGHT, night != NULL ? night->item.id : NULL);
  fill (self, KIROKU_DESK_MAIL, find_mail (contact));
  fill (self, KIROKU_DESK_ORDER, order);
}

/* The calendars are the pack's. */
static void
add_closed (KirokuDeskForm *self, KirokuBook *book)
{
  GPtrArray *calendars = kiroku_pack_get_calendars (kiroku_book_get_pack (book));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  g_strv_builder_add (builder, C_ ("desk", "No day of the week or year"));
  for (guint i = 0; i < calendars->len; i++)
    g_strv_builder_add (
        builder, kiroku_pack_text (kiroku_calendar_get_name (g_ptr_array_index (calendars, i)),
                                   kiroku_book_get_language (book)));
  names = g_strv_builder_end (builder);
  self->closed = kiroku_small_form_add_choice (KIROKU_SMALL_FORM (self), C_ ("desk", "Closed on"),
                                               (const char *const *) names);
}

GtkWidget *
kiroku_desk_form_new (KirokuCaseModel *model, const KirokuPackContact *contact)
{
  KirokuDeskForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_small_form_new (KIROKU_TYPE_DESK_FORM, model);
  add_closed (self, kiroku_case_model_get_book (model));
  if (contact == NULL)
    return GTK_WIDGET (self);
  fill_all (self, contact);
  fill_open (self, kiroku_book_get_pack (kiroku_case_model_get_book (model)), contact);
  return GTK_WIDGET (self);
}
