/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-pack.h"

/* The smallest pack that says something of every kind. Each line of a file is one line here, so
 * that the tests below can be read against it. */
typedef struct
{
  const char *file;
  const char *text;
} PackFile;

static const PackFile whole[] = {
  { "pack.xml", "<pack version='1' as-of='2026-11-21'>\n"
                "<name><ja>試験</ja><en>test</en></name></pack>\n" },
  { "facts.xml", "<facts source='seed 002' confidence='seed' as-of='2017-10'>\n"
                 "<fact key='t.known' type='time'><name><ja>知</ja><en>Knew</en></name></fact>\n"
                 "<fact key='leak.kind' type='choices'>\n"
                 "<name><ja>種</ja><en>Kind</en></name>\n"
                 "<choice id='leaked'><ja>漏えい</ja><en>Leaked</en></choice>\n"
                 "<choice id='lost'><ja>滅失</ja><en>Lost</en></choice></fact>\n"
                 "<fact key='leak.mynumber' type='yes-no' default-from='case.title'>\n"
                 "<name><ja>番号</ja><en>My Number</en></name></fact>\n"
                 "</facts>\n" },
  { "types.xml", "<types source='seed 002' confidence='seed' as-of='2017'>\n"
                 "<type id='ransomware'><name><ja>ラ</ja><en>Ransomware</en></name>\n"
                 "<playbooks>PB-L</playbooks><contacts>ppc</contacts>\n"
                 "<forms>F01</forms><obligations>jp_ppc_* jp_none_*</obligations>\n"
                 "<step id='ransomware.detect.1' phase='detect'><ja>記録</ja><en>Note</en></step>\n"
                 "</type></types>\n" },
  { "playbooks.xml", "<playbooks source='seed 002' confidence='seed' as-of='2017'>\n"
                     "<playbook id='PB-L' applies-if='leak.kind non-empty'>\n"
                     "<name><ja>漏</ja><en>Leak</en></name>\n"
                     "<step id='PB-L.detect.1' phase='detect'><ja>報</ja><en>Report</en></step>\n"
                     "</playbook></playbooks>\n" },
  { "contacts.xml", "<contacts source='page' confidence='found' as-of='2026-11'>\n"
                    "<contact id='ppc' kind='outside' section='case'>\n"
                    "<name><ja>委</ja><en>PPC</en></name>\n"
                    "<purpose><ja>報告</ja><en>Report</en></purpose>\n"
                    "<phone number='03-6457-9849' status='current'/>\n"
                    "<email address='a@example.jp'/>\n"
                    "<url href='https://example.jp/'/>\n"
                    "<types>*</types><phases>triage containment</phases>\n"
                    "</contact></contacts>\n" },
  { "forms.xml", "<forms source='law' confidence='found' as-of='2026'>\n"
                 "<form-name id='F01' status='ready'><name><ja>報</ja><en>Report</en></name>\n"
                 "</form-name></forms>\n" },
  { "holidays.xml", "<holidays source='law' confidence='found' as-of='2026'>\n"
                    "<calendar id='CLOSED' substitute='yes'><name><ja>休</ja><en>C</en></name>\n"
                    "<weekly day='sunday'><name><ja>日</ja><en>Sunday</en></name></weekly>\n"
                    "</calendar></holidays>\n" },
  { "obligations.xml",
    "<obligations source='law' confidence='found' as-of='2026'>\n"
    "<obligation id='jp_ppc_final30' jurisdiction='JP' form='F01' kind='hard'\n"
    " applies-if='leak.kind has leaked' clock='t.known' unit='calendar-day'\n"
    " amount='30' first-day='counted' rollover='CLOSED' zone='Asia/Tokyo'>\n"
    "<recipient><ja>委</ja><en>PPC</en></recipient><label><ja>確</ja><en>Final</en></label>\n"
    "</obligation></obligations>\n" },
  { "phrases.xml", "<phrases source='own' confidence='proposed' as-of='2026-11'>\n"
                   "<phrase id='isolate' class='action' phases='containment'>\n"
                   "<name><ja>隔離</ja><en>Isolate</en></name>\n"
                   "<text><ja>［端末］を隔離した</ja><en>Isolated [host]</en></text>\n"
                   "</phrase></phrases>\n" },
  { "forms/F01.xml",
    "<form id='F01' version='1' source='law' confidence='found' as-of='2026'>\n"
    "<name><ja>報告</ja><en>Report</en></name><short><ja>報</ja><en>R</en></short>\n"
    "<recipient><ja>委</ja><en>PPC</en></recipient><basis><ja>法</ja><en>Law</en></basis>\n"
    "<addressee if='leak.kind has lost' fact='leak.mynumber' choice='no'><ja>省</ja><en>M</en></addressee>\n"
    "<standing><ja>控</ja><en>Sheet</en></standing><guide><ja>案内</ja><en>Guide</en></guide>\n"
    "<section><label><ja>一</ja><en>1</en></label>\n"
    "<row no='1.1'><label><ja>種</ja><en>Kind</en></label>\n"
    "<field fact='leak.kind'/></row></section></form>\n" },
};

