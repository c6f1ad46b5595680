/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-made-paper.h"

typedef struct
{
  gpointer data;
  GDestroyNotify destroy;
} Kept;

struct _KirokuMadePaper
{
  KirokuPages *pages;
  KirokuCheckpoint *heads; /* (nullable) */
  GArray *kept;            /* of Kept */
  gint64 erasures;
};

KirokuMadePaper *
kiroku_made_paper_new (KirokuPages *pages)
{
  KirokuMadePaper *self;

  g_return_val_if_fail (pages != NULL, NULL);

  self = g_new0 (KirokuMadePaper, 1);
  self->pages = pages;
  self->kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  return self;
}

void
kiroku_made_paper_free (KirokuMadePaper *self)
{
  kiroku_pages_free (self->pages);
  for (guint i = 0; i < self->kept->len; i++)
    {
      const Kept *kept = &g_array_index (self->kept, Kept, i);

      kept->destroy (kept->data);
    }
  g_array_unref (self->kept);
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self);
}

void
kiroku_made_paper_keep (KirokuMadePaper *self, gpointer data, GDestroyNotify destroy)
{
  const Kept kept = { data, destroy };

  g_return_if_fail (self != NULL && destroy != NULL);

  g_array_append_val (self->kept, kept);
}

KirokuPages *
kiroku_made_paper_get_pages (KirokuMadePaper *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pages;
}

void
kiroku_made_paper_set_heads (KirokuMadePaper *self, KirokuCheckpoint *heads)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  self->heads = heads;
}

const KirokuCheckpoint *
kiroku_made_paper_get_heads (KirokuMadePaper *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->heads;
}

void
kiroku_made_paper_set_erasures (KirokuMadePaper *self, gint64 erasures)
{
  g_return_if_fail (self != NULL);

  self->erasures = erasures;
}

gint64
kiroku_made_paper_get_erasures (KirokuMadePaper *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->erasures;
}
