/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-package.h"
#include "kiroku-verify.h"

G_BEGIN_DECLS

typedef struct
{
  const char *const *heads; /* (nullable) case roots known from outside; ended by NULL */
  const char *ca;           /* (nullable) PEM file of time-stamp authorities to trust */
  KirokuPackageProgress files;    /* (nullable) bytes of files whose digest was taken */
  KirokuVerifyProgress entries;   /* (nullable) entries, after the files */
  gpointer progress_data;
  GCancellable *cancellable; /* (nullable) */
} KirokuVerifyPackageOptions;

/* Verifies all of @package by itself: its entries, its files, and that it is what was signed
 * (FORMAT.md §9, §10). NULL only when it cannot be read to its end, its CA file cannot be, or it
 * was cancelled. (transfer full) */
KirokuVerification *kiroku_verify_package (KirokuPackage *package,
                                           const KirokuVerifyPackageOptions *options,
                                           GError **error);

/* The same for a file. One that is no package is KIROKU_VERDICT_UNKNOWN, one made to deceive
 * KIROKU_VERDICT_ALTERED. NULL only when the CA file cannot be read or it was cancelled.
 * (transfer full) */
KirokuVerification *kiroku_verify_package_file (const char *path,
                                                const KirokuVerifyPackageOptions *options,
                                                GError **error);

G_END_DECLS