/* One change to the pack above and the message it must lead to. */
typedef struct
{
  const char *promise;
  const char *file;
  const char *before;
  const char *after;
  const char *message;
} Break;

static const Break breaks[] = {
  { "broken-xml", "facts.xml", "</facts>", "", "facts.xml:" },
  { "wrong-root", "types.xml", "types", "kinds", "types.xml:1: kinds: <types> is expected" },
  { "unknown-element", "facts.xml", "<choice id='lost'>", "<choise/><choice id='lost'>",
    "facts.xml:6: choise: this element is not known in <fact>" },
  { "unknown-attribute", "facts.xml", "key='t.known'", "key='t.known' colour='red'",
    "facts.xml:2: fact: the attribute “colour” is not known" },
  { "missing-attribute", "contacts.xml", " kind='outside'", "",
    "contacts.xml:2: contact: the attribute “kind” is missing" },
  { "missing-text", "contacts.xml", "<purpose><ja>報告</ja><en>Report</en></purpose>", "",
    "contacts.xml:2: contact: <purpose> is missing" },
  { "missing-english", "facts.xml", "<name><ja>知</ja><en>Knew</en></name>",
    "<name><ja>知</ja></name>", "facts.xml:2: name: <en> is missing" },
  { "missing-japanese", "facts.xml", "<ja>滅失</ja>", "", "facts.xml:6: choice: <ja> is missing" },
  { "empty-text", "facts.xml", "<ja>滅失</ja>", "<ja> </ja>", "facts.xml:6: ja: the text is empty" },
  { "second-name", "playbooks.xml", "<name>", "<name><ja>あ</ja><en>a</en></name><name>",
    "playbooks.xml:2: playbook: <name> stands here 2 times" },
  { "stray-text", "contacts.xml", "<types>", "call now <types>",
    "contacts.xml:2: contact: no text can stand directly" },
  { "ditto-ja", "contacts.xml", "<ja>報告</ja>", "<ja>同上（旧番号）</ja>",
    "contacts.xml:4: ja: “同上（旧番号）” points at another text" },
  { "ditto-same-ja", "contacts.xml", "<ja>報告</ja>", "<ja>同じ</ja>", "contacts.xml:4: ja: “同じ”" },
  { "ditto-en", "contacts.xml", "<en>Report</en>", "<en>Ditto.</en>",
    "contacts.xml:4: en: “Ditto.”" },
  { "ditto-same-en", "contacts.xml", "<en>Report</en>", "<en>Same (old number)</en>",
    "contacts.xml:4: en: “Same (old number)”" },
  { "no-source", "forms.xml", "source='law'", "",
    "forms.xml:2: form-name: the attribute “source” is missing" },
  { "confidence", "forms.xml", "'found'", "'sure'",
    "forms.xml:1: forms: “sure” is not a confidence" },
  { "as-of", "forms.xml", "'2026'", "'2026-13'", "forms.xml:1: forms: “2026-13” is not a date" },
  { "as-of-day", "forms.xml", "'2026'", "'2026-02-30'",
    "forms.xml:1: forms: “2026-02-30” is not a date" },
  { "duplicate-fact", "facts.xml", "leak.mynumber", "t.known",
    "facts.xml:7: fact: the id “t.known” is used already, at facts.xml:2" },
  { "duplicate-choice", "facts.xml", "id='lost'", "id='leaked'",
    "facts.xml:6: choice: the id “leaked” is used twice" },
  { "duplicate-step", "playbooks.xml", "PB-L.detect.1", "ransomware.detect.1",
    "playbooks.xml:4: step: the id “ransomware.detect.1” is used by another step" },
  { "fact-type", "facts.xml", "type='time'", "type='moment'",
    "facts.xml:2: fact: “moment” is not known here" },
  { "fact-key", "facts.xml", "key='leak.mynumber'", "key='Leak'",
    "facts.xml:7: fact: the key “Leak” must begin" },
  { "choice-without-choices", "facts.xml", "type='time'", "type='choice'",
    "facts.xml:2: fact: a fact of this type needs <choice>" },
  { "choices-without-choice", "facts.xml", "type='choices'", "type='text'",
    "facts.xml:3: fact: a fact of this type takes no <choice>" },
  { "default-from", "facts.xml", "case.title", "case.colour",
    "facts.xml:7: fact: default-from: “case.colour” is no fact" },
  { "default-from-ring", "facts.xml", "case.title", "leak.mynumber",
    "facts.xml:7: fact: default-from: “leak.mynumber” leads back" },
  { "class-of-a-phrase", "phrases.xml", "class='action'", "class='talk'",
    "phrases.xml:2: phrase: class cannot be “talk”: use one of action, observation" },
  { "phase-of-a-phrase", "phrases.xml", "phases='containment'", "phases='end'", "phrases.xml:2: phrase: " },
  { "step-of-a-gate", "playbooks.xml", "</playbook></playbooks>",
    "</playbook>\n<gate id='g' phase='triage' steps='PB-L.detect.9'><ja>済</ja><en>Done</en></gate>\n"
    "</playbooks>",
    "playbooks.xml:6: gate: steps: there is no step “PB-L.detect.9”" },
  { "gate-that-nothing-decides", "playbooks.xml", "</playbook></playbooks>",
    "</playbook>\n<gate id='g' phase='triage'><ja>済</ja><en>Done</en></gate>\n</playbooks>",
    "playbooks.xml:6: gate: nothing decides it" },
  { "fact-of-a-gate", "playbooks.xml", "</playbook></playbooks>",
    "</playbook>\n<gate id='g' phase='triage' holds-if='leak.kinds non-empty'><ja>済</ja><en>Done</en>"
    "</gate>\n</playbooks>",
    "playbooks.xml:6: gate: holds-if: no fact “leak.kinds” is declared" },
  { "phase-of-a-gate", "playbooks.xml", "</playbook></playbooks>",
    "</playbook>\n<gate id='g' phase='triage' tasks='detection'><ja>済</ja><en>Done</en></gate>\n"
    "</playbooks>",
    "playbooks.xml:6: gate: “detection”" },
  { "unknown-playbook", "types.xml", ">PB-L<", ">PB-X<",
    "types.xml:2: type: no playbook “PB-X” is declared in playbooks.xml" },
  { "unknown-contact", "types.xml", ">ppc<", ">pcc<",
    "types.xml:2: type: no contact “pcc” is declared in contacts.xml" },
  { "unknown-form", "types.xml", ">F01<", ">F01 F99<",
    "types.xml:2: type: no form-name “F99” is declared in forms.xml" },
  { "unknown-obligation", "types.xml", "jp_none_*", "jp_none",
    "types.xml:2: type: no obligation “jp_none” is declared in obligations.xml" },
  { "unknown-phase", "types.xml", "phase='detect'", "phase='post'",
    "types.xml:5: step: “post” is not known here" },
  { "unknown-contact-phase", "contacts.xml", "containment", "post",
    "contacts.xml:8: phases: “post” is not known here" },
  { "unknown-contact-type", "contacts.xml", "<types>*<", "<types>flood<",
    "contacts.xml:2: contact: no type “flood” is declared in types.xml" },
  { "case-desk-without-types", "contacts.xml", "<types>*</types>", "",
    "contacts.xml:2: contact: a desk of the section “case” needs <types>" },
  { "number-without-digits", "contacts.xml", "03-6457-9849", "none",
    "contacts.xml:5: phone: the number “none” has no digits" },
  { "number-with-words", "contacts.xml", "03-6457-9849", "03-6457 (old)",
    "contacts.xml:5: phone: the number “03-6457 (old)” holds more" },
  { "number-status", "contacts.xml", "status='current'", "status='old'",
    "contacts.xml:5: phone: status cannot be “old”" },
  { "own-desk-with-number", "contacts.xml", "'outside'", "'own'",
    "contacts.xml:2: contact: an own desk has no number" },
  { "mail-address", "contacts.xml", "a@example.jp", "example.jp",
    "contacts.xml:6: email: “example.jp”" },
  { "web-address", "contacts.xml", "https:", "javascript:", "contacts.xml:7: url: “javascript:" },
  { "condition", "playbooks.xml", "non-empty", "is there",
    "playbooks.xml:2: playbook: applies-if: “non-empty”, “has” or “=” is expected" },
  { "unknown-fact-in-condition", "playbooks.xml", "leak.kind", "leak.kinds",
    "playbooks.xml:2: playbook: applies-if: no fact “leak.kinds” is declared" },
  { "unknown-choice-in-condition", "obligations.xml", "has leaked", "has leak",
    "obligations.xml:2: obligation: applies-if: the fact “leak.kind” has no choice “leak”" },
  { "equals-of-several", "obligations.xml", "has leaked", "= leaked",
    "obligations.xml:2: obligation: applies-if: the fact “leak.kind” takes several" },
  { "choice-of-a-time", "obligations.xml", "leak.kind has leaked", "t.known has leaked",
    "obligations.xml:2: obligation: applies-if: the fact “t.known” has no choices" },
  { "clock", "obligations.xml", "clock='t.known'", "clock='t.knew'",
    "obligations.xml:2: obligation: clock: no fact “t.knew” is declared" },
  { "clock-is-a-time", "obligations.xml", "clock='t.known'", "clock='leak.kind'",
    "obligations.xml:2: obligation: clock: the fact “leak.kind” is not a time" },
  { "unit", "obligations.xml", "calendar-day", "fortnight",
    "obligations.xml:2: obligation: unit cannot be “fortnight”" },
  { "amount", "obligations.xml", "amount='30'", "amount='many'",
    "obligations.xml:2: obligation: amount cannot be “many”" },
  { "amount-missing", "obligations.xml", "amount='30'", "",
    "obligations.xml:2: obligation: amount: this unit needs one" },
  { "amount-of-promptly", "obligations.xml", "calendar-day", "promptly",
    "obligations.xml:2: obligation: amount: this unit takes none" },
  { "amount-range", "obligations.xml", "amount='30'", "amount-from='31' amount='30'",
    "obligations.xml:2: obligation: amount-from: must be less" },
  { "first-day-missing", "obligations.xml", "first-day='counted'", "",
    "obligations.xml:2: obligation: first-day: a period in days" },
  { "calendar", "obligations.xml", "'CLOSED'", "'JP'",
    "obligations.xml:2: obligation: no calendar “JP” is declared in holidays.xml" },
  { "rollover-of-hours", "obligations.xml", "calendar-day", "hour",
    "obligations.xml:2: obligation: rollover: only a period in days" },
  { "filing-as-clock", "obligations.xml", "clock='t.known'", "clock='report.jp_none.submitted'",
    "obligations.xml:2: obligation: no obligation “jp_none” is declared" },
  { "latest-of-days", "obligations.xml", "clock='t.known'",
    "clock='t.known' latest='t.known' latest-hours='24'",
    "obligations.xml:2: obligation: latest: write it together with latest-hours" },
  { "latest-alone", "obligations.xml", "clock='t.known'", "clock='t.known' latest='t.known'",
    "obligations.xml:2: obligation: latest: write it together with latest-hours" },
  { "business-day-without-days", "obligations.xml", "calendar-day", "business-day",
    "obligations.xml:2: obligation: working-days: a period in business days needs it" },
  { "rollover-at", "obligations.xml", "clock='t.known'", "clock='t.known' rollover-at='24:00'",
    "obligations.xml:2: obligation: rollover-at cannot be “24:00”: write HH:MM" },
  { "rollover-if", "obligations.xml", "clock='t.known'",
    "clock='t.known' rollover-if='leak.kind has leak'",
    "obligations.xml:2: obligation: rollover-if: the fact “leak.kind” has no choice “leak”" },
  { "remind", "obligations.xml", "clock='t.known'", "clock='t.known' remind='4h soon'",
    "obligations.xml:2: obligation: remind: “soon” is no lead time" },
  { "asked-if", "obligations.xml", "clock='t.known'",
    "clock='t.known' asked-if='leak.kind has leak'",
    "obligations.xml:2: obligation: asked-if: the fact “leak.kind” has no choice “leak”" },
  { "zone", "obligations.xml", "Asia/Tokyo", "Asia/Tokio",
    "obligations.xml:2: obligation: zone: this system knows no time zone “Asia/Tokio”" },
  { "weekday", "holidays.xml", "'sunday'", "'soonday'",
    "holidays.xml:3: weekly: day cannot be “soonday”" },
  { "override-date", "holidays.xml", "</calendar>",
    "<override date='2027-02-29' open='no'><name><ja>あ</ja><en>a</en></name></override></calendar>",
    "holidays.xml:4: override: “2027-02-29” is not a date" },
  { "addressee-without-a-choice", "forms/F01.xml", " choice='no'", "",
    "forms/F01.xml:4: addressee: “fact” and “choice” are given together" },
  { "addressee-of-no-fact", "forms/F01.xml", "leak.mynumber", "leak.number",
    "forms/F01.xml:4: addressee: no fact “leak.number” is declared" },
  { "addressee-of-no-choice", "forms/F01.xml", "choice='no'", "choice='perhaps'",
    "forms/F01.xml:4: addressee: the fact “leak.mynumber” has no choice “perhaps”" },
  { "addressee-by-no-condition", "forms/F01.xml", "has lost", "has gone",
    "forms/F01.xml:4: addressee: if: the fact “leak.kind” has no choice “gone”" },
  { "unknown-fact-in-form", "forms/F01.xml", "leak.kind", "leak.kinds",
    "forms/F01.xml:8: field: no fact “leak.kinds” is declared in facts.xml" },
  { "form-not-listed", "forms.xml", "'F01' status='ready'", "'F01' status='named'",
    "forms/F01.xml:1: form: “F01” is not listed as ready" },
  { "form-not-defined", "forms/F01.xml", "id='F01'", "id='F02'",
    "forms.xml:2: form-name: “F01” is marked ready" },
};

