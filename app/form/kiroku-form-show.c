/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value, its state and what is said beside it, as a document shows them. */
#include <stdlib.h>
#include <string.h>

#include "kiroku-form-private.h"
#include "kiroku-words.h"

static char *
show_time (const char *value, GTimeZone *zone, const char *language)
{
  KirokuTime time;

  if (!kiroku_time_from_occ (value, NULL, NULL, &time))
    return g_strdup (value);
  return kiroku_words_time (language, time.us, zone);
}

static char *
show_date (const char *value, const char *language)
{
  const gboolean long_enough = strlen (value) == strlen ("YYYY-MM-DD");
  const int year = atoi (value);
  const int month = long_enough ? atoi (value + 5) : 0;
  const int day = long_enough ? atoi (value + 8) : 0;

  return g_date_valid_dmy (day, month, year) ? kiroku_words_day (language, year, month, day)
                                             : g_strdup (value);
}

static char *
show_choices (const KirokuPackFact *fact, const char *value, const char *language)
{
  g_auto (GStrv) ids = g_strsplit (value, ",", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const KirokuPackText *name = kiroku_pack_fact_get_choice (fact, ids[i]);

      if (i > 0)
        g_string_append (out, kiroku_words (language, "、", ", "));
      g_string_append (out, name != NULL ? kiroku_pack_text (name, language) : ids[i]);
    }
  return g_string_free (out, FALSE);
}

char *
kiroku_form_show_value (const KirokuPackFact *fact,
                        const char *value,
                        GTimeZone *zone,
                        const char *language)
{
  g_return_val_if_fail (fact != NULL && value != NULL && zone != NULL, NULL);

  switch (fact->type)
    {
    case KIROKU_FACT_INTEGER:
      return kiroku_words_number (value);
    case KIROKU_FACT_TIME:
      return show_time (value, zone, language);
    case KIROKU_FACT_DATE:
      return show_date (value, language);
    case KIROKU_FACT_CHOICE:
    case KIROKU_FACT_CHOICES:
    case KIROKU_FACT_YES_NO:
      return show_choices (fact, value, language);
    case KIROKU_FACT_TEXT:
    case KIROKU_FACT_LONG_TEXT:
    default:
      return g_strdup (value);
    }
}

const char *
kiroku_form_show_state (const char *language, KirokuFactType type, KirokuFactState state)
{
  if (state == KIROKU_FACT_UNASKED || state == KIROKU_FACT_CONFIRMED)
    return "";
  return kiroku_words_fact_state_of (language, type, state);
}

char *
kiroku_form_show_remark (const char *language,
                         KirokuFactState state,
                         const char *remark,
                         KirokuFactState why,
                         GTimeZone *zone)
{
  g_autofree char *shown = NULL;

  if (remark == NULL || kiroku_fact_get_remark_prefix (state) == NULL)
    return g_strdup ("");
  if (remark[0] == '\0')
    shown = g_strdup (kiroku_words_fact_state (language, why));
  else if (state == KIROKU_FACT_ESTIMATE)
    shown = g_strdup (remark);
  else
    shown = strchr (remark, 'T') != NULL ? show_time (remark, zone, language)
                                         : show_date (remark, language);
  if (state == KIROKU_FACT_ESTIMATE)
    return g_strdup_printf (kiroku_words (language, "根拠：%s", "basis: %s"), shown);
  if (remark[0] == '\0')
    return g_strdup_printf (kiroku_words (language, "判明見込み：%s", "expected: %s"), shown);
  return g_strdup_printf (kiroku_words (language, "%s頃判明見込み", "expected about %s"), shown);
}

char *
kiroku_form_add_remark (const char *language, const char *note, const char *remark, gboolean inside)
{
  if (note[0] == '\0' || remark[0] == '\0')
    return g_strdup (note);
  if (inside)
    return g_strdup_printf (kiroku_words (language, "%s、%s", "%s, %s"), note, remark);
  return g_strdup_printf (kiroku_words (language, "%s（%s）", "%s (%s)"), note, remark);
}

char *
kiroku_form_add_note (const char *language, const char *text, const char *note)
{
  if (note[0] == '\0')
    return g_strdup (text);
  if (text[0] == '\0')
    return g_strdup (note);
  return g_strdup_printf (kiroku_words (language, "%s（%s）", "%s (%s)"), text, note);
}

char *
kiroku_form_show_fact (const KirokuPackFact *definition,
                       const KirokuFact *fact,
                       GTimeZone *zone,
                       const char *language)
{
  g_autofree char *shown = NULL;
  g_autofree char *remark = NULL;
  g_autofree char *note = NULL;

  g_return_val_if_fail (definition != NULL && zone != NULL, NULL);

  if (fact == NULL)
    return g_strdup ("");
  shown = fact->value[0] != '\0' ? kiroku_form_show_value (definition, fact->value, zone, language)
                                 : g_strdup ("");
  remark = kiroku_form_show_remark (language, fact->state, fact->remark, fact->remark_state, zone);
  note = kiroku_form_add_remark (language,
                                 kiroku_form_show_state (language, definition->type, fact->state), remark,
                                 shown[0] != '\0');
  return kiroku_form_add_note (language, shown, note);
}
