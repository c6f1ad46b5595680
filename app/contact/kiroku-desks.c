/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-desks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "kiroku-canonical.h"
#include "kiroku-contact.h"
#include "kiroku-desk-hours.h"
#include "kiroku-files.h"
#include "kiroku-i18n.h"
#include "kiroku-text.h"

/* What the ids of desks that are added begin with; a number follows. */
#define ADDED "own."
/* A value is no longer than that, in bytes. */
#define VALUE_MAX 1000

struct _KirokuDesks
{
  char *path;
  char *lock_path;
  KirokuPack *base;
  GTimeZone *zone;
  GMutex changing;       /* held while the disk is waited for; of what follows */
  GStatBuf seen;         /* of the file, when it was last read again */
  GMutex mutex;          /* of what follows */
  GPtrArray *statements; /* of KirokuDeskStatement */
  KirokuPack *pack;      /* with them */
};

G_DEFINE_QUARK (kiroku-contact-error-quark, kiroku_contact_error)

static const char *const acts[KIROKU_N_DESK_ACTS] = { "set", "remove", "check", "wrong" };
static const char *const fields[KIROKU_N_DESK_FIELDS]
    = { "name", "role", "number", "night", "hours", "mail", "note", "order", "open", "instead" };

const char *
kiroku_desk_act_id (KirokuDeskAct act)
{
  g_return_val_if_fail (act < KIROKU_N_DESK_ACTS, NULL);

  return acts[act];
}

const char *
kiroku_desk_field_id (KirokuDeskField field)
{
  g_return_val_if_fail (field < KIROKU_N_DESK_FIELDS, NULL);

  return fields[field];
}

/* --- Statements --- */

KirokuDeskStatement *
kiroku_desk_statement_new (KirokuDeskAct act, const char *desk, const char *by, gint64 at)
{
  KirokuDeskStatement *self = g_new0 (KirokuDeskStatement, 1);

  self->act = act;
  self->desk = g_strdup (desk);
  self->by = g_strdup (by);
  self->at = at;
  return self;
}

void
kiroku_desk_statement_set (KirokuDeskStatement *self, KirokuDeskField field, const char *value)
{
  g_return_if_fail (self != NULL && field < KIROKU_N_DESK_FIELDS);

  g_free (self->values[field]);
  self->values[field] = value != NULL ? kiroku_text_strip (value) : NULL;
}

