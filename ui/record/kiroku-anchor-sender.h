/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Sends the requests for time stamps that wait, at once and each time the network comes back,
 * without anybody asking for it or being told: what still waits, and why, is in the requests, and
 * the record view shows it. */
#define KIROKU_TYPE_ANCHOR_SENDER (kiroku_anchor_sender_get_type ())
G_DECLARE_FINAL_TYPE (KirokuAnchorSender, kiroku_anchor_sender, KIROKU, ANCHOR_SENDER, GObject)

/* What waits in @book; what is on its way ends with the sender. @monitor says whether there is a
 * network. */
KirokuAnchorSender *kiroku_anchor_sender_new (KirokuBook *book, GNetworkMonitor *monitor);

G_END_DECLS
