/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-cli.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "kiroku-archive.h"
#include "kiroku-book-target.h"
#include "kiroku-further-key.h"
#include "kiroku-newcomer.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

#define GLOBAL_OPTIONS "database= json author= passphrase-file= help version"

static const struct
{
  const char *name; /* one word or two */
  guint min, max;   /* words that follow */
  const char *options;
  KirokuCommandFunc run;
  const char *usage;
} commands[] = {
  { "case new", 0, 0, "title= type= level= occurred= detected= known= exercise",
    kiroku_command_case_new,
    "--title=T --type=TYPE [--level=0..3] [--occurred=TIME] [--detected=TIME] [--known=TIME] "
    "[--exercise]" },
  { "case list", 0, 0, "", kiroku_command_case_list, "" },
  { "case show", 1, 1, "as-of=", kiroku_command_case_show, "CASE [--as-of=TIME]" },
  { "case level", 2, 2, "reason=", kiroku_command_case_level, "CASE 0|1|2|3 --reason=R" },
  { "case link", 2, 2, "as= reason=", kiroku_command_case_link,
    "CASE CASE [--as=duplicate|parent|related] [--reason=R]" },
  { "log", 2, 2, "class= at=", kiroku_command_log,
    "CASE TEXT|- [--class=action|observation|decision|communication] [--at=TIME]" },
  { "correct", 2, 3, "at= reason=", kiroku_command_correct,
    "CASE ENTRY [TEXT] [--at=TIME] --reason=R" },
  { "approve", 2, 2, "refuse reason=", kiroku_command_approve,
    "CASE ENTRY [--refuse] [--reason=R]" },
  { "handover", 1, 1,
    "to= accept= text= output= lang= since= recipient= marking= sign stamp certificate= "
    "certificate-passphrase-file=",
    kiroku_command_handover,
    "CASE [--to=NAME] [--accept=ENTRY] [--text=T] [--output=X.pdf] [--lang=ja|en] [--since=TIME] "
    "[--recipient=R] [--marking=TEXT] [--sign] [--stamp] [--certificate=FILE] "
    "[--certificate-passphrase-file=FILE]" },
  { "timeline", 1, 1, "find= class= from= to= as-of= csv", kiroku_command_timeline,
    "CASE [--find=TEXT] [--class=…] [--from=TIME] [--to=TIME] [--as-of=TIME] [--csv]" },
  { "phase", 2, 2, "at= reason= approver= corrects= gates", kiroku_command_phase,
    "CASE detect|triage|containment|eradication|recovery|review [--at=TIME] [--reason=R] "
    "[--approver=NAME] [--corrects=ENTRY] [--gates]" },
  { "close", 1, 1, "reason=", kiroku_command_close, "CASE [--reason=R]" },
  { "reopen", 1, 1, "reason=", kiroku_command_reopen, "CASE [--reason=R]" },
  { "set", 2, 3, "state= expected= basis=", kiroku_command_set,
    "CASE KEY [VALUE] [--state=unasked|investigating|unknown|none|estimate|confirmed]"
    " [--expected=TIME] [--basis=TEXT]" },
  { "get", 1, 2, "unset", kiroku_command_get, "CASE [KEY | --unset]" },
  { "profile get", 0, 1, "", kiroku_command_profile_get, "[KEY]" },
  { "profile list", 0, 0, "", kiroku_command_profile_get, "" },
  { "profile set", 2, 2, "", kiroku_command_profile_set, "KEY VALUE" },
  { "task list", 1, 1, "", kiroku_command_task_list, "CASE" },
  { "task add", 2, 2, "phase= owner= due=", kiroku_command_task_add,
    "CASE TEXT [--phase=PHASE] [--owner=NAME] [--due=TIME]" },
  { "task set", 3, 3, "reason= owner= due=", kiroku_command_task_set,
    "CASE TASK open|done|skipped [--reason=R] [--owner=NAME] [--due=TIME]" },
  { "task move", 2, 2, "before= after=", kiroku_command_task_move, "CASE TASK --before=TASK|--after=TASK" },
  { "measure add", 2, 2, "class= owner= due= proof= lesson= filing= reason=", kiroku_command_measure_add,
    "CASE TEXT --class=prevent|detect|respond|recover [--owner=NAME] [--due=TIME] [--proof=P] [--lesson=KEY] "
    "[--filing=ENTRY] [--reason=R]" },
  { "measure set", 3, 3, "text= class= owner= due= proof= lesson= filing= reason=", kiroku_command_measure_set,
    "CASE MEASURE open|done|dropped [--text=T] [--class=prevent|detect|respond|recover] [--owner=NAME] "
    "[--due=TIME] [--proof=P] [--lesson=KEY] [--filing=ENTRY] [--reason=R]" },
  { "measure list", 0, 1, "open as-of=", kiroku_command_measure_list, "[CASE] [--open] [--as-of=TIME]" },
  { "contact list", 0, 0, "type= phase= case= output= lang= recipient= marking=", kiroku_command_contact_list,
    "[--type=TYPE] [--phase=P] [--case=CASE] [--output=X.pdf|X.vcf [--lang=ja|en] [--recipient=R] "
    "[--marking=TEXT]]" },
  { "contact told", 2, 2, "by= person= at= outcome= corrects= reason=", kiroku_command_contact_told,
    "CASE CONTACT [--by=phone|mail|web|in-person] [--person=NAME] [--at=TIME] [--outcome=T] "
    "[--corrects=ENTRY --reason=R]" },
  { "contact log", 1, 1, "as-of=", kiroku_command_contact_log, "CASE [--as-of=TIME]" },
  { "contact add", 0, 0, "name= role= number= night= hours= open= mail= note= order=",
    kiroku_command_contact_add,
    "--name=N [--role=R] [--number=N] [--night=N] [--hours=H] [--open=H] [--mail=A] [--note=N] "
    "[--order=1..99]" },
  { "contact edit", 1, 1, "name= role= number= night= hours= open= mail= note= order=",
    kiroku_command_contact_edit,
    "CONTACT [--name=N] [--role=R] [--number=N] [--night=N] [--hours=H] [--open=H] [--mail=A] [--note=N] "
    "[--order=1..99]" },
  { "contact remove", 1, 1, "", kiroku_command_contact_remove, "CONTACT" },
  { "contact check", 1, 2, "", kiroku_command_contact_check, "CONTACT [NUMBER]" },
  { "contact wrong", 1, 2, "instead=", kiroku_command_contact_wrong,
    "CONTACT [NUMBER] [--instead=NUMBER]" },
  { "contact history", 0, 1, "", kiroku_command_contact_history, "[CONTACT]" },
  { "deadline list", 0, 1, "now= output=", kiroku_command_deadline_list,
    "[CASE] [--now=TIME] [--output=X.ics]" },
  { "deadline show", 2, 2, "now=", kiroku_command_deadline_show, "CASE RULE [--now=TIME]" },
  { "deadline decide", 3, 3, "reason= approver=", kiroku_command_deadline_decide,
    "CASE RULE applies|not-applicable --reason=R [--approver=NAME]" },
  { "deadline add", 1, 1, "recipient= due= text= reason= corrects=", kiroku_command_deadline_add,
    "CASE --recipient=R --due=TIME --text=T [--reason=R] [--corrects=RULE]" },
  { "enquiry list", 1, 1, "", kiroku_command_enquiry_list, "CASE" },
  { "enquiry add", 2, 2, "from= person= method= at= due=", kiroku_command_enquiry_add,
    "CASE TEXT --from=R [--person=NAME] [--method=phone|mail|web|post|fax|in-person] [--at=TIME] "
    "[--due=TIME]" },
  { "enquiry answer", 3, 3, "by= method= at= interim", kiroku_command_enquiry_answer,
    "CASE ENQUIRY TEXT [--by=NAME] [--method=phone|mail|web|post|fax|in-person] [--at=TIME] [--interim]" },
  { "enquiry correct", 2, 3, "reason= from= person= by= method= at= due= interim final",
    kiroku_command_enquiry_correct,
    "CASE ENTRY [TEXT] --reason=R [--from=R] [--person=NAME] [--by=NAME] "
    "[--method=phone|mail|web|post|fax|in-person] [--at=TIME] [--due=TIME] [--interim|--final]" },
  { "form list", 0, 0, "case=", kiroku_command_form_list, "[--case=CASE]" },
  { "form set", 4, 4, "", kiroku_command_form_set, "CASE FORM KEY VALUE" },
  { "form show", 2, 2, "lang=", kiroku_command_form_show, "CASE FORM [--lang=ja|en]" },
  { "form fill", 2, 2, "output= attach= lang= copy= without-tags= recipient= marking= sign stamp certificate= certificate-passphrase-file=",
    kiroku_command_form_fill,
    "CASE FORM --output=X.pdf|X.eml [--attach=FILE]… [--lang=ja|en] [--copy=working|submission] [--without-tags=REASON] "
    "[--recipient=R] "
    "[--marking=TEXT] "
    "[--sign] [--stamp] [--certificate=FILE] [--certificate-passphrase-file=FILE]" },
  { "form approve", 2, 2, "lang=", kiroku_command_form_approve, "CASE FORM [--lang=ja|en]" },
  { "form file", 2, 2, "method= to= by= at= receipt= file= meets= corrects= reason=",
    kiroku_command_form_file,
    "CASE FORM --method=web|mail|post|fax|in-person|phone [--to=R] [--by=NAME] [--at=TIME] [--receipt=R] "
    "[--file=PDF] [--meets=DEADLINE]… [--corrects=ENTRY --reason=R]" },
  { "export", 1, 1, "output= withhold= withhold-file=", kiroku_command_export,
    "CASE --output=X.zip [--withhold=FACT|ENTRY:FIELD]… [--withhold-file=ITEM]…" },
  { "report", 1, 1,
    "output= lang= kind= since= tlp= recipient= marking= withhold= sign stamp certificate= "
    "certificate-passphrase-file=",
    kiroku_command_report,
    "CASE --output=X.pdf|X.csv [--lang=ja|en] "
    "[--kind=timeline|management|evidence|situation|contacts|indicators|enquiries] [--since=TIME] "
    "[--tlp=red|amber+strict|amber|green|clear] [--recipient=R] [--marking=TEXT] "
    "[--withhold=FACT|ENTRY:FIELD]… "
    "[--sign] [--stamp] [--certificate=FILE] [--certificate-passphrase-file=FILE]" },
  { "asset set", 2, 2, "type= state= address= owner= note= tlp=", kiroku_command_asset_set,
    "CASE NAME [--type=host|server|account|network|service|data|other] "
    "[--state=suspected|compromised|contained|recovered|clean|withdrawn] [--address=A] [--owner=O] "
    "[--note=N] [--tlp=red|amber+strict|amber|green|clear]" },
  { "asset list", 1, 1, "as-of=", kiroku_command_asset_list, "CASE [--as-of=TIME]" },
  { "indicator set", 2, 2, "type= state= tlp= technique= note= first-seen= entry=",
    kiroku_command_indicator_set,
    "CASE VALUE [--type=ipv4|ipv6|domain|url|email|sha256|sha1|md5|file|other] "
    "[--state=active|withdrawn] [--tlp=red|amber+strict|amber|green|clear] [--technique=ID] "
    "[--note=N] [--first-seen=TIME] [--entry=ENTRY]" },
  { "indicator list", 1, 1, "as-of= raw", kiroku_command_indicator_list,
    "CASE [--as-of=TIME] [--raw]" },
  { "indicator find", 1, 1, "", kiroku_command_indicator_find, "TEXT|-" },
  { "evidence add", 2, 2,
    "source= host= address= from= to= zone= clock-error= taken-by= tool= gaps= note= tlp= name= at=",
    kiroku_command_evidence_add,
    "CASE FILE|- [--source=S] [--host=H] [--address=A] [--from=TIME] [--to=TIME] [--zone=ZONE] "
    "[--clock-error=MS] [--taken-by=NAME] [--tool=T] [--gaps=G] [--note=N] [--tlp=TLP] "
    "[--name=NAME] [--at=TIME]" },
  { "evidence list", 1, 1, "", kiroku_command_evidence_list, "CASE" },
  { "evidence set", 2, 2,
    "source= host= address= from= to= zone= clock-error= taken-by= tool= gaps= note= tlp=",
    kiroku_command_evidence_set,
    "CASE ITEM [--source=S] [--host=H] [--address=A] [--from=TIME] [--to=TIME] [--zone=ZONE] "
    "[--clock-error=MS] [--taken-by=NAME] [--tool=T] [--gaps=G] [--note=N] [--tlp=TLP]" },
  { "evidence move", 2, 2, "from= to= where= purpose= tool= witness= at= corrects= reason=",
    kiroku_command_evidence_move,
    "CASE ITEM --from=NAME --to=NAME --where=PLACE --purpose=P [--tool=T] [--witness=NAME] "
    "[--at=TIME] [--corrects=ENTRY --reason=R]" },
  { "evidence check", 1, 2, "", kiroku_command_evidence_check, "CASE [ITEM]" },
  { "evidence save", 2, 2, "output= archive passphrase-file=", kiroku_command_evidence_save,
    "CASE ITEM --output=FILE [--archive] [--passphrase-file=F]" },
  { "checkpoint", 1, 1, "output= lang= recipient= marking=", kiroku_command_checkpoint,
    "CASE [--output=X.pdf|X.txt] [--lang=ja|en] [--recipient=R] [--marking=TEXT]" },
  { "anchor add", 2, 2, "as= note=", kiroku_command_anchor_add,
    "CASE FILE|ROOT|ENTRY [--as=printed|mail|file|token|seen] [--note=TEXT]" },
  { "anchor list", 1, 1, "ca=", kiroku_command_anchor_list, "CASE [--ca=PEM]" },
  { "anchor request", 1, 1, "output=", kiroku_command_anchor_request, "CASE [--output=X.tsq]" },
  { "anchor send", 0, 1, "", kiroku_command_anchor_send, "[CASE]" },
  { "backup", 1, 1, "", kiroku_command_backup, "FILE|FOLDER" },
  { "restore", 1, 1, "", kiroku_command_restore, "FILE|FOLDER" },
  { "import", 1, 1, "format= abandon", kiroku_command_import,
    "FILE|CASE [--format=package] [--abandon]" },
  { "hold", 2, 2, "reason= approver=", kiroku_command_hold,
    "CASE set|lift --reason=R [--approver=NAME]" },
  { "erase", 1, 3, "file= law= reason= approver=", kiroku_command_erase,
    "CASE [ENTRY] [FIELD] [--file=ITEM] [--law=L] [--reason=R] [--approver=NAME]" },
  { "verify", 0, 1, "package= head= ca= output= lang= recipient= marking=", kiroku_command_verify,
    "[CASE] [--package=FILE] [--head=ROOT]… [--ca=PEM] "
    "[--output=X.pdf] [--lang=ja|en] [--recipient=R] [--marking=TEXT]" },
  { "rebuild", 0, 0, "", kiroku_command_rebuild, "" },
  { "key show", 0, 1, "", kiroku_command_key_show, "[CASE]" },
  { "key add", 1, 1, "", kiroku_command_key_add, "NAME" },
  { "key protect", 0, 0, "new-passphrase-file= remove", kiroku_command_key_protect,
    "--new-passphrase-file=FILE | --remove" },
  { "key vouch", 2, 2, "reason=", kiroku_command_key_vouch, "CASE NAME|KEY [--reason=R]" },
  { "key revoke", 2, 2, "last= reason=", kiroku_command_key_revoke,
    "CASE NAME|KEY --reason=R [--last=ENTRY]" },
  { "pack check", 0, 1, "", kiroku_command_pack_check, "[DIR]" },
};

