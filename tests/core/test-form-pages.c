/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>

#include "kiroku-form.h"
#include "kiroku-test-look.h"

/* Every form that can be filled in, from one case in which everything is known (tests/data/rich-case.ini), in
 * both languages and both copies, as it is to look (tests/data/forms). What stands in them is for
 * tests/cli/test-forms.py to read; here it is seen at half the size. */
#define SCALE 0.5
#define NOW G_GINT64_CONSTANT (1795397400000000) /* 2026-11-23 10:30 in Japan */

static KirokuPack *pack;
static KirokuFacts *facts;

/* One print of a form. */
typedef struct
{
  const char *form; /* id */
  const char *language;
  KirokuFormCopy copy;
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
                                  .facts = facts,
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

/* --- All of them ------------------------------------------------------------------------------ */

static void
add (const char *form, const char *language, KirokuFormCopy copy)
{
  g_autofree char *path = g_strdup_printf ("/form-pages/%s/%s/%s/looks-as-it-is-to-look", form,
                                           kiroku_form_copy_id (copy), language);
  Print *print = g_new (Print, 1);

  *print = (Print){ form, language, copy };
  g_test_add_data_func_full (path, print, test_look, g_free);
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
  forms = kiroku_pack_get_forms (pack);
  for (guint i = 0; i < forms->len; i++)
    for (KirokuFormCopy copy = KIROKU_FORM_COPY_SUBMISSION; copy <= KIROKU_FORM_COPY_WORKING; copy++)
      {
        const KirokuPackForm *form = forms->pdata[i];

        add (form->item.id, "ja", copy);
        add (form->item.id, "en", copy);
      }
  result = g_test_run ();
  kiroku_facts_unref (facts);
  kiroku_pack_unref (pack);
  return result;
}
