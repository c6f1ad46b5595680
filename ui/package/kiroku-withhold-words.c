/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-withhold-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-fact.h"
#include "kiroku-line-erasure.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

/* Lines that are offered at once, and that are read at once. */
#define MAX_LINES 20
#define PAGE 50

struct _KirokuWithholdWords
{
  AdwExpanderRow parent_instance;

  GtkWidget *search;
  GPtrArray *rows; /* of GtkWidget: below the search */

  KirokuCaseModel *model; /* (nullable) */
  GPtrArray *names;       /* (element-type utf8): what is ticked, "ENTRY:FIELD" */
  GCancellable *reading;  /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KirokuWithholdWords, kiroku_withhold_words, ADW_TYPE_EXPANDER_ROW)

enum
{
  TICKED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What people wrote: in the thread that reads --- */

/* A value of an entry, for people. */
typedef struct
{
  char *name; /* "ENTRY:FIELD" */
  char *text;
  char *about; /* which of which entry */
} Word;

typedef struct
{
  GPtrArray *words; /* of Word */
  guint n_lines;    /* that they are of, without those that were ticked */
  gboolean more;    /* there are earlier lines */
} Found;

typedef struct
{
  KirokuPack *pack;
  GTimeZone *zone;
  char *language;
  char *case_id;
  char *find;  /* (nullable) */
  GStrv names; /* what is ticked */
} Query;

static void
word_free (gpointer data)
{
  Word *word = data;

  g_free (word->name);
  g_free (word->text);
  g_free (word->about);
  g_free (word);
}

static void
found_free (Found *found)
{
  g_ptr_array_unref (found->words);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static void
query_free (gpointer data)
{
  Query *query = data;

  kiroku_pack_unref (query->pack);
  g_time_zone_unref (query->zone);
  g_free (query->language);
  g_free (query->case_id);
  g_free (query->find);
  g_strfreev (query->names);
  g_free (query);
}

/* An answer for one form alone is in no list of facts. */
static gboolean
is_own_answer (const KirokuEntry *entry, const char *field)
{
  return g_str_equal (entry->kind, "form.draft") && kiroku_entry_get_integer (entry, "own", 0) == 1
         && g_str_has_prefix (field, KIROKU_FACT_VALUE_PREFIX);
}

/* What stands in words of people's own: no choice, number or digest. Who filed a form is said by name, but how
 * somebody was told by an id. */
static gboolean
is_word (const KirokuEntry *entry, const char *field)
{
  static const char *const fields[]
      = { "text",      "reason",  "title",  "name",   "person",  "outcome", "note",  "approver",
          "source",    "to",      "receipt", "recipient", "owner", "address", "value", "purpose",
          "where",     "from",    "witness", "tool",   "host",   "text_ja", "text_en", "gaps",
          "taken_by",  "file",    "proof",  NULL };

  return g_strv_contains (fields, field) || is_own_answer (entry, field)
         || (g_str_equal (field, "by") && !g_str_equal (entry->kind, "contact.told"));
}

/* Facts are in a list of their own, and the rest is needed by who checks the record. */
static gboolean
is_written (const char *kind)
{
  static const char *const others[] = { "case.set", "checkpoint", "anchor", "erase", "import", NULL };

  return !g_strv_contains (others, kind) && !g_str_has_prefix (kind, "key.")
         && !g_str_has_prefix (kind, "journal.");
}

/* (transfer full) */
static char *
describe (const Query *query, const KirokuEntry *entry, const char *field)
{
  g_autofree char *time
      = kiroku_time_to_text (kiroku_entry_get_time (entry), KIROKU_PRECISION_MINUTE, query->zone);
  g_autofree char *name
      = kiroku_line_name_field (entry->kind, field, query->pack, query->language);

  return g_strdup_printf ("%s · %s · %s", kiroku_line_name_kind (entry->kind), time, name);
}

static gboolean
is_known (GPtrArray *words, const char *name)
{
  for (guint i = 0; i < words->len; i++)
    if (g_str_equal (((Word *) g_ptr_array_index (words, i))->name, name))
      return TRUE;
  return FALSE;
}

/* @field: (nullable): all that people wrote. */
static void
add_words (GPtrArray *words, const Query *query, const KirokuEntry *entry, const char *field)
{
  for (guint i = 0; i < entry->fields->len; i++)
    {
      const KirokuField *value = g_ptr_array_index (entry->fields, i);
      g_autofree char *name = g_strdup_printf ("%s:%s", entry->hash, value->name);
      Word *word;

      if (value->text == NULL || value->text[0] == '\0' || is_known (words, name)
          || (field != NULL ? !g_str_equal (field, value->name) : !is_word (entry, value->name)))
        continue;
      word = g_new (Word, 1);
      *word = (Word){ .text = kiroku_text_visible (value->text, TRUE),
                      .about = describe (query, entry, value->name) };
      word->name = g_steal_pointer (&name);
      g_ptr_array_add (words, word);
    }
}

/* One that is no more is not offered. */
static void
add_ticked (GPtrArray *words, const Query *query, KirokuDb *db, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ":", 2);
  g_autoptr (KirokuEntry) entry = kiroku_archive_find (db, query->case_id, parts[0], NULL);

  if (entry != NULL && parts[1] != NULL)
    add_words (words, query, entry, parts[1]);
}

static gboolean
add_line (
    Found *found, const Query *query, KirokuDb *db, const KirokuLine *line, GError **error)
{
  g_autoptr (KirokuEntry) entry = NULL;
  guint before = found->words->len;

  if (!is_written (line->kind))
    return TRUE;
  entry = kiroku_archive_find (db, query->case_id, line->hash, error);
  if (entry == NULL)
    return FALSE;
  add_words (found->words, query, entry, NULL);
  found->n_lines += found->words->len > before;
  return TRUE;
}

/* Lines @from … @end − 1, the last one first. */
static gboolean
add_page (Found *found,
          const Query *query,
          KirokuDb *db,
          const KirokuLineFilter *filter,
          gint64 from,
          gint64 end,
          GError **error)
{
  g_autoptr (GPtrArray) lines
      = kiroku_line_read (db, query->case_id, filter, from, (guint) (end - from), error);

  for (guint i = lines != NULL ? lines->len : 0; i > 0 && !found->more; i--)
    {
      if (!add_line (found, query, db, g_ptr_array_index (lines, i - 1), error))
        return FALSE;
      found->more = found->n_lines == MAX_LINES && from + i > 1;
    }
  return lines != NULL;
}

static gpointer
find (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  g_autoptr (Found) found = g_new0 (Found, 1);
  gint64 end;

  found->words = g_ptr_array_new_with_free_func (word_free);
  filter.find = query->find;
  filter.hide_automatic = TRUE;
  for (char **name = query->names; *name != NULL; name++)
    add_ticked (found->words, query, db, *name);
  if (!kiroku_line_count (db, query->case_id, &filter, &end, error))
    return NULL;
  for (; end > 0 && !found->more; end = MAX (end - PAGE, 0))
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !add_page (found, query, db, &filter, MAX (end - PAGE, 0), end, error))
      return NULL;
  return g_steal_pointer (&found);
}

