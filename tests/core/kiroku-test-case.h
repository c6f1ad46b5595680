/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-report.h"

G_BEGIN_DECLS

/* An invented case of ransomware from which tests make papers: always the same. It is 2026-11-23 10:30 in
 * Japan, two days after it was opened. */

#define KIROKU_TEST_NOW G_GINT64_CONSTANT (1795397400000000)
#define KIROKU_TEST_MINUTE G_GINT64_CONSTANT (60000000)
#define KIROKU_TEST_HOUR (60 * KIROKU_TEST_MINUTE)

#define KIROKU_TEST_AUTHOR "霧島 花子"
#define KIROKU_TEST_KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define KIROKU_TEST_HASH "8899aabbccddeeff00112233445566778899aabbccddeeff0011223344556677"

extern const KirokuCase kiroku_test_incident;

/* The case and what a report is made of. All belongs to it. */
typedef struct
{
  KirokuCase info;
  KirokuFacts *facts;
  GPtrArray *visits;      /* (element-type KirokuVisit) */
  GPtrArray *obligations; /* (nullable) (element-type KirokuObligation) */
  GPtrArray *tasks;       /* (element-type KirokuTask) */
  GPtrArray *told;        /* (element-type KirokuTold) */
  GHashTable *filings;    /* (element-type utf8 KirokuFiling) */
  GTimeZone *zone;
  KirokuReportInput input; /* of which all but the log is set */
} KirokuTestCase;

/* Opened, and nothing else. @pack, @language: must stay. */
void kiroku_test_case_init (KirokuTestCase *self, KirokuPack *pack, const char *language);
void kiroku_test_case_clear (KirokuTestCase *self);

/* Facts, a visit to each phase, and what is due. */
void kiroku_test_case_fill (KirokuTestCase *self);
/* The strings must stay. */
void kiroku_test_case_add_visit (KirokuTestCase *self,
                                 KirokuPhase phase,
                                 gint64 start,
                                 gint64 end,
                                 const char *reason,
                                 const char *approver);
/* Three tasks, one open, one skipped and one done; somebody told; a lesson. */
void kiroku_test_case_fill_rest (KirokuTestCase *self);

/* (transfer none): there is one. */
KirokuObligation *kiroku_test_case_find_rule (KirokuTestCase *self, const char *rule);
/* Meets @rule at @at. */
void kiroku_test_case_meet (KirokuTestCase *self, const char *rule, gint64 at);
/* And files F01 with the authority for it. */
void kiroku_test_case_file (KirokuTestCase *self, const char *rule, gint64 at);

G_END_DECLS