/* (transfer full): a folder with the pack, changed as @change (nullable) says. */
static char *
write_pack (const Break *change)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kiroku-pack-XXXXXX", &error);
  g_autofree char *forms = g_build_filename (folder, "forms", NULL);

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (forms, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autofree char *path = g_build_filename (folder, whole[i].file, NULL);
      g_autoptr (GString) text = g_string_new (whole[i].text);

      if (change != NULL && g_str_equal (change->file, whole[i].file))
        g_assert_cmpuint (g_string_replace (text, change->before, change->after, 0), >, 0);
      g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
    }
  return folder;
}

static void
remove_pack (char *folder)
{
  g_autofree char *forms = g_build_filename (folder, "forms", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autofree char *path = g_build_filename (folder, whole[i].file, NULL);

      g_remove (path);
    }
  g_rmdir (forms);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

static gboolean
has_prefix (gconstpointer message, gconstpointer prefix)
{
  return g_str_has_prefix (message, prefix);
}

static void
test_break (gconstpointer data)
{
  const Break *change = data;
  char *folder = write_pack (change);
  g_autoptr (GPtrArray) problems = kiroku_pack_check (folder, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_ptr_array_find_with_equal_func (problems, change->message, has_prefix, NULL))
    g_error ("expected “%s”, got %u others, first “%s”", change->message, problems->len,
             problems->len > 0 ? (char *) g_ptr_array_index (problems, 0) : "none");
  g_assert_null (kiroku_pack_load (folder, NULL, &error));
  g_assert_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, g_ptr_array_index (problems, 0));
  remove_pack (folder);
}

