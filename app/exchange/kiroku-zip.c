/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-zip.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiroku-exchange-error.h"
#include "kiroku-zip-private.h"

/* The parts of a ZIP (PKWARE APPNOTE 6.3.10 §4.3), and their lengths without what varies. */
#define LOCAL_MAGIC 0x04034b50
#define LOCAL_LENGTH 30
#define DESCRIPTOR_MAGIC 0x08074b50
#define CENTRAL_MAGIC 0x02014b50
#define CENTRAL_LENGTH 46
#define END_MAGIC 0x06054b50
#define END_LENGTH 22
#define END64_MAGIC 0x06064b50
#define END64_LENGTH 56
#define LOCATOR64_MAGIC 0x07064b50
#define LOCATOR64_LENGTH 20
#define EXTRA64 0x0001

#define FLAG_DESCRIPTOR 0x0008
/* Hints of the compressor, sizes after the data, names in UTF-8. */
#define FLAGS_KNOWN (0x0006 | FLAG_DESCRIPTOR | 0x0800)
#define METHOD_STORED 0
#define METHOD_DEFLATED 8

/* Out of measure: nothing of the sort is a package. */
#define MEMBERS_MAX 1000000
#define NAME_MAX_LENGTH 255
#define DIRECTORY_MAX (G_GINT64_CONSTANT (512) << 20)
/* What a file may unpack to: a hundred times its size, and a GiB that needs no reason. */
#define RATIO_MAX 100
#define SIZE_FREE (G_GINT64_CONSTANT (1) << 30)

/* A member while the directory is read. */
typedef struct
{
  KirokuZipMember *member;
  gint64 header; /* offset of its local header */
  gint64 data;   /* offset of its bytes */
  guint16 flags;
  guint16 method;
  guint32 crc;
  gboolean folder;
} Place;

typedef struct
{
  gint64 offset;
  gint64 size;
  gint64 end; /* where it must end */
  gint64 entries;
} Directory;

static void
member_free (KirokuZipMember *member)
{
  g_free (member->name);
  g_free (member);
}

static void
place_free (Place *place)
{
  g_clear_pointer (&place->member, member_free);
  g_free (place);
}

void
kiroku_zip_free (KirokuZip *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_free (self->path);
  g_free (self);
}

/* --- Bytes --- */

static guint16
get16 (const guint8 *bytes)
{
  return bytes[0] | bytes[1] << 8;
}

static guint32
get32 (const guint8 *bytes)
{
  return get16 (bytes) | (guint32) get16 (bytes + 2) << 16;
}

static guint64
get64 (const guint8 *bytes)
{
  return get32 (bytes) | (guint64) get32 (bytes + 4) << 32;
}

gboolean
kiroku_zip_fail_form (KirokuZip *self, GError **error, const char *what)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("“%s” is no package, or it is damaged (%s): ask for it again"), self->path, what);
  return FALSE;
}

static gboolean
fail_forged (GError **error, const char *name, const char *what)
{
  g_autofree char *visible = g_strescape (name, NULL);

  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORGED,
               _ ("the package holds a name that deceives (“%s”: %s); do not unpack it"), visible,
               what);
  return FALSE;
}

static gboolean
fail_read (KirokuZip *self, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("“%s” cannot be read (%s): check the file and its permissions"), self->path,
               g_strerror (code));
  return FALSE;
}

gboolean
kiroku_zip_read_at (KirokuZip *self, gint64 offset, void *bytes, gsize length, GError **error)
{
  guint8 *at = bytes;

  if (offset < 0 || offset > self->size || (guint64) (self->size - offset) < length)
    return kiroku_zip_fail_form (self, error, _ ("it ends too early"));
  while (length > 0)
    {
      gssize n = pread (self->fd, at, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_read (self, error);
      if (n == 0)
        return kiroku_zip_fail_form (self, error, _ ("it ends too early"));
      at += n;
      offset += n;
      length -= n;
    }
  return TRUE;
}

/* --- The end of the file --- */

/* What has no end of a ZIP was cut off, or never was one. */
static gboolean
fail_end (KirokuZip *self, GError **error)
{
  guint8 start[4];

  if (kiroku_zip_read_at (self, 0, start, sizeof start, NULL) && get32 (start) == LOCAL_MAGIC)
    return kiroku_zip_fail_form (self, error, _ ("its end is missing: it was cut off on the way"));
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("“%s” is no package: it is not a ZIP file. Give the file that was exported"),
               self->path);
  return FALSE;
}

