/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-names.h"

#include "kiroku-error.h"
#include "kiroku-i18n.h"

const char *
kiroku_names_get_id (const KirokuNames *self, guint value)
{
  g_return_val_if_fail (value < self->n, NULL);

  return self->names[value].id;
}

const char *
kiroku_names_get_name (const KirokuNames *self, guint value)
{
  g_return_val_if_fail (value < self->n, NULL);

  return kiroku_gettext_in_context (self->context, self->names[value].name);
}

static char *
join_ids (const KirokuNames *self)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", self->names[i].id);
  return g_string_free (ids, FALSE);
}

gboolean
kiroku_names_parse (const KirokuNames *self, const char *id, guint *value, GError **error)
{
  g_autofree char *ids = NULL;

  g_return_val_if_fail (id != NULL && value != NULL, FALSE);

  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (id, self->names[i].id))
      {
        *value = i;
        return TRUE;
      }

  ids = join_ids (self);
  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_NAME,
               _ ("“%s” is not known here: use one of %s"), id, ids);
  return FALSE;
}