/* A field of a form has room for 64 boxes; the fact has two of its own. */
static void
test_choices (void)
{
  GString *more = g_string_new (NULL);
  Break change = { "choices", "facts.xml", "<choice id='lost'>", NULL,
                   "facts.xml:3: fact: a fact takes at most 64 <choice> elements" };

  for (guint i = 0; i < 63; i++)
    g_string_append_printf (more, "<choice id='x%u'><ja>あ</ja><en>a</en></choice>", i);
  g_string_append (more, change.before);
  change.after = more->str;
  test_break (&change);
  g_string_free (more, TRUE);
}

static void
assert_none (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
test_whole (void)
{
  char *folder = write_pack (NULL);
  g_autoptr (GPtrArray) problems = kiroku_pack_check (folder, NULL);

  assert_none (problems);
  remove_pack (folder);
}

static void
test_our_own (void)
{
  g_autoptr (GPtrArray) problems = kiroku_pack_check (g_getenv ("KIROKU_PACK_DIR"), NULL);

  assert_none (problems);
}

/* A paper that is offered without its deadline tells nobody that it is due. */
static void
test_our_own_forms (void)
{
  static const char *const forms[] = { "F01", "F02", "F03", "F04", NULL };
  g_autoptr (KirokuPack) pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, NULL);
  GPtrArray *types = kiroku_pack_get_types (pack);
  GPtrArray *rules = kiroku_pack_get_obligations (pack);
  guint n = 0;

  for (guint t = 0; t < types->len; t++)
    for (guint r = 0; r < rules->len; r++)
      {
        const KirokuPackType *type = g_ptr_array_index (types, t);
        const KirokuPackObligation *rule = g_ptr_array_index (rules, r);

        if (rule->form == NULL || !g_strv_contains (forms, rule->form)
            || !g_strv_contains ((const char *const *) type->forms, rule->form))
          continue;
        n++;
        if (!kiroku_pack_type_has_obligation (type, rule->item.id))
          g_error ("%s offers %s and does not name %s", type->item.id, rule->form, rule->item.id);
      }
  g_assert_cmpuint (n, >, 50);
}

