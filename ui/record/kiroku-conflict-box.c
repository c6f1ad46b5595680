/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-conflict-box.h"

#include <glib/gi18n.h>

#include "kiroku-case-drafts.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuConflictBox
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkLabel *error;
  GPtrArray *groups; /* (unowned) in the box: one a conflict */

  GtkWidget *reason; /* (nullable) (unowned) in its group: why a phase is taken */
  char *typed;       /* (nullable) in it, while the groups are made anew */

  KirokuCaseModel *model;
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (KirokuConflictBox, kiroku_conflict_box, ADW_TYPE_BIN)

/* Of the rule pack; NULL for a phase, and for what the pack does not know. */
static const KirokuPackFact *
find_fact (KirokuConflictBox *self, const char *subject)
{
  return kiroku_pack_get_fact (
      kiroku_book_get_pack (kiroku_case_model_get_book (self->model)), subject);
}

static const char *
get_language (KirokuConflictBox *self)
{
  return kiroku_book_get_language (kiroku_case_model_get_book (self->model));
}

/* It cannot be settled: what came here first stands. */
static gboolean
is_opening (const char *subject)
{
  return g_str_equal (subject, KIROKU_CONFLICT_OPENING);
}

/* (transfer full) */
static char *
dup_subject (KirokuConflictBox *self, const char *subject)
{
  const KirokuPackFact *fact = find_fact (self, subject);

  if (g_str_equal (subject, KIROKU_CONFLICT_PHASE))
    return g_strdup (_ ("Phase"));
  if (is_opening (subject))
    return g_strdup (_ ("Who opened the case"));
  return g_strdup (fact != NULL ? kiroku_pack_text (fact->name, get_language (self)) : subject);
}

/* (transfer full) */
static char *
dup_value (KirokuConflictBox *self, const char *subject, const KirokuRival *rival)
{
  g_autofree char *value = NULL;
  KirokuFactState state;
  KirokuPhase phase;

  if (rival->withheld)
    return g_strdup (_ ("(withheld)"));
  if (g_str_equal (subject, KIROKU_CONFLICT_PHASE))
    return g_strdup (kiroku_phase_parse (rival->value, &phase, NULL) ? kiroku_phase_name (phase)
                                                                     : rival->value);
  if (rival->value[0] == '\0' && rival->state != NULL
      && kiroku_fact_state_parse (rival->state, &state, NULL))
    return g_strdup (kiroku_fact_state_name (state));
  value = kiroku_line_describe_value (find_fact (self, subject), rival->value, get_language (self));
  return kiroku_text_visible (value, TRUE);
}

/* --- Letting one stand --- */

/* What is taken away or answers nothing must not hold the keyboard. Whether it was on the
 * reason. */
static gboolean
drop_focus (KirokuConflictBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->box)))
    return FALSE;
  gtk_root_set_focus (root, NULL);
  return self->reason != NULL && gtk_widget_is_ancestor (focus, self->reason);
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuConflictBox *self = KIROKU_CONFLICT_BOX (widget);

  if (self->model == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->box), TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
}

/* The same answer once more, by somebody who has seen all of them. (transfer full) */
static KirokuDraft *
draft_fact (KirokuConflictBox *self, const char *subject, const KirokuRival *rival)
{
  const KirokuPackFact *fact = find_fact (self, subject);
  KirokuFactState state = KIROKU_FACT_UNASKED;
  gboolean has_state
      = rival->state != NULL && kiroku_fact_state_parse (rival->state, &state, NULL);

  return kiroku_draft_fact (subject, fact != NULL ? fact->type : KIROKU_FACT_TEXT, rival->value,
                            has_state, state);
}

