/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The document room: blocks → lines → pages on a cairo_t. Read this header first, then
 * kiroku-pages.h.
 *
 * A KirokuDocument is a list of blocks and the properties of its pages. It knows nothing of fonts
 * or of cairo. kiroku_document_layout () finds where each page begins; kiroku_pages_draw () draws
 * one page on any cairo_t (screen, printer, PDF) by running the same layout again from that place,
 * so what is printed is what was shown, and a document of any length needs little memory.
 *
 * Lengths are points (1/72 inch), times µs since 1970-01-01 UTC. Text is UTF-8, copied, and shown
 * as it is but for controls (kiroku_text_visible ()); bytes that are no UTF-8 show as U+FFFD.
 * Build a document in one thread; once laid out, do not change it.
 *
 * Inside the room: kiroku-break (where a line may end), kiroku-face (glyphs and their widths),
 * kiroku-line (text → lines, and their drawing), kiroku-flow and kiroku-flow-* (blocks → pages),
 * kiroku-pages, kiroku-pdf (pages → file), kiroku-pdfa (what makes it one for an archive) by
 * kiroku-pdf-update (what is written behind a PDF). */

#define KIROKU_DOCUMENT_ERROR (kiroku_document_error_quark ())
GQuark kiroku_document_error_quark (void);

typedef enum
{
  KIROKU_DOCUMENT_ERROR_FONT,    /* no font to write with */
  KIROKU_DOCUMENT_ERROR_RENDER,  /* cairo could not draw */
  KIROKU_DOCUMENT_ERROR_WRITE,   /* the file cannot be written */
  KIROKU_DOCUMENT_ERROR_CHANGED, /* a table gave other rows when drawn than when laid out */
  KIROKU_DOCUMENT_ERROR_SIZE,    /* the page is too small for its margins */
} KirokuDocumentError;

#define KIROKU_DOCUMENT_MM(mm) ((mm) * 72.0 / 25.4)

typedef struct _KirokuDocument KirokuDocument;
typedef struct _KirokuGrid KirokuGrid;
typedef struct _KirokuGridRow KirokuGridRow;
typedef struct _KirokuPairs KirokuPairs;
typedef struct _KirokuBar KirokuBar;
typedef struct _KirokuChart KirokuChart;
typedef struct _KirokuLane KirokuLane;

/* --- The document and its pages ------------------------------------------------------------ */

/* An empty document, A4 portrait, in Japanese. (transfer full) */
KirokuDocument *kiroku_document_new (void);
KirokuDocument *kiroku_document_ref (KirokuDocument *document);
void kiroku_document_unref (KirokuDocument *document);

void kiroku_document_set_title (KirokuDocument *document, const char *title);
void kiroku_document_set_subject (KirokuDocument *document, const char *subject);
void kiroku_document_set_author (KirokuDocument *document, const char *author);
/* BCP 47: "ja" or "en". Chooses the shape of glyphs that languages draw differently. */
void kiroku_document_set_language (KirokuDocument *document, const char *language);
/* What the PDF states as its time of creation, in µs UTC, whole seconds used. It is an argument,
 * never the clock: the same document gives the same bytes. */
void kiroku_document_set_created (KirokuDocument *document, gint64 us);
/* "IPAexGothic" by default. Glyphs the family lacks come from what fontconfig prefers. */
void kiroku_document_set_font (KirokuDocument *document, const char *family);
void kiroku_document_set_landscape (KirokuDocument *document, gboolean landscape);
void kiroku_document_set_margins (
    KirokuDocument *document, double top, double right, double bottom, double left);
/* One line on top of every page; NULL for nothing. What does not fit ends in “…”. */
void kiroku_document_set_header (KirokuDocument *document, const char *left, const char *right);
/* At the right end of that line, before what stands there: for whom the paper is. */
void kiroku_document_add_header_right (KirokuDocument *document, const char *text);
/* One line at the foot of every page, left of the page number “n / m”. */
void kiroku_document_set_footer (KirokuDocument *document, const char *left);
/* At the foot of every page @text as a QR code (ISO/IEC 18004, correction level M) of some 16 mm, and @caption, the
 * same for those who cannot scan it, in one line below the footer; the margin below becomes wide enough for it.
 * Drawing fails when @text has more than some 2,300 bytes. */
void kiroku_document_set_footer_code (
    KirokuDocument *document, const char *text, const char *caption);
/* Framed on top and at the foot of every page: 訓練 / EXERCISE, TLP:AMBER. */
void kiroku_document_set_marking (KirokuDocument *document, const char *marking);

typedef enum
{
  KIROKU_ALIGN_START,
  KIROKU_ALIGN_CENTER,
  KIROKU_ALIGN_END,
} KirokuAlign;

/* --- Blocks of text ------------------------------------------------------------------------ */

