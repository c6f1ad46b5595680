/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kiroku-pins.h"

#define CASE "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define OTHER_CASE "7f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define KEY "1111111111111111111111111111111111111111111111111111111111111111"
#define OTHER_KEY "2222222222222222222222222222222222222222222222222222222222222222"

typedef struct
{
  char *folder;
  char *path;
  KirokuPins *pins;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kiroku-pins-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "pins", NULL);
  fixture->pins = kiroku_pins_new (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_strconcat (fixture->path, ".lock", NULL);

  kiroku_pins_free (fixture->pins);
  g_remove (fixture->path);
  g_remove (lock);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* no half-written file is left */
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* A hash that tells @seq. (transfer full) */
static char *
hash_of (gint64 seq)
{
  return g_strdup_printf ("%064" G_GINT64_MODIFIER "x", seq);
}

static void
raise_pin (KirokuPins *pins, const char *case_id, const char *key, gint64 seq)
{
  g_autofree char *hash = hash_of (seq);
  g_autoptr (GError) error = NULL;

  kiroku_pins_raise (pins, case_id, key, seq, hash, &error);
  g_assert_no_error (error);
}

static void
assert_pin (KirokuPins *pins, const char *case_id, const char *key, gint64 seq)
{
  g_autoptr (GPtrArray) list = kiroku_pins_list (pins, case_id, key, NULL);
  g_autofree char *hash = hash_of (seq);
  const KirokuPin *pin;

  g_assert_cmpuint (list->len, ==, 1);
  pin = g_ptr_array_index (list, 0);
  g_assert_cmpint (pin->seq, ==, seq);
  g_assert_cmpstr (pin->hash, ==, hash);
}

static void
test_never_lowers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = kiroku_pins_list (fixture->pins, CASE, NULL, NULL);
  g_autoptr (KirokuPins) again = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  raise_pin (fixture->pins, CASE, KEY, 5);
  assert_pin (fixture->pins, CASE, KEY, 5);
  raise_pin (fixture->pins, CASE, KEY, 3);
  assert_pin (fixture->pins, CASE, KEY, 5);
  raise_pin (fixture->pins, CASE, KEY, 6);
  assert_pin (fixture->pins, CASE, KEY, 6);

  again = kiroku_pins_new (fixture->path);
  assert_pin (again, CASE, KEY, 6);
}

static void
test_same_number (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = hash_of (99);

  raise_pin (fixture->pins, CASE, KEY, 5);
  g_assert_true (kiroku_pins_raise (fixture->pins, CASE, KEY, 5, other, NULL));
  assert_pin (fixture->pins, CASE, KEY, 5);
}

static void
test_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL;

  raise_pin (fixture->pins, CASE, KEY, 5);
  raise_pin (fixture->pins, CASE, OTHER_KEY, 7);
  raise_pin (fixture->pins, OTHER_CASE, KEY, 9);
  assert_pin (fixture->pins, CASE, KEY, 5);
  assert_pin (fixture->pins, CASE, OTHER_KEY, 7);
  assert_pin (fixture->pins, OTHER_CASE, KEY, 9);
  all = kiroku_pins_list (fixture->pins, CASE, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_torn (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (4);
  g_autofree char *text
      = g_strdup_printf ("%s %s 4 %s\n\nnonsense\n%s %s -1 %s\n%s %s 8 %.40s", CASE, KEY, hash,
                         CASE, OTHER_KEY, hash, CASE, OTHER_KEY, hash);
  g_autoptr (GPtrArray) all = NULL;

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  all = kiroku_pins_list (fixture->pins, CASE, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  assert_pin (fixture->pins, CASE, KEY, 4);
  raise_pin (fixture->pins, CASE, OTHER_KEY, 2);
  assert_pin (fixture->pins, CASE, KEY, 4);
  assert_pin (fixture->pins, CASE, OTHER_KEY, 2);
}

static void
test_mode (Fixture *fixture, gconstpointer data)
{
  struct stat status;

  raise_pin (fixture->pins, CASE, KEY, 1);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
}

static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *below = g_build_filename (fixture->path, "pins", NULL);
  g_autoptr (KirokuPins) pins = kiroku_pins_new (below);
  g_autofree char *hash = hash_of (1);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "", -1, NULL)); /* a file for a folder */
  g_assert_false (kiroku_pins_raise (pins, CASE, KEY, 1, hash, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_assert_nonnull (strstr (error->message, below));
}

#define N_PROCESSES 4
#define N_RAISES 40

/* Raises the shared pin and one of its own by turns. */
static void
raise_in_child (const char *path, int number)
{
  KirokuPins *pins = kiroku_pins_new (path);
  g_autofree char *key = g_strdup_printf ("%064x", number);

  for (int seq = 1; seq <= N_RAISES; seq++)
    {
      raise_pin (pins, CASE, KEY, seq * N_PROCESSES + number);
      raise_pin (pins, CASE, key, seq);
    }
  kiroku_pins_free (pins);
  _exit (0);
}

static void
test_processes (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < N_PROCESSES; i++)
    {
      pid_t child = fork ();

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        raise_in_child (fixture->path, i);
    }
  for (int i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (wait (&status), >, 0);
      g_assert_cmpint (status, ==, 0);
    }
  assert_pin (fixture->pins, CASE, KEY, N_RAISES * N_PROCESSES + N_PROCESSES - 1);
  for (int i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *key = g_strdup_printf ("%064x", i);

      assert_pin (fixture->pins, CASE, key, N_RAISES);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/journal/pins/raise-never-lowers", test_never_lowers);
  ADD ("/journal/pins/the-first-hash-of-a-number-stays", test_same_number);
  ADD ("/journal/pins/cases-and-keys-are-kept-apart", test_apart);
  ADD ("/journal/pins/a-torn-line-counts-as-missing", test_torn);
  ADD ("/journal/pins/the-file-is-0600", test_mode);
  ADD ("/journal/pins/a-pin-that-cannot-be-written-says-so", test_unwritable);
  ADD ("/journal/pins/processes-lose-no-pin", test_processes);
  return g_test_run ();
}
