/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-row.h"

#include <glib/gi18n.h>

#include "kiroku-book-evidence.h"
#include "kiroku-byte-progress.h"
#include "kiroku-copy-form.h"
#include "kiroku-evidence-form.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-tlp.h"

/* As many digits of a digest tell one file from another at a glance. */
#define DIGITS 12

struct _KirokuEvidenceRow
{
  AdwExpanderRow parent_instance;

  GtkImage *icon;
  GtkLabel *state;
  GtkGrid *lines;        /* digests and facts; NULL until first unfolded */
  GtkGrid *custody;      /* who had it when */
  GtkWidget *buttons;
  GtkWidget *of_file[3]; /* of them: what needs the file; NULL for none */
  GtkRevealer *revealer; /* of the form that is open */
  KirokuByteProgress *progress;

  KirokuCaseModel *model;
  GPtrArray *items; /* keeps @item */
  const KirokuEvidence *item;
  char *shown; /* what the lines were made from */
};

G_DEFINE_FINAL_TYPE (KirokuEvidenceRow, kiroku_evidence_row, ADW_TYPE_EXPANDER_ROW)

/* (transfer full) */
static char *
dup_visible (const char *text)
{
  return text != NULL ? kiroku_text_visible (text, TRUE) : g_strdup (_ ("(withheld)"));
}

/* --- Forms --- */

/* Whoever went on writing somewhere else keeps the keyboard. */
static void
close_form (KirokuEvidenceRow *self)
{
  GtkWidget *form = gtk_revealer_get_child (self->revealer);
  gboolean focused
      = form != NULL && (gtk_widget_get_state_flags (form) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  gtk_revealer_set_child (self->revealer, NULL);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (self->buttons, TRUE);
  if (focused)
    gtk_widget_child_focus (self->buttons, GTK_DIR_TAB_FORWARD);
}

static void
open_form (KirokuEvidenceRow *self, GtkWidget *form)
{
  g_signal_connect_object (form, "closed", G_CALLBACK (close_form), self, G_CONNECT_SWAPPED);
  gtk_revealer_set_child (self->revealer, form);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_widget_grab_focus (form);
}

static void
edit_cb (KirokuEvidenceRow *self)
{
  GtkWidget *form = kiroku_evidence_form_new_facts (self->model, self->item->hash);

  kiroku_evidence_form_fill (KIROKU_EVIDENCE_FORM (form), self->item);
  open_form (self, form);
}

static void
move_cb (KirokuEvidenceRow *self)
{
  open_form (self, kiroku_evidence_form_new_custody (self->model, self->item->hash));
}

static void
save_cb (KirokuEvidenceRow *self)
{
  open_form (self, kiroku_copy_form_new (self->model, self->item));
}

/* --- Checking --- */

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuByteProgress) progress = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings
      = kiroku_book_check_evidence_finish (KIROKU_BOOK (source), result, &error);
  const KirokuEvidenceFinding *finding
      = findings != NULL && findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kiroku_byte_progress_end (progress, _ ("Stopped: nothing was found out."), TRUE);
  else if (error != NULL)
    kiroku_byte_progress_end (progress, error->message, TRUE);
  else if (finding == NULL || finding->erased)
    kiroku_byte_progress_end (progress, _ ("Erased by law: there is no file to check."), FALSE);
  else if (finding->state == KIROKU_EVIDENCE_INTACT)
    kiroku_byte_progress_end (progress, _ ("✓ Intact: it is what was taken in."), FALSE);
  else if (finding->state == KIROKU_EVIDENCE_CHANGED)
    kiroku_byte_progress_end (progress, _ ("⚠ Changed: it is no longer what was taken in."), TRUE);
  else if (finding->withheld)
    kiroku_byte_progress_end (progress,
                              _ ("Withheld: the sender of the package left the file out."), FALSE);
  else
    kiroku_byte_progress_end (progress, _ ("⚠ Missing: the kept file is gone."), TRUE);
}

