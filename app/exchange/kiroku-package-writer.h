/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-checkpoint.h"

G_BEGIN_DECLS

/* Writes the ZIP of a package (FORMAT.md §9) as a stream: one file after the other, with memory
 * that grows with their number only. It grows under another name in the same folder, and takes its
 * place by one rename when it is complete and on the disk. */
typedef struct _KirokuPackageWriter KirokuPackageWriter;

/* @top: name of the folder in it. @time: of all its files, µs UTC. @sealed: its list of files is
 * filled in as they are added. */
KirokuPackageWriter *kiroku_package_writer_new (
    const char *path, const char *top, gint64 time, KirokuCheckpoint *sealed, GError **error);
/* Without kiroku_package_writer_finish() before, nothing stays. */
void kiroku_package_writer_free (KirokuPackageWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPackageWriter, kiroku_package_writer_free)

/* Files of the payload; @path is below "data/". What is evidence is stored as it is, everything
 * else is packed. */

/* @length: -1 when @bytes is text. */
gboolean kiroku_package_writer_add_bytes (KirokuPackageWriter *self,
                                          const char *path,
                                          const char *bytes,
                                          gssize length,
                                          GError **error);
/* Copies @file, which is refused when its SHA-256 is not @sha256 (nullable). */
gboolean kiroku_package_writer_add_file (KirokuPackageWriter *self,
                                         const char *path,
                                         const char *file,
                                         const char *sha256,
                                         GCancellable *cancellable,
                                         GError **error);
/* A file whose length is not known before, in pieces. */
gboolean kiroku_package_writer_begin (KirokuPackageWriter *self, const char *path, GError **error);
gboolean kiroku_package_writer_append (
    KirokuPackageWriter *self, const void *bytes, gsize length, GError **error);
gboolean kiroku_package_writer_end (KirokuPackageWriter *self, GError **error);

/* Adds @checkpoint (text) and what makes it a bag. @organisation: (nullable). Then the package
 * stands at its place, with mode 0600. *@sha256: (transfer full), of the whole file. */
gboolean kiroku_package_writer_finish (KirokuPackageWriter *self,
                                       const char *checkpoint,
                                       const char *organisation,
                                       char **sha256,
                                       GError **error);

/* Files of the payload so far. */
guint kiroku_package_writer_get_count (KirokuPackageWriter *self);

G_END_DECLS
