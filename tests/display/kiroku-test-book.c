/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-book.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- The book --- */

static void
read_clock (KirokuClock *clock, gpointer data)
{
  gint64 *now = data;

  *clock = (KirokuClock){ .rec = *now, .mono = -1, .sync = -1, .maxerr = -1 };
  *now += G_TIME_SPAN_SECOND;
}

static void
appended_cb (KirokuTestBook *self, const char *case_id, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->entries, kiroku_entry_ref (g_ptr_array_index (entries, i)));
}

static void
changed_cb (KirokuTestBook *self)
{
  self->n_changed++;
}

static void
open_case (KirokuTestBook *self, const char *type)
{
  g_autoptr (GError) error = NULL;
  KirokuTime known = { .us = KIROKU_TEST_BOOK_START, .offset = 540 };
  KirokuNewCase new_case
      = { .title = "Ransom note on a file server", .type = type, .level = 2, .known = &known };

  self->case_id = kiroku_book_open_case (self->book, &new_case, &error);
  g_assert_no_error (error);
}

KirokuTestBook *
kiroku_test_book_new (const char *type, const char *language)
{
  return kiroku_test_book_new_with_pack (type, language, NULL);
}

/* What a user has laid over the rule pack: names and texts of files in turn. */
static void
write_own_pack (const char *folder, const char *const *files)
{
  g_autofree char *pack = g_build_filename (folder, "pack", NULL);

  g_assert_no_errno (g_mkdir (pack, 0700));
  for (; *files != NULL; files += 2)
    {
      g_autofree char *path = g_build_filename (pack, files[0], NULL);
      g_autoptr (GError) error = NULL;

      g_file_set_contents (path, files[1], -1, &error);
      g_assert_no_error (error);
    }
}

KirokuTestBook *
kiroku_test_book_new_with_pack (
    const char *type, const char *language, const char *const *files)
{
  KirokuTestBook *self = g_new0 (KirokuTestBook, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuBookOptions options = { .author = "Sato Hanako",
                                .clock = read_clock,
                                .clock_data = &self->now,
                                .zone = zone,
                                .language = language };

  self->now = KIROKU_TEST_BOOK_START;
  self->folder = g_dir_make_tmp ("kiroku-pages-XXXXXX", &error);
  g_assert_no_error (error);
  options.folder = self->folder;
  if (files != NULL)
    write_own_pack (self->folder, files);
  self->book = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
  open_case (self, type);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  kiroku_test_settle ();
  g_signal_connect_swapped (self->book, "appended", G_CALLBACK (appended_cb), self);
  self->model = kiroku_case_model_new (self->book, self->case_id);
  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (changed_cb), self);
  kiroku_test_wait_number (&self->n_changed, 1, "the first snapshot");
  return self;
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

void
kiroku_test_book_free (KirokuTestBook *self)
{
  gpointer model = self->model;
  gpointer book = self->book;

  g_signal_handlers_disconnect_by_data (self->model, self);
  g_signal_handlers_disconnect_by_data (self->book, self);
  g_object_add_weak_pointer (G_OBJECT (self->model), &model);
  g_object_add_weak_pointer (G_OBJECT (self->book), &book);
  g_object_unref (self->model);
  kiroku_test_wait (is_gone, &model, "the model to be finalised");
  g_object_unref (self->book);
  kiroku_test_wait (is_gone, &book, "the book to be finalised");
  kiroku_test_remove_folder (self->folder);
  g_ptr_array_unref (self->entries);
  g_free (self->case_id);
  g_free (self->folder);
  g_free (self);
}

void
kiroku_test_book_catch_up (KirokuTestBook *self)
{
  guint before;

  /* The first may come of a reading that began before the write; the second cannot. */
  for (guint i = 0; i < 2; i++)
    {
      kiroku_test_settle ();
      before = self->n_changed;
      kiroku_case_model_refresh (self->model);
      kiroku_test_wait_number (&self->n_changed, before + 1, "a new snapshot");
    }
  kiroku_test_settle ();
}

guint
kiroku_test_book_count (KirokuTestBook *self, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += g_str_equal (((KirokuEntry *) g_ptr_array_index (self->entries, i))->kind, kind);
  return n;
}

typedef struct
{
  KirokuTestBook *self;
  const char *kind;
  guint n;
} Awaited;

static gboolean
is_written (gpointer user_data)
{
  const Awaited *awaited = user_data;

  return kiroku_test_book_count (awaited->self, awaited->kind) >= awaited->n;
}

void
kiroku_test_book_wait (KirokuTestBook *self, const char *kind, guint n)
{
  kiroku_test_wait (is_written, &(Awaited){ self, kind, n }, kind);
  kiroku_test_book_catch_up (self);
  g_assert_cmpuint (kiroku_test_book_count (self, kind), ==, n);
}

const KirokuEntry *
kiroku_test_book_last (KirokuTestBook *self, const char *kind)
{
  for (guint i = self->entries->len; i > 0; i--)
    {
      const KirokuEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (g_str_equal (entry->kind, kind))
        return entry;
    }
  g_assert_not_reached ();
}

void
kiroku_test_book_append (KirokuTestBook *self, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry = kiroku_book_append_one (self->book, self->case_id, draft, &error);

  g_assert_no_error (error);
  kiroku_entry_unref (entry);
}

void
kiroku_test_book_set (KirokuTestBook *self, const char *key, const char *value)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (self->book), key);

  kiroku_test_book_append (self, kiroku_draft_fact (key, fact->type, value, FALSE, 0));
  kiroku_test_book_catch_up (self);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  kiroku_book_choose_person_finish (KIROKU_BOOK (source), result, &error);
  g_assert_no_error (error);
  ++*(guint *) user_data;
}

