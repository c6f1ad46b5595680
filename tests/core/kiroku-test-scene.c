/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-scene.h"

#include "kiroku-token.h"
#include "kiroku-trust.h"

#define YEAR G_GINT64_CONSTANT (31536000)

static void
add_authority (KirokuTestScene *self)
{
  g_autofree char *pem = NULL;

  self->authority = kiroku_test_authority_new (&(KirokuTestAuthorityOptions){
      .name = "時刻局",
      .not_before = KIROKU_TEST_START / G_USEC_PER_SEC - YEAR,
      .not_after = KIROKU_TEST_START / G_USEC_PER_SEC + YEAR });
  self->ca = kiroku_test_book_file (self->book, "ca.pem");
  pem = kiroku_test_authority_get_ca (self->authority);
  g_assert_true (g_file_set_contents (self->ca, pem, -1, NULL));
}

void
kiroku_test_scene_init (KirokuTestScene *self, const KirokuFold *fold)
{
  self->book = kiroku_test_book_new (fold);
  self->hanako = kiroku_test_person_new (self->book, "hanako");
  self->ichiro = kiroku_test_person_new (self->book, "ichiro");
  self->saburo = kiroku_test_person_new (self->book, "saburo");
  kiroku_test_do (self->hanako, kiroku_draft_new ("case.open"));
  kiroku_test_vouch (self->hanako, self->ichiro);
  kiroku_test_note (self->hanako, "端末");
  add_authority (self);
}

void
kiroku_test_scene_clear (KirokuTestScene *self)
{
  kiroku_test_authority_free (self->authority);
  kiroku_test_person_free (self->hanako);
  kiroku_test_person_free (self->ichiro);
  kiroku_test_person_free (self->saburo);
  kiroku_test_book_free (self->book);
  g_free (self->ca);
}

const char *
kiroku_test_get_id (KirokuTestPerson *person)
{
  return kiroku_key_get_id (person->key);
}

void
kiroku_test_do (KirokuTestPerson *person, KirokuDraft *draft)
{
  kiroku_entry_unref (kiroku_test_append (person, draft));
}

void
kiroku_test_vouch (KirokuTestPerson *person, KirokuTestPerson *other)
{
  kiroku_test_do (person, kiroku_trust_draft_vouch (kiroku_test_get_id (other), "x", NULL));
}

KirokuCheckpoint *
kiroku_test_scene_read_heads (KirokuTestScene *self)
{
  return kiroku_checkpoint_read (self->book->db, KIROKU_TEST_CASE, KIROKU_TEST_START, NULL);
}

char *
kiroku_test_scene_stamp (KirokuTestScene *self, const char *root, gint64 late)
{
  g_autoptr (GBytes) request = kiroku_token_make_request (root, NULL);
  g_autoptr (GBytes) answer = kiroku_test_authority_answer (
      self->authority, request, (KIROKU_TEST_START + late) / G_USEC_PER_SEC);
  g_autoptr (GError) error = NULL;
  char *token = kiroku_token_take_response (request, answer, &error);

  g_assert_no_error (error);
  return token;
}
