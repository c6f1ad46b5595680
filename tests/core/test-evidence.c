/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of evidence, on a disk that fails or stops on purpose: this program has its own write(),
 * fchmod(), fsync(), renameat2() and link(), which the program under test finds before those of the
 * C library. */
#define _GNU_SOURCE /* RTLD_NEXT, renameat2 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kiroku-book-evidence.h"
#include "kiroku-evidence-error.h"
#include "kiroku-intake.h"

/* 2026-11-21T10:00:00+09:00 */
#define START G_GINT64_CONSTANT (1795222800000000)
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

/* --- A disk that fails or stops --- */

static struct
{
  int at;     /* the how manieth call on the folder of evidence goes wrong; 0 for none */
  int code;   /* errno then, or 0: the program is killed before it */
  int calls;  /* so far */
  GString *trace; /* (nullable) what was called, a letter each */
} fault;

/* Whether this call goes wrong; @path or the file behind @fd says whether it counts. */
static gboolean
strike (int fd, const char *path, char letter)
{
  g_autofree char *link_path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *target = path != NULL ? g_strdup (path) : g_file_read_link (link_path, NULL);

  if (target == NULL || strstr (target, "-evidence") == NULL)
    return FALSE;
  if (fault.trace != NULL)
    g_string_append_c (fault.trace, letter);
  fault.calls++;
  if (fault.calls != fault.at)
    return FALSE;
  if (fault.code == 0)
    raise (SIGKILL);
  errno = fault.code;
  return TRUE;
}

#define REAL(name) (*(void **) &real = dlsym (RTLD_NEXT, name))

ssize_t
write (int fd, const void *bytes, size_t length)
{
  static ssize_t (*real) (int, const void *, size_t);

  if (real == NULL)
    REAL ("write");
  return length > 8 && strike (fd, NULL, 'w') ? -1 : real (fd, bytes, length);
}

int
fchmod (int fd, mode_t mode)
{
  static int (*real) (int, mode_t);

  if (real == NULL)
    REAL ("fchmod");
  return strike (fd, NULL, 'm') ? -1 : real (fd, mode);
}

int
fsync (int fd)
{
  static int (*real) (int);
  struct stat status;

  if (real == NULL)
    REAL ("fsync");
  fstat (fd, &status);
  return strike (fd, NULL, S_ISDIR (status.st_mode) ? 'D' : 's') ? -1 : real (fd);
}

static gboolean plain_disk; /* one that knows no renameat2() */

int
renameat2 (int old_folder, const char *from, int new_folder, const char *to, unsigned int flags)
{
  static int (*real) (int, const char *, int, const char *, unsigned int);

  if (real == NULL)
    REAL ("renameat2");
  if (plain_disk)
    {
      errno = EINVAL;
      return -1;
    }
  return strike (-1, to, 'r') ? -1 : real (old_folder, from, new_folder, to, flags);
}

int
link (const char *from, const char *to)
{
  static int (*real) (const char *, const char *);

  if (real == NULL)
    REAL ("link");
  return strike (-1, to, 'l') ? -1 : real (from, to);
}

static void
fail_at (int at, int code)
{
  fault.at = at;
  fault.code = code;
  fault.calls = 0;
}

/* --- Fixture --- */

typedef struct
{
  char *folder;
  char *case_id;
  gint64 now;
  KirokuBook *book;
  KirokuEvidenceStore *files;
} Fixture;

static void
read_clock (KirokuClock *clock, gpointer data)
{
  gint64 *now = data;

  *clock = (KirokuClock){ .rec = *now, .mono = -1, .sync = -1, .maxerr = -1 };
  *now += G_USEC_PER_SEC;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  KirokuNewCase new_case = { .title = "試験", .type = "ransomware" };
  KirokuBookOptions options = { .clock = read_clock, .zone = zone, .language = "ja" };

  fail_at (0, 0);
  plain_disk = FALSE;
  fixture->folder = g_dir_make_tmp ("kiroku-証拠-XXXXXX", NULL);
  fixture->now = START;
  options.folder = fixture->folder;
  options.author = "記録 花子";
  options.clock_data = &fixture->now;
  fixture->book = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
  fixture->case_id = kiroku_book_open_case (fixture->book, &new_case, &error);
  g_assert_no_error (error);
  fixture->files = kiroku_book_get_evidence_store (fixture->book);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      if (g_file_test (below, G_FILE_TEST_IS_DIR) && !g_file_test (below, G_FILE_TEST_IS_SYMLINK))
        remove_tree (below);
      else
        g_unlink (below);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fail_at (0, 0);
  g_assert_finalize_object (fixture->book);
  remove_tree (fixture->folder);
  g_free (fixture->case_id);
  g_free (fixture->folder);
}