static gboolean
read_end64 (KirokuZip *self, const guint8 *end, Directory *directory, GError **error)
{
  gint64 locator = self->size - END_LENGTH - LOCATOR64_LENGTH;
  gint64 offset = locator - END64_LENGTH;
  guint8 bytes[END64_LENGTH + LOCATOR64_LENGTH];
  const guint8 *at = bytes + END64_LENGTH;

  if (!kiroku_zip_read_at (self, offset, bytes, sizeof bytes, error))
    return FALSE;
  if (get32 (at + 4) != 0 || get64 (at + 8) != (guint64) offset || get32 (at + 16) != 1
      || get32 (bytes) != END64_MAGIC || get64 (bytes + 4) != END64_LENGTH - 12
      || get32 (bytes + 16) != 0 || get32 (bytes + 20) != 0
      || get64 (bytes + 24) != get64 (bytes + 32)
      || get64 (bytes + 32) > MEMBERS_MAX || get64 (bytes + 40) > DIRECTORY_MAX
      || get64 (bytes + 48) > (guint64) self->size)
    return kiroku_zip_fail_form (self, error, _ ("its directory"));
  *directory = (Directory){ .offset = get64 (bytes + 48),
                            .size = get64 (bytes + 40),
                            .end = offset,
                            .entries = get64 (bytes + 32) };
  if ((get16 (end + 10) != 0xffff && get16 (end + 10) != directory->entries)
      || (get32 (end + 12) != 0xffffffff && get32 (end + 12) != directory->size)
      || (get32 (end + 16) != 0xffffffff && get32 (end + 16) != directory->offset))
    return kiroku_zip_fail_form (self, error, _ ("its directory"));
  return TRUE;
}

static gboolean
has_end64 (KirokuZip *self)
{
  guint8 magic[4];

  return self->size >= END_LENGTH + LOCATOR64_LENGTH + END64_LENGTH
         && kiroku_zip_read_at (self, self->size - END_LENGTH - LOCATOR64_LENGTH, magic,
                                sizeof magic, NULL)
         && get32 (magic) == LOCATOR64_MAGIC;
}

static gboolean
read_end (KirokuZip *self, Directory *directory, GError **error)
{
  guint8 end[END_LENGTH];

  if (self->size < END_LENGTH)
    return fail_end (self, error);
  if (!kiroku_zip_read_at (self, self->size - END_LENGTH, end, sizeof end, error))
    return FALSE;
  if (get32 (end) != END_MAGIC)
    return fail_end (self, error);
  if (get32 (end + 4) != 0 || get16 (end + 8) != get16 (end + 10)
      || get16 (end + 20) != 0)
    return kiroku_zip_fail_form (self, error, _ ("its end is not that of a ZIP"));
  if (has_end64 (self))
    {
      if (!read_end64 (self, end, directory, error))
        return FALSE;
    }
  else
    *directory = (Directory){ .offset = get32 (end + 16),
                              .size = get32 (end + 12),
                              .end = self->size - END_LENGTH,
                              .entries = get16 (end + 10) };
  if (directory->size > DIRECTORY_MAX || directory->offset + directory->size != directory->end)
    return kiroku_zip_fail_form (self, error, _ ("its directory"));
  return TRUE;
}

/* --- Names --- */

static gboolean
is_plain_part (const char *part)
{
  return part[0] != '\0' && !g_str_equal (part, ".") && !g_str_equal (part, "..");
}

/* What is wrong with @name, of @length bytes; NULL if it may be made below a folder on any
 * system. */