/* --- Errors --- */

static void
print_error (const char *message)
{
  g_autofree char *line = kiroku_text_visible (message, TRUE);

  fprintf (stderr, "kiroku-cli: %s\n", line);
}

int
kiroku_cli_fail (KirokuCli *cli, const GError *error)
{
  print_error (error->message);
  return KIROKU_EXIT_FAILED;
}

int
kiroku_cli_usage (KirokuCli *cli, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  print_error (message);
  return KIROKU_EXIT_USAGE;
}

void
kiroku_cli_warn (const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *warning = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  warning = g_strdup_printf (_ ("warning: %s"), message);
  print_error (warning);
}

void
kiroku_cli_warn_of_more (guint n_more)
{
  if (n_more > 0)
    kiroku_cli_warn (ngettext ("%d more such place: --json names them all",
                               "%d more such places: --json names them all", n_more),
                     (int) n_more);
}

/* --- The book --- */

/* The first line of @path, or of standard input when it is “-”. (transfer full) */
char *
kiroku_cli_read_passphrase (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (g_str_equal (path, "-") ? "/dev/stdin" : path, &text, &length, error))
    return NULL;
  text[strcspn (text, "\r\n")] = '\0';
  if (text[0] != '\0' && g_utf8_validate (text, -1, NULL))
    return g_steal_pointer (&text);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
               _ ("“%s” holds no passphrase: its first line is the passphrase, in UTF-8"), path);
  return NULL;
}

