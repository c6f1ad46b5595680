/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* A case as JSON for reading, with the keys of `kiroku-cli --json case show`: what it is, phases,
 * facts, tasks, contacts told. Times in @zone. (transfer full) */
char *kiroku_case_to_json (KirokuDb *db, const char *case_id, GTimeZone *zone, GError **error);

G_END_DECLS
