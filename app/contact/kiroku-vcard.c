/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-vcard.h"

#include "kiroku-contact-hours.h"
#include "kiroku-content-line.h"
#include "kiroku-desks.h"
#include "kiroku-i18n.h"

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
      kiroku_content_line_add_text (out, name, address->item.id);
      n++;
    }
  return n;
}

/* On what "open now" rests where that is less sure than the hours themselves. */
static void
add_reading (GString *note, const KirokuPackContact *contact)
{
  const KirokuPackItem *doubt = kiroku_contact_find_doubt (contact);

  if (doubt != NULL)
    g_string_append_printf (note, " (%s: %s)", kiroku_confidence_name (doubt->confidence),
                            doubt->source);
}

/* When numbers in force were looked at. */
static void
add_checks (GString *note, const KirokuPackContact *contact)
{
  for (guint i = 0; i < contact->phones->len; i++)
    {
      const KirokuPackPhone *phone = g_ptr_array_index (contact->phones, i);
      g_autofree char *check = kiroku_desk_describe_check (phone);

      if (check != NULL && phone->status == KIROKU_NUMBER_CURRENT)
        g_string_append_printf (note, "\n%s: %s", phone->item.id, check);
    }
}

/* What it is for, when it is open, what to have ready, and how old that is. (transfer full) */
static char *
make_note (const KirokuPackContact *contact, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);
  GString *note = g_string_new (kiroku_pack_text (contact->purpose, language));

  if (contact->hours != NULL)
    g_string_append_printf (note, "\n%s", kiroku_pack_text (contact->hours, language));
  add_reading (note, contact);
  add_checks (note, contact);
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

  kiroku_content_line_add (out, "BEGIN:VCARD");
  kiroku_content_line_add (out, "VERSION:3.0");
  kiroku_content_line_add_text (out, "UID", uid);
  kiroku_content_line_add_text (out, "FN", name);
  /* A desk is no person: its whole name is the family name, and it is the organisation. */
  kiroku_content_line_add_text (out, "N", name);
  kiroku_content_line_add_text (out, "ORG", name);
  n = add_addresses (out, "TEL;TYPE=WORK,VOICE", contact->phones);
  n += add_addresses (out, "EMAIL;TYPE=INTERNET", contact->emails);
  n += add_addresses (out, "URL", contact->urls);
  kiroku_content_line_add_text (out, "NOTE", note);
  kiroku_content_line_add (out, "END:VCARD");
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
