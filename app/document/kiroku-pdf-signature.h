/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pages.h"
#include "kiroku-pdf-update.h"

G_BEGIN_DECLS

/* A signature in a PDF (ISO 32000-1, 12.8; ETSI EN 319 142-1, level B-B): an invisible field on the
 * first page. It covers every byte of the file but its own. */

/* Adds the field, with room for what @signer will give; after what else is changed on the first
 * page and in the catalogue. FALSE with @error set (RENDER) without these. */
gboolean kiroku_pdf_signature_add (KirokuPdfUpdate *update,
                                   const KirokuPdfSigner *signer,
                                   GError **error);

/* Has @signer sign @pdf and the finished @update behind it.
 * Returns: (transfer full): the update with the signature in the room for it, as long as before;
 * NULL with the signer's @error, or RENDER when what it gave needs more room than it had asked. */
GBytes *kiroku_pdf_signature_fill (GBytes *pdf,
                                   GBytes *update,
                                   const KirokuPdfSigner *signer,
                                   GError **error);

G_END_DECLS