static const char *
find_fault (const char *name, gsize length)
{
  g_autofree char *text = g_strndup (name, length); /* nothing ends it in the directory */
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (name[i]) || strchr ("\\:*?\"<>|", name[i]) != NULL)
      return _ ("a character that no path of a package has");
  if (length == 0 || length > NAME_MAX_LENGTH)
    return _ ("its length");
  if (name[0] == '/')
    return _ ("it is absolute");
  for (guint i = 0; parts[i] != NULL; i++)
    if (!is_plain_part (parts[i]) && !(parts[i + 1] == NULL && i > 0 && parts[i][0] == '\0'))
      return _ ("it leads elsewhere");
  return NULL;
}

/* A regular file or a folder, as far as the system it was made on says: its upper half is the
 * mode. */
static gboolean
has_plain_type (guint32 attributes)
{
  guint32 type = attributes >> 16 & S_IFMT;

  return type == 0 || type == S_IFREG || type == S_IFDIR;
}

/* --- One member --- */

/* Takes the next 64-bit number of the ZIP64 part when @value says that it stands there. */
static gboolean
widen (guint32 value, const guint8 **extra, gsize *left, gint64 *wide)
{
  *wide = value;
  if (value != 0xffffffff)
    return TRUE;
  if (*left < 8 || get64 (*extra) > G_MAXINT64 / 4)
    return FALSE;
  *wide = get64 (*extra);
  *extra += 8;
  *left -= 8;
  return TRUE;
}

/* The data of the ZIP64 part in @extra. FALSE when the parts do not fill it. */
static gboolean
find_extra64 (const guint8 *extra, gsize length, const guint8 **data, gsize *left)
{
  *left = 0;
  while (length >= 4)
    {
      gsize size = get16 (extra + 2);

      if (size > length - 4)
        return FALSE;
      if (get16 (extra) == EXTRA64 && *left == 0)
        {
          *data = extra + 4;
          *left = size;
        }
      extra += 4 + size;
      length -= 4 + size;
    }
  return length == 0;
}

static gboolean
read_sizes (const guint8 *header, Place *place)
{
  gsize name = get16 (header + 28), extra = get16 (header + 30), left;
  const guint8 *data;

  return find_extra64 (header + CENTRAL_LENGTH + name, extra, &data, &left)
         && widen (get32 (header + 24), &data, &left, &place->member->size)
         && widen (get32 (header + 20), &data, &left, &place->member->packed)
         && widen (get32 (header + 42), &data, &left, &place->header);
}

static gboolean
check_kind (KirokuZip *self, const Place *place, GError **error)
{
  const KirokuZipMember *member = place->member;

  if ((place->flags & ~FLAGS_KNOWN) != 0
      || (place->method != METHOD_STORED && place->method != METHOD_DEFLATED)
      || (place->method == METHOD_STORED && member->packed != member->size)
      || (place->folder && member->size != 0))
    return kiroku_zip_fail_form (self, error,
                                 _ ("a file in it is packed in a way that packages do not use"));
  return TRUE;
}

/* Reads the directory's header of one member; *@length is that of the whole. */
static Place *
read_central (
    KirokuZip *self, const guint8 *header, gsize available, gsize *length, GError **error)
{
  g_autoptr (GError) failure = NULL;
  Place *place;
  gsize name = available >= CENTRAL_LENGTH ? get16 (header + 28) : 0;
  const char *text = (const char *) header + CENTRAL_LENGTH;
  const char *fault;

  *length = available >= CENTRAL_LENGTH
                ? CENTRAL_LENGTH + name + get16 (header + 30) + get16 (header + 32)
                : G_MAXSIZE;
  if (*length > available || get32 (header) != CENTRAL_MAGIC || get16 (header + 34) != 0)
    {
      kiroku_zip_fail_form (self, error, _ ("its directory"));
      return NULL;
    }
  fault = find_fault (text, name);
  if (fault == NULL && !has_plain_type (get32 (header + 38)))
    fault = _ ("it is a link or a device");
  if (fault != NULL)
    {
      g_autofree char *shown = g_strndup (text, MIN (name, NAME_MAX_LENGTH));

      fail_forged (error, shown, fault);
      return NULL;
    }
  place = g_new0 (Place, 1);
  place->flags = get16 (header + 8);
  place->method = get16 (header + 10);
  place->crc = get32 (header + 16);
  place->member = g_new0 (KirokuZipMember, 1);
  place->member->name = g_strndup (text, name);
  place->member->deflated = place->method == METHOD_DEFLATED;
  place->folder = text[name - 1] == '/';
  if (!read_sizes (header, place))
    kiroku_zip_fail_form (self, &failure, _ ("its directory"));
  else
    check_kind (self, place, &failure);
  if (failure == NULL)
    return place;
  g_propagate_error (error, g_steal_pointer (&failure));
  place_free (place);
  return NULL;
}

