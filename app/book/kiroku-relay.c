/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-relay.h"

struct _KirokuRelay
{
  gatomicrefcount references;
  KirokuEvidenceWatch outer; /* to be told; @progress is NULL once it is stopped */
  KirokuEvidenceWatch inner; /* for the working thread */
  GMainContext *context;

  GMutex lock;
  gint64 done;
  gint64 total;
  gboolean pending; /* a source is on its way */
};

static void
relay_unref (gpointer data)
{
  KirokuRelay *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_clear (&self->lock);
  g_clear_object (&self->outer.cancellable);
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
tell_cb (gpointer data)
{
  KirokuRelay *self = data;
  gint64 done, total;

  g_mutex_lock (&self->lock);
  done = self->done;
  total = self->total;
  self->pending = FALSE;
  g_mutex_unlock (&self->lock);
  if (self->outer.progress != NULL)
    self->outer.progress (done, total, self->outer.progress_data);
  return G_SOURCE_REMOVE;
}

static void
send (KirokuRelay *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_atomic_ref_count_inc (&self->references);
  g_source_set_callback (source, tell_cb, self, relay_unref);
  g_source_attach (source, self->context);
}

static void
take (gint64 done, gint64 total, gpointer data)
{
  KirokuRelay *self = data;
  gboolean needed;

  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  needed = !self->pending;
  self->pending = TRUE;
  g_mutex_unlock (&self->lock);
  if (needed)
    send (self);
}

KirokuRelay *
kiroku_relay_new (const KirokuEvidenceWatch *watch)
{
  KirokuRelay *self = g_new0 (KirokuRelay, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  if (watch != NULL)
    self->outer = *watch;
  if (self->outer.cancellable != NULL)
    g_object_ref (self->outer.cancellable);
  self->inner = (KirokuEvidenceWatch){ self->outer.progress != NULL ? take : NULL, self,
                                       self->outer.cancellable };
  return self;
}

void
kiroku_relay_stop (KirokuRelay *self)
{
  self->outer.progress = NULL;
  relay_unref (self);
}

const KirokuEvidenceWatch *
kiroku_relay_get_watch (KirokuRelay *self)
{
  return &self->inner;
}
