/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-report-seal.h"

#include <string.h>

#include "kiroku-report-private.h"
#include "kiroku-trust.h"
#include "kiroku-words.h"

#define KEY_DIGITS 12  /* of a key, as everywhere else */
#define CODE_SIZE 92.0 /* points: some 0.7 mm a module */
#define CAPTION_SIZE 9.5
#define SMALL_CODE_SIZE 70.0 /* points: some 0.5 mm a module */
#define SMALL_CAPTION_SIZE 8.5

#define KEY_WIDTH 78
#define ENTRIES_WIDTH 46
#define HASH_WIDTH 218 /* half of the digits */
#define N_COLUMNS 4

static void
add_code (KirokuDocument *document,
          const char *language,
          const char *root,
          const char *note,
          double size,
          double caption_size)
{
  g_autofree char *code = g_strconcat (KIROKU_ROOT_PREFIX, root, NULL);
  g_autofree char *digits = kiroku_words_groups (root, 4);
  g_autofree char *caption
      = g_strdup_printf ("%s\n%s\n%s", kiroku_words (language, "事案ルート（記録の照合値）", "Case root"),
                         digits, note);

  kiroku_document_add_code (document, code, size, caption, caption_size);
}

void
kiroku_report_add_code (KirokuDocument *document, const char *language, const char *root, const char *note)
{
  add_code (document, language, root, note, CODE_SIZE, CAPTION_SIZE);
}

static void
add_root (
    KirokuDocument *document, const KirokuReportSeal *seal, double size, double caption_size)
{
  g_autofree char *root = kiroku_checkpoint_get_root (seal->heads);
  g_autofree char *time = kiroku_report_show_second (seal->language, seal->heads->time, seal->zone);
  g_autofree char *note = kiroku_words_is_japanese (seal->language)
                              ? g_strdup_printf ("%s時点の記録による。", time)
                              : g_strdup_printf ("From the record as of %s.", time);

  add_code (document, seal->language, root, note, size, caption_size);
}

void
kiroku_report_add_root (KirokuDocument *document, const KirokuReportSeal *seal)
{
  add_root (document, seal, CODE_SIZE, CAPTION_SIZE);
}

void
kiroku_report_add_small_root (KirokuDocument *document, const KirokuReportSeal *seal)
{
  add_root (document, seal, SMALL_CODE_SIZE, SMALL_CAPTION_SIZE);
}

static void
add_cells (GPtrArray *cells, const KirokuReportSeal *seal, const KirokuHead *head)
{
  const char *name = kiroku_trust_find_name (seal->authors, head->key);

  g_ptr_array_add (cells, g_strdup (name != NULL ? name
                                                 : kiroku_words (seal->language, "（開示されない）",
                                                                 "(withheld)")));
  g_ptr_array_add (cells, g_strndup (head->key, KEY_DIGITS));
  g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, head->seq + 1));
  g_ptr_array_add (cells, kiroku_words_groups (head->hash, 4));
}

void
kiroku_report_add_heads (KirokuDocument *document, const KirokuReportSeal *seal)
{
  GPtrArray *heads = seal->heads->heads;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const KirokuColumn columns[N_COLUMNS] = {
    { kiroku_words (seal->language, "記録者", "Author"), 0, KIROKU_ALIGN_START },
    { kiroku_words (seal->language, "鍵", "Key"), KEY_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (seal->language, "記録数", "Entries"), ENTRIES_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (seal->language, "最後の記録のハッシュ値", "Hash of the last"), HASH_WIDTH,
      KIROKU_ALIGN_START },
  };

  for (guint i = 0; i < heads->len; i++)
    add_cells (cells, seal, g_ptr_array_index (heads, i));
  kiroku_document_add_small_table (document, columns, N_COLUMNS, heads->len,
                                   (const char *const *) cells->pdata);
}