static void
test_all_at_once (void)
{
  static const Break change = { "", "contacts.xml",
                                "<purpose><ja>報告</ja><en>Report</en></purpose>\n"
                                "<phone number='03-6457-9849' status='current'/>",
                                "<phone number='none' status='old'/>", "" };
  char *folder = write_pack (&change);
  g_autoptr (GPtrArray) problems = kiroku_pack_check (folder, NULL);

  g_assert_cmpuint (problems->len, ==, 3);
  remove_pack (folder);
}

static void
test_missing_file (void)
{
  char *folder = write_pack (NULL);
  g_autofree char *path = g_build_filename (folder, "facts.xml", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_null (kiroku_pack_load (folder, NULL, &error));
  g_assert_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, "facts.xml:1: file: it is missing"));
  remove_pack (folder);
}

static void
test_content (void)
{
  char *folder = write_pack (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPack) pack = kiroku_pack_load (folder, NULL, &error);
  const KirokuPackFact *fact;
  const KirokuPackContact *contact;
  const KirokuPackObligation *rule;
  const KirokuPackPhone *phone;

  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_pack_get_version (pack), ==, "1");
  fact = kiroku_pack_get_fact (pack, "leak.kind");
  g_assert_cmpstr (kiroku_pack_text (kiroku_pack_fact_get_choice (fact, "lost"), "ja"), ==, "滅失");
  g_assert_cmpstr (kiroku_pack_text (fact->name, "en"), ==, "Kind");
  g_assert_cmpstr (fact->item.as_of, ==, "2017-10");
  contact = kiroku_pack_get_contact (pack, "ppc");
  phone = g_ptr_array_index (contact->phones, 0);
  g_assert_cmpstr (phone->item.source, ==, "page");
  g_assert_true (kiroku_pack_contact_serves (contact, "ransomware", KIROKU_PHASE_TRIAGE));
  g_assert_false (kiroku_pack_contact_serves (contact, "ransomware", KIROKU_PHASE_REVIEW));
  rule = kiroku_pack_get_obligation (pack, "jp_ppc_final30");
  /* a start tag over several lines is where it begins, not where it ends */
  g_assert_cmpuint (rule->item.line, ==, 2);
  g_assert_true (kiroku_pack_type_has_obligation (kiroku_pack_get_type (pack, "ransomware"),
                                                  rule->item.id));
  g_assert_null (kiroku_pack_get_form (pack, "F02"));
  remove_pack (folder);
}