static void
check_cb (KirokuEvidenceRow *self)
{
  if (kiroku_byte_progress_is_running (self->progress))
    return;
  kiroku_book_check_evidence_async (
      kiroku_case_model_get_book (self->model), kiroku_case_model_get_case_id (self->model),
      self->item->hash, kiroku_byte_progress_begin (self->progress, _ ("Checking")), checked_cb,
      g_object_ref (self->progress));
}

/* --- Unfolded: texts --- */

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

static GtkWidget *
make_text (const char *text)
{
  g_autofree char *visible = dup_visible (text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (visible);

  /* A hyphen that is none of the text would be read as part of a digest. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

/* A line of @grid: its name in front and dim. (transfer none): the text */
static GtkWidget *
add_line (GtkGrid *grid, const char *name, const char *text)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *value = make_text (text);
  int row = 0;

  while (gtk_grid_get_child_at (grid, 0, row) != NULL)
    row++;
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, value, 1, row, 1, 1);
  return value;
}

static void
copy_cb (GtkWidget *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static void
add_digest (KirokuEvidenceRow *self, const char *name, const char *digest)
{
  GtkWidget *value = add_line (self->lines, name, digest);
  GtkWidget *button;
  g_autofree char *copy = g_strdup_printf (_ ("Copy %s"), name);
  int row;

  gtk_widget_add_css_class (value, "digest");
  if (digest == NULL)
    return;
  button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, copy);
  kiroku_page_set_name (button, copy);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), g_strdup (digest),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_grid_query_child (self->lines, value, NULL, &row, NULL, NULL);
  gtk_grid_attach (self->lines, button, 2, row, 1, 1);
}

/* A moment in the form of `occ` for people, with the offset that was stated. (transfer full) */
static char *
show_occ (const char *occ)
{
  KirokuTime time;

  if (occ == NULL || !kiroku_time_from_occ (occ, "second", NULL, &time))
    return g_strdup (occ);
  return g_strdup_printf ("%.10s %.8s (%s)", occ, occ + 11, occ + 19);
}

/* (transfer full) (nullable) */
static char *
show_fact (KirokuEvidenceFact fact, const char *value)
{
  KirokuTlp tlp = fact == KIROKU_EVIDENCE_TLP ? kiroku_tlp_from_id (value) : KIROKU_TLP_NONE;
  char *clock = NULL;

  if (fact == KIROKU_EVIDENCE_FROM || fact == KIROKU_EVIDENCE_TO)
    return show_occ (value);
  if (fact == KIROKU_EVIDENCE_CLOCK_ERROR && value != NULL)
    clock = kiroku_clock_error_describe (value);
  if (clock != NULL)
    return clock;
  return g_strdup (tlp != KIROKU_TLP_NONE ? kiroku_tlp_name (tlp) : value);
}

/* Where the value says itself what it is: in what and which way, or "TLP:AMBER". (transfer none) */
static const char *
get_title (KirokuEvidenceFact fact)
{
  if (fact == KIROKU_EVIDENCE_CLOCK_ERROR)
    return C_ ("evidence", "Clock");
  return fact == KIROKU_EVIDENCE_TLP ? _ ("Sharing") : kiroku_evidence_fact_name (fact);
}

static void
show_lines (KirokuEvidenceRow *self)
{
  const KirokuEvidence *item = self->item;

  clear_grid (self->lines);
  add_digest (self, "SHA-256", item->sha256);
  add_digest (self, "SHA-512", item->sha512);
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      g_autofree char *text = show_fact (i, item->facts[i].value);

      if (item->facts[i].withheld || text != NULL)
        add_line (self->lines, get_title (i), text);
    }
}

/* "記録 花子 → 鑑定人 · kept at … · purpose …" (transfer full) */
static char *
describe_move (const KirokuEvidenceMove *move)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    {
      const char *value = move->fields[i];

      if (i == KIROKU_CUSTODY_FROM)
        g_string_append (text, value != NULL ? value : "?");
      else if (i == KIROKU_CUSTODY_TO)
        g_string_append_printf (text, " → %s", value != NULL ? value : "?");
      else if (value != NULL)
        g_string_append_printf (text, " · %s: %s", kiroku_custody_field_name (i), value);
    }
  if (move->reason != NULL)
    /* Translators: why an entry corrects another. */
    g_string_append_printf (text, _ (" · Correction: %s"), move->reason);
  return g_string_free (text, FALSE);
}

