/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-vcard.h"

#include <glib/gi18n.h>
#include <string.h>

/* Octets of a line without its end; what goes on begins with a blank. */
#define LINE 75

/* RFC 2426 §5: what would end a value or begin another. (transfer full) */
static char *
escape (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (out, "\\n");
    else if (strchr ("\\,;", *p) != NULL)
      g_string_append_printf (out, "\\%c", *p);
    else if (*p != '\r')
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

/* Folded between characters, as RFC 2425 §5.8.1 wants it. */
static void
add_line (GString *out, const char *line)
{
  gsize room = LINE;

  for (const char *p = line; *p != '\0';)
    {
      const gsize length = g_utf8_next_char (p) - p;

      if (length > room)
        {
          g_string_append (out, "\r\n ");
          room = LINE - 1;
        }
      g_string_append_len (out, p, length);
      room -= length;
      p += length;
    }
  g_string_append (out, "\r\n");
}

static void
add_value (GString *out, const char *name, const char *text)
{
  g_autofree char *value = escape (text);
  g_autofree char *line = g_strconcat (name, ":", value, NULL);

  add_line (out, line);
}

/* Those in force of @addresses. */
static guint
add_addresses (GString *out, const char *name, GPtrArray *addresses)
{
  guint n = 0;

  for (guint i = 0; i < addresses->len; i++)
    {
      const KirokuPackPhone *address = g_ptr_array_index (addresses, i);

      if (address->status != KIROKU_NUMBER_CURRENT)
        continue;
      add_value (out, name, address->item.id);
      n++;
    }
  return n;
}

/* What it is for, when it is open, what to have ready, and how old that is. (transfer full) */
static char *
make_note (const KirokuPackContact *contact, const char *language)
{
  GString *note = g_string_new (kiroku_pack_text (contact->purpose, language));

  if (contact->hours != NULL)
    g_string_append_printf (note, "\n%s", kiroku_pack_text (contact->hours, language));
  if (contact->ready != NULL)
    g_string_append_printf (note, "\n%s", kiroku_pack_text (contact->ready, language));
  g_string_append_printf (note, "\n%s (%s, %s)", contact->item.source, contact->item.as_of,
                          kiroku_confidence_name (contact->item.confidence));
  return g_string_free (note, FALSE);
}

static void
add_card (GString *out, const KirokuPackContact *contact, const char *language)
{
  const char *name = kiroku_pack_text (contact->name, language);
  g_autofree char *note = make_note (contact, language);
  g_autofree char *uid = g_strconcat ("kiroku:", contact->item.id, NULL);
  const gsize start = out->len;
  guint n;

  add_line (out, "BEGIN:VCARD");
  add_line (out, "VERSION:3.0");
  add_value (out, "UID", uid);
  add_value (out, "FN", name);
  /* A desk is no person: its whole name is the family name, and it is the organisation. */
  add_value (out, "N", name);
  add_value (out, "ORG", name);
  n = add_addresses (out, "TEL;TYPE=WORK,VOICE", contact->phones);
  n += add_addresses (out, "EMAIL;TYPE=INTERNET", contact->emails);
  n += add_addresses (out, "URL", contact->urls);
  add_value (out, "NOTE", note);
  add_line (out, "END:VCARD");
  if (n == 0)
    g_string_truncate (out, start);
}

char *
kiroku_contact_to_vcards (GPtrArray *contacts, const char *language)
{
  GString *out;

  g_return_val_if_fail (contacts != NULL && language != NULL, NULL);

  out = g_string_new (NULL);
  for (guint i = 0; i < contacts->len; i++)
    add_card (out, g_ptr_array_index (contacts, i), language);
  return g_string_free (out, FALSE);
}