/* The title of the page it stands on: centred, not in the outline. */
void kiroku_document_add_title (KirokuDocument *document, const char *text);
/* @level: 1 to 3. It enters the outline and stays with what follows. */
void kiroku_document_add_heading (KirokuDocument *document, int level, const char *text);
void kiroku_document_add_paragraph (KirokuDocument *document, const char *text);
/* One that stands elsewhere, as the parts of a letter do; @indent is kept free on the left. */
void kiroku_document_add_aligned (
    KirokuDocument *document, const char *text, KirokuAlign align, double indent);
/* A paragraph that ends in a small framed word, such as a rule's confidence: “found-2nd”. */
void kiroku_document_add_tagged (KirokuDocument *document, const char *text, const char *tag);
/* Small print. */
void kiroku_document_add_note (KirokuDocument *document, const char *text);
void kiroku_document_add_space (KirokuDocument *document, double height);
/* Nothing, where a page begins anyway. */
void kiroku_document_add_page_break (KirokuDocument *document);

/* --- Pairs: name and value, for a cover or a summary --------------------------------------- */

/* (transfer none): lives as long as the document. So do all that follow. */
KirokuPairs *kiroku_document_add_pairs (KirokuDocument *document);
void kiroku_pairs_add (KirokuPairs *pairs, const char *name, const char *value);

/* --- The form grid: number | label | value, as Japanese government forms have it ------ */

KirokuGrid *kiroku_document_add_grid (KirokuDocument *document);
/* A shaded line over the whole width; it stays with the row that follows. */
void kiroku_grid_add_section (KirokuGrid *grid, const char *text);
/* @number: NULL for none; the number column exists when any row has one. */
KirokuGridRow *kiroku_grid_add_row (KirokuGrid *grid, const char *number, const char *label);
/* A small framed word under the label, such as the confidence of its source. */
void kiroku_grid_row_set_tag (KirokuGridRow *row, const char *tag);
/* A cell of text. @label: its own shaded label, or NULL. Cells stand side by side. */
void kiroku_grid_row_add_text (KirokuGridRow *row, const char *label, const char *text);
/* A cell with all of its choices, each with a box □ or ☑.
 * @names: NULL-terminated. @checked: bit i is @names[i]; so at most 64 choices. */
void kiroku_grid_row_add_choices (
    KirokuGridRow *row, const char *label, const char *const *names, guint64 checked);
/* What is added next stands below, under a hairline, in the same row. */
void kiroku_grid_row_break (KirokuGridRow *row);
/* The cell added last is at least @lines lines tall. */
void kiroku_grid_row_set_min_lines (KirokuGridRow *row, guint lines);
/* The cell added last is in large type, to be read from where one stands: a number to dial. Each of
 * its lines is as tall as two. */
void kiroku_grid_row_set_large (KirokuGridRow *row);

/* --- The ruled table ----------------------------------------------------------------------- */

typedef struct
{
  const char *head;
  double width; /* points; 0: an equal share of what the others leave */
  KirokuAlign align;
} KirokuColumn;

#define KIROKU_COLUMNS_MAX 16

typedef enum
{
  KIROKU_ROW_PLAIN = 0,
  KIROKU_ROW_STRUCK = 1 << 0, /* shown struck through: a corrected entry */
  KIROKU_ROW_SHADED = 1 << 1,
} KirokuRowFlags;

/* Gives row @row of a table. @cells: one per column, to be set to text that lives until the next
 * call; NULL is an empty cell. @flags: may be set, PLAIN before. Rows are asked for mostly in
 * order, each about twice, in the thread that lays out or draws, and must be the same each time.
 * Returns FALSE with @error set when the row cannot be had; laying out or drawing then fails with
 * it. */
typedef gboolean (*KirokuRowFunc) (
    guint row, const char **cells, KirokuRowFlags *flags, gpointer user_data, GError **error);

/* A table whose rows are fetched as they are needed: 100,000 rows cost no memory here. The head is
 * repeated on each page. @columns: at most KIROKU_COLUMNS_MAX; copied. */
void kiroku_document_add_table (KirokuDocument *document,
                                const KirokuColumn *columns,
                                guint n_columns,
                                guint n_rows,
                                KirokuRowFunc func,
                                gpointer user_data,
                                GDestroyNotify destroy);
/* A small table, copied: @cells holds n_rows × n_columns texts, row by row. */
void kiroku_document_add_small_table (KirokuDocument *document,
                                      const KirokuColumn *columns,
                                      guint n_columns,
                                      guint n_rows,
                                      const char *const *cells);

/* --- Links ---------------------------------------------------------------------------------- */

