/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-people-popover.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "kiroku-book-people.h"
#include "kiroku-help.h"
#include "kiroku-hold.h"
#include "kiroku-journal-error.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

/* What the form asks for. */
typedef enum
{
  TASK_SWITCH,
  TASK_NEW,
  TASK_PROTECT,
} Task;

struct _KirokuPeoplePopover
{
  GtkPopover parent_instance;

  GtkStack *stack; /* "people", "form" */
  GtkListBox *list;
  GtkButton *protect;
  GtkLabel *list_error;

  GtkLabel *heading;
  GtkLabel *explanation;
  GtkEntry *name;
  GtkPasswordEntry *current;
  GtkPasswordEntry *passphrase;
  GtkPasswordEntry *again;
  GtkLabel *error;
  GtkButton *button;

  KirokuBook *book;  /* (nullable) */
  GPtrArray *people; /* (nullable) of KirokuPerson: as last read */
  Task task;
  char *chosen; /* who is to write, with TASK_SWITCH */
  GApplication *held; /* (nullable) while something is on its way to the disk */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (KirokuPeoplePopover, kiroku_people_popover, GTK_TYPE_POPOVER)

static const KirokuPerson *
get_present (KirokuPeoplePopover *self)
{
  return self->people != NULL ? g_ptr_array_index (self->people, 0) : NULL;
}

static const KirokuPerson *
find_person (KirokuPeoplePopover *self, const char *name)
{
  for (guint i = 0; self->people != NULL && i < self->people->len; i++)
    {
      const KirokuPerson *person = g_ptr_array_index (self->people, i);

      if (g_str_equal (person->name, name))
        return person;
    }
  return NULL;
}

static void
set_busy (KirokuPeoplePopover *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !busy);
  if (busy)
    self->held = kiroku_hold_begin ();
  else
    kiroku_hold_end (g_steal_pointer (&self->held));
}

/* --- The form --- */

static void
clear_form (KirokuPeoplePopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->current), "");
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  kiroku_page_show_error (self->error, NULL);
}

/* @explanation: (nullable) */
static void
show_form (KirokuPeoplePopover *self,
           Task task,
           const char *heading,
           const char *explanation,
           const char *button)
{
  const KirokuPerson *present = get_present (self);
  gboolean asks_current
      = task == TASK_SWITCH || (task == TASK_PROTECT && present != NULL && present->protected);
  GtkWidget *first = task == TASK_NEW ? GTK_WIDGET (self->name)
                     : asks_current   ? GTK_WIDGET (self->current)
                                      : GTK_WIDGET (self->passphrase);

  self->task = task;
  clear_form (self);
  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->explanation, explanation != NULL ? explanation : "");
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), explanation != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->name), task == TASK_NEW);
  gtk_widget_set_visible (GTK_WIDGET (self->current), asks_current);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), task != TASK_SWITCH);
  gtk_widget_set_visible (GTK_WIDGET (self->again), task != TASK_SWITCH);
  gtk_button_set_label (self->button, button);
  gtk_stack_set_visible_child_name (self->stack, "form");
  gtk_widget_grab_focus (first);
}

static void
new_cb (KirokuPeoplePopover *self)
{
  show_form (
      self, TASK_NEW, _ ("Somebody New"),
      _ ("Entries are signed with a key of their own. A passphrase keeps others from writing in "
         "their name; it may be left out."),
      _ ("Add and Switch"));
}

static void
protect_cb (KirokuPeoplePopover *self)
{
  const KirokuPerson *present = get_present (self);

  if (present == NULL)
    return;
  show_form (
      self, TASK_PROTECT, present->protected ? _ ("Change the Passphrase") : _ ("Protect My Key"),
      present->protected
          ? _ ("Left empty, the new passphrase takes the protection away.")
          : _ ("Kiroku will ask for the passphrase once after each start. Nobody can give it back "
               "to you."),
      present->protected ? _ ("Change") : _ ("Protect"));
}

static void
back_cb (KirokuPeoplePopover *self)
{
  gtk_stack_set_visible_child_name (self->stack, "people");
  clear_form (self);
}

/* What a person can do about it. (transfer none) */
static const char *
describe_failure (const GError *error)
{
  if (g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED))
    return _ ("This passphrase does not open the key: check it and try again.");
  return error->message;
}

