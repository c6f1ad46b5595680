/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pins.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-files.h"
#include "kiroku-key.h"

struct _KirokuPins
{
  char *path;
  char *lock_path;
  gint64 synced_at; /* monotonic µs */
  gboolean dirty;
};

void
kiroku_pin_free (KirokuPin *pin)
{
  g_free (pin->case_id);
  g_free (pin->key);
  g_free (pin->hash);
  g_free (pin);
}

KirokuPins *
kiroku_pins_new (const char *path)
{
  KirokuPins *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (KirokuPins, 1);
  self->path = g_strdup (path);
  self->lock_path = g_strconcat (path, ".lock", NULL);
  return self;
}

void
kiroku_pins_free (KirokuPins *self)
{
  g_autoptr (GError) error = NULL;
  int fd = self->dirty ? g_open (self->path, O_RDONLY | O_CLOEXEC, 0) : -1;

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
      kiroku_files_sync (self->path, &error);
    }
  g_free (self->path);
  g_free (self->lock_path);
  g_free (self);
}

/* A line is `case key seq hash`; one that is anything else (a torn write) counts as missing. */
static KirokuPin *
parse_line (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", -1);
  KirokuPin *pin;
  guint64 seq;

  if (g_strv_length (parts) != 4 || !g_uuid_string_is_valid (parts[0])
      || !kiroku_hex_is_valid (parts[1], KIROKU_HASH_HEX)
      || !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXINT64, &seq, NULL)
      || !kiroku_hex_is_valid (parts[3], KIROKU_HASH_HEX))
    return NULL;
  pin = g_new (KirokuPin, 1);
  *pin = (KirokuPin){ .case_id = g_strdup (parts[0]),
                      .key = g_strdup (parts[1]),
                      .seq = seq,
                      .hash = g_strdup (parts[3]) };
  return pin;
}

/* A file that is not there holds no pins; one that cannot be read is an error, for writing it anew
 * would lose them all. */
static GPtrArray *
read_pins (KirokuPins *self, GError **error)
{
  g_autoptr (GPtrArray) pins
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_pin_free);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (self->path, &text, NULL, &failure))
    {
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&pins);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      KirokuPin *pin = parse_line (lines[i]);

      if (pin != NULL)
        g_ptr_array_add (pins, pin);
    }
  return g_steal_pointer (&pins);
}

static gboolean
pin_is_of (const KirokuPin *pin, const char *case_id, const char *key)
{
  return g_str_equal (pin->case_id, case_id) && (key == NULL || g_str_equal (pin->key, key));
}

GPtrArray *
kiroku_pins_list (KirokuPins *self, const char *case_id, const char *key, GError **error)
{
  GPtrArray *pins;

  g_return_val_if_fail (self != NULL && case_id != NULL, NULL);

  pins = read_pins (self, error);
  for (guint i = pins != NULL ? pins->len : 0; i-- > 0;)
    if (!pin_is_of (g_ptr_array_index (pins, i), case_id, key))
      g_ptr_array_remove_index (pins, i);
  return pins;
}

static char *
format_pins (GPtrArray *pins)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pins->len; i++)
    {
      const KirokuPin *pin = g_ptr_array_index (pins, i);

      g_string_append_printf (text, "%s %s %" G_GINT64_FORMAT " %s\n", pin->case_id, pin->key,
                              pin->seq, pin->hash);
    }
  return g_string_free (text, FALSE);
}

/* Changes @pins; FALSE when the pin already is as high. */
static gboolean
raise_in (GPtrArray *pins, const char *case_id, const char *key, gint64 seq, const char *hash)
{
  KirokuPin *pin;

  for (guint i = 0; i < pins->len; i++)
    {
      pin = g_ptr_array_index (pins, i);
      if (!pin_is_of (pin, case_id, key))
        continue;
      if (pin->seq >= seq)
        return FALSE;
      pin->seq = seq;
      g_free (pin->hash);
      pin->hash = g_strdup (hash);
      return TRUE;
    }
  pin = g_new (KirokuPin, 1);
  *pin = (KirokuPin){ g_strdup (case_id), g_strdup (key), seq, g_strdup (hash) };
  g_ptr_array_add (pins, pin);
  return TRUE;
}

gboolean
kiroku_pins_raise (KirokuPins *self,
                   const char *case_id,
                   const char *key,
                   gint64 seq,
                   const char *hash,
                   GError **error)
{
  gboolean sync = g_get_monotonic_time () - self->synced_at > G_USEC_PER_SEC;
  g_autoptr (GPtrArray) pins = NULL;
  g_autofree char *text = NULL;
  gboolean raised = TRUE;
  int lock;

  g_return_val_if_fail (self != NULL && case_id != NULL && key != NULL && hash != NULL, FALSE);

  lock = kiroku_files_lock (self->lock_path, error);
  if (lock < 0)
    return FALSE;
  pins = read_pins (self, error);
  if (pins != NULL && raise_in (pins, case_id, key, seq, hash))
    {
      text = format_pins (pins);
      raised = kiroku_files_replace (self->path, text, strlen (text), sync, error);
      self->dirty = !sync;
      if (sync)
        self->synced_at = g_get_monotonic_time ();
    }
  close (lock);
  return pins != NULL && raised;
}

gboolean
kiroku_pins_merge (KirokuPins *self, KirokuPins *other, GError **error)
{
  g_autoptr (GPtrArray) pins = NULL;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  pins = read_pins (other, error);
  for (guint i = 0; pins != NULL && i < pins->len; i++)
    {
      const KirokuPin *pin = g_ptr_array_index (pins, i);

      if (!kiroku_pins_raise (self, pin->case_id, pin->key, pin->seq, pin->hash, error))
        return FALSE;
    }
  return pins != NULL;
}