gboolean
kiroku_cli_take_passphrase (KirokuCli *cli, GError **error)
{
  const char *path = kiroku_args_get_option (cli->args, "passphrase-file");

  if (cli->passphrase == NULL)
    cli->passphrase = path != NULL ? kiroku_cli_read_passphrase (path, error)
                                   : g_strdup (g_getenv ("KIROKU_PASSPHRASE"));
  return path == NULL || cli->passphrase != NULL;
}

char *
kiroku_cli_get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "kiroku", NULL);
}

static void
appended_cb (KirokuBook *book, const char *case_id, GPtrArray *entries, gpointer data)
{
  const KirokuCli *cli = data;

  g_hash_table_add (cli->written, g_strdup (case_id));
}

gboolean
kiroku_cli_open_book (KirokuCli *cli, GError **error)
{
  g_autofree char *folder = kiroku_cli_get_folder ();
  KirokuBookOptions options
      = { .folder = folder,
          .database = kiroku_args_get_option (cli->args, "database"),
          .author = kiroku_args_get_option (cli->args, "author"),
          .admit = kiroku_newcomer_admit,
          .zone = cli->zone,
          .language = cli->language,
          .as_it_is = cli->as_it_is,
          .looks_at_disk = TRUE };

  if (cli->book != NULL)
    return TRUE;
  if (!kiroku_cli_take_passphrase (cli, error))
    return FALSE;
  options.passphrase = cli->passphrase;
  cli->book = kiroku_book_new (&options, error);
  if (cli->book == NULL)
    return FALSE;
  cli->signers = kiroku_newcomer_list_signers (kiroku_book_get_people (cli->book));
  cli->written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (cli->book, "appended", G_CALLBACK (appended_cb), cli);
  return TRUE;
}

