/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <openssl/evp.h>

#include "kiroku-key.h"

G_BEGIN_DECLS

/* For the journal's own files: the key pair. (transfer none): lives as long as @self. */
EVP_PKEY *kiroku_key_get_pkey (KirokuKey *self);

G_END_DECLS
