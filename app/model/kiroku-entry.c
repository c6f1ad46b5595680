/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-entry.h"

KirokuPair *
kiroku_pair_new (const char *name, const char *value)
{
  KirokuPair *pair = g_new (KirokuPair, 1);

  pair->name = g_strdup (name);
  pair->value = g_strdup (value);
  return pair;
}

void
kiroku_pair_free (KirokuPair *pair)
{
  g_free (pair->name);
  g_free (pair->value);
  g_free (pair);
}

KirokuField *
kiroku_field_new (const char *name, const char *text, gint64 integer, const char *salt)
{
  KirokuField *field = g_new (KirokuField, 1);

  field->name = g_strdup (name);
  field->text = g_strdup (text);
  field->integer = integer;
  field->salt = g_strdup (salt);
  return field;
}

void
kiroku_field_free (KirokuField *field)
{
  g_free (field->name);
  g_free (field->text);
  g_free (field->salt);
  g_free (field);
}

static GPtrArray *
pairs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_pair_free);
}

static GPtrArray *
fields_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_field_free);
}

KirokuEntry *
kiroku_entry_new (void)
{
  KirokuEntry *self = g_atomic_rc_box_new0 (KirokuEntry);

  self->refs = pairs_new ();
  self->seen = pairs_new ();
  self->com = pairs_new ();
  self->fields = fields_new ();
  self->mono = self->sync = self->maxerr = -1;
  return self;
}

KirokuEntry *
kiroku_entry_ref (KirokuEntry *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_entry (KirokuEntry *self)
{
  g_free (self->case_id);
  g_free (self->key);
  g_free (self->prev);
  g_free (self->id);
  g_free (self->kind);
  g_ptr_array_unref (self->refs);
  g_ptr_array_unref (self->seen);
  g_free (self->boot);
  g_ptr_array_unref (self->com);
  g_ptr_array_unref (self->fields);
  g_free (self->app);
  g_free (self->header);
  g_free (self->hash);
  g_free (self->sig);
}

void
kiroku_entry_unref (KirokuEntry *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_entry);
}

gint64
kiroku_entry_get_time (const KirokuEntry *self)
{
  return self->has_occ ? self->occ.us : self->rec;
}

static const KirokuField *
find_field (const GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (fields, i);

      if (g_str_equal (field->name, name))
        return field;
    }
  return NULL;
}

const char *
kiroku_entry_get_text (const KirokuEntry *self, const char *name)
{
  const KirokuField *field = find_field (self->fields, name);

  return field != NULL ? field->text : NULL;
}

gint64
kiroku_entry_get_integer (const KirokuEntry *self, const char *name, gint64 fallback)
{
  const KirokuField *field = find_field (self->fields, name);

  return field != NULL && field->text == NULL ? field->integer : fallback;
}

const char *
kiroku_entry_get_ref (const KirokuEntry *self, const char *name)
{
  for (guint i = 0; i < self->refs->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (self->refs, i);

      if (g_str_equal (pair->name, name))
        return pair->value;
    }
  return NULL;
}

KirokuDraft *
kiroku_draft_new (const char *kind)
{
  KirokuDraft *self;

  g_return_val_if_fail (kind != NULL, NULL);

  self = g_new0 (KirokuDraft, 1);
  self->kind = g_strdup (kind);
  self->refs = pairs_new ();
  self->fields = fields_new ();
  return self;
}