static KirokuDeskStatement *
statement_copy (const KirokuDeskStatement *self)
{
  KirokuDeskStatement *copy
      = kiroku_desk_statement_new (self->act, self->desk, self->by, self->at);

  for (guint i = 0; i < KIROKU_N_DESK_FIELDS; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

void
kiroku_desk_statement_free (KirokuDeskStatement *self)
{
  g_free (self->desk);
  g_free (self->by);
  for (guint i = 0; i < KIROKU_N_DESK_FIELDS; i++)
    g_free (self->values[i]);
  g_free (self);
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_desk_statement_free);
}

/* --- The file --- */

static void
append_line (GString *text, const KirokuDeskStatement *statement)
{
  g_autoptr (KirokuNode) node = kiroku_node_new_object ();
  g_autofree char *line = NULL;

  kiroku_node_set (node, "act", kiroku_node_new_string (acts[statement->act]));
  kiroku_node_set (node, "at", kiroku_node_new_integer (statement->at));
  kiroku_node_set (node, "by", kiroku_node_new_string (statement->by));
  kiroku_node_set (node, "desk", kiroku_node_new_string (statement->desk));
  for (guint i = 0; i < KIROKU_N_DESK_FIELDS; i++)
    if (statement->values[i] != NULL)
      kiroku_node_set (node, fields[i], kiroku_node_new_string (statement->values[i]));
  line = kiroku_canonical_encode (node);
  g_string_append_printf (text, "%s\n", line);
}

/* (transfer none) (nullable) */
static const char *
get_string (const KirokuNode *node, const char *name)
{
  const KirokuNode *child = kiroku_node_get (node, name);

  return child != NULL && kiroku_node_get_node_type (child) == KIROKU_NODE_STRING
             ? kiroku_node_get_string (child)
             : NULL;
}

/* (transfer full) (nullable) */
static KirokuDeskStatement *
statement_from_node (const KirokuNode *node)
{
  const char *act = get_string (node, "act"), *by = get_string (node, "by");
  const char *desk = get_string (node, "desk");
  const KirokuNode *at = kiroku_node_get (node, "at");
  KirokuDeskStatement *statement;
  guint i;

  for (i = 0; act != NULL && i < KIROKU_N_DESK_ACTS && !g_str_equal (acts[i], act);)
    i++;
  if (act == NULL || i == KIROKU_N_DESK_ACTS || by == NULL || desk == NULL || at == NULL
      || kiroku_node_get_node_type (at) != KIROKU_NODE_INTEGER)
    return NULL;
  statement = kiroku_desk_statement_new (i, desk, by, kiroku_node_get_integer (at));
  for (guint field = 0; field < KIROKU_N_DESK_FIELDS; field++)
    statement->values[field] = g_strdup (get_string (node, fields[field]));
  /* which number was right or wrong is all that it says */
  if ((i == KIROKU_DESK_CHECK || i == KIROKU_DESK_WRONG) && statement->values[KIROKU_DESK_NUMBER] == NULL)
    g_clear_pointer (&statement, kiroku_desk_statement_free);
  return statement;
}

/* (transfer full) (nullable) */
static KirokuDeskStatement *
parse_line (const char *line)
{
  g_autoptr (KirokuNode) node = kiroku_canonical_parse (line, strlen (line), NULL);

  return node != NULL && kiroku_node_get_node_type (node) == KIROKU_NODE_OBJECT
             ? statement_from_node (node)
             : NULL;
}

/* (transfer full) */
static GPtrArray *
parse (const char *path, const char *text, GError **error)
{
  g_autoptr (GPtrArray) list = new_list ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      KirokuDeskStatement *statement;

      if (lines[i][0] == '\0' && lines[i + 1] == NULL)
        break;
      statement = parse_line (lines[i]);
      if (statement == NULL)
        {
          g_set_error (error, KIROKU_CONTACT_ERROR, KIROKU_CONTACT_ERROR_FILE,
                       _ ("your own desks cannot be read: “%s”, line %u, is damaged; put an older copy "
                          "of the file there, or move it away"),
                       path, i + 1);
          return NULL;
        }
      g_ptr_array_add (list, statement);
    }
  return g_steal_pointer (&list);
}

/* (transfer full) */
static GPtrArray *
read_file (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, &failure))
    return parse (path, text, error);
  if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return new_list ();
  g_propagate_prefixed_error (error, g_steal_pointer (&failure),
                              _ ("your own desks cannot be read: "));
  return NULL;
}

/* Takes @statements. */
static void
put_statements (KirokuDesks *self, GPtrArray *statements)
{
  KirokuPack *pack = kiroku_desks_lay (self->base, statements, self->zone);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->statements, g_ptr_array_unref);
  g_clear_pointer (&self->pack, kiroku_pack_unref);
  self->statements = statements;
  self->pack = pack;
}

KirokuDesks *
kiroku_desks_load (const char *path, KirokuPack *base, GTimeZone *zone, GError **error)
{
  KirokuDesks *self;
  GPtrArray *statements;

  g_return_val_if_fail (path != NULL && base != NULL && zone != NULL, NULL);

  statements = read_file (path, error);
  if (statements == NULL)
    return NULL;
  self = g_new0 (KirokuDesks, 1);
  g_mutex_init (&self->changing);
  g_mutex_init (&self->mutex);
  self->path = g_strdup (path);
  self->lock_path = g_strconcat (path, ".lock", NULL);
  self->base = kiroku_pack_ref (base);
  self->zone = g_time_zone_ref (zone);
  put_statements (self, statements);
  return self;
}

