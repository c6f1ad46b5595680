/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-cli.h"
#include "kiroku-conflict.h"
#include "kiroku-filing.h"
#include "kiroku-line.h"
#include "kiroku-obligation.h"
#include "kiroku-task.h"

G_BEGIN_DECLS

/* What comes out on stdout: text with controls made visible, or one JSON document. */

/* Prints text as it is shown, without a line break. */
void kiroku_print (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* The same as one line, with a line break after it: a line break inside is made visible, so that no
 * text can pass for a line of its own. */
void kiroku_print_row (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Prints @builder's document and a line break. */
void kiroku_print_json (JsonBuilder *builder);

/* Members of the object being built; NULL and KIROKU_TIME_NONE give null. */
void kiroku_json_text (JsonBuilder *builder, const char *name, const char *text);
void kiroku_json_integer (JsonBuilder *builder, const char *name, gint64 value);
void kiroku_json_boolean (JsonBuilder *builder, const char *name, gboolean value);
/* ISO 8601 with the offset of @zone. */
void kiroku_json_time (JsonBuilder *builder, const char *name, gint64 us, GTimeZone *zone);

/* Of an entry that was saved: id, seq, key, clock. */
void kiroku_json_entry_members (JsonBuilder *builder, const KirokuEntry *entry);

/* Whole objects. */
void kiroku_json_entry (JsonBuilder *builder, const KirokuEntry *entry);
void kiroku_json_line (JsonBuilder *builder, KirokuCli *cli, const KirokuLine *line);
void kiroku_json_task (JsonBuilder *builder, KirokuCli *cli, const KirokuTask *task);
void kiroku_json_obligation (JsonBuilder *builder,
                             KirokuCli *cli,
                             const KirokuCase *incident,
                             const KirokuObligation *obligation,
                             const KirokuFiled *contradicted); /* (nullable): the filing that met it */

/* The member `conflicts` of the object being built, and the same for people. */
void kiroku_json_conflicts (JsonBuilder *builder, KirokuCli *cli, GPtrArray *conflicts);
void kiroku_print_conflicts (KirokuCli *cli, GPtrArray *conflicts);

/* Prints an entry that was just saved: `{id, seq, key, clock}`, or its id. */
void kiroku_print_saved (KirokuCli *cli, const KirokuEntry *entry);
/* Says where the file @path is that was just written: `{output}`, or its full path. */
void kiroku_print_written (KirokuCli *cli, const char *path);
/* When something is due, for people. (transfer full) */
char *kiroku_describe_due (KirokuCli *cli, const KirokuObligation *obligation);

G_END_DECLS
