/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* Who may know whom: each room of app/, and ui/, may include headers of the rooms named beside it
 * and its own. A new room needs a line here. "ui" also stands for what lies in its folders. */
static const struct
{
  const char *room;
  const char *below;
} rooms[] = {
  { "model", "" },
  { "pack", "model" },
  { "document", "model" },
  { "store", "model" },
  { "journal", "store model" },
  { "case", "journal store model pack" },
  { "playbook", "case journal store model pack" },
  { "contact", "case journal store model pack" },
  { "obligation", "case journal store model pack" },
  { "evidence", "case journal store model pack" },
  { "form", "playbook contact obligation evidence case journal store model pack document" },
  { "report", "form playbook contact obligation evidence case journal store model pack document" },
  { "exchange",
    "report form playbook contact obligation evidence case journal store model pack document" },
  { "hub", "exchange report form playbook contact obligation evidence case journal store model "
           "pack document" },
  { "book", "hub exchange report form playbook contact obligation evidence case journal store "
            "model pack document" },
  { "cli", "book hub exchange report form playbook contact obligation evidence case journal store "
           "model pack document" },
  { "ui", "book hub exchange report form playbook contact obligation evidence case journal store "
          "model pack document" },
};

/* Libraries that only one place may know: how the header's name begins, and the folder. */
static const struct
{
  const char *header;
  const char *home;
} libraries[] = {
  { "libgda", "app/store/" }, { "sql-parser/", "app/store/" }, { "libnotify/", "ui/notifier/" },
  { "gtk/", "ui/" },          { "gdk/", "ui/" },               { "gsk/", "ui/" },
  { "adwaita", "ui/" },       { "libsoup/", "app/exchange/" },
  { "archive", "app/exchange/" }, { "gmime/", "app/exchange/" },
  { "qrencode", "app/document/" },
};

typedef struct
{
  char *path; /* from the root, such as "app/store/kiroku-db.c" */
  char *text;
} Source;

static void
source_free (gpointer data)
{
  Source *source = data;

  g_free (source->path);
  g_free (source->text);
  g_free (source);
}

/* --- Reading the tree --- */

static void
read_folder (const char *root, const char *folder, GPtrArray *sources)
{
  g_autofree char *path = g_build_filename (root, folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (folder, name, NULL);
      g_autofree char *file = g_build_filename (root, below, NULL);
      Source *source;

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        read_folder (root, below, sources);
      if (!g_str_has_suffix (name, ".c") && !g_str_has_suffix (name, ".h"))
        continue;
      source = g_new0 (Source, 1);
      g_ptr_array_add (sources, source);
      source->path = g_steal_pointer (&below);
      g_file_get_contents (file, &source->text, NULL, &error);
      g_assert_no_error (error);
    }
}

static GPtrArray *
read_tree (const char *root)
{
  static const char *const tops[] = { "app", "ui" };
  GPtrArray *sources = g_ptr_array_new_with_free_func (source_free);

  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      g_autofree char *top = g_build_filename (root, tops[i], NULL);

      if (g_file_test (top, G_FILE_TEST_IS_DIR))
        read_folder (root, tops[i], sources);
    }
  return sources;
}

/* The room a file lies in. (transfer full) */
static char *
room_of (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  return g_strdup (g_str_equal (parts[0], "ui") ? "ui" : parts[1]);
}

/* Header's own name → path from the root. */
static GHashTable *
find_headers (GPtrArray *sources, GPtrArray *wrong)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < sources->len; i++)
    {
      const Source *source = g_ptr_array_index (sources, i);
      char *name = g_path_get_basename (source->path);

      if (g_str_has_suffix (name, ".h") && g_hash_table_contains (headers, name))
        g_ptr_array_add (wrong, g_strdup_printf ("%s: another header has this name", source->path));
      g_hash_table_insert (headers, name, source->path);
    }
  return headers;
}

/* --- Judging --- */

static gboolean
may_include (const char *room, const char *other)
{
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    if (g_str_equal (room, rooms[i].room))
      {
        g_auto (GStrv) below = g_strsplit (rooms[i].below, " ", -1);

        return g_str_equal (room, other) || g_strv_contains ((const char *const *) below, other);
      }
  return FALSE;
}

static void
judge_own (const Source *source, const char *header, GHashTable *headers, GPtrArray *wrong)
{
  const char *path = g_hash_table_lookup (headers, header);
  g_autofree char *room = room_of (source->path);
  g_autofree char *other = path != NULL ? room_of (path) : NULL;

  if (path == NULL && g_str_has_suffix (header, "-resources.h"))
    return; /* made by the build */
  if (path == NULL)
    g_ptr_array_add (wrong,
                     g_strdup_printf ("%s includes %s, which is not here", source->path, header));
  else if (!may_include (room, other))
    g_ptr_array_add (wrong, g_strdup_printf ("%s: the room “%s” may not know “%s” (%s)",
                                             source->path, room, other, header));
}