void
kiroku_desks_free (KirokuDesks *self)
{
  g_ptr_array_unref (self->statements);
  kiroku_pack_unref (self->pack);
  kiroku_pack_unref (self->base);
  g_time_zone_unref (self->zone);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->changing);
  g_free (self->lock_path);
  g_free (self->path);
  g_free (self);
}

KirokuPack *
kiroku_desks_get_pack (KirokuDesks *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  return kiroku_pack_ref (self->pack);
}

GPtrArray *
kiroku_desks_list (KirokuDesks *self, const char *desk)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GPtrArray *list = new_list ();

  g_return_val_if_fail (self != NULL, list);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->statements->len; i++)
    {
      const KirokuDeskStatement *statement = g_ptr_array_index (self->statements, i);

      if (desk == NULL || g_str_equal (statement->desk, desk))
        g_ptr_array_add (list, statement_copy (statement));
    }
  return list;
}

/* --- What makes sense --- */

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, KIROKU_CONTACT_ERROR, KIROKU_CONTACT_ERROR_INPUT, message);
  return FALSE;
}

static gboolean
check_values (const KirokuDeskStatement *statement, GError **error)
{
  const char *order = statement->values[KIROKU_DESK_ORDER];
  guint64 number;

  for (guint i = 0; i < KIROKU_N_DESK_FIELDS; i++)
    if (statement->values[i] != NULL && strlen (statement->values[i]) > VALUE_MAX)
      return refuse (error, _ ("“%s” is too long: a value has at most 1000 bytes"), fields[i]);
  if (order != NULL && order[0] != '\0'
      && !g_ascii_string_to_unsigned (order, 10, 1, 99, &number, NULL))
    return refuse (error, _ ("“%s” is no place in the order: use a number from 1 to 99"), order);
  return TRUE;
}

/* The next id of a desk that is added. (transfer full) */
static char *
make_id (GPtrArray *statements)
{
  guint64 last = 0;

  for (guint i = 0; i < statements->len; i++)
    {
      const KirokuDeskStatement *statement = g_ptr_array_index (statements, i);

      if (g_str_has_prefix (statement->desk, ADDED))
        last = MAX (last, g_ascii_strtoull (statement->desk + strlen (ADDED), NULL, 10));
    }
  return g_strdup_printf (ADDED "%" G_GUINT64_FORMAT, last + 1);
}

/* The hours are stated in one form, with the zone that was meant. */
static gboolean
check_open (KirokuDesks *self, KirokuDeskStatement *statement, GError **error)
{
  const char *typed = statement->values[KIROKU_DESK_OPEN];
  g_autoptr (GPtrArray) open = NULL;
  g_autofree char *text = NULL;

  if (typed == NULL || typed[0] == '\0')
    return TRUE;
  open = kiroku_desk_hours_parse (self->base, typed, self->zone, error);
  if (open == NULL)
    return FALSE;
  text = kiroku_desk_hours_print (open);
  kiroku_desk_statement_set (statement, KIROKU_DESK_OPEN, text);
  return TRUE;
}

static gboolean
check_set (const KirokuDeskStatement *statement, const KirokuPackContact *contact, GError **error)
{
  const char *name = statement->values[KIROKU_DESK_NAME];

  if (contact != NULL && !contact->own)
    return refuse (error,
                   _ ("“%s” is a desk of others: say that its number is wrong, and which is right, "
                      "with kiroku-cli contact wrong"),
                   statement->desk);
  if ((contact == NULL && name == NULL) || (name != NULL && name[0] == '\0'))
    return refuse (error, "%s", _ ("a desk needs a name"));
  return TRUE;
}