gpointer
kiroku_cli_read (KirokuCli *cli, KirokuJobFunc func, gpointer data, GError **error)
{
  return kiroku_store_run (kiroku_book_get_store (cli->book), KIROKU_STORE_SCREEN,
                           KIROKU_STORE_PRIORITY_NOW, func, data, NULL, error);
}

static gpointer
resolve_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_resolve (db, data, error);
}

char *
kiroku_cli_resolve (KirokuCli *cli, const char *text, GError **error)
{
  if (!kiroku_cli_open_book (cli, error))
    return NULL;
  return kiroku_cli_read (cli, resolve_case, (gpointer) text, error);
}

char *
kiroku_cli_get_case (KirokuCli *cli, guint index, GError **error)
{
  return kiroku_cli_resolve (cli, kiroku_args_get_word (cli->args, index), error);
}

typedef struct
{
  const char *case_id;
  const char *prefix;
} Wanted;

static gpointer
find_entry (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;

  return kiroku_archive_find (db, wanted->case_id, wanted->prefix, error);
}

KirokuEntry *
kiroku_cli_find_entry (KirokuCli *cli, const char *case_id, const char *prefix, GError **error)
{
  Wanted wanted = { case_id, prefix };

  return kiroku_cli_read (cli, find_entry, &wanted, error);
}

