/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-document.h"

G_BEGIN_DECLS

/* What is changed in a PDF by what is written behind it (ISO 32000-1, 7.5.6): the bytes before
 * stay as they are, and little of them is held in memory.
 *
 * It reads what kiroku-pdf has cairo write, no PDF of others: one cross-reference table, and
 * objects that each begin on a line of their own. A dictionary is its text, from “<<” to “>>”. */
typedef struct _KirokuPdfUpdate KirokuPdfUpdate;

/* @pdf: borrowed until the update is freed.
 * Returns: (transfer full): NULL with @error set (RENDER) where it is no such PDF. */
KirokuPdfUpdate *kiroku_pdf_update_new (GBytes *pdf, GError **error);
void kiroku_pdf_update_free (KirokuPdfUpdate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPdfUpdate, kiroku_pdf_update_free)

/* Objects have the numbers from 1 to before this one. */
guint kiroku_pdf_update_get_size (KirokuPdfUpdate *self);
/* The number that the trailer has under @key, such as “/Root”; 0 without. */
guint kiroku_pdf_update_get_trailer (KirokuPdfUpdate *self, const char *key);
/* As it was or, once replaced, as it will be. (transfer full) (nullable): NULL for an object
 * that is none. */
char *kiroku_pdf_update_dup_dictionary (KirokuPdfUpdate *self, guint number);
void kiroku_pdf_update_replace (KirokuPdfUpdate *self, guint number, const char *dictionary);
/* A stream of @length bytes whose dictionary has @entries besides their number. Returns its
 * object's number. */
guint kiroku_pdf_update_add_stream (
    KirokuPdfUpdate *self, const char *entries, gconstpointer data, gsize length);
/* Returns the new object's number. */
guint kiroku_pdf_update_add_dictionary (KirokuPdfUpdate *self, const char *dictionary);

/* What is to stand behind the PDF. Its identifier is made from all bytes. (transfer full) */
GBytes *kiroku_pdf_update_finish (KirokuPdfUpdate *self);

/* --- Dictionaries --- */

/* The value of @key, such as “/Type”, as it is written. (transfer full) (nullable) */
char *kiroku_pdf_dictionary_dup (const char *dictionary, const char *key);
gboolean kiroku_pdf_dictionary_has (const char *dictionary, const char *key, const char *value);
/* The number of the object that @key refers to; 0 without. */
guint kiroku_pdf_dictionary_get_reference (const char *dictionary, const char *key);
/* The dictionary with @value under @key, or without @key where that is NULL. (transfer full) */
char *kiroku_pdf_dictionary_set (const char *dictionary, const char *key, const char *value);

G_END_DECLS
