/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-page-write.h"

#include <glib/gi18n.h>

#include "kiroku-hold.h"
#include "kiroku-text.h"

typedef struct
{
  KirokuCaseModel *model;
  GWeakRef widget;
  KirokuWrittenFunc func;
  const guint *visit;    /* (nullable): in the widget, … */
  guint asked;           /* … and what it was */
  GApplication *held;    /* (nullable) */
  KirokuFormDraft *kept; /* (nullable) */
} Call;

/* Keeps the application until it is freed. */
static Call *
call_new (KirokuCaseModel *model, GtkWidget *widget, KirokuWrittenFunc func)
{
  Call *call = g_new0 (Call, 1);

  call->model = g_object_ref (model);
  g_weak_ref_init (&call->widget, widget);
  call->func = func;
  call->held = kiroku_hold_begin ();
  return call;
}

static void
call_free (Call *call)
{
  kiroku_hold_end (call->held);
  g_weak_ref_clear (&call->widget);
  g_clear_object (&call->kept);
  g_object_unref (call->model);
  g_free (call);
}

/* Who reads it may be looking at another case by now. */
static void
report (KirokuCaseModel *model, const GError *error)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (model);
  g_autofree char *message = NULL;

  /* Translators: the number of a case, and why. */
  if (snapshot != NULL)
    message = g_strdup_printf (_ ("Case %s: an entry was not recorded: %s"),
                               snapshot->incident->number, error->message);
  kiroku_case_model_report (model, message != NULL ? message : error->message);
}

/* Whether the widget, which is alive, shows what it was asked in. */
static gboolean
is_asking (const Call *call)
{
  return call->visit == NULL || *call->visit == call->asked;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&call->widget);

  if (call->kept != NULL)
    kiroku_form_draft_end (call->kept, error == NULL);
  if (widget != NULL && !gtk_widget_in_destruction (widget) && is_asking (call))
    call->func (widget, entries, error);
  else if (error != NULL)
    report (call->model, error);
  call_free (call);
}

static void
write_drafts (Call *call, GPtrArray *drafts)
{
  kiroku_book_append_async (kiroku_case_model_get_book (call->model),
                            kiroku_case_model_get_case_id (call->model), drafts, written_cb, call);
}

/* @draft: (transfer full) */
static void
write_draft (Call *call, KirokuDraft *draft)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  g_ptr_array_add (drafts, draft);
  write_drafts (call, drafts);
}

void
kiroku_page_write_all (KirokuCaseModel *model,
                       GPtrArray *drafts,
                       GtkWidget *widget,
                       KirokuWrittenFunc func)
{
  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && drafts != NULL && GTK_IS_WIDGET (widget));

  write_drafts (call_new (model, widget, func), drafts);
}

void
kiroku_page_write_visit (KirokuCaseModel *model,
                         GPtrArray *drafts,
                         GtkWidget *widget,
                         const guint *visit,
                         KirokuWrittenFunc func)
{
  Call *call;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && drafts != NULL && GTK_IS_WIDGET (widget));
  g_return_if_fail (visit != NULL);

  call = call_new (model, widget, func);
  call->visit = visit;
  call->asked = *visit;
  write_drafts (call, drafts);
}

void
kiroku_page_write (KirokuCaseModel *model,
                   KirokuDraft *draft,
                   GtkWidget *widget,
                   KirokuWrittenFunc func)
{
  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && draft != NULL && GTK_IS_WIDGET (widget));

  write_draft (call_new (model, widget, func), draft);
}

void
kiroku_page_write_kept (KirokuCaseModel *model,
                        KirokuDraft *draft,
                        KirokuFormDraft *kept,
                        GtkWidget *widget,
                        KirokuWrittenFunc func)
{
  Call *call;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && draft != NULL && GTK_IS_WIDGET (widget));
  g_return_if_fail (KIROKU_IS_FORM_DRAFT (kept));

  call = call_new (model, widget, func);
  call->kept = g_object_ref (kept);
  kiroku_form_draft_send (kept);
  write_draft (call, draft);
}

char *
kiroku_page_dup_saved (KirokuCaseModel *model)
{
  KirokuBook *book = kiroku_case_model_get_book (model);
  g_autofree char *now = kiroku_time_to_text (kiroku_book_get_now (book), KIROKU_PRECISION_SECOND,
                                              kiroku_book_get_zone (book));
  const char *clock = strrchr (now, ' ');

  /* Translators: a time of day follows. */
  return g_strdup_printf (_ ("Saved %s"), clock != NULL ? clock + 1 : now);
}

char *
kiroku_page_dup_time (KirokuCaseModel *model, gint64 us)
{
  return kiroku_time_to_text (us, KIROKU_PRECISION_MINUTE,
                              kiroku_book_get_zone (kiroku_case_model_get_book (model)));
}

char *
kiroku_page_dup_file_part (KirokuCaseModel *model)
{
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (model);

  return kiroku_text_make_name (snapshot != NULL ? snapshot->incident->number : NULL,
                                kiroku_case_model_get_case_id (model));
}

char *
kiroku_page_dup_typed (GtkEditable *editable)
{
  g_autofree char *text = kiroku_text_strip (gtk_editable_get_text (editable));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

void
kiroku_page_show_error (GtkLabel *label, const char *message)
{
  gtk_label_set_text (label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (label), message != NULL);
}

static void
uri_opened_cb (GObject *window, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkLabel) label = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (window), result, &error))
    kiroku_page_show_error (label, error->message);
}

void
kiroku_page_open_uri (const char *uri, GtkLabel *error)
{
  g_return_if_fail (uri != NULL && GTK_IS_LABEL (error));

  kiroku_page_show_error (error, NULL);
  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (error))), uri, GDK_CURRENT_TIME, NULL,
                     uri_opened_cb, g_object_ref (error));
}

const char *
kiroku_page_get_root_hint (void)
{
  return _ ("This is no case root: it has 64 digits from 0 to 9 and a to f. Blanks between them do "
            "no harm.");
}

void
kiroku_page_clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

void
kiroku_page_set_name (gpointer widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
