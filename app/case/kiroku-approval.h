/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-line.h"

G_BEGIN_DECLS

/* What somebody said about a decision of another (an `approve` entry), or that they took over what
 * another had handed over (a `handover` entry). It counts as four eyes only when another key than the
 * author's signed it, one that is vouched for, and only of the words that are read now (design §3,
 * FORMAT.md §6). */
typedef struct
{
  char *hash;     /* of the `approve` entry */
  char *approver; /* (nullable) name */
  char *key;      /* that signed it */
  char *reason;   /* (nullable) */
  gboolean unvouched; /* nobody whom the opener of the case trusts vouches for that key */
  gboolean revoked;   /* signed after that key was revoked */
  gboolean own;       /* signed by the key whose words they are */
  gboolean outdated;  /* said of other words: the entry reads otherwise by now */
  gboolean withheld;  /* what was said; @refused says nothing */
  gboolean refused;
  gboolean accepted;  /* it is a hand-over that was accepted */
  gboolean other;     /* that was meant for somebody else, by name */
  gboolean unknown;   /* for whom it was meant is withheld */
  gint64 rec; /* µs UTC */
} KirokuApproval;

/* Everything that was said in a case but after a revocation: hash of the entry it is about → what was
 * said, in fold order. @as_of as in kiroku-case.h.
 * (transfer full) (element-type utf8 GPtrArray(KirokuApproval)) */
GHashTable *kiroku_approvals_read (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The same of phases and of what corrects them alone. */
GHashTable *kiroku_approvals_read_phases (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The last word on entry @hash that is not by @author, the key of its author; one for which nobody
 * vouches only where there is no other. (transfer none) (nullable) */
const KirokuApproval *kiroku_approvals_find (
    GHashTable *approvals, const char *hash, const char *author);

gboolean kiroku_approval_counts (const KirokuApproval *self);
/* Why it does not, as ids: unvouched, after_revocation, own, superseded, withheld, not_named,
 * recipient_withheld; empty when it does.
 * (transfer container) */
const char **kiroku_approval_list_lacks (const KirokuApproval *self);

/* Who approved or refused, when in @zone, and why that does not count where it does not.
 * (transfer full) */
char *kiroku_approval_describe (const KirokuApproval *self, GTimeZone *zone);

/* A case that was handed over: the `handover` entry and who wrote it, for whom. */
typedef struct
{
  const char *hash;
  const char *key;  /* that signed it */
  const char *name; /* (nullable): of whose key it is */
  const char *to;   /* (nullable): withheld; "" for anybody */
} KirokuHandedOver;

/* All who accepted it, in fold order. @authors: as kiroku_trust_read().
 * (transfer full) (element-type KirokuApproval) */
GPtrArray *kiroku_acceptances_read (KirokuDb *db,
                                    const char *case_id,
                                    gint64 as_of,
                                    GPtrArray *authors,
                                    const KirokuHandedOver *handover,
                                    GError **error);

/* Who took over: the first of @words (nullable) that counts. (transfer none) (nullable) */
const KirokuApproval *kiroku_acceptances_find (GPtrArray *words);

/* --- Of a line --- */

/* Fills in everything that was said of @line and of what corrects it; of a hand-over who accepted it. @authors: as kiroku_trust_read(). */
gboolean kiroku_line_read_approvals (KirokuDb *db,
                                     const char *case_id,
                                     gint64 as_of,
                                     GPtrArray *authors,
                                     KirokuLine *line,
                                     GError **error);

/* The word on what the line reads now that stands: as kiroku_approvals_find(), of a hand-over as
 * kiroku_acceptances_find().
 * (transfer none) (nullable) */
const KirokuApproval *kiroku_line_get_approval (const KirokuLine *self);

/* Who approved or refused, when in @zone, and why that does not count where it does not; a sentence a
 * line. (transfer full) (nullable): nobody did. */
char *kiroku_line_describe_approvals (
    const KirokuLine *self, const char *language, GTimeZone *zone);

G_END_DECLS
