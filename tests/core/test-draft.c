/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What shall become an entry: what is changed in it and left out of it, once it says all of another anew. */
#include "kiroku-entry.h"

#define EVIDENCE "aa"

/* What is recorded, withheld apart: a text, an empty text, a number, and a reference. */
static KirokuEntry *
make_reading (void)
{
  KirokuEntry *entry = kiroku_entry_new ();

  entry->kind = g_strdup ("form.file");
  entry->hash = g_strdup ("bb");
  entry->rec = 5 * G_USEC_PER_SEC;
  g_ptr_array_add (entry->refs, kiroku_pair_new ("evidence", EVIDENCE));
  g_ptr_array_add (entry->fields, kiroku_field_new ("empty", "", 0, NULL));
  g_ptr_array_add (entry->fields, kiroku_field_new ("receipt", "A-1", 0, NULL));
  g_ptr_array_add (entry->fields, kiroku_field_new ("size", NULL, 7, NULL));
  return entry;
}

static KirokuDraft *
restate (void)
{
  g_autoptr (KirokuEntry) reading = make_reading ();
  KirokuDraft *draft = kiroku_draft_new ("form.file");

  kiroku_draft_restate (draft, reading, "a slip");
  return draft;
}

/* (nullable) */
static const KirokuField *
find_field (const KirokuDraft *draft, const char *name)
{
  const KirokuField *found = NULL;

  for (guint i = 0; i < draft->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (draft->fields, i);

      if (g_strcmp0 (field->name, name) != 0)
        continue;
      g_assert_null (found); /* once at most */
      found = field;
    }
  return found;
}

static void
test_changed (void)
{
  g_autoptr (KirokuDraft) draft = restate ();
  guint n = draft->fields->len;

  g_assert_true (kiroku_draft_change_text (draft, "receipt", "A-2"));
  g_assert_cmpstr (find_field (draft, "receipt")->text, ==, "A-2");
  g_assert_true (kiroku_draft_change_text (draft, "to", "The Commission"));
  g_assert_cmpstr (find_field (draft, "to")->text, ==, "The Commission");
  g_assert_cmpuint (draft->fields->len, ==, n + 1);
}

static void
test_same (void)
{
  g_autoptr (KirokuDraft) draft = restate ();
  guint n = draft->fields->len;

  g_assert_false (kiroku_draft_change_text (draft, "receipt", "A-1"));
  g_assert_false (kiroku_draft_change_text (draft, "empty", ""));
  g_assert_false (kiroku_draft_change_text (draft, "empty", NULL));
  g_assert_false (kiroku_draft_change_text (draft, "absent", NULL));
  g_assert_false (kiroku_draft_change_text (draft, "absent", ""));
  g_assert_cmpuint (draft->fields->len, ==, n);
}

/* What is cleared is left out, not said to be empty. */
static void
test_cleared (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KirokuDraft) draft = restate ();

      g_assert_true (kiroku_draft_change_text (draft, "receipt", i == 0 ? NULL : ""));
      g_assert_null (find_field (draft, "receipt"));
      g_assert_nonnull (find_field (draft, "size"));
    }
}

static void
test_dropped (void)
{
  g_autoptr (KirokuDraft) draft = restate ();
  guint n = draft->fields->len;

  g_assert_cmpuint (draft->refs->len, ==, 2); /* with what it corrects */
  kiroku_draft_drop (draft, "evidence");
  kiroku_draft_drop (draft, "size");
  kiroku_draft_drop (draft, "absent");
  g_assert_cmpuint (draft->refs->len, ==, 1);
  g_assert_cmpstr (((KirokuPair *) g_ptr_array_index (draft->refs, 0))->name, ==, "corrects");
  g_assert_cmpuint (draft->fields->len, ==, n - 1);
  g_assert_null (find_field (draft, "size"));
  g_assert_nonnull (find_field (draft, "receipt"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/what-reads-otherwise-is-changed-and-told", test_changed);
  g_test_add_func ("/draft/what-reads-the-same-is-no-change", test_same);
  g_test_add_func ("/draft/what-is-cleared-is-left-out", test_cleared);
  g_test_add_func ("/draft/what-is-dropped-goes-alone", test_dropped);
  return g_test_run ();
}