static void
end_task (KirokuPeoplePopover *self, const GError *error)
{
  gboolean in_form;

  set_busy (self, FALSE);
  if (self->book == NULL) /* disposed meanwhile */
    return;
  in_form = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "form");
  if (error == NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    kiroku_page_show_error (in_form ? self->error : self->list_error, describe_failure (error));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPeoplePopover) self = user_data;
  g_autoptr (GError) error = NULL;

  kiroku_book_choose_person_finish (KIROKU_BOOK (source), result, &error);
  end_task (self, error);
}

static void
choose (KirokuPeoplePopover *self, const char *name, const char *passphrase)
{
  set_busy (self, TRUE);
  kiroku_book_choose_person_async (self->book, name, passphrase, chosen_cb, g_object_ref (self));
}

static void
protected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPeoplePopover) self = user_data;
  g_autoptr (GError) error = NULL;

  kiroku_book_protect_key_finish (KIROKU_BOOK (source), result, &error);
  end_task (self, error);
}

/* What was typed, or NULL for nothing. (transfer none) (nullable) */
static const char *
get_secret (GtkPasswordEntry *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  return text[0] != '\0' ? text : NULL;
}

/* What is wrong with what was typed, or NULL. (transfer none) */
static const char *
find_fault (KirokuPeoplePopover *self, const char *name)
{
  const KirokuPerson *present = get_present (self);

  if (self->task == TASK_NEW && name == NULL)
    return _ ("Write the name that is to stand beside the entries.");
  if (self->task == TASK_NEW && find_person (self, name) != NULL)
    return _ (
        "Somebody of this name signs here already: go back and choose them, or add something that "
        "tells the two apart.");
  if (self->task != TASK_SWITCH
      && g_strcmp0 (get_secret (self->passphrase), get_secret (self->again)) != 0)
    return _ ("The two passphrases are not the same.");
  if (self->task == TASK_PROTECT && !present->protected && get_secret (self->passphrase) == NULL)
    return _ ("Write a passphrase, twice.");
  return NULL;
}

static void
submit_cb (KirokuPeoplePopover *self)
{
  g_autofree char *name = kiroku_page_dup_typed (GTK_EDITABLE (self->name));
  const char *fault;

  if (self->busy || self->book == NULL)
    return;
  fault = find_fault (self, name);
  kiroku_page_show_error (self->error, fault);
  if (fault != NULL)
    return;
  if (self->task == TASK_PROTECT)
    {
      set_busy (self, TRUE);
      kiroku_book_protect_key_async (self->book, get_secret (self->current),
                                     get_secret (self->passphrase), protected_cb,
                                     g_object_ref (self));
    }
  else if (self->task == TASK_NEW)
    choose (self, name, get_secret (self->passphrase));
  else
    choose (self, self->chosen, get_secret (self->current));
}

/* Enter goes to the next that is empty, and from the last on does it. */
static void
entered_cb (KirokuPeoplePopover *self, GtkWidget *entry)
{
  GtkWidget *next = gtk_widget_get_next_sibling (entry);

  while (next != NULL && GTK_IS_EDITABLE (next) && !gtk_widget_get_visible (next))
    next = gtk_widget_get_next_sibling (next);
  if (next != NULL && GTK_IS_EDITABLE (next))
    gtk_widget_grab_focus (next);
  else
    submit_cb (self);
}

/* --- The people --- */

static void
activated_cb (KirokuPeoplePopover *self, GtkListBoxRow *row)
{
  const KirokuPerson *person
      = g_ptr_array_index (self->people, gtk_list_box_row_get_index (row));
  g_autofree char *visible = kiroku_text_visible (person->name, TRUE);
  g_autofree char *heading = NULL;

  if (self->busy)
    return;
  if (person->present && !person->locked)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  if (!person->protected)
    {
      choose (self, person->name, NULL);
      return;
    }
  g_free (self->chosen);
  self->chosen = g_strdup (person->name);
  /* Translators: above the passphrase: the name of who is going to write. */
  heading = g_strdup_printf (_ ("Write as %s"), visible);
  show_form (self, TASK_SWITCH, heading, NULL, _ ("Unlock"));
}

/* @icon: (nullable) */
static void
add_icon (GtkBox *box, const char *icon, const char *text)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (image, text);
  kiroku_page_set_name (image, text);
  gtk_box_append (box, image);
}

