/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-entry.h"
#include "kiroku-fold.h"

G_BEGIN_DECLS

/* What an authority asked and what was answered, kept as pairs (`enquiry.ask`, `enquiry.answer` entries). One
 * that is to be answered by a time is a duty of the case until it is. */

/* By which way a question or an answer went. */
typedef enum
{
  KIROKU_ENQUIRY_PHONE,
  KIROKU_ENQUIRY_MAIL, /* electronic */
  KIROKU_ENQUIRY_WEB,
  KIROKU_ENQUIRY_POST,
  KIROKU_ENQUIRY_FAX,
  KIROKU_ENQUIRY_IN_PERSON,
} KirokuEnquiryMethod;

#define KIROKU_N_ENQUIRY_METHODS 6

/* "phone", "mail", "web", "post", "fax", "in-person". */
const char *kiroku_enquiry_method_id (KirokuEnquiryMethod method);
/* In the user's language. */
const char *kiroku_enquiry_method_name (KirokuEnquiryMethod method);
gboolean kiroku_enquiry_method_parse (const char *id, KirokuEnquiryMethod *method, GError **error);

/* An answer; all texts are NULL where they are withheld. */
typedef struct
{
  char *hash;   /* of the entry; of one that was corrected the first */
  char *text;
  char *by;     /* (nullable): who gave it, if not the author */
  char *method; /* (nullable): id */
  char *author; /* (nullable): name */
  char *reason; /* (nullable): why this reading replaced one before */
  gint64 at;    /* µs UTC: when it was given */
  gboolean by_withheld; /* somebody was named */
  gboolean interim;     /* more is to follow, or that is withheld: the enquiry stays open */
  GPtrArray *before;    /* (element-type KirokuEnquiryAnswer): what was recorded before it was corrected */
} KirokuEnquiryAnswer;

typedef struct
{
  char *id;     /* hash of the entry; of one that was corrected the first */
  char *from;   /* (nullable): who asked, as are the other texts */
  char *person; /* (nullable): whom one spoke to there */
  char *method; /* (nullable): id */
  char *text;   /* (nullable) */
  char *author; /* (nullable): name of whoever recorded it */
  gint64 at;    /* µs UTC: when it was asked */
  gint64 rec;   /* µs UTC: when that was recorded */
  gint64 due;   /* µs UTC: by when it is to be answered; KIROKU_TIME_NONE where no time was set, or it is withheld */
  gboolean due_withheld;
  char *reason;       /* (nullable): why this reading replaced one before */
  GPtrArray *answers; /* (element-type KirokuEnquiryAnswer): in the order of the record */
  GPtrArray *before;  /* (element-type KirokuEnquiry): what was recorded before it was corrected */
} KirokuEnquiry;

/* Who answered, for people of @withheld's language: what that says where it is not here. (transfer none) */
const char *kiroku_enquiry_answer_get_name (const KirokuEnquiryAnswer *self, const char *withheld);
/* Whether no final answer was recorded yet. */
gboolean kiroku_enquiry_is_open (const KirokuEnquiry *self);

/* A question of @from. @person, @method (id), @at: (nullable). @due: µs UTC, or KIROKU_TIME_NONE.
 * (transfer full) */
KirokuDraft *kiroku_enquiry_draft_ask (const char *from,
                                       const char *person,
                                       const char *method,
                                       const char *text,
                                       gint64 due,
                                       const KirokuTime *at);
/* What was answered to @enquiry, an id. @by, @method, @at: (nullable). @interim: more is to follow.
 * (transfer full) */
KirokuDraft *kiroku_enquiry_draft_answer (const char *enquiry,
                                          const char *text,
                                          const char *by,
                                          const char *method,
                                          gboolean interim,
                                          const KirokuTime *at);

/* Makes @draft the correction of @reading that states all anew. @undated: by no time any more, which is to say that it
 * has no `due`. What it would lose is to be looked for before: kiroku_draft_find_lost(). */
void kiroku_enquiry_draft_restate (
    KirokuDraft *draft, const KirokuEntry *reading, const char *reason, gboolean undated);

/* What somebody typed as the time by which something is due: a time alone is the next such time after @now, a day
 * alone its end in @local. µs UTC; KIROKU_TIME_NONE with an error, or for nothing typed without one. */
gint64 kiroku_enquiry_parse_due (const char *typed, GTimeZone *local, gint64 now, GError **error);

/* Those of a case, in the order in which they were asked. (transfer full) (element-type KirokuEnquiry) */
GPtrArray *kiroku_enquiries_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* The one whose id is @id or begins with it, of which 8 digits are enough; NULL when there is none, or more than
 * one. (transfer none) (nullable) */
const KirokuEnquiry *kiroku_enquiries_find (GPtrArray *enquiries, const char *id);
/* Adds those that are to be answered by a time, known or withheld, to @duties (element-type KirokuDuty), and when the
 * first final answer was given, unless something met them before, to @met (nullable) (element-type utf8 gint64).
 * @language: of their words: "ja" or "en". */
void kiroku_enquiries_add_duties (
    GPtrArray *enquiries, const char *language, GPtrArray *duties, GHashTable *met);

extern const KirokuFold kiroku_enquiry_fold;

G_END_DECLS
