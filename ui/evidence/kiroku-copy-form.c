/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-copy-form.h"

#include <glib/gi18n.h>

#include "kiroku-book-evidence.h"
#include "kiroku-byte-progress.h"
#include "kiroku-text.h"

enum
{
  AS_ZIP,
  AS_IT_IS,
};

struct _KirokuCopyForm
{
  KirokuSmallForm parent_instance;

  GtkDropDown *how;
  GtkPasswordEntry *passphrase;
  GtkPasswordEntry *again;
  KirokuByteProgress *progress;
  GtkFileChooserNative *chooser; /* while it is open */

  char *sha256;
  char *sha512;
  char *name; /* (nullable) */
  gint64 size;
  gint64 at;
};

G_DEFINE_FINAL_TYPE (KirokuCopyForm, kiroku_copy_form, KIROKU_TYPE_SMALL_FORM)

static gboolean
is_zip (KirokuCopyForm *self)
{
  return gtk_drop_down_get_selected (self->how) == AS_ZIP;
}

static KirokuBook *
get_book (KirokuCopyForm *self)
{
  return kiroku_case_model_get_book (kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)));
}

/* --- Saving --- */

typedef struct
{
  KirokuCopyForm *self;
  char *name; /* of the file, for people */
} Saving;

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (KirokuCopyForm) self = saving->self;
  g_autofree char *name = saving->name;
  g_autoptr (GError) error = NULL;
  gboolean copied = kiroku_book_copy_evidence_finish (KIROKU_BOOK (source), result, &error);
  g_autofree char *message = copied ? g_strdup_printf (_ ("Saved as %s"), name) : NULL;

  g_free (saving);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    message = g_strdup (_ ("Cancelled: nothing was saved."));
  kiroku_byte_progress_end (self->progress, message != NULL ? message : error->message, !copied);
  g_object_unref (self->progress);
  if (kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)) == NULL) /* disposed meanwhile */
    return;
  kiroku_small_form_set_busy (KIROKU_SMALL_FORM (self), FALSE);
  if (!copied)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
}

void
kiroku_copy_form_save (KirokuCopyForm *self, const char *path)
{
  KirokuEvidenceCopy copy;
  Saving *saving;

  g_return_if_fail (KIROKU_IS_COPY_FORM (self) && path != NULL);

  if (kiroku_byte_progress_is_running (self->progress))
    return;
  copy = (KirokuEvidenceCopy){
    .sha256 = self->sha256, .sha512 = self->sha512, .size = self->size, .at = self->at
  };
  if (is_zip (self))
    copy.passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  saving = g_new (Saving, 1);
  *saving = (Saving){ g_object_ref (self), g_filename_display_basename (path) };
  g_object_ref (self->progress);
  kiroku_small_form_set_busy (KIROKU_SMALL_FORM (self), TRUE);
  kiroku_book_copy_evidence_async (get_book (self), &copy, path,
                                   kiroku_byte_progress_begin (self->progress, _ ("Saving a copy")),
                                   copied_cb, saving);
}

/* --- Choosing the file --- */

static void
response_cb (KirokuCopyForm *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  if (path == NULL)
    kiroku_small_form_show_error (
        KIROKU_SMALL_FORM (self),
        _ ("This place cannot be written to: choose a folder of this computer."), NULL);
  else
    kiroku_copy_form_save (self, path);
}

/* Harmless letters of the name; a recorded name is never used as a path as it is.
 * (transfer full) */
static char *
propose_name (KirokuCopyForm *self)
{
  g_autofree char *name = NULL;

  if (is_zip (self) || self->name == NULL)
    return g_strdup_printf ("%.12s%s", self->sha256, is_zip (self) ? ".zip" : "");
  name = kiroku_text_visible (self->name, TRUE);
  g_strdelimit (name, "/\\", '_');
  if (name[0] == '.')
    name[0] = '_';
  return g_steal_pointer (&name);
}

static void
choose (KirokuCopyForm *self)
{
  g_autofree char *name = propose_name (self);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ ("Save a Copy"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), FALSE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
kiroku_copy_form_submit (KirokuSmallForm *form)
{
  KirokuCopyForm *self = KIROKU_COPY_FORM (form);
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  const char *again = gtk_editable_get_text (GTK_EDITABLE (self->again));

  if (is_zip (self) && passphrase[0] == '\0')
    kiroku_small_form_show_error (form, _ ("Think of a passphrase of several words."),
                                  self->passphrase);
  else if (is_zip (self) && !g_str_equal (passphrase, again))
    kiroku_small_form_show_error (form, _ ("The two passphrases differ: type them again."),
                                  self->again);
  else
    choose (self);
}

static void
kiroku_copy_form_closed (KirokuSmallForm *form)
{
  KirokuCopyForm *self = KIROKU_COPY_FORM (form);

  kiroku_byte_progress_cancel (self->progress);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
}

static void
how_changed_cb (KirokuCopyForm *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->passphrase), is_zip (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->again), is_zip (self));
}

/* --- Building --- */

static void
kiroku_copy_form_dispose (GObject *object)
{
  KirokuCopyForm *self = KIROKU_COPY_FORM (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (kiroku_copy_form_parent_class)->dispose (object);
}

static void
kiroku_copy_form_finalize (GObject *object)
{
  KirokuCopyForm *self = KIROKU_COPY_FORM (object);

  g_free (self->sha256);
  g_free (self->sha512);
  g_free (self->name);

  G_OBJECT_CLASS (kiroku_copy_form_parent_class)->finalize (object);
}

static void
kiroku_copy_form_class_init (KirokuCopyFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KirokuSmallFormClass *form_class = KIROKU_SMALL_FORM_CLASS (klass);

  object_class->dispose = kiroku_copy_form_dispose;
  object_class->finalize = kiroku_copy_form_finalize;
  form_class->submit = kiroku_copy_form_submit;
  form_class->closed = kiroku_copy_form_closed;
}

static void
kiroku_copy_form_init (KirokuCopyForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  const char *ways[] = { _ ("ZIP protected by a passphrase"), _ ("The file as it is"), NULL };

  kiroku_small_form_set_verb (form, _ ("Choose a File…"));
  self->how = kiroku_small_form_add_choice (form, _ ("Save as"), ways);
  self->passphrase = kiroku_small_form_add_password (form, _ ("Passphrase"));
  self->again = kiroku_small_form_add_password (form, _ ("Once more"));
  self->progress = KIROKU_BYTE_PROGRESS (kiroku_byte_progress_new ());
  kiroku_small_form_add_below (form, GTK_WIDGET (self->progress));
  g_signal_connect_swapped (self->how, "notify::selected", G_CALLBACK (how_changed_cb), self);
}

GtkWidget *
kiroku_copy_form_new (KirokuCaseModel *model, const KirokuEvidence *item)
{
  KirokuCopyForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && item != NULL, NULL);
  g_return_val_if_fail (item->sha256 != NULL, NULL);

  self = kiroku_small_form_new (KIROKU_TYPE_COPY_FORM, model);
  self->sha256 = g_strdup (item->sha256);
  self->sha512 = g_strdup (item->sha512);
  self->name = g_strdup (item->name);
  self->size = item->size;
  self->at = item->at;
  return GTK_WIDGET (self);
}