static char *
make_file (Fixture *fixture, const char *name, const char *content)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
  return path;
}

static KirokuEntry *
take (Fixture *fixture, const char *path, GError **error)
{
  KirokuTaking taking = { .path = path };

  return kiroku_book_take_evidence (fixture->book, fixture->case_id, &taking, NULL, error);
}

static KirokuEntry *
must_take (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry = take (fixture, path, &error);

  g_assert_no_error (error);
  return entry;
}

typedef struct
{
  Fixture *fixture;
  gint64 as_of;
} Query;

static gpointer
list_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query *query = data;

  return kiroku_evidence_list (db, query->fixture->case_id, query->as_of, error);
}

static GPtrArray *
list_as_of (Fixture *fixture, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  Query query = { fixture, as_of };
  GPtrArray *items = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_SCREEN,
                                       KIROKU_STORE_PRIORITY_NOW, list_job, &query, NULL, &error);

  g_assert_no_error (error);
  return items;
}

static guint
count_items (Fixture *fixture)
{
  g_autoptr (GPtrArray) items = list_as_of (fixture, KIROKU_NOW);

  return items->len;
}

/* How many names in the folder, or one below it, begin with @prefix. */
static guint
count_files (Fixture *fixture, const char *below, const char *prefix)
{
  g_autofree char *path
      = g_build_filename (kiroku_evidence_store_get_folder (fixture->files), below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix) ? 1 : 0;
  return n;
}

static char *
kept_path (Fixture *fixture, const char *sha256)
{
  return g_build_filename (kiroku_evidence_store_get_folder (fixture->files), sha256, NULL);
}

/* --- Intake --- */

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "メール.log", "abc");
  g_autoptr (KirokuEntry) entry = must_take (fixture, path);
  g_autofree char *kept = kept_path (fixture, ABC);
  g_autofree char *content = NULL;
  struct stat status;

  g_assert_cmpstr (kiroku_entry_get_text (entry, "sha256"), ==, ABC);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "sha512"), ==,
                   "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                   "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  g_assert_cmpint (kiroku_entry_get_integer (entry, "size", -1), ==, 3);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "name"), ==, "メール.log");
  g_assert_true (g_file_get_contents (kept, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "abc");
  g_assert_cmpint (g_stat (kept, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0400);
  g_assert_cmpint (g_stat (kiroku_evidence_store_get_folder (fixture->files), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0700);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = make_file (fixture, "a", "first");
  g_autofree char *path = make_file (fixture, "b", "123456789");
  g_autoptr (KirokuEntry) before = must_take (fixture, first);
  g_autoptr (KirokuEntry) entry = NULL;

  fault.trace = g_string_new (NULL);
  entry = must_take (fixture, path);
  /* written, read-only, on the disk, named, the name on the disk */
  g_assert_cmpstr (fault.trace->str, ==, "wmsrD");
  g_string_free (fault.trace, TRUE);
  fault.trace = NULL;
}

static GHashTable *
name_none (gpointer data, GError **error)
{
  return g_hash_table_new (g_str_hash, g_str_equal);
}

/* The next intake moves aside what this one has left. */
static void
clear_aside (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuIntake) intake = NULL;

  fail_at (0, 0);
  intake = kiroku_intake_begin (fixture->files, name_none, NULL, &error);
  g_assert_no_error (error);
}

static void
test_disk_fails (Fixture *fixture, gconstpointer data)
{
  static const int codes[] = { EIO, ENOSPC };
  static const char *const contents[] = { "123456789", "987654321" };
  g_autofree char *path = NULL;
  guint failures = 0;

  for (guint i = 0, at = 1; i < G_N_ELEMENTS (codes); i++, at = 1)
    for (;; at++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (KirokuEntry) entry = NULL;

        g_free (path);
        path = make_file (fixture, "a.log", contents[i]);
        g_assert_cmpuint (count_items (fixture), ==, i);
        fail_at (at, codes[i]);
        entry = take (fixture, path, &error);
        if (fault.calls < (int) at)
          {
            g_assert_no_error (error);
            break;
          }
        failures++;
        g_assert_null (entry);
        g_assert_nonnull (strstr (error->message, g_strerror (codes[i])));
        g_assert_nonnull (strstr (error->message, fixture->folder));
        g_assert_cmpuint (count_files (fixture, NULL, ".intake-"), ==, 0);
        g_assert_cmpuint (at, <, 20);
        clear_aside (fixture);
      }
  g_assert_cmpuint (failures, >=, 5);
}

/* Takes a file in, in this process, without a database. */
static gboolean
take_alone (KirokuEvidenceStore *files, const char *path, GError **error)
{
  gint64 size;
  g_autoptr (GInputStream) input = kiroku_intake_open (path, &size, error);
  g_autoptr (KirokuIntake) intake
      = input != NULL ? kiroku_intake_begin (files, name_none, NULL, error) : NULL;
  KirokuDigests digests;

  return intake != NULL
         && kiroku_intake_take (intake, input, path, size, NULL, NULL, &digests, error);
}

/* Whether it was killed. */
static gboolean
take_in_child (Fixture *fixture, const char *path)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    _exit (take_alone (fixture->files, path, NULL) ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);
  return WIFSIGNALED (status);
}