void
kiroku_draft_free (KirokuDraft *self)
{
  g_free (self->kind);
  g_ptr_array_unref (self->refs);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

void
kiroku_draft_set_text (KirokuDraft *self, const char *name, const char *text)
{
  g_return_if_fail (self != NULL && name != NULL);
  g_return_if_fail (find_field (self->fields, name) == NULL);

  if (text != NULL)
    g_ptr_array_add (self->fields, kiroku_field_new (name, text, 0, NULL));
}

void
kiroku_draft_set_integer (KirokuDraft *self, const char *name, gint64 integer)
{
  g_return_if_fail (self != NULL && name != NULL);
  g_return_if_fail (find_field (self->fields, name) == NULL);

  g_ptr_array_add (self->fields, kiroku_field_new (name, NULL, integer, NULL));
}

void
kiroku_draft_set_ref (KirokuDraft *self, const char *name, const char *hash)
{
  g_return_if_fail (self != NULL && name != NULL);

  if (hash != NULL)
    g_ptr_array_add (self->refs, kiroku_pair_new (name, hash));
}

void
kiroku_draft_set_occ (KirokuDraft *self, const KirokuTime *occ)
{
  g_return_if_fail (self != NULL);

  self->has_occ = occ != NULL;
  if (occ != NULL)
    self->occ = *occ;
}

static gboolean
has_ref (const KirokuDraft *self, const char *name)
{
  for (guint i = 0; i < self->refs->len; i++)
    if (g_str_equal (((const KirokuPair *) g_ptr_array_index (self->refs, i))->name, name))
      return TRUE;
  return FALSE;
}

static void
take_refs (KirokuDraft *self, const KirokuEntry *reading)
{
  for (guint i = 0; i < reading->refs->len; i++)
    {
      const KirokuPair *ref = g_ptr_array_index (reading->refs, i);

      if (!has_ref (self, ref->name))
        kiroku_draft_set_ref (self, ref->name, ref->value);
    }
}

static void
take_fields (KirokuDraft *self, const KirokuEntry *reading)
{
  for (guint i = 0; i < reading->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (reading->fields, i);

      if (find_field (self->fields, field->name) == NULL)
        g_ptr_array_add (self->fields,
                         kiroku_field_new (field->name, field->text, field->integer, NULL));
    }
}

void
kiroku_draft_restate (KirokuDraft *self, const KirokuEntry *reading, const char *reason)
{
  const char *first;

  g_return_if_fail (self != NULL && reading != NULL && reason != NULL);
  g_return_if_fail (g_str_equal (self->kind, reading->kind));

  first = kiroku_entry_get_ref (reading, "corrects");
  kiroku_draft_set_ref (self, "corrects", first != NULL ? first : reading->hash);
  kiroku_draft_set_text (self, "reason", reason);
  take_refs (self, reading);
  take_fields (self, reading);
  if (!self->has_occ && reading->has_occ)
    kiroku_draft_set_occ (self, &reading->occ);
  else if (!self->has_occ)
    kiroku_draft_set_occ (self, &(KirokuTime){ .us = reading->rec - reading->rec % G_USEC_PER_SEC });
}

static gboolean
is_pair (gconstpointer pair, gconstpointer name)
{
  return g_str_equal (((const KirokuPair *) pair)->name, name);
}

static gboolean
is_field (gconstpointer field, gconstpointer name)
{
  return g_str_equal (((const KirokuField *) field)->name, name);
}

void
kiroku_draft_drop (KirokuDraft *self, const char *name)
{
  guint i;

  g_return_if_fail (self != NULL && name != NULL);

  if (g_ptr_array_find_with_equal_func (self->refs, name, is_pair, &i))
    g_ptr_array_remove_index (self->refs, i);
  if (g_ptr_array_find_with_equal_func (self->fields, name, is_field, &i))
    g_ptr_array_remove_index (self->fields, i);
}

static gboolean
is_lost (const KirokuDraft *self, const KirokuEntry *reading, const char *name)
{
  return find_field (reading->fields, name) == NULL && find_field (self->fields, name) == NULL;
}

const char *
kiroku_draft_find_lost (const KirokuDraft *self, const KirokuEntry *reading, const char *dropped)
{
  g_return_val_if_fail (self != NULL && reading != NULL, NULL);

  for (guint i = 0; i < reading->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (reading->com, i))->name;

      if (!g_str_equal (name, "reason") && g_strcmp0 (name, dropped) != 0
          && is_lost (self, reading, name))
        return name;
    }
  return NULL;
}

gboolean
kiroku_draft_change_text (KirokuDraft *self, const char *name, const char *text)
{
  const char *wanted = text != NULL && *text != '\0' ? text : NULL;
  const KirokuField *field;
  const char *before;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  field = find_field (self->fields, name);
  before = field != NULL && field->text != NULL && *field->text != '\0' ? field->text : NULL;
  if (g_strcmp0 (before, wanted) == 0)
    return FALSE;
  kiroku_draft_drop (self, name);
  kiroku_draft_set_text (self, name, wanted);
  return TRUE;
}