static void
test_wrapped_text (void)
{
  static const Break change = { "", "facts.xml", "<ja>知</ja><en>Knew</en>",
                                "<ja>\n  知った\n  日時\n\n  その二\n</ja><en>When we\n  knew</en>", "" };
  char *folder = write_pack (&change);
  g_autoptr (KirokuPack) pack = kiroku_pack_load (folder, NULL, NULL);
  const KirokuPackFact *fact = kiroku_pack_get_fact (pack, "t.known");

  g_assert_cmpstr (fact->name->ja, ==, "知った日時\nその二");
  g_assert_cmpstr (fact->name->en, ==, "When we knew");
  remove_pack (folder);
}

/* (transfer full) */
static char *
write_overlay (const char *contacts)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kiroku-own-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "contacts.xml", NULL);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, contacts, -1, NULL));
  return folder;
}

static const char overlay_contacts[]
    = "<contacts source='our list' confidence='proposed' as-of='2026-11-21'>\n"
      "<contact id='ours' kind='own' section='permanent'>\n"
      "<name><ja>自社</ja><en>Ours</en></name><purpose><ja>う</ja><en>c</en></purpose>\n"
      "<phone number='03-0000-1111' status='current'/></contact>\n"
      "<contact id='ppc' kind='outside' section='permanent'>\n"
      "<name><ja>新</ja><en>New PPC</en></name><purpose><ja>い</ja><en>b</en></purpose></contact>\n"
      "</contacts>\n";

