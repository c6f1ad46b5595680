/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others write changes nothing that a case adds up to: entries of another case that name every
 * entry of this one, and entries of every kind by a key that was revoked. */
#include <string.h>

#include "kiroku-approval.h"
#include "kiroku-asset.h"
#include "kiroku-case-drafts.h"
#include "kiroku-case-fold.h"
#include "kiroku-case.h"
#include "kiroku-conflict.h"
#include "kiroku-contact.h"
#include "kiroku-decisions.h"
#include "kiroku-duty.h"
#include "kiroku-evidence.h"
#include "kiroku-filing.h"
#include "kiroku-indicator.h"
#include "kiroku-legal-hold.h"
#include "kiroku-line.h"
#include "kiroku-link.h"
#include "kiroku-obligation.h"
#include "kiroku-rebuild.h"
#include "kiroku-record.h"
#include "kiroku-task.h"
#include "kiroku-test-book.h"
#include "kiroku-trust.h"

#define OTHER_CASE "7f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define THIRD_CASE "8f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"
#define STRANGE "よそ者の言葉"

/* --- One entry of every kind --- */

/* Texts apart by "|"; "%" stands for what the writer says. */
typedef struct
{
  const char *kind, *refs, *fields;
} Kind;

static const Kind kinds[] = {
  { "case.set", "corrects", "affected=%|state.affected=estimate" },
  { "case.phase", "corrects", "phase=recovery|reason=%|approver=%" },
  { "case.close", "", "reason=%" },
  { "case.reopen", "", "reason=%" },
  { "case.link", "", "other=" THIRD_CASE "|number=%|as=parent|reason=%" },
  { "case.hold", "", "state=set|reason=%" },
  { "case.hold", "", "state=lifted|reason=%" },
  { "note", "", "class=action|text=%" },
  { "correct", "corrects", "text=%|reason=%" },
  { "approve", "approves", "decision=refused|reason=%" },
  { "approve", "approves", "decision=approved|reason=%" },
  { "task.add", "", "step=|text_ja=%" },
  { "task.set", "task", "state=skipped|reason=%" },
  { "measure.set", "measure|filing", "text=%|class=prevent|state=dropped|reason=%" },
  { "contact.told", "", "contact=c|name=%|by=phone" },
  { "obligation.decide", "", "rule=rule|decision=not-applicable|reason=%" },
  { "form.draft", "", "form=F01|pack=1" },
  { "form.approve", "", "form=F01|pack=1|copy=submission|lang=ja|sha256=aa" },
  { "form.file", "corrects|evidence", "form=F01|pack=1|rule=rule|rule.2=other|method=web|to=%" },
  { "obligation.add", "corrects", "recipient=%|#due=1795500000000000|text=%" },
  { "evidence.add", "", "sha256=ab|sha512=cd|#size=5|name=%" },
  { "evidence.set", "evidence|corrects", "host=%|note=%" },
  { "evidence.move", "evidence|corrects", "from=%|to=%|where=%|purpose=%" },
  { "evidence.check", "evidence", "result=changed|sha256=ee" },
  { "asset.set", "corrects", "asset=PC-01|type=host|state=clean|note=%" },
  { "indicator.set", "corrects|entry", "type=ipv4|value=192.0.2.1|state=withdrawn|note=%" },
  { "key.vouch", "", "key=aa|name=%" },
};

static void
set_fields (KirokuDraft *draft, const char *fields, const char *words)
{
  g_auto (GStrv) list = g_strsplit (fields, "|", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (list[i], "=", 2);

      if (pair[0][0] == '#')
        kiroku_draft_set_integer (draft, pair[0] + 1, g_ascii_strtoll (pair[1], NULL, 10));
      else
        kiroku_draft_set_text (draft, pair[0], g_str_equal (pair[1], "%") ? words : pair[1]);
    }
}

/* @subject: (nullable) what its references name. (transfer full) */
static KirokuDraft *
make_draft (const Kind *kind, const char *subject, const char *words)
{
  KirokuDraft *draft = kiroku_draft_new (kind->kind);
  g_auto (GStrv) refs = g_strsplit (kind->refs, "|", -1);

  for (guint i = 0; subject != NULL && refs[i] != NULL; i++)
    kiroku_draft_set_ref (draft, refs[i], subject);
  set_fields (draft, kind->fields, words);
  return draft;
}