static void
judge_library (const Source *source, const char *header, GPtrArray *wrong)
{
  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    if (g_str_has_prefix (header, libraries[i].header)
        && !g_str_has_prefix (source->path, libraries[i].home))
      g_ptr_array_add (wrong, g_strdup_printf ("%s includes <%s>, which only %s may", source->path,
                                               header, libraries[i].home));
}

static void
judge_includes (const Source *source, GHashTable *headers, GPtrArray *wrong)
{
  g_autoptr (GRegex) regex = g_regex_new ("^[ \\t]*#[ \\t]*include[ \\t]*([<\"])([^>\"]+)[>\"]",
                                          G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, source->text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *quote = g_match_info_fetch (match, 1);
      g_autofree char *header = g_match_info_fetch (match, 2);

      /* A library in quotation marks is a library still. */
      judge_library (source, header, wrong);
      if (quote[0] == '"')
        judge_own (source, header, headers, wrong);
    }
}

/* What several files share and looks like a function is one: a macro reads what it is given as often
 * as it likes. */
static void
judge_macros (const Source *source, GPtrArray *wrong)
{
  g_autoptr (GRegex) regex
      = g_regex_new ("^[ \\t]*#[ \\t]*define[ \\t]+([a-z]\\w*)\\(", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_str_has_suffix (source->path, ".h") || !g_regex_match (regex, source->text, 0, &match))
    return;

  g_autofree char *word = g_match_info_fetch (match, 1);

  g_ptr_array_add (wrong, g_strdup_printf ("%s: the macro “%s” looks like a function", source->path,
                                           word));
}

static void
judge_identifiers (const Source *source, GPtrArray *wrong)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\b(Gda[A-Z]|gda_|GDA_)\\w*", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (g_str_has_prefix (source->path, "app/store/")
      || !g_regex_match (regex, source->text, 0, &match))
    return;

  g_autofree char *word = g_match_info_fetch (match, 0);

  g_ptr_array_add (wrong, g_strdup_printf ("%s uses %s, which only app/store/ may", source->path,
                                           word));
}

/* Widgets call a room; SQL stands in app/ alone. */
static void
judge_sql (const Source *source, GPtrArray *wrong)
{
  g_autoptr (GRegex) regex
      = g_regex_new ("\"(SELECT|INSERT|UPDATE|DELETE|PRAGMA|BEGIN) |kiroku_db_(exec|query)", 0, 0,
                     NULL);

  if (g_str_has_prefix (source->path, "ui/") && g_regex_match (regex, source->text, 0, NULL))
    g_ptr_array_add (wrong, g_strdup_printf ("%s holds SQL", source->path));
}

/* What is wrong in the tree at @root; empty when nothing is. */
static GPtrArray *
judge_tree (const char *root)
{
  GPtrArray *wrong = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) sources = read_tree (root);
  g_autoptr (GHashTable) headers = find_headers (sources, wrong);

  for (guint i = 0; i < sources->len; i++)
    {
      judge_includes (g_ptr_array_index (sources, i), headers, wrong);
      judge_identifiers (g_ptr_array_index (sources, i), wrong);
      judge_macros (g_ptr_array_index (sources, i), wrong);
      judge_sql (g_ptr_array_index (sources, i), wrong);
    }
  return wrong;
}

/* --- The tree itself --- */

static char *
dup_root (void)
{
  return g_build_filename (g_getenv ("KIROKU_TEST_DATA"), "..", "..", NULL);
}

static void
test_tree (void)
{
  g_autofree char *root = dup_root ();
  g_autoptr (GPtrArray) wrong = judge_tree (root);

  for (guint i = 0; i < wrong->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (wrong, i));
  g_assert_cmpuint (wrong->len, ==, 0);
}

static void
test_tree_is_read (void)
{
  g_autofree char *root = dup_root ();
  g_autoptr (GPtrArray) sources = read_tree (root);
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) headers = find_headers (sources, wrong);

  g_assert_cmpuint (sources->len, >, 100);
  g_assert_cmpstr (g_hash_table_lookup (headers, "kiroku-db.h"), ==, "app/store/kiroku-db.h");
}

/* --- Planted mistakes --- */

