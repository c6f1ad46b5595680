/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "kiroku-form.h"
#include "kiroku-test-look.h"

/* Every form that can be filled in, from one case in which everything is known (tests/data/rich-case.ini), in
 * both languages and both copies, as it is to look (tests/data/forms). What stands in them is for
 * tests/cli/test-forms.py to read; here it is seen at half the size. And with every text ten times as long, and with none:
 * then what is in the PDF is all that was put in, on the paper and nowhere one above the other. */
#define SCALE 0.5
/* How many parts of a value of any length: some ten times of what people write. */
#define PARTS 60
#define NOW G_GINT64_CONSTANT (1795397400000000) /* 2026-11-23 10:30 in Japan */

static KirokuPack *pack;
static KirokuFacts *facts;  /* as rich as they come */
static KirokuFacts *lengthy; /* every text ten times as long */
static KirokuFacts *nothing; /* nobody answered anything */

/* One print of a form. */
typedef struct
{
  const char *form; /* id */
  const char *language;
  KirokuFormCopy copy;
  KirokuFacts *facts;
} Print;

/* --- The case --------------------------------------------------------------------------------- */

/* A value for a fact that the made-up case does not name, as in tests/cli/test-forms.py. (transfer full) */
static char *
make_value (const KirokuPackFact *fact)
{
  const KirokuPackChoice *first = fact->choices->len > 0 ? fact->choices->pdata[0] : NULL;
  const KirokuPackChoice *second = fact->choices->len > 1 ? fact->choices->pdata[1] : NULL;

  switch (fact->type)
    {
    case KIROKU_FACT_INTEGER:
      return g_strdup ("1234");
    case KIROKU_FACT_TIME:
      return g_strdup ("2026-11-22T09:15:00+09:00");
    case KIROKU_FACT_DATE:
      return g_strdup ("2026-11-25");
    case KIROKU_FACT_CHOICE:
      return g_strdup (first->item.id);
    case KIROKU_FACT_CHOICES:
      return second != NULL ? g_strdup_printf ("%s,%s", first->item.id, second->item.id)
                            : g_strdup (first->item.id);
    case KIROKU_FACT_YES_NO:
      return g_strdup (kiroku_fact_yes_no_ids ()[0]);
    default:
      return g_strdup_printf ("「%s」の記入例", fact->item.id);
    }
}

static KirokuFacts *
read_facts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (g_getenv ("KIROKU_TEST_DATA"), "rich-case.ini", NULL);
  GPtrArray *known = kiroku_pack_get_facts (pack);
  KirokuFacts *read = kiroku_facts_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < known->len; i++)
    {
      const KirokuPackFact *fact = known->pdata[i];
      g_autofree char *value = g_key_file_get_string (file, "facts", fact->item.id, NULL);

      if (value == NULL)
        value = make_value (fact);
      kiroku_facts_set (read, fact->item.id, value, KIROKU_FACT_CONFIRMED, NULL);
    }
  return read;
}

static KirokuDocument *
make_document (const Print *print)
{
  static const KirokuCase incident
      = { .id = (char *) "00112233-4455-4677-8899-aabbccddeeff", .number = (char *) "2026-001",
          .title = (char *) "ファイルサーバーの暗号化", .type = (char *) "ransomware", .level = 2,
          .phase = KIROKU_PHASE_CONTAINMENT };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuFilledForm) form = kiroku_form_fill (
      &(const KirokuFormContext){ .pack = pack,
                                  .facts = print->facts,
                                  .case_info = &incident,
                                  .chronology = "2026-11-21 14:05 ファイルサーバー2台をネットワークから切り離した。",
                                  .now = NOW,
                                  .zone = zone,
                                  .language = print->language,
                                  .assets = "FS-01（サーバー、192.168.1.10）",
                                  .indicators = "hxxp://evil[.]example/a",
                                  .reports_made = "2026-11-21 17:00 架空市役所" },
      print->form, &error);

  g_assert_no_error (error);
  form->root = g_strdup ("0dd5f7bf44d68496db72f587a8da7dfc2bda3a17d2df6038708d775b602b2d2a");
  return kiroku_form_make_document (form, print->copy, NULL);
}

