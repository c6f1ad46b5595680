/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-fuzz.h"
#include "kiroku-journal-error.h"
#include "kiroku-record.h"
#include "kiroku-wire.h"

/* Whether its columns are those of an entry; of one of a later version there are only some. */
static gboolean
judge (const KirokuStored *stored)
{
  g_autoptr (KirokuEntry) entry = kiroku_record_read (stored->header, NULL);

  if (entry == NULL)
    return FALSE;
  g_assert_cmpstr (entry->hash, ==, stored->hash);
  for (guint i = 0; i < stored->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (stored->fields, i);

      if (!kiroku_record_add_field (entry, field->name, field->salt, field->value, NULL))
        return FALSE;
    }
  return TRUE;
}

/* A line of a package has one form: what is read is what would be written. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuStored) stored = kiroku_wire_read ((const char *) bytes, length, &error);
  g_autofree char *line = NULL;

  if (stored == NULL)
    {
      g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
      return 0;
    }
  line = kiroku_wire_write (stored, NULL, &error);
  if (line != NULL)
    g_assert_cmpmem (line, strlen (line), bytes, length);
  else
    g_assert_false (judge (stored));
  if (judge (stored))
    g_assert_nonnull (line);
  return 0;
}
