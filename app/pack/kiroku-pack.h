/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The room of the rule pack: what Kiroku knows about incident types, playbooks, desks, facts,
 * forms, deadlines and holidays is data in resources/pack/ (its README.md describes the files).
 *
 * Read in this order: this header, kiroku-pack-types.h (the structs), kiroku-condition.h (when does
 * a rule apply) and kiroku-calendar.h (which days are closed). Inside the room a pack goes through
 *   kiroku-pack-node    XML text → a tree whose elements know their file and line
 *   kiroku-pack-schema  may this element stand here, with these attributes and children?
 *   kiroku-pack-build   tree → structs, the overlay's over the base's
 *   kiroku-pack-check   does everything that is named exist? */

#include <glib.h>

#include "kiroku-calendar.h"
#include "kiroku-condition.h"
#include "kiroku-pack-types.h"

G_BEGIN_DECLS

typedef enum
{
  KIROKU_PACK_ERROR_READ,      /* a file cannot be read */
  KIROKU_PACK_ERROR_INVALID,   /* a file says something that cannot be used */
  KIROKU_PACK_ERROR_CONDITION, /* a condition cannot be understood */
  KIROKU_PACK_ERROR_UNKNOWN,   /* no such type, form, … */
} KirokuPackError;

#define KIROKU_PACK_ERROR (kiroku_pack_error_quark ())
GQuark kiroku_pack_error_quark (void);

/* Where the pack that comes with the program stands. */
#define KIROKU_PACK_RESOURCE_URI "resource:///org/kiroku/Kiroku/pack"

/* A loaded pack. Never changes; may be shared by threads. Reference counted. */
typedef struct _KirokuPack KirokuPack;

/* Loads the pack in @folder (a path, or NULL for the program's own resource), then lays that in
 * @overlay (a path; NULL or a folder that does not exist: none) over it: an element with the same
 * id replaces the base's in its place, another is added at the end.
 * (transfer full) (nullable). Errors: KIROKU_PACK_ERROR_READ and _INVALID; the message is the first
 * problem, `file:line: element: what is wrong`. Reads files: not for the main thread while a window
 * waits. */
KirokuPack *kiroku_pack_load (const char *folder, const char *overlay, GError **error);

/* Reads as kiroku_pack_load() does and returns every problem, in the same form; empty when there is
 * none. (transfer full) (element-type utf8) */
GPtrArray *kiroku_pack_check (const char *folder, const char *overlay);

KirokuPack *kiroku_pack_ref (KirokuPack *pack);
void kiroku_pack_unref (KirokuPack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPack, kiroku_pack_unref)

/* The version every filed form records; with an overlay "BASE+OWN.DIGEST", where OWN is the
 * overlay's version or "own" and DIGEST the first 8 hex digits of the SHA-256 over its files.
 * (transfer none) */
const char *kiroku_pack_get_version (KirokuPack *pack);
const char *kiroku_pack_get_as_of (KirokuPack *pack);
const KirokuPackText *kiroku_pack_get_name (KirokuPack *pack);

/* All of a kind, in the pack's order. (transfer none) */
GPtrArray *kiroku_pack_get_types (KirokuPack *pack);
GPtrArray *kiroku_pack_get_playbooks (KirokuPack *pack);
GPtrArray *kiroku_pack_get_gates (KirokuPack *pack);
GPtrArray *kiroku_pack_get_phrases (KirokuPack *pack);
GPtrArray *kiroku_pack_get_contacts (KirokuPack *pack);
GPtrArray *kiroku_pack_get_facts (KirokuPack *pack);
GPtrArray *kiroku_pack_get_form_names (KirokuPack *pack); /* every form, defined or not */
GPtrArray *kiroku_pack_get_forms (KirokuPack *pack);      /* those that can be filled in */
GPtrArray *kiroku_pack_get_obligations (KirokuPack *pack);
GPtrArray *kiroku_pack_get_calendars (KirokuPack *pack);