static void
test_look (gconstpointer data)
{
  const Print *print = data;
  g_autoptr (KirokuDocument) document = make_document (print);
  g_autofree char *name
      = g_strdup_printf ("%s-%s-%s", print->form, kiroku_form_copy_id (print->copy), print->language);

  kiroku_test_look (document, "forms", name, SCALE);
}

/* --- Long and empty values -------------------------------------------------------------------- */

static gboolean
is_text (const KirokuPackFact *fact)
{
  return fact->type == KIROKU_FACT_TEXT || fact->type == KIROKU_FACT_LONG_TEXT;
}

/* Part @part of the value of fact @number: a word that no line parts, and ideographs behind which any line may
 * end. (transfer full) */
static char *
dup_part (guint number, guint part)
{
  return g_strdup_printf ("q%03un%02u漏えいの経緯、", number, part);
}

static KirokuFacts *
make_lengthy (void)
{
  GPtrArray *known = kiroku_pack_get_facts (pack);
  KirokuFacts *made = kiroku_facts_new ();

  for (guint i = 0; i < known->len; i++)
    {
      const KirokuPackFact *fact = known->pdata[i];
      g_autoptr (GString) value = g_string_new (NULL);
      g_autofree char *other = make_value (fact);

      for (guint part = 0; is_text (fact) && part < PARTS; part++)
        {
          g_autofree char *text = dup_part (i, part);

          g_string_append (value, text);
        }
      kiroku_facts_set (made, fact->item.id, is_text (fact) ? value->str : other,
                        KIROKU_FACT_CONFIRMED, NULL);
    }
  return made;
}

static gboolean
sink_cb (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  g_byte_array_append (user_data, bytes, length);
  return TRUE;
}