static void
write_source (const char *root, const char *path, const char *text)
{
  g_autofree char *file = g_build_filename (root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_tree (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* How many mistakes are found when file @path reads @text. */
static guint
count_wrong (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("kiroku-rooms-XXXXXX", &error);
  g_autoptr (GPtrArray) wrong = NULL;

  g_assert_no_error (error);
  write_source (root, "app/model/kiroku-low.h", "#pragma once\n");
  write_source (root, "app/case/kiroku-middle.h", "#pragma once\n#include \"kiroku-low.h\"\n");
  write_source (root, "app/playbook/kiroku-side.h", "#pragma once\n");
  write_source (root, "ui/log/kiroku-high.h", "#pragma once\n");
  write_source (root, path, text);
  wrong = judge_tree (root);
  remove_tree (root);
  return wrong->len;
}

static void
test_planted_room (void)
{
  const char *low = "#include <glib.h>\n#include \"kiroku-low.h\"\n";
  const char *middle = "#include \"kiroku-middle.h\"\n";

  g_assert_cmpuint (count_wrong ("app/case/kiroku-a.c", low), ==, 0);
  g_assert_cmpuint (count_wrong ("app/model/kiroku-a.c", low), ==, 0);
  g_assert_cmpuint (count_wrong ("app/cli/kiroku-a.c", middle), ==, 0);
  g_assert_cmpuint (count_wrong ("ui/kiroku-a.c", "#include \"kiroku-high.h\"\n"), ==, 0);
  g_assert_cmpuint (count_wrong ("app/book/kiroku-a.c", "#include \"kiroku-core-resources.h\"\n"),
                    ==, 0);

  g_assert_cmpuint (count_wrong ("app/model/kiroku-a.c", middle), ==, 1);
  g_assert_cmpuint (count_wrong ("app/pack/kiroku-a.h", " # include \"kiroku-middle.h\"\n"), ==, 1);
  g_assert_cmpuint (count_wrong ("app/contact/kiroku-a.c", "#include \"kiroku-side.h\"\n"), ==, 1);
  g_assert_cmpuint (count_wrong ("app/cli/kiroku-a.c", "#include \"kiroku-high.h\"\n"), ==, 1);
  g_assert_cmpuint (count_wrong ("app/attic/kiroku-a.c", low), ==, 1);
  g_assert_cmpuint (count_wrong ("app/case/kiroku-a.c", "#include \"kiroku-lost.h\"\n"), ==, 1);
  g_assert_cmpuint (count_wrong ("app/store/kiroku-low.h", "#pragma once\n"), >, 0);
}

static void
test_planted_library (void)
{
  const char *gda = "#include <libgda/libgda.h>\n";
  const char *notify = "#include <libnotify/notify.h>\n";

  g_assert_cmpuint (count_wrong ("app/store/kiroku-a.c", gda), ==, 0);
  g_assert_cmpuint (count_wrong ("ui/kiroku-a.c", "#include <adwaita.h>\n#include <gtk/gtk.h>\n"),
                    ==, 0);
  g_assert_cmpuint (count_wrong ("ui/notifier/kiroku-a.c", notify), ==, 0);

  g_assert_cmpuint (count_wrong ("app/journal/kiroku-a.c", gda), ==, 1);
  g_assert_cmpuint (count_wrong ("ui/kiroku-a.c", "#include \"sql-parser/gda-sql-parser.h\"\n"), >,
                    0);
  g_assert_cmpuint (count_wrong ("app/case/kiroku-a.c", "#include <gtk/gtk.h>\n"), ==, 1);
  g_assert_cmpuint (count_wrong ("app/document/kiroku-a.h", "#include <adwaita.h>\n"), ==, 1);
  g_assert_cmpuint (count_wrong ("ui/log/kiroku-a.c", notify), ==, 1);
}

static void
test_planted_identifier (void)
{
  const char *type = "static GdaConnection *c;\n";

  g_assert_cmpuint (count_wrong ("app/store/kiroku-a.c", type), ==, 0);
  g_assert_cmpuint (count_wrong ("app/journal/kiroku-a.c", "/* Gdansk, libgda */\n"), ==, 0);
  g_assert_cmpuint (count_wrong ("app/journal/kiroku-a.c", type), ==, 1);
  g_assert_cmpuint (count_wrong ("ui/kiroku-a.c", "void f (void) { gda_init (); }\n"), ==, 1);
}

static void
test_planted_sql (void)
{
  const char *sql = "const char *all = \"SELECT * FROM entry\";\n";

  g_assert_cmpuint (count_wrong ("app/case/kiroku-a.c", sql), ==, 0);
  g_assert_cmpuint (count_wrong ("ui/log/kiroku-a.c", sql), ==, 1);
  g_assert_cmpuint (count_wrong ("ui/kiroku-a.c", "/* SELECTED */ int SELECTED;\n"), ==, 0);
}

static void
test_planted_macro (void)
{
  g_assert_cmpuint (count_wrong ("app/case/kiroku-a.h", "#define KIROKU_A(b) f (b)\n#define a 1\n"), ==, 0);
  g_assert_cmpuint (count_wrong ("app/case/kiroku-a.c", "#define a(b) f (b)\n"), ==, 0);
  g_assert_cmpuint (count_wrong ("app/case/kiroku-a.h", "#pragma once\n# define a(b) f (b)\n"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rooms/check/an-upward-include-is-found", test_planted_room);
  g_test_add_func ("/rooms/check/a-library-out-of-place-is-found", test_planted_library);
  g_test_add_func ("/rooms/check/a-gda-name-out-of-place-is-found", test_planted_identifier);
  g_test_add_func ("/rooms/check/sql-in-the-window-is-found", test_planted_sql);
  g_test_add_func ("/rooms/check/a-shared-macro-that-looks-like-a-function-is-found", test_planted_macro);
  g_test_add_func ("/rooms/tree/all-sources-are-read", test_tree_is_read);
  g_test_add_func ("/rooms/tree/each-room-knows-only-lower-ones", test_tree);
  return g_test_run ();
}