/* What was ever begun, wherever it is now. */
static guint
count_all (Fixture *fixture)
{
  return count_files (fixture, NULL, "") - count_files (fixture, NULL, ".lock")
         - count_files (fixture, NULL, "unclaimed") + count_files (fixture, "unclaimed", "");
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  guint kills = 0;

  for (int at = 1;; at++)
    {
      g_autofree char *content = g_strdup_printf ("123456789 %d", at);
      g_autofree char *path = make_file (fixture, "a.log", content);
      guint before = count_all (fixture), left;
      g_autoptr (GPtrArray) unnamed = NULL;
      g_autoptr (GError) error = NULL;
      gboolean busy, killed;

      fail_at (at, 0);
      killed = take_in_child (fixture, path);
      fail_at (0, 0);
      left = count_all (fixture);
      g_assert_cmpuint (left, >=, before);
      g_assert_cmpuint (count_items (fixture), ==, 0);
      g_assert_true (take_alone (fixture->files, path, &error));
      g_assert_no_error (error);
      /* Whatever was there is there still, but aside. */
      g_assert_cmpuint (count_files (fixture, "unclaimed", ""), ==, left);
      g_assert_cmpuint (count_files (fixture, NULL, ".intake-"), ==, 0);
      unnamed = kiroku_evidence_store_list_unnamed (fixture->files, name_none, NULL, &busy, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (unnamed->len, ==, 1);
      g_assert_false (busy);
      if (!killed)
        break;
      kills++;
      g_assert_cmpuint (kills, <, 30);
    }
  g_assert_cmpuint (kills, >=, 5);
}

static void
test_plain_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "a", "abc");
  g_autoptr (KirokuEntry) entry = NULL;

  plain_disk = TRUE;
  entry = must_take (fixture, path);
  g_assert_cmpuint (count_files (fixture, NULL, ABC), ==, 1);
  g_assert_cmpuint (count_files (fixture, NULL, ".intake-"), ==, 0);
}

