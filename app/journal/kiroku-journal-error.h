/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KIROKU_JOURNAL_ERROR_FORM,        /* not canonical, or not a record of this version */
  KIROKU_JOURNAL_ERROR_VERSION,     /* a record of a newer version: cannot be judged */
  KIROKU_JOURNAL_ERROR_KEY,         /* the signing key cannot be read, written or used */
  KIROKU_JOURNAL_ERROR_SEAL,        /* hash, commitment or signature do not fit */
  KIROKU_JOURNAL_ERROR_LOCKED,      /* the signing key needs its passphrase, or another one */
  KIROKU_JOURNAL_ERROR_ROLLED_BACK, /* the database lacks entries this key has already written */
  KIROKU_JOURNAL_ERROR_FORKED,      /* two entries with one number under this key */
  KIROKU_JOURNAL_ERROR_REVOKED,     /* the key was revoked in this case */
  KIROKU_JOURNAL_ERROR_UNKNOWN,     /* no such case or entry */
  KIROKU_JOURNAL_ERROR_CLOCK,       /* the computer's clock shows an impossible time */
  KIROKU_JOURNAL_ERROR_HELD,        /* a legal hold stands */
  KIROKU_JOURNAL_ERROR_KEPT,        /* what cannot be erased */
  KIROKU_JOURNAL_ERROR_UNVOUCHED,   /* the author may not erase in this case */
} KirokuJournalError;

#define KIROKU_JOURNAL_ERROR (kiroku_journal_error_quark ())
GQuark kiroku_journal_error_quark (void);

G_END_DECLS
