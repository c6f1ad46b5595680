/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-mail-popover.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "kiroku-book-mail.h"
#include "kiroku-form-text.h"
#include "kiroku-page-write.h"

struct _KirokuMailPopover
{
  KirokuPopover parent_instance;

  GtkEntry *to;
  GtkLabel *subject;
  GtkWidget *excluded; /* that it must not go to the authority */
  GtkListBox *files;

  char *text;
  char *form;       /* id */
  GPtrArray *paths; /* (element-type filename): of @files, in their order */
  GtkFileChooserNative *chooser; /* while it is open */
};

G_DEFINE_FINAL_TYPE (KirokuMailPopover, kiroku_mail_popover, KIROKU_TYPE_POPOVER)

enum
{
  OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (nullable): NULL once it is disposed. */
static KirokuCaseModel *
get_model (KirokuMailPopover *self)
{
  return kiroku_popover_get_model (KIROKU_POPOVER (self));
}

/* --- The address --- */

/* Without one it is for the mail program to ask. */
static gboolean
check_address (KirokuMailPopover *self, char **to)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->to));
  g_autofree char *message = NULL;

  if (typed != NULL && !kiroku_mail_is_address (typed))
    message = g_strdup_printf (_ ("“%s” is not one mail address, such as info@example.jp. Several can be "
                                  "typed in the mail program."),
                               typed);
  kiroku_popover_say (KIROKU_POPOVER (self), message);
  if (message != NULL)
    {
      gtk_entry_grab_focus_without_selecting (self->to);
      return FALSE;
    }
  *to = g_steal_pointer (&typed);
  return TRUE;
}

/* --- The files --- */

static void
remove_cb (GtkWidget *button, KirokuMailPopover *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);

  g_ptr_array_remove_index (self->paths, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)));
  gtk_list_box_remove (self->files, row);
  gtk_widget_set_visible (GTK_WIDGET (self->files), self->paths->len > 0);
}

void
kiroku_mail_popover_attach (KirokuMailPopover *self, const char *path)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  g_autofree char *name = NULL;
  g_autofree char *what = NULL;

  g_return_if_fail (KIROKU_IS_MAIL_POPOVER (self) && path != NULL);

  name = g_filename_display_basename (path);
  what = g_strdup_printf (_ ("Without %s"), name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, what);
  kiroku_page_set_name (remove, what);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  gtk_list_box_append (self->files, row);
  g_ptr_array_add (self->paths, g_strdup (path));
  gtk_widget_set_visible (GTK_WIDGET (self->files), TRUE);
}

/* --- Choosing files --- */

static void
open_chooser (KirokuMailPopover *self,
              const char *title,
              GtkFileChooserAction action,
              const char *accept,
              GCallback response_cb)
{
  self->chooser = gtk_file_chooser_native_new (
      title, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), action, accept, _ ("_Cancel"));
  g_signal_connect_object (self->chooser, "response", response_cb, self, G_CONNECT_SWAPPED);
}

static void
attach_response_cb (KirokuMailPopover *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

  if (response != GTK_RESPONSE_ACCEPT || get_model (self) == NULL)
    return;
  kiroku_popover_say (KIROKU_POPOVER (self), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        kiroku_mail_popover_attach (self, path);
      else
        kiroku_popover_say (KIROKU_POPOVER (self),
                            _ ("This place cannot be read from: choose a folder of this computer."));
    }
}

