/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-found-record.h"

struct _KirokuFoundRecord
{
  KirokuVerification *result;
};

KirokuFoundRecord *
kiroku_found_record_new (KirokuVerification *result)
{
  KirokuFoundRecord *self;

  g_return_val_if_fail (result != NULL, NULL);

  self = g_atomic_rc_box_new (KirokuFoundRecord);
  self->result = result;
  return self;
}

KirokuFoundRecord *
kiroku_found_record_ref (KirokuFoundRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  kiroku_verification_free (((KirokuFoundRecord *) data)->result);
}

void
kiroku_found_record_unref (KirokuFoundRecord *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const KirokuVerification *
kiroku_found_record_get (KirokuFoundRecord *self)
{
  return self->result;
}