/* --- Times --- */

gint64
kiroku_cli_get_now (KirokuCli *cli)
{
  return cli->book != NULL ? kiroku_book_get_now (cli->book) : g_get_real_time ();
}

gboolean
kiroku_cli_get_time (
    KirokuCli *cli, const char *name, KirokuTime *time, gboolean *given, int *status)
{
  const char *text = kiroku_args_get_option (cli->args, name);
  g_autoptr (GError) error = NULL;

  *given = text != NULL;
  if (text == NULL || kiroku_time_parse (text, cli->zone, kiroku_cli_get_now (cli), time, &error))
    return TRUE;
  *status = kiroku_cli_usage (cli, "--%s: %s", name, error->message);
  return FALSE;
}

gboolean
kiroku_cli_check_lost (
    const KirokuDraft *draft, const KirokuEntry *reading, const char *dropped, GError **error)
{
  const char *lost = kiroku_draft_find_lost (draft, reading, dropped);

  if (lost == NULL)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("“%s” of it is withheld here and would be lost: state it, too, or let somebody "
                  "correct it who has it"),
               lost);
  return FALSE;
}

gboolean
kiroku_cli_get_stated (
    KirokuCli *cli, const char *name, KirokuTime *time, gboolean *given, int *status)
{
  g_autofree char *future = NULL;

  if (!kiroku_cli_get_time (cli, name, time, given, status))
    return FALSE;
  if (*given)
    future = kiroku_time_describe_future (time->us, kiroku_cli_get_now (cli));
  if (future != NULL)
    kiroku_cli_warn ("--%s: %s", name, future);
  return TRUE;
}

