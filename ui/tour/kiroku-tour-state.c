/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-tour-state.h"

#include "kiroku-settings.h"

#define KEY_CASE "tour-case"
#define KEY_SHOWN "tour-shown"

struct _KirokuTourState
{
  GObject parent_instance;

  GSettings *settings; /* (nullable) */
  char *case_id;
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (KirokuTourState, kiroku_tour_state, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
kiroku_tour_state_finalize (GObject *object)
{
  KirokuTourState *self = KIROKU_TOUR_STATE (object);

  g_clear_object (&self->settings);
  g_free (self->case_id);

  G_OBJECT_CLASS (kiroku_tour_state_parent_class)->finalize (object);
}

static void
kiroku_tour_state_class_init (KirokuTourStateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_tour_state_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_tour_state_init (KirokuTourState *self)
{
  self->settings = kiroku_settings_new ();
  self->case_id
      = self->settings != NULL ? g_settings_get_string (self->settings, KEY_CASE) : g_strdup ("");
  self->shown = self->settings != NULL && g_settings_get_boolean (self->settings, KEY_SHOWN);
}

KirokuTourState *
kiroku_tour_state_get_default (void)
{
  static KirokuTourState *self;

  if (self == NULL)
    self = g_object_new (KIROKU_TYPE_TOUR_STATE, NULL);
  return self;
}

const char *
kiroku_tour_state_get_case (KirokuTourState *self)
{
  g_return_val_if_fail (KIROKU_IS_TOUR_STATE (self), "");

  return self->case_id;
}

gboolean
kiroku_tour_state_is_shown (KirokuTourState *self)
{
  g_return_val_if_fail (KIROKU_IS_TOUR_STATE (self), FALSE);

  return self->shown;
}

void
kiroku_tour_state_set (KirokuTourState *self, const char *case_id, gboolean shown)
{
  char *copy = g_strdup (case_id);

  g_return_if_fail (KIROKU_IS_TOUR_STATE (self) && case_id != NULL);

  g_free (self->case_id); /* may be what @case_id is */
  self->case_id = copy;
  self->shown = shown;
  if (self->settings != NULL)
    {
      g_settings_set_string (self->settings, KEY_CASE, copy);
      g_settings_set_boolean (self->settings, KEY_SHOWN, shown);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}
