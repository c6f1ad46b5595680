/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create */
#include <sys/mman.h>
#include <unistd.h>

#include "kiroku-exchange-error.h"
#include "kiroku-fuzz.h"
#include "kiroku-journal-error.h"
#include "kiroku-package.h"

/* Every line of every journal, the broken ones too. */
static void
read_journals (KirokuPackage *package)
{
  GPtrArray *journals = kiroku_package_get_journals (package);

  for (guint i = 0; i < journals->len; i++)
    {
      g_autoptr (KirokuPackageCursor) cursor
          = kiroku_package_cursor_new (package, g_ptr_array_index (journals, i));
      gboolean more = TRUE;

      while (more)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (KirokuStored) stored = kiroku_package_cursor_next (cursor, &error);

          more = stored != NULL || g_error_matches (error, KIROKU_JOURNAL_ERROR,
                                                    KIROKU_JOURNAL_ERROR_FORM);
        }
    }
}

/* A file that is in the package has a digest once they are taken. */
static void
check_digests (KirokuPackage *package)
{
  GPtrArray *evidence = kiroku_package_get_evidence (package);

  for (guint i = 0; i < evidence->len; i++)
    {
      g_autofree char *path
          = g_strconcat ("data/evidence/", g_ptr_array_index (evidence, i), NULL);

      g_assert_nonnull (kiroku_package_get_digest (package, path));
    }
}

static void
read_package (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPackage) package = kiroku_package_open (path, &error);
  g_autoptr (GPtrArray) faults = NULL;

  if (package == NULL)
    {
      g_assert_true (error->domain == KIROKU_EXCHANGE_ERROR);
      return;
    }
  read_journals (package);
  if (!kiroku_package_digest (package, NULL, NULL, NULL, &error))
    {
      g_assert_true (error->domain == KIROKU_EXCHANGE_ERROR);
      return;
    }
  check_digests (package);
  faults = kiroku_package_list_faults (package, &error);
  g_assert_true (faults != NULL || error != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  int fd = memfd_create ("package", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, length), ==, length);
  read_package (path);
  close (fd);
  return 0;
}