/* The address that is meant is named in @statement. */
static gboolean
check_look (KirokuDeskStatement *statement, const KirokuPackContact *contact, GError **error)
{
  const char *typed = statement->values[KIROKU_DESK_NUMBER];
  const KirokuPackPhone *address = typed != NULL ? kiroku_desk_find_address (contact, typed)
                                                 : kiroku_desk_get_address (contact);

  if (address == NULL)
    return typed != NULL
               ? refuse (error, _ ("“%s” is no number or address of this desk"), typed)
               : refuse (error, _ ("“%s” has no number or address in force"), statement->desk);
  if (address->status != KIROKU_NUMBER_CURRENT
      && (address->struck == NULL || contact->order > 0
          || (statement->act == KIROKU_DESK_WRONG && statement->values[KIROKU_DESK_INSTEAD] == NULL)))
    return refuse (error, _ ("“%s” is not in force any more"), address->item.id);
  if (typed == NULL)
    kiroku_desk_statement_set (statement, KIROKU_DESK_NUMBER, address->item.id);
  return TRUE;
}

static gboolean
check (KirokuDesks *self, GPtrArray *statements, KirokuDeskStatement *statement, GError **error)
{
  g_autoptr (KirokuPack) pack = kiroku_desks_lay (self->base, statements, self->zone);
  const KirokuPackContact *contact
      = statement->desk != NULL ? kiroku_pack_get_contact (pack, statement->desk) : NULL;

  if (!check_values (statement, error) || !check_open (self, statement, error))
    return FALSE;
  if (statement->desk != NULL && contact == NULL)
    return refuse (error, _ ("“%s” is no desk of the directory: see kiroku-cli contact list"),
                   statement->desk);
  if (statement->act == KIROKU_DESK_CHECK || statement->act == KIROKU_DESK_WRONG)
    return check_look (statement, contact, error);
  if (statement->act == KIROKU_DESK_REMOVE && contact->order == 0)
    return refuse (error, _ ("“%s” is none of your own desks: it cannot be removed"),
                   statement->desk);
  if (statement->act == KIROKU_DESK_SET && !check_set (statement, contact, error))
    return FALSE;
  if (statement->desk == NULL)
    statement->desk = make_id (statements);
  return TRUE;
}

/* --- Stating --- */

/* (transfer full) */
static GString *
print_statements (GPtrArray *statements)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < statements->len; i++)
    append_line (text, g_ptr_array_index (statements, i));
  return text;
}

