/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-verify-box.h"

#include <glib/gi18n.h>

#include "kiroku-book-verify.h"
#include "kiroku-found-record.h"
#include "kiroku-given-head.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-saver.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

#define MS_BETWEEN_LOOKS 100
#define WHOLE 1000
/* Of many warnings the first are shown; the PDF has them all. */
#define MAX_WARNINGS 12

struct _KirokuVerifyBox
{
  AdwBin parent_instance;

  GtkButton *verify;
  GtkProgressBar *progress;
  GtkButton *cancel;
  GtkEditable *root;
  GtkLabel *error;
  GtkWidget *result;
  GtkImage *icon;
  GtkLabel *verdict;
  GtkLabel *summary;
  GtkWidget *bad;
  GtkLabel *bad_what;
  GtkButton *show;
  GtkLabel *warnings;
  GtkWidget *advice;
  KirokuPaperSaver *saver;

  KirokuCaseModel *model;
  KirokuFoundRecord *found;  /* (nullable) what was found last */
  GCancellable *cancellable; /* while it works */
  int *part;                 /* while it works: how much is done, of WHOLE; atomic */
  guint timer;
};

G_DEFINE_FINAL_TYPE (KirokuVerifyBox, kiroku_verify_box, ADW_TYPE_BIN)

enum
{
  SHOW_ENTRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What was found, in words --- */

static const char *
describe_verdict (KirokuVerdict verdict)
{
  switch (verdict)
    {
    case KIROKU_VERDICT_ANCHORED:
      return _ ("Intact, and borne out from outside");
    case KIROKU_VERDICT_INTACT:
      return _ ("Intact, with warnings");
    case KIROKU_VERDICT_ALTERED:
      return _ ("Altered");
    case KIROKU_VERDICT_TRUNCATED:
      return _ ("Cut off, set back or forked");
    case KIROKU_VERDICT_EVIDENCE:
      return _ ("Evidence is missing, changed or too much");
    case KIROKU_VERDICT_UNKNOWN:
    default:
      return _ ("It cannot be judged");
    }
}

static const char *
get_icon (KirokuVerdict verdict)
{
  switch (verdict)
    {
    case KIROKU_VERDICT_ANCHORED:
      return "object-select-symbolic";
    case KIROKU_VERDICT_INTACT:
      return "dialog-information-symbolic";
    case KIROKU_VERDICT_ALTERED:
    case KIROKU_VERDICT_TRUNCATED:
    case KIROKU_VERDICT_EVIDENCE:
    case KIROKU_VERDICT_UNKNOWN:
    default:
      return "dialog-warning-symbolic";
    }
}

static void
set_error (GtkWidget *widget, gboolean error)
{
  if (error)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
}

static void
show_verdict (KirokuVerifyBox *self, const KirokuVerification *result)
{
  gboolean good = result->verdict <= KIROKU_VERDICT_INTACT;

  gtk_image_set_from_icon_name (self->icon, get_icon (result->verdict));
  gtk_label_set_text (self->verdict, describe_verdict (result->verdict));
  set_error (GTK_WIDGET (self->icon), !good);
  set_error (GTK_WIDGET (self->verdict), !good);
}

/* (transfer full) */
static char *
dup_summary (const KirokuVerification *result)
{
  g_autofree char *entries = g_strdup_printf (
      g_dngettext (NULL, "%d entry", "%d entries", result->entries), (int) result->entries);
  g_autofree char *journals = g_strdup_printf (
      g_dngettext (NULL, "%d journal", "%d journals", result->journals), (int) result->journals);
  g_autofree char *files
      = g_strdup_printf (g_dngettext (NULL, "%d evidence file", "%d evidence files", result->files),
                         (int) result->files);

  return g_strjoin (" · ", entries, journals, files, NULL);
}

static void
show_bad (KirokuVerifyBox *self, const KirokuVerification *result)
{
  g_autofree char *what
      = result->bad_what != NULL ? kiroku_text_visible (result->bad_what, TRUE) : NULL;

  gtk_widget_set_visible (self->bad, result->has_bad && what != NULL);
  gtk_label_set_text (self->bad_what, what != NULL ? what : "");
  gtk_widget_set_visible (GTK_WIDGET (self->show), result->bad_hash != NULL);
}

static void
show_warnings (KirokuVerifyBox *self, GPtrArray *warnings)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (warnings->len, MAX_WARNINGS); i++)
    {
      g_autofree char *visible = kiroku_text_visible (g_ptr_array_index (warnings, i), TRUE);

      g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", visible);
    }
  if (warnings->len > MAX_WARNINGS)
    g_string_append_printf (text, "\n… (%u)", warnings->len - MAX_WARNINGS);
  gtk_label_set_text (self->warnings, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), text->len > 0);
}

static void
set_file_name (KirokuVerifyBox *self)
{
  g_autofree char *part = kiroku_page_dup_file_part (self->model);
  g_autofree char *name = g_strdup_printf ("verification-%s.pdf", part);

  kiroku_paper_saver_set_file_name (self->saver, name);
}

static void
show_found (KirokuVerifyBox *self)
{
  const KirokuVerification *result
      = self->found != NULL ? kiroku_found_record_get (self->found) : NULL;
  g_autofree char *summary = NULL;

  gtk_widget_set_visible (self->result, result != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->saver), result != NULL);
  if (result == NULL)
    return;
  set_file_name (self);
  summary = dup_summary (result);
  show_verdict (self, result);
  gtk_label_set_text (self->summary, summary);
  show_bad (self, result);
  show_warnings (self, result->warnings);
  /* Below what was altered an anchor would only make it look better. */
  gtk_widget_set_visible (self->advice, !result->has_bad && result->unanchored > 0);
}

