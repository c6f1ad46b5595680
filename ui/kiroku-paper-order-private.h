/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-made-paper.h"
#include "kiroku-paper-order.h"

G_BEGIN_DECLS

/* For kiroku-paper-order, which says what is to be made and makes its pages; kiroku-paper-preview, which shows a
 * form; kiroku-paper-saving, which writes and prints; and kiroku-shown-paper. */

struct _KirokuPaperOrder
{
  KirokuPack *pack;
  KirokuFolds *folds; /* the book's */
  GTimeZone *zone;
  char *case_id;
  char *folder; /* the data folder, which holds no papers */
  char *language;
  char *author;
  char *form; /* (nullable) */
  KirokuReport report; /* without a form and what follows */
  KirokuTlp tlp;       /* of the indicators */
  gboolean call_sheet;
  int phase; /* of the call sheet; negative for none */
  KirokuClock clock;
  KirokuFoundRecord *found; /* (nullable) what a verification found */
  char *number;             /* (nullable) with @found, and so the rest */
  char *title;
  char *source;
  gboolean exercise;
  gboolean head_sheet;     /* the heads that it shows are not recorded yet */
  KirokuCheckpoint *heads; /* (nullable) to be kept elsewhere */
  KirokuHeadsForm heads_form;
  KirokuFormCopy copy;
  gint64 now;
  KirokuBook *book;      /* not owned: the case model keeps it while the order is carried out */
  char *recipient;       /* (nullable) */
  char *marking;         /* (nullable) */
  GStrv withhold;        /* (nullable) */
  KirokuMadePaper *made; /* (nullable): what was shown, and kept by */
  KirokuPaperHeads *shown; /* (nullable): whose case root that shows */
  GObject *keeper;       /* (nullable): until it is carried out, then by who waits for it */
  gboolean sign;
  gboolean table; /* CSV */
  KirokuCredential *credential;  /* (nullable): what it is signed with */
  char *path;                    /* (nullable): where it is saved */
  KirokuPaperProgress *progress; /* (nullable) */
  GCancellable *cancellable;     /* (nullable): of saving */
  char *shortfall;               /* (nullable): of what was saved */
  gboolean print;                /* for a printer: no file is written */
  KirokuPrintSheets *sheets;     /* (nullable): then these */
};

/* A paper that was made, to be saved or printed. @heads: (nullable): that its pages show. @keeper: keeps
 * @made until that is done. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_made (KirokuCaseModel *model,
                                               KirokuMadePaper *made,
                                               KirokuPaperHeads *heads,
                                               GObject *keeper);
/* What stops it from another thread. */
void kiroku_paper_order_set_cancellable (KirokuPaperOrder *self, GCancellable *cancellable);
/* A KirokuJobFunc for KIROKU_STORE_MAKER: a KirokuMadePaper of a KirokuPaperOrder. (transfer full) */
gpointer kiroku_paper_order_make (
    KirokuDb *db, gpointer order, GCancellable *none, GError **error);

/* What is asked of app/book; it borrows all of @self. */
KirokuPaper kiroku_paper_order_get_paper (KirokuPaperOrder *self);
/* Has the store carry @self (transfer full) out with @func and call @callback with @task (transfer full). */
void kiroku_paper_order_run (KirokuCaseModel *model,
                             KirokuPaperOrder *self,
                             KirokuJobFunc func,
                             GDestroyNotify free_result,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             GTask *task);
/* In the store's thread nobody may drop the last reference to what is shown: @task keeps it. */
void kiroku_paper_order_pass_keeper (KirokuPaperOrder *self, GTask *task);
/* The form of @self, filled and laid out, within a moment. (transfer full) */
KirokuPaperPreview *kiroku_paper_preview_make (
    KirokuDb *db, KirokuPaperOrder *self, GCancellable *cancellable, GError **error);
/* A KirokuPagesProgress; @progress: KirokuPaperProgress. */
void kiroku_paper_progress_cb (guint done, guint total, gpointer progress);

G_END_DECLS
