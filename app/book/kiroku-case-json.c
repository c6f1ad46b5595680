/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-json.h"

#include <json-glib/json-glib.h>

#include "kiroku-case.h"
#include "kiroku-contact.h"
#include "kiroku-enquiry.h"
#include "kiroku-fold.h"
#include "kiroku-improvement.h"
#include "kiroku-task.h"

typedef struct
{
  JsonBuilder *builder;
  GTimeZone *zone;
} Out;

static void
put_text (Out *out, const char *name, const char *text)
{
  json_builder_set_member_name (out->builder, name);
  if (text != NULL)
    json_builder_add_string_value (out->builder, text);
  else
    json_builder_add_null_value (out->builder);
}

static void
put_integer (Out *out, const char *name, gint64 value)
{
  json_builder_set_member_name (out->builder, name);
  json_builder_add_int_value (out->builder, value);
}

static void
put_boolean (Out *out, const char *name, gboolean value)
{
  json_builder_set_member_name (out->builder, name);
  json_builder_add_boolean_value (out->builder, value);
}

static void
put_time (Out *out, const char *name, gint64 us)
{
  g_autofree char *text = us != KIROKU_TIME_NONE ? kiroku_time_to_iso (us, out->zone) : NULL;

  put_text (out, name, text);
}

static void
begin_array (Out *out, const char *name)
{
  json_builder_set_member_name (out->builder, name);
  json_builder_begin_array (out->builder);
}

static void
put_case (Out *out, const KirokuCase *incident)
{
  put_text (out, "id", incident->id);
  put_text (out, "number", incident->lacks_number ? NULL : incident->number);
  put_text (out, "title", kiroku_case_lacks_title (incident) ? NULL : incident->title);
  put_text (out, "type", incident->type);
  if (incident->level != KIROKU_LEVEL_WITHHELD)
    put_integer (out, "level", incident->level);
  put_boolean (out, "exercise", incident->exercise);
  put_boolean (out, "closed", incident->closed);
  put_text (out, "phase", kiroku_phase_id (incident->phase));
  put_time (out, "since", incident->phase_since);
  put_time (out, "opened", incident->opened);
  put_integer (out, "open_tasks", incident->tasks_open);
}

static void
put_visit (Out *out, const KirokuVisit *visit)
{
  json_builder_begin_object (out->builder);
  put_text (out, "phase", visit->withheld ? NULL : kiroku_phase_id (visit->phase));
  put_time (out, "start", visit->start);
  put_time (out, "end", visit->end);
  put_boolean (out, "stated", visit->stated);
  put_text (out, "reason", visit->reason);
  put_text (out, "approver", visit->approver);
  put_text (out, "entry", visit->hash);
  json_builder_end_object (out->builder);
}

static void
put_fact (const KirokuFact *fact, gpointer data)
{
  Out *out = data;

  json_builder_begin_object (out->builder);
  put_text (out, "key", fact->key);
  put_text (out, "value", fact->value);
  put_text (out, "state", kiroku_fact_state_id (fact->state));
  if (fact->remark != NULL && fact->remark[0] != '\0')
    put_text (out, fact->state == KIROKU_FACT_ESTIMATE ? "basis" : "expected", fact->remark);
  put_text (out, "entry", fact->origin);
  json_builder_end_object (out->builder);
}

static void
put_told (Out *out, const KirokuTold *told)
{
  json_builder_begin_object (out->builder);
  put_text (out, "contact", told->contact);
  put_text (out, "name", told->name);
  put_text (out, "by", told->means);
  put_text (out, "number", told->number);
  put_text (out, "person", told->person);
  put_text (out, "outcome", told->outcome);
  put_time (out, "time", told->at);
  put_text (out, "entry", told->hash);
  json_builder_end_object (out->builder);
}

static void
put_task (Out *out, const KirokuTask *task)
{
  json_builder_begin_object (out->builder);
  put_text (out, "id", task->id);
  put_text (out, "step", task->step);
  put_text (out, "phase", task->has_phase ? kiroku_phase_id (task->phase) : NULL);
  put_text (out, "text_ja", task->text_ja);
  put_text (out, "text_en", task->text_en);
  put_text (out, "state", task->state_withheld ? NULL : kiroku_task_state_id (task->state));
  put_text (out, "reason", task->reason);
  if (task->owner != NULL)
    put_text (out, "owner", task->owner);
  if (task->due != NULL)
    put_text (out, "due", task->due);
  put_time (out, "set_at", task->set_at);
  put_text (out, "source", task->source);
  json_builder_end_object (out->builder);
}

static void
put_improvement (Out *out, const KirokuImprovement *improvement)
{
  json_builder_begin_object (out->builder);
  put_text (out, "id", improvement->id);
  put_text (out, "text", improvement->text);
  put_text (out, "class", kiroku_improvement_get_class_id (improvement));
  put_text (out, "state", kiroku_improvement_get_state_id (improvement));
  put_text (out, "owner", improvement->owner);
  put_text (out, "due", improvement->due);
  put_text (out, "proof", improvement->proof);
  put_text (out, "reason", improvement->reason);
  put_text (out, "lesson", improvement->lesson);
  put_text (out, "form", improvement->form);
  put_text (out, "filing", improvement->filing);
  put_time (out, "set_at", improvement->set_at);
  json_builder_end_object (out->builder);
}