static void
test_concurrent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "a", "abc");
  g_autofree char *other = make_file (fixture, "b", "other");
  g_autoptr (GError) error = NULL;
  gint64 size;
  g_autoptr (GInputStream) input = kiroku_intake_open (path, &size, &error);
  g_autoptr (KirokuIntake) intake
      = kiroku_intake_begin (fixture->files, name_none, NULL, &error);
  g_autoptr (GPtrArray) unnamed = NULL;
  KirokuDigests digests;
  gboolean busy;

  g_assert_true (kiroku_intake_take (intake, input, "a", size, NULL, NULL, &digests, &error));
  g_assert_true (take_alone (fixture->files, other, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture, NULL, ABC), ==, 1);
  g_assert_cmpuint (count_files (fixture, "unclaimed", ""), ==, 0);
  unnamed = kiroku_evidence_store_list_unnamed (fixture->files, name_none, NULL, &busy, &error);
  g_assert_true (busy);

  g_clear_pointer (&intake, kiroku_intake_end);
  g_assert_true (take_alone (fixture->files, other, &error));
  g_assert_cmpuint (count_files (fixture, NULL, ABC), ==, 0);
  g_assert_cmpuint (count_files (fixture, "unclaimed", ABC), ==, 1);
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "a", "abc");
  g_autoptr (KirokuEntry) first = must_take (fixture, path);
  g_autoptr (KirokuEntry) second = must_take (fixture, path);
  g_autoptr (KirokuEntry) third = NULL;
  g_autofree char *kept = kept_path (fixture, ABC);
  g_autofree char *content = NULL;

  g_assert_cmpuint (count_items (fixture), ==, 2);
  g_assert_cmpuint (count_files (fixture, NULL, ABC), ==, 1);

  /* One that was changed is not trusted: it is kept aside, and the right one takes its place. */
  g_assert_cmpint (g_chmod (kept, 0600), ==, 0);
  g_assert_true (g_file_set_contents (kept, "abd", -1, NULL));
  third = must_take (fixture, path);
  g_assert_cmpuint (count_items (fixture), ==, 3);
  g_assert_cmpuint (count_files (fixture, NULL, ".intake-"), ==, 0);
  g_assert_cmpuint (count_files (fixture, "unclaimed", ABC), ==, 1);
  g_assert_true (g_file_get_contents (kept, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "abc");
}

/* KirokuEvidenceListFunc */
static GPtrArray *
list_abc_alone (gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autofree char *path
      = g_build_filename (kiroku_evidence_store_get_folder (fixture->files), ".lock", NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_SH | LOCK_NB), ==, -1);
  close (fd);
  g_ptr_array_add (names, g_strdup (ABC));
  return names;
}

static void
test_erased (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "a", "abc");
  g_autoptr (KirokuEntry) first = must_take (fixture, path);
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_evidence_store_erase (fixture->files, list_abc_alone, fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture, NULL, ABC), ==, 0);
}

static void
test_expected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "a", "abd");
  g_autoptr (GError) error = NULL;
  gint64 size;
  g_autoptr (GInputStream) input = kiroku_intake_open (path, &size, &error);
  g_autoptr (KirokuIntake) intake
      = kiroku_intake_begin (fixture->files, name_none, NULL, &error);
  KirokuDigests digests;

  g_assert_false (kiroku_intake_take (intake, input, "a", size, ABC, NULL, &digests, &error));
  g_assert_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_CHANGED);
  g_assert_cmpuint (count_files (fixture, NULL, ""), ==, 1); /* the lock */
}

static void
assert_refused (Fixture *fixture, const char *path, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (take (fixture, path, &error));
  g_assert_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *alias = g_build_filename (fixture->folder, "alias", NULL);
  g_autofree char *broken = g_build_filename (fixture->folder, "broken", NULL);
  g_autofree char *path = make_file (fixture, "a", "abc");
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (path, alias), ==, 0);
  g_assert_cmpint (symlink ("nowhere", broken), ==, 0);
  assert_refused (fixture, fifo, "pipe");
  assert_refused (fixture, fixture->folder, "folder");
  assert_refused (fixture, "/dev/null", "device");
  g_assert_null (take (fixture, broken, &error));
  g_assert_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE);
  g_assert_cmpuint (count_items (fixture), ==, 0);
  entry = must_take (fixture, alias);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "sha256"), ==, ABC);
}

static void
test_names (void)
{
  g_autofree char *long_name = g_strnfill (300, 'x');
  g_autofree char *cut = kiroku_intake_name (long_name);
  g_autofree char *above = kiroku_intake_name ("../../etc/passwd");
  g_autofree char *japanese = kiroku_intake_name ("/a/不正アクセス\n記録.txt");
  g_autofree char *cp932 = kiroku_intake_name ("\x8bL\x98^.txt");

  g_assert_cmpuint (strlen (cut), ==, 255);
  g_assert_cmpstr (above, ==, "passwd");
  g_assert_cmpstr (japanese, ==, "不正アクセス\n記録.txt");
  g_assert_true (g_utf8_validate (cp932, -1, NULL));
  g_assert_true (g_str_has_suffix (cp932, ".txt"));
}