/* What poppler finds in the PDF of @document: a word on a line, each with its place. (transfer full) */
static char *
read_words (KirokuDocument *document)
{
  g_autoptr (KirokuPages) pages = kiroku_test_lay_out (document);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) pdf = NULL, out = NULL;
  g_autoptr (GSubprocess) reader = NULL;
  g_autoptr (GError) error = NULL;

  kiroku_pages_write_pdf_to_sink (pages, sink_cb, bytes, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  pdf = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  reader = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                             "pdftotext", "-bbox", "-", "-", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (reader, pdf, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

typedef struct
{
  double left, top, right, bottom;
} Place;

/* Boxes are as tall as the font allows for, of which two lines may share a little. */
static gboolean
overlap (const Place *a, const Place *b)
{
  return MIN (a->right, b->right) - MAX (a->left, b->left) > 0.5
         && MIN (a->bottom, b->bottom) - MAX (a->top, b->top) > 2;
}

/* Whether @place is on the paper, clear of the other words of its page. */
static void
check_place (GArray *page, const Place *place, const char *name, const char *line)
{
  if (place->left < 0 || place->top < 0 || place->right > 595.5 || place->bottom > 842.5)
    g_error ("%s: cut: %s", name, line);
  for (guint i = 0; i < page->len; i++)
    if (overlap (&g_array_index (page, Place, i), place))
      g_error ("%s: overlaps: %s", name, line);
}

/* Nothing is cut by the edge of the paper and nothing overlaps. */
static void
check_places (const char *words, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (words, "\n", -1);
  g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      Place place;

      if (strstr (lines[i], "<page ") != NULL)
        g_array_set_size (page, 0);
      if (sscanf (g_strstrip (lines[i]), "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                  &place.left, &place.top, &place.right, &place.bottom)
          != 4)
        continue;
      check_place (page, &place, name, lines[i]);
      g_array_append_val (page, place);
    }
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p != NULL; p = strstr (p + 1, what))
    n++;
  return n;
}

/* How often fact @number stands in the form: every part of its value as often as the first, in their order. */
static guint
check_value (const char *words, guint number, const char *name)
{
  guint times = 0;

  for (guint part = 0; part < PARTS; part++)
    {
      g_autofree char *word = g_strdup_printf ("q%03un%02u", number, part);
      guint n = count (words, word);

      if (part == 0)
        times = n;
      if (n != times)
        g_error ("%s: %s stands there %u times, the beginning of its value %u times", name, word, n, times);
    }
  return times;
}

/* Whether @form asks for fact @id. */
static gboolean
asks (const KirokuPackForm *form, const char *id)
{
  for (guint i = 0; i < form->sections->len; i++)
    {
      const KirokuPackSection *section = form->sections->pdata[i];

      for (guint k = 0; k < section->rows->len; k++)
        {
          const KirokuPackRow *row = section->rows->pdata[k];

          for (guint n = 0; n < row->fields->len; n++)
            if (g_strcmp0 (((const KirokuPackField *) row->fields->pdata[n])->item.id, id) == 0)
              return TRUE;
        }
    }
  return FALSE;
}

static void
test_long (gconstpointer data)
{
  const Print *print = data;
  const KirokuPackForm *form = kiroku_pack_get_form (pack, print->form);
  g_autoptr (KirokuDocument) document = make_document (print);
  g_autofree char *words = read_words (document);
  GPtrArray *known = kiroku_pack_get_facts (pack);

  check_places (words, print->form);
  for (guint i = 0; i < known->len; i++)
    {
      const KirokuPackFact *fact = known->pdata[i];

      if (is_text (fact) && check_value (words, i, print->form) == 0 && asks (form, fact->item.id))
        g_error ("%s asks for %s, but its value is not there", print->form, fact->item.id);
    }
}

static void
test_nothing (gconstpointer data)
{
  const Print *print = data;
  g_autoptr (KirokuDocument) document = make_document (print);
  g_autofree char *words = read_words (document);

  check_places (words, print->form);
  g_assert_cmpuint (count (words, "<word "), >, 5); /* an empty letter has date, title, 記 and 以上 */
  g_assert_null (strstr (words, "(null)"));
}

/* --- All of them ------------------------------------------------------------------------------ */

static void
add (const Print *given, const char *promise, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/form-pages/%s/%s/%s/%s", given->form,
                                           kiroku_form_copy_id (given->copy), given->language, promise);

  g_test_add_data_func_full (path, g_memdup2 (given, sizeof *given), func, g_free);
}

/* What stands in a form differs little by its language: how long it may be is seen in one. */
static void
add_all (const char *form, KirokuFormCopy copy)
{
  add (&(const Print){ form, "ja", copy, facts }, "looks-as-it-is-to-look", test_look);
  add (&(const Print){ form, "en", copy, facts }, "looks-as-it-is-to-look", test_look);
  if (g_getenv ("KIROKU_TEST_PAGES") != NULL)
    return;
  add (&(const Print){ form, "ja", copy, lengthy }, "ten-times-the-text-is-all-there", test_long);
  add (&(const Print){ form, "ja", copy, nothing }, "no-text-breaks-nothing", test_nothing);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *forms;
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  facts = read_facts ();
  lengthy = make_lengthy ();
  nothing = kiroku_facts_new ();
  forms = kiroku_pack_get_forms (pack);
  for (guint i = 0; i < forms->len; i++)
    for (KirokuFormCopy copy = KIROKU_FORM_COPY_SUBMISSION; copy <= KIROKU_FORM_COPY_WORKING; copy++)
      add_all (((const KirokuPackForm *) forms->pdata[i])->item.id, copy);
  result = g_test_run ();
  kiroku_facts_unref (facts);
  kiroku_facts_unref (lengthy);
  kiroku_facts_unref (nothing);
  kiroku_pack_unref (pack);
  return result;
}
