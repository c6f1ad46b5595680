/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-pack-types.h"

G_BEGIN_DECLS

/* How sure a rule or a number is and as of when it was: quiet for what stands in a source document
 * or was read in the primary text, marked by an icon and a colour for everything else. The source
 * itself is its tooltip. */
#define KIROKU_TYPE_SOURCE_CHIP (kiroku_source_chip_get_type ())
G_DECLARE_FINAL_TYPE (KirokuSourceChip, kiroku_source_chip, KIROKU, SOURCE_CHIP, AdwBin)

/* @source, @as_of: (nullable) */
GtkWidget *
kiroku_source_chip_new (KirokuConfidence confidence, const char *source, const char *as_of);

/* A source of the rule pack, 日本語 (English), in the language of the window. (transfer full) */
char *kiroku_source_dup_name (const char *source);

/* "Source: … · not confirmed · as of 2020". @source, @as_of: (nullable). (transfer full) */
char *
kiroku_source_describe (KirokuConfidence confidence, const char *source, const char *as_of);

G_END_DECLS
