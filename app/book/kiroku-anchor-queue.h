/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Requests for time stamps whose answer is not recorded yet: a file each in a folder, one a case root and
 * authority. They outlive the program; what they hold is not secret. */

typedef struct
{
  char *path; /* (nullable) until it is in the queue */
  char *case_id;
  char *root;      /* case root, hex */
  char *url;       /* of the authority */
  char *authority; /* its name */
  char *ca;        /* (nullable) PEM file that the answer must lead to, "" when none was asked for;
                    * NULL when an earlier version did not say */
  GBytes *query;   /* TimeStampReq */
  gint64 made;     /* µs UTC */
  char *failure;   /* (nullable) why it was not answered when last sent */
  char *token;     /* (nullable) the answer, base64, which has yet to be recorded */
  char *broken;    /* (nullable) why the file is no request; then there is only its path, and its
                    * case if that can be read */
} KirokuAnchorRequest;

void kiroku_anchor_request_free (KirokuAnchorRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAnchorRequest, kiroku_anchor_request_free)

/* The requests in @folder, of @case_id or with NULL all, oldest first; before them the files that
 * are broken; one whose case cannot be read may be of any. (transfer full) (element-type
 * KirokuAnchorRequest) */
GPtrArray *kiroku_anchor_queue_list (const char *folder, const char *case_id, GError **error);

/* Puts @request into @folder, durably; one for the same root and authority that waits already stays as
 * it is. */
gboolean kiroku_anchor_queue_add (
    const char *folder, const KirokuAnchorRequest *request, GError **error);
/* Notes why it was not answered. */
gboolean kiroku_anchor_queue_fail (KirokuAnchorRequest *request, const char *why, GError **error);
/* Keeps the answer, durably: it is not asked for again. */
gboolean kiroku_anchor_queue_answer (KirokuAnchorRequest *request, const char *token, GError **error);
/* Takes it out; one that is gone already is no error. */
gboolean kiroku_anchor_queue_remove (const KirokuAnchorRequest *request, GError **error);

G_END_DECLS
