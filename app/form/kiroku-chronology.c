/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-chronology.h"

#include <string.h>

#include "kiroku-words.h"

/* A note as it will be printed. */
typedef struct
{
  gint64 at;
  guint order; /* among those of the same time, as they came */
  char *text;
} Note;

struct _KirokuChronology
{
  GTimeZone *zone;
  char *language;
  GPtrArray *notes; /* Note, by time: at most twice KIROKU_CHRONOLOGY_NOTES */
  guint n_seen;
};

static void
note_free (Note *note)
{
  g_free (note->text);
  g_free (note);
}

KirokuChronology *
kiroku_chronology_new (GTimeZone *zone, const char *language)
{
  KirokuChronology *self;

  g_return_val_if_fail (zone != NULL && language != NULL, NULL);

  self = g_new0 (KirokuChronology, 1);
  self->zone = g_time_zone_ref (zone);
  self->language = g_strdup (language);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
  return self;
}

void
kiroku_chronology_free (KirokuChronology *self)
{
  g_time_zone_unref (self->zone);
  g_free (self->language);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

/* One line; what is longer than a reader of a form wants ends in “…”. (transfer full) */
static char *
shorten (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\n", -1);
  g_autofree char *line = g_strjoinv (" ", parts);
  g_autofree char *start = NULL;

  if (g_utf8_strlen (line, -1) <= KIROKU_CHRONOLOGY_CHARACTERS)
    return g_steal_pointer (&line);
  start = g_utf8_substring (line, 0, KIROKU_CHRONOLOGY_CHARACTERS);
  return g_strconcat (start, "…", NULL);
}

/* (nullable): withheld */
static const char *
get_reading (const KirokuLine *line)
{
  return line->correction != NULL ? line->corrected : line->text;
}

/* When it happened as it reads now. (transfer full) */
static char *
make_time (KirokuChronology *self, const KirokuLine *line)
{
  if (line->retimed)
    return kiroku_words_moment (self->language, line->corrected_at, line->corrected_precision,
                                self->zone);
  return kiroku_words_moment (self->language, line->at,
                              line->stated ? line->precision : KIROKU_PRECISION_MINUTE, self->zone);
}

/* @name (nullable) on one line, whatever it is. (transfer full) */
static char *
make_name (KirokuChronology *self, const KirokuLine *line, const char *name)
{
  g_autofree char *defanged = NULL;

  if (name == NULL)
    return g_strdup (
        kiroku_words (self->language, "名前を伏せた人", "somebody whose name is withheld"));
  defanged = kiroku_line_defang (line, name);
  return shorten (defanged);
}

/* What a reader must know before believing @line, as the log says it; it stands behind the note, where no
 * length of it can push it off. (transfer full) */
static char *
make_mark (KirokuChronology *self, const KirokuLine *line)
{
  g_autofree char *author = make_name (self, line, line->author);
  g_autofree char *corrector = make_name (self, line, line->corrector);
  const char *language = self->language;

  if (line->revoked)
    return g_strdup_printf (kiroku_words (language, "［%s の記録。鍵の失効後に書かれています］",
                                          " [recorded by %s after the key was revoked]"),
                            author);
  if (line->forked)
    return g_strdup_printf (kiroku_words (language, "［%s の記録。同じ番号の記録がほかにあります］",
                                          " [recorded by %s: another entry has the same number]"),
                            author);
  if (line->unvouched)
    return g_strdup_printf (kiroku_words (language, "［%s の記録。署名者を誰も保証していません］",
                                          " [recorded by %s: nobody has vouched for the signer]"),
                            author);
  if (line->corrector_unvouched)
    return g_strdup_printf (kiroku_words (language, "［%s の訂正。署名者を誰も保証していません］",
                                          " [corrected by %s: nobody has vouched for the signer]"),
                            corrector);
  return g_strdup ("");
}

static char *
make_text (KirokuChronology *self, const KirokuLine *line)
{
  g_autofree char *mark = make_mark (self, line);
  g_autofree char *time = make_time (self, line);
  g_autofree char *said = kiroku_line_defang (line, get_reading (line));
  g_autofree char *text = shorten (said);

  return g_strconcat (time, kiroku_words (self->language, "　", "  "), text, mark, NULL);
}

static gboolean
is_before (const Note *a, const Note *b)
{
  return a->at != b->at ? a->at < b->at : a->order < b->order;
}

void
kiroku_chronology_add (KirokuChronology *self, const KirokuLine *line)
{
  Note *note;
  guint i;

  g_return_if_fail (self != NULL && line != NULL);

  /* What was decided, and why not otherwise, is the organisation's own: an authority asks what happened. */
  if (!g_str_equal (line->kind, "note") || get_reading (line) == NULL
      || g_strcmp0 (line->klass, kiroku_class_id (KIROKU_CLASS_DECISION)) == 0)
    return;

  note = g_new0 (Note, 1);
  *note = (Note){ kiroku_line_get_time (line), self->n_seen++, make_text (self, line) };
  for (i = self->notes->len; i > 0 && is_before (note, self->notes->pdata[i - 1]); i--)
    ;
  g_ptr_array_insert (self->notes, i, note);
  /* What stands in the middle of the kept ones is among neither the first nor the last of all. */
  if (self->notes->len > 2 * KIROKU_CHRONOLOGY_NOTES)
    g_ptr_array_remove_index (self->notes, KIROKU_CHRONOLOGY_NOTES);
}

static void
append_omission (KirokuChronology *self, GString *out)
{
  g_string_append_printf (out,
                          kiroku_words (self->language,
                                        "（全%u件のうち%u件を省略しています。全件は事案の記録にあります。）\n",
                                        "(Of %u notes, %u are left out here; all stand in the "
                                        "record of the case.)\n"),
                          self->n_seen, self->n_seen - self->notes->len);
}

char *
kiroku_chronology_to_text (KirokuChronology *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  for (guint i = 0; i < self->notes->len; i++)
    {
      const Note *note = self->notes->pdata[i];

      if (i == KIROKU_CHRONOLOGY_NOTES && self->n_seen > self->notes->len)
        append_omission (self, out);
      g_string_append (out, note->text);
      if (i + 1 < self->notes->len)
        g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

char *
kiroku_form_chronology (GPtrArray *lines, GTimeZone *zone, const char *language)
{
  g_autoptr (KirokuChronology) chronology = NULL;

  g_return_val_if_fail (lines != NULL && zone != NULL && language != NULL, NULL);

  chronology = kiroku_chronology_new (zone, language);
  for (guint i = 0; i < lines->len; i++)
    kiroku_chronology_add (chronology, lines->pdata[i]);
  return kiroku_chronology_to_text (chronology);
}