/* --- Parts that are read one after the other --- */

static gboolean
add_phases (Out *out, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) visits = kiroku_case_read_visits (db, case_id, KIROKU_NOW, error);

  if (visits == NULL)
    return FALSE;
  begin_array (out, "phases");
  for (guint i = 0; i < visits->len; i++)
    put_visit (out, g_ptr_array_index (visits, i));
  json_builder_end_array (out->builder);
  return TRUE;
}

static gboolean
add_facts (Out *out, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (KirokuFacts) facts = kiroku_case_read_facts (db, case_id, KIROKU_NOW, error);

  if (facts == NULL)
    return FALSE;
  begin_array (out, "facts");
  kiroku_facts_foreach (facts, put_fact, out);
  json_builder_end_array (out->builder);
  return TRUE;
}

static gboolean
add_tasks (Out *out, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) tasks = kiroku_task_list (db, case_id, KIROKU_NOW, error);

  if (tasks == NULL)
    return FALSE;
  begin_array (out, "tasks");
  for (guint i = 0; i < tasks->len; i++)
    put_task (out, g_ptr_array_index (tasks, i));
  json_builder_end_array (out->builder);
  return TRUE;
}

static gboolean
add_improvements (Out *out, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) improvements = kiroku_improvement_list (db, case_id, KIROKU_NOW, error);

  if (improvements == NULL)
    return FALSE;
  begin_array (out, "improvements");
  for (guint i = 0; i < improvements->len; i++)
    put_improvement (out, g_ptr_array_index (improvements, i));
  json_builder_end_array (out->builder);
  return TRUE;
}

static gboolean
add_told (Out *out, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) told = kiroku_contact_list_told (db, case_id, KIROKU_NOW, error);

  if (told == NULL)
    return FALSE;
  begin_array (out, "contacts_told");
  for (guint i = 0; i < told->len; i++)
    put_told (out, g_ptr_array_index (told, i));
  json_builder_end_array (out->builder);
  return TRUE;
}

static void
put_answer (Out *out, const KirokuEnquiryAnswer *answer)
{
  json_builder_begin_object (out->builder);
  put_text (out, "entry", answer->hash);
  put_text (out, "text", answer->text);
  put_text (out, "by", answer->by);
  put_text (out, "method", answer->method);
  put_text (out, "author", answer->author);
  put_time (out, "time", answer->at);
  put_boolean (out, "interim", answer->interim);
  put_boolean (out, "by_withheld", answer->by_withheld);
  json_builder_end_object (out->builder);
}

static void
put_enquiry (Out *out, const KirokuEnquiry *enquiry)
{
  json_builder_begin_object (out->builder);
  put_text (out, "entry", enquiry->id);
  put_text (out, "from", enquiry->from);
  put_text (out, "person", enquiry->person);
  put_text (out, "method", enquiry->method);
  put_text (out, "text", enquiry->text);
  put_text (out, "author", enquiry->author);
  put_time (out, "time", enquiry->at);
  put_time (out, "due", enquiry->due);
  put_boolean (out, "due_withheld", enquiry->due_withheld);
  begin_array (out, "answers");
  for (guint i = 0; i < enquiry->answers->len; i++)
    put_answer (out, g_ptr_array_index (enquiry->answers, i));
  json_builder_end_array (out->builder);
  json_builder_end_object (out->builder);
}

static gboolean
add_enquiries (Out *out, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) enquiries = kiroku_enquiries_read (db, case_id, KIROKU_NOW, error);

  if (enquiries == NULL)
    return FALSE;
  begin_array (out, "enquiries");
  for (guint i = 0; i < enquiries->len; i++)
    put_enquiry (out, g_ptr_array_index (enquiries, i));
  json_builder_end_array (out->builder);
  return TRUE;
}

static char *
to_text (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}

char *
kiroku_case_to_json (KirokuDb *db, const char *case_id, GTimeZone *zone, GError **error)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (KirokuCase) incident = NULL;
  Out out;

  g_return_val_if_fail (db != NULL && case_id != NULL && zone != NULL, NULL);

  incident = kiroku_case_read (db, case_id, KIROKU_NOW, error);
  if (incident == NULL)
    return NULL;
  builder = json_builder_new ();
  out = (Out){ builder, zone };
  json_builder_begin_object (builder);
  put_case (&out, incident);
  if (!add_phases (&out, db, case_id, error) || !add_facts (&out, db, case_id, error)
      || !add_tasks (&out, db, case_id, error) || !add_improvements (&out, db, case_id, error)
      || !add_told (&out, db, case_id, error) || !add_enquiries (&out, db, case_id, error))
    return NULL;
  json_builder_end_object (builder);
  return to_text (builder);
}