/* The sizes in the local header are those of the directory, unless they follow the data. */
static gboolean
local_sizes_agree (const Place *place, const guint8 *header, const guint8 *extra)
{
  const guint8 *data;
  gsize left;
  gint64 size, packed;

  if (!find_extra64 (extra, get16 (header + 28), &data, &left))
    return FALSE;
  if ((place->flags & FLAG_DESCRIPTOR) != 0)
    return TRUE;
  return widen (get32 (header + 22), &data, &left, &size)
         && widen (get32 (header + 18), &data, &left, &packed) && size == place->member->size
         && packed == place->member->packed && get32 (header + 14) == place->crc;
}

static gboolean
check_local (KirokuZip *self, Place *place, GError **error)
{
  gsize length = strlen (place->member->name);
  guint8 header[LOCAL_LENGTH];
  g_autofree guint8 *rest = NULL;

  if (!kiroku_zip_read_at (self, place->header, header, sizeof header, error))
    return FALSE;
  rest = g_malloc (length + get16 (header + 28) + 1);
  if (get32 (header) != LOCAL_MAGIC || get16 (header + 6) != place->flags
      || get16 (header + 8) != place->method || get16 (header + 26) != length)
    return kiroku_zip_fail_form (self, error, _ ("the two headers of a file in it differ"));
  if (!kiroku_zip_read_at (self, place->header + LOCAL_LENGTH, rest, length + get16 (header + 28),
                           error))
    return FALSE;
  if (memcmp (rest, place->member->name, length) != 0
      || !local_sizes_agree (place, header, rest + length))
    return kiroku_zip_fail_form (self, error, _ ("the two headers of a file in it differ"));
  place->data = place->header + LOCAL_LENGTH + length + get16 (header + 28);
  place->member->offset = place->data;
  return TRUE;
}

/* Whether the @gap bytes between a member's data and what follows are what may stand there:
 * nothing, or the checksum and the sizes, with or without a signature, in 32 or 64 bits. */
static gboolean
check_gap (KirokuZip *self, const Place *place, gint64 gap, GError **error)
{
  guint8 bytes[24];
  const guint8 *at = bytes;
  gboolean wide = gap >= 20;
  gboolean agrees;

  if ((place->flags & FLAG_DESCRIPTOR) == 0)
    return gap == 0 || kiroku_zip_fail_form (self, error, _ ("something lies between its files"));
  if (gap != 12 && gap != 16 && gap != 20 && gap != 24)
    return kiroku_zip_fail_form (self, error, _ ("something lies between its files"));
  if (!kiroku_zip_read_at (self, place->data + place->member->packed, bytes, gap, error))
    return FALSE;
  if (gap == 16 || gap == 24)
    at += 4;
  agrees = (at == bytes || get32 (bytes) == DESCRIPTOR_MAGIC) && get32 (at) == place->crc
           && (wide ? get64 (at + 4) == (guint64) place->member->packed
                          && get64 (at + 12) == (guint64) place->member->size
                    : get32 (at + 4) == place->member->packed
                          && get32 (at + 8) == place->member->size);
  return agrees || kiroku_zip_fail_form (self, error, _ ("the two headers of a file in it differ"));
}

/* --- All members --- */

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *const *first = a;
  const Place *const *second = b;

  return ((*first)->header > (*second)->header) - ((*first)->header < (*second)->header);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const KirokuZipMember *const *first = a;
  const KirokuZipMember *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

