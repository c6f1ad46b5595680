/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-cli.h"
#include "kiroku-papers.h"

G_BEGIN_DECLS

/* What the commands about forms share. FALSE with *@status set. */

/* A paper of case @case_id in the language of option --lang. */
gboolean kiroku_cli_take_paper (
    KirokuCli *cli, const char *case_id, KirokuPaper *paper, int *status);
/* The form that the second word names, which can be filled in. */
gboolean kiroku_cli_take_form (KirokuCli *cli, const char **form, int *status);

G_END_DECLS