gboolean
kiroku_cli_get_moment (KirokuCli *cli, const char *name, gint64 *us, int *status)
{
  KirokuTime time;
  gboolean given;

  if (!kiroku_cli_get_time (cli, name, &time, &given, status))
    return FALSE;
  if (given)
    *us = time.us + time.fraction;
  return TRUE;
}

gboolean
kiroku_cli_get_end (KirokuCli *cli, const char *name, gint64 *us, int *status)
{
  static const gint64 units[] = {
    [KIROKU_PRECISION_SECOND] = G_USEC_PER_SEC,
    [KIROKU_PRECISION_MINUTE] = 60 * (gint64) G_USEC_PER_SEC,
    [KIROKU_PRECISION_HOUR] = 3600 * (gint64) G_USEC_PER_SEC,
    [KIROKU_PRECISION_DAY] = 24 * 3600 * (gint64) G_USEC_PER_SEC,
    [KIROKU_PRECISION_ABOUT] = G_USEC_PER_SEC,
  };
  KirokuTime time;
  gboolean given;

  if (!kiroku_cli_get_time (cli, name, &time, &given, status))
    return FALSE;
  if (given)
    *us = time.us + units[time.precision] - 1;
  return TRUE;
}

/* --- Running --- */

/* Whether @args name command @name or, with fewer words, the group it is of; "help" itself names none. */
static gboolean
is_asked_for (KirokuArgs *args, const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  const gboolean helped = g_strcmp0 (kiroku_args_get_word (args, 0), "help") == 0;
  guint i;

  for (i = 0; words[i] != NULL && kiroku_args_get_word (args, i + helped) != NULL; i++)
    if (g_strcmp0 (kiroku_args_get_word (args, i + helped), words[i]) != 0)
      return FALSE;
  return i > 0;
}