/* --- Working --- */

/* What the callback holds while the thread works. */
typedef struct
{
  KirokuVerifyBox *box;
  KirokuBook *book;
  GCancellable *cancellable;
  int *part;
} Run;

static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  g_atomic_int_set ((int *) user_data, total > 0 ? (int) (MIN (done, total) * WHOLE / total) : 0);
}

static gboolean
timer_cb (gpointer user_data)
{
  KirokuVerifyBox *self = user_data;

  gtk_progress_bar_set_fraction (self->progress, g_atomic_int_get (self->part) / (double) WHOLE);
  return G_SOURCE_CONTINUE;
}

static void
show_busy (KirokuVerifyBox *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->verify), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
}

static void
end_work (KirokuVerifyBox *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->part, g_atomic_rc_box_release);
  g_clear_object (&self->cancellable);
}

static void
run_free (Run *run)
{
  g_object_unref (run->box);
  g_object_unref (run->book);
  g_object_unref (run->cancellable);
  g_atomic_rc_box_release (run->part);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  KirokuVerifyBox *self = run->box;
  g_autoptr (GError) error = NULL;
  KirokuVerification *found = kiroku_book_verify_finish (run->book, result, &error);

  if (self->cancellable != run->cancellable) /* another case by now */
    {
      g_clear_pointer (&found, kiroku_verification_free);
      return;
    }
  end_work (self);
  show_busy (self, FALSE);
  if (found != NULL)
    self->found = kiroku_found_record_new (found);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kiroku_page_show_error (self->error, _ ("Cancelled: nothing can be said."));
  else
    kiroku_page_show_error (self->error, error->message);
  show_found (self);
}

/* What was typed as a root; FALSE when it is something else. */
static gboolean
take_root (KirokuVerifyBox *self, KirokuGivenHead *given)
{
  g_autofree char *text = kiroku_text_strip (gtk_editable_get_text (self->root));

  if (text[0] == '\0' || kiroku_given_head_take_root (given, text))
    return TRUE;
  kiroku_page_show_error (self->error, kiroku_page_get_root_hint ());
  return FALSE;
}

static void
start (KirokuVerifyBox *self, const char *const *heads)
{
  KirokuBookVerify query = { .progress = progress_cb, .heads = heads };
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  Run *run;

  self->cancellable = g_cancellable_new ();
  self->part = g_atomic_rc_box_new0 (int);
  self->timer = g_timeout_add (MS_BETWEEN_LOOKS, timer_cb, self);
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_busy (self, TRUE);
  run = g_new (Run, 1);
  *run = (Run){ g_object_ref (self), g_object_ref (book), g_object_ref (self->cancellable),
                g_atomic_rc_box_acquire (self->part) };
  query.case_id = kiroku_case_model_get_case_id (self->model);
  query.progress_data = run->part;
  kiroku_book_verify_async (book, &query, self->cancellable, verified_cb, run);
}

static void
verify_cb (KirokuVerifyBox *self)
{
  g_auto (KirokuGivenHead) given = { .root = NULL };
  const char *heads[] = { NULL, NULL };

  if (self->model == NULL || self->cancellable != NULL)
    return;
  g_clear_pointer (&self->found, kiroku_found_record_unref);
  show_found (self);
  kiroku_page_show_error (self->error, NULL);
  if (!take_root (self, &given))
    return;
  heads[0] = given.root;
  start (self, heads);
}

static void
cancel_cb (KirokuVerifyBox *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
show_cb (KirokuVerifyBox *self)
{
  g_signal_emit (self, signals[SHOW_ENTRY], 0, kiroku_found_record_get (self->found)->bad_hash);
}

static void
path_chosen_cb (KirokuVerifyBox *self, const char *path)
{
  if (self->found != NULL && !kiroku_paper_saver_is_busy (self->saver))
    kiroku_paper_saver_save (self->saver, self->model,
                             kiroku_paper_order_new_verification (self->model, self->found), path);
}

static void
stop (KirokuVerifyBox *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  end_work (self);
  g_clear_pointer (&self->found, kiroku_found_record_unref);
}

void
kiroku_verify_box_set_model (KirokuVerifyBox *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_VERIFY_BOX (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  stop (self);
  g_set_object (&self->model, model);
  show_busy (self, FALSE);
  gtk_editable_set_text (self->root, "");
  kiroku_page_show_error (self->error, NULL);
  kiroku_paper_saver_offer_address (self->saver, model);
  show_found (self);
}

/* --- The class --- */

static void
kiroku_verify_box_dispose (GObject *object)
{
  KirokuVerifyBox *self = KIROKU_VERIFY_BOX (object);

  stop (self);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_VERIFY_BOX);

  G_OBJECT_CLASS (kiroku_verify_box_parent_class)->dispose (object);
}

static void
kiroku_verify_box_class_init (KirokuVerifyBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_verify_box_dispose;

  signals[SHOW_ENTRY] = g_signal_new ("show-entry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (KIROKU_TYPE_PAPER_SAVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "record/kiroku-verify-box.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, verify);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, progress);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, cancel);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, root);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, result);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, icon);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, verdict);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, summary);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, bad);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, bad_what);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, show);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, warnings);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, advice);
  gtk_widget_class_bind_template_child (widget_class, KirokuVerifyBox, saver);
  gtk_widget_class_bind_template_callback (widget_class, verify_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, path_chosen_cb);
}

static void
kiroku_verify_box_init (KirokuVerifyBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_paper_saver_set_label (self->saver, _ ("Save as PDF…"));
  kiroku_paper_saver_offer_preview (self->saver);
  kiroku_paper_saver_leave_key (self->saver);
}
