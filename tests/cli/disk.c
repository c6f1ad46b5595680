/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS /* or open () would be another name of open64 () */

/* A library to be loaded before all others (LD_PRELOAD): it stands between a program and what the
 * program asks of the disk. Only $KIROKU_DISK_FOLDER (an absolute path) and what lies below is looked
 * at, and of that not SQLite's shared memory, which is no more after a crash.
 *
 * $KIROKU_DISK_LOG=FILE: every call that changes something or waits for the disk is appended to FILE,
 * with its bytes; tests/cli/disk.py reads that.
 *
 * $KIROKU_DISK_FAULT=HOW:N: what happens to the N-th such call, from 1:
 *   kill     the process dies before it
 *   torn     the process dies when half of it is written
 *   eio      it fails once with EIO
 *   enospc   the disk is full from here on: half of this is written, then everything that needs room
 *            fails with ENOSPC
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__ ((visibility ("default")))

/* What stands in the log for each call; the two paths and the bytes follow. */
typedef struct
{
  char op;
  char unused[3];
  uint32_t path;   /* bytes of the first path */
  uint32_t other;  /* bytes of the second path */
  uint32_t length; /* bytes of the data */
  uint64_t inode;
  int64_t offset; /* where the data goes, or a file's new size */
} Record;

/* A call on its way. */
typedef struct
{
  Record record;
  char path[PATH_MAX];
  char other[PATH_MAX];
  const void *data;
} Call;

typedef enum
{
  GO_ON,
  REFUSE,
  WRITE_HALF,
  WRITE_HALF_AND_DIE,
} Fate;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *folder;
static int log_fd = -1;
static char how; /* first letter of the fault, or 0 */
static long fault_at;
static long count;

/* The function that would have been called without this library. */
#define REAL(name) ((__typeof__ (&name)) find (#name))

typedef void (*Function) (void);

static Function
find (const char *name)
{
  void *found = dlsym (RTLD_NEXT, name);
  Function function;

  memcpy (&function, &found, sizeof function);
  return function;
}

/* A copy of the program is told anew what to do, and counts from the beginning. */
static void
start_anew (void)
{
  once = (pthread_once_t) PTHREAD_ONCE_INIT;
  log_fd = -1;
  how = 0;
  count = 0;
}