static void
attach_cb (KirokuMailPopover *self)
{
  if (self->chooser != NULL)
    return;
  open_chooser (self, _ ("Files That Go with the Mail"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"),
                G_CALLBACK (attach_response_cb));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- Where it goes --- */

char *
kiroku_mail_popover_dup_uri (KirokuMailPopover *self)
{
  g_autofree char *to = NULL;
  KirokuMailDraft draft;

  g_return_val_if_fail (KIROKU_IS_MAIL_POPOVER (self), NULL);

  if (!check_address (self, &to))
    return NULL;
  draft = (KirokuMailDraft){ .to = to, .subject = gtk_label_get_text (self->subject), .text = self->text };
  return kiroku_mail_draft_dup_uri (&draft);
}

static void
open_cb (KirokuMailPopover *self)
{
  g_autofree char *uri = kiroku_mail_popover_dup_uri (self);

  if (uri == NULL)
    return;
  g_signal_emit (self, signals[OPEN], 0, uri);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPopover) self = user_data;
  g_autoptr (GError) error = NULL;

  kiroku_book_write_mail_finish (KIROKU_BOOK (source), result, &error);
  kiroku_popover_end (self, error);
}

void
kiroku_mail_popover_write (KirokuMailPopover *self, const char *path)
{
  KirokuBook *book;
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *to = NULL;
  KirokuMailDraft draft;

  g_return_if_fail (KIROKU_IS_MAIL_POPOVER (self) && path != NULL);

  if (!check_address (self, &to))
    return;
  book = kiroku_case_model_get_book (get_model (self));
  files = g_ptr_array_new ();
  g_ptr_array_extend (files, self->paths, NULL, NULL);
  g_ptr_array_add (files, NULL);
  draft = (KirokuMailDraft){ .to = to,
                             .subject = gtk_label_get_text (self->subject),
                             .text = self->text,
                             .attachments = (const char *const *) files->pdata,
                             .date = kiroku_book_get_now (book) };
  kiroku_popover_begin (KIROKU_POPOVER (self));
  kiroku_book_write_mail_async (book, &draft, path, written_cb, g_object_ref (self));
}

static void
save_response_cb (KirokuMailPopover *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response != GTK_RESPONSE_ACCEPT || get_model (self) == NULL)
    return;
  if (path != NULL)
    kiroku_mail_popover_write (self, path);
  else
    kiroku_popover_say (KIROKU_POPOVER (self),
                        _ ("This place cannot be written to: choose a folder of this computer."));
}

static void
save (KirokuPopover *popover)
{
  KirokuMailPopover *self = KIROKU_MAIL_POPOVER (popover);
  g_autofree char *part = NULL;
  g_autofree char *name = NULL;
  g_autofree char *to = NULL;

  if (self->chooser != NULL || !check_address (self, &to))
    return;
  part = kiroku_page_dup_file_part (get_model (self));
  name = g_strdup_printf ("%s-%s.eml", part, self->form);
  open_chooser (self, _ ("Save Mail"), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                G_CALLBACK (save_response_cb));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- The class --- */

static void
kiroku_mail_popover_dispose (GObject *object)
{
  KirokuMailPopover *self = KIROKU_MAIL_POPOVER (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (kiroku_mail_popover_parent_class)->dispose (object);
}

static void
kiroku_mail_popover_finalize (GObject *object)
{
  KirokuMailPopover *self = KIROKU_MAIL_POPOVER (object);

  g_ptr_array_unref (self->paths);
  g_free (self->text);
  g_free (self->form);

  G_OBJECT_CLASS (kiroku_mail_popover_parent_class)->finalize (object);
}

static void
kiroku_mail_popover_class_init (KirokuMailPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  object_class->dispose = kiroku_mail_popover_dispose;
  object_class->finalize = kiroku_mail_popover_finalize;

  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  kiroku_popover_class_set_template (popover_class, "notifications/kiroku-mail-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuMailPopover, to);
  gtk_widget_class_bind_template_child (widget_class, KirokuMailPopover, subject);
  gtk_widget_class_bind_template_child (widget_class, KirokuMailPopover, excluded);
  gtk_widget_class_bind_template_child (widget_class, KirokuMailPopover, files);
  gtk_widget_class_bind_template_callback (widget_class, attach_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
kiroku_mail_popover_init (KirokuMailPopover *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), _ ("Mail"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Save Mail…"), FALSE);
  kiroku_popover_ask (self->to, _ ("To (may be left out)"));
}

GtkWidget *
kiroku_mail_popover_new (KirokuCaseModel *model, const KirokuFilledForm *form)
{
  KirokuMailPopover *self;
  g_autofree char *to = NULL;
  g_autofree char *subject = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && form != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_MAIL_POPOVER, model);
  self->text = kiroku_form_to_text (form);
  self->form = g_strdup (form->id);
  to = kiroku_form_dup_mail_address (form);
  subject = kiroku_form_dup_subject (form);
  gtk_editable_set_text (GTK_EDITABLE (self->to), to != NULL ? to : "");
  gtk_label_set_text (self->subject, subject);
  gtk_widget_set_visible (self->excluded, form->excluded);
  return GTK_WIDGET (self);
}
