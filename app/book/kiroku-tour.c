/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-tour.h"

#define PREFERRED_TYPE "ransomware"

const char *
kiroku_tour_get_type (KirokuPack *pack)
{
  GPtrArray *types = kiroku_pack_get_types (pack);

  if (kiroku_pack_get_type (pack, PREFERRED_TYPE) != NULL)
    return PREFERRED_TYPE;
  return types->len > 0 ? ((const KirokuPackType *) g_ptr_array_index (types, 0))->item.id : NULL;
}

const char *
kiroku_tour_get_form (KirokuPack *pack, const char *type)
{
  const KirokuPackType *found = kiroku_pack_get_type (pack, type);

  for (guint i = 0; found != NULL && found->forms[i] != NULL; i++)
    if (kiroku_pack_get_form (pack, found->forms[i]) != NULL)
      return found->forms[i];
  return NULL;
}

/* --- What has been done --- */

/* Facts that a case is opened with: the profile, and when it happened. */
static gboolean
is_of_opening (const char *key)
{
  static const char *const times[] = { "t.occurred", "t.detected", "t.known", NULL };

  return g_str_has_prefix (key, "org.") || g_str_has_prefix (key, "reporter.")
         || g_strv_contains (times, key);
}

static gboolean
shows (const KirokuPackForm *form, const char *key)
{
  for (guint i = 0; i < form->sections->len; i++)
    {
      GPtrArray *rows = ((const KirokuPackSection *) g_ptr_array_index (form->sections, i))->rows;

      for (guint j = 0; j < rows->len; j++)
        {
          GPtrArray *fields = ((const KirokuPackRow *) g_ptr_array_index (rows, j))->fields;

          for (guint k = 0; k < fields->len; k++)
            if (g_str_equal (((const KirokuPackField *) g_ptr_array_index (fields, k))->item.id,
                             key))
              return TRUE;
        }
    }
  return FALSE;
}

typedef struct
{
  const KirokuPackForm *form; /* (nullable) */
  guint stated;
  guint shown; /* of them in the form */
} Counting;

static void
count_fact (const KirokuFact *fact, gpointer data)
{
  Counting *counting = data;

  if (is_of_opening (fact->key) || fact->state == KIROKU_FACT_UNASKED)
    return;
  counting->stated++;
  counting->shown += counting->form != NULL && shows (counting->form, fact->key);
}

guint
kiroku_tour_get_done (const KirokuSnapshot *snapshot, KirokuPack *pack)
{
  const KirokuCase *incident = snapshot->incident;
  const char *form = kiroku_tour_get_form (pack, incident->type);
  Counting counting = { .form = form != NULL ? kiroku_pack_get_form (pack, form) : NULL };

  if (!incident->exercise)
    return 0;
  kiroku_facts_foreach (snapshot->facts, count_fact, &counting);
  return (snapshot->noted ? 1u << KIROKU_TOUR_LOG : 0)
         | (snapshot->visits->len > 1 ? 1u << KIROKU_TOUR_PHASE : 0)
         | (snapshot->told->len > 0 ? 1u << KIROKU_TOUR_CALL : 0)
         | (counting.stated > 0 ? 1u << KIROKU_TOUR_FACT : 0)
         | (counting.stated > 1 && counting.shown > 0 ? 1u << KIROKU_TOUR_FORM : 0)
         | (snapshot->handovers->len > 0 ? 1u << KIROKU_TOUR_HANDOVER : 0);
}

/* --- Opening it --- */

void
kiroku_tour_open_async (KirokuBook *book,
                        const char *title,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  const gint64 seconds = kiroku_book_get_now (book) / G_TIME_SPAN_SECOND;
  GTimeZone *zone = kiroku_book_get_zone (book);
  const int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);
  const KirokuTime now = { .us = seconds * G_TIME_SPAN_SECOND,
                           .offset = g_time_zone_get_offset (zone, interval) / 60 };
  const KirokuNewCase new_case = { .title = title,
                                   .type = kiroku_tour_get_type (kiroku_book_get_pack (book)),
                                   .level = 1,
                                   .exercise = TRUE,
                                   .detected = &now,
                                   .known = &now };

  g_return_if_fail (new_case.type != NULL);

  kiroku_book_open_case_async (book, &new_case, callback, user_data);
}