static void
add_move (KirokuEvidenceRow *self, const KirokuEvidenceMove *move)
{
  g_autofree char *at = kiroku_page_dup_time (self->model, move->at);
  g_autofree char *text = describe_move (move);
  GtkWidget *line = add_line (self->custody, at, text);

  if (move->corrected)
    gtk_widget_add_css_class (line, "struck");
}

static void
show_custody (KirokuEvidenceRow *self)
{
  g_autofree char *at = kiroku_page_dup_time (self->model, self->item->at);
  g_autofree char *author = dup_visible (self->item->author);
  g_autofree char *taken = g_strdup_printf (_ ("Taken in by %s"), author);

  clear_grid (self->custody);
  add_line (self->custody, at, taken);
  for (guint i = 0; i < self->item->moves->len; i++)
    add_move (self, g_ptr_array_index (self->item->moves, i));
}

/* What the unfolded texts are made from: they are made anew, and lose a selection, only when it is
 * another. (transfer full) */
static char *
dup_content (const KirokuEvidence *item)
{
  GString *content = g_string_new (item->hash);

  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    g_string_append_printf (content, "\n%d%s", item->facts[i].withheld,
                            item->facts[i].value != NULL ? item->facts[i].value : "");
  for (guint i = 0; i < item->moves->len; i++)
    {
      const KirokuEvidenceMove *move = g_ptr_array_index (item->moves, i);

      g_string_append_printf (content, "\n%s%d", move->hash, move->corrected);
    }
  g_string_append_printf (content, "\n%d%d", item->sha256 != NULL, item->sha512 != NULL);
  return g_string_free (content, FALSE);
}

static void
show_content (KirokuEvidenceRow *self)
{
  g_autofree char *content = dup_content (self->item);

  if (self->lines == NULL || g_strcmp0 (content, self->shown) == 0)
    return;
  show_lines (self);
  show_custody (self);
  g_free (self->shown);
  self->shown = g_steal_pointer (&content);
}

/* --- Unfolded: building, when somebody looks --- */

/* (transfer none) */
static GtkWidget *
add_button (KirokuEvidenceRow *self, const char *label, GCallback func)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", func, self);
  gtk_box_append (GTK_BOX (self->buttons), button);
  return button;
}

/* Nobody hands over, checks or copies what was erased. */
static void
show_buttons (KirokuEvidenceRow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->of_file); i++)
    if (self->of_file[i] != NULL)
      gtk_widget_set_sensitive (self->of_file[i], !self->item->erased);
}

static void
build_buttons (KirokuEvidenceRow *self)
{
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  add_button (self, _ ("Edit…"), G_CALLBACK (edit_cb));
  self->of_file[0] = add_button (self, _ ("Hand Over…"), G_CALLBACK (move_cb));
  if (self->item->sha256 == NULL)
    return;
  self->of_file[1] = add_button (self, _ ("Check"), G_CALLBACK (check_cb));
  self->of_file[2] = add_button (self, _ ("Save a Copy…"), G_CALLBACK (save_cb));
}

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkGrid *
make_grid (void)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 4);
  return grid;
}

static void
build_content (KirokuEvidenceRow *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->lines = make_grid ();
  self->custody = make_grid ();
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  self->progress = KIROKU_BYTE_PROGRESS (kiroku_byte_progress_new ());
  build_buttons (self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->lines));
  gtk_box_append (GTK_BOX (box), make_heading (_ ("Who had it when")));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->custody));
  gtk_box_append (GTK_BOX (box), self->buttons);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->revealer));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->progress));
  gtk_widget_add_css_class (box, "evidence-content");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
expanded_cb (KirokuEvidenceRow *self)
{
  if (self->lines != NULL || self->item == NULL)
    return;
  build_content (self);
  show_buttons (self);
  show_content (self);
}

/* --- Folded --- */

