/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of one member of a ZIP, unpacked as they are read. */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-zip-private.h"

#define BUFFER (64 * 1024)

struct _KirokuZipReader
{
  KirokuZip *zip;
  const KirokuZipMember *member;
  GConverter *inflater; /* NULL for a stored member */
  gint64 taken;         /* bytes of the file */
  gint64 given;         /* bytes to the caller */
  guint8 *buffer;
  gsize start, end; /* of what is in it */
  gboolean finished;
};

KirokuZipReader *
kiroku_zip_reader_new (KirokuZip *zip, const KirokuZipMember *member)
{
  KirokuZipReader *self;

  g_return_val_if_fail (zip != NULL && member != NULL, NULL);

  self = g_new0 (KirokuZipReader, 1);
  self->zip = zip;
  self->member = member;
  self->buffer = g_malloc (BUFFER);
  if (member->deflated)
    self->inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  return self;
}

void
kiroku_zip_reader_free (KirokuZipReader *self)
{
  g_clear_object (&self->inflater);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
fill (KirokuZipReader *self, GError **error)
{
  gsize length = MIN (BUFFER, self->member->packed - self->taken);

  if (self->start < self->end)
    return TRUE;
  if (!kiroku_zip_read_at (self->zip, self->member->offset + self->taken, self->buffer, length,
                           error))
    return FALSE;
  self->taken += length;
  self->start = 0;
  self->end = length;
  return TRUE;
}

static gssize
fail_unpack (KirokuZipReader *self, GError **error)
{
  kiroku_zip_fail_form (self->zip, error, _ ("a file in it does not unpack"));
  return -1;
}

/* Everything was taken in and the length is as stated. */
static gssize
finish (KirokuZipReader *self, GError **error)
{
  if (self->given == self->member->size && self->taken == self->member->packed
      && self->start == self->end)
    return 0;
  return fail_unpack (self, error);
}

static gssize
inflate_some (KirokuZipReader *self, void *buffer, gsize length, GError **error)
{
  gsize consumed = 0, produced = 0;

  while (produced == 0 && !self->finished)
    {
      GConverterResult result;

      if (!fill (self, error))
        return -1;
      result = g_converter_convert (self->inflater, self->buffer + self->start,
                                    self->end - self->start, buffer, length,
                                    self->taken == self->member->packed ? G_CONVERTER_INPUT_AT_END
                                                                        : G_CONVERTER_NO_FLAGS,
                                    &consumed, &produced, NULL);
      if (result == G_CONVERTER_ERROR)
        return fail_unpack (self, error);
      self->start += consumed;
      self->finished = result == G_CONVERTER_FINISHED;
    }
  return produced;
}

static gssize
copy_some (KirokuZipReader *self, void *buffer, gsize length, GError **error)
{
  gsize n;

  if (!fill (self, error))
    return -1;
  n = MIN (length, self->end - self->start);
  memcpy (buffer, self->buffer + self->start, n);
  self->start += n;
  return n;
}

gssize
kiroku_zip_reader_read (KirokuZipReader *self, void *buffer, gsize length, GError **error)
{
  gssize n;

  g_return_val_if_fail (self != NULL && buffer != NULL && length > 0, -1);

  n = self->inflater != NULL ? inflate_some (self, buffer, length, error)
                             : copy_some (self, buffer, length, error);
  if (n <= 0)
    return n < 0 ? n : finish (self, error);
  self->given += n;
  return self->given <= self->member->size ? n : fail_unpack (self, error);
}
