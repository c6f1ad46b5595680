/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-item.h"

#include "kiroku-fold.h"
#include "kiroku-snapshot.h"

struct _KirokuCaseItem
{
  GObject parent_instance;

  KirokuCaseSummary *summary;
};

G_DEFINE_FINAL_TYPE (KirokuCaseItem, kiroku_case_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
kiroku_case_summary_free (KirokuCaseSummary *self)
{
  kiroku_case_free (self->incident);
  g_free (self->due);
  g_free (self->zone);
  g_free (self);
}

static void
set_due (KirokuCaseSummary *self, const KirokuObligation *next)
{
  if (next == NULL)
    return;
  self->has_due = TRUE;
  self->due_kind = next->ends_early ? KIROKU_DUE_TIME : next->due_kind;
  self->due_us = next->due_us;
  self->due = self->due_kind == KIROKU_DUE_DATE ? kiroku_obligation_dup_due (next) : NULL;
  self->zone = g_strdup (next->zone);
}

static KirokuCaseSummary *
summarise (KirokuDb *db,
           KirokuPack *pack,
           const KirokuCase *incident,
           gint64 now,
           const char *language,
           GError **error)
{
  g_autoptr (KirokuCaseSummary) self = g_new0 (KirokuCaseSummary, 1);
  g_autoptr (KirokuFacts) facts = NULL;
  g_autoptr (GPtrArray) obligations = NULL;

  self->incident = kiroku_case_copy (incident);
  if (incident->closed)
    return g_steal_pointer (&self);
  facts = kiroku_case_read_facts (db, incident->id, KIROKU_NOW, error);
  if (facts == NULL
      || (obligations = kiroku_snapshot_read_obligations (db, pack, incident, facts, KIROKU_NOW,
                                                          now, language, error))
             == NULL)
    return NULL;
  set_due (self, kiroku_obligations_get_next_certain (obligations));
  self->undecided = kiroku_obligations_count_undecided (obligations, &self->undecided_past);
  return g_steal_pointer (&self);
}

GPtrArray *
kiroku_case_summaries_read (
    KirokuDb *db, KirokuPack *pack, gint64 now, const char *language, GError **error)
{
  g_autoptr (GPtrArray) cases = kiroku_case_list (db, error);
  g_autoptr (GPtrArray) summaries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_case_summary_free);

  if (cases == NULL)
    return NULL;
  for (guint i = 0; i < cases->len; i++)
    {
      KirokuCaseSummary *summary
          = summarise (db, pack, g_ptr_array_index (cases, i), now, language, error);

      if (summary == NULL)
        return NULL;
      g_ptr_array_add (summaries, summary);
    }
  return g_steal_pointer (&summaries);
}

static void
kiroku_case_item_finalize (GObject *object)
{
  KirokuCaseItem *self = KIROKU_CASE_ITEM (object);

  g_clear_pointer (&self->summary, kiroku_case_summary_free);

  G_OBJECT_CLASS (kiroku_case_item_parent_class)->finalize (object);
}

static void
kiroku_case_item_class_init (KirokuCaseItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_case_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_case_item_init (KirokuCaseItem *self)
{
}

KirokuCaseItem *
kiroku_case_item_new (KirokuCaseSummary *summary)
{
  KirokuCaseItem *self;

  g_return_val_if_fail (summary != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_CASE_ITEM, NULL);
  self->summary = summary;
  return self;
}

void
kiroku_case_item_update (KirokuCaseItem *self, KirokuCaseSummary *summary)
{
  g_return_if_fail (KIROKU_IS_CASE_ITEM (self) && summary != NULL);

  kiroku_case_summary_free (self->summary);
  self->summary = summary;
  g_signal_emit (self, signals[CHANGED], 0);
}

const KirokuCaseSummary *
kiroku_case_item_get_summary (KirokuCaseItem *self)
{
  g_return_val_if_fail (KIROKU_IS_CASE_ITEM (self), NULL);

  return self->summary;
}
