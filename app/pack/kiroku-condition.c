/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-condition.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-pack.h"

/* Deep enough for any rule a person can read; keeps the recursion bounded. */
#define MAX_DEPTH 32

typedef enum
{
  NODE_ALWAYS,
  NODE_NON_EMPTY,
  NODE_HAS,
  NODE_EQUALS,
  NODE_NOT,
  NODE_AND,
  NODE_OR,
} NodeKind;

typedef struct _Node Node;
struct _Node
{
  NodeKind kind;
  char *key;
  char *id;
  Node *left;
  Node *right;
};

struct _KirokuCondition
{
  char *text;
  Node *root;
};

typedef struct
{
  GPtrArray *words; /* (element-type utf8) */
  guint next;
  guint depth;
} Parser;

static Node *parse_or (Parser *parser, GError **error);

static void
node_free (Node *node)
{
  if (node == NULL)
    return;
  node_free (node->left);
  node_free (node->right);
  g_free (node->key);
  g_free (node->id);
  g_free (node);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Node, node_free)

static Node *
node_new (NodeKind kind, Node *left, Node *right)
{
  Node *node = g_new0 (Node, 1);

  node->kind = kind;
  node->left = left;
  node->right = right;
  return node;
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '_' || c == '-';
}

static gboolean
refuse (GError **error, const char *message, const char *word)
{
  g_set_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_CONDITION, "%s: “%s”", message, word);
  return FALSE;
}

/* Words, "(", ")" and "=". (transfer full) (nullable) */
static GPtrArray *
split (const char *text, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  while (*text != '\0')
    {
      const char *start = text;

      if (g_ascii_isspace (*text))
        {
          text++;
          continue;
        }
      if (strchr ("()=", *text) != NULL)
        text++;
      else
        while (is_word_char (*text))
          text++;
      if (text == start)
        {
          refuse (error, _ ("this cannot stand in a condition"), start);
          return NULL;
        }
      g_ptr_array_add (words, g_strndup (start, text - start));
    }
  return g_steal_pointer (&words);
}

static const char *
peek (Parser *parser)
{
  return parser->next < parser->words->len ? g_ptr_array_index (parser->words, parser->next) : "";
}

static gboolean
accept (Parser *parser, const char *word)
{
  if (!g_str_equal (peek (parser), word))
    return FALSE;
  parser->next++;
  return TRUE;
}

static gboolean
is_reserved (const char *word)
{
  static const char *const reserved[]
      = { "", "(", ")", "=", "not", "and", "or", "has", "non-empty", "always", NULL };

  return g_strv_contains (reserved, word);
}

static const char *
describe (const char *word)
{
  return *word != '\0' ? word : _ ("the end");
}

/* (transfer full) (nullable) */
static char *
take_name (Parser *parser, const char *expected, GError **error)
{
  const char *word = peek (parser);

  if (is_reserved (word))
    {
      refuse (error, expected, describe (word));
      return NULL;
    }
  parser->next++;
  return g_strdup (word);
}

static Node *
parse_comparison (Parser *parser, GError **error)
{
  g_autoptr (Node) node = node_new (NODE_NON_EMPTY, NULL, NULL);

  node->key = take_name (parser, _ ("a fact is expected here"), error);
  if (node->key == NULL)
    return NULL;
  if (accept (parser, "non-empty"))
    return g_steal_pointer (&node);

  if (accept (parser, "has"))
    node->kind = NODE_HAS;
  else if (accept (parser, "="))
    node->kind = NODE_EQUALS;
  else
    {
      refuse (error, _ ("“non-empty”, “has” or “=” is expected after a fact"),
              describe (peek (parser)));
      return NULL;
    }
  node->id = take_name (parser, _ ("the id of a choice is expected here"), error);
  return node->id != NULL ? g_steal_pointer (&node) : NULL;
}

static Node *
parse_group (Parser *parser, GError **error)
{
  g_autoptr (Node) inner = parse_or (parser, error);

  if (inner == NULL)
    return NULL;
  if (!accept (parser, ")"))
    {
      refuse (error, _ ("“)” is expected here"), describe (peek (parser)));
      return NULL;
    }
  return g_steal_pointer (&inner);
}

static Node *
parse_not (Parser *parser, GError **error)
{
  Node *inner = NULL;

  if (++parser->depth > MAX_DEPTH)
    {
      refuse (error, _ ("the condition is nested too deeply"), peek (parser));
      return NULL;
    }
  if (accept (parser, "not"))
    {
      inner = parse_not (parser, error);
      if (inner != NULL)
        inner = node_new (NODE_NOT, inner, NULL);
    }
  else if (accept (parser, "("))
    inner = parse_group (parser, error);
  else if (accept (parser, "always"))
    inner = node_new (NODE_ALWAYS, NULL, NULL);
  else
    inner = parse_comparison (parser, error);
  parser->depth--;
  return inner;
}

static Node *
parse_and (Parser *parser, GError **error)
{
  g_autoptr (Node) left = parse_not (parser, error);

  while (left != NULL && accept (parser, "and"))
    {
      Node *right = parse_not (parser, error);

      if (right == NULL)
        return NULL;
      left = node_new (NODE_AND, g_steal_pointer (&left), right);
    }
  return g_steal_pointer (&left);
}