/* --- A large file --- */

/* 1 GiB. Sanitizers make reading slow, and find nothing more in the last of a thousand MiB. */
#if defined(__SANITIZE_ADDRESS__)
#define LARGE (G_GINT64_CONSTANT (1) << 26)
#else
#define LARGE (G_GINT64_CONSTANT (1) << 30)
#endif

static char *
sum_of (const char *program, const char *path)
{
  const char *argv[] = { program, path, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL,
                &error);
  g_assert_no_error (error);
  return g_strndup (out, strcspn (out, " \\"));
}

static long
peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "disk.img", "begin");
  g_autofree char *sha256 = NULL;
  g_autofree char *sha512 = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  long before;
  int fd = g_open (path, O_WRONLY, 0);

  g_assert_cmpint (ftruncate (fd, LARGE - 3), ==, 0);
  g_assert_cmpint (lseek (fd, 0, SEEK_END), ==, LARGE - 3);
  g_assert_cmpint (write (fd, "end", 3), ==, 3);
  close (fd);
  sha256 = sum_of ("sha256sum", path);
  sha512 = sum_of ("sha512sum", path);
  before = peak_memory ();
  entry = must_take (fixture, path);
  g_assert_cmpint (peak_memory () - before, <, 32);
  g_assert_cmpint (kiroku_entry_get_integer (entry, "size", -1), ==, LARGE);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "sha256"), ==, sha256);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "sha512"), ==, sha512);
}

/* --- Without waiting --- */

typedef struct
{
  GThread *thread;
  GCancellable *cancellable;
  gboolean cancels;
  gint64 done;
  gint64 total;
  GAsyncResult *result;
} Waiting;

static void
told_cb (gint64 done, gint64 total, gpointer data)
{
  Waiting *waiting = data;

  g_assert_true (g_thread_self () == waiting->thread);
  g_assert_cmpint (done, >, waiting->done);
  waiting->done = done;
  waiting->total = total;
  if (waiting->cancels)
    g_cancellable_cancel (waiting->cancellable);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;

  waiting->result = g_object_ref (result);
}

