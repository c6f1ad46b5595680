/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A fact is one answer about a case, kept under one key ("t.known", "leak.count") and read by every
 * form, condition and deadline. The pack says which facts there are; this file knows what a value
 * looks like and holds the facts of one case at one moment. */

typedef enum
{
  KIROKU_FACT_TEXT,      /* one line */
  KIROKU_FACT_LONG_TEXT, /* lines separated by LF */
  KIROKU_FACT_INTEGER,   /* 0 … 2^53−1 */
  KIROKU_FACT_TIME,      /* YYYY-MM-DDTHH:MM:SS±HH:MM */
  KIROKU_FACT_DATE,      /* YYYY-MM-DD */
  KIROKU_FACT_CHOICE,    /* one id */
  KIROKU_FACT_CHOICES,   /* ids joined by "," in the pack's order */
  KIROKU_FACT_YES_NO,    /* "yes", "no" or "unknown" */
} KirokuFactType;

#define KIROKU_N_FACT_TYPES 8

/* What is known about the answer, apart from the answer itself (design §4, `set --state`). */
typedef enum
{
  KIROKU_FACT_UNASKED,
  KIROKU_FACT_INVESTIGATING,
  KIROKU_FACT_UNKNOWN, /* asked, and it cannot be said */
  KIROKU_FACT_NONE,    /* asked, and there is none */
  KIROKU_FACT_ESTIMATE,
  KIROKU_FACT_CONFIRMED,
  KIROKU_FACT_WITHHELD, /* it was stated, but not handed on; nobody can state this */
  KIROKU_FACT_ERASED,   /* it was stated, and erased by law; nor this */
} KirokuFactState;

/* Those that somebody can state. */
#define KIROKU_N_FACT_STATES 6

/* The id of KIROKU_FACT_WITHHELD, and of KIROKU_FACT_ERASED: the value is not here. */
#define KIROKU_FACT_WITHHELD_ID "withheld"

/* The id in the rule pack: "long-text", "yes-no", … */
const char *kiroku_fact_type_id (KirokuFactType type);
gboolean kiroku_fact_type_parse (const char *id, KirokuFactType *type, GError **error);

/* The id in entries and on the command line: "investigating", … */
const char *kiroku_fact_state_id (KirokuFactState state);
/* The name in the user's language. */
const char *kiroku_fact_state_name (KirokuFactState state);
gboolean kiroku_fact_state_parse (const char *id, KirokuFactState *state, GError **error);

/* The ids of a yes-no fact: NULL-terminated, static. */
const char *const *kiroku_fact_yes_no_ids (void);

/* In front of a fact's key in the entries about a form. */
#define KIROKU_FACT_VALUE_PREFIX "value."
/* Likewise, also in `case.set`: how sure it is. */
#define KIROKU_FACT_STATE_PREFIX "state."
/* In front of it in `case.set`: when the answer is expected, of a fact under investigation; on what it
 * rests, of an estimate. */
#define KIROKU_FACT_EXPECTED_PREFIX "expected."
#define KIROKU_FACT_BASIS_PREFIX "basis."

/* Which of these goes with @state. (nullable): none */
const char *kiroku_fact_get_remark_prefix (KirokuFactState state);
/* The key of the fact that @field of a `case.set` says this of. (nullable): it is no such field. */
const char *kiroku_fact_find_remarked (const char *field);
/* Checks what somebody typed for that and gives its canonical text: when an answer is expected as a day
 * (YYYY-MM-DD) or a time (YYYY-MM-DDTHH:MM:SS±HH:MM), a basis as one line; only white space gives "". Of
 * another @state there is nothing to be said. @local, @now, @remark and errors: as
 * kiroku_fact_check_value(). */
gboolean kiroku_fact_check_remark (KirokuFactState state,
                                   const char *typed,
                                   GTimeZone *local,
                                   gint64 now,
                                   char **remark,
                                   GError **error);

/* The key of the fact whose value stands in @field of an entry of @kind (FORMAT.md §6): a fact stands
 * where it was set, and again in each form that it was drafted, approved or filed with. Of what else
 * stands where facts are set, it is @field itself. (transfer none) (nullable) */
const char *kiroku_fact_find_key (const char *kind, const char *field);

/* Checks what somebody typed for a fact of @type and gives its canonical text: digits without
 * separators; a time in the offset it was typed in, or that of @local; a date; an id; ids in the
 * order of @choice_ids, each once. Full-width digits and separators are accepted; only white space
 * clears and gives "".
 * @choice_ids: (nullable): NULL-terminated ids in the pack's order, for a choice; NULL otherwise.
 * @local: the zone of a time typed without an offset. @now: µs UTC, for a time of day alone.
 * @value: (out) (transfer full).
 * Errors: KIROKU_MODEL_ERROR_VALUE, _TIME or _TEXT, saying what is accepted instead. */
gboolean kiroku_fact_check_value (KirokuFactType type,
                                  const char *const *choice_ids,
                                  const char *typed,
                                  GTimeZone *local,
                                  gint64 now,
                                  char **value,
                                  GError **error);

typedef struct
{
  char *key;
  char *value; /* canonical text; "" when there is none */
  KirokuFactState state;
  char *origin;      /* (nullable): hash of the entry it was set by */
  /* (nullable): of one under investigation when the answer is expected, of an estimate what it rests on;
   * "" when that was stated and is not here, which @remark_state then says why */
  char *remark;
  KirokuFactState remark_state; /* else confirmed */
  GPtrArray *rivals; /* (nullable) (element-type utf8): set by others who had not seen this */
} KirokuFact;

/* The facts of one case at one moment. Set while it is being built by one owner, afterwards only
 * read; then it may be shared by threads. Reference counted. */
typedef struct _KirokuFacts KirokuFacts;

/* (transfer full) */
KirokuFacts *kiroku_facts_new (void);
KirokuFacts *kiroku_facts_ref (KirokuFacts *facts);
void kiroku_facts_unref (KirokuFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFacts, kiroku_facts_unref)

/* Sets or replaces a fact; its rivals are forgotten. @value is canonical and not checked again;
 * @origin: (nullable). */
void kiroku_facts_set (KirokuFacts *facts,
                       const char *key,
                       const char *value,
                       KirokuFactState state,
                       const char *origin);

/* Says so much of @key, which must be set already. @state: why @remark is "": withheld or erased by law;
 * else confirmed. */
void kiroku_facts_set_remark (
    KirokuFacts *facts, const char *key, const char *remark, KirokuFactState state);

/* Notes that somebody else set @key, which must be set already, to @value without having seen the
 * value that stands (design §1: deadlines then use the earlier start). */
void kiroku_facts_add_rival (KirokuFacts *facts, const char *key, const char *value);

/* (transfer none) (nullable): NULL when nobody has set @key. */
const KirokuFact *kiroku_facts_get (KirokuFacts *facts, const char *key);

/* Whether @key has a value; "none" is an answer but no value. */
gboolean kiroku_facts_has_value (KirokuFacts *facts, const char *key);

/* The value of @key, "" when it has none. (transfer none) */
const char *kiroku_facts_get_value (KirokuFacts *facts, const char *key);

guint kiroku_facts_get_n (KirokuFacts *facts);

/* Calls @func for each fact, sorted bytewise by key. */
typedef void (*KirokuFactsFunc) (const KirokuFact *fact, gpointer data);
void kiroku_facts_foreach (KirokuFacts *facts, KirokuFactsFunc func, gpointer data);

G_END_DECLS