/* What stands in the file stays as it is, also what a later version wrote. A file that is not there is empty. */
static gboolean
add_to_file (KirokuDesks *self, const KirokuDeskStatement *statement, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *before = NULL;
  g_autoptr (GError) failure = NULL;

  if (g_file_get_contents (self->path, &before, NULL, &failure))
    g_string_append (text, before);
  else if (!g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  append_line (text, statement);
  return kiroku_files_replace (self->path, text->str, text->len, TRUE, error);
}

/* Reads the file again, for others may have stated something; nobody else does so meanwhile. */
static char *
add_statement (KirokuDesks *self, KirokuDeskStatement *taken, GError **error)
{
  g_autoptr (KirokuDeskStatement) statement = taken;
  g_autoptr (GPtrArray) statements = read_file (self->path, error);
  g_autofree char *id = NULL;

  if (statements == NULL || !check (self, statements, statement, error))
    return NULL;
  id = g_strdup (statement->desk);
  if (!add_to_file (self, statement, error))
    return NULL;
  g_ptr_array_add (statements, g_steal_pointer (&statement));
  put_statements (self, g_steal_pointer (&statements));
  return g_steal_pointer (&id);
}

char *
kiroku_desks_state (KirokuDesks *self, KirokuDeskStatement *statement, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  char *id;
  int lock;

  g_return_val_if_fail (self != NULL && statement != NULL && statement->by != NULL, NULL);

  locker = g_mutex_locker_new (&self->changing);
  lock = kiroku_files_lock (self->lock_path, error);
  if (lock < 0)
    {
      kiroku_desk_statement_free (statement);
      return NULL;
    }
  id = add_statement (self, statement, error);
  close (lock);
  return id;
}

/* --- What others stated --- */

/* The file is replaced whole, so a change of it is another file. @now: (out): what it is. */
static gboolean
is_another_file (const KirokuDesks *self, GStatBuf *now)
{
  return g_stat (self->path, now) == 0
         && (now->st_ino != self->seen.st_ino || now->st_size != self->seen.st_size
             || now->st_mtim.tv_sec != self->seen.st_mtim.tv_sec
             || now->st_mtim.tv_nsec != self->seen.st_mtim.tv_nsec);
}

/* What is stated is only ever replaced by who holds `changing`. */
static gboolean
says_the_same (KirokuDesks *self, GPtrArray *statements)
{
  g_autoptr (GString) before = print_statements (self->statements);
  g_autoptr (GString) after = print_statements (statements);

  return g_string_equal (before, after);
}

gboolean
kiroku_desks_read_again (KirokuDesks *self)
{
  g_autoptr (GPtrArray) statements = NULL;
  GStatBuf now = { 0 };
  gboolean changed;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!g_mutex_trylock (&self->changing)) /* the next time, then */
    return FALSE;
  statements = is_another_file (self, &now) ? read_file (self->path, NULL) : NULL;
  if (statements != NULL) /* else it is tried again */
    self->seen = now;
  changed = statements != NULL && !says_the_same (self, statements);
  if (changed)
    put_statements (self, g_steal_pointer (&statements));
  g_mutex_unlock (&self->changing);
  return changed;
}

/* --- Addresses --- */

static KirokuPackPhone *
find_in (GPtrArray *list, const char *text)
{
  for (guint i = 0; i < list->len; i++)
    {
      KirokuPackPhone *address = g_ptr_array_index (list, i);

      if (text != NULL ? g_str_equal (address->item.id, text)
                       : address->status == KIROKU_NUMBER_CURRENT)
        return address;
    }
  return NULL;
}

KirokuPackPhone *
kiroku_desk_find_address (const KirokuPackContact *contact, const char *text)
{
  KirokuPackPhone *found;

  g_return_val_if_fail (contact != NULL && text != NULL, NULL);

  if ((found = find_in (contact->phones, text)) == NULL
      && (found = find_in (contact->emails, text)) == NULL)
    found = find_in (contact->urls, text);
  return found;
}

const KirokuPackPhone *
kiroku_desk_get_address (const KirokuPackContact *contact)
{
  const KirokuPackPhone *found;

  g_return_val_if_fail (contact != NULL, NULL);

  if ((found = kiroku_contact_get_number (contact)) == NULL
      && (found = find_in (contact->emails, NULL)) == NULL)
    found = find_in (contact->urls, NULL);
  return found;
}

char *
kiroku_desk_describe_check (const KirokuPackPhone *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  if (address->checked != NULL) /* Translators: of a number: a date and who looked. */
    return g_strdup_printf (_ ("checked on %s, %s"), address->checked, address->by);
  if (address->struck != NULL) /* Translators: of a number that is no longer right: a date and who found so. */
    return g_strdup_printf (_ ("not right since %s, %s"), address->struck, address->by);
  return NULL;
}

static gboolean
read_day (const char *text, GDate *day)
{
  unsigned year, month, date;

  g_date_clear (day, 1);
  if (text == NULL || sscanf (text, "%4u-%2u-%2u", &year, &month, &date) != 3
      || !g_date_valid_dmy (date, month, year))
    return FALSE;
  g_date_set_dmy (day, date, month, year);
  return TRUE;
}

int
kiroku_desk_count_days (const char *date, const char *today)
{
  GDate from, to;

  return read_day (date, &from) && read_day (today, &to) ? MAX (0, g_date_days_between (&from, &to))
                                                         : 0;
}