static Node *
parse_or (Parser *parser, GError **error)
{
  g_autoptr (Node) left = parse_and (parser, error);

  while (left != NULL && accept (parser, "or"))
    {
      Node *right = parse_and (parser, error);

      if (right == NULL)
        return NULL;
      left = node_new (NODE_OR, g_steal_pointer (&left), right);
    }
  return g_steal_pointer (&left);
}

KirokuCondition *
kiroku_condition_parse (const char *text, GError **error)
{
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (Node) root = NULL;
  KirokuCondition *condition;
  Parser parser = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  words = split (text, error);
  if (words == NULL)
    return NULL;
  parser.words = words;
  root = parse_or (&parser, error);
  if (root == NULL)
    return NULL;
  if (parser.next < words->len)
    {
      refuse (error, _ ("“and” or “or” is expected here"), peek (&parser));
      return NULL;
    }

  condition = g_new0 (KirokuCondition, 1);
  condition->text = g_strdup (text);
  condition->root = g_steal_pointer (&root);
  return condition;
}

void
kiroku_condition_free (KirokuCondition *condition)
{
  if (condition == NULL)
    return;
  node_free (condition->root);
  g_free (condition->text);
  g_free (condition);
}

const char *
kiroku_condition_get_text (const KirokuCondition *condition)
{
  g_return_val_if_fail (condition != NULL, NULL);

  return condition->text;
}

static gboolean
holds (const char *value, const char *id)
{
  g_auto (GStrv) ids = g_strsplit (value, ",", -1);

  return g_strv_contains ((const char *const *) ids, id);
}

/* The answer "it cannot be said", given as the id of a yes-no fact or as its state. */
static gboolean
is_answered_unknown (const KirokuFact *fact)
{
  return g_str_equal (fact->value, "unknown")
         || (*fact->value == '\0' && fact->state == KIROKU_FACT_UNKNOWN);
}

static KirokuTruth
evaluate_comparison (const Node *node, KirokuFacts *facts)
{
  const KirokuFact *fact = kiroku_facts_get (facts, node->key);
  gboolean yes_or_no = g_strcmp0 (node->id, "yes") == 0 || g_strcmp0 (node->id, "no") == 0;

  if (fact == NULL)
    return KIROKU_TRUTH_UNDECIDED;
  if (is_answered_unknown (fact) && g_strcmp0 (node->id, "unknown") == 0)
    return KIROKU_TRUTH_YES;
  if (*fact->value == '\0')
    return fact->state == KIROKU_FACT_NONE ? KIROKU_TRUTH_NO : KIROKU_TRUTH_UNDECIDED;
  if (node->kind == NODE_NON_EMPTY || holds (fact->value, node->id))
    return KIROKU_TRUTH_YES;
  if (is_answered_unknown (fact) && yes_or_no)
    return KIROKU_TRUTH_UNDECIDED;
  return fact->state == KIROKU_FACT_INVESTIGATING ? KIROKU_TRUTH_UNDECIDED : KIROKU_TRUTH_NO;
}

static KirokuTruth
evaluate (const Node *node, KirokuFacts *facts)
{
  KirokuTruth left = node->left != NULL ? evaluate (node->left, facts) : KIROKU_TRUTH_NO;
  KirokuTruth right = node->right != NULL ? evaluate (node->right, facts) : KIROKU_TRUTH_NO;

  switch (node->kind)
    {
    case NODE_ALWAYS:
      return KIROKU_TRUTH_YES;
    case NODE_NOT:
      return KIROKU_TRUTH_YES - left;
    case NODE_AND:
      return MIN (left, right);
    case NODE_OR:
      return MAX (left, right);
    case NODE_NON_EMPTY:
    case NODE_HAS:
    case NODE_EQUALS:
      return evaluate_comparison (node, facts);
    default:
      g_assert_not_reached ();
    }
}

/* Only the undecided branches of an undecided node can decide it. */
static void
collect_deciding (const Node *node, KirokuFacts *facts, GPtrArray *keys)
{
  if (node == NULL || evaluate (node, facts) != KIROKU_TRUTH_UNDECIDED)
    return;
  if (node->key != NULL
      && !g_ptr_array_find_with_equal_func (keys, node->key, g_str_equal, NULL))
    g_ptr_array_add (keys, g_strdup (node->key));
  collect_deciding (node->left, facts, keys);
  collect_deciding (node->right, facts, keys);
}

KirokuTruth
kiroku_condition_evaluate (const KirokuCondition *condition,
                           KirokuFacts *facts,
                           GPtrArray *deciding)
{
  g_return_val_if_fail (condition != NULL && facts != NULL, KIROKU_TRUTH_UNDECIDED);

  if (deciding != NULL)
    collect_deciding (condition->root, facts, deciding);
  return evaluate (condition->root, facts);
}

static void
foreach_node (const Node *node, KirokuConditionFunc func, gpointer data)
{
  if (node == NULL)
    return;
  if (node->key != NULL)
    func (node->key, node->id, node->kind == NODE_EQUALS, data);
  foreach_node (node->left, func, data);
  foreach_node (node->right, func, data);
}

void
kiroku_condition_foreach (const KirokuCondition *condition,
                          KirokuConditionFunc func,
                          gpointer data)
{
  g_return_if_fail (condition != NULL && func != NULL);

  foreach_node (condition->root, func, data);
}
