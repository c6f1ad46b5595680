/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-exchange-error.h"

G_BEGIN_DECLS

/* A time-stamping authority over HTTP (RFC 3161 §3.4): the one place that speaks to a network, and
 * only when a person has named the address. What is sent holds a digest and nothing of a case. */

/* Whether @url is an address that can be asked: http or https, with a host. */
gboolean kiroku_authority_check_url (const char *url, GError **error);

/* ms that an answer may take in all: a few seconds are usual. */
#define KIROKU_AUTHORITY_LIMIT (60 * 1000)

/* Sends @request (a TimeStampReq) and waits for the answer, which is not judged here.
 * KIROKU_EXCHANGE_ERROR_UNREACHED when nobody answers within 20 s, or the answer is not whole
 * within @limit ms: try again later; KIROKU_EXCHANGE_ERROR_FORM when the answer is no time-stamp
 * answer or larger than 1 MiB; G_IO_ERROR_CANCELLED. It waits. (transfer full) */
GBytes *kiroku_authority_ask (const char *url,
                              GBytes *request,
                              guint limit,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