static void
wait_for (Waiting *waiting)
{
  while (waiting->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static char *
make_big_file (Fixture *fixture)
{
  char *path = make_file (fixture, "big", "");

  g_assert_cmpint (truncate (path, 64 * 1024 * 1024), ==, 0);
  return path;
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_big_file (fixture);
  Waiting waiting = { .thread = g_thread_self () };
  KirokuEvidenceWatch watch = { told_cb, &waiting, NULL };
  KirokuTaking taking = { .path = path, .facts = { "sensor", "host1" } };
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  const KirokuEvidence *item;

  kiroku_book_take_evidence_async (fixture->book, fixture->case_id, &taking, &watch, finished_cb,
                                   &waiting);
  wait_for (&waiting);
  entry = kiroku_book_take_evidence_finish (fixture->book, waiting.result, &error);
  g_object_unref (waiting.result);
  g_assert_no_error (error);
  g_assert_cmpint (waiting.done, >, 0);
  g_assert_cmpint (waiting.total, ==, 64 * 1024 * 1024);
  items = list_as_of (fixture, KIROKU_NOW);
  item = g_ptr_array_index (items, 0);
  g_assert_cmpstr (item->hash, ==, entry->hash);
  g_assert_cmpstr (item->facts[KIROKU_EVIDENCE_SOURCE].value, ==, "sensor");
  g_assert_cmpstr (item->facts[KIROKU_EVIDENCE_HOST].value, ==, "host1");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_big_file (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting waiting
      = { .thread = g_thread_self (), .cancellable = cancellable, .cancels = TRUE };
  KirokuEvidenceWatch watch = { told_cb, &waiting, cancellable };
  KirokuTaking taking = { .path = path };
  g_autoptr (GError) error = NULL;

  g_assert_null (
      kiroku_book_take_evidence (fixture->book, fixture->case_id, &taking, &watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (waiting.done, <, waiting.total);
  g_assert_cmpuint (count_items (fixture), ==, 0);
  g_assert_cmpuint (count_files (fixture, NULL, ""), ==, 1); /* the lock */
}

/* --- Checks --- */

static GPtrArray *
check_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *findings
      = kiroku_book_check_evidence (fixture->book, fixture->case_id, NULL, NULL, &error);

  g_assert_no_error (error);
  return findings;
}

static void
assert_found (GPtrArray *findings, guint i, KirokuEvidenceState state)
{
  const KirokuEvidenceFinding *finding = g_ptr_array_index (findings, i);

  g_assert_cmpint (finding->state, ==, state);
  g_assert_cmpint (finding->found != NULL, ==, state == KIROKU_EVIDENCE_CHANGED);
}

static void
test_checked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_file (fixture, "a", "abc");
  g_autofree char *b = make_file (fixture, "b", "second");
  g_autofree char *c = make_file (fixture, "c", "third");
  g_autoptr (KirokuEntry) first = must_take (fixture, a);
  g_autoptr (KirokuEntry) second = must_take (fixture, b);
  g_autoptr (KirokuEntry) third = must_take (fixture, c);
  g_autofree char *changed = kept_path (fixture, kiroku_entry_get_text (second, "sha256"));
  g_autofree char *gone = kept_path (fixture, kiroku_entry_get_text (third, "sha256"));
  g_autoptr (GPtrArray) before = check_all (fixture);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) items = NULL;
  const KirokuEvidence *item;

  for (guint i = 0; i < 3; i++)
    assert_found (before, i, KIROKU_EVIDENCE_INTACT);
  g_assert_cmpint (g_chmod (changed, 0600), ==, 0);
  g_assert_true (g_file_set_contents (changed, "sEcond", -1, NULL));
  /* A link to the same bytes is not the file that was taken in. */
  g_assert_cmpint (g_unlink (gone), ==, 0);
  g_assert_cmpint (symlink (c, gone), ==, 0);
  after = check_all (fixture);
  assert_found (after, 0, KIROKU_EVIDENCE_INTACT);
  assert_found (after, 1, KIROKU_EVIDENCE_CHANGED);
  assert_found (after, 2, KIROKU_EVIDENCE_MISSING);

  items = list_as_of (fixture, KIROKU_NOW);
  item = g_ptr_array_index (items, 1);
  g_assert_cmpuint (item->checks->len, ==, 2);
  g_assert_cmpint (kiroku_evidence_get_last_check (item)->state, ==, KIROKU_EVIDENCE_CHANGED);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_file (fixture, "a", "abc");
  g_autoptr (KirokuEntry) first = must_take (fixture, a);
  KirokuEvidenceState state;
  g_autoptr (GError) error = NULL;

  /* What is no digest is never taken for a path. */
  g_assert_true (kiroku_evidence_store_check (fixture->files, "../profile.ini", NULL, -1, NULL,
                                              &state, NULL, &error));
  g_assert_cmpint (state, ==, KIROKU_EVIDENCE_MISSING);
  /* Half of what identifies a file is withheld: the other half is judged. */
  g_assert_true (kiroku_evidence_store_check (fixture->files, ABC, NULL, -1, NULL, &state, NULL,
                                              &error));
  g_assert_cmpint (state, ==, KIROKU_EVIDENCE_INTACT);
  g_assert_true (
      kiroku_evidence_store_check (fixture->files, ABC, ABC, -1, NULL, &state, NULL, &error));
  g_assert_cmpint (state, ==, KIROKU_EVIDENCE_CHANGED);
}

static void
test_saved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_file (fixture, "a", "abc");
  g_autofree char *copy = make_file (fixture, "copy", "older");
  g_autoptr (KirokuEntry) first = must_take (fixture, a);
  g_autofree char *kept = kept_path (fixture, ABC);
  g_autofree char *content = NULL;
  g_autofree char *still = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_evidence_store_save (fixture->files, ABC, NULL, 3, copy, NULL, &error));
  g_assert_true (g_file_get_contents (copy, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "abc");
  g_assert_cmpint (g_chmod (kept, 0600), ==, 0);
  g_assert_true (g_file_set_contents (kept, "abd", -1, NULL));
  g_assert_false (kiroku_evidence_store_save (fixture->files, ABC, NULL, 3, copy, NULL, &error));
  g_assert_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_CHANGED);
  g_assert_true (g_file_get_contents (copy, &still, NULL, NULL));
  g_assert_cmpstr (still, ==, "abc");
}

