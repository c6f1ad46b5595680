/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A ZIP that has one reading. Programs differ in what they take from an ambiguous ZIP: some go by
 * the directory at its end, some by the headers in front of each file, some skip what lies between.
 * What one recipient verifies another might then not see. So this reader is stricter than a general
 * one (FORMAT.md §9): the members fill the file from its first byte to the directory without a gap,
 * both headers of a member agree, and nothing follows the directory. Stored and deflated, ZIP64.
 * Memory grows with the number of members only. */
typedef struct _KirokuZip KirokuZip;

typedef struct
{
  char *name;     /* a path of ASCII, "folder/file"; safe to make below a folder */
  gint64 offset;  /* of its bytes in the file */
  gint64 packed;  /* how many there are */
  gint64 size;    /* how many they unpack to */
  gboolean deflated;
} KirokuZipMember;

/* KIROKU_EXCHANGE_ERROR_FILE: cannot be read. _FORM: no ZIP of this kind, damaged or out of
 * measure. _FORGED: a name that is made to deceive (absolute, "..", a symbolic link, two that
 * differ in case only, …). */
KirokuZip *kiroku_zip_open (const char *path, GError **error);
void kiroku_zip_free (KirokuZip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuZip, kiroku_zip_free)

/* The files, in order of name; folders are left out. (transfer none)
 * (element-type KirokuZipMember) */
GPtrArray *kiroku_zip_get_members (KirokuZip *self);
/* Bytes of the file. */
gint64 kiroku_zip_get_size (KirokuZip *self);
/* Its bytes from @offset on, @length of them; a file that ends before is
 * KIROKU_EXCHANGE_ERROR_FORM. */
gboolean kiroku_zip_read_at (
    KirokuZip *self, gint64 offset, void *bytes, gsize length, GError **error);
/* (nullable) (transfer none) */
const KirokuZipMember *kiroku_zip_find (KirokuZip *self, const char *name);

/* One member while it is read; @zip must live as long. */
typedef struct _KirokuZipReader KirokuZipReader;

KirokuZipReader *kiroku_zip_reader_new (KirokuZip *zip, const KirokuZipMember *member);
void kiroku_zip_reader_free (KirokuZipReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuZipReader, kiroku_zip_reader_free)
/* At most @length bytes into @buffer; 0 at the end, -1 on error. Bytes that do not unpack to what
 * the directory says are KIROKU_EXCHANGE_ERROR_FORM. */
gssize kiroku_zip_reader_read (
    KirokuZipReader *self, void *buffer, gsize length, GError **error);

G_END_DECLS