static int
print_help (KirokuArgs *args)
{
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    any = any || is_asked_for (args, commands[i].name);
  printf ("%s\n\n", _ ("Usage: kiroku-cli [--database=FILE] [--author=NAME] [--json] COMMAND …"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (!any || is_asked_for (args, commands[i].name))
      printf ("  %s%s%s\n", commands[i].name, commands[i].usage[0] != '\0' ? " " : "",
              commands[i].usage);
  printf ("\n%s\n", _ ("See kiroku-cli(1). A TIME is 2026-11-21T14:05:00+09:00, 2026-11-21 14:05 "
                       "or 14:05."));
  return KIROKU_EXIT_DONE;
}

/* How many words of @args name command @name; 0 when they do not. */
static guint
match_command (KirokuArgs *args, const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  guint n = g_strv_length (words);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (kiroku_args_get_word (args, i), words[i]) != 0)
      return 0;
  return n;
}

/* Before any command looks at what it will write to. */
static gboolean
check_target (KirokuCli *cli, const char *command, GError **error)
{
  g_autofree char *folder = kiroku_cli_get_folder ();
  g_autofree char *usual = g_build_filename (folder, "kiroku.db", NULL);
  const char *named = kiroku_args_get_option (cli->args, "database");
  const char *target = g_str_equal (command, "backup") ? kiroku_args_get_word (cli->args, 0)
                                                       : kiroku_args_get_option (cli->args, "output");

  return target == NULL || target[0] == '\0'
         || kiroku_book_check_target (folder, named != NULL ? named : usual, target, error);
}

/* What can be shared with machines is a table, too. */
static gboolean
is_table (KirokuCli *cli, const char *command, const char *target)
{
  return target != NULL && g_str_equal (command, "report") && g_str_has_suffix (target, ".csv")
         && g_strcmp0 (kiroku_args_get_option (cli->args, "kind"), "indicators") == 0;
}

/* A file that another program takes for what it is not would open nowhere. */
static gboolean
check_format (KirokuCli *cli, const char *command, int *status)
{
  static const char *const prints[] = { "report", "form fill", "verify", "handover", "contact list",
                                        NULL };
  static const char *const others[] = { "doc", "docx", "odt",  "rtf", "xls", "xlsx", "csv", "txt",
                                        "md",  "htm",  "html", "json", "png", "zip",  NULL };
  const char *target = kiroku_args_get_option (cli->args, "output");
  const char *dot = target != NULL ? strrchr (target, '.') : NULL;
  g_autofree char *ending = dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;

  if (target != NULL && g_str_equal (command, "deadline list") && g_strcmp0 (ending, "ics") != 0)
    {
      *status = kiroku_cli_usage (
          cli, _ ("“%s” would be a calendar: give it a name that ends in .ics"), target);
      return FALSE;
    }
  if (ending == NULL || !g_strv_contains (prints, command) || !g_strv_contains (others, ending)
      || is_table (cli, command, target))
    return TRUE;
  *status = kiroku_cli_usage (cli, _ ("“%s” would be a PDF: give it a name that ends in .pdf"), target);
  return FALSE;
}

static int
run_command (KirokuCli *cli, guint i, guint words)
{
  g_autofree char *options = g_strconcat (GLOBAL_OPTIONS, commands[i].options[0] ? " " : "",
                                          commands[i].options, NULL);
  g_autofree char *usage = NULL;
  g_autoptr (GError) error = NULL;
  guint following;
  int status;

  kiroku_args_shift (cli->args, words);
  following = kiroku_args_count_words (cli->args);
  usage = g_strdup_printf (_ ("usage: kiroku-cli %s %s"), commands[i].name, commands[i].usage);
  if (!kiroku_args_check_options (cli->args, options, &error))
    return kiroku_cli_usage (cli, "%s · %s", error->message, usage);
  if (following < commands[i].min || following > commands[i].max)
    return kiroku_cli_usage (cli, "%s", usage);
  if (!check_target (cli, commands[i].name, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  if (!check_format (cli, commands[i].name, &status))
    return status;
  return commands[i].run (cli);
}

/* The second words of the commands that begin with @group, "get, set"; NULL when there are none.
 * (transfer full) (nullable) */
static char *
list_seconds (const char *group)
{
  g_autofree char *start = g_strconcat (group, " ", NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) seconds = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_has_prefix (commands[i].name, start))
      g_strv_builder_add (builder, commands[i].name + strlen (start));
  seconds = g_strv_builder_end (builder);
  return seconds[0] != NULL ? g_strjoinv (", ", seconds) : NULL;
}

/* The commands of two words of which the second is @word, joined; NULL when there are none.
 * (transfer full) (nullable) */
static char *
list_by_second (const char *word)
{
  g_autofree char *end = g_strconcat (" ", word, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_has_suffix (commands[i].name, end))
      g_strv_builder_add (builder, commands[i].name);
  names = g_strv_builder_end (builder);
  return names[0] != NULL ? g_strjoinv (", ", names) : NULL;
}

static int
refuse_command (KirokuCli *cli)
{
  const char *word = kiroku_args_get_word (cli->args, 0);
  g_autofree char *seconds = list_seconds (word);
  g_autofree char *meant = seconds == NULL ? list_by_second (word) : NULL;

  if (meant != NULL)
    /* Translators: what was typed, then commands of two words. */
    return kiroku_cli_usage (cli, _ ("no such command “%s”; did you mean one of these: %s? See kiroku-cli --help"), word,
                             meant);
  if (seconds == NULL)
    return kiroku_cli_usage (cli, _ ("no such command “%s”: see kiroku-cli --help"), word);
  return kiroku_cli_usage (cli, _ ("after “%s” comes one of these: %s; see kiroku-cli --help"),
                           word, seconds);
}

static int
dispatch (KirokuCli *cli)
{
  guint best = 0, words = 0;

  if (kiroku_args_has_option (cli->args, "version"))
    return printf ("kiroku-cli %s\n", KIROKU_VERSION) > 0 ? KIROKU_EXIT_DONE : KIROKU_EXIT_FAILED;
  if (kiroku_args_has_option (cli->args, "help")
      || g_strcmp0 (kiroku_args_get_word (cli->args, 0), "help") == 0)
    return print_help (cli->args);
  if (kiroku_args_count_words (cli->args) == 0)
    return kiroku_cli_usage (cli, _ ("say what to do: see kiroku-cli --help"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      guint n = match_command (cli->args, commands[i].name);

      if (n > words)
        {
          best = i;
          words = n;
        }
    }
  if (words == 0)
    return refuse_command (cli);
  return run_command (cli, best, words);
}

/* Whoever mistypes a name becomes somebody else: that must not go unseen. */
static void
tell_newcomer (const KirokuCli *cli)
{
  g_autofree char *message
      = cli->signers != NULL
            ? kiroku_newcomer_describe (kiroku_book_get_people (cli->book), cli->signers,
                                        kiroku_book_get_author (cli->book))
            : NULL;

  if (message != NULL)
    print_error (message);
}

/* What was left in the database so that it acts, which whoever only reads must know, too; other
 * failures say it themselves. */
static void
tell_foreign (const KirokuCli *cli, int status)
{
  const char *text = cli->book != NULL ? kiroku_book_get_foreign (cli->book) : NULL;

  if (text != NULL && status == KIROKU_EXIT_DONE)
    print_error (text);
}

typedef struct
{
  const KirokuCli *cli;
  const char *case_id;
  char *text;
} FurtherKey;

static gpointer
describe_further_key (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  FurtherKey *query = data;
  KirokuBook *book = query->cli->book;

  return kiroku_further_key_describe (db, kiroku_book_get_people (book),
                                      kiroku_book_get_author (book), query->case_id, &query->text,
                                      error)
             ? query
             : NULL;
}

/* Whoever goes on with another key must know that it does not count yet. */
static void
tell_further_keys (KirokuCli *cli)
{
  GHashTableIter iter;
  gpointer case_id;

  if (cli->written == NULL)
    return;
  g_hash_table_iter_init (&iter, cli->written);
  while (g_hash_table_iter_next (&iter, &case_id, NULL))
    {
      g_autoptr (GError) error = NULL;
      FurtherKey query = { cli, case_id, NULL };

      if (kiroku_cli_read (cli, describe_further_key, &query, &error) == NULL)
        print_error (error->message);
      else if (query.text != NULL)
        print_error (query.text);
      g_free (query.text);
    }
}

/* What is written here is nobody else's business, and a core dump would hold the key. */
static void
protect_process (void)
{
  struct rlimit none = { 0, 0 };

  umask (077);
  setrlimit (RLIMIT_CORE, &none);
}

/* What went wrong beside the work that was asked for, which is done all the same. */
static void
print_message_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  print_error (message);
}

int
kiroku_cli_main (char **argv)
{
  g_autofree char *folder = kiroku_cli_get_folder ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (KirokuArgs) args = NULL;
  g_autoptr (GError) error = NULL;
  KirokuCli cli = { .zone = zone };
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, KIROKU_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_log_set_handler (NULL, G_LOG_LEVEL_MESSAGE, print_message_cb, NULL);
  protect_process ();
  kiroku_store_keep_temporary (folder);

  cli.language = g_str_has_prefix (g_get_language_names ()[0], "ja") ? "ja" : "en";
  args = kiroku_args_parse (argv + 1, &error);
  if (args == NULL)
    return kiroku_cli_usage (&cli, "%s", error->message);
  cli.args = args;
  cli.json = kiroku_args_has_option (args, "json");
  status = dispatch (&cli);
  tell_foreign (&cli, status);
  tell_newcomer (&cli);
  tell_further_keys (&cli);
  g_clear_object (&cli.book);
  g_clear_pointer (&cli.written, g_hash_table_unref);
  g_clear_pointer (&cli.signers, g_ptr_array_unref);
  g_free (cli.passphrase);
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      print_error (_ ("the output could not be written"));
      return status != 0 ? status : KIROKU_EXIT_FAILED;
    }
  return status;
}