static GtkWidget *
make_row (const KirokuPerson *person)
{
  g_autofree char *visible = kiroku_text_visible (person->name, TRUE);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (visible);

  gtk_box_append (GTK_BOX (box), adw_avatar_new (24, visible, TRUE));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (person->protected)
    add_icon (GTK_BOX (box), "changes-prevent-symbolic", _ ("Protected by a passphrase"));
  if (person->present)
    add_icon (GTK_BOX (box), "object-select-symbolic", _ ("Writes now"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  kiroku_page_set_name (row, visible);
  return row;
}

static gboolean
is_in_use (KirokuPeoplePopover *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack))
         && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));
}

static void
focus_people (KirokuPeoplePopover *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* The keyboard stays where it is, unless it is on a row. */
static void
show_people (KirokuPeoplePopover *self)
{
  const KirokuPerson *present = get_present (self);
  gboolean in_use
      = gtk_list_box_get_row_at_index (self->list, 0) != NULL && is_in_use (self);

  kiroku_page_clear_list (self->list);
  for (guint i = 0; i < self->people->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (self->people, i)));
  gtk_button_set_label (self->protect, present->protected ? _ ("Change My Passphrase…")
                                                          : _ ("Protect My Key…"));
  if (!in_use)
    focus_people (self);
}

/* Rows that stay keep the keyboard. */
static gboolean
is_known (KirokuPeoplePopover *self, GPtrArray *people)
{
  gboolean same = self->people != NULL && self->people->len == people->len;

  for (guint i = 0; same && i < people->len; i++)
    {
      const KirokuPerson *before = g_ptr_array_index (self->people, i);
      const KirokuPerson *after = g_ptr_array_index (people, i);

      same = g_str_equal (before->name, after->name) && before->protected == after->protected
             && before->present == after->present && before->locked == after->locked;
    }
  return same;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPeoplePopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people
      = kiroku_book_read_people_finish (KIROKU_BOOK (source), result, &error);

  if (self->book == NULL)
    return;
  kiroku_page_show_error (self->list_error, error != NULL ? error->message : NULL);
  if (people == NULL || is_known (self, people))
    return;
  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = g_steal_pointer (&people);
  show_people (self);
}

static void
read_people (KirokuPeoplePopover *self)
{
  if (self->book != NULL)
    kiroku_book_read_people_async (self->book, read_cb, g_object_ref (self));
}

void
kiroku_people_popover_set_book (KirokuPeoplePopover *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_PEOPLE_POPOVER (self));
  g_return_if_fail (book == NULL || KIROKU_IS_BOOK (book));

  if (self->book != NULL)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_set_object (&self->book, book);
  if (book == NULL)
    return;
  g_signal_connect_swapped (book, "person-changed", G_CALLBACK (read_people), self);
  read_people (self);
}

/* --- The class --- */

/* Others may have added somebody since. */
static void
kiroku_people_popover_show (GtkWidget *widget)
{
  KirokuPeoplePopover *self = KIROKU_PEOPLE_POPOVER (widget);

  gtk_stack_set_visible_child_name (self->stack, "people");
  kiroku_page_show_error (self->list_error, NULL);
  read_people (self);
  GTK_WIDGET_CLASS (kiroku_people_popover_parent_class)->show (widget);
  focus_people (self);
}

/* No passphrase is left lying about. */
static void
closed_cb (KirokuPeoplePopover *self)
{
  clear_form (self);
}

static void
kiroku_people_popover_dispose (GObject *object)
{
  KirokuPeoplePopover *self = KIROKU_PEOPLE_POPOVER (object);

  kiroku_people_popover_set_book (self, NULL);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_PEOPLE_POPOVER);

  G_OBJECT_CLASS (kiroku_people_popover_parent_class)->dispose (object);
}

static void
kiroku_people_popover_finalize (GObject *object)
{
  g_free (KIROKU_PEOPLE_POPOVER (object)->chosen);

  G_OBJECT_CLASS (kiroku_people_popover_parent_class)->finalize (object);
}

static void
kiroku_people_popover_class_init (KirokuPeoplePopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_people_popover_dispose;
  object_class->finalize = kiroku_people_popover_finalize;
  widget_class->show = kiroku_people_popover_show;
  kiroku_help_install_key (widget_class);

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "people/kiroku-people-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, stack);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, list);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, protect);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, list_error);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, heading);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, explanation);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, name);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, current);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, again);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuPeoplePopover, button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_cb);
  gtk_widget_class_bind_template_callback (widget_class, protect_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
kiroku_people_popover_init (KirokuPeoplePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