/* What a check found before says nothing of a file that is no more. */
static void
show_erased (KirokuEvidenceRow *self)
{
  g_autofree char *law = dup_visible (self->item->law);
  g_autofree char *at = kiroku_page_dup_time (self->model, self->item->erased_at);
  g_autofree char *author = dup_visible (self->item->eraser);
  /* Translators: when, by whom, and the law. */
  g_autofree char *tip = g_strdup_printf (_ ("%s, %s: %s"), at, author, law);

  gtk_image_set_from_icon_name (self->icon, "user-trash-symbolic");
  gtk_label_set_text (self->state, _ ("Erased by law"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), tip);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "failed");
}

static void
show_state (KirokuEvidenceRow *self)
{
  const KirokuEvidenceCheck *check = kiroku_evidence_get_last_check (self->item);
  g_autofree char *at = check != NULL ? kiroku_page_dup_time (self->model, check->rec) : NULL;
  const char *icon = "dialog-question-symbolic";
  const char *text = _ ("Not checked yet");
  gboolean bad = FALSE;

  if (self->item->left_out)
    text = _ ("Withheld by the sender");
  else if (check != NULL && !check->withheld)
    {
      bad = check->state != KIROKU_EVIDENCE_INTACT;
      icon = bad ? "dialog-warning-symbolic" : "object-select-symbolic";
      text = kiroku_evidence_state_name (check->state);
    }
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_text (self->state, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), self->item->left_out ? NULL : at);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self), "failed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "failed");
}

/* "12.3 MB · 2026-11-21 14:05 · Sato Hanako · 484197552c6f…" (transfer full) */
static char *
dup_subtitle (KirokuEvidenceRow *self)
{
  const KirokuEvidence *item = self->item;
  g_autofree char *size
      = item->size >= 0 ? kiroku_text_size ((guint64) item->size) : g_strdup (_ ("(withheld)"));
  g_autofree char *at = kiroku_page_dup_time (self->model, item->at);
  g_autofree char *author = dup_visible (item->author);
  g_autofree char *digest = item->sha256 != NULL ? g_strdup_printf ("%.*s…", DIGITS, item->sha256)
                                                 : g_strdup (_ ("(withheld)"));

  return g_markup_printf_escaped ("%s · %s · %s · %s", size, at, author, digest);
}

void
kiroku_evidence_row_show (KirokuEvidenceRow *self, GPtrArray *items, guint i)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  g_return_if_fail (KIROKU_IS_EVIDENCE_ROW (self) && i < items->len);

  g_ptr_array_ref (items);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items;
  self->item = g_ptr_array_index (items, i);
  name = dup_visible (self->item->name);
  title = g_markup_escape_text (name, -1);
  subtitle = dup_subtitle (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  if (self->item->erased)
    show_erased (self);
  else
    show_state (self);
  show_buttons (self);
  show_content (self);
}

const char *
kiroku_evidence_row_get_id (KirokuEvidenceRow *self)
{
  g_return_val_if_fail (KIROKU_IS_EVIDENCE_ROW (self), NULL);

  return self->item != NULL ? self->item->hash : NULL;
}

/* --- The class --- */

static void
kiroku_evidence_row_dispose (GObject *object)
{
  KirokuEvidenceRow *self = KIROKU_EVIDENCE_ROW (object);

  g_clear_object (&self->model);
  self->item = NULL;
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (kiroku_evidence_row_parent_class)->dispose (object);
}

static void
kiroku_evidence_row_finalize (GObject *object)
{
  g_free (KIROKU_EVIDENCE_ROW (object)->shown);

  G_OBJECT_CLASS (kiroku_evidence_row_parent_class)->finalize (object);
}

static void
kiroku_evidence_row_class_init (KirokuEvidenceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_evidence_row_dispose;
  object_class->finalize = kiroku_evidence_row_finalize;
}

static void
kiroku_evidence_row_init (KirokuEvidenceRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (box, "check-state");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "evidence");
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

GtkWidget *
kiroku_evidence_row_new (KirokuCaseModel *model)
{
  KirokuEvidenceRow *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (KIROKU_TYPE_EVIDENCE_ROW, NULL);
  self->model = g_object_ref (model);
  return GTK_WIDGET (self);
}
