/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-lists.h"

#include "kiroku-absent.h"
#include "kiroku-asset.h"
#include "kiroku-contact.h"
#include "kiroku-filing.h"
#include "kiroku-form-tables.h"
#include "kiroku-i18n.h"
#include "kiroku-indicator.h"
#include "kiroku-trust.h"

/* Reports as they are gathered; their texts live as long as this. */
typedef struct
{
  const KirokuPaper *paper;
  const char *form; /* that is being filled */
  GHashTable *absent;
  GPtrArray *told;
  GPtrArray *filings; /* of KirokuFiling */
  GPtrArray *reports; /* of KirokuReportMade */
} Gatherer;

void
kiroku_paper_lists_free (KirokuPaperLists *self)
{
  g_free (self->assets);
  g_free (self->indicators);
  g_free (self->reports_made);
  g_free (self);
}

static void
add_report (Gatherer *gatherer, const KirokuReportMade *report)
{
  g_ptr_array_add (gatherer->reports, g_memdup2 (report, sizeof *report));
}

/* @text, or why value @field of entry @hash is not here. (nullable) */
static const char *
or_absent (const Gatherer *gatherer, const char *hash, const char *field, const char *text)
{
  return kiroku_form_or_absent (gatherer->absent, gatherer->paper->language, hash, field, text);
}

static gboolean
gather_told (Gatherer *gatherer, KirokuDb *db, GError **error)
{
  gatherer->told = kiroku_contact_list_told (db, gatherer->paper->case_id,
                                             kiroku_paper_get_as_of (gatherer->paper), error);
  for (guint i = 0; gatherer->told != NULL && i < gatherer->told->len; i++)
    {
      const KirokuTold *told = g_ptr_array_index (gatherer->told, i);
      KirokuMeans means;
      gboolean known = told->means != NULL && kiroku_means_parse (told->means, &means, NULL);
      const char *by = known ? kiroku_means_name (means) : told->means;
      const char *name
          = kiroku_told_get_name (told, gatherer->paper->pack, gatherer->paper->language);
      const KirokuReportMade report = { .at = told->at,
                                        .key = told->author,
                                        .to = or_absent (gatherer, told->hash, "name", name),
                                        .by = or_absent (gatherer, told->hash, "by", by) };

      add_report (gatherer, &report);
    }
  return gatherer->told != NULL;
}

static void
add_filing (Gatherer *gatherer, const KirokuFiling *filing, const char *form)
{
  const KirokuPackFormName *name = kiroku_pack_get_form_name (gatherer->paper->pack, form);
  const char *title
      = name != NULL ? kiroku_pack_text (name->name, gatherer->paper->language) : form;

  for (guint i = 0; i < filing->filed->len; i++)
    {
      const KirokuFiled *filed = g_ptr_array_index (filing->filed, i);
      KirokuFilingMethod method;
      gboolean known = filed->method != NULL
                       && kiroku_filing_method_parse (filed->method, &method, NULL);
      const char *by = known ? kiroku_filing_method_name (method) : filed->method;
      const char *to = or_absent (gatherer, filed->hash, "to", filed->to);
      const KirokuReportMade report
          = { .at = filed->at,
              .key = filed->key,
              .to = to != NULL ? to : title,
              .by = or_absent (gatherer, filed->hash, "method", by),
              .what = to != NULL ? title : NULL,
              .receipt = or_absent (gatherer, filed->hash, "receipt", filed->receipt) };

      add_report (gatherer, &report);
    }
}

static gboolean
gather_filings (Gatherer *gatherer, KirokuDb *db, GError **error)
{
  const char *case_id = gatherer->paper->case_id;
  g_autoptr (GPtrArray) forms = kiroku_filing_list_forms (db, case_id, kiroku_paper_get_as_of (gatherer->paper), error);

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      char *form = g_ptr_array_index (forms, i);
      g_autoptr (GPtrArray) sections = g_ptr_array_new ();
      /* known by name: only how it was handed in is of interest */
      const KirokuFilledForm named = { .id = form, .sections = sections };
      KirokuFiling *filing;

      if (g_str_equal (form, gatherer->form))
        continue;
      filing = kiroku_filing_read (db, gatherer->paper->pack, case_id, &named,
                                   kiroku_paper_get_as_of (gatherer->paper), error);
      if (filing == NULL)
        return FALSE;
      g_ptr_array_add (gatherer->filings, filing);
      add_filing (gatherer, filing, form);
    }
  return forms != NULL;
}

/* (transfer full) */
static char *
read_reports (KirokuDb *db,
              const KirokuPaper *paper,
              GPtrArray *authors,
              GHashTable *absent,
              const char *form,
              GError **error)
{
  g_autoptr (GPtrArray) filings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_filing_free);
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func (g_free);
  Gatherer gatherer = { .paper = paper,
                        .form = form,
                        .absent = absent,
                        .filings = filings,
                        .reports = reports };
  g_auto (KirokuSpoken) spoken = kiroku_speak (paper->language);
  char *text = NULL;

  if (gather_told (&gatherer, db, error) && gather_filings (&gatherer, db, error))
    text = kiroku_form_reports_made (reports, authors, paper->zone, paper->language);
  g_clear_pointer (&gatherer.told, g_ptr_array_unref);
  return text;
}

KirokuPaperLists *
kiroku_paper_lists_read (
    KirokuDb *db, const KirokuPaper *paper, const char *form, GError **error)
{
  g_autoptr (KirokuPaperLists) self = g_new0 (KirokuPaperLists, 1);
  g_autoptr (GPtrArray) authors = NULL;
  g_autoptr (GHashTable) absent = NULL;
  g_autoptr (GPtrArray) assets = NULL;
  g_autoptr (GPtrArray) indicators = NULL;
  gint64 as_of;

  g_return_val_if_fail (db != NULL && paper != NULL && form != NULL, NULL);

  as_of = kiroku_paper_get_as_of (paper);
  if ((authors = kiroku_trust_read (db, paper->case_id, as_of, error)) == NULL
      || (absent = kiroku_absent_list (db, paper->case_id, error)) == NULL
      || (assets = kiroku_asset_list (db, paper->case_id, as_of, error)) == NULL
      || (indicators = kiroku_indicator_list (db, paper->case_id, as_of, error)) == NULL
      || (self->reports_made = read_reports (db, paper, authors, absent, form, error)) == NULL)
    return NULL;
  self->assets = kiroku_form_assets (assets, authors, absent, paper->language);
  self->indicators = kiroku_form_indicators (indicators, authors, absent, paper->zone,
                                             paper->language);
  return g_steal_pointer (&self);
}
