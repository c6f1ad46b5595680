/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-tlp.h"

#include "kiroku-names.h"

/* The labels are the same in every language. */
static const KirokuName tlp_names[KIROKU_N_TLP] = {
  [KIROKU_TLP_RED] = { "red", "TLP:RED" },
  [KIROKU_TLP_AMBER_STRICT] = { "amber+strict", "TLP:AMBER+STRICT" },
  [KIROKU_TLP_AMBER] = { "amber", "TLP:AMBER" },
  [KIROKU_TLP_GREEN] = { "green", "TLP:GREEN" },
  [KIROKU_TLP_CLEAR] = { "clear", "TLP:CLEAR" },
};

static const KirokuNames tlps = { tlp_names, KIROKU_N_TLP, NULL };

const char *
kiroku_tlp_id (KirokuTlp tlp)
{
  return tlp != KIROKU_TLP_NONE ? kiroku_names_get_id (&tlps, tlp) : NULL;
}

const char *
kiroku_tlp_name (KirokuTlp tlp)
{
  g_return_val_if_fail (tlp < KIROKU_N_TLP, NULL);

  return tlp != KIROKU_TLP_NONE ? tlp_names[tlp].name : "";
}

gboolean
kiroku_tlp_parse (const char *id, KirokuTlp *tlp, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&tlps, id, &value, error))
    return FALSE;
  *tlp = (KirokuTlp) value;
  return TRUE;
}

KirokuTlp
kiroku_tlp_from_id (const char *id)
{
  KirokuTlp tlp = KIROKU_TLP_NONE;

  if (id != NULL)
    kiroku_tlp_parse (id, &tlp, NULL);
  return tlp;
}

gboolean
kiroku_tlp_is_foreign (const char *id)
{
  return id != NULL && id[0] != '\0' && kiroku_tlp_from_id (id) == KIROKU_TLP_NONE;
}