/* --- Who writes --- */

/* A journal that is sealed by hand: a revoked key signs on, whatever the program allows. */
typedef struct
{
  KirokuTestBook *book;
  KirokuKey *key;
  const char *case_id;
  gint64 seq, clock, rec;
  char *head;
} Writer;

/* (transfer full) */
static char *
write_entry (Writer *self, KirokuDraft *taken)
{
  g_autoptr (KirokuDraft) draft = taken;
  KirokuPlace place = { self->case_id, self->seq, self->head, self->clock, NULL, -1 };
  KirokuClock clock = { .rec = self->rec += G_USEC_PER_SEC, .mono = -1, .sync = -1, .maxerr = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_record_seal (draft, &place, &clock, self->key, "0.1.0", &error);

  g_assert_no_error (error);
  kiroku_test_bring (self->book, entry);
  self->seq++;
  self->clock = entry->clock;
  g_free (self->head);
  self->head = g_strdup (entry->hash);
  return g_strdup (entry->hash);
}

static void
begin (Writer *self, KirokuTestBook *book, const char *case_id, const char *name, int hours)
{
  KirokuDraft *draft = kiroku_draft_new ("journal.open");

  *self = (Writer){ .book = book, .key = kiroku_key_generate (NULL), .case_id = case_id };
  self->rec = KIROKU_TEST_START + hours * G_TIME_SPAN_HOUR;
  kiroku_draft_set_text (draft, "name", name);
  kiroku_draft_set_text (draft, "role", "");
  kiroku_draft_set_text (draft, "spki", kiroku_key_get_spki (self->key));
  g_free (write_entry (self, draft));
}

static void
open_case (Writer *self, const char *number)
{
  const KirokuOpening opening = { number, "端末の感染", "malware", 2, FALSE, "1" };

  g_free (write_entry (self, kiroku_draft_case_open (&opening)));
}

/* --- The case --- */

typedef struct
{
  KirokuTestBook *book;
  KirokuPack *pack;
  Writer hanako, jiro, mallory;
  GPtrArray *hashes; /* of the entries of the first case */
  gboolean forks; /* so there is nothing to say of it */
  char *hanako_opening, *jiro_opening; /* hashes of their first entries */
} Fixture;

static void
make_tables (KirokuTestBook *book)
{
  static const KirokuFold *const folds[]
      = { &kiroku_asset_fold,     &kiroku_indicator_fold, &kiroku_links_fold,  &kiroku_contact_fold,
          &kiroku_decisions_fold, &kiroku_duties_fold,    &kiroku_filing_fold, &kiroku_evidence_fold };
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuRebuild) rebuild = NULL;
  gint64 done = 0, total = 1;

  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    kiroku_folds_add (book->folds, folds[i]);
  rebuild = kiroku_rebuild_start (book->folds, book->db, &error);
  while (done < total && error == NULL)
    kiroku_rebuild_step (rebuild, G_USEC_PER_SEC, &done, &total, &error);
  g_assert_no_error (error);
}

static void
add (Fixture *fixture,
     Writer *by,
     const char *kind,
     const char *ref,
     const char *subject,
     const char *fields)
{
  KirokuDraft *draft = kiroku_draft_new (kind);

  if (ref != NULL)
    kiroku_draft_set_ref (draft, ref, subject);
  set_fields (draft, fields, NULL);
  g_ptr_array_add (fixture->hashes, write_entry (by, draft));
}

/* The hash of what was added last but @back. */
static const char *
last (const Fixture *fixture, guint back)
{
  return g_ptr_array_index (fixture->hashes, fixture->hashes->len - 1 - back);
}

