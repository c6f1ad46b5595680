/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mail that nobody has sent yet, for the user's own mail program: RFC 5322 with RFC 2047 and MIME, by GMime.
 * It has no sender: that is for the mail program to fill in. */
typedef struct
{
  const char *to;      /* (nullable): an address */
  const char *subject;
  const char *text;
  const char *const *attachments; /* (nullable): paths of files, NULL at the end */
  gint64 date;         /* µs UTC */
} KirokuMailDraft;

/* The mail as the bytes of a file, lines ended by CRLF. Reads the files that go with it; G_FILE_ERROR names
 * the one that cannot be read. (transfer full) */
GBytes *kiroku_mail_draft_make (const KirokuMailDraft *draft, GError **error);
/* The same as a file, durable when it returns. An existing file is replaced. */
gboolean kiroku_mail_draft_write (const KirokuMailDraft *draft, const char *path, GError **error);
/* As a link that opens a mail program (RFC 6068), which takes no files along. (transfer full) */
char *kiroku_mail_draft_dup_uri (const KirokuMailDraft *draft);
/* Whether @text is one address, such as "info@example.jp", without a name. */
gboolean kiroku_mail_is_address (const char *text);

G_END_DECLS