/* One by its id (a fact by its key). (transfer none) (nullable). A type may be asked for with none: a case may
 * withhold its own. */
const KirokuPackType *kiroku_pack_get_type (KirokuPack *pack, const char *id);
const KirokuPackPlaybook *kiroku_pack_get_playbook (KirokuPack *pack, const char *id);
const KirokuPackContact *kiroku_pack_get_contact (KirokuPack *pack, const char *id);
const KirokuPackFact *kiroku_pack_get_fact (KirokuPack *pack, const char *key);
const KirokuPackFormName *kiroku_pack_get_form_name (KirokuPack *pack, const char *id);
const KirokuPackForm *kiroku_pack_get_form (KirokuPack *pack, const char *id);
const KirokuPackObligation *kiroku_pack_get_obligation (KirokuPack *pack, const char *id);
const KirokuCalendar *kiroku_pack_get_calendar (KirokuPack *pack, const char *id);

/* Whether @type names the obligation @id, itself or by a pattern. */
gboolean kiroku_pack_type_has_obligation (const KirokuPackType *type, const char *id);

/* The form to offer for @rule in a case of @type: of those that took the place of its own form the
 * first the type names, or the first of them; without any its own. (transfer none) (nullable) */
const char *kiroku_pack_obligation_get_form (const KirokuPackObligation *rule,
                                             const KirokuPackType *type);
/* Whether @form is its own, or one of those that meet it too. */
gboolean kiroku_pack_obligation_has_form (const KirokuPackObligation *rule, const char *form);
/* The further forms among which @form is; NULL if it is none of them. (transfer none) (nullable) */
const KirokuPackAlso *kiroku_pack_obligation_find_also (const KirokuPackObligation *rule,
                                                        const char *form);

/* Whether the desk serves @type_id (NULL: any) in @phase. */
gboolean kiroku_pack_contact_serves (const KirokuPackContact *contact,
                                     const char *type_id,
                                     KirokuPhase phase);

/* A deep copy. (transfer full) */
KirokuPackContact *kiroku_pack_contact_copy (const KirokuPackContact *contact);
/* One of which nothing is known but its id. (transfer full) */
KirokuPackContact *kiroku_pack_contact_new (const char *id);
void kiroku_pack_contact_free (KirokuPackContact *contact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPackContact, kiroku_pack_contact_free)
/* An address of an element @id. (transfer full) */
KirokuPackPhone *kiroku_pack_phone_new (const char *id);
/* A deep copy. (transfer full) */
KirokuPackPhone *kiroku_pack_phone_copy (const KirokuPackPhone *phone);
void kiroku_pack_phone_free (gpointer data);
void kiroku_pack_open_free (gpointer data); /* a KirokuPackOpen */
/* @pack with other desks, which share nothing with its own; all else, the version too, is that of @pack.
 * @contacts: (transfer full) (element-type KirokuPackContact): ids are unique. (transfer full) */
KirokuPack *kiroku_pack_with_contacts (KirokuPack *pack, GPtrArray *contacts);

/* The words of a choice of @fact; NULL for an id it does not have. (transfer none) (nullable) */
const KirokuPackText *kiroku_pack_fact_get_choice (const KirokuPackFact *fact, const char *id);

/* "id (words)" of every choice of @fact, for a list in a line; NULL without choices.
 * (transfer full) (nullable) */
char *kiroku_pack_fact_list_choices (const KirokuPackFact *fact, const char *language);

/* Checks what somebody typed for the fact @key: kiroku_fact_check_value() with the fact's type and
 * choices, which may be named by their words, too, where these are of one choice alone. Also KIROKU_PACK_ERROR_UNKNOWN for a key the pack does not have. */
gboolean kiroku_pack_check_fact (KirokuPack *pack,
                                 const char *key,
                                 const char *typed,
                                 GTimeZone *local,
                                 gint64 now,
                                 char **value,
                                 GError **error);

G_END_DECLS