void
kiroku_test_book_switch (KirokuTestBook *self, const char *name)
{
  guint n = 0;

  kiroku_book_choose_person_async (self->book, name, NULL, chosen_cb, &n);
  kiroku_test_wait_number (&n, 1, name);
}

void
kiroku_test_book_break (KirokuTestBook *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDb) db
      = kiroku_db_open (kiroku_store_get_path (kiroku_book_get_store (self->book)), TRUE, &error);

  g_assert_no_error (error);
  kiroku_db_exec (db, &error,
                  "CREATE TRIGGER test_refusal BEFORE INSERT ON entry"
                  " BEGIN SELECT RAISE (ABORT, 'refused by the test'); END");
  g_assert_no_error (error);
}

/* --- Finding widgets --- */

static void
collect (GtkWidget *widget, KirokuTestMatch match, gconstpointer data, GPtrArray *found)
{
  if (match (widget, data))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, match, data, found);
}

GPtrArray *
kiroku_test_find_all (GtkWidget *root, KirokuTestMatch match, gconstpointer data)
{
  GPtrArray *found = g_ptr_array_new ();

  collect (root, match, data, found);
  return found;
}

/* (transfer full) (nullable) */
static char *
dup_text (GtkWidget *widget)
{
  const char *text = NULL;

  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (ADW_IS_PREFERENCES_ROW (widget))
    text = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  else if (GTK_IS_CHECK_BUTTON (widget))
    text = gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  else if (GTK_IS_BUTTON (widget))
    text = gtk_button_get_label (GTK_BUTTON (widget));
  else if (GTK_IS_MENU_BUTTON (widget))
    text = gtk_menu_button_get_label (GTK_MENU_BUTTON (widget));
  else if (GTK_IS_EDITABLE (widget))
    text = gtk_editable_get_text (GTK_EDITABLE (widget));
  return g_strdup (text != NULL ? text : gtk_widget_get_tooltip_text (widget));
}

typedef struct
{
  GType type;
  const char *text;
} Wanted;

static gboolean
is_wanted (GtkWidget *widget, gconstpointer data)
{
  const Wanted *wanted = data;
  g_autofree char *text = NULL;

  if (!g_type_is_a (G_OBJECT_TYPE (widget), wanted->type))
    return FALSE;
  if (wanted->text == NULL)
    return TRUE;
  text = dup_text (widget);
  return g_strcmp0 (text, wanted->text) == 0
         || g_strcmp0 (gtk_widget_get_tooltip_text (widget), wanted->text) == 0;
}

GtkWidget *
kiroku_test_find (GtkWidget *root, GType type, const char *text)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (root, is_wanted, &(Wanted){ type, text });

  return found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
}

GtkWidget *
kiroku_test_get (GtkWidget *root, GType type, const char *text)
{
  GtkWidget *widget = kiroku_test_find (root, type, text);

  if (widget == NULL)
    g_error ("There is no %s “%s”", g_type_name (type), text != NULL ? text : "");
  return widget;
}

static gboolean
has_id (GtkWidget *widget, gconstpointer id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0;
}

gpointer
kiroku_test_get_id (gpointer root, const char *id)
{
  GObject *own = gtk_widget_get_template_child (root, G_OBJECT_TYPE (root), id);
  g_autoptr (GPtrArray) found = NULL;

  if (own != NULL)
    return own;
  found = kiroku_test_find_all (root, has_id, id);
  if (found->len == 0)
    g_error ("There is no “%s” in a %s", id, G_OBJECT_TYPE_NAME (root));
  return g_ptr_array_index (found, 0);
}