/* The other phases are corrected to be this one: nothing new is entered. (transfer full) */
static void
add_corrections (
    GPtrArray *drafts, const KirokuConflict *conflict, const KirokuRival *rival, const char *reason)
{
  KirokuPhase phase;

  if (!kiroku_phase_parse (rival->value, &phase, NULL))
    return;
  for (guint i = 0; i < conflict->rivals->len; i++)
    {
      const KirokuRival *other = g_ptr_array_index (conflict->rivals, i);
      KirokuDraft *draft;

      if (g_strcmp0 (other->value, rival->value) == 0)
        continue;
      draft = kiroku_draft_phase (phase, reason, NULL, NULL);
      kiroku_draft_set_ref (draft, "corrects", other->hash);
      g_ptr_array_add (drafts, draft);
    }
}

static const KirokuRival *
find_rival (GPtrArray *conflicts, const char *subject, const char *hash)
{
  const KirokuConflict *conflict = kiroku_conflict_find (conflicts, subject);

  for (guint i = 0; conflict != NULL && i < conflict->rivals->len; i++)
    {
      const KirokuRival *rival = g_ptr_array_index (conflict->rivals, i);

      if (g_str_equal (rival->hash, hash))
        return rival;
    }
  return NULL;
}

/* Why this phase is taken; what is missing is said. (transfer full) (nullable) */
static char *
take_reason (KirokuConflictBox *self)
{
  char *reason = self->reason != NULL ? kiroku_page_dup_typed (GTK_EDITABLE (self->reason)) : NULL;

  kiroku_page_show_error (self->error, reason == NULL ? _ ("Say why in a few words.") : NULL);
  if (reason == NULL && self->reason != NULL)
    gtk_widget_grab_focus (self->reason);
  return reason;
}

/* (transfer full) (element-type KirokuDraft): empty when something is missing */
static GPtrArray *
make_drafts (KirokuConflictBox *self, const KirokuConflict *conflict, const KirokuRival *rival)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autofree char *reason = NULL;

  if (!g_str_equal (conflict->subject, KIROKU_CONFLICT_PHASE))
    g_ptr_array_add (drafts, draft_fact (self, conflict->subject, rival));
  else if ((reason = take_reason (self)) != NULL)
    add_corrections (drafts, conflict, rival, reason);
  return drafts;
}

static void
take_cb (KirokuConflictBox *self, GtkWidget *button)
{
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;
  const char *subject = g_object_get_data (G_OBJECT (button), "subject");
  const char *hash = g_object_get_data (G_OBJECT (button), "hash");
  const KirokuRival *rival
      = snapshot != NULL ? find_rival (snapshot->conflicts, subject, hash) : NULL;
  g_autoptr (GPtrArray) drafts = NULL;

  if (rival == NULL)
    return;
  drafts = make_drafts (self, kiroku_conflict_find (snapshot->conflicts, subject), rival);
  if (drafts->len == 0)
    return;
  drop_focus (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->box), FALSE);
  kiroku_page_write_all (self->model, drafts, GTK_WIDGET (self), written_cb);
}

/* --- What is shown --- */

static GtkWidget *
make_taker (KirokuConflictBox *self, const char *subject, const KirokuRival *rival)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Take This One"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "subject", g_strdup (subject), g_free);
  g_object_set_data_full (G_OBJECT (button), "hash", g_strdup (rival->hash), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (take_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static const char *
describe_standing (const char *subject)
{
  return is_opening (subject) ? _ ("counts") : _ ("stands meanwhile");
}

/* How sure it is, who said so and when. (transfer full) */
static char *
dup_subtitle (
    KirokuConflictBox *self, const char *subject, const KirokuRival *rival, gboolean stands)
{
  g_autofree char *author
      = kiroku_text_visible (rival->author != NULL ? rival->author : "?", TRUE);
  g_autofree char *time = kiroku_page_dup_time (self->model, rival->rec);
  g_autofree char *text
      = g_strjoin (" · ", author, time, stands ? describe_standing (subject) : NULL, NULL);
  KirokuFactState state;

  if (rival->value[0] == '\0' || rival->state == NULL
      || !kiroku_fact_state_parse (rival->state, &state, NULL))
    return g_steal_pointer (&text);
  return g_strjoin (" · ", kiroku_fact_state_name (state), text, NULL);
}

static GtkWidget *
make_row (KirokuConflictBox *self, const char *subject, const KirokuRival *rival, gboolean stands)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *value = dup_value (self, subject, rival);
  g_autofree char *subtitle = dup_subtitle (self, subject, rival, stands);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), value);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (!is_opening (subject) && !rival->withheld)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_taker (self, subject, rival));
  return row;
}

