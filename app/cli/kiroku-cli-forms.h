/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-cli.h"
#include "kiroku-filing.h"
#include "kiroku-papers.h"

G_BEGIN_DECLS

/* What the commands about forms share. FALSE with *@status set. */

/* A paper of case @case_id in the language of option --lang. */
gboolean kiroku_cli_take_paper (
    KirokuCli *cli, const char *case_id, KirokuPaper *paper, int *status);
/* --recipient and --marking: where @has_pages they have a place. */
gboolean kiroku_cli_check_address (KirokuCli *cli, gboolean has_pages, int *status);
/* The form that the second word names, which can be filled in. */
gboolean kiroku_cli_take_form (KirokuCli *cli, const char **form, int *status);
/* Warns that @form goes to somebody with whom nothing is to be shared (KirokuFilledForm.excluded). */
void kiroku_cli_warn_of_excluded (const char *form);

/* A report of @case_id as --output, --lang, --since and the options of signing have it; nothing is
 * written yet. (transfer full): NULL with *@status set. */
typedef struct _KirokuReportOrder KirokuReportOrder;
KirokuReportOrder *kiroku_cli_order_report (
    KirokuCli *cli, const char *case_id, KirokuReport report, int *status);
/* Writes it as things stand by then, and records what it shows for @purpose (kiroku-checkpoint.h). */
gboolean kiroku_cli_write_report (
    KirokuCli *cli, KirokuReportOrder *self, const char *purpose, GError **error);
void kiroku_report_order_free (KirokuReportOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuReportOrder, kiroku_report_order_free)

/* The member `contradicts` of the object being built: what @filed (nullable) says and is another now. */
void kiroku_json_contradictions (JsonBuilder *builder, const KirokuFiled *filed);
/* The same for people, a row each. @label: (nullable): of the field; else the name of the fact. */
void kiroku_print_contradiction (
    KirokuCli *cli, const char *label, const char *language, const KirokuContradiction *value);
void kiroku_print_contradictions (KirokuCli *cli, const KirokuFiled *filed);
/* What became of the forms of a case: id → KirokuFiling. In a thread of the store. (transfer full) */
GHashTable *kiroku_cli_read_filings (
    KirokuCli *cli, KirokuDb *db, const char *case_id, GError **error);
/* The last time it was handed in. @filing: (nullable). (transfer none) (nullable) */
const KirokuFiled *kiroku_cli_get_last_filed (const KirokuFiling *filing);
/* The last filing of a form that met @rule and is contradicted by what is known now.
 * (transfer none) (nullable) */
const KirokuFiled *kiroku_cli_find_contradicted (GHashTable *filings, const char *rule);
/* For people: what is still open in a final report. */
void kiroku_cli_print_open (const KirokuFilledForm *form);
/* Whether --output is a mail (.eml), and that mail: the form's text, its recipient where the rule pack states one,
 * and the files of --attach. */
gboolean kiroku_cli_wants_mail (KirokuCli *cli);
int kiroku_cli_write_mail (KirokuCli *cli, const KirokuPaper *paper, const char *form);

G_END_DECLS
