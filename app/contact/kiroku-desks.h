/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack.h"

G_BEGIN_DECLS

/* What an organisation itself knows of desks: its own people and desks, in the order in which they are
 * called, and what it found of any number, that it was right or wrong. It is of no case and stands in one
 * file of the user's, as statements, one a line, to which others are only added: so who stated what when, and
 * every number that was in force once, stay legible. Canonical JSON (FORMAT.md §1): `act`, `at` (µs UTC),
 * `by`, `desk`, and what KirokuDeskField names. Safe between threads and programs. */

typedef enum
{
  KIROKU_DESK_SET,    /* an own desk is like this; what is not stated stays */
  KIROKU_DESK_REMOVE, /* an own desk is no longer called */
  KIROKU_DESK_CHECK,  /* a number was found right */
  KIROKU_DESK_WRONG,  /* a number was found wrong */
} KirokuDeskAct;

#define KIROKU_N_DESK_ACTS 4

typedef enum
{
  KIROKU_DESK_NAME,
  KIROKU_DESK_ROLE,
  KIROKU_DESK_NUMBER,  /* by day; the one that was checked or is wrong */
  KIROKU_DESK_NIGHT,   /* at any hour */
  KIROKU_DESK_HOURS,
  KIROKU_DESK_MAIL,
  KIROKU_DESK_NOTE,
  KIROKU_DESK_ORDER,   /* 1 to 99: who is called first */
  KIROKU_DESK_OPEN,    /* the hours to reckon with (kiroku-desk-hours.h) */
  KIROKU_DESK_INSTEAD, /* of KIROKU_DESK_WRONG: the right one */
} KirokuDeskField;

#define KIROKU_N_DESK_FIELDS 10

/* "set", …; "name", "role", …: names in the file, on the command line and in JSON. */
const char *kiroku_desk_act_id (KirokuDeskAct act);
const char *kiroku_desk_field_id (KirokuDeskField field);

typedef struct
{
  KirokuDeskAct act;
  char *desk; /* id; NULL in a new one: a desk that is added */
  char *by;   /* who states it */
  gint64 at;  /* µs UTC */
  char *values[KIROKU_N_DESK_FIELDS]; /* NULL: not stated; "": there is none any more */
} KirokuDeskStatement;

/* @by: who states it. @desk: (nullable). (transfer full) */
KirokuDeskStatement *kiroku_desk_statement_new (
    KirokuDeskAct act, const char *desk, const char *by, gint64 at);
void kiroku_desk_statement_set (
    KirokuDeskStatement *self, KirokuDeskField field, const char *value);
void kiroku_desk_statement_free (KirokuDeskStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuDeskStatement, kiroku_desk_statement_free)

typedef enum
{
  KIROKU_CONTACT_ERROR_FILE,  /* the file cannot be read */
  KIROKU_CONTACT_ERROR_INPUT, /* what was stated makes no sense */
} KirokuContactError;

#define KIROKU_CONTACT_ERROR (kiroku_contact_error_quark ())
GQuark kiroku_contact_error_quark (void);

typedef struct _KirokuDesks KirokuDesks;

/* @path need not exist. @base: the rule pack, which is laid under all that is stated; @zone: of dates.
 * Reads a file. (transfer full) */
KirokuDesks *kiroku_desks_load (
    const char *path, KirokuPack *base, GTimeZone *zone, GError **error);
void kiroku_desks_free (KirokuDesks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuDesks, kiroku_desks_free)

/* The rule pack with what is stated: own desks first, in their order; numbers that were found wrong
 * superseded; each with when it was checked, and by whom. (transfer full) */
KirokuPack *kiroku_desks_get_pack (KirokuDesks *self);
/* All that was stated, in that order, of @desk or (NULL) of all.
 * (transfer full) (element-type KirokuDeskStatement) */
GPtrArray *kiroku_desks_list (KirokuDesks *self, const char *desk);

/* Adds @statement (transfer full) to what is stated by then, by other programs too, and returns once that is
 * durable. A desk that is added gets an id. Waits for the disk. KIROKU_CONTACT_ERROR_INPUT when it makes no
 * sense: no such desk, a desk of others, a number that is not in force. The id of the desk.
 * (transfer full) */
char *kiroku_desks_state (KirokuDesks *self, KirokuDeskStatement *statement, GError **error);

/* Takes what other programs have stated since. Waits for the disk, which is a look at the file's date as long
 * as nobody did, and for nobody else. A file that cannot be read changes nothing: who states something is told.
 * TRUE: kiroku_desks_get_pack() has other desks */
gboolean kiroku_desks_read_again (KirokuDesks *self);

/* What is laid over @base by @statements (element-type KirokuDeskStatement). (transfer full) */
KirokuPack *kiroku_desks_lay (KirokuPack *base, GPtrArray *statements, GTimeZone *zone);

/* The address of @contact that is meant when none is named: the number in force, else the mail address or
 * page in force. (transfer none) (nullable) */
const KirokuPackPhone *kiroku_desk_get_address (const KirokuPackContact *contact);
/* The address @text of @contact, of any kind and whatever its status. (transfer none) (nullable) */
KirokuPackPhone *kiroku_desk_find_address (const KirokuPackContact *contact, const char *text);

/* Of an own desk, the number in force by day, or (@night) at any hour. (transfer none) (nullable) */
const KirokuPackPhone *kiroku_desk_get_own_number (
    const KirokuPackContact *contact, gboolean night);

/* "checked 2026-11-22, Hanako", "not right since 2026-11-22, Hanako", for people; NULL when nobody looked.
 * (transfer full) (nullable) */
char *kiroku_desk_describe_check (const KirokuPackPhone *address);
/* Days from @date to @today, both YYYY-MM-DD; 0 when one is no date or the later one comes first. */
int kiroku_desk_count_days (const char *date, const char *today);

G_END_DECLS