/* The members fill the file up to the directory. */
static gboolean
check_tiling (KirokuZip *self, GPtrArray *places, gint64 end, GError **error)
{
  g_ptr_array_sort (places, compare_places);
  if (places->len > 0 && ((Place *) g_ptr_array_index (places, 0))->header != 0)
    return kiroku_zip_fail_form (self, error, _ ("something lies before its files"));
  for (guint i = 0; i < places->len; i++)
    {
      Place *place = g_ptr_array_index (places, i);
      gint64 next
          = i + 1 < places->len ? ((Place *) g_ptr_array_index (places, i + 1))->header : end;

      if (!check_local (self, place, error))
        return FALSE;
      if (place->member->packed > next - place->data)
        return kiroku_zip_fail_form (self, error, _ ("its files overlap"));
      if (!check_gap (self, place, next - place->data - place->member->packed, error))
        return FALSE;
    }
  return TRUE;
}

/* A folder's name and that of a file in it must not be told apart by letter case alone either. */
static gboolean
check_twins (GPtrArray *places, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < places->len; i++)
    {
      const char *name = ((Place *) g_ptr_array_index (places, i))->member->name;
      char *folded = g_ascii_strdown (name, -1);

      if (g_str_has_suffix (folded, "/"))
        folded[strlen (folded) - 1] = '\0';
      if (!g_hash_table_add (seen, folded))
        return fail_forged (error, name, _ ("there are two of it"));
    }
  return TRUE;
}

static gboolean
check_measure (KirokuZip *self, GPtrArray *places, GError **error)
{
  gint64 left = SIZE_FREE + RATIO_MAX * self->size;

  for (guint i = 0; i < places->len; i++)
    {
      gint64 size = ((Place *) g_ptr_array_index (places, i))->member->size;

      if (size < 0 || size > left)
        return kiroku_zip_fail_form (self, error, _ ("it would unpack to far more than it is"));
      left -= size;
    }
  return TRUE;
}

static gboolean
read_places (KirokuZip *self, const Directory *directory, GPtrArray *places, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (directory->size + 1);
  gsize at = 0, length;

  if (!kiroku_zip_read_at (self, directory->offset, bytes, directory->size, error))
    return FALSE;
  for (gint64 i = 0; i < directory->entries; i++, at += length)
    {
      Place *place = read_central (self, bytes + at, directory->size - at, &length, error);

      if (place == NULL)
        return FALSE;
      g_ptr_array_add (places, place);
    }
  return at == (gsize) directory->size || kiroku_zip_fail_form (self, error, _ ("its directory"));
}

static void
take_members (KirokuZip *self, GPtrArray *places)
{
  for (guint i = 0; i < places->len; i++)
    {
      Place *place = g_ptr_array_index (places, i);

      if (place->folder)
        continue;
      g_hash_table_insert (self->names, place->member->name, place->member);
      g_ptr_array_add (self->members, g_steal_pointer (&place->member));
    }
  g_ptr_array_sort (self->members, compare_members);
}

static gboolean
open_file (KirokuZip *self, GError **error)
{
  struct stat status;

  /* Not to wait for whoever writes into a pipe. */
  self->fd = g_open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (self->fd < 0 || fstat (self->fd, &status) != 0)
    return fail_read (self, error);
  if (S_ISDIR (status.st_mode))
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
                   _ ("“%s” is a folder, and a package is one ZIP file: give that file. A package "
                      "that was unpacked is checked by the verify.py in it"),
                   self->path);
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    return kiroku_zip_fail_form (self, error, _ ("it is no file"));
  self->size = status.st_size;
  return TRUE;
}

KirokuZip *
kiroku_zip_open (const char *path, GError **error)
{
  g_autoptr (KirokuZip) self = NULL;
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  Directory directory = { 0 };

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (KirokuZip, 1);
  self->path = g_strdup (path);
  self->fd = -1;
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) member_free);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  if (!open_file (self, error) || !read_end (self, &directory, error)
      || !read_places (self, &directory, places, error) || !check_twins (places, error)
      || !check_measure (self, places, error)
      || !check_tiling (self, places, directory.offset, error))
    return NULL;
  take_members (self, places);
  return g_steal_pointer (&self);
}

GPtrArray *
kiroku_zip_get_members (KirokuZip *self)
{
  return self->members;
}

gint64
kiroku_zip_get_size (KirokuZip *self)
{
  return self->size;
}

const KirokuZipMember *
kiroku_zip_find (KirokuZip *self, const char *name)
{
  return g_hash_table_lookup (self->names, name);
}