/* --- What is known of an item --- */

static KirokuEntry *
append (Fixture *fixture, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry
      = kiroku_book_append_one (fixture->book, fixture->case_id, draft, &error);

  g_assert_no_error (error);
  return entry;
}

static void
test_as_of (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_file (fixture, "a", "abc");
  g_autoptr (KirokuEntry) item = must_take (fixture, a);
  const char *facts[KIROKU_N_EVIDENCE_FACTS] = { [KIROKU_EVIDENCE_HOST] = "web1",
                                                 [KIROKU_EVIDENCE_CLOCK_ERROR] = "-1500" };
  const char *later[KIROKU_N_EVIDENCE_FACTS] = { [KIROKU_EVIDENCE_HOST] = "" };
  const char *hands[KIROKU_N_CUSTODY_FIELDS] = { "花子", "太郎", "金庫", "保全", NULL, NULL };
  g_autoptr (KirokuEntry) set = append (fixture, kiroku_evidence_draft_set (item->hash, facts));
  g_autoptr (KirokuEntry) cleared = append (fixture, kiroku_evidence_draft_set (item->hash, later));
  g_autoptr (KirokuEntry) moved
      = append (fixture, kiroku_evidence_draft_move (item->hash, hands, NULL));
  g_autoptr (GPtrArray) early = list_as_of (fixture, item->rec - 1);
  g_autoptr (GPtrArray) middle = list_as_of (fixture, set->rec);
  g_autoptr (GPtrArray) now = list_as_of (fixture, KIROKU_NOW);
  const KirokuEvidence *then = g_ptr_array_index (middle, 0), *last = g_ptr_array_index (now, 0);
  const KirokuEvidenceMove *move = g_ptr_array_index (last->moves, 0);

  g_assert_cmpuint (early->len, ==, 0);
  g_assert_cmpstr (then->facts[KIROKU_EVIDENCE_HOST].value, ==, "web1");
  g_assert_cmpuint (then->moves->len, ==, 0);
  g_assert_cmpstr (last->facts[KIROKU_EVIDENCE_HOST].value, ==, NULL);
  g_assert_false (last->facts[KIROKU_EVIDENCE_HOST].withheld);
  g_assert_cmpint (kiroku_entry_get_integer (set, "clock_error", 0), ==, -1500);
  g_assert_cmpstr (last->facts[KIROKU_EVIDENCE_CLOCK_ERROR].value, ==, "-1500");
  g_assert_cmpstr (move->fields[KIROKU_CUSTODY_FROM], ==, "花子");
  g_assert_cmpstr (move->fields[KIROKU_CUSTODY_TO], ==, "太郎");
  g_assert_cmpstr (move->fields[KIROKU_CUSTODY_WHERE], ==, "金庫");
  g_assert_cmpstr (move->fields[KIROKU_CUSTODY_PURPOSE], ==, "保全");
  g_assert_cmpstr (move->author, ==, "記録 花子");
}

static gpointer
fold_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_db_begin (db, error) && kiroku_evidence_fold.fold (db, data, error)
                 && kiroku_db_commit (db, error)
             ? data
             : NULL;
}

/* Folds @entry without its values, as it comes in a package that withholds them. */
static void
fold_withheld (Fixture *fixture, KirokuEntry *entry)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (entry->fields, 0);
  entry->clock += 100;
  kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WRITER,
                    KIROKU_STORE_PRIORITY_NOW, fold_job, entry, NULL, &error);
  g_assert_no_error (error);
}