/* --- Ticking --- */

static gboolean
is_ticked (KirokuWithholdWords *self, const char *name)
{
  return g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL);
}

static void
show_count (KirokuWithholdWords *self)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext (NULL, "%u value withheld", "%u values withheld", self->names->len),
      self->names->len);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 self->names->len > 0 ? text : _ ("None of them"));
}

static void
toggled_cb (KirokuWithholdWords *self, GtkCheckButton *check)
{
  const char *name = g_object_get_data (G_OBJECT (check), "withholds");
  guint i;

  if (!gtk_check_button_get_active (check))
    {
      if (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &i))
        g_ptr_array_remove_index (self->names, i);
    }
  else if (!is_ticked (self, name))
    g_ptr_array_add (self->names, g_strdup (name));
  show_count (self);
  g_signal_emit (self, signals[TICKED], 0);
}

/* --- The rows --- */

static void
add_row (KirokuWithholdWords *self, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_word (KirokuWithholdWords *self, const Word *word)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), word->text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), word->about);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, word->text,
                                  -1);
  g_object_set_data_full (G_OBJECT (check), "withholds", g_strdup (word->name), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_ticked (self, word->name));
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  add_row (self, row);
}

/* @text: what there is besides. */
static void
add_note (KirokuWithholdWords *self, const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0,
                                   "margin-start", 12, "margin-end", 12, "margin-top", 9,
                                   "margin-bottom", 9, NULL);
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", label, "activatable", FALSE,
                                 "focusable", FALSE, NULL);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  add_row (self, row);
}