/* Links work in the PDF; on paper and on the screen they are text like any other. @target: "#" and a name given in the
 * same document, or an address that begins with "https://", "http://" or "mailto:"; what is neither, or NULL, is no
 * link, and a link to a name that nothing has is left out. Link only what the writer of the text vouches for, such as the
 * address of an authority: never what a log quotes, which may be an attacker's. Of up to 4,000 names.
 *
 * Each is about what was added last: a heading, paragraph, note or table. */
void kiroku_document_set_name (KirokuDocument *document, const char *name);
void kiroku_document_set_link (KirokuDocument *document, const char *target);
/* Of the value added last. */
void kiroku_pairs_set_link (KirokuPairs *pairs, const char *target);
/* Of the last line of text of the cell added last, which has no label and stands alone in its strip of the row. */
void kiroku_grid_row_set_link (KirokuGridRow *row, const char *target);
/* Of a table: these cost memory, so name the rows of a long one that others link to. */
void kiroku_document_name_row (KirokuDocument *document, guint row, const char *name);
void
kiroku_document_link_cell (KirokuDocument *document, guint row, guint column, const char *target);
/* The target that opens a letter to @address. (transfer full) */
char *kiroku_document_dup_mail_link (const char *address);

/* --- The bar: parts of a whole, such as the time spent in each phase ----------------------- */

/* Parts differ by pattern and number, so that the bar reads in black and white. */
KirokuBar *kiroku_document_add_bar (KirokuDocument *document);
/* @amount: ≥ 0, in any unit. @text: the amount for people (“2 h 05 min”). */
void kiroku_bar_add (KirokuBar *bar, const char *label, double amount, const char *text);

/* --- The chart: what happened when ---------------------------------------------------------- */

/* Marks differ by their shape, not by colour. */
typedef enum
{
  KIROKU_SHAPE_DIAMOND,
  KIROKU_SHAPE_DISC,
  KIROKU_SHAPE_CROSS,
  KIROKU_SHAPE_RING,
  KIROKU_SHAPE_TRIANGLE,
  KIROKU_SHAPE_SQUARE,
  KIROKU_SHAPE_STROKE,
} KirokuShape;

#define KIROKU_N_SHAPES 7

/* Time, in any unit, from left to right; lanes one below the other, in the order in which they were
 * added. What lies outside of @from … @to stands at its edge, with an arrow. The labels of one lane
 * never overlap: they step aside, and where many come together the last one that has room says how
 * many more there are (“D7 +3”). A chart is kept on one page; what its signs mean stands below it. */
KirokuChart *kiroku_document_add_chart (KirokuDocument *document, double from, double to);
/* A vertical hairline with @label at the foot, unless the one before it leaves no room for that. In
 * rising order. */
void kiroku_chart_add_tick (KirokuChart *chart, double at, const char *label);
/* @name: on the left, of at most four lines. */
KirokuLane *kiroku_chart_add_lane (KirokuChart *chart, const char *name);
/* What happened from @from to @to, ≥ @from. @pattern: as the part of a bar with this number. @label:
 * above its beginning, "" for none; in rising order of @from. */
void kiroku_lane_add_band (
    KirokuLane *lane, guint pattern, const char *label, double from, double to);
/* At one moment; in rising order. */
void kiroku_lane_add_mark (KirokuLane *lane, KirokuShape shape, const char *label, double at);
/* Columns of equal width over the whole axis, the highest as tall as the lane. */
void kiroku_lane_set_counts (KirokuLane *lane, const guint *counts, guint n);
/* Says below the chart what a pattern or a shape means. */
void kiroku_chart_explain_pattern (KirokuChart *chart, guint pattern, const char *text);
void kiroku_chart_explain_shape (KirokuChart *chart, KirokuShape shape, const char *text);

/* --- The code: a text for a camera --------------------------------------------------------- */

/* @text as a QR code (ISO/IEC 18004, correction level M) in a square of @size points, which holds
 * its margin of four modules, and @caption of @caption_size points beside it: the same for those
 * who cannot scan it, since the PDF has no other description. Both stay on one page. Drawing
 * fails when @text has more than some 2,300 bytes. */
void kiroku_document_add_code (KirokuDocument *document,
                               const char *text,
                               double size,
                               const char *caption,
                               double caption_size);

/* --- The image ----------------------------------------------------------------------------- */

/* The picture in @png, a PNG file, @width points wide, or as wide as the page has room where that is less, and
 * smaller where it would be higher than a page; with @caption below it, which says in words what it shows, since
 * the PDF has no other description. Both stay on one page. What is transparent is white. FALSE with
 * KIROKU_DOCUMENT_ERROR_RENDER, and nothing added, when it cannot be read. */
gboolean kiroku_document_add_image (KirokuDocument *document,
                                    GBytes *png,
                                    double width,
                                    const char *caption,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuDocument, kiroku_document_unref)

G_END_DECLS