static void
set_up (void)
{
  const char *path = getenv ("KIROKU_DISK_LOG");
  const char *fault = getenv ("KIROKU_DISK_FAULT");
  const char *colon = fault != NULL ? strchr (fault, ':') : NULL;

  folder = getenv ("KIROKU_DISK_FOLDER");
  if (colon != NULL)
    {
      how = fault[0];
      fault_at = atol (colon + 1);
    }
  if (path != NULL)
    log_fd = REAL (open) (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  pthread_atfork (NULL, NULL, start_anew);
}

/* --- Whose file it is --- */

static int
is_watched (const char *path)
{
  size_t length, whole = strlen (path);

  if (folder == NULL)
    return 0;
  length = strlen (folder);
  return strncmp (path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0')
         && !(whole > 4 && strcmp (path + whole - 4, "-shm") == 0);
}

static int
path_of_fd (int fd, char *path)
{
  char link[64];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = '\0';
  return length > 0;
}

/* Makes @name absolute; "." and ".." are left as they are, for nothing here uses them. */
static int
path_at (int fd, const char *name, char *path)
{
  char base[PATH_MAX];

  if (name[0] == '/')
    return snprintf (path, PATH_MAX, "%s", name) < PATH_MAX;
  if (fd == AT_FDCWD ? getcwd (base, sizeof base) == NULL : !path_of_fd (fd, base))
    return 0;
  return snprintf (path, PATH_MAX, "%s/%s", base, name) < PATH_MAX;
}

static uint64_t
inode_of (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 ? status.st_ino : 0;
}

/* --- Before and after a call --- */

static int
needs_room (char op)
{
  return strchr ("cwtrlm", op) != NULL;
}

static Fate
decide (char op, size_t length)
{
  int now = ++count == fault_at;

  if (how == 0 || count < fault_at)
    return GO_ON;
  if (how == 'k' && now)
    raise (SIGKILL);
  if (how == 't' && now && op == 'w')
    return WRITE_HALF_AND_DIE;
  if (how == 't' && now)
    raise (SIGKILL);
  if (how == 'e' && getenv ("KIROKU_DISK_FAULT")[1] == 'i')
    {
      errno = EIO;
      return now ? REFUSE : GO_ON;
    }
  if (how != 'e' || !needs_room (op))
    return GO_ON;
  errno = ENOSPC;
  return now && op == 'w' && length > 1 ? WRITE_HALF : REFUSE;
}

/* Takes the lock when somebody looks at @call; then end() must follow. */
static int
begin (Call *call, char op)
{
  pthread_once (&once, set_up);
  if (!is_watched (call->path))
    return 0;
  pthread_mutex_lock (&mutex);
  call->record.op = op;
  return 1;
}

static int
begin_fd (Call *call, char op, int fd)
{
  struct stat status;

  memset (&call->record, 0, sizeof call->record);
  call->other[0] = '\0';
  call->data = NULL;
  pthread_once (&once, set_up);
  if (folder == NULL || fstat (fd, &status) != 0
      || !(S_ISREG (status.st_mode) || S_ISDIR (status.st_mode)) || !path_of_fd (fd, call->path))
    return 0;
  call->record.inode = status.st_ino;
  return begin (call, op == 's' && S_ISDIR (status.st_mode) ? 'd' : op);
}

static int
begin_paths (Call *call, char op, int fd, const char *path, int other_fd, const char *other)
{
  memset (&call->record, 0, sizeof call->record);
  call->other[0] = '\0';
  call->data = NULL;
  pthread_once (&once, set_up);
  if (folder == NULL || !path_at (fd, path, call->path)
      || (other != NULL && !path_at (other_fd, other, call->other)))
    return 0;
  return begin (call, op);
}

/* Logs @call if it was done, and lets the next one go. */
static void
end (Call *call, int done)
{
  int saved = errno;
  struct iovec parts[4];

  call->record.path = strlen (call->path);
  call->record.other = strlen (call->other);
  parts[0] = (struct iovec){ &call->record, sizeof call->record };
  parts[1] = (struct iovec){ call->path, call->record.path };
  parts[2] = (struct iovec){ call->other, call->record.other };
  parts[3] = (struct iovec){ (void *) call->data, call->record.length };
  if (done && log_fd >= 0 && REAL (writev) (log_fd, parts, 4) < 0)
    abort ();
  pthread_mutex_unlock (&mutex);
  errno = saved;
}

/* --- Writing --- */

/* Writes at @offset, or where the file stands when it is -1. */
static ssize_t
put (int fd, const void *bytes, size_t length, off64_t offset)
{
  return offset < 0 ? REAL (write) (fd, bytes, length)
                    : REAL (pwrite64) (fd, bytes, length, offset);
}

static off64_t
place_of (int fd)
{
  struct stat status;

  if ((fcntl (fd, F_GETFL) & O_APPEND) != 0 && fstat (fd, &status) == 0)
    return status.st_size;
  return lseek64 (fd, 0, SEEK_CUR);
}

static ssize_t
watch_write (int fd, const void *bytes, size_t length, off64_t offset)
{
  Call call;
  ssize_t written = -1;
  Fate fate;

  if (!begin_fd (&call, 'w', fd))
    return put (fd, bytes, length, offset);
  call.record.offset = offset >= 0 ? offset : place_of (fd);
  fate = decide ('w', length);
  if (fate != REFUSE)
    written = put (fd, bytes, fate == GO_ON ? length : length / 2, offset);
  if (fate == WRITE_HALF_AND_DIE)
    raise (SIGKILL);
  call.data = bytes;
  call.record.length = written > 0 ? written : 0;
  end (&call, written > 0);
  return written;
}

EXPORT ssize_t
write (int fd, const void *bytes, size_t length)
{
  return watch_write (fd, bytes, length, -1);
}

EXPORT ssize_t
pwrite64 (int fd, const void *bytes, size_t length, off64_t offset)
{
  return watch_write (fd, bytes, length, offset);
}

EXPORT ssize_t
pwrite (int fd, const void *bytes, size_t length, off_t offset)
{
  return watch_write (fd, bytes, length, offset);
}

/* As many calls as parts: a short write is the caller's to go on from. */
EXPORT ssize_t
writev (int fd, const struct iovec *parts, int n_parts)
{
  ssize_t total = 0;

  for (int i = 0; i < n_parts; i++)
    {
      ssize_t written = watch_write (fd, parts[i].iov_base, parts[i].iov_len, -1);

      if (written < 0)
        return total > 0 ? total : -1;
      total += written;
      if ((size_t) written < parts[i].iov_len)
        break;
    }
  return total;
}

static int
watch_truncate (int fd, off64_t size)
{
  Call call;
  int done = -1;

  if (!begin_fd (&call, 't', fd))
    return REAL (ftruncate64) (fd, size);
  call.record.offset = size;
  if (decide ('t', 0) == GO_ON)
    done = REAL (ftruncate64) (fd, size);
  end (&call, done == 0);
  return done;
}

EXPORT int
ftruncate64 (int fd, off64_t size)
{
  return watch_truncate (fd, size);
}

EXPORT int
ftruncate (int fd, off_t size)
{
  return watch_truncate (fd, size);
}

/* --- Waiting for the disk --- */

static int
watch_sync (int fd, char op, int (*real) (int))
{
  Call call;
  int done = -1;

  if (!begin_fd (&call, op, fd))
    return real (fd);
  if (decide (call.record.op, 0) == GO_ON)
    done = real (fd);
  end (&call, done == 0);
  return done;
}

EXPORT int
fsync (int fd)
{
  return watch_sync (fd, 's', REAL (fsync));
}

EXPORT int
fdatasync (int fd)
{
  return watch_sync (fd, 's', REAL (fdatasync));
}

EXPORT int
syncfs (int fd)
{
  return watch_sync (fd, 'f', REAL (syncfs));
}

/* --- Names --- */

EXPORT int
renameat2 (int from_fd, const char *from, int to_fd, const char *to, unsigned int flags)
{
  Call call;
  int done = -1;

  if (!begin_paths (&call, 'r', from_fd, from, to_fd, to))
    return REAL (renameat2) (from_fd, from, to_fd, to, flags);
  if (decide ('r', 0) == GO_ON)
    done = REAL (renameat2) (from_fd, from, to_fd, to, flags);
  end (&call, done == 0);
  return done;
}

EXPORT int
renameat (int from_fd, const char *from, int to_fd, const char *to)
{
  return renameat2 (from_fd, from, to_fd, to, 0);
}

EXPORT int
rename (const char *from, const char *to)
{
  return renameat2 (AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT int
linkat (int from_fd, const char *from, int to_fd, const char *to, int flags)
{
  Call call;
  int done = -1;

  if (!begin_paths (&call, 'l', from_fd, from, to_fd, to))
    return REAL (linkat) (from_fd, from, to_fd, to, flags);
  if (decide ('l', 0) == GO_ON)
    done = REAL (linkat) (from_fd, from, to_fd, to, flags);
  end (&call, done == 0);
  return done;
}

EXPORT int
link (const char *from, const char *to)
{
  return linkat (AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT int
unlinkat (int fd, const char *path, int flags)
{
  Call call;
  int done = -1;

  if (!begin_paths (&call, 'u', fd, path, AT_FDCWD, NULL))
    return REAL (unlinkat) (fd, path, flags);
  if (decide ('u', 0) == GO_ON)
    done = REAL (unlinkat) (fd, path, flags);
  end (&call, done == 0);
  return done;
}

EXPORT int
unlink (const char *path)
{
  return unlinkat (AT_FDCWD, path, 0);
}

EXPORT int
rmdir (const char *path)
{
  return unlinkat (AT_FDCWD, path, AT_REMOVEDIR);
}

EXPORT int
remove (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode) ? rmdir (path) : unlink (path);
}

EXPORT int
mkdirat (int fd, const char *path, mode_t mode)
{
  Call call;
  int done = -1;

  if (!begin_paths (&call, 'm', fd, path, AT_FDCWD, NULL))
    return REAL (mkdirat) (fd, path, mode);
  if (decide ('m', 0) == GO_ON)
    done = REAL (mkdirat) (fd, path, mode);
  end (&call, done == 0);
  return done;
}

EXPORT int
mkdir (const char *path, mode_t mode)
{
  return mkdirat (AT_FDCWD, path, mode);
}

/* --- Opening: counts when it makes a file or empties one --- */

/* Whether the file is there is looked at under the lock: another thread may be about to make or to
 * remove it. */
static int
watch_open (int fd, const char *path, int flags, mode_t mode)
{
  Call call;
  int opened = -1, there;

  if ((flags & (O_CREAT | O_TRUNC)) == 0
      || !begin_paths (&call, 'c', fd, path, AT_FDCWD, NULL))
    return REAL (openat64) (fd, path, flags, mode);
  there = faccessat (fd, path, F_OK, 0) == 0;
  if (there ? (flags & O_TRUNC) == 0 || (flags & O_EXCL) != 0 : (flags & O_CREAT) == 0)
    {
      opened = REAL (openat64) (fd, path, flags, mode);
      end (&call, 0);
      return opened;
    }
  call.record.op = there ? 't' : 'c';
  if (decide (call.record.op, 0) == GO_ON)
    opened = REAL (openat64) (fd, path, flags, mode);
  if (opened >= 0)
    call.record.inode = inode_of (opened);
  end (&call, opened >= 0);
  return opened;
}

/* The mode is there only when the flags say so. */
#define OPEN_WITH_MODE(fd, path, flags)                                                            \
  do                                                                                               \
    {                                                                                              \
      mode_t mode = 0;                                                                             \
      va_list list;                                                                                \
                                                                                                   \
      va_start (list, flags);                                                                      \
      if ((flags & (O_CREAT | O_TMPFILE)) != 0)                                                    \
        mode = va_arg (list, mode_t);                                                              \
      va_end (list);                                                                               \
      return watch_open (fd, path, flags, mode);                                                   \
    }                                                                                              \
  while (0)

EXPORT int
open64 (const char *path, int flags, ...)
{
  OPEN_WITH_MODE (AT_FDCWD, path, flags);
}

EXPORT int
open (const char *path, int flags, ...)
{
  OPEN_WITH_MODE (AT_FDCWD, path, flags);
}

EXPORT int
openat64 (int fd, const char *path, int flags, ...)
{
  OPEN_WITH_MODE (fd, path, flags);
}

EXPORT int
openat (int fd, const char *path, int flags, ...)
{
  OPEN_WITH_MODE (fd, path, flags);
}
