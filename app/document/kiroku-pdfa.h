/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pages.h"

G_BEGIN_DECLS

/* What has to be written behind @pdf, which is @document as kiroku-pdf has cairo write it, to
 * make it one for the archive: PDF/A-1b (ISO 19005-1, level B). All glyphs are in it and are
 * named, colours have a meaning of their own, nothing can be seen through, and it says in XMP
 * what it is. The same bytes give the same bytes, unless @signer (nullable) signs them.
 * Returns: (transfer full): NULL with @error set (RENDER, or the signer's). */
GBytes *kiroku_pdfa_make_update (GBytes *pdf,
                                 const KirokuDocument *document,
                                 const KirokuPdfSigner *signer,
                                 GError **error);

G_END_DECLS