static void
write_case (Fixture *fixture)
{
  Writer *hanako = &fixture->hanako, *jiro = &fixture->jiro;

  add (fixture, hanako, "case.set", NULL, NULL, "affected=3台");
  add (fixture, hanako, "case.phase", NULL, NULL, "phase=triage|reason=確認");
  add (fixture, jiro, "approve", "approves", last (fixture, 0), "decision=approved");
  add (fixture, hanako, "case.hold", NULL, NULL, "state=set|reason=訴訟");
  add (fixture, hanako, "case.link", NULL, NULL,
       "other=" OTHER_CASE "|number=2026-002|as=related|reason=同じ攻撃者");
  add (fixture, hanako, "note", NULL, NULL, "class=action|text=ケーブルを抜いた");
  add (fixture, jiro, "correct", "corrects", last (fixture, 0), "text=LANを抜いた|reason=誤り");
  add (fixture, hanako, "task.add", NULL, NULL, "step=|text_ja=隔離");
  add (fixture, jiro, "task.set", "task", last (fixture, 0), "state=done");
  add (fixture, hanako, "contact.told", NULL, NULL, "contact=c|name=警察|by=phone");
  add (fixture, hanako, "obligation.decide", NULL, NULL, "rule=rule|decision=applies|reason=該当");
  add (fixture, hanako, "form.draft", NULL, NULL, "form=F01|pack=1");
  add (fixture, jiro, "form.approve", NULL, NULL,
       "form=F01|pack=1|copy=submission|lang=ja|sha256=aa");
  add (fixture, hanako, "form.file", NULL, NULL, "form=F01|pack=1|rule=rule|method=web|to=委員会");
  add (fixture, hanako, "obligation.add", NULL, NULL,
       "recipient=親会社|#due=1795400000000000|text=報告");
  add (fixture, hanako, "evidence.add", NULL, NULL, "sha256=ab|sha512=cd|#size=5|name=mail.eml");
  add (fixture, hanako, "evidence.set", "evidence", last (fixture, 0), "host=PC-01");
  add (fixture, jiro, "evidence.move", "evidence", last (fixture, 1),
       "from=花子|to=次郎|where=金庫|purpose=保管");
  add (fixture, hanako, "evidence.check", "evidence", last (fixture, 2), "result=intact|sha256=ab");
  add (fixture, hanako, "asset.set", NULL, NULL, "asset=PC-01|type=host|state=compromised");
  add (fixture, hanako, "indicator.set", NULL, NULL, "type=ipv4|value=192.0.2.1|state=active");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->book = kiroku_test_book_new (&kiroku_case_fold);
  fixture->pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  fixture->hashes = g_ptr_array_new_with_free_func (g_free);
  make_tables (fixture->book);
  begin (&fixture->hanako, fixture->book, KIROKU_TEST_CASE, "hanako", 0);
  fixture->hanako_opening = g_strdup (fixture->hanako.head);
  open_case (&fixture->hanako, "2026-001");
  begin (&fixture->jiro, fixture->book, KIROKU_TEST_CASE, "jiro", 1);
  fixture->jiro_opening = g_strdup (fixture->jiro.head);
  g_free (write_entry (&fixture->hanako, kiroku_trust_draft_vouch (
                                             kiroku_key_get_id (fixture->jiro.key), "jiro", "")));
  write_case (fixture);
  begin (&fixture->mallory, fixture->book, OTHER_CASE, "mallory", 48);
  open_case (&fixture->mallory, "2026-002");
}

static void
end (Writer *self)
{
  kiroku_key_unref (self->key);
  g_free (self->head);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  end (&fixture->hanako);
  end (&fixture->jiro);
  end (&fixture->mallory);
  g_ptr_array_unref (fixture->hashes);
  g_free (fixture->hanako_opening);
  g_free (fixture->jiro_opening);
  kiroku_pack_unref (fixture->pack);
  kiroku_test_book_free (fixture->book);
}

/* --- What it adds up to --- */

static void
say (GString *out, ...)
{
  va_list texts;
  const char *text;

  va_start (texts, out);
  while ((text = va_arg (texts, const char *)) != (const char *) out)
    g_string_append_printf (out, "%s|", text != NULL ? text : "-");
  va_end (texts);
  g_string_append_c (out, '\n');
}

/* A line of texts, some of which may be NULL; @out itself ends the list. */
#define SAY(...) say (out, __VA_ARGS__, (const char *) out)

static const char *
number (gint64 value)
{
  static char texts[8][24];
  static guint next;
  char *text = texts[next++ % G_N_ELEMENTS (texts)];

  g_snprintf (text, sizeof texts[0], "%" G_GINT64_FORMAT, value);
  return text;
}

