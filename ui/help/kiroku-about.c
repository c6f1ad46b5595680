/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-about.h"

#include <glib/gi18n.h>
#include <string.h>

/* What follows the sign in the version of a pack is the user's own part (kiroku-pack.h). */
#define OVERLAY_SIGN '+'

/* --- The rules --- */

/* (transfer full) */
static char *
dup_base (KirokuPack *pack)
{
  const char *version = kiroku_pack_get_version (pack);
  const char *sign = strchr (version, OVERLAY_SIGN);

  return sign != NULL ? g_strndup (version, sign - version) : g_strdup (version);
}

/* (transfer none) (nullable): no rules of the user's own are laid over the program's */
static const char *
get_overlay (KirokuPack *pack)
{
  const char *sign = strchr (kiroku_pack_get_version (pack), OVERLAY_SIGN);

  return sign != NULL ? sign + 1 : NULL;
}

/* (transfer full) */
static char *
describe_rules (KirokuPack *pack)
{
  g_autofree char *base = dup_base (pack);
  /* Translators: version of the rule pack, and the day its rules were last looked at. */
  g_autofree char *rules
      = g_strdup_printf (_ ("Rule pack %s, as of %s"), base, kiroku_pack_get_as_of (pack));
  g_autofree char *own = NULL;

  if (get_overlay (pack) == NULL)
    return g_steal_pointer (&rules);
  /* Translators: version and digest of the rules that the user has laid over those of the program.
   */
  own = g_strdup_printf (_ ("with own rules %s"), get_overlay (pack));
  return g_strdup_printf ("%s\n%s", rules, own);
}

/* --- What it runs on --- */

static void
add_library (GString *text, const char *name, guint major, guint minor, guint micro)
{
  g_string_append_printf (text, "%s %u.%u.%u\n", name, major, minor, micro);
}

char *
kiroku_about_dup_details (KirokuPack *pack)
{
  GString *text = g_string_new ("Kiroku " KIROKU_VERSION "\n");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *base = pack != NULL ? dup_base (pack) : NULL;

  if (pack != NULL)
    g_string_append_printf (text, "Rule pack %s, as of %s\nOwn rules: %s\n", base,
                            kiroku_pack_get_as_of (pack),
                            get_overlay (pack) != NULL ? get_overlay (pack) : "none");
  add_library (text, "GTK", gtk_get_major_version (), gtk_get_minor_version (),
               gtk_get_micro_version ());
  add_library (text, "libadwaita", adw_get_major_version (), adw_get_minor_version (),
               adw_get_micro_version ());
  add_library (text, "GLib", glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "Pango %s\ncairo %s\n", pango_version_string (),
                          cairo_version_string ());
  g_string_append_printf (text, "System: %s\n", system != NULL ? system : "unknown");
  g_string_append_printf (text, "Language: %s\n", g_get_language_names ()[0]);
  return g_string_free (text, FALSE);
}

GtkWidget *
kiroku_about_new (GtkWindow *parent, KirokuPack *pack)
{
  g_autofree char *comments
      = pack != NULL ? describe_rules (pack) : g_strdup (_ ("Incident case book"));
  g_autofree char *details = kiroku_about_dup_details (pack);

  return g_object_new (ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, "application-name", "Kiroku",
                       "application-icon", KIROKU_APP_ID, "version", KIROKU_VERSION, "comments",
                       comments, "debug-info", details, "debug-info-filename",
                       "kiroku-versions.txt", "license-type", GTK_LICENSE_GPL_3_0,
                       "translator-credits", _ ("translator-credits"), NULL);
}