static void
test_overlay (void)
{
  char *folder = write_pack (NULL);
  char *own = write_overlay (overlay_contacts);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPack) pack = kiroku_pack_load (folder, own, &error);
  GPtrArray *contacts;
  const KirokuPackContact *first;

  g_assert_no_error (error);
  contacts = kiroku_pack_get_contacts (pack);
  first = g_ptr_array_index (contacts, 0);
  g_assert_cmpuint (contacts->len, ==, 2);
  g_assert_cmpstr (kiroku_pack_text (first->name, "en"), ==, "New PPC");
  g_assert_true (first->item.overlaid);
  g_assert_true (first == kiroku_pack_get_contact (pack, "ppc"));
  g_assert_nonnull (kiroku_pack_get_contact (pack, "ours"));
  g_assert_cmpuint (kiroku_pack_get_contact (pack, "ours")->phones->len, ==, 1);
  g_assert_true (g_str_has_prefix (kiroku_pack_get_version (pack), "1+own."));
  g_assert_cmpuint (strlen (kiroku_pack_get_version (pack)), ==, strlen ("1+own.") + 8);
  remove_pack (own);
  remove_pack (folder);
}

static void
test_overlay_problem (void)
{
  char *folder = write_pack (NULL);
  char *own = write_overlay ("<contacts>\n<contact id='x'/>\n</contacts>\n");
  g_autofree char *path = g_build_filename (own, "contacts.xml", NULL);
  g_autofree char *expected = g_strconcat (path, ":2: contact: ", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_pack_load (folder, own, &error));
  g_assert_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, expected));
  remove_pack (own);
  remove_pack (folder);
}

