/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-head-sheet.h"

G_BEGIN_DECLS

/* The head sheet as a small text for a mail or a memory stick: what it is and what for, in words,
 * then the lines of the checkpoint (FORMAT.md §8), by which a program takes it back. Of the case it
 * names the number alone. LF ends each line. (transfer full) */
char *kiroku_report_head_file (const KirokuHeadSheet *input);

/* Where the lines of a checkpoint begin in such a text; NULL when it has none. (transfer none)
 * (nullable) */
const char *kiroku_report_find_heads (const char *text);

G_END_DECLS