static void
show_found (KirokuWithholdWords *self, const Found *found)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < found->words->len; i++)
    add_word (self, g_ptr_array_index (found->words, i));
  if (found->more)
    add_note (self, _ ("For an earlier line type a word of it above"));
  else if (found->words->len == 0)
    add_note (self, _ ("No line has these words"));
}

/* --- Reading --- */

static void
stop_reading (KirokuWithholdWords *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuWithholdWords) self = user_data;
  g_autoptr (GError) error = NULL;
  Found *found = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  /* One that was cancelled was followed by another, or the list went. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    {
      g_clear_pointer (&found, found_free);
      return;
    }
  g_clear_object (&self->reading);
  if (found == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  show_found (self, found);
  found_free (found);
}

/* (transfer full) */
static GStrv
dup_names (KirokuWithholdWords *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->names->len; i++)
    g_strv_builder_add (names, g_ptr_array_index (self->names, i));
  return g_strv_builder_end (names);
}

static void
read_words (KirokuWithholdWords *self)
{
  KirokuBook *book;
  Query *query;

  stop_reading (self);
  if (self->model == NULL)
    return;
  book = kiroku_case_model_get_book (self->model);
  query = g_new (Query, 1);
  *query = (Query){ .pack = kiroku_pack_ref (kiroku_book_get_pack (book)),
                    .zone = g_time_zone_ref (kiroku_book_get_zone (book)),
                    .language = g_strdup (kiroku_book_get_language (book)),
                    .case_id = g_strdup (kiroku_case_model_get_case_id (self->model)),
                    .find = kiroku_page_dup_typed (GTK_EDITABLE (self->search)),
                    .names = dup_names (self) };
  self->reading = g_cancellable_new ();
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, find, query, query_free,
                          (GDestroyNotify) found_free,
                          self->reading, found_cb, g_object_ref (self));
}

void
kiroku_withhold_words_set_model (KirokuWithholdWords *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_WITHHOLD_WORDS (self) && KIROKU_IS_CASE_MODEL (model));
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  read_words (self);
}

void
kiroku_withhold_words_tick (KirokuWithholdWords *self, const char *const *names)
{
  g_return_if_fail (KIROKU_IS_WITHHOLD_WORDS (self) && names != NULL);

  for (; *names != NULL; names++)
    if (strchr (*names, ':') != NULL && !is_ticked (self, *names))
      g_ptr_array_add (self->names, g_strdup (*names));
  show_count (self);
  read_words (self);
}

GPtrArray *
kiroku_withhold_words_get_names (KirokuWithholdWords *self)
{
  g_return_val_if_fail (KIROKU_IS_WITHHOLD_WORDS (self), NULL);

  return self->names;
}

/* --- The class --- */

static void
kiroku_withhold_words_dispose (GObject *object)
{
  KirokuWithholdWords *self = KIROKU_WITHHOLD_WORDS (object);

  stop_reading (self);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_withhold_words_parent_class)->dispose (object);
}

static void
kiroku_withhold_words_finalize (GObject *object)
{
  KirokuWithholdWords *self = KIROKU_WITHHOLD_WORDS (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->names);

  G_OBJECT_CLASS (kiroku_withhold_words_parent_class)->finalize (object);
}

static void
kiroku_withhold_words_class_init (KirokuWithholdWordsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_withhold_words_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_withhold_words_finalize;

  signals[TICKED] = g_signal_new ("ticked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_withhold_words_init (KirokuWithholdWords *self)
{
  const char *name = _ ("Find in the log");

  self->rows = g_ptr_array_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->search = g_object_new (GTK_TYPE_SEARCH_ENTRY, "placeholder-text", name, "margin-start", 12,
                               "margin-end", 12, "margin-top", 6, "margin-bottom", 6, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (read_words), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self),
                            g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", self->search,
                                          "activatable", FALSE, "focusable", FALSE, NULL));
  show_count (self);
}