/* Nothing in it is lost without a word. */
static void
test_no_one_root (gconstpointer contacts)
{
  char *folder = write_pack (NULL);
  char *own = write_overlay (contacts);
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_pack_load (folder, own, &error));
  g_assert_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "contacts.xml:1: XML: "));
  remove_pack (own);
  remove_pack (folder);
}

static void
test_no_overlay (void)
{
  char *folder = write_pack (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPack) pack = kiroku_pack_load (folder, "/nonexistent/pack", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_pack_get_version (pack), ==, "1");
  remove_pack (folder);
}

static void
test_check_fact (void)
{
  char *folder = write_pack (NULL);
  g_autoptr (KirokuPack) pack = kiroku_pack_load (folder, NULL, NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  g_assert_true (
      kiroku_pack_check_fact (pack, "leak.kind", "lost、leaked", utc, 0, &value, &error));
  g_assert_cmpstr (value, ==, "leaked,lost");
  g_assert_false (kiroku_pack_check_fact (pack, "leak.kinds", "1", utc, 0, &value, &error));
  g_assert_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_assert_false (kiroku_pack_check_fact (pack, "leak.mynumber", "si", utc, 0, &value, &error));
  g_assert_true (g_str_has_prefix (error->message, "leak.mynumber: "));
  remove_pack (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack/check/a-whole-pack-has-no-problems", test_whole);
  g_test_add_func ("/pack/check/the-pack-that-comes-along-has-no-problems", test_our_own);
  g_test_add_func ("/pack/our-own/a-type-names-the-deadlines-of-its-papers", test_our_own_forms);
  g_test_add_func ("/pack/check/finds-every-problem-at-once", test_all_at_once);
  g_test_add_func ("/pack/load/a-missing-file-is-named", test_missing_file);
  g_test_add_func ("/pack/load/gives-what-the-files-say", test_content);
  g_test_add_func ("/pack/load/line-breaks-do-not-show", test_wrapped_text);
  g_test_add_func ("/pack/check/no-choice-is-without-its-box", test_choices);
  g_test_add_func ("/pack/overlay/replaces-in-place-and-adds", test_overlay);
  g_test_add_func ("/pack/overlay/names-its-own-file", test_overlay_problem);
  g_test_add_data_func ("/pack/overlay/an-empty-file-is-refused", "", test_no_one_root);
  g_test_add_data_func ("/pack/overlay/a-file-without-an-element-is-refused", "<!-- mine -->",
                        test_no_one_root);
  g_test_add_data_func ("/pack/overlay/a-second-root-is-refused", "<contacts/><contacts/>",
                        test_no_one_root);
  g_test_add_func ("/pack/overlay/may-be-absent", test_no_overlay);
  g_test_add_func ("/pack/fact/is-checked-by-its-definition", test_check_fact);
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pack/check/%s-is-refused", breaks[i].promise);

      g_test_add_data_func (path, &breaks[i], test_break);
    }
  return g_test_run ();
}