static void
test_withheld (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_file (fixture, "a", "abc");
  const char *facts[KIROKU_N_EVIDENCE_FACTS] = { [KIROKU_EVIDENCE_HOST] = "web1" };
  g_autoptr (KirokuEntry) item = must_take (fixture, a);
  g_autoptr (KirokuEntry) set = append (fixture, kiroku_evidence_draft_set (item->hash, facts));
  g_autoptr (KirokuEntry) check
      = append (fixture, kiroku_evidence_draft_check (item->hash, KIROKU_EVIDENCE_INTACT, NULL));
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const KirokuEvidence *known;

  fold_withheld (fixture, set);
  fold_withheld (fixture, check);
  items = list_as_of (fixture, KIROKU_NOW);
  known = g_ptr_array_index (items, 0);
  g_assert_true (known->facts[KIROKU_EVIDENCE_HOST].withheld);
  g_assert_cmpstr (known->facts[KIROKU_EVIDENCE_HOST].value, ==, NULL);
  g_assert_true (kiroku_evidence_get_last_check (known)->withheld);

  fold_withheld (fixture, item);
  g_clear_pointer (&items, g_ptr_array_unref);
  items = list_as_of (fixture, KIROKU_NOW);
  known = g_ptr_array_index (items, 1);
  g_assert_cmpstr (known->sha256, ==, NULL);
  g_assert_cmpstr (known->name, ==, NULL);
  g_assert_cmpint (known->size, ==, -1);
  /* There is nothing to check, and nothing is claimed. */
  findings = check_all (fixture);
  g_assert_cmpstr (((KirokuEvidenceFinding *) g_ptr_array_index (findings, 1))->sha256, ==, NULL);
}

typedef struct
{
  Fixture *fixture;
  const char *prefix;
} Wanted;

static gpointer
find_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Wanted *wanted = data;

  return kiroku_evidence_find (db, wanted->fixture->case_id, wanted->prefix, error);
}

static KirokuEvidence *
find (Fixture *fixture, const char *prefix, GError **error)
{
  Wanted wanted = { fixture, prefix };

  return kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_SCREEN,
                           KIROKU_STORE_PRIORITY_NOW, find_job, &wanted, NULL, error);
}

static void
assert_not_found (Fixture *fixture, const char *prefix)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (find (fixture, prefix, &error));
  g_assert_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_UNKNOWN);
}

static void
test_found (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_file (fixture, "a", "abc");
  g_autoptr (KirokuEntry) first = must_take (fixture, a);
  g_autofree char *prefix = g_strndup (first->hash, 8);
  g_autoptr (KirokuEvidence) by_digest = find (fixture, "BA7816BF", NULL);
  g_autoptr (KirokuEvidence) by_hash = find (fixture, prefix, NULL);
  g_autoptr (KirokuEntry) second = NULL;

  g_assert_cmpstr (by_digest->hash, ==, first->hash);
  g_assert_cmpstr (by_hash->hash, ==, first->hash);
  assert_not_found (fixture, "ba7816b");
  assert_not_found (fixture, "00000000");
  second = must_take (fixture, a);
  assert_not_found (fixture, "ba7816bf");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/evidence/intake/file-is-kept-by-digest-read-only", test_taken);
  ADD ("/evidence/intake/is-on-the-disk-before-it-has-its-name", test_order);
  ADD ("/evidence/intake/failing-disk-leaves-no-half-evidence", test_disk_fails);
  ADD ("/evidence/intake/killed-at-any-call-leaves-all-aside", test_killed);
  ADD ("/evidence/intake/needs-no-renameat2", test_plain_disk);
  ADD ("/evidence/intake/another-one-is-not-disturbed", test_concurrent);
  ADD ("/evidence/intake/same-file-twice-is-kept-once", test_twice);
  ADD ("/evidence/intake/other-than-expected-is-refused", test_expected);
  ADD ("/evidence/intake/only-regular-files", test_sources);
  ADD ("/evidence/erase/what-is-erased-is-listed-while-nobody-takes-in", test_erased);
  g_test_add_func ("/evidence/intake/names-are-text-not-paths", test_names);
  ADD ("/evidence/intake/gibibyte-in-constant-memory", test_large);
  ADD ("/evidence/intake/window-is-told-and-never-waits", test_async);
  ADD ("/evidence/intake/cancelled-leaves-nothing", test_cancelled);
  ADD ("/evidence/check/changed-and-missing-are-found-and-recorded", test_checked);
  ADD ("/evidence/check/names-no-path-and-judges-what-is-known", test_unreadable);
  ADD ("/evidence/save/only-what-is-intact", test_saved);
  ADD ("/evidence/list/as-of-any-time", test_as_of);
  ADD ("/evidence/list/withheld-is-not-empty", test_withheld);
  ADD ("/evidence/find/by-prefix-of-digest-or-entry", test_found);

  return g_test_run ();
}
