/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-evidence-store.h"

G_BEGIN_DECLS

/* Carries progress from a working thread to the context of whoever waits for it; what comes faster
 * than it is taken is left out. */
typedef struct _KirokuRelay KirokuRelay;

/* @watch may be NULL. To be called in the thread that shall be told. */
KirokuRelay *kiroku_relay_new (const KirokuEvidenceWatch *watch);
/* Nothing is told any more. In the same thread. */
void kiroku_relay_stop (KirokuRelay *self);
/* What the working thread is given; it lives until kiroku_relay_stop(). (transfer none) */
const KirokuEvidenceWatch *kiroku_relay_get_watch (KirokuRelay *self);

G_END_DECLS
