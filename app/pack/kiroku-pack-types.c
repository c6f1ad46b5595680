/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-pack-types.h"

#include <glib/gi18n.h>

#include "kiroku-names.h"

static const KirokuName confidence_names[KIROKU_N_CONFIDENCES] = {
  [KIROKU_CONFIDENCE_SEED] = { "seed", NC_ ("confidence", "from a source document") },
  [KIROKU_CONFIDENCE_FOUND] = { "found", NC_ ("confidence", "primary text read") },
  [KIROKU_CONFIDENCE_FOUND_2ND] = { "found-2nd", NC_ ("confidence", "second-hand") },
  [KIROKU_CONFIDENCE_RECALLED] = { "recalled", NC_ ("confidence", "not confirmed") },
  [KIROKU_CONFIDENCE_PROPOSED] = { "proposed", NC_ ("confidence", "our own proposal") },
  [KIROKU_CONFIDENCE_STATED] = { "stated", NC_ ("confidence", "stated by a person") },
};

static const KirokuNames confidences
    = { confidence_names, KIROKU_N_CONFIDENCES, "confidence" };

const char *
kiroku_pack_text (const KirokuPackText *text, const char *language)
{
  const char *words;

  if (text == NULL)
    return "";
  words = language != NULL && g_str_has_prefix (language, "ja") ? text->ja : text->en;
  return words != NULL ? words : "";
}

KirokuPackText *
kiroku_pack_text_copy (const KirokuPackText *text)
{
  KirokuPackText *copy;

  if (text == NULL)
    return NULL;
  copy = g_new0 (KirokuPackText, 1);
  copy->ja = g_strdup (text->ja);
  copy->en = g_strdup (text->en);
  return copy;
}

void
kiroku_pack_text_free (KirokuPackText *text)
{
  if (text == NULL)
    return;
  g_free (text->ja);
  g_free (text->en);
  g_free (text);
}

const char *
kiroku_confidence_id (KirokuConfidence confidence)
{
  return kiroku_names_get_id (&confidences, confidence);
}

const char *
kiroku_confidence_name (KirokuConfidence confidence)
{
  return kiroku_names_get_name (&confidences, confidence);
}

gboolean
kiroku_confidence_parse (const char *id, KirokuConfidence *confidence)
{
  guint value;

  if (!kiroku_names_parse (&confidences, id, &value, NULL) || value == KIROKU_CONFIDENCE_STATED)
    return FALSE;
  *confidence = value;
  return TRUE;
}

gboolean
kiroku_confidence_is_shown (KirokuConfidence confidence)
{
  return confidence != KIROKU_CONFIDENCE_SEED && confidence != KIROKU_CONFIDENCE_FOUND;
}