static gboolean
shows_text (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), data) != NULL;
}

gboolean
kiroku_test_shows (GtkWidget *root, const char *text)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (root, shows_text, text);

  return found->len > 0;
}

/* --- Waiting for them --- */

typedef struct
{
  GtkWidget *root;
  GType type;
  const char *text; /* (nullable) */
} Seen;

static gboolean
is_shown (gpointer user_data)
{
  const Seen *seen = user_data;

  return kiroku_test_shows (seen->root, seen->text);
}

static gboolean
is_not_shown (gpointer user_data)
{
  return !is_shown (user_data);
}

void
kiroku_test_wait_shown (GtkWidget *root, const char *text)
{
  kiroku_test_wait (is_shown, &(Seen){ .root = root, .text = text }, text);
}

void
kiroku_test_wait_not_shown (GtkWidget *root, const char *text)
{
  kiroku_test_wait (is_not_shown, &(Seen){ .root = root, .text = text }, text);
}

static gboolean
is_on_screen (GtkWidget *widget, gconstpointer data)
{
  const Seen *seen = data;

  return g_type_is_a (G_OBJECT_TYPE (widget), seen->type) && gtk_widget_get_mapped (widget)
         && (seen->text == NULL || kiroku_test_shows (widget, seen->text));
}

static GtkWidget *
find_on_screen (const Seen *seen)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (seen->root, is_on_screen, seen);

  return found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
}

static gboolean
is_seen (gpointer seen)
{
  return find_on_screen (seen) != NULL;
}

static gboolean
is_not_seen (gpointer seen)
{
  return find_on_screen (seen) == NULL;
}

static gboolean
is_not_there (gpointer user_data)
{
  const Seen *seen = user_data;

  return kiroku_test_find (seen->root, seen->type, NULL) == NULL;
}

GtkWidget *
kiroku_test_wait_seen (GtkWidget *root, GType type, const char *text)
{
  Seen seen = { root, type, text };

  kiroku_test_wait (is_seen, &seen, text != NULL ? text : g_type_name (type));
  return find_on_screen (&seen);
}

void
kiroku_test_wait_unseen (GtkWidget *root, GType type, const char *text)
{
  kiroku_test_wait (is_not_seen, &(Seen){ root, type, text }, g_type_name (type));
}

void
kiroku_test_wait_gone (GtkWidget *root, GType type)
{
  kiroku_test_wait (is_not_there, &(Seen){ .root = root, .type = type }, g_type_name (type));
}

/* --- Names --- */

/* The parts of which GTK makes a control are not what a screen reader is led to. */
static gboolean
is_control (GtkWidget *widget, gconstpointer data)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_MENU_BUTTON (parent) || GTK_IS_DROP_DOWN (parent) || ADW_IS_ENTRY_ROW (parent))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)
         || GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_TEXT_VIEW (widget)
         || GTK_IS_DROP_DOWN (widget) || GTK_IS_PROGRESS_BAR (widget);
}

static gboolean
is_named (GtkWidget *widget)
{
  g_autofree char *text
      = GTK_IS_EDITABLE (widget) || GTK_IS_TEXT_VIEW (widget) ? NULL : dup_text (widget);

  return (text != NULL && *text != '\0')
         || gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* Within a GtkCalendar and the like nothing is ours. */
static gboolean
is_foreign (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_CALENDAR) != NULL
         || (!GTK_IS_DROP_DOWN (widget)
             && gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN) != NULL)
         || gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL;
}

GtkWidget *
kiroku_test_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_type_is_a (G_OBJECT_TYPE (l->data), type) && gtk_widget_get_mapped (l->data))
      return l->data;
  return NULL;
}

void
kiroku_test_assert_named (GtkWidget *root)
{
  g_autoptr (GPtrArray) controls = kiroku_test_find_all (root, is_control, NULL);

  g_assert_cmpuint (controls->len, >, 0);
  for (guint i = 0; i < controls->len; i++)
    {
      GtkWidget *control = g_ptr_array_index (controls, i);

      if (!is_foreign (control) && !is_named (control))
        g_error ("A %s in %s has no accessible name", G_OBJECT_TYPE_NAME (control),
                 G_OBJECT_TYPE_NAME (gtk_widget_get_parent (control)));
    }
}

void
kiroku_test_enter (GtkWidget *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

void
kiroku_test_press (GtkWidget *root, const char *label)
{
  g_signal_emit_by_name (kiroku_test_get (root, GTK_TYPE_BUTTON, label), "clicked");
}