/* A phase is somebody's decision: to take another needs a reason, which is kept while others
 * write. */
static void
add_reason (KirokuConflictBox *self, GtkWidget *group)
{
  self->reason = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason),
                                 _ ("Why one of them is taken"));
  if (self->typed != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->reason), self->typed);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->reason);
}

static void
add_conflict (KirokuConflictBox *self, const KirokuConflict *conflict)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *subject = dup_subject (self, conflict->subject);
  /* Translators: what two people answered differently, such as “Affected persons”. */
  g_autofree char *title = g_strdup_printf (_ ("Contradiction: %s"), subject);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      is_opening (conflict->subject) ? _ (
          "Several people say that they opened this case. What came here first counts, and this "
          "cannot be settled: ask who sent you the other one.")
                                     : _ ("These were recorded without knowing of each other. "
                                          "Deadlines use the earlier start until "
                                          "one of them is taken."));
  for (guint i = 0; i < conflict->rivals->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               make_row (self, conflict->subject,
                                         g_ptr_array_index (conflict->rivals, i), i == 0));
  if (g_str_equal (conflict->subject, KIROKU_CONFLICT_PHASE))
    add_reason (self, group);
  g_ptr_array_add (self->groups, group);
  gtk_box_append (self->box, group);
}

/* Whether the keyboard was on the reason. */
static gboolean
keep_typed (KirokuConflictBox *self)
{
  gboolean typing = drop_focus (self);

  g_clear_pointer (&self->typed, g_free);
  if (self->reason != NULL)
    self->typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
  self->reason = NULL;
  return typing;
}

static void
show_conflicts (KirokuConflictBox *self)
{
  gboolean typing = keep_typed (self);
  const KirokuSnapshot *snapshot
      = self->model != NULL ? kiroku_case_model_get_snapshot (self->model) : NULL;

  for (guint i = 0; i < self->groups->len; i++)
    gtk_box_remove (self->box, g_ptr_array_index (self->groups, i));
  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; snapshot != NULL && i < snapshot->conflicts->len; i++)
    add_conflict (self, g_ptr_array_index (snapshot->conflicts, i));
  gtk_widget_set_visible (GTK_WIDGET (self), self->groups->len > 0);
  if (!typing || self->reason == NULL)
    return;
  gtk_widget_grab_focus (self->reason);
  gtk_editable_set_position (GTK_EDITABLE (self->reason), -1);
}

void
kiroku_conflict_box_set_model (KirokuConflictBox *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_CONFLICT_BOX (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  gtk_widget_set_sensitive (GTK_WIDGET (self->box), TRUE);
  kiroku_page_show_error (self->error, NULL);
  show_conflicts (self);
}

/* --- The class --- */

static void
kiroku_conflict_box_dispose (GObject *object)
{
  KirokuConflictBox *self = KIROKU_CONFLICT_BOX (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_conflict_box_parent_class)->dispose (object);
}

static void
kiroku_conflict_box_finalize (GObject *object)
{
  g_free (KIROKU_CONFLICT_BOX (object)->typed);
  g_ptr_array_unref (KIROKU_CONFLICT_BOX (object)->groups);

  G_OBJECT_CLASS (kiroku_conflict_box_parent_class)->finalize (object);
}

static void
kiroku_conflict_box_class_init (KirokuConflictBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_conflict_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_conflict_box_finalize;
}

static void
kiroku_conflict_box_init (KirokuConflictBox *self)
{
  self->groups = g_ptr_array_new ();
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_box_append (self->box, GTK_WIDGET (self->error));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_conflicts), self);
}