/* Without what is marked as written by a revoked key, of which @revoked is how much there is. */
static void
say_lines (Fixture *fixture, GString *out, guint *revoked)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  g_autoptr (GPtrArray) lines
      = kiroku_line_read (fixture->book->db, KIROKU_TEST_CASE, &filter, 0, 10000, NULL);

  *revoked = 0;
  for (guint i = 0; i < lines->len; i++)
    {
      const KirokuLine *l = g_ptr_array_index (lines, i);
      const KirokuApproval *a = kiroku_line_get_approval (l);

      if (l->revoked)
        (*revoked)++;
      else
        SAY (l->kind, l->author, l->text, l->detail, l->extra, l->subject, l->task_ja, l->evidence,
             l->corrected, l->reason, l->corrector, a != NULL ? a->approver : NULL, l->named,
             l->whose, number (a != NULL && a->refused), number (l->unvouched),
             number (l->corrector_unvouched), number (l->forked && !fixture->forks));
    }
}

static void
say_fact (const KirokuFact *fact, gpointer data)
{
  GString *out = data;

  SAY ("fact", fact->key, fact->value, number (fact->state));
}

static void
say_case (Fixture *fixture, GString *out)
{
  KirokuDb *db = fixture->book->db;
  g_autoptr (KirokuCase) self = kiroku_case_read (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (KirokuFacts) facts
      = kiroku_case_read_facts (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (GPtrArray) visits = kiroku_case_read_visits (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (GPtrArray) tasks = kiroku_task_list (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);

  SAY (self->number, self->title, number (self->phase), number (self->closed),
       number (self->tasks_open), number (self->tasks));
  kiroku_facts_foreach (facts, say_fact, out);
  for (guint i = 0; i < visits->len; i++)
    SAY ("phase", ((KirokuVisit *) g_ptr_array_index (visits, i))->hash);
  for (guint i = 0; i < tasks->len; i++)
    {
      const KirokuTask *task = g_ptr_array_index (tasks, i);

      SAY ("task", task->id, number (task->state), task->reason);
    }
}

static void
say_duties (Fixture *fixture, GString *out)
{
  KirokuDb *db = fixture->book->db;
  g_autoptr (GPtrArray) duties = kiroku_duties_read (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (GHashTable) decisions
      = kiroku_decisions_read (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  const KirokuDecision *decision = g_hash_table_lookup (decisions, "rule");

  for (guint i = 0; i < duties->len; i++)
    {
      const KirokuDuty *duty = g_ptr_array_index (duties, i);

      SAY ("duty", duty->id, duty->recipient, duty->text, number (duty->due));
    }
  SAY ("decision", number (g_hash_table_size (decisions)), number (decision->applies),
       decision->reason);
}

/* The form has no fields: who drafted, approved and filed it is what is looked at. */
static void
say_filings (Fixture *fixture, GString *out)
{
  KirokuDb *db = fixture->book->db;
  g_autoptr (GPtrArray) sections = g_ptr_array_new ();
  const KirokuFilledForm form = { .id = (char *) "F01", .sections = sections };
  g_autoptr (KirokuFiling) filing
      = kiroku_filing_read (db, fixture->pack, KIROKU_TEST_CASE, &form, KIROKU_NOW, NULL);
  g_autoptr (GHashTable) met = kiroku_filing_read_met (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);

  SAY ("filing", number (filing->state), filing->approver, number (filing->approved_at),
       number (filing->four_eyes), number (filing->stale));
  for (guint i = 0; i < filing->filed->len; i++)
    SAY ("filed", ((KirokuFiled *) g_ptr_array_index (filing->filed, i))->to);
  SAY ("met", number (g_hash_table_size (met)), number (g_hash_table_contains (met, "rule")));
}

static void
say_evidence (Fixture *fixture, GString *out)
{
  g_autoptr (GPtrArray) items
      = kiroku_evidence_list (fixture->book->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);
      const KirokuEvidenceCheck *check = kiroku_evidence_get_last_check (item);

      SAY ("evidence", item->name, item->sha256, number (item->moves->len),
           number (item->checks->len), number (check != NULL ? (int) check->state : -1));
      for (guint fact = 0; fact < KIROKU_N_EVIDENCE_FACTS; fact++)
        SAY (item->facts[fact].value);
      for (guint m = 0; m < item->moves->len; m++)
        SAY (number (((KirokuEvidenceMove *) g_ptr_array_index (item->moves, m))->corrected));
    }
}

static void
say_rest (Fixture *fixture, GString *out)
{
  KirokuDb *db = fixture->book->db;
  g_autoptr (GPtrArray) links = kiroku_case_read_links (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (GPtrArray) assets = kiroku_asset_list (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (GPtrArray) indicators
      = kiroku_indicator_list (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (GPtrArray) told = kiroku_contact_list_told (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (KirokuLegalHold) hold
      = kiroku_legal_hold_read (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_autoptr (GPtrArray) authors = kiroku_trust_read (db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);

  for (guint i = 0; i < links->len; i++)
    SAY ("link", ((KirokuLink *) g_ptr_array_index (links, i))->hash);
  for (guint i = 0; i < assets->len; i++)
    SAY ("asset", ((KirokuAsset *) g_ptr_array_index (assets, i))->hash);
  for (guint i = 0; i < indicators->len; i++)
    SAY ("indicator", ((KirokuIndicator *) g_ptr_array_index (indicators, i))->hash);
  for (guint i = 0; i < told->len; i++)
    SAY ("told", ((KirokuTold *) g_ptr_array_index (told, i))->hash);
  for (guint i = 0; i < authors->len; i++)
    SAY ("author", ((KirokuAuthor *) g_ptr_array_index (authors, i))->name,
         number (((KirokuAuthor *) g_ptr_array_index (authors, i))->vouched));
  SAY ("hold", number (hold->held), hold->reason, hold->hash);
}

/* Everything that the first case adds up to. (transfer full) */
static char *
read_state (Fixture *fixture, guint *revoked)
{
  GString *out = g_string_new (NULL);

  say_lines (fixture, out, revoked);
  say_case (fixture, out);
  say_duties (fixture, out);
  say_filings (fixture, out);
  say_evidence (fixture, out);
  say_rest (fixture, out);
  return g_string_free (out, FALSE);
}

/* --- Strangers --- */

/* The first line that differs says more than all of them. */
static void
assert_same (const char *before, const char *after, const char *what)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1);
  g_auto (GStrv) new = g_strsplit (after, "\n", -1);

  for (guint i = 0; old[i] != NULL || new[i] != NULL; i++)
    if (old[i] == NULL || new[i] == NULL || !g_str_equal (old[i], new[i]))
      g_error ("%s: “%s” became “%s”", what, old[i] != NULL ? old[i] : "nothing",
               new[i] != NULL ? new[i] : "nothing");
}

/* What others write stands in the log; else nothing may differ. */
static void
assert_same_but_lines (const char *before, const char *after)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1);
  g_auto (GStrv) new = g_strsplit (after, "\n", -1);

  for (guint i = 0; old[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) new, old[i]))
      g_error ("“%s” is gone", old[i]);
}

static void
assert_not_found (Fixture *fixture)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  gint64 count;

  filter.find = STRANGE;
  g_assert_true (
      kiroku_line_count (fixture->book->db, KIROKU_TEST_CASE, &filter, &count, NULL));
  g_assert_cmpint (count, ==, 0);
}

static void
test_other_case (Fixture *fixture, gconstpointer data)
{
  guint revoked;
  g_autofree char *before = read_state (fixture, &revoked);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint h = 0; h < fixture->hashes->len; h++)
      {
        const char *subject = g_ptr_array_index (fixture->hashes, h);
        g_autofree char *after = NULL;

        if (kinds[k].refs[0] == '\0' && h > 0)
          break;
        g_free (write_entry (&fixture->mallory, make_draft (&kinds[k], subject, STRANGE)));
        if (h < fixture->hashes->len - 1 && kinds[k].refs[0] != '\0')
          continue;
        after = read_state (fixture, &revoked);
        assert_same (before, after, kinds[k].kind);
      }
  assert_not_found (fixture);
}

static void
test_revoked_key (Fixture *fixture, gconstpointer data)
{
  Writer *jiro = &fixture->jiro;
  guint revoked, written = 0;
  g_autofree char *before = NULL;

  g_free (write_entry (&fixture->hanako,
                       kiroku_trust_draft_revoke (kiroku_key_get_id (jiro->key), jiro->seq - 1,
                                                  jiro->head, "紛失")));
  jiro->rec += G_TIME_SPAN_DAY;
  jiro->clock += G_TIME_SPAN_DAY;
  before = read_state (fixture, &revoked);
  g_assert_cmpuint (revoked, ==, 0);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      guint times = kinds[k].refs[0] != '\0' ? fixture->hashes->len : 1;
      g_autofree char *after = NULL;

      for (guint h = 0; h < times; h++)
        g_free (write_entry (jiro, make_draft (&kinds[k], g_ptr_array_index (fixture->hashes, h),
                                               STRANGE)));
      written += times;
      after = read_state (fixture, &revoked);
      assert_same (before, after, kinds[k].kind);
      g_assert_cmpuint (revoked, ==, written);
    }
}

/* Somebody who has the key again, beside what counts and with numbers that count. */
static void
test_revoked_fork (Fixture *fixture, gconstpointer data)
{
  Writer *jiro = &fixture->jiro;
  guint revoked, written = 0;
  g_autofree char *before = NULL;
  g_autofree char *head = g_strdup (jiro->head);
  const gint64 last = jiro->seq - 1;

  fixture->forks = TRUE;
  g_free (write_entry (&fixture->hanako, kiroku_trust_draft_revoke (kiroku_key_get_id (jiro->key),
                                                                    last, head, "紛失")));
  before = read_state (fixture, &revoked);
  g_free (jiro->head);
  jiro->head = g_strdup (fixture->jiro_opening);
  jiro->seq = 1;
  jiro->rec += G_TIME_SPAN_DAY;
  jiro->clock += G_TIME_SPAN_DAY;
  for (guint k = 0; k < G_N_ELEMENTS (kinds) && jiro->seq <= last; k++)
    {
      g_autofree char *after = NULL;

      if (!g_str_equal (kinds[k].kind, "case.set") && !g_str_equal (kinds[k].kind, "key.vouch")
          && !g_str_equal (kinds[k].kind, "case.phase"))
        continue;
      g_free (write_entry (jiro, make_draft (&kinds[k], g_ptr_array_index (fixture->hashes, 0),
                                             STRANGE)));
      after = read_state (fixture, &revoked);
      assert_same (before, after, kinds[k].kind);
      g_assert_cmpuint (revoked, ==, ++written);
    }
  g_assert_cmpuint (written, >, 1);
}

/* Whoever knows the id of a case can say to have opened it long before. */
static void
test_second_opener (Fixture *fixture, gconstpointer data)
{
  Writer late;
  guint revoked;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  const KirokuConflict *conflict;
  gboolean may;

  begin (&late, fixture->book, KIROKU_TEST_CASE, "mallory", -24000);
  before = read_state (fixture, &revoked);
  open_case (&late, "2020-001");
  g_free (write_entry (&late, kiroku_trust_draft_vouch (kiroku_key_get_id (late.key), "m", "")));
  g_free (write_entry (&late, kiroku_trust_draft_revoke (kiroku_key_get_id (fixture->hanako.key), 0,
                                                         fixture->hanako_opening, "x")));
  after = read_state (fixture, &revoked);
  g_assert_cmpuint (revoked, ==, 0);
  assert_same_but_lines (before, after);
  g_assert_true (kiroku_trust_may_decide (fixture->book->db, KIROKU_TEST_CASE,
                                          kiroku_key_get_id (fixture->jiro.key), &may, NULL));
  g_assert_true (may);
  g_assert_true (kiroku_trust_may_decide (fixture->book->db, KIROKU_TEST_CASE,
                                          kiroku_key_get_id (late.key), &may, NULL));
  g_assert_false (may);

  conflicts = kiroku_conflict_read (fixture->book->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  conflict = kiroku_conflict_find (conflicts, KIROKU_CONFLICT_OPENING);
  g_assert_nonnull (conflict);
  g_assert_cmpuint (conflict->rivals->len, ==, 2);
  g_assert_cmpstr (((KirokuRival *) g_ptr_array_index (conflict->rivals, 0))->author, ==, "hanako");
  g_assert_cmpstr (((KirokuRival *) g_ptr_array_index (conflict->rivals, 1))->author, ==, "mallory");
  end (&late);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/strangers/another-case-says-nothing-about-this-one", Fixture, NULL, set_up,
              test_other_case, tear_down);
  g_test_add ("/strangers/a-revoked-key-changes-nothing", Fixture, NULL, set_up, test_revoked_key,
              tear_down);
  g_test_add ("/strangers/what-a-revoked-key-forks-off-changes-nothing", Fixture, NULL, set_up,
              test_revoked_fork, tear_down);
  g_test_add ("/strangers/a-second-opener-takes-nothing-over", Fixture, NULL, set_up,
              test_second_opener, tear_down);
  return g_test_run ();
}
