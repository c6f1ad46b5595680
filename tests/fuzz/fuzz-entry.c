/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-canonical.h"
#include "kiroku-fuzz.h"
#include "kiroku-journal-error.h"
#include "kiroku-key.h"
#include "kiroku-record.h"

#define SALT "f7d3d005e02c1fcda9fcbcc4c0760a19"

/* A header that commits to one field. */
#define HEADER                                                                                     \
  "{\"app\":\"0.1.0\",\"case\":\"6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d\","                          \
  "\"clock\":1795237260000000,\"com\":{%s:\"%s\"},"                                                \
  "\"id\":\"9668b74f-c9dc-4b32-84af-c1bda2063579\","                                               \
  "\"key\":\"8fa5766ba4c472819431c16f50dc378b81f65d479e5fd5d196ba9ebcb3a898f1\","                  \
  "\"kind\":\"note\","                                                                             \
  "\"prev\":\"8d6cd6be7df4e90ef62953592c33127c3a0e0e4cd783b15056ee85dcf48a7af4\","                 \
  "\"rec\":1795237260000000,\"seq\":2,\"v\":\"1\"}"

/* Bytes that are read as a header are canonical, and their digest is the entry's name. */
static void
read_header (const char *header)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_record_read (header, &error);
  g_autoptr (KirokuNode) node = NULL;
  g_autofree char *again = NULL;
  g_autofree char *bytes = NULL;
  char hash[KIROKU_HASH_HEX + 1];

  if (entry == NULL)
    {
      g_assert_true (error->domain == KIROKU_JOURNAL_ERROR);
      return;
    }
  node = kiroku_canonical_parse (header, strlen (header), &error);
  g_assert_no_error (error);
  again = kiroku_canonical_encode (node);
  g_assert_cmpstr (again, ==, header);
  bytes = g_malloc (strlen (header) + 1);
  bytes[0] = '\0';
  memcpy (bytes + 1, header, strlen (header));
  kiroku_sha256_hex (bytes, strlen (header) + 1, hash);
  g_assert_cmpstr (entry->hash, ==, hash);
}

/* A field is taken exactly when the header commits to it, and its value is written as it was
 * read. */
static void
read_field (const char *name, const char *value)
{
  g_autofree char *quoted = kiroku_canonical_encode_string (name);
  g_autofree char *header = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other = g_strconcat (value, "0", NULL);
  char commitment[KIROKU_HASH_HEX + 1];

  kiroku_record_commitment (name, SALT, value, commitment);
  header = g_strdup_printf (HEADER, quoted, commitment);
  entry = kiroku_record_read (header, NULL);
  if (entry == NULL)
    return;
  g_assert_false (kiroku_record_add_field (entry, name, SALT, other, NULL));
  if (!kiroku_record_add_field (entry, name, SALT, value, NULL))
    return;
  again = kiroku_record_encode_value (g_ptr_array_index (entry->fields, 0));
  g_assert_cmpstr (again, ==, value);
}

/* A header alone, or after a line with a field's name its value. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autofree char *text = kiroku_fuzz_text (bytes, length);
  char *value = text != NULL ? strchr (text, '\n') : NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return 0;
  read_header (text);
  if (value != NULL)
    {
      *value = '\0';
      read_field (text, value + 1);
    }
  return 0;
}
